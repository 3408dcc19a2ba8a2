"""First page: find the ménage that stands at the desk, and note its visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.records import BrouillonRecord, ContactRecord, FicheMenageRecord
from desktop.domain.relogement.drafts import ContactDraft
from desktop.formats import plural
from desktop.ui.form_desk import FormDesk
from desktop.ui.relogement.menage_table import MenageTableModel
from desktop.ui.relogement.objet_field import objet_of_key
from desktop.ui.relogement.visite_form import VisiteForm
from desktop.ui.relogement.words import (
    door_line,
    menage_facts,
    menage_name,
    menage_pills,
    today,
)
from desktop.ui.tab import Tab
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

INCONNU = "Visiteur non identifié"
SANS_DOSSIER = "Visites sans dossier"
_UNKNOWN = "inconnu"
_HINT = "Cherchez le ménage par son nom, sa porte ou son téléphone, puis notez sa visite."


class PermanencePage(QWidget):
    """Search, list and visit card.

    Signals: `opened(menage id)`, `new_wanted`, `batiments_wanted`, `visites_wanted`.
    """

    opened = Signal(str)
    new_wanted = Signal()
    batiments_wanted = Signal()
    visites_wanted = Signal()

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.relogement
        self._order = ("nom", False)
        self._asked = 0
        self._shown_text = ""
        self._entering = False
        self._wanted = ""
        self._fiche: FicheMenageRecord | None = None
        self.search = SearchField("Nom, porte ou téléphone", big=True)
        self._rows = MenageTableModel(tab.context, self)
        self.table = BlockTableView(self._rows, "Ménages")
        self.table.show_sort("nom")
        self.form = VisiteForm()
        self.desk = FormDesk(
            tab,
            "visite",
            self.form,
            lambda draft, _row: self._service.note_contact(draft),
            "Visite notée.",
            following=lambda contact: ContactDraft(menage_id=contact.draft.menage_id),
        )
        self.desk.on_saved(self._on_saved)
        self._build_layout()
        self._connect()

    # --- reading ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the list, the number of visits and the card again."""
        self._asked += 1
        asked, typed = self._asked, self.search.text().strip()
        (key, descending), service = self._order, self._service

        def read(_task: object) -> tuple[list[str], int, int]:
            ids = service.menage_ids(typed, tri=key, descendant=descending)
            return ids, service.count_permanence(today()), service.count_unknown()

        def done(found: tuple[list[str], int, int]) -> None:
            if asked == self._asked:
                ids, visits, unknown = found
                self._count.setText(plural(visits, "visite") + " aujourd’hui")
                self._unknown.setText(f"{SANS_DOSSIER} ({unknown})" if unknown else SANS_DOSSIER)
                self._show_list(typed, ids)

        self._context.tasks.run(read, owner=self, done=done)

    def select(self, row: str) -> None:
        """Show a ménage in the card, now or once the list is read."""
        self.search.clear()
        self._wanted = row
        self.load()

    def current_menage(self) -> str:
        """Return the ménage in the card, or an empty text."""
        return self._fiche.menage.id if self._fiche is not None else ""

    def offer(self, kept: BrouillonRecord, menage_id: str) -> None:
        """Take up the note of a visit kept before a crash or a lock."""
        self._card.setCurrentWidget(self.form)
        self.desk.offer(kept, parent=menage_id or _UNKNOWN)
        if menage_id:
            self.select(menage_id)
        else:
            self.show_unknown()

    def focus_search(self) -> None:
        """Go to the search field, ready for the next visitor."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def show_unknown(self) -> None:
        """Note the visit of somebody who has no dossier, or does not give a name."""
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self._show_unknown()
        self.form.field("objet").setFocus()

    # --- inside -------------------------------------------------------------------------

    def _show_list(self, typed: str, ids: list[str]) -> None:
        self._rows.set_ids(ids)
        empty = self._nothing_found if typed else self._empty
        self._pages.setCurrentWidget(self._list if ids else empty)
        if self._wanted:
            self.table.select_id(self._wanted)
            self._wanted = ""
        elif typed and ids and (typed != self._shown_text or self._entering):
            self.table.select_id(ids[0])
        self._shown_text = typed
        if self._entering and ids:
            self.table.setFocus()
        self._entering = False
        self._read_card()

    @Slot()
    def _read_card(self) -> None:
        row, service = self.table.current_id(), self._service
        if not row:
            if self.desk.parent_row != _UNKNOWN:
                self._show_nobody()
            return

        def done(fiche: FicheMenageRecord) -> None:
            if row == self.table.current_id():
                self._show_card(fiche)

        def gone(_error: Exception) -> None:
            if row == self.table.current_id():
                self._show_nobody()

        self._context.tasks.run(
            lambda _task: service.fiche(row), owner=self, done=done, failed=gone
        )

    def _show_card(self, fiche: FicheMenageRecord) -> None:
        menage = fiche.menage
        self._fiche = fiche
        self._card.setCurrentWidget(self.form)
        self.desk.show(
            None, ContactDraft(menage_id=menage.id), menage_name(menage), parent=menage.id
        )
        self.form.set_subtitle(door_line(menage))
        self.form.set_pills(menage_pills(menage))
        self.form.facts.set(menage_facts(fiche))
        self.form.fiche.show()

    def _show_unknown(self) -> None:
        self._fiche = None
        self._card.setCurrentWidget(self.form)
        self.desk.show(None, ContactDraft(), INCONNU, parent=_UNKNOWN)
        self.form.set_subtitle("La visite est comptée sans dossier ni nom.")
        self.form.set_pills(())
        self.form.facts.set(())
        self.form.fiche.hide()

    def _show_nobody(self) -> None:
        self._fiche = None
        self._card.setCurrentWidget(self._nobody)

    def _on_saved(self, _contact: ContactRecord) -> None:
        self.focus_search()

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self._order = (key, descending)
        self.load()

    @Slot()
    def _on_enter(self) -> None:
        self._entering = bool(self.search.text().strip())

    @Slot()
    def _open_shown(self) -> None:
        if self._fiche is not None:
            self.opened.emit(self._fiche.menage.id)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search to the list with ↓; choose an object from the list with 1 to 6."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            take = self._search_key if watched is self.search else self._table_key
            if take(event):
                return True
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Down or not self._rows.rowCount():
            return False
        if not self.table.current_id():
            self.table.select_id(self._rows.id_at(0))
        self.table.setFocus()
        return True

    def _table_key(self, event: QKeyEvent) -> bool:
        if self._fiche is None or self._fiche.menage.id != self.table.current_id():
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._submit()
        objet = objet_of_key(event.text())
        if objet is None:
            return False
        self.form.objet.choose(objet)
        return True

    def _submit(self) -> bool:
        self.form.submit_button.click()
        return True

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self.load())
        self.search.returnPressed.connect(self._on_enter)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        self.table.current_id_changed.connect(lambda _row: self._read_card())
        self.table.activated_id.connect(self.opened)
        self.table.sort_requested.connect(self._sort)
        self.form.fiche.clicked.connect(self._open_shown)

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("visites")
        self._unknown = _button(SANS_DOSSIER, "dossier", self.visites_wanted.emit)
        self._unknown.setObjectName("visites_sans_dossier")
        header = PageHeader(
            "Relogement — permanence",
            self._count,
            self._unknown,
            _button(INCONNU, "personne", self.show_unknown),
            _button("Bâtiments et logements", "batiment", self.batiments_wanted.emit),
            _button("Nouveau ménage   Ctrl+N", "ajouter", self.new_wanted.emit),
        )
        self._list = self.table
        self._empty = EmptyState(
            "Aucun ménage n’est encore enregistré.", "Nouveau ménage", self.new_wanted.emit
        )
        self._nothing_found = EmptyState(
            "Aucun ménage ne correspond à cette recherche.",
            "Effacer la recherche",
            self.search.clear,
            guide=False,
        )
        self._pages = Pages(self.table, self._empty, self._nothing_found)
        self._nobody = Card()
        self._nobody.body.addWidget(EmptyState(_HINT, guide=False))
        self._card = Pages(self._nobody, self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(header, self.search, three_zones(None, self._pages, self._card)))


def _button(text: str, icon: str, pressed: Callable[[], None]) -> QPushButton:
    button = secondary_button(text, icon=icon)
    button.setAccessibleName(text.partition("   ")[0])
    button.clicked.connect(lambda _checked=False: pressed())
    return button
