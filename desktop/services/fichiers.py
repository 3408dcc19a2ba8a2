"""Files that the agent asked for: written completely or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from desktop.errors import EcritureImpossible
from desktop.paths import sync_folder


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its final name, sync it, then put it in place; mode 0600.

    Raises:
        EcritureImpossible: the disk refuses; nothing is left behind and the file that was
            there before is intact.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        with suppress(OSError):  # a stick may refuse it: the file is whole whatever it answers
            sync_folder(path.parent)
    except OSError as error:
        _forget(part)
        raise _refusal(path, error) from error


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone: there is nothing left to remove


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
