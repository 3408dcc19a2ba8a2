"""« Ajouter un gestionnaire… »: a small dialog that keeps what was typed when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.drafts import StructureDraft
from desktop.errors import SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import StructureRecord
    from desktop.services.resultat import Resultat


class StructureForm(EntityForm[StructureDraft]):
    """Name and family of a gestionnaire."""

    draft_type = StructureDraft
    submit_label = "Ajouter le gestionnaire"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", hint="Service ou organisme, jamais une personne")
        self.add_choice("famille", "&Famille", texts.quartier.FAMILLE_STRUCTURE, empty=None)


class StructureDialog(QDialog):
    """Emits `added(StructureRecord)` once the service has written it, and closes."""

    added = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Ajouter un gestionnaire")
        self.resize(440, 240)
        self.form = StructureForm("Nouveau gestionnaire")
        self.form.submitted.connect(self._save)
        self._refusal = plain_label(role="erreur", wrap=True)
        self._refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.form, 1)
        column.addWidget(self._refusal)
        self.form.field("nom").setFocus()

    def _save(self, draft: StructureDraft) -> None:
        service = self._context.carnet.diagnostics
        self.form.set_enabled_submit(enabled=False)

        def done(result: Resultat[StructureRecord]) -> None:
            self._context.written(
                self._context.bus, result.changes, f"Gestionnaire ajouté : {result.valeur.nom}."
            )
            self.added.emit(result.valeur)
            self.close()

        def failed(error: Exception) -> None:
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            elif isinstance(error, UserError):
                self._refusal.setText(str(error))
                self._refusal.show()

        self._context.tasks.run(
            lambda _context: service.save_structure(draft), owner=self, done=done, failed=failed
        )


def ask_gestionnaire(context: UiContext, form: ConstatForm) -> StructureDialog:
    """Open the dialog over a form of constat; what is added is chosen in it."""
    dialog = StructureDialog(context, form)
    dialog.added.connect(form.choose_added)
    dialog.open()
    return dialog
