"""A list whose letters and figures are answers: its search has a field of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget
from typing_extensions import override

_TO_ANSWERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


class AnswerList(QListWidget):
    """One chosen line; signs, Entrée and → are left to the dialog."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setSpacing(4)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to the dialog what answers."""
        text = event.text()
        if event.key() in _TO_ANSWERS or (text.isprintable() and text.strip()):
            event.ignore()
            return
        super().keyPressEvent(event)
