"""Tracks of receivers and telephones, and files that only look like them."""

from __future__ import annotations

import pytest

from desktop.domain.diagnostics.trace import Point
from desktop.domain.drafts import ArretDraft
from desktop.errors import FichierRefuse
from desktop.interop import gpx
from desktop.interop.gpx import read_gpx, read_waypoints

TEN = 1_794_996_000_000  # 2026-11-18 10:00:00 UTC


def point(lat: object, lon: object, time: str | None) -> str:
    inside = "" if time is None else f"<time>{time}</time>"
    return f'<trkpt lat="{lat}" lon="{lon}">{inside}</trkpt>'


def track(*segments: str, name: str = "", version: str = "1.1") -> bytes:
    space = f"http://www.topografix.com/GPX/{version.replace('.', '/')}"
    title = f"<name>{name}</name>" if name else ""
    body = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><gpx version="{version}" creator="essai" '
        f'xmlns="{space}"><trk>{title}{body}</trk></gpx>'
    ).encode()


TWO = point(43.5, 5.4, "2026-11-18T10:00:00Z") + point(43.501, 5.402, "2026-11-18T10:01:00Z")
SOUND = track(TWO, name="Marche du matin")


def refusal(data: bytes) -> str:
    with pytest.raises(FichierRefuse) as caught:
        read_gpx(data, "essai")
    assert caught.value.remedy.endswith(".")
    return str(caught.value)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_track_gives_its_name_and_its_points_with_their_moments(version):
    trace = read_gpx(track(TWO, name=" Marche\n du matin ", version=version), "fichier")

    assert trace.nom == "Marche du matin"
    assert trace.points == (
        Point(TEN, 435_000_000, 54_000_000),
        Point(TEN + 60_000, 435_010_000, 54_020_000),
    )


def test_the_name_of_the_file_stands_in_for_that_of_the_track():
    assert read_gpx(track(TWO), "parcours-18-novembre").nom == "parcours-18-novembre"


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("2026-11-18T11:00:30+01:00", 30),
        ("2026-11-18T10:00:30", 30),  # no zone: UTC, as the standard says
        ("2026-11-18T10:00:30.500Z", 30.5),
    ],
)
def test_moments_are_read_with_their_zone_and_fraction(time, seconds):
    trace = read_gpx(track(TWO + point(43.5, 5.4, time)), "x")

    assert [one.ms - TEN for one in trace.points] == [0, seconds * 1000, 60_000]


def test_segments_and_points_out_of_order_become_one_walk():
    late = point(43.51, 5.41, "2026-11-18T11:00:00Z") + point(43.52, 5.42, "2026-11-18T10:30:00Z")

    trace = read_gpx(track(late, TWO, TWO), "x")

    assert [one.ms - TEN for one in trace.points] == [0, 60_000, 1_800_000, 3_600_000]


def test_points_without_sense_are_left_out_and_the_others_stay():
    odd = (
        point(91, 5, "2026-11-18T10:02:00Z")
        + point(43, 181, "2026-11-18T10:02:00Z")
        + point("nan", 5, "2026-11-18T10:02:00Z")
        + point("inf", 5, "2026-11-18T10:02:00Z")
        + point(43, 5, "1900-01-01T00:00:00Z")
        + point(43, 5, None)
    )

    assert len(read_gpx(track(odd + TWO), "x").points) == 2


def test_other_encodings_are_read():
    accent = SOUND.replace(b"du matin", "de l’été".encode()).decode()

    assert read_gpx(b"\xef\xbb\xbf" + accent.encode(), "x").nom == "Marche de l’été"
    assert read_gpx(accent.encode("utf-16"), "x").nom == "Marche de l’été"
    assert read_gpx(SOUND.replace(b"matin", b"\xe9t\xe9"), "x").nom == "Marche du été"


def test_a_track_without_times_is_refused_as_such():
    assert "ne dit pas l’heure" in refusal(track(point(43, 5, None) * 3))


def test_marks_and_routes_alone_are_no_track():
    marks = b'<wpt lat="43" lon="5"></wpt><rte><rtept lat="43" lon="5"></rtept></rte>'
    assert "aucune trace" in refusal(b'<gpx version="1.1">' + marks + b"</gpx>")
    assert "aucune trace" in refusal(track(""))


