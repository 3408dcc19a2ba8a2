"""French words of the reading log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.relogement.vie_privee import BlocSensible

BLOC_SENSIBLE: Final[Mapping[BlocSensible, str]] = {
    BlocSensible.SYNTHESE: "Synthèse du dossier",
    BlocSensible.RESSOURCES: "Ressources et charges",
    BlocSensible.BESOINS: "Besoins d’aménagement",
    BlocSensible.ACCOMPAGNEMENT: "Accompagnement",
    BlocSensible.FICHE: "Fiche ménage en PDF",
    BlocSensible.FICHE_PARTENAIRE: "Fiche ménage pour un partenaire, en PDF",
    BlocSensible.DEMANDE: "Demande de logement",
    BlocSensible.RAPPROCHEMENT: "Rapprochement",
    BlocSensible.FICHE_PROPOSITION: "Fiche de proposition en PDF",
    BlocSensible.COURRIER: "Courrier de proposition en PDF",
    BlocSensible.BORDEREAU: "Bordereau de réponse en PDF",
    BlocSensible.PREUVE: "Preuve des offres en PDF",
    BlocSensible.ATTESTATION_VISITE: "Attestation de visite ou de rendez-vous en PDF",
    BlocSensible.ATTESTATION_RELOGEMENT: "Attestation de relogement en PDF",
    BlocSensible.FICHE_DEMENAGEMENT: "Fiche de déménagement en PDF",
    BlocSensible.QUESTIONNAIRE: "Questionnaire de satisfaction en PDF",
    BlocSensible.FICHE_CLOTURE: "Fiche de clôture en PDF",
    BlocSensible.FEUILLE: "Feuille de permanence en PDF",
    BlocSensible.RADAR: "Radar en PDF",
    BlocSensible.RAPPROCHEMENT_PDF: "Rapprochement en PDF",
    BlocSensible.FACADE: "Carte du bâtiment en PDF",
    BlocSensible.PLAN: "Plan de relogement en PDF",
    BlocSensible.TEXTES: "Recherche dans les textes libres",
    BlocSensible.CONSULTATIONS: "Journal des consultations",
}


def bloc_words(code: str) -> str:
    """Return the words of a block; a code of a newer version as it is."""
    try:
        return BLOC_SENSIBLE[BlocSensible(code)]
    except ValueError:
        return code
