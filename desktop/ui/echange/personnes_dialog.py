"""« Personnes… »: who writes in each espace, and who is in charge of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.records import MembreRecord
from desktop.formats import typo
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

NAME = "&Nommer responsable"
WITHDRAW = "&Retirer la responsabilité"
_SIZE = QSize(760, 480)
_EXPLANATION = typo(
    "Une personne responsable peut effacer une fiche définitivement et écrire la feuille "
    "de secours de la clé. Chaque espace en garde au moins une."
)


@dataclass(frozen=True, slots=True)
class _Line:
    espace: Espace
    record: MembreRecord

    @property
    def id(self) -> str:
        return f"{self.espace.value}/{self.record.id}"


_COLUMNS: tuple[Column[_Line], ...] = (
    Column(
        key="nom",
        title="Personne",
        text=lambda line: line.record.nom or "Nom non reçu",
        tooltip=lambda line: line.record.nom,
    ),
    Column(key="espace", title="Espace", text=lambda line: ESPACE[line.espace], width=140),
    Column(
        key="role",
        title="Rôle",
        text=lambda line: "Responsable" if line.record.responsable else "",
        width=160,
    ),
)


class PersonnesDialog(ExchangeDialog):
    """The filled button names the chosen person, or withdraws the charge; Entrée does as well."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "Personnes", _EXPLANATION, NAME, parent, _SIZE)
        self.model: RecordTableModel[_Line] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self.model, "Personnes de chaque espace")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.activated_id.connect(self.change)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._settle_button())
        self.body.addWidget(self.table, 1)
        self.primary.clicked.connect(lambda: self.change(self.table.current_id()))
        self._writing = False
        self._load()

    @Slot(str)
    def change(self, row: str) -> None:
        """Name the person, or withdraw the charge."""
        line = self.model.record(row)
        if line is None or self._writing:
            return
        self._writing = True
        service = self.context.carnet.responsables(line.espace)
        personne = line.record.id
        if line.record.responsable:
            self.write(lambda: service.withdraw(personne), "Responsabilité retirée.", self._read)
        else:
            self.write(lambda: service.name(personne), "Responsable nommé.", self._read)

    def _read(self) -> None:
        self._writing = False
        self._load()

    def _load(self) -> None:
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: _members(carnet), owner=self, done=self._show)

    def _show(self, lines: list[_Line]) -> None:
        chosen = self.table.current_id()
        self.model.set_records(lines)
        self.table.select_id(chosen or self.model.id_at(0))
        self.table.setFocus()
        self._settle_button()

    def _settle_button(self) -> None:
        line = self.model.record(self.table.current_id())
        charged = line is not None and line.record.responsable
        self.primary.setText(WITHDRAW if charged else NAME)
        self.primary.setAccessibleName((WITHDRAW if charged else NAME).replace("&", ""))


def _members(carnet: Carnet) -> list[_Line]:
    return [
        _Line(espace, record)
        for espace in carnet.espaces()
        for record in carnet.responsables(espace).membres()
    ]
