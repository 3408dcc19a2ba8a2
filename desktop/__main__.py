"""Window or command; imports Qt only for the window, click only for a command."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_PRIVATE_UMASK = 0o077


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or run the command that is named; return the exit code."""
    if getattr(sys, "frozen", False):  # a packed program starts its own workers
        import multiprocessing

        multiprocessing.freeze_support()
    _harden()
    arguments = list(sys.argv[1:] if argv is None else argv)
    wants_window, donnees = _window_arguments(arguments)
    if wants_window:
        from desktop.cli.errors import guarded

        return guarded(lambda: _open_window(donnees))
    from desktop.cli.main import run
    from desktop.cli.session import Screens

    return run(arguments, screens=Screens(_capture, _checks))


def _window_arguments(arguments: Sequence[str]) -> tuple[bool, Path | None]:
    """Say whether only the window is asked for, and on which data folder."""
    match arguments:
        case []:
            return True, None
        case ["--donnees", folder] if folder and not folder.startswith("-"):
            return True, Path(folder).expanduser()
        case [word] if word.startswith("--donnees=") and word != "--donnees=":
            return True, Path(word.removeprefix("--donnees=")).expanduser()
    return False, None


def _open_window(donnees: Path | None) -> int:
    from desktop.bootstrap import Carnet
    from desktop.errors import UserError
    from desktop.ui.app import run

    try:
        return run(Carnet(donnees))
    except UserError as error:
        from desktop.ui.app import tell

        tell(error)
        raise


def _capture(carnet: Carnet, path: Path) -> None:
    from desktop.errors import EcritureImpossible
    from desktop.ui.app import capture

    try:
        capture(carnet, path)
    except OSError as error:
        raise EcritureImpossible(
            "Écriture impossible",
            f"L’image « {path} » ne peut pas être écrite ; les données et le rapport sont faits.",
            "Choisissez un autre dossier avec --capture.",
        ) from error


def _checks(carnet: Carnet) -> Iterator[str]:
    from desktop.ui.selftest import steps

    return steps(carnet)


def _harden() -> None:
    """Keep what this process writes to its owner, and its memory out of crash files."""
    os.umask(_PRIVATE_UMASK)
    if sys.platform == "win32":
        import msvcrt

        # a card reader without card answers at once, instead of asking the agent for a disk
        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS)
    try:
        import resource
    except ImportError:  # Windows has neither these limits nor core files
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger().addHandler(logging.NullHandler())  # before the log file, say nothing
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None in a packed program without console
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
