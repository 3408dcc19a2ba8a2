"""« Préparer un fichier d’échange »: an espace, a folder, with or without photos."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QListWidget,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.echange import BilanExport, EchangePasse
from desktop.formats import file_size, number, plural, typo
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.folder_field import FolderField, require_folder
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.words import past_line
from desktop.ui.facts import Facts
from desktop.ui.tasks import TaskContext
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(720, 620)
_EXPLANATION = typo(
    "Le fichier contient tout l’espace choisi, chiffré pour votre équipe : lui seul passe d’un "
    "poste à l’autre. Le lire deux fois ne crée pas de doublon."
)
_GOOD = typo("Le fichier a été relu et il est bon : vous pouvez retirer la clé.")


class ExportDialog(ExchangeDialog):
    """Writes the file in the worker, then shows what was written."""

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
        self.espace.changed.connect(self._read_past)
        self.folder = FolderField(context)
        self.with_photos = QRadioButton("&Avec les photos")
        self.without_photos = QRadioButton("&Sans les photos (plus léger, pour un courriel)")
        self.past = QListWidget()
        self._no_past = plain_label("Aucun échange pour l’instant.", "discret")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form())
        self._facts = Facts()
        self.pages.addWidget(self._result())
        self.body.addWidget(self.pages, 1)
        self._again = quiet_button("Préparer un a&utre fichier")
        self._again.setObjectName("autre")
        self._again.clicked.connect(self._show_form)
        self._again.hide()
        self.left_buttons.addWidget(self._again)
        self.primary.setIcon(theme.icon("cle-usb", "primary_text"))
        self.primary.clicked.connect(self._write)
        self._read_past()
        first = self.espace.focusProxy() or self.folder
        first.setFocus()

    def facts(self) -> dict[str, str]:
        """Return what the result page says, by name."""
        return self._facts.texts()

    @Slot()
    def _write(self) -> None:
        if not self.folder.check():
            return
        service = self.context.carnet.echange(self.espace.value())
        folder, photos = self.folder.path(), self.with_photos.isChecked()

        def work(task: TaskContext) -> BilanExport:
            return service.export(
                require_folder(folder),
                photos=photos,
                progress=task.report,
                cancelled=task.cancelled,
            )

        self.work(work, self._show_result, label="Écriture et relecture…", cancellable=True)

    def _show_result(self, bilan: BilanExport) -> None:
        path = Path(bilan.chemin)
        facts = [
            ("Fichier", path.name),
            ("Dossier", str(path.parent)),
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
        self._read_past()

    @Slot()
    def _read_past(self) -> None:
        service = self.context.carnet.echange(self.espace.value())
        self.context.tasks.run(lambda _: service.past(), owner=self.past, done=self._show_past)

    def _show_past(self, lots: list[EchangePasse]) -> None:
        self.past.clear()
        self.past.addItems([past_line(lot) for lot in lots])
        self.past.setVisible(bool(lots))
        self._no_past.setVisible(not lots)

    def _form(self) -> QWidget:
        choices = QButtonGroup(self)
        for choice in (self.with_photos, self.without_photos):
            choices.addButton(choice)
            choice.setAccessibleName(choice.text().replace("&", ""))
        self.with_photos.setChecked(True)
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
        column.addWidget(self.with_photos)
        column.addWidget(self.without_photos)
        column.addSpacing(6)
        column.addWidget(plain_label("Échanges passés de cet espace", "titre-carte"))
        column.addWidget(self._no_past)
        column.addWidget(self.past, 1)
        column.addStretch()
        return page

    def _result(self) -> QWidget:
        card = Card(_GOOD)
        card.body.addWidget(self._facts)
        return scrolled(card)
