"""Page « Agenda »: the week, and the rendez-vous under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import formats, texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.records import BrouillonRecord
from desktop.domain.relogement.agenda import DUREE_USUELLE, later, monday_of
from desktop.domain.relogement.codes import LieuRendezVous, StatutRendezVous
from desktop.domain.relogement.drafts import RendezVousDraft
from desktop.domain.relogement.ouverture import ouverture_of
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_permanence import RendezVousRecord, SemaineRecord
from desktop.errors import SaisieRefusee, UserError
from desktop.formats import plural
from desktop.services.resultat import Resultat
from desktop.ui.form_desk import FormDesk
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.agenda_form import RendezVousForm
from desktop.ui.relogement.agenda_grid import WeekGrid
from desktop.ui.relogement.agenda_model import pills_of, title_of
from desktop.ui.relogement.words import today
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.buttons import icon_button, quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, KeyHints, PageHeader, page, three_zones
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

NOUVEAU = "Nouveau rendez-vous"
_NEW = "nouveau"
_PUT_OFF = "report-"
_TEAM = "Toute l’équipe"
_HINT = "Placez-vous sur une heure et tapez N pour un nouveau rendez-vous."
_KEYS = (
    ("N", "nouveau"),
    ("Entrée", "ouvrir"),
    ("H", "honoré, au journal"),
    ("M", "manqué"),
    ("A", "annulé"),
    ("R", "reporter"),
    ("P", "prévu"),
    ("Page", "semaine"),
    ("T", "aujourd’hui"),
)
_STATES = {
    "H": StatutRendezVous.HONORE,
    "M": StatutRendezVous.MANQUE,
    "A": StatutRendezVous.ANNULE,
    "P": StatutRendezVous.PREVU,
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading of the page brings."""

    semaine: SemaineRecord
    regles: Regles
    dossiers: Mapping[str, str]


