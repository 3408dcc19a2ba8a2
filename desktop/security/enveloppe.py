"""One slot of the trousseau: made, opened, rewrapped, given an espace."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop.domain.espaces import Espace
from desktop.security import age, refus
from desktop.security.cles import ClesEspace
from desktop.security.phrases import normalise
from desktop.security.sceau import Sceau
from desktop.security.trousseau_fichier import SALT, Argon2Cost, Slot

_KEY = 32


def new_slot(
    slot_id: str, nom: str, phrase: str, cles: Iterable[ClesEspace], cost: Argon2Cost
) -> Slot:
    """Draw an identity, wrap it under the passphrase and encrypt the keys for it."""
    identite, destinataire = age.new_identity()
    empty = Slot(slot_id, nom, cost, sel=b"", identite=b"", destinataire=destinataire)
    return with_access(rewrapped(empty, identite, phrase, cost), cles)


def rewrapped(slot: Slot, identite: str, phrase: str, cost: Argon2Cost) -> Slot:
    """Return the slot with its identity under another passphrase and a new salt."""
    sel = secrets.token_bytes(SALT)
    sealed = _sceau(phrase, sel, cost).seal(identite.encode("ascii"), _context(slot))
    return replace(slot, cost=cost, sel=sel, identite=bytes(sealed))


def with_access(slot: Slot, cles: Iterable[ClesEspace]) -> Slot:
    """Return the slot with these keys too; its owner's passphrase is not needed.

    Raises:
        FichierRefuse: the slot's public part is damaged.
    """
    try:
        added = {
            one.espace: bytes(age.seal_for((one.encode(),), slot.destinataire)) for one in cles
        }
    except ValueError as error:
        raise refus.trousseau_abime() from error
    return replace(slot, acces={**slot.acces, **added})


def unwrap(slot: Slot, phrase: str) -> str:
    """Return the age identity of the slot: the costly step.

    Raises:
        ValueError: the passphrase is another.
    """
    sealed = _sceau(phrase, slot.sel, slot.cost).open(slot.identite, _context(slot))
    return sealed.decode("ascii")


def open_access(slot: Slot, identite: str) -> Mapping[Espace, ClesEspace]:
    """Return the keys the slot may have.

    Raises:
        FichierRefuse: they are damaged, or were put there for another slot or espace.
    """
    try:
        found = {
            espace: ClesEspace.decode(bytes(age.open_with(sealed, identite)))
            for espace, sealed in slot.acces.items()
        }
    except ValueError as error:
        raise refus.trousseau_abime() from error
    misplaced = any(cles.espace is not espace for espace, cles in found.items())
    if misplaced or age.recipient_of(identite) != slot.destinataire:
        raise refus.trousseau_abime()
    return MappingProxyType(found)


def _context(slot: Slot) -> bytes:
    return f"carnet/trousseau/1/{slot.slot_id}".encode()


def _sceau(phrase: str, sel: bytes, cost: Argon2Cost) -> Sceau:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=sel,
        length=_KEY,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return Sceau(derivation.derive(normalise(phrase)))
