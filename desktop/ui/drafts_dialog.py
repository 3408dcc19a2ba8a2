"""« Saisies gardées »: what was being typed before a crash, a lock or the end of the day."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.records import BrouillonRecord
from desktop.formats import from_ms, short_datetime
from desktop.texts import ENTITES
from desktop.ui.form_desk import form_of
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.plain import plain_label


class DraftsDialog(QDialog):
    """Decides nothing by itself. Signals: `resumed(record)` and `dropped(record)`."""

    resumed = Signal(object)
    dropped = Signal(object)

    def __init__(self, kept: Iterable[BrouillonRecord], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Saisies gardées")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 340)
        self.list = QListWidget()
        self.list.setAccessibleName("Saisies gardées")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for record in kept:
            item = QListWidgetItem(draft_line(record))
            item.setData(Qt.ItemDataRole.UserRole, record)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._resume)
        resume = primary_button("&Reprendre")
        resume.setObjectName("reprendre")
        resume.setDefault(True)
        resume.clicked.connect(self._resume)
        drop = secondary_button("&Supprimer")
        drop.setObjectName("supprimer")
        drop.clicked.connect(self._drop)
        later = quiet_button("&Plus tard")
        later.setObjectName("plus_tard")
        later.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(later)
        buttons.addStretch()
        buttons.addWidget(drop)
        buttons.addWidget(resume)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(plain_label("Des saisies n’étaient pas enregistrées", "titre-carte"))
        column.addWidget(
            plain_label(
                "Elles ont été gardées sur ce poste. Reprenez-les pour les terminer ; elles "
                "restent ici tant que vous n’avez pas choisi.",
                "discret",
                wrap=True,
            )
        )
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def _current(self) -> BrouillonRecord | None:
        item = self.list.currentItem()
        record: BrouillonRecord | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return record

    @Slot()
    def _resume(self) -> None:
        record = self._current()
        self.accept()
        if record is not None:
            self.resumed.emit(record)

    @Slot()
    def _drop(self) -> None:
        record = self._current()
        if record is None:
            return
        self.list.takeItem(self.list.currentRow())
        self.dropped.emit(record)
        if not self.list.count():
            self.accept()


def draft_line(record: BrouillonRecord) -> str:
    """Return « Constat BEI-2026-2-B017 (correction), jeu. 5 nov., 14 h 05 »."""
    kind = ENTITES.get(form_of(record), "")
    title = record.titre if kind.casefold() in record.titre.casefold() else f"{kind} {record.titre}"
    what = "nouvelle fiche" if record.row is None else "correction"
    return f"{title.strip()} ({what}), {short_datetime(from_ms(record.modifie_ms))}"
