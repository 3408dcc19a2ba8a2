"""What became of every file of an import: at its end, and later from the list of imports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.codes import IssueImport
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import NNBSP, from_ms, plural, short_datetime
from desktop.texts.photo import ISSUE_IMPORT
from desktop.ui.context import UiContext
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.record_table import RecordTableModel
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.services.reports import RapportsService
    from desktop.services.resultat import Avancement, Resultat

PRINT = "&Imprimer le bilan…"
UNTOUCHED = "Les fichiers d’origine n’ont pas été modifiés."
_MOST_LINES = 500
_TITLE = "Bilan d’import de photos"


def import_sentence(bilan: ImportPhotosBilan) -> str:
    """Return « 25 photos importées sur 26 fichiers : 0 doublon, 1 laissé de côté »."""
    if bilan.interrompu and not bilan.lignes:
        return "Import interrompu avant que ses fichiers soient tous trouvés, à reprendre."
    taken = "photos importées" if bilan.importees > 1 else "photo importée"
    left = "laissés de côté" if len(bilan.refus) > 1 else "laissé de côté"
    sentence = (
        f"{bilan.importees} {taken} sur {plural(bilan.lues, 'fichier')}{NNBSP}: "
        f"{plural(len(bilan.doublons), 'doublon')}, {len(bilan.refus)} {left}"
    )
    if bilan.traces:
        sentence += f", {plural(len(bilan.traces), 'trace gardée', 'traces gardées')}"
    if bilan.interrompu:
        left_over = plural(len(bilan.restantes), "fichier")
        sentence += f". Import interrompu{NNBSP}: {left_over} à reprendre"
    return f"{sentence}."


def to_verify(bilan: ImportPhotosBilan) -> str:
    """Return « 25 photos à vérifier avant tout document », empty when none came in."""
    if not bilan.importees:
        return ""
    words = plural(bilan.importees, "photo à vérifier", "photos à vérifier")
    return f"{words} avant tout document."


def show_import_pdf(preview: PdfPreview, import_id: str) -> None:
    """Open the printed report of an import."""

    def make(rapports: RapportsService, _task: TaskContext) -> tuple[bytes, str]:
        return rapports.bilan_import(import_id), rapports.bilan_import_name(import_id)

    preview.show(_TITLE, make)


class ImportReport(QDialog):
    """The files that were not taken, with the reason of each, then those that have a remark.

    `resume_wanted(import id)` asks to take up what is left.
    """

    resume_wanted = Signal(str)

    _ORDER: ClassVar[tuple[IssueImport, ...]] = (
        IssueImport.REFUSEE,
        IssueImport.DOUBLON,
        IssueImport.TRACE,
        IssueImport.A_REPRENDRE,
        IssueImport.IMPORTEE,
    )

    def __init__(
        self, context: UiContext, bilan: ImportPhotosBilan, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preview = PdfPreview(context, Espace.TERRAIN, parent or self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import des photos")
        self._import_id = bilan.id
        self.resize(680, 420)
        self.sentence = plain_label(import_sentence(bilan), "titre-carte", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Fichiers à connaître, et ce qu’ils sont devenus")
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        told = [
            f"{line.fichier} — {line.note or ISSUE_IMPORT[issue]}"
            for issue in self._ORDER
            for line in bilan.avec(issue)
            if line.note or issue is not IssueImport.IMPORTEE
        ]
        self.list.addItems(told[:_MOST_LINES])
        if len(told) > _MOST_LINES:
            more = plural(len(told) - _MOST_LINES, "autre fichier", "autres fichiers")
            self.list.addItem(f"… et {more} : le bilan imprimé les nomme tous.")
        close = secondary_button("&Fermer")
        close.clicked.connect(self.close)
        self.print_button = secondary_button(PRINT, icon="imprimer")
        self.print_button.clicked.connect(lambda: show_import_pdf(self._preview, bilan.id))
        self.resume_button = primary_button("&Reprendre l’import")
        self.resume_button.setVisible(bilan.interrompu)
        self.resume_button.clicked.connect(self._resume)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print_button)
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(self.resume_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.sentence)
        told_of_all = " ".join(filter(None, (to_verify(bilan), UNTOUCHED)))
        column.addWidget(plain_label(told_of_all, "discret", wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    @Slot()
    def _resume(self) -> None:
        self.close()
        self.resume_wanted.emit(self._import_id)


def _state(bilan: ImportPhotosBilan) -> str:
    if bilan.restantes:
        return f"{plural(len(bilan.restantes), 'fichier')} à reprendre"
    return "Terminé" if bilan.fin_ms is not None else "À reprendre"


_COLUMNS: tuple[Column[ImportPhotosBilan], ...] = (
    Column(
        key="date",
        title="Commencé le",
        text=lambda bilan: short_datetime(from_ms(bilan.debut_ms)),
        width=170,
    ),
    Column(
        key="destination",
        title="Destination",
        text=lambda bilan: bilan.destination,
        tooltip=lambda bilan: bilan.destination,
    ),
    Column(key="lues", title="Fichiers", text=lambda bilan: str(bilan.lues), width=80),
    Column(key="prises", title="Importées", text=lambda bilan: str(bilan.importees), width=105),
    Column(key="doublons", title="Doublons", text=lambda bilan: str(len(bilan.doublons)), width=90),
    Column(key="refus", title="Refusés", text=lambda bilan: str(len(bilan.refus)), width=80),
    Column(key="etat", title="État", text=_state, width=170),
)


class ImportsDialog(QDialog):
    """The imports made on this poste: print the report of one, take it up, or end it."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Imports de photos")
        self.resize(QSize(940, 480))
        self._context = context
        self._handle: TaskHandle | None = None
        self._preview = PdfPreview(context, Espace.TERRAIN, parent or self)
        self.model: RecordTableModel[ImportPhotosBilan] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self.model, "Imports de photos, le dernier d’abord")
        self.table.current_id_changed.connect(lambda _row: self._settle())
        self.table.activated_id.connect(self._print)
        self._empty = EmptyState("Aucune photo n’a encore été importée sur ce poste.", guide=False)
        self.pages = Pages(self._empty, self.table)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self._cancel)
        self.print_button = primary_button(PRINT)
        self.print_button.setObjectName("imprimer")
        self.print_button.clicked.connect(lambda: self._print(self.table.current_id()))
        self.resume_button = secondary_button("&Reprendre")
        self.resume_button.setObjectName("reprendre")
        self.resume_button.clicked.connect(self._resume)
        self.end_button = secondary_button("&Arrêter là")
        self.end_button.setObjectName("arreter")
        self.end_button.clicked.connect(self._give_up)
        close = secondary_button("&Fermer")
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        for button in (self.end_button, self.resume_button):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        explanation = f"Chaque fichier lu y est compté. {UNTOUCHED}"
        column.addWidget(plain_label("Imports de photos", "titre-carte"))
        column.addWidget(plain_label(explanation, "discret", wrap=True))
        column.addWidget(self.pages, 1)
        column.addWidget(self.strip)
        column.addLayout(buttons)
        self.finished.connect(self._cancel)
        self._settle()
        self.load()

    def load(self) -> None:
        """Read the imports."""
        service = self._context.carnet.photos
        self._context.tasks.run(lambda _task: service.imports(), owner=self, done=self._show)

    def _show(self, found: Iterable[ImportPhotosBilan]) -> None:
        current = self.table.current_id()
        records = list(found)
        self.model.set_records(records)
        self.pages.setCurrentWidget(self.table if records else self._empty)
        if records:
            self.table.select_id(current or records[0].id)
            self.table.setFocus()
        self._settle()

    def _current(self) -> ImportPhotosBilan | None:
        return self.model.record(self.table.current_id())

    def _settle(self) -> None:
        bilan, idle = self._current(), self._handle is None
        self.print_button.setEnabled(bilan is not None and idle)
        for button in (self.resume_button, self.end_button):
            button.setEnabled(bilan is not None and bilan.fin_ms is None and idle)

    @Slot(str)
    def _print(self, import_id: str) -> None:
        if import_id:
            show_import_pdf(self._preview, import_id)

    def _resume(self) -> None:
        bilan, service = self._current(), self._context.carnet.photos
        if bilan is None:
            return

        def work(task: TaskContext) -> Resultat[ImportPhotosBilan]:
            def progress(step: Avancement) -> None:
                task.report(step.fait, step.total, "Import des photos")

            return service.resume(bilan.id, progress=progress, cancelled=task.cancelled)

        def done(result: Resultat[ImportPhotosBilan]) -> None:
            self._context.bus.announce(result.changes)
            self._context.bus.tell(import_sentence(result.valeur))
            self._ended()

        self.strip.start("Lecture des fichiers…")
        self._handle = self._context.tasks.run(
            work,
            owner=self,
            done=done,
            failed=self._refused,
            progress=self._advance,
            cancellable=True,
            lane=Lane.IMAGES,
        )
        self._settle()

    def _give_up(self) -> None:
        bilan, service = self._current(), self._context.carnet.photos
        if bilan is not None:
            self._context.tasks.run(
                lambda _task: service.give_up(bilan.id), owner=self, done=lambda _: self.load()
            )

    def _advance(self, progress: Progress) -> None:
        self.strip.advance(progress.done, progress.total, progress.label)

    def _refused(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, UserError):
            show_error(self, error)

    def _ended(self) -> None:
        self._handle = None
        self.strip.finish()
        self.load()

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
