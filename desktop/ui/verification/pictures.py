"""The large photos of the review, read one ahead so that the next one is there at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.domain.diagnostics.masques import Couches
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane

_KEPT = 5


class Pictures:
    """Decodes photos off the UI thread and keeps the last ones.

    Callbacks run in the UI thread; `done` receives a null image when a photo cannot be read.
    """

    def __init__(self, context: UiContext, owner: QObject) -> None:
        self._context = context
        self._owner = owner
        self._kept: dict[str, QImage] = {}
        self._waiting: dict[str, list[Callable[[QImage], None]]] = {}

    def get(self, photo: PhotoRecord, done: Callable[[QImage], None]) -> None:
        """Hand over a photo, at once if it is here."""
        if photo.blob in self._kept:
            self._kept[photo.blob] = self._kept.pop(photo.blob)
            done(self._kept[photo.blob])
            return
        if not photo.presente:
            done(QImage())
            return
        waiting = self._waiting.setdefault(photo.blob, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._start(photo.blob)

    def prefetch(self, photo: PhotoRecord | None) -> None:
        """Read a photo that will be asked for."""
        if photo is not None and photo.blob not in self._kept:
            self.get(photo, lambda _image: None)

    def preview(
        self, photo: PhotoRecord, couches: Couches, done: Callable[[QImage, Couches], None]
    ) -> None:
        """Make the picture as it will leave with these layers."""
        service = self._context.carnet.diffusion
        self._context.tasks.run(
            lambda _task: QImage.fromData(service.apercu(photo, couches)),
            owner=self._owner,
            done=lambda image: done(image, couches),
            failed=lambda _error: None,  # the veil over the zones stays
            lane=Lane.IMAGES,
        )

    def prepare(self, photo: PhotoRecord) -> None:
        """Make the picture for printed documents ahead: the compte rendu will find it made."""
        service = self._context.carnet.diffusion
        self._context.tasks.run(
            lambda _task: service.prepare(photo),
            owner=self._owner,
            done=lambda _none: None,
            failed=lambda _error: None,  # the document will make it, or say what is wrong
            lane=Lane.IMAGES,
        )

    def forget(self) -> None:
        """Drop the pictures: behind a locked window none is kept."""
        self._kept.clear()

    def _start(self, blob: str) -> None:
        service = self._context.carnet.photos

        def deliver(image: QImage) -> None:
            self._kept[blob] = image
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            for done in self._waiting.pop(blob, ()):
                done(image)

        self._context.tasks.run(
            lambda _task: QImage.fromData(service.image(blob)),
            owner=self._owner,
            done=deliver,
            failed=lambda _error: deliver(QImage()),
            lane=Lane.IMAGES,
        )
