"""« Cette fiche réunit 2 fiches »: which ones, and « Séparer »."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.fusion import Fiche, FicheComparee
from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.words import written_by
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

ALONE = typo("Cette fiche n’est réunie avec aucune autre.")
_SIZE = QSize(720, 460)
_EXPLANATION = typo(
    "« Séparer » rend à chaque fiche ses propres valeurs et ce qui dépendait d’elle, pour toute "
    "l’équipe. Ce qui a été corrigé depuis la fusion reste sur la première."
)


class SeparateDialog(ExchangeDialog):
    """The records that one record brings together."""

    def __init__(self, context: UiContext, fiche: Fiche, parent: QWidget | None = None) -> None:
        super().__init__(
            context, f"Fiches réunies · {fiche.titre}", _EXPLANATION, "", parent, _SIZE
        )
        self._fiche = fiche
        self.primary.hide()
        self.cards = QVBoxLayout()
        self.body.addLayout(self.cards)
        self.body.addStretch()
        self._load()

    def _load(self) -> None:
        service, fiche = self.context.carnet.doublons(self._fiche.espace), self._fiche
        self.context.tasks.run(
            lambda _: service.linked(fiche.entity, fiche.row), owner=self, done=self._show
        )

    def _show(self, members: list[FicheComparee]) -> None:
        while (item := self.cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not members:
            self.cards.addWidget(plain_label(ALONE, "vide", wrap=True))
            self.close_button.setFocus()
            return
        for at, member in enumerate(members):
            who = f"Créée par {written_by(member.auteur, member.poste, member.cree_ms)}"
            card = Card(member.titre, who)
            button = secondary_button("Séparer")
            button.setObjectName(f"separer_{at}")
            button.setAccessibleDescription(f"{member.titre} · {who}")
            button.clicked.connect(lambda _=False, row=member.row: self.separate(row))
            button.setAutoDefault(True)  # Entrée presses the one that has the focus
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.cards.addWidget(card)

    def separate(self, row: str) -> None:
        """Take one record out of the group."""
        service, entity = self.context.carnet.doublons(self._fiche.espace), self._fiche.entity
        self.write(lambda: service.separate(entity, row), "Fiches séparées.", self._load)
