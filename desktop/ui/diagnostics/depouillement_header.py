"""Head of a page about one marche: way back, title, progress of the sorting, actions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget
from typing_extensions import override

from desktop.domain.diagnostics.depouillement import (
    GOAL_MINUTES,
    GOAL_PHOTOS,
    Depouillement,
    goal_minutes,
)
from desktop.formats import NBSP
from desktop.ui import theme
from desktop.ui.widgets.buttons import icon_button, primary_button, secondary_button
from desktop.ui.widgets.cards import PageHeader
from desktop.ui.widgets.plain import plain_label, plain_tooltip

_BAR_WIDTH = 80
_ROOMY_TYPE = 13
"""In larger type the title takes the room of the bar; the counts stay."""


def with_way_back(header: PageHeader, back: QWidget) -> QWidget:
    """Put a button before the title of a header."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(back)
    row.addWidget(header, 1)
    return whole


class DepouillementHeader(QWidget):
    """« Dépouillement — BEI-2026-2, Beisson, 12 novembre 2026 », « 43 photos classées sur 60 »."""

    back = Signal()
    constats_wanted = Signal()
    import_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._counts = plain_label(role="discret")
        self._counts.setObjectName("classees")
        self._goal = plain_label(role="discret")
        self._goal.setObjectName("objectif")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._constats = secondary_button("Constats")
        self._constats.clicked.connect(self.constats_wanted)
        photos = secondary_button("Importer…", icon="import")
        photos.setAccessibleName("Importer des photos")
        photos.clicked.connect(self.import_wanted)
        report = primary_button("Compte rendu…")
        report.clicked.connect(self.report_wanted)
        back = icon_button("precedent", "Retour aux marches")
        back.clicked.connect(self.back)
        self._header = PageHeader(
            "Dépouillement", self._counts, self._bar, self._goal, self._constats, photos, report
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(with_way_back(self._header, back))

    def counts(self) -> str:
        """Return « 43 photos classées sur 60 »."""
        return self._counts.text()

    def show_marche(self, shown: Depouillement, title: str) -> None:
        """Show where the sorting of a marche stands, and how long it should take."""
        done, total = shown.sorted_count, len(shown.photos)
        self._header.set_title(f"Dépouillement — {title}")
        words = "photos classées" if done > 1 else "photo classée"
        self._counts.setText(f"{done} {words} sur {total}")
        goal = (
            f"Objectif : {GOAL_PHOTOS} photos en {GOAL_MINUTES} minutes, "
            f"soit {goal_minutes(total)}{NBSP}min pour cette marche"
        )
        self._goal.setText(f"objectif {goal_minutes(total)}{NBSP}min")
        self._goal.setToolTip(plain_tooltip(goal))
        self._goal.setAccessibleName(goal)
        self._bar.setAccessibleName(self._counts.text())
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._total = total
        self._settle()
        self._label(self._constats, len(shown.constats))

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change to mode terrain."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._settle()

    def _settle(self) -> None:
        fits = theme.current().size("base") <= _ROOMY_TYPE
        for one in (self._bar, self._goal):
            one.setVisible(fits and self._total > 0)
        self._counts.setVisible(self._total > 0)

    @staticmethod
    def _label(button: QPushButton, count: int) -> None:
        button.setText(f"Constats ({count})" if count else "Constats")
