"""What an agent typed, not yet accepted by the rules: one frozen value per form.

A draft has the names of the columns it fills; None means « non renseigné ».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.codes import (
    AccesSite,
    AuteurEncombrant,
    CanalTransmission,
    Confidentialite,
    EtatConstat,
    EtatGeneral,
    EtatMarche,
    EtatSol,
    EtatVie,
    Etendue,
    Exposition,
    FamilleStructure,
    Foncier,
    Gravite,
    LeveeMode,
    LieuSensible,
    Meteo,
    MotifSansSuite,
    NormeDeclaree,
    OriginePosition,
    Polarite,
    PositionQpv,
    Priorite,
    Recurrence,
    RegimeEncombrant,
    RoleParticipation,
    SituationEncombrant,
    SourceParole,
    StatutParticipation,
    StatutQuartier,
    TypeEquipement,
    TypeMarche,
    Unite,
    VolumeEncombrant,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuartierDraft:
    """A quartier; `prefixe` (three letters) begins the numbers of its marches."""

    nom: str = ""
    prefixe: str = ""
    statut: StatutQuartier = StatutQuartier.QPV
    ordre: int = 0
    code_qpv: str = ""
    npnru: bool | None = None
    tolerance_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureDraft:
    """A gestionnaire: a service or a body, never a person."""

    nom: str = ""
    famille: FamilleStructure = FamilleStructure.INC


@dataclass(frozen=True, slots=True, kw_only=True)
class MarcheDraft:
    """An outing in a quartier. `numero` empty: the service allots the next one."""

    quartier_id: str | None = None
    type: TypeMarche = TypeMarche.DEM_JOUR
    date_prevue: date | None = None
    numero: str = ""
    point_rdv: str = ""
    nb_habitants: int | None = None
    nb_pros: int | None = None
    synthese: str = ""
    parcours_id: str | None = None
    heure_debut: str = ""
    heure_fin: str = ""
    meteo: Meteo | None = None
    sol: EtatSol | None = None
    faits_marquants: str = ""
    conclusion: str = ""
    etat: EtatMarche = EtatMarche.PROGRAMMEE
    motif_etat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncombrantDraft:
    """What a constat of encombrants says more; `enc_natures` are codes parted by spaces."""

    enc_natures: str = ""
    enc_volume: VolumeEncombrant | None = None
    enc_nb_objets: int | None = None
    enc_situation: SituationEncombrant | None = None
    enc_regime: RegimeEncombrant | None = None
    enc_auteur: AuteurEncombrant | None = None
    enc_date_enlevement: date | None = None
    enc_tonnage_kg: int | None = None
    enc_cout: Decimal | None = None
    enc_payeur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatDraft(EncombrantDraft):
    """A constat; coordinates are in 1e-7 degree, WGS 84.

    `item` is the code of a line of the grid (PRO-06); `date_constat` is ISO 8601. What it says
    of encombrants holds for the items of `rules.ENCOMBRANTS` alone.
    """

    marche_id: str | None = None
    theme: str | None = None
    gravite: Gravite | None = None
    gestionnaire_id: str | None = None
    texte: str = ""
    lieu: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    origine_position: OriginePosition = OriginePosition.AUCUNE
    polarite: Polarite = Polarite.FAIBLE
    item: str | None = None
    titre: str = ""
    arret_id: str | None = None
    batiment: str = ""
    foncier: Foncier | None = None
    exposition: Exposition | None = None
    recurrence: Recurrence | None = None
    priorite_forcee: Priorite | None = None
    priorite_motif: str = ""
    etendue: Etendue | None = None
    quantite: Decimal | None = None
    unite: Unite | None = None
    position_qpv_forcee: PositionQpv | None = None
    date_constat: str = ""
    source_parole: SourceParole | None = None
    confidentialite: Confidentialite | None = None
    ref_externe: str = ""
    fiche_papier: str = ""
    micro_site_id: str | None = None
    equipement_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionDraft:
    """What goes with a change of state, by the names of the columns of a constat.

    `vers` is the state wanted. `photo_id` is the photo taken at a check, which takes the role
    « après »; `sans_photo`: seen mended without one, `levee_motif` says why.
    """

    vers: EtatConstat = EtatConstat.OUVERT
    date_transmission: date | None = None
    canal_transmission: CanalTransmission | None = None
    destinataire: str = ""
    motif_contestation: str = ""
    gestionnaire_id: str | None = None
    date_reponse: date | None = None
    date_prevue: date | None = None
    cout: Decimal | None = None
    financement: str = ""
    date_travaux: date | None = None
    date_realise: date | None = None
    date_levee: date | None = None
    levee_par: str = ""
    levee_mode: LeveeMode | None = None
    photo_id: str | None = None
    sans_photo: bool = False
    levee_motif: str = ""
    motif_sans_suite: MotifSansSuite | None = None
    motif_texte: str = ""
    motif_reouverture: str = ""
    cible_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcoursDraft:
    """A prepared way through a quartier."""

    quartier_id: str | None = None
    nom: str = ""
    point_rdv: str = ""
    point_fin: str = ""
    actif: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretDraft:
    """A stop of a parcours; coordinates in 1e-7 degree, `rayon_m` None: the usual radius."""

    parcours_id: str | None = None
    ordre: int | None = None
    nom: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    rayon_m: int | None = None
    consigne: str = ""
    duree_min: int | None = None
    sensible: LieuSensible | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationDraft:
    """Who came to a marche: a structure, or an anonymous `libelle` (« habitante, bât. C »)."""

    marche_id: str | None = None
    structure_id: str | None = None
    libelle: str = ""
    role: RoleParticipation | None = None
    statut: StatutParticipation | None = None
    nombre: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroSiteDraft:
    """A proximity sports site."""

    nom: str = ""
    quartier_id: str | None = None
    adresse: str = ""
    lat_e7: int | None = None
    lon_e7: int | None = None
    gestionnaire_id: str | None = None
    etat_vie: EtatVie = EtatVie.OUVERT
    etat_general: EtatGeneral | None = None
    acces: AccesSite | None = None
    eclairage: bool | None = None
    point_eau: bool | None = None
    pmr: bool | None = None
    bancs: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipementDraft:
    """A practice space of a micro-site; lengths in centimetres."""

    micro_site_id: str | None = None
    nom: str = ""
    type: TypeEquipement | None = None
    longueur_cm: int | None = None
    largeur_cm: int | None = None
    sol: str = ""
    norme: NormeDeclaree | None = None
    fabricant: str = ""
    annee_pose: int | None = None
    panneau: bool | None = None
    etat: EtatGeneral | None = None
