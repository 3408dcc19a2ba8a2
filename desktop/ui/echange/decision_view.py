"""The decision in front: the values side by side, or a notice with its two answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.conflits import Morceau, Saisie, compare
from desktop.domain.records import AvisRecord, ConflitRecord, ValeurConcurrente
from desktop.formats import typo
from desktop.texts import ESPACE
from desktop.ui.echange.other_answer import OtherAnswer
from desktop.ui.echange.value_card import ValueCard
from desktop.ui.echange.words import decision_key, decision_subject, decision_title, notice_sentence
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import Raw
from desktop.ui.widgets.plain import plain_label

STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
"""Which answer an arrow leads to, from the one that has the focus."""

_COLUMNS = 2
_LEGEND = typo("Les passages soulignés sont ceux qui diffèrent.")


class DecisionView(QScrollArea):
    """Emits `answered(rank)`, from 1: the value or the answer that was chosen.

    `given(value)` is an answer that is none of the values. A text being typed is not lost when
    the decision is shown again, nor while another one is looked at.
    """

    answered = Signal(int)
    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answers = 0
        """How many answers there are."""
        self.other: OtherAnswer | None = None
        self._item: ConflitRecord | AvisRecord | None = None
        self._typed: dict[tuple[str, ...], Raw] = {}

    def show_item(self, item: ConflitRecord | AvisRecord | None) -> None:
        """Show a decision, or nothing."""
        if item is not None and item == self._item:
            return
        self._keep_typed()
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self.answers, self.other, self._item = 0, None, item
        if item is not None:
            column.addWidget(plain_label(decision_title(item), "titre-page", wrap=True))
            where = f"{decision_subject(item)} · espace {ESPACE[item.espace]}"
            column.addWidget(plain_label(where, "discret", wrap=True))
            if isinstance(item, ConflitRecord):
                self._add_values(item, column)
            else:
                column.addWidget(self._notice(item))
        column.addStretch()
        self.setWidget(inside)
        for button in self._buttons():
            button.installEventFilter(self)
        self._restore_typed()

    def _restore_typed(self) -> None:
        if self._item is not None and self.other is not None:
            raw = self._typed.get(decision_key(self._item))
            if raw is not None:
                self.other.restore(raw)

    def _keep_typed(self) -> None:
        if self._item is not None and self.other is not None:
            raw = self.other.raw()
            self._typed.pop(decision_key(self._item), None)
            if raw is not None:
                self._typed[decision_key(self._item)] = raw

    def focus_answer(self, step: int = 0) -> None:
        """Go to the first answer, or to the next one (1) or the one before (-1)."""
        buttons = self._buttons()
        if not buttons:
            return
        current = next((at for at, button in enumerate(buttons) if button.hasFocus()), None)
        place = 0 if current is None else max(0, min(current + step, len(buttons) - 1))
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(buttons[place])

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let → and ← go from answer to answer: a button would take them for Tab."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.focus_answer(step)
                return True
        return super().eventFilter(watched, event)

    def _buttons(self) -> list[QPushButton]:
        names = [f"garder_{rank}" for rank in range(1, self.answers + 1)]
        found = (self.findChild(QPushButton, name) for name in names)
        return [button for button in found if button is not None]

    def _add_values(self, conflit: ConflitRecord, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setSpacing(12)
        self.answers = len(conflit.valeurs)
        marked = _marked(conflit)
        for index, valeur in enumerate(conflit.valeurs):
            card = ValueCard(valeur, index + 1, shown=index == 0, pieces=marked[index])
            card.kept.connect(lambda rank=index + 1: self.answered.emit(rank))
            grid.addWidget(card, index // _COLUMNS, index % _COLUMNS)
        for section in range(_COLUMNS):
            grid.setColumnStretch(section, 1)
        if any(marked):
            column.addWidget(plain_label(_LEGEND, "discret", wrap=True))
        column.addLayout(grid)
        if conflit.saisie != Saisie.AUCUNE:
            self.other = OtherAnswer(conflit)
            self.other.given.connect(self.given)
            column.addWidget(self.other)

    def _notice(self, avis: AvisRecord) -> QWidget:
        self.answers = 2
        card = Card()
        card.body.addWidget(plain_label(notice_sentence(avis), wrap=True))
        row = QHBoxLayout()
        for rank, label in enumerate(("Garder la fiche", "Laisser supprimé"), start=1):
            button = secondary_button(f"{label}   {rank}")
            button.setObjectName(f"garder_{rank}")
            button.setAccessibleName(label)
            button.clicked.connect(lambda _=False, rank=rank: self.answered.emit(rank))
            row.addWidget(button)
        row.addStretch()
        card.body.addLayout(row)
        return card


def _marked(conflit: ConflitRecord) -> list[Sequence[Morceau]]:
    """Return each long text in pieces: the first against the second, the others against it."""
    if conflit.saisie != Saisie.TEXTE_LONG:
        return [()] * len(conflit.valeurs)
    texts = [_text(valeur) for valeur in conflit.valeurs]
    pairs = [compare(texts[0], other) for other in texts[1:]]
    return [pairs[0][0], *(right for _, right in pairs)]


def _text(valeur: ValeurConcurrente) -> str:
    return str(valeur.stockee) if valeur.stockee else valeur.valeur
