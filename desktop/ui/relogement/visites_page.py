"""Page « Visites sans dossier »: visitors who gave no name, until one knows who they were."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import BrouillonRecord, ContactRecord, MenageRecord
from desktop.formats import plural
from desktop.ui.form_desk import FormDesk
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.fiche_tables import ContactTableModel
from desktop.ui.relogement.rattachement_form import RattachementForm
from desktop.ui.relogement.words import contact_when
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

TITLE = "Visites sans dossier"
_HINT = "Choisissez une visite dans la liste pour la rattacher à un dossier."
_NONE = "Toutes les visites ont un dossier."


class VisitesPage(QWidget):
    """List and card.

    Signals: `back`, `history_wanted(entity, row, title)`.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.relogement
        self._asked = 0
        self._rows = ContactTableModel(self)
        self.table = BlockTableView(self._rows, TITLE)
        self.form = RattachementForm()
        self.desk = FormDesk(
            tab,
            "rattachement",
            self.form,
            lambda draft, row: self._service.attach_contact(row or "", draft.menage_id),
            "Visite rattachée à son dossier.",
        )
        self.desk.on_saved(lambda _visite: self.table.setFocus())
        self._wanted = ""
        self._build_layout()
        self._connect()

    def load(self) -> None:
        """Read the visits, and the dossiers that they may belong to."""
        self._asked += 1
        asked, service = self._asked, self._service

        def done(found: tuple[list[ContactRecord], list[MenageRecord]]) -> None:
            if asked == self._asked:
                self._show(*found)

        self._context.tasks.run(
            lambda _task: (service.contacts(None), service.menages(service.menage_ids())),
            owner=self,
            done=done,
        )

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a choice kept before a crash or a lock."""
        self._wanted = kept.row or ""
        self.desk.offer(kept)
        self.load()

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the visit shown."""
        row = self.table.current_id()
        if row:
            self.history_wanted.emit("contact", row, self.form.accessibleName())

    @Slot()
    def attach(self) -> None:
        """« Rattacher à un dossier… »: go to the choice of the dossier."""
        if self.table.current_id():
            self.form.field("menage_id").setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the list, then to the permanence."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.form.isAncestorOf(self.window().focusWidget() or self):
            self.table.setFocus()
        else:
            self.back.emit()

    # --- inside -------------------------------------------------------------------------

    def _show(self, visites: list[ContactRecord], menages: list[MenageRecord]) -> None:
        self.form.set_menages(menages)
        self._rows.set_records(visites)
        self._count.setText(plural(len(visites), "visite"))
        self._pages.setCurrentWidget(self.table if visites else self._empty)
        self._card.setVisible(bool(visites))
        wanted, self._wanted = self._wanted, ""
        found = bool(wanted) and self.table.select_id(wanted)
        if visites and not found and not self.table.current_id():
            self.table.select_id(self._rows.id_at(0))
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        visite = self._rows.record(self.table.current_id())
        for button in self._on_visite:
            button.setEnabled(visite is not None)
        self._card.setCurrentWidget(self._nobody if visite is None else self.form)
        if visite is not None:
            self.desk.show(visite.id, visite.draft, f"Visite du {contact_when(visite)}")
            self.form.show_visite(visite)

    @Slot()
    def _delete(self) -> None:
        row, service = self.table.current_id(), self._service
        if not row:
            return

        def done(changes: ChangeSet) -> None:
            if self.desk.row == row:
                self.desk.forget()
            self._context.written(self, changes, "Visite supprimée.")

        self._context.tasks.run(lambda _task: service.delete_contact(row), owner=self, done=done)

    def _connect(self) -> None:
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.activated_id.connect(lambda _row: self.attach())
        self.table.delete_requested.connect(lambda _rows: self._delete())

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("visites_sans_dossier")
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.setObjectName("historique")
        history.clicked.connect(self.ask_history)
        delete = secondary_button("Supprimer", icon="supprimer")
        delete.setObjectName("supprimer")
        delete.clicked.connect(self._delete)
        attach = secondary_button("Rattacher à un dossier…   Entrée", icon="dossier")
        attach.setAccessibleName("Rattacher à un dossier")
        attach.setObjectName("rattacher")
        attach.clicked.connect(self.attach)
        self._on_visite = (history, delete, attach)
        header = PageHeader(TITLE, self._count, history, delete, attach)
        self._empty = EmptyState(_NONE, "Retour à la permanence", self.back.emit)
        self._pages = Pages(self.table, self._empty)
        self._nobody = Card()
        self._nobody.body.addWidget(EmptyState(_HINT, guide=False))
        self._card = Pages(self._nobody, self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        zones = three_zones(None, self._pages, self._card)
        column.addWidget(page(with_way_back(header, self.back.emit), zones))
