"""What the dépouillement reads and writes beyond its widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDropEvent

from desktop.domain.codes import OriginePosition
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.drafts import ConstatDraft
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet


class MarcheReader(QObject):
    """Reads a marche once, then only what each write touched.

    Signal: `read(Depouillement, ChangeSet or None)`, for the marche asked for last. Reads run
    in the one thread of the base, in order: each begins where the one before it ended.
    """

    read = Signal(object, object)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._marche_id = ""
        self._last: Depouillement | None = None

    def open(self, marche_id: str) -> None:
        """Read a marche in whole."""
        self._marche_id = marche_id
        service = self._context.carnet.depouillement
        self._run(lambda: service.open(marche_id), None)

    def reread(self, changes: ChangeSet) -> None:
        """Read again what a write touched."""
        marche_id, service = self._marche_id, self._context.carnet.depouillement

        def again() -> Depouillement:
            if self._last is None or self._last.marche.id != marche_id:
                return service.open(marche_id)
            return service.reread(self._last, changes)

        if marche_id:
            self._run(again, changes)

    def _run(self, work: Callable[[], Depouillement], changes: ChangeSet | None) -> None:
        marche_id = self._marche_id

        def keep() -> Depouillement:
            self._last = work().ready()
            return self._last

        def done(found: Depouillement) -> None:
            if marche_id == self._marche_id:
                self.read.emit(found, changes)

        self._context.tasks.run(lambda _context: keep(), owner=self, done=done)


def proposed_draft(
    draft: ConstatDraft, shown: Depouillement, photos: Sequence[PhotoRecord]
) -> ConstatDraft:
    """Give a new constat what its photos tell: the marche, stop, position and moment."""
    if not photos:
        return replace(draft, marche_id=shown.marche.id)
    groupe = shown.groupe_of.get(photos[0].id)
    arret = groupe.arret.id if groupe is not None and groupe.arret is not None else None
    dated = next((photo.prise_le for photo in photos if photo.prise_le), None)
    return placed(
        replace(
            draft,
            marche_id=shown.marche.id,
            arret_id=arret,
            date_constat=dated or "",
        ),
        photos,
    )


def placed(draft: ConstatDraft, photos: Sequence[PhotoRecord]) -> ConstatDraft:
    """Give a new constat the position of its first photo that has one."""
    for photo in photos:
        if photo.lat_e7 is not None and photo.lon_e7 is not None:
            return replace(
                draft,
                lat_e7=photo.lat_e7,
                lon_e7=photo.lon_e7,
                origine_position=photo.origine_position or OriginePosition.EXIF,
            )
    return draft


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files and folders of this machine that are being dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
