"""One photo of a micro-site, as large as the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.microsites.words import photo_caption
from desktop.ui.picture_cache import PictureCache
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.cards import Card, KeyHints, PageHeader, page
from desktop.ui.widgets.photo_view import PhotoView

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageDown: 1,
}
_HINTS = (("←/→", "photo"), ("+/−", "zoom"), ("Suppr", "retirer"), ("Échap", "retour"))


class PhotoPage(QWidget):
    """Goes through the photos; `back(photo id)` and `delete_wanted([photo id])`."""

    back = Signal(str)
    delete_wanted = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._photos: list[PhotoRecord] = []
        self._place = 0
        self.view = PhotoView()
        self._cache = PictureCache(context, self.view)
        self._header = PageHeader("Photo")
        card = Card()
        card.body.addWidget(self.view, 1)
        card.body.addWidget(KeyHints(_HINTS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(self._header, self._go_back), card))

    def open(self, photos: Sequence[PhotoRecord], photo_id: str) -> None:
        """Show one of these photos; the first when it is gone, nothing when all are."""
        self._photos = list(photos)
        ids = [photo.id for photo in self._photos]
        self._place = ids.index(photo_id) if photo_id in ids else 0
        self._show()
        self.view.setFocus()

    def current_id(self) -> str:
        """Return the photo that is shown, or an empty text."""
        return self._photos[self._place].id if self._photos else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next photo, go back, delete."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._photos:
            self._place = min(max(self._place + _STEPS[key], 0), len(self._photos) - 1)
            self._show()
        elif key == Qt.Key.Key_Escape:
            self._go_back()
        elif key == Qt.Key.Key_Delete and self._photos:
            self.delete_wanted.emit([self.current_id()])
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        if not self._photos:
            self._cache.cancel()
            self.view.clear("Ce micro-site n’a plus de photo.")
            self._header.set_title("Photos")
            return
        photo = self._photos[self._place]
        rank = f"Photo {self._place + 1} sur {len(self._photos)}"
        self._header.set_title(f"{rank} — {photo_caption(photo)}")
        self._cache.show(photo, f"{rank}, {photo.legende or photo.fichier}")
        self._cache.prefetch(self._photos[self._place + 1 : self._place + 2])

    def _go_back(self) -> None:
        self.back.emit(self.current_id())
