"""First page: the marches, and the form card of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.domain.codes import EtatMarche
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.domain.drafts import MarcheDraft
from desktop.domain.espaces import Espace
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.marche_form import MarcheForm
from desktop.ui.diagnostics.marche_table import MarcheTableModel
from desktop.ui.diagnostics.saving_desk import SavingDesk
from desktop.ui.diagnostics.words import marche_day
from desktop.ui.keeper import FormKeeper
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.cards import EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel

NEW_TITLE = "Nouvelle marche"


class MarchesPage(QWidget):
    """List, search and form of the marches.

    Signals, each with the id of the current marche: `opened`, `import_wanted`,
    `report_wanted`, `history_wanted`, `delete_wanted`. `all_constats_wanted` has none.
    """

    opened = Signal(str)
    import_wanted = Signal(str)
    report_wanted = Signal(str)
    history_wanted = Signal(str)
    delete_wanted = Signal(str)
    all_constats_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = ""
        self._asked = 0
        self._model = MarcheTableModel(self)
        self.table = BlockTableView(self._model, "Marches")
        self.table.show_sort("date", descending=True)
        self.search = SearchField("Numéro, quartier, rendez-vous, synthèse")
        self.form = MarcheForm(NEW_TITLE)
        self.keeper = FormKeeper(context, Espace.TERRAIN, "marche", self.form)
        self._desk = SavingDesk(
            context,
            self.keeper,
            lambda: context.carnet.diagnostics.save_marche,
            "Marche enregistrée.",
        )
        self._build_layout()
        self._connect()

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a draft kept before a crash."""
        self._desk.offer(kept)

    def load(self) -> None:
        """Read the marches that match the search."""
        self._asked += 1
        asked, typed = self._asked, self.search.text().strip()
        service = self._context.carnet.diagnostics

        def done(marches: list[MarcheRecord]) -> None:
            if asked == self._asked:
                self._show(marches, searching=bool(typed))

        self._context.tasks.run(lambda _context: service.marches(typed), owner=self, done=done)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace in the form."""
        self.form.set_referentiel(referentiel)

    def current(self) -> MarcheRecord | None:
        """Return the marche in the form, or None while a new one is typed."""
        return self._model.marche(self.keeper.row) if self.keeper.row else None

    def select(self, row: str) -> None:
        """Show a marche of the list, at once or when the list has been read."""
        self._wanted = "" if self.table.select_id(row) else row

    @Slot()
    def new(self) -> None:
        """Begin a new marche; what was being typed of one comes back."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self._model.index(-1, -1))
        self._show_new()
        self.form.field("quartier_id").setFocus()

    # --- inside -------------------------------------------------------------------------

    def _show(self, marches: list[MarcheRecord], *, searching: bool) -> None:
        self._model.show_marches(marches)
        self._count.setText(plural(len(marches), "marche"))
        empty = self._nothing_found if searching else self._empty
        self._pages.setCurrentWidget(self.table if marches else empty)
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = ""
        elif not self.table.current_id() and marches and not self.form.is_dirty():
            self.table.select_id(self._model.id_at(0))
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        marche = self._model.marche(self.table.current_id())
        if marche is None:
            if self.keeper.row is not None:
                self._show_new()
            self._settle_actions()
            return
        self._desk.show_record(marche.id, marche.draft, f"Marche {marche.numero}")
        self.form.set_subtitle(f"{marche.quartier} · {marche_day(marche)}")
        self._tell_previous(marche)
        pills = [(texts.marche.TYPE_MARCHE[marche.type], "information")]
        if marche.etat is not EtatMarche.PROGRAMMEE:
            pills.append((texts.label(marche.etat), "neutre"))
        self.form.set_pills(pills)
        self._settle_actions()

    def _tell_previous(self, marche: MarcheRecord) -> None:
        """Say under the title which marche of the same kind came before this one."""
        service, row = self._context.carnet.marches, marche.id

        def done(number: str) -> None:
            if number and self.keeper.row == row:
                words = f"{marche.quartier} · {marche_day(marche)} · après {number}"
                self.form.set_subtitle(words)

        self._context.tasks.run(lambda _task: service.precedente(row), owner=self, done=done)

    def _show_new(self) -> None:
        self._desk.show_new(MarcheDraft(), NEW_TITLE)
        self.form.set_subtitle("Le numéro est attribué à l’enregistrement.")
        self.form.set_pills(())
        self._settle_actions()

    def _settle_actions(self) -> None:
        for button in self._on_marche:
            button.setEnabled(self.keeper.row is not None)

    def _save(self, draft: MarcheDraft) -> None:
        service, row = self._context.carnet.diagnostics, self.keeper.row

        def done(marche: MarcheRecord) -> None:
            self.keeper.row = marche.id
            self.form.set_title(f"Marche {marche.numero}")
            self.select(marche.id)
            self.table.setFocus()

        self.keeper.save(
            lambda: service.save_marche(draft, row),
            message="Marche enregistrée." if row else "Marche créée.",
            done=done,
        )

    def _emit(self, signal: str) -> None:
        if (row := self.keeper.row) is not None:
            getattr(self, signal).emit(row)

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self._model.sort_by(key, descending=descending)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self.load())
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.activated_id.connect(self.opened)
        self.table.sort_requested.connect(self._sort)
        self.table.delete_requested.connect(lambda _rows: self._emit("delete_wanted"))
        self.form.submitted.connect(self._save)
        self.form.history.clicked.connect(lambda: self._emit("history_wanted"))

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("compte")
        every = quiet_button("Tous les constats")
        every.clicked.connect(self.all_constats_wanted)
        photos = secondary_button("Importer des photos…", icon="import")
        photos.clicked.connect(lambda: self._emit("import_wanted"))
        report = secondary_button("Compte rendu…", icon="document")
        report.clicked.connect(lambda: self._emit("report_wanted"))
        opening = primary_button("Ouvrir le dépouillement   Entrée")
        opening.setAccessibleName("Ouvrir le dépouillement")
        opening.setObjectName("ouvrir")
        opening.clicked.connect(lambda: self._emit("opened"))
        self._on_marche = (photos, report, opening, self.form.history)
        new = secondary_button(NEW_TITLE, icon="ajouter")
        new.setText(f"{NEW_TITLE}   Ctrl+N")
        new.clicked.connect(self.new)
        self._empty = EmptyState(
            "Aucune marche n’est encore enregistrée.", "Préparer une marche", self.new
        )
        self._nothing_found = EmptyState(
            "Aucune marche ne correspond à cette recherche.",
            "Effacer la recherche",
            self.search.clear,
            guide=False,
        )
        self._pages = Pages(self.table, self._empty, self._nothing_found)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.search, 1)
        row.addWidget(self._count)
        row.addWidget(new)
        items = QWidget()
        column = QVBoxLayout(items)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        header = PageHeader("Diagnostics en marchant", every, photos, report, opening)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page(header, three_zones(None, items, self.form)))
