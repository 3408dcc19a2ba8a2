"""Reads of what follows a bail: relogement, move, works, follow-up, survey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.records import LogementRecord, MenageRecord, OccupantRecord
from desktop.domain.relogement.cloture import EFFACEES, PARTIS, controles
from desktop.domain.relogement.codes import EtatProposition, NatureRelogement
from desktop.domain.relogement.drafts_enquete import DepenseDraft, RessourceDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    PropositionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.records_suite import (
    BailleurChoix,
    DemenagementRecord,
    RelogementRecord,
    SatisfactionRecord,
    SuiteRecord,
    SuiviRecord,
    TravauxRecord,
    actuel,
)
from desktop.domain.relogement.synthese import Dossier, Projet, Reference, Synthese, synthese
from desktop.models import Synced
from desktop.models.enquete import (
    BesoinAdaptation,
    Depense,
    Dette,
    Fragilite,
    Mesure,
    Ressource,
)
from desktop.models.menage import Menage
from desktop.models.offre import Bailleur, Proposition, Relogement
from desktop.models.suite import Demenagement, EnqueteSatisfaction, SuiviPost, Travaux
from desktop.storage import groupes
from desktop.storage.journal import chunks
from desktop.storage.queries import relogement as dossiers
from desktop.storage.queries.baremes import baremes, regles
from desktop.storage.queries.commun import Draft, draft_of, names

_LAST = "9999"
ERASED: dict[str, type[Synced]] = {
    "fragilite": Fragilite,
    "mesure": Mesure,
    "besoin_adaptation": BesoinAdaptation,
    "dette": Dette,
}
"""What is erased when the follow-up ends (V7)."""
_TAKEN = (
    EtatProposition.BAIL,
    EtatProposition.ATTRIBUEE,
    EtatProposition.CALEOL_ATTENTE,
    EtatProposition.ACCEPTEE,
)
"""Propositions that a relogement may come from, the furthest first."""


def suite(session: Session, menage_id: str, today: date) -> SuiteRecord | None:
    """Return all that follows the bail of a ménage; None when it is gone."""
    found = dossiers.menages(session, [menage_id])
    if not found:
        return None
    menage = found[0]
    logement_id = menage.draft.logement_id
    logement = dossiers.logement(session, logement_id) if logement_id else None
    moves = relogements(session, menage_id)
    visits = suivis(session, menage_id)
    survey = satisfaction(session, menage_id)
    persons = tuple(dossiers.occupants(session, menage_id))
    stay = tuple(still_there(session, logement_id, menage_id)) if logement_id else ()
    return SuiteRecord(
        menage=menage,
        logement=logement,
        occupants=persons,
        relogements=tuple(moves),
        demenagements=tuple(demenagements(session, menage_id)),
        travaux=tuple(travaux(session, menage_id)),
        suivis=tuple(visits),
        satisfaction=survey,
        restent=stay,
        effacees=erased_later(session, menage_id),
        controles=controles(
            relogements=[one.draft for one in moves],
            suivis=[one.draft for one in visits],
            satisfaction=survey.draft if survey is not None else None,
            remise_cles=logement.draft.date_remise_cles if logement is not None else None,
            reste_occupe=bool(stay),
        ),
        regles=regles(session),
        synthese=_synthese(session, menage, logement, persons, actuel(moves), today),
    )


def _synthese(
    session: Session,
    menage: MenageRecord,
    logement: LogementRecord | None,
    persons: Sequence[OccupantRecord],
    move: RelogementRecord | None,
    today: date,
) -> Synthese:
    """Return what is computed of a ménage, on the day of its bail."""
    dossier = Dossier(
        menage=menage.draft,
        logement=logement.draft if logement is not None else None,
        occupants=tuple(one.draft for one in persons),
        ressources=tuple(_drafts(session, Ressource, RessourceDraft, menage.id)),
        depenses=tuple(_drafts(session, Depense, DepenseDraft, menage.id)),
    )
    draft = move.draft if move is not None else None
    day = (draft.date_bail if draft is not None else None) or today
    reference = Reference(regles=regles(session), baremes=baremes(session), jour=day)
    if draft is None:
        return synthese(dossier, reference)
    apl = draft.apl_reelle if draft.apl_reelle is not None else draft.apl_estimee
    return synthese(dossier, reference, Projet(logement=draft, apl=apl, date_bail=draft.date_bail))


def _drafts(
    session: Session, entity: type[Synced], kind: type[Draft], menage_id: str
) -> list[Draft]:
    columns = entity.__table__.c
    rows = session.scalars(select(entity).where(~columns.supprime, columns.menage_id == menage_id))
    return [draft_of(kind, row) for row in rows]


def relogements(session: Session, menage_id: str) -> list[RelogementRecord]:
    """Return the relogements of a ménage: by day of entry, the definitive one first."""
    rows = session.scalars(
        select(Relogement).where(~Relogement.supprime, Relogement.menage_id == menage_id)
    ).all()
    bailleur = names(session, Bailleur)
    ordered = sorted(
        rows,
        key=lambda row: (
            row.nature is not NatureRelogement.DEFINITIF,
            str(row.date_entree or row.date_bail or _LAST),
            row.id,
        ),
    )
    return [
        RelogementRecord(
            id=row.id,
            draft=draft_of(RelogementDraft, row),
            bailleur=bailleur.get(row.bailleur_id or "", ""),
        )
        for row in ordered
    ]


def demenagements(session: Session, menage_id: str) -> list[DemenagementRecord]:
    """Return the moves of a ménage, by day."""
    rows = session.scalars(
        select(Demenagement)
        .where(~Demenagement.supprime, Demenagement.menage_id == menage_id)
        .order_by(Demenagement.date_demenagement, Demenagement.id)
    )
    return [DemenagementRecord(id=row.id, draft=draft_of(DemenagementDraft, row)) for row in rows]


def travaux(session: Session, menage_id: str) -> list[TravauxRecord]:
    """Return the works told of a ménage, those of the old dwelling first."""
    rows = session.scalars(
        select(Travaux)
        .where(~Travaux.supprime, Travaux.menage_id == menage_id)
        .order_by(Travaux.lieu, Travaux.date_fin, Travaux.id)
    )
    return [TravauxRecord(id=row.id, draft=draft_of(TravauxDraft, row)) for row in rows]


def suivis(session: Session, menage_id: str) -> list[SuiviRecord]:
    """Return the visits after the move of a ménage, in the order they are due."""
    rows = session.scalars(
        select(SuiviPost).where(~SuiviPost.supprime, SuiviPost.menage_id == menage_id)
    ).all()
    temporary = set(
        session.scalars(
            select(Relogement.id).where(
                Relogement.menage_id == menage_id,
                Relogement.nature == NatureRelogement.TEMPORAIRE,
            )
        )
    )
    ordered = sorted(
        rows, key=lambda row: (str(row.date_prevue or row.date_faite or _LAST), row.id)
    )
    return [
        SuiviRecord(
            id=row.id,
            draft=draft_of(SuiviPostDraft, row),
            temporaire=row.relogement_id in temporary,
        )
        for row in ordered
    ]


def satisfaction(session: Session, menage_id: str) -> SatisfactionRecord | None:
    """Return the survey of a ménage; of several, one that was answered goes first."""
    rows = session.scalars(
        select(EnqueteSatisfaction)
        .where(~EnqueteSatisfaction.supprime, EnqueteSatisfaction.menage_id == menage_id)
        .order_by(EnqueteSatisfaction.date_faite.is_(None), EnqueteSatisfaction.id)
    ).all()
    if not rows:
        return None
    return SatisfactionRecord(id=rows[0].id, draft=draft_of(EnqueteSatisfactionDraft, rows[0]))


def still_there(session: Session, logement_id: str, menage_id: str) -> list[str]:
    """Return the references of the other ménages that live in a logement d'origine."""
    doors = list(groupes.read(session.connection()).of_row(logement_id))
    found: list[str] = []
    for batch in chunks(doors):
        rows = session.execute(
            select(Menage.reference, Menage.etat).where(
                ~Menage.supprime, Menage.logement_id.in_(batch), Menage.id != menage_id
            )
        )
        found.extend(reference or "" for reference, etat in rows if etat not in PARTIS)
    return sorted(found)


