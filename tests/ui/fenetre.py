"""A main window under test, with its worker stopped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit

from desktop.bootstrap import Carnet
from desktop.ui.main_window import MainWindow, dress
from tests.carnets import PHRASE


@contextmanager
def window_on(carnet: Carnet, qtbot) -> Iterator[MainWindow]:
    dress(carnet.reglages)
    window = MainWindow(carnet)
    faults: list[object] = []
    window.context.tasks.crashed.connect(faults.append)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    settle(window, qtbot)
    try:
        yield window
        settle(window, qtbot)
    finally:
        window._may_close = True
        window.close()
        window.context.tasks.close()
        window.deleteLater()
    assert faults == []


def settle(window: MainWindow, qtbot) -> None:
    """Wait until nothing is queued, running or to be delivered."""
    qtbot.waitUntil(lambda: not window.context.tasks._tasks, timeout=20_000)


def open_dialog(kind: type[QDialog], qtbot) -> QDialog:
    """Wait for the dialog of a kind."""

    def found() -> list[QDialog]:
        return [
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, kind) and one.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(found()), timeout=10_000)
    return found()[0]


def unlock(window: MainWindow, qtbot, phrase: str = PHRASE) -> None:
    """Type the phrase in the unlock screen and press Entrée."""
    settle(window, qtbot)
    person = window.centralWidget().findChild(QComboBox, "personne")
    qtbot.waitUntil(lambda: bool(person.currentText()), timeout=10_000)
    field = window.centralWidget().findChild(QLineEdit, "phrase")
    field.clear()
    qtbot.keyClicks(field, phrase)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(window, qtbot)
