"""Drafts of dwellings, propositions and what follows the bail; see `domain/drafts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.relogement.codes import (
    Avis,
    CanalContact,
    ClasseProduit,
    Dpe,
    EcheanceSuivi,
    EtatProposition,
    Financement,
    LieuTravaux,
    ModeCaleol,
    ModeDemenagement,
    ModeDepot,
    ModeNotification,
    MotifNonAttribution,
    NatureRelogement,
    PaiementLoyer,
    Perimetre,
    PriseEnCharge,
    ReponseAvis,
    Reservataire,
    ResultatCaleol,
    ResultatVisite,
    RoleBailleur,
    Satisfaction,
    SourceApl,
    StatutDisponible,
    TrancheRessources,
    TypeBatiment,
    Typologie,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionLogementDraft:
    """What a proposed dwelling is: surfaces in m², amounts in € a month, distance in km."""

    bailleur_id: str | None = None
    reservataire: Reservataire | None = None
    adresse: str = ""
    commune: str = ""
    quartier: str = ""
    code_qpv: str = ""
    hors_qpv: bool | None = None
    distance_km: Decimal | None = None
    residence: str = ""
    type_batiment: TypeBatiment | None = None
    typologie: Typologie | None = None
    nb_pieces: int | None = None
    surface: Decimal | None = None
    etage: int | None = None
    ascenseur: bool | None = None
    exterieur: bool | None = None
    cave: bool | None = None
    parking: bool | None = None
    douche_plain_pied: bool | None = None
    acces_fauteuil: bool | None = None
    financement: Financement | None = None
    date_conventionnement: date | None = None
    date_mise_service: date | None = None
    dpe: Dpe | None = None
    travaux_faits: bool | None = None
    loyer: Decimal | None = None
    loyer_annexes: Decimal | None = None
    charges: Decimal | None = None
    charges_incluent: str = ""
    forfait_chauffage: Decimal | None = None
    forfait_eau_chaude: Decimal | None = None
    forfait_eau_froide: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BailleurDraft:
    """A bailleur of the operation (relogement 2.16)."""

    nom: str = ""
    role: RoleBailleur | None = None
    signataire: bool | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogementDisponibleDraft(DescriptionLogementDraft):
    """A vacant dwelling that may be proposed."""

    date_disponible: date | None = None
    statut: StatutDisponible | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionDraft(DescriptionLogementDraft):
    """A dwelling proposed to a ménage, described as it was that day (relogement 2.11)."""

    menage_id: str | None = None
    disponible_id: str | None = None
    souhait_id: str | None = None
    apl_estimee: Decimal | None = None
    apl_source: SourceApl | None = None
    date_apl: date | None = None
    conf_etat: ReponseAvis | None = None
    conf_besoins: ReponseAvis | None = None
    conf_possibilites: ReponseAvis | None = None
    conf_localisation: ReponseAvis | None = None
    compte_comme_offre: bool | None = None
    motif_non_comptee: str = ""
    date_reperage: date | None = None
    caleol_mode: ModeCaleol | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapePropositionDraft:
    """What goes with a change of state of a proposition; `vers` is the state wanted.

    `date_bail` goes with BAIL: it is written in the relogement that the proposition becomes.
    """

    vers: EtatProposition = EtatProposition.REPEREE
    date_notification: date | None = None
    mode_notification: ModeNotification | None = None
    numero_recommande: str = ""
    date_limite_reponse: date | None = None
    date_visite: date | None = None
    visite_resultat: ResultatVisite | None = None
    visite_note: str = ""
    date_reponse: date | None = None
    motifs_refus: str = ""
    refus_legitime: ReponseAvis | None = None
    decision_comite: str = ""
    caleol_mode: ModeCaleol | None = None
    date_caleol: date | None = None
    caleol_resultat: ResultatCaleol | None = None
    caleol_rang: int | None = None
    motif_non_attribution: MotifNonAttribution | None = None
    date_bail: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelogementDraft(DescriptionLogementDraft):
    """Where a ménage was relogé, for good or for a time (relogement 2.12)."""

    menage_id: str | None = None
    proposition_id: str | None = None
    nature: NatureRelogement | None = None
    date_attribution: date | None = None
    date_bail: date | None = None
    date_entree: date | None = None
    date_retour: date | None = None
    perimetre: Perimetre | None = None
    classe_produit: ClasseProduit | None = None
    apl_estimee: Decimal | None = None
    apl_reelle: Decimal | None = None
    date_apl_reelle: date | None = None
    loyer_plafond_apl: Decimal | None = None
    qualite_thermique: bool | None = None
    depot_montant: Decimal | None = None
    depot_mode: ModeDepot | None = None
    double_loyer_jours: int | None = None
    date_apl: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemenagementDraft:
    """A move, with what it costs and what is to be done (relogement 2.13)."""

    menage_id: str | None = None
    relogement_id: str | None = None
    date_demenagement: date | None = None
    creneau: str = ""
    prestataire: str = ""
    volume_m3: Decimal | None = None
    mode: ModeDemenagement | None = None
    prise_en_charge: PriseEnCharge | None = None
    montant_devis: Decimal | None = None
    montant_facture: Decimal | None = None
    reglements: Decimal | None = None
    postes: str = ""
    postes_faits: str = ""
    precisions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TravauxDraft:
    """Works in a dwelling, or what a tenant says to have invested (relogement 2.13)."""

    menage_id: str | None = None
    lieu: LieuTravaux | None = None
    objet: str = ""
    demandeur: str = ""
    montant: Decimal | None = None
    prise_en_charge: PriseEnCharge | None = None
    date_fin: date | None = None
    investissement_prive: bool | None = None
    date_declaration: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviPostDraft:
    """A visit after the move; `non_faite_motif`: why it will not take place (relogement 2.15)."""

    menage_id: str | None = None
    relogement_id: str | None = None
    echeance: EcheanceSuivi | None = None
    date_prevue: date | None = None
    date_faite: date | None = None
    canal: CanalContact | None = None
    appropriation: Avis | None = None
    paiement_loyer: PaiementLoyer | None = None
    apl_ok: bool | None = None
    energie_ok: bool | None = None
    voisinage_ok: bool | None = None
    ecole_ok: bool | None = None
    besoin_suite: bool | None = None
    prolongation_motif: str = ""
    non_faite_motif: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnqueteSatisfactionDraft:
    """The satisfaction survey of the RIME annex, and what the team adds (relogement 2.15).

    `refusee`: the ménage did not want to answer it.
    """

    menage_id: str | None = None
    date_faite: date | None = None
    tranche_ressources: TrancheRessources | None = None
    information_comment: str = ""
    information_qualite: Satisfaction | None = None
    interlocuteur: bool | None = None
    interlocuteur_lequel: str = ""
    accompagnement_general: bool | None = None
    accompagnement_demenagement: bool | None = None
    logement_avis: Avis | None = None
    logement_pourquoi: str = ""
    travaux: bool | None = None
    quartier_avis: Avis | None = None
    voisinage_avis: Avis | None = None
    cout_avis: Avis | None = None
    ecole_avis: Avis | None = None
    transports_avis: Avis | None = None
    recommande: bool | None = None
    verbatim: str = ""
    verbatim_accord: bool | None = None
    refusee: bool | None = None
