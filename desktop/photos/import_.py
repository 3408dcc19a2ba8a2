"""Finds photos and prepares them for the store; writes nothing and knows no database."""

from __future__ import annotations

import hashlib
import os
import queue
import re
import stat
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from desktop.errors import Annule, FichierRefuse
from desktop.photos.exif import Exif, read_exif
from desktop.photos.lecture import SourceAbsente, check_whole, open_picture, read_source
from desktop.photos.ouvrier import Ouvrier, OuvrierPerdu
from desktop.photos.rendu import Rendu, decode, render

_CANCEL_POLL_SECONDS: Final = 0.1
_WINDOW_PER_WORKER: Final = 3
_DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class PhotoPreparee:
    """One photo ready for the store; `source_sha256` finds the same file imported twice."""

    source: Path
    source_sha256: str
    exif: Exif
    rendu: Rendu


@dataclass(frozen=True, slots=True)
class PhotoConnue:
    """One file whose bytes were said to be known: it was hashed, and not decoded."""

    source: Path
    source_sha256: str


@dataclass(frozen=True, slots=True)
class PhotoRefusee:
    """One file left aside, and the French sentences that say why and what to do.

    `absente`: the file is gone or its medium no longer answers.
    """

    source: Path
    raison: str
    absente: bool = False


Resultat = PhotoPreparee | PhotoConnue | PhotoRefusee
_NONE_KNOWN: Final[frozenset[str]] = frozenset()


def discover(
    sources: Iterable[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> list[Path]:
    """Return every file of the sources, folders searched to the bottom, in reading order.

    Nothing is skipped in silence: what is no photo, a link, or a folder that cannot be
    opened is in the list, and `prepare_all` says why it is refused. Only hidden files and
    folders found on the way are left out. Links are never followed, except a folder that
    the agent chose by name. A file reached twice appears once; « photo 2 » comes before
    « photo 10 ».

    A telephone on its cable takes minutes to list years of photos: `cancelled` is asked between
    two of them.

    Raises:
        Annule: `cancelled` answered true.
    """
    found: set[Path] = set()
    for source in sources:
        for path in _walk(source, chosen=True):
            if cancelled():
                raise Annule
            found.add(path)
    return in_order(found)


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Sort paths as an agent reads them: folder by folder, numbers by their value."""
    return sorted(paths, key=_natural_key)


def prepare(path: Path, known: frozenset[str] = _NONE_KNOWN) -> Resultat:
    """Read one file and make its rendition; a file that cannot be taken is an answer too.

    A file whose SHA-256 is among `known` is not decoded.
    """
    try:
        data = read_source(path)
    except FichierRefuse as error:
        return PhotoRefusee(path, str(error), absente=isinstance(error, SourceAbsente))
    except Exception as error:  # noqa: BLE001 - a bug met on one photo must not lose the others
        return _defect(path, error)
    return prepare_bytes(path, data, known)


def prepare_bytes(path: Path, data: bytes, known: frozenset[str] = _NONE_KNOWN) -> Resultat:
    """Make the rendition of a picture in memory, whose `path` is only a name."""
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in known:
        return PhotoConnue(path, sha256)
    try:
        picture = open_picture(data)
        check_whole(data)
        decode(picture)
        exif, orientation = read_exif(picture)
        rendu = render(picture, orientation)
    except FichierRefuse as error:
        return PhotoRefusee(path, str(error))
    except Exception as error:  # noqa: BLE001 - a bug met on one photo must not lose the others
        return _defect(path, error)
    return PhotoPreparee(path, sha256, exif, rendu)


def _defect(path: Path, error: Exception) -> PhotoRefusee:
    return PhotoRefusee(
        path,
        f"Un défaut du logiciel ({type(error).__name__}) empêche de prendre cette photo. "
        "Enregistrez-en une copie en JPEG, importez la copie, et signalez le défaut.",
    )


def prepare_all(
    paths: Iterable[Path],
    *,
    known: frozenset[str] = _NONE_KNOWN,
    workers: int = 2,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Resultat, None, None]:
    """Prepare photos side by side and yield them in the order of `paths`.

    Files whose SHA-256 is among `known` are read and not decoded.

    At most a few photos per worker are ahead of the caller, so memory does not grow with
    their number. When `cancelled` answers true the generator ends early, without error.
    However it ends, the workers are gone when it has ended: close it, for instance with
    `contextlib.closing`, where the loop may be left before the last photo.

    Raises:
        OuvrierAbsent: No worker starts: the photos that were not yielded are not read.

    Workers are processes, or threads in a packed program, where each child would unpack and
    start the whole application again.
    """
    waiting = deque(paths)
    workers = min(workers, len(waiting))
    ahead: deque[Future[Resultat]] = deque()
    with _team(workers, known, in_threads=_is_packed()) as submit:
        while not cancelled():
            while waiting and len(ahead) < workers * _WINDOW_PER_WORKER:
                ahead.append(submit(waiting.popleft()))
            if not ahead:
                return
            result = _wait(ahead.popleft(), cancelled)
            if result is None:
                return
            yield result


@contextmanager
def _team(
    workers: int, known: frozenset[str], *, in_threads: bool
) -> Iterator[Callable[[Path], Future[Resultat]]]:
    """Give what hands one path to the next free worker; end all workers on the way out."""
    stop = threading.Event()
    free: queue.SimpleQueue[Callable[[Path], Resultat]] = queue.SimpleQueue()

    def job(path: Path) -> Resultat:
        worker = free.get()
        try:
            return worker(path)
        except OuvrierPerdu:
            return PhotoRefusee(
                path,
                "La lecture de cette photo a échoué brutalement. "
                "Enregistrez-en une copie en JPEG, puis importez la copie.",
            )
        finally:
            free.put(worker)

    work = partial(prepare, known=known) if known else prepare
    with ExitStack() as stack:
        for _ in range(workers):
            worker = work if in_threads else Ouvrier(work, stop)
            if isinstance(worker, Ouvrier):
                stack.callback(worker.close)
            free.put(worker)
        pool = stack.enter_context(ThreadPoolExecutor(max(1, workers), "photos"))
        try:
            yield lambda path: pool.submit(job, path)
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _wait(future: Future[Resultat], cancelled: Callable[[], bool]) -> Resultat | None:
    """Return the result, or None as soon as the agent cancels."""
    while not cancelled():
        try:
            return future.result(_CANCEL_POLL_SECONDS)
        except NotYet:
            continue
    return None


def _is_packed() -> bool:
    return bool(getattr(sys, "frozen", False))


def _walk(path: Path, *, chosen: bool) -> Iterator[Path]:
    """Yield the files below `path`, or `path` itself when it is no folder to enter."""
    try:
        information = path.stat() if chosen else path.lstat()
        if not chosen and _is_hidden(path, information):
            return
        children = list(path.iterdir()) if stat.S_ISDIR(information.st_mode) else None
    except (OSError, ValueError):
        children = None  # listed all the same: `prepare` will say why it cannot be read
    if children is None:
        yield path
        return
    for child in children:
        yield from _walk(child, chosen=False)


def _is_hidden(path: Path, information: os.stat_result) -> bool:
    attributes = getattr(information, "st_file_attributes", 0)  # Windows only
    return path.name.startswith(".") or bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _natural_key(path: Path) -> tuple[list[list[tuple[int, str]]], str]:
    """Compare folder by folder, numbers by value and letters without case."""
    return [[_piece(text) for text in _DIGITS.split(part)] for part in path.parts], str(path)


def _piece(text: str) -> tuple[int, str]:
    return (int(text), "") if _DIGITS.fullmatch(text) else (-1, text.casefold())
