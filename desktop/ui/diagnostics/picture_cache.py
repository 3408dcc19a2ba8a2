"""Large photos decoded ahead of the agent, a few at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage

from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, TaskContext
from desktop.ui.widgets.pictures import decoded

HELD = 5
"""Photos held decoded, 12 MB each at 2 000 px: the one shown, those ahead, the one before."""


class Picture(NamedTuple):
    """A decoded photo, and the same at the size it is shown in."""

    image: QImage
    fitted: QImage


class PictureCache(QObject):
    """Reads photos by their blob off the UI thread; what is asked for last is what is shown."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._held: OrderedDict[str, Picture] = OrderedDict()
        self._reading: set[str] = set()
        self._wanted = ""
        self._deliver: Callable[[Picture], None] = lambda _picture: None

    def show(self, blob: str, size: QSize, deliver: Callable[[Picture], None]) -> bool:
        """Hand over a photo at once if it is held (True), else as soon as it is read.

        Only the photo asked for last is handed over; an unreadable one is a null image.
        """
        self._wanted, self._deliver = blob, deliver
        found = self._held.get(blob)
        if found is not None:
            self._held.move_to_end(blob)
            deliver(found)
            return True
        self._read(blob, size)
        return False

    def forget(self) -> None:
        """Hand over nothing more: another sentence or photo is shown."""
        self._wanted = ""

    def prefetch(self, blobs: Sequence[str], size: QSize) -> None:
        """Read the photos that will be asked for next, once the one shown is there."""
        for blob in blobs:
            if blob not in self._held:
                self._read(blob, size)

    def _read(self, blob: str, size: QSize) -> None:
        if blob in self._reading:
            return
        self._reading.add(blob)
        service = self._context.carnet.photos

        def read(_context: TaskContext) -> Picture:
            return _picture(service.image(blob), size)

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


def _picture(data: bytes, size: QSize) -> Picture:
    image = decoded(data)
    if image.isNull() or size.isEmpty():
        return Picture(image, QImage())
    fitted = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
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
