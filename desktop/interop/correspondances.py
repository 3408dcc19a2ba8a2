"""Tables of correspondence: column title → our field → transcoding. They are data.

`resources/correspondances/*.toml`; a title is compared folded: without accents, punctuation or
what stands between parentheses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final

from desktop.domain.checks import LINE_MAX
from desktop.domain.relogement.etat_locatif import Cellule, Champ, Manque, Nature, Valeur
from desktop.domain.relogement.valeurs import AGE_MAX, MONTHLY_MAX
from desktop.formats import fold, parse_date, parse_decimal
from desktop.paths import resource

SURFACE_MAX: Final = Decimal(1000)
_FLOOR_MAX: Final = 60
_COUNT_MAX: Final = 1000
_CENT: Final = Decimal("0.01")
_FIRST_YEAR: Final = 1900
_YEARS_AHEAD: Final = 20
_SERIALS: Final = range(1, 80_000)
_SERIAL_ZERO: Final = date(1899, 12, 30)
_SPLIT: Final = re.compile(r"\d\s+(?!\d{3}(?!\d))\d")
"""A space between two figures that parts no thousands."""

_PHONE_DIGITS: Final = range(6, 16)
_NATIONAL: Final = 10
_SHORT: Final = 10
_KNOWN_MAX: Final = 100
_NOTHING: Final = frozenset({"", "-", "--", "---", "–", "—", "/", "//", ".", "neant"})
_EMPTY: Final = _NOTHING | frozenset(
    {"?", "??", "nc", "n/c", "nr", "n/r", "so", "s/o", "na", "n/a"}
)
"""Words that stand for an empty cell, folded, without points; a sign of more is no such word."""

_YEARS: Final = range(1900, 2101)
"""Numbers that are a year when a date is expected: as days of a spreadsheet they are in 1905."""
_YES: Final = frozenset({"oui", "o", "x", "1", "vrai", "true"})
_NO: Final = frozenset({"non", "n", "0", "faux", "false"})


class CelluleRefusee(Exception):
    """A cell that cannot be the value of its field; the message is the end of a French sentence."""


def fold_title(title: str) -> str:
    """Return a title as it is compared."""
    plain = re.sub(r"\([^)]*\)|[€]", " ", title)
    words = re.sub(r"[^a-z0-9+]+", " ", fold(plain)).split()
    return " ".join(words)


@cache
def fields(nom: str) -> tuple[Champ, ...]:
    """Return the fields of a table of correspondence, in its order."""
    with resource("correspondances", f"{nom}.toml").open("rb") as file:
        return tuple(_field(entry) for entry in tomllib.load(file)["champ"])


def _field(entry: Mapping[str, Any]) -> Champ:
    codes = {
        fold_title(word): code
        for code, words in entry.get("codes", {}).items()
        for word in (code, *words)
    }
    return Champ(
        cle=entry["cle"],
        nature=Nature(entry["nature"]),
        titres=tuple(entry["titres"]),
        codes=codes,
        mots={code: words[0] for code, words in entry.get("codes", {}).items()},
        sortie=entry.get("sortie", False),
    )


def propose(champs: Sequence[Champ], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the field of each column, "" where no title is known; a field is given once."""
    known = {fold_title(title): one.cle for one in reversed(champs) for title in one.titres}
    taken: set[str] = set()
    found = []
    for title in titles:
        cle = known.get(fold_title(title), "")
        found.append("" if cle in taken else cle)
        taken.add(cle)
    return tuple(found)


def count_known(champs: Sequence[Champ], row: Sequence[Cellule]) -> int:
    """Return how many cells of a row are titles of the table."""
    return sum(map(bool, propose(champs, [one if isinstance(one, str) else "" for one in row])))


def convert(champ: Champ, cell: Cellule, today: date) -> Valeur:
    """Turn a cell into the value of a field; None when it is empty or says « néant ».

    Raises:
        CelluleRefusee: it has no value, or none that the field may hold.
    """
    if isinstance(cell, Manque):
        if cell is Manque.FORMULE:
            raise CelluleRefusee(
                "la cellule contient une formule sans résultat enregistré (ouvrez la liste dans "
                "le tableur et enregistrez-la)"
            )
        raise CelluleRefusee("la cellule contient une erreur de calcul")
    if cell is None or (
        isinstance(cell, str) and len(cell) < _SHORT and _says_nothing(champ, cell)
    ):
        return None
    return _READERS[champ.nature](champ, cell, today)


# --- natures ---------------------------------------------------------------------------------


def _says_nothing(champ: Champ, text: str) -> bool:
    """Say whether a text stands for an empty cell; « SO » may be the name of somebody."""
    free = champ.nature in {Nature.TEXTE, Nature.NOM_COMPLET}
    word = fold(text).strip()
    return (word if word == "." else re.sub(r"[. ]", "", word)) in (_NOTHING if free else _EMPTY)


