"""Records that may be the same thing twice: suggestions, computed on each poste, never applied.

Rows are sorted into buckets by what they share (an address, a name, a square of the map), so
that the cost follows their number. A crowded bucket is compared with its first rows only: a
screen proposes, and whoever merges two of them sees the others proposed again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final

from desktop.domain.changes import Value
from desktop.domain.codes import EtatConstat
from desktop.domain.relogement.cloture import PARTIS

SITE_M: Final = 30
CONSTAT_M: Final = 10
"""How near two micro-sites, or two constats of one day and thème, have to be, in metres."""

LUS: Final[Mapping[str, tuple[str, ...]]] = {
    "quartier": ("nom",),
    "structure": ("nom",),
    "marche": ("date_prevue",),
    "constat": ("marche_id", "theme", "etat", "lat_e7", "lon_e7"),
    "micro_site": ("nom", "quartier_id", "adresse", "lat_e7", "lon_e7"),
    "batiment": ("nom", "adresse"),
    "logement": ("batiment_id", "cage", "etage", "porte"),
    "menage": ("logement_id", "etat", "parent_id"),
    "occupant": ("menage_id", "nom", "prenom", "date_naissance"),
}
"""The fields that the rules look at; a row of another entity is of no use to them."""

FUSIONNABLES: Final = (
    "micro_site", "constat", "quartier", "structure", "batiment", "logement", "menage",
)  # fmt: skip
"""What a person may merge; the rest follows the record it hangs under."""

_CROWD = 12
_METRE_E7 = 10_000_000 / 111_320
"""A metre of latitude, in 1e-7 degree."""
_POLE_E7 = 850_000_000
_SETTLED = frozenset({EtatConstat.FUSIONNE, EtatConstat.SANS_SUITE, EtatConstat.LEVE})

_NUMBER = re.compile(
    r"^\D{0,20}?(\d{1,4})(?:\s*[-/]\s*\d{1,4})?\s*(bis|ter|quater|[a-d](?=\s))?\s+(.+)$"
)
_TOWN = re.compile(r"\b\d{5}\b.*$")
_NO_WORD = re.compile(r"[\W_]+")
_SHORT_WORDS = frozenset({"de", "du", "des", "la", "le", "les", "l", "d"})
_LONG_FORMS: Final = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bvd": "boulevard", "boul": "boulevard",
    "r": "rue", "pl": "place", "all": "allee", "ch": "chemin", "che": "chemin", "imp": "impasse",
    "res": "residence", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte",
    "dr": "docteur", "gal": "general", "mal": "marechal", "prof": "professeur",
}  # fmt: skip

Fold = Callable[[str], str]
"""What takes case and accents from a text: the same function as the search."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row as the rules see it; `poste` is who created it, "" when that is not known."""

    entity: str
    row: str
    values: Mapping[str, Value]
    poste: str = ""

    def text(self, name: str) -> str:
        """Return a field as text, "" when it holds none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two rows that may be the same thing, and why, in words; `a` is the smaller identifier."""

    entity: str
    a: str
    b: str
    raisons: tuple[str, ...]


def suggest(lignes: Iterable[Ligne], fold: Fold) -> list[Suggestion]:
    """Return the pairs that deserve a look, those with most reasons first."""
    held: dict[str, list[Ligne]] = {}
    for ligne in lignes:
        held.setdefault(ligne.entity, []).append(ligne)
    found = _Found()
    for rule in (_sites, _batiments, _logements, _menages, _occupants, _constats, _named):
        rule(held, fold, found)
    return found.listed()


def probable(nouvelles: Iterable[Ligne], tenues: Iterable[Ligne], fold: Fold) -> list[Suggestion]:
    """Return the pairs of a new row and a row already held: what a preview announces."""
    new = list(nouvelles)
    names = {(ligne.entity, ligne.row) for ligne in new}
    kept = [ligne for ligne in tenues if (ligne.entity, ligne.row) not in names]
    return [
        found
        for found in suggest([*new, *kept], fold)
        if ((found.entity, found.a) in names) != ((found.entity, found.b) in names)
    ]


