"""« Sauvegarder maintenant »: a copy of each open espace, and the list of the kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from desktop.formats import plural, typo
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.restore_dialog import COLUMNS, Line
from desktop.ui.echange.words import sentence
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_SIZE = QSize(900, 560)
_EXPLANATION = typo(
    "Chaque copie est chiffrée et relue. Les plus anciennes s’effacent d’elles-mêmes. Les photos "
    "n’y sont pas : copiez tout le dossier des données sur une clé pour les garder aussi."
)


class BackupDialog(ExchangeDialog):
    """Makes a backup as soon as it is opened: that is what was asked.

    Emits `restore_requested` with the line of the backup to put back.
    """

    restore_requested = Signal(str)

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
        self.model: RecordTableModel[Line] = RecordTableModel(COLUMNS, self)
        self.table = BlockTableView(self.model, "Sauvegardes, la dernière d’abord")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._restore = quiet_button("&Restaurer cette sauvegarde…", icon="annuler")
        self._restore.setObjectName("restaurer")
        self._restore.clicked.connect(self._ask_restore)
        self._restore.setEnabled(False)
        self.table.current_id_changed.connect(lambda row: self._restore.setEnabled(bool(row)))
        self.left_buttons.addWidget(self._restore)
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

    @Slot()
    def _ask_restore(self) -> None:
        """Leave for the screen that tells what restoring costs."""
        row = self.table.current_id()
        if row and not self.is_busy:
            self.accept()
            self.restore_requested.emit(row)

    def _show(self, found: tuple[list[Line], list[Line]]) -> None:
        made, lines = found
        self.made.setText(plural(len(made), "sauvegarde faite", "sauvegardes faites"))
        places = (
            sentence("{espace} : {path}", espace=ESPACE[line.espace], path=line.record.chemin)
            for line in made
        )
        self._place.setText("\n".join(places))
        self._list(lines)
        self.close_button.setFocus()

    def _list(self, lines: list[Line]) -> None:
        self.model.set_records(lines)


def _back_up(carnet: Carnet) -> tuple[list[Line], list[Line]]:
    made = [
        Line(espace, carnet.sauvegardes(espace).create("manuelle")) for espace in carnet.espaces()
    ]
    return made, _kept(carnet)


def _kept(carnet: Carnet) -> list[Line]:
    lines = [
        Line(espace, record)
        for espace in carnet.espaces()
        for record in carnet.sauvegardes(espace).list()
    ]
    return sorted(lines, key=lambda line: line.record.cree_le, reverse=True)
