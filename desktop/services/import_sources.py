"""The files that an import reads, on a medium that may change or go meanwhile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from desktop.domain.codes import IssueImport
from desktop.domain.diagnostics.import_photos import LigneImport


def is_settled(line: LigneImport, path: Path) -> bool:
    """Say whether a file was dealt with in an earlier run and has not changed since."""
    done = line.issue in {IssueImport.IMPORTEE, IssueImport.DOUBLON, IssueImport.TRACE}
    return done and bool(line.etat_fichier) and line.etat_fichier == state_of(path)


def state_of(path: Path) -> str:
    """Return « size:mtime » of a file, empty when the file does not answer."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}"


def changed_on(path: Path) -> date | None:
    """Return the local day on which a file was last changed; None when it does not answer."""
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime).date()  # noqa: DTZ006 - the agent's calendar
    except (OSError, ValueError, OverflowError):
        return None


def root_of(source: Path) -> Path:
    """Return the folder whose going means that the medium is gone."""
    return source if os.path.isdir(source) else source.parent  # noqa: PTH112 - never raises


def answers(root: Path) -> bool:
    """Say whether a folder can be listed."""
    try:
        with os.scandir(root) as entries:
            next(entries, None)
    except (OSError, ValueError):
        return False
    return True


def is_gone(roots: Sequence[Path]) -> bool:
    """Say whether a medium that answered when the import began does no more."""
    return any(not answers(root) for root in roots)
