"""Zones and annotations drawn by hand: by the mouse, and by the keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.codes import CouleurAnnotation, FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import (
    COTE,
    MASQUES_MAX,
    Annotation,
    Couches,
    Masque,
)
from desktop.formats import NBSP
from desktop.ui.widgets import zone_edit
from desktop.ui.widgets.zone_edit import ZoneEdit
from desktop.ui.widgets.zone_view import Outil, ZoneView

pytestmark = pytest.mark.gui

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def plain(colour="#2040FF", width=400, height=300):
    image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


class Screen(QWidget):
    """A parent that notes the keys the view leaves to it."""

    def __init__(self):
        super().__init__()
        self.left = []
        self.view = ZoneView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def keyPressEvent(self, event):  # noqa: N802 - Qt's name
        self.left.append(Qt.Key(event.key()))


@pytest.fixture
def screen(qtbot):
    screen = Screen()
    qtbot.addWidget(screen)
    screen.resize(400, 300)
    screen.show()
    screen.view.show_image(plain(), "Photo 1 sur 3")
    screen.view.show_layers(Couches())
    screen.view.setFocus()
    return screen


@pytest.fixture
def view(screen):
    return screen.view


@pytest.fixture
def drag(qtbot, view):
    def move(start, end, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.mousePress(view, LEFT, modifiers, QPoint(*start))
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        _mouse_move(view, middle, modifiers)
        _mouse_move(view, end, modifiers)
        qtbot.mouseRelease(view, LEFT, modifiers, QPoint(*end))

    return move


def _mouse_move(view, point, modifiers):
    place = QPointF(*point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, view.mapToGlobal(place), LEFT, LEFT, modifiers
    )
    QApplication.sendEvent(view, event)


def zones(view):
    return view.couches().masques


# --- mouse --------------------------------------------------------------------------------


def test_a_drag_draws_a_rectangle_where_it_was_dragged(view, drag):
    drag((40, 30), (120, 150))

    assert zones(view) == (Masque(x=1000, y=1000, l=2000, h=4000),)
    assert view.accessibleDescription().replace(NBSP, " ") == (
        "1 zone masquée. 1 sur 1 : rectangle, mosaïque, en haut à gauche."
    )


def test_a_drag_upwards_draws_the_same_rectangle(view, drag):
    drag((120, 150), (40, 30))

    assert zones(view) == (Masque(x=1000, y=1000, l=2000, h=4000),)


def test_a_drag_with_maj_draws_the_other_outline(view, drag):
    drag((40, 30), (120, 150), SHIFT)

    assert zones(view)[0].forme is FormeMasque.ELLIPSE


def test_a_drag_beyond_the_photo_stops_at_its_edge(view, drag):
    view.resize(400, 400)  # bands of 50 px above and below
    drag((200, 10), (999, 395))

    assert zones(view) == (Masque(x=5000, y=0, l=5000, h=COTE),)


def test_a_click_draws_nothing_and_lets_go_of_what_was_selected(view, qtbot, drag):
    drag((40, 30), (120, 150))
    qtbot.mouseClick(view, LEFT, pos=QPoint(300, 200))

    assert len(zones(view)) == 1
    assert view.edit.selected is None


def test_a_zone_is_moved_by_its_middle_and_resized_by_a_handle(view, drag):
    drag((40, 30), (120, 150))
    drag((80, 90), (120, 90))
    assert zones(view) == (Masque(x=2000, y=1000, l=2000, h=4000),)

    drag((160, 150), (200, 180))
    assert zones(view) == (Masque(x=2000, y=1000, l=3000, h=5000),)
    drag((80, 105), (40, 105))
    assert zones(view) == (Masque(x=1000, y=1000, l=4000, h=5000),)


def test_each_gesture_is_taken_back_whole_and_done_again(view, qtbot, drag):
    drag((40, 30), (120, 150))
    drag((80, 90), (120, 90))

    qtbot.keyClick(view, KEY.Key_Z, CONTROL)
    assert zones(view) == (Masque(x=1000, y=1000, l=2000, h=4000),)
    qtbot.keyClick(view, KEY.Key_Z, CONTROL)
    assert zones(view) == ()
    qtbot.keyClick(view, KEY.Key_Y, CONTROL)
    qtbot.keyClick(view, KEY.Key_Y, CONTROL)
    assert zones(view) == (Masque(x=2000, y=1000, l=2000, h=4000),)


def test_the_layers_stay_in_place_when_the_photo_is_enlarged_and_moved(view, drag, qtbot):
    drag((40, 30), (120, 150))
    before = zones(view)
    view.zoom_by(2)
    drag((200, 150), (100, 100), CONTROL)

    assert zones(view) == before
    target = view.target()
    assert (target.width(), target.height()) == (800, 600)
    assert (round(target.left()), round(target.top())) == (-300, -200)
    qtbot.mouseClick(view, LEFT, pos=QPoint(300, 200))
    drag((20, 10), (100, 70))
    assert zones(view)[1] == Masque(x=4000, y=3500, l=1000, h=1000)


# --- keys ---------------------------------------------------------------------------------


def test_a_zone_is_added_moved_and_resized_by_the_keys_alone(view, qtbot):
    qtbot.keyClick(view, KEY.Key_Insert)
    assert zones(view) == (Masque(x=4250, y=4250, l=1500, h=1500),)

    for _ in range(3):
        qtbot.keyClick(view, KEY.Key_Left)
    qtbot.keyClick(view, KEY.Key_Up, CONTROL)
    qtbot.keyClick(view, KEY.Key_Right, SHIFT)
    qtbot.keyClick(view, KEY.Key_Down, SHIFT)

    assert zones(view) == (Masque(x=3950, y=4240, l=1600, h=1600),)
    qtbot.keyClick(view, KEY.Key_Z, CONTROL)
    assert zones(view) == (Masque(x=4250, y=4250, l=1500, h=1500),)


def test_the_keys_change_outline_and_fill_of_the_zone_and_of_the_next_ones(view, qtbot):
    qtbot.keyClick(view, KEY.Key_Insert)
    qtbot.keyClick(view, KEY.Key_E)
    qtbot.keyClick(view, KEY.Key_M)
    qtbot.keyClick(view, KEY.Key_Insert)

    first, second = zones(view)
    assert (first.forme, first.style) == (FormeMasque.ELLIPSE, StyleMasque.PLEIN)
    assert (second.forme, second.style) == (FormeMasque.ELLIPSE, StyleMasque.PLEIN)


def test_space_goes_round_the_items_and_suppr_takes_one_away(view, qtbot):
    view.show_layers(Couches((Masque(l=100, h=100), Masque(l=200, h=200)), (Annotation(x2=9),)))

    seen = []
    for _ in range(4):
        qtbot.keyClick(view, KEY.Key_Space)
        seen.append(view.edit.selected)
    qtbot.keyClick(view, KEY.Key_Space, SHIFT)
    assert (seen, view.edit.selected) == ([0, 1, 2, 0], 2)

    qtbot.keyClick(view, KEY.Key_Space)
    qtbot.keyClick(view, KEY.Key_Delete)
    assert view.couches() == Couches((Masque(l=200, h=200),), (Annotation(x2=9),))
    assert view.edit.selected is None


def test_without_a_selection_the_arrows_and_echap_are_left_to_the_screen(screen, view, qtbot):
    for key in (KEY.Key_Right, KEY.Key_Escape, KEY.Key_S, KEY.Key_Delete, KEY.Key_Return):
        qtbot.keyClick(view, key)
    assert screen.left == [
        *(KEY.Key_Right, KEY.Key_Escape, KEY.Key_S, KEY.Key_Delete, KEY.Key_Return)
    ]

    screen.left.clear()
    qtbot.keyClick(view, KEY.Key_Insert)
    qtbot.keyClick(view, KEY.Key_Right)
    qtbot.keyClick(view, KEY.Key_Escape)
    assert screen.left == []
    assert view.edit.selected is None


@pytest.mark.parametrize(
    ("key", "outil", "genre"),
    [
        (KEY.Key_A, Outil.FLECHE, GenreAnnotation.FLECHE),
        (KEY.Key_C, Outil.CERCLE, GenreAnnotation.ELLIPSE),
    ],
)
def test_arrows_and_circles_are_drawn_like_zones(view, qtbot, drag, key, outil, genre):
    qtbot.keyClick(view, key)
    qtbot.keyClick(view, KEY.Key_K)
    drag((40, 30), (120, 150))

    assert view.tool is outil
    (drawn,) = view.couches().annotations
    assert drawn == Annotation(
        genre=genre, couleur=CouleurAnnotation.JAUNE, x=1000, y=1000, x2=3000, y2=5000
    )
    qtbot.keyClick(view, KEY.Key_V)
    assert view.tool is Outil.ZONE


def test_a_text_is_typed_on_the_photo(view, qtbot):
    qtbot.keyClick(view, KEY.Key_T)
    qtbot.mouseClick(view, LEFT, pos=QPoint(40, 30))
    field = view.findChild(QLineEdit)
    assert field.isVisible()

    qtbot.keyClicks(field, "  Trappe   ouverte ")
    qtbot.keyClick(field, KEY.Key_Return)

    (written,) = view.couches().annotations
    assert (written.texte, written.x, written.y) == ("Trappe ouverte", 1000, 1000)
    assert not field.isVisible()
    assert view.hasFocus()


def test_a_text_without_words_writes_nothing(view, qtbot):
    qtbot.keyClick(view, KEY.Key_T)
    qtbot.keyClick(view, KEY.Key_Insert)
    qtbot.keyClick(view.findChild(QLineEdit), KEY.Key_Return)

    assert view.couches().vides


def test_too_many_zones_are_refused_with_a_sentence(view, qtbot):
    view.show_layers(Couches((Masque(l=100, h=100),) * MASQUES_MAX))

    with qtbot.waitSignal(view.refused) as said:
        qtbot.keyClick(view, KEY.Key_Insert)

    assert "plus grand nombre" in said.args[0]
    assert len(zones(view)) == MASQUES_MAX


# --- result -------------------------------------------------------------------------------


def test_the_real_result_is_asked_for_and_shown_only_for_these_layers(view, qtbot, drag):
    with qtbot.waitSignal(view.preview_wanted) as asked:
        drag((40, 30), (120, 150))
    assert asked.args == [view.couches()]

    view.show_preview(plain("#FF0000"), view.couches())
    assert view.grab().toImage().pixelColor(300, 200).red() > 240
    assert view.shows_result()

    view.edit.selected = None
    drag((200, 100), (300, 200))
    assert view.grab().toImage().pixelColor(350, 250).blue() > 240
    assert not view.shows_result()


def test_the_photo_under_its_zones_can_be_looked_at_again(view, qtbot, drag):
    drag((40, 30), (120, 150))
    view.show_preview(plain("#FF0000"), view.couches())

    qtbot.keyClick(view, KEY.Key_P)
    assert view.grab().toImage().pixelColor(300, 200).blue() > 240
    qtbot.keyClick(view, KEY.Key_P)
    assert view.grab().toImage().pixelColor(300, 200).red() > 240


def test_a_zone_is_opaque_enough_before_its_result_is_made(view):
    view.show_layers(Couches((Masque(style=StyleMasque.PLEIN, x=2000, y=2000, l=4000, h=4000),)))

    grabbed = view.grab().toImage()
    assert grabbed.pixelColor(160, 120).blue() < 70
    assert grabbed.pixelColor(350, 250).blue() > 240


def test_next_photo_brings_its_own_layers_and_no_way_back_to_the_former(view, qtbot, drag):
    drag((40, 30), (120, 150))
    view.show_image(plain("#00FF00"))
    view.show_layers(Couches())

    qtbot.keyClick(view, KEY.Key_Z, CONTROL)
    assert view.couches().vides


# --- edit ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        ((0, 0, 1, 1), (0, 0, 60, 60)),
        ((COTE, COTE, COTE, COTE), (COTE - 60, COTE - 60, COTE, COTE)),
        ((-500, 200, 300, 20_000), (0, 200, 300, COTE)),
    ],
)
def test_a_zone_stays_inside_and_large_enough_to_be_seen(box, kept):
    assert zone_edit.frame(zone_edit.framed(Masque(), box)) == kept


def test_a_zone_moved_against_the_edge_keeps_its_size():
    moved = zone_edit.moved(Masque(x=9_000, y=100, l=500, h=500), 3_000, -3_000)

    assert (moved.x, moved.y, moved.l, moved.h) == (9_500, 0, 500, 500)


def test_what_a_newer_version_drew_is_kept_and_never_selected():
    newer = Masque(forme=None, autres='{"forme":"LASSO"}')
    edit = ZoneEdit(Couches((newer, Masque(l=100, h=100))))

    edit.select_next()
    assert edit.selected == 1
    assert edit.at(5_000, 5_000, 0) is None
    edit.delete()
    assert edit.couches.masques == (newer,)


def test_every_grip_of_every_kind_leads_back_to_where_it_was():
    for item in (Masque(x=10, y=20, l=3000, h=400), Annotation(x=9, y=9, x2=800, y2=2)):
        for grip, (x, y) in zone_edit.grips(item).items():
            assert zone_edit.pulled(item, grip, x, y) == item
