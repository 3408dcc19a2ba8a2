"""« Importer des arrêts »: the waypoints of a GPX file, looked at before they become stops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.drafts import ArretDraft
from desktop.errors import UserError
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import position
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet

_FILES = "Repères GPX (*.gpx *.GPX);;Tous les fichiers (*)"


class ArretsDialog(QDialog):
    """Lists the waypoints, each with a box; those ticked become the last stops of a parcours.

    Signal: `added` once they are written; the dialog then closes.
    """

    added = Signal()

    def __init__(
        self,
        context: UiContext,
        parcours_id: str,
        drafts: Sequence[ArretDraft],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._parcours_id = parcours_id
        self._drafts = list(drafts)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Importer des arrêts")
        self.resize(620, 460)
        self.list = QListWidget()
        self.list.setAccessibleName("Repères du fichier")
        for draft in self._drafts:
            item = QListWidgetItem(_line(draft), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.refusal = plain_label(role="erreur", wrap=True)
        self.refusal.hide()
        self.add = primary_button("")
        self.add.setObjectName("ajouter_arrets")
        self.add.clicked.connect(self._add)
        cancel = secondary_button("Annuler")
        cancel.clicked.connect(self.reject)
        words = (
            "Espace coche ou décoche un repère. Les arrêts s’ajoutent à la suite, dans cet ordre."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(plain_label(title, "titre-carte", wrap=True))
        column.addWidget(plain_label(words, "discret", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.add)
        column.addLayout(row)
        self.list.itemChanged.connect(self._settle)
        self._settle()
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.add.setDefault(True)

    def chosen(self) -> list[ArretDraft]:
        """Return the waypoints that are ticked, in order."""
        ticked = Qt.CheckState.Checked
        return [
            draft
            for row, draft in enumerate(self._drafts)
            if self.list.item(row).checkState() == ticked
        ]

    @Slot()
    def _settle(self) -> None:
        count = len(self.chosen())
        words = f"Ajouter {plural(count, 'arrêt')}" if count else "Ajouter"
        self.add.setText(words)
        self.add.setAccessibleName(words)
        self.add.setEnabled(count > 0)

    @Slot()
    def _add(self) -> None:
        drafts, service = self.chosen(), self._context.carnet.parcours
        parcours_id = self._parcours_id
        self.add.setEnabled(False)

        def done(changes: ChangeSet) -> None:
            added = "ajouté" if len(drafts) == 1 else "ajoutés"
            words = f"{plural(len(drafts), 'arrêt')} {added}."
            self._context.written(self._context.bus, changes, words)
            self.added.emit()
            self.close()

        def failed(error: Exception) -> None:
            self.add.setEnabled(True)
            if isinstance(error, UserError):
                self.refusal.setText(f"{error.message} {error.remedy}")
                self.refusal.show()

        self._context.tasks.run(
            lambda _task: service.add_arrets(parcours_id, drafts),
            owner=self,
            done=done,
            failed=failed,
        )


def ask_arrets(context: UiContext, parent: QWidget, parcours_id: str, name: str) -> None:
    """Ask for a GPX file and show its waypoints; `name` is the parcours they would join."""
    if not parcours_id:
        context.bus.tell("Choisissez d’abord le parcours qui recevra ces arrêts.")
        return
    chosen, _kind = QFileDialog.getOpenFileName(parent, "Choisir un fichier GPX", "", _FILES)
    if chosen:
        take_arrets(context, parent, parcours_id, name, Path(chosen))


def take_arrets(
    context: UiContext, parent: QWidget, parcours_id: str, name: str, path: Path
) -> None:
    """Read a GPX file off the UI thread and show its waypoints."""
    from desktop.services.traces import read_stops

    def done(drafts: list[ArretDraft]) -> None:
        title = f"{plural(len(drafts), 'repère')} pour le parcours « {name} »"
        ArretsDialog(context, parcours_id, drafts, title, parent).open()

    context.tasks.run(lambda _task: read_stops(path), owner=parent, done=done)


def _line(draft: ArretDraft) -> str:
    place = "sans position"
    if draft.lat_e7 is not None and draft.lon_e7 is not None:
        place = position(draft.lat_e7, draft.lon_e7)
    return " — ".join(filter(None, (draft.nom, place, draft.consigne)))
