"""Section « Déménagement, travaux » of a dossier: tasks, costs, works and private investments."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from typing_extensions import override

from desktop.domain.relogement.codes import LieuTravaux
from desktop.domain.relogement.drafts_offre import DemenagementDraft, TravauxDraft
from desktop.domain.relogement.records_suite import (
    DemenagementRecord,
    SuiteRecord,
    TravauxRecord,
)
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.demenagement_form import DemenagementForm, TravauxForm
from desktop.ui.relogement.section import counted
from desktop.ui.relogement.section_suite import SuiteSection
from desktop.ui.relogement.suite_tables import (
    DemenagementTableModel,
    TravauxTableModel,
    day,
)
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.placed import Zones

_MOVES = "Déménagements"
_WORKS = "Travaux et investissements déclarés"
_NEW_MOVE = "Nouveau déménagement"
_NEW_WORKS = "Nouveaux travaux"


class DemenagementSection(SuiteSection):
    """Two tables: the moves, the works."""

    key: ClassVar[str] = "demenagement"
    title: ClassVar[str] = "Déménagement, travaux"
    form_keys: ClassVar[tuple[str, ...]] = ("demenagement", "travaux")

    @override
    def build(self) -> None:
        self._moves, self._works = DemenagementTableModel(self), TravauxTableModel(self)
        self.moves = BlockTableView(self._moves, _MOVES)
        self.works = BlockTableView(self._works, _WORKS)
        self.form, self.travaux_form = DemenagementForm(), TravauxForm()
        self.desk = self.add_desk(
            "demenagement",
            "demenagement",
            self.form,
            self.service.save_demenagement,
            "Déménagement enregistré.",
        )
        self.travaux_desk = self.add_desk(
            "travaux",
            "travaux",
            self.travaux_form,
            self.service.save_travaux,
            "Travaux enregistrés.",
        )
        self.forms = FormStack(self.form, "Retour au déménagement", self.travaux_form)
        self._moves_card = Section(
            _MOVES,
            self.moves,
            "Aucun déménagement n’est encore préparé.",
            self.document_button(
                "Fiche déménagement…",
                "fiche_demenagement",
                lambda service, row: service.fiche_demenagement(row),
            ),
            add_button("Ajouter un déménagement", "ajouter_demenagement", self.new_move),
        )
        self._works_card = Section(
            _WORKS,
            self.works,
            "Aucuns travaux ne sont notés, ni investissement déclaré par le ménage.",
            add_button("Ajouter des travaux", "ajouter_travaux", self.new_works),
        )
        self.heart = Zones(
            Qt.Orientation.Vertical, (self._moves_card, 0, False), (self._works_card, 0, False)
        )
        self.moves.activated_id.connect(self._edit_move)
        self.works.activated_id.connect(self._edit_works)
        self.moves.delete_requested.connect(self._delete_move)
        self.works.delete_requested.connect(self._delete_works)

    @override
    def turn(self) -> None:
        self._moves.set_records(())
        self._works.set_records(())
        if self.row is not None:
            self._blank_move()
            self._blank_works()

    @Slot()
    def new_move(self) -> None:
        """Begin a move."""
        self._blank_move()
        self.show_form(self.form, "date_demenagement")

    @Slot()
    def new_works(self) -> None:
        """Begin works."""
        self._blank_works()
        self.show_form(self.travaux_form, "lieu")

    @override
    def show(self, record: SuiteRecord) -> None:
        self._moves.set_records(record.demenagements)
        self._works.set_records(record.travaux)
        for card, words, rows in (
            (self._moves_card, _MOVES, len(record.demenagements)),
            (self._works_card, _WORKS, len(record.travaux)),
        ):
            card.set_filled(filled=rows > 0)
            card.set_section_title(counted(words, rows))
        first = record.demenagements[:1]
        for move in record.demenagements:
            if move.id == self.desk.row:
                self._fill_move(move)
        if first and self.desk.row is None and not self.form.is_dirty():
            self._fill_move(first[0])
        for works in record.travaux:
            if works.id == self.travaux_desk.row:
                self._fill_works(works)

    # --- inside -----------------------------------------------------------------------------

    def _blank_move(self) -> None:
        move = self.record.actuel if self.record is not None else None
        draft = DemenagementDraft(
            menage_id=self.row,
            relogement_id=move.id if move is not None else None,
            date_demenagement=move.draft.date_entree if move is not None else None,
        )
        self.desk.show(None, draft, _NEW_MOVE, parent=self.menage_id)

    def _blank_works(self) -> None:
        draft = TravauxDraft(menage_id=self.row, lieu=LieuTravaux.ANCIEN)
        self.travaux_desk.show(None, draft, _NEW_WORKS, parent=self.menage_id)

    def _fill_move(self, record: DemenagementRecord) -> None:
        title = f"Déménagement, {day(record.draft.date_demenagement)}"
        self.desk.show(record.id, record.draft, title)

    def _fill_works(self, record: TravauxRecord) -> None:
        self.travaux_desk.show(record.id, record.draft, "Travaux")

    @Slot(str)
    def _edit_move(self, row: str) -> None:
        record = self._moves.record(row)
        if record is not None:
            self._fill_move(record)
            self.show_form(self.form, "date_demenagement")

    @Slot(str)
    def _edit_works(self, row: str) -> None:
        record = self._works.record(row)
        if record is not None:
            self._fill_works(record)
            self.show_form(self.travaux_form, "objet")

    @Slot(object)
    def _delete_move(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self._blank_move()
        self.write(lambda: self.service.delete_demenagement(row), "Déménagement supprimé.")

    @Slot(object)
    def _delete_works(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self._blank_works()
        self.write(lambda: self.service.delete_travaux(row), "Travaux supprimés.")
