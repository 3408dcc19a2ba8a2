"""Shapes of the map, as polygons: the screen and the paper draw the same ones.

A constat is told by its shape (thème) and by its mark and fill (état); its colour repeats the
état, so that a map in black and white loses nothing. Coordinates are in a square from -1 to 1,
x to the right, y upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

Point = tuple[float, float]
Ligne = tuple[Point, ...]


def _circle(
    x: float = 0, y: float = 0, r: float = 1, *, start: float = 0, end: float = 360
) -> Ligne:
    """Return an arc by points, degrees counter-clockwise from the east."""
    steps = max(6, round(abs(end - start) / 12))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return tuple((x + r * math.cos(angle), y + r * math.sin(angle)) for angle in angles)


def _regular(sides: int, *, turn: float = 90, r: float = 1) -> Ligne:
    angles = (math.radians(turn + 360 * side / sides) for side in range(sides))
    return tuple((r * math.cos(angle), r * math.sin(angle)) for angle in angles)


def _star(points: int, inner: float) -> Ligne:
    angles = (math.radians(90 + 180 * step / points) for step in range(2 * points))
    return tuple(
        (
            (inner if step % 2 else 1.1) * math.cos(angle),
            (inner if step % 2 else 1.1) * math.sin(angle),
        )
        for step, angle in enumerate(angles)
    )


def _heart() -> Ligne:
    angles = (math.radians(12 * step) for step in range(30))
    return tuple(
        (
            math.sin(a) ** 3 * 1.05,
            (13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)) / 15
            + 0.1,
        )
        for a in angles
    )


_SQUARE: Final = ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88))

FORMES: Final[Mapping[str, Ligne]] = {
    "PRO": _circle(),
    "VOI": ((0, 1.15), (1.15, 0), (0, -1.15), (-1.15, 0)),
    "STA": _SQUARE,
    "MOB": _regular(6, turn=0, r=1.08),
    "VEG": (  # a fir
        *((0, 1.15), (0.85, 0.1), (0.5, 0.1), (1, -0.7), (0.25, -0.7), (0.25, -1.1)),
        *((-0.25, -1.1), (-0.25, -0.7), (-1, -0.7), (-0.5, 0.1), (-0.85, 0.1)),
    ),
    "JEU": _regular(3, turn=-90, r=1.25),
    "BAT": (
        (0, 1.15),
        (1.05, 0.3),
        (0.8, 0.3),
        (0.8, -0.95),
        (-0.8, -0.95),
        (-0.8, 0.3),
        (-1.05, 0.3),
    ),
    "ECL": _star(8, 0.72),
    "TRA": (  # a shield
        *((-0.9, 0.9), (0, 1.1), (0.9, 0.9), (0.9, 0), (0.6, -0.65)),
        *((0, -1.15), (-0.6, -0.65), (-0.9, 0)),
    ),
    "ACC": ((-1, 0.75), (0.45, 0.75), (1.2, 0), (0.45, -0.75), (-1, -0.75)),
    "RES": ((0, 1.25), *_circle(0, -0.25, 0.88, start=38, end=-218)),
    "VIE": _heart(),
    "CHA": _regular(3, turn=90, r=1.25),
}
"""The shape of each thème of the day grid, by its code."""

SANS_THEME: Final = tuple((1.15 * x, 0.62 * y) for x, y in _circle())
"""The shape of a constat without thème, or of one unknown here: a flat oval."""


_MIDDLES: Final[Mapping[str, float]] = {"JEU": 0.06, "VEG": -0.12, "RES": -0.2}
"""How high the middle of the room for a mark lies in a shape, where it is not 0."""


@dataclass(frozen=True, slots=True)
class Marque:
    """What an état puts inside a shape: full or hollow, lines and spots."""

    traits: tuple[Ligne, ...] = ()
    taches: tuple[Ligne, ...] = ()
    plein: bool = False


_TICK: Final = ((-0.45, 0.0), (-0.12, -0.35), (0.45, 0.38))
_PLUS: Final = (((-0.45, 0.0), (0.45, 0.0)), ((0.0, -0.45), (0.0, 0.45)))
_EQUAL: Final = (((-0.4, 0.2), (0.4, 0.2)), ((-0.4, -0.2), (0.4, -0.2)))
_CROSS: Final = (((-0.36, -0.36), (0.36, 0.36)), ((-0.36, 0.36), (0.36, -0.36)))
_ARROW: Final = (((-0.48, 0.0), (0.44, 0.0)), ((0.1, 0.36), (0.46, 0.0), (0.1, -0.36)))
_PLAY: Final = ((-0.3, 0.46), (0.5, 0.0), (-0.3, -0.46))

MARQUES: Final[Mapping[str, Marque]] = {
    "BROUILLON": Marque(taches=tuple(_circle(x, 0, 0.13) for x in (-0.42, 0.0, 0.42))),
    "A_QUALIFIER": Marque(
        ((*_circle(0, 0.24, 0.29, start=170, end=-50), (0.0, -0.2)),),
        (_circle(0, -0.48, 0.13),),
    ),
    "OUVERT": Marque(plein=True),
    "TRANSMIS": Marque(_ARROW, plein=True),
    "CONTESTE": Marque((*_EQUAL, ((-0.22, -0.5), (0.22, 0.5))), plein=True),
    "PRIS_EN_CHARGE": Marque(taches=(_circle(0, 0, 0.34),)),
    "PROGRAMME": Marque((((0.0, 0.5), (0.0, -0.02), (0.4, -0.02)),)),
    "EN_COURS": Marque(taches=(_PLAY,), plein=True),
    "REALISE_DECLARE": Marque((_TICK,)),
    "LEVE": Marque((_TICK,), plein=True),
    "SANS_SUITE": Marque(_CROSS),
    "FUSIONNE": Marque(_EQUAL),
    "RELEVE": Marque(_PLUS),
    "CONFIRME": Marque(_PLUS, plein=True),
    "PERDU": Marque((((-0.45, 0.0), (0.45, 0.0)),)),
    "RETENU": Marque(taches=(tuple((0.5 * x, 0.5 * y) for x, y in _star(5, 0.45)),), plein=True),
    "NON_RETENU": Marque(_CROSS, plein=True),
}
"""The mark of each état, by its code."""

INCONNUE: Final = Marque()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One thing to draw: lines or surfaces, in units of drawing, y downwards.

    Attributes:
        lignes: Lines; of a filled one, the second and following may be holes (even-odd).
        ferme: Whether each line joins its start.
        encre: Token of the colour of the line, "" for none. A code of an état is one.
        epaisseur: Its width in units.
        tirets: Lengths drawn and left out, in units; () for a plain line.
        fond: Token of the colour inside, "" for none.
        part: How much of `fond` covers what is below, from 0 to 1.
    """

    lignes: tuple[Ligne, ...]
    ferme: bool = True
    encre: str = ""
    epaisseur: float = 1.0
    tirets: tuple[float, ...] = ()
    fond: str = ""
    part: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mot:
    """A short text to draw, `cale` -1, 0, 1: its left, middle or right stands at `ou`.

    `ou` is the base of the letters; a `halo` keeps it readable over lines.
    """

    texte: str
    ou: Point
    corps: float
    couleur: str = "text"
    gras: bool = False
    cale: int = 0
    halo: bool = False


