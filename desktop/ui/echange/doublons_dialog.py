"""« Doublons »: what may be the same thing twice; merged, or told apart, by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.fusion import Comparaison, DoublonRecord
from desktop.errors import UserError
from desktop.formats import fold, plural, typo
from desktop.ui.bus import Action, Level
from desktop.ui.context import UiContext
from desktop.ui.echange.answer_list import AnswerList
from desktop.ui.echange.beside import beside
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.merge_view import MergeView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.plain import plain_label, plain_tooltip
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NOTHING = typo("Aucun doublon possible : chaque fiche est seule de son espèce.")
NOTHING_PASSES = typo("Aucun doublon possible ne contient ces mots.")
REFUSED = "Ces deux fiches ne seront plus proposées sur ce poste."
_SIZE = QSize(1180, 680)
_EXPLANATION = typo(
    "Ces fiches se ressemblent : rien n’est réuni sans vous. Une fusion vaut pour toute l’équipe "
    "et se reprend : « Annuler » tout de suite, « Séparer » plus tard."
)
_LIST_WIDTH = 330
_NOT_KEY = "N"


class DoublonsDialog(ExchangeDialog):
    """One pair at a time: « Fusionner » or « Pas un doublon »."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "Doublons", _EXPLANATION, "&Fusionner", parent, _SIZE)
        self._found: list[DoublonRecord] = []
        self._shown: DoublonRecord | None = None
        self._writing = False
        self.primary.clicked.connect(self.merge)
        self.primary.setDefault(False)
        self.refuse_button = secondary_button("Pas un doublon")
        self.refuse_button.setText(f"Pas un doublon   {_NOT_KEY}")
        self.refuse_button.setObjectName("pas_un_doublon")
        self.refuse_button.clicked.connect(self.refuse_pair)
        self.left_buttons.addWidget(self.refuse_button)
        self.search = SearchField("Rechercher dans la liste")
        self.search.searched.connect(self._show_list)
        self.count = plain_label("", "compteur")
        self.list = AnswerList("Doublons possibles")
        self.list.currentRowChanged.connect(self._compare)
        self.view = MergeView()
        self._nothing_passes = EmptyState(
            NOTHING_PASSES, "Tout montrer", self.search.clear, guide=False
        )
        self._empty = EmptyState(NOTHING)
        self._empty.guide_requested.connect(self.open_guide)
        self.pages = QStackedWidget()
        for page in (QWidget(), self._split(), self._empty):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.primary.click)
        self._offer(possible=False)
        context.bus.changed.connect(self._on_changed)
        self._load()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at."""
        return self.pages.currentWidget() is self._empty

    @Slot()
    def merge(self) -> None:
        """Make one record of the pair in front."""
        pair = self._shown
        if pair is None or self._writing or self.view.comparison is None:
            return
        self._writing = True
        service = self.context.carnet.doublons(pair.espace)
        choices = self.view.choices()
        self.write(
            lambda: service.merge(pair.entity, pair.a, pair.b, choices),
            "Fiches réunies.",
            self._read,
        )

    @Slot()
    def refuse_pair(self) -> None:
        """Say that the pair in front is no duplicate; this poste no longer suggests it."""
        pair = self._shown
        if pair is None or self._writing:
            return
        self._writing = True
        service = self.context.carnet.doublons(pair.espace)

        def done(_result: None) -> None:
            again = Action("Annuler", lambda: self._reconsider(pair))
            self.context.bus.tell(REFUSED, Level.SUCCES, action=again)
            self._read()

        self.context.tasks.run(
            lambda _: service.refuse(pair.a, pair.b),
            owner=self,
            done=done,
            failed=self._refused,
        )

    def _reconsider(self, pair: DoublonRecord) -> None:
        service = self.context.carnet.doublons(pair.espace)

        def done(_result: None) -> None:
            self.context.bus.tell("Ces deux fiches sont de nouveau proposées.")
            if self.is_open:
                self._load()

        bus = self.context.bus  # the bar of the window may ask it once this dialog is closed
        self.context.tasks.run(lambda _: service.reconsider(pair.a, pair.b), owner=bus, done=done)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N refuses the pair; Entrée goes to its first choice instead of closing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if focused is self.list:
                self.view.focus_choice()
            elif focused in (self.refuse_button, self.close_button, self.primary):
                focused.click()
        elif event.text().upper() == _NOT_KEY and not event.modifiers():
            self.refuse_pair()
        else:
            super().keyPressEvent(event)

    def _refused(self, error: Exception) -> None:
        self._writing = False
        self.refuse(error)

    def _read(self) -> None:
        self._writing = False
        self._load()

    def _load(self) -> None:
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: _suggested(carnet), owner=self, done=self._show)

    def _show(self, found: list[DoublonRecord]) -> None:
        self._found = found
        self.pages.setCurrentIndex(1 if found else 2)
        self._show_list()
        if not found:
            self.close_button.setFocus()
        elif not self.search.hasFocus():
            self.list.setFocus()

    @Slot()
    def _show_list(self) -> None:
        words = fold(self.search.text()).split()
        passing = [pair for pair in self._found if _holds(pair, words)]
        total = plural(len(self._found), "doublon possible", "doublons possibles")
        hidden = len(passing) != len(self._found)
        self.count.setText(f"{len(passing)} sur {total}" if hidden else total)
        self._right.setCurrentWidget(self.view if passing else self._nothing_passes)
        row, chosen = self.list.currentRow(), self._shown
        with QSignalBlocker(self.list):
            self.list.clear()
            for pair in passing:
                item = QListWidgetItem(_label(pair), self.list)
                item.setData(Qt.ItemDataRole.UserRole, pair)
                item.setToolTip(plain_tooltip(item.text()))
            if chosen in passing:
                row = passing.index(chosen)
            self.list.setCurrentRow(max(0, min(row, len(passing) - 1)) if passing else -1)
        self._compare()

    @Slot()
    def _compare(self) -> None:
        item = self.list.currentItem()
        pair: DoublonRecord | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        self._shown = pair
        self._offer(possible=False)
        if pair is None:
            self.view.show_comparison(None)
            return
        service = self.context.carnet.doublons(pair.espace)

        def done(found: Comparaison) -> None:
            if self._shown == pair:
                self.view.show_comparison(found)
                self._offer(possible=True)

        self.context.tasks.run(
            lambda _: service.compare(pair.entity, pair.a, pair.b),
            owner=self,
            done=done,
            failed=self._not_compared,
        )

    def _not_compared(self, error: Exception) -> None:
        self.view.show_comparison(None)
        if isinstance(error, UserError):
            self.refuse(error)

    def _offer(self, *, possible: bool) -> None:
        self.primary.setEnabled(possible)
        self.refuse_button.setEnabled(possible)

    @Slot(object)
    def _on_changed(self, _changes: ChangeSet) -> None:
        if not self._writing:
            self._load()

    def _split(self) -> QSplitter:
        self._right = QStackedWidget()
        self._right.addWidget(self.view)
        self._right.addWidget(self._nothing_passes)
        widths = (_LIST_WIDTH, _SIZE.width() - _LIST_WIDTH)
        return beside((self.search, self.count), self.list, self._right, widths=widths)


def _label(pair: DoublonRecord) -> str:
    return f"{pair.titre_a}\n{pair.titre_b}\n{', '.join(pair.raisons)}"


def _holds(pair: DoublonRecord, words: list[str]) -> bool:
    text = fold(_label(pair))
    return all(word in text for word in words)


def _suggested(carnet: Carnet) -> list[DoublonRecord]:
    return [pair for espace in carnet.espaces() for pair in carnet.doublons(espace).suggestions()]
