"""Constats around a place, by a box first: distances are worked out on what is left."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatConstat, Polarite
from desktop.domain.diagnostics.suggestions import Voisin
from desktop.domain.geo import Position, moved
from desktop.models.constat import Constat
from desktop.models.marche import Marche

VOISINS_MAX = 300
"""Constats offered to be linked, or to be the one that is kept of two."""


def around(session: Session, place: Position, metres: float) -> list[Voisin]:
    """Return the visible constats in the square around a place."""
    north, south = moved(place, metres, metres), moved(place, -metres, -metres)
    rows = session.execute(
        select(
            Constat.id, Constat.numero, Constat.marche_id, Marche.quartier_id, Constat.theme,
            Constat.item, Constat.polarite, Constat.etat, Constat.lat_e7, Constat.lon_e7,
            Constat.date_constat, Marche.date_prevue, Constat.date_levee,
        )
        .outerjoin(Marche, Marche.id == Constat.marche_id)
        .where(
            Constat.lat_e7.between(south.lat_e7, north.lat_e7),
            Constat.lon_e7.between(south.lon_e7, north.lon_e7),
            ~Constat.supprime,
        )
    )  # fmt: skip
    return [
        Voisin(
            id=row.id,
            numero=row.numero or "",
            marche_id=row.marche_id,
            quartier_id=row.quartier_id,
            theme=row.theme,
            item=row.item,
            polarite=row.polarite or Polarite.FAIBLE,
            etat=row.etat or EtatConstat.A_QUALIFIER,
            position=Position(row.lat_e7, row.lon_e7),
            jour=_day(row.date_constat) or row.date_prevue,
            date_levee=row.date_levee,
        )
        for row in rows
    ]


def quartier_of(session: Session, marche_id: str | None) -> tuple[str | None, date | None]:
    """Return the quartier and the day of a marche."""
    row = session.execute(
        select(Marche.quartier_id, Marche.date_prevue).where(Marche.id == marche_id)
    ).first()
    return (row.quartier_id, row.date_prevue) if row is not None else (None, None)


def of_quartier(session: Session, constat: Constat) -> list[str]:
    """Return other constats: of the same marche first, then of its quartier, the latest first."""
    quartier = select(Marche.quartier_id).where(Marche.id == constat.marche_id).scalar_subquery()
    rows = session.scalars(
        select(Constat.id)
        .join(Marche, Marche.id == Constat.marche_id)
        .where(
            ~Constat.supprime,
            Constat.id != constat.id,
            Constat.etat != EtatConstat.FUSIONNE,
            Marche.quartier_id == quartier,
        )
        .order_by(
            func.iif(Constat.marche_id == constat.marche_id, 0, 1),
            Marche.date_prevue.desc(),
            Constat.numero,
        )
        .limit(VOISINS_MAX)
    )
    return list(rows)


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
