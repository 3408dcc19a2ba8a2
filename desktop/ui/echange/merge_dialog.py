"""« Fusionner avec… »: a record, the other one that is the same thing, and the choices."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.fusion import Comparaison, Fiche
from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.merge_view import MergeView
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(1040, 680)
_EXPLANATION = typo(
    "Cherchez la fiche qui décrit la même chose, puis choisissez les valeurs à garder. Ce qui "
    "dépend des deux fiches se retrouve sur une seule, pour toute l’équipe."
)
_HINT = "Quelques mots du nom ou du numéro"
_UNKNOWN = "Choisissez une fiche de la liste."


class MergeDialog(ExchangeDialog):
    """Merges the record with the one that is chosen."""

    def __init__(self, context: UiContext, fiche: Fiche, parent: QWidget | None = None) -> None:
        title = f"Fusionner · {fiche.titre}"
        super().__init__(context, title, _EXPLANATION, "&Fusionner", parent, _SIZE)
        self._fiche = fiche
        self._other = ""
        self.choice = SearchChoice(_HINT, _UNKNOWN, "")
        self.choice.setAccessibleName("Fiche avec laquelle fusionner")
        self.choice.edited.connect(self._compare)
        self.view = MergeView()
        label = plain_label("Avec la fiche", "libelle")
        label.setBuddy(self.choice)
        self.body.addWidget(label)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.view, 1)
        self.primary.clicked.connect(self.merge)
        self.primary.setEnabled(False)
        service = context.carnet.doublons(fiche.espace)
        context.tasks.run(
            lambda _: service.others(fiche.entity, fiche.row), owner=self, done=self._offer
        )

    @Slot()
    def merge(self) -> None:
        """Make one record of the two and close."""
        if self.view.comparison is None:
            return
        self.primary.setEnabled(False)
        service = self.context.carnet.doublons(self._fiche.espace)
        fiche, other, choices = self._fiche, self._other, self.view.choices()
        self.work(
            lambda _: service.merge(fiche.entity, fiche.row, other, choices),
            lambda _: self.accept(),
            label="Fusion des deux fiches…",
            late=lambda changes: self.context.written(self.context.bus, changes, "Fiches réunies."),
        )

    def _offer(self, others: dict[str, str]) -> None:
        self.choice.set_labels(others)
        self.choice.setFocus()

    @Slot()
    def _compare(self) -> None:
        other = self.choice.value() or ""
        if other == self._other:
            return
        self._other = other
        self.primary.setEnabled(False)
        self.view.show_comparison(None)
        if not other:
            return
        service, fiche = self.context.carnet.doublons(self._fiche.espace), self._fiche

        def done(found: Comparaison) -> None:
            if self._other == other:
                self.view.show_comparison(found)
                self.primary.setEnabled(True)

        self.context.tasks.run(
            lambda _: service.compare(fiche.entity, fiche.row, other),
            owner=self,
            done=done,
            failed=self.refuse,
        )
