"""The compte rendu of a marche: made off the UI thread, read, saved and printed here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.errors import Annule, UserError
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.depouillement_header import with_way_back
from desktop.ui.kept_back import KeptBackNotice
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import PageHeader, page
from desktop.ui.widgets.pdf_view import PdfView
from desktop.ui.widgets.progress_bar import ProgressStrip


class RapportPage(QWidget):
    """Preview of the compte rendu; `back` when the agent has read it or gave up."""

    back = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pdf = b""
        self._handle: TaskHandle | None = None
        self._asked = 0
        self._header = PageHeader("Compte rendu")
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self._cancel)
        self.view = PdfView(background=context.tasks.background(self, Lane.IMAGES))
        self.view.save_requested.connect(self._save)
        self.notice = KeptBackNotice(context)
        back = icon_button("precedent", "Retour")
        back.clicked.connect(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            page(with_way_back(self._header, back), self.strip, self.notice, self.view)
        )

    def open(self, marche_id: str, title: str) -> None:
        """Make the compte rendu of a marche as it stands, and show it."""
        self.close_document()
        self._header.set_title(f"Compte rendu — {title}")
        rapports = self._context.carnet.rapports(Espace.TERRAIN)
        asked = self._asked

        def work(task: TaskContext) -> tuple[bytes, str]:
            def progress(done: int, total: int) -> None:
                task.report(done, total, "Mise en page des photos")

            pdf = rapports.compte_rendu(marche_id, progress=progress, cancelled=task.cancelled)
            return pdf, rapports.compte_rendu_name(marche_id)

        def done(made: tuple[bytes, str]) -> None:
            if asked == self._asked:
                self._show(*made)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._give_up(error)

        self.strip.start("Préparation du compte rendu…")
        self._handle = self._context.tasks.run(
            work,
            owner=self,
            done=done,
            failed=failed,
            progress=self._advance,
            cancellable=True,
            lane=Lane.IMAGES,
        )
        diffusion = self._context.carnet.diffusion
        self.notice.ask(
            lambda: diffusion.retenues(marche_id=marche_id),
            Fiche(Espace.TERRAIN, "marche", marche_id, title),
        )
        self.view.setFocus()

    def close_document(self) -> None:
        """Forget the PDF, and stop making the one that is on its way."""
        self._cancel()
        self._asked += 1
        self._handle = None
        self._pdf = b""
        self.view.close_document()
        self.notice.clear()
        self.strip.finish()

    def _show(self, pdf: bytes, name: str) -> None:
        self._handle = None
        self._pdf = pdf
        self.strip.finish()
        self.view.open(pdf, name)

    def _give_up(self, error: Exception) -> None:
        self._handle = None
        self.strip.finish()
        if isinstance(error, Annule):
            self._context.bus.tell("Le compte rendu n’a pas été préparé, à votre demande.")
        elif isinstance(error, UserError):
            self._context.bus.tell_error(error)
        self.back.emit()

    def _advance(self, progress: Progress) -> None:
        self.strip.advance(progress.done, progress.total, progress.label)

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _save(self, path: Path) -> None:
        rapports, pdf = self._context.carnet.rapports(Espace.TERRAIN), self._pdf

        def done(_nothing: None) -> None:
            self._context.bus.tell(f"Compte rendu enregistré : {path.name}.", Level.SUCCES)

        self._context.tasks.run(lambda _context: rapports.save(pdf, path), owner=self, done=done)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)
