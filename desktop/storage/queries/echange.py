"""Reads and writes of the exchange: lots, colleagues, pictures held and awaited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desktop.domain.espaces import Espace
from desktop.models import ENTITIES
from desktop.models.equipe import Poste
from desktop.models.journal import Changement, Lot, Pair
from desktop.models.local import Blob, CleEquipeLigne, Identite
from desktop.models.photo import Photo

ENVOI = "envoi"
RECEPTION = "reception"
INVITATION = "invitation"

REFUSED = -1
"""Size kept for a picture that could not be taken."""


def referenced_blobs(session: Session, espace: Espace) -> set[str]:
    """Return every picture a photo row names, hidden rows included."""
    if espace is not Espace.TERRAIN:
        return set()
    return {digest for digest in session.scalars(select(Photo.blob).distinct()) if digest}


def held_blobs(session: Session) -> set[str]:
    """Return the pictures whose bytes are here."""
    return set(session.scalars(select(Blob.sha256).where(Blob.presente.is_(True))))


def refused_blobs(connection: Connection) -> set[str]:
    """Return the pictures that came once and could not be taken: spoilt, or too large."""
    return set(connection.execute(select(Blob.sha256).where(Blob.taille == REFUSED)).scalars())


def note_refused(session: Session, sha256s: Iterable[str]) -> None:
    """Write that pictures came and could not be taken, so that they are not tried again."""
    for sha256 in sha256s:
        session.merge(Blob(sha256=sha256, taille=REFUSED, presente=False))


def note_blobs(session: Session, sizes: Mapping[str, int]) -> None:
    """Write that the bytes of pictures are here."""
    for sha256, size in sizes.items():
        session.merge(Blob(sha256=sha256, taille=size, presente=True))


def digest_at(connection: Connection, replica: str, n: int) -> bytes | None:
    """Return the running hash of a replica at one of its changes, None if it is not held."""
    found: bytes | None = connection.execute(
        select(Changement.empreinte).where(Changement.replica == replica, Changement.n == n)
    ).scalar()
    return found


def own_replica(connection: Connection) -> str:
    """Return the replica id under which this base writes."""
    return connection.execute(select(Identite.replica)).scalar_one()


def digests(connection: Connection, replica: str) -> dict[int, bytes]:
    """Return the running hash at each change of a replica."""
    rows = connection.execute(
        select(Changement.n, Changement.empreinte).where(Changement.replica == replica)
    )
    return {row.n: row.empreinte for row in rows}


def shown_rows(connection: Connection, names: Iterable[str]) -> int:
    """Return the number of visible rows of some entities."""
    return sum(shown_by_entity(connection, names).values())


def shown_by_entity(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the number of visible rows of each of some entities."""
    return {
        name: connection.execute(
            select(func.count()).where(ENTITIES[name].supprime.is_(False))
        ).scalar_one()
        for name in names
    }


def count_changes(connection: Connection) -> int:
    """Return the number of changes of the log."""
    return connection.execute(select(func.count()).select_from(Changement)).scalar_one()


def postes(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return the (letter, label) of each replica that presented itself."""
    rows = connection.execute(
        select(Poste.replica, Poste.lettre, Poste.libelle).where(Poste.supprime.is_(False))
    )
    return {replica: (lettre or "", label or "") for replica, lettre, label in rows if replica}


def replaced_generations(connection: Connection) -> dict[int, int]:
    """Return when generations of the team key were replaced on account of a loss."""
    rows = connection.execute(
        select(CleEquipeLigne.generation, CleEquipeLigne.remplacee_ms).where(
            CleEquipeLigne.remplacee_ms.is_not(None)
        )
    )
    return {generation: ms for generation, ms in rows if ms is not None}


def note_lot(session: Session, lot: Lot, *, keep_known: bool = False) -> None:
    """Keep one line of the list of exchanges; a reading taken back and done again stands.

    `keep_known` leaves a line that is there: a file read again without effect changes nothing.
    """
    lot.retire_ms = None
    if not keep_known or session.get(Lot, lot.id) is None:
        session.merge(lot)


def keep_bilan(session: Session, lot: str, bilan: str) -> None:
    """Keep the report of an import with its lot."""
    found = session.get(Lot, lot)
    if found is not None:
        found.bilan = bilan


def bilan_of(session: Session, lot: str) -> str | None:
    """Return the report kept of an import."""
    return session.scalar(select(Lot.bilan).where(Lot.id == lot))


def note_pair(
    session: Session,
    *,
    replica: str,
    libelle: str,
    recu_ms: int,
    frontiere: Mapping[str, int],
    voulus: Iterable[str],
) -> None:
    """Keep what a colleague's own file proves that the poste holds and awaits.

    A file read after a later one proves nothing any more. Its author's own chain tells: it alone
    never goes back, while a reading that was withdrawn takes the others back.
    """
    known = session.get(Pair, replica)
    if known is not None and json.loads(known.frontiere).get(replica, 0) > frontiere.get(
        replica, 0
    ):
        return
    session.merge(
        Pair(
            replica=replica,
            libelle=libelle,
            recu_ms=recu_ms,
            frontiere=json.dumps(dict(frontiere)),
            voulus=json.dumps(sorted(voulus)),
        )
    )


def lots(session: Session, limit: int = 50) -> list[Lot]:
    """Return the exchanges, the latest first."""
    return list(
        session.scalars(
            select(Lot).where(Lot.sens != INVITATION).order_by(Lot.ms.desc()).limit(limit)
        )
    )


def invited_letters(session: Session) -> set[str]:
    """Return the letters given by invitations of this poste."""
    return set(session.scalars(select(Lot.poste).where(Lot.sens == INVITATION)))
