"""Documents and files that the agent asked for: whole, or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from desktop.errors import EcritureImpossible
from desktop.paths import clear_away, put_in_place, sync_folder


def drawn(render: Callable[..., None], *records: object, **more: Any) -> bytes:
    """Return the PDF that a drawing of `reports` writes to its `out` for these records."""
    out = _Pieces()
    render(*records, out=out, **more)
    return b"".join(out.pieces)


class _Pieces:
    """Keeps what is written as it is given: reportlab hands a whole PDF over, photos included.

    A BytesIO would copy it once more while all that it was made of is still in memory.
    """

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(data)
        return len(data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its final name, sync it, then put it in place; mode 0600.

    Raises:
        EcritureImpossible: the disk refuses; nothing is left behind and the file that was
            there before is intact.
    """
    with writing_whole(path) as file:
        file.write(data)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be put in place once its block has ended well; mode 0600.

    Whatever the block raises, nothing is left behind and the file that was there before is
    intact.

    Raises:
        EcritureImpossible: the disk refuses.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(part, path)
        with suppress(OSError):  # a stick may refuse it: the file is whole whatever it answers
            sync_folder(path.parent)
    except OSError as error:
        clear_away(part)
        raise _refusal(path, error) from error
    except BaseException:
        clear_away(part)
        raise


def _refusal(path: Path, error: OSError) -> EcritureImpossible:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return EcritureImpossible(
            "Disque plein",
            f"Il n’y a plus assez de place dans « {path.parent} » : aucun fichier n’a été laissé.",
            "Libérez de la place ou choisissez un autre dossier, puis recommencez.",
        )
    return EcritureImpossible(
        "Écriture impossible",
        f"Le fichier « {path} » ne peut pas être écrit.",
        "Vérifiez que le support est branché, que le fichier n’est pas ouvert ailleurs et que "
        "vous avez le droit d’écrire dans ce dossier.",
    )
