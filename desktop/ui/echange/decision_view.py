"""The decision in front: the values side by side, or a notice with its two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.records import AvisRecord, ConflitRecord
from desktop.texts import ESPACE
from desktop.ui.echange.value_card import ValueCard
from desktop.ui.echange.words import decision_subject, decision_title, notice_sentence
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_COLUMNS = 2


class DecisionView(QScrollArea):
    """Emits `answered(rank)`, from 1: the value or the answer that was chosen."""

    answered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answers = 0
        """How many answers there are."""

    def show_item(self, item: ConflitRecord | AvisRecord | None) -> None:
        """Show a decision, or nothing."""
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self.answers = 0
        if item is not None:
            column.addWidget(plain_label(decision_title(item), "titre-page", wrap=True))
            where = f"{decision_subject(item)} · espace {ESPACE[item.espace]}"
            column.addWidget(plain_label(where, "discret", wrap=True))
            if isinstance(item, ConflitRecord):
                column.addLayout(self._values(item))
            else:
                column.addWidget(self._notice(item))
        column.addStretch()
        self.setWidget(inside)

    def _values(self, conflit: ConflitRecord) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        self.answers = len(conflit.valeurs)
        for index, valeur in enumerate(conflit.valeurs):
            card = ValueCard(valeur, index + 1, shown=index == 0)
            card.kept.connect(lambda rank=index + 1: self.answered.emit(rank))
            grid.addWidget(card, index // _COLUMNS, index % _COLUMNS)
        for section in range(_COLUMNS):
            grid.setColumnStretch(section, 1)
        return grid

    def _notice(self, avis: AvisRecord) -> QWidget:
        self.answers = 2
        card = Card()
        card.body.addWidget(plain_label(notice_sentence(avis), wrap=True))
        row = QHBoxLayout()
        for rank, label in enumerate(("Garder la fiche", "Supprimer quand même"), start=1):
            button = secondary_button(f"{label}   {rank}")
            button.setObjectName(f"garder_{rank}")
            button.setAccessibleName(label)
            button.clicked.connect(lambda _=False, rank=rank: self.answered.emit(rank))
            row.addWidget(button)
        row.addStretch()
        card.body.addLayout(row)
        return card
