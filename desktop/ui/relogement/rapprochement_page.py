"""Page « Rapprochement »: vacant dwellings, the ménages they fit, and why; nothing is decided."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import BrouillonRecord
from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft
from desktop.domain.relogement.rapprochement import (
    ORDRE_LOGEMENTS,
    ORDRE_MENAGES,
    Appariement,
)
from desktop.domain.relogement.records_offre import BailleurRecord, DisponibleRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.formats import NBSP, typo
from desktop.texts import calculs
from desktop.ui.form_desk import FormDesk
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.disponible_form import BailleurForm, DisponibleForm
from desktop.ui.relogement.lectures import note_reading
from desktop.ui.relogement.list_buttons import about_row, list_buttons
from desktop.ui.relogement.rapprochement_tables import (
    FITS,
    RENT,
    CritereTableModel,
    DisponibleLigne,
    DisponibleTableModel,
    MenageLigne,
    MenageTableModel,
    by_weight,
)
from desktop.ui.section import Section, add_button
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.plain import plain_label

_LIST_WIDTH = 300
_NEW = "Nouveau logement disponible"
_NEW_BAILLEUR = "Nouveau bailleur"
_SANS, _TOUS = "sans_obstacle", "tous"
_PROPOSE_KEY = "Ctrl+Shift+P"


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading brings back."""

    bailleurs: list[BailleurRecord]
    disponibles: list[DisponibleLigne]
    row: str
    menages: tuple[Appariement, ...]


