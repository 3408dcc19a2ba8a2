"""Message bar: plain text, what stays, what goes, and its two buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from desktop.ui.bus import Action, Level, Message
from desktop.ui.widgets.message_bar import MessageBar

pytestmark = pytest.mark.gui

TAG = '<img src="file:///etc/hostname"> <b>gras</b>'


@pytest.fixture
def bar(qtbot):
    bar = MessageBar(shown_ms=1)
    qtbot.addWidget(bar)
    return bar


def test_text_that_looks_like_a_tag_is_shown_letter_by_letter(bar):
    bar.show_message(Message(text=TAG, details=TAG, level=Level.ERREUR))

    for name in ("message", "details"):
        label = bar.findChild(QLabel, name)
        assert label.text() == TAG
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_success_goes_by_itself(bar, qtbot):
    with qtbot.waitSignal(bar.closed, timeout=5000):
        bar.show_message(Message(text="Enregistré.", level=Level.SUCCES))

    assert not bar.isVisible()
    assert bar.message() is None


@pytest.mark.parametrize("level", [Level.ALERTE, Level.ERREUR])
def test_warning_and_error_stay_until_they_are_closed(bar, qtbot, level):
    bar.show_message(Message(text="Disque plein.", remedy="Libérez de la place.", level=level))

    assert not bar._timer.isActive()
    assert bar.accessibleName() == "Disque plein. Libérez de la place."
    qtbot.mouseClick(bar.findChild(QToolButton, "fermer"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_success_waits_behind_an_error_and_follows_it(bar):
    error = Message(text="Erreur.", level=Level.ERREUR)
    success = Message(text="Enregistré.", level=Level.SUCCES)

    bar.show_message(error)
    bar.show_message(success)
    assert bar.message() is error

    bar.close_message()
    assert bar.message() is success


def test_action_is_triggered_once_and_closes_the_message(bar, qtbot):
    pressed = []
    action = Action("Annuler", lambda: pressed.append(bar.isVisible()))
    bar.show_message(Message(text="Supprimé.", level=Level.ALERTE, action=action))

    button = bar.findChild(QPushButton, "action")
    assert button.text() == "Annuler"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert pressed == [False]


def test_details_are_hidden_until_asked_for(bar, qtbot):
    bar.show_message(Message(text="Erreur.", details="Fichier 3.", level=Level.ERREUR))
    details = bar.findChild(QLabel, "details")
    assert not details.isVisible()

    qtbot.mouseClick(bar.findChild(QPushButton, "voir_details"), Qt.MouseButton.LeftButton)

    assert details.isVisible()


def test_buttons_without_use_are_not_shown(bar):
    bar.show_message(Message(text="Information."))

    assert not bar.findChild(QPushButton, "action").isVisible()
    assert not bar.findChild(QPushButton, "voir_details").isVisible()


def test_escape_closes_the_message(bar, qtbot):
    bar.show_message(Message(text="Erreur.", level=Level.ERREUR))

    qtbot.keyClick(bar, Qt.Key.Key_Escape)

    assert bar.message() is None
