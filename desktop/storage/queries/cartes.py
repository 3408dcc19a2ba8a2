"""Reads of the maps: quartiers with their contours, stops, tracks, photos and constats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.domain.carte import ArretCarte, ArretListe, PhotoCarte
from desktop.domain.codes import EtatConstat, PositionQpv
from desktop.domain.geo import Position
from desktop.models.constat import Constat
from desktop.models.marche import Arret, Marche, Parcours, Trace
from desktop.models.photo import Photo
from desktop.models.quartier import Quartier
from desktop.storage.journal import chunks

Reading: TypeAlias = Session
"""What a service hands from one read to the next."""


@dataclass(frozen=True, slots=True)
class QuartierLu:
    """A quartier as maps need it; `contour` is GeoJSON or None, `tolerance_m` may be None."""

    id: str
    nom: str
    code_qpv: str | None
    contour: str | None
    tolerance_m: int | None


@dataclass(frozen=True, slots=True)
class ConstatLu:
    """A constat as maps need it."""

    id: str
    numero: str
    etat: EtatConstat
    theme: str | None
    titre: str
    lieu: str
    texte: str
    marche_id: str | None
    quartier_id: str | None
    place: Position | None
    qpv_force: PositionQpv | None


def quartiers(session: Session) -> list[QuartierLu]:
    """Return the quartiers in display order."""
    rows = session.execute(
        select(
            *(Quartier.id, Quartier.nom, Quartier.code_qpv, Quartier.contour, Quartier.tolerance_m)
        )
        .where(~Quartier.supprime)
        .order_by(Quartier.ordre, Quartier.nom)
    )
    return [QuartierLu(row, nom or "", code, text, far) for row, nom, code, text, far in rows]


def parcours_of(
    session: Session, *, marche_id: str | None = None, quartier_id: str | None = None
) -> str | None:
    """Return the parcours of a marche, or the active one of a quartier; None: there is none."""
    if marche_id is not None:
        chosen = session.scalar(select(Marche.parcours_id).where(Marche.id == marche_id))
        return chosen if chosen and _is_there(session, chosen) else None
    return session.scalar(
        select(Parcours.id)
        .where(~Parcours.supprime, Parcours.quartier_id == quartier_id)
        .order_by(Parcours.actif.is_not(True), Parcours.nom, Parcours.id)
        .limit(1)
    )


def arrets(session: Session, parcours_id: str | None, rayon_m: int) -> list[ArretCarte]:
    """Return the stops of a parcours that have a position, in its order.

    Args:
        session: The base.
        parcours_id: None: no stop.
        rayon_m: The usual reach, of a stop that bears none.
    """
    return [
        ArretCarte(
            id=row.id,
            ordre=ordre,
            nom=row.nom or "",
            position=Position(row.lat_e7, row.lon_e7),
            rayon_m=row.rayon_m or rayon_m,
        )
        for ordre, row in _arrets(session, parcours_id)
        if row.lat_e7 is not None and row.lon_e7 is not None
    ]


def arrets_a_placer(session: Session, parcours_id: str | None) -> list[ArretListe]:
    """Return the stops of a parcours that have no position."""
    return [
        ArretListe(id=row.id, ordre=ordre, nom=row.nom or "")
        for ordre, row in _arrets(session, parcours_id)
        if row.lat_e7 is None or row.lon_e7 is None
    ]


def _arrets(session: Session, parcours_id: str | None) -> Iterator[tuple[int, Arret]]:
    rows = session.scalars(
        select(Arret)
        .where(~Arret.supprime, Arret.parcours_id == parcours_id)
        .order_by(Arret.ordre, Arret.nom, Arret.id)
    )
    for rank, row in enumerate(rows, start=1):
        yield row.ordre if row.ordre is not None else rank, row


def traces(session: Session, marche_id: str) -> list[tuple[str, str]]:
    """Return name and stored points of the tracks of a marche."""
    rows = session.execute(
        select(Trace.nom, Trace.points)
        .where(~Trace.supprime, Trace.marche_id == marche_id)
        .order_by(Trace.nom, Trace.id)
    )
    return [(nom or "", points or "") for nom, points in rows]


def photos(session: Session, marche_id: str) -> list[PhotoCarte]:
    """Return the photos of a marche that have a position."""
    rows = session.execute(
        select(
            *(Photo.id, Photo.lat_e7, Photo.lon_e7, Photo.azimut_deg, Photo.precision_m),
            Photo.constat_id,
        )
        .where(~Photo.supprime, Photo.marche_id == marche_id)
        .where(Photo.lat_e7.is_not(None))
        .order_by(Photo.prise_le, Photo.ordre, Photo.id)
    )
    return [
        PhotoCarte(
            id=row,
            position=Position(lat, lon),
            azimut_deg=azimuth,
            precision_m=precision,
            constat_id=constat,
        )
        for row, lat, lon, azimuth, precision, constat in rows
        if lat is not None and lon is not None
    ]


def places(
    session: Session, ids: Sequence[str]
) -> Iterator[tuple[str, str | None, Position | None, PositionQpv | None]]:
    """Yield id, quartier walked, place and what a person decided of constats."""
    for batch in chunks(ids):
        rows = session.execute(
            select(
                *(Constat.id, Marche.quartier_id, Constat.lat_e7, Constat.lon_e7),
                Constat.position_qpv_forcee,
            )
            .join(Marche, Marche.id == Constat.marche_id)
            .where(Constat.id.in_(batch))
        )
        for row, quartier, lat, lon, forced in rows:
            known = lat is not None and lon is not None
            yield row, quartier, Position(lat or 0, lon or 0) if known else None, forced


def constats(
    session: Session, *, marche_id: str | None = None, quartier_id: str | None = None
) -> list[ConstatLu]:
    """Return the constats of a marche or of a quartier, by number."""
    wanted: list[ColumnElement[bool]] = [~Constat.supprime]
    if marche_id is not None:
        wanted.append(Constat.marche_id == marche_id)
    if quartier_id is not None:
        wanted.append(Marche.quartier_id == quartier_id)
    columns: tuple[Any, ...] = (
        *(Constat.id, Constat.numero, Constat.etat, Constat.theme, Constat.titre),
        *(Constat.lieu, Constat.texte, Constat.marche_id, Marche.quartier_id),
        *(Constat.lat_e7, Constat.lon_e7, Constat.position_qpv_forcee),
    )
    statement = (
        select(*columns)
        .join(Marche, Marche.id == Constat.marche_id)
        .where(*wanted, ~Marche.supprime)
        .order_by(Constat.numero, Constat.id)
    )
    return [
        ConstatLu(
            id=row,
            numero=numero or "",
            etat=etat or EtatConstat.A_QUALIFIER,
            theme=theme,
            titre=titre or "",
            lieu=lieu or "",
            texte=texte or "",
            marche_id=marche,
            quartier_id=quartier,
            place=Position(lat, lon) if lat is not None and lon is not None else None,
            qpv_force=forced,
        )
        for (
            row,
            numero,
            etat,
            theme,
            titre,
            lieu,
            texte,
            marche,
            quartier,
            lat,
            lon,
            forced,
        ) in session.execute(statement)
    ]


def _is_there(session: Session, parcours_id: str) -> bool:
    found = session.get(Parcours, parcours_id)
    return found is not None and not found.supprime