class RapprochementPage(QWidget):
    """Dwellings at the left, ménages and reasons in the heart, the form of a dwelling.

    About one ménage it lists the dwellings in the order that fits it, and this ménage alone.

    Signals: `back`, `history_wanted(entity, row, title)`, `menage_wanted(row)`,
    `propose_wanted(menage, disponible)`; `print_wanted` and `export_wanted(disponible, menage)`,
    "" for the side that the list is not about.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)
    menage_wanted = Signal(str)
    propose_wanted = Signal(str, str)
    print_wanted = Signal(str, str)
    export_wanted = Signal(str, str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.disponibles
        self._rapprochement = tab.context.carnet.rapprochement
        self._asked = 0
        self._wanted = self._menage = self._row = ""
        self._noted = ("", "")
        self._found: tuple[Appariement, ...] = ()
        self._bailleurs: list[BailleurRecord] = []
        self._disponible_rows = DisponibleTableModel(self)
        self._menage_rows = MenageTableModel(self)
        self._critere_rows = CritereTableModel(self)
        self.disponibles = BlockTableView(self._disponible_rows, "Logements disponibles")
        self.menages = BlockTableView(self._menage_rows, "Ménages")
        self.criteres = BlockTableView(self._critere_rows, "Critères")
        self.form = DisponibleForm()
        self.bailleur_form = BailleurForm()
        self.desk = FormDesk(
            tab, "disponible", self.form, self._service.save_disponible, "Logement enregistré."
        )
        save, told = self._service.save_bailleur, "Bailleur enregistré."
        self.bailleur_desk = FormDesk(tab, "bailleur", self.bailleur_form, save, told)
        self.forms = FormStack(self.form, "Retour au logement", self.bailleur_form)
        self.filters = FilterChips({_SANS: "Sans obstacle"})
        self.vacant_filters = FilterChips({_TOUS: "Aussi pourvus, retirés"})
        self._build_layout()
        self._connect()

    # --- for the tab ----------------------------------------------------------------------

    def open_menage(self, row: str, reference: str) -> None:
        """Turn to the dwellings of one ménage."""
        self._menage = row
        self._about.setText(typo(f"Logements pour le dossier {reference}"))
        self.load()

    @Slot()
    def open_all(self) -> None:
        """Turn back to all ménages."""
        self._menage = ""
        self.load()

    def load(self) -> None:
        """Read the dwellings, and the ménages before the chosen one."""
        self._asked += 1
        asked, menage = self._asked, self._menage
        wanted = None if self._types_new() else self._wanted or self._current()
        tous = _TOUS in self.vacant_filters.active() and not menage

        def done(found: _Found) -> None:
            if asked == self._asked:
                self._show(found)

        self._context.tasks.run(
            lambda _task: self._read(menage, wanted, tous=tous), owner=self, done=done
        )

    def offer(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft of one of the two forms; False if it is not ours."""
        for desk in (self.desk, self.bailleur_desk):
            if desk.owns(kept):
                desk.offer(kept)
                self.forms.show_form(desk.form)
                self.load()
                return True
        return False

    @Slot()
    def new(self) -> None:
        """Begin a vacant dwelling."""
        self.forms.go_home()
        self.disponibles.clearSelection()
        self.disponibles.setCurrentIndex(self._disponible_rows.index(-1, -1))
        self.desk.show(None, LogementDisponibleDraft(), _NEW)
        self.form.field("bailleur_id").setFocus()

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the record in the form that is shown."""
        entity, desk = ("logement_disponible", self.desk)
        if not self.forms.is_home():
            entity, desk = ("bailleur", self.bailleur_desk)
        if desk.row is not None:
            self.history_wanted.emit(entity, desk.row, desk.form.accessibleName())

    @Slot()
    def delete(self) -> None:
        """« Supprimer… »: hide the chosen dwelling, after a question."""
        row = self.desk.row
        if row is None:
            self._context.bus.tell("Choisissez d’abord le logement à supprimer.")
            return
        if not confirm(
            self,
            "Supprimer un logement",
            "Supprimer ce logement disponible ? Vous pourrez annuler.",
            "Supprimer",
        ):
            return
        service = self._service

        def done(changes: ChangeSet) -> None:
            if self.desk.row == row:
                self.desk.forget()
            self._context.written(self, changes, "Logement supprimé.")

        self._context.tasks.run(lambda _task: service.delete_disponible(row), owner=self, done=done)

    @Slot()
    def propose(self) -> None:
        """« Proposer ce logement »: hand the pair over; the agent confirms in the dossier."""
        menage, disponible = self.menages.current_id(), self._current()
        if menage and disponible:
            self.propose_wanted.emit(menage, disponible)
        else:
            self._context.bus.tell("Choisissez d’abord un logement et un ménage.")

    @Slot()
    def print_list(self) -> None:
        """« Imprimer la liste »: the list on screen."""
        self._hand_over(self.print_wanted)

    @Slot()
    def export_list(self) -> None:
        """« Exporter… »: the list on screen, as a workbook."""
        self._hand_over(self.export_wanted)

    def _hand_over(self, signal: SignalInstance) -> None:
        if self._menage:
            signal.emit("", self._menage)
        elif row := self._current():
            signal.emit(row, "")
        else:
            self._context.bus.tell("Choisissez d’abord un logement.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the dwelling, then to the list, then to the page before."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    # --- inside -----------------------------------------------------------------------------

    def _current(self) -> str:
        return self.disponibles.current_id()

    def _types_new(self) -> bool:
        """Whether a dwelling that is not in the list yet is being typed."""
        return not self._wanted and self.desk.row is None and self.form.is_dirty()

    def _read(self, menage: str, wanted: str | None, *, tous: bool) -> _Found:
        records = {one.id: one for one in self._service.disponibles(tous=tous)}
        if menage:
            pairs = self._rapprochement.logements_pour(menage)
            lines = [
                DisponibleLigne(records[one.disponible.id], one)
                for one in pairs
                if one.disponible.id in records
            ]
        else:
            lines = [DisponibleLigne(one) for one in records.values()]
        row = ""
        if wanted is not None:
            row = wanted if wanted in records else next((one.id for one in lines), "")
        found: tuple[Appariement, ...] = ()
        if row and menage:
            found = tuple(line.fits for line in lines if line.id == row and line.fits is not None)
        elif row:
            found = self._rapprochement.menages_pour(row)
        return _Found(self._service.bailleurs(), lines, row, found)

    def _show(self, found: _Found) -> None:
        self._wanted = ""
        self._about_row.setVisible(bool(self._menage))
        self.vacant_filters.setVisible(not self._menage)
        self.disponibles.hide_columns({RENT} if self._menage else {FITS})
        self._bailleurs = found.bailleurs
        self.form.set_bailleurs(found.bailleurs)
        self._disponible_rows.set_records(found.disponibles)
        self._vacant_card.set_filled(filled=bool(found.disponibles))
        self._vacant_card.set_section_title(f"Logements{NBSP}({len(found.disponibles)})")
        if found.row and self._current() != found.row:
            with QSignalBlocker(self.disponibles):  # its ménages are here
                self.disponibles.select_id(found.row)
        if found.row != self._row:  # another dwelling: begin with the ménage it fits best
            self.menages.setCurrentIndex(self._menage_rows.index(-1, -1))
        self._row, self._found = found.row, found.menages
        if found.menages and self._noted != (self._menage, found.row):
            self._noted = (self._menage, found.row)
            note_reading(self._context, self, self._menage, BlocSensible.RAPPROCHEMENT)
        self._order.setText(ORDRE_LOGEMENTS if self._menage else ORDRE_MENAGES)
        self._show_menages()
        if not self._types_new():
            self._show_form()

    @Slot()
    def _show_menages(self) -> None:
        only = _SANS in self.filters.active()
        lines = [MenageLigne(one) for one in self._found if not only or one.sans_obstacle]
        kept = self.menages.current_id()
        self._menage_rows.set_records(lines)
        self._menages_card.set_filled(filled=bool(lines))
        self._menages_card.set_section_title(f"Ménages{NBSP}({len(lines)})")
        if lines and not self.menages.select_id(kept):
            self.menages.select_id(lines[0].id)
        self._show_criteres()

    @Slot()
    def _show_criteres(self) -> None:
        line = self._menage_rows.record(self.menages.current_id())
        criteres = [] if line is None else by_weight(line.fits)
        self._critere_rows.set_records(criteres)
        self._criteres_card.set_filled(filled=bool(criteres))
        if criteres:
            self.criteres.select_id(criteres[0].id)
        self._show_reason()
        self.propose_button.setEnabled(line is not None)

    @Slot()
    def _show_reason(self) -> None:
        """Say in full what the row of a criterion may have no room for."""
        line = self._critere_rows.record(self.criteres.current_id())
        self.reason.setText("" if line is None else calculs.phrase(line.critere.phrase))

    def _show_form(self) -> None:
        line = self._disponible_rows.record(self._current())
        if line is None:
            self.desk.show(None, LogementDisponibleDraft(), _NEW)
        else:
            self.desk.show(line.id, line.record.draft, line.record.libelle or "Sans adresse")

    @Slot()
    def _new_bailleur(self) -> None:
        self.bailleur_desk.show(None, BailleurDraft(), _NEW_BAILLEUR)
        self.forms.show_form(self.bailleur_form, "nom")

    def _on_saved(self, record: DisponibleRecord) -> None:
        self._wanted = record.id

    def _on_bailleur_saved(self, bailleur: BailleurRecord) -> None:
        """Take the new bailleur at once; nothing is read before the agent saves the dwelling."""
        self.forms.go_home()
        self._bailleurs = [*self._bailleurs, bailleur]
        self.form.set_bailleurs(self._bailleurs)
        self.form.bailleur.set_value(bailleur.id)
        self.form.bailleur.edited.emit()
        self.form.field("bailleur_id").setFocus()

    @Slot()
    def _go_back(self) -> None:
        if not self.forms.is_home():
            self.forms.go_home()
            self.form.field("bailleur_id").setFocus()
        elif self.form.isAncestorOf(self.window().focusWidget() or self):
            self.disponibles.setFocus()
        else:
            self.back.emit()

    def _connect(self) -> None:
        self.desk.on_saved(self._on_saved)
        self.bailleur_desk.on_saved(self._on_bailleur_saved)
        self.form.bailleur_wanted.connect(self._new_bailleur)
        self.disponibles.current_id_changed.connect(lambda row: self.load() if row else None)
        self.disponibles.activated_id.connect(lambda _row: self.form.field("statut").setFocus())
        self.disponibles.delete_requested.connect(lambda _rows: self.delete())
        self.menages.current_id_changed.connect(lambda _row: self._show_criteres())
        self.menages.activated_id.connect(self.menage_wanted)
        self.criteres.current_id_changed.connect(lambda _row: self._show_reason())
        self.filters.changed.connect(lambda _codes: self._show_menages())
        self.vacant_filters.changed.connect(lambda _codes: self.load())

    def _build_layout(self) -> None:
        actions = list_buttons(
            printed=self.print_list,
            exported=self.export_list,
            history=self.ask_history,
            delete=self.delete,
        )
        self._vacant_card = Section(
            "Logements",
            self.disponibles,
            "Aucun logement disponible n’est enregistré.",
            add_button("Ajouter   Ctrl+N", "ajouter_disponible", self.new),
        )
        self._vacant_card.body.addWidget(self.vacant_filters)
        self.propose_button = secondary_button("Proposer ce logement", _PROPOSE_KEY)
        self.propose_button.setObjectName("proposer")
        self.propose_button.clicked.connect(self.propose)
        self._menages_card = Section(
            "Ménages", self.menages, "Aucun ménage à montrer pour ce logement."
        )
        self._menages_card.add_to_title(self.filters, self.propose_button)
        self._order = plain_label("", "discret", wrap=True)
        self._menages_card.body.addWidget(self._order)
        self._criteres_card = Section(
            "Pourquoi", self.criteres, "Choisissez un ménage pour voir ce qui convient ou non."
        )
        self.reason = plain_label("", "discret", wrap=True)
        self.reason.setAccessibleName("Réponse en entier")
        self._criteres_card.body.addWidget(self.reason)
        heart = QWidget()
        column = QVBoxLayout(heart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._menages_card, 1)
        column.addWidget(self._criteres_card, 1)
        header = PageHeader("Rapprochement", *actions)
        self._about = plain_label("", "titre-carte")
        self._about_row = about_row(self._about, self.open_all)
        zones = three_zones(self._vacant_card, heart, self.forms, list_width=_LIST_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page(with_way_back(header, self._go_back), self._about_row, zones))
