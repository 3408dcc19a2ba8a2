"""Contours of other tools: what is put right, what is left aside, what is refused and how."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from desktop.domain.geo import Position, Surface
from desktop.errors import FichierRefuse
from desktop.interop.geojson import read_contours, read_surface, write_surface
from desktop.paths import resource

RING = [[5.40, 43.50], [5.41, 43.50], [5.41, 43.51], [5.40, 43.51], [5.40, 43.50]]
SQUARE = tuple(Position.of(*pair) for pair in RING[:-1])


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings or [RING])}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def read(document, name="essai.geojson"):
    return read_contours(json.dumps(document).encode(), name)


def test_the_shipped_contours_are_read():
    path = resource("contours", "qpv_aix.geojson")
    lus = read_contours(path.read_bytes(), path.name).contours

    assert {lu.nom: lu.code_qpv for lu in lus} == {
        "Jas de Bouffan": "QN01313M",
        "Beisson": "QN01314M",
        "Encagnane": "QN01315M",
        "Corsy": "QN01316M",
    }
    assert [len(lu.surface.polygones[0][0]) for lu in lus] == [122, 78, 110, 42]


@pytest.mark.parametrize(
    "document",
    [
        polygon(),
        polygon(RING[:-1]),  # left open
        polygon(RING[::-1]),  # turned the other way
        polygon([RING[0], *RING]),  # a point twice
        polygon([[*pair, 180.5] for pair in RING]),  # with heights
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "GeometryCollection", "geometries": [polygon(), {"type": "Point"}]},
        feature(polygon(), nom=3),
        {"type": "FeatureCollection", "features": [feature(polygon())], "name": "x", "rien": None},
        {
            **polygon(),
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        },
    ],
)
def test_what_tools_write_is_read(document):
    [lu] = read(document).contours

    assert set(lu.surface.polygones[0][0]) == set(SQUARE)
    assert lu.nom == ""


def test_holes_are_kept_and_holes_of_two_points_are_not():
    hole = [[5.402, 43.502], [5.404, 43.502], [5.404, 43.504]]
    [lu] = read(polygon(RING, hole, hole[:2])).contours

    assert len(lu.surface.polygones[0]) == 2


def test_what_is_no_polygon_is_counted():
    document = {
        "type": "FeatureCollection",
        "features": [
            feature({"type": "Point", "coordinates": [5.4, 43.5]}, nom="Banc"),
            feature(None),
            "bavure",
            feature(polygon(RING[:2])),
            feature(polygon(), nom="  Pinette \n (tracé)  "),
        ],
    }
    lecture = read(document)

    assert [lu.nom for lu in lecture.contours] == ["Pinette (tracé)"]
    assert lecture.laisses == 4


@pytest.mark.parametrize("code", ["2154", "3944"])
def test_an_old_file_in_plane_coordinates_is_read(code):
    from desktop.domain.projections import CC44, LAMBERT_93

    plane = {"2154": LAMBERT_93, "3944": CC44}[code]
    flat = [list(plane.forward(*pair)) for pair in RING]
    document = {
        **polygon(flat),
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}},
    }

    assert set(read(document).contours[0].surface.polygones[0][0]) == set(SQUARE)


REFUSED = {
    "binary": (b"\x00\xff\xfe", "lisible"),
    "truncated": (json.dumps(polygon()).encode()[:-3], "lisible"),
    "deep": (b"[" * 100_000, "lisible"),
    "a list": (b"[1, 2]", "son type"),
    "no polygon": (b'{"type": "FeatureCollection", "features": []}', "aucun polygone"),
    "junk features": (b'{"type": "FeatureCollection", "features": 3}', "aucun polygone"),
    "metres": (json.dumps(polygon([[896617, 6272124]] * 4)).encode(), "en mètres"),
    "off the globe": (json.dumps(polygon([[5.4, 91], *RING])).encode(), "sort du globe"),
    "not a number": (b'{"type": "Polygon", "coordinates": [[[5.4, NaN]]]}', "deux nombres"),
    "words": (json.dumps(polygon([["5.4", "43.5"]])).encode(), "deux nombres"),
    "one number": (json.dumps(polygon([[5.4]])).encode(), "deux nombres"),
    "unknown system": (
        json.dumps({**polygon(), "crs": {"properties": {"name": "EPSG:27572"}}}).encode(),
        "EPSG:27572",
    ),
    "huge": (b" " * 20_000_001, "trop gros"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_lie_is_told_with_the_name_of_the_file(case):
    data, said = REFUSED[case]
    with pytest.raises(FichierRefuse) as caught:
        read_contours(data, "contour.geojson")

    assert "contour.geojson" in caught.value.message
    assert said in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    "surface",
    [
        Surface(((SQUARE,),)),
        Surface(((SQUARE[::-1],),)),
        Surface(((SQUARE,), (tuple(p._replace(lon_e7=p.lon_e7 + 10**6) for p in SQUARE),))),
    ],
)
def test_what_is_written_is_read_again(surface):
    text = write_surface(surface)
    again = read_surface(text)

    assert [{*one[0]} for one in again.polygones] == [{*one[0]} for one in surface.polygones]
    assert "\n" not in text


def test_a_written_ring_is_closed_and_turns_as_the_norm_wants():
    [ring] = json.loads(write_surface(Surface(((SQUARE[::-1],),))))["coordinates"]

    assert ring[0] == ring[-1]
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert doubled > 0
