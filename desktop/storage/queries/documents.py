"""Reads of what documents show beside the constats: stops and photos."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.carte import ArretCarte
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.domain.records import PhotoRecord
from desktop.models.marche import Marche
from desktop.models.photo import Photo
from desktop.storage.journal import chunks
from desktop.storage.queries import cartes, diagnostics
from desktop.storage.queries.commun import photo_records


def earlier(
    session: Session, marche: MarcheRecord, numero: str
) -> tuple[MarcheRecord, list[str]] | None:
    """Return the marche of a number in the quartier of another one, with its constats' ids."""
    row = session.scalar(
        select(Marche.id)
        .where(
            ~Marche.supprime,
            Marche.numero == numero,
            Marche.quartier_id == marche.draft.quartier_id,
        )
        .limit(1)
    )
    found = diagnostics.marches(session, [row]) if row and numero else []
    return (found[0], diagnostics.constat_ids(session, marche_id=row)) if found else None


def placed_stops(session: Session, marche_ids: Collection[str], rayon_m: int) -> list[ArretCarte]:
    """Return the stops that have a position of the parcours of marches, each once, in order.

    `rayon_m` is the reach of a stop that bears none.
    """
    followed = {
        row
        for marche in marche_ids
        if (row := cartes.parcours_of(session, marche_id=marche)) is not None
    }
    return [stop for row in sorted(followed) for stop in cartes.arrets(session, row, rayon_m)]


def photos_of(session: Session, constat_ids: Sequence[str]) -> list[PhotoRecord]:
    """Return the photos of constats, in the order of the constats then of the shots."""
    found: dict[str, list[Photo]] = {}
    for batch in chunks(constat_ids):
        rows = session.scalars(
            select(Photo)
            .where(~Photo.supprime, Photo.constat_id.in_(batch))
            .order_by(Photo.prise_le, Photo.ordre, Photo.id)
        )
        for row in rows:
            found.setdefault(row.constat_id or "", []).append(row)
    return photo_records(session, (row for one in constat_ids for row in found.get(one, ())))
