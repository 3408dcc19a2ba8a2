"""Private files written completely or not at all, one by one or many that are flushed together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from desktop.errors import EcritureImpossible
from desktop.paths import put_in_place, sync_folder

_TEMPORARY: Final = ".tmp"
_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_LEVELS: Final = 4
"""The file's folder and two above it are made private."""
_TOGETHER: Final = 32
"""Files open at once: the disk is asked to flush them one after the other, while it works."""


class _Begun(NamedTuple):
    """A file that does not bear its name yet."""

    file: BinaryIO
    temporary: Path
    path: Path


class Depot:
    """Keeps many files; several threads may share one. `settle` comes last.

    A file bears its name only once its bytes are on the disk; `settle` makes the names
    themselves survive a power cut, once for each folder.
    """

    def __init__(self) -> None:
        self._folders: set[Path] = set()

    def write_all(self, files: Iterable[tuple[Path, bytes | bytearray | memoryview]]) -> None:
        """Write files as they come; each is done with before the next one is asked for.

        Raises:
            EcritureImpossible: the disk refuses; those that bear their name are whole.
        """
        begun: list[_Begun] = []
        try:
            with _words():
                for path, data in files:
                    begun.append(_begin(path))
                    begun[-1].file.write(data)
                    if len(begun) == _TOGETHER:
                        self._name(begun)
                self._name(begun)
        finally:
            for file, temporary, _ in begun:
                with suppress(OSError):  # the first refusal was told
                    file.close()
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)

    def settle(self) -> None:
        """Make the names of all the files survive a power cut.

        Raises:
            EcritureImpossible: the disk refuses.
        """
        with _words():
            for folder in sorted(self._folders):
                sync_folder(folder)
        self._folders.clear()

    def _name(self, begun: list[_Begun]) -> None:
        for file, _, _ in begun:
            file.flush()
            os.fsync(file.fileno())
        while begun:
            begun[-1].file.close()
            put_in_place(begun[-1].temporary, begun[-1].path)
            self._folders.add(begun.pop().path.parent)


def write(path: Path, data: bytes | bytearray | memoryview, *, durable: bool = True) -> None:
    """Write one file; `durable` also survives a power cut.

    Raises:
        EcritureImpossible: the disk refuses; nothing was written.
    """
    if durable:
        depot = Depot()
        depot.write_all([(path, data)])
        depot.settle()
        return
    with _words():
        file, temporary, _ = _begin(path)
        try:
            with file:
                file.write(data)
            put_in_place(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _begin(path: Path) -> _Begun:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        descriptor = os.open(temporary, _NEW, 0o600)
    except FileNotFoundError:
        for folder in reversed(path.parents[:_LEVELS]):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, _NEW, 0o600)
    return _Begun(os.fdopen(descriptor, "wb"), temporary, path)


@contextmanager
def _words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EcritureImpossible(
            "Photo non enregistrée",
            "Le disque a refusé l’écriture d’une photo. Rien n’a été écrit à moitié.",
            "Vérifiez la place libre et les droits du dossier des données, puis recommencez.",
        ) from error
