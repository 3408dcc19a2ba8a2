"""What the list of decisions shows: words, one kind, one record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.formats import fold
from desktop.ui.echange.decision_list import Decision
from desktop.ui.echange.words import decision_kind, decision_title, decision_words
from desktop.ui.widgets.search_field import SearchField

ALL_KINDS: Final = "Tous les genres"
ALL_RECORDS: Final = "Toutes les fiches"
_WIDTH = 10


class DecisionFilter(QWidget):
    """Emits `changed` when other decisions pass."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("Rechercher dans la liste")
        self.search.searched.connect(self.changed)
        self.kind = _choice("Genre", ALL_KINDS)
        self.record = _choice("Fiche", ALL_RECORDS)
        self.kind.activated.connect(self.changed)
        self.record.activated.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.search, self.kind, self.record):
            column.addWidget(widget)

    def offer(self, decisions: Iterable[Decision]) -> None:
        """Offer the kinds and the records of these decisions, keeping what is chosen."""
        held = list(decisions)
        kinds = sorted({decision_kind(decision) for decision in held})
        records = list(dict.fromkeys(decision_title(decision) for decision in held))
        _fill(self.kind, ALL_KINDS, kinds)
        _fill(self.record, ALL_RECORDS, records)

    def passing(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Return the decisions to show."""
        words = fold(self.search.text()).split()
        kind, record = self.kind.currentText(), self.record.currentText()
        return [
            decision
            for decision in decisions
            if kind in (ALL_KINDS, decision_kind(decision))
            and record in (ALL_RECORDS, decision_title(decision))
            and all(word in decision_words(decision) for word in words)
        ]

    def clear(self) -> None:
        """Let every decision pass."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self.kind.setCurrentIndex(0)
        self.record.setCurrentIndex(0)
        self.changed.emit()


def _choice(name: str, everything: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_WIDTH)
    box.addItem(everything)
    return box


def _fill(box: QComboBox, everything: str, words: Iterable[str]) -> None:
    chosen = box.currentText()
    with QSignalBlocker(box):
        box.clear()
        box.addItems([everything, *words])
        box.setCurrentIndex(max(0, box.findText(chosen)))
