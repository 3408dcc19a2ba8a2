"""Reads and writes of the exchange: lots, colleagues, pictures held and awaited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desktop.domain.changes import Kind
from desktop.domain.espaces import Espace
from desktop.models import ENTITIES
from desktop.models.journal import Changement, Lot, Pair
from desktop.models.local import Blob
from desktop.models.photo import Photo
from desktop.storage.journal import chunks

ENVOI = "envoi"
RECEPTION = "reception"
INVITATION = "invitation"


def referenced_blobs(session: Session, espace: Espace) -> set[str]:
    """Return every picture a photo row names, hidden rows included."""
    if espace is not Espace.TERRAIN:
        return set()
    return {digest for digest in session.scalars(select(Photo.blob).distinct()) if digest}


def held_blobs(session: Session) -> set[str]:
    """Return the pictures whose bytes are here."""
    return set(session.scalars(select(Blob.sha256).where(Blob.presente.is_(True))))


def note_blobs(session: Session, sizes: Mapping[str, int]) -> None:
    """Write that the bytes of pictures are here."""
    for sha256, size in sizes.items():
        session.merge(Blob(sha256=sha256, taille=size, presente=True))


def commitments(session: Session, replica: str, numbers: Iterable[int]) -> dict[int, bytes]:
    """Return the running hashes of a replica at some of its changes."""
    found: dict[int, bytes] = {}
    for batch in chunks(str(number) for number in numbers):
        rows = session.execute(
            select(Changement.n, Changement.empreinte).where(
                Changement.replica == replica, Changement.n.in_([int(n) for n in batch])
            )
        )
        found.update((n, digest) for n, digest in rows)
    return found


def digest_at(connection: Connection, replica: str, n: int) -> bytes | None:
    """Return the running hash of a replica at one of its changes, None if it is not held."""
    found: bytes | None = connection.execute(
        select(Changement.empreinte).where(Changement.replica == replica, Changement.n == n)
    ).scalar()
    return found


def shown_rows(connection: Connection, names: Iterable[str]) -> int:
    """Return the number of visible rows of some entities."""
    return sum(
        connection.execute(
            select(func.count()).where(ENTITIES[name].supprime.is_(False))
        ).scalar_one()
        for name in names
    )


def purged_roots(connection: Connection, roots: Iterable[str]) -> set[str]:
    """Return those of the roots that a purge names."""
    found: set[str] = set()
    for batch in chunks(roots):
        found.update(
            connection.execute(
                select(Changement.racine)
                .where(Changement.racine.in_(batch), Changement.sorte == Kind.PURGE)
                .distinct()
            ).scalars()
        )
    return found


def note_lot(session: Session, lot: Lot) -> None:
    """Keep one line of the list of exchanges."""
    session.merge(lot)


def note_pair(
    session: Session,
    *,
    replica: str,
    libelle: str,
    recu_ms: int,
    frontiere: Mapping[str, int],
    voulus: Iterable[str],
) -> None:
    """Keep what a colleague's own file proves that the poste holds and awaits."""
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
