"""The whole dossier of one ménage: its form, its occupants, its contact journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import (
    BrouillonRecord,
    FicheMenageRecord,
    LogementRecord,
    MenageRecord,
    OccupantRecord,
)
from desktop.domain.relogement.codes import LienOccupant
from desktop.domain.relogement.drafts import ContactDraft, MenageDraft, OccupantDraft
from desktop.formats import NBSP
from desktop.ui.form_desk import FormDesk, parent_of
from desktop.ui.form_stack import FormStack
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.contact_form import ContactForm
from desktop.ui.relogement.fiche_tables import ContactTableModel, OccupantTableModel
from desktop.ui.relogement.menage_form import MenageForm
from desktop.ui.relogement.occupant_form import OccupantForm
from desktop.ui.relogement.words import (
    contact_when,
    door_line,
    menage_name,
    menage_pills,
    occupant_name,
)
from desktop.ui.section import Section, add_button
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.placed import Zones
from desktop.ui.widgets.plain import plain_label

NOUVEAU = "Nouveau ménage"
_FIRST_SAVE = "Enregistrez d’abord le dossier, à droite ; ses occupants viennent ensuite."
_NO_OCCUPANT = "Aucun occupant n’est encore enregistré."
_NO_CONTACT = "Aucun contact n’est encore noté."


class FichePage(QWidget):
    """One dossier, or a new one.

    Signals: `back`, `history_wanted(entity, row, title)`, `print_wanted(menage id)`,
    `delete_wanted(menage id)`.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)
    print_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.relogement
        self._asked = 0
        self.menage: MenageRecord | None = None
        self._occupant_rows = OccupantTableModel(self)
        self._contact_rows = ContactTableModel(self)
        self.occupants = BlockTableView(self._occupant_rows, "Occupants")
        self.contacts = BlockTableView(self._contact_rows, "Journal des contacts")
        service = self._service
        self.form = MenageForm()
        self.occupant_form = OccupantForm()
        self.contact_form = ContactForm()
        self.desk = FormDesk(tab, "menage", self.form, service.save_menage, "Dossier enregistré.")
        self.occupant_desk = FormDesk(
            tab, "occupant", self.occupant_form, service.save_occupant, "Occupant enregistré."
        )
        self.contact_desk = FormDesk(
            tab, "contact", self.contact_form, service.note_contact, "Contact enregistré."
        )
        self.forms = FormStack(
            self.form, "Retour au dossier", self.occupant_form, self.contact_form
        )
        self._build_layout()
        self._connect()

    # --- opening ------------------------------------------------------------------------

    def open(self, row: str) -> None:
        """Show the dossier of a ménage."""
        if self.menage is None or self.menage.id != row:
            self.forms.go_home()
        self._read(row)

    def new(self) -> None:
        """Begin a new dossier; one that was being typed comes back."""
        self._show_new()
        self.form.field("logement_id").setFocus()
        self._read_logements()

    def load(self) -> None:
        """Read again what is shown."""
        if self.menage is not None:
            self._read(self.menage.id)
        else:
            self._read_logements()

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a kept draft of one of the three forms."""
        if self.desk.owns(kept):
            if kept.row is None:
                self.new()
            else:
                self.open(kept.row)
            self.desk.offer(kept)
            return
        menage_id = parent_of(kept, "menage_id")
        self.open(menage_id)
        desk = self.occupant_desk if self.occupant_desk.owns(kept) else self.contact_desk
        desk.offer(kept, parent="" if kept.row else menage_id)
        self.forms.show_form(desk.form)

    def forget(self) -> None:
        """Drop what is typed about a dossier that was deleted."""
        for desk in (self.desk, self.occupant_desk, self.contact_desk):
            desk.forget()
        self._show_new()

    def ask_history(self) -> None:
        """Ask for the history of the record in the form that is shown."""
        shown: dict[QWidget | None, tuple[str, FormDesk]] = {
            self.form: ("menage", self.desk),
            self.occupant_form: ("occupant", self.occupant_desk),
            self.contact_form: ("contact", self.contact_desk),
        }
        entity, desk = shown[self.forms.currentWidget()]
        if desk.row is not None:
            self.history_wanted.emit(entity, desk.row, desk.form.accessibleName())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the dossier, then to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    # --- reading ------------------------------------------------------------------------

    def _read(self, row: str) -> None:
        self._asked += 1
        asked, service = self._asked, self._service

        def done(found: tuple[FicheMenageRecord, list[LogementRecord]]) -> None:
            if asked == self._asked:
                self.form.set_logements(found[1])
                self._show(found[0])

        def gone(_error: Exception) -> None:
            if asked == self._asked:
                self.back.emit()

        self._context.tasks.run(
            lambda _task: (service.fiche(row), service.logements()),
            owner=self,
            done=done,
            failed=gone,
        )

    def _read_logements(self) -> None:
        service = self._service
        self._context.tasks.run(
            lambda _task: service.logements(), owner=self, done=self.form.set_logements
        )

    def _show(self, fiche: FicheMenageRecord) -> None:
        menage = fiche.menage
        self.menage = menage
        self._header.set_title(menage_name(menage))
        self._place.setText(door_line(menage))
        self.desk.show(menage.id, menage.draft, f"Dossier {menage.reference}")
        self.form.set_pills(menage_pills(menage))
        self._occupant_rows.set_records(fiche.occupants)
        self._contact_rows.set_records(fiche.contacts)
        self._fill_sections(_NO_OCCUPANT, _NO_CONTACT)
        self._read_again_under(fiche)

    def _read_again_under(self, fiche: FicheMenageRecord) -> None:
        """Follow the record that the second form shows, if it changed."""
        for occupant in fiche.occupants:
            if occupant.id == self.occupant_desk.row:
                self._fill_occupant(occupant)
        for contact in fiche.contacts:
            if contact.id == self.contact_desk.row:
                self.contact_desk.show(
                    contact.id, contact.draft, f"Contact du {contact_when(contact)}"
                )

    def _show_new(self) -> None:
        self._asked += 1
        self.menage = None
        self.forms.go_home()
        self._header.set_title(NOUVEAU)
        self._place.setText("La référence est attribuée à l’enregistrement.")
        self.desk.show(None, MenageDraft(), NOUVEAU)
        self.form.set_pills(())
        self._occupant_rows.set_records(())
        self._contact_rows.set_records(())
        self._fill_sections(_FIRST_SAVE, _NO_CONTACT)

    def _fill_sections(self, no_occupant: str, no_contact: str) -> None:
        known = self.menage is not None
        occupants, contacts = self._occupant_rows.rowCount(), self._contact_rows.rowCount()
        self._occupants_card.set_filled(filled=occupants > 0, empty=no_occupant)
        self._contacts_card.set_filled(filled=contacts > 0, empty=no_contact)
        self._occupants_card.set_section_title(_counted("Occupants", occupants))
        self._contacts_card.set_section_title(_counted("Journal des contacts", contacts))
        for card in (self._occupants_card, self._contacts_card):
            card.set_enabled_buttons(enabled=known)
        for button in self._on_menage:
            button.setEnabled(known)

    # --- occupants and contacts -----------------------------------------------------------

    def new_occupant(self) -> None:
        """Begin an occupant of this ménage; the first one is its titulaire."""
        if self.menage is None:
            return
        first = not self._occupant_rows.rowCount()
        lien = LienOccupant.TITULAIRE if first else LienOccupant.ENFANT
        draft = OccupantDraft(menage_id=self.menage.id, lien=lien)
        self.occupant_desk.show(None, draft, "Nouvel occupant", parent=self.menage.id)
        self.forms.show_form(self.occupant_form, "nom")

    def new_contact(self) -> None:
        """Begin a line of the journal."""
        if self.menage is None:
            return
        draft = ContactDraft(menage_id=self.menage.id)
        self.contact_desk.show(None, draft, "Nouveau contact", parent=self.menage.id)
        self.forms.show_form(self.contact_form, "horodatage")

    @Slot(str)
    def _edit_occupant(self, row: str) -> None:
        occupant = self._occupant_rows.record(row)
        if occupant is not None:
            self._fill_occupant(occupant)
            self.forms.show_form(self.occupant_form, "nom")

    def _fill_occupant(self, occupant: OccupantRecord) -> None:
        self.occupant_desk.show(occupant.id, occupant.draft, occupant_name(occupant))

    @Slot(str)
    def _edit_contact(self, row: str) -> None:
        contact = self._contact_rows.record(row)
        if contact is not None:
            title = f"Contact du {contact_when(contact)}"
            self.contact_desk.show(contact.id, contact.draft, title)
            self.forms.show_form(self.contact_form, "objet")

    @Slot(object)
    def _delete_occupants(self, rows: frozenset[str]) -> None:
        self._delete(rows, self._service.delete_occupant, "Occupant supprimé.")

    @Slot(object)
    def _delete_contacts(self, rows: frozenset[str]) -> None:
        self._delete(rows, self._service.delete_contact, "Contact supprimé.")

    def _delete(
        self, rows: frozenset[str], delete: Callable[[str], ChangeSet], message: str
    ) -> None:
        row = min(rows)
        self.forms.go_home()
        self._context.tasks.run(
            lambda _task: delete(row),
            owner=self,
            done=lambda changes: self._context.written(self, changes, message),
        )

    # --- inside -------------------------------------------------------------------------

    def _on_menage_saved(self, menage: MenageRecord) -> None:
        is_new = self.menage is None
        self.menage = menage
        if is_new:
            self.new_occupant()

    def _on_child_saved(self, _record: Any) -> None:
        self.forms.go_home()

    def _go_back(self) -> None:
        if self.forms.is_home():
            self.back.emit()
        else:
            self.forms.go_home()
            self.occupants.setFocus()

    def _emit(self, signal: str) -> None:
        if self.menage is not None:
            getattr(self, signal).emit(self.menage.id)

    def _connect(self) -> None:
        self.desk.on_saved(self._on_menage_saved)
        self.occupant_desk.on_saved(self._on_child_saved)
        self.contact_desk.on_saved(self._on_child_saved)
        self.occupants.activated_id.connect(self._edit_occupant)
        self.contacts.activated_id.connect(self._edit_contact)
        self.occupants.delete_requested.connect(self._delete_occupants)
        self.contacts.delete_requested.connect(self._delete_contacts)

    def _build_layout(self) -> None:
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.setObjectName("historique")
        history.clicked.connect(self.ask_history)
        pdf = secondary_button("Fiche PDF…   Ctrl+P", icon="document")
        pdf.setAccessibleName("Fiche PDF")
        pdf.setObjectName("fiche_pdf")
        pdf.clicked.connect(lambda: self._emit("print_wanted"))
        delete = secondary_button("Supprimer…", icon="supprimer")
        delete.setObjectName("supprimer")
        delete.clicked.connect(lambda: self._emit("delete_wanted"))
        self._on_menage = (history, pdf, delete)
        self._place = plain_label(role="discret")
        self._header = PageHeader(NOUVEAU, self._place, history, delete, pdf)
        self._occupants_card = Section(
            "Occupants",
            self.occupants,
            _NO_OCCUPANT,
            add_button("Ajouter un occupant", "ajouter_occupant", self.new_occupant),
        )
        self._contacts_card = Section(
            "Journal des contacts",
            self.contacts,
            _NO_CONTACT,
            add_button("Ajouter un contact", "ajouter_contact", self.new_contact),
        )
        heart = Zones(
            Qt.Orientation.Vertical,
            (self._occupants_card, 0, False),
            (self._contacts_card, 0, False),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            page(with_way_back(self._header, self._go_back), three_zones(None, heart, self.forms))
        )


def _counted(title: str, count: int) -> str:
    return f"{title}{NBSP}({count})" if count else title
