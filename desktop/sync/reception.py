"""Staging: the file is copied beside the espace before anything else, so the medium may go.

One file is read at a time in an espace. What a killed program left in the folder is removed
at the next opening and before each reading.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import EcritureImpossible, FichierRefuse, UserError
from desktop.formats import file_size
from desktop.paths import clear_away, private_dir
from desktop.sync.container import FILE_MAX
from desktop.sync.paquets import Cause, Refus

WAIT_SECONDS = 10.0
"""How long a second reading waits for the first one before it gives up."""

_COPY = "lecture.carnet"
_ZIP = b"PK\x03\x04"
_ROOM = 64 * 1024 * 1024
"""What the disk keeps free beside the copy: the database and its backup grow as well."""

_busy: dict[Path, threading.Lock] = {}
_busy_guard = threading.Lock()


@contextmanager
def staged(path: Path, reception: Path) -> Iterator[Path]:
    """Copy the file into the espace's own folder; the copy is removed at the end.

    Raises:
        FichierRefuse: missing, too large, foreign, or the medium does not read.
        EcritureImpossible: no room for the copy.
        UserError: another file is being read.
    """
    with _alone(reception, path.name):
        empty(reception)
        copy = private_dir(reception) / _COPY
        try:
            _check_outside(path)
            _check_room(path, reception)
            _copy(path, copy)
            yield copy
        finally:
            clear_away(copy)


def empty(reception: Path) -> None:
    """Remove what an interrupted reading left."""
    if reception.is_dir():
        for left in reception.iterdir():
            clear_away(left)


def _check_outside(path: Path) -> None:
    """Refuse from outside what could never be read: it is not worth copying.

    Raises:
        FichierRefuse: missing, too large or foreign.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            beginning = file.read(len(_ZIP))
    except OSError as error:
        raise _missing(path) from error
    if size > FILE_MAX:
        raise Refus(path.name)(Cause.LIMITES, "plus de 4 Gio")
    if beginning != _ZIP:
        raise Refus(path.name)(Cause.ETRANGER)


def _check_room(path: Path, reception: Path) -> None:
    needed = path.stat().st_size + _ROOM
    if shutil.disk_usage(reception).free < needed:
        raise EcritureImpossible(
            "Disque plein",
            f"La lecture du fichier « {path.name} » demande {file_size(needed)} sur le disque "
            "de ce poste : rien n’a été modifié.",
            "Libérez de la place, puis recommencez.",
        )


def _copy(path: Path, copy: Path) -> None:
    try:
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
    except OSError as error:
        if not path.is_file():
            raise _missing(path) from error
        raise EcritureImpossible(
            "Copie impossible",
            f"Le fichier « {path.name} » n’a pas pu être copié sur ce poste : rien n’a été "
            "modifié.",
            "Vérifiez la place libre sur le disque et la clé, puis recommencez.",
        ) from error


def _missing(path: Path) -> FichierRefuse:
    return FichierRefuse(
        "Fichier introuvable",
        f"Le fichier « {path} » est introuvable ou illisible : rien n’a été modifié.",
        "Vérifiez que la clé est branchée, puis recommencez.",
    )


@contextmanager
def _alone(reception: Path, name: str) -> Iterator[None]:
    """Let one reading at a time work in an espace.

    Raises:
        UserError: the other one lasts.
    """
    with _busy_guard:
        lock = _busy.setdefault(reception.absolute(), threading.Lock())
    if not lock.acquire(timeout=WAIT_SECONDS):
        raise UserError(
            "Lecture en cours",
            f"Un autre fichier est en cours de lecture : « {name} » n’a pas été lu, rien n’a "
            "été modifié.",
            "Attendez la fin de la lecture en cours, puis recommencez.",
        )
    try:
        yield
    finally:
        lock.release()
