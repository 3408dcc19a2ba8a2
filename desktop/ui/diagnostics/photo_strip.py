"""The film strip of a marche: its photos, which are sorted, and which are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import photo_hour
from desktop.ui.tasks import Lane
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.thumb_list import Thumb, ThumbList, ThumbModel

TO_SORT = "a_classer"
ALL = "toutes"


class PhotoStrip(QWidget):
    """Chips « À classer » and « Toutes » over the thumbnails.

    `chosen` is emitted when another photo, or another set of photos, is selected.
    """

    chosen = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._photos: dict[str, PhotoRecord] = {}
        self._numbers: dict[str, str] = {}
        self._model = ThumbModel(
            self._read, background=context.tasks.background(self, Lane.IMAGES), parent=self
        )
        self.list = ThumbList(self._model, "Photos de la marche")
        self.chips = FilterChips({TO_SORT: "À classer", ALL: "Toutes"}, exclusive=True)
        self.chips.set_active({TO_SORT})
        self.chips.changed.connect(self._on_filter)
        self.list.current_id_changed.connect(lambda _photo: self.chosen.emit())
        self.list.selected_changed.connect(lambda _photos: self.chosen.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)

    def show_photos(self, photos: Sequence[PhotoRecord], numbers: dict[str, str]) -> None:
        """Show the photos of a marche; `numbers` names the constats they belong to."""
        self._photos = {photo.id: photo for photo in photos}
        self._numbers = numbers
        self._fill()

    def photos(self) -> list[PhotoRecord]:
        """Return every photo of the marche, in the order they were taken."""
        return list(self._photos.values())

    def current(self) -> PhotoRecord | None:
        """Return the photo shown large."""
        return self._photos.get(self.list.current_id())

    def selected(self) -> list[PhotoRecord]:
        """Return the selected photos in the order they were taken."""
        return [self._photos[row] for row in self.list.selected_ids() if row in self._photos]

    def show_filter(self, code: str) -> None:
        """Press a chip."""
        self.chips.set_active({code})
        self._fill()

    def filter(self) -> str:
        """Return the chip that is pressed."""
        return TO_SORT if TO_SORT in self.chips.active() else ALL

    def next_to_sort(self, after: Sequence[str]) -> str:
        """Return the first unsorted photo behind these, else the first one left, or ""."""
        rows = list(self._photos)
        place = max((rows.index(row) for row in after if row in self._photos), default=-1)
        ordered = rows[place + 1 :] + rows[: place + 1]
        left = (row for row in ordered if row not in after and not self._photos[row].constat_id)
        return next(left, "")

    def select(self, photo_id: str) -> None:
        """Make a photo current."""
        self.list.select_id(photo_id)

    @Slot()
    def _on_filter(self) -> None:
        if not self.chips.active():
            self.chips.set_active({ALL})
        self._fill()
        self.list.setFocus()

    def _fill(self) -> None:
        shown = list(self._photos.values())
        if self.filter() == TO_SORT:
            shown = [photo for photo in shown if not photo.constat_id]
        self._model.set_thumbs(self._thumb(photo) for photo in shown)
        left = sum(1 for photo in self._photos.values() if not photo.constat_id)
        self.chips.set_count(TO_SORT, f"À classer ({left})")
        self.chosen.emit()

    def _thumb(self, photo: PhotoRecord) -> Thumb:
        number = self._numbers.get(photo.constat_id or "", "")
        state = "classée" if photo.constat_id else "à classer"
        hour = photo_hour(photo)
        return Thumb(
            photo.id,
            caption=" · ".join(filter(None, (hour, state))),
            description=", ".join(filter(None, (hour, number or state))),
            ticked=photo.constat_id is not None,
        )

    def _read(self, photo_id: str) -> bytes | None:
        photo = self._photos.get(photo_id)
        if photo is None or not photo.presente:
            return None
        return self._context.carnet.photos.vignette(photo.blob)
