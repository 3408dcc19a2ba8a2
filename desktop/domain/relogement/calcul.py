"""A computed value that says how it was found, what it lacks and whether to check it.

The domain does not know how French writes a number: a `Phrase` keeps its sentence and its
terms apart, and `texts.calculs` puts them together for screens and documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Unite(StrEnum):
    """How a value is written."""

    EUROS = "EUROS"
    EUROS_NUS = "EUROS_NUS"
    EUROS_M2 = "EUROS_M2"
    EUROS_UC = "EUROS_UC"
    POUR_CENT = "POUR_CENT"
    ECART_EUROS = "ECART_EUROS"
    ECART_POUR_CENT = "ECART_POUR_CENT"
    ECART_M2 = "ECART_M2"
    M2 = "M2"
    KM = "KM"
    ANS = "ANS"
    PERSONNES = "PERSONNES"
    PIECES = "PIECES"
    SANS = "SANS"


@dataclass(frozen=True, slots=True)
class Mesure:
    """A number of a sentence with the way to write it."""

    valeur: Decimal | int
    unite: Unite


Terme = Mesure | Decimal | int | date | Enum | str
"""What a sentence holds: a bare `Decimal` is an amount written without its unit."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A French sentence with a `{}` for each of its terms."""

    modele: str = ""
    termes: tuple[Terme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calcul(Generic[T_co]):
    """A computed value.

    Attributes:
        libelle: What it is, in French.
        valeur: The exact value, never rounded; None: it cannot be told, `manque` says why.
        unite: How `valeur` is written.
        formule: The sentence that shows how it was found, empty when `valeur` is None.
        manque: The data to ask for, in French (« le loyer du logement actuel »). With a value
            it is what would make it surer.
        a_verifier: It rests on a derived or old barème, or on a year of birth, or on a guess.
        source: The article or the report it comes from.
    """

    libelle: str
    valeur: T_co | None
    unite: Unite = Unite.SANS
    formule: Phrase = Phrase()
    manque: tuple[str, ...] = ()
    a_verifier: bool = False
    source: str = ""


def inconnu(
    libelle: str, manque: Iterable[str], unite: Unite = Unite.SANS, source: str = ""
) -> Calcul[Any]:
    """Return a value that cannot be told, with the data to ask for, each once."""
    return Calcul(
        libelle=libelle,
        valeur=None,
        unite=unite,
        manque=tuple(dict.fromkeys(manque)),
        source=source,
    )


def somme(parts: Iterable[tuple[str, Phrase | Terme]]) -> Phrase:
    """Return « a + b − c »: each part with its sign, a first « + » left out."""
    model, terms = "", list[Terme]()
    for sign, part in parts:
        phrase = part if isinstance(part, Phrase) else Phrase("{}", (part,))
        lead = ("" if sign == "+" else f"{sign} ") if not model else f" {sign} "
        model += lead + phrase.modele
        terms.extend(phrase.termes)
    return Phrase(model, tuple(terms))


def egale(phrase: Phrase, valeur: Decimal | int, unite: Unite) -> Phrase:
    """Return « … = 312,00 € »."""
    return Phrase(f"{phrase.modele} = {{}}", (*phrase.termes, Mesure(valeur, unite)))
