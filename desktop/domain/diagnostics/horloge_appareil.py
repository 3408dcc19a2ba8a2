"""The clock of a camera, and the correction that one photo of it proves.

A correction is in seconds, to be added to what the camera wrote; it is the same for all
photos of one camera. A moment of a camera is ISO 8601; without an offset it is the local time.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final

from desktop.domain.diagnostics.trace import Trace, nearest_passages

KNOWN_PLACE_M: Final = 50.0
"""How near a track must pass to a known place to tell when the photo was taken."""

MAX_CORRECTION_S: Final = 60 * 366 * 86_400
"""A clock that was never set is tens of years behind; more is a mistake of typing."""

_CORRECTION: Final = re.compile(r"([+\-−])? ?(?:(?:(\d{1,6}):)?(\d{1,2}):(\d{2})|(\d{1,9}))")
_CLOCK: Final = re.compile(r"(\d{1,2}) ?[:hH] ?(\d{2})? ?(?:(?:[:mM]|min)? ?(\d{2}) ?s?)?")


def read_correction(text: str) -> int | None:
    """Return the seconds of « +0:02:30 », « −1:00:00 », « 02:30 » or « 150 »; None otherwise."""
    match = _CORRECTION.fullmatch(text.strip())
    if match is None:
        return None
    sign, hours, minutes, seconds, plain = match.groups()
    total = int(plain) if plain else int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return -total if sign in {"-", "−"} else total


def read_clock(text: str) -> time | None:
    """Return the hour of « 10:05:30 », « 10 h 05 » or « 10h »; None otherwise."""
    match = _CLOCK.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    try:
        return time(hours, minutes, seconds)
    except ValueError:
        return None


def corrected(prise_le: str, seconds: int) -> str | None:
    """Return the moment moved by a correction, written as it was; None when it is no moment.

    None as well where the calendar ends.
    """
    try:
        return (datetime.fromisoformat(prise_le) + timedelta(seconds=seconds)).isoformat()
    except (ValueError, OverflowError):
        return None


def correction_of_clock(prise_le: str, shown: datetime) -> int | None:
    """Return the correction proven by a photo of a clock; `shown` is what the clock says.

    A `shown` without zone is in that of the camera. None when the photo has no moment, or when
    the gap is absurd.
    """
    try:
        taken = datetime.fromisoformat(prise_le)
        if taken.tzinfo is None:
            shown = shown.replace(tzinfo=None)
        elif shown.tzinfo is None:
            shown = shown.replace(tzinfo=taken.tzinfo)
        seconds = round((shown - taken).total_seconds())
    except (ValueError, OverflowError):
        return None
    return seconds if abs(seconds) <= MAX_CORRECTION_S else None


def corrections_of_place(
    taken: datetime, trace: Trace, lat_e7: int, lon_e7: int
) -> list[tuple[int, float]]:
    """Return (correction, metres to the place) of each passage of the track near a known place.

    The smallest correction comes first: of two passages, a clock is more likely wrong by a
    little. Empty when the track never came within `KNOWN_PLACE_M`. `taken` carries its zone.
    """
    now = taken.timestamp()
    passages = nearest_passages(trace, lat_e7, lon_e7, within_m=KNOWN_PLACE_M)
    found = [(round(ms / 1000 - now), metres) for ms, metres in passages]
    return sorted(
        (one for one in found if abs(one[0]) <= MAX_CORRECTION_S), key=lambda one: abs(one[0])
    )
