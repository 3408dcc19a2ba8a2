"""Preview of a PDF report inside the application, with printing and saving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.espaces import Espace
from desktop.errors import Annule, UserError
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.pdf_view import PdfView
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.services.reports import RapportsService

Make = Callable[["RapportsService", TaskContext], tuple[bytes, str]]
_MARGIN = 60
_PREFERRED = QSize(1000, 900)


class PdfDialog(QDialog):
    """Has a report made off the UI thread, then shows it; closing it stops the work.

    Nothing is written to the disk before « Enregistrer sous… ».

    Args:
        context: The window's context.
        espace: Whose reports are asked.
        title: Kind of document: it is the window's title, so it never names a person.
        make: Returns the bytes and the proposed file name; runs in the worker.
        parent: The window behind.
        notice: What to say over the preview.
    """

    def __init__(
        self,
        context: UiContext,
        espace: Espace,
        title: str,
        make: Make,
        parent: QWidget | None = None,
        *,
        notice: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._context = context
        self._rapports = context.carnet.rapports(espace)
        self._data = b""
        self._handle: TaskHandle | None = None
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self.close)
        self.view = PdfView(background=context.tasks.background(self, Lane.IMAGES))
        self.view.setEnabled(False)
        self.view.save_requested.connect(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._strip)
        if notice is not None:
            column.addWidget(notice)
        column.addWidget(self.view, 1)
        self.finished.connect(self._end)
        self._bind_print_key()
        self._fit(parent)
        self._start(make)

    def _start(self, make: Make) -> None:
        rapports = self._rapports
        self._strip.start("Préparation du document…")
        self._handle = self._context.tasks.run(
            lambda task: make(rapports, task),
            owner=self,
            done=lambda made: self._show(*made),
            failed=self._refuse,
            progress=self._advance,
            lane=Lane.IMAGES,
            cancellable=True,
        )

    def _advance(self, progress: Progress) -> None:
        self._strip.advance(progress.done, progress.total)

    def _show(self, data: bytes, name: str) -> None:
        self._handle = None
        self._data = data
        self._strip.finish()
        self.view.setEnabled(True)
        self.view.open(data, name)
        self.view.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._handle = None
        if isinstance(error, UserError) and not isinstance(error, Annule):
            self._context.bus.tell_error(error)
        self.close()

    @Slot()
    def _end(self) -> None:
        """Stop the report that is being made, and forget the one that is shown."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self.view.close_document()

    @Slot(object)
    def _save(self, path: Path) -> None:
        rapports, data = self._rapports, self._data

        def done(_result: None) -> None:
            self._context.bus.tell("Le document est enregistré.", Level.SUCCES)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                show_error(self, error)

        self._context.tasks.run(
            lambda _task: rapports.save(data, path), owner=self, done=done, failed=failed
        )

    def _bind_print_key(self) -> None:
        key = QShortcut(QKeySequence("Ctrl+P"), self)
        key.activated.connect(self.view.choose_printer)

    def _fit(self, parent: QWidget | None) -> None:
        size = _PREFERRED
        if parent is not None:
            size = size.boundedTo(parent.window().size() - QSize(_MARGIN, _MARGIN))
        self.resize(size)


class PdfPreview:
    """Opens one `PdfDialog` at a time over a screen."""

    def __init__(self, context: UiContext, espace: Espace, parent: QWidget) -> None:
        self._context = context
        self._espace = espace
        self._parent = parent
        self._dialog: PdfDialog | None = None

    def show(self, title: str, make: Make, *, notice: QWidget | None = None) -> PdfDialog:
        """Have a report made and open its preview, in place of the former one."""
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()
        self._dialog = PdfDialog(
            self._context, self._espace, title, make, self._parent, notice=notice
        )
        self._dialog.open()
        return self._dialog
