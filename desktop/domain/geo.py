"""Places and surfaces: distances, containment, what is inside a QPV and what is near it.

Coordinates are integers of 1e-7 degree (WGS 84), distances are ground metres. Everything here
works on the plane that touches the ellipsoid at the place asked about (`projections.Plan`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from desktop.domain.codes import PositionQpv
from desktop.domain.projections import Plan

E7: Final = 10_000_000
TOLERANCE_M: Final = 100
"""How far from a QPV a place still counts as « abords » (gusp-microsites 5.6)."""

_SWEEPS: Final = 15
"""Horizontal lines tried for a point inside: enough for a ribbon that winds."""


_JUDGED_MAX: Final = 100_000

_Point = tuple[float, float]


class Position(NamedTuple):
    """A place on the globe, in 1e-7 degree."""

    lat_e7: int
    lon_e7: int

    @classmethod
    def of(cls, lon: float, lat: float) -> Position:
        """Return the place of degrees, longitude first as in GeoJSON."""
        return cls(round(lat * E7), round(lon * E7))

    @property
    def lon(self) -> float:
        """Degrees of longitude."""
        return self.lon_e7 / E7

    @property
    def lat(self) -> float:
        """Degrees of latitude."""
        return self.lat_e7 / E7


Ring = tuple[Position, ...]
"""A closed line, its first point not repeated at the end."""

Polygone = tuple[Ring, ...]
"""The outer ring, then the holes."""


class Boite(NamedTuple):
    """The smallest rectangle around places, in 1e-7 degree."""

    sud: int
    ouest: int
    nord: int
    est: int

    @classmethod
    def around(cls, places: Iterable[Position]) -> Boite | None:
        """Return the rectangle of all the places, None when there is none."""
        found = list(places)
        if not found:
            return None
        lats, lons = [one.lat_e7 for one in found], [one.lon_e7 for one in found]
        return cls(min(lats), min(lons), max(lats), max(lons))

    @property
    def centre(self) -> Position:
        """The middle of the rectangle."""
        return Position((self.sud + self.nord) // 2, (self.ouest + self.est) // 2)

    def corners(self) -> tuple[Position, Position]:
        """Return the south-west and the north-east corner."""
        return Position(self.sud, self.ouest), Position(self.nord, self.est)


def distance_m(one: Position, other: Position) -> float:
    """Return the metres between two places, right to 1e-4 up to a few tens of kilometres."""
    plane = Plan(one.lon, (one.lat + other.lat) / 2)
    return math.hypot(*_minus(plane.forward(other.lon, other.lat), plane.forward(one.lon, one.lat)))


def length_m(line: Sequence[Position]) -> float:
    """Return the metres along a line."""
    return sum(distance_m(one, other) for one, other in pairwise(line))


def moved(place: Position, east_m: float, north_m: float) -> Position:
    """Return the place so many metres away."""
    return Position.of(*Plan(place.lon, place.lat).inverse(east_m, north_m))


@dataclass(frozen=True)
class Surface:
    """One or several polygons with holes, such as the contour of a quartier."""

    polygones: tuple[Polygone, ...]

    @cached_property
    def boite(self) -> Boite:
        """The smallest rectangle around it.

        Raises:
            ValueError: it has no point.
        """
        found = Boite.around(place for ring in self.rings() for place in ring)
        if found is None:
            raise ValueError("a surface without points")
        return found

    def rings(self) -> Iterator[Ring]:
        """Yield every ring, outer ones and holes."""
        for polygone in self.polygones:
            yield from polygone

    def contains(self, place: Position) -> bool:
        """Say whether a place is inside; one on the line may fall on either side."""
        box = self.boite
        if not (box.sud <= place.lat_e7 <= box.nord and box.ouest <= place.lon_e7 <= box.est):
            return False
        return any(
            _inside(place, polygone[0]) and not any(_inside(place, hole) for hole in polygone[1:])
            for polygone in self.polygones
        )

    def edge_distance_m(self, place: Position) -> float:
        """Return the metres to the nearest point of the contour, on either side of it.

        Right to 1e-4 for a place within a few kilometres of it.
        """
        plane, sides = self._sides
        x, y = plane.forward(place.lon, place.lat)
        return min(
            _segment_distance((x1 - x, y1 - y), (x2 - x, y2 - y)) for (x1, y1), (x2, y2) in sides
        )

    @cached_property
    def _sides(self) -> tuple[Plan, list[tuple[_Point, _Point]]]:
        """The sides of every ring on the plane that touches the ground in the middle."""
        middle = self.boite.centre
        plane = Plan(middle.lon, middle.lat)
        return plane, [
            pair
            for ring in self.rings()
            for pair in _pairs([plane.forward(one.lon, one.lat) for one in ring])
        ]

    @cached_property
    def judged(self) -> dict[tuple[Position, int], PositionQpv]:
        """What `position_qpv` has found of places: a list asks again and again."""
        return {}

    @cached_property
    def inside_point(self) -> Position:
        """A place well inside, for a label: the centroid of a ribbon may fall outside it.

        It is the middle of the widest stretch of horizontal lines through the largest polygon.
        """
        polygone = max(self.polygones, key=lambda one: _area_m2(one[0]))
        lats = [place.lat_e7 for place in polygone[0]]
        low, high = min(lats), max(lats)
        best, widest = polygone[0][0], -1.0
        for step in range(1, _SWEEPS + 1):
            lat = low + (high - low) * step // (_SWEEPS + 1)
            crossings = sorted(x for ring in polygone for x in _crossings(ring, lat + 0.5))
            for left, right in zip(crossings[::2], crossings[1::2], strict=False):
                if right - left > widest:
                    best, widest = Position(lat, round((left + right) / 2)), right - left
        return best

    @property
    def area_m2(self) -> float:
        """Square metres of ground, holes taken off."""
        return sum(
            _area_m2(polygone[0]) - sum(_area_m2(hole) for hole in polygone[1:])
            for polygone in self.polygones
        )


def position_qpv(
    place: Position | None,
    contour: Surface | None,
    *,
    tolerance_m: int = TOLERANCE_M,
    forced: PositionQpv | None = None,
) -> PositionQpv | None:
    """Say where a place lies with regard to the quartier of its marche (gusp-microsites 2.6).

    A place near two QPV is judged by the quartier that the marche walked: its contour alone is
    given here.

    Args:
        place: None: no position.
        contour: None: the quartier has no known contour.
        tolerance_m: How far outside a place still counts as `ABORDS`.
        forced: What a person decided, which wins.

    Returns:
        None when nothing can be said.
    """
    if forced is not None:
        return forced
    if place is None or contour is None:
        return None
    key = (place, tolerance_m)
    found = contour.judged.get(key)
    if found is None:
        if len(contour.judged) >= _JUDGED_MAX:
            contour.judged.clear()
        found = contour.judged[key] = _judge(place, contour, tolerance_m)
    return found


def _judge(place: Position, contour: Surface, tolerance_m: int) -> PositionQpv:
    if contour.contains(place):
        return PositionQpv.DEDANS
    if contour.edge_distance_m(place) <= tolerance_m:
        return PositionQpv.ABORDS
    return PositionQpv.HORS


def crosses_itself(ring: Sequence[Position]) -> bool:
    """Say whether two sides of a ring that are not neighbours meet."""
    sides = list(zip(ring, [*ring[1:], *ring[:1]], strict=True))
    boxes = [_side_box(*side) for side in sides]
    count = len(sides)
    for first in range(count):
        west, east, south, north = boxes[first]
        for second in range(first + 2, count - (first == 0)):
            box = boxes[second]
            if box[0] > east or box[1] < west or box[2] > north or box[3] < south:
                continue
            if _meet(*sides[first], *sides[second]):
                return True
    return False


# --- plane geometry -----------------------------------------------------------------------


def _minus(one: _Point, other: _Point) -> _Point:
    return one[0] - other[0], one[1] - other[1]


def _pairs(points: Sequence[_Point]) -> Iterator[tuple[_Point, _Point]]:
    yield from zip(points, [*points[1:], *points[:1]], strict=True)


def _segment_distance(start: _Point, end: _Point) -> float:
    """Return the distance from the origin to a segment."""
    along = _minus(end, start)
    square = along[0] ** 2 + along[1] ** 2
    share = 0.0 if square == 0 else -(start[0] * along[0] + start[1] * along[1]) / square
    share = max(0.0, min(1.0, share))
    return math.hypot(start[0] + share * along[0], start[1] + share * along[1])


def _crossings(ring: Ring, lat: float) -> list[float]:
    """Return the longitudes (1e-7 degree) where a ring crosses a parallel, in no order."""
    found = []
    for (y1, x1), (y2, x2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (y1 > lat) != (y2 > lat):
            found.append(x1 + (lat - y1) * (x2 - x1) / (y2 - y1))
    return found


def _inside(place: Position, ring: Ring) -> bool:
    east = sum(1 for lon in _crossings(ring, place.lat_e7) if lon > place.lon_e7)
    return east % 2 == 1


def _area_m2(ring: Ring) -> float:
    middle = (min(ring)[0] + max(ring)[0]) / 2 / E7
    plane = Plan(ring[0].lon, middle)
    points = [plane.forward(one.lon, one.lat) for one in ring]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(points))) / 2


def _side_box(start: Position, end: Position) -> tuple[int, int, int, int]:
    (y1, x1), (y2, x2) = start, end
    return min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)


def _turn(a: Position, b: Position, c: Position) -> int:
    """Return on which side of the line a to b the place c lies: -1, 0 or 1, exactly."""
    cross = (b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1])
    return (cross > 0) - (cross < 0)


def _meet(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Say whether two segments whose boxes overlap have a point in common."""
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0
