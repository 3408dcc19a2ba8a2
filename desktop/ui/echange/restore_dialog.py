"""« Restaurer une sauvegarde »: choose one, read what it costs, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord
from desktop.domain.retours import BilanRestauration, Perte
from desktop.formats import file_size, full_datetime, typo
from desktop.texts import ESPACE
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.return_words import confirmation, cost_lines, restored
from desktop.ui.echange.words import reason
from desktop.ui.record_table import RecordTableModel
from desktop.ui.tab import Tab
from desktop.ui.tasks import TaskContext
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.bootstrap import Acces, Carnet

NOTHING = typo(
    "Aucune sauvegarde n’est gardée sur ce poste. Rejoignez de nouveau l’équipe par une invitation."
)
_SIZE = QSize(900, 560)
_EXPLANATION = typo(
    "La sauvegarde prend la place de la base, qui est gardée. Choisissez-en une pour voir ce que "
    "vous perdriez."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One backup of one espace."""

    espace: Espace
    record: SauvegardeRecord

    @property
    def id(self) -> str:
        """Return what names the line in the table."""
        return f"{self.espace.value}/{self.record.chemin.name}"


COLUMNS: tuple[Column[Line], ...] = (
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


class RestoreDialog(ExchangeDialog):
    """Emits `restored` when a base was replaced: what is shown has to be read again.

    Args:
        context: The window's context.
        parent: The window behind.
        acces: Name and passphrase, when the carnet is locked since a base does not open.
        chosen: The line to begin with.
    """

    restored = Signal()

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        acces: Acces | None = None,
        chosen: str = "",
    ) -> None:
        super().__init__(
            context,
            "Restaurer une sauvegarde",
            _EXPLANATION,
            "&Restaurer cette sauvegarde…",
            parent,
            _SIZE,
        )
        self._acces = acces
        self._chosen = chosen
        self._cost: Perte | None = None
        self.model: RecordTableModel[Line] = RecordTableModel(COLUMNS, self)
        self.table = BlockTableView(self.model, "Sauvegardes, la dernière d’abord")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.current_id_changed.connect(self._look)
        self.text = plain_label(wrap=True)
        self.text.setObjectName("cout")
        card = Card("Ce que vous perdriez")
        card.body.addWidget(self.text)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(card)
        self.primary.clicked.connect(self._restore)
        self.primary.setEnabled(False)

    @Slot()
    def start(self) -> None:
        """List the backups of every espace of this person."""
        carnet, acces = self.context.carnet, self._acces
        self.work(lambda _: _kept(carnet, acces), self._list, label="Recherche des sauvegardes…")

    def _list(self, lines: list[Line]) -> None:
        self.model.set_records(lines)
        self.primary.setEnabled(False)
        if not lines:
            self.text.setText(NOTHING)
            self.close_button.setFocus()
            return
        if not self.table.select_id(self._chosen):
            self.table.select_id(lines[0].id)
        self.table.setFocus()

    @Slot(str)
    def _look(self, row: str) -> None:
        """Count what the chosen backup lacks."""
        line = self.model.record(row)
        self._cost = None
        self.primary.setEnabled(False)
        if line is None or self.is_busy:
            return
        self.text.setText("Comparaison avec la base actuelle…")
        carnet, acces = self.context.carnet, self._acces

        def work(_task: TaskContext) -> Perte:
            return carnet.restauration(line.espace, acces).cost(line.record)

        def failed(error: Exception) -> None:
            if self.table.current_id() == row:
                self.text.setText(typo("Cette sauvegarde ne peut pas être restaurée."))
                self.refuse(error)

        self.context.tasks.run(
            work, owner=self, done=lambda cost: self._show(row, cost), failed=failed
        )

    def _show(self, row: str, cost: Perte) -> None:
        if self.table.current_id() == row:
            self._cost = cost
            self.text.setText("\n".join(cost_lines(cost)))
            self.primary.setEnabled(True)

    @Slot()
    def _restore(self) -> None:
        cost = self._cost
        if cost is None or not confirm(
            self, "Restaurer une sauvegarde", confirmation(cost), "Restaurer"
        ):
            return
        carnet, acces = self.context.carnet, self._acces
        parent = self.parentWidget()
        if parent is not None:
            for tab in parent.window().findChildren(Tab):
                tab.flush_drafts()

        def work(_task: TaskContext) -> BilanRestauration:
            if acces is None:
                return carnet.restore(cost.espace, cost.sauvegarde)
            return carnet.restauration(cost.espace, acces).restore(cost.sauvegarde)

        self.work(work, self._done, label="Restauration et relecture…", late=self._tell)

    def _tell(self, done: BilanRestauration) -> None:
        self.context.bus.tell(restored(done), Level.SUCCES)

    def _done(self, _done: BilanRestauration) -> None:
        self.accept()
        self.restored.emit()


def _kept(carnet: Carnet, acces: Acces | None) -> list[Line]:
    lines = [
        Line(espace, record)
        for espace in (carnet.espaces() if acces is None else Espace)
        if carnet.dossiers.espace(espace.value).exists()
        for record in carnet.restauration(espace, acces).backups()
    ]
    return sorted(lines, key=lambda line: line.record.cree_le, reverse=True)
