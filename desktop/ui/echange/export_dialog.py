"""« Préparer un fichier d’échange »: an espace, a folder, a content, then a file read back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.echange import BilanExport, EchangePasse
from desktop.domain.envoi import Destinataire, Estimation
from desktop.errors import UserError
from desktop.formats import file_size, number, plural, typo
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.echange.content_choice import ContentChoice
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.folder_field import FolderField, require_folder
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.weight_note import WeightNote
from desktop.ui.echange.words import past_line, sentence
from desktop.ui.facts import Facts
from desktop.ui.tasks import TaskContext
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(720, 700)
_TYPING_MS = 300
_EXPLANATION = typo(
    "Le fichier est celui d’un seul espace, chiffré pour votre équipe : lui seul passe d’un "
    "poste à l’autre. Le lire deux fois ne crée pas de doublon."
)
_GOOD = typo("Le fichier a été relu et il est bon : vous pouvez retirer la clé.")
_ALL_GOOD = (
    "Les {count} fichiers ont été relus et ils sont bons : vous pouvez retirer la clé. "
    "Donnez-les tous : ils se lisent dans n’importe quel ordre."
)


class ExportDialog(ExchangeDialog):
    """Weighs the choice, writes the file in the worker, then shows what was written."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Préparer un fichier d’échange",
            _EXPLANATION,
            "&Préparer le fichier",
            parent,
            _SIZE,
        )
        self.espace = EspaceChoice(context)
        self.espace.changed.connect(self._read_espace)
        self.folder = FolderField(context)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._weigh)
        self.folder.line.textChanged.connect(self._typing.start)
        self.choice = ContentChoice()
        self.choice.changed.connect(self._weigh)
        self.weight = WeightNote()
        self._asked = 0
        self._pour = ""
        self.past = QListWidget()
        self._no_past = plain_label("Aucun échange pour l’instant.", "discret")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form())
        self._facts = Facts()
        self._result_card = Card(_GOOD)
        self._result_card.body.addWidget(self._facts)
        self.pages.addWidget(scrolled(self._result_card))
        self.body.addWidget(self.pages, 1)
        self._again = quiet_button("Préparer un a&utre fichier")
        self._again.setObjectName("autre")
        self._again.clicked.connect(self._show_form)
        self._again.hide()
        self.left_buttons.addWidget(self._again)
        self.primary.setIcon(theme.icon("cle-usb", "primary_text"))
        self.primary.clicked.connect(self._write)
        self._read_espace()
        first = self.espace.focusProxy() or self.folder
        first.setFocus()

    def prepare_for(self, replica: str) -> None:
        """Propose what a poste lacks, as soon as the postes of the team are known."""
        self._pour = replica

    def facts(self) -> dict[str, str]:
        """Return what the result page says, by name."""
        return self._facts.texts()

    # --- before -----------------------------------------------------------------------------

    @Slot()
    def _read_espace(self) -> None:
        """Read what depends on the espace: the postes of its team, its past exchanges."""
        carnet, espace = self.context.carnet, self.espace.value()
        past, team = carnet.echange(espace), carnet.envoi(espace)
        self.context.tasks.run(
            lambda _: team.destinataires(), owner=self, done=self._show_recipients
        )
        self.context.tasks.run(lambda _: past.past(), owner=self.past, done=self._show_past)

    def _show_recipients(self, postes: list[Destinataire]) -> None:
        self.choice.set_recipients(postes)
        if self._pour in {poste.replica for poste in postes}:
            self.choice.choose_for(self._pour)
            self._pour = ""
        self._weigh()

    @Slot()
    def _weigh(self) -> None:
        """Ask what the choice would weigh; only the last question is answered."""
        self._asked += 1
        asked, envoi = self._asked, self.choice.value()
        service = self.context.carnet.envoi(self.espace.value())
        text = self.folder.line.text().strip()
        folder = Path(text) if text else None

        def work(_: TaskContext) -> tuple[Estimation, int | None]:
            return service.estimate(envoi), service.free_room(folder) if folder else None

        def done(found: tuple[Estimation, int | None]) -> None:
            if asked == self._asked:
                self.weight.show_weight(found[0], folder, found[1])

        def failed(error: Exception) -> None:
            if asked == self._asked and isinstance(error, UserError):
                self.weight.show_reason(error.message)

        self.context.tasks.run(work, owner=self, done=done, failed=failed)

    def _show_past(self, lots: list[EchangePasse]) -> None:
        self.past.clear()
        self.past.addItems([past_line(lot) for lot in lots])
        self.past.setVisible(bool(lots))
        self._no_past.setVisible(not lots)

    # --- writing ----------------------------------------------------------------------------

    @Slot()
    def _write(self) -> None:
        if not self.folder.check():
            return
        service = self.context.carnet.envoi(self.espace.value())
        folder, envoi = self.folder.path(), self.choice.value()

        def work(task: TaskContext) -> BilanExport:
            return service.export(
                require_folder(folder), envoi, progress=task.report, cancelled=task.cancelled
            )

        self.work(work, self._show_result, label="Écriture et relecture…", cancellable=True)

    def _show_result(self, bilan: BilanExport) -> None:
        paths = [Path(path) for path in bilan.volumes]
        many = len(paths) > 1
        self._result_card.set_title(sentence(_ALL_GOOD, count=len(paths)) if many else _GOOD)
        facts = [
            ("Fichiers" if many else "Fichier", "\n".join(path.name for path in paths)),
            ("Dossier", str(paths[0].parent)),
            ("Taille", file_size(bilan.taille)),
            ("Changements", number(bilan.changements)),
            ("Photos", number(bilan.photos)),
        ]
        if bilan.photos_attendues:
            awaited = plural(bilan.photos_attendues, "photo")
            facts.append(("Pas encore reçues ici", awaited))
        self._facts.set(facts)
        self.pages.setCurrentIndex(1)
        self.primary.hide()
        self._again.show()
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    @Slot()
    def _show_form(self) -> None:
        self.pages.setCurrentIndex(0)
        self._again.hide()
        self.primary.show()
        self.primary.setDefault(True)
        self.folder.line.setFocus()
        self._read_espace()

    def _form(self) -> QWidget:
        self.past.setAccessibleName("Échanges passés, le dernier d’abord")
        self.past.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.past.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.past.setSpacing(3)
        self.past.hide()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.espace)
        column.addWidget(self.folder)
        column.addSpacing(4)
        column.addWidget(self.choice)
        column.addWidget(self.weight)
        column.addSpacing(4)
        column.addWidget(plain_label("Échanges passés de cet espace", "titre-carte"))
        column.addWidget(self._no_past)
        column.addWidget(self.past, 1)
        column.addStretch()
        return page
