"""French wording of the encombrants of a constat."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.codes import (
    AuteurEncombrant,
    NatureEncombrant,
    RegimeEncombrant,
    SituationEncombrant,
    VolumeEncombrant,
)

NATURE_ENCOMBRANT: Final[Mapping[NatureEncombrant, str]] = {
    NatureEncombrant.MOBILIER: "Mobilier",
    NatureEncombrant.LITERIE_MATELAS: "Literie, matelas",
    NatureEncombrant.ELECTROMENAGER_D3E: "Électroménager",
    NatureEncombrant.OBJETS_INFESTES_PUNAISES: "Objets infestés de punaises",
    NatureEncombrant.GRAVATS_CHANTIER: "Gravats de chantier",
    NatureEncombrant.SACS_DECHETS: "Sacs de déchets",
    NatureEncombrant.CARTONS: "Cartons",
    NatureEncombrant.VEGETAUX: "Végétaux",
    NatureEncombrant.PNEUS: "Pneus",
    NatureEncombrant.DANGEREUX: "Dangereux (batterie, peinture, gaz)",
    NatureEncombrant.EPAVE_2RM: "Épave de deux-roues",
    NatureEncombrant.EPAVE_VL: "Épave de voiture",
    NatureEncombrant.AUTRE: "Autre",
}

VOLUME_ENCOMBRANT: Final[Mapping[VolumeEncombrant, str]] = {
    VolumeEncombrant.V1: "Moins de 0,5 m³",
    VolumeEncombrant.V2: "De 0,5 à 1 m³",
    VolumeEncombrant.V3: "De 1 à 3 m³",
    VolumeEncombrant.V4: "De 3 à 10 m³",
    VolumeEncombrant.V5: "Plus de 10 m³",
}

SITUATION_ENCOMBRANT: Final[Mapping[SituationEncombrant, str]] = {
    SituationEncombrant.PIED_IMMEUBLE: "Pied d’immeuble",
    SituationEncombrant.PAV: "Point d’apport volontaire",
    SituationEncombrant.POINT_REGROUPEMENT: "Point de regroupement",
    SituationEncombrant.TROTTOIR: "Trottoir",
    SituationEncombrant.PARKING: "Parking",
    SituationEncombrant.ESPACE_VERT: "Espace vert",
    SituationEncombrant.LOCAL_COMMUN: "Local commun",
    SituationEncombrant.CAVE: "Cave",
    SituationEncombrant.CHEMIN: "Chemin",
}

REGIME_ENCOMBRANT: Final[Mapping[RegimeEncombrant, str]] = {
    RegimeEncombrant.SORTIE_LEGALE: "Sorti le bon jour",
    RegimeEncombrant.HORS_JOUR: "Sorti hors du jour",
    RegimeEncombrant.DEPOT_SAUVAGE: "Dépôt sauvage",
}

AUTEUR_ENCOMBRANT: Final[Mapping[AuteurEncombrant, str]] = {
    AuteurEncombrant.HABITANT: "Habitant",
    AuteurEncombrant.PROFESSIONNEL: "Professionnel",
    AuteurEncombrant.INCONNU: "Inconnu",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    NatureEncombrant: NATURE_ENCOMBRANT,
    VolumeEncombrant: VOLUME_ENCOMBRANT,
    SituationEncombrant: SITUATION_ENCOMBRANT,
    RegimeEncombrant: REGIME_ENCOMBRANT,
    AuteurEncombrant: AUTEUR_ENCOMBRANT,
}
"""The tables above by class of code."""
