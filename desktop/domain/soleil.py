"""When the sun sets and when it is dark, worked out without a network (gusp-microsites 1.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from desktop.domain.geo import Position

AIX: Final = Position(435_300_000, 54_400_000)
"""The place of the table of gusp-microsites 1.2; between the quartiers it is a few seconds."""

_COUCHER: Final = 90.833
_CREPUSCULE: Final = 96.0
_NUIT: Final = 102.0
"""Zenith angles in degrees: sunset, end of the civil and of the nautical twilight."""


@dataclass(frozen=True, slots=True)
class Soir:
    """Three moments of an evening, in universal time."""

    coucher: datetime
    crepuscule: datetime
    nuit: datetime


def soir(day: date, place: Position = AIX) -> Soir | None:
    """Return when the sun sets and it gets dark; None where it does not that day.

    The usual sunrise equation (NOAA), within three minutes of an almanac.
    """
    moments = [_moment(day, place, zenith) for zenith in (_COUCHER, _CREPUSCULE, _NUIT)]
    sets, civil, nautical = moments
    if sets is None or civil is None or nautical is None:
        return None
    return Soir(sets, civil, nautical)


def _moment(day: date, place: Position, zenith: float) -> datetime | None:
    turn = 2 * math.pi / 365.25 * (day.timetuple().tm_yday - 1 + 0.25)  # about 18 h
    late = 229.18 * (
        0.000075
        + 0.001868 * math.cos(turn)
        - 0.032077 * math.sin(turn)
        - 0.014615 * math.cos(2 * turn)
        - 0.040849 * math.sin(2 * turn)
    )
    tilt = (
        0.006918
        - 0.399912 * math.cos(turn)
        + 0.070257 * math.sin(turn)
        - 0.006758 * math.cos(2 * turn)
        + 0.000907 * math.sin(2 * turn)
        - 0.002697 * math.cos(3 * turn)
        + 0.00148 * math.sin(3 * turn)
    )
    lat = math.radians(place.lat)
    cosine = math.cos(math.radians(zenith)) / (math.cos(lat) * math.cos(tilt))
    cosine -= math.tan(lat) * math.tan(tilt)
    if not -1 <= cosine <= 1:
        return None
    minutes = 720 + 4 * (math.degrees(math.acos(cosine)) - place.lon) - late
    return datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)
