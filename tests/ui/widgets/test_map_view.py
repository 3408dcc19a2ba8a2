"""The map under the hand: what a click, a key or the table beside makes of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from desktop.domain import geo
from desktop.domain.carte import (
    ArretCarte,
    CarteRecord,
    ConstatCarte,
    ConstatListe,
    ContourCarte,
    PhotoCarte,
    TraceCarte,
)
from desktop.domain.codes import EtatConstat, PositionQpv
from desktop.domain.geo import Position, Surface
from desktop.domain.projections import LAMBERT_93, WEB_MERCATOR
from desktop.domain.symboles import constat_symbol, placed
from desktop.ui import theme
from desktop.ui.widgets import map_paint
from desktop.ui.widgets.map_index import PlaceIndex
from desktop.ui.widgets.map_scene import Couche
from desktop.ui.widgets.map_view import MapView

HERE = Position(435_209_500, 54_313_500)
RED = (0xB3, 0x26, 0x1E)


def at(east: float, north: float) -> Position:
    return geo.moved(HERE, east, north)


def constat(row: str, east: float, north: float, **changes: object) -> ConstatCarte:
    values = {
        "id": row,
        "numero": f"ENC-2026-1-{row}",
        "position": at(east, north),
        "etat": EtatConstat.OUVERT,
        "theme": "STA",
        "theme_libelle": "Stationnement",
        "lieu": "Rue Fictive",
    }
    return ConstatCarte(**values | changes)  # type: ignore[arg-type]  # values of a test


SQUARE = Surface(
    ((tuple(at(x, y) for x, y in ((-300, -200), (300, -200), (300, 200), (-300, 200))),),)
)
CARTE = CarteRecord(
    titre="Essai",
    contours=(ContourCarte(nom="Essai", surface=SQUARE, principal=True),),
    constats=(
        constat("A001", -200, 0),
        constat("A002", 0, 0, etat=EtatConstat.LEVE),
        constat("A003", 200, 0, qpv=PositionQpv.DEDANS),
        constat("A004", 0, 150, theme=None, theme_libelle=""),
    ),
    a_placer=tuple(
        ConstatListe(id=row, numero=row, etat=EtatConstat.BROUILLON) for row in ("A005", "A006")
    ),
)


@pytest.fixture
def view(qtbot):
    view = MapView()
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show_map(CARTE)
    view.show()
    view.setFocus()
    return view


def where(view, row):
    return QPoint(*(round(one) for one in view.cadre().at(view.scene.constat(row).position)))


def click(view, point, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, modifier, point)


def drag(view, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.mousePress(view, Qt.MouseButton.LeftButton, modifier, start)
    for share in (0.5, 1):
        here = start + (end - start) * share
        _move(view, here, modifier)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, end)


def _move(view, here, modifier):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(here),
        QPointF(view.mapToGlobal(here)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        modifier,
    )
    view.mouseMoveEvent(event)


def key(view, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(view, code, modifier)


# --- selecting ------------------------------------------------------------------------------


def test_a_click_selects_the_constat_under_it(view, qtbot):
    with qtbot.waitSignal(view.selection_changed) as told:
        click(view, where(view, "A002") + QPoint(4, -3))
    assert told.args == [frozenset({"A002"})]
    click(view, QPoint(20, 250))
    assert view.selected() == frozenset()


def test_ctrl_adds_and_takes_away(view):
    click(view, where(view, "A001"))
    click(view, where(view, "A003"), Qt.KeyboardModifier.ControlModifier)
    assert view.selected() == {"A001", "A003"}
    click(view, where(view, "A001"), Qt.KeyboardModifier.ControlModifier)
    assert view.selected() == {"A003"}


def test_a_rectangle_selects_what_it_holds(view):
    start = where(view, "A001") - QPoint(20, 20)
    drag(view, start, where(view, "A002") + QPoint(20, 20), Qt.KeyboardModifier.ShiftModifier)
    assert view.selected() == {"A001", "A002"}


def test_the_table_selects_without_an_echo(view, qtbot):
    with qtbot.assertNotEmitted(view.selection_changed):
        view.select(["A003", "inconnu"])
    assert view.selected() == {"A003"}
    assert "A003" in view.accessibleDescription()


def test_a_constat_selected_elsewhere_comes_into_the_window(view):
    view.zoom_by(40, (0, 0))
    assert "A003" not in view.scene.seen()
    view.select(["A003"])
    assert "A003" in view.scene.seen()


def test_the_keyboard_walks_from_constat_to_constat(view):
    shift = Qt.KeyboardModifier.ShiftModifier
    key(view, Qt.Key.Key_Right, shift)
    assert len(view.selected()) == 1  # the one nearest to the middle
    view.select(["A002"])
    for code, expected in (
        (Qt.Key.Key_Right, "A003"),
        (Qt.Key.Key_Left, "A002"),
        (Qt.Key.Key_Up, "A004"),
        (Qt.Key.Key_Down, "A002"),
    ):
        key(view, code, shift)
        assert view.selected() == {expected}


def test_page_keys_follow_the_numbers_and_entry_opens(view, qtbot):
    for expected in ("A001", "A002", "A003", "A004", "A001"):
        key(view, Qt.Key.Key_PageDown)
        assert view.selected() == {expected}
    key(view, Qt.Key.Key_PageUp)
    with qtbot.waitSignal(view.activated) as told:
        key(view, Qt.Key.Key_Return)
    assert told.args == ["A004"]


def test_a_map_read_again_keeps_its_selection_and_its_window(view):
    view.select(["A001", "A002"])
    view.zoom_by(3)
    before = view.cadre()
    view.show_map(replace(CARTE, constats=CARTE.constats[1:]), keep=True)
    assert view.selected() == {"A002"}
    assert view.cadre() == before


def test_a_constat_that_was_moved_is_found_where_it_is_now(view):
    before = where(view, "A001")
    there = replace(CARTE.constats[0], position=at(-100, -120))
    view.show_map(replace(CARTE, constats=(there, *CARTE.constats[1:])), keep=True)
    view.scene.cadre = view.cadre()
    assert where(view, "A001") != before
    click(view, where(view, "A001"))
    assert view.selected() == {"A001"}
    view.select([])
    spot = where(view, "A001")
    assert colour(picture(view), spot.x(), spot.y()) == RED


# --- the window -----------------------------------------------------------------------------


def test_the_whole_map_is_shown_and_follows_the_size_of_the_window(view):
    view.resize(400, 700)
    for ring in SQUARE.rings():
        for place in ring:
            x, y = view.cadre().at(place)
            assert 0 < x < view.width()
            assert 0 < y < view.height()


def test_dragging_moves_the_map_and_selects_nothing(view):
    place = view.cadre().place(300, 250)
    drag(view, QPoint(300, 250), QPoint(360, 210))
    assert math.dist(view.cadre().at(place), (360, 210)) < 0.1
    assert view.selected() == frozenset()


def test_the_wheel_zooms_where_the_pointer_is(view):
    place, metres = view.cadre().place(120, 400), view.cadre().metres
    view.zoom_by(1.25, (120, 400))
    assert view.cadre().metres == pytest.approx(metres / 1.25)
    assert math.dist(view.cadre().at(place), (120, 400)) < 0.1


def test_zooming_has_ends(view):
    view.zoom_by(1e9)
    assert view.cadre().metres == pytest.approx(0.02)
    view.zoom_by(1e-12)
    assert view.cadre().metres == pytest.approx(2000)


def test_keys_move_zoom_and_come_back(view):
    whole = view.cadre()
    key(view, Qt.Key.Key_Right)
    assert view.cadre().x > whole.x
    key(view, Qt.Key.Key_Up)
    assert view.cadre().y > whole.y
    key(view, Qt.Key.Key_Plus)
    assert view.cadre().metres < whole.metres
    key(view, Qt.Key.Key_0)
    assert view.cadre() == whole
    view.select(["A001"])
    key(view, Qt.Key.Key_C)
    assert view.cadre().metres < whole.metres
    assert view.scene.seen() == ["A001"]


def test_another_plane_keeps_the_window(view):
    class Ground:
        plan, mention = LAMBERT_93, "Fond d’essai"

        def paint(self, painter, _cadre):
            painter.fillRect(0, 0, 10, 10, Qt.GlobalColor.black)

    ground = view.cadre().ground
    view.set_ground(Ground())
    assert view.cadre().plan is LAMBERT_93
    assert view.cadre().ground == pytest.approx(ground, rel=1e-3)
    click(view, where(view, "A002"))
    assert view.selected() == {"A002"}
    view.set_ground(None)
    assert view.cadre().plan is WEB_MERCATOR


# --- tools -----------------------------------------------------------------------------------


def test_a_click_gives_the_place_that_was_asked_for(view, qtbot):
    view.place("Cliquez")
    with qtbot.waitSignals([view.placed, view.tool_ended]):
        click(view, where(view, "A003"))
    assert view.selected() == frozenset()
    assert view.tool() is None


def test_the_place_is_right_to_the_pixel(view, qtbot):
    view.place("Cliquez")
    with qtbot.waitSignal(view.placed) as told:
        click(view, where(view, "A003"))
    assert geo.distance_m(told.args[0], at(200, 0)) <= view.cadre().ground


def test_the_crosshair_is_led_by_keys(view, qtbot):
    view.place("Placez")
    middle = view.cadre().place(view.width() / 2, view.height() / 2)
    key(view, Qt.Key.Key_Right)
    key(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(view.placed) as told:
        key(view, Qt.Key.Key_Return)
    ground = view.cadre().ground
    assert geo.distance_m(told.args[0], geo.moved(middle, 12 * ground, ground)) < 0.1


def test_escape_gives_up(view, qtbot):
    view.place("Placez")
    with qtbot.waitSignal(view.tool_ended), qtbot.assertNotEmitted(view.placed):
        key(view, Qt.Key.Key_Escape)
    assert view.tool() is None


def test_the_map_still_moves_while_a_place_is_asked(view):
    view.place("Placez")
    before = view.cadre().x
    drag(view, QPoint(300, 250), QPoint(200, 250))
    assert view.cadre().x > before
    assert view.tool() is not None


def test_a_contour_is_drawn_by_clicks_and_closed_on_its_start(view, qtbot):
    view.draw_contour("Tracez")
    corners = [QPoint(100, 100), QPoint(300, 100), QPoint(300, 300), QPoint(500, 480)]
    for corner in corners:
        click(view, corner)
    key(view, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(view.drawn) as told:
        click(view, corners[0] + QPoint(3, 3))
    expected = [view.cadre().place(one.x(), one.y()) for one in corners[:3]]
    assert list(told.args[0]) == expected


def test_a_contour_of_two_points_does_not_close(view, qtbot):
    view.draw_contour("Tracez")
    click(view, QPoint(100, 100))
    click(view, QPoint(300, 100))
    with qtbot.assertNotEmitted(view.drawn):
        click(view, QPoint(102, 101))
    assert view.tool() is not None
    with qtbot.waitSignal(view.drawn):
        key(view, Qt.Key.Key_Return)


def apart(one, other):
    """Return how many bytes of two pictures differ by more than a rounding of Qt."""
    pairs = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return sum(1 for a, b in pairs if abs(a - b) > 8)


# --- what is seen -----------------------------------------------------------------------------


def picture(view):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.scene.paint(painter, view.selected())
    painter.end()
    return image


def colour(image, x, y):
    return image.pixelColor(round(x), round(y)).getRgb()[:3]


def test_constats_bear_the_colour_of_their_etat(view):
    image = picture(view)
    spot = where(view, "A001")
    assert colour(image, spot.x(), spot.y()) == RED


def test_a_selected_constat_has_a_ring(view):
    ring = theme.current().colour("focus").getRgb()[:3]

    def around():
        spot, image = where(view, "A001"), picture(view)
        return {colour(image, spot.x() - step, spot.y()) for step in range(10, 24)}

    assert ring not in around()
    view.select(["A001"])
    assert ring in around()


def test_photos_stops_and_the_path_can_be_hidden(view):
    rich = replace(
        CARTE,
        arrets=(
            ArretCarte(id="1", ordre=1, nom="Un", position=at(-100, -100), rayon_m=40),
            ArretCarte(id="2", ordre=2, nom="Deux", position=at(100, -100)),
        ),
        photos=(PhotoCarte(id="p", position=at(0, -150), azimut_deg=90.0),),
        traces=(TraceCarte(nom="t", points=(at(-250, -150), at(250, -150))),),
    )
    view.resize(500, 300)
    view.show_map(rich)
    for couche in (Couche.ARRETS, Couche.PHOTOS, Couche.TRAJET, Couche.NUMEROS, Couche.LEGENDE):
        with_it = picture(view)
        view.set_layer(couche, shown=False)
        assert apart(picture(view), with_it) > 100, couche
        view.set_layer(couche, shown=True)
        assert apart(picture(view), with_it) == 0


@pytest.mark.parametrize("name", theme.NAMES)
def test_the_map_follows_the_theme(qapp, view, name):
    theme.apply(qapp, name, sheet=False)
    try:
        spot = where(view, "A001")
        expected = theme.current().state_colour("OUVERT").getRgb()[:3]
        assert colour(picture(view), spot.x(), spot.y()) == expected
    finally:
        theme.apply(qapp, "clair", sheet=False)


def test_an_empty_map_is_drawn(view):
    view.show_map(CarteRecord())
    assert not picture(view).isNull()
    assert view.accessibleDescription().startswith("0\u00a0constat")


def test_the_map_says_in_words_what_it_shows(view):
    assert view.accessibleName() == "Carte Essai"
    assert view.accessibleDescription() == (
        "4\u00a0constats, 0\u00a0arrêt, 0\u00a0photo sur la carte. 2\u00a0constats sans position."
    )
    view.select(["A003"])
    assert "dans le quartier" in view.accessibleDescription()
    assert "Rue Fictive" in view.accessibleDescription()


def test_screen_and_paper_draw_the_same_symbols(qapp):
    """The same description through both painters: hardly a pixel differs."""
    import io

    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    from desktop.reports.dessin import paint

    drawn = [
        one
        for rank, (etat, code) in enumerate(
            (("OUVERT", "VOI"), ("LEVE", "VEG"), ("BROUILLON", "TRA"))
        )
        for one in placed(constat_symbol(etat, code, 20), 40 + 60 * rank, 40)
    ]
    screen = QImage(200, 80, QImage.Format.Format_RGB32)
    screen.fill(Qt.GlobalColor.white)
    painter = QPainter(screen)
    map_paint.paint(painter, drawn)
    painter.end()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 80))
    paint(canvas, drawn, 80)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        paper = document[0].render(scale=1).to_pil().convert("RGB")
    far = [
        1
        for x in range(200)
        for y in range(80)
        if max(
            abs(a - b) for a, b in zip(colour(screen, x, y), paper.getpixel((x, y)), strict=True)
        )
        > 90
    ]
    assert len(far) < 200 * 80 * 0.01


# --- the index ---------------------------------------------------------------------------------


def test_the_index_finds_what_a_search_through_all_finds():
    import random

    draw = random.Random(4)  # noqa: S311 - places of a test
    places = [(str(rank), draw.uniform(0, 1000), draw.uniform(0, 700)) for rank in range(800)]
    index = PlaceIndex(places)
    for _ in range(200):
        x, y, reach = draw.uniform(-50, 1050), draw.uniform(-50, 750), draw.uniform(1, 60)
        best = min(places, key=lambda one: math.hypot(one[1] - x, one[2] - y))
        expected = best[0] if math.hypot(best[1] - x, best[2] - y) <= reach else ""
        assert index.nearest(x, y, reach) == expected
        box = (x - reach, y - reach, x + reach, y + reach)
        inside = [
            row for row, px, py in places if box[0] <= px <= box[2] and box[1] <= py <= box[3]
        ]
        assert index.inside(*box) == inside


def test_the_one_on_top_is_the_one_found():
    index = PlaceIndex([("below", 5, 5), ("above", 5, 5)])
    assert index.nearest(5, 5, 1) == "above"
    assert index.nearest(50, 5, 1) == ""
    assert PlaceIndex().nearest(0, 0, 10) == ""
