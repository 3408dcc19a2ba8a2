"""« Effacements… »: what was erased for ever, here or elsewhere, and its procès-verbal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from desktop.domain.effacement import ProcesVerbal
from desktop.formats import typo
from desktop.texts import ENTITES, ESPACE, motif_effacement
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.words import when
from desktop.ui.efface_dialog import EffaceDialog
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.cards import EmptyState

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NOTHING = "Aucune fiche n’a été effacée définitivement."
_SIZE = QSize(980, 560)
_EXPLANATION = typo(
    "Les effacements définitifs que ce poste connaît, faits ici ou reçus d’un collègue. Le "
    "procès-verbal ne dit pas de qui il s’agissait."
)


@dataclass(frozen=True, slots=True)
class _Line:
    record: ProcesVerbal

    @property
    def id(self) -> str:
        return self.record.row


_COLUMNS: tuple[Column[_Line], ...] = (
    Column(key="date", title="Effacée le", text=lambda line: when(line.record.ms), width=190),
    Column(
        key="sorte",
        title="Sorte",
        text=lambda line: ENTITES.get(line.record.entity, line.record.entity),
        width=120,
    ),
    Column(key="motif", title="Motif", text=lambda line: motif_effacement(line.record.motif)),
    Column(
        key="auteur",
        title="Par",
        text=lambda line: " · ".join(filter(None, (line.record.auteur, line.record.poste))),
        tooltip=lambda line: line.record.auteur,
        width=240,
    ),
    Column(key="espace", title="Espace", text=lambda line: ESPACE[line.record.espace], width=110),
)


class EffacementsDialog(ExchangeDialog):
    """Entrée shows the chosen one again, with the backups that still hold it."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Effacements", _EXPLANATION, "&Voir le procès-verbal", parent, _SIZE
        )
        self.model: RecordTableModel[_Line] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self.model, "Effacements, le dernier d’abord")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.activated_id.connect(self.show_record)
        empty = EmptyState(NOTHING)
        empty.guide_requested.connect(self.open_guide)
        self.pages = QStackedWidget()
        for page in (QWidget(), self.table, empty):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.primary.clicked.connect(lambda: self.show_record(self.table.current_id()))
        self.primary.hide()
        carnet = context.carnet
        context.tasks.run(lambda _: _erased(carnet), owner=self, done=self._show)

    @Slot(str)
    def show_record(self, row: str) -> None:
        """Read the chosen erasure again, backups included, and show it."""
        line = self.model.record(row)
        if line is None:
            return
        service = self.context.carnet.effacement(line.record.espace)
        self.work(
            lambda _task: service.proces_verbal(row),
            lambda record: EffaceDialog(self.context, record, self).open(),
            label="Lecture des sauvegardes…",
        )

    def _show(self, records: list[ProcesVerbal]) -> None:
        self.model.set_records([_Line(record) for record in records])
        self.pages.setCurrentIndex(1 if records else 2)
        self.primary.setVisible(bool(records))
        if records:
            self.table.select_id(self.model.id_at(0))
            self.table.setFocus()
        else:
            self.close_button.setDefault(True)
            self.close_button.setFocus()


def _erased(carnet: Carnet) -> list[ProcesVerbal]:
    found = [record for espace in carnet.espaces() for record in carnet.effacement(espace).past()]
    return sorted(found, key=lambda record: record.ms, reverse=True)
