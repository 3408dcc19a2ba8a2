"""Page « Importer l’état locatif »: file, columns, preview, import, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.domain.relogement.etat_locatif import (
    Apercu,
    BilanOccupation,
    Classeur,
    LigneApercu,
    Plan,
    Tableau,
)
from desktop.errors import UserError
from desktop.formats import typo
from desktop.services.import_occupation_mots import (
    apercu_lines,
    bilan_lines,
    champ_words,
    refusal_words,
)
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.relogement.import_columns import ColumnsCard, FileCard
from desktop.ui.relogement.import_preview import PreviewPane
from desktop.ui.tab import Tab
from desktop.ui.tasks import Progress, TaskContext, TaskHandle
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.buttons import primary_button, quiet_button
from desktop.ui.widgets.cards import Card, PageHeader, page
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.services.import_occupation import ImportOccupationService
    from desktop.services.resultat import Resultat

T = TypeVar("T")

TITLE = typo("Importer l'état locatif")
_HINT = typo(
    "Déposez ici la liste du bailleur (XLSX ou CSV), ou choisissez-la. Rien n'est écrit avant "
    "votre accord, et rien n'est jamais supprimé."
)
_SHOW, _IMPORT, _DONE = "&Voir l’aperçu", "&Importer", "&Terminer"


class ImportPage(QWidget):
    """Three steps in one page; Échap goes back a step.

    Signals: `back`.

    Args:
        tab: The tab around.
        service: What reads and writes.
        title: Title of the page.
        hint: What to choose, in a sentence.
        creates: Whether rows may be new doors, which need a bâtiment.
    """

    back = Signal()

    def __init__(
        self,
        tab: Tab,
        service: ImportOccupationService,
        title: str = TITLE,
        hint: str = _HINT,
        *,
        creates: bool = True,
    ) -> None:
        super().__init__()
        self._tab = tab
        self._context = tab.context
        self._service = service
        self._title = title
        self._classeur: Classeur | None = None
        self._tableau: Tableau | None = None
        self._plan: Plan | None = None
        self._apercu: Apercu | None = None
        self._bilan: BilanOccupation | None = None
        self._handle: TaskHandle | None = None
        self._path = ""
        self.setAcceptDrops(True)
        self.file = FileCard("Le fichier", hint, batiment=creates)
        self.columns = ColumnsCard()
        self.preview = PreviewPane()
        self.report = Card("Compte rendu")
        self._report_text = QPlainTextEdit()
        self._report_text.setReadOnly(True)
        self._report_text.setObjectName("compte_rendu")
        self._report_text.setAccessibleName("Compte rendu de l’import")
        self.report.body.addWidget(self._report_text, 1)
        self._pdf = PdfPreview(tab.context, Espace.RELOGEMENT, self)
        self._build_layout()
        self._connect()
        self._show_step(self.choice, _SHOW)

    def load(self) -> None:
        """Do nothing: what is shown is what the agent chose here."""

    def ask_history(self) -> None:
        """Do nothing: an import is in the history of each record."""

    def lines(self) -> tuple[LigneApercu, ...]:
        """Return the lines of the preview shown, none before it."""
        return self._apercu.lignes if self._apercu is not None else ()

    def begin(self) -> None:
        """Start again with an empty choice, unless one is under way."""
        if self._bilan is not None:
            self._forget()
        self.file.line.setFocus()

    def open_file(self, path: str) -> None:
        """Read a file and propose its columns."""
        service, chosen = self._service, Path(path)

        def work(task: TaskContext) -> tuple[Classeur, int, Plan, list[str]]:
            classeur = service.open(chosen, progress=task.report, cancelled=task.cancelled)
            rank = service.best_sheet(classeur)
            plan = service.plan(classeur.tableaux[rank])
            return classeur, rank, plan, service.batiments()

        def done(found: tuple[Classeur, int, Plan, list[str]]) -> None:
            classeur, rank, plan, batiments = found
            self._classeur, self._path = classeur, path
            self.file.show_file(classeur, path)
            self._take_plan(rank, plan, batiments)
            self.next.setFocus()

        self._bilan = None
        self._run("Lecture de la liste…", work, done)

    # --- steps ----------------------------------------------------------------------------

    def _take_plan(self, rank: int, plan: Plan, batiments: list[str]) -> None:
        assert self._classeur is not None  # noqa: S101 - a plan is of a workbook
        self._tableau, self._plan = self._classeur.tableaux[rank], plan
        self.file.show_plan(rank, plan, batiments)
        labels = {one.cle: champ_words(one.cle) for one in self._service.champs}
        self.columns.show_columns(self._tableau, plan, labels)
        self.columns.show()
        self.next.setEnabled(True)

    @Slot(int)
    def _plan_again(self, rank: int, entete: int | None = None) -> None:
        if self._classeur is None:
            return
        service, tableau = self._service, self._classeur.tableaux[rank]
        self._run(
            "Lecture des titres…",
            lambda _task: (service.plan(tableau, entete=entete), service.batiments()),
            lambda found: self._take_plan(rank, *found),
        )

    @Slot()
    def _go_on(self) -> None:
        shown = self.steps.currentWidget()
        if shown is self.choice:
            self._preview()
        elif shown is self.preview:
            self._import()
        else:
            self._forget()
            self.back.emit()

    def _preview(self) -> None:
        plan = self._chosen_plan()
        if plan is None or self._tableau is None:
            self.file.line.setFocus()
            return
        service, tableau = self._service, self._tableau

        def done(apercu: Apercu) -> None:
            self._plan, self._apercu = plan, apercu
            self.preview.show_preview(apercu, " · ".join(apercu_lines(apercu)))
            self._show_step(self.preview, _IMPORT)
            self.preview.table.setFocus()

        self._run("Comparaison avec le carnet…", lambda _task: service.preview(tableau, plan), done)

    def _chosen_plan(self) -> Plan | None:
        plan = self.columns.plan()
        if plan is None:
            return None
        return replace(plan, batiment=str(self.file.batiment.value() or ""))

    def _import(self) -> None:
        tableau, plan, apercu = self._tableau, self._plan, self._apercu
        if tableau is None or plan is None or apercu is None:
            return
        choix = dict(self.preview.choix)
        if not apercu.writes(choix):
            self._context.bus.tell("Il n’y a rien à importer : le carnet dit déjà tout cela.")
            return
        self._tab.flush_drafts()
        service, name = self._service, Path(self._path).name

        def work(task: TaskContext) -> Resultat[BilanOccupation]:
            return service.import_(
                tableau,
                plan,
                apercu,
                choix,
                fichier=name,
                progress=task.report,
                cancelled=task.cancelled,
            )

        def done(result: Resultat[BilanOccupation]) -> None:
            self._bilan = result.valeur
            words = [*bilan_lines(result.valeur)]
            words += [refusal_words(one) for one in result.valeur.refusees]
            words += [typo(f"Absent de la liste : {one}") for one in result.valeur.absents]
            self._report_text.setPlainText("\n".join(words))
            self._show_step(self.report, _DONE)
            self.next.setFocus()
            self._context.written(self, result.changes, "Liste importée.")

        self._run("Import…", work, done)

    @Slot()
    def _print(self) -> None:
        bilan, service = self._bilan, self._service
        if bilan is not None:
            self._pdf.show(
                "Compte rendu d’import",
                lambda _rapports, _task: (service.report(bilan), service.report_name(bilan)),
            )

    @Slot()
    def _go_back(self) -> None:
        if self.strip.isVisible():
            self._cancel()
        elif self.steps.currentWidget() is self.preview:
            self._show_step(self.choice, _SHOW)
        else:
            if self._bilan is not None:
                self._forget()
            self.back.emit()

    def _forget(self) -> None:
        """Put the list away: no name of it stays in memory."""
        self._classeur = self._tableau = self._plan = self._apercu = self._bilan = None
        self._service.forget()
        self.file.show_file(None, "")
        self.columns.forget()
        self.columns.hide()
        self.next.setEnabled(False)
        self._report_text.setPlainText("")
        self._show_step(self.choice, _SHOW)

    # --- work -----------------------------------------------------------------------------

    def _run(self, label: str, work: Callable[[TaskContext], T], done: Callable[[T], None]) -> None:
        if self.strip.isVisible():
            return
        self.strip.start(label)
        self.steps.setEnabled(False)
        self.next.setEnabled(False)

        def settle() -> None:
            self.strip.finish()
            self.steps.setEnabled(True)
            self.next.setEnabled(self._classeur is not None)

        def finished(result: T) -> None:
            settle()
            done(result)

        def failed(error: Exception) -> None:
            settle()
            if isinstance(error, UserError):
                self._context.bus.tell_error(error)

        def advance(progress: Progress) -> None:
            self.strip.advance(progress.done, progress.total)

        self._handle = self._context.tasks.run(
            work, owner=self, done=finished, failed=failed, progress=advance, cancellable=True
        )

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _show_step(self, step: QWidget, label: str) -> None:
        self.steps.setCurrentWidget(step)
        self.next.setText(label)
        self.next.setAccessibleName(label.replace("&", ""))
        self.print_button.setVisible(step is self.report)

    # --- events ---------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap stops the work, else goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file of this computer on the first step."""
        urls = event.mimeData().urls()
        idle = self.steps.currentWidget() is self.choice and not self.strip.isVisible()
        if len(urls) == 1 and urls[0].isLocalFile() and idle:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        event.acceptProposedAction()
        self.open_file(event.mimeData().urls()[0].toLocalFile())

    def _connect(self) -> None:
        self.file.picked.connect(self.open_file)
        self.file.sheet_chosen.connect(self._plan_again)
        self.file.header_chosen.connect(
            lambda row: self._plan_again(self.file.sheet.currentIndex(), row)
        )
        self.strip.cancelled.connect(self._cancel)
        self.next.clicked.connect(self._go_on)
        self.print_button.clicked.connect(self._print)

    def _build_layout(self) -> None:
        self.strip = ProgressStrip()
        self.next = primary_button(_SHOW)
        self.next.setObjectName("suite")
        self.next.setEnabled(False)
        self.print_button = quiet_button("Compte rendu &PDF", icon="imprimer")
        self.print_button.setObjectName("imprimer")
        self.choice = QWidget()
        column = QVBoxLayout(self.choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.file)
        column.addWidget(self.columns, 1)
        column.addStretch()
        self.columns.hide()
        self.steps = Pages(self.choice, self.preview, self.report)
        header = PageHeader(self._title, self.strip, self.print_button, self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page(with_way_back(header, self._go_back), self.steps))
