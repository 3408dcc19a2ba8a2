"""Section « Journal » of a dossier: the contacts with a ménage."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop.domain.records import ContactRecord
from desktop.domain.relogement.drafts import ContactDraft
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.contact_form import ContactForm
from desktop.ui.relogement.fiche_tables import ContactTableModel
from desktop.ui.relogement.section import DossierSection, counted
from desktop.ui.relogement.words import contact_when
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView

_TITLE = "Journal des contacts"
_NEW = "Nouveau contact"


class JournalSection(DossierSection):
    """Every contact, newest first."""

    key: ClassVar[str] = "journal"
    title: ClassVar[str] = "Journal"
    form_keys: ClassVar[tuple[str, ...]] = ("contact",)

    @override
    def build(self) -> None:
        self._service = self.context.carnet.relogement
        self._rows = ContactTableModel(self)
        self.table = BlockTableView(self._rows, _TITLE)
        self.form = ContactForm()
        self.desk = self.add_desk(
            "contact", "contact", self.form, self._service.note_contact, "Contact enregistré."
        )
        self.forms = FormStack(self.form, "")
        self._card = self.heart = Section(
            _TITLE,
            self.table,
            "Aucun contact n’est encore noté.",
            add_button("Ajouter un contact", "ajouter_contact", self.new),
        )
        self.desk.on_saved(lambda _contact: self.new(focus=False))
        self.table.activated_id.connect(self._edit)
        self.table.delete_requested.connect(self._delete)

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            super().open(row)
            self._rows.set_records(())
            if row is not None:
                self.new(focus=False)

    @override
    def load(self) -> None:
        row, service = self.menage_id, self._service
        self.read(lambda: service.contacts(row), self._show)

    @Slot()
    def new(self, *, focus: bool = True) -> None:
        """Begin a line of the journal."""
        draft = ContactDraft(menage_id=self.menage_id)
        self.desk.show(None, draft, _NEW, parent=self.menage_id)
        if focus:
            self.show_form(self.form, "horodatage")

    def _show(self, contacts: list[ContactRecord]) -> None:
        self._rows.set_records(contacts)
        self._card.set_filled(filled=bool(contacts))
        self._card.set_section_title(counted(_TITLE, len(contacts)))
        for contact in contacts:
            if contact.id == self.desk.row:
                self._fill(contact)

    @Slot(str)
    def _edit(self, row: str) -> None:
        contact = self._rows.record(row)
        if contact is not None:
            self._fill(contact)
            self.show_form(self.form, "objet")

    def _fill(self, contact: ContactRecord) -> None:
        self.desk.show(contact.id, contact.draft, f"Contact du {contact_when(contact)}")

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self.new(focus=False)
        self.write(lambda: self._service.delete_contact(row), "Contact supprimé.")
