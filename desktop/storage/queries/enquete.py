"""Reads of what an enquête tells of a ménage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.records import MenageRecord
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    DepenseDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    PieceDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.models import Synced
from desktop.models.enquete import (
    BesoinAdaptation,
    DemandeLogement,
    Depense,
    Dette,
    Fragilite,
    Mesure,
    Piece,
    RecoursDalo,
    Ressource,
    Souhait,
)
from desktop.models.equipe import Membre
from desktop.models.menage import Batiment
from desktop.storage.queries import baremes, relogement
from desktop.storage.queries.commun import draft_of, names, traces

Draft = TypeVar("Draft")

TABLES: Final[dict[type, type[Synced]]] = {
    RessourceDraft: Ressource,
    DepenseDraft: Depense,
    DetteDraft: Dette,
    BesoinAdaptationDraft: BesoinAdaptation,
    SouhaitDraft: Souhait,
    DemandeLogementDraft: DemandeLogement,
    RecoursDaloDraft: RecoursDalo,
    FragiliteDraft: Fragilite,
    MesureDraft: Mesure,
    PieceDraft: Piece,
}
"""Table of each draft of a row under a ménage."""

_NEWEST_FIRST: Final = {
    BesoinAdaptationDraft: "date_evaluation",
    SouhaitDraft: "date_expression",
    DemandeLogementDraft: "date_depot",
    RecoursDaloDraft: "date_saisine",
    MesureDraft: "date_demande",
}


def lignes(session: Session, kind: type[Draft], menage_id: str) -> tuple[LigneRecord[Draft], ...]:
    """Return the rows of a kind under a ménage, the newest first where they bear a date.

    Rows of the same day keep the order in which they were written.
    """
    table: Any = TABLES[kind]
    found = session.scalars(
        select(table).where(~table.supprime, table.menage_id == menage_id).order_by(table.id)
    ).all()
    return _records(session, kind, found)


def ligne(session: Session, kind: type[Draft], row: str) -> LigneRecord[Draft] | None:
    """Return one row under a ménage."""
    table: Any = TABLES[kind]
    found = session.scalars(select(table).where(~table.supprime, table.id == row)).all()
    return next(iter(_records(session, kind, found)), None)


def dossier(session: Session, menage: MenageRecord) -> DossierRecord:
    """Return all that is known of a ménage."""
    row, logement_id = menage.id, menage.draft.logement_id
    logement = relogement.logement(session, logement_id) if logement_id else None
    batiment = session.get(Batiment, logement.draft.batiment_id or "") if logement else None
    return DossierRecord(
        menage=menage,
        logement=logement,
        occupants=tuple(relogement.occupants(session, row)),
        ressources=lignes(session, RessourceDraft, row),
        depenses=lignes(session, DepenseDraft, row),
        dettes=lignes(session, DetteDraft, row),
        besoins=lignes(session, BesoinAdaptationDraft, row),
        souhaits=lignes(session, SouhaitDraft, row),
        demandes=lignes(session, DemandeLogementDraft, row),
        recours=lignes(session, RecoursDaloDraft, row),
        fragilites=lignes(session, FragiliteDraft, row),
        mesures=lignes(session, MesureDraft, row),
        pieces=lignes(session, PieceDraft, row),
        date_limite=batiment.date_limite if batiment is not None else None,
        membres=names(session, Membre),
        regles=baremes.regles(session),
        baremes=baremes.baremes(session),
    )


def _records(
    session: Session, kind: type[Draft], rows: Iterable[Synced]
) -> tuple[LigneRecord[Draft], ...]:
    found = list(rows)
    authors = traces(session, [row.id for row in found]) if found else {}
    moment = {row: trace.modifie_ms for row, trace in authors.items()}
    found.sort(key=lambda row: (moment.get(row.id, 0), row.id), reverse=kind in _NEWEST_FIRST)
    records = [
        LigneRecord(
            row.id, draft_of(kind, row), authors[row.id].auteur if row.id in authors else ""
        )
        for row in found
    ]
    dated = _NEWEST_FIRST.get(cast("Any", kind))
    if dated is not None:
        records.sort(key=lambda one: str(getattr(one.draft, dated) or ""), reverse=True)
    return tuple(records)
