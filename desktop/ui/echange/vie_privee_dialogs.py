"""« Journal des consultations… » and « Textes libres… »: what the responsable looks after."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.domain.relogement.vie_privee import ConsultationRecord, TexteLibreRecord
from desktop.formats import plural, typo
from desktop.texts.relogement import CHAMPS, ENTITES
from desktop.texts.vie_privee import bloc_words
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.words import when
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

_SIZE = QSize(1040, 600)
_READINGS = typo(
    "Qui a ouvert, sur ce poste, un dossier, ses ressources, sa demande, ses besoins "
    "d’aménagement ou son accompagnement, et les documents et tableaux qui en ont été tirés. "
    "Chaque poste garde son journal ; il ne voyage pas. Les écritures sont dans l’historique de "
    "chaque fiche."
)
_TEXTS = typo(
    "Tous les textes libres de l’espace Relogement, ceux à revoir d’abord. Entrée ouvre le dossier."
)


class ConsultationsDialog(ExchangeDialog):
    """The reading log of this poste, and its export."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Journal des consultations", _READINGS, "&Exporter…", parent, _SIZE
        )
        columns: tuple[Column[ConsultationRecord], ...] = (
            Column(key="quand", title="Quand", text=_when, width=190),
            Column(key="qui", title="Qui", text=lambda one: one.auteur or "—", width=220),
            Column(
                key="dossier", title="Dossier", text=lambda one: one.reference or "—", width=150
            ),
            Column(key="bloc", title="Ce qui a été ouvert", text=lambda one: bloc_words(one.bloc)),
        )
        self.model: RecordTableModel[ConsultationRecord] = RecordTableModel(columns, self)
        self.table = BlockTableView(self.model, "Consultations, la dernière d’abord")
        self.pages = _pages(self, self.table, "Aucune consultation n’est encore notée.")
        self.primary.clicked.connect(self.export)
        service = context.carnet.vie_privee
        context.tasks.run(
            lambda _: service.consultations(), owner=self, done=self._show, failed=self._refused
        )

    @Slot()
    def export(self) -> None:
        """Write the whole log where the agent chooses."""
        name, _kind = QFileDialog.getSaveFileName(
            self, "Exporter le journal", "consultations.csv", "CSV (*.csv)"
        )
        if name:
            service = self.context.carnet.vie_privee
            self.work(
                lambda _task: service.export_consultations(Path(name)),
                lambda count: self.context.bus.tell(f"{plural(count, 'ligne')} dans le fichier."),
                label="Écriture du journal…",
            )

    def _show(self, records: list[ConsultationRecord]) -> None:
        self.model.set_records(records)
        self.pages.setCurrentIndex(1 if records else 2)
        self.table.setFocus()

    def _refused(self, error: Exception) -> None:
        self.primary.setEnabled(False)
        _tell(self, error)


class TextesLibresDialog(ExchangeDialog):
    """Every free text, searched and reviewed.

    Signals: `dossier_wanted(menage id)`.
    """

    dossier_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "Textes libres", _TEXTS, "&Ouvrir le dossier", parent, _SIZE)
        columns: tuple[Column[TexteLibreRecord], ...] = (
            Column(
                key="mots",
                title="À revoir",
                text=lambda one: ", ".join(one.signales) or "—",
                tooltip=lambda one: ", ".join(one.signales),
                pill=lambda one: "alerte" if one.signales else None,
                width=160,
            ),
            Column(
                key="dossier", title="Dossier", text=lambda one: one.reference or "—", width=120
            ),
            Column(key="ou", title="Où", text=_where, tooltip=_where, width=230),
            Column(
                key="texte",
                title="Texte",
                text=lambda one: " ".join(one.texte.split()),
                tooltip=lambda one: one.texte,
            ),
        )
        self.search = SearchField("Chercher dans les textes")
        self.count = plain_label(role="discret")
        self.model: RecordTableModel[TexteLibreRecord] = RecordTableModel(columns, self)
        self.table = BlockTableView(self.model, "Textes libres")
        self.body.addWidget(self.search)
        self.body.addWidget(self.count)
        self.pages = _pages(self, self.table, "Aucun texte ne correspond.")
        self.table.activated_id.connect(self._open)
        self.primary.clicked.connect(lambda: self._open(self.table.current_id()))
        self.search.searched.connect(lambda _text: self.load())
        self._asked = 0
        self.search.setFocus()
        self.load()

    @Slot()
    def load(self) -> None:
        """Read the texts that hold the typed words."""
        self._asked += 1
        asked, typed = self._asked, self.search.text()
        service = self.context.carnet.vie_privee

        def done(found: list[TexteLibreRecord]) -> None:
            if asked == self._asked:
                self._show(found)

        self.context.tasks.run(
            lambda _: service.textes_libres(typed),
            owner=self,
            done=done,
            failed=lambda error: _tell(self, error),
        )

    def _show(self, found: list[TexteLibreRecord]) -> None:
        self.model.set_records(found)
        self.pages.setCurrentIndex(1 if found else 2)
        flagged = sum(bool(one.signales) for one in found)
        self.count.setText(f"{plural(len(found), 'texte')}, dont {flagged} à revoir")

    @Slot(str)
    def _open(self, row: str) -> None:
        record = self.model.record(row)
        if record is not None and record.menage_id:
            self.dossier_wanted.emit(record.menage_id)
            self.accept()


def _pages(dialog: ExchangeDialog, table: BlockTableView, nothing: str) -> QStackedWidget:
    empty = EmptyState(nothing)
    empty.guide_requested.connect(dialog.open_guide)
    pages = QStackedWidget()
    for page in (QWidget(), table, empty):
        pages.addWidget(page)
    dialog.body.addWidget(pages, 1)
    return pages


def _tell(dialog: ExchangeDialog, error: Exception) -> None:
    from desktop.errors import UserError

    if isinstance(error, UserError):
        dialog.context.bus.tell_error(error)


def _when(one: ConsultationRecord) -> str:
    return when(one.moment_ms)


def _where(one: TexteLibreRecord) -> str:
    return f"{ENTITES[one.entite]} · {CHAMPS[one.entite][one.champ]}"
