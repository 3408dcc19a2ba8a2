"""The frame of a map, its scale, and the symbols that tell constats apart without colour."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace

import pytest

from desktop.domain import symboles
from desktop.domain.carte import (
    SCALES,
    Cadre,
    CarteRecord,
    ConstatCarte,
    ContourCarte,
    PhotoCarte,
    printed_frame,
    scale_bar,
    scale_of,
    sorties,
)
from desktop.domain.codes import EtatConstat
from desktop.domain.dessin import Grille, legend, scale
from desktop.domain.geo import Boite, Position, distance_m
from desktop.domain.projections import CC44, LAMBERT_93, WEB_MERCATOR, Plan
from desktop.domain.symboles import Mot, Trait
from desktop.interop.geojson import read_contours
from desktop.paths import resource

HERE = Position(435_209_500, 54_313_500)
PLANES = [WEB_MERCATOR, LAMBERT_93, CC44, Plan(5.43, 43.52)]
QPV = {
    lu.nom: lu.surface
    for lu in read_contours(resource("contours", "qpv_aix.geojson").read_bytes(), "qpv").contours
}
THEMES = [
    theme["code"]
    for theme in tomllib.loads(resource("nomenclatures", "terrain.toml").read_text("utf-8"))[
        "theme"
    ]
]
A4, A3 = (168 * 72 / 25.4, 223 * 72 / 25.4), (269 * 72 / 25.4, 350 * 72 / 25.4)


def frame(plan, **changes):
    return replace(Cadre(plan=plan, metres=2, largeur=800, hauteur=600).centred(HERE), **changes)


@pytest.mark.parametrize("plan", PLANES)
def test_what_is_drawn_is_found_again(plan):
    cadre = frame(plan)
    for at in [(0, 0), (400, 300), (800, 600), (13.5, 577.25)]:
        assert math.dist(cadre.at(cadre.place(*at)), at) < 0.02  # a position is a centimetre


@pytest.mark.parametrize("plan", PLANES)
def test_zooming_keeps_the_place_under_the_pointer(plan):
    cadre = frame(plan)
    place = cadre.place(120, 410)
    for factor in (1.25, 0.4, 8):
        assert math.dist(cadre.zoomed(factor, (120, 410)).at(place), (120, 410)) < 0.1
    assert cadre.zoomed(2).middle == cadre.middle


def test_shifting_moves_the_ground_under_the_window():
    cadre = frame(WEB_MERCATOR)
    x, y = cadre.at(HERE)
    assert cadre.shifted(30, -20).at(HERE) == pytest.approx((x - 30, y + 20))


@pytest.mark.parametrize("plan", PLANES)
def test_ground_metres_are_those_of_the_ellipsoid(plan):
    cadre = frame(plan)
    real = distance_m(cadre.place(300, 300), cadre.place(500, 300)) / 200
    assert cadre.ground == pytest.approx(real, rel=1e-4)


def test_another_plane_shows_about_the_same():
    cadre = frame(WEB_MERCATOR)
    other = cadre.on(LAMBERT_93)
    assert other.ground == pytest.approx(cadre.ground, rel=1e-4)
    assert distance_m(other.middle, cadre.middle) < 0.05
    assert cadre.on(WEB_MERCATOR) is cadre


def test_the_north_of_a_conic_plane_leans():
    assert frame(WEB_MERCATOR).north_deg == pytest.approx(0, abs=1e-6)
    assert frame(LAMBERT_93).north_deg == pytest.approx(-0.7256 * (HERE.lon - 3), abs=0.01)


@pytest.mark.parametrize("plan", PLANES)
@pytest.mark.parametrize("nom", QPV)
def test_a_fitted_frame_holds_everything(plan, nom):
    box = QPV[nom].boite
    cadre = frame(plan).fitted(box, marge=20)
    for ring in QPV[nom].rings():
        for place in ring:
            x, y = cadre.at(place)
            assert 19 < x < 781
            assert 19 < y < 581


def test_one_place_alone_is_not_magnified_without_end():
    cadre = frame(WEB_MERCATOR).fitted(Boite.around([HERE]))
    assert cadre.ground * 600 > 40
    assert cadre.at(HERE) == pytest.approx((400, 300))


@pytest.mark.parametrize(("page", "most"), [(A4, 6000), (A3, 4000)])
@pytest.mark.parametrize("nom", QPV)
def test_a_page_holds_each_qpv_at_its_round_scale(page, most, nom):
    """The print sizes of gusp-microsites 4, with 50 m around."""
    cadre = printed_frame(QPV[nom].boite, *page)
    assert scale_of(cadre) in SCALES
    assert scale_of(cadre) <= most
    room = 45 / cadre.ground
    for ring in QPV[nom].rings():
        for place in ring:
            x, y = cadre.at(place)
            assert room < x < page[0] - room
            assert room < y < page[1] - room


@pytest.mark.parametrize("plan", [None, WEB_MERCATOR, LAMBERT_93])
def test_a_ruler_on_the_paper_tells_the_truth(plan):
    cadre = printed_frame(QPV["Corsy"].boite, *A4, plan=plan)
    one, other = cadre.place(100, 100), cadre.place(100 + 72 / 2.54, 100)  # one centimetre
    assert distance_m(one, other) == pytest.approx(scale_of(cadre) / 100, abs=0.02)


@pytest.mark.parametrize(
    ("metres", "longest", "length"), [(1, 120, 100), (0.37, 150, 50), (10, 90, 500), (0.001, 50, 1)]
)
def test_a_scale_bar_has_a_round_length(metres, longest, length):
    found, units = scale_bar(metres, longest)
    assert found == length
    assert units * metres == pytest.approx(length)


def test_a_scale_bar_says_its_length():
    words = [one.texte for one in scale(20, 0, 0, 110, 8) if isinstance(one, Mot)]
    assert words == ["0", "2\u00a0km"]


# --- symbols ------------------------------------------------------------------------------


def test_every_etat_has_a_mark_of_its_own():
    marks = [symboles.MARQUES[etat.value] for etat in EtatConstat]
    assert len(set(marks)) == len(EtatConstat)


def test_every_theme_of_the_grid_has_a_shape_of_its_own():
    shapes = [symboles.FORMES[code] for code in THEMES]
    assert len({*shapes, symboles.SANS_THEME}) == len(THEMES) + 1 == 14


def test_an_unknown_theme_or_etat_is_drawn_all_the_same():
    drawn = symboles.constat_symbol("ETAT_DE_2031", "XYZ", 10)
    assert {one.encre for one in drawn} == {"surface", "ETAT_DE_2031"}
    assert drawn[0].lignes == symboles.scaled([symboles.SANS_THEME], 10)


@pytest.mark.parametrize("theme", [*THEMES, None])
@pytest.mark.parametrize("etat", EtatConstat)
def test_a_mark_stays_in_its_shape(etat, theme):
    _halo, shape, *marks = symboles.constat_symbol(etat.value, theme, 10)
    xs, ys = ([point[axis] for point in shape.lignes[0]] for axis in (0, 1))
    for mark in marks:
        for x, y in (point for line in mark.lignes for point in line):
            assert min(xs) < x < max(xs)
            assert min(ys) < y < max(ys)


def test_a_cone_looks_where_the_photo_looked():
    [cone, _spot] = symboles.photo_symbol(90, 30)  # east
    xs, ys = ([point[axis] for point in cone.lignes[0]] for axis in (0, 1))
    assert max(xs) == pytest.approx(30, abs=0.3)
    assert min(xs) == 0
    assert min(ys) == pytest.approx(-max(ys), abs=0.01)


# --- what is on a map ---------------------------------------------------------------------


def constat(rank, etat=EtatConstat.OUVERT, theme="PRO", **changes):
    values = {
        "id": str(rank),
        "numero": f"BEI-2026-2-B{rank:03}",
        "position": HERE,
        "etat": etat,
        "theme": theme,
        "theme_libelle": theme or "",
    }
    return ConstatCarte(**values | changes)


def test_the_legend_says_what_is_there_and_nothing_else():
    carte = CarteRecord(
        contours=(ContourCarte(nom="Corsy", surface=QPV["Corsy"], principal=True),),
        constats=(constat(1), constat(2, EtatConstat.LEVE, None), constat(3, theme="CHA")),
        photos=(PhotoCarte(id="p", position=HERE, azimut_deg=12.0),),
    )
    lines = legend(carte, {"OUVERT": "Ouvert", "LEVE": "Levé"}, 8)
    assert [one.texte for one in lines] == [
        "Contour du quartier",
        "Photo et sa direction",
        "PRO",
        "CHA",
        "Sans thème",
        "Ouvert",
        "Levé",
    ]
    assert all(any(isinstance(part, Trait) for part in one.dessin) for one in lines)


def test_a_map_is_about_its_quartier_and_its_places():
    principal = ContourCarte(nom="Corsy", surface=QPV["Corsy"], principal=True)
    other = ContourCarte(nom="Beisson", surface=QPV["Beisson"])
    far = constat(1, position=Position(435_000_000, 54_000_000))

    assert CarteRecord().boite() is None
    assert CarteRecord(contours=(principal, other)).boite() == QPV["Corsy"].boite
    assert CarteRecord(contours=(other,)).boite() == QPV["Beisson"].boite
    assert CarteRecord(contours=(principal,), constats=(far,)).boite().sud == 435_000_000


def test_the_attribution_goes_with_the_shipped_contours():
    mine = ContourCarte(nom="Pinette", surface=QPV["Corsy"], officiel=False)
    assert CarteRecord(contours=(mine,)).attribution == ""
    theirs = replace(mine, officiel=True)
    assert CarteRecord(contours=(mine, theirs)).attribution == "Contours QPV : ANCT, 2024"


def test_labels_keep_clear_of_one_another():
    grid = Grille(10)
    assert grid.take(0, 0, 25, 8)
    assert not grid.take(20, 5, 40, 12)
    assert grid.take(31, 0, 45, 8)


def test_a_number_is_short_on_the_map():
    assert constat(17).rang == "B017"


@pytest.mark.parametrize(
    ("numeros", "kept"),
    [
        ((), {}),
        (("BEI-2026-1-A001", "BEI-2026-1-B001"), {"BEI-2026-1": ""}),
        (
            ("BEI-2026-1-A001", "BEI-2026-E1-A001", ""),
            {"BEI-2026-1": "1", "BEI-2026-E1": "E1"},
        ),
        (
            ("BEI-2025-2-A001", "BEI-2026-1-A001", "BEI-2026-2-A001"),
            {"BEI-2025-2": "2025-2", "BEI-2026-1": "2026-1", "BEI-2026-2": "2026-2"},
        ),
    ],
)
def test_a_short_number_keeps_what_tells_its_marche_from_the_others(numeros, kept):
    assert sorties(numeros) == kept
