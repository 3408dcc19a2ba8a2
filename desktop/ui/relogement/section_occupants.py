"""Section « Occupants » of a dossier: who lives in the logement d'origine."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop.domain.records import OccupantRecord
from desktop.domain.relogement.codes import LienOccupant
from desktop.domain.relogement.drafts import OccupantDraft
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.fiche_tables import OccupantTableModel
from desktop.ui.relogement.occupant_form import OccupantForm
from desktop.ui.relogement.section import DossierSection, counted
from desktop.ui.relogement.words import occupant_name
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView

_TITLE = "Occupants"
_NEW = "Nouvel occupant"


class OccupantsSection(DossierSection):
    """The occupants, titulaires first."""

    key: ClassVar[str] = "occupants"
    title: ClassVar[str] = "Occupants"
    form_keys: ClassVar[tuple[str, ...]] = ("occupant",)

    @override
    def build(self) -> None:
        self._service = self.context.carnet.relogement
        self._rows = OccupantTableModel(self)
        self._first = True
        self.table = BlockTableView(self._rows, _TITLE)
        self.form = OccupantForm()
        self.desk = self.add_desk(
            "occupant", "occupant", self.form, self._service.save_occupant, "Occupant enregistré."
        )
        self.forms = FormStack(self.form, "")
        self._card = self.heart = Section(
            _TITLE,
            self.table,
            "Aucun occupant n’est encore enregistré.",
            add_button("Ajouter un occupant", "ajouter_occupant", self.new),
        )
        self.desk.on_saved(self._on_saved)
        self.table.activated_id.connect(self._edit)
        self.table.delete_requested.connect(self._delete)

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            super().open(row)
            self._rows.set_records(())
            self._first = True
            if row is not None:
                self.new(focus=False)

    @override
    def load(self) -> None:
        row, service = self.menage_id, self._service
        self.read(lambda: service.occupants(row), self._show)

    @Slot()
    def new(self, *, focus: bool = True) -> None:
        """Begin an occupant of this ménage; the first one is its titulaire."""
        lien = LienOccupant.TITULAIRE if self._first else LienOccupant.ENFANT
        draft = OccupantDraft(menage_id=self.menage_id, lien=lien)
        self.desk.show(None, draft, _NEW, parent=self.menage_id)
        if focus:
            self.show_form(self.form, "nom")

    def _show(self, occupants: list[OccupantRecord]) -> None:
        self._first = not occupants
        self._rows.set_records(occupants)
        self._card.set_filled(filled=bool(occupants))
        self._card.set_section_title(counted(_TITLE, len(occupants)))
        if self.desk.row is None:
            self.new(focus=False)
        for occupant in occupants:
            if occupant.id == self.desk.row:
                self._fill(occupant)

    @Slot(str)
    def _edit(self, row: str) -> None:
        occupant = self._rows.record(row)
        if occupant is not None:
            self._fill(occupant)
            self.show_form(self.form, "nom")

    def _fill(self, occupant: OccupantRecord) -> None:
        self.desk.show(occupant.id, occupant.draft, occupant_name(occupant))

    def _on_saved(self, _occupant: OccupantRecord) -> None:
        self._first = False
        self.new()

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self.new(focus=False)
        self.write(lambda: self._service.delete_occupant(row), "Occupant supprimé.")
