"""The satisfaction survey as it is asked: the RIME annex, then the questions of the team.

Screen and paper read this one list: their order is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from desktop.texts.relogement.suite import AVIS, SATISFACTION, TRANCHE_RESSOURCES

OUI_NON: Final[Mapping[Any, str]] = MappingProxyType({True: "Oui", False: "Non"})


class Saisie(StrEnum):
    """How a question is answered; never stored."""

    DATE = "DATE"
    CHOIX = "CHOIX"
    LIGNE = "LIGNE"
    TEXTE = "TEXTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `titre` begins a part; `numero` is the one of the RIME annex, "" without."""

    champ: str
    texte: str
    saisie: Saisie
    numero: str = ""
    titre: str = ""
    reponses: Mapping[Any, str] = field(default_factory=dict)


def _choix(champ: str, texte: str, reponses: Mapping[Any, str], numero: str = "") -> Question:
    return Question(champ=champ, texte=texte, saisie=Saisie.CHOIX, numero=numero, reponses=reponses)


QUESTIONS: Final = (
    Question(champ="date_faite", texte="Date de l’entretien", saisie=Saisie.DATE),
    Question(
        champ="tranche_ressources",
        texte="Ressources mensuelles du ménage",
        saisie=Saisie.CHOIX,
        titre="L’information et l’accompagnement",
        reponses=TRANCHE_RESSOURCES,
    ),
    Question(
        champ="information_comment",
        texte="Comment avez-vous été informé de la démolition ?",
        saisie=Saisie.LIGNE,
        numero="1",
    ),
    _choix("information_qualite", "Les informations reçues étaient…", SATISFACTION, "2"),
    _choix("interlocuteur", "Avez-vous eu un interlocuteur particulier ?", OUI_NON, "3"),
    Question(champ="interlocuteur_lequel", texte="Lequel ?", saisie=Saisie.LIGNE, numero="4"),
    _choix("accompagnement_general", "Accompagnement satisfaisant, en général ?", OUI_NON, "5a"),
    _choix(
        "accompagnement_demenagement",
        "Accompagnement satisfaisant, au moment du déménagement ?",
        OUI_NON,
        "5b",
    ),
    Question(
        champ="logement_avis",
        texte="Êtes-vous satisfait de votre logement ?",
        saisie=Saisie.CHOIX,
        numero="6",
        titre="Le nouveau logement",
        reponses=AVIS,
    ),
    Question(champ="logement_pourquoi", texte="Pourquoi ?", saisie=Saisie.TEXTE, numero="7"),
    _choix("travaux", "Des travaux ont-ils été faits dans le logement ?", OUI_NON, "8"),
    Question(
        champ="quartier_avis",
        texte="Êtes-vous satisfait du quartier ?",
        saisie=Saisie.CHOIX,
        titre="Le quartier et la vie de tous les jours",
        reponses=AVIS,
    ),
    _choix("voisinage_avis", "Du voisinage ?", AVIS),
    _choix("cout_avis", "De ce que coûte le logement ?", AVIS),
    _choix("ecole_avis", "De l’école ?", AVIS),
    _choix("transports_avis", "Des transports ?", AVIS),
    _choix("recommande", "Recommanderiez-vous cet accompagnement ?", OUI_NON),
    Question(
        champ="verbatim_accord",
        texte="Acceptez-vous que vos mots soient gardés et cités sans votre nom ?",
        saisie=Saisie.CHOIX,
        titre="Vos mots, si vous êtes d’accord",
        reponses=OUI_NON,
    ),
    Question(champ="verbatim", texte="Ce que vous en dites", saisie=Saisie.TEXTE),
    Question(
        champ="refusee",
        texte="Vous préférez ne pas répondre",
        saisie=Saisie.CHOIX,
        titre="Si l’enquête n’a pas lieu",
        reponses=OUI_NON,
    ),
)
"""Every question, in the order of screen and paper."""
