"""The large photo: read off the UI thread, with its keys under it, and the full screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.sorting_keys import EVERY_KEY, HINTS
from desktop.ui.diagnostics.words import photo_hour
from desktop.ui.tasks import Lane, TaskContext
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import Card, KeyHints
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_tooltip


class PhotoStage(Card):
    """Shows one photo; `stepped(rows)` asks for a neighbour from the full screen."""

    stepped = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._wanted = ""
        self._image = QImage()
        self._description = ""
        self._fullscreen: _FullScreen | None = None
        self.view = PhotoView()
        self.view.fullscreen_requested.connect(self.open_fullscreen)
        self.body.addWidget(self.view, 1)
        hints = KeyHints(HINTS)
        hints.setToolTip(plain_tooltip(EVERY_KEY))
        large = icon_button("plein-ecran", "Plein écran (F)")
        large.clicked.connect(self.open_fullscreen)
        row = QHBoxLayout()
        row.addWidget(hints, 1)
        row.addWidget(large)
        self.body.addLayout(row)

    def show_photo(self, photo: PhotoRecord | None, sentence: str = "") -> None:
        """Show a photo when its bytes have been read, or a sentence instead."""
        wanted = photo.blob if photo is not None else ""
        if wanted and wanted == self._wanted:
            return
        self._wanted = wanted
        if photo is None:
            self._image = QImage()
            self.view.clear(sentence)
            return
        description = ", ".join(filter(None, (f"Photo {photo.fichier}", photo_hour(photo))))
        service = self._context.carnet.photos

        def read(_context: TaskContext) -> QImage:
            stale = self._wanted != wanted  # the agent has gone on: do not decode for nothing
            return QImage() if stale else QImage.fromData(service.image(wanted))

        def done(image: QImage) -> None:
            if self._wanted == wanted:
                self._show(image, description)

        if not photo.presente:
            self._show(QImage(), description)
            return
        self._context.tasks.run(
            read,
            owner=self,
            done=done,
            failed=lambda _error: done(QImage()),
            lane=Lane.IMAGES,
        )

    def zoom_by(self, factor: float) -> None:
        """Enlarge or reduce the photo."""
        self.view.zoom_by(factor)

    def open_fullscreen(self) -> None:
        """Show the photo over the whole screen; Échap or F comes back."""
        if self._image.isNull():
            return
        self._fullscreen = _FullScreen(self)
        self._fullscreen.stepped.connect(self.stepped)
        self._fullscreen.view.show_image(self._image, self._description)
        self._fullscreen.showFullScreen()

    def close_fullscreen(self) -> None:
        """Come back from the full screen."""
        if self._fullscreen is not None and isValid(self._fullscreen):
            self._fullscreen.close()
        self._fullscreen = None

    def _show(self, image: QImage, description: str) -> None:
        self._image, self._description = image, description
        self.view.show_image(image, description)
        if self._fullscreen is not None and isValid(self._fullscreen):
            self._fullscreen.view.show_image(image, description)


class _FullScreen(QDialog):
    """The photo alone, with the arrows."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Photo")
        self.view = PhotoView()
        self.view.fullscreen_requested.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the neighbours with the arrows; Échap closes."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            return
        super().keyPressEvent(event)
