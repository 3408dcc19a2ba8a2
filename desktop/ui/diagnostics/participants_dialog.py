"""« Participants »: who came to a marche, by structure or by group, never by name of resident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import StatutParticipation
from desktop.domain.diagnostics.parcours import ParticipationRecord, check_participation, people
from desktop.domain.drafts import ParticipationDraft
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel
    from desktop.services.resultat import Resultat

_SIZE = QSize(900, 520)
_NEW = "Nouvelle ligne"
_EXPLANATION = (
    "Une ligne par structure ou par groupe. Les habitants se comptent : aucun nom n’est "
    "demandé, aucun n’est à écrire."
)
_COLUMNS: tuple[Column[ParticipationRecord], ...] = (
    Column(key="qui", title="Structure ou groupe", text=lambda one: one.qui),
    Column(
        key="role",
        title="Rôle",
        text=lambda one: texts.label(one.draft.role) if one.draft.role else "",
        width=150,
    ),
    Column(
        key="statut",
        title="Présence",
        text=lambda one: texts.label(one.draft.statut) if one.draft.statut else "",
        width=100,
    ),
    Column(
        key="nombre",
        title="Nombre",
        text=lambda one: "" if one.draft.nombre is None else str(one.draft.nombre),
        align=Qt.AlignmentFlag.AlignRight,
        width=80,
    ),
)


class ParticipationForm(EntityForm[ParticipationDraft]):
    """A structure, or a group told without a name; its role, its presence, its number."""

    draft_type = ParticipationDraft
    submit_label = "Enregistrer la ligne"

    @override
    def build(self) -> None:
        self.structure: ChoiceField[str] = self.add_choice("structure_id", "&Structure", {})
        self.add_text("libelle", "ou &groupe", hint="Habitants, bâtiment C")
        self.add_choice("role", "&Rôle", texts.marche.ROLE_PARTICIPATION)
        self.add_choice("statut", "&Présence", texts.marche.STATUT_PARTICIPATION)
        self.add_number("nombre", "&Nombre", maximum=10_000)

    @override
    def check(self, draft: ParticipationDraft) -> Iterable[FieldError]:
        return check_participation(draft)


class ParticipantsDialog(QDialog):
    """The lines of a marche at the left, the form of the chosen one at the right."""

    def __init__(self, context: UiContext, marche_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._marche_id = marche_id
        self._row: str | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Participants")
        self.resize(_SIZE)
        self._rows: RecordTableModel[ParticipationRecord] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self._rows, "Participants")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.form = ParticipationForm(_NEW)
        self.count = plain_label(role="discret")
        self._build_layout()
        self.form.submitted.connect(self._save)
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.delete_requested.connect(lambda rows: self._delete(min(rows)))
        self._load_lists()
        self._load()

    def _load_lists(self) -> None:
        service = self._context.carnet.diagnostics

        def done(lists: Referentiel) -> None:
            self.form.structure.set_labels({one.id: one.nom for one in lists.structures})

        self._context.tasks.run(lambda _task: service.referentiel(), owner=self, done=done)

    def _load(self) -> None:
        service, marche = self._context.carnet.marches, self._marche_id
        self._context.tasks.run(
            lambda _task: service.participations(marche), owner=self, done=self._show
        )

    def _show(self, found: list[ParticipationRecord]) -> None:
        self._rows.set_records(found)
        present = plural(people(found), "personne présente", "personnes présentes")
        self.count.setText(f"{plural(len(found), 'ligne')}, {present}")
        self.new()

    @Slot()
    def new(self) -> None:
        """Begin a line."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self._rows.index(-1, -1))
        self._show_current()
        self.form.structure.setFocus()

    @Slot()
    def _show_current(self) -> None:
        record = self._rows.record(self.table.current_id())
        self._row = record.id if record is not None else None
        fresh = ParticipationDraft(marche_id=self._marche_id, statut=StatutParticipation.PRESENT)
        self.form.set_title(record.qui if record is not None else _NEW)
        self.form.load(record.draft if record is not None else fresh)

    def _save(self, draft: ParticipationDraft) -> None:
        service, row = self._context.carnet.marches, self._row
        self.form.set_enabled_submit(enabled=False)

        def done(result: Resultat[ParticipationRecord]) -> None:
            self.form.set_enabled_submit(enabled=True)
            self._context.written(self._context.bus, result.changes, "Participation enregistrée.")
            self._load()

        def failed(error: Exception) -> None:
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            elif isinstance(error, UserError):
                show_error(self, error)

        self._context.tasks.run(
            lambda _task: service.save_participation(draft, row),
            owner=self,
            done=done,
            failed=failed,
        )

    def _delete(self, row: str) -> None:
        service = self._context.carnet.marches

        def done(changes: ChangeSet) -> None:
            self._context.written(self._context.bus, changes, "Participation supprimée.")
            self._load()

        self._context.tasks.run(
            lambda _task: service.delete_participation(row), owner=self, done=done
        )

    def _build_layout(self) -> None:
        new = secondary_button(_NEW, "Ctrl+N", icon="ajouter")
        new.clicked.connect(self.new)
        close = secondary_button("Fermer")
        close.clicked.connect(self.close)
        left = QVBoxLayout()
        left.addWidget(plain_label(_EXPLANATION, "discret", wrap=True))
        left.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(new)
        foot.addWidget(close)
        left.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addLayout(left, 1)
        self.form.setFixedWidth(340)
        row.addWidget(self.form)
