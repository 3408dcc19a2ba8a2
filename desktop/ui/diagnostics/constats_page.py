"""The table of constats, of one marche or of all, with the form card of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.codes import OriginePosition
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constat_filters import ConstatFilters
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.constat_life import ask_state_on
from desktop.ui.diagnostics.constat_table import COLUMNS, HIDDEN
from desktop.ui.diagnostics.depouillement_header import with_way_back
from desktop.ui.diagnostics.lot_dialog import LotDialog
from desktop.ui.diagnostics.saving_desk import SavingDesk
from desktop.ui.diagnostics.structure_dialog import ask_gestionnaire
from desktop.ui.diagnostics.words import (
    constat_pills,
    constat_title,
    count_sentence,
    marche_title,
    place_and_photos,
)
from desktop.ui.keeper import FormKeeper
from desktop.ui.widgets.block_table import BlockTableModel
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import icon_button, primary_button, secondary_button
from desktop.ui.widgets.cards import EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.domain.changeset import ChangeSet
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel

NEW_TITLE = "Nouveau constat"
_ALL_TITLE = "Constats de toutes les marches"
_NOTHING = "Choisissez un constat dans la liste"
_COLUMNS = "colonnes_constats"


class ConstatsPage(QWidget):
    """Filters, table, form.

    Signals: `back`, `photos_wanted(marche, constat)` (Entrée), `history_wanted(constat, title)`.
    """

    back = Signal()
    photos_wanted = Signal(str, str)
    history_wanted = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._marche: MarcheRecord | None = None
        self._wanted = ""
        self._asked = 0
        self._referentiel: Referentiel | None = None
        self.filters = ConstatFilters(context)
        self.model: BlockTableModel[ConstatRecord] = BlockTableModel(
            COLUMNS,
            context.carnet.diagnostics.constats,
            background=context.tasks.background(self),
            parent=self,
        )
        self.table = BlockTableView(self.model, "Constats")
        self.table.show_sort("numero")
        self.table.hide_columns(HIDDEN)
        self.form = ConstatForm(NEW_TITLE)
        self.keeper = FormKeeper(context, Espace.TERRAIN, "constat_liste", self.form)
        self._desk = SavingDesk(
            context,
            self.keeper,
            lambda: context.carnet.diagnostics.save_constat,
            "Constat enregistré.",
        )
        self._build_layout()
        self._connect()
        self.load_preferences()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, marche: MarcheRecord | None, constat: str = "") -> None:
        """Show the constats of a marche, or of all (None), at one of them if it is named."""
        moved = (marche and marche.id) != (self._marche and self._marche.id)
        self._marche = marche
        self._wanted = constat
        if moved or constat:
            self._desk.leave()
            self.filters.clear()
        self._header.set_title(f"Constats — {marche_title(marche)}" if marche else _ALL_TITLE)
        self._new_button.setVisible(marche is not None)
        self.load()
        self.table.setFocus()

    def load(self) -> None:
        """Ask for the list again, and for the rows that are seen."""
        self._asked += 1
        asked = self._asked
        filtre = self.filters.filtre(self._marche.id if self._marche is not None else None)
        service = self._context.carnet.diagnostics

        def done(ids: list[str]) -> None:
            if asked == self._asked:
                self._show(ids)

        self._context.tasks.run(lambda _context: service.constat_ids(filtre), owner=self, done=done)

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a draft kept before a crash."""
        marche_id = str(kept.champs.get("base.marche_id") or "")
        self._desk.offer(kept, marche_id)
        self._wanted = kept.row or ""

    def leave(self) -> None:
        """Keep what is being typed before another page is shown."""
        self._desk.leave()

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace in the filters and in the forms."""
        self._referentiel = referentiel
        self.filters.set_referentiel(referentiel)
        self.form.set_referentiel(referentiel)

    def marche(self) -> MarcheRecord | None:
        """Return the marche whose constats are listed, or None for all."""
        return self._marche

    # --- what this person prefers -------------------------------------------------------

    def load_preferences(self) -> None:
        """Show the columns and offer the filters that the person at work kept."""
        self.filters.saved.load()
        service = self._context.carnet.preferences(Espace.TERRAIN)

        def done(hidden: object) -> None:
            if isinstance(hidden, list):
                self.table.hide_columns({str(key) for key in hidden} - {COLUMNS[0].key})

        self._context.tasks.run(lambda _context: service.get(_COLUMNS), owner=self, done=done)

    @Slot(object)
    def _keep_columns(self, hidden: frozenset[str]) -> None:
        service = self._context.carnet.preferences(Espace.TERRAIN)
        kept = sorted(hidden)
        self._context.tasks.run(
            lambda _context: service.set(_COLUMNS, kept), owner=self, done=lambda _none: None
        )

    # --- showing ------------------------------------------------------------------------

    def _show(self, ids: Iterable[str]) -> None:
        self.model.set_ids(ids)
        count = self.model.rowCount()
        self.filters.show_count(count_sentence(count, searched=bool(self.filters.search.text())))
        empty = self._nothing_found if self.filters.is_active() else self._empty
        self._pages.setCurrentWidget(self.table if count else empty)
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = ""
        elif count and not self.table.current_id() and not self.form.is_dirty():
            self.table.select_id(self.model.id_at(0))
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self.table.current_id()
        if not row:
            if not self.form.is_dirty():
                self._show_new()
            return
        record = self.model.record_at(self.model.row_of(row))
        if record is None:
            return  # `dataChanged` comes back here when it has been read
        self._desk.show_record(record.id, record.draft, constat_title(record))
        self.form.set_subtitle(place_and_photos(record))
        self.form.set_pills(constat_pills(record))
        self._settle(existing=True)

    def _show_new(self) -> None:
        marche_id = self._marche.id if self._marche is not None else None
        draft = ConstatDraft(marche_id=marche_id, origine_position=OriginePosition.AUCUNE)
        self._desk.show_new(draft, NEW_TITLE, marche_id or "")
        self.form.set_subtitle("Sans photo" if marche_id else _NOTHING)
        self.form.set_pills(())
        self._settle(existing=False)

    @Slot(object)
    def _settle_selection(self, selected: frozenset[str]) -> None:
        self._edit_button.setVisible(len(selected) > 1)
        self._edit_button.setText(f"Modifier {plural(len(selected), 'constat')}…   F2")

    @Slot(object)
    def _fill_menu(self, menu: QMenu) -> None:
        many = len(self.table.selected_ids()) > 1
        menu.addAction("&Modifier la sélection…" if many else "&Modifier", self.edit)
        menu.addAction("Chan&ger l’état…", lambda: ask_state_on(self._context, self))
        menu.addAction("&Supprimer…", self.delete)

    def _settle(self, *, existing: bool) -> None:
        possible = existing or self._marche is not None
        self.form.setEnabled(possible)
        self.form.history.setEnabled(existing)
        self._delete_button.setEnabled(existing)

    # --- acting -------------------------------------------------------------------------

    @Slot()
    def new(self) -> None:
        """Begin a constat without photo in the marche."""
        if self._marche is None:
            return
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self._show_new()
        self.form.field("theme").setFocus()

    @Slot()
    def edit(self) -> None:
        """F2: go to the form, or give several constats the same values."""
        if len(self.table.selected_ids()) > 1:
            self.edit_selection()
        else:
            self.form.field("theme").setFocus()

    @Slot()
    def edit_selection(self) -> None:
        """Give the selected constats the same values, as one action that can be undone."""
        chosen = self.table.selected_ids()
        rows = [row for row in self.model.ids() if row in chosen]
        if rows and self._referentiel is not None:
            self._desk.leave()
            LotDialog(self._context, rows, self._referentiel, self).open()

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the constat shown."""
        if self.keeper.row is not None:
            self.history_wanted.emit(self.keeper.row, self.form.accessibleName())

    def _save(self, draft: ConstatDraft) -> None:
        service, row = self._context.carnet.diagnostics, self.keeper.row

        def done(constat: ConstatRecord) -> None:
            self.keeper.row = constat.id
            self._wanted = constat.id
            self.table.setFocus()

        self.keeper.save(
            lambda: service.save_constat(draft, row),
            message="Constat enregistré." if row else "Constat créé.",
            done=done,
        )

    @Slot()
    def delete(self) -> None:
        """Delete the selected constats once the agent has confirmed."""
        rows = sorted(self.table.selected_ids())
        if not rows:
            return
        what = plural(len(rows), "constat")
        question = (
            f"Supprimer {what} ? Leurs photos reviennent parmi celles à classer. "
            "Vous pourrez annuler."
        )
        if not confirm(self, "Supprimer des constats", question, "Supprimer"):
            return
        service = self._context.carnet.diagnostics
        word = "supprimé" if len(rows) == 1 else "supprimés"

        def done(changes: ChangeSet) -> None:
            self._context.written(self._context.bus, changes, f"{what} {word}.")

        self._context.tasks.run(
            lambda _context: service.delete_constats(rows), owner=self, done=done
        )

    @Slot(str)
    def _open_photos(self, row: str) -> None:
        record = self.model.record_at(self.model.row_of(row))
        if record is None or record.nb_photos == 0:
            self.edit()
        elif record.draft.marche_id:
            self.photos_wanted.emit(record.draft.marche_id, record.id)

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self.filters.set_order(key, descending=descending)
        self.load()

    @Slot(str, bool)
    def _show_order(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self.table.show_sort(key, descending=descending)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 edits; Échap goes from the form to the table, from the table back."""
        if event.key() == Qt.Key.Key_F2:
            self.edit()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.table.setFocus()
        else:
            self.back.emit()

    def _connect(self) -> None:
        self.filters.changed.connect(self.load)
        self.filters.order_wanted.connect(self._show_order)
        self.filters.columns_wanted.connect(self.table.open_columns)
        self.table.columns_changed.connect(self._keep_columns)
        self.model.dataChanged.connect(lambda _top, _bottom: self._show_current())
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.selected_changed.connect(self._settle_selection)
        self.table.menu_requested.connect(self._fill_menu)
        self.table.activated_id.connect(self._open_photos)
        self.table.delete_requested.connect(lambda _rows: self.delete())
        self.table.sort_requested.connect(self._sort)
        self.form.submitted.connect(self._save)
        self.form.history.clicked.connect(self.ask_history)
        self.form.gestionnaire_wanted.connect(lambda: ask_gestionnaire(self._context, self.form))

    def _build_layout(self) -> None:
        back = icon_button("precedent", "Retour")
        back.clicked.connect(self.back)
        self._delete_button = secondary_button("Supprimer…", icon="supprimer")
        self._delete_button.setObjectName("supprimer")
        self._delete_button.clicked.connect(self.delete)
        self._edit_button = secondary_button("Modifier la sélection…")
        self._edit_button.setObjectName("modifier_selection")
        self._edit_button.clicked.connect(self.edit_selection)
        self._edit_button.hide()
        self.export_button = secondary_button("Exporter…", icon="export")
        self.export_button.setObjectName("exporter")
        self._new_button = primary_button(f"{NEW_TITLE}   Ctrl+N")
        self._new_button.setAccessibleName(NEW_TITLE)
        self._new_button.clicked.connect(self.new)
        self._header = PageHeader(
            _ALL_TITLE,
            *(self._edit_button, self._delete_button, self.export_button, self._new_button),
        )
        self._empty = EmptyState(
            "Aucun constat n’est encore enregistré ici.", "Aller aux photos", self.back.emit
        )
        self._nothing_found = EmptyState(
            "Aucun constat ne correspond à ces filtres.",
            "Effacer les filtres",
            self.filters.clear,
            guide=False,
        )
        self._pages = Pages(self.table, self._empty, self._nothing_found)
        items = QWidget()
        column = QVBoxLayout(items)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.filters)
        column.addWidget(self._pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            page(with_way_back(self._header, back), three_zones(None, items, self.form))
        )
