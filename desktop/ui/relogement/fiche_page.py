"""The whole dossier of one ménage: a list of sections, the chosen one, its form card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.records import BrouillonRecord, MenageRecord
from desktop.domain.relogement.enquete_plan import BLOCS, bloc
from desktop.errors import UserError
from desktop.ui.form_desk import FormDesk
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.alertes_banner import AlertesBanner
from desktop.ui.relogement.etape_dialog import ask_etape
from desktop.ui.relogement.lectures import note_reading
from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.section_occupants import OccupantsSection
from desktop.ui.relogement.section_shelf import SectionShelf
from desktop.ui.relogement.section_synthese import NOUVEAU, SyntheseSection
from desktop.ui.relogement.sections import SECTIONS
from desktop.ui.relogement.words import head_line, menage_name
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label, plain_tooltip

SectionT = TypeVar("SectionT", bound=DossierSection)

FIRST = SyntheseSection.key
STATE_KEY = "F9"
_NEXT_KEY, _PREVIOUS_KEY = "Ctrl+PgDown", "Ctrl+PgUp"
_NUMBERED = 9
_LIST_WIDTH = 200
_LIST_EDGE = 8


class SectionList(QListWidget):
    """The list of sections, as wide as its longest title whatever the size of the type."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme or zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar where the list is longer than the window is high."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.sizeHintForColumn(0) + _LIST_EDGE
        if self.sizeHintForRow(0) * self.count() > self.viewport().height():
            width += self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(_LIST_WIDTH, width))


