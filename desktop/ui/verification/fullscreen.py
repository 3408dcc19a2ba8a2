"""The photo of the review alone on a dark screen, with all its keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.zone_view import ZoneView


class FullScreen(QDialog):
    """Borrows the view of the page and gives it back when it closes.

    Args:
        view: Moves here with its photo, its layers and its way back.
        keys: What the page does with a key; true when it was ours.
        give_back: Puts the view back into the page.
        parent: The page.
    """

    def __init__(
        self,
        view: ZoneView,
        keys: Callable[[QKeyEvent], bool],
        give_back: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Vérifier les photos")
        self.setAccessibleName("Photo en plein écran")
        self._view = view
        self._keys = keys
        self._give_back = give_back
        self.setProperty("role", "nuit")
        self._line = plain_label()
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(view, 1)
        column.addWidget(self._line)
        view.night = True
        view.show()
        view.setFocus()

    def say(self, text: str) -> None:
        """Show where the review stands, under the photo."""
        self._line.setText(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the page does; Échap and F come back."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F):
            self.close()
        elif not self._keys(event):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the view back before it would go with the dialog."""
        self._view.night = False
        self._give_back()
        super().closeEvent(event)
