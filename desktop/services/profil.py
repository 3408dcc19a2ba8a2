"""What this machine remembers of a base, outside the data folder that people copy."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import paths
from desktop.paths import Dossiers, private_dir
from desktop.services.fichiers import write_whole

_VERSION = 1
_TOKEN = re.compile(r"[0-9a-f]{32}")


def _fingerprint() -> str:
    """Return a mark of this machine that names it to nobody else; empty when unknown."""
    named = paths.machine_id()
    return hashlib.sha256(f"carnet-de-quartier:{named}".encode()).hexdigest() if named else ""


@dataclass(frozen=True, slots=True)
class Profil:
    """The place of a base on this machine, and how far its own chains were exported.

    `marques` is {replica: (last n exported, running hash there)}. There are no names, no keys
    and nothing of a record in it.
    """

    base: str
    marques: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    machine: str = field(default_factory=_fingerprint)


def is_of_this_machine(profil: Profil) -> bool:
    """Say whether a profile was written here, and did not come along with a user's folders."""
    here = _fingerprint()
    return not (here and profil.machine) or here == profil.machine


def new_token() -> str:
    """Return the random token that a base and this machine share."""
    return secrets.token_hex(16)


def read(dossiers: Dossiers, jeton: str) -> Profil | None:
    """Return what this machine knows of the base that bears a token; None: nothing sure."""
    if not _TOKEN.fullmatch(jeton):
        return None
    try:
        found: Any = json.loads(dossiers.profil(jeton).read_bytes())
        return Profil(
            str(found["base"]),
            {
                str(replica): (int(n), bytes.fromhex(digest))
                for replica, (n, digest) in found["marques"].items()
            },
            str(found["machine"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # lost, cut or foreign: the base takes a new identity


def write(dossiers: Dossiers, jeton: str, profil: Profil) -> None:
    """Keep it, for this user only, complete or not at all.

    Raises:
        EcritureImpossible: the profile of this user cannot be written.
    """
    path = dossiers.profil(jeton)
    private_dir(path.parent)
    content = {
        "version": _VERSION,
        "base": profil.base,
        "machine": profil.machine,
        "marques": {
            replica: [n, digest.hex()] for replica, (n, digest) in sorted(profil.marques.items())
        },
    }
    write_whole(path, json.dumps(content, indent=1).encode())


def forget(dossiers: Dossiers, jeton: str) -> None:
    """Let no base open again under a token that was replaced."""
    dossiers.profil(jeton).unlink(missing_ok=True)


def place(base: Path) -> str:
    """Return the name by which a base is known on this machine."""
    return str(base.resolve())


def is_elsewhere(known: str, base: Path) -> bool:
    """Say whether another base lies where this one was last seen: one of them is a copy."""
    other = Path(known)
    try:
        return known != place(base) and other.exists() and not other.samefile(base)
    except OSError:
        return False  # an unplugged medium is no second base
