"""The drawing of a map, layer by layer, for any painter: a list of lines, surfaces and words.

`ui/widgets/map_paint.py` lays it on the screen, `reports/dessin.py` on the paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.carte import (
    ArretCarte,
    Cadre,
    CarteRecord,
    ConstatCarte,
    ContourCarte,
    scale_bar,
)
from desktop.domain.symboles import (
    FORMES,
    MARQUES,
    SANS_THEME,
    Dessin,
    Ligne,
    Mot,
    Point,
    Trait,
    constat_symbol,
    north_symbol,
    photo_symbol,
    placed,
    scaled,
    stop_symbol,
)

SYMBOL: Final = 9.0
"""Half the width of a constat's symbol on a desktop, in units."""

_LETTER: Final = 0.55  # width of a letter of the small type, in parts of its size
_FULL_TURN: Final = 36
_LEADERS: Final = (3.5, 5.0, 7.0, 9.5, 13.0)
"""How far a line may lead to a label, in half widths of symbol."""
_LEADER_TURN: Final = 16
_ASIDE: Final = 0.3  # cosine from which a label begins or ends at its line


@dataclass(frozen=True, slots=True, kw_only=True)
class Taille:
    """Sizes of a drawing in units, from one half width of symbol."""

    symbole: float = SYMBOL

    @property
    def mot(self) -> float:
        """Size of the small type."""
        return self.symbole * 1.25

    @property
    def trait(self) -> float:
        """Width of a plain line."""
        return self.symbole / 8


# --- layers -------------------------------------------------------------------------------


