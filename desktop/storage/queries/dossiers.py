"""What the states of dossiers and the counters of the operation are worked out from."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatLogement,
    ObjetContact,
    SensContact,
    StatutRendezVous,
)
from desktop.domain.relogement.compteurs import DossierCompte, LogementCompte, RelogementCompte
from desktop.domain.relogement.deductions import droit
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.etats_gardes import (
    FaitsDossier,
    FaitsRelogement,
    mandatory_pieces,
)
from desktop.domain.relogement.offres import Offre
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_propositions import EtatMenageRecord
from desktop.models import Synced
from desktop.models.agenda import Contact, RendezVous
from desktop.models.enquete import DemandeLogement, Piece, Ressource, Souhait
from desktop.models.menage import Logement, Menage, Occupant
from desktop.models.offre import Proposition, Relogement
from desktop.models.suite import SuiviPost
from desktop.storage.queries import propositions as offers
from desktop.storage.queries.commun import draft_of
from desktop.texts import relogement as words


def etat(row: Menage) -> EtatMenageRecord:
    """Return the state of a dossier and what goes with it."""
    return EtatMenageRecord(
        etat=row.etat or EtatDossier.A_CONTACTER,
        date_etat=row.date_etat,
        motif_etat=row.motif_etat,
        motif_texte=row.motif_texte or "",
        date_reprise=row.date_reprise,
        etat_suspendu=row.etat_suspendu,
    )


def faits(session: Session, row: Menage, rules: Regles, today: date) -> FaitsDossier:
    """Return what the guards of the states have to know of a dossier."""
    attempts = _attempts(session, row.id)
    return FaitsDossier(
        etat=row.etat or EtatDossier.A_CONTACTER,
        etat_suspendu=row.etat_suspendu,
        tentatives=len(attempts),
        canaux=len({one.canal for one in attempts if one.canal}),
        rendez_vous=_has_appointment(session, row.id, today),
        nb_occupants=_count(session, Occupant, row.id),
        titre=row.titre is not None,
        nb_souhaits=_count(session, Souhait, row.id),
        date_enquete=row.date_enquete,
        demandes=tuple(
            draft_of(DemandeLogementDraft, one)
            for one in session.scalars(
                select(DemandeLogement).where(
                    ~DemandeLogement.supprime, DemandeLogement.menage_id == row.id
                )
            )
        ),
        pieces_manquantes=_missing_pieces(session, row.id, rules, today),
        typologie_cible=row.typologie_cible,
        nb_ressources=session.scalar(
            select(func.count()).where(
                ~Ressource.supprime, Ressource.menage_id == row.id, Ressource.montant.is_not(None)
            )
        )
        or 0,
        loyer_max=row.loyer_max,
        offres=offers.offres(session, row.id),
        relogements=tuple(
            FaitsRelogement(
                nature=one.nature,
                date_bail=one.date_bail,
                date_entree=one.date_entree,
                date_retour=one.date_retour,
                adresse=one.adresse or "",
                loyer=one.loyer,
            )
            for one in relogements(session, row.id)
        ),
        suivis=_count(session, SuiviPost, row.id),
    )


def relogements(session: Session, menage_id: str) -> list[Relogement]:
    """Return the visible relogements of a ménage, the first made first."""
    rows = session.scalars(
        select(Relogement).where(~Relogement.supprime, Relogement.menage_id == menage_id)
    )
    return sorted(rows, key=lambda row: (str(row.date_entree or row.date_bail or ""), row.id))


def ressources_of(session: Session, occupant_id: str) -> list[Ressource]:
    """Return the ressources of one person."""
    rows = select(Ressource).where(~Ressource.supprime, Ressource.occupant_id == occupant_id)
    return list(session.scalars(rows))


def pieces_of(session: Session, occupant_id: str) -> list[Piece]:
    """Return the pièces of one person."""
    rows = select(Piece).where(~Piece.supprime, Piece.occupant_id == occupant_id)
    return list(session.scalars(rows))


def dossiers_comptes(
    session: Session, rules: Regles, today: date
) -> tuple[list[LogementCompte], list[DossierCompte]]:
    """Return what the counters of the operation are worked out from."""
    moves: dict[str, list[RelogementCompte]] = defaultdict(list)
    for relogement in session.scalars(select(Relogement).where(~Relogement.supprime)):
        if relogement.nature is not None:
            moves[relogement.menage_id or ""].append(
                RelogementCompte(
                    nature=relogement.nature,
                    date_bail=relogement.date_bail,
                    date_entree=relogement.date_entree,
                    date_retour=relogement.date_retour,
                )
            )
    made: dict[str, list[Offre]] = defaultdict(list)
    for proposition in session.scalars(select(Proposition).where(~Proposition.supprime)):
        made[proposition.menage_id or ""].append(offers.offre(proposition))
    homes = [
        LogementCompte(id=one.id, etat=one.etat or EtatLogement.OCCUPE)
        for one in session.scalars(select(Logement).where(~Logement.supprime))
    ]
    files = [
        DossierCompte(
            id=row.id,
            etat=row.etat or EtatDossier.A_CONTACTER,
            logement_id=row.logement_id,
            parent_id=row.parent_id,
            droit=droit(draft_of(MenageDraft, row), rules, today).valeur,
            date_enquete=row.date_enquete,
            relogements=tuple(moves[row.id]),
            offres=tuple(made[row.id]),
        )
        for row in session.scalars(select(Menage).where(~Menage.supprime))
    ]
    return homes, files


def _attempts(session: Session, menage_id: str) -> list[Contact]:
    """Return the contacts made by the team since the ménage last came, called or wrote."""
    rows = session.scalars(
        select(Contact)
        .where(~Contact.supprime, Contact.menage_id == menage_id)
        .order_by(Contact.horodatage.desc(), Contact.id.desc())
    )
    found: list[Contact] = []
    for row in rows:
        if row.sens is SensContact.ENTRANT:
            break
        found.append(row)
    return found


def _has_appointment(session: Session, menage_id: str, today: date) -> bool:
    rows = session.scalars(
        select(RendezVous).where(
            ~RendezVous.supprime,
            RendezVous.menage_id == menage_id,
            RendezVous.debut >= today.isoformat(),
        )
    )
    return any(
        row.statut in {None, StatutRendezVous.PREVU} and row.motif in {None, ObjetContact.ENQUETE}
        for row in rows
    )


def _missing_pieces(
    session: Session, menage_id: str, rules: Regles, today: date
) -> tuple[str, ...]:
    rows = session.scalars(
        select(Piece).where(~Piece.supprime, Piece.menage_id == menage_id, Piece.presente.is_(True))
    )
    held = {row.type for row in rows if row.date_validite is None or row.date_validite >= today}
    return tuple(
        words.accompagnement.TYPE_PIECE[piece]
        for piece in mandatory_pieces(rules)
        if piece not in held
    )


def _count(session: Session, entity: type[Synced], menage_id: str) -> int:
    column = entity.__table__.columns["menage_id"]
    statement = select(func.count()).where(~entity.supprime, column == menage_id)
    return session.scalar(statement) or 0
