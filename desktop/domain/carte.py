"""What a map shows and through which frame: frozen values, the same for the screen and the PDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Final

from desktop.domain.codes import EtatConstat, PositionQpv
from desktop.domain.geo import Boite, Position, Surface, distance_m
from desktop.domain.projections import WEB_MERCATOR, Plan, Projection

ATTRIBUTION: Final = "Contours QPV : ANCT, 2024"
"""What must stand under every map that shows a shipped contour (gusp-microsites 5.6)."""

SCALES: Final = (
    *(500, 750, 1000, 1250, 1500, 2000, 2500, 3000, 3500, 4000, 5000, 6000, 7500, 8000, 10_000),
    *(12_500, 15_000, 20_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000),
)
"""Denominators that a reader can use with a ruler."""

_INCH_M: Final = 0.0254
_POINT_M: Final = _INCH_M / 72
_NARROW_M: Final = 60
"""A frame is never fitted closer than this: one place alone has no size."""


class Papier(StrEnum):
    """Size of the page of a printed map."""

    A4 = "A4"
    A3 = "A3"


# --- what lies on the map -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ContourCarte:
    """The contour of a quartier; `principal`: the one the map is about, `officiel`: shipped."""

    nom: str
    surface: Surface
    principal: bool = False
    officiel: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceCarte:
    """A path that was walked, in the order of its points."""

    nom: str
    points: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretListe:
    """A stop beside a map."""

    id: str
    ordre: int
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretCarte(ArretListe):
    """A stop on a map; `rayon_m` is how far its constats may be."""

    position: Position
    rayon_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCarte:
    """A photo; `azimut_deg` (from north, clockwise) and `precision_m` are None when unknown."""

    id: str
    position: Position
    azimut_deg: float | None = None
    precision_m: float | None = None
    constat_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatListe:
    """A constat beside a map; `theme` is the code of the grid, None while it is not chosen.

    `qpv` is where it lies with regard to its quartier, `qpv_force` what a person decided of it;
    `sortie` is what tells its marche from the others of the map (`sorties`), "" for only one.
    """

    id: str
    numero: str
    etat: EtatConstat
    theme: str | None = None
    theme_libelle: str = ""
    lieu: str = ""
    texte: str = ""
    marche_id: str | None = None
    qpv: PositionQpv | None = None
    qpv_force: PositionQpv | None = None
    sortie: str = ""

    @property
    def rang(self) -> str:
        """The end of the number, short enough to stand on a map: « B017 », « 2-B017 »."""
        return "-".join(filter(None, (self.sortie, self.numero.rsplit("-", 1)[-1])))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatCarte(ConstatListe):
    """A constat on a map."""

    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class CarteRecord:
    """All that one map shows; constats `a_placer` and `arrets_a_placer` have no position."""

    titre: str = ""
    sous_titre: str = ""
    contours: tuple[ContourCarte, ...] = ()
    traces: tuple[TraceCarte, ...] = ()
    arrets: tuple[ArretCarte, ...] = ()
    photos: tuple[PhotoCarte, ...] = ()
    constats: tuple[ConstatCarte, ...] = ()
    a_placer: tuple[ConstatListe, ...] = ()
    arrets_a_placer: tuple[ArretListe, ...] = ()
    marche_id: str | None = None
    quartier_id: str | None = None

    @property
    def sans_position(self) -> int:
        """How many constats cannot be shown."""
        return len(self.a_placer)

    @property
    def attribution(self) -> str:
        """What must be printed under the map, "" when no shipped contour is on it."""
        return ATTRIBUTION if any(one.officiel for one in self.contours) else ""

    def boite(self) -> Boite | None:
        """Return what the map is about: its principal contour with all its places.

        Without a principal contour nor a place, all the contours; None for an empty map.
        """
        places = list(self.places())
        for contour in self.contours:
            if contour.principal:
                places += contour.surface.boite.corners()
        if not places:
            places = [
                corner for contour in self.contours for corner in contour.surface.boite.corners()
            ]
        return Boite.around(places)

    def places(self) -> Iterator[Position]:
        """Yield every place that is not a contour."""
        for trace in self.traces:
            yield from trace.points
        yield from (one.position for one in self.arrets)
        yield from (one.position for one in self.photos)
        yield from (one.position for one in self.constats)


# --- the frame ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """A window on a plane, in units of drawing (pixels, or points of a page), y downwards.

    Attributes:
        plan: The projection drawn in.
        x: Metres of the plane in the middle of the window, eastwards.
        y: The same northwards.
        metres: Metres of the plane for one unit of drawing.
        largeur: Width of the window in units.
        hauteur: Its height.
    """

    plan: Projection = WEB_MERCATOR
    x: float = 0.0
    y: float = 0.0
    metres: float = 1.0
    largeur: float = 1.0
    hauteur: float = 1.0

    def fitted(self, boite: Boite, *, marge: float = 0.0) -> Cadre:
        """Return the frame that shows a whole rectangle, `marge` units around it."""
        corners = [
            self.plan.forward(Position(lat, lon).lon, Position(lat, lon).lat)
            for lat in (boite.sud, boite.nord)
            for lon in (boite.ouest, boite.est)
        ]
        xs, ys = [one[0] for one in corners], [one[1] for one in corners]
        metres = max(
            (max(xs) - min(xs)) / max(self.largeur - 2 * marge, 1),
            (max(ys) - min(ys)) / max(self.hauteur - 2 * marge, 1),
            _NARROW_M / max(min(self.largeur, self.hauteur), 1),
        )
        x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        return replace(self, x=x, y=y, metres=metres)

    def centred(self, place: Position) -> Cadre:
        """Return the same frame with a place in its middle."""
        x, y = self.plan.forward(place.lon, place.lat)
        return replace(self, x=x, y=y)

    def shifted(self, right: float, down: float) -> Cadre:
        """Return the frame moved over the ground by units of drawing."""
        return replace(self, x=self.x + right * self.metres, y=self.y - down * self.metres)

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> Cadre:
        """Return the frame `factor` times closer, the point `at` of the window staying put."""
        right, down = (0.0, 0.0) if at is None else self._from_middle(*at)
        near = replace(self, metres=self.metres / factor)
        return near.shifted(right * (factor - 1), down * (factor - 1))

    def resized(self, largeur: float, hauteur: float) -> Cadre:
        """Return the frame in a window of another size, its middle staying put."""
        return replace(self, largeur=max(largeur, 1.0), hauteur=max(hauteur, 1.0))

    def on(self, plan: Projection) -> Cadre:
        """Return about the same frame drawn in another plane."""
        if plan == self.plan:
            return self
        ground, middle = self.ground, self.middle
        moved = replace(self, plan=plan).centred(middle)
        return replace(moved, metres=moved.metres * ground / moved.ground)

    def at(self, place: Position) -> tuple[float, float]:
        """Return where a place is drawn, in units from the upper left corner."""
        x, y = self.plan.forward(place.lon_e7 / 1e7, place.lat_e7 / 1e7)
        return (
            (x - self.x) / self.metres + self.largeur / 2,
            (self.y - y) / self.metres + self.hauteur / 2,
        )

    def place(self, right: float, down: float) -> Position:
        """Return the place under a point of the window."""
        dx, dy = self._from_middle(right, down)
        return Position.of(*self.plan.inverse(self.x + dx * self.metres, self.y - dy * self.metres))

    def shows(self, boite: Boite) -> bool:
        """Say whether a part of a rectangle may be in the window."""
        corners = [self.at(corner) for corner in boite.corners()]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        across = min(xs) < self.largeur and max(xs) > 0
        return across and min(ys) < self.hauteur and max(ys) > 0

    @property
    def middle(self) -> Position:
        """The place in the middle of the window."""
        return Position.of(*self.plan.inverse(self.x, self.y))

    @property
    def ground(self) -> float:
        """Metres of ground for one unit of drawing, in the middle of the window."""
        span = max(1.0, 200 / self.metres)  # units: long enough for places of a centimetre
        left = self.place(self.largeur / 2 - span, self.hauteur / 2)
        right = self.place(self.largeur / 2 + span, self.hauteur / 2)
        return distance_m(left, right) / (2 * span)

    @property
    def north_deg(self) -> float:
        """Angle of the north in the middle of the window, clockwise from the top."""
        lon, lat = self.plan.inverse(self.x, self.y)
        x, y = self.plan.forward(lon, lat + 0.001)
        return math.degrees(math.atan2(x - self.x, y - self.y))

    def _from_middle(self, right: float, down: float) -> tuple[float, float]:
        return right - self.largeur / 2, down - self.hauteur / 2


def printed_frame(
    boite: Boite,
    largeur: float,
    hauteur: float,
    *,
    marge_m: float = 50,
    plan: Projection | None = None,
) -> Cadre:
    """Return the frame of a page, in points, at the closest round scale that holds a rectangle.

    Args:
        boite: What must be seen.
        largeur: Width of the drawing in points.
        hauteur: Its height.
        marge_m: Metres of ground kept around.
        plan: The plane of a background; None: the one that touches the ground in the middle.
    """
    plan = plan or Plan(boite.centre.lon, boite.centre.lat)
    frame = Cadre(plan=plan, largeur=largeur, hauteur=hauteur)
    needed = frame.fitted(boite)
    stretch = needed.metres / needed.ground  # metres of the plane for one of ground
    corners = [
        needed.at(Position(lat, lon))
        for lat in (boite.sud, boite.nord)
        for lon in (boite.ouest, boite.est)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    wide, high = ((max(one) - min(one)) * needed.ground for one in (xs, ys))
    exact = max((wide + 2 * marge_m) / largeur, (high + 2 * marge_m) / hauteur)
    scale = next((one for one in SCALES if one * _POINT_M >= exact * 0.999), None)
    ground = exact if scale is None else scale * _POINT_M
    return replace(needed, metres=ground * stretch)


def scale_of(cadre: Cadre) -> int:
    """Return the denominator of the scale of a page frame."""
    return round(cadre.ground / _POINT_M / 10) * 10


def scale_bar(metres: float, longest: float) -> tuple[int, float]:
    """Return a round length in metres, and its length in units of drawing.

    Args:
        metres: Metres of ground for one unit.
        longest: Units that the bar may take.
    """
    room = max(metres * longest, 1.0)
    step = 10 ** math.floor(math.log10(room))
    length = next(step * part for part in (5, 2, 1) if step * part <= room)
    return int(length), length / metres


def sorties(numeros: Iterable[str]) -> dict[str, str]:
    """Return what a short number keeps of the number of its marche, by the latter.

    Two marches of a quartier both have an « A001 »: what their numbers have in common is left
    out, « BEI-2025-2 » and « BEI-2026-1 » are « 2025-2 » and « 2026-1 »; one alone is "".
    """
    marches = {numero.rpartition("-")[0]: numero.split("-")[:-1] for numero in numeros if numero}
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*marches.values(), strict=False))
    common = len(list(shared))
    return {marche: "-".join(parts[common:]) for marche, parts in marches.items()}


def numbered(constats: Iterable[ConstatCarte]) -> list[ConstatCarte]:
    """Return constats in the order of their numbers."""
    return sorted(constats, key=lambda one: (one.numero, one.id))
