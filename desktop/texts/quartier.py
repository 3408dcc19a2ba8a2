"""French wording of the quartiers and of what the team sets: gestionnaires, grids, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.codes import (
    FamilleStructure,
    Gravite,
    StatutQuartier,
)

STATUT_QUARTIER: Final[Mapping[StatutQuartier, str]] = {
    StatutQuartier.QPV: "Quartier prioritaire (QPV)",
    StatutQuartier.VEILLE_ACTIVE: "Veille active",
    StatutQuartier.AUTRE: "Autre",
}

FAMILLE_STRUCTURE: Final[Mapping[FamilleStructure, str]] = {
    FamilleStructure.VP: "Ville – Propreté urbaine",
    FamilleStructure.VV: "Ville – Voirie",
    FamilleStructure.VE: "Ville – Éclairage public",
    FamilleStructure.VS: "Ville – Espaces verts",
    FamilleStructure.VSP: "Ville – Sports",
    FamilleStructure.VJ: "Ville – Jeux et jeunesse",
    FamilleStructure.VB: "Ville – Bâtiments",
    FamilleStructure.VH: "Ville – Hygiène et santé",
    FamilleStructure.MQ: "Mairie de quartier",
    FamilleStructure.PM: "Police municipale",
    FamilleStructure.MC: "Métropole – Collecte et déchets",
    FamilleStructure.MT: "Métropole – Transports",
    FamilleStructure.ME: "Eau et assainissement",
    FamilleStructure.CD: "Département",
    FamilleStructure.BA: "Bailleur social",
    FamilleStructure.SY: "Copropriété, syndic",
    FamilleStructure.AM: "Aménageur, chantier NPNRU",
    FamilleStructure.OP: "Opérateur de réseau",
    FamilleStructure.PN: "Police nationale",
    FamilleStructure.MED: "Médiation, correspondants de nuit",
    FamilleStructure.ASSO: "Association, centre social",
    FamilleStructure.PDV: "Ville – Politique de la Ville",
    FamilleStructure.INC: "À identifier",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    StatutQuartier: STATUT_QUARTIER,
    FamilleStructure: FAMILLE_STRUCTURE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "quartier": "Quartier",
    "structure": "Gestionnaire",
    "nomenclature": "Nomenclature",
    "item_grille": "Point de grille",
    "parametre": "Paramètre",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "quartier": {
        "nom": "Nom",
        "prefixe": "Préfixe des numéros",
        "statut": "Statut",
        "ordre": "Ordre d’affichage",
        "code_qpv": "Code du quartier prioritaire",
        "npnru": "Projet NPNRU",
        "tolerance_m": "Étendue des abords",
        "contour": "Contour",
    },
    "structure": {
        "nom": "Nom",
        "famille": "Famille",
    },
    "nomenclature": {
        "domaine": "Domaine",
        "code": "Code",
        "libelle": "Libellé",
        "touche": "Touche",
        "ordre": "Ordre d’affichage",
        "actif": "En service",
    },
    "item_grille": {
        "grille": "Grille",
        "version": "Version",
        "code": "Code",
        "theme": "Thème",
        "libelle": "Libellé",
        "famille_public": "Gestionnaire en foncier public",
        "famille_bailleur": "Gestionnaire en foncier bailleur",
        "axe_tfpb": "Axe de l’abattement TFPB",
        "service_code": "Code de service Open311",
        "gravite_forcee": "Gravité minimale",
        "ordre": "Ordre d’affichage",
        "actif": "En service",
    },
    "parametre": {
        "code": "Code",
        "libelle": "Libellé",
        "valeur": "Valeur",
        "unite": "Unité",
        "source": "Source",
        "version": "Version",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("quartier", "statut"): StatutQuartier,
    ("structure", "famille"): FamilleStructure,
    ("item_grille", "famille_public"): FamilleStructure,
    ("item_grille", "famille_bailleur"): FamilleStructure,
    ("item_grille", "gravite_forcee"): Gravite,
}
"""Fields that hold a code."""
