"""« À relire »: what two postes wrote at once, decided once for the whole team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import AvisRecord, ConflitRecord
from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.echange.decision_list import Decision, DecisionList, rank_of
from desktop.ui.echange.decision_view import DecisionView
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.widgets.cards import EmptyState

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NOTHING = typo("Aucun conflit : rien à relire.")
_SIZE = QSize(1080, 640)
_EXPLANATION = typo(
    "Rien n’est perdu : chaque valeur est gardée jusqu’à votre choix. Votre décision vaut pour "
    "toute l’équipe dès le prochain échange."
)
_LIST_WIDTH = 300


class ConflictsDialog(ExchangeDialog):
    """One decision at a time; the figures of the keyboard choose."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "À relire", _EXPLANATION, "", parent, _SIZE)
        self.primary.hide()
        self.close_button.setDefault(True)
        self.list = DecisionList()
        self.view = DecisionView()
        self.list.currentRowChanged.connect(self._show_current)
        self.view.answered.connect(self.answer)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self.list)
        split.addWidget(self.view)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH])
        self._empty = EmptyState(NOTHING)
        self._empty.guide_requested.connect(self.open_guide)
        self.pages = QStackedWidget()
        for page in (QWidget(), split, self._empty):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self._writing = False
        context.bus.changed.connect(self._on_changed)
        self._load()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return self.pages.currentWidget() is self._empty

    @Slot(int)
    def answer(self, rank: int) -> None:
        """Keep the value of a rank, or give the answer of a rank to a notice."""
        decision = self.list.current()
        if decision is None or self._writing or not 1 <= rank <= self.view.answers:
            return
        self._writing = True
        journal = self.context.carnet.journal(decision.espace)
        if isinstance(decision, ConflitRecord):
            head = decision.valeurs[rank - 1].head
            entity, row, champ = decision.entity, decision.row, decision.champ
            self.write(lambda: journal.keep(entity, row, champ, head), "Valeur gardée.", self._read)
            return
        garder = rank == 1
        self.write(
            lambda: journal.settle_notice(decision.entity, decision.row, garder=garder),
            "Fiche gardée." if garder else "Fiche mise à la corbeille.",
            self._read,
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses its answer."""
        if rank := rank_of(event):
            self.answer(rank)
            return
        super().keyPressEvent(event)

    def _read(self) -> None:
        self._writing = False
        self._load()

    def _load(self) -> None:
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: _waiting(carnet), owner=self, done=self._show)

    def _show(self, decisions: list[Decision]) -> None:
        self.list.show_decisions(decisions)
        self.pages.setCurrentIndex(1 if decisions else 2)
        if decisions:
            self.list.setFocus()
        else:
            self.close_button.setFocus()

    @Slot()
    def _show_current(self) -> None:
        self.view.show_item(self.list.current())

    @Slot(object)
    def _on_changed(self, _changes: ChangeSet) -> None:
        if not self._writing:
            self._load()


def _waiting(carnet: Carnet) -> list[Decision]:
    found: list[Decision] = []
    for espace in carnet.espaces():
        journal = carnet.journal(espace)
        conflicts: list[ConflitRecord] = journal.conflicts()
        notices: list[AvisRecord] = journal.notices()
        found += [*conflicts, *notices]
    return found
