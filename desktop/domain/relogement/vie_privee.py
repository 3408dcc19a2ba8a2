"""Values of the reading log and of the search in free texts (relogement V5, V16)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

EXPORT: Final = "export"
"""`entite` of what left this poste in a note of the log: `ligne` says what, `bloc` why (V19)."""


class BlocSensible(StrEnum):
    """What of a dossier was read, printed or taken out."""

    SYNTHESE = "SYNTHESE"
    RESSOURCES = "RESSOURCES"
    BESOINS = "BESOINS"
    ACCOMPAGNEMENT = "ACCOMPAGNEMENT"
    DEMANDE = "DEMANDE"
    RAPPROCHEMENT = "RAPPROCHEMENT"
    FICHE = "FICHE"
    FICHE_PARTENAIRE = "FICHE_PARTENAIRE"
    FICHE_PROPOSITION = "FICHE_PROPOSITION"
    COURRIER = "COURRIER"
    BORDEREAU = "BORDEREAU"
    PREUVE = "PREUVE"
    ATTESTATION_VISITE = "ATTESTATION_VISITE"
    ATTESTATION_RELOGEMENT = "ATTESTATION_RELOGEMENT"
    FICHE_DEMENAGEMENT = "FICHE_DEMENAGEMENT"
    QUESTIONNAIRE = "QUESTIONNAIRE"
    FICHE_CLOTURE = "FICHE_CLOTURE"
    FEUILLE = "FEUILLE"
    RADAR = "RADAR"
    RAPPROCHEMENT_PDF = "RAPPROCHEMENT_PDF"
    FACADE = "FACADE"
    PLAN = "PLAN"
    TEXTES = "TEXTES"
    CONSULTATIONS = "CONSULTATIONS"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationRecord:
    """A reading on this poste: who, when, which dossier (its reference), which block.

    `bloc` is a code of `BlocSensible`; of an export it says in words what left, and why.
    """

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
