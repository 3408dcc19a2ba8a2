"""« Sauvegarder maintenant »: a copy of each open espace, and the list of the kept ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord
from desktop.formats import file_size, full_datetime, plural, typo
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.words import reason, sentence
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_SIZE = QSize(900, 560)
_EXPLANATION = typo(
    "Chaque copie est chiffrée et relue. Les plus anciennes s’effacent d’elles-mêmes. Les photos "
    "n’y sont pas : copiez tout le dossier des données sur une clé pour les garder aussi."
)


@dataclass(frozen=True, slots=True)
class _Line:
    espace: Espace
    record: SauvegardeRecord

    @property
    def id(self) -> str:
        return f"{self.espace.value}/{self.record.chemin.name}"


_COLUMNS: tuple[Column[_Line], ...] = (
    Column(
        key="date", title="Date", text=lambda line: full_datetime(line.record.cree_le), width=220
    ),
    Column(key="espace", title="Espace", text=lambda line: ESPACE[line.espace], width=120),
    Column(key="raison", title="Raison", text=lambda line: reason(line.record)),
    Column(
        key="taille",
        title="Taille",
        text=lambda line: file_size(line.record.taille),
        align=Qt.AlignmentFlag.AlignRight,
        width=110,
    ),
)


class BackupDialog(ExchangeDialog):
    """Makes a backup as soon as it is opened: that is what was asked."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Sauvegardes", _EXPLANATION, "&Sauvegarder de nouveau", parent, _SIZE
        )
        self.made = plain_label(role="titre-carte", wrap=True)
        self.made.setObjectName("faites")
        self._place = plain_label(role="discret", wrap=True)
        self._place.setObjectName("lieu")
        self._place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.model: RecordTableModel[_Line] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self.model, "Sauvegardes, la dernière d’abord")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.body.addWidget(self.made)
        self.body.addWidget(self._place)
        self.body.addWidget(self.table, 1)
        self.primary.clicked.connect(self.start)

    @Slot()
    def start(self) -> None:
        """Back up every open espace; each copy is complete or not there."""
        carnet = self.context.carnet
        self.work(lambda _: _back_up(carnet), self._show, label="Copie et relecture…")

    @override
    def refuse(self, error: Exception) -> None:
        """Show the refusal over the copies that are kept."""
        super().refuse(error)
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: _kept(carnet), owner=self, done=self._list)

    def _show(self, found: tuple[list[_Line], list[_Line]]) -> None:
        made, lines = found
        self.made.setText(plural(len(made), "sauvegarde faite", "sauvegardes faites"))
        places = (
            sentence("{espace} : {path}", espace=ESPACE[line.espace], path=line.record.chemin)
            for line in made
        )
        self._place.setText("\n".join(places))
        self._list(lines)
        self.close_button.setFocus()

    def _list(self, lines: list[_Line]) -> None:
        self.model.set_records(lines)


def _back_up(carnet: Carnet) -> tuple[list[_Line], list[_Line]]:
    made = [
        _Line(espace, carnet.sauvegardes(espace).create("manuelle")) for espace in carnet.espaces()
    ]
    return made, _kept(carnet)


def _kept(carnet: Carnet) -> list[_Line]:
    lines = [
        _Line(espace, record)
        for espace in carnet.espaces()
        for record in carnet.sauvegardes(espace).list()
    ]
    return sorted(lines, key=lambda line: line.record.cree_le, reverse=True)
