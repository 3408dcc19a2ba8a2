"""What a free text may say of a person, so that it is read again before it leaves (G 6).

It warns, it never blocks: a regular expression does not know what a sentence means. Nothing
found here is ever written to a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final


class Indice(Enum):
    """Kind of what was noticed, in the words of the warning."""

    TELEPHONE = "un numéro de téléphone"
    COURRIEL = "une adresse de courriel"
    PLAQUE = "une plaque d’immatriculation"
    NOM = "le nom d’une personne"
    PORTE = "un numéro de porte et un nom"
    SENSIBLE = "un mot sur la santé, l’origine ou la religion"


_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
_NAME = rf"[A-ZÀ-ÖØ-Þ][{_LETTER}’'-]+"
_RULES: Final = (
    (
        Indice.TELEPHONE,
        re.compile(r"(?<!\d)(?:(?:\+|00)33[\s.-]?|0)[1-9](?:[\s.\-–]?\d\d){4}(?!\d)"),
    ),
    (Indice.COURRIEL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    (
        Indice.PLAQUE,
        re.compile(
            r"(?<![A-Za-z0-9])[A-HJ-NP-TV-Z]{2}[\s-]?\d{3}[\s-]?[A-HJ-NP-TV-Z]{2}(?![A-Za-z0-9])"
        ),
    ),
    (
        Indice.NOM,
        re.compile(
            rf"(?<![{_LETTER}])(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle)\s+{_NAME}"
        ),
    ),
    (
        Indice.PORTE,
        re.compile(
            r"(?<![A-Za-z])(?:[Pp]orte|[Aa]pp?t\.?|[Aa]ppartement|[Ll]ogement)\s+(?:n[°o]\s?)?"
            rf"[A-Z]?\d{{1,4}}[A-Za-z]?[\s,:(–—-]{{1,4}}(?:(?:famille|chez)\s+)?{_NAME}"
        ),
    ),
    (
        Indice.SENSIBLE,
        re.compile(
            rf"(?<![{_LETTER}])(?:"
            r"malades?|handicapée?s?|toxicomanes?|alcooliques?|dépressi(?:f|ve)s?|schizophrènes?|"
            r"sida|séropositi(?:f|ve)s?|cancer|enceintes?|psychiatriques?|"
            r"musulmane?s?|juifs?|juives?|chrétiens?|chrétiennes?|catholiques?|voilées?|islamistes?|"
            r"roms?|gitane?s?|maghrébins?|maghrébines?|arabes?|africaine?s?|comoriens?|"
            r"comoriennes?|tunisiens?|tunisiennes?|algériens?|algériennes?|marocaine?s?|"
            r"étrangers?|étrangères?|sans-papiers?|homosexuels?|homosexuelles?"
            rf")(?![{_LETTER}])",
            re.IGNORECASE,
        ),
    ),
)


def indices(texts: Iterable[str]) -> tuple[Indice, ...]:
    """Return what the texts may say of persons, each kind once, in the order of `Indice`."""
    held = [text for text in texts if text]
    return tuple(kind for kind, rule in _RULES if any(rule.search(text) for text in held))


def warning(found: Iterable[Indice]) -> str:
    """Return the sentence of the warning, "" when nothing was noticed."""
    words = [one.value for one in found]
    if not words:
        return ""
    listed = ", ".join(words[:-1]) + (" et " if len(words) > 1 else "") + words[-1]
    return f"À relire avant diffusion : ce texte semble contenir {listed}."
