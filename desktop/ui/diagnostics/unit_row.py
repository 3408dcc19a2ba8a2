"""The photos of the constat under the large photo, each with its role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop import texts
from desktop.domain.codes import RolePhoto
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import photo_hour
from desktop.ui.tasks import Lane
from desktop.ui.widgets.thumb_delegate import ThumbDelegate
from desktop.ui.widgets.thumb_list import ThumbList
from desktop.ui.widgets.thumb_model import Thumb, ThumbModel

_SIZE = QSize(80, 60)
_MARGINS = 2 * 6 + 4


class UnitRow(ThumbList):
    """A row of small thumbnails; `wanted(photo)` on a click.

    It is never in the way of the keys: every photo in it is in the strip as well.
    """

    wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        self._photos: dict[str, PhotoRecord] = {}
        self._context = context
        model = ThumbModel(self._read, background=self._in_background, within=_SIZE * 2)
        super().__init__(model, "Photos du constat", parent=parent)
        model.setParent(self)
        self.setItemDelegate(ThumbDelegate(_SIZE, self, one_bar=True))
        self.setUniformItemSizes(True)
        self.setFlow(self.Flow.LeftToRight)
        self.setWrapping(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "rangee")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_photos(
        self, photos: Sequence[PhotoRecord], roles: Mapping[str, RolePhoto], current: str
    ) -> None:
        """Show photos with their roles; those without one have that of `roles`, proposed."""
        self._photos = {photo.id: photo for photo in photos}
        self._model.set_thumbs(self._thumb(photo, roles) for photo in photos)
        self.select_id(current)
        self.setFixedHeight(_SIZE.height() + self.fontMetrics().height() + _MARGINS + 2)

    def _in_background(
        self,
        work: Callable[[], Any],
        deliver: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        self._context.tasks.background(self, Lane.IMAGES)(work, deliver, failed)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.wanted.emit(self._model.thumbs()[index.row()].id)

    def _thumb(self, photo: PhotoRecord, roles: Mapping[str, RolePhoto]) -> Thumb:
        role = photo.role or roles.get(photo.id)
        words = texts.photo.ROLE_PHOTO[role] if role is not None else ""
        return Thumb(photo.id, words or " ", ", ".join(filter(None, (words, photo_hour(photo)))))

    def _read(self, photo_id: str) -> bytes | None:
        photo = self._photos.get(photo_id)
        if photo is None or not photo.presente:
            return None
        return self._context.carnet.photos.vignette(photo.blob)
