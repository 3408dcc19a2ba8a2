"""The file `trousseau.json`: its shape, read with care and written whole or not at all.

A checksum over the content tells a damaged file from a wrong passphrase. It guards against
accidents only: what must not be forged is sealed inside the slots.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible
from desktop.formats import typo
from desktop.paths import put_in_place, sync_folder
from desktop.security import refus

VERSION = 1
SALT = 16

_FORMAT = "carnet-trousseau"
_START = f'{{\n "format": "{_FORMAT}"'.encode("ascii")
_MAX_BYTES = 4 * 2**20
_MAX_MEMORY_KIB = 2**20
_MAX_ITERATIONS = 64
_MAX_LANES = 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one try at a passphrase costs, stored with each slot."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        """Refuse what Argon2 cannot do, and what would stop the machine."""
        if not (
            1 <= self.lanes <= _MAX_LANES
            and 1 <= self.iterations <= _MAX_ITERATIONS
            and 8 * self.lanes <= self.memory_kib <= _MAX_MEMORY_KIB
        ):
            raise ValueError("Argon2 cost out of bounds")


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in: a person's passphrase, or the recovery code.

    `identite` is the slot's age identity sealed under Argon2id(passphrase); `acces` holds the
    keys of each espace, encrypted for `destinataire`, so that whoever has them can grant them.
    """

    slot_id: str
    nom: str
    cost: Argon2Cost
    sel: bytes
    identite: bytes
    destinataire: str
    acces: Mapping[Espace, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contenu:
    """All the slots of one poste."""

    personnes: tuple[Slot, ...]
    secours: Slot


def read(path: Path) -> Contenu:
    """Read the file without ever touching it.

    Raises:
        FichierRefuse: absent, unreadable, empty, foreign, cut, damaged or too recent; each
            has its own sentence.
    """
    data = _bytes_of(path)
    if not data:
        raise refus.trousseau_vide()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        if data.startswith(_START) or _START.startswith(data):
            complete = data.rstrip().endswith(b"\n}")  # inner objects end further right
            raise (refus.trousseau_abime() if complete else refus.trousseau_tronque()) from error
        raise refus.trousseau_etranger() from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise refus.trousseau_etranger()
    version = found.get("version")
    if isinstance(version, int) and version > VERSION:
        raise refus.trousseau_trop_recent()
    if version != VERSION or found.pop("controle", None) != _checksum(found):
        raise refus.trousseau_abime()
    try:
        return Contenu(tuple(_slot(slot) for slot in found["personnes"]), _slot(found["secours"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refus.trousseau_abime() from error


def write(path: Path, contenu: Contenu) -> None:
    """Put the new file in place of the old one, readable by its owner only.

    Raises:
        EcritureImpossible: the disk refuses; the old file is still there, whole.
    """
    found: dict[str, Any] = {
        "format": _FORMAT,
        "version": VERSION,
        "personnes": [_fields(slot) for slot in contenu.personnes],
        "secours": _fields(contenu.secours),
    }
    found["controle"] = _checksum(found)
    data = json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8")
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            part.unlink(missing_ok=True)
            _write_private(part, data)
            put_in_place(part, path)
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EcritureImpossible(
            "Trousseau non enregistré",
            "Le fichier des accès (trousseau.json) n’a pas pu être écrit.",
            typo(
                "L’ancien fichier est intact. Libérez de la place ou vérifiez les droits"
                " d’écriture du dossier de données, puis recommencez."
            ),
        ) from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise refus.trousseau_absent() from error
    except OSError as error:
        raise refus.trousseau_illisible() from error
    if len(data) > _MAX_BYTES:
        raise refus.trousseau_etranger()
    return data


def _write_private(part: Path, data: bytes) -> None:
    # The mode is given at creation: the file is never readable by others, even for a moment.
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checksum(found: Mapping[str, Any]) -> str:
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _fields(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.slot_id,
        "nom": slot.nom,
        "argon2id": {
            "memoire_kio": slot.cost.memory_kib,
            "iterations": slot.cost.iterations,
            "voies": slot.cost.lanes,
            "sel": _text(slot.sel),
        },
        "identite": _text(slot.identite),
        "destinataire": slot.destinataire,
        "acces": {espace.value: _text(sealed) for espace, sealed in slot.acces.items()},
    }


def _slot(found: Mapping[str, Any]) -> Slot:
    argon2 = found["argon2id"]
    sel = _raw(argon2["sel"])
    if len(sel) != SALT:
        raise ValueError("salt of another length")
    return Slot(
        slot_id=str(found["id"]),
        nom=str(found["nom"]),
        cost=Argon2Cost(argon2["memoire_kio"], argon2["iterations"], argon2["voies"]),
        sel=sel,
        identite=_raw(found["identite"]),
        destinataire=str(found["destinataire"]),
        acces={Espace(name): _raw(sealed) for name, sealed in found["acces"].items()},
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
