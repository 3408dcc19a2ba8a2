"""The film strip: what is selected goes into one constat, a whole group unless picked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui.widgets.thumb_delegate import ThumbDelegate
from desktop.ui.widgets.thumb_list import STRIP, ThumbList
from desktop.ui.widgets.thumb_model import ThumbModel

PHOTOS_MIME = "application/x-carnet-photos"
_SELECT = QItemSelectionModel.SelectionFlag


class SortingList(ThumbList):
    """Thumbnails that are selected by group.

    Going to a photo selects the photos that go with it (`companions`); Maj, Ctrl, Espace or a
    drag of the mouse pick some instead (`picking`), until the agent goes to another group.
    Signals: `dropped(photo ids, id of the photo they were dropped on)`, `settled` once the current
    photo or the selection is another one.
    """

    dropped = Signal(object, str)
    settled = Signal()

    def __init__(
        self,
        model: ThumbModel,
        companions: Callable[[str], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, "Photos de la marche", parent=parent)
        self._companions = companions
        self._anchor = -1
        self.picking = False
        self.setItemDelegate(ThumbDelegate(STRIP, self, one_bar=True))
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        model.rowsRemoved.connect(self._follow_rows)

    # --- moving and picking -----------------------------------------------------------------

    @override
    def select_id(self, thumb_id: str) -> bool:
        """Go to a picture and select what goes with it."""
        with self._settled():
            self.picking = False
            return super().select_id(thumb_id)

    @override
    def step(self, rows: int) -> None:
        """Go to a neighbour; while photos are picked, they stay picked."""
        row = min(max(self.currentIndex().row() + rows, 0), self._model.rowCount() - 1)
        if row >= 0:
            self._go(row)

    def extend(self, rows: int) -> None:
        """Pick every photo from where Maj was first pressed to the neighbour."""
        current = self.currentIndex().row()
        row = min(max(current + rows, 0), self._model.rowCount() - 1)
        if row < 0:
            return
        with self._settled():
            if not self.picking or self._anchor < 0:
                self._anchor = current
            self.picking = True
            first, last = sorted((self._anchor, row))
            self._select(range(first, last + 1))
            self._make_current(row)

    def pick(self) -> None:
        """Pick the current photo, or leave it out again, and go on to the next one."""
        current = self.currentIndex()
        if not current.isValid():
            return
        with self._settled():
            flag = _SELECT.Toggle if self.picking else _SELECT.ClearAndSelect
            self.picking = True
            self._anchor = -1
            self.selectionModel().select(current, flag)
            self.picking = self.selectionModel().hasSelection()
            if current.row() + 1 < self._model.rowCount():
                self._make_current(current.row() + 1)

    def stop_picking(self) -> bool:
        """Select the whole group again; False when nothing was picked."""
        if not self.picking:
            return False
        with self._settled():
            self.picking = False
        return True

    def _go(self, row: int) -> None:
        with self._settled():
            self._anchor = -1
            self._make_current(row)

    def _make_current(self, row: int) -> None:
        index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, _SELECT.NoUpdate)
        self.scrollTo(index)

    def _select(self, rows: Sequence[int] | range) -> None:
        found = QItemSelection()
        for row in rows:
            found.select(self._model.index(row), self._model.index(row))
        self.selectionModel().select(found, _SELECT.ClearAndSelect)

    @contextmanager
    def _settled(self) -> Iterator[None]:
        """Tell once, after the selection has followed the current photo."""
        was, self._restoring = self._restoring, True
        try:
            yield
        finally:
            self._restoring = was
            if not was:
                self._follow()

    def _follow(self) -> None:
        if not self.picking:
            self._restoring = True
            rows = [self._model.row_of(row) for row in self._companions(self.current_id())]
            self._select([row for row in rows if row >= 0])
            self._restoring = False
        before = self._told
        self._tell()
        if self._told != before:
            self.settled.emit()

    @Slot()
    @override
    def _restore(self) -> None:
        super()._restore()
        self.follow()

    @Slot()
    def _follow_rows(self) -> None:
        if self.picking and not self.selectionModel().hasSelection():
            self.picking = False

    def follow(self) -> None:
        """Select again what goes with the current photo: the groups may have changed."""
        with self._settled():
            pass

    # --- mouse and keys ---------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a photo; with Ctrl or Maj, pick photos."""
        index = self.indexAt(event.position().toPoint())
        picks = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        with self._settled():
            if picks:
                self.picking = True
                super().mousePressEvent(event)
                self.picking = self.selectionModel().hasSelection()
            elif index.isValid():
                kept = self.picking and self.selectionModel().isSelected(index)
                self.picking = kept  # a picked photo may be the start of a drag
                if kept:
                    self._make_current(index.row())
                super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Settle the selection that the press began."""
        with self._settled():
            super().mouseReleaseEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag photos; moving the mouse selects nothing."""
        if self.state() is self.State.DragSelectingState:
            return
        with self._settled():
            super().mouseMoveEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Début, Fin and Ctrl+A settle the selection as the arrows do."""
        with self._settled():
            if event.key() == Qt.Key.Key_A and event.modifiers():
                self.picking = True
            elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
                self.picking = False
            super().keyPressEvent(event)

    # --- dragging photos --------------------------------------------------------------------

    @override
    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the selected photos, with a small picture of the first one."""
        ids = self.selected_ids()
        if not ids:
            return
        drag = QDrag(self)
        drag.setMimeData(photos_mime(ids))
        image = self._model.image(self.current_id() or ids[0])
        if image is not None and not image.isNull():
            from PySide6.QtGui import QPixmap

            drag.setPixmap(QPixmap.fromImage(image.scaledToWidth(STRIP.width() // 2)))
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos of the strip; files go to the page."""
        _accept(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take photos over another photo."""
        _accept(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped on which photo."""
        index = self.indexAt(event.position().toPoint())
        ids = dragged_photos(event.mimeData())
        if not ids or not index.isValid():
            event.ignore()
            return
        event.acceptProposedAction()
        self.dropped.emit(ids, self._model.thumbs()[index.row()].id)


def photos_mime(ids: Sequence[str]) -> QMimeData:
    """Return what a drag of photos carries."""
    mime = QMimeData()
    mime.setData(PHOTOS_MIME, " ".join(ids).encode())
    return mime


def dragged_photos(mime: QMimeData) -> list[str]:
    """Return the photos that a drag carries, none when it carries something else."""
    if not mime.hasFormat(PHOTOS_MIME):
        return []
    return bytes(mime.data(PHOTOS_MIME).data()).decode().split(" ")


def _accept(event: QDragEnterEvent | QDragMoveEvent) -> None:
    if event.mimeData().hasFormat(PHOTOS_MIME):
        event.acceptProposedAction()
    else:
        event.ignore()
