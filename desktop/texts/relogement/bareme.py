"""French wording of the barèmes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ENTITES: Final[Mapping[str, str]] = {
    "bareme": "Barème",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "bareme": {
        "nom": "Barème",
        "date_debut": "Applicable le",
        "zone": "Zone",
        "categorie": "Catégorie",
        "valeur": "Valeur",
        "unite": "Unité",
        "source": "Source",
        "derivee": "Valeur à vérifier",
    },
}
"""French label of each field, by table."""