def test_a_single_point_is_no_walk():
    assert "un seul point" in refusal(track(point(43, 5, "2026-11-18T10:00:00Z")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "est vide"),
        (b"  \n ", "est vide"),
        (b"\xff\xd8\xff\xe0 une photo", "n’est pas une trace GPX"),
        (b"<kml></kml>", "n’est pas une trace GPX"),
        (SOUND[:-30], "incomplet ou abîmé"),
        (SOUND.replace(b"<trkseg>", b"<trkseg", 1), "incomplet ou abîmé"),
        (SOUND.replace(b'lat="43.5"', b'lat="midi"'), "incomplet ou abîmé"),
        (SOUND.replace(b'lat="43.5"', b""), "incomplet ou abîmé"),
        (b"<gpx>" + b'<a xmlns:b="c">' * 200, "incomplet ou abîmé"),
    ],
)
def test_what_is_no_sound_gpx_is_refused_in_words(data, words):
    assert words in refusal(data)


LAUGHS = "".join(
    f'<!ENTITY a{rank} "{f"&a{rank - 1};" * 10 if rank else "ha"}">' for rank in range(12)
)


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE gpx [{LAUGHS}]>",
        '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!doctype gpx SYSTEM "ailleurs.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_file_that_inflates_or_reads_elsewhere_is_refused_unparsed(head, encoding, monkeypatch):
    monkeypatch.setattr(gpx, "_parsed", None)
    text = head + '<gpx version="1.1"><trk><name>&a11;</name></trk></gpx>'

    assert "DOCTYPE" in refusal(text.encode(encoding))


def test_a_hundred_thousand_nested_elements_are_an_answer():
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    data = SOUND.replace(b"<trkseg>", b"<extensions>" + deep + b"</extensions><trkseg>", 1)

    assert len(read_gpx(data, "x").points) == 2


def test_a_file_too_big_or_with_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(gpx, "MAX_POINTS", 1)
    assert "plus de 1 points" in refusal(SOUND)
    monkeypatch.setattr(gpx, "MAX_BYTES", 100)
    assert "dépasse" in refusal(SOUND)


def test_nothing_of_a_spoilt_track_reaches_the_log(caplog):
    caplog.set_level("DEBUG")

    refusal(SOUND[:-30])

    assert caplog.records == []


# --- waypoints, as stops ------------------------------------------------------------------


def waypoint(lat: object, lon: object, inside: str = "", tag: str = "wpt") -> str:
    return f'<{tag} lat="{lat}" lon="{lon}">{inside}</{tag}>'


def marks(*points: str) -> bytes:
    space = "http://www.topografix.com/GPX/1/1"
    return f'<gpx version="1.1" creator="essai" xmlns="{space}">{"".join(points)}</gpx>'.encode()


def test_waypoints_become_stops_in_the_order_of_the_file():
    found = read_waypoints(
        marks(
            waypoint(43.52, 5.43, "<name> Devant\n l’école </name><desc>Voir le portail</desc>"),
            waypoint(43.53, 5.44, "<cmt>Près du banc</cmt>"),
        )
    )

    assert found == [
        ArretDraft(
            nom="Devant l’école", consigne="Voir le portail", lat_e7=435_200_000, lon_e7=54_300_000
        ),
        ArretDraft(nom="Repère 2", consigne="Près du banc", lat_e7=435_300_000, lon_e7=54_400_000),
    ]


def test_points_of_a_route_stand_in_for_waypoints():
    route = f"<rte>{waypoint(43.5, 5.4, '<name>Square</name>', 'rtept')}</rte>"

    assert [one.nom for one in read_waypoints(marks(route))] == ["Square"]


@pytest.mark.parametrize(("lat", "lon"), [(91, 5.4), (43.5, 181), ("nan", 5.4)])
def test_a_waypoint_whose_place_lies_is_kept_without_one(lat, lon):
    (found,) = read_waypoints(marks(waypoint(lat, lon, "<name>Square</name>")))

    assert (found.nom, found.lat_e7, found.lon_e7) == ("Square", None, None)


def test_names_are_cut_to_what_a_form_holds_and_carry_no_hidden_letter():
    (found,) = read_waypoints(marks(waypoint(43.5, 5.4, f"<name>a\u202eb{'x' * 900}</name>")))

    assert found.nom == "ab" + "x" * 98


def test_a_file_without_waypoint_or_with_too_many_is_refused(monkeypatch):
    for data, words in ((SOUND, "aucun repère"), (b"<gpx", "abîmé")):
        with pytest.raises(FichierRefuse, match=words):
            read_waypoints(data)
    monkeypatch.setattr(gpx, "MAX_WAYPOINTS", 1)
    with pytest.raises(FichierRefuse, match="plus de 1 repères"):
        read_waypoints(marks(waypoint(1, 1), waypoint(2, 2)))
