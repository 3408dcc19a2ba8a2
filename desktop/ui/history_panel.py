"""« Historique »: what happened to one record, as the log tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop import formats
from desktop.domain.changeset import ChangeSet
from desktop.domain.doublons import FUSIONNABLES
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.context import UiContext
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label, plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from desktop.bootstrap import Carnet
    from desktop.domain.records import HistoriqueLigne

HISTORY_KEY = "Ctrl+H"
_VALUE_LENGTH = 140


def history_line(line: HistoriqueLigne, today: date) -> str:
    """Return « jeu. 5 nov. 15:42 · C. Martin (Portable A) · Gravité : Mineur → Majeur »."""
    moment = formats.from_ms(line.modifie_ms)
    when = f"{formats.short_date(moment.date(), today=today)} {moment:%H:%M}"
    who = f"{line.auteur} ({line.poste})" if line.poste else line.auteur
    before, after = (_short(value) for value in (line.avant, line.apres))
    if not line.avant:
        what = f"{line.champ}{formats.NBSP}: {after}"
    else:
        what = f"{line.champ}{formats.NBSP}: {before} → {after}"
    return " · ".join(filter(None, (when, who, what)))


class HistoryPanel(QObject):
    """Opens the history of a record over the window; Échap closes it.

    One panel serves all the forms of a tab: `show(entity, row)` reads the log off the UI
    thread, and again when the record changes while the panel is open. From there one decides
    the values of the record that wait, merges it with its double, or separates it.
    """

    def __init__(self, context: UiContext, espace: Espace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._espace = espace
        self._window = parent
        self._dialog: _HistoryDialog | None = None
        self._shown = ("", "")
        self._title = ""
        context.bus.changed.connect(self._on_changed)

    def show(self, entity: str, row: str, title: str = "") -> None:
        """Open the history of a row; `title` names it, such as « Constat BEI-2026-2-A001 »."""
        self.close()
        self._shown = (entity, row)
        self._title = title
        self._dialog = _HistoryDialog(title, self._window)
        self._dialog.waiting.clicked.connect(lambda: self._ask("conflits"))
        self._dialog.linked.clicked.connect(lambda: self._ask("separer"))
        self._dialog.merge.clicked.connect(lambda: self._ask("fusionner"))
        self._read()
        self._dialog.open()

    def close(self) -> None:
        """Close the panel if it is open."""
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()
        self._dialog = None

    def lines(self) -> list[str]:
        """Return the lines now shown."""
        return self._dialog.lines() if self._is_open() and self._dialog is not None else []

    def _is_open(self) -> bool:
        return self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible()

    def _read(self) -> None:
        entity, row = self._shown
        carnet, espace = self._context.carnet, self._espace

        def done(found: _Facts) -> None:
            if self._shown == (entity, row) and self._dialog is not None and isValid(self._dialog):
                self._dialog.fill(found)

        self._context.tasks.run(
            lambda _context: _facts(carnet, espace, entity, row), owner=self, done=done
        )

    def _ask(self, screen: str) -> None:
        """Leave the record to another screen, which the window opens."""
        self.close()
        fiche = Fiche(self._espace, *self._shown, self._title)
        self._context.bus.screen_wanted.emit(screen, fiche)

    @Slot(object)
    def _on_changed(self, changes: ChangeSet) -> None:
        if self._is_open() and self._shown in changes.rows:
            self._read()


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the log says of a record: its lines, what waits for a person, what it joins."""

    lines: list[HistoriqueLigne]
    waiting: int
    linked: int
    may_merge: bool


def _facts(carnet: Carnet, espace: Espace, entity: str, row: str) -> _Facts:
    journal, doublons = carnet.journal(espace), carnet.doublons(espace)
    return _Facts(
        journal.history(entity, row),
        journal.count_conflicts(row),
        len(doublons.linked(entity, row)),
        entity in FUSIONNABLES,
    )


class _HistoryDialog(QDialog):
    """The list, newest first."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Historique")
        self.resize(640, 420)
        self._list = QListWidget()
        self._list.setAccessibleName("Historique, du plus récent au plus ancien")
        self._list.setWordWrap(True)
        self._list.setSpacing(3)
        self._list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._empty = plain_label("Lecture de l’historique…", "discret")
        self.waiting = _hidden_button("valeurs_a_decider")
        self.linked = _hidden_button("fiches_reunies")
        self.merge = _hidden_button("fusionner_avec")
        self.merge.setText("Fusionner avec…")
        close = secondary_button("Fermer")
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        for button in (self.waiting, self.linked, self.merge):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(plain_label(title or "Historique", "titre-carte", wrap=True))
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        again = QShortcut(QKeySequence(HISTORY_KEY), self)
        again.activated.connect(self.close)
        self._list.setFocus()

    def fill(self, facts: _Facts) -> None:
        """Show the lines of the log, and what can be done about them."""
        found = facts.lines
        words = formats.plural(facts.waiting, "valeur")
        self.waiting.setText(f"{words} à décider…")
        self.waiting.setVisible(facts.waiting > 0)
        self.linked.setText(f"Réunit {formats.plural(facts.linked, 'fiche')}…")
        self.linked.setVisible(facts.linked > 1)
        self.merge.setVisible(facts.may_merge)
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        self._list.clear()
        for line in found:
            item = QListWidgetItem(history_line(line, today), self._list)
            if _short(line.apres) != line.apres or _short(line.avant) != line.avant:
                item.setToolTip(plain_tooltip(line.apres))
        count = formats.plural(len(found), "modification")
        self._empty.setText(count if found else "Aucune modification enregistrée.")
        if found:
            self._list.setCurrentRow(0)

    def lines(self) -> list[str]:
        """Return the texts of the list."""
        return [self._list.item(row).text() for row in range(self._list.count())]


def _hidden_button(name: str) -> QPushButton:
    button = secondary_button("")
    button.setObjectName(name)
    button.hide()
    return button


def _short(value: str) -> str:
    one_line = " ".join(value.split())
    return one_line if len(one_line) <= _VALUE_LENGTH else f"{one_line[: _VALUE_LENGTH - 1]}…"
