"""Technical log: a rotating file; never a name, an address or free text of a person."""

from __future__ import annotations

import logging
import os
import sys
from io import FileIO, TextIOWrapper
from pathlib import Path

from desktop.errors import EcritureImpossible

_SIZE = 500_000
_FILES = 3
_PRIVATE = 0o600


class _OneLine(logging.Formatter):
    """One event, one line: a forged line break in a message cannot make a second event."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\n    ")


class _Rotating(logging.FileHandler):
    """A file that gives way to a new one when it is full; the oldest goes.

    `logging.handlers` has one as well, and loads sockets and pickles with it: a fiftieth of
    the time to the first window.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8")
        self._path = path

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, _PRIVATE)
        return TextIOWrapper(FileIO(descriptor, "a"), encoding="utf-8", write_through=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one event, in a new file if this one is full."""
        try:
            if self.stream is not None and self.stream.tell() >= _SIZE:
                self._rotate()
        except OSError:
            self.handleError(record)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - of logging
        """Go on without the log when the disk refuses: the work itself will tell the agent."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def _rotate(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # the next event opens the new file
        for number in range(_FILES, 0, -1):
            older = self._numbered(number - 1)
            if older.exists():
                older.replace(self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path


def start(folder: Path) -> None:
    """Send the log of the application to a file of `folder`, readable by its owner only.

    Raises:
        EcritureImpossible: the folder is full, protected or gone.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _Rotating(folder / "carnet.log")
    except OSError as error:
        raise EcritureImpossible(
            "Dossier du carnet en lecture seule",
            f"Le journal technique ne peut pas être écrit dans « {folder} » : "
            "rien n’a été ouvert ni modifié.",
            "Vérifiez la place libre et les droits de ce dossier, puis recommencez.",
        ) from error
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    stop()
    root = logging.getLogger("desktop")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False


def stop() -> None:
    """Close the file."""
    root = logging.getLogger("desktop")
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.propagate = True
