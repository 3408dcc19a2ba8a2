"""Contours in GeoJSON (RFC 7946), as other tools draw them: read with care, never trusted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.geo import Polygone, Position, Ring, Surface
from desktop.domain.projections import CC44, LAMBERT_93, WEB_MERCATOR, Projection
from desktop.errors import FichierRefuse
from desktop.formats import plural, typo

SIZE_MAX: Final = 20_000_000
"""Bytes of the largest file read: the QPV of all France are 12 MB."""

POINTS_MAX: Final = 20_000
"""Points of one contour; beyond, it is no contour of a quartier."""

_TRIANGLE: Final = 3
_NAMES: Final = ("nom_usuel", "nom", "lib_qp", "nom_qp", "libelle", "name", "code_qp")
_DEGREES: Final = frozenset({"4326", "4171", "4258", "CRS84", "84"})
_PLANES: Final[Mapping[str, Projection]] = {
    plane.code: plane for plane in (LAMBERT_93, CC44, WEB_MERCATOR)
}
_REMEDY: Final = (
    "Demandez au SIG un polygone en GeoJSON, en WGS 84 (longitude puis latitude). "
    "Rien n’a été changé."
)


@dataclass(frozen=True, slots=True)
class ContourLu:
    """A surface of a file: `nom` may be "", `code_qpv` is None unless the file gives one."""

    nom: str
    code_qpv: str | None
    surface: Surface


@dataclass(frozen=True, slots=True)
class LectureContours:
    """The surfaces of a file, and how many of its objects are none."""

    contours: tuple[ContourLu, ...]
    laisses: int


def read_contours(data: bytes, file: str) -> LectureContours:
    """Read every polygon of a file.

    Points given twice, rings left open or turned the wrong way round, heights and unknown members
    are put right in silence; objects that are no polygon are counted and left aside. The old
    `crs` member is understood for Lambert-93, CC44 and Web Mercator. Whether a contour crosses
    itself is asked of the one that is kept, not of all the contours of France.

    Args:
        data: The bytes of the file.
        file: Its name, for the sentences.

    Raises:
        FichierRefuse: not GeoJSON, no polygon in it, or coordinates that cannot be meant.
    """
    if len(data) > SIZE_MAX:
        raise _refusal(file, "est trop gros pour un contour de quartier")
    root = _parse(data, file)
    plane = _plane(root, file)
    found: list[ContourLu] = []
    left = 0
    for properties, geometry in _features(root):
        surface = _surface(geometry, plane, file)
        if surface is None:
            left += 1
            continue
        found.append(ContourLu(_name(properties), _code(properties), surface))
    if not found:
        raise _refusal(file, "ne contient aucun polygone")
    return LectureContours(tuple(found), left)


def read_surface(text: str) -> Surface:
    """Read the geometry kept with a quartier.

    Raises:
        FichierRefuse: it is no polygon.
    """
    return read_contours(text.encode(), "contour enregistré").contours[0].surface


def write_surface(surface: Surface) -> str:
    """Return a surface as one GeoJSON geometry, on one line, outer rings counter-clockwise."""
    polygones = [
        [_closed(ring, counter_clockwise=rank == 0) for rank, ring in enumerate(polygone)]
        for polygone in surface.polygones
    ]
    geometry: dict[str, Any] = (
        {"type": "Polygon", "coordinates": polygones[0]}
        if len(polygones) == 1
        else {"type": "MultiPolygon", "coordinates": polygones}
    )
    return json.dumps(geometry, separators=(",", ":"))


# --- the document -------------------------------------------------------------------------


def _parse(data: bytes, file: str) -> Mapping[str, Any]:
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _refusal(file, "n’est pas du GeoJSON lisible") from error
    if not isinstance(root, dict) or not isinstance(root.get("type"), str):
        raise _refusal(file, "n’est pas du GeoJSON : il lui manque son type")
    return root


def _features(root: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Yield properties and geometry of each object, whatever the wrapping."""
    if root["type"] == "FeatureCollection":
        features = root.get("features")
        for feature in features if isinstance(features, list) else []:
            if isinstance(feature, dict):
                yield _mapping(feature.get("properties")), feature.get("geometry")
            else:
                yield {}, None
    elif root["type"] == "Feature":
        yield _mapping(root.get("properties")), root.get("geometry")
    else:
        yield {}, root


