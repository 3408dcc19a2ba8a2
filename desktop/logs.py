"""Technical log: a rotating file; never a name, an address or free text of a person."""

from __future__ import annotations

import logging
import os
from pathlib import Path

_SIZE = 500_000
_FILES = 3


class _OneLine(logging.Formatter):
    """One event, one line: a forged line break in a message cannot make a second event."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\n    ")


def start(folder: Path) -> None:
    """Send the log of the application to a file of `folder`, readable by its owner only."""
    from logging.handlers import RotatingFileHandler  # a tenth of the time to the first window

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "carnet.log"
    os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
    handler = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8")
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("desktop")
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
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
