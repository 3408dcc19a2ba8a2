"""French wording of the micro-sites and of their equipment."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.codes import (
    AccesSite,
    EtatGeneral,
    EtatVie,
    NormeDeclaree,
    TypeEquipement,
)

ETAT_VIE: Final[Mapping[EtatVie, str]] = {
    EtatVie.PROJET: "En projet",
    EtatVie.EN_TRAVAUX: "En travaux",
    EtatVie.OUVERT: "Ouvert",
    EtatVie.FERME_PARTIEL: "Fermé en partie",
    EtatVie.FERME_SECURITE: "Fermé par sécurité",
    EtatVie.DEPOSE: "Déposé",
}

ETAT_GENERAL: Final[Mapping[EtatGeneral, str]] = {
    EtatGeneral.A: "A – Bon",
    EtatGeneral.B: "B – Usage normal",
    EtatGeneral.C: "C – À réparer",
    EtatGeneral.D: "D – Dégradé",
    EtatGeneral.E: "E – Fermé",
}

ACCES_SITE: Final[Mapping[AccesSite, str]] = {
    AccesSite.LIBRE: "Libre",
    AccesSite.HORAIRES: "À certaines heures",
    AccesSite.CLOTURE: "Clôturé",
    AccesSite.RESERVE: "Réservé",
}

TYPE_EQUIPEMENT: Final[Mapping[TypeEquipement, str]] = {
    TypeEquipement.CITY_STADE: "City-stade, terrain multisports",
    TypeEquipement.STREET_WORKOUT: "Module street workout",
    TypeEquipement.FITNESS_PLEIN_AIR: "Fitness de plein air",
    TypeEquipement.AIRE_JEUX: "Aire collective de jeux",
    TypeEquipement.BUT_PANIER_ISOLE: "But ou panier isolé",
    TypeEquipement.BASKET_3X3: "Terrain de basket 3x3",
    TypeEquipement.BASKET: "Terrain de basket",
    TypeEquipement.FOOT_5X5: "Terrain de foot 5x5",
    TypeEquipement.FOOT: "Terrain de football, stabilisé",
    TypeEquipement.FUTSAL_EXT: "Futsal extérieur",
    TypeEquipement.TERRAIN_MIXTE: "Terrain mixte",
    TypeEquipement.SKATE: "Skatepark",
    TypeEquipement.PUMPTRACK: "Pumptrack",
    TypeEquipement.PARKOUR: "Parkour",
    TypeEquipement.PETANQUE: "Boulodrome",
    TypeEquipement.PARCOURS_SANTE: "Parcours sportif, santé",
    TypeEquipement.PING_PONG: "Table de ping-pong, teqball",
    TypeEquipement.CONVIVIALITE: "Aire de convivialité",
}

NORME_DECLAREE: Final[Mapping[NormeDeclaree, str]] = {
    NormeDeclaree.EN_15312: "NF EN 15312 (multisports)",
    NormeDeclaree.EN_16630: "NF EN 16630 (fitness)",
    NormeDeclaree.EN_1176: "NF EN 1176 (jeux)",
    NormeDeclaree.EN_14974: "NF EN 14974 (skate)",
    NormeDeclaree.AUCUNE: "Aucune",
    NormeDeclaree.INCONNUE: "Inconnue",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    EtatVie: ETAT_VIE,
    EtatGeneral: ETAT_GENERAL,
    AccesSite: ACCES_SITE,
    TypeEquipement: TYPE_EQUIPEMENT,
    NormeDeclaree: NORME_DECLAREE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "micro_site": "Micro-site",
    "equipement": "Équipement",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "micro_site": {
        "nom": "Nom",
        "quartier_id": "Quartier",
        "adresse": "Adresse",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "gestionnaire_id": "Gestionnaire",
        "etat_vie": "Situation",
        "etat_general": "État général",
        "acces": "Accès",
        "eclairage": "Éclairage",
        "point_eau": "Point d’eau",
        "pmr": "Accessible PMR",
        "bancs": "Bancs",
        "notes": "Notes",
    },
    "equipement": {
        "micro_site_id": "Micro-site",
        "nom": "Nom",
        "type": "Type",
        "longueur_cm": "Longueur",
        "largeur_cm": "Largeur",
        "sol": "Sol",
        "norme": "Norme déclarée",
        "fabricant": "Fabricant",
        "annee_pose": "Année de pose",
        "panneau": "Panneau d’information",
        "etat": "État",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("micro_site", "etat_vie"): EtatVie,
    ("micro_site", "etat_general"): EtatGeneral,
    ("micro_site", "acces"): AccesSite,
    ("equipement", "type"): TypeEquipement,
    ("equipement", "norme"): NormeDeclaree,
    ("equipement", "etat"): EtatGeneral,
}
"""Fields that hold a code."""
