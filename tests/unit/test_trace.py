"""Places and moments of a walk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.diagnostics.trace import (
    MAX_GAP_MS,
    Point,
    Trace,
    decode_points,
    distance_m,
    encode_points,
    nearest_passages,
    position_at,
    simplified,
)

LAT, LON = 435_200_000, 54_300_000
WALK = Trace.of(
    "essai",
    [Point(0, LAT, LON), Point(10_000, LAT + 1000, LON), Point(20_000, LAT + 1000, LON + 2000)],
)

steps = st.tuples(st.integers(1, 120), st.integers(-3000, 3000), st.integers(-3000, 3000))


@st.composite
def walks(draw: st.DrawFn) -> Trace:
    ms, lat, lon = 1_794_996_000_000, LAT, LON
    points = [Point(ms, lat, lon)]
    for seconds, north, east in draw(st.lists(steps, min_size=1, max_size=60)):
        ms, lat, lon = ms + seconds * 1000, lat + north, lon + east
        points.append(Point(ms, lat, lon))
    return Trace.of("x", points)


@pytest.mark.parametrize(
    ("ms", "place"),
    [
        (0, (LAT, LON)),
        (2_500, (LAT + 250, LON)),
        (10_000, (LAT + 1000, LON)),
        (15_000, (LAT + 1000, LON + 1000)),
        (20_000, (LAT + 1000, LON + 2000)),
        (-1, None),
        (20_001, None),
    ],
)
def test_a_place_lies_straight_between_two_fixes_and_nowhere_outside(ms, place):
    assert position_at(WALK, ms) == place


def test_no_place_is_worked_out_across_a_long_silence():
    silent = Trace.of("x", [Point(0, LAT, LON), Point(MAX_GAP_MS, LAT + 100, LON)])
    longer = Trace.of("x", [Point(0, LAT, LON), Point(MAX_GAP_MS + 1, LAT + 100, LON)])

    assert position_at(silent, MAX_GAP_MS // 2) == (LAT + 50, LON)
    assert position_at(longer, MAX_GAP_MS // 2) is None
    assert position_at(longer, MAX_GAP_MS + 1) == (LAT + 100, LON)
    assert position_at(WALK, 5_000, max_gap_ms=9_999) is None


def test_a_track_without_point_gives_no_place():
    empty = Trace.of("x", [])

    assert position_at(empty, 0) is None
    assert encode_points(empty) == ""
    assert simplified(empty, tolerance_m=1) == empty


def test_points_are_sorted_and_a_moment_has_one_place():
    trace = Trace.of("x", [Point(5, 1, 1), Point(3, 2, 2), Point(5, 9, 9)])

    assert trace.points == (Point(3, 2, 2), Point(5, 1, 1))


def test_distances_are_those_of_the_globe():
    # one minute of latitude is a nautical mile to 0.2 %; east-west shrinks by cos(lat)
    assert distance_m(435_000_000, 54_000_000, 435_166_667, 54_000_000) == pytest.approx(
        1852, rel=0.002
    )
    assert distance_m(435_000_000, 54_000_000, 435_000_000, 54_166_667) == pytest.approx(
        1343.8, rel=0.002
    )


def test_each_passage_near_a_place_is_found_once_at_its_nearest_moment():
    there = [Point(second * 1000, LAT + second * 100, LON) for second in range(0, 61, 10)]
    back = [
        Point((500 + second) * 1000, LAT + 6000 - second * 100, LON) for second in range(0, 61, 10)
    ]
    trace = Trace.of("x", [*there, *back])

    found = nearest_passages(trace, LAT + 2500, LON + 100, within_m=5)

    assert sorted(ms for ms, _ in found) == [25_000, 535_000]
    assert all(metres == pytest.approx(0.8, abs=0.1) for _, metres in found)
    assert nearest_passages(trace, LAT + 2500, LON + 10_000, within_m=5) == []


@given(walk=walks(), tolerance=st.sampled_from([1.0, 5.0, 30.0]), share=st.floats(0, 1))
def test_simplifying_moves_no_moment_further_than_allowed(walk, tolerance, share):
    fewer = simplified(walk, tolerance_m=tolerance)

    assert set(fewer.points) <= set(walk.points)
    assert fewer.points[0] == walk.points[0]
    assert fewer.points[-1] == walk.points[-1]
    first, last = walk.points[0].ms, walk.points[-1].ms
    ms = first + round(share * (last - first))
    before, after = position_at(walk, ms), position_at(fewer, ms)
    assert distance_m(*before, *after) <= tolerance * 1.01 + 0.1


def test_a_straight_walk_does_not_become_a_silence():
    straight = [Point(rank * 10_000, LAT + rank * 100, LON) for rank in range(361)]

    fewer = simplified(Trace.of("x", straight), tolerance_m=1)

    assert len(fewer.points) == 17
    assert all(position_at(fewer, ms) is not None for ms in range(0, 3_600_000, 7000))


def test_a_halt_and_both_ends_of_a_silence_are_kept():
    halt = [Point(second * 1000, LAT + min(second, 100) * 100, LON) for second in range(201)]
    after = [Point(900_000 + second * 1000, LAT + 10_000, LON) for second in range(3)]

    fewer = simplified(Trace.of("x", [*halt, *after]), tolerance_m=1)

    assert [point.ms // 1000 for point in fewer.points] == [0, 100, 200, 900, 902]


@given(walk=walks())
def test_stored_points_come_back(walk):
    text = encode_points(walk, limit=100_000)

    back = decode_points("x", text)

    assert set(back.points) <= set(walk.points)
    assert (back.points[0], back.points[-1]) == (walk.points[0], walk.points[-1])


@pytest.mark.parametrize("limit", [100_000, 5_000, 200])
def test_a_long_walk_fits_in_what_a_field_may_hold(limit):
    points = [
        Point(second * 1000, LAT + (second * 7919) % 9000, LON + (second * 104_729) % 9000)
        for second in range(12_000)
    ]

    text = encode_points(Trace.of("x", points), limit=limit)

    assert len(text) <= limit
    back = decode_points("x", text)
    assert (back.points[0], back.points[-1]) == (points[0], points[-1])


def test_a_walk_full_of_silences_fits_as_well():
    points = [Point(rank * (MAX_GAP_MS + 1000), LAT + rank, LON) for rank in range(500)]

    assert len(encode_points(Trace.of("x", points), limit=300)) <= 300


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("1,2,3;x", 1), ("1,2,3;4,5", 1), ("1,2,3;1,900000000,0", 1), ("1,2", 0)],
)
def test_spoilt_text_gives_what_is_sound(text, count):
    assert len(decode_points("x", text).points) == count
