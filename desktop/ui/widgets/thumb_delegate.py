"""Draws one thumbnail of a strip or a grid: heading, picture, caption and tick."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.widgets.thumb_model import Thumb, ThumbModel

_MARGIN = 6
_TICK = 20
_BAR = 4
_ABOVE = 6


class ThumbDelegate(QStyledItemDelegate):
    """Draws the pictures of a view.

    Args:
        size: Room of each picture.
        view: The view; with `one_bar` only its current picture has a bar, else each selected.
    """

    def __init__(self, size: QSize, view: QAbstractItemView, *, one_bar: bool = False) -> None:
        super().__init__(view)
        self._size = size
        self._view = view
        self._one_bar = one_bar
        self._rooms: dict[tuple[int, bool, int], QSize] = {}

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of a picture, its caption and its heading."""
        thumb = _thumb_of(index)
        line = option.fontMetrics.height()
        lines = bool(thumb.heading) + bool(thumb.note)
        key = (line, bool(thumb.caption), lines)
        if key not in self._rooms:  # asked of every row at each change
            height = 2 * _MARGIN + (line + 2 if thumb.caption else 0)
            height += heading_height(thumb, option.fontMetrics)
            self._rooms[key] = self._size + QSize(2 * _MARGIN, height)
        return self._rooms[key]

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one picture; a grey card stands for one that is on its way."""
        shown = theme.current()
        thumb = _thumb_of(index)
        rect = QRect(option.rect)
        painter.save()
        head = heading_height(thumb, option.fontMetrics)
        if head:
            self._paint_heading(painter, QRect(rect.topLeft(), QSize(rect.width(), head)), thumb)
            rect.setTop(rect.top() + head)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, shown.colour("primary_tint"))
        if self._has_bar(index, selected=selected):
            painter.fillRect(
                QRect(rect.topLeft(), QSize(_BAR, rect.height())), shown.colour("primary")
            )
        frame = QRect(rect.topLeft(), self._size).translated(_MARGIN, _MARGIN)
        self._paint_picture(painter, frame, index, thumb)
        if thumb.caption:
            height = option.fontMetrics.height()
            line = QRect(frame.left(), frame.bottom() + 2, frame.width(), height)
            painter.setPen(shown.colour("text"))
            _paint_line(painter, line, thumb.caption)
        painter.restore()

    def _has_bar(self, index: QModelIndex | QPersistentModelIndex, *, selected: bool) -> bool:
        if not self._one_bar:
            return selected
        return index.row() == self._view.currentIndex().row()

    def _paint_heading(self, painter: QPainter, rect: QRect, thumb: Thumb) -> None:
        shown = theme.current()
        painter.setPen(shown.colour("border"))
        if rect.top() > _ABOVE:
            painter.drawLine(rect.left() + _MARGIN, rect.top() + 3, rect.right(), rect.top() + 3)
        line = QRect(rect.left() + _MARGIN, rect.top() + _ABOVE + 1, rect.width() - _MARGIN, 0)
        for words, colour, font in (
            (thumb.heading, "text", shown.font("petit", bold=True)),
            (thumb.note, "muted", shown.font("petit")),
        ):
            painter.setFont(font)
            painter.setPen(shown.colour(colour))
            line.setHeight(QFontMetrics(font).height())
            _paint_line(painter, line, words)
            line.translate(0, line.height())
        painter.setFont(shown.font())

    def _paint_picture(
        self,
        painter: QPainter,
        frame: QRect,
        index: QModelIndex | QPersistentModelIndex,
        thumb: Thumb,
    ) -> None:
        model = index.model()
        if not isinstance(model, ThumbModel):
            return
        shown = theme.current()
        image = model.image(thumb.id)
        if image is None or image.isNull():
            painter.fillRect(frame, shown.colour("hover"))
            name = "photo" if image is None else "photo-absente"
            side, top = frame.width() * 27 // 100, frame.height() * 30 // 100
            theme.icon(name, "muted").paint(painter, frame.adjusted(side, top, -side, -top))
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


def heading_height(thumb: Thumb, metrics: QFontMetrics) -> int:
    """Return the height of the lines above the first picture of a group."""
    lines = bool(thumb.heading) + bool(thumb.note)
    return _ABOVE + 2 + lines * metrics.height() if lines else 0


def _thumb_of(index: QModelIndex | QPersistentModelIndex) -> Thumb:
    model = index.model()
    return model.thumbs()[index.row()] if isinstance(model, ThumbModel) else Thumb("")


def _paint_line(painter: QPainter, line: QRect, words: str) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
