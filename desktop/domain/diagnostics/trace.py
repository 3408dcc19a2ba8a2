"""Where a walk went and when: the track of a GPS, and the place it gives to a moment.

Pure functions. Moments are milliseconds since 1970 UTC, places integers of 1e-7 degree.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from desktop.domain.checks import LAT_MAX_E7, LON_MAX_E7

MAX_GAP_MS: Final = 300_000
"""Silence of the receiver across which a place is still worked out: five minutes on foot."""

STORED_LENGTH: Final = 100_000
"""Characters that the points of a stored track may take."""

_EARTH_M: Final = 6_371_008.8
_E7: Final = 10_000_000
_METRE_E7: Final = math.degrees(1 / _EARTH_M) * _E7
_FINEST_M: Final = 1.0
_SAME_PASSAGE_MS: Final = 120_000


@dataclass(frozen=True, slots=True)
class Point:
    """One fix of the receiver."""

    ms: int
    lat_e7: int
    lon_e7: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A track whose points are in the order of time, one per moment; make it with `of`."""

    nom: str
    points: tuple[Point, ...]

    @classmethod
    def of(cls, nom: str, points: Iterable[Point]) -> Trace:
        """Sort the points of all segments; of two at the same moment the first one stays."""
        by_moment: dict[int, Point] = {}
        for point in points:
            by_moment.setdefault(point.ms, point)
        return cls(nom, tuple(by_moment[ms] for ms in sorted(by_moment)))


def position_at(trace: Trace, ms: int, *, max_gap_ms: int = MAX_GAP_MS) -> tuple[int, int] | None:
    """Return latitude and longitude at a moment, straight between the points around it.

    None before the first point, after the last one, and where the receiver was silent for
    more than `max_gap_ms`: nobody knows where the agent was meanwhile.
    """
    points = trace.points
    after = bisect_left(points, ms, key=_moment)
    if after < len(points) and points[after].ms == ms:
        return points[after].lat_e7, points[after].lon_e7
    if not 0 < after < len(points):
        return None
    first, last = points[after - 1], points[after]
    if last.ms - first.ms > max_gap_ms:
        return None
    return _between(first, last, ms)


def nearest_passages(
    trace: Trace, lat_e7: int, lon_e7: int, *, within_m: float, max_gap_ms: int = MAX_GAP_MS
) -> list[tuple[int, float]]:
    """Return (moment, metres) of each time the track came near a place, the nearest first.

    Two approaches less than two minutes apart are one passage, at its nearest moment.
    """
    found: list[tuple[int, float]] = []
    for ms, metres in _approaches(trace, lat_e7, lon_e7, max_gap_ms):
        if metres > within_m:
            continue
        if found and ms - found[-1][0] <= _SAME_PASSAGE_MS:
            found[-1] = min(found[-1], (ms, metres), key=lambda one: one[1])
        else:
            found.append((ms, metres))
    return sorted(found, key=lambda one: one[1])


def simplified(trace: Trace, *, tolerance_m: float) -> Trace:
    """Return the track with fewer points: at any moment its place moves by `tolerance_m` at most.

    The distance is taken at the same moment and not to the line, so that a halt stays a halt
    and the places given to photos hold. Silences longer than `MAX_GAP_MS` keep both ends.
    """
    points = trace.points
    kept = {0, len(points) - 1} if points else set()
    edges = [0, len(points) - 1]
    for rank, (a, b) in enumerate(pairwise(points)):
        if b.ms - a.ms > MAX_GAP_MS:
            edges += [rank, rank + 1]
    edges.sort()
    kept.update(edge for edge in edges if 0 <= edge < len(points))
    waiting = [(a, b) for a, b in pairwise(edges) if b - a > 1]
    while waiting:
        first, last = waiting.pop()
        worst, gap = _farthest(points, first, last)
        if gap <= tolerance_m * _METRE_E7:
            if points[last].ms - points[first].ms <= MAX_GAP_MS:
                continue
            worst = (first + last) // 2  # else a straight walk would look like a silence
        kept.add(worst)
        waiting += [pair for pair in ((first, worst), (worst, last)) if pair[1] - pair[0] > 1]
    return Trace(trace.nom, tuple(points[rank] for rank in sorted(kept)))


