"""A slip of paper: a title and a few lines, drawn large enough to be read aloud."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

_LINES_A_PAGE = 60
_FLAGS = int(Qt.TextFlag.TextWordWrap)


def print_slip(parent: QWidget, title: str, lines: Iterable[tuple[str, str]]) -> bool:
    """Ask for a printer and print (name, value) lines; False when the agent gave up."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    draw_slip(painter, QRectF(painter.viewport()), title, lines)
    painter.end()
    return True


def draw_slip(
    painter: QPainter, page: QRectF, title: str, lines: Iterable[tuple[str, str]]
) -> None:
    """Draw the slip from the top of a page; text is plain, whatever it holds."""
    unit = page.height() / _LINES_A_PAGE
    box = page.adjusted(3 * unit, 3 * unit, -3 * unit, -3 * unit)
    box.setTop(_draw(painter, box, title, 1.6 * unit, bold=True) + unit)
    for name, value in lines:
        box.setTop(_draw(painter, box, name, 0.9 * unit, bold=False))
        box.setTop(_draw(painter, box, value, 1.2 * unit, bold=True) + unit)


def _draw(painter: QPainter, box: QRectF, text: str, size: float, *, bold: bool) -> float:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    painter.setFont(font)
    used = painter.boundingRect(box, _FLAGS, text)
    painter.drawText(box, _FLAGS, text)
    return used.bottom()
