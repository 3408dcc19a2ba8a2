"""Drafts of what an enquête tells of a ménage; see `domain/drafts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.relogement.codes import (
    AutreProjet,
    DecisionDalo,
    DomaineFragilite,
    EtatMesure,
    Evaluateur,
    MesureFsl,
    NatureDepense,
    NatureDette,
    NatureRessource,
    NiveauFragilite,
    Periode,
    Preference,
    ProcedureExpulsion,
    SourceFragilite,
    StatutDemande,
    Surendettement,
    TypeMesure,
    TypePiece,
    Typologie,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RessourceDraft:
    """An income of a person or of the whole ménage, one row a nature (relogement 2.4)."""

    menage_id: str | None = None
    occupant_id: str | None = None
    nature: NatureRessource | None = None
    montant: Decimal | None = None
    periode: Periode | None = None
    justificatif: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepenseDraft:
    """A regular expense of a ménage (relogement 2.5)."""

    menage_id: str | None = None
    nature: NatureDepense | None = None
    montant: Decimal | None = None
    periode: Periode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetteDraft:
    """A debt of a ménage and what is done about it (relogement 2.5)."""

    menage_id: str | None = None
    nature: NatureDette | None = None
    creancier: str = ""
    montant_initial: Decimal | None = None
    solde: Decimal | None = None
    date_solde: date | None = None
    plan_apurement: bool | None = None
    plan_mensualite: Decimal | None = None
    plan_debut: date | None = None
    plan_fin: date | None = None
    plan_respecte: bool | None = None
    surendettement: Surendettement | None = None
    fsl: MesureFsl | None = None
    expulsion: ProcedureExpulsion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BesoinAdaptationDraft:
    """The functional needs of a ménage: fittings, never an illness (relogement 2.6, V4)."""

    menage_id: str | None = None
    ascenseur_indispensable: bool | None = None
    etage_max: int | None = None
    douche_plain_pied: bool | None = None
    barres_appui: bool | None = None
    largeur_fauteuil: bool | None = None
    sanitaires_adaptes: bool | None = None
    chambre_aidant: bool | None = None
    proximite_soins: bool | None = None
    stationnement_adapte: bool | None = None
    volets_electriques: bool | None = None
    date_evaluation: date | None = None
    evaluateur: Evaluateur | None = None
    document_present: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SouhaitDraft:
    """What a ménage wished on a day; a new expression is a new row (relogement 2.7)."""

    menage_id: str | None = None
    date_expression: date | None = None
    rester_quartier: Preference | None = None
    secteurs: str = ""
    secteurs_refuses: str = ""
    secteurs_motif: str = ""
    typologie: Typologie | None = None
    neuf: bool | None = None
    etage_min: int | None = None
    etage_max: int | None = None
    ascenseur: bool | None = None
    exterieur: bool | None = None
    parking: bool | None = None
    cave: bool | None = None
    loyer_max: Decimal | None = None
    proximites: str = ""
    retour: bool | None = None
    autre_projet: AutreProjet | None = None
    animaux: bool | None = None
    assistant_maternel: bool | None = None
    precisions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeLogementDraft:
    """A demande de logement social, number and dates alone (relogement 2.8, V10)."""

    menage_id: str | None = None
    numero_unique: str = ""
    date_depot: date | None = None
    date_renouvellement: date | None = None
    statut: StatutDemande | None = None
    service: str = ""
    motif: str = ""
    pieces_deposees: bool | None = None
    complement_joint: bool | None = None
    date_radiation: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoursDaloDraft:
    """A recourse of the DALO, only when the ménage tells of it (relogement 2.9)."""

    menage_id: str | None = None
    date_saisine: date | None = None
    motif: str = ""
    decision: DecisionDalo | None = None
    date_decision: date | None = None
    delai_commission_mois: int | None = None
    delai_offre_mois: int | None = None
    recours_tribunal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FragiliteDraft:
    """A difficulty, in neutral words; erased when the follow-up ends (relogement 2.10, V7)."""

    menage_id: str | None = None
    domaine: DomaineFragilite | None = None
    niveau: NiveauFragilite | None = None
    objectif: str = ""
    action: str = ""
    echeance: date | None = None
    partenaire: str = ""
    source: SourceFragilite | None = None
    date_fin: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MesureDraft:
    """A support asked for or given (relogement 2.10, V7)."""

    menage_id: str | None = None
    type: TypeMesure | None = None
    etat: EtatMesure | None = None
    date_demande: date | None = None
    date_debut: date | None = None
    date_fin: date | None = None
    partenaire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDraft:
    """A supporting document: whether it was seen, never its copy (relogement 2.17)."""

    menage_id: str | None = None
    occupant_id: str | None = None
    type: TypePiece | None = None
    date_piece: date | None = None
    date_validite: date | None = None
    presente: bool | None = None
