"""« Lire un fichier »: choose, see what it would do, read, see what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.echange import Apercu, BilanImport
from desktop.domain.espaces import Espace
from desktop.errors import Annule, CleRemplacee, FichierRefuse, PosteEnDouble
from desktop.formats import typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange import separation
from desktop.ui.echange.file_field import FileField
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.preview_card import PreviewCard
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.words import report, summary
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.tab import Tab
from desktop.ui.tasks import TaskContext
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet
    from desktop.services.resultat import Resultat

_SIZE = QSize(720, 560)
_EXPLANATION = typo(
    "Vous verrez d’abord ce que le fichier apporte : rien n’est écrit avant votre accord, et une "
    "sauvegarde est faite avant la lecture."
)
_CHOOSE, _PREVIEW, _REPORT = range(3)


class ImportDialog(ExchangeDialog):
    """Emits `conflicts_requested` when the agent goes on to the conflicts that came in."""

    conflicts_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Lire un fichier d’échange", _EXPLANATION, "&Voir le contenu", parent, _SIZE
        )
        self.setAcceptDrops(True)
        self.file = FileField(context)
        self.file.chosen.connect(self._preview)
        self.preview = PreviewCard()
        self._read: tuple[Espace, list[Path], Apercu] | None = None
        self._done: tuple[Espace, BilanImport] | None = None
        self._accept_old_key = False
        self._copied_here = False
        self._report = Card("Le fichier a été lu")
        self._report_text = plain_label(wrap=True)
        self._report_text.setObjectName("compte_rendu")
        self._report_text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._report.body.addWidget(self._report_text)
        self.pages = QStackedWidget()
        for card in (self.file, self.preview, self._report):
            self.pages.addWidget(scrolled(card))
        self.body.addWidget(self.pages, 1)
        self._other = quiet_button("A&utre fichier")
        self._other.setObjectName("autre")
        self._other.clicked.connect(self._choose)
        self._copy = quiet_button("&Copier", icon="copier")
        self._copy.setAccessibleName("Copier ce compte rendu")
        self._copy.setObjectName("copier")
        self._copy.clicked.connect(self._copy_report)
        self._print = quiet_button("Compte rendu &PDF", icon="imprimer")
        self._print.setObjectName("imprimer")
        self._print.clicked.connect(self._show_pdf)
        self._old_key = quiet_button("&Lire quand même, avec l’ancienne clé")
        self._old_key.setObjectName("ancienne_cle")
        self._old_key.clicked.connect(self._accept_key)
        self._old_key.hide()
        self._part = quiet_button(separation.PART, icon="personne")
        self._part.setObjectName("identite")
        self._part.clicked.connect(self._part_from_copy)
        self._part.hide()
        for button in (self._other, self._copy, self._print, self._old_key, self._part):
            self.left_buttons.addWidget(button)
        self.file.line.textChanged.connect(self._forget_key)
        self.primary.clicked.connect(self._go_on)
        self._choose()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files of this computer, while none is being read."""
        urls = event.mimeData().urls()
        if urls and all(url.isLocalFile() for url in urls) and not self.is_busy:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the dropped files."""
        event.acceptProposedAction()
        self._choose()
        self.file.take(*(url.toLocalFile() for url in event.mimeData().urls()))

    @override
    def refuse(self, error: Exception) -> None:
        """Go back to the choice: what was seen may not hold any more."""
        if not isinstance(error, Annule):
            self._choose()
        self._old_key.setVisible(isinstance(error, CleRemplacee))
        self._part.setVisible(isinstance(error, PosteEnDouble))
        if isinstance(error, PosteEnDouble):
            self._copied_here = error.ici
            self._part.setText(separation.PART if error.ici else separation.FORGET)
        super().refuse(error)

    @Slot()
    def _go_on(self) -> None:
        """Do what the filled button says on this page."""
        if self.pages.currentIndex() == _CHOOSE:
            self._preview()
        elif self.pages.currentIndex() == _PREVIEW:
            self._import()
        else:
            self.accept()
            self.conflicts_requested.emit()

    @Slot()
    def _choose(self) -> None:
        self._show(_CHOOSE, "&Voir le contenu")
        self.file.line.setFocus()

    @Slot()
    def _preview(self) -> None:
        if not self.file.check():
            self.file.line.setFocus()
            return
        carnet, paths = self.context.carnet, self.file.paths()
        accepted = self._accept_old_key
        self._old_key.hide()
        self._part.hide()
        self.work(
            lambda task: look_into(carnet, paths, task, accept_old_key=accepted),
            lambda found: self._show_preview(found[0], paths, found[1]),
            label="Vérification du fichier…",
            cancellable=True,
        )

    @Slot()
    def _accept_key(self) -> None:
        """Look into the file again, its old key accepted by this person, for this file alone."""
        self._accept_old_key = True
        self._preview()

    @Slot()
    def _forget_key(self) -> None:
        self._accept_old_key = False
        self._old_key.hide()
        self._part.hide()

    @Slot()
    def _part_from_copy(self) -> None:
        """Part from the other computer, or let the copy go; then the file can be read."""
        here = self._copied_here
        if not separation.ask(self, here=here):
            return
        carnet, paths = self.context.carnet, self.file.paths()

        def announce(found: tuple[ChangeSet, str]) -> None:
            self.context.bus.announce(found[0])
            self.context.bus.tell(found[1], Level.SUCCES)

        self.work(
            lambda _: separation.settle(carnet, paths, here=here),
            lambda _: self._part.hide(),
            label="Sauvegarde et mise à part…",
            late=announce,
        )

    def _show_preview(self, espace: Espace, paths: list[Path], apercu: Apercu) -> None:
        self._read = (espace, paths, apercu)
        self.preview.show_preview(apercu)
        self._show(_PREVIEW, "&Lire le fichier")
        if apercu.is_empty:  # it still proves what its author holds
            self._show(_PREVIEW, "&Noter cet échange")
        self.primary.setFocus()

    def _import(self) -> None:
        if self._read is None or not self.preview.check(self._read[2]):
            return
        espace, paths, apercu = self._read
        service = self.context.carnet.echange(espace).lecture
        accepted = self._accept_old_key
        parent = self.parentWidget()
        if parent is not None:
            for tab in parent.window().findChildren(Tab):
                tab.flush_drafts()

        def work(task: TaskContext) -> Resultat[BilanImport]:
            return service.import_set(
                paths,
                accept_mass_deletion=apercu.suppression_massive,
                accept_old_key=accepted,
                progress=task.report,
                cancelled=task.cancelled,
            )

        self.work(
            work,
            lambda result: self._show_report(espace, result.valeur),
            label="Lecture du fichier…",
            cancellable=True,
            late=self._announce,
        )

    def _announce(self, result: Resultat[BilanImport]) -> None:
        self.context.bus.announce(result.changes)
        if not self.is_open:
            self.context.bus.tell(summary(result.valeur.apercu), Level.SUCCES)

    def _show_report(self, espace: Espace, bilan: BilanImport) -> None:
        self._done = espace, bilan
        self._report_text.setText("\n".join(report(bilan)))
        self._show(_REPORT, "&Relire les conflits")
        if bilan.apercu.conflits:
            self.primary.setFocus()
        else:
            self._show_end(_REPORT)

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report_text.text())
        self.context.bus.tell("Compte rendu copié.")

    @Slot()
    def _show_pdf(self) -> None:
        if self._done is not None:
            show_report(self.context, *self._done, self)

    def _show(self, page: int, primary: str) -> None:
        self.pages.setCurrentIndex(page)
        self.primary.setText(primary)
        self.primary.setAccessibleName(primary.replace("&", ""))
        self.primary.show()
        self.primary.setDefault(True)
        self._other.setVisible(page != _CHOOSE)
        self._copy.setVisible(page == _REPORT)
        self._print.setVisible(page == _REPORT)

    def _show_end(self, page: int) -> None:
        """Leave nothing to do but to close."""
        self.pages.setCurrentIndex(page)
        self.primary.hide()
        self.close_button.setDefault(True)
        self.close_button.setFocus()


def show_report(
    context: UiContext, espace: Espace, bilan: BilanImport, parent: QWidget
) -> PdfDialog:
    """Show the printable report of an import."""
    service = context.carnet.echange(espace).lecture
    dialog = PdfDialog(
        context,
        espace,
        "Compte rendu de lecture",
        lambda _reports, _task: (service.report(bilan), service.report_name(bilan)),
        parent,
    )
    dialog.open()
    return dialog


def look_into(
    carnet: Carnet, paths: list[Path], task: TaskContext, *, accept_old_key: bool
) -> tuple[Espace, Apercu]:
    """Return the open espace whose team key opens the files, and what they would do.

    Raises:
        Annule: given up.
        CleRemplacee: an espace knows their key, which was replaced, and nobody accepted it.
        PosteEnDouble: they betray a copied poste.
        FichierRefuse: no open espace can read them; the refusal is that of the espace named by
            the file, if any.
    """
    refusals: list[FichierRefuse] = []
    for espace in sorted(carnet.espaces(), key=lambda espace: espace.value not in paths[0].name):
        try:
            found = carnet.echange(espace).lecture.preview_set(
                paths, accept_old_key=accept_old_key, cancelled=task.cancelled
            )
        except (CleRemplacee, PosteEnDouble):
            raise
        except FichierRefuse as error:
            refusals.append(error)
        else:
            task.check()
            return espace, found
        task.check()
    raise refusals[0]
