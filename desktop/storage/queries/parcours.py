"""Reads of parcours, of their arrêts and of the participations of a marche."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatMarche
from desktop.domain.diagnostics.parcours import (
    ArretRecord,
    ParcoursRecord,
    ParticipationRecord,
    estimate,
    place_of,
)
from desktop.domain.drafts import ArretDraft, ParcoursDraft, ParticipationDraft
from desktop.formats import fold
from desktop.models.marche import Arret, Marche, Parcours, Participation
from desktop.models.quartier import Quartier, Structure
from desktop.storage.queries.commun import draft_of, load, names
from desktop.storage.queries.referentiel import parametres


def parcours_ids(session: Session, quartier_id: str | None = None) -> list[str]:
    """Return the parcours of a quartier, or all: those in use first, then by name."""
    statement = select(Parcours).where(~Parcours.supprime)
    if quartier_id is not None:
        statement = statement.where(Parcours.quartier_id == quartier_id)
    rows = session.scalars(statement).all()
    return [
        row.id for row in sorted(rows, key=lambda row: (row.actif is False, fold(row.nom or "")))
    ]


def parcours(session: Session, ids: Sequence[str]) -> list[ParcoursRecord]:
    """Return parcours with their stops, in the order of `ids`."""
    quartiers = names(session, Quartier)
    rules = parametres(session)
    stops: dict[str, list[ArretRecord]] = defaultdict(list)
    rows = session.scalars(
        select(Arret)
        .where(~Arret.supprime, Arret.parcours_id.in_(ids))
        .order_by(Arret.parcours_id, Arret.ordre.is_(None), Arret.ordre, Arret.id)
    )
    for row in rows:
        stops[row.parcours_id or ""].append(_arret(row, len(stops[row.parcours_id or ""]) + 1))
    printed = _carnets(session, ids)
    return [
        ParcoursRecord(
            id=row.id,
            draft=draft_of(ParcoursDraft, row),
            nom=row.nom or "",
            quartier=quartiers.get(row.quartier_id or "", ""),
            actif=row.actif is not False,
            arrets=tuple(stops[row.id]),
            estimation=estimate((stop.draft for stop in stops[row.id]), rules),
            carnets=tuple(printed[row.id]),
        )
        for row in load(session, Parcours, ids)
        if not row.supprime
    ]


def _carnets(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """Return by parcours the numbers of the marches whose carnet is prepared, and not yet done."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Marche.parcours_id, Marche.numero)
        .where(
            ~Marche.supprime,
            Marche.etat == EtatMarche.PREPAREE,
            Marche.parcours_id.in_(ids),
        )
        .order_by(Marche.numero)
    )
    for parcours_id, numero in rows:
        found[parcours_id or ""].append(numero or "")
    return found


def arret_order(session: Session, parcours_id: str) -> list[str]:
    """Return the ids of the stops of a parcours, in order."""
    return list(
        session.scalars(
            select(Arret.id)
            .where(~Arret.supprime, Arret.parcours_id == parcours_id)
            .order_by(Arret.ordre.is_(None), Arret.ordre, Arret.id)
        )
    )


def marches_on(session: Session, parcours_id: str) -> list[str]:
    """Return the numbers of the marches that follow a parcours."""
    rows = session.scalars(
        select(Marche.numero)
        .where(~Marche.supprime, Marche.parcours_id == parcours_id)
        .order_by(Marche.numero)
    )
    return [number or "" for number in rows]


def participations(session: Session, marche_id: str) -> list[ParticipationRecord]:
    """Return who came to a marche: structures by name, then the others."""
    rows = session.scalars(
        select(Participation).where(~Participation.supprime, Participation.marche_id == marche_id)
    )
    structures = names(session, Structure)
    records = [
        ParticipationRecord(
            id=row.id,
            draft=draft_of(ParticipationDraft, row),
            qui=structures.get(row.structure_id or "", "") or row.libelle or "",
        )
        for row in rows
    ]
    return sorted(records, key=lambda one: (one.draft.structure_id is None, fold(one.qui), one.id))


def _arret(row: Arret, rank: int) -> ArretRecord:
    return ArretRecord(
        id=row.id,
        draft=draft_of(ArretDraft, row),
        ordre=rank,
        nom=row.nom or "",
        consigne=row.consigne or "",
        sensible=row.sensible,
        position=place_of(row.lat_e7, row.lon_e7),
    )
