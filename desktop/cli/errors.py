"""What a command says when it ends badly: a French sentence, an exit code, never a trace.

The window starts through here as well: what only an error needs is imported when it comes.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import Final

from desktop.errors import UserError

logger = logging.getLogger(__name__)

EXIT_USER_ERROR: Final = 1
EXIT_USAGE: Final = 2
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130

_SHOWN_FRAMES = 30
_NBSP = "\u00a0"


def guarded(work: Callable[[], int | None], *, as_json: bool = False) -> int:
    """Run `work` and turn whatever it raises into an exit code and a sentence.

    With `CARNET_DEBUG` set, a bug keeps its Python trace.
    """
    try:
        code = work()
        if sys.stdout is not None:  # a packed program without console has none
            sys.stdout.flush()
    except UserError as error:
        say_error(error.title, error.message, error.remedy, as_json=as_json)
        return EXIT_USER_ERROR
    except (KeyboardInterrupt, EOFError):
        say_error(
            "Opération interrompue",
            f"Interrompu à votre demande{_NBSP}: ce qui était terminé est gardé.",
            "Relancez la commande pour reprendre.",
            as_json=as_json,
        )
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        say_error("", "La lecture du résultat s’est arrêtée avant la fin.", "")
        return EXIT_INTERRUPTED
    except Exception as error:
        if os.environ.get("CARNET_DEBUG"):
            raise
        logger.error("bug: %s", describe(error))  # noqa: TRY400 - a trace with its messages may hold names
        say_error(
            "Un imprévu est survenu",
            f"Un imprévu est survenu{_NBSP}: ce qui était enregistré avant est gardé.",
            _where_to_look(),
            as_json=as_json,
        )
        return EXIT_BUG
    return code or 0


def say_error(title: str, message: str, remedy: str, *, as_json: bool = False) -> None:
    """Write the sentences on standard error, and the JSON object on standard output."""
    print(f"{message} {remedy}".strip(), file=sys.stderr)  # noqa: T201 - a command speaks here
    if as_json:
        import json

        found = {"title": title, "message": message, "remedy": remedy}
        print(json.dumps(found, ensure_ascii=False, indent=2), flush=True)  # noqa: T201 - same


def describe(error: BaseException) -> str:
    """Return types, files and lines of an exception and its causes.

    Messages and values are left out: they may hold what an agent typed.
    """
    import errno
    import traceback

    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        frames = traceback.extract_tb(cause.__traceback__)[-_SHOWN_FRAMES:]
        lines = [f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames]  # noqa: PTH119 - no path is opened
        number = cause.errno if isinstance(cause, OSError) else None
        code = f" ({errno.errorcode.get(number, number)})" if number else ""
        parts.append(f"{type(cause).__qualname__}{code} < " + " < ".join(reversed(lines)))
        cause = cause.__cause__ or cause.__context__
    return " | caused by ".join(parts)


def _where_to_look() -> str:
    if logging.getLogger("desktop").handlers:
        from desktop.formats import typo

        return typo("Le détail technique est dans le dossier « journaux » du carnet : signalez-le.")
    return "Relancez avec la variable CARNET_DEBUG=1 pour avoir le détail technique."


def _forget_stdout() -> None:
    """Let the interpreter flush into nothing when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
