"""French wording of the constats: states, grid, follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.codes import (
    AuteurEncombrant,
    CanalTransmission,
    Confidentialite,
    EtatConstat,
    Etendue,
    Exposition,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    NatureLien,
    OriginePosition,
    Polarite,
    PositionQpv,
    Priorite,
    Recurrence,
    RegimeEncombrant,
    SituationEncombrant,
    SourceParole,
    Unite,
    VerdictRevue,
    VolumeEncombrant,
)

ETAT_CONSTAT: Final[Mapping[EtatConstat, str]] = {
    EtatConstat.BROUILLON: "Brouillon",
    EtatConstat.A_QUALIFIER: "À qualifier",
    EtatConstat.OUVERT: "Ouvert",
    EtatConstat.TRANSMIS: "Transmis",
    EtatConstat.CONTESTE: "Compétence contestée",
    EtatConstat.PRIS_EN_CHARGE: "Pris en charge",
    EtatConstat.PROGRAMME: "Programmé",
    EtatConstat.EN_COURS: "En cours",
    EtatConstat.REALISE_DECLARE: "Réalisé (déclaré)",
    EtatConstat.LEVE: "Levé (vérifié)",
    EtatConstat.SANS_SUITE: "Sans suite",
    EtatConstat.FUSIONNE: "Doublon",
    EtatConstat.RELEVE: "Relevé",
    EtatConstat.CONFIRME: "Confirmé",
    EtatConstat.PERDU: "Perdu",
    EtatConstat.RETENU: "Retenu",
    EtatConstat.NON_RETENU: "Non retenu",
}

TRANSITION: Final[Mapping[int, str]] = {
    3: "Ouvrir",
    4: "Transmettre au gestionnaire",
    5: "Compétence contestée par le gestionnaire",
    6: "Confier à un autre gestionnaire",
    7: "Pris en charge",
    8: "Programmé à une date",
    9: "Travaux commencés",
    10: "Réalisé, dit le gestionnaire",
    11: "Levé : réparation vérifiée",
    12: "Contrôle négatif : rien n’est réparé",
    13: "Clore sans suite",
    14: "Doublon d’un autre constat",
    15: "Rouvrir",
}
"""What an agent does, by number of the table of gusp-microsites 1.3."""

GRAVITE: Final[Mapping[Gravite, str]] = {
    Gravite.MINEUR: "Mineur",
    Gravite.MODERE: "Modéré",
    Gravite.MAJEUR: "Majeur",
    Gravite.DANGER: "Danger immédiat",
}

GRAVITE_QUESTION: Final[Mapping[Gravite, str]] = {
    Gravite.MINEUR: "Une gêne, ou l’image seule ?",
    Gravite.MODERE: "Usage dégradé, qui va empirer ?",
    Gravite.MAJEUR: "Usage impossible, accident probable ?",
    Gravite.DANGER: "Quelqu’un peut-il être blessé aujourd’hui ?",
}
"""The question that settles a gravity (gusp-microsites 2.7)."""

POLARITE: Final[Mapping[Polarite, str]] = {
    Polarite.FAIBLE: "Point faible",
    Polarite.FORT: "Point fort",
    Polarite.NEUTRE: "Information",
    Polarite.PROPOSITION: "Proposition",
}

MOTIF_SANS_SUITE: Final[Mapping[MotifSansSuite, str]] = {
    MotifSansSuite.NON_FONDE: "Non fondé",
    MotifSansSuite.HORS_PERIMETRE: "Hors du périmètre",
    MotifSansSuite.HORS_COMPETENCE_LOCALE: "Hors de la compétence locale",
    MotifSansSuite.COUT_DISPROPORTIONNE: "Coût disproportionné",
    MotifSansSuite.REPORTE_PROJET_URBAIN: "Reporté au projet urbain",
    MotifSansSuite.DISPARU_SPONTANEMENT: "Disparu de lui-même",
    MotifSansSuite.REFUS_GESTIONNAIRE: "Refus du gestionnaire",
    MotifSansSuite.DONNEE_INSUFFISANTE: "Données insuffisantes",
}

FONCIER: Final[Mapping[Foncier, str]] = {
    Foncier.PUBLIC_VILLE: "Public – Ville",
    Foncier.PUBLIC_METROPOLE: "Public – Métropole",
    Foncier.PUBLIC_DEPARTEMENT: "Public – Département",
    Foncier.PRIVE_BAILLEUR: "Privé – bailleur",
    Foncier.PRIVE_COPROPRIETE: "Privé – copropriété",
    Foncier.PRIVE_OUVERT_AU_PUBLIC: "Privé ouvert au public",
    Foncier.RETROCESSION_EN_COURS: "Rétrocession en cours",
    Foncier.INCONNU: "Inconnu",
}

EXPOSITION: Final[Mapping[Exposition, str]] = {
    Exposition.CONFIDENTIELLE: "Peu de passage",
    Exposition.NORMALE: "Passage normal",
    Exposition.FORTE: "École, PMR ou fort passage",
}

ETENDUE: Final[Mapping[Etendue, str]] = {
    Etendue.PONCTUEL: "Ponctuel",
    Etendue.LINEAIRE: "Linéaire",
    Etendue.SURFACIQUE: "Surfacique",
    Etendue.DIFFUS: "Diffus",
}

UNITE: Final[Mapping[Unite, str]] = {
    Unite.UNITE: "Unités",
    Unite.METRE: "Mètres",
    Unite.METRE_CARRE: "Mètres carrés",
    Unite.METRE_CUBE: "Mètres cubes",
}

PRIORITE: Final[Mapping[Priorite, str]] = {
    Priorite.P1: "P1",
    Priorite.P2: "P2",
    Priorite.P3: "P3",
    Priorite.P4: "P4",
}

RECURRENCE: Final[Mapping[Recurrence, str]] = {
    Recurrence.PREMIERE_FOIS: "Première fois",
    Recurrence.DEJA_SIGNALE: "Déjà signalé",
    Recurrence.RECIDIVE: "Récidive",
    Recurrence.CHRONIQUE: "Chronique",
}

LEVEE_MODE: Final[Mapping[LeveeMode, str]] = {
    LeveeMode.SUR_PLACE: "Vérifié sur place",
    LeveeMode.PHOTO_GESTIONNAIRE: "Photo du gestionnaire",
    LeveeMode.DECLARATIF: "Déclaration seule",
}

CANAL_TRANSMISSION: Final[Mapping[CanalTransmission, str]] = {
    CanalTransmission.MAIL: "Courriel",
    CanalTransmission.TEL: "Téléphone",
    CanalTransmission.COURRIER: "Courrier",
    CanalTransmission.REUNION: "Réunion",
    CanalTransmission.APPLI_GESTIONNAIRE: "Application du gestionnaire",
}

SOURCE_PAROLE: Final[Mapping[SourceParole, str]] = {
    SourceParole.HABITANT: "Habitant",
    SourceParole.PROFESSIONNEL: "Professionnel",
    SourceParole.ELU: "Élu",
    SourceParole.POLICE: "Police",
    SourceParole.MEDIATION: "Médiation",
    SourceParole.AGENT_GUSP: "Agent GUSP",
}

CONFIDENTIALITE: Final[Mapping[Confidentialite, str]] = {
    Confidentialite.PUBLIC: "Public",
    Confidentialite.PARTENAIRES: "Partenaires",
    Confidentialite.INTERNE: "Interne",
}

ORIGINE_POSITION: Final[Mapping[OriginePosition, str]] = {
    OriginePosition.EXIF: "Position de la photo",
    OriginePosition.GPX_HORODATAGE: "Trace GPX, par l’heure",
    OriginePosition.CARTE_MANUELLE: "Pointée sur la carte",
    OriginePosition.ARRET: "Position de l’arrêt",
    OriginePosition.ADRESSE: "Position de l’adresse",
    OriginePosition.AUCUNE: "Sans position",
}

POSITION_QPV: Final[Mapping[PositionQpv, str]] = {
    PositionQpv.DEDANS: "Dans le quartier",
    PositionQpv.ABORDS: "Aux abords du quartier",
    PositionQpv.HORS: "Hors du quartier",
}

NATURE_LIEN: Final[Mapping[NatureLien, str]] = {
    NatureLien.RECIDIVE_DE: "Récidive de",
    NatureLien.DOUBLON_DE: "Doublon de",
    NatureLien.CONSEQUENCE_DE: "Conséquence de",
    NatureLien.MEME_ACTION: "Même action que",
    NatureLien.INVERSE_DE: "Inverse de",
}

VERDICT_REVUE: Final[Mapping[VerdictRevue, str]] = {
    VerdictRevue.LEVE: "Levé",
    VerdictRevue.PERSISTE: "Persiste",
    VerdictRevue.AGGRAVE: "Aggravé",
    VerdictRevue.AMELIORE: "Amélioré",
    VerdictRevue.NON_VU: "Non vu",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    EtatConstat: ETAT_CONSTAT,
    Gravite: GRAVITE,
    Polarite: POLARITE,
    MotifSansSuite: MOTIF_SANS_SUITE,
    Foncier: FONCIER,
    Exposition: EXPOSITION,
    Etendue: ETENDUE,
    Unite: UNITE,
    Priorite: PRIORITE,
    Recurrence: RECURRENCE,
    LeveeMode: LEVEE_MODE,
    CanalTransmission: CANAL_TRANSMISSION,
    SourceParole: SOURCE_PAROLE,
    Confidentialite: CONFIDENTIALITE,
    OriginePosition: ORIGINE_POSITION,
    PositionQpv: POSITION_QPV,
    NatureLien: NATURE_LIEN,
    VerdictRevue: VERDICT_REVUE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "constat": "Constat",
    "lien_constat": "Lien entre constats",
    "revue_constat": "Revue de constat",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "constat": {
        "numero": "Numéro",
        "etat": "État",
        "marche_id": "Marche",
        "theme": "Thème",
        "gravite": "Gravité",
        "gestionnaire_id": "Gestionnaire",
        "texte": "Constat",
        "lieu": "Lieu",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "origine_position": "Origine de la position",
        "polarite": "Nature",
        "item": "Point de grille",
        "titre": "Titre",
        "arret_id": "Arrêt",
        "batiment": "Bâtiment",
        "foncier": "Foncier",
        "exposition": "Exposition",
        "recurrence": "Récurrence",
        "priorite_forcee": "Priorité forcée",
        "priorite_motif": "Motif de la priorité forcée",
        "etendue": "Étendue",
        "quantite": "Quantité",
        "unite": "Unité",
        "position_qpv_forcee": "Situation forcée",
        "date_constat": "Constaté le",
        "source_parole": "Source",
        "confidentialite": "Diffusion",
        "ref_externe": "Référence du gestionnaire",
        "fiche_papier": "Fiche papier",
        "micro_site_id": "Micro-site",
        "equipement_id": "Équipement",
        "date_ouverture": "Ouvert le",
        "date_transmission": "Transmis le",
        "canal_transmission": "Canal",
        "destinataire": "Destinataire",
        "motif_contestation": "Motif de la contestation",
        "date_reponse": "Réponse le",
        "date_prevue": "Date prévue",
        "cout": "Coût",
        "financement": "Financement",
        "date_travaux": "Travaux commencés le",
        "date_realise": "Réalisé le",
        "date_levee": "Levé le",
        "levee_par": "Vérifié par",
        "levee_mode": "Mode de vérification",
        "levee_motif": "Raison sans photo",
        "date_cloture": "Clos le",
        "motif_sans_suite": "Motif sans suite",
        "motif_texte": "Explication du motif",
        "motif_reouverture": "Motif de la réouverture",
        "cible_id": "Réuni dans",
        "enc_natures": "Natures d’encombrants",
        "enc_volume": "Volume",
        "enc_nb_objets": "Nombre d’objets",
        "enc_situation": "Situation",
        "enc_regime": "Régime",
        "enc_auteur": "Auteur présumé",
        "enc_date_enlevement": "Enlevé le",
        "enc_tonnage_kg": "Poids",
        "enc_cout": "Coût de l’enlèvement",
        "enc_payeur": "Payeur",
    },
    "lien_constat": {
        "constat_id": "Constat",
        "autre_id": "Autre constat",
        "nature": "Lien",
    },
    "revue_constat": {
        "marche_id": "Marche",
        "constat_id": "Constat",
        "verdict": "Verdict",
        "note": "Note",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("constat", "etat"): EtatConstat,
    ("constat", "gravite"): Gravite,
    ("constat", "origine_position"): OriginePosition,
    ("lien_constat", "nature"): NatureLien,
    ("revue_constat", "verdict"): VerdictRevue,
    ("constat", "polarite"): Polarite,
    ("constat", "foncier"): Foncier,
    ("constat", "exposition"): Exposition,
    ("constat", "recurrence"): Recurrence,
    ("constat", "priorite_forcee"): Priorite,
    ("constat", "etendue"): Etendue,
    ("constat", "unite"): Unite,
    ("constat", "position_qpv_forcee"): PositionQpv,
    ("constat", "source_parole"): SourceParole,
    ("constat", "confidentialite"): Confidentialite,
    ("constat", "canal_transmission"): CanalTransmission,
    ("constat", "levee_mode"): LeveeMode,
    ("constat", "motif_sans_suite"): MotifSansSuite,
    ("constat", "enc_volume"): VolumeEncombrant,
    ("constat", "enc_situation"): SituationEncombrant,
    ("constat", "enc_regime"): RegimeEncombrant,
    ("constat", "enc_auteur"): AuteurEncombrant,
}
"""Fields that hold a code."""
