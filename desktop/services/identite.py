"""Who this base is on this machine: any doubt gives it a new replica id, never old numbers.

A base and the profile of the machine share a random token; the profile also holds how far the
own chain was exported. A restored, copied or moved base betrays itself by one of the two. The
old chain stays as history, under a poste of the same name; the letter of the new incarnation
is followed by two signs of its own, so that no number written on paper is given twice.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from desktop.domain.ids import new_replica_id
from desktop.errors import EcritureImpossible
from desktop.services import profil
from desktop.services.contexte import EspaceOuvert
from desktop.services.profil import Profil
from desktop.storage import journal
from desktop.storage.queries.echange import digest_at
from desktop.storage.queries.equipe import letters
from desktop.storage.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

_SIGNS = "bcdfghjkmnpqrstvwxz"
"""Of the two signs after the letter: no vowel, so no word, and nothing to take for a digit."""


def settle(espace: EspaceOuvert) -> bool:
    """Check, at each opening, that this base is the one this machine knows.

    Returns:
        Whether it took a new replica id; the caller presents the poste again.
    """
    store = espace.store
    if store.jeton is None:
        _adopt(espace)
        return False
    known = profil.read(espace.dossiers, store.jeton)
    reason = _doubt(espace, known)
    if known is None or reason:
        renew(espace)
        logger.info("new identity of this poste: %s", reason)
        return True
    here = profil.place(store.path)
    if known.base != here:  # the folder was moved: nothing else lies where it was
        _try_write(espace, store.jeton, replace(known, base=here))
    return False


def renew(
    espace: EspaceOuvert,
    *,
    base: Path | None = None,
    carry: Callable[[UnitOfWork, str], None] | None = None,
) -> None:
    """Give this base a new replica id, letter and token; its own chain ends here.

    Args:
        espace: The open base.
        base: Where it will lie, if it is still being prepared beside that place.
        carry: Takes changes along under the new replica id, in the same transaction.
    """
    store = espace.store
    former = store.jeton
    with store.reading() as session:
        taken = letters(session)
    identity = replace(
        store.identity,
        replica=new_replica_id(),
        lettre=next_letter(store.identity.lettre, taken),
    )
    jeton = profil.new_token()
    written = _try_write(espace, jeton, Profil(profil.place(base or store.path)))
    if former is not None and carry is None:  # first: a stop now only means one more identity
        _close_former(espace, former)
    with store.writing("") as unit:
        if carry is not None:
            carry(unit, identity.replica)
        store.put_identity(unit.session, identity, jeton if written else None)
    store.read_identity()
    if former is not None and carry is not None:
        _close_former(espace, former)


def note_export(espace: EspaceOuvert) -> None:
    """Keep outside the base how far its own chain leaves this poste.

    Called before a file is written, so that a power cut cannot leave a file that the machine
    ignores, and again once it is good, for what was typed meanwhile.

    Raises:
        EcritureImpossible: the profile of this user cannot be written.
    """
    store = espace.store
    if store.jeton is None:
        _adopt(espace, needed=True)
    assert store.jeton is not None  # noqa: S101 - adopting sets it or raises
    with store.reading() as session:
        tip = journal.frontier(session.connection()).get(store.identity.replica)
    here = profil.place(store.path)
    known = profil.read(espace.dossiers, store.jeton) or Profil(here)
    if tip is not None:
        marks = {**known.marques, store.identity.replica: tip}
        profil.write(espace.dossiers, store.jeton, Profil(here, marks))


def next_letter(lettre: str, taken: Iterable[str]) -> str:
    """Return the letter of a poste with two signs that no other incarnation bears: Akd."""
    known = set(taken)
    while True:
        drawn = lettre[:1] + "".join(secrets.choice(_SIGNS) for _ in range(2))
        if drawn not in known:
            return drawn


def _doubt(espace: EspaceOuvert, known: Profil | None) -> str:
    """Return why this base cannot go on under its replica id; empty when all is well."""
    store = espace.store
    if known is None:
        return "the profile of this machine does not know its token"
    if not profil.is_of_this_machine(known):
        return "the folders of its user come from another machine"
    if profil.is_elsewhere(known.base, store.path):
        return "it is a copy of another base of this machine"
    mark = known.marques.get(store.identity.replica)
    if mark is None:
        return ""
    with store.reading() as session:
        held = digest_at(session.connection(), store.identity.replica, mark[0])
    if held is None:
        return "it is older than what was exported"
    return "" if held == mark[1] else "another base was exported under its name"


def _adopt(espace: EspaceOuvert, *, needed: bool = False) -> None:
    """Share a first token with this machine."""
    store = espace.store
    jeton = profil.new_token()
    here = Profil(profil.place(store.path))
    if needed:
        profil.write(espace.dossiers, jeton, here)
    elif not _try_write(espace, jeton, here):
        return
    store.take_identity(store.identity, jeton)


def _try_write(espace: EspaceOuvert, jeton: str, content: Profil) -> bool:
    """Write the profile; a machine that refuses it must not keep people from their work.

    The export will refuse instead: only a file that leaves the poste makes a fork possible.
    """
    try:
        profil.write(espace.dossiers, jeton, content)
    except EcritureImpossible:
        logger.info("the profile of this machine cannot be written")
        return False
    return True


def _close_former(espace: EspaceOuvert, jeton: str) -> None:
    """Forget the replaced token, unless it belongs to another base of this machine."""
    known = profil.read(espace.dossiers, jeton)
    if known is not None and not profil.is_elsewhere(known.base, espace.store.path):
        profil.forget(espace.dossiers, jeton)
