"""A PDF inside the window: pages drawn when they are seen, zoom, printing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.widgets.background import Background, at_once
from desktop.ui.widgets.buttons import icon_button, secondary_button
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:  # 3 ms at start-up, and only used to print
    from PySide6.QtPrintSupport import QPrinter

_POINTS_PER_INCH = 72
_PRINT_DPI = 200
_PAGE_GAP = 12
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_FIRST_ZOOM = 2
_KEPT_PAGES = 12


class PdfDocument:
    """A PDF held in memory; PDFium is not thread-safe, hence one lock for the process."""

    _pdfium = threading.Lock()

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._closed = False
        with self._pdfium:
            self._document = pypdfium2.PdfDocument(data)
            self.sizes = [
                self._document.get_page_size(index) for index in range(len(self._document))
            ]

    def render(self, index: int, scale: float) -> QImage:
        """Draw a page at `scale` pixels per point, in any thread; null once closed."""
        with self._pdfium:
            if self._closed:
                return QImage()
            page = self._document[index]
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB32,
            ).copy()
            bitmap.close()
            page.close()
        return image

    def close(self) -> None:
        """Free the document."""
        with self._pdfium:
            self._closed = True
            self._document.close()


class PdfView(QWidget):
    """Preview with « page x sur y », zoom, « Imprimer… » and « Enregistrer sous… ».

    Signals: `save_requested(Path)` with the file chosen by the agent (the owner writes it),
    `printed` when the last page was handed to the printer.
    """

    save_requested = Signal(object)
    printed = Signal()

    def __init__(self, *, background: Background = at_once, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._document: PdfDocument | None = None
        self._file_name = "document.pdf"
        self._pages = _Pages(self._ask_page)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._pages)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setWidgetResizable(False)
        self._scroll.setAccessibleName("Pages du document")
        self._scroll.verticalScrollBar().valueChanged.connect(self._show_place)
        self._place = plain_label(role="discret")
        self._place.setObjectName("page")
        self._print = secondary_button("&Imprimer…", icon="imprimer")
        self._print.clicked.connect(self.choose_printer)
        self._save = secondary_button("Enregistrer &sous…", icon="enregistrer")
        self._save.clicked.connect(self._choose_file)
        self._zoom = _FIRST_ZOOM
        self._build_layout()

    def open(self, data: bytes, file_name: str) -> None:
        """Show a PDF; `file_name` is proposed by « Enregistrer sous… »."""
        self.close_document()
        self._document = PdfDocument(data)
        self._file_name = file_name
        self._pages.show_sizes(self._document.sizes, self._scale())
        self._show_place()

    def close_document(self) -> None:
        """Forget the PDF."""
        if self._document is not None:
            self._pages.show_sizes([], self._scale())
            self._document.close()
            self._document = None

    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self._document.sizes) if self._document is not None else 0

    def zoom_by(self, steps: int) -> None:
        """Enlarge or reduce."""
        self._zoom = min(max(self._zoom + steps, 0), len(_ZOOMS) - 1)
        if self._document is not None:
            self._pages.show_sizes(self._document.sizes, self._scale())
            self._show_place()

    @Slot()
    def choose_printer(self) -> None:
        """Open the print dialog of the system, then print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._document is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.page_count())
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print the chosen pages, one after the other so that the window stays usable."""
        first = printer.fromPage() or 1
        last = min(printer.toPage() or self.page_count(), self.page_count())
        painter = QPainter()
        if painter.begin(printer):
            self._print_from(first - 1, last - 1, printer, painter)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and −."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        else:
            super().keyPressEvent(event)

    def _print_from(self, index: int, last: int, printer: QPrinter, painter: QPainter) -> None:
        document = self._document
        if document is None or index > last:
            painter.end()
            self.printed.emit()
            return

        def draw(image: QImage) -> None:
            paper = painter.viewport()
            size = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(paper.topLeft(), size), image)
            if index < last:
                printer.newPage()
            self._print_from(index + 1, last, printer, painter)

        scale = _PRINT_DPI / _POINTS_PER_INCH
        self._background(lambda: document.render(index, scale), draw)

    def _scale(self) -> float:
        return _ZOOMS[self._zoom] * self.logicalDpiX() / _POINTS_PER_INCH

    def _ask_page(self, index: int, scale: float, deliver: Callable[[QImage], None]) -> None:
        document = self._document
        if document is not None:
            self._background(lambda: document.render(index, scale), deliver)

    @Slot()
    def _show_place(self) -> None:
        if self._document is None:
            self._place.setText("")
            return
        middle = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height() // 2
        page = self._pages.page_at(middle)
        self._place.setText(f"Page {page + 1} sur {self.page_count()}")

    @Slot()
    def _choose_file(self) -> None:
        if self._document is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, "Enregistrer le document", self._file_name, "Document PDF (*.pdf)"
        )
        if name:
            self.save_requested.emit(Path(name))

    def _build_layout(self) -> None:
        smaller = icon_button("reduire", "Réduire")
        smaller.clicked.connect(lambda: self.zoom_by(-1))
        larger = icon_button("agrandir", "Agrandir")
        larger.clicked.connect(lambda: self.zoom_by(1))
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._place, smaller, larger):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self._save)
        row.addWidget(self._print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._scroll, 1)


class _Pages(QWidget):
    """The column of pages; draws and asks only for those that can be seen."""

    def __init__(self, ask: Callable[[int, float, Callable[[QImage], None]], None]) -> None:
        super().__init__()
        self._ask = ask
        self._rects: list[QRect] = []
        self._scale = 1.0
        self._generation = 0
        self._images: dict[int, QImage] = {}
        self._asked: set[int] = set()

    def show_sizes(self, sizes: list[Any], scale: float) -> None:
        """Lay out pages of these sizes in points, and forget what was drawn."""
        self._generation += 1
        self._images.clear()
        self._asked.clear()
        self._scale = scale
        scaled = [QSize(round(width * scale), round(height * scale)) for width, height in sizes]
        widest = max((size.width() for size in scaled), default=0)
        self._rects = []
        top = _PAGE_GAP
        for size in scaled:
            self._rects.append(
                QRect((widest - size.width()) // 2, top, size.width(), size.height())
            )
            top += size.height() + _PAGE_GAP
        self.setFixedSize(widest, top)
        self.update()

    def page_at(self, y: int) -> int:
        """Return the index of the page at a height of the column."""
        return next(
            (index for index, rect in enumerate(self._rects) if y <= rect.bottom() + _PAGE_GAP),
            max(0, len(self._rects) - 1),
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen, white paper for what is on its way."""
        painter = QPainter(self)
        for index, rect in enumerate(self._rects):
            if rect.intersects(event.rect()):
                painter.fillRect(rect, Qt.GlobalColor.white)
                image = self._image(index)
                if image is not None:
                    painter.drawImage(rect, image)
                painter.setPen(theme.current().colour("border"))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.end()

    def _image(self, index: int) -> QImage | None:
        if index not in self._images and index not in self._asked:
            self._asked.add(index)
            generation = self._generation

            def receive(image: QImage) -> None:
                if generation == self._generation:
                    self._receive(index, image)

            self._ask(index, self._scale * self.devicePixelRatioF(), receive)
        return self._images.get(index)

    def _receive(self, index: int, image: QImage) -> None:
        self._images[index] = image
        if len(self._images) > _KEPT_PAGES:
            farthest = max(self._images, key=lambda other: abs(other - index))
            del self._images[farthest]
            self._asked.discard(farthest)
        self.update(self._rects[index])
