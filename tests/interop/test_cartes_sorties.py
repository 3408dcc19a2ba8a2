"""GeoJSON, KML and GPX: written then read, the same points, and no text that acts."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import gpxpy
import pytest
from hostiles import HOSTILES
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.geo import Position, Surface
from desktop.errors import Annule
from desktop.interop.feuilles import safe_text
from desktop.interop.geojson import read_contours
from desktop.interop.geojson_sortie import write_geojson
from desktop.interop.gpx_sortie import write_gpx
from desktop.interop.kml import DOCUMENT, NAMESPACE, write_kml, write_kmz
from desktop.interop.lieux import Contour, Lieu

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KML = {"k": NAMESPACE}
STYLES = {"titre": "Essai", "couleurs": {"OUVERT": "#C0392B"}, "libelles": {"cout": "Coût"}}
PLACE = Position(435_390_001, 54_515_002)
SQUARE = Surface(
    (((Position(0, 0), Position(0, 10_000_000), Position(10_000_000, 10_000_000)),),),
)

positions = st.builds(
    Position,
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
)


def constat(number="BEI-2026-1-A001", position=PLACE, **changes):
    fields = {
        "id": number,
        "nature": "constat",
        "nom": number,
        "position": position,
        "etat": "OUVERT",
        "description": "Matelas devant l’entrée",
        "proprietes": {
            "gravite": 3, "cout": Decimal("12.50"), "delai_cible": date(2026, 12, 1), "lieu": "",
        },
    }  # fmt: skip
    return Lieu(**fields | changes)


def geojson(*lieux, **options) -> dict:
    out = io.BytesIO()
    write_geojson(out, lieux, **options)
    return json.loads(out.getvalue())


def kml(*lieux, **options) -> ET.Element:
    out = io.BytesIO()
    write_kml(out, lieux, **STYLES | options)
    return ET.fromstring(out.getvalue())  # noqa: S314 - what was just written


def gpx(*lieux, **options) -> gpxpy.gpx.GPX:
    out = io.BytesIO()
    write_gpx(out, lieux, titre="Essai", cree_le=NOON, **options)
    return gpxpy.parse(out.getvalue().decode())


def kmz(*lieux, photo=lambda _path: b"\xff\xd8photo", **options) -> zipfile.ZipFile:
    out = io.BytesIO()
    write_kmz(out, lieux, photo, **STYLES | {"cree_le": NOON} | options)
    return zipfile.ZipFile(io.BytesIO(out.getvalue()))


@given(st.lists(positions, max_size=5))
def test_the_three_formats_give_back_the_same_points(places):
    lieux = [constat(f"N{rank}", place) for rank, place in enumerate(places)]

    collection = geojson(*lieux)
    read = [one["geometry"]["coordinates"] for one in collection["features"]]
    marks = [mark.text.split(",") for mark in kml(*lieux).iterfind(".//k:Point/k:coordinates", KML)]
    points = [(one.longitude, one.latitude) for one in gpx(*lieux).waypoints]

    expected = [(place.lon_e7, place.lat_e7) for place in places]
    assert [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in read] == expected
    assert [(round(float(lon) * 1e7), round(float(lat) * 1e7)) for lon, lat, _ in marks] == expected
    assert [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in points] == expected


def test_geojson_follows_rfc_7946():
    collection = geojson(
        constat(),
        constat("BEI-2026-1-A002", None),
        contours=[Contour(nom="Beisson", surface=SQUARE, source="ANCT, 2024")],
        entete={"attribution": "Contours QPV : ANCT, 2024"},
    )
    outline, placed, lost = collection["features"]

    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert collection["attribution"] == "Contours QPV : ANCT, 2024"
    assert outline["properties"] == {"nature": "quartier", "nom": "Beisson", "source": "ANCT, 2024"}
    assert outline["geometry"]["coordinates"][0][0] == outline["geometry"]["coordinates"][0][-1]
    assert placed["id"] == "BEI-2026-1-A001"
    assert placed["geometry"] == {"type": "Point", "coordinates": [5.4515002, 43.5390001]}
    assert placed["properties"] == {
        "nature": "constat", "nom": "BEI-2026-1-A001", "gravite": 3, "cout": 12.5,
        "delai_cible": "2026-12-01", "lieu": None,
    }  # fmt: skip
    assert (lost["id"], lost["geometry"]) == ("BEI-2026-1-A002", None)


def test_a_contour_written_is_read_again():
    out = io.BytesIO()
    write_geojson(out, [], contours=[Contour(nom="Beisson", surface=SQUARE)])

    assert read_contours(out.getvalue(), "x").contours[0].surface == SQUARE


def test_a_public_file_has_four_decimals():
    place = Position(435_391_000, 54_515_000)

    assert geojson(constat(position=place), decimals=4)["features"][0]["geometry"][
        "coordinates"
    ] == [5.4515, 43.5391]
    assert [one.text for one in kml(constat(position=place), decimals=4).iterfind(
        ".//k:coordinates", KML
    )] == ["5.4515,43.5391,0"]  # fmt: skip


def test_kml_has_a_style_for_each_etat_and_data_with_words():
    root = kml(constat(), Lieu(id="a", nature="arret", nom="1. École", position=Position(1, 2)))

    assert root.tag == f"{{{NAMESPACE}}}kml"
    assert [one.get("id") for one in root.iterfind(".//k:Style", KML)] == ["etat-OUVERT", "arret"]
    assert root.find(".//k:Style/k:IconStyle/k:color", KML).text == "ff2b39c0"
    assert [one.text for one in root.iterfind(".//k:styleUrl", KML)] == ["#etat-OUVERT", "#arret"]
    data = {
        one.get("name"): (one.find("k:displayName", KML).text, one.find("k:value", KML).text)
        for one in root.iterfind(".//k:Placemark[1]/k:ExtendedData/k:Data", KML)
    }
    assert data["cout"] == ("Coût", "12.50")
    assert data["delai_cible"] == ("delai_cible", "2026-12-01")
    assert "lieu" not in data


def test_a_kmz_holds_only_the_photos_that_may_leave_and_links_to_no_other():
    one = constat(photos=("photos/a.jpg", "photos/b.jpg"))
    steps = []

    archive = kmz(
        one,
        photo=lambda path: b"\xff\xd8" if path == "photos/b.jpg" else None,
        progress=lambda *step: steps.append(step),
    )

    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [DOCUMENT, "photos/b.jpg"]
    words = archive.read(DOCUMENT).decode()
    assert "photos/b.jpg" in words
    assert "photos/a.jpg" not in words
    assert steps == [(1, 2), (2, 2)]


def test_a_kmz_stops_when_asked():
    with pytest.raises(Annule):
        kmz(constat(photos=("photos/a.jpg",)), cancelled=lambda: True)


def test_gpx_names_what_each_waypoint_is_and_leaves_out_unknown_places():
    stop = Lieu(id="a", nature="arret", nom="1. École", position=Position(435_000_000, 54_000_000))

    read = gpx(constat(), constat("sans", None), stop)

    assert [(one.name, one.type) for one in read.waypoints] == [
        ("BEI-2026-1-A001", "constat"), ("1. École", "arret"),
    ]  # fmt: skip
    assert read.waypoints[0].description == "Matelas devant l’entrée"
    assert read.version == "1.1"


@pytest.mark.parametrize("typed", HOSTILES.values(), ids=HOSTILES)
def test_hostile_words_stay_words(typed):
    one = constat(typed, description=typed, proprietes={"lieu": typed})
    kept = safe_text(typed)

    feature = geojson(one)["features"][0]
    mark = kml(one).find(".//k:Placemark", KML)
    waypoint = gpx(one).waypoints[0]

    assert (feature["id"], feature["properties"]["lieu"]) == (kept, kept)
    assert mark.find("k:name", KML).text == kept
    assert mark.find("k:ExtendedData/k:Data[@name='lieu']/k:value", KML).text == kept
    assert "<script" not in mark.find("k:description", KML).text
    assert waypoint.name.split() == kept.split()
