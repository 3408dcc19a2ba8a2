"""Page « Bâtiments et logements »: what is demolished, door by door."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import BatimentRecord, BrouillonRecord, LogementRecord
from desktop.domain.relogement.drafts import BatimentDraft, LogementDraft
from desktop.formats import NBSP, plural
from desktop.ui.form_desk import FormDesk, parent_of
from desktop.ui.form_stack import FormStack
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.relogement.batiment_form import BatimentForm
from desktop.ui.relogement.batiment_tables import BatimentTableModel, LogementTableModel
from desktop.ui.relogement.logement_form import LogementForm
from desktop.ui.section import Section, add_button
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.dialogs import confirm

_LIST_WIDTH = 300
_NEW_LOGEMENT = "Nouveau logement"
_NEW_BATIMENT = "Nouveau bâtiment"


class BatimentsPage(QWidget):
    """Bâtiments at the left, the logements of the chosen one, the form of either.

    Signals: `back`, `history_wanted(entity, row, title)`.
    """

    back = Signal()
    history_wanted = Signal(str, str, str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.relogement
        self._asked = 0
        self._wanted = ""
        self._batiment_rows = BatimentTableModel(self)
        self._logement_rows = LogementTableModel(self)
        self.batiments = BlockTableView(self._batiment_rows, "Bâtiments")
        self.logements = BlockTableView(self._logement_rows, "Logements")
        self.form = LogementForm()
        self.batiment_form = BatimentForm()
        self.desk = FormDesk(
            tab, "logement", self.form, self._service.save_logement, "Logement enregistré."
        )
        self.batiment_desk = FormDesk(
            tab, "batiment", self.batiment_form, self._service.save_batiment, "Bâtiment enregistré."
        )
        self.forms = FormStack(self.form, "Retour aux logements", self.batiment_form)
        self._build_layout()
        self._connect()

    def load(self) -> None:
        """Read the bâtiments, and the logements of the chosen one."""
        self._asked += 1
        asked, service = self._asked, self._service
        wanted = self._wanted or self.batiments.current_id()

        def read(_task: object) -> tuple[list[BatimentRecord], str, list[LogementRecord]]:
            found = service.batiments()
            ids = [one.id for one in found]
            row = wanted if wanted in ids else (ids[0] if ids else "")
            return found, row, service.logements(row) if row else []

        def done(found: tuple[list[BatimentRecord], str, list[LogementRecord]]) -> None:
            if asked == self._asked:
                self._wanted = ""
                self._show(*found)

        self._context.tasks.run(read, owner=self, done=done)

    @Slot()
    def new(self) -> None:
        """Begin a logement of the chosen bâtiment."""
        self.forms.go_home()
        self.logements.clearSelection()
        self.logements.setCurrentIndex(self._logement_rows.index(-1, -1))
        self._show_new()
        self.form.field("cage" if self.batiments.current_id() else "batiment_id").setFocus()

    @Slot()
    def new_batiment(self) -> None:
        """Begin a bâtiment."""
        self.batiment_desk.show(None, BatimentDraft(), _NEW_BATIMENT)
        self.forms.show_form(self.batiment_form, "nom")

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a kept draft of one of the two forms."""
        if self.desk.owns(kept):
            self.forms.go_home()
            self.desk.offer(kept, parent=parent_of(kept, "batiment_id"))
        else:
            self.batiment_desk.offer(kept)
            self.forms.show_form(self.batiment_form)
        self.load()

    def ask_history(self) -> None:
        """Ask for the history of the record in the form that is shown."""
        entity, desk = ("logement", self.desk)
        if not self.forms.is_home():
            entity, desk = ("batiment", self.batiment_desk)
        if desk.row is not None:
            self.history_wanted.emit(entity, desk.row, desk.form.accessibleName())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the logements, then to the permanence."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    @Slot()
    def delete(self) -> None:
        """Delete the record in the form that is shown, once the agent has confirmed."""
        if not self.forms.is_home():
            self._delete_batiment(self.batiment_desk.row or "")
        elif self.desk.row is not None:
            self._delete_logement(self.desk.row)
        else:
            self._context.bus.tell("Choisissez d’abord le logement ou le bâtiment à supprimer.")

    # --- inside -------------------------------------------------------------------------

    def _show(
        self, batiments: list[BatimentRecord], row: str, logements: list[LogementRecord]
    ) -> None:
        self.form.set_batiments(batiments)
        self._batiment_rows.set_records(batiments)
        self._batiments_card.set_filled(filled=bool(batiments))
        if row and self.batiments.current_id() != row:
            self.batiments.blockSignals(True)  # noqa: FBT003 - Qt's own; its logements are here
            self.batiments.select_id(row)
            self.batiments.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._logement_rows.set_records(logements)
        self._logements_card.set_filled(filled=bool(logements))
        name = next((one.nom for one in batiments if one.id == row), "")
        title = f"Logements — {name}" if name else "Logements"
        self._logements_card.set_section_title(f"{title}{NBSP}({len(logements)})")
        for batiment in batiments:
            if batiment.id == self.batiment_desk.row:
                self.batiment_desk.show(batiment.id, batiment.draft, f"Bâtiment {batiment.nom}")
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        logement = self._logement_rows.record(self.logements.current_id())
        if logement is None:
            self._show_new()
        else:
            self.desk.show(logement.id, logement.draft, logement.libelle)

    def _show_new(self) -> None:
        row = self.batiments.current_id()
        draft = LogementDraft(batiment_id=row or None)
        self.desk.show(None, draft, _NEW_LOGEMENT, parent=row)

    @Slot(str)
    def _edit_batiment(self, row: str) -> None:
        batiment = self._batiment_rows.record(row)
        if batiment is not None:
            self.batiment_desk.show(row, batiment.draft, f"Bâtiment {batiment.nom}")
            self.forms.show_form(self.batiment_form, "nom")

    def _edit_logement(self, _row: str) -> None:
        self.forms.go_home()
        self.form.field("cage").setFocus()

    def _on_logement_saved(self, logement: LogementRecord) -> None:
        self._wanted = logement.draft.batiment_id or ""

    def _on_batiment_saved(self, batiment: BatimentRecord) -> None:
        self._wanted = batiment.id
        self.forms.go_home()

    def _delete_logement(self, row: str) -> None:
        question = "Supprimer ce logement ? Vous pourrez annuler."
        if confirm(self, "Supprimer un logement", question, "Supprimer"):
            service = self._service
            self._delete(self.desk, row, lambda: service.delete_logement(row), "Logement supprimé.")

    def _delete_batiment(self, row: str) -> None:
        batiment = self._batiment_rows.record(row)
        if batiment is None:
            return
        logements = plural(batiment.nb_logements, "logement")
        along = f" avec {logements}" if batiment.nb_logements else ""
        question = f"Supprimer le bâtiment « {batiment.nom} »{along} ? Vous pourrez annuler."
        if confirm(self, "Supprimer un bâtiment", question, "Supprimer"):
            service = self._service
            self._delete(
                self.batiment_desk, row, lambda: service.delete_batiment(row), "Bâtiment supprimé."
            )

    def _delete(
        self, desk: FormDesk, row: str, work: Callable[[], ChangeSet], message: str
    ) -> None:
        def done(changes: ChangeSet) -> None:
            if desk.row == row:
                desk.forget()
            self.forms.go_home()
            self._context.written(self, changes, message)

        self._context.tasks.run(lambda _task: work(), owner=self, done=done)

    def _go_back(self) -> None:
        if self.forms.is_home():
            self.back.emit()
        else:
            self.forms.go_home()
            self.batiments.setFocus()

    def _connect(self) -> None:
        self.desk.on_saved(self._on_logement_saved)
        self.batiment_desk.on_saved(self._on_batiment_saved)
        self.batiments.current_id_changed.connect(lambda _row: self.load())
        self.batiments.activated_id.connect(self._edit_batiment)
        self.logements.current_id_changed.connect(lambda _row: self._show_current())
        self.logements.activated_id.connect(self._edit_logement)
        self.batiments.delete_requested.connect(lambda rows: self._delete_batiment(min(rows)))
        self.logements.delete_requested.connect(lambda rows: self._delete_logement(min(rows)))

    def _build_layout(self) -> None:
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.setObjectName("historique")
        history.clicked.connect(self.ask_history)
        delete = secondary_button("Supprimer…", icon="supprimer")
        delete.setObjectName("supprimer")
        delete.clicked.connect(self.delete)
        self._batiments_card = Section(
            "Bâtiments",
            self.batiments,
            "Aucun bâtiment n’est encore enregistré.",
            add_button("Ajouter", "ajouter_batiment", self.new_batiment),
        )
        self._logements_card = Section(
            "Logements",
            self.logements,
            "Aucun logement n’est encore enregistré dans ce bâtiment.",
            add_button("Nouveau logement   Ctrl+N", "ajouter_logement", self.new),
        )
        header = PageHeader("Bâtiments et logements", history, delete)
        zones = three_zones(
            self._batiments_card, self._logements_card, self.forms, list_width=_LIST_WIDTH
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(header, self._go_back), zones))
