"""The pictures of a strip or a grid: loaded when they are seen, changed without a reset."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage
from typing_extensions import override

from desktop.ui.widgets.background import Background, at_once
from desktop.ui.widgets.pictures import decoded

_IN_FLIGHT = 4
_KEPT = 300
"""Pictures kept in memory: those of a long marche are loaded again when they are seen."""

_LARGEST = QSize(360, 270)


@dataclass(frozen=True, slots=True)
class Thumb:
    """One picture: its id, the line under it, and whether it is done with (a tick).

    `heading` and `note` stand above the first picture of a group.
    """

    id: str
    caption: str = ""
    description: str = ""
    ticked: bool = False
    heading: str = ""
    note: str = ""


class ThumbModel(QAbstractListModel):
    """Pictures of a list of `Thumb`; the last ones seen are loaded first.

    `shape_changed` says that headings came or went: rows have other heights.

    Args:
        load: Returns JPEG bytes of a thumbnail, or None when they have not been received.
        background: Where `load` runs; `runner.background(owner, Lane.IMAGES)`.
        within: Pictures are kept no larger than this.
    """

    shape_changed = Signal()

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        *,
        background: Background = at_once,
        within: QSize = _LARGEST,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._background = background
        self._within = within
        self._thumbs: list[Thumb] = []
        self._rows: dict[str, int] = {}
        self._images: dict[str, QImage] = {}
        self._wanted: list[str] = []
        self._loading: set[str] = set()

    def set_thumbs(self, thumbs: Iterable[Thumb]) -> None:
        """Show these pictures; those already loaded are kept."""
        wanted = list(thumbs)
        shape = [(thumb.id, bool(thumb.heading), bool(thumb.note)) for thumb in self._thumbs]
        kept = {thumb.id for thumb in wanted}
        if not self._thin_to(kept, [thumb.id for thumb in wanted]):
            self._reset_to(wanted)
            return
        changed = [
            row
            for row, (old, new) in enumerate(zip(self._thumbs, wanted, strict=True))
            if old is not new and old != new
        ]
        self._thumbs = wanted
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))
        if shape != [(one.id, bool(one.heading), bool(one.note)) for one in wanted]:
            self.shape_changed.emit()

    def forget(self, ids: Collection[str]) -> None:
        """Load these pictures again (a mask was drawn, missing bytes were received)."""
        for thumb_id in ids:
            self._images.pop(thumb_id, None)
            self._emit_changed(thumb_id)

    def thumbs(self) -> Sequence[Thumb]:
        """Return what is shown, in order."""
        return self._thumbs

    def row_of(self, thumb_id: str) -> int:
        """Return the row of an id, or -1."""
        return self._rows.get(thumb_id, -1)

    def image(self, thumb_id: str) -> QImage | None:
        """Return a picture (null when not received), or None and have it loaded."""
        image = self._images.get(thumb_id)
        if image is None and thumb_id not in self._loading:
            if thumb_id in self._wanted:
                self._wanted.remove(thumb_id)
            self._wanted.append(thumb_id)
            self._load_next()
            image = self._images.get(thumb_id)
        return image

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of pictures."""
        return 0 if parent.isValid() else len(self._thumbs)

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return caption and accessible text; the delegate asks `image` for the rest."""
        if not index.isValid():
            return None
        thumb = self._thumbs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return thumb.caption
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = f"Photo {index.row() + 1} sur {len(self._thumbs)}"
            state = "classée" if thumb.ticked else ""
            parts = (place, thumb.description or thumb.caption, state, thumb.heading, thumb.note)
            return ", ".join(filter(None, parts))
        return None

    def _thin_to(self, kept: set[str], order: list[str]) -> bool:
        """Take out the rows that are not kept; False when what is left is not `order`."""
        if [thumb.id for thumb in self._thumbs if thumb.id in kept] != order:
            return False
        gone = [row for row, thumb in enumerate(self._thumbs) if thumb.id not in kept]
        while gone:
            last = first = gone.pop()
            while gone and gone[-1] == first - 1:
                first = gone.pop()
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._thumbs[first : last + 1]
            self._index_rows()
            self.endRemoveRows()
        return True

    def _reset_to(self, wanted: list[Thumb]) -> None:
        self.beginResetModel()
        self._thumbs = wanted
        self._index_rows()
        self._images = {k: v for k, v in self._images.items() if k in self._rows}
        self._wanted.clear()
        self.endResetModel()
        self.shape_changed.emit()

    def _index_rows(self) -> None:
        self._rows = {thumb.id: row for row, thumb in enumerate(self._thumbs)}

    def _load_next(self) -> None:
        while self._wanted and len(self._loading) < _IN_FLIGHT:
            thumb_id = self._wanted.pop()
            if thumb_id not in self._rows:
                continue
            self._loading.add(thumb_id)
            receive = self._receiver(thumb_id)
            self._background(self._reader(thumb_id), receive, partial(receive, QImage()))

    def _reader(self, thumb_id: str) -> Callable[[], QImage]:
        def read() -> QImage:
            data = self._load(thumb_id)
            return decoded(data, self._within) if data else QImage()

        return read

    def _receiver(self, thumb_id: str) -> Callable[[QImage], None]:
        def receive(image: QImage) -> None:
            self._loading.discard(thumb_id)
            if thumb_id in self._rows:
                self._keep(thumb_id, image)
                self._emit_changed(thumb_id)
            self._load_next()

        return receive

    def _keep(self, thumb_id: str, image: QImage) -> None:
        while len(self._images) >= _KEPT:
            self._images.pop(next(iter(self._images)))
        self._images[thumb_id] = image

    def _emit_changed(self, thumb_id: str) -> None:
        row = self.row_of(thumb_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))
