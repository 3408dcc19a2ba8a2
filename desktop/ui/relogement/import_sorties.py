"""Dialogs before a workbook or a plan de relogement leaves: for what purpose (V19)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.relogement.tableau_suivi import MOTIF_MAX, MOTIF_MIN, Presentation
from desktop.errors import Annule, UserError
from desktop.formats import plural, typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.check_field import CheckField
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.fields import ChoiceField, TextField
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

_WIDTH = 560
_ASK = "Dites en quelques mots pour quoi ce document sort."
_T1_HINT = typo(
    "Un classeur XLSX, une ligne par dossier. Il contient des données personnelles : le motif est "
    "noté sur ce poste et dans le classeur. Effacez le fichier quand il a servi."
)
_RAPPROCHEMENT_HINT = typo(
    "Un classeur XLSX : les réponses, puis la raison de chacune. Il porte les références des "
    "dossiers, pas les noms ; le motif est noté sur ce poste et dans le classeur."
)
_PLAN_HINT = typo(
    "Le plan désigne les ménages par leur référence, sans étage ni porte. La variante nominative "
    "est confidentielle : son motif est noté."
)


class _Sortie(QDialog):
    """A form, a purpose, a primary button."""

    def __init__(self, title: str, hint: str, primary: QPushButton, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.motif = TextField(MOTIF_MAX)
        self.motif.setObjectName("motif")
        self.motif.setPlaceholderText("comité technique de novembre")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_motif")
        self._error.hide()
        self.strip = ProgressStrip()
        self.primary = primary
        self.primary.setObjectName("principal")
        self.primary.setDefault(True)
        self.form = QFormLayout()
        self.form.setSpacing(10)
        self.add_row("&Motif", "Motif de la sortie", self.motif)
        cancel = secondary_button("Annuler")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.strip)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(plain_label(hint, "discret", wrap=True))
        column.addLayout(self.form)
        column.addWidget(self._error)
        column.addLayout(buttons)

    def add_row(self, words: str, name: str, field: QWidget) -> None:
        """Add a labelled field above the purpose."""
        field.setAccessibleName(name)
        label = plain_label(words)
        label.setBuddy(field)
        self.form.insertRow(max(0, self.form.rowCount() - 1), label, field)

    def check(self) -> bool:
        """Say beside the field that the purpose is missing; True when there is one."""
        told = "" if len(str(self.motif.value()).strip()) >= MOTIF_MIN else _ASK
        self._error.setText(told)
        self._error.setVisible(bool(told))
        if told:
            self.motif.setFocus()
        return not told


Write = Callable[[Path, str, TaskContext], int]
"""Writes a workbook for a purpose, in a task; returns how many rows it holds."""


class ClasseurDialog(_Sortie):
    """A purpose, then where: writes one workbook and closes once it is whole.

    `told` turns the number of rows into what the message bar says.
    """

    def __init__(
        self,
        context: UiContext,
        parent: QWidget,
        *,
        title: str,
        hint: str,
        name: Callable[[], str],
        write: Write,
        told: Callable[[int], str],
    ) -> None:
        super().__init__(title, hint, primary_button("&Enregistrer sous…"), parent)
        self._context = context
        self._name, self._write, self._told = name, write, told
        self._handle: TaskHandle | None = None
        self.strip.cancelled.connect(self._cancel)
        self.finished.connect(self._cancel)
        self.primary.clicked.connect(self._choose)
        self.motif.setFocus()

    @Slot()
    def _choose(self) -> None:
        if not self.check():
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, "Enregistrer le classeur", self._name(), "Classeur (*.xlsx)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the workbook, and close once it is whole."""
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(f"{path.name}.xlsx")
        write, motif = self._write, str(self.motif.value())

        def done(count: int) -> None:
            self._settle()
            self._context.bus.tell(typo(self._told(count)), Level.SUCCES)
            self.accept()

        def failed(error: Exception) -> None:
            self._settle()
            if isinstance(error, UserError) and not isinstance(error, Annule):
                show_error(self, error)

        def advance(progress: Progress) -> None:
            self.strip.advance(progress.done, progress.total)

        self.primary.setEnabled(False)
        self.strip.start("Écriture du classeur…")
        self._handle = self._context.tasks.run(
            lambda task: write(path, motif, task),
            owner=self,
            done=done,
            failed=failed,
            progress=advance,
            lane=Lane.IMAGES,
            cancellable=True,
        )

    def _settle(self) -> None:
        self._handle = None
        self.strip.finish()
        self.primary.setEnabled(True)

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()


class T1Dialog(ClasseurDialog):
    """« Exporter le tableau T1 »."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        service = context.carnet.tableau_suivi

        def write(path: Path, motif: str, task: TaskContext) -> int:
            return service.export(path, motif, progress=task.report, cancelled=task.cancelled)

        super().__init__(
            context,
            parent,
            title="Exporter le tableau T1",
            hint=_T1_HINT,
            name=service.name,
            write=write,
            told=lambda count: f"Tableau T1 enregistré : {plural(count, 'dossier')}, motif noté.",
        )


class RapprochementDialog(ClasseurDialog):
    """« Exporter » of a rapprochement: the ménages before a dwelling, or the reverse."""

    def __init__(
        self, context: UiContext, parent: QWidget, disponible_id: str, menage_id: str
    ) -> None:
        service = context.carnet.rapprochement

        def write(path: Path, motif: str, task: TaskContext) -> int:
            if menage_id:
                return service.export_logements(
                    path, menage_id, motif, progress=task.report, cancelled=task.cancelled
                )
            return service.export_menages(
                path, disponible_id, motif, progress=task.report, cancelled=task.cancelled
            )

        what = "logement" if menage_id else "ménage"
        super().__init__(
            context,
            parent,
            title="Exporter le rapprochement",
            hint=_RAPPROCHEMENT_HINT,
            name=service.export_name,
            write=write,
            told=lambda count: f"Rapprochement enregistré : {plural(count, what)}, motif noté.",
        )


class PlanDialog(_Sortie):
    """« Plan de relogement »: grouping, size, names; emits `wanted(presentation, purpose)`."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Plan de relogement", _PLAN_HINT, primary_button("&Voir le plan"), parent)
        self.groups: ChoiceField[bool] = ChoiceField(
            {False: "Par bâtiment et cage", True: "Par bailleur d’accueil"}, None
        )
        self.groups.set_value(False)
        self.size_choice: ChoiceField[bool] = ChoiceField(
            {False: "A4 paysage, l’essentiel", True: "A3 paysage, toutes les colonnes"}, None
        )
        self.size_choice.set_value(False)
        self.names = CheckField("Avec les noms et les portes")
        self.names.setObjectName("nominatif")
        self.add_row("&Groupes", "Groupes du plan", self.groups)
        self.add_row("&Format", "Format du papier", self.size_choice)
        self.add_row("&Noms", "Avec les noms et les portes", self.names)
        self.names.edited.connect(self._names_chosen)
        self.primary.clicked.connect(self._show)
        self._names_chosen()
        self.groups.setFocus()

    @Slot()
    def _names_chosen(self) -> None:
        self.form.setRowVisible(self.motif, bool(self.names.value()))

    @Slot()
    def _show(self) -> None:
        nominatif = bool(self.names.value())
        if nominatif and not self.check():
            return
        presentation = Presentation(
            par_bailleur=bool(self.groups.value()),
            nominatif=nominatif,
            grand=bool(self.size_choice.value()),
        )
        self.accept()
        self.wanted.emit(presentation, str(self.motif.value()) if nominatif else "")
