"""Large photos decoded off the UI thread, a few of them ahead of the agent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage

from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, TaskContext
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.pictures import decoded

HELD = 5
"""Photos held decoded, 12 MB each at 2 000 px: the one shown, those ahead, the one before."""


class Picture(NamedTuple):
    """A decoded photo, and the same at the size it is shown in; null when it cannot be read."""

    image: QImage
    fitted: QImage


class PictureCache(QObject):
    """Reads the photos of one view; what is asked for last is what is handed over."""

    def __init__(self, context: UiContext, view: PhotoView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._held: OrderedDict[str, Picture] = OrderedDict()
        self._reading: set[str] = set()
        self._wanted = ""
        self._deliver: Callable[[Picture], None] = lambda _picture: None

    def get(self, photo: PhotoRecord, deliver: Callable[[Picture], None]) -> None:
        """Hand over a photo at once if it is held or has no bytes here, else when it is read."""
        self._wanted, self._deliver = photo.blob, deliver
        found = self._held.get(photo.blob)
        if found is not None:
            self._held.move_to_end(photo.blob)
            deliver(found)
        elif photo.presente:
            self._read(photo.blob)
        else:
            deliver(Picture(QImage(), QImage()))

    def show(self, photo: PhotoRecord, description: str) -> None:
        """Show a photo in the view, or there that its bytes are missing."""
        self.get(
            photo,
            lambda found: self._view.show_image(found.image, description, found.fitted),
        )

    def prefetch(self, photos: Iterable[PhotoRecord]) -> None:
        """Read the photos that will be asked for next."""
        for photo in photos:
            if photo.presente and photo.blob not in self._held:
                self._read(photo.blob)

    def cancel(self) -> None:
        """Hand over nothing more of what was asked for: something else is shown."""
        self._wanted = ""

    def forget(self) -> None:
        """Drop the pictures: behind a locked window none is kept."""
        self.cancel()
        self._held.clear()

    def _read(self, blob: str) -> None:
        if blob in self._reading:
            return
        self._reading.add(blob)
        service, room = self._context.carnet.photos, QSize(*self._view.room())

        def read(_context: TaskContext) -> Picture:
            return _picture(service.image(blob), room)

        def done(picture: Picture) -> None:
            self._reading.discard(blob)
            while len(self._held) >= HELD:
                self._held.popitem(last=False)
            self._held[blob] = picture
            if blob == self._wanted:
                self._deliver(picture)

        def failed(_error: Exception) -> None:
            self._reading.discard(blob)
            if blob == self._wanted:
                self._deliver(Picture(QImage(), QImage()))

        self._context.tasks.run(read, owner=self, done=done, failed=failed, lane=Lane.IMAGES)


def _picture(data: bytes, room: QSize) -> Picture:
    image = decoded(data)
    if image.isNull() or room.isEmpty():
        return Picture(image, QImage())
    fitted = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    if fitted.width() >= image.width():
        return Picture(image, QImage())
    return Picture(
        image,
        image.scaled(
            fitted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ),
    )