def adresse_key(adresse: str, fold: Fold) -> tuple[str, ...] | None:
    """Return number and street as two writings of one address share them; None without number.

    Case, accents, abbreviations, small words and what follows a postal code do not count.
    """
    found = _NUMBER.match(_TOWN.sub("", fold(adresse).replace(",", " ")).strip())
    if found is None:
        return None
    words = (word for word in _NO_WORD.split(found[3]) if word and word not in _SHORT_WORDS)
    street = tuple(_LONG_FORMS.get(word, word) for word in words)
    return (found[1].lstrip("0"), found[2] or "", *street) if street else None


def metres(one: Ligne, other: Ligne) -> float:
    """Return the distance between two rows that have a position; exact enough for a town."""
    lat, lon = _position(one) or (0, 0)
    lat_2, lon_2 = _position(other) or (0, 0)
    shrink = math.cos(math.radians((lat + lat_2) / 2 / 10_000_000))
    return math.hypot(lat - lat_2, (lon - lon_2) * shrink) / _METRE_E7


# --- rules --------------------------------------------------------------------------------

_Held = Mapping[str, Sequence[Ligne]]


@dataclass(slots=True)
class _Found:
    """The pairs found so far, with their reasons."""

    pairs: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, entity: str, one: str, other: str, reason: str) -> None:
        if one != other:
            first, second = sorted((one, other))
            reasons = self.pairs.setdefault((entity, first, second), [])
            if reason not in reasons:
                reasons.append(reason)

    def listed(self) -> list[Suggestion]:
        pairs = (Suggestion(*pair, tuple(reasons)) for pair, reasons in self.pairs.items())
        return sorted(pairs, key=lambda one: (-len(one.raisons), one.entity, one.a, one.b))


def _sites(held: _Held, fold: Fold, found: _Found) -> None:
    sites = held.get("micro_site", ())
    _same_adresse("micro_site", sites, fold, found)
    for one, other in _near(sites, SITE_M):
        away = round(metres(one, other))
        found.add("micro_site", one.row, other.row, f"à {away} m l’un de l’autre")
    same = _buckets(sites, lambda site: _name(site, fold, "nom", site.text("quartier_id")))
    for one, other in same:
        found.add("micro_site", one.row, other.row, "même nom")


def _batiments(held: _Held, fold: Fold, found: _Found) -> None:
    _same_adresse("batiment", held.get("batiment", ()), fold, found)


def _logements(held: _Held, fold: Fold, found: _Found) -> None:
    def door(logement: Ligne) -> Hashable | None:
        porte = fold(logement.text("porte")).strip()
        place = (logement.text("batiment_id"), fold(logement.text("cage")).strip())
        return (*place, logement.values.get("etage"), porte) if porte and place[0] else None

    for one, other in _buckets(held.get("logement", ()), door):
        found.add("logement", one.row, other.row, "même bâtiment, même étage, même porte")


def _menages(held: _Held, _fold: Fold, found: _Found) -> None:
    going = [line for line in held.get("menage", ()) if line.values.get("etat") not in PARTIS]
    for one, other in _buckets(going, lambda line: line.text("logement_id") or None):
        if (one.text("parent_id") or one.row) != (other.text("parent_id") or other.row):
            found.add("menage", one.row, other.row, "même logement, deux dossiers en cours")


def _occupants(held: _Held, fold: Fold, found: _Found) -> None:
    def person(line: Ligne) -> Hashable | None:
        parts = [" ".join(_words(line.text(name), fold)) for name in ("nom", "prenom")]
        parts.append(line.text("date_naissance"))
        return tuple(parts) if all(parts) else None

    for one, other in _buckets(held.get("occupant", ()), person):
        menages = (one.text("menage_id"), other.text("menage_id"))
        if all(menages):
            found.add("menage", *menages, "une personne de mêmes nom, prénom et date de naissance")


