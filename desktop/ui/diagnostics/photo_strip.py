"""The film strip of a marche: its photos by groups, which are sorted, and which are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.records import PhotoRecord
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.sorting_list import SortingList
from desktop.ui.diagnostics.words import arret_words, photo_hour, short_number
from desktop.ui.tasks import Lane
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.thumb_list import STRIP
from desktop.ui.widgets.thumb_model import Thumb, ThumbModel

TO_SORT = "a_classer"
ALL = "toutes"


class PhotoStrip(QWidget):
    """Chips « À classer » and « Toutes » over the thumbnails.

    `chosen` is emitted when another photo, or another set of photos, is selected.
    """

    chosen = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: Depouillement | None = None
        self._visible: list[PhotoRecord] = []
        self._told: dict[str, tuple[tuple[PhotoRecord, str, str, str], Thumb]] = {}
        ratio = max(1, round(self.devicePixelRatioF()))
        self._model = ThumbModel(
            self.read,
            background=context.tasks.background(self, Lane.IMAGES),
            within=QSize(STRIP.width() * ratio, STRIP.height() * ratio),
            parent=self,
        )
        self.list = SortingList(self._model, self._companions)
        self.chips = FilterChips({TO_SORT: "À classer", ALL: "Toutes"}, exclusive=True)
        self.chips.set_active({TO_SORT})
        self.chips.changed.connect(self._on_filter)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.settled.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)

    # --- what is shown ----------------------------------------------------------------------

    def show_marche(self, shown: Depouillement, goto: str = "") -> None:
        """Show the photos of a marche, at the photo `goto` if it is named."""
        if self._shown is not None:
            before = self._shown.by_id
            blobs = [row for row, one in before.items() if one.presente != _has(shown, row)]
            self._model.forget(blobs)
            if self._shown.marche.id != shown.marche.id:
                self._told.clear()
        self._shown = shown
        self.blockSignals(True)  # noqa: FBT003 - Qt's name; told once, at the end
        self._fill()
        if not goto or not self.list.select_id(goto):
            self.list.follow()
        self.blockSignals(False)  # noqa: FBT003 - Qt's name
        self.chosen.emit()

    def photos(self) -> list[PhotoRecord]:
        """Return every photo of the marche, in the order they were taken."""
        return list(self._shown.photos) if self._shown is not None else []

    def visible(self) -> list[PhotoRecord]:
        """Return the photos in the strip, in order."""
        return self._visible

    def current(self) -> PhotoRecord | None:
        """Return the photo shown large."""
        return self._photo(self.list.current_id())

    def selected(self) -> list[PhotoRecord]:
        """Return what goes into one constat: the whole group, or the photos picked."""
        found = (self._photo(row) for row in self.list.selected_ids())
        return [photo for photo in found if photo is not None]

    def touched(self) -> list[PhotoRecord]:
        """Return what an action on photos themselves works on: those picked, else the current."""
        if self.list.picking:
            return self.selected()
        current = self.current()
        return [current] if current is not None else []

    def next_ones(self, count: int) -> list[PhotoRecord]:
        """Return the photos that → and Entrée would show: the neighbour, then the next group."""
        here = self.list.currentIndex().row()
        rows = [self._model.row_of(row) for row in self.list.selected_ids()]
        last = max([*rows, here])
        wanted = [here + 1, *range(last + 1, last + 1 + count)]
        return [self._visible[row] for row in dict.fromkeys(wanted) if row < len(self._visible)]

    def show_filter(self, code: str) -> None:
        """Press a chip."""
        if self.filter() != code:
            self.chips.set_active({code})
            self._fill()
            self.list.follow()
            self.chosen.emit()

    def filter(self) -> str:
        """Return the chip that is pressed."""
        return TO_SORT if TO_SORT in self.chips.active() else ALL

    def select(self, photo_id: str) -> None:
        """Make a photo current; a sorted one is looked for among all of them."""
        if photo_id and not self.list.select_id(photo_id) and self._photo(photo_id) is not None:
            self.show_filter(ALL)
            self.list.select_id(photo_id)

    def step_group(self, step: int) -> None:
        """Go to the first photo of the next (1) or the previous (-1) group shown."""
        if self._shown is None:
            return
        only_waiting = self.filter() == TO_SORT
        found = self._shown.neighbour(self.list.current_id(), step, only_waiting=only_waiting)
        if found:
            self.list.select_id(found)
        else:
            self.list.stop_picking()

    def read(self, photo_id: str) -> bytes | None:
        """Return the JPEG bytes of a thumbnail, None when not received; for a worker."""
        photo = self._photo(photo_id)
        if photo is None or not photo.presente:
            return None
        return self._context.carnet.photos.vignette(photo.blob)

    # --- inside -----------------------------------------------------------------------------

    def _photo(self, photo_id: str) -> PhotoRecord | None:
        return self._shown.by_id.get(photo_id) if self._shown is not None else None

    def _companions(self, photo_id: str) -> Sequence[str]:
        photo = self._photo(photo_id)
        if self._shown is None or photo is None:
            return ()
        if photo.constat_id:
            return (photo_id,)
        return [one.id for one in self._shown.waiting(photo_id)]

    @Slot()
    def _on_filter(self) -> None:
        if not self.chips.active():
            self.chips.set_active({ALL})
        self._fill()
        self.list.follow()
        self.chosen.emit()
        self.list.setFocus()

    def _fill(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._visible = list(shown.to_sort if self.filter() == TO_SORT else shown.photos)
        counts: dict[int, int] = {}
        for photo in self._visible:
            rank = shown.groupe_of[photo.id].rang
            counts[rank] = counts.get(rank, 0) + 1
        headed: set[int] = set()
        thumbs = []
        for photo in self._visible:
            groupe = shown.groupe_of[photo.id]
            heading = note = ""
            if groupe.rang not in headed:
                headed.add(groupe.rang)
                heading = f"Groupe {groupe.rang} · {plural(counts[groupe.rang], 'photo')}"
                note = arret_words(groupe.arret) if groupe.arret is not None else ""
            constat = shown.constats.get(photo.constat_id or "")
            told = (photo, constat.numero if constat is not None else "", heading, note)
            held = self._told.get(photo.id)
            if held is None or held[0] != told:
                held = self._told[photo.id] = (told, _thumb(*told))
            thumbs.append(held[1])
        self._model.set_thumbs(thumbs)
        self.chips.set_count(TO_SORT, f"À classer ({len(shown.to_sort)})")


def _thumb(photo: PhotoRecord, number: str, heading: str, note: str) -> Thumb:
    hour = photo_hour(photo)
    state = "classée" if photo.constat_id else "à classer"
    return Thumb(
        photo.id,
        caption=" · ".join(filter(None, (hour, short_number(number)))) or photo.fichier,
        description=", ".join(filter(None, (hour, number or state))),
        ticked=photo.constat_id is not None,
        heading=heading,
        note=note,
    )


def _has(shown: Depouillement, photo_id: str) -> bool:
    photo = shown.by_id.get(photo_id)
    return photo is not None and photo.presente
