"""French words of the reading log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.relogement.vie_privee import BlocSensible

BLOC_SENSIBLE: Final[Mapping[BlocSensible, str]] = {
    BlocSensible.RESSOURCES: "Ressources et charges",
    BlocSensible.BESOINS: "Besoins d’aménagement",
    BlocSensible.ACCOMPAGNEMENT: "Accompagnement",
    BlocSensible.FICHE: "Fiche ménage en PDF",
    BlocSensible.FICHE_PARTENAIRE: "Fiche ménage pour un partenaire, en PDF",
    BlocSensible.TEXTES: "Recherche dans les textes libres",
    BlocSensible.CONSULTATIONS: "Journal des consultations",
}


def bloc_words(code: str) -> str:
    """Return the words of a block; a code of a newer version as it is."""
    try:
        return BLOC_SENSIBLE[BlocSensible(code)]
    except ValueError:
        return code
