"""The correction of a camera from one photo of a clock or of a known place."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.diagnostics.horloge_appareil import (
    corrected,
    correction_of_clock,
    corrections_of_place,
    read_clock,
    read_correction,
)
from desktop.domain.diagnostics.trace import Point, Trace

TEN = 1_794_996_000_000  # 2026-11-18 10:00:00 UTC
LAT, LON = 435_200_000, 54_300_000


@pytest.mark.parametrize(
    ("prise_le", "shown", "seconds"),
    [
        ("2026-11-18T10:00:00", "2026-11-18T10:02:30", 150),
        ("2026-11-18T10:00:00", "2026-11-18T09:00:00", -3600),
        ("2026-11-18T10:00:00+01:00", "2026-11-18T11:00:00", 3600),
        ("2026-11-18T10:00:00+01:00", "2026-11-18T10:00:00+00:00", 3600),
        ("2026-11-18T10:00:00", "2026-11-18T10:02:30+05:00", 150),
        ("1980-01-01T00:05:00", "2026-11-18T10:00:00", 1_479_462_900),
        ("1980-01-01T00:05:00", "2050-11-18T10:00:00", None),
        ("hier", "2026-11-18T10:02:30", None),
    ],
)
def test_a_photo_of_a_clock_gives_the_gap(prise_le, shown, seconds):
    assert correction_of_clock(prise_le, datetime.fromisoformat(shown)) == seconds


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - a camera's
    seconds=st.integers(-(10**8), 10**8),
)
def test_a_correction_proven_by_a_photo_brings_it_to_what_the_clock_says(moment, seconds):
    prise_le = moment.replace(microsecond=0).isoformat()
    shown = corrected(prise_le, seconds)

    assert correction_of_clock(prise_le, datetime.fromisoformat(shown)) == seconds
    assert corrected(shown, -seconds) == prise_le


@pytest.mark.parametrize(
    ("prise_le", "seconds", "expected"),
    [
        ("2026-11-18T23:59:30", 60, "2026-11-19T00:00:30"),
        ("2026-11-18T10:00:00+01:00", -3600, "2026-11-18T09:00:00+01:00"),
        ("9999-12-31T23:59:59", 1, None),
        ("", 1, None),
    ],
)
def test_a_corrected_moment_keeps_its_zone(prise_le, seconds, expected):
    assert corrected(prise_le, seconds) == expected


def test_a_known_place_tells_the_hour_by_the_nearest_passage():
    there = [Point(TEN + s * 1000, LAT + s * 100, LON) for s in range(0, 61, 10)]
    back = [Point(TEN + (1000 + s) * 1000, LAT + 6000 - s * 100, LON) for s in range(0, 61, 10)]
    trace = Trace.of("x", [*there, *back])
    taken = datetime.fromtimestamp(TEN / 1000 + 25 - 90, UTC)  # the camera is 90 s late

    found = corrections_of_place(taken, trace, LAT + 2500, LON)

    assert [seconds for seconds, _ in found] == [90, 1100]
    assert all(metres < 1 for _, metres in found)


def test_a_place_the_walk_never_came_near_tells_nothing():
    trace = Trace.of("x", [Point(TEN, LAT, LON), Point(TEN + 60_000, LAT + 100, LON)])

    assert (
        corrections_of_place(datetime.fromtimestamp(TEN / 1000, UTC), trace, LAT + 90_000, LON)
        == []
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+0:02:30", 150), ("-1:00:00", -3600), ("−02:30", -150), ("90", 90), ("+ 90", 90),
        ("0", 0), ("", None), ("1:2", None), ("bientôt", None), ("1:00:00:00", None),
    ],
)  # fmt: skip
def test_a_correction_is_read_as_it_is_typed(text, seconds):
    assert read_correction(text) == seconds


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10:05:30", time(10, 5, 30)), ("10:05", time(10, 5)), ("10 h 05", time(10, 5)),
        ("10h", time(10)), ("7h05 min 30 s", time(7, 5, 30)), ("0:00", time(0)),
        ("24:00", None), ("10:60", None), ("10", None), ("", None), ("midi", None),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_it_is_typed(text, hour):
    assert read_clock(text) == hour
