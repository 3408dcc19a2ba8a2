"""The pictures as they will leave: shown while zones are drawn, made ahead for documents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage

from desktop.domain.diagnostics.masques import Couches
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.picture_cache import Picture
from desktop.ui.tasks import Lane, TaskContext
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.pixels import to_image


class LeavingPictures:
    """Makes them off the UI thread; callbacks run in it, and no more once the view is gone."""

    def __init__(self, context: UiContext, view: PhotoView) -> None:
        self._context = context
        self._view = view

    def preview(
        self, photo: PhotoRecord, couches: Couches, done: Callable[[Picture], None]
    ) -> None:
        """Make the picture as it will leave with these layers."""
        service, room = self._context.carnet.diffusion, self._view.room()

        def work(_task: TaskContext) -> tuple[QImage, QImage]:
            large, fitted = service.apercu(photo, couches, room)
            return to_image(large), to_image(fitted)

        self._context.tasks.run(
            work,
            owner=self._view,
            done=lambda made: done(Picture(*made)),
            failed=lambda _error: None,  # the veil over the zones stays
            lane=Lane.IMAGES,
        )

    def prepare(self, photo: PhotoRecord) -> None:
        """Make the picture for printed documents ahead: the compte rendu will find it made."""
        service = self._context.carnet.diffusion
        self._context.tasks.run(
            lambda _task: service.prepare(photo),
            owner=self._view,
            done=lambda _none: None,
            failed=lambda _error: None,  # the document will make it, or say what is wrong
            lane=Lane.IMAGES,
        )
