"""Reads of vacant dwellings and of bailleurs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.relogement.codes import StatutDisponible
from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft
from desktop.domain.relogement.records_offre import BailleurRecord, DisponibleRecord
from desktop.formats import short_etage
from desktop.models.offre import Bailleur, LogementDisponible, Proposition
from desktop.storage.queries.commun import counts, draft_of, load, names
from desktop.texts import label


def bailleurs(session: Session) -> list[BailleurRecord]:
    """Return the bailleurs by name."""
    rows = session.scalars(select(Bailleur).where(~Bailleur.supprime).order_by(Bailleur.nom))
    return [
        BailleurRecord(id=row.id, draft=draft_of(BailleurDraft, row), nom=row.nom or "")
        for row in rows
    ]


def disponibles(session: Session, *, tous: bool = False) -> list[DisponibleRecord]:
    """Return the vacant dwellings, the first free first; `tous`: those let or withdrawn too."""
    statement = select(LogementDisponible).where(~LogementDisponible.supprime)
    if not tous:
        gone = (StatutDisponible.POURVU, StatutDisponible.RETIRE)
        statement = statement.where(
            LogementDisponible.statut.is_(None) | LogementDisponible.statut.not_in(gone)
        )
    rows = session.scalars(
        statement.order_by(
            LogementDisponible.date_disponible.is_(None),
            LogementDisponible.date_disponible,
            LogementDisponible.id,
        )
    )
    return _records(session, rows)


def disponibles_of(session: Session, ids: Sequence[str]) -> list[DisponibleRecord]:
    """Return vacant dwellings in the order of `ids`; deleted ones are left out."""
    rows = [row for row in load(session, LogementDisponible, ids) if not row.supprime]
    return _records(session, rows)


def _records(session: Session, rows: Iterable[LogementDisponible]) -> list[DisponibleRecord]:
    bailleur = names(session, Bailleur)
    proposed = counts(
        session,
        select(Proposition.disponible_id, func.count())
        .where(~Proposition.supprime, Proposition.disponible_id.is_not(None))
        .group_by(Proposition.disponible_id),
    )
    return [
        DisponibleRecord(
            id=row.id,
            draft=draft_of(LogementDisponibleDraft, row),
            libelle=_libelle(row),
            bailleur=bailleur.get(row.bailleur_id or "", ""),
            nb_propositions=proposed.get(row.id, 0),
        )
        for row in rows
    ]


def _libelle(row: LogementDisponible) -> str:
    parts = (
        row.residence or row.adresse or "",
        "" if row.etage is None else short_etage(row.etage),
        label(row.typologie) if row.typologie else "",
    )
    return " · ".join(part for part in parts if part)
