"""Page « Radar »: all that is due, reminders and tâches in one list, with one « Fait » key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import formats, texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.records import BrouillonRecord
from desktop.domain.relogement.codes import RegleRappel
from desktop.domain.relogement.drafts import TacheDraft
from desktop.domain.relogement.records_permanence import RadarLigne, RadarRecord, TacheRecord
from desktop.errors import UserError
from desktop.formats import NBSP, fold, plural
from desktop.services.resultat import Resultat
from desktop.texts.permanence import REGLE_COURTE
from desktop.ui.form_desk import FormDesk
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.rappels_forms import ReportForm, TacheForm
from desktop.ui.relogement.rappels_table import RadarTableModel, line_name, line_words
from desktop.ui.relogement.words import today
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

NOUVELLE = "Nouvelle tâche"
_TACHES = "TACHES"
_COMING = "A_VENIR"
_NEXT = timedelta(days=7)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_NONE = "Rien n’est dû aujourd’hui."
_NOTHING_FOUND = "Aucune ligne ne correspond à ces filtres."
_HINT = "Choisissez une ligne : F pour « fait », R pour reporter, Entrée pour ouvrir le dossier."


class RappelsPage(QWidget):
    """The radar.

    Signals: `back`, `opened(menage id)`, `history_wanted(entity, row, title)`, `print_wanted`.
    """

    back = Signal()
    opened = Signal(str)
    history_wanted = Signal(str, str, str)
    print_wanted = Signal()

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.rappels
        self._dossiers = tab.context.carnet.permanence
        self._asked = 0
        self._wanted = ""
        self._reading = False
        self._coming = False
        self._radar: RadarRecord | None = None
        self._rows = RadarTableModel(self)
        self.table = BlockTableView(self._rows, "Radar")
        self.form = ReportForm()
        self.tache_form = TacheForm()
        self.desk = FormDesk(
            tab,
            "report_rappel",
            self.form,
            lambda draft, _row: self._put_off(draft),
            "Reporté.",
            following=lambda _tache: TacheDraft(),
        )
        self.tache_desk = FormDesk(
            tab, "tache", self.tache_form, self._service.save_tache, "Tâche enregistrée."
        )
        self.tache_desk.on_saved(self._on_saved)
        self.desk.on_saved(lambda _tache: self.table.setFocus())
        self._build_layout()
        self._connect()

    # --- for the tab ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the radar again."""
        self._asked += 1
        asked, service, dossiers = self._asked, self._service, self._dossiers
        coming = _COMING in self.chips.active()

        def read(_task: object) -> tuple[RadarRecord, dict[str, str]]:
            return service.radar(a_venir=coming), dossiers.dossiers()

        def done(found: tuple[RadarRecord, dict[str, str]]) -> None:
            if asked == self._asked:
                self._show(*found)

        self._context.tasks.run(read, owner=self, done=done)

    @Slot()
    def new(self) -> None:
        """Begin a tâche, for the ménage of the line under the cursor."""
        line = self._line()
        draft = TacheDraft(
            menage_id=line.menage_id if line is not None else None, echeance=today() + _NEXT
        )
        self.tache_desk.show(None, draft, NOUVELLE, parent="nouvelle")
        self._card.setCurrentWidget(self.tache_form)
        self.tache_form.field("titre").setFocus()

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up what was typed here before a crash or a lock."""
        place = kept.form.partition("/")[2]
        if self.tache_desk.owns(kept):
            self._card.setCurrentWidget(self.tache_form)
            self.tache_desk.offer(kept, parent="" if kept.row else place)
            self._wanted = kept.row or ""
        else:
            self._wanted = place
            self._card.setCurrentWidget(self.form)
            self.desk.offer(kept, parent=place)
        self.load()

    def lines(self) -> list[RadarLigne]:
        """Return what the list shows now, for printing."""
        return self._rows.records()

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the tâche, or of the dossier, under the cursor."""
        line = self._line()
        if line is None:
            return
        if line.tache is not None:
            self.history_wanted.emit("tache", line.tache.id, line_words(line))
        elif line.menage_id is not None:
            self.history_wanted.emit("menage", line.menage_id, line_name(line))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One letter acts on the line under the cursor, before the list searches by it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = {"F": self.done, "R": self.put_off, "N": self.new}.get(event.text().upper())
            if act is not None and not event.modifiers() & _COMMANDS:
                act()
                return True
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the list, then to the permanence."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.table.hasFocus():
            self.back.emit()
        else:
            self.table.setFocus()

    # --- gestures ---------------------------------------------------------------------------

    @Slot()
    def done(self) -> None:
        """« Fait »: the line under the cursor goes; « Annuler » brings it back."""
        line, service = self._line(), self._service
        if line is None:
            return
        words = line_words(line)
        self._go_on(line)
        self._do(lambda: service.done(line, words), f"Fait : {words}.")

    @Slot()
    def put_off(self) -> None:
        """Go to the day that the line under the cursor may come back."""
        line = self._line()
        if line is None:
            return
        form = self.tache_form if line.tache is not None else self.form
        self._card.setCurrentWidget(form)
        form.field("echeance").setFocus()

    @Slot()
    def delete(self) -> None:
        """Delete the tâche under the cursor."""
        line, service = self._line(), self._service
        if line is None or line.tache is None:
            self._context.bus.tell("Un rappel ne se supprime pas : « Fait » ou « Reporter ».")
            return
        row = line.tache.id
        self._go_on(line)
        self._do(lambda: service.delete_tache(row), "Tâche supprimée.")

    def _put_off(self, draft: TacheDraft) -> Resultat[TacheRecord]:
        line = self._line_of(self.desk.parent_row)
        if line is None or draft.echeance is None:
            raise UserError(
                "Rappel disparu",
                "Ce rappel n’est plus dans la liste : sa cause a changé.",
                "Choisissez une autre ligne.",
            )
        return self._service.put_off(line, line_words(line), draft.echeance)

    def _do(self, work: Callable[[], ChangeSet], message: str) -> None:
        def done(changes: ChangeSet) -> None:
            self._context.written(self, changes, message)

        self._context.tasks.run(lambda _task: work(), owner=self, done=done)

    def _go_on(self, line: RadarLigne) -> None:
        """Let the cursor stand on the line after the one that goes."""
        ids = list(self._rows.ids())
        rank = ids.index(line.id) if line.id in ids else 0
        rest = [row for row in ids if row != line.id]
        self._wanted = rest[min(rank, len(rest) - 1)] if rest else ""

    def _on_saved(self, tache: TacheRecord) -> None:
        self._wanted = tache.id
        self.table.setFocus()

    # --- reading ----------------------------------------------------------------------------

    def _show(self, radar: RadarRecord, dossiers: Mapping[str, str]) -> None:
        self._radar = radar
        self.tache_form.set_choices(dossiers, radar.intervenants)
        counts = Counter(_code(line) for line in radar.lignes)
        active = self.chips.active()
        for code, label in _chips().items():
            if code != _COMING:
                self.chips.set_count(
                    code, f"{label}{NBSP}{counts[code]}" if counts[code] else label
                )
                self._chip(code).setVisible(bool(counts[code]) or code in active)
        late = f", {radar.retard} en retard" if radar.retard else ""
        self._count.setText(f"{plural(len(radar.lignes), 'ligne')}{late}")
        self._filter()

    @Slot()
    def _filter(self) -> None:
        if self._radar is None:
            return
        codes = self.chips.active() - {_COMING}
        words = fold(self.search.text()).split()
        shown = [
            line
            for line in self._radar.lignes
            if (not codes or _code(line) in codes) and _holds(line, words)
        ]
        kept = self._wanted or self.table.current_id()
        self._wanted = ""
        self._reading = True
        self._rows.set_records(shown)
        empty = self._nothing_found if self._radar.lignes else self._empty
        self._pages.setCurrentWidget(self.table if shown else empty)
        if not (kept and self.table.select_id(kept)) and shown:
            self.table.select_id(shown[0].id)
        self._show_current()
        self._reading = False

    @Slot()
    def _show_current(self) -> None:
        line = self._line()
        new = self._card.currentWidget() is self.tache_form and self.tache_desk.row is None
        if self._reading and new:
            return  # a tâche is being begun: reading the list again leaves it alone
        if line is None:
            self._card.setCurrentWidget(self._nobody)
        elif line.tache is not None:
            self.tache_desk.show(line.tache.id, line.tache.draft, line_words(line))
            self._card.setCurrentWidget(self.tache_form)
        else:
            self.desk.show(
                None, TacheDraft(echeance=today() + _NEXT), line_words(line), parent=line.id
            )
            self.form.set_subtitle(" · ".join(filter(None, (line_name(line), line.logement))))
            self.form.facts.set(_facts(line))
            self._card.setCurrentWidget(self.form)

    def _line(self) -> RadarLigne | None:
        return self._rows.record(self.table.current_id())

    def _line_of(self, row: str) -> RadarLigne | None:
        lines = self._radar.lignes if self._radar is not None else ()
        return next((one for one in lines if one.id == row), None)

    @Slot()
    def _open(self) -> None:
        line = self._line()
        if line is not None and line.menage_id is not None:
            self.opened.emit(line.menage_id)
        elif line is not None:
            self.tache_form.field("titre").setFocus()

    # --- building ---------------------------------------------------------------------------

    def _chip(self, code: str) -> QPushButton:
        found: Any = self.chips.findChild(QPushButton, f"filtre_{code}")
        return found  # type: ignore[no-any-return]  # each code has its chip

    def _connect(self) -> None:
        self.table.installEventFilter(self)
        self.search.searched.connect(lambda _text: self._filter())
        self.chips.changed.connect(self._on_chips)
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.activated_id.connect(lambda _row: self._open())
        self.table.delete_requested.connect(lambda _rows: self.delete())
        self.form.done.connect(self.done)
        self.form.opened.connect(self._open)
        self.tache_form.done.connect(self.done)

    @Slot(object)
    def _on_chips(self, active: frozenset[str]) -> None:
        coming = _COMING in active
        if coming != self._coming:
            self._coming = coming
            self.load()
        else:
            self._filter()

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("lignes")
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.clicked.connect(self.ask_history)
        printing = quiet_button("Imprimer", icon="imprimer", shortcut_hint="Ctrl+P")
        printing.clicked.connect(lambda _checked=False: self.print_wanted.emit())
        new = secondary_button("Nouvelle tâche   Ctrl+N", icon="ajouter")
        new.setAccessibleName(NOUVELLE)
        new.clicked.connect(self.new)
        header = PageHeader("Radar", self._count, history, printing, new)
        self.search = SearchField("Nom, référence")
        self.search.setMaximumWidth(260)
        self.chips = FilterChips(_chips())
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.chips, 1)
        self._empty = EmptyState(_NONE, NOUVELLE, self.new)
        self._nothing_found = EmptyState(_NOTHING_FOUND, guide=False)
        self._pages = Pages(self.table, self._empty, self._nothing_found)
        self._nobody = Card()
        self._nobody.body.addWidget(EmptyState(_HINT, guide=False))
        self._card = Pages(self._nobody, self.form, self.tache_form)
        zones = three_zones(None, self._pages, self._card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(header, self.back.emit), line, zones))


def _chips() -> dict[str, str]:
    labels = {regle.value: words for regle, words in REGLE_COURTE.items()}
    return {_COMING: "Avec ce qui vient", **labels, _TACHES: "Tâches"}


def _code(line: RadarLigne) -> str:
    return line.regle.value if line.regle is not None else _TACHES


def _holds(line: RadarLigne, words: list[str]) -> bool:
    text = fold(f"{line_words(line)} {line.nom} {line.reference} {line.logement}")
    return all(word in text for word in words)


def _facts(line: RadarLigne) -> list[tuple[str, str]]:
    rappel = line.rappel
    facts = [("Référence", line.reference)]
    if rappel is None:
        return facts
    facts.append(("Règle", texts.label(rappel.regle)))
    if rappel.jour is not None:
        facts.append(("Date", formats.full_date(rappel.jour)))
    if rappel.echeance != rappel.jour and rappel.regle is not RegleRappel.SILENCE:
        facts.append(("Reporté au", formats.full_date(rappel.echeance)))
    return facts
