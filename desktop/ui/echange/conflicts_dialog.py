"""« À relire »: what two postes wrote at once, decided once for the whole team."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from desktop.domain.changes import Value
from desktop.domain.changeset import ChangeSet
from desktop.domain.fusion import Fiche
from desktop.domain.records import ConflitRecord
from desktop.formats import plural, typo
from desktop.ui.context import UiContext
from desktop.ui.echange.beside import beside
from desktop.ui.echange.decision_filter import DecisionFilter
from desktop.ui.echange.decision_list import Decision, DecisionList, rank_of
from desktop.ui.echange.decision_view import STEPS, DecisionView
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.other_answer import BOTH_KEY, OTHER_KEY
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NOTHING = typo("Aucun conflit : rien à relire.")
NOTHING_PASSES = typo("Rien à relire ne correspond à ce filtre.")
_SIZE = QSize(1180, 660)
_EXPLANATION = typo(
    "Rien n’est perdu : chaque valeur est gardée jusqu’à votre choix. Votre décision vaut pour "
    "toute l’équipe dès le prochain échange. Flèches : choisir ; 1, 2… : garder une valeur."
)
_LIST_WIDTH = 300


class ConflictsDialog(ExchangeDialog):
    """One decision at a time; the keyboard alone is enough."""

    def __init__(
        self, context: UiContext, parent: QWidget | None = None, only: Fiche | None = None
    ) -> None:
        title = f"À relire · {only.titre}" if only else "À relire"
        super().__init__(context, title, _EXPLANATION, "", parent, _SIZE)
        self._only = only
        self._found: list[Decision] = []
        self.primary.hide()
        self.primary.setDefault(False)
        self.filter = DecisionFilter()
        self.filter.setVisible(only is None)
        self.filter.changed.connect(self._show_list)
        self.count = plain_label("", "compteur")
        self.list = DecisionList()
        self.view = DecisionView()
        self.list.currentRowChanged.connect(self._show_current)
        self.view.answered.connect(self.answer)
        self.view.given.connect(self.give)
        self._nothing_passes = EmptyState(
            NOTHING_PASSES, "Tout montrer", self.filter.clear, guide=False
        )
        self._empty = EmptyState(NOTHING)
        self._empty.guide_requested.connect(self.open_guide)
        self.pages = QStackedWidget()
        for page in (QWidget(), self._split(), self._empty):
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
        if decision is None or not 1 <= rank <= self.view.answers:
            return
        journal = self.context.carnet.journal(decision.espace)
        if isinstance(decision, ConflitRecord):
            head = decision.valeurs[rank - 1].head
            entity, row, champ = decision.entity, decision.row, decision.champ
            self._decide(lambda: journal.keep(entity, row, champ, head), "Valeur gardée.")
            return
        garder = rank == 1
        self._decide(
            lambda: journal.settle_notice(decision.entity, decision.row, garder=garder),
            "Fiche gardée." if garder else "Fiche laissée supprimée.",
        )

    @Slot(object)
    def give(self, value: Value) -> None:
        """Keep a value that is none of those shown."""
        decision = self.list.current()
        if isinstance(decision, ConflitRecord):
            journal = self.context.carnet.journal(decision.espace)
            entity, row, champ = decision.entity, decision.row, decision.champ
            self._decide(lambda: journal.keep_other(entity, row, champ, value), "Valeur gardée.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses its answer; B, A, Entrée and the arrows lead to the others."""
        key, other = event.text().upper(), self.view.other
        step = STEPS.get(Qt.Key(event.key()))
        focused = QApplication.focusWidget()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif rank := rank_of(event):
            self.answer(rank)
        elif key == BOTH_KEY and other is not None:
            other.open_both()
        elif key == OTHER_KEY and other is not None:
            other.open_other()
        elif step is not None:
            self.view.focus_answer(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QPushButton):
                focused.click()
            elif focused is self.list:
                self.view.focus_answer()
        else:
            super().keyPressEvent(event)

    def _decide(self, work: Callable[[], ChangeSet], message: str) -> None:
        if not self._writing:
            self._writing = True
            self.write(work, message, self._read)

    def _read(self) -> None:
        self._writing = False
        self._load()

    def _load(self) -> None:
        carnet, only = self.context.carnet, self._only
        self.context.tasks.run(lambda _: _waiting(carnet, only), owner=self, done=self._show)

    def _show(self, decisions: list[Decision]) -> None:
        self._found = decisions
        self.filter.offer(decisions)
        self.pages.setCurrentIndex(1 if decisions else 2)
        self._show_list()
        if not decisions:
            self.close_button.setFocus()
        elif not self.filter.search.hasFocus() and not self._is_typing():
            self.list.setFocus()

    @Slot()
    def _show_list(self) -> None:
        passing = self.filter.passing(self._found)
        total = plural(len(self._found), "décision à prendre", "décisions à prendre")
        hidden = len(passing) != len(self._found)
        self.count.setText(f"{len(passing)} sur {total}" if hidden else total)
        self.list.show_decisions(passing)
        self._right.setCurrentWidget(self.view if passing else self._nothing_passes)

    @Slot()
    def _show_current(self) -> None:
        self.view.show_item(self.list.current())

    @Slot(object)
    def _on_changed(self, _changes: ChangeSet) -> None:
        if not self._writing:
            self._load()

    def _is_typing(self) -> bool:
        return self.view.other is not None and self.view.other.is_open

    def _split(self) -> QSplitter:
        self._right = QStackedWidget()
        self._right.addWidget(self.view)
        self._right.addWidget(self._nothing_passes)
        widths = (_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH)
        return beside((self.filter, self.count), self.list, self._right, widths=widths)


def _waiting(carnet: Carnet, only: Fiche | None) -> list[Decision]:
    found: list[Decision] = []
    for espace in (only.espace,) if only else carnet.espaces():
        journal = carnet.journal(espace)
        row = only.row if only else None
        found += [*journal.conflicts(row), *journal.notices(row)]
    return found
