"""What cameras write, and what is believed of it."""

from __future__ import annotations

import warnings
from decimal import Decimal

import pytest
from cartes import encoded, exif, scene
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational

from desktop.photos.exif import Exif, read_exif
from desktop.photos.lecture import open_picture

AIX = {1: "N", 2: (43.0, 31.0, 46.2), 3: "E", 4: (5.0, 26.0, 42.0)}


def read(**fields: object) -> tuple[Exif, int]:
    return read_exif(open_picture(encoded(scene(), exif=exif(**fields))))


def read_gps(**changes: object) -> Exif:
    numbers = {"lat_ref": 1, "lat": 2, "lon_ref": 3, "lon": 4, "direction": 17, "precision": 31}
    gps = AIX | {numbers[name]: value for name, value in changes.items()}
    return read(gps={tag: value for tag, value in gps.items() if value is not None})[0]


def position(found: Exif) -> tuple[int | None, int | None]:
    return found.lat_e7, found.lon_e7


def test_a_photo_without_metadata_gives_nothing_and_is_upright():
    assert read_exif(open_picture(encoded(scene()))) == (Exif(), 1)


@pytest.mark.parametrize(
    ("lat_ref", "lon_ref", "expected"),
    [
        ("N", "E", (435295000, 54450000)),
        ("N", "W", (435295000, -54450000)),
        ("S", "E", (-435295000, 54450000)),
        ("S", "W", (-435295000, -54450000)),
    ],
)
def test_positions_are_right_in_the_four_hemispheres(lat_ref, lon_ref, expected):
    assert position(read_gps(lat_ref=lat_ref, lon_ref=lon_ref)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": (43.5295,)},
        {"lat": (43.0, 31.77)},
        {"lat": (IFDRational(43, 1), IFDRational(31, 1), IFDRational(4620, 100))},
        {"lat_ref": "n"},
    ],
)
def test_each_way_to_write_a_latitude_is_understood(changes):
    assert position(read_gps(**changes)) == (435295000, 54450000)


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": (IFDRational(43, 0), IFDRational(31, 1), IFDRational(46, 1))},
        {"lon": (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {"lat": (91.0, 0.0, 0.0)},
        {"lat": (90.0, 0.0, 1.0)},
        {"lon": (180.0, 1.0, 0.0)},
        {"lat": (43.0, 31.0, 46.0, 2.0)},
        {"lat": None},
        {"lon": None},
        {"lat_ref": None},
        {"lon_ref": None},
        {"lat_ref": "X"},
        {"lat_ref": ""},
        {"lon_ref": "NS"},
        {"lat": (0.0, 0.0, 0.0), "lon": (0.0, 0.0, 0.0)},  # a receiver without a fix
    ],
)
def test_an_absurd_position_is_no_position_at_all(changes):
    assert position(read_gps(**changes)) == (None, None)


def test_a_position_on_the_greenwich_meridian_is_kept():
    assert position(read_gps(lon=(0.0, 0.0, 0.0))) == (435295000, 0)


@pytest.mark.parametrize(
    ("written", "metres"),
    [(4.2, 5), (12.0, 12), (0.0, None), (200_000.0, None), (IFDRational(5, 0), None)],
)
def test_the_precision_is_rounded_up_to_metres(written, metres):
    assert read_gps(precision=written).precision_m == metres


def test_a_precision_without_a_position_is_dropped():
    assert read_gps(lat=None, precision=4.0).precision_m is None


@pytest.mark.parametrize(
    ("written", "degrees"),
    [(0.0, 0), (182.4, 182), (359.7, 0), (360.0, 0), (361.0, None), (IFDRational(1, 0), None)],
)
def test_the_direction_is_a_whole_number_below_360(written, degrees):
    assert read_gps(direction=written).azimut_deg == degrees


