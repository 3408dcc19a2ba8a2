"""The decisions that wait."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from desktop.domain.records import AvisRecord, ConflitRecord
from desktop.ui.echange.answer_list import AnswerList
from desktop.ui.echange.words import decision_key, decision_subject, decision_title
from desktop.ui.widgets.plain import plain_tooltip

_TOP_ROW = "&é\"'(-è_ç"
"""What the figures 1 to 9 of a French keyboard write without Maj."""

Decision = ConflitRecord | AvisRecord


class DecisionList(AnswerList):
    """Keeps the chosen decision when the list is read again, or else its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Conflits et avis à relire", parent)

    def show_decisions(self, decisions: list[Decision]) -> None:
        """Show the decisions that wait."""
        place = self.verticalScrollBar().value()
        with QSignalBlocker(self):
            self._fill(decisions)
        self.verticalScrollBar().setValue(place)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())
        self.currentRowChanged.emit(self.currentRow())

    def current(self) -> Decision | None:
        """Return the chosen decision."""
        item = self.currentItem()
        found: Decision | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found

    def _fill(self, decisions: list[Decision]) -> None:
        chosen, row = self.current(), self.currentRow()
        self.clear()
        for decision in decisions:
            subject = decision_subject(decision)
            item = QListWidgetItem(f"{decision_title(decision)}\n{subject}", self)
            item.setData(Qt.ItemDataRole.UserRole, decision)
            item.setToolTip(plain_tooltip(item.text()))
        keys = [decision_key(decision) for decision in decisions]
        if chosen is not None and decision_key(chosen) in keys:
            row = keys.index(decision_key(chosen))
        self.setCurrentRow(max(0, min(row, len(decisions) - 1)) if decisions else -1)


def rank_of(event: QKeyEvent) -> int:
    """Return the figure of a key, with or without Maj on a French keyboard; 0 for another."""
    text = event.text().lower()
    if len(text) != 1 or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return 0
    return int(text) if text in "123456789" else _TOP_ROW.find(text) + 1
