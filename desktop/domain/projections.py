"""Plane coordinates of places, by formula: no library, no file, no network.

Angles are decimal degrees of longitude then latitude (RGF93 and WGS 84, one and the same at the
scale of a walk), plane coordinates are metres towards the east then the north.
Sources: IGN, note technique NTG 71 (conic), EPSG guidance 7-2 (Web Mercator, 1024).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Protocol

AXIS: Final = 6_378_137.0
"""Half the great axis of GRS80 and WGS 84, in metres."""

_FLATTENING: Final = 1 / 298.257222101
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = math.sqrt(_E2)
_POLE: Final = 89.9
"""Latitude at which conic and Mercator formulas stop: beyond it they run to infinity."""

MERCATOR_EDGE: Final = 85.0511287798066
"""Latitude at which the square world of web tiles ends."""

_ROUNDS: Final = 8  # of the fixed point; 5 reach 1e-14 rad at any latitude


class Projection(Protocol):
    """A plane in which a map is drawn. `code` is its EPSG code, "" for a local one."""

    @property
    def code(self) -> str:
        """EPSG code in digits, or an empty text."""

    def forward(self, lon: float, lat: float) -> tuple[float, float]:
        """Return metres east and north of degrees."""

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Return degrees of longitude and latitude of metres."""


@dataclass(frozen=True, slots=True)
class Conique:
    """Lambert's conformal conic projection with two standard parallels, on GRS80."""

    code: str
    parallel_1: float
    parallel_2: float
    lat_0: float
    lon_0: float
    x_0: float
    y_0: float
    _n: float = field(init=False, repr=False, compare=False)
    _c: float = field(init=False, repr=False, compare=False)
    _y_pole: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the constants of the cone from its parallels."""
        first, second = math.radians(self.parallel_1), math.radians(self.parallel_2)
        ratio = _normal(second) * math.cos(second) / (_normal(first) * math.cos(first))
        n = math.log(ratio) / (_isometric(first) - _isometric(second))
        c = _normal(first) * math.cos(first) * math.exp(n * _isometric(first)) / n
        radius = c * math.exp(-n * _isometric(math.radians(self.lat_0)))
        for name, value in (("_n", n), ("_c", c), ("_y_pole", self.y_0 + radius)):
            object.__setattr__(self, name, value)

    def forward(self, lon: float, lat: float) -> tuple[float, float]:
        """Return metres east and north of degrees."""
        lat = max(-_POLE, min(_POLE, lat))
        radius = self._c * math.exp(-self._n * _isometric(math.radians(lat)))
        angle = self._n * math.radians(lon - self.lon_0)
        return self.x_0 + radius * math.sin(angle), self._y_pole - radius * math.cos(angle)

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Return degrees of longitude and latitude of metres."""
        east, south = x - self.x_0, self._y_pole - y
        radius = max(math.hypot(east, south), 1e-9)
        lon = self.lon_0 + math.degrees(math.atan2(east, south) / self._n)
        return lon, math.degrees(_latitude(-math.log(radius / self._c) / self._n))


@dataclass(frozen=True, slots=True)
class Mercator:
    """Web Mercator, the sphere on which map tiles are cut."""

    code: str = "3857"

    def forward(self, lon: float, lat: float) -> tuple[float, float]:
        """Return metres east and north of degrees; at 43.5° they are 1.38 ground metres long."""
        lat = max(-MERCATOR_EDGE, min(MERCATOR_EDGE, lat))
        return AXIS * math.radians(lon), AXIS * math.atanh(math.sin(math.radians(lat)))

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Return degrees of longitude and latitude of metres."""
        return math.degrees(x / AXIS), math.degrees(math.asin(math.tanh(y / AXIS)))


@dataclass(frozen=True, slots=True)
class Plan:
    """The plane that touches the ellipsoid at one place: metres are ground metres around it.

    Within 5 km its distances are right to 1e-4, which is finer than any position we hold.
    """

    lon_0: float
    lat_0: float
    code: str = ""
    _east: float = field(init=False, repr=False, compare=False)
    _north: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Measure a degree of longitude and one of latitude at the place."""
        lat = math.radians(max(-_POLE, min(_POLE, self.lat_0)))
        object.__setattr__(self, "_east", math.radians(_normal(lat)) * math.cos(lat))
        object.__setattr__(self, "_north", math.radians(_meridian(lat)))

    def forward(self, lon: float, lat: float) -> tuple[float, float]:
        """Return metres east and north of the place; the shortest way round the globe."""
        turn = (lon - self.lon_0 + 180) % 360 - 180
        return turn * self._east, (lat - self.lat_0) * self._north

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Return degrees of longitude and latitude of metres."""
        return self.lon_0 + x / self._east, self.lat_0 + y / self._north


def _isometric(lat: float) -> float:
    return math.atanh(math.sin(lat)) - _E * math.atanh(_E * math.sin(lat))


def _latitude(isometric: float) -> float:
    lat = math.asin(math.tanh(isometric))
    for _ in range(_ROUNDS):
        lat = math.asin(math.tanh(isometric + _E * math.atanh(_E * math.sin(lat))))
    return lat


def _normal(lat: float) -> float:
    """Radius of curvature across the meridian."""
    return AXIS / math.sqrt(1 - _E2 * math.sin(lat) ** 2)


def _meridian(lat: float) -> float:
    """Radius of curvature along the meridian."""
    return AXIS * (1 - _E2) / math.pow(1 - _E2 * math.sin(lat) ** 2, 1.5)


LAMBERT_93: Final = Conique("2154", 44, 49, 46.5, 3, 700_000, 6_600_000)
CC44: Final = Conique("3944", 43.25, 44.75, 44, 3, 1_700_000, 3_200_000)
"""RGF93 CC44, that municipal maps of the Aix area are drawn in."""

WEB_MERCATOR: Final = Mercator()