def erased_later(session: Session, menage_id: str) -> tuple[tuple[str, int], ...]:
    """Return the table and count of what is erased when the follow-up ends; zeros left out."""
    found = []
    for table in EFFACEES:
        entity = ERASED[table]
        column = entity.__table__.c.menage_id
        hidden = entity.__table__.c.supprime
        count = session.scalar(select(func.count()).where(~hidden, column == menage_id)) or 0
        if count:
            found.append((table, count))
    return tuple(found)


def taken_proposition(session: Session, menage_id: str) -> tuple[str, PropositionDraft] | None:
    """Return the proposition that a ménage took, the furthest on its way; None without one."""
    rows: Sequence[Proposition] = session.scalars(
        select(Proposition).where(
            ~Proposition.supprime,
            Proposition.menage_id == menage_id,
            Proposition.etat.in_(_TAKEN),
        )
    ).all()
    if not rows:
        return None
    rank = {etat: place for place, etat in enumerate(_TAKEN)}
    chosen = min(rows, key=lambda row: (rank[row.etat or _TAKEN[-1]], row.id))
    return chosen.id, draft_of(PropositionDraft, chosen)


def bailleurs(session: Session) -> list[BailleurChoix]:
    """Return the bailleurs by name."""
    rows = session.scalars(select(Bailleur).where(~Bailleur.supprime).order_by(Bailleur.nom))
    return [BailleurChoix(id=row.id, nom=row.nom or "") for row in rows]
