"""What the formulas of a ménage are computed from (`domain/relogement/synthese`)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import DepenseDraft, RessourceDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft, PropositionDraft
from desktop.domain.relogement.synthese import Dossier, Projet, Reference, Synthese, synthese
from desktop.models.enquete import Depense, Ressource
from desktop.models.menage import Logement, Menage, Occupant
from desktop.storage.queries import baremes
from desktop.storage.queries.commun import draft_of


def dossier(session: Session, menage: Menage) -> Dossier:
    """Return what was typed of a ménage."""
    home = session.get(Logement, menage.logement_id) if menage.logement_id else None
    mine = menage.id
    return Dossier(
        menage=draft_of(MenageDraft, menage),
        logement=draft_of(LogementDraft, home) if home is not None else None,
        occupants=tuple(
            draft_of(OccupantDraft, row)
            for row in session.scalars(
                select(Occupant).where(~Occupant.supprime, Occupant.menage_id == mine)
            )
        ),
        ressources=tuple(
            draft_of(RessourceDraft, row)
            for row in session.scalars(
                select(Ressource).where(~Ressource.supprime, Ressource.menage_id == mine)
            )
        ),
        depenses=tuple(
            draft_of(DepenseDraft, row)
            for row in session.scalars(
                select(Depense).where(~Depense.supprime, Depense.menage_id == mine)
            )
        ),
    )


def compared(session: Session, menage: Menage, proposed: PropositionDraft, day: date) -> Synthese:
    """Return what a proposed dwelling would change for a ménage, computed on a day."""
    reference = Reference(
        regles=baremes.regles(session), baremes=baremes.baremes(session), jour=day
    )
    described: DescriptionLogementDraft = proposed
    project = Projet(logement=described, apl=proposed.apl_estimee)
    return synthese(dossier(session, menage), reference, project)