def encode_points(trace: Trace, *, limit: int = STORED_LENGTH) -> str:
    """Return the points as text of at most `limit` characters, simplified as little as needed.

    « ms,lat_e7,lon_e7 » of the first point, then the differences, separated by « ; ». Moments
    are cut to the second.

    Raises:
        ValueError: not even the two ends fit.
    """
    tolerance, shown = _FINEST_M, simplified(trace, tolerance_m=_FINEST_M)
    while len(text := _encoded(shown)) > limit:
        if len(shown.points) <= 2:  # noqa: PLR2004 - both ends, which are never left out
            raise ValueError(limit)
        tolerance *= 1.5
        fewer = simplified(shown, tolerance_m=tolerance)
        # silences alone can be too many: then every second point goes, ends kept
        shown = fewer if len(fewer.points) < len(shown.points) else _halved(shown)
    return text


def decode_points(nom: str, text: str) -> Trace:
    """Return the track whose points `encode_points` wrote; spoilt text gives what is sound."""
    points: list[Point] = []
    ms = lat = lon = 0
    for part in filter(None, text.split(";")):
        try:
            step_ms, step_lat, step_lon = (int(number) for number in part.split(","))
        except ValueError:
            break
        ms, lat, lon = ms + step_ms * 1000, lat + step_lat, lon + step_lon
        if abs(lat) > LAT_MAX_E7 or abs(lon) > LON_MAX_E7:
            break
        points.append(Point(ms, lat, lon))
    return Trace.of(nom, points)


def distance_m(lat_a: int, lon_a: int, lat_b: int, lon_b: int) -> float:
    """Return the metres between two places on a sphere, which is right to 0.5 %."""
    first, second = math.radians(lat_a / _E7), math.radians(lat_b / _E7)
    half_lat, half_lon = (second - first) / 2, math.radians((lon_b - lon_a) / _E7) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(first) * math.cos(second) * math.sin(half_lon) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def _moment(point: Point) -> int:
    return point.ms


def _between(first: Point, last: Point, ms: int) -> tuple[int, int]:
    share = (ms - first.ms) / (last.ms - first.ms)
    return (
        round(first.lat_e7 + share * (last.lat_e7 - first.lat_e7)),
        round(first.lon_e7 + share * (last.lon_e7 - first.lon_e7)),
    )


def _farthest(points: tuple[Point, ...], first: int, last: int) -> tuple[int, float]:
    """Return the point that moves most if those between two go, and by how much (1e-7 degree)."""
    start, end = points[first], points[last]
    speed_lat = (end.lat_e7 - start.lat_e7) / (end.ms - start.ms)
    speed_lon = (end.lon_e7 - start.lon_e7) / (end.ms - start.ms)
    narrow = math.cos(math.radians(start.lat_e7 / _E7))
    worst, gap = first, -1.0
    for rank in range(first + 1, last):
        point = points[rank]
        elapsed = point.ms - start.ms
        moved = math.hypot(
            point.lat_e7 - start.lat_e7 - speed_lat * elapsed,
            (point.lon_e7 - start.lon_e7 - speed_lon * elapsed) * narrow,
        )
        if moved > gap:
            worst, gap = rank, moved
    return worst, gap


def _approaches(
    trace: Trace, lat_e7: int, lon_e7: int, max_gap_ms: int
) -> Iterator[tuple[int, float]]:
    """Yield the nearest moment of each step, worked out on a plane: steps are short."""
    if len(trace.points) == 1:
        (only,) = trace.points
        yield only.ms, distance_m(only.lat_e7, only.lon_e7, lat_e7, lon_e7)
    narrow = math.cos(math.radians(lat_e7 / _E7))
    for a, b in pairwise(trace.points):
        if b.ms - a.ms > max_gap_ms:
            continue
        step = ((b.lon_e7 - a.lon_e7) * narrow, b.lat_e7 - a.lat_e7)
        away = ((lon_e7 - a.lon_e7) * narrow, lat_e7 - a.lat_e7)
        square = step[0] ** 2 + step[1] ** 2
        share = (away[0] * step[0] + away[1] * step[1]) / square if square else 0.0
        ms = a.ms + round(min(1.0, max(0.0, share)) * (b.ms - a.ms))
        yield ms, distance_m(*_between(a, b, ms), lat_e7, lon_e7)


def _halved(trace: Trace) -> Trace:
    points = trace.points
    return Trace(trace.nom, (*points[:-1][::2], points[-1]))


def _encoded(trace: Trace) -> str:
    parts: list[str] = []
    seconds = lat = lon = 0
    for point in trace.points:
        now = point.ms // 1000
        parts.append(f"{now - seconds},{point.lat_e7 - lat},{point.lon_e7 - lon}")
        seconds, lat, lon = now, point.lat_e7, point.lon_e7
    return ";".join(parts)
