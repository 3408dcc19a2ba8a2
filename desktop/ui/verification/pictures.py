"""The large photos of the review, read one ahead so that the next one is there at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.domain.diagnostics.masques import Couches
from desktop.domain.pixels import Pixels
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane
from desktop.ui.widgets.pixels import to_image

_KEPT = 5
Shown = tuple[QImage, QImage]
"""A photo at its size, and fitted to the view; both null when it cannot be read."""


class Pictures:
    """Decodes photos off the UI thread, with a decoder that lets it work, and keeps the last.

    Callbacks run in the UI thread; `room` is the size of the view, asked when work begins.
    """

    def __init__(
        self, context: UiContext, owner: QObject, room: Callable[[], tuple[int, int]]
    ) -> None:
        self._context = context
        self._owner = owner
        self._room = room
        self._kept: dict[str, Shown] = {}
        self._waiting: dict[str, list[Callable[[Shown], None]]] = {}

    def get(self, photo: PhotoRecord, done: Callable[[Shown], None]) -> None:
        """Hand over a photo, at once if it is here."""
        if photo.blob in self._kept:
            self._kept[photo.blob] = self._kept.pop(photo.blob)
            done(self._kept[photo.blob])
            return
        if not photo.presente:
            done((QImage(), QImage()))
            return
        waiting = self._waiting.setdefault(photo.blob, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._start(photo.blob)

    def prefetch(self, photo: PhotoRecord | None) -> None:
        """Read a photo that will be asked for."""
        if photo is not None and photo.blob not in self._kept:
            self.get(photo, lambda _shown: None)

    def preview(
        self, photo: PhotoRecord, couches: Couches, done: Callable[[QImage, Couches, QImage], None]
    ) -> None:
        """Make the picture as it will leave with these layers."""
        service, room = self._context.carnet.diffusion, self._room()
        self._context.tasks.run(
            lambda _task: _images(service.apercu(photo, couches, room)),
            owner=self._owner,
            done=lambda shown: done(shown[0], couches, shown[1]),
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
        service, room = self._context.carnet.photos, self._room()

        def deliver(shown: Shown) -> None:
            self._kept[blob] = shown
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            for done in self._waiting.pop(blob, ()):
                done(shown)

        self._context.tasks.run(
            lambda _task: _images(service.pixels(blob, room)),
            owner=self._owner,
            done=deliver,
            failed=lambda _error: deliver((QImage(), QImage())),
            lane=Lane.IMAGES,
        )


def _images(decoded: tuple[Pixels, Pixels]) -> Shown:
    return to_image(decoded[0]), to_image(decoded[1])
