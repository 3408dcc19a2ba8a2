"""A table of rows under a ménage with the form that adds and corrects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Slot

from desktop import texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.relogement.records_enquete import LigneRecord
from desktop.formats import amount, numeric_date
from desktop.texts.relogement import CHAMPS, ENTITES, accord
from desktop.ui.form_desk import FormDesk
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.section import counted
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.services.resultat import Resultat
    from desktop.ui.relogement.rows_section import RowsSection

_UNSAID: Final = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKind:
    """What a table of rows shows and how its form begins.

    Attributes:
        columns: Fields with their widths (0: what is left), or whole columns.
        first: The field where the typing begins.
        heading: The title of the form of a row.
        latest: The form shows the first row, the latest one, instead of a new one.
    """

    entity: str
    draft: type
    form: Callable[[], EntityForm[Any]]
    title: str
    empty: str
    add: str
    new: str
    columns: Sequence[tuple[str, int] | Column[Any]]
    first: str
    heading: Callable[[Any], str] | None = None
    latest: bool = False


class RowList(QObject):
    """Shows the rows of one kind; Entrée corrects one, Suppr deletes it."""

    def __init__(self, section: RowsSection, kind: RowKind) -> None:
        super().__init__(section)
        self.kind = kind
        self._section = section
        columns = [
            one if isinstance(one, Column) else field_column(kind.entity, *one)
            for one in kind.columns
        ]
        self._rows: RecordTableModel[LigneRecord[Any]] = RecordTableModel(columns, self)
        self.table = BlockTableView(self._rows, kind.title)
        self.card = Section(
            kind.title,
            self.table,
            kind.empty,
            add_button(kind.add, f"ajouter_{kind.entity}", self.new),
        )
        self.table.activated_id.connect(self.edit)
        self.table.delete_requested.connect(self._delete)

    @cached_property
    def form(self) -> EntityForm[Any]:
        """The form of a row, built when it is first needed."""
        return self.kind.form()

    @cached_property
    def desk(self) -> FormDesk:
        """The desk of the form."""
        made = self._section.add_desk(
            self.kind.entity,
            self.kind.entity,
            self.form,
            self.save,
            f"{accord(self.kind.entity, 'enregistré')}.",
        )
        if not self.kind.latest:
            made.on_saved(lambda _record: self.new())
        self._section.take_form(self.form)
        return made

    @property
    def is_built(self) -> bool:
        """Whether its form was needed so far."""
        return "desk" in self.__dict__

    def records(self) -> list[LigneRecord[Any]]:
        """Return the rows on screen."""
        return self._rows.records()

    def clear(self) -> None:
        """Show nothing: another ménage is being read."""
        self._rows.set_records(())
        self.card.set_filled(filled=False)

    def show(self, records: Sequence[LigneRecord[Any]]) -> None:
        """Show the rows of a ménage, and follow the one in the form."""
        self._rows.set_records(records)
        self.card.set_filled(filled=bool(records))
        self.card.set_section_title(counted(self.kind.title, len(records)))
        if not self.is_built:
            return
        known = {record.id: record for record in records}
        if self.desk.row in known:
            self._fill(known[self.desk.row])
        elif records and self.kind.latest and not self.form.is_dirty():
            self._fill(records[0])
        else:
            self.begin()

    def start(self, menage_id: str) -> Any:
        """Return the draft of a new row."""
        return self.kind.draft(menage_id=menage_id)

    def save(self, draft: Any, row: str | None) -> Resultat[Any]:
        """Write a row; off the UI thread."""
        return self._section.service.save_ligne(draft, row)

    def remove(self, row: str) -> ChangeSet:
        """Hide a row; off the UI thread."""
        return self._section.service.delete_ligne(self.kind.draft, row)

    @Slot()
    def new(self) -> None:
        """Begin a row, with the cursor in its first field."""
        if self._section.row is not None:
            self.begin()
            self._section.show_form(self.desk.form, self.kind.first)

    def open_form(self) -> EntityForm[Any]:
        """Return the form as it is to be typed in: the latest row, or a new one."""
        if not self.is_built:
            records = self.records()
            if records and self.kind.latest:
                self._fill(records[0])
            else:
                self.begin()
        return self.form

    def begin(self) -> None:
        """Put a new row in the form; one that was being typed comes back."""
        menage_id = self._section.menage_id
        self.desk.show(None, self.start(menage_id), self.kind.new, parent=menage_id)

    @Slot(str)
    def edit(self, row: str) -> None:
        """Correct a row."""
        record = self._rows.record(row)
        if record is not None:
            self._fill(record)
            self._section.show_form(self.form, self.kind.first)

    def _fill(self, record: LigneRecord[Any]) -> None:
        heading = self.kind.heading
        title = heading(record.draft) if heading is not None else ENTITES[self.kind.entity]
        self.desk.show(record.id, record.draft, title)

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        if self.is_built and self.desk.row == row:
            self.begin()
        self._section.write(lambda: self.remove(row), f"{accord(self.kind.entity, 'supprimé')}.")


def field_text(entity: str, name: str, draft: Any) -> str:
    """Return what a table shows of a field: short dates and amounts, « — » for nothing."""
    value = getattr(draft, name)
    if value is None or value == "":
        return _UNSAID
    if hasattr(value, "isoformat"):
        return numeric_date(value)
    if name in texts.relogement.AMOUNTS:
        return amount(value)
    if hasattr(value, "value"):
        return texts.label(value)
    return texts.value_text(entity, name, value)


def field_column(entity: str, name: str, width: int) -> Column[Any]:
    """Return the column of a field."""
    return Column(
        key=name,
        title=CHAMPS[entity][name],
        text=lambda one: field_text(entity, name, one.draft),
        tooltip=lambda one: field_text(entity, name, one.draft),
        width=width,
    )
