"""Drafts of dossiers, occupants and the daily work; see `domain/drafts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.relogement.codes import (
    Activite,
    Appartenance,
    CanalContact,
    EtatDossier,
    EtatLogement,
    EtatTache,
    LienOccupant,
    LieuEnquete,
    LieuRendezVous,
    MotifEtat,
    NiveauAccompagnement,
    ObjetContact,
    PrioriteMenage,
    PrioriteTache,
    RegleRappel,
    ReponseAvis,
    SensContact,
    Sexe,
    StatutEnquete,
    StatutRendezVous,
    SupportInformation,
    TitreOccupation,
    TypeMenage,
    Typologie,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatimentDraft:
    """A building to be demolished."""

    nom: str = ""
    adresse: str = ""
    bailleur: str = ""
    date_limite: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogementDraft:
    """A logement d'origine; `etage` 0 is the RDC, amounts in € per month, surface in m²."""

    batiment_id: str | None = None
    cage: str = ""
    etage: int | None = None
    porte: str = ""
    reference_bailleur: str = ""
    typologie: Typologie | None = None
    surface: Decimal | None = None
    loyer: Decimal | None = None
    charges: Decimal | None = None
    ascenseur: bool | None = None
    etat: EtatLogement = EtatLogement.OCCUPE
    nb_pieces: int | None = None
    loyer_annexes: Decimal | None = None
    charges_incluent: str = ""
    forfait_chauffage: Decimal | None = None
    forfait_eau_chaude: Decimal | None = None
    forfait_eau_froide: Decimal | None = None
    balcon: bool | None = None
    cave: bool | None = None
    parking: bool | None = None
    date_liberation: date | None = None
    date_remise_cles: date | None = None
    date_edl_sortant: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MenageDraft:
    """The dossier of a ménage; `logement_id` is its logement d'origine."""

    logement_id: str | None = None
    titre: TitreOccupation | None = None
    date_entree: date | None = None
    telephone_1: str = ""
    telephone_2: str = ""
    courriel: str = ""
    interprete: bool | None = None
    date_information_rgpd: date | None = None
    notes: str = ""
    parent_id: str | None = None
    referent_id: str | None = None
    droit_force: ReponseAvis | None = None
    droit_motif: str = ""
    type_force: TypeMenage | None = None
    decohabitation: bool | None = None
    nb_decohabitants: int | None = None
    naissance_prevue: bool | None = None
    droit_visite: bool | None = None
    canal_prefere: CanalContact | None = None
    personne_contact: str = ""
    adresse_apres: str = ""
    priorite_forcee: PrioriteMenage | None = None
    priorite_motif: str = ""
    support_information: SupportInformation | None = None
    date_enquete: date | None = None
    lieu_enquete: LieuEnquete | None = None
    enqueteur_id: str | None = None
    duree_enquete_min: int | None = None
    enquete_statut: StatutEnquete | None = None
    rfr_n2: Decimal | None = None
    rfr_n1: Decimal | None = None
    nb_parts: Decimal | None = None
    annee_avis: int | None = None
    plafond_majore: bool | None = None
    impaye_bloquant: bool | None = None
    apl: Decimal | None = None
    date_apl: date | None = None
    contribution_travaux: Decimal | None = None
    typologie_cible: Typologie | None = None
    typologie_motif: str = ""
    loyer_max: Decimal | None = None
    niveau_force: NiveauAccompagnement | None = None
    niveau_motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapeDraft:
    """What goes with a change of state of a dossier; `vers` is the state wanted.

    `date_etat` None: today. `date_reprise` goes with SUSPENDU.
    """

    vers: EtatDossier = EtatDossier.A_CONTACTER
    date_etat: date | None = None
    motif_etat: MotifEtat | None = None
    motif_texte: str = ""
    date_reprise: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupantDraft:
    """A person living in a logement d'origine."""

    menage_id: str | None = None
    nom: str = ""
    prenom: str = ""
    lien: LienOccupant = LienOccupant.TITULAIRE
    date_naissance: date | None = None
    relogement_autonome: bool | None = None
    sexe: Sexe | None = None
    annee_naissance: int | None = None
    appartenance: Appartenance | None = None
    a_charge: bool | None = None
    garde_alternee: bool | None = None
    activite: Activite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """One line of the contact journal; `menage_id` None is a visitor not identified.

    `horodatage` is ISO 8601 with offset; empty: the service writes the present time.
    """

    menage_id: str | None = None
    horodatage: str = ""
    canal: CanalContact = CanalContact.PERMANENCE
    sens: SensContact = SensContact.ENTRANT
    objet: ObjetContact = ObjetContact.INFORMATION
    note: str = ""
    duree_min: int | None = None
    autres_objets: str = ""
    nb_demandeurs: int | None = None
    resultat: str = ""
    rendez_vous_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisiteDraft(ContactDraft):
    """A visit at the permanence, and the tâche that it leaves: `suite` empty when it leaves none.

    `suite_echeance` None: no day was said; the service takes the next working day.
    """

    suite: str = ""
    suite_echeance: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezVousDraft:
    """A rendez-vous of the agenda; `debut` and `fin` are ISO 8601 with offset (relogement 2.14)."""

    menage_id: str | None = None
    debut: str = ""
    fin: str = ""
    lieu: LieuRendezVous | None = None
    lieu_precis: str = ""
    motif: ObjetContact | None = None
    statut: StatutRendezVous | None = None
    intervenant_id: str | None = None
    rappel_sms: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TacheDraft:
    """Something to do; `cle` names the reminder of `regle` it answers (relogement 1.6, 2.14)."""

    menage_id: str | None = None
    titre: str = ""
    echeance: date | None = None
    responsable_id: str | None = None
    priorite: PrioriteTache | None = None
    etat: EtatTache | None = None
    date_faite: date | None = None
    regle: RegleRappel | None = None
    cle: str = ""