Dessin = Trait | Mot


def constat_symbol(etat: str, theme: str | None, size: float) -> tuple[Trait, ...]:
    """Return the symbol of a constat around the origin.

    Args:
        etat: Code of the état: colour, fill and mark.
        theme: Code of the thème: shape.
        size: Half its width, in units.
    """
    shape = FORMES.get(theme or "", SANS_THEME)
    mark = MARQUES.get(etat, INCONNUE)
    line = max(1.0, size / 6)
    ink = "surface" if mark.plein else etat
    drawn = [
        Trait(lignes=scaled([shape], size), encre="surface", epaisseur=3 * line),
        Trait(
            lignes=scaled([shape], size),
            encre=etat,
            epaisseur=1.3 * line,
            fond=etat if mark.plein else "surface",
        ),
    ]
    middle = _MIDDLES.get(theme or "", 0.0)
    if mark.traits:
        lines = scaled(mark.traits, size, up=middle)
        drawn.append(Trait(lignes=lines, ferme=False, encre=ink, epaisseur=1.25 * line))
    if mark.taches:
        drawn.append(Trait(lignes=scaled(mark.taches, size, up=middle), fond=ink))
    return tuple(drawn)


def selection_symbol(size: float) -> Trait:
    """Return the ring around what is selected."""
    return Trait(
        lignes=scaled([_circle()], size * 1.7), encre="focus", epaisseur=max(2.5, size / 4)
    )


