"""Values of the reading log and of the search in free texts (relogement V5, V16)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlocSensible(StrEnum):
    """What of a dossier was read, printed or taken out."""

    RESSOURCES = "RESSOURCES"
    BESOINS = "BESOINS"
    ACCOMPAGNEMENT = "ACCOMPAGNEMENT"
    FICHE = "FICHE"
    FICHE_PARTENAIRE = "FICHE_PARTENAIRE"
    TEXTES = "TEXTES"
    CONSULTATIONS = "CONSULTATIONS"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRecord:
    """A reading on this poste: who, when, which dossier (its reference), which block."""

    id: str
    auteur: str
    moment_ms: int
    reference: str
    bloc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TexteLibreRecord:
    """A free text to be reviewed; `signales` are the words that should not be there."""

    id: str
    entite: str
    ligne: str
    champ: str
    menage_id: str | None
    reference: str
    texte: str
    signales: tuple[str, ...]