class AgendaPage(QWidget):
    """The week of the team.

    Signals: `back`, `history_wanted(entity, row, title)`, `opened(menage id)`,
    `attestation_wanted(rendez-vous id)`.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)
    opened = Signal(str)
    attestation_wanted = Signal(str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.agenda
        self._dossiers = tab.context.carnet.permanence
        self._asked = 0
        self._day = today()
        self._wanted = ""
        self._reading = False
        self._read: _Read | None = None
        self.grid = WeekGrid()
        self.form = RendezVousForm()
        self.desk = FormDesk(tab, "rendez_vous", self.form, self._save, "Rendez-vous enregistré.")
        self.desk.on_saved(self._on_saved)
        self._build_layout()
        self._connect()

    # --- for the tab ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the week shown."""
        self._asked += 1
        asked, day, service, dossiers = self._asked, self._day, self._service, self._dossiers

        def read(_task: object) -> _Read:
            return _Read(service.semaine(day), service.regles(), dossiers.dossiers())

        def done(found: _Read) -> None:
            if asked == self._asked:
                self._show(found)

        self._context.tasks.run(read, owner=self, done=done)

    def show_day(self, day: date, row: str = "") -> None:
        """Show the week of a day, with the cursor on a rendez-vous of it."""
        self._day, self._wanted = day, row
        self.load()

    @Slot()
    def new(self) -> None:
        """Begin a rendez-vous at the moment under the cursor."""
        self.begin(self.grid.current_moment())

    def begin(self, debut: datetime | None, menage_id: str | None = None) -> None:
        """Begin a rendez-vous, for a ménage that is already known or not."""
        moi = self._read.semaine.moi if self._read is not None else None
        draft = RendezVousDraft(
            menage_id=menage_id,
            lieu=LieuRendezVous.PERMANENCE,
            intervenant_id=moi or None,
        )
        if debut is not None:
            end = later(debut, int(DUREE_USUELLE.total_seconds() // 60))
            draft = replace(draft, debut=_iso(debut), fin=_iso(end))
        self._card.setCurrentWidget(self.form)
        self.desk.show(None, draft, NOUVEAU, parent=_NEW)
        self.form.set_subtitle("")
        self.form.set_pills(())
        self._enable(None)
        self.form.field("menage_id").setFocus()

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a rendez-vous kept before a crash or a lock."""
        self._card.setCurrentWidget(self.form)
        place = kept.form.partition("/")[2]
        self.desk.offer(kept, parent="" if kept.row else place or _NEW)
        self._wanted = kept.row or ""
        self.load()

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the rendez-vous in the form."""
        if self.desk.row is not None:
            self.history_wanted.emit("rendez_vous", self.desk.row, self.form.accessibleName())

    @Slot()
    def delete(self) -> None:
        """Delete the rendez-vous under the cursor; « Annuler » brings it back."""
        row, service = self.grid.current_id(), self._service
        if not row:
            return

        def done(changes: ChangeSet) -> None:
            if self.desk.row == row:
                self.desk.forget()
            self._context.written(self, changes, "Rendez-vous supprimé.")

        self._context.tasks.run(lambda _task: service.delete(row), owner=self, done=done)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the week, then to the permanence."""
        if event.key() == Qt.Key.Key_Delete and self.grid.hasFocus():
            self.delete()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.grid.hasFocus():
            self.back.emit()
        else:
            self.grid.setFocus()

    # --- reading ----------------------------------------------------------------------------

    def _show(self, found: _Read) -> None:
        self._read = found
        semaine = found.semaine
        self.intervenants.set_labels(semaine.intervenants)
        self.form.set_choices(found.dossiers, semaine.intervenants, found.regles)
        self._show_week()

    def _show_week(self) -> None:
        if self._read is None:
            return
        semaine, regles = self._read.semaine, self._read.regles
        who = self.intervenants.value()
        shown = [
            one
            for one in semaine.rendez_vous
            if who is None or one.draft.intervenant_id == who or one.id == self._wanted
        ]
        days = [semaine.lundi + timedelta(days=rank) for rank in range(7)]
        self._reading = True
        self.grid.set_week(semaine.lundi, shown, [ouverture_of(regles, day) for day in days])
        if self._wanted:
            self.grid.select_id(self._wanted)
            self._wanted = ""
        elif semaine.lundi <= self._day < semaine.lundi + timedelta(days=7):
            self.grid.select_day(self._day)
        self._header.set_title(f"Semaine du {formats.full_date(semaine.lundi)}")
        double = sum(one.en_double for one in shown)
        words = plural(len(shown), "rendez-vous", "rendez-vous")
        self._count.setText(f"{words}, {double} en double" if double else words)
        self._show_current(self.grid.current_id())
        self._reading = False

    @Slot(str)
    def _show_current(self, row: str) -> None:
        record = self._record(row)
        self._enable(record)
        if self._reading and self.desk.row is None and self._card.currentWidget() is self.form:
            return  # a rendez-vous is being begun: reading the week again leaves it alone
        if record is None:
            if self.desk.row is not None or not self.form.is_dirty():
                self._card.setCurrentWidget(self._nobody)
            return
        self._card.setCurrentWidget(self.form)
        self.desk.show(row, record.draft, title_of(record))
        self.form.set_subtitle(
            " · ".join(part for part in (record.reference, record.logement) if part)
        )
        self.form.set_pills(pills_of(record))

    def _record(self, row: str) -> RendezVousRecord | None:
        if self._read is None or not row:
            return None
        return next((one for one in self._read.semaine.rendez_vous if one.id == row), None)

    def _enable(self, record: RendezVousRecord | None) -> None:
        for button in self._on_rendez_vous:
            button.setEnabled(record is not None)
        self._dossier.setEnabled(record is not None and record.draft.menage_id is not None)

    # --- gestures ---------------------------------------------------------------------------

    def _save(self, draft: RendezVousDraft, row: str | None) -> Resultat[RendezVousRecord]:
        place = self.desk.parent_row
        if row is None and place.startswith(_PUT_OFF):
            return self._service.put_off(place.removeprefix(_PUT_OFF), draft)
        return self._service.save(draft, row)

    def _on_saved(self, record: RendezVousRecord) -> None:
        self._wanted = record.id
        if record.debut is not None:
            self._day = record.debut.date()
        self.grid.setFocus()

    @Slot(str, str)
    def _on_key(self, letter: str, row: str) -> None:
        if letter == "R":
            self.put_off(row)
        elif letter == "J":
            self.note(row)
        else:
            self.set_statut(row, _STATES[letter])

    def set_statut(self, row: str, statut: StatutRendezVous) -> None:
        """Say what became of a rendez-vous."""
        service = self._service
        words = f"Rendez-vous : {texts.label(statut).lower()}."
        if statut is StatutRendezVous.HONORE:
            words = "Rendez-vous honoré, noté au journal du ménage."
        self._do(lambda: service.set_statut(row, statut), words)

    def note(self, row: str) -> None:
        """Turn a rendez-vous into a line of the contact journal; it counts as honoured."""
        service, record = self._service, self._record(row)
        if record is not None and record.contact_id is not None:
            self._context.bus.tell("Ce rendez-vous est déjà au journal du ménage.")
            return
        self._do(lambda: service.note_contact(row), "Rendez-vous noté au journal.")

    def put_off(self, row: str) -> None:
        """Begin the rendez-vous that takes the place of this one."""
        record = self._record(row)
        if record is None:
            return
        debut = record.debut + timedelta(days=7) if record.debut is not None else None
        fin = record.fin + timedelta(days=7) if record.fin is not None else None
        draft = replace(
            record.draft,
            debut=_iso(debut) if debut is not None else "",
            fin=_iso(fin) if fin is not None else "",
            statut=None,
        )
        self._card.setCurrentWidget(self.form)
        self.desk.show(None, draft, f"Reporter : {title_of(record)}", parent=f"{_PUT_OFF}{row}")
        self.form.set_pills(())
        self.form.field("debut").setFocus()

    def _do(self, work: Callable[[], Resultat[Any]], message: str) -> None:
        def done(result: Resultat[Any]) -> None:
            self._context.written(self, result.changes, message)

        def failed(error: Exception) -> None:
            if isinstance(error, SaisieRefusee):
                self._context.bus.tell(" ".join(one.message for one in error.errors))
            elif isinstance(error, UserError):
                self._context.bus.tell_error(error)

        self._context.tasks.run(lambda _task: work(), owner=self, done=done, failed=failed)

    @Slot(int)
    def turn(self, weeks: int) -> None:
        """Show another week; 0: that of today."""
        self._day = today() if not weeks else monday_of(self._day) + timedelta(days=7 * weeks)
        self.load()

    @Slot(object)
    def _on_new(self, debut: datetime | None) -> None:
        self.begin(debut)

    @Slot(str)
    def _open(self, row: str) -> None:
        self._show_current(row)
        self.form.field("debut").setFocus()

    @Slot()
    def _open_dossier(self) -> None:
        record = self._record(self.grid.current_id())
        if record is not None and record.draft.menage_id is not None:
            self.opened.emit(record.draft.menage_id)

    @Slot()
    def print_current(self) -> None:
        """Ask for the attestation of the rendez-vous under the cursor."""
        row = self.grid.current_id()
        if row:
            self.attestation_wanted.emit(row)
        else:
            self._context.bus.tell("Choisissez un rendez-vous pour voir son attestation.")

    # --- building ---------------------------------------------------------------------------

    def _connect(self) -> None:
        self.grid.chosen.connect(self._show_current)
        self.grid.opened.connect(self._open)
        self.grid.new_wanted.connect(self._on_new)
        self.grid.week_wanted.connect(self.turn)
        self.grid.key.connect(self._on_key)
        self.intervenants.edited.connect(self._show_week)

    def _build_layout(self) -> None:
        self._count = plain_label(role="discret")
        self._count.setObjectName("rendez_vous")
        self.intervenants: ChoiceField[str] = ChoiceField({}, _TEAM)
        self.intervenants.setAccessibleName("Agenda de")
        self._dossier = quiet_button("Dossier", icon="dossier")
        self._dossier.clicked.connect(self._open_dossier)
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.clicked.connect(self.ask_history)
        attestation = quiet_button("Attestation", icon="document")
        attestation.setObjectName("attestation")
        attestation.clicked.connect(self.print_current)
        new = secondary_button("Nouveau   Ctrl+N", icon="ajouter")
        new.setAccessibleName(NOUVEAU)
        new.clicked.connect(self.new)
        self._on_rendez_vous = (history, attestation)
        self._header = PageHeader("Agenda", self._count, self._dossier, history, attestation, new)
        ways = QWidget()
        row = QHBoxLayout(ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        before = icon_button("precedent", "Semaine précédente")
        before.clicked.connect(lambda _checked=False: self.turn(-1))
        after = icon_button("suivant", "Semaine suivante")
        after.clicked.connect(lambda _checked=False: self.turn(1))
        now: QPushButton = quiet_button("Aujourd’hui")
        now.clicked.connect(lambda _checked=False: self.turn(0))
        for button in (before, now, after):
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(KeyHints(_KEYS), 1)
        row.addWidget(self.intervenants)
        self._nobody = Card()
        self._nobody.body.addWidget(EmptyState(_HINT, NOUVEAU, self.new, guide=False))
        self._card = Pages(self._nobody, self.form)
        zones = three_zones(None, self.grid, self._card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(self._header, self.back.emit), ways, zones))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
