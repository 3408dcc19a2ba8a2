"""Legend of a façade: marks, words and counts of the states that are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.relogement.facade import Case, compte
from desktop.formats import number, plural
from desktop.texts import facade as words
from desktop.ui.widgets.cards import Card, Pill
from desktop.ui.widgets.plain import plain_label

_MARK_WIDTH = 34


class FacadeLegend(Card):
    """One line a state, in a fixed order; it scrolls when it has no room."""

    def __init__(self) -> None:
        super().__init__("Légende")
        self._total = plain_label("", "discret")
        content = QWidget()
        content.setProperty("role", "defilant")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setAccessibleName("Légende")
        self._lines: list[tuple[QWidget, QLabel, Pill, QLabel]] = []
        self.body.addWidget(self._total)
        self.body.addWidget(scroll, 1)

    def show_counts(self, cases: tuple[Case, ...]) -> None:
        """Show the states of these doors and how many each has."""
        self._total.setText(plural(len(cases), "logement"))
        counts = compte(cases)
        while len(self._lines) < len(counts):
            self._add_line()
        for rank, (line, mark, pill, count) in enumerate(self._lines):
            line.setVisible(rank < len(counts))
            if rank < len(counts):
                etat, many = counts[rank]
                mark.setText(words.MARQUE[etat])
                pill.set(words.etat_words(etat), words.TON[etat])
                count.setText(number(many))
        spoken = [f"{words.etat_words(etat)} : {many}" for etat, many in counts]
        self.setAccessibleDescription(", ".join(spoken))

    def lines(self) -> list[tuple[str, str, str]]:
        """Return (mark, word, count) of each line shown."""
        return [
            (mark.text(), pill.text(), count.text())
            for line, mark, pill, count in self._lines
            if not line.isHidden()
        ]

    def _add_line(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        mark, pill, count = plain_label("", "titre-carte"), Pill(), plain_label("")
        mark.setMinimumWidth(_MARK_WIDTH)
        row.addWidget(mark)
        row.addWidget(pill)
        row.addStretch()
        row.addWidget(count)
        self._column.insertWidget(len(self._lines), line)
        self._lines.append((line, mark, pill, count))
