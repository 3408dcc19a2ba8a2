"""Projections against their oracle, and places against surfaces."""

from __future__ import annotations

import math
from itertools import pairwise

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import geo
from desktop.domain.codes import PositionQpv
from desktop.domain.geo import Position, Surface
from desktop.domain.projections import CC44, LAMBERT_93, WEB_MERCATOR, Plan
from desktop.interop.geojson import read_contours
from desktop.paths import resource

PLANES = {plane.code: plane for plane in (LAMBERT_93, CC44, WEB_MERCATOR)}
VECTORS = [  # gusp-microsites 5.5
    (5.43135, 43.52095, (896617.46, 6272124.21), (1896533.13, 3149674.82), (604615.12, 5391604.92)),
    (5.41510, 43.52759, (895281.21, 6272821.55), (1895198.38, 3150373.60), (602806.17, 5392624.34)),
    (5.45153, 43.53924, (898185.75, 6274206.54), (1898103.47, 3151754.18), (606861.54, 5394413.19)),
]
QPV = {
    lu.nom: lu.surface
    for lu in read_contours(
        resource("contours", "qpv_aix.geojson").read_bytes(), "qpv_aix.geojson"
    ).contours
}
FRANCE = st.tuples(st.floats(-5, 9.5), st.floats(41.3, 51.1))


# --- projections --------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_the_domain_are_met_within_five_centimetres(vector):
    lon, lat, *expected = vector
    for plane, (x, y) in zip((LAMBERT_93, CC44, WEB_MERCATOR), expected, strict=True):
        assert math.dist(plane.forward(lon, lat), (x, y)) < 0.05
        assert math.dist(plane.inverse(x, y), (lon, lat)) < 1e-6


@pytest.mark.parametrize("code", PLANES)
def test_the_oracle_agrees_to_a_tenth_of_a_millimetre(code):
    oracle = pyproj.Transformer.from_crs("EPSG:4171", f"EPSG:{code}", always_xy=True)
    if code == WEB_MERCATOR.code:
        oracle = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    places = [(lon / 2, lat / 2) for lon in range(-10, 20) for lat in range(83, 102)]

    apart = [math.dist(PLANES[code].forward(*p), oracle.transform(*p)) for p in places]

    assert max(apart) < 1e-4


@pytest.mark.parametrize("code", PLANES)
@given(FRANCE)
def test_there_and_back(code, place):
    assert math.dist(PLANES[code].inverse(*PLANES[code].forward(*place)), place) < 1e-9


@pytest.mark.parametrize("code", PLANES)
def test_the_poles_stay_finite(code):
    for lat in (-90, 90):
        assert all(math.isfinite(metres) for metres in PLANES[code].forward(5, lat))


def test_a_plan_goes_the_short_way_round_the_globe():
    assert Plan(179.9995, 0).forward(-179.9995, 0)[0] == pytest.approx(111.3, abs=0.1)


# --- distances ----------------------------------------------------------------------------


@pytest.mark.parametrize("metres", [0.5, 25, 1000, 20_000])
@pytest.mark.parametrize("azimuth", [0, 37, 90, 181, 315])
def test_distance_agrees_with_the_ellipsoid(metres, azimuth):
    start = Position(435_209_500, 54_313_500)
    lon, lat, _ = pyproj.Geod(ellps="GRS80").fwd(start.lon, start.lat, azimuth, metres)
    end = Position.of(lon, lat)

    assert geo.distance_m(start, end) == pytest.approx(metres, abs=0.02, rel=1e-4)


def test_a_line_is_as_long_as_its_parts():
    line = [Position(435_200_000 + step * 10_000, 54_300_000) for step in range(4)]
    assert geo.length_m(line) == pytest.approx(sum(geo.distance_m(*p) for p in pairwise(line)))
    assert geo.length_m(line[:1]) == 0


def test_a_place_moved_is_that_far_away():
    here = Position(435_209_500, 54_313_500)
    there = geo.moved(here, 30, -40)
    assert geo.distance_m(here, there) == pytest.approx(50, abs=0.02)
    assert there.lat_e7 < here.lat_e7
    assert there.lon_e7 > here.lon_e7


# --- surfaces -----------------------------------------------------------------------------


def square(size: int, *, lat: int = 0, lon: int = 0) -> tuple[Position, ...]:
    corners = ((0, 0), (0, size), (size, size), (size, 0))
    return tuple(Position(lat + dy, lon + dx) for dy, dx in corners)


