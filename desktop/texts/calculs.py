"""French words of computed values (`domain.relogement.calcul`): value, formula, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Terme, Unite
from desktop.domain.relogement.deductions import TrancheAnciennete
from desktop.domain.relogement.nur import EtatNur
from desktop.domain.relogement.occupation import Peuplement
from desktop.domain.relogement.plafonds import TranchePlafond
from desktop.domain.relogement.rapprochement import Appariement
from desktop.domain.relogement.rapprochement_criteres import CodeCritere
from desktop.formats import NBSP, amount, full_date, number, plural, typo
from desktop.texts import label
from desktop.texts.permanence import NUR

INCONNU: Final = "inconnu"
A_VERIFIER: Final = "à vérifier"

PEUPLEMENT: Final[Mapping[Peuplement, str]] = {
    Peuplement.SURPEUPLEMENT_ACCENTUE: "Surpeuplement accentué",
    Peuplement.SURPEUPLEMENT_MODERE: "Surpeuplement modéré",
    Peuplement.SURPEUPLEMENT_SURFACE: "Surpeuplé par la surface",
    Peuplement.NORMAL: "Occupation normale",
    Peuplement.SOUS_PEUPLEMENT_MODERE: "Sous-peuplement modéré",
    Peuplement.SOUS_PEUPLEMENT_PRONONCE: "Sous-peuplement prononcé",
    Peuplement.SOUS_PEUPLEMENT_TRES_ACCENTUE: "Sous-peuplement très accentué",
}

TRANCHE_PLAFOND: Final[Mapping[TranchePlafond, str]] = {
    TranchePlafond.MOINS_20: "Moins de 20 %",
    TranchePlafond.DE_20_A_40: "De 20 à 40 %",
    TranchePlafond.DE_40_A_60: "De 40 à 60 %",
    TranchePlafond.DE_60_A_80: "De 60 à 80 %",
    TranchePlafond.DE_80_A_100: "De 80 à 100 %",
    TranchePlafond.DE_100_A_130: "De 100 à 130 %",
    TranchePlafond.PLUS_130: "Plus de 130 %",
}

CRITERE: Final[Mapping[CodeCritere, str]] = {
    CodeCritere.DOSSIER: "Dossier",
    CodeCritere.TYPOLOGIE: "Typologie",
    CodeCritere.OCCUPATION: "Occupation",
    CodeCritere.ACCESSIBILITE: "Étage nécessaire",
    CodeCritere.ADAPTATION: "Aménagements",
    CodeCritere.BUDGET: "Budget",
    CodeCritere.PLAFOND: "Plafond",
    CodeCritere.DISTANCE: "Distance (13 bis)",
    CodeCritere.SECTEUR: "Secteur souhaité",
    CodeCritere.ETAGE: "Étage souhaité",
    CodeCritere.ANNEXES: "Annexes souhaitées",
}

TRANCHE_ANCIENNETE: Final[Mapping[TrancheAnciennete, str]] = {
    TrancheAnciennete.MOINS_2: "Moins de 2 ans",
    TrancheAnciennete.DE_2_A_4: "De 2 à 4 ans",
    TrancheAnciennete.DE_5_A_9: "De 5 à 9 ans",
    TrancheAnciennete.DE_10_A_14: "De 10 à 14 ans",
    TrancheAnciennete.PLUS_15: "15 ans et plus",
}

_COMPUTED: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Peuplement: PEUPLEMENT,
    TranchePlafond: TRANCHE_PLAFOND,
    CodeCritere: CRITERE,
    TrancheAnciennete: TRANCHE_ANCIENNETE,
    EtatNur: NUR,
}


def valeur(calcul: Calcul[Any]) -> str:
    """Return « 312,00 € », « 16,2 % », « oui », « T4 ou T5 », or « inconnu »."""
    value = calcul.valeur
    if value is None:
        return INCONNU
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return " ou ".join(_code(one) for one in value)
    if isinstance(value, Enum):
        return _code(value)
    return _measure(value, calcul.unite)


def formule(calcul: Calcul[Any]) -> str:
    """Return « 395,00 + 165,00 − 248,00 = 312,00 € », or "" for a value that is unknown."""
    return phrase(calcul.formule)


def manque(calcul: Calcul[Any]) -> str:
    """Return « Il manque le loyer et l’APL du logement actuel. », "" when nothing lacks."""
    if not calcul.manque:
        return ""
    *first, last = calcul.manque
    listed = f"{', '.join(first)} et {last}" if first else last
    return typo(f"{'Il manque' if calcul.valeur is None else 'À confirmer :'} {listed}.")


def phrase(one: Phrase) -> str:
    """Return a sentence with its terms in French."""
    return typo(one.modele).format(*(terme(term) for term in one.termes))


def terme(term: Terme) -> str:
    """Return a term of a sentence: a date in full, the words of a code, a bare amount."""
    if isinstance(term, Mesure):
        return _measure(term.valeur, term.unite)
    if isinstance(term, Enum):
        return _code(term)
    if isinstance(term, Decimal):
        return number(term, 2)
    if isinstance(term, int):
        return number(term)
    return full_date(term) if isinstance(term, date) else term


def bilan(one: Appariement) -> str:
    """Return « 2 obstacles, 1 point à vérifier » or « convient »."""
    parts = [
        plural(len(found), word, several)
        for found, word, several in (
            (one.obstacles, "obstacle", "obstacles"),
            (one.a_verifier, "point à vérifier", "points à vérifier"),
            (one.souhaits_non_satisfaits, "souhait non satisfait", "souhaits non satisfaits"),
        )
        if found
    ]
    return ", ".join(parts) or "convient"


def _code(code: Enum) -> str:
    words = _COMPUTED.get(type(code))
    return label(code) if words is None else words[code]


def _measure(value: Decimal | int, unit: Unite) -> str:
    return _WRITTEN[unit](value)


def _plain(value: Decimal | int, decimals: int = 2) -> str:
    """Return a number without useless zeros."""
    written = number(value, decimals)
    return written.rstrip("0").rstrip(",") if "," in written else written


def _with(unit: str, decimals: int = 2) -> Callable[[Decimal | int], str]:
    return lambda value: f"{_plain(value, decimals)}{NBSP}{unit}"


def _signed(written: str, value: Decimal | int) -> str:
    return f"+{written}" if value > 0 else written


_WRITTEN: Final[Mapping[Unite, Callable[[Decimal | int], str]]] = {
    Unite.EUROS: amount,
    Unite.EUROS_NUS: lambda value: number(value, 2),
    Unite.EUROS_M2: lambda value: f"{number(value, 2)}{NBSP}€/m²",
    Unite.EUROS_UC: lambda value: f"{number(value, 2)}{NBSP}€/UC",
    Unite.POUR_CENT: lambda value: f"{number(value, 1)}{NBSP}%",
    Unite.ECART_EUROS: lambda value: _signed(amount(value), value),
    Unite.ECART_POUR_CENT: lambda value: _signed(f"{number(value, 1)}{NBSP}%", value),
    Unite.M2: _with("m²"),
    Unite.ECART_M2: lambda value: _signed(_with("m²")(value), value),
    Unite.KM: _with("km", 1),
    Unite.ANS: lambda value: plural(int(value), "an"),
    Unite.PERSONNES: lambda value: plural(int(value), "personne"),
    Unite.PIECES: lambda value: plural(int(value), "pièce"),
    Unite.SANS: _plain,
}
