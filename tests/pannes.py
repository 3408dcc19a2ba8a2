"""Keeps where the process stood when it died: xdist hides what its workers say last.

Each process of a run writes into a file of its own below build/pannes, which stays empty unless
the interpreter ends on a signal; the run prints what it finds there.
"""

from __future__ import annotations

import faulthandler
import os
import tempfile
from pathlib import Path
from typing import TextIO

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "build" / "pannes"
PLACE = "PANNES_SOUS"
"""Environment variable that names another folder than `FOLDER`."""

_RUN = "PANNES_DE_CE_PASSAGE"
"""Environment variable by which the workers of a run know its folder."""


class _Kept:
    """What the handler of signals writes into: closed by nobody, or it would write elsewhere."""

    file: TextIO | None = None


@pytest.hookimpl(trylast=True)  # after pytest's own, which writes where nobody reads
def pytest_configure(config: pytest.Config) -> None:
    """Give this process its file."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        place = Path(os.environ.get(PLACE, FOLDER))
        place.mkdir(parents=True, exist_ok=True)
        os.environ[_RUN] = tempfile.mkdtemp(dir=place)
    _Kept.file = Path(os.environ[_RUN], f"{worker or 'seul'}.txt").open(  # noqa: SIM115 - for the handler of signals, to the end
        "w", encoding="utf-8"
    )
    faulthandler.enable(_Kept.file)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the processes that died have left; forget the others."""
    folder = Path(os.environ[_RUN])
    for path in sorted(folder.iterdir()):
        trace = path.read_text("utf-8", errors="replace")
        if trace:
            terminalreporter.section(f"panne du processus {path.stem}", sep="-")
            terminalreporter.write_line(trace)


def pytest_unconfigure() -> None:
    """Take away a file that holds nothing, and the folder with its last file."""
    if _Kept.file is None:
        return
    faulthandler.disable()
    _Kept.file.close()
    folder = Path(_Kept.file.name).parent
    # a worker that is stopped because it ends too slowly leaves an empty file behind
    last = not os.environ.get("PYTEST_XDIST_WORKER")
    for path in folder.iterdir() if last else [Path(_Kept.file.name)]:
        if path.exists() and not path.stat().st_size:
            path.unlink(missing_ok=True)
    if last and not any(folder.iterdir()):
        folder.rmdir()