def _words(cell: Cellule) -> str:
    """Return a cell as a person would have typed it: 12.0 is « 12 »."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, Decimal):
        whole = cell.to_integral_value()
        return str(whole) if cell == whole else str(cell)
    return str(cell)


def _said(cell: Cellule) -> str:
    """Return a cell as a French sentence quotes it: a number has a comma."""
    return _words(cell).replace(".", ",") if isinstance(cell, Decimal) else _words(cell)


def _text(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = _words(cell)
    if len(text) > LINE_MAX:
        raise CelluleRefusee(f"ce texte dépasse {LINE_MAX} signes")
    return text


def _amount(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    return _number(cell, MONTHLY_MAX, "ce montant")


def _surface(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    value = _number(cell, SURFACE_MAX, "cette surface")
    if value == 0:
        raise CelluleRefusee("cette surface est nulle")
    return value


def _number(cell: Cellule, most: Decimal, what: str) -> Decimal:
    if isinstance(cell, Decimal):
        number: Decimal | None = cell
    else:
        text = _words(cell)
        if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", re.sub(r"\s|€", "", text)):
            raise CelluleRefusee(f"« {text} » est ambigu : milliers ou décimales ?")
        if _SPLIT.search(text):
            raise CelluleRefusee(f"« {text} » est coupé par une espace au mauvais endroit")
        bracketed = re.fullmatch(r"\((.+)\)", text)  # how accountants write what is below 0
        number = parse_decimal(f"-{bracketed[1]}" if bracketed else text)
    if number is None:
        raise CelluleRefusee(f"« {_said(cell)} » n’est pas un nombre")
    if number < 0:
        raise CelluleRefusee(
            f"{what} est négatif".replace("surface est négatif", "surface est négative")
        )
    if number > most:
        raise CelluleRefusee(f"{what} dépasse {most:,}".replace(",", "\u202f"))
    return number.quantize(_CENT, ROUND_HALF_UP)


def _count(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    number = cell if isinstance(cell, Decimal) else parse_decimal(_words(cell))
    if number is None or number != number.to_integral_value():
        raise CelluleRefusee(f"« {_said(cell)} » n’est pas un nombre entier")
    if not 0 <= number <= _COUNT_MAX:
        raise CelluleRefusee(f"« {_words(cell)} » est hors de ce qui est possible")
    return int(number)


def _floor(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = fold(_words(cell)).strip()
    if re.fullmatch(r"(r\.?d\.?c\.?|rez[- ]de[- ]chaussee|rez|r)", text):
        return 0
    found = re.fullmatch(
        r"(?:r\s*\+\s*|etage\s*)?(\d{1,3})\s*(?:er|e|eme|ieme|de|nd)?(?:\s*etage)?", text
    )
    if found is None:
        raise CelluleRefusee(f"« {_said(cell)} » n’est pas un étage (RDC, 1, 2e…)")
    if int(found[1]) > _FLOOR_MAX:
        raise CelluleRefusee(f"l’étage {int(found[1])} n’existe pas ici")
    return int(found[1])


def _day(_champ: Champ, cell: Cellule, today: date) -> Valeur:
    return _date(cell, today, today.year + _YEARS_AHEAD)


def _past_day(_champ: Champ, cell: Cellule, today: date) -> Valeur:
    day = _date(cell, today, today.year)
    if day > today:
        raise CelluleRefusee("cette date est dans le futur")
    return day


def _birth(_champ: Champ, cell: Cellule, today: date) -> Valeur:
    day = _date(cell, today, today.year)
    if day > today:
        raise CelluleRefusee("cette date de naissance est dans le futur")
    if day.year < today.year - AGE_MAX:
        raise CelluleRefusee(f"cette date de naissance donne plus de {AGE_MAX} ans")
    return day


def _date(cell: Cellule, today: date, pivot: int) -> date:
    day: date | None
    if isinstance(cell, date):
        day = cell
    elif isinstance(cell, Decimal):
        day = _compact(_words(cell)) or _serial(cell)
    else:
        text = _words(cell)
        text = re.sub(r"[ T]\d{1,2}[:h]\d{2}(:\d{2}(\.\d+)?)?$", "", text)
        day = parse_date(text, pivot=pivot) or _compact(text)
        if day is None and re.fullmatch(r"\d{5}([.,]0+)?", text):
            day = _serial(Decimal(text.replace(",", ".")))
        if day is None:
            raise CelluleRefusee(_no_date(text))
    if day is None:
        raise CelluleRefusee(f"« {_words(cell)} » n’est pas une date")
    if not _FIRST_YEAR <= day.year <= today.year + _YEARS_AHEAD:
        raise CelluleRefusee(f"l’année {day.year} est à vérifier")
    return day


def _serial(number: Decimal) -> date | None:
    """Return the day of a number of Excel, None when it is none."""
    whole = int(number) if abs(number) < _SERIALS.stop else -1
    return _SERIAL_ZERO + timedelta(days=whole) if whole in _SERIALS else None


def _compact(text: str) -> date | None:
    """Return the day of « 19800301 », as programs write it; None when it is none.

    Raises:
        CelluleRefusee: it is a year alone.
    """
    if re.fullmatch(r"\d{4}", text, re.ASCII) and int(text) in _YEARS:
        raise CelluleRefusee(f"« {text} » est une année, pas une date : il faut le jour et le mois")
    if not re.fullmatch(r"(19|20)\d{6}", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _no_date(text: str) -> str:
    found = re.fullmatch(r"\s*(\d{1,2})\D+0?2\D+(\d{4})\s*", text)
    if found and found[1] == "29":
        return f"le 29/02/{found[2]} n’existe pas : {found[2]} n’est pas bissextile"
    return f"« {text} » n’est pas une date"


def _code(champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = _words(cell)
    code = champ.codes.get(fold_title(text))
    if code is None:
        known = ", ".join(champ.mots.values())
        if len(known) > _KNOWN_MAX:
            known = f"{known[:_KNOWN_MAX].rpartition(',')[0]}…"
        raise CelluleRefusee(f"« {_said(cell)} » n’est pas reconnu ici (connus : {known})")
    return code


def _codes(champ: Champ, cell: Cellule, today: date) -> Valeur:
    """Return several codes parted by one space, from words parted by commas."""
    parts = [part.strip() for part in re.split(r"[,;/]", _words(cell)) if part.strip()]
    return " ".join(str(_code(champ, part, today)) for part in parts)


def _yes_no(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = fold_title(_words(cell))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise CelluleRefusee(f"« {_words(cell)} » n’est ni oui ni non")


def _phone(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = _words(cell)
    digits = re.sub(r"\D", "", text)
    if isinstance(cell, Decimal) and len(digits) == _NATIONAL - 1:
        digits = f"0{digits}"  # a spreadsheet took it for a number and ate its zero
    if digits.startswith("33") and len(digits) == _NATIONAL + 1:
        digits = f"0{digits[2:]}"
    if len(digits) in {2 * _NATIONAL, 2 * _NATIONAL + 1}:
        raise CelluleRefusee("cette case donne deux téléphones : un par colonne")
    if len(digits) not in _PHONE_DIGITS:
        raise CelluleRefusee("ce téléphone n’a pas le bon nombre de chiffres")
    if len(digits) == _NATIONAL:
        return " ".join(digits[rank : rank + 2] for rank in range(0, _NATIONAL, 2))
    return text


def _mail(_champ: Champ, cell: Cellule, _today: date) -> Valeur:
    text = _words(cell)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise CelluleRefusee("cette adresse n’a pas la forme nom@domaine.fr")
    return text


_READERS: Final[Mapping[Nature, Callable[[Champ, Cellule, date], Valeur]]] = {
    Nature.TEXTE: _text,
    Nature.NOM_COMPLET: _text,
    Nature.ENTIER: _count,
    Nature.ETAGE: _floor,
    Nature.MONTANT: _amount,
    Nature.SURFACE: _surface,
    Nature.DATE: _day,
    Nature.DATE_PASSEE: _past_day,
    Nature.NAISSANCE: _birth,
    Nature.CODE: _code,
    Nature.CODES: _codes,
    Nature.OUI_NON: _yes_no,
    Nature.TELEPHONE: _phone,
    Nature.COURRIEL: _mail,
}


def split_name(text: str) -> tuple[str, str]:
    """Return the name and the first names of « M. DURAND-ESSAI Jean »; all a name when unsure."""
    plain = re.sub(r"^(?:(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.?\s+)+", "", text,
                   flags=re.IGNORECASE)  # fmt: skip
    words = plain.split()
    upper = 0
    while upper < len(words) and words[upper] == words[upper].upper():
        upper += 1
    if 0 < upper < len(words):
        return " ".join(words[:upper]), " ".join(words[upper:])
    return plain, ""


def name_key(*parts: str) -> str:
    """Return a name as it is compared: folded words in order of the alphabet."""
    return " ".join(sorted(re.findall(r"[^\W_]+", fold(" ".join(parts)))))


def batiment_key(name: str) -> str:
    """Return the name of a bâtiment as it is compared, without the word « bâtiment »."""
    key = fold_title(name)
    return re.sub(r"^(?:batiment|bat|bt|immeuble|residence|tour)\s+(?=\S)", "", key)


def place_key(batiment: str, cage: str, etage: int | None, porte: str) -> str:
    """Return a place as it is compared; "" without bâtiment or door."""
    door = re.sub(r"^(?:porte|appartement|appt|apt|n)\s+", "", fold_title(porte))
    house = batiment_key(batiment)
    if not house or not door:
        return ""
    stairs = re.sub(r"^(?:cage|entree|escalier|esc|hall|allee)\s+", "", fold_title(cage))
    number = door.lstrip("0") or "0"
    return f"{house}|{stairs}|{'' if etage is None else etage}|{number}"
