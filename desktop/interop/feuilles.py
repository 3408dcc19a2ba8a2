"""A table on its way to a spreadsheet: what XLSX and CSV have in common.

Values are typed; words of a person are made harmless here, once for every format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

Valeur = str | int | Decimal | date | datetime | bool | None
"""What a cell holds; None and "" are empty, a datetime is local."""

CELL_MAX: Final = 32_767
"""Characters of a cell, counted as Excel does: in UTF-16."""

CUT_MARK: Final = "…"
LISEZ_MOI: Final = "Lisez-moi"
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_KEPT_INVISIBLE: Final = frozenset({"\u200c", "\u200d"})  # join letters, and parts of an emoji


class Genre(StrEnum):
    """How a column is shown."""

    TEXTE = "TEXTE"
    NOMBRE = "NOMBRE"
    MONTANT = "MONTANT"
    DEGRES = "DEGRES"
    DATE = "DATE"
    MOMENT = "MOMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """A column: `titre` stands in the head, `cle` is its name in GeoJSON and KML.

    `liste` names a list of the sheet « Nomenclatures » that its cells are chosen from.
    """

    cle: str
    titre: str
    genre: Genre = Genre.TEXTE
    largeur: float = 14
    liste: str = ""


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet: its rows have one value for each column."""

    nom: str
    colonnes: tuple[Colonne, ...]
    lignes: Sequence[Sequence[Valeur]]


def lisez_moi(about: Sequence[tuple[str, str]]) -> Feuille:
    """Return the sheet that says for what a workbook left, by whom, and how secret it is."""
    head = (
        Colonne(cle="sujet", titre="À savoir", largeur=26),
        Colonne(cle="texte", titre="Ce classeur", largeur=110),
    )
    return Feuille(LISEZ_MOI, head, about)


def safe_text(text: str) -> str:
    """Return the text without what could mislead a reader or spoil a file.

    Control characters, marks that turn the direction of the text, lone surrogates and
    noncharacters go; alphabets written from right to left and emoji stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(_safe(char) for char in text)


def starts_a_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula."""
    return unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u202f")).startswith(_STARTS)


def shortened(text: str) -> str:
    """Return a text that fits a cell, its end replaced by « … » when it is too long."""
    if len(text) * 2 <= CELL_MAX or _length(text) <= CELL_MAX:
        return text
    data = text.encode("utf-16-le")[: (CELL_MAX - 1) * 2]
    return data.decode("utf-16-le", "ignore") + CUT_MARK


def is_too_long(text: str) -> bool:
    """Say whether a cell cannot hold the whole text."""
    return len(text) * 2 > CELL_MAX and _length(text) > CELL_MAX


def sheet_name(name: str) -> str:
    """Return a name that every spreadsheet takes for a sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Feuille"


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def _safe(char: str) -> str:
    if char == "\n" or char in _KEPT_INVISIBLE:
        return char
    category = unicodedata.category(char)
    if category == "Cs" or ord(char) & 0xFFFE == 0xFFFE:  # noqa: PLR2004 - noncharacters of Unicode
        return "\ufffd"
    return "" if category in {"Cc", "Cf"} else char
