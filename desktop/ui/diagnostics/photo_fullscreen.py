"""The photo alone on the screen; what the keys of the sorting do is told at its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_label


class FullScreen(QDialog):
    """Échap or G comes back; `stepped(rows)` asks for a neighbour."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Photo")
        self.view = PhotoView()
        self.line = plain_label()
        self.line.setObjectName("saisie")
        self.line.setContentsMargins(12, 4, 12, 6)
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.line)
        self.view.fullscreen_requested.connect(self.close)
        self.view.setFocus()

    def tell(self, words: str) -> None:
        """Say what is being typed of this photo."""
        self.line.setText(words)
        self.line.setVisible(bool(words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the neighbours with the arrows; Échap closes."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            return
        super().keyPressEvent(event)