def _constats(held: _Held, _fold: Fold, found: _Found) -> None:
    days = {marche.row: marche.text("date_prevue") for marche in held.get("marche", ())}
    sorted_by: dict[tuple[str, str], list[Ligne]] = {}
    for line in held.get("constat", ()):
        marche, theme = line.text("marche_id"), line.text("theme")
        if marche and theme and line.values.get("etat") not in _SETTLED:
            sorted_by.setdefault((days.get(marche) or marche, theme), []).append(line)
    for lines in sorted_by.values():
        for one, other in _near(lines, CONSTAT_M):
            if one.poste != other.poste or not one.poste:
                away = round(metres(one, other))
                reason = f"même thème, même jour, à {away} m l’un de l’autre"
                found.add("constat", one.row, other.row, reason)


def _named(held: _Held, fold: Fold, found: _Found) -> None:
    for entity in ("quartier", "structure", "batiment"):
        same = _buckets(held.get(entity, ()), lambda line: _name(line, fold, "nom"))
        for one, other in same:
            found.add(entity, one.row, other.row, "même nom")


def _same_adresse(entity: str, lines: Sequence[Ligne], fold: Fold, found: _Found) -> None:
    for one, other in _buckets(lines, lambda line: adresse_key(line.text("adresse"), fold)):
        found.add(entity, one.row, other.row, "même numéro et même rue")


# --- buckets ------------------------------------------------------------------------------


def _buckets(
    lines: Iterable[Ligne], key: Callable[[Ligne], Hashable | None]
) -> Iterator[tuple[Ligne, Ligne]]:
    """Yield the pairs of rows that share a key."""
    held: dict[Hashable, list[Ligne]] = {}
    for line in lines:
        shared = key(line)
        if shared is not None:
            held.setdefault(shared, []).append(line)
    for same in held.values():
        yield from _pairs(same)


def _pairs(lines: list[Ligne]) -> Iterator[tuple[Ligne, Ligne]]:
    """Yield every pair of a few rows; of a crowd, each row with the first ones."""
    lines.sort(key=lambda line: line.row)
    yield from combinations(lines[:_CROWD], 2)
    yield from ((lines[0], line) for line in lines[_CROWD:])


def _near(lines: Iterable[Ligne], reach: int) -> Iterator[tuple[Ligne, Ligne]]:
    """Yield the pairs of rows within `reach` metres, by squares of that size."""
    placed = [(line, found) for line in lines if (found := _position(line)) is not None]
    if not placed:
        return
    side = reach * _METRE_E7
    # in degrees a square is widest where the meridians are nearest: wide enough everywhere
    narrowest = min(math.cos(math.radians(lat / 10_000_000)) for _, (lat, _) in placed)
    squares: dict[tuple[int, int], list[Ligne]] = {}
    for line, (lat, lon) in placed:
        square = (math.floor(lat / side), math.floor(lon * narrowest / side))
        squares.setdefault(square, []).append(line)
    for (x, y), lines_here in squares.items():
        for step in product((-1, 0, 1), repeat=2):
            if step > (0, 0):
                beside = squares.get((x + step[0], y + step[1]), ())
                pairs = product(lines_here[:_CROWD], beside[:_CROWD])
                yield from (pair for pair in pairs if metres(*pair) <= reach)
        yield from (pair for pair in _pairs(lines_here) if metres(*pair) <= reach)


def _position(line: Ligne) -> tuple[int, int] | None:
    lat, lon = line.values.get("lat_e7"), line.values.get("lon_e7")
    if isinstance(lat, int) and isinstance(lon, int) and abs(lat) <= _POLE_E7:
        return lat, lon
    return None


def _name(line: Ligne, fold: Fold, field_name: str, *more: str) -> Hashable | None:
    words = _words(line.text(field_name), fold)
    return (*words, *more) if words else None


def _words(text: str, fold: Fold) -> tuple[str, ...]:
    return tuple(word for word in _NO_WORD.split(fold(text)) if word)
