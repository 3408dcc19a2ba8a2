"""First page: find the ménage that stands at the desk, and note its visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.records import BrouillonRecord, ContactRecord
from desktop.domain.relogement.drafts import VisiteDraft
from desktop.domain.relogement.records_permanence import AccueilRecord, CartePermanence
from desktop.texts import permanence as mots
from desktop.ui.form_desk import FormDesk
from desktop.ui.relogement.objet_field import objet_of_key
from desktop.ui.relogement.permanence_table import PermanenceTableModel
from desktop.ui.relogement.permanence_words import carte_facts, carte_pills
from desktop.ui.relogement.visite_form import VisiteForm
from desktop.ui.relogement.words import door_line, menage_name
from desktop.ui.tab import Tab
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

INCONNU = "Visiteur non identifié"
SANS_DOSSIER = "Visites sans dossier"
_UNKNOWN = "inconnu"
_MINUTE_MS = 60_000
"""How often the title follows the clock."""
_HINT = "Cherchez le ménage par son nom, sa porte ou son téléphone, puis notez sa visite."


class PermanencePage(QWidget):
    """Search, list and visit card.

    Signals: `opened(menage id)`, `new_wanted`, `batiments_wanted`, `visites_wanted`,
    `agenda_wanted`, `radar_wanted`.
    """

    opened = Signal(str)
    new_wanted = Signal()
    batiments_wanted = Signal()
    visites_wanted = Signal()
    agenda_wanted = Signal()
    radar_wanted = Signal()

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._menages = tab.context.carnet.relogement
        self._service = tab.context.carnet.permanence
        self._order = ("nom", False)
        self._asked = 0
        self._shown_text = ""
        self._entering = False
        self._wanted = ""
        self._carte: CartePermanence | None = None
        self.search = SearchField("Nom, porte ou téléphone", big=True)
        self._rows = PermanenceTableModel(tab.context, self)
        self.table = BlockTableView(self._rows, "Ménages")
        self.table.show_sort("nom")
        self.form = VisiteForm()
        self.desk = FormDesk(
            tab,
            "visite",
            self.form,
            lambda draft, _row: self._service.note_visite(draft),
            "Visite notée.",
            following=lambda contact: VisiteDraft(menage_id=contact.draft.menage_id),
        )
        self.desk.on_saved(self._on_saved)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._build_layout()
        self._connect()

    # --- reading ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the list, the number of visits and the card again."""
        self._read_list()
        self._read_accueil()

    def _read_list(self) -> None:
        self._asked += 1
        asked, typed = self._asked, self.search.text().strip()
        (key, descending), menages = self._order, self._menages

        def done(ids: list[str]) -> None:
            if asked == self._asked:
                self._show_list(typed, ids)

        self._context.tasks.run(
            lambda _task: menages.menage_ids(typed, tri=key, descendant=descending),
            owner=self,
            done=done,
        )

    def select(self, row: str) -> None:
        """Show a ménage in the card, now or once the list is read."""
        self.search.clear()
        self._wanted = row
        self.load()

    def current_menage(self) -> str:
        """Return the ménage in the card, or an empty text."""
        return self._carte.menage.id if self._carte is not None else ""

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

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self._read_accueil()

    def _read_accueil(self) -> None:
        if not self._context.carnet.is_open:
            return
        service = self._service
        self._context.tasks.run(
            lambda _task: service.accueil(), owner=self, done=self._show_accueil
        )

    def _show_accueil(self, accueil: AccueilRecord) -> None:
        self._header.set_title(mots.permanence_title(accueil.situation))
        self._count.setText(mots.visits(accueil.visites, matin=accueil.matin))
        unknown = accueil.sans_dossier
        self._unknown.setText(f"{SANS_DOSSIER} ({unknown})" if unknown else SANS_DOSSIER)

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

        def done(carte: CartePermanence) -> None:
            if row == self.table.current_id():
                self._show_card(carte)

        def gone(_error: Exception) -> None:
            if row == self.table.current_id():
                self._show_nobody()

        self._context.tasks.run(
            lambda _task: service.carte(row), owner=self, done=done, failed=gone
        )

    def _show_card(self, carte: CartePermanence) -> None:
        menage = carte.menage
        self._carte = carte
        self._card.setCurrentWidget(self.form)
        self.desk.show(
            None, VisiteDraft(menage_id=menage.id), menage_name(menage), parent=menage.id
        )
        self.form.set_subtitle(door_line(menage))
        self.form.set_pills(carte_pills(carte))
        self.form.facts.set(carte_facts(carte))
        self.form.fiche.show()

    def _show_unknown(self) -> None:
        self._carte = None
        self._card.setCurrentWidget(self.form)
        self.desk.show(None, VisiteDraft(), INCONNU, parent=_UNKNOWN)
        self.form.set_subtitle("La visite est comptée sans dossier ni nom.")
        self.form.set_pills(())
        self.form.facts.set(())
        self.form.fiche.hide()

    def _show_nobody(self) -> None:
        self._carte = None
        self._card.setCurrentWidget(self._nobody)

    def _on_saved(self, _contact: ContactRecord) -> None:
        self.focus_search()

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self._order = (key, descending)
        self._read_list()

    @Slot()
    def _on_enter(self) -> None:
        self._entering = bool(self.search.text().strip())

    @Slot()
    def _open_shown(self) -> None:
        if self._carte is not None:
            self.opened.emit(self._carte.menage.id)

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
        if self._carte is None or self._carte.menage.id != self.table.current_id():
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
        self.search.searched.connect(lambda _text: self._read_list())
        self.search.returnPressed.connect(self._on_enter)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        self.table.current_id_changed.connect(lambda _row: self._read_card())
        self.table.activated_id.connect(self.opened)
        self.table.sort_requested.connect(self._sort)
        self.form.fiche.clicked.connect(self._open_shown)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("visites")
        self._header = PageHeader(
            "Permanence",
            self._count,
            _button(INCONNU, "personne", self.show_unknown),
            _button("Nouveau ménage   Ctrl+N", "ajouter", self.new_wanted.emit),
        )
        self._unknown = _quiet(SANS_DOSSIER, "personne", self.visites_wanted.emit)
        self._unknown.setObjectName("visites_sans_dossier")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.search, 1)
        for button in (
            _quiet("Agenda", "calendrier", self.agenda_wanted.emit),
            _quiet("Radar", "alerte", self.radar_wanted.emit),
            self._unknown,
            _quiet("Bâtiments et logements", "batiment", self.batiments_wanted.emit),
        ):
            row.addWidget(button)
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
        zones = three_zones(None, self._pages, self._card)
        column.addWidget(page(self._header, line, zones))


def _button(text: str, icon: str, pressed: Callable[[], None]) -> QPushButton:
    button = secondary_button(text, icon=icon)
    button.setAccessibleName(text.partition("   ")[0])
    button.clicked.connect(lambda _checked=False: pressed())
    return button


def _quiet(text: str, icon: str, pressed: Callable[[], None]) -> QPushButton:
    button = quiet_button(text, icon=icon)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
