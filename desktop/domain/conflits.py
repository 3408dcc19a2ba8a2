"""What a person may do with a conflict besides keeping one of its values.

Long free text is compared word by word and may be kept twice; a short text may be typed again;
a code may be chosen among all. A field of a newer version only keeps one of its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, NamedTuple

SEPARATION: Final = "— — —"
"""Stands between two texts that are both kept; it names nobody."""

_WORDS_MAX = 4_000
"""Beyond so many words two texts are compared line by line: the cost grows with the square."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")

_LONG: Final = frozenset(
    {
        ("marche", "synthese"),
        ("constat", "texte"),
        ("micro_site", "notes"),
        ("menage", "notes"),
        ("contact", "note"),
    }
)
_SHORT: Final = frozenset(
    {
        ("quartier", "nom"),
        ("structure", "nom"),
        ("marche", "point_rdv"),
        ("constat", "lieu"),
        ("photo", "legende"),
        ("micro_site", "nom"),
        ("micro_site", "adresse"),
        ("equipement", "nom"),
        ("equipement", "sol"),
        ("equipement", "fabricant"),
        ("batiment", "nom"),
        ("batiment", "adresse"),
        ("batiment", "bailleur"),
        ("logement", "cage"),
        ("logement", "porte"),
        ("logement", "reference_bailleur"),
        ("menage", "telephone_1"),
        ("menage", "telephone_2"),
        ("menage", "courriel"),
        ("occupant", "nom"),
        ("occupant", "prenom"),
    }
)


class Saisie(StrEnum):
    """How another value than those of the conflict may be given."""

    TEXTE_LONG = "texte_long"
    TEXTE = "texte"
    CODE = "code"
    AUCUNE = "aucune"


class Morceau(NamedTuple):
    """A piece of a text; `change` true: the other text has something else here."""

    texte: str
    change: bool


def saisie(entity: str, champ: str, *, code: bool = False) -> Saisie:
    """Say how another value of a field may be given; `code` true: it holds a stored code."""
    if (entity, champ) in _LONG:
        return Saisie.TEXTE_LONG
    if (entity, champ) in _SHORT:
        return Saisie.TEXTE
    return Saisie.CODE if code else Saisie.AUCUNE


def les_deux(textes: Iterable[str]) -> str:
    """Return the texts one after the other, empty ones left out; a person may still edit it."""
    kept = [texte.strip() for texte in textes if texte.strip()]
    return f"\n{SEPARATION}\n".join(kept)


def compare(gauche: str, droite: str) -> tuple[tuple[Morceau, ...], tuple[Morceau, ...]]:
    """Return both texts in pieces, those that differ marked."""
    first, second = _parts(_WORD, gauche), _parts(_WORD, droite)
    if max(len(first), len(second)) > _WORDS_MAX:
        first, second = _parts(_LINE, gauche), _parts(_LINE, droite)
    left: list[Morceau] = []
    right: list[Morceau] = []
    for code, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        _add(left, first[a:b], change=code != "equal")
        _add(right, second[c:d], change=code != "equal")
    return tuple(left), tuple(right)


def _parts(shape: re.Pattern[str], texte: str) -> list[str]:
    return [found.group() for found in shape.finditer(texte)]


def _add(pieces: list[Morceau], words: Sequence[str], *, change: bool) -> None:
    if words:
        pieces.append(Morceau("".join(words), change))
