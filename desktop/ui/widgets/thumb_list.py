"""Thumbnails as a film strip or a grid."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from desktop.ui.widgets.thumb_delegate import ThumbDelegate
from desktop.ui.widgets.thumb_model import Thumb, ThumbModel

__all__ = ["GRID", "STRIP", "Thumb", "ThumbList", "ThumbModel"]

STRIP = QSize(134, 100)
GRID = QSize(180, 135)


class ThumbList(QListView):
    """A film strip (one column) or, with `grid`, rows of thumbnails; speaks of ids.

    Signals: `current_id_changed(id or "")`, `selected_changed(list of ids in order)`,
    `activated_id(id)` on Entrée or double click, `delete_requested(list of ids)` on Suppr.
    """

    current_id_changed = Signal(str)
    selected_changed = Signal(object)
    activated_id = Signal(str)
    delete_requested = Signal(object)

    def __init__(
        self,
        model: ThumbModel,
        name: str = "Photos",
        *,
        grid: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: tuple[list[str], str] = ([], "")
        self._told: tuple[str, list[str]] = ("", [])
        self._restoring = False
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(ThumbDelegate(GRID if grid else STRIP, self))
        self.setUniformItemSizes(grid)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if grid:
            self.setFlow(QListView.Flow.LeftToRight)
            self.setWrapping(True)
            self.setResizeMode(QListView.ResizeMode.Adjust)
            self.setSpacing(4)
        else:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.shape_changed.connect(self.scheduleDelayedItemsLayout)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(self._activate)

    def current_id(self) -> str:
        """Return the id of the current picture, or an empty text."""
        index = self.currentIndex()
        return self._model.thumbs()[index.row()].id if index.isValid() else ""

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected pictures, in list order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._model.thumbs()[row].id for row in rows]

    def select_id(self, thumb_id: str) -> bool:
        """Make a picture current; False when it is not in the list."""
        row = self._model.row_of(thumb_id)
        if row < 0:
            return False
        self.setCurrentIndex(self._model.index(row))
        return True

    def step(self, rows: int) -> None:
        """Go to the next (1) or the previous (-1) picture, from anywhere in the screen."""
        row = min(max(self.currentIndex().row() + rows, 0), self._model.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée opens, Suppr asks to delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate()
        elif event.matches(QKeySequence.StandardKey.Delete) and self.selected_ids():
            self.delete_requested.emit(self.selected_ids())
        else:
            super().keyPressEvent(event)

    @Slot()
    def _activate(self) -> None:
        if thumb_id := self.current_id():
            self.activated_id.emit(thumb_id)

    @Slot()
    def _keep(self) -> None:
        self._kept = (self.selected_ids(), self.current_id())
        self._restoring = True

    @Slot()
    def _restore(self) -> None:
        selected, current = self._kept
        selection = self.selectionModel()
        row = self._model.row_of(current)
        if row >= 0:
            selection.setCurrentIndex(self._model.index(row), selection.SelectionFlag.NoUpdate)
        for thumb_id in selected:
            row = self._model.row_of(thumb_id)
            if row >= 0:
                selection.select(self._model.index(row), selection.SelectionFlag.Select)
        self._restoring = False
        self._tell()

    @Slot()
    def _tell(self) -> None:
        if self._restoring:
            return
        current, selected = self.current_id(), self.selected_ids()
        told_current, told_selected = self._told
        self._told = (current, selected)
        if current != told_current:
            self.current_id_changed.emit(current)
        if selected != told_selected:
            self.selected_changed.emit(selected)
