"""One writer per data folder: the window, or one command, never both at once.

The system holds the lock and lets it go when the process ends, however it ends. It is not Qt's
lock file, since a command does not load Qt.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.errors import EcritureImpossible, FichierRefuse

_PRIVATE = 0o600


class Verrou:
    """The lock of a data folder; its file stays, only the lock on it counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        """Keep the folder for this process until `release`; taken twice it is still one.

        Raises:
            FichierRefuse: another process works in it.
            EcritureImpossible: the folder cannot be written.
        """
        if self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, _PRIVATE)
        except OSError as error:
            raise EcritureImpossible(
                "Dossier protégé",
                f"Le dossier « {self._path.parent} » ne peut pas être écrit.",
                "Vérifiez la place libre et les droits de ce dossier, puis recommencez.",
            ) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise FichierRefuse(
                "Carnet déjà ouvert",
                "Ce carnet est déjà ouvert dans une fenêtre ou par une commande sur cet "
                "ordinateur : rien n’a été modifié.",
                "Fermez cette fenêtre ou attendez la fin de la commande, puis recommencez.",
            ) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Let the next one in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
