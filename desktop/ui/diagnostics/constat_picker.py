"""« Joindre à un autre constat »: the constats of the marche, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.formats import fold
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

_ID = Qt.ItemDataRole.UserRole


class ConstatPicker(QDialog):
    """Type, ↓ to the constat, Entrée; `chosen(id)`. The likeliest stand first."""

    chosen = Signal(str)

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(560, 380)
        self._choices = [(row, words, fold(words)) for row, words in choices]
        self.search = SearchField("Numéro, thème, constat, lieu…")
        self.search.setAccessibleName("Chercher un constat de la marche")
        self.list = QListWidget()
        self.list.setAccessibleName("Constats de la marche")
        self._nothing = plain_label("Aucun constat ne contient ces mots.", "discret")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._fill)
        self.list.itemActivated.connect(self._take)
        self._fill("")
        self.search.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the list from the search field; Entrée takes the line."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _fill(self, typed: str) -> None:
        words = fold(typed).split()
        self.list.clear()
        for row, shown, folded in self._choices:
            if all(word in folded for word in words):
                item = QListWidgetItem(shown, self.list)
                item.setData(_ID, row)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))
            self.accept()
