"""French words and marks of the doors of a façade, for screen and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.relogement.codes import EtatDossier, EtatLogement
from desktop.domain.relogement.facade import Case, Etat, EtatCase
from desktop.formats import NBSP, etage
from desktop.texts import label

SANS_ETAGE: Final = "Sans étage"
SANS_CAGE: Final = "Sans cage"
SANS_PORTE: Final = "?"
_CASE: Final = {EtatCase.SANS_DOSSIER: "Sans dossier", EtatCase.INCONNUE: "Pas encore connu"}

MARQUE: Final[Mapping[Etat, str]] = {
    EtatDossier.A_CONTACTER: "AC",
    EtatDossier.INJOIGNABLE: "IJ",
    EtatDossier.RDV_ENQUETE: "RV",
    EtatDossier.ENQUETE_REFUSEE: "ER",
    EtatDossier.ENQUETE_FAITE: "EF",
    EtatDossier.PRET: "PR",
    EtatDossier.PROPOSITION: "PC",
    EtatDossier.ACCEPTE: "PA",
    EtatDossier.ATTRIBUE: "LA",
    EtatDossier.BAIL_SIGNE: "BS",
    EtatDossier.EMMENAGE: "EM",
    EtatDossier.SUIVI: "SU",
    EtatDossier.CLOS: "CL",
    EtatDossier.CONTENTIEUX: "EP",
    EtatDossier.SUSPENDU: "SP",
    EtatDossier.SORTI: "SR",
    EtatLogement.VIDE_RELOGEMENT: "VR",
    EtatLogement.VIDE_DEPART: "VD",
    EtatLogement.NEUTRALISE: "NE",
    EtatLogement.MURE: "MU",
    EtatCase.SANS_DOSSIER: "—",
    EtatCase.INCONNUE: "·",
}
"""Two letters that say a state where its words have no room; colour never says it alone."""

TON: Final[Mapping[Etat, str]] = {
    EtatDossier.A_CONTACTER: "alerte",
    EtatDossier.INJOIGNABLE: "erreur",
    EtatDossier.RDV_ENQUETE: "information",
    EtatDossier.ENQUETE_REFUSEE: "erreur",
    EtatDossier.ENQUETE_FAITE: "information",
    EtatDossier.PRET: "PRIS_EN_CHARGE",
    EtatDossier.PROPOSITION: "A_QUALIFIER",
    EtatDossier.ACCEPTE: "REALISE_DECLARE",
    EtatDossier.ATTRIBUE: "REALISE_DECLARE",
    EtatDossier.BAIL_SIGNE: "succes",
    EtatDossier.EMMENAGE: "succes",
    EtatDossier.SUIVI: "succes",
    EtatDossier.CLOS: "neutre",
    EtatDossier.CONTENTIEUX: "erreur",
    EtatDossier.SUSPENDU: "CONTESTE",
    EtatDossier.SORTI: "neutre",
    EtatLogement.VIDE_RELOGEMENT: "neutre",
    EtatLogement.VIDE_DEPART: "neutre",
    EtatLogement.NEUTRALISE: "neutre",
    EtatLogement.MURE: "neutre",
    EtatCase.SANS_DOSSIER: "neutre",
    EtatCase.INCONNUE: "neutre",
}
"""Tokens of the theme, the same on screen and on paper."""


def etat_words(etat: Etat) -> str:
    """Return the words of a state of a door."""
    return _CASE[etat] if isinstance(etat, EtatCase) else label(etat)


def etage_words(level: int | None) -> str:
    """Return « 3e étage », « RDC » or « Sans étage »."""
    return SANS_ETAGE if level is None else etage(level)


def cage_words(cage: str) -> str:
    """Return « Cage B » or « Sans cage »."""
    return f"Cage{NBSP}{cage}" if cage else SANS_CAGE


def porte_words(one: Case) -> str:
    """Return « Cage B, 3e étage, porte 12 »."""
    porte = one.porte
    door = f"porte {porte.porte}" if porte.porte else "porte non renseignée"
    return f"{cage_words(porte.cage)}, {etage_words(porte.etage)}, {door}"


def case_words(one: Case) -> str:
    """Return « Cage B, 3e étage, porte 12 : prêt à proposer », with the number of dossiers."""
    more = f", {len(one.menages)} dossiers" if len(one.menages) > 1 else ""
    return f"{porte_words(one)} — {etat_words(one.etat)}{more}"
