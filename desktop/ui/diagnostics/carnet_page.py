"""« Saisie du carnet »: the paper, page after page, typed back in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.carnet import (
    BilanSaisie,
    CarnetRecord,
    bilan,
    levee_a_confirmer,
    sequence,
)
from desktop.domain.diagnostics.saisie_carnet import (
    Ligne,
    SorteLigne,
    draft_of_fiche,
    lignes,
    next_page,
    note_of,
    resume_at,
    verdict_of,
)
from desktop.domain.espaces import Espace
from desktop.ui.diagnostics.carnet_answers import CarnetAnswers
from desktop.ui.diagnostics.carnet_cards import NoteCard, RevueCard
from desktop.ui.diagnostics.carnet_forms import (
    DEBRIEF_FIELDS,
    ENTETE_FIELDS,
    DebriefForm,
    EnteteForm,
    FicheForm,
)
from desktop.ui.diagnostics.carnet_keys import EVERY_KEY, CarnetKeys
from desktop.ui.diagnostics.carnet_table import LigneTableModel, bilan_sentence
from desktop.ui.diagnostics.words import marche_title
from desktop.ui.form_desk import FormDesk, form_of
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import KeyHints, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label, plain_tooltip

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.ui.tab import Tab

FICHE_KEY = "fiche_carnet"
ENTETE_KEY = "entete_carnet"
DEBRIEF_KEY = "debrief_carnet"
FORM_KEYS = frozenset({FICHE_KEY, ENTETE_KEY, DEBRIEF_KEY})
_UNDO, _DETAIL, _GO = "z", "x", "g"
HINTS = (
    ("L P A M N", "constat"),
    ("3 2 1 0 S V", "note"),
    ("lettre, n°, 1–4", "fiche"),
    ("Entrée", "suivante"),
    ("←", "retour"),
    ("Z", "annuler"),
)


class CarnetPage(QWidget):
    """Lines of the whole carnet at the left, the card of the current one at the right.

    Signals: `back`, `print_wanted(marche)`.
    """

    back = Signal()
    print_wanted = Signal(str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.carnets
        self.marche_id = ""
        self._answers = CarnetAnswers(tab.context, self)
        self._asked = 0
        self._goto = ""
        self._rows = LigneTableModel(self)
        self.table = BlockTableView(self._rows, "Lignes du carnet")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.keys = CarnetKeys(self.table)
        self.revue, self.note = RevueCard(self._context), NoteCard()
        self.fiche, self.entete, self.debrief = FicheForm(), EnteteForm(), DebriefForm()
        service = self._service
        self.fiche_desk = FormDesk(
            tab, FICHE_KEY, self.fiche, service.save_fiche, "Fiche enregistrée."
        )
        self.entete_desk = FormDesk(
            tab,
            ENTETE_KEY,
            self.entete,
            lambda draft, row: service.save_marche(draft, row or "", ENTETE_FIELDS),
            "En-tête enregistré.",
        )
        self.debrief_desk = FormDesk(
            tab,
            DEBRIEF_KEY,
            self.debrief,
            lambda draft, row: service.save_marche(draft, row or "", DEBRIEF_FIELDS),
            "Débrief enregistré.",
        )
        self._build_layout()
        self._connect()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, marche_id: str) -> None:
        """Show the carnet of a marche, where its typing was left."""
        if marche_id != self.marche_id:
            self.marche_id = marche_id
            self._answers.record = None
            self._rows.set_records([])
        self.load()
        self.table.setFocus()

    def load(self) -> None:
        """Read the carnet again; what this page writes itself is on it already."""
        if not self.marche_id or self._answers.announcing:
            return
        self._asked += 1
        asked, marche_id, service = self._asked, self.marche_id, self._service

        def done(record: CarnetRecord) -> None:
            if asked == self._asked and not self._answers.is_ahead:
                self._show(record)

        self._context.tasks.run(lambda _task: service.carnet(marche_id), owner=self, done=done)

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a draft kept before a crash, on its line."""
        fiche = str(kept.champs.get("base.fiche_papier") or "")
        marche = str(kept.champs.get("base.marche_id") or kept.row or self.marche_id)
        desk = {FICHE_KEY: self.fiche_desk, ENTETE_KEY: self.entete_desk}.get(
            form_of(kept), self.debrief_desk
        )
        desk.offer(kept, parent=f"{marche}/{fiche}" if desk is self.fiche_desk else "")
        names = {FICHE_KEY: f"fiche/{fiche}", ENTETE_KEY: "entete", DEBRIEF_KEY: "debrief"}
        self._goto = names[form_of(kept)]
        self.open(marche)

    # --- showing ------------------------------------------------------------------------

    def _show(self, record: CarnetRecord) -> None:
        first = self._answers.record is None
        self._answers.record = record
        self.fiche.set_grid(record.themes, record.items)
        found = lignes(record)
        self._rows.set_records(found)
        self._header.set_title(f"Saisie du carnet — {marche_title(record.marche)}")
        self._pages_count = len(sequence(record))
        goto, self._goto = self._goto or (resume_at(found) if first else ""), ""
        if goto:
            self._go(goto)
        self._show_current()
        self._show_bilan()

    @Slot()
    def _show_current(self) -> None:
        ligne = self.current()
        if ligne is None or self._answers.record is None:
            return
        marche = self._answers.record.marche
        self._progress.setText(f"page {ligne.page} sur {self._pages_count}")
        match ligne.sorte:
            case SorteLigne.REVUE:
                self.revue.show_line(ligne)
                self._cards.setCurrentWidget(self.revue)
            case SorteLigne.NOTE:
                self.note.show_line(ligne)
                self._cards.setCurrentWidget(self.note)
            case SorteLigne.FICHE:
                self._show_fiche(ligne)
            case SorteLigne.ENTETE:
                self.entete_desk.show(marche.id, marche.draft, "En-tête de la marche")
                self._cards.setCurrentWidget(self.entete)
            case SorteLigne.DEBRIEF:
                self.debrief_desk.show(marche.id, marche.draft, "Débrief à chaud")
                self._cards.setCurrentWidget(self.debrief)

    def _show_fiche(self, ligne: Ligne) -> None:
        row = ligne.copie.id if ligne.copie is not None else None
        draft = draft_of_fiche(ligne, self.marche_id)
        self.fiche_desk.show(
            row, draft, f"Fiche {ligne.fiche}", parent=f"{self.marche_id}/{ligne.fiche}"
        )
        stop = f"Arrêt {ligne.arret.ordre} — {ligne.arret.nom}" if ligne.arret else "Sans arrêt"
        number = f" · {ligne.copie.numero}" if ligne.copie is not None else ""
        self.fiche.set_subtitle(stop + number)
        self._cards.setCurrentWidget(self.fiche)

    def current(self) -> Ligne | None:
        """Return the line the cursor is on."""
        return self._rows.record(self.table.current_id())

    def count(self) -> BilanSaisie | None:
        """Return what stands in the base for this carnet."""
        record = self._answers.record
        return bilan(record) if record is not None else None

    def _show_bilan(self) -> None:
        counted = self.count()
        self._bilan.setText(bilan_sentence(counted) if counted is not None else "")

    # --- typing -------------------------------------------------------------------------

    @Slot(str)
    def _type(self, text: str) -> None:
        ligne = self.current()
        if ligne is None:
            return
        if text.lower() == _UNDO:
            self._context.undo(self, Espace.TERRAIN)
        elif text.lower() == _GO:
            self._go(resume_at(self._rows.records()))
        elif ligne.sorte is SorteLigne.REVUE:
            self._type_verdict(ligne, text)
        elif ligne.sorte is SorteLigne.NOTE:
            if (note := note_of(text)) is not None:
                self._put(self._answers.rate(ligne, note))
                self._step(1)
        elif ligne.sorte is SorteLigne.FICHE:
            self._type_fiche(text)

    def _type_verdict(self, ligne: Ligne, text: str) -> None:
        if (verdict := verdict_of(text)) is not None:
            note = ligne.revue.note if ligne.revue is not None else ""
            now = self._answers.judge(ligne, verdict, note)
            self._put(now)
            if now.constat is not None and levee_a_confirmer(now.constat.constat, now.revue):
                self.revue.show_line(now)
                self.revue.ask_levee()
            else:
                self._step(1)
        elif text.lower() == _DETAIL:
            self.revue.note.setFocus()

    def _type_fiche(self, text: str) -> None:
        if text.lower() == _DETAIL:
            self.fiche.start()
            return
        if told := self.fiche.press(text):
            self._context.bus.tell(told)
        elif self.fiche.wants_texts:
            self.fiche.start()

    @Slot()
    def _confirm(self) -> None:
        """Entrée: into the fields of the line, or to the next one."""
        ligne = self.current()
        if ligne is None:
            return
        if ligne.sorte is SorteLigne.ENTETE:
            self.entete.start()
        elif ligne.sorte is SorteLigne.DEBRIEF:
            self.debrief.start()
        elif ligne.sorte is SorteLigne.FICHE and self.fiche.has_begun():
            if not self.fiche.go_on():
                self.fiche.start()
        else:
            self._step(1)

    @Slot()
    def _erase(self) -> None:
        ligne = self.current()
        if ligne is None or not ligne.remplie:
            return
        if ligne.sorte is SorteLigne.REVUE:
            self._put(self._answers.judge(ligne, None, ""))
        elif ligne.sorte is SorteLigne.NOTE:
            self._put(self._answers.rate(ligne, None))

    @Slot(str)
    def _note(self, text: str) -> None:
        ligne = self.current()
        if ligne is not None and ligne.revue is not None and ligne.sorte is SorteLigne.REVUE:
            self._put(self._answers.judge(ligne, ligne.revue.verdict, text))
            self._step(1)
        elif ligne is not None:
            self._context.bus.tell("Donnez d’abord un verdict : L, P, A, M ou N.")
        self.table.setFocus()

    @Slot(str, str)
    def _lift(self, motif: str, par: str) -> None:
        """Close the constat when its reason was given; else it waits, and the hand goes on."""
        ligne, service, marche_id = self.current(), self._service, self.marche_id
        if ligne is None or ligne.constat is None:
            return
        if motif.strip():
            row = ligne.constat.constat.id

            def done(changes: ChangeSet) -> None:
                self._context.written(self, changes, "Constat levé.")

            self._context.tasks.run(
                lambda _task: service.lift(marche_id, row, par, motif), owner=self, done=done
            )
        self.table.setFocus()
        self._step(1)

    def _put(self, ligne: Ligne) -> None:
        self._rows.put(ligne)
        self._show_bilan()

    # --- moving -------------------------------------------------------------------------

    @Slot(int)
    def _step(self, steps: int) -> None:
        rank = self._rows.row_of(self.table.current_id()) + steps
        if 0 <= rank < self._rows.rowCount():
            self._go(self._rows.id_at(rank))
        elif steps > 0:
            self._end()

    @Slot(int)
    def _turn(self, pages: int) -> None:
        self._go(next_page(self._rows.records(), self.table.current_id(), pages))

    def _go(self, row: str) -> None:
        """Go to a line, with what comes before and after it in sight."""
        if self.table.select_id(row):
            self.table.scrollTo(
                self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter
            )

    def _end(self) -> None:
        counted = self.count()
        if counted is not None:
            self._context.bus.tell(f"Fin du carnet. {bilan_sentence(counted)}")

    def _on_saved(self, _record: object) -> None:
        self.table.setFocus()
        self._step(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes from the card to the lines, from the lines back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._cards.isAncestorOf(QApplication.focusWidget() or self):
            self.table.setFocus()
        else:
            self.back.emit()

    def _connect(self) -> None:
        self._answers.refused.connect(self.load)
        self.keys.stepped.connect(self._step)
        self.keys.paged.connect(self._turn)
        self.keys.typed.connect(self._type)
        self.keys.confirmed.connect(self._confirm)
        self.keys.erased.connect(self._erase)
        self.revue.noted.connect(self._note)
        self.revue.lifted.connect(self._lift)
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        for desk in (self.fiche_desk, self.entete_desk, self.debrief_desk):
            desk.on_saved(self._on_saved)

    def _build_layout(self) -> None:
        self._pages_count = 0
        self._progress = plain_label(role="discret")
        self._progress.setObjectName("avancement")
        self._bilan = plain_label(role="discret")
        self._bilan.setObjectName("bilan")
        printing = secondary_button("Carnet de terrain…", icon="imprimer")
        printing.clicked.connect(lambda: self.print_wanted.emit(self.marche_id))
        self._header: PageHeader = PageHeader("Saisie du carnet", self._progress, printing)
        hints = KeyHints(HINTS)
        hints.setToolTip(plain_tooltip(EVERY_KEY))
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(hints, 1)
        items = QWidget()
        lines = QVBoxLayout(items)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self._bilan)
        lines.addWidget(self.table, 1)
        lines.addWidget(foot)
        self._cards = Pages(self.entete, self.revue, self.note, self.fiche, self.debrief)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            page(with_way_back(self._header, self.back.emit), three_zones(None, items, self._cards))
        )
