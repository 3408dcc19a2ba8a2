"""« Lire un fichier »: choose, see what it would do, read, see what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from desktop.domain.echange import Apercu, BilanImport
from desktop.domain.espaces import Espace
from desktop.errors import Annule, FichierRefuse
from desktop.formats import typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.file_field import FileField
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.preview_card import PreviewCard
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.words import report, summary
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
        self._read: tuple[Espace, Path, Apercu] | None = None
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
        self._copy = quiet_button("&Copier ce compte rendu", icon="copier")
        self._copy.setObjectName("copier")
        self._copy.clicked.connect(self._copy_report)
        self.left_buttons.addWidget(self._other)
        self.left_buttons.addWidget(self._copy)
        self.primary.clicked.connect(self._go_on)
        self._choose()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file of this computer, while none is being read."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self.is_busy:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Look into the dropped file."""
        event.acceptProposedAction()
        self._choose()
        self.file.take(event.mimeData().urls()[0].toLocalFile())

    @override
    def refuse(self, error: Exception) -> None:
        """Go back to the choice: what was seen may not hold any more."""
        if not isinstance(error, Annule):
            self._choose()
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
        carnet, path = self.context.carnet, self.file.path()
        self.work(
            lambda task: look_into(carnet, path, task),
            lambda found: self._show_preview(found[0], path, found[1]),
            label="Vérification du fichier…",
            cancellable=True,
        )

    def _show_preview(self, espace: Espace, path: Path, apercu: Apercu) -> None:
        self._read = (espace, path, apercu)
        self.preview.show_preview(apercu)
        self._show(_PREVIEW, "&Lire le fichier")
        if apercu.is_empty:
            self._show_end(_PREVIEW)
        else:
            self.primary.setFocus()

    def _import(self) -> None:
        if self._read is None or not self.preview.check(self._read[2]):
            return
        espace, path, apercu = self._read
        service = self.context.carnet.echange(espace)
        parent = self.parentWidget()
        if parent is not None:
            for tab in parent.window().findChildren(Tab):
                tab.flush_drafts()

        def work(task: TaskContext) -> Resultat[BilanImport]:
            return service.import_(
                path,
                accept_mass_deletion=apercu.suppression_massive,
                progress=task.report,
                cancelled=task.cancelled,
            )

        self.work(
            work,
            lambda result: self._show_report(result.valeur),
            label="Lecture du fichier…",
            cancellable=True,
            late=self._announce,
        )

    def _announce(self, result: Resultat[BilanImport]) -> None:
        self.context.bus.announce(result.changes)
        if not self.is_open:
            self.context.bus.tell(summary(result.valeur.apercu), Level.SUCCES)

    def _show_report(self, bilan: BilanImport) -> None:
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

    def _show(self, page: int, primary: str) -> None:
        self.pages.setCurrentIndex(page)
        self.primary.setText(primary)
        self.primary.setAccessibleName(primary.replace("&", ""))
        self.primary.show()
        self.primary.setDefault(True)
        self._other.setVisible(page != _CHOOSE)
        self._copy.setVisible(page == _REPORT)

    def _show_end(self, page: int) -> None:
        """Leave nothing to do but to close."""
        self.pages.setCurrentIndex(page)
        self.primary.hide()
        self.close_button.setDefault(True)
        self.close_button.setFocus()


def look_into(carnet: Carnet, path: Path, task: TaskContext) -> tuple[Espace, Apercu]:
    """Return the open espace whose team key opens a file, and what the file would do.

    Raises:
        Annule: given up.
        FichierRefuse: no open espace can read it; the refusal is that of the espace named by
            the file, if any.
    """
    refusals: list[FichierRefuse] = []
    for espace in sorted(carnet.espaces(), key=lambda espace: espace.value not in path.name):
        try:
            found = carnet.echange(espace).preview(path)
        except FichierRefuse as error:
            refusals.append(error)
        else:
            task.check()
            return espace, found
        task.check()
    raise refusals[0]
