"""F1 opens the guide over every dialog, once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QTextBrowser

from desktop.ui.echange.export_dialog import ExportDialog
from desktop.ui.reglages.settings_dialog import SettingsDialog
from tests.ui.fenetre import open_dialog, settle, window_on

pytestmark = pytest.mark.gui


@pytest.fixture
def window(carnet, qtbot):
    with window_on(carnet, qtbot) as shown:
        yield shown


def guides():
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.windowTitle() == "Guide" and one.isVisible()
    ]


def press_f1(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None, timeout=5000)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=5000)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_F1)


@pytest.mark.parametrize(
    ("command", "kind"), [("settings", SettingsDialog), ("export", ExportDialog)]
)
def test_f1_opens_one_guide_over_a_modal_dialog(window, qtbot, command, kind):
    getattr(window.commands, command)()
    dialog = open_dialog(kind, qtbot)
    settle(window, qtbot)

    press_f1(dialog, qtbot)

    [guide] = guides()
    assert guide.parent() is dialog
    assert "Carnet de quartier" in guide.findChild(QTextBrowser).toPlainText()
    press_f1(guide, qtbot)
    assert guides() == [guide]
    guide.accept()
    dialog.reject()


def test_f1_still_opens_the_guide_from_the_window(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)

    [guide] = guides()
    assert guide.parent() is window
    guide.accept()