def ground(carte: CarteRecord, cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield what lies under the places: contours, the path, the names of the other quartiers."""
    yield from contours(carte.contours, cadre, taille)
    yield from paths(carte, cadre, taille)
    yield from contour_names([one for one in carte.contours if not one.principal], cadre, taille)


def contours(places: Iterable[ContourCarte], cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield the contours, the principal one stronger, each with its name inside."""
    for one in sorted(places, key=lambda place: place.principal):
        for polygone in one.surface.polygones:
            yield Trait(
                lignes=tuple(tuple(cadre.at(place) for place in ring) for ring in polygone),
                encre="muted",
                epaisseur=taille.trait * (2.4 if one.principal else 1.3),
                tirets=() if one.principal else (taille.symbole * 0.7, taille.symbole * 0.45),
                fond="primary" if one.principal else "",
                part=0.06,
            )


def contour_names(places: Iterable[ContourCarte], cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield the names of the contours, inside them."""
    for one in places:
        yield Mot(
            texte=one.nom,
            ou=cadre.at(one.surface.inside_point),
            corps=taille.mot * (1.25 if one.principal else 1.0),
            couleur="primary" if one.principal else "muted",
            gras=one.principal,
            halo=True,
        )


def paths(carte: CarteRecord, cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield the path that was walked, and dashes from stop to stop."""
    for trace in carte.traces:
        line = tuple(cadre.at(place) for place in trace.points)
        yield Trait(lignes=(line,), ferme=False, encre="surface", epaisseur=taille.trait * 4.4)
        yield Trait(lignes=(line,), ferme=False, encre="primary", epaisseur=taille.trait * 2.4)
    if len(carte.arrets) > 1:
        line = tuple(cadre.at(one.position) for one in _in_order(carte))
        dashes = (taille.symbole * 0.25, taille.symbole * 0.45)
        yield Trait(
            lignes=(line,),
            ferme=False,
            encre="primary",
            epaisseur=taille.trait * 1.6,
            tirets=dashes,
        )


def stops(carte: CarteRecord, cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield the stops in the order of the walk, each with the ring of its reach."""
    for one in _in_order(carte):
        x, y = cadre.at(one.position)
        reach = one.rayon_m / cadre.ground if one.rayon_m else 0
        if reach > taille.symbole * 1.5:
            yield Trait(
                lignes=(_ring(x, y, reach),),
                encre="primary",
                epaisseur=taille.trait,
                tirets=(taille.symbole * 0.2, taille.symbole * 0.4),
                fond="primary",
                part=0.05,
            )
        yield from placed(stop_symbol(one.ordre, taille.symbole * 1.15), x, y)


def sights(carte: CarteRecord, cadre: Cadre, taille: Taille) -> Iterator[Dessin]:
    """Yield the photos with the direction they look in."""
    for one in carte.photos:
        yield from placed(photo_symbol(one.azimut_deg, taille.symbole * 3), *cadre.at(one.position))


def constat_label(one: ConstatCarte, x: float, y: float, taille: Taille) -> Mot:
    """Return the number of a constat, right of its symbol."""
    size = taille.mot
    ou = (x + taille.symbole * 1.5, y + size * 0.35)
    return Mot(texte=one.rang, ou=ou, corps=size, gras=True, cale=-1, halo=True)


def label_width(text: str, size: float) -> float:
    """Return about how wide a small text is, in units: enough to keep labels apart."""
    return len(text) * size * _LETTER


@dataclass(frozen=True, slots=True)
class Etiquette:
    """Where a label stands, and the line that leads to it; () beside its symbol."""

    ou: Point
    trait: tuple[Trait, ...] = ()


def label_place(
    taken: Grille, spot: Point, wide: float, taille: Taille, cadre: Cadre, *, far: bool
) -> Etiquette | None:
    """Take a place for the label of a symbol; None where there is no room.

    Args:
        taken: What is there already; the label is added.
        spot: The middle of the symbol.
        wide: Width of the label in units.
        taille: Sizes of the drawing.
        cadre: The window, which the label stays in.
        far: Whether a line may lead to a label that finds no room beside its symbol.
    """
    high, (x, y) = taille.mot * 0.8, spot
    for ou, end in _label_candidates(spot, wide, taille, far=far):
        left, base = ou
        inside = 0 <= left <= cadre.largeur - wide and high <= base <= cadre.hauteur
        if inside and taken.take(left, base - high, left + wide, base):
            if end is None:
                return Etiquette(ou)
            line = ((x, y), end)
            thin = taille.trait * 0.8
            return Etiquette(
                ou, (Trait(lignes=(line,), ferme=False, encre="muted", epaisseur=thin),)
            )
    return None


def _label_candidates(
    spot: Point, wide: float, taille: Taille, *, far: bool
) -> Iterator[tuple[Point, Point | None]]:
    """Yield where a label may stand, the best first, and where its line ends."""
    (x, y), size = spot, taille.mot
    right, left = x + taille.symbole * 1.5, x - taille.symbole * 1.5 - wide
    for side in (right, left):
        for down in (0.35, -0.9, 1.6):
            yield (side, y + down * size), None
    for down in (-1.2, 2.0):
        yield (x - wide / 2, y + down * size), None
    for radius in _LEADERS if far else ():
        for step in range(_LEADER_TURN):
            # east, then alternately above and below it, round to the west
            turn = (step + 1) // 2 * (-1 if step % 2 else 1) * 2 * math.pi / _LEADER_TURN
            reach = radius * taille.symbole
            end = (x + reach * math.cos(turn), y + reach * math.sin(turn))
            aside = math.cos(turn)
            start = end[0] if aside > _ASIDE else end[0] - wide / (1 if aside < -_ASIDE else 2)
            yield (start, end[1] + 0.35 * size), end


class Grille:
    """Rectangles already taken, so that labels do not cover one another."""

    def __init__(self, cell: float) -> None:
        self._cell = cell
        self._taken: set[tuple[int, int]] = set()

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a rectangle, or say that something is there."""
        cells = self._cells(left, top, right, bottom)
        if cells & self._taken:
            return False
        self._taken |= cells
        return True

    def around(self, x: float, y: float, half: float) -> None:
        """Take the square around a point, whatever is there."""
        self._taken |= self._cells(x - half, y - half, x + half, y + half)

    def _cells(self, left: float, top: float, right: float, bottom: float) -> set[tuple[int, int]]:
        return {
            (column, row)
            for column in range(int(left // self._cell), int(right // self._cell) + 1)
            for row in range(int(top // self._cell), int(bottom // self._cell) + 1)
        }


# --- scale, north, legend -----------------------------------------------------------------


def scale(metres: float, left: float, bottom: float, longest: float, size: float) -> list[Dessin]:
    """Return a scale bar whose lower left corner stands at a point.

    Args:
        metres: Metres of ground for one unit.
        left: Left end.
        bottom: Lower edge.
        longest: Units it may take.
        size: Size of its type.
    """
    length, units = scale_bar(metres, longest)
    high, half = size * 0.45, units / 2
    text = f"{length} m" if length < 1000 else f"{length // 1000} km"  # noqa: PLR2004 - metres
    drawn: list[Dessin] = [
        Trait(
            lignes=(_box(left, bottom - high, units, high),),
            encre="text",
            epaisseur=size / 12,
            fond="surface",
        ),
        Trait(lignes=(_box(left, bottom - high, half, high),), fond="text"),
    ]
    base = bottom - high - size * 0.3
    for at, word in ((left, "0"), (left + units, text.replace(" ", "\u00a0"))):
        drawn.append(Mot(texte=word, ou=(at, base), corps=size, gras=True, halo=True))
    return drawn


def north(cadre: Cadre, x: float, y: float, size: float) -> list[Dessin]:
    """Return the arrow of the north with its middle at a point."""
    return placed(north_symbol(cadre.north_deg, size), x, y)


@dataclass(frozen=True, slots=True)
class Legende:
    """One line of the legend: a symbol around the origin, and what it means."""

    dessin: tuple[Dessin, ...]
    texte: str


def legend(carte: CarteRecord, labels: dict[str, str], size: float) -> list[Legende]:
    """Return the legend of what is on a map, and of nothing else.

    Args:
        carte: The map.
        labels: French words of the états, by code.
        size: Half the width of a symbol.
    """
    lines = [*_legend_of_layers(carte, size)]
    themes = {one.theme or "": one.theme_libelle for one in carte.constats}
    for code in sorted(themes, key=_rank_of_theme):
        shape = FORMES.get(code, SANS_THEME)
        drawn = Trait(
            lignes=scaled([shape], size), encre="text", epaisseur=size / 7, fond="surface"
        )
        lines.append(Legende((drawn,), themes[code] or code or "Sans thème"))
    states = {one.etat.value for one in carte.constats}
    lines.extend(
        Legende(constat_symbol(code, "STA", size), labels.get(code, code))
        for code in MARQUES
        if code in states
    )
    return lines


def _legend_of_layers(carte: CarteRecord, size: float) -> Iterator[Legende]:
    bar: tuple[Ligne, ...] = (((-size * 1.3, 0.0), (size * 1.3, 0.0)),)
    if any(one.principal for one in carte.contours):
        drawn = Trait(lignes=bar, ferme=False, encre="muted", epaisseur=size / 3.5)
        yield Legende((drawn,), "Contour du quartier")
    if any(not one.principal for one in carte.contours):
        dashes = (size * 0.7, size * 0.45)
        drawn = Trait(lignes=bar, ferme=False, encre="muted", epaisseur=size / 6, tirets=dashes)
        yield Legende((drawn,), "Autre quartier")
    if carte.traces:
        drawn = Trait(lignes=bar, ferme=False, encre="primary", epaisseur=size / 3)
        yield Legende((drawn,), "Trajet suivi")
    if carte.arrets:
        yield Legende(tuple(stop_symbol(1, size)), "Arrêt du parcours")
    if any(one.azimut_deg is not None for one in carte.photos):
        cone = placed(photo_symbol(90, size * 2), -size * 0.9, 0)
        yield Legende(tuple(cone), "Photo et sa direction")
    if any(one.azimut_deg is None for one in carte.photos):
        yield Legende(photo_symbol(None, size * 3), "Photo")


def _rank_of_theme(code: str) -> tuple[int, str]:
    return (list(FORMES).index(code) if code in FORMES else len(FORMES), code)


def _in_order(carte: CarteRecord) -> Sequence[ArretCarte]:
    return sorted(carte.arrets, key=lambda one: (one.ordre, one.id))


def _ring(x: float, y: float, radius: float) -> Ligne:
    turn = 2 * math.pi / _FULL_TURN
    return tuple(
        (x + radius * math.cos(turn * step), y + radius * math.sin(turn * step))
        for step in range(_FULL_TURN)
    )


def _box(left: float, top: float, width: float, height: float) -> Ligne:
    right, bottom = left + width, top + height
    return ((left, top), (right, top), (right, bottom), (left, bottom))
