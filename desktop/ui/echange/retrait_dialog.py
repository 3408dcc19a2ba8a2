"""« Retirer la dernière lecture »: what would go and what stays, then the withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.retours import ApercuRetrait
from desktop.formats import typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.return_words import withdrawal_lines
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.words import sentence
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.retours import BilanRetrait
    from desktop.services.resultat import Resultat

NOTHING = typo("Aucune lecture ne peut être retirée : lisez d’abord le fichier d’un collègue.")
_SIZE = QSize(680, 420)
_EXPLANATION = typo(
    "Ce que le dernier fichier lu a apporté s’en va ; ce que vous avez saisi reste. Une sauvegarde "
    "est faite avant, et relire le fichier ramène tout."
)


class RetraitDialog(ExchangeDialog):
    """Shows the last reading of an espace; nothing is written before the filled button."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Retirer la dernière lecture",
            _EXPLANATION,
            "&Retirer cette lecture",
            parent,
            _SIZE,
        )
        self.espace = EspaceChoice(context)
        self.espace.changed.connect(self.look)
        self.text = plain_label(wrap=True)
        self.text.setObjectName("apercu_retrait")
        card = Card("Ce qui partirait, ce qui reste")
        card.body.addWidget(self.text)
        self.body.addWidget(self.espace)
        self.body.addWidget(scrolled(card), 1)
        self.primary.clicked.connect(self._withdraw)
        self.primary.hide()

    @Slot()
    def look(self) -> None:
        """Say what taking the last reading of the chosen espace back would do."""
        service = self.context.carnet.retrait(self.espace.value())
        self.primary.hide()
        self.work(lambda _: service.preview(), self._show, label="Relecture du journal…")

    @override
    def refuse(self, error: Exception) -> None:
        """Show the refusal; the preview is made again the next time."""
        super().refuse(error)
        self.close_button.setFocus()

    def _show(self, apercu: ApercuRetrait | None) -> None:
        self.text.setText("\n".join(withdrawal_lines(apercu)) if apercu else NOTHING)
        possible = apercu is not None and not apercu.empechement
        self.primary.setVisible(possible)
        self.close_button.setDefault(not possible)
        self.close_button.setFocus()

    @Slot()
    def _withdraw(self) -> None:
        service = self.context.carnet.retrait(self.espace.value())
        self.work(
            lambda _: service.withdraw(), self._done, label="Sauvegarde et retrait…",
            late=self._announce,
        )  # fmt: skip

    def _announce(self, result: Resultat[BilanRetrait]) -> None:
        self.context.bus.announce(result.changes)
        self.context.bus.tell(
            sentence(
                "Lecture retirée. Sauvegarde faite avant : {name}", name=result.valeur.sauvegarde
            ),
            Level.SUCCES,
        )

    def _done(self, result: Resultat[BilanRetrait]) -> None:
        self.primary.hide()
        self.text.setText("\n".join(withdrawal_lines(result.valeur.apercu)))
        self.close_button.setDefault(True)
        self.close_button.setFocus()
