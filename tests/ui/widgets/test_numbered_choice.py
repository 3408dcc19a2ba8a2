"""A closed question answered with one figure."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.relogement.codes import Avis
from desktop.texts.relogement.suite import AVIS
from desktop.ui.widgets.numbered_choice import NumberedChoice, figure_of_key


@pytest.fixture
def page(qtbot):
    """Two questions in a window, the cursor in the first one."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.first = NumberedChoice(AVIS)
    window.second = NumberedChoice({True: "Oui", False: "Non"})
    column.addWidget(window.first)
    column.addWidget(window.second)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.first.setFocus()
    return window


def test_a_figure_answers_and_goes_on(page, qtbot):
    heard = []
    page.first.edited.connect(lambda: heard.append(page.first.value()))

    qtbot.keyClick(page.focusWidget(), "3")
    qtbot.keyClick(page.focusWidget(), "2")

    assert (page.first.value(), page.second.value()) == (Avis.PLUTOT_NON, False)
    assert heard == [Avis.PLUTOT_NON]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0])
def test_an_answer_is_taken_back_without_going_on(page, qtbot, key):
    page.first.set_value(Avis.OUI)

    qtbot.keyClick(page.focusWidget(), key)

    assert page.first.value() is None
    assert page.first.isAncestorOf(page.focusWidget())


def test_a_figure_that_is_no_answer_changes_nothing(page, qtbot):
    qtbot.keyClick(page.focusWidget(), "7")

    assert page.first.value() is None
    assert page.first.isAncestorOf(page.focusWidget())


def test_one_press_of_tab_goes_to_the_next_question(page, qtbot):
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)

    assert page.second.isAncestorOf(page.focusWidget())


def test_a_click_answers_and_a_second_one_takes_it_back(page, qtbot):
    button = page.first.findChildren(QPushButton)[1]

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    first = page.first.value()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert (first, page.first.value()) == (Avis.PLUTOT, None)


def test_autosave_keeps_no_answer_and_no_apart(page):
    for value in (None, True, False):
        page.second.set_value(value)
        raw = page.second.raw()
        page.second.set_value(True)
        page.second.set_raw(raw)
        assert page.second.value() is value
    page.first.set_raw("PLUTOT")
    assert page.first.value() is Avis.PLUTOT


@pytest.mark.parametrize(
    ("text", "figure"),
    [("1", 1), ("&", 1), ("é", 2), ('"', 3), ("'", 4), ("(", 5), ("à", 0), ("a", None), ("", None)],
)
def test_the_top_row_of_a_french_keyboard_counts_without_shift(text, figure):
    assert figure_of_key(text) == figure
