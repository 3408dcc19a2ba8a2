"""The search line: icon, clear button, `searched` once the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop.ui import theme

PAUSE_MS = 130


class SearchField(QLineEdit):
    """Emits `searched(text)` 130 ms after the last key, at once on Entrée or Échap.

    Échap empties the field; when it is already empty the key goes to the parent.
    """

    searched = Signal(str)

    def __init__(
        self, hint: str = "Rechercher", *, big: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        if big:
            self.setProperty("role", "grande-recherche")
        self.addAction(theme.icon("recherche", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._emit)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._emit)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Échap."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        self._pause.start()

    @Slot()
    def _emit(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())
