"""« Accueil »: per open espace, what was left to do, one click away."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.formats import full_date
from desktop.texts import ESPACE
from desktop.ui import theme
from desktop.ui.accueil.bilan import SHOWN, Bilan, Ligne, gather
from desktop.ui.context import UiContext
from desktop.ui.facts import Facts
from desktop.ui.status import last_exchange
from desktop.ui.tab import Tab
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page
from desktop.ui.widgets.plain import plain_label

_MORE = 20
"""How many more things « et N autres » lists."""

_FIRST_STEP = {
    Espace.TERRAIN: (
        "Rien n’est encore noté dans cet espace. Commencez par une marche.",
        "Créer la première marche",
        "Diagnostics",
    ),
    Espace.RELOGEMENT: (
        "Aucun dossier n’est encore ouvert. Commencez par un ménage.",
        "Ouvrir le premier dossier",
        "Relogement",
    ),
}


class AccueilTab(Tab):
    """Reads the services again when it is shown after a change.

    Signals: `record_requested(Espace, entity, row)`, `screen_requested(« conflits » or
    « brouillons »)`, `first_requested(title of a tab)` from an empty espace.
    """

    title = "Accueil"
    icon_name = "accueil"

    record_requested = Signal(object, str, str)
    screen_requested = Signal(str)
    first_requested = Signal(str)
    guide_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: dict[str, int] = {}
        self._more = ""
        self._rests: dict[str, QPushButton] = {}
        context.bus.exchanged.connect(self.load)
        self._cards = QWidget()
        self._cards.setProperty("role", "defilant")
        self._row = QHBoxLayout(self._cards)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._cards)
        self._header = PageHeader("Accueil")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(self._header, scroll))

    @override
    def load(self) -> None:
        """Ask every open espace what is due."""
        carnet = self.context.carnet
        shown = dict(self._shown)
        self.context.tasks.run(lambda _: gather(carnet, shown), owner=self, done=self._show)

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read again whatever was written."""
        self.load()

    @override
    def menu_actions(self) -> list[QAction]:
        """Nothing of its own."""
        return []

    def _show(self, found: list[Bilan]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rests.clear()
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        self._header.set_title(f"Accueil — {full_date(today)}")
        for bilan in found:
            self._row.addWidget(self._card(bilan, today), 1)
        self._focus_rest()

    def _show_more(self, kind: str) -> None:
        """List more things of a kind, and stay at the keyboard where the list went on."""
        self._shown[kind] = self._shown.get(kind, SHOWN) + _MORE
        self._more = kind
        self.load()

    def _focus_rest(self) -> None:
        kind, self._more = self._more, ""
        if kind in self._rests:
            self._rests[kind].setFocus()

    def _card(self, bilan: Bilan, today: date) -> Card:
        card = Card(f"Espace {ESPACE[bilan.espace]}", "" if bilan.vide else bilan.resume)
        if bilan.vide:
            sentence, action, tab = _FIRST_STEP[bilan.espace]
            empty = EmptyState(sentence, action, lambda: self.first_requested.emit(tab))
            empty.guide_requested.connect(self.guide_requested)
            card.body.addWidget(empty, 1)
        else:
            for line in bilan.lignes:
                card.body.addWidget(self._line(bilan.espace, line))
            if not bilan.lignes:
                card.body.addWidget(plain_label("Rien n’attend : tout est à jour."))
            card.body.addStretch()
            if bilan.compteurs:
                counts = Facts()
                counts.set(bilan.compteurs)
                card.body.addWidget(counts)
        card.body.addWidget(
            plain_label(last_exchange(bilan.dernier_echange, today), "discret", wrap=True)
        )
        return card

    def _line(self, espace: Espace, line: Ligne) -> QPushButton:
        words = " — ".join(filter(None, (line.texte, line.detail)))
        button = QPushButton(theme.icon(line.icone, "primary"), words.replace("&", "&&"))
        button.setProperty("role", "ligne")
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        if line.suite:
            button.setObjectName(f"suite_{line.suite}")
            self._rests[line.suite] = button
            button.clicked.connect(lambda: self._show_more(line.suite))
        elif line.entity:
            button.clicked.connect(
                lambda: self.record_requested.emit(espace, line.entity, line.row)
            )
        else:
            button.clicked.connect(lambda: self.screen_requested.emit(line.row))
        return button
