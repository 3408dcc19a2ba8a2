"""The photos of a micro-site as a grid of thumbnails."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.microsites.words import photo_caption
from desktop.ui.tasks import Lane
from desktop.ui.widgets.thumb_list import Thumb, ThumbList, ThumbModel


class PhotoGrid(ThumbList):
    """Thumbnails by photo; several photos may share a picture."""

    def __init__(self, context: UiContext, owner: QObject) -> None:
        self._photos: dict[str, PhotoRecord] = {}
        self._read_bytes = context.carnet.photos.vignette
        self._thumbs = ThumbModel(
            self._read, background=context.tasks.background(owner, Lane.IMAGES), parent=owner
        )
        super().__init__(self._thumbs, "Photos du micro-site", grid=True)

    def show_photos(self, photos: Sequence[PhotoRecord]) -> None:
        """Show these photos."""
        received = [
            photo.id
            for photo in photos
            if photo.presente and photo.id in self._photos and not self._photos[photo.id].presente
        ]
        self._photos = {photo.id: photo for photo in photos}
        self._thumbs.set_thumbs(
            Thumb(photo.id, photo_caption(photo), photo.legende or photo.fichier)
            for photo in photos
        )
        self._thumbs.forget(received)

    def photos(self) -> list[PhotoRecord]:
        """Return the photos shown, in order."""
        return list(self._photos.values())

    def _read(self, photo_id: str) -> bytes | None:
        photo = self._photos.get(photo_id)
        if photo is None or not photo.presente:
            return None
        return self._read_bytes(photo.blob)