def _plane(root: Mapping[str, Any], file: str) -> Projection | None:
    """Return the plane that an old `crs` member names, None for degrees."""
    if root.get("crs") is None:
        return None
    name = str(_mapping(_mapping(root["crs"]).get("properties")).get("name", ""))
    code = re.split(r"[:/]", name)[-1].upper()
    if not name or code in _DEGREES:
        return None
    if code not in _PLANES:
        raise _refusal(
            file, f"est dans un système de coordonnées que l’application ignore ({name[:40]})"
        )
    return _PLANES[code]


def _surface(geometry: Any, plane: Projection | None, file: str) -> Surface | None:
    """Return the polygons of a geometry, None when it has none."""
    geometry = _mapping(geometry)
    coordinates = geometry.get("coordinates")
    match geometry.get("type"):
        case "Polygon":
            groups = [coordinates]
        case "MultiPolygon" if isinstance(coordinates, list):
            groups = coordinates
        case "GeometryCollection" if isinstance(geometry.get("geometries"), list):
            parts = [_mapping(one) for one in geometry["geometries"]]
            groups = [one.get("coordinates") for one in parts if one.get("type") == "Polygon"]
        case _:
            return None
    polygones = tuple(filter(None, (_polygone(group, plane, file) for group in groups)))
    points = sum(len(ring) for polygone in polygones for ring in polygone)
    if points > POINTS_MAX:
        raise _refusal(
            file, f"contient un contour de {plural(points, 'point')}, plus que {POINTS_MAX}"
        )
    return Surface(polygones) if polygones else None


def _polygone(group: Any, plane: Projection | None, file: str) -> Polygone | None:
    rings = group if isinstance(group, list) else []
    read = [_ring(ring, plane, file) for ring in rings]
    if not read or read[0] is None:
        return None
    return tuple(ring for ring in read if ring is not None)


def _ring(ring: Any, plane: Projection | None, file: str) -> Ring | None:
    """Return a ring without repeated points, None when it encloses nothing."""
    points: list[Position] = []
    for pair in ring if isinstance(ring, list) else []:
        place = _place(pair, plane, file)
        if not points or place != points[-1]:
            points.append(place)
    if len(points) > 1 and points[0] == points[-1]:
        del points[-1]
    return tuple(points) if len(points) >= _TRIANGLE else None


def _place(pair: Any, plane: Projection | None, file: str) -> Position:
    numbers = pair[:2] if isinstance(pair, list) else []
    if len(numbers) != 2 or not all(_is_number(one) for one in numbers):  # noqa: PLR2004 - x and y
        raise _refusal(file, "contient un point qui n’est pas fait de deux nombres")
    x, y = float(numbers[0]), float(numbers[1])
    if plane is not None:
        x, y = plane.inverse(x, y)
    if not (abs(x) <= 180 and abs(y) <= 90):  # noqa: PLR2004 - the globe
        said = "est en mètres et ne dit pas dans quel système"
        raise _refusal(file, said if max(abs(x), abs(y)) > 1000 else "sort du globe")  # noqa: PLR2004 - metres
    return Position.of(x, y)


# --- small things -------------------------------------------------------------------------


def _closed(ring: Ring, *, counter_clockwise: bool) -> list[list[float]]:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    turns = sum(a.lon_e7 * b.lat_e7 - b.lon_e7 * a.lat_e7 for a, b in pairs) > 0
    points = ring if turns == counter_clockwise else ring[::-1]
    return [[place.lon, place.lat] for place in (*points, points[0])]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _name(properties: Mapping[str, Any]) -> str:
    texts = (properties.get(key) for key in _NAMES)
    return next(
        (" ".join(text.split())[:80] for text in texts if isinstance(text, str) and text.strip()),
        "",
    )


def _code(properties: Mapping[str, Any]) -> str | None:
    code = properties.get("code_qp")
    return code if isinstance(code, str) and re.fullmatch(r"QN\w{6}", code) else None


def _refusal(file: str, what: str) -> FichierRefuse:
    return FichierRefuse("Contour refusé", typo(f"Le fichier « {file} » {what}."), _REMEDY)
