"""The compte rendu of a marche: made off the UI thread, read, saved and printed here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.codes import Confidentialite
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.errors import Annule, UserError
from desktop.services.rapports_mots import missing
from desktop.texts.constat import CONFIDENTIALITE
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.depouillement_header import with_way_back
from desktop.ui.kept_back import KeptBackNotice
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import PageHeader, page
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.pdf_view import PdfView
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.domain.diagnostics.compte_rendu import Manques


class RapportPage(QWidget):
    """Preview of the compte rendu; `back` when the agent has read it or gave up."""

    back = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pdf = b""
        self._handle: TaskHandle | None = None
        self._asked = 0
        self._marche = ("", "")
        self.profil: ChoiceField[Confidentialite] = ChoiceField(CONFIDENTIALITE, None)
        self.profil.setAccessibleName("Qui lira le compte rendu")
        self.profil.set_value(Confidentialite.PARTENAIRES)
        self.profil.edited.connect(self._again)
        reader = plain_label("&Pour")
        reader.setBuddy(self.profil)
        self._header = PageHeader("Compte rendu", reader, self.profil)
        self.missing = plain_label(wrap=True)
        self.missing.setObjectName("manques")
        self.missing.hide()
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
            page(
                with_way_back(self._header, back), self.missing, self.strip, self.notice, self.view
            )
        )

    def open(self, marche_id: str, title: str) -> None:
        """Make the compte rendu of a marche as it stands, and show it."""
        self.close_document()
        self._marche = (marche_id, title)
        self._header.set_title(f"Compte rendu — {title}")
        rapports = self._context.carnet.rapports(Espace.TERRAIN)
        asked, profil = self._asked, self.profil.value()

        def work(task: TaskContext) -> tuple[bytes, str, Manques]:
            def progress(done: int, total: int) -> None:
                task.report(done, total, "Mise en page des photos")

            lacks = rapports.compte_rendu_missing(marche_id, profil)
            pdf = rapports.compte_rendu(
                marche_id, profil=profil, progress=progress, cancelled=task.cancelled
            )
            return pdf, rapports.compte_rendu_name(marche_id), lacks

        def done(made: tuple[bytes, str, Manques]) -> None:
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
        self.missing.hide()
        self.strip.finish()

    def _again(self) -> None:
        """Make the compte rendu anew for another reader."""
        if self._marche[0]:
            self.open(*self._marche)

    def _show(self, pdf: bytes, name: str, lacks: Manques) -> None:
        self._handle = None
        self._pdf = pdf
        self.strip.finish()
        said = list(missing(replace(lacks, photos_a_verifier=0, photos_retenues=0)))
        self.missing.setText(f"Avant d’imprimer : {' '.join(said)}")
        self.missing.setVisible(bool(said))  # `notice` speaks of the photos
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
