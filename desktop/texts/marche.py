"""French wording of the marches and of the parcours they follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.codes import (
    EtatMarche,
    EtatSol,
    LieuSensible,
    Meteo,
    NoteItem,
    RoleParticipation,
    StatutParticipation,
    TypeMarche,
)

TYPE_MARCHE: Final[Mapping[TypeMarche, str]] = {
    TypeMarche.DEM_JOUR: "Diagnostic en marchant (jour)",
    TypeMarche.DIAG_ECLAIRAGE: "Diagnostic éclairage (nuit)",
    TypeMarche.MARCHE_EXPLO: "Marche exploratoire",
    TypeMarche.TOURNEE_ENCOMBRANTS: "Repérage encombrants",
    TypeMarche.VISITE_LEVEE: "Visite de contrôle",
}

ETAT_MARCHE: Final[Mapping[EtatMarche, str]] = {
    EtatMarche.PROGRAMMEE: "Programmée",
    EtatMarche.PREPAREE: "Préparée",
    EtatMarche.REALISEE: "Réalisée",
    EtatMarche.DEPOUILLEE: "Dépouillée",
    EtatMarche.DIFFUSEE: "Diffusée",
    EtatMarche.CLOSE: "Close",
    EtatMarche.ANNULEE: "Annulée",
    EtatMarche.REPORTEE: "Reportée",
}

METEO: Final[Mapping[Meteo, str]] = {
    Meteo.SEC_CLAIR: "Sec et clair",
    Meteo.COUVERT: "Couvert",
    Meteo.PLUIE: "Pluie",
    Meteo.VENT_FORT: "Vent fort",
    Meteo.MISTRAL: "Mistral",
    Meteo.BROUILLARD: "Brouillard",
    Meteo.CANICULE: "Canicule",
}

ETAT_SOL: Final[Mapping[EtatSol, str]] = {
    EtatSol.SEC: "Sec",
    EtatSol.HUMIDE: "Humide",
    EtatSol.MOUILLE: "Mouillé",
}

ROLE_PARTICIPATION: Final[Mapping[RoleParticipation, str]] = {
    RoleParticipation.ANIMATEUR: "Animateur",
    RoleParticipation.SECRETAIRE: "Secrétaire",
    RoleParticipation.PHOTOGRAPHE: "Photographe",
    RoleParticipation.REFERENT_GESTIONNAIRE: "Référent gestionnaire",
    RoleParticipation.GARDE_TEMPS: "Garde-temps",
    RoleParticipation.SERRE_FILE: "Serre-file",
    RoleParticipation.PARTICIPANT: "Participant",
    RoleParticipation.OBSERVATEUR: "Observateur",
}

STATUT_PARTICIPATION: Final[Mapping[StatutParticipation, str]] = {
    StatutParticipation.INVITE: "Invité",
    StatutParticipation.EXCUSE: "Excusé",
    StatutParticipation.PRESENT: "Présent",
    StatutParticipation.ABSENT: "Absent",
}

LIEU_SENSIBLE: Final[Mapping[LieuSensible, str]] = {
    LieuSensible.ECOLE: "École",
    LieuSensible.CRECHE: "Crèche",
    LieuSensible.RESIDENCE_SENIORS: "Résidence de seniors",
    LieuSensible.ARRET_BUS: "Arrêt de bus",
    LieuSensible.CENTRE_SOCIAL: "Centre social",
    LieuSensible.COMMERCE: "Commerce",
    LieuSensible.SANTE: "Santé",
    LieuSensible.CULTE: "Culte",
}

NOTE_ITEM: Final[Mapping[NoteItem, str]] = {
    NoteItem.SATISFAISANT: "Satisfaisant",
    NoteItem.MOYEN: "Moyen",
    NoteItem.INSUFFISANT: "Insuffisant",
    NoteItem.TRES_DEGRADE: "Très dégradé",
    NoteItem.SANS_OBJET: "Sans objet",
    NoteItem.NON_VU: "Non vu",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    TypeMarche: TYPE_MARCHE,
    EtatMarche: ETAT_MARCHE,
    Meteo: METEO,
    EtatSol: ETAT_SOL,
    RoleParticipation: ROLE_PARTICIPATION,
    StatutParticipation: STATUT_PARTICIPATION,
    LieuSensible: LIEU_SENSIBLE,
    NoteItem: NOTE_ITEM,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "marche": "Marche",
    "parcours": "Parcours",
    "arret": "Arrêt",
    "trace": "Trace GPX",
    "participation": "Participation",
    "reponse_item": "Note d’arrêt",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "marche": {
        "numero": "Numéro",
        "quartier_id": "Quartier",
        "type": "Type de sortie",
        "date_prevue": "Date prévue",
        "point_rdv": "Point de rendez-vous",
        "nb_habitants": "Habitants présents",
        "nb_pros": "Professionnels présents",
        "synthese": "Synthèse",
        "parcours_id": "Parcours",
        "etat": "État",
        "motif_etat": "Motif",
        "heure_debut": "Début",
        "heure_fin": "Fin",
        "meteo": "Météo",
        "sol": "État du sol",
        "faits_marquants": "Faits marquants",
        "conclusion": "Conclusion",
        "grille": "Grille",
    },
    "parcours": {
        "quartier_id": "Quartier",
        "nom": "Nom",
        "point_rdv": "Point de rendez-vous",
        "point_fin": "Point de fin",
        "actif": "En service",
    },
    "arret": {
        "parcours_id": "Parcours",
        "ordre": "Ordre",
        "nom": "Nom",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "rayon_m": "Rayon",
        "consigne": "Consigne",
        "duree_min": "Durée",
        "sensible": "Lieu sensible",
    },
    "trace": {
        "marche_id": "Marche",
        "nom": "Nom",
        "points": "Points",
    },
    "participation": {
        "marche_id": "Marche",
        "structure_id": "Structure",
        "libelle": "Désignation",
        "role": "Rôle",
        "statut": "Présence",
        "nombre": "Nombre",
    },
    "reponse_item": {
        "marche_id": "Marche",
        "arret_id": "Arrêt",
        "theme": "Thème",
        "item": "Point de grille",
        "note": "Note",
        "commentaire": "Commentaire",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("marche", "type"): TypeMarche,
    ("arret", "sensible"): LieuSensible,
    ("marche", "etat"): EtatMarche,
    ("marche", "meteo"): Meteo,
    ("marche", "sol"): EtatSol,
    ("participation", "role"): RoleParticipation,
    ("participation", "statut"): StatutParticipation,
    ("reponse_item", "note"): NoteItem,
}
"""Fields that hold a code."""
