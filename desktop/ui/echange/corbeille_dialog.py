"""« Corbeille »: what was deleted, and « Rétablir »."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import CorbeilleRecord
from desktop.formats import typo
from desktop.texts import ENTITES
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.words import when
from desktop.ui.effacement_dialog import EffacementDialog
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import EmptyState

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NOTHING = "La corbeille est vide."
_SIZE = QSize(980, 600)
_EXPLANATION = typo(
    "Les fiches supprimées restent ici : « Rétablir » les ramène, avec ce qui en dépend, sur "
    "tous les postes de l’équipe."
)


@dataclass(frozen=True, slots=True)
class _Line:
    record: CorbeilleRecord

    @property
    def id(self) -> str:
        return self.record.row


_COLUMNS: tuple[Column[_Line], ...] = (
    Column(
        key="titre",
        title="Fiche",
        text=lambda line: line.record.titre,
        tooltip=lambda line: line.record.titre,
    ),
    Column(
        key="sorte",
        title="Sorte",
        text=lambda line: ENTITES.get(line.record.entity, line.record.entity),
        width=130,
    ),
    Column(
        key="date", title="Supprimée le", text=lambda line: when(line.record.supprime_ms), width=190
    ),
    Column(
        key="auteur",
        title="Par",
        text=lambda line: " · ".join(filter(None, (line.record.auteur, line.record.poste))),
        tooltip=lambda line: line.record.auteur,
        width=260,
    ),
)


class CorbeilleDialog(ExchangeDialog):
    """The deleted records of the open espaces; Entrée brings the chosen one back."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "Corbeille", _EXPLANATION, "&Rétablir", parent, _SIZE)
        self.model: RecordTableModel[_Line] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self.model, "Fiches supprimées, la dernière d’abord")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.activated_id.connect(self.restore)
        empty = EmptyState(NOTHING)
        empty.guide_requested.connect(self.open_guide)
        self.pages = QStackedWidget()
        for page in (QWidget(), self.table, empty):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.primary.clicked.connect(lambda: self.restore(self.table.current_id()))
        self.primary.hide()
        self.erase_button = quiet_button("&Effacer définitivement…")
        self.erase_button.setObjectName("effacer")
        self.erase_button.clicked.connect(self._erase)
        self.erase_button.hide()
        self.left_buttons.addWidget(self.erase_button)
        self._row = 0
        self._writing = False
        context.bus.changed.connect(self._on_changed)
        self._load()

    @Slot(str)
    def restore(self, row: str) -> None:
        """Bring a deleted record back."""
        line = self.model.record(row)
        if line is None or self._writing:
            return
        self._writing = True
        self._row = self.model.row_of(row)
        record = line.record
        journal = self.context.carnet.journal(record.espace)
        self.write(
            lambda: journal.restore(record.entity, record.row), "Fiche rétablie.", self._read
        )

    @Slot()
    def _erase(self) -> None:
        """Open « Effacer définitivement » on the chosen record."""
        line = self.model.record(self.table.current_id())
        if line is None or self._writing:
            return
        self._row = self.model.row_of(line.id)
        record = line.record
        dialog = EffacementDialog(self.context, record.espace, record.entity, record.row, self)
        dialog.erased.connect(self._load)
        dialog.open()

    def _read(self) -> None:
        self._writing = False
        self._load()

    def _load(self) -> None:
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: _deleted(carnet), owner=self, done=self._show)

    def _show(self, records: list[CorbeilleRecord]) -> None:
        self.model.set_records([_Line(record) for record in records])
        self.pages.setCurrentIndex(1 if records else 2)
        self.primary.setVisible(bool(records))
        self.erase_button.setVisible(bool(records))
        if not records:
            self.close_button.setDefault(True)
            self.close_button.setFocus()
            return
        self.primary.setDefault(True)
        if not self.table.current_id():
            row = min(self._row, len(records) - 1)
            self.table.select_id(self.model.id_at(row))
        self.table.setFocus()

    @Slot(object)
    def _on_changed(self, _changes: ChangeSet) -> None:
        if not self._writing:
            self._load()


def _deleted(carnet: Carnet) -> list[CorbeilleRecord]:
    found = [record for espace in carnet.espaces() for record in carnet.journal(espace).corbeille()]
    return sorted(found, key=lambda record: record.supprime_ms, reverse=True)
