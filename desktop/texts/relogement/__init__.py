"""French wording of the stored codes and fields of the espace relogement.

One module by area, as in `desktop.models`; here they are put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.texts.relogement import accompagnement, agenda, bareme, enquete, menage, offre, suite

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    **menage.LABELS,
    **enquete.LABELS,
    **accompagnement.LABELS,
    **offre.LABELS,
    **suite.LABELS,
    **agenda.LABELS,
}
"""The words of each code, by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    **menage.ENTITES,
    **enquete.ENTITES,
    **accompagnement.ENTITES,
    **offre.ENTITES,
    **suite.ENTITES,
    **agenda.ENTITES,
    **bareme.ENTITES,
}
"""Synced tables, in the singular."""

FEMININS: Final = frozenset(
    {
        "demande_logement",
        "depense",
        "dette",
        "enquete_satisfaction",
        "fragilite",
        "mesure",
        "piece",
        "proposition",
        "ressource",
        "tache",
    }
)
"""Those whose name is feminine."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    **menage.CHAMPS,
    **enquete.CHAMPS,
    **accompagnement.CHAMPS,
    **offre.CHAMPS,
    **suite.CHAMPS,
    **agenda.CHAMPS,
    **bareme.CHAMPS,
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    **menage.CODES,
    **enquete.CODES,
    **accompagnement.CODES,
    **offre.CODES,
    **suite.CODES,
    **agenda.CODES,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    **menage.CODES_MULTIPLES,
    **enquete.CODES_MULTIPLES,
    **offre.CODES_MULTIPLES,
    **suite.CODES_MULTIPLES,
    **agenda.CODES_MULTIPLES,
}
"""Fields that hold several codes parted by spaces."""

DATES: Final = frozenset(
    {
        "date_apl",
        "date_apl_reelle",
        "date_attribution",
        "date_bail",
        "date_caleol",
        "date_conventionnement",
        "date_debut",
        "date_decision",
        "date_declaration",
        "date_demande",
        "date_demenagement",
        "date_depot",
        "date_disponible",
        "date_edl_sortant",
        "date_enquete",
        "date_entree",
        "date_etat",
        "date_evaluation",
        "date_expression",
        "date_faite",
        "date_fin",
        "date_information_rgpd",
        "date_liberation",
        "date_limite",
        "date_limite_reponse",
        "date_mise_service",
        "date_naissance",
        "date_notification",
        "date_piece",
        "date_radiation",
        "date_remise_cles",
        "date_renouvellement",
        "date_reperage",
        "date_reprise",
        "date_retour",
        "date_saisine",
        "date_solde",
        "date_validite",
        "date_visite",
        "echeance",
        "plan_debut",
        "plan_fin",
    }
)
"""Fields that hold a date."""

AMOUNTS: Final = frozenset(
    {
        "apl",
        "apl_estimee",
        "apl_reelle",
        "charges",
        "contribution_travaux",
        "depot_montant",
        "forfait_chauffage",
        "forfait_eau_chaude",
        "forfait_eau_froide",
        "loyer",
        "loyer_annexes",
        "loyer_max",
        "loyer_plafond_apl",
        "montant",
        "montant_devis",
        "montant_facture",
        "montant_initial",
        "plan_mensualite",
        "rac_constant_fige",
        "rac_fige",
        "reglements",
        "reste_vivre_fige",
        "rfr_n1",
        "rfr_n2",
        "solde",
    }
)
"""Fields that hold an amount in €."""


def accord(entity: str, participe: str) -> str:
    """Return « Ressource enregistrée », « Souhait enregistré »."""
    return f"{ENTITES[entity]} {participe}{'e' if entity in FEMININS else ''}"
