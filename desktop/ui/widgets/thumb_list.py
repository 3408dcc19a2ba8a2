"""Thumbnails as a film strip or a grid, loaded when they are seen."""

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
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.widgets.background import Background, at_once

_IN_FLIGHT = 4
_MARGIN = 6
_TICK = 20
STRIP = QSize(134, 100)
GRID = QSize(180, 135)


@dataclass(frozen=True, slots=True)
class Thumb:
    """One picture: its id, the line under it, and whether it is done with (a tick)."""

    id: str
    caption: str = ""
    description: str = ""
    ticked: bool = False


class ThumbModel(QAbstractListModel):
    """Pictures of a list of `Thumb`; the last ones seen are loaded first.

    Args:
        load: Returns JPEG bytes of a thumbnail, or None when they have not been received.
        background: Where `load` runs; `runner.background(owner, Lane.IMAGES)`.
    """

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        *,
        background: Background = at_once,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._background = background
        self._thumbs: list[Thumb] = []
        self._rows: dict[str, int] = {}
        self._images: dict[str, QImage] = {}
        self._wanted: list[str] = []
        self._loading: set[str] = set()

    def set_thumbs(self, thumbs: Iterable[Thumb]) -> None:
        """Show these pictures; those already loaded are kept."""
        self.beginResetModel()
        self._thumbs = list(thumbs)
        self._rows = {thumb.id: row for row, thumb in enumerate(self._thumbs)}
        self._images = {k: v for k, v in self._images.items() if k in self._rows}
        self._wanted.clear()
        self.endResetModel()

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
            return ", ".join(filter(None, (place, thumb.description or thumb.caption, state)))
        return None

    def _load_next(self) -> None:
        while self._wanted and len(self._loading) < _IN_FLIGHT:
            thumb_id = self._wanted.pop()
            self._loading.add(thumb_id)
            receive = self._receiver(thumb_id)
            self._background(self._reader(thumb_id), receive, partial(receive, QImage()))

    def _reader(self, thumb_id: str) -> Callable[[], QImage]:
        def read() -> QImage:
            data = self._load(thumb_id)
            return QImage.fromData(data) if data else QImage()

        return read

    def _receiver(self, thumb_id: str) -> Callable[[QImage], None]:
        def receive(image: QImage) -> None:
            self._loading.discard(thumb_id)
            if thumb_id in self._rows:
                self._images[thumb_id] = image
                self._emit_changed(thumb_id)
            self._load_next()

        return receive

    def _emit_changed(self, thumb_id: str) -> None:
        row = self.row_of(thumb_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


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
        self.setItemDelegate(_ThumbDelegate(GRID if grid else STRIP, self))
        self.setUniformItemSizes(True)
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


class _ThumbDelegate(QStyledItemDelegate):
    """Draws picture, caption and tick."""

    def __init__(self, size: QSize, parent: QObject) -> None:
        super().__init__(parent)
        self._size = size

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of a picture and its caption."""
        caption = option.fontMetrics.height() + 2 if index.data() else 0
        return self._size + QSize(2 * _MARGIN, 2 * _MARGIN + caption)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one picture; a grey card stands for one that is on its way."""
        shown = theme.current()
        rect = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, shown.colour("primary_tint"))
            painter.fillRect(
                QRect(rect.topLeft(), QSize(4, rect.height())), shown.colour("primary")
            )
        frame = QRect(rect.topLeft(), self._size).translated(_MARGIN, _MARGIN)
        self._paint_picture(painter, frame, index)
        caption = index.data()
        if caption:
            line = QRect(
                frame.left(), frame.bottom() + 2, frame.width(), option.fontMetrics.height()
            )
            words = option.fontMetrics.elidedText(
                caption, Qt.TextElideMode.ElideRight, line.width()
            )
            painter.setPen(shown.colour("text"))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words
            )
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, frame: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, ThumbModel):
            return
        shown = theme.current()
        thumb = model.thumbs()[index.row()]
        image = model.image(thumb.id)
        if image is None or image.isNull():
            painter.fillRect(frame, shown.colour("hover"))
            name = "photo" if image is None else "photo-absente"
            theme.icon(name, "muted").paint(painter, frame.adjusted(36, 30, -36, -30))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(frame.topLeft(), size)
            target.moveCenter(frame.center())
            painter.drawImage(target, image)
        if thumb.ticked:
            badge = QRect(frame.right() - _TICK - 3, frame.top() + 4, _TICK, _TICK)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shown.state_colour("succes"))
            painter.drawEllipse(badge)
            theme.icon("coche", "surface").paint(painter, badge.adjusted(3, 3, -3, -3))