def stop_symbol(rank: int, size: float) -> tuple[Dessin, ...]:
    """Return a stop around the origin: a numbered disc, unlike any constat."""
    return (
        Trait(lignes=scaled([_circle()], size), encre="surface", epaisseur=size / 3),
        Trait(
            lignes=scaled([_circle()], size), encre="primary", epaisseur=size / 8, fond="primary"
        ),
        Trait(lignes=scaled([_circle(r=0.8)], size), encre="primary_text", epaisseur=size / 10),
        Mot(
            texte=str(rank),
            ou=(0, size * 0.38),
            corps=size * 1.1,
            couleur="primary_text",
            gras=True,
        ),
    )


def photo_symbol(azimuth: float | None, size: float, *, opening: float = 50) -> tuple[Trait, ...]:
    """Return a photo around the origin: a cone towards its azimuth, or a camera's square."""
    dot = Trait(
        lignes=scaled([_circle(r=0.22)], size), encre="surface", epaisseur=1, fond="primary"
    )
    if azimuth is None:
        square = tuple((0.3 * x, 0.3 * y) for x, y in _SQUARE)
        line = max(1.0, size / 12)
        return (
            Trait(lignes=scaled([square], size), encre="primary", epaisseur=line, fond="surface"),
        )
    middle = 90 - azimuth
    cone = ((0.0, 0.0), *_circle(r=1, start=middle - opening / 2, end=middle + opening / 2))
    edge = max(1.0, size / 20)
    lines = scaled([cone], size)
    return (Trait(lignes=lines, encre="primary", epaisseur=edge, fond="primary", part=0.22), dot)


def north_symbol(angle: float, size: float) -> tuple[Dessin, ...]:
    """Return an arrow towards the north with its letter; `angle` clockwise from the top."""
    turn = math.radians(-angle)
    needle = [((0, 1), (0.42, -0.8), (0, -0.45)), ((0, 1), (-0.42, -0.8), (0, -0.45))]
    turned = [
        tuple(
            (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
            for x, y in one
        )
        for one in needle
    ]
    line = max(0.8, size / 14)
    return (
        Trait(lignes=scaled(turned[:1], size), encre="text", epaisseur=line, fond="text"),
        Trait(lignes=scaled(turned[1:], size), encre="text", epaisseur=line, fond="surface"),
        Mot(texte="N", ou=(0, size * 1.75), corps=size * 0.75, gras=True, halo=True),
    )


def scaled(lines: Iterable[Ligne], size: float, *, up: float = 0.0) -> tuple[Ligne, ...]:
    """Return lines of the unit square in units of drawing, y downwards; `up` lifts them."""
    return tuple(tuple((x * size, -(y + up) * size) for x, y in line) for line in lines)


def placed(drawn: Iterable[Dessin], x: float, y: float) -> list[Dessin]:
    """Return drawings moved to a point."""
    moved: list[Dessin] = []
    for one in drawn:
        if isinstance(one, Mot):
            moved.append(replace(one, ou=(one.ou[0] + x, one.ou[1] + y)))
        else:
            lines = tuple(tuple((px + x, py + y) for px, py in line) for line in one.lignes)
            moved.append(replace(one, lignes=lines))
    return moved
