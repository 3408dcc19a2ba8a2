"""Zones drawn and not answered yet: kept in the espace within two seconds, found again later."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.diagnostics.masques import (
    Couches,
    CouchesIllisibles,
    dump_annotations,
    dump_masques,
    parse_annotations,
    parse_masques,
)
from desktop.domain.espaces import Espace
from desktop.domain.records import BrouillonRecord
from desktop.ui.context import UiContext

FORM = "zones_photo"
"""Name under which these drafts are kept."""

AUTOSAVE_MS = 1000


class ZoneDrafts(QObject):
    """The layers of photos that were drawn on and not answered, by photo."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._held: dict[str, tuple[Couches, str]] = {}
        self._unsaved: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self.flush)

    def take(self, kept: list[BrouillonRecord]) -> None:
        """Take up what was kept before a crash or a lock; what is held here is newer."""
        for draft in kept:
            if draft.form == FORM and draft.row is not None and draft.row not in self._held:
                couches = couches_of(draft)
                if couches is not None:
                    self._held[draft.row] = (couches, draft.titre)

    def find(self, photo_id: str) -> Couches | None:
        """Return what was drawn on a photo, or None."""
        held = self._held.get(photo_id)
        return held[0] if held is not None else None

    def hold(self, photo_id: str, couches: Couches, title: str) -> None:
        """Keep what is drawn; it reaches the espace a little later."""
        self._held[photo_id] = (couches, title)
        self._unsaved.add(photo_id)
        self._timer.start()

    def drop(self, photo_id: str) -> None:
        """Forget what was drawn: it was answered, or taken back."""
        self._unsaved.discard(photo_id)
        if self._held.pop(photo_id, None) is not None:
            drafts = self._context.carnet.brouillons(Espace.TERRAIN)
            self._context.tasks.run(
                lambda _task: drafts.drop(FORM, photo_id), owner=self, done=lambda _none: None
            )

    @Slot()
    def flush(self) -> None:
        """Write what is held to the espace now."""
        self._timer.stop()
        if not self._context.carnet.is_open:
            return  # locking has written what was drawn before
        drafts = self._context.carnet.brouillons(Espace.TERRAIN)
        held = {row: self._held[row] for row in self._unsaved if row in self._held}
        self._unsaved.clear()

        def work() -> None:
            for row, (couches, title) in held.items():
                fields = {
                    "masques": dump_masques(couches.masques),
                    "annotations": dump_annotations(couches.annotations),
                }
                drafts.save(FORM, row, title, fields)

        def failed(_error: Exception) -> None:
            self._unsaved.update(row for row in held if row in self._held)

        if held:
            self._context.tasks.run(
                lambda _task: work(), owner=self, done=lambda _none: None, failed=failed
            )


def couches_of(kept: BrouillonRecord) -> Couches | None:
    """Return the layers of a kept draft; None when they cannot be read."""
    try:
        return Couches(
            parse_masques(str(kept.champs.get("masques") or "")),
            parse_annotations(str(kept.champs.get("annotations") or "")),
        )
    except CouchesIllisibles:
        return None
