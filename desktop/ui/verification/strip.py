"""The film strip of the review: those that wait, or all."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane
from desktop.ui.verification.revue import Revue, waits
from desktop.ui.verification.words import hour, state_pill
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.thumb_list import Thumb, ThumbList, ThumbModel

TO_VERIFY = "a_verifier"
ALL = "toutes"


class VerificationStrip(QWidget):
    """Chips « À vérifier (n) » and « Toutes » over the thumbnails; `chosen(photo id or "")`."""

    chosen = Signal(str)

    def __init__(self, context: UiContext, revue: Revue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._revue = revue
        self._kept = ""
        model = ThumbModel(
            self._read, background=context.tasks.background(self, Lane.IMAGES), parent=self
        )
        self._model = model
        self.list = ThumbList(model, "Photos à vérifier")
        self.list.current_id_changed.connect(self.chosen)
        self.chips = FilterChips({TO_VERIFY: "À vérifier", ALL: "Toutes"}, exclusive=True)
        self.chips.set_active({TO_VERIFY})
        self.chips.changed.connect(self._on_filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)

    def show_photos(self, current: str) -> None:
        """Show the photos of the review again, with this one current whatever the filter."""
        self._kept = current
        shown = self._revue.items()
        waiting = self._revue.waiting()
        if TO_VERIFY in self.chips.active():
            shown = [one for one in shown if waits(one.photo) or one.photo.id == current]
        blocked = self.list.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self._model.set_thumbs(
            Thumb(
                one.photo.id,
                caption=" · ".join(filter(None, (hour(one.photo), state_pill(one.photo)[0]))),
                description=f"{hour(one.photo)} {state_pill(one.photo)[0]}".strip(),
                ticked=not waits(one.photo),
            )
            for one in shown
        )
        if current:
            self.list.select_id(current)
        self.list.blockSignals(blocked)
        self.chips.set_count(TO_VERIFY, f"À vérifier ({len(waiting)})")

    @Slot()
    def _on_filter(self) -> None:
        if not self.chips.active():
            self.chips.set_active({ALL})
        self.show_photos(self._kept)
        self.list.setFocus()

    def _read(self, photo_id: str) -> bytes | None:
        one = self._revue.find(photo_id)
        if one is None or not one.photo.presente:
            return None
        return self._context.carnet.photos.vignette(one.photo.blob)
