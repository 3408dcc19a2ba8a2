"""Draws the layers of a photo over it while they are edited."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from desktop.domain.codes import FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import COTE, Annotation, Masque
from desktop.domain.diagnostics.traits import INKS, LINE, PEN, PLEIN, RIM, arrow_head
from desktop.ui import theme
from desktop.ui.widgets.zone_edit import Item, frame, grips

GRIP: float = 9.0
"""Side of a handle, in pixels of the view."""

_VEIL = 150
_HALO = QColor(0, 0, 0, 170)


def place(target: QRectF, x: float, y: float) -> QPointF:
    """Return a point of the layers in pixels of the view."""
    return QPointF(
        target.left() + x * target.width() / COTE, target.top() + y * target.height() / COTE
    )


def outline(target: QRectF, item: Item) -> QRectF:
    """Return the box of an item in pixels of the view."""
    x, y, x2, y2 = frame(item)
    return QRectF(place(target, x, y), place(target, x2, y2)).normalized()


def paint_masque(painter: QPainter, target: QRectF, masque: Masque, *, veiled: bool) -> None:
    """Draw a zone: its outline and, while the real result is not shown, a veil over it."""
    box = outline(target, masque)
    if veiled:
        fill = QColor(*PLEIN)
        fill.setAlpha(255 if masque.style is StyleMasque.PLEIN else _VEIL)
        _shape(painter, masque, box, QPen(Qt.PenStyle.NoPen), QBrush(fill))
        if masque.style is StyleMasque.MOSAIQUE:
            grid = QBrush(QColor(255, 255, 255, 90), Qt.BrushStyle.CrossPattern)
            _shape(painter, masque, box, QPen(Qt.PenStyle.NoPen), grid)
    _shape(painter, masque, box, QPen(_HALO, 3), QBrush())
    _shape(painter, masque, box, QPen(QColor("white"), 1), QBrush())


def paint_annotation(painter: QPainter, target: QRectF, annotation: Annotation) -> None:
    """Draw an annotation as it will be in the diffused picture."""
    ink, rim = (QColor(*colour) for colour in INKS[annotation.couleur])
    long_side = max(target.width(), target.height())
    pen = max(2.0, long_side / PEN)
    if annotation.genre is GenreAnnotation.TEXTE:
        _paint_text(painter, target, annotation, ink, rim)
        return
    for colour, width in ((rim, RIM * pen), (ink, pen)):
        stroke = QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        painter.setPen(stroke)
        if annotation.genre is GenreAnnotation.ELLIPSE:
            painter.setBrush(QBrush())
            painter.drawEllipse(outline(target, annotation))
            continue
        start = place(target, annotation.x, annotation.y)
        end = place(target, annotation.x2, annotation.y2)
        points = arrow_head((start.x(), start.y()), (end.x(), end.y()), pen)
        tip, left, right = (QPointF(*point) for point in points)
        painter.drawLine(start, (left + right) / 2)
        painter.setPen(QPen(colour, width / 2, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([tip, left, right]))


def paint_selection(painter: QPainter, target: QRectF, item: Item) -> None:
    """Draw the frame and the handles of the selected item."""
    accent = theme.current().colour("focus")
    painter.setBrush(QBrush())
    box = outline(target, item)
    if isinstance(item, Annotation) and item.genre is GenreAnnotation.TEXTE:
        box = text_box(target, item)
    painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
    painter.drawRect(box)
    painter.setPen(QPen(QColor("white"), 1))
    painter.setBrush(accent)
    for x, y in grips(item).values():
        point = place(target, x, y)
        painter.drawRect(QRectF(point.x() - GRIP / 2, point.y() - GRIP / 2, GRIP, GRIP))


def text_box(target: QRectF, annotation: Annotation) -> QRectF:
    """Return the room of a text in pixels of the view, moved so that it is whole."""
    height = max(9.0, max(target.width(), target.height()) / LINE)
    font = theme.current().font("base", bold=True)
    font.setPixelSize(max(1, round(height * 0.8)))
    width = QFontMetricsF(font).horizontalAdvance(annotation.texte)
    point = place(target, annotation.x, annotation.y)
    x = max(target.left(), min(point.x(), target.right() - width))
    y = max(target.top(), min(point.y(), target.bottom() - height))
    return QRectF(x, y, min(width, target.width()), height)


def _paint_text(
    painter: QPainter, target: QRectF, annotation: Annotation, ink: QColor, rim: QColor
) -> None:
    box = text_box(target, annotation)
    font = theme.current().font("base", bold=True)
    font.setPixelSize(max(1, round(box.height() * 0.8)))
    path = QPainterPath()
    path.addText(QPointF(box.left(), box.top() + box.height() * 0.85), font, annotation.texte)
    painter.strokePath(path, QPen(rim, box.height() / 6, j=Qt.PenJoinStyle.RoundJoin))
    painter.fillPath(path, ink)


def _shape(painter: QPainter, masque: Masque, box: QRectF, pen: QPen, brush: QBrush) -> None:
    painter.setPen(pen)
    painter.setBrush(brush)
    if masque.forme is FormeMasque.ELLIPSE:
        painter.drawEllipse(box)
    else:
        painter.drawRect(box)
