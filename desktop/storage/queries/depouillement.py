"""Reads and writes of the dépouillement: the photos of one marche, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.codes import RolePhoto
from desktop.domain.diagnostics.groupes import ArretPlace
from desktop.domain.geo import Position
from desktop.domain.records import PhotoRecord
from desktop.models.constat import Constat
from desktop.models.marche import Arret, Marche
from desktop.models.photo import Photo
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import photo_records


def photos_of_marche(
    session: Session, marche_id: str, among: Collection[str] | None = None
) -> list[PhotoRecord]:
    """Return the visible photos of a marche, all of them or those `among` some ids."""
    statement = select(Photo).where(~Photo.supprime, Photo.marche_id == marche_id)
    if among is None:
        return photo_records(session, session.scalars(statement))
    rows = [
        row
        for batch in chunks(among)
        for row in session.scalars(statement.where(Photo.id.in_(batch)))
    ]
    return photo_records(session, rows)


def constats_of_marche(
    session: Session, marche_id: str, among: Collection[str] | None = None
) -> list[str]:
    """Return the ids of the visible constats of a marche, all or those `among` some ids."""
    statement = select(Constat.id).where(~Constat.supprime, Constat.marche_id == marche_id)
    if among is None:
        return list(session.scalars(statement))
    return [
        row
        for batch in chunks(among)
        for row in session.scalars(statement.where(Constat.id.in_(batch)))
    ]


def arrets_of_marche(session: Session, marche_id: str) -> list[ArretPlace]:
    """Return the stops of the parcours of a marche, in its order."""
    rows = session.scalars(
        select(Arret)
        .join(Marche, Marche.parcours_id == Arret.parcours_id)
        .where(Marche.id == marche_id, ~Arret.supprime)
        .order_by(Arret.ordre, Arret.nom)
    )
    return [
        ArretPlace(
            id=row.id,
            ordre=row.ordre,
            nom=row.nom or "",
            position=(
                Position(row.lat_e7, row.lon_e7)
                if row.lat_e7 is not None and row.lon_e7 is not None
                else None
            ),
            rayon_m=row.rayon_m,
        )
        for row in rows
    ]


def roles_held(session: Session, constat_id: str, but: Sequence[str]) -> set[RolePhoto | None]:
    """Return the roles of the photos of a constat, except those of some photos."""
    rows = session.execute(
        select(Photo.id, Photo.role).where(~Photo.supprime, Photo.constat_id == constat_id)
    )
    return {role for row, role in rows if row not in set(but)}