class FichePage(QWidget):
    """One dossier, or a new one; a section is built ahead, or when it is first shown.

    Signals: `back`, `history_wanted(entity, row, title)`, `print_wanted(menage id)`,
    `delete_wanted(menage id)`, `section_shown(key)`.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)
    print_wanted = Signal(str)
    delete_wanted = Signal(str)
    section_shown = Signal(str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self.tab = tab
        self.context = tab.context
        self.row: str | None = None
        self.menage: MenageRecord | None = None
        self._asked = 0
        self._seen: tuple[str, str | None] | None = None
        self._pending: tuple[FormDesk, int, int] | None = None
        self._shelf = SectionShelf(self)
        self.current: DossierSection | None = None
        self._build_layout()
        self._add_keys()
        self.section(FIRST)  # here, so that it is built ahead with the page

    # --- opening ------------------------------------------------------------------------

    def open(self, row: str) -> None:
        """Show the dossier of a ménage; another one than before shows its first section."""
        if row == self.row:
            self.load()
        else:
            self._turn_to(row)
            self._read_head(row)
            self.show_section(FIRST)

    def new(self) -> None:
        """Begin a new dossier; one that was being typed comes back."""
        self._turn_to(None)
        self._header.set_title(NOUVEAU)
        self._place.setText("La référence est attribuée à l’enregistrement.")
        self.show_section(FIRST)
        self.section_of(SyntheseSection).form.field("logement_id").setFocus()

    def load(self) -> None:
        """Read what is shown again; the other sections are read when they are shown."""
        self._shelf.read_all_again()
        if self.row is not None:
            self._read_head(self.row)
        if self.current is not None:
            self._load(self.current)

    def offer(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft in the section it was typed in; False if there is none."""
        for kind in SECTIONS:
            if kind.owns(kept):
                menage_id = kind.menage_of(kept)
                if menage_id is None:
                    self.new()
                else:
                    self.open(menage_id)
                self.show_section(kind.key)
                return self.section(kind.key).offer(kept)
        return False

    def forget(self) -> None:
        """Drop what is typed about a dossier that was deleted."""
        for section in self._shelf.placed:
            section.forget()
        self._turn_to(None)

    def begin_occupants(self, row: str) -> None:
        """Go on from a dossier that was just created to its occupants."""
        self._turn_to(row)
        self._read_head(row)
        self.show_section(OccupantsSection.key)
        self.section_of(OccupantsSection).occupants.new()

    def ask_history(self) -> None:
        """Ask for the history of the record in the form that is shown, else of the dossier."""
        shown = self.current.shown_record() if self.current is not None else None
        if shown is None and self.menage is not None:
            shown = ("menage", self.menage.id, f"Dossier {self.menage.reference}")
        if shown is not None:
            self.history_wanted.emit(*shown)

    def ask_state(self) -> None:
        """Ask what the dossier becomes: only what its state allows."""
        if self.row is not None:
            ask_etape(self.context, self.row, self)

    # --- sections -----------------------------------------------------------------------

    def section(self, key: str) -> DossierSection:
        """Return a section, built now if it was not."""
        return self._shelf.get(key)

    def build_sections(self) -> Iterator[object]:
        """Build the sections that nobody has asked for yet, step by step."""
        return self._shelf.build_ahead()

    def section_of(self, kind: type[SectionT]) -> SectionT:
        """Return a section by its class, built now if it was not."""
        return cast("SectionT", self.section(kind.key))

    def show_section(self, key: str) -> None:
        """Bring a section to the front; it is read if something changed since."""
        section = self.section(key)
        seen = (key, self.row)
        changed = seen != self._seen
        self._seen = seen
        self.current = section
        self._shelf.hearts.setCurrentWidget(section.heart)
        self._shelf.forms.setVisible(section.forms is not None)
        if section.forms is not None:
            self._shelf.forms.setCurrentWidget(section.forms)
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(self._row_of(key))
        if key in self._shelf.unread:
            self._load(section)
        if changed:
            self.section_shown.emit(key)
            self._note_reading(section)

    def _note_reading(self, section: DossierSection) -> None:
        """Write a reading of sensitive fields to the log of this poste, in the background."""
        if self.row is not None and section.sensitive is not None:
            note_reading(self.context, self, self.row, section.sensitive)

    def focus(self) -> None:
        """Put the cursor in the list of sections."""
        self.list.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: from the form to the heart, then to the list of ménages."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    # --- the enquête, block by block ------------------------------------------------------

    @Slot(str)
    def show_bloc(self, code: str) -> None:
        """Show the form that asks a block of the plan of the enquête, ready to be typed in."""
        plan = bloc(code)
        if self.row is None:
            return
        self.show_section(plan.section)
        section = self.section(plan.section)
        form = section.form_of_bloc(code)
        if form is not None:
            section.show_form(form, plan.champs[0])

    def step_bloc(self, steps: int) -> None:
        """Save what is typed, then go to the next block of the enquête, or the one before.

        A form that is refused stays, with its reasons.
        """
        self._pending = None
        shown = self._shown_bloc()
        desk = self._shown_desk()
        if desk is None or not desk.form.is_dirty():
            self._go_to_bloc(shown, steps)
            return
        self._pending = (desk, shown, steps)
        desk.form.submit()

    def _shown_bloc(self) -> int:
        """Return the rank of the block in the form that is shown; -1: it asks none."""
        current = self.current
        if current is None or current.forms is None:
            return -1
        shown = current.forms.currentWidget()
        for rank, plan in enumerate(BLOCS):
            if plan.section == current.key and current.asks(plan.code, shown):
                return rank
        return -1

    def _shown_desk(self) -> FormDesk | None:
        section = self.current
        shown = section.forms.currentWidget() if section is not None and section.forms else None
        return section.desk_of(shown) if section and isinstance(shown, EntityForm) else None

    def on_desk_saved(self, desk: FormDesk) -> None:
        """Go on to the block that was asked for before the save."""
        pending, self._pending = self._pending, None
        if pending is not None and pending[0] is desk:
            self._go_to_bloc(*pending[1:])

    def drop_pending(self) -> None:
        """Stay: what was refused is being typed again."""
        self._pending = None

    def _go_to_bloc(self, shown: int, steps: int) -> None:
        rank = shown + steps if shown >= 0 else 0
        if 0 <= rank < len(BLOCS):
            self.show_bloc(BLOCS[rank].code)
        else:
            self.context.bus.tell(
                "C’est le dernier bloc de l’enquête."
                if steps > 0
                else "C’est le premier bloc de l’enquête."
            )

    # --- inside -------------------------------------------------------------------------

    def _turn_to(self, row: str | None) -> None:
        self._asked += 1
        self.row = row
        self.menage = None
        self.alertes.clear()
        for section in self._shelf.placed:
            section.open(row)
        self._shelf.read_all_again()
        for index, kind in enumerate(SECTIONS):
            item = self.list.item(index)
            flags = item.flags() | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags if row or kind.for_new else flags & ~Qt.ItemFlag.ItemIsEnabled)
        for button in self._on_menage:
            button.setEnabled(row is not None)

    def _load(self, section: DossierSection) -> None:
        self._shelf.unread.discard(section.key)
        if self.row is not None or section.for_new:
            section.load()

    def _read_head(self, row: str) -> None:
        self._asked += 1
        self.alertes.read(row)
        asked, service = self._asked, self.context.carnet.relogement

        def done(menage: MenageRecord) -> None:
            if asked == self._asked:
                self.menage = menage
                self._header.set_title(menage_name(menage))
                self._place.setText(head_line(menage))

        def gone(error: Exception) -> None:
            if asked == self._asked and isinstance(error, UserError):
                self.back.emit()

        self.context.tasks.run(
            lambda _task: service.menage(row), owner=self, done=done, failed=gone
        )

    @Slot(int)
    def _on_row(self, index: int) -> None:
        if index >= 0:
            self.show_section(SECTIONS[index].key)

    @Slot(QModelIndex)
    def _enter(self, _index: QModelIndex) -> None:
        if self.current is not None:
            self.current.focus()

    def _row_of(self, key: str) -> int:
        return list(self._shelf.kinds).index(key)

    def go_to(self, index: int) -> None:
        """Show the section of a rank, and put the cursor in it."""
        if 0 <= index < len(SECTIONS) and (self.row is not None or SECTIONS[index].for_new):
            self.show_section(SECTIONS[index].key)
            self._enter(QModelIndex())

    def _step(self, steps: int) -> None:
        if self.current is not None:
            self.go_to(self._row_of(self.current.key) + steps)

    def _go_back(self) -> None:
        if self.current is None or not self.current.step_back():
            self.back.emit()

    def _emit(self, signal: str) -> None:
        if self.row is not None:
            getattr(self, signal).emit(self.row)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            _NEXT_KEY: partial(self._step, 1),
            _PREVIOUS_KEY: partial(self._step, -1),
            "F8": partial(self.step_bloc, 1),
            "Shift+F8": partial(self.step_bloc, -1),
        }
        keys[STATE_KEY] = self.ask_state
        for index in range(min(_NUMBERED, len(SECTIONS))):
            keys[f"Alt+{index + 1}"] = partial(self.go_to, index)
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

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
        step = quiet_button("État…", icon="suivant", shortcut_hint=STATE_KEY)
        step.setAccessibleName("Changer l’état du dossier")
        step.setObjectName("changer_etat")
        step.clicked.connect(self.ask_state)
        self._on_menage = (step, history, pdf, delete)
        self._place = plain_label(role="discret")
        self._header = PageHeader(NOUVEAU, self._place, step, history, delete, pdf)
        self.list = SectionList()
        self.list.setObjectName("sections")
        self.list.setAccessibleName("Sections du dossier")
        for index, kind in enumerate(SECTIONS):
            item = QListWidgetItem(kind.title, self.list)
            keys = f"Alt+{index + 1}" if index < _NUMBERED else "Ctrl+Page suiv."
            item.setToolTip(plain_tooltip(f"{kind.title} ({keys})"))
        self.list.currentRowChanged.connect(self._on_row)
        self.list.activated.connect(self._enter)
        self.alertes = AlertesBanner(self.context)
        stacks = self._shelf.hearts, self._shelf.forms
        zones = three_zones(self.list, *stacks, list_width=_LIST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(self._header, self._go_back), self.alertes, zones))