HOLED = Surface(((square(1000), square(200, lat=400, lon=400)), (square(100, lat=5000),)))


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(500, 100, True), (500, 500, False), (50, 950, True), (5050, 50, True), (1500, 500, False)],
)
def test_holes_and_several_parts(lat, lon, inside):
    assert HOLED.contains(Position(lat, lon)) is inside


def test_the_distance_to_the_contour_is_the_same_from_both_sides():
    surface = Surface(((square(1_000_000),),))
    outside, inside = Position(500_000, -9_000), Position(500_000, 9_000)
    assert surface.edge_distance_m(outside) == pytest.approx(100.2, abs=0.1)
    assert surface.edge_distance_m(inside) == pytest.approx(100.2, abs=0.1)


@pytest.mark.parametrize("nom", QPV)
def test_the_label_of_each_qpv_is_inside_it(nom):
    assert QPV[nom].contains(QPV[nom].inside_point)
    assert QPV[nom].edge_distance_m(QPV[nom].inside_point) > 15


@pytest.mark.parametrize("nom", QPV)
def test_the_area_agrees_with_the_ellipsoid(nom):
    [ring] = QPV[nom].rings()
    lons, lats = [place.lon for place in ring], [place.lat for place in ring]
    area, _ = pyproj.Geod(ellps="GRS80").polygon_area_perimeter(lons, lats)

    assert QPV[nom].area_m2 == pytest.approx(abs(area), rel=1e-5)


def test_a_hole_is_taken_off_the_area():
    whole = Surface(((square(1_000_000),),))
    holed = Surface(((square(1_000_000), square(500_000, lat=250_000, lon=250_000)),))
    assert holed.area_m2 == pytest.approx(0.75 * whole.area_m2, rel=1e-3)


def test_the_centroid_of_encagnane_is_outside_it():
    """Why a label needs `inside_point`."""
    ring = QPV["Encagnane"].polygones[0][0]
    twice = [(a[1] * b[0] - b[1] * a[0], a, b) for a, b in zip(ring, ring[1:] + ring[:1])]  # noqa: B905 - same length
    area = sum(cross for cross, _, _ in twice)
    centre = [sum(cross * (a[i] + b[i]) for cross, a, b in twice) // (3 * area) for i in (0, 1)]

    assert not QPV["Encagnane"].contains(Position(*centre))


def outside(surface: Surface, metres: float) -> Position:
    """Return a place about so many metres outside the northernmost point of a contour."""
    top = max(place for ring in surface.rings() for place in ring)
    return geo.moved(top, 0, metres)


@pytest.mark.parametrize("nom", QPV)
def test_fifty_metres_outside_is_abords_and_more_is_hors(nom):
    contour = QPV[nom]
    judge = geo.position_qpv
    assert judge(contour.inside_point, contour) is PositionQpv.DEDANS
    assert judge(outside(contour, 50), contour) is PositionQpv.ABORDS
    assert judge(outside(contour, 150), contour) is PositionQpv.HORS
    assert judge(outside(contour, 150), contour, tolerance_m=200) is PositionQpv.ABORDS
    assert judge(outside(contour, 50), contour, tolerance_m=0) is PositionQpv.HORS


def test_a_person_decides_against_the_computation():
    contour = QPV["Corsy"]
    forced = geo.position_qpv(contour.inside_point, contour, forced=PositionQpv.HORS)
    assert forced is PositionQpv.HORS


def test_nothing_is_said_without_a_position_or_a_contour():
    assert geo.position_qpv(None, QPV["Corsy"]) is None
    assert geo.position_qpv(Position(435_000_000, 54_000_000), None) is None


def test_a_place_between_two_qpv_belongs_to_the_one_that_was_walked():
    between = Position.of(5.4321, 43.5251)  # Encagnane and Corsy are 178 m apart
    found = {nom: geo.position_qpv(between, QPV[nom]) for nom in ("Encagnane", "Corsy")}
    assert found == {"Encagnane": PositionQpv.ABORDS, "Corsy": PositionQpv.ABORDS}


def test_a_bow_tie_crosses_itself_and_the_shipped_contours_do_not():
    corners = square(1000)
    assert geo.crosses_itself([corners[0], corners[2], corners[1], corners[3]])
    assert not geo.crosses_itself(corners)
    assert not any(geo.crosses_itself(ring) for one in QPV.values() for ring in one.rings())
