"""The dialogs of « Aide »: no word of theirs is cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTableWidget, QWidget

from desktop.ui import aide, theme

pytestmark = pytest.mark.gui

SHORTCUTS = [("Marquer le ménage comme vu à la permanence de ce jour", "Ctrl+Shift+M")]


@pytest.fixture(params=[False, True], ids=["bureau", "terrain"])
def window(qapp, qtbot, request):
    bearer = QWidget()
    qtbot.addWidget(bearer)
    theme.dress_window(qapp, bearer)
    theme.apply(qapp, terrain=request.param)
    bearer.show()
    yield bearer
    theme.apply(qapp)
    theme._Shown.window = None


@pytest.mark.parametrize("opened", ["about", "shortcuts"])
def test_no_cell_is_cut_in_the_theme_of_the_window(window, qtbot, opened):
    if opened == "about":
        dialog = aide.open_about(window)
    else:
        dialog = aide.open_shortcuts(window, SHORTCUTS)
    table = dialog.findChild(QTableWidget)

    qtbot.waitUntil(
        lambda: all(
            table.columnWidth(column) >= table.sizeHintForColumn(column)
            for column in range(table.columnCount())
        )
    )
    assert dialog.width() <= 1280
    dialog.accept()
