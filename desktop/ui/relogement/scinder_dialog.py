"""« Scinder… »: a décohabitation, who leaves and who holds the new dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from desktop.domain.records import OccupantRecord
from desktop.errors import UserError
from desktop.formats import typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.relogement.words import birth, occupant_name
from desktop.ui.widgets.buttons import key_name, primary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import SUBMIT_KEY
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.relogement.records_propositions import ScissionRecord
    from desktop.services.resultat import Resultat

_TITLE = "Scinder le ménage"
_WHAT = (
    "Un nouveau dossier « À contacter » est créé pour les personnes qui partent, avec le même "
    "logement d’origine. Leurs ressources et leurs pièces les suivent. Ctrl+Z reprend tout."
)


class ScinderDialog(QDialog):
    """Asks who leaves; closes once the new dossier is made."""

    def __init__(
        self,
        context: UiContext,
        row: str,
        occupants: list[OccupantRecord],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._row = context, row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_TITLE)
        self.resize(460, 420)
        card = Card(_TITLE, typo(_WHAT))
        card.body.addWidget(plain_label("Qui part ?", "titre-carte"))
        self.boxes: dict[str, QCheckBox] = {}
        self._names = {one.id: occupant_name(one) for one in occupants}
        for one in occupants:
            box = QCheckBox(f"{self._names[one.id]} · {birth(one)}".replace("&", "&&"))
            box.toggled.connect(self._settle)
            self.boxes[one.id] = box
            card.body.addWidget(box)
        caption = plain_label("&Titulaire du nouveau dossier", "libelle")
        self.holder: ChoiceField[str] = ChoiceField({}, None)
        self.holder.setAccessibleName("Titulaire du nouveau dossier")
        caption.setBuddy(self.holder)
        card.body.addWidget(caption)
        card.body.addWidget(self.holder)
        self.refusal = plain_label(role="erreur", wrap=True)
        self.refusal.setObjectName("refus")
        self.refusal.hide()
        card.body.addWidget(self.refusal)
        card.body.addStretch()
        self.submit = primary_button(f"Scinder   {key_name(SUBMIT_KEY)}")
        self.submit.setAccessibleName("Scinder")
        self.submit.clicked.connect(self.split)
        QShortcut(QKeySequence(SUBMIT_KEY), self).activated.connect(self.split)
        card.body.addWidget(self.submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(card)
        self._settle()

    @Slot()
    def split(self) -> None:
        """Make the new dossier."""
        service, row = self._context.carnet.etats, self._row
        leaving, holder = self._leaving(), self.holder.value() or ""
        self.submit.setEnabled(False)

        def done(result: Resultat[ScissionRecord]) -> None:
            made = result.valeur
            self._context.written(
                self._context.bus, result.changes, f"Dossier {made.reference} créé."
            )
            for warning in made.avertissements:
                self._context.bus.tell(typo(warning), Level.ALERTE)
            self.close()

        def failed(error: Exception) -> None:
            self.submit.setEnabled(True)
            if isinstance(error, UserError):
                self.refusal.setText(typo(error.message))
                self.refusal.show()

        self._context.tasks.run(
            lambda _task: service.scinder(row, leaving, holder),
            owner=self,
            done=done,
            failed=failed,
        )

    def _leaving(self) -> list[str]:
        return [row for row, box in self.boxes.items() if box.isChecked()]

    @Slot()
    def _settle(self) -> None:
        kept = self.holder.value()
        offered = {row: self._names[row] for row in self._leaving()}
        self.holder.set_labels(offered)
        if kept in offered:
            self.holder.set_value(kept)
        self.holder.setEnabled(bool(offered))


def ask_split(context: UiContext, row: str, parent: QWidget) -> None:
    """Open the dialog for a dossier."""
    service = context.carnet.relogement

    def done(occupants: list[OccupantRecord]) -> None:
        ScinderDialog(context, row, occupants, parent).open()

    context.tasks.run(lambda _task: service.occupants(row), owner=parent, done=done)