@pytest.mark.parametrize(
    ("written", "offset", "expected"),
    [
        ("2026:11:20 10:05:00", None, "2026-11-20T10:05:00"),
        ("2026:11:20 10:05:00", "+01:00", "2026-11-20T10:05:00+01:00"),
        ("2026:11:20 10:05:00", "-11:30", "2026-11-20T10:05:00-11:30"),
        ("2026:11:20 10:05:00", "+99:00", "2026-11-20T10:05:00"),
        ("2026:11:20 10:05:00", "   :  ", "2026-11-20T10:05:00"),
        ("2026-11-20 10:05:00", None, "2026-11-20T10:05:00"),
        ("2024:02:29 23:59:59", None, "2024-02-29T23:59:59"),
        ("2026:02:29 10:05:00", None, None),
        ("0000:00:00 00:00:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("2026:11:20 24:61:00", None, None),
        ("1900:01:01 00:00:00", None, None),
        ("1979:12:31 23:59:59", "+01:00", None),
        ("1980:01:01 00:00:00", None, "1980-01-01T00:00:00"),  # a clock that was never set
        ("hier", None, None),
        ("", None, None),
        (20261120, None, None),
    ],
)
def test_the_moment_is_iso_text_or_nothing(written, offset, expected):
    detail = {0x9003: written} | ({} if offset is None else {0x9011: offset})

    assert read(detail=detail)[0].taken_at == expected


def test_the_zone_of_the_clock_stands_in_for_that_of_the_moment():
    detail = {0x9003: "2026:11:20 10:05:00", 0x9010: "+01:00"}

    assert read(detail=detail)[0].taken_at == "2026-11-20T10:05:00+01:00"
    assert read(detail=detail | {0x9011: "+02:00"})[0].taken_at == "2026-11-20T10:05:00+02:00"


@pytest.mark.parametrize(
    ("reference", "magnetic"), [("T", False), ("M", True), (None, False), ("?", False)]
)
def test_a_direction_from_the_north_of_a_compass_is_told_as_such(reference, magnetic):
    gps = AIX | {17: 90.0} | ({} if reference is None else {16: reference})

    found = read(gps=gps)[0]

    assert (found.azimut_deg, found.azimut_magnetique) == (90, magnetic)
    assert not read(gps=AIX | {16: "M"})[0].azimut_magnetique


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (IFDRational(1, 60), "1/60"),
        (IFDRational(10, 600), "1/60"),
        (IFDRational(16667, 1_000_000), "1/60"),
        (IFDRational(1, 8000), "1/8000"),
        (IFDRational(3, 10), "0.3"),
        (IFDRational(10, 25), "0.4"),
        (IFDRational(1, 1), "1"),
        (IFDRational(5, 2), "2.5"),
        (IFDRational(300, 1), "300"),
        (IFDRational(0, 1), None),
        (IFDRational(1, 0), None),
        (IFDRational(4_000_000_000, 1), None),
    ],
)
def test_the_exposure_time_is_written_as_on_a_camera(written, expected):
    assert read(detail={0x829A: written})[0].vitesse == expected


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({0x8827: 100}, 100),
        ({0x8827: 65_535, 0x8833: 102_400}, 102_400),
        ({0x8827: 65_535, 0x8832: 80_000}, 80_000),
        ({0x8827: 65_535}, None),
        ({0x8827: 0}, None),
        ({}, None),
    ],
)
def test_the_sensitivity_is_read_where_it_stands(detail, expected):
    assert read(detail=detail)[0].iso == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (IFDRational(178, 100), Decimal("1.78")),
        (IFDRational(8, 1), Decimal(8)),
        (IFDRational(0, 1), None),
        (IFDRational(28, 0), None),
        (IFDRational(101, 1), None),
        (IFDRational(1, 1000), None),
    ],
)
def test_the_f_number_has_two_decimals_at_most(written, expected):
    assert read(detail={0x829D: written})[0].ouverture == expected


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ({0x010F: "Canon", 0x0110: "EOS RP"}, "Canon EOS RP"),
        ({0x010F: "NIKON  ", 0x0110: " D90\n\x07"}, "NIKON D90"),
        ({0x010F: "A" * 80, 0x0110: "B" * 80}, "A" * 80 + " " + "B" * 19),
        ({0x010F: " ", 0x0110: ""}, None),
    ],
)
def test_the_camera_is_short_printable_text(main, expected):
    assert read(main=main)[0].appareil == expected


@pytest.mark.parametrize("written", [0, 9, 65535])
def test_an_orientation_out_of_range_is_upright(written):
    assert read(orientation=written)[1] == 1


@pytest.mark.parametrize("written", range(1, 9))
def test_an_orientation_in_range_is_returned(written):
    assert read(orientation=written)[1] == written


@settings(max_examples=2 * settings.default.max_examples)
@given(garbage=st.binary(max_size=200), length=st.integers(0, 200), place=st.integers(0, 200))
def test_garbage_in_the_metadata_never_raises_nor_warns(garbage, length, place):
    block = exif(
        orientation=6, detail={0x9003: "2026:11:20 10:05:00"}, gps=AIX | {17: 12.0, 31: 4.0}
    ).tobytes()
    spoilt = (block[:place] + garbage + block[place + length :])[:65_000]
    source = encoded(scene(8, 8), exif=spoilt)

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        picture = open_picture(source)
        found, orientation = read_exif(picture)

    assert not warned
    assert orientation in range(1, 9)
    assert found.lat_e7 is None or abs(found.lat_e7) <= 900_000_000
    assert found.lon_e7 is None or abs(found.lon_e7) <= 1_800_000_000
    assert (found.lat_e7 is None) == (found.lon_e7 is None)
