"""Computed values of a dossier: each with its formula, what it lacks, and « à vérifier »."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.relogement.calcul import Calcul
from desktop.texts import calculs as words
from desktop.ui.widgets.cards import Card, Pill
from desktop.ui.widgets.plain import plain_label, plain_tooltip, set_property


class CalculsCard(Card):
    """A scrolling list « name … value », with the formula in small letters below each."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._lines: list[tuple[QLabel, QLabel, Pill, QLabel]] = []
        inside = QWidget()
        inside.setProperty("role", "defilant")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(title)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)

    def set(self, found: Iterable[Calcul[Any]]) -> None:
        """Show these values instead of the former ones."""
        shown = list(found)
        while len(self._lines) < len(shown):
            self._add_line()
        for index, line in enumerate(self._lines):
            for widget in line:
                widget.setVisible(index < len(shown))
            if index < len(shown):
                _fill(line, shown[index])

    def texts(self) -> dict[str, str]:
        """Return what is shown: name → value."""
        return {one[0].text(): one[1].text() for one in self._lines if not one[0].isHidden()}

    def _add_line(self) -> None:
        name, value = plain_label(wrap=True), plain_label()
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        check, how = Pill("", "alerte"), plain_label(role="discret", wrap=True)
        for label in (name, how):  # a formula without a break is cut rather than the value
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(name, 1)
        line.addWidget(check, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(value)
        last = self._column.count() - 1
        self._column.insertLayout(last, line)
        self._column.insertWidget(last + 1, how)
        self._lines.append((name, value, check, how))


def _fill(line: tuple[QLabel, QLabel, Pill, QLabel], one: Calcul[Any]) -> None:
    name, value, check, how = line
    name.setText(one.libelle)
    value.setText(words.valeur(one))
    value.setAccessibleName(f"{one.libelle} : {words.valeur(one)}")
    value.setToolTip(plain_tooltip(one.source))
    set_property(value, "role", "discret" if one.valeur is None else "valeur")
    check.set(words.A_VERIFIER if one.a_verifier else "", "alerte")
    formula = words.formule(one) if one.valeur is not None else ""
    sentences = [text for text in (formula, words.manque(one)) if text]
    how.setText(" — ".join(sentences))
    how.setVisible(bool(sentences))
