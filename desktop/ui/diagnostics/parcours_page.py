"""Page « Parcours »: the ways of a quartier, their stops in order, the form of either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.parcours import ArretRecord, ParcoursRecord
from desktop.domain.drafts import ArretDraft, ParcoursDraft
from desktop.domain.parametres import Parametres
from desktop.ui.diagnostics.arrets_dialog import ask_arrets
from desktop.ui.diagnostics.parcours_forms import ArretForm, ParcoursForm
from desktop.ui.diagnostics.parcours_tables import (
    ArretTableModel,
    ParcoursTableModel,
    estimate_sentence,
)
from desktop.ui.diagnostics.words import printed_sentence
from desktop.ui.form_desk import FormDesk, parent_of
from desktop.ui.form_stack import FormStack
from desktop.ui.section import Section, add_button
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import icon_button, secondary_button
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel
    from desktop.services.resultat import Resultat
    from desktop.ui.tab import Tab

ARRET_KEY, PARCOURS_KEY = "arret", "parcours"
FORM_KEYS = frozenset({ARRET_KEY, PARCOURS_KEY})
_LIST_WIDTH = 280
_NEW_ARRET, _NEW_PARCOURS = "Nouvel arrêt", "Nouveau parcours"


@dataclass(frozen=True, slots=True)
class _Lu:
    parcours: list[ParcoursRecord]
    chosen: str
    rules: Parametres


class ParcoursPage(QWidget):
    """Parcours of the chosen quartier at the left, its stops, the form of the one or the other.

    Signals: `back`.
    """

    back = Signal()

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.parcours
        self._asked = 0
        self._wanted = self._wanted_arret = ""
        self._parcours_rows, self._arret_rows = ParcoursTableModel(self), ArretTableModel(self)
        self.parcours = BlockTableView(self._parcours_rows, "Parcours")
        self.arrets = BlockTableView(self._arret_rows, "Arrêts")
        for table in (self.parcours, self.arrets):
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.quartier: ChoiceField[str] = ChoiceField({}, "Tous les quartiers")
        self.quartier.setAccessibleName("Quartier")
        self.form, self.parcours_form = ArretForm(), ParcoursForm()
        self.desk = FormDesk(
            tab, ARRET_KEY, self.form, self._service.save_arret, "Arrêt enregistré."
        )
        self.parcours_desk = FormDesk(
            tab, PARCOURS_KEY, self.parcours_form, self._service.save, "Parcours enregistré."
        )
        self.forms = FormStack(self.form, "Retour aux arrêts", self.parcours_form)
        self._build_layout()
        self._connect()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, parcours_id: str = "", quartier_id: str = "") -> None:
        """Show the parcours of a quartier, at one of them."""
        if quartier_id:
            self.quartier.set_value(quartier_id)
        self._wanted = parcours_id
        self.load()
        self.parcours.setFocus()

    def load(self) -> None:
        """Read the parcours of the quartier, and the stops of the chosen one."""
        self._asked += 1
        asked, service, quartier = self._asked, self._service, self.quartier.value()
        diagnostics = self._context.carnet.diagnostics
        wanted = self._wanted or self.parcours.current_id()

        def read(_task: object) -> _Lu:
            found = service.parcours(quartier)
            ids = [one.id for one in found]
            row = wanted if wanted in ids else (ids[0] if ids else "")
            return _Lu(found, row, diagnostics.parametres())

        def done(found: _Lu) -> None:
            if asked == self._asked:
                self._wanted = ""
                self._show(found)

        self._context.tasks.run(read, owner=self, done=done)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the quartiers."""
        chosen = self.quartier.value()
        self.quartier.set_labels({one.id: one.nom for one in referentiel.quartiers})
        self.quartier.set_value(chosen)
        self.parcours_form.set_referentiel(referentiel)

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a kept draft of one of the two forms."""
        if self.desk.owns(kept):
            self._wanted = parent_of(kept, "parcours_id")
            self.forms.go_home()
            self.desk.offer(kept, parent=self._wanted)
        else:
            self.parcours_desk.offer(kept)
            self.forms.show_form(self.parcours_form)
        self.load()

    @Slot()
    def new(self) -> None:
        """Begin a stop of the chosen parcours, or a parcours when there is none."""
        if not self.parcours.current_id():
            self.new_parcours()
            return
        self.forms.go_home()
        self.arrets.clearSelection()
        self.arrets.setCurrentIndex(self._arret_rows.index(-1, -1))
        self._show_current()
        self.form.field("nom").setFocus()

    @Slot()
    def new_parcours(self) -> None:
        """Begin a parcours."""
        draft = ParcoursDraft(quartier_id=self.quartier.value())
        self.parcours_desk.show(None, draft, _NEW_PARCOURS)
        self.forms.show_form(self.parcours_form, "nom" if draft.quartier_id else "quartier_id")

    @Slot()
    def copy(self) -> None:
        """Make a new parcours with the stops of the chosen one."""
        row, service = self.parcours.current_id(), self._service
        if not row:
            self._context.bus.tell("Choisissez d’abord le parcours à copier.")
            return

        def done(result: Resultat[ParcoursRecord]) -> None:
            self._wanted = result.valeur.id
            self._context.written(self, result.changes, "Parcours copié.")
            self._edit_record(result.valeur)

        self._context.tasks.run(lambda _task: service.copy(row), owner=self, done=done)

    @Slot()
    def import_arrets(self) -> None:
        """Offer the waypoints of a GPX file as stops of the chosen parcours."""
        row = self.parcours.current_id()
        record = self._parcours_rows.record(row)
        ask_arrets(self._context, self, row, record.nom if record is not None else "")

    @Slot()
    def delete(self) -> None:
        """Delete the record in the form that is shown, once the agent has confirmed."""
        if not self.forms.is_home():
            self._delete_parcours(self.parcours_desk.row or "")
        else:
            self._delete_arret(self.desk.row or "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back: first to the stops, then to the marches."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    # --- inside -------------------------------------------------------------------------

    def _show(self, found: _Lu) -> None:
        self._parcours_rows.set_records(found.parcours)
        self._parcours_card.set_filled(filled=bool(found.parcours))
        if found.chosen and self.parcours.current_id() != found.chosen:
            self.parcours.blockSignals(True)  # noqa: FBT003 - Qt's own; its stops are here
            self.parcours.select_id(found.chosen)
            self.parcours.blockSignals(False)  # noqa: FBT003 - Qt's own
        chosen = self._parcours_rows.record(found.chosen)
        stops = chosen.arrets if chosen is not None else ()
        self._arret_rows.set_records(stops)
        self._arrets_card.set_filled(filled=bool(stops))
        self._arrets_card.set_section_title(f"Arrêts — {chosen.nom}" if chosen else "Arrêts")
        self._arrets_card.set_enabled_buttons(enabled=chosen is not None)
        self._estimate.setText(
            estimate_sentence(chosen.estimation, found.rules) if chosen is not None else ""
        )
        self._printed.setText(printed_sentence(chosen.carnets if chosen is not None else ()))
        self._printed.setVisible(bool(self._printed.text()))
        if self._wanted_arret and self.arrets.select_id(self._wanted_arret):
            self._wanted_arret = ""
        for one in found.parcours:
            if one.id == self.parcours_desk.row:
                self.parcours_desk.show(one.id, one.draft, f"Parcours « {one.nom} »")
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        stop = self._arret_rows.record(self.arrets.current_id())
        row = self.parcours.current_id()
        if stop is not None:
            self.desk.show(stop.id, stop.draft, f"Arrêt {stop.ordre}", parent=row)
        else:
            self.desk.show(None, ArretDraft(parcours_id=row or None), _NEW_ARRET, parent=row)

    def _edit_parcours(self, row: str) -> None:
        if (record := self._parcours_rows.record(row)) is not None:
            self._edit_record(record)

    def _edit_record(self, record: ParcoursRecord) -> None:
        self.parcours_desk.show(record.id, record.draft, f"Parcours « {record.nom} »")
        self.forms.show_form(self.parcours_form, "nom")

    def _edit_arret(self, _row: str) -> None:
        self.forms.go_home()
        self.form.field("nom").setFocus()

    def _move(self, steps: int) -> None:
        row, service = self.arrets.current_id(), self._service
        if not row:
            self._context.bus.tell("Choisissez d’abord l’arrêt à déplacer.")
            return
        self._wanted_arret = row
        self._run(lambda: service.move_arret(row, steps), "Arrêt déplacé.")

    def _delete_arret(self, row: str) -> None:
        if not row:
            self._context.bus.tell("Choisissez d’abord l’arrêt à supprimer.")
            return
        service = self._service
        self._run(lambda: service.delete_arret(row), "Arrêt supprimé.", self.desk)

    def _delete_parcours(self, row: str) -> None:
        record = self._parcours_rows.record(row)
        if record is None:
            return
        question = f"Supprimer le parcours « {record.nom} » et ses arrêts ? Vous pourrez annuler."
        if confirm(self, "Supprimer un parcours", question, "Supprimer"):
            service = self._service
            self._run(lambda: service.delete(row), "Parcours supprimé.", self.parcours_desk)

    def _run(
        self, work: Callable[[], ChangeSet], message: str, left: FormDesk | None = None
    ) -> None:
        def done(changes: ChangeSet) -> None:
            if left is not None:
                left.forget()
                self.forms.go_home()
            self._context.written(self, changes, message)

        self._context.tasks.run(lambda _task: work(), owner=self, done=done)

    def _on_arret_saved(self, stop: ArretRecord) -> None:
        self._wanted = stop.draft.parcours_id or ""
        self._wanted_arret = stop.id

    def _on_parcours_saved(self, record: ParcoursRecord) -> None:
        self._wanted = record.id
        self.forms.go_home()
        if not record.arrets:
            self.form.field("nom").setFocus()

    def _go_back(self) -> None:
        if self.forms.is_home():
            self.back.emit()
        else:
            self.forms.go_home()
            self.parcours.setFocus()

    def _connect(self) -> None:
        self.desk.on_saved(self._on_arret_saved)
        self.parcours_desk.on_saved(self._on_parcours_saved)
        self.quartier.edited.connect(self.load)
        self.parcours.current_id_changed.connect(lambda _row: self.load())
        self.parcours.activated_id.connect(self._edit_parcours)
        self.parcours.delete_requested.connect(lambda rows: self._delete_parcours(min(rows)))
        self.arrets.current_id_changed.connect(lambda _row: self._show_current())
        self.arrets.activated_id.connect(self._edit_arret)
        self.arrets.delete_requested.connect(lambda rows: self._delete_arret(min(rows)))
        for key, steps in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda steps=steps: self._move(steps))

    def _build_layout(self) -> None:
        copying = secondary_button("Copier le parcours", icon="copier")
        copying.clicked.connect(self.copy)
        reading = secondary_button("I&mporter des arrêts…", icon="import")
        reading.setObjectName("importer_arrets")
        reading.setAccessibleName("Importer des arrêts d’un fichier GPX")
        reading.clicked.connect(self.import_arrets)
        delete = secondary_button("Supprimer…", icon="supprimer")
        delete.setObjectName("supprimer")
        delete.clicked.connect(self.delete)
        self._parcours_card = Section(
            "Parcours",
            self.parcours,
            "Aucun parcours n’est encore préparé dans ce quartier.",
            add_button("Ajouter", "ajouter_parcours", self.new_parcours),
        )
        self._parcours_card.body.insertWidget(0, self.quartier)
        up, down = icon_button("haut", "Monter (Alt+↑)"), icon_button("bas", "Descendre (Alt+↓)")
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        self._arrets_card = Section(
            "Arrêts",
            self.arrets,
            "Aucun arrêt. Ajoutez de 8 à 15 arrêts, dans l’ordre de la marche.",
            add_button("Nouvel arrêt   Ctrl+N", "ajouter_arret", self.new),
        )
        self._arrets_card.add_to_title(up, down)
        self._estimate = plain_label(role="discret", wrap=True)
        self._estimate.setObjectName("estimation")
        self._arrets_card.body.addWidget(self._estimate)
        self._printed = plain_label(role="alerte", wrap=True)
        self._printed.setObjectName("carnet_prepare")
        self._printed.hide()
        self._arrets_card.body.addWidget(self._printed)
        header = PageHeader("Parcours et arrêts", reading, copying, delete)
        zones = three_zones(
            self._parcours_card, self._arrets_card, self.forms, list_width=_LIST_WIDTH
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(header, self._go_back), zones))
