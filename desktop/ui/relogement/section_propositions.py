"""Section « Propositions » of a dossier: the legal counter, the list, before and after."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.domain.relogement.dossier_calculs import proposed
from desktop.domain.relogement.drafts_offre import PropositionDraft
from desktop.domain.relogement.records_propositions import PropositionRecord
from desktop.domain.relogement.synthese import Synthese
from desktop.services.propositions import PropositionsMenage
from desktop.texts import relogement as words
from desktop.ui import theme
from desktop.ui.form_stack import FormStack
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement import proposition_words as says
from desktop.ui.relogement.calculs_card import CalculsCard
from desktop.ui.relogement.comparaison_card import ComparaisonCard
from desktop.ui.relogement.offres_card import OffresCard
from desktop.ui.relogement.proposition_etape_dialog import ask_proposition_etape
from desktop.ui.relogement.proposition_form import PropositionForm
from desktop.ui.relogement.proposition_table import PropositionTableModel
from desktop.ui.relogement.section import DossierSection, counted
from desktop.ui.relogement.words import today
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button

_TITLE = "Propositions"
_NEW = "Nouvelle proposition"
_STEP_KEY = "F7"
_FIRST = "Choisissez d’abord une proposition de la liste."
_SAVE_FIRST = "Enregistrez d’abord votre saisie (Ctrl+Entrée), puis changez l’étape."
_NOTHING = "Choisissez une proposition pour comparer les deux logements."
_EVIDENCE = "preuve"
_PAPERS = (
    ("&Fiche de proposition", "fiche"),
    ("&Courrier de proposition", "courrier"),
    ("&Bordereau de réponse", "bordereau"),
    ("&Preuve des offres du dossier", _EVIDENCE),
)
_HOW = "Voir les calculs"
_THREE_ROWS = 13
"""Least height of the list of propositions, in sizes of the type."""
_NO_VACANT = "Aucun logement disponible : ajoutez-en dans « Rapprochement »."


class PropositionsSection(DossierSection):
    """The propositions of a ménage, the last one last."""

    key: ClassVar[str] = "propositions"
    title: ClassVar[str] = "Propositions"
    form_keys: ClassVar[tuple[str, ...]] = ("proposition",)

    @override
    def build(self) -> None:
        self._service = self.context.carnet.propositions
        self._rows = PropositionTableModel(self)
        self.table = BlockTableView(self._rows, _TITLE)
        self._opening = False
        self.form = PropositionForm()
        self.desk = self.add_desk(
            "proposition", "proposition", self.form, self._service.save, "Proposition enregistrée."
        )
        self.forms = FormStack(self.form, "")
        self.step = quiet_button("Étape…", icon="suivant", shortcut_hint=_STEP_KEY)
        self.step.setObjectName("etape_suivante")
        self.step.clicked.connect(self.ask_step)
        self.counter = OffresCard()
        self.compared = ComparaisonCard()
        self.computed = CalculsCard("Les calculs de cette proposition")
        self.computed.hide()
        self.how = quiet_button(_HOW)
        self.how.setObjectName("voir_calculs")
        self.how.setCheckable(True)
        self.how.toggled.connect(self._show_how)
        self.how.hide()
        self.papers = quiet_button("Documents", icon="document")
        self.papers.setObjectName("documents")
        menu = QMenu(self.papers)
        menu.setAccessibleName("Documents de la proposition")
        for label, name in _PAPERS:
            menu.addAction(label).setData(name)
        menu.triggered.connect(lambda action: self.print(str(action.data())))
        self.papers.setMenu(menu)
        self.vacant = quiet_button("Disponible…", icon="batiment")
        self.vacant.setAccessibleName("Proposer un logement disponible")
        self.vacant.setObjectName("depuis_disponible")
        self.vacant.clicked.connect(self.choose_vacant)
        self._card = Section(
            _TITLE,
            self.table,
            "Aucune proposition n’est encore enregistrée.",
            self.papers,
            self.step,
            self.vacant,
            add_button("Ajouter", "ajouter_proposition", self.new),
        )
        self.table.setMinimumHeight(round(_THREE_ROWS * theme.current().size("base")))
        inside = QWidget()
        self.heart = _unsqueezed(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.counter)
        column.addWidget(self._card, 1)
        column.addWidget(self.compared)
        column.addWidget(self.computed, 1)
        column.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        for holder in (self.heart, self.forms):
            shortcut = QShortcut(QKeySequence(_STEP_KEY), holder)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.ask_step)
        self.desk.on_saved(self._on_saved)
        self.table.current_id_changed.connect(self._on_current)
        self.table.activated_id.connect(self._edit)
        self.table.delete_requested.connect(self._delete)

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            super().open(row)
            self._rows.set_records(())
            self._compare_nothing()
            if row is not None:
                self.new(focus=False)
                self._opening = True

    @override
    def load(self) -> None:
        row, service = self.menage_id, self._service
        landlords = self.context.carnet.disponibles
        self.read(
            lambda: (service.liste(row), {one.id: one.nom for one in landlords.bailleurs()}),
            self._show,
        )

    @Slot()
    def new(self, *, focus: bool = True) -> None:
        """Begin a proposition from scratch."""
        self._opening = False
        self._begin(PropositionDraft(menage_id=self.menage_id), focus=focus)

    @Slot()
    def choose_vacant(self) -> None:
        """Offer the vacant dwellings; the chosen one is described without typing."""
        service = self.context.carnet.disponibles

        def show(found: list[tuple[str, str]]) -> None:
            if not found:
                self.context.bus.tell(_NO_VACANT)
                return
            menu = QMenu(self.vacant)
            menu.setAccessibleName("Logements disponibles")
            for row, label in found:
                menu.addAction(label.replace("&", "&&")).setData(row)
            menu.triggered.connect(lambda action: self._from_vacant(str(action.data())))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.vacant.mapToGlobal(self.vacant.rect().bottomLeft()))

        self.context.tasks.run(
            lambda _task: [(one.id, one.libelle) for one in service.disponibles()],
            owner=self,
            done=show,
        )

    @Slot()
    def ask_step(self) -> None:
        """Open what may become of the proposition in the form."""
        if self.desk.row is None:
            self.context.bus.tell(_FIRST)
        elif self.form.is_dirty():
            self.context.bus.tell(_SAVE_FIRST)
        else:
            ask_proposition_etape(self.context, self.desk.row, self.form)

    def print(self, name: str) -> None:
        """Show a document of the proposition in the form, or the evidence of the dossier."""
        whole = name == _EVIDENCE
        row = self.menage_id if whole else self.desk.row
        if row is None:
            self.context.bus.tell(_FIRST)
            return
        make = getattr(self.context.carnet.documents_propositions, name)
        title = next(label for label, known in _PAPERS if known == name)
        PdfDialog(
            self.context,
            Espace.RELOGEMENT,
            title.replace("&", ""),
            lambda _rapports, _task: make(row),
            self.heart,
        ).open()

    def _from_vacant(self, row: str) -> None:
        service, menage = self._service, self.menage_id
        self.context.tasks.run(
            lambda _task: service.depuis_disponible(menage, row), owner=self, done=self._begin
        )

    def _begin(self, draft: PropositionDraft, *, focus: bool = True) -> None:
        self.desk.show(None, draft, _NEW, parent=self.menage_id)
        if draft != PropositionDraft(menage_id=draft.menage_id):
            self.form.load(draft)
        self.form.set_pills(())
        self.form.set_subtitle("")
        self.step.setEnabled(False)
        if focus:
            self.show_form(self.form, "adresse")

    def _show(self, found: tuple[PropositionsMenage, dict[str, str]]) -> None:
        kept, landlords = found
        self.form.set_bailleurs(landlords)
        self._regles = kept.regles
        self._rows.set_propositions(kept)
        self._card.set_filled(filled=bool(kept.propositions))
        self._card.set_section_title(counted(_TITLE, len(kept.propositions)))
        self.counter.show_count(kept.compte, today())
        for record in kept.propositions:
            if record.id == self.desk.row:
                self._fill(record)
        if self._opening and kept.propositions and not self.form.is_dirty():
            self._fill(kept.propositions[-1])  # the one the team is at
        self._opening = False

    @Slot(str)
    def _on_current(self, row: str) -> None:
        record = self._rows.record(row)
        if record is not None:
            self._fill(record)

    @Slot(str)
    def _edit(self, row: str) -> None:
        record = self._rows.record(row)
        if record is not None:
            self._fill(record)
            self.show_form(self.form, "adresse")

    def _fill(self, record: PropositionRecord) -> None:
        self.desk.show(record.id, record.draft, says.title(record))
        self.form.set_pills([(words.offre.ETAT_PROPOSITION[record.etat], says.TONS[record.etat])])
        self.form.set_subtitle(
            "\n".join(
                filter(None, (says.deadlines(record.offre, self._regles), says.noted(record)))
            )
        )
        self.step.setEnabled(True)
        self._compare(record.draft)

    def _compare_nothing(self) -> None:
        self.compared.show_nothing(_NOTHING)
        self.how.setChecked(False)
        self.how.hide()

    @Slot(bool)
    def _show_how(self, wanted: bool) -> None:  # noqa: FBT001 - signature of Qt's signal
        """Show the formulas in place of the comparison, or the comparison again."""
        self.computed.setVisible(wanted)
        self.compared.setVisible(not wanted)
        self.how.setText("Voir la comparaison" if wanted else _HOW)

    def _compare(self, draft: PropositionDraft) -> None:
        service = self._service

        def show(found: Synthese) -> None:
            if self.desk.row is not None:
                self.compared.show_synthese(found)
                self.computed.set(proposed(found))
                self.how.show()

        self.context.tasks.run(lambda _task: service.comparaison(draft), owner=self, done=show)

    def _on_saved(self, record: PropositionRecord) -> None:
        self.step.setEnabled(True)
        self._compare(record.draft)

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        if self.desk.row == row:
            self.new(focus=False)
        self.write(lambda: self._service.delete(row), "Proposition supprimée.")


def _unsqueezed(inside: QWidget) -> QScrollArea:
    """Let a heart scroll where a banner above it, or a larger type, leaves it too little room."""
    inside.setProperty("role", "defilant")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
