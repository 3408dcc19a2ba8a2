"""A table of any length: the ids of all rows, records fetched by blocks when they are seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, Generic, TypeVar, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from desktop.ui.widgets.background import Background, at_once
from desktop.ui.widgets.plain import plain_tooltip

RecordT = TypeVar("RecordT")

BLOCK = 128
_KEPT_BLOCKS = 40
PLACEHOLDER = "…"


class Role(IntEnum):
    """Roles beside those of Qt."""

    RECORD = Qt.ItemDataRole.UserRole + 1
    ID = Qt.ItemDataRole.UserRole + 2
    PILL = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[RecordT]):
    """A named column; `text` prepares plain French text from a record.

    `sort_key` None: the column cannot be sorted. `pill` returns the tone of the word, or None
    for plain text. `width` 0: as wide as its share of what is left.
    """

    key: str
    title: str
    text: Callable[[RecordT], str]
    sort_key: str | None = None
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    tooltip: Callable[[RecordT], str] | None = None
    pill: Callable[[RecordT], str | None] | None = None
    width: int = 0


def _id_of(record: Any) -> str:
    return str(record.id)


class BlockTableModel(QAbstractTableModel, Generic[RecordT]):
    """Rows by id; a row not yet fetched reads « … ».

    After a change the owner hands the list of ids again: known rows keep showing their old
    record until the new one arrives, so that nothing blinks.

    Args:
        columns: What to show.
        fetch: Returns the records of these ids, in any order; ids that are gone are left out.
        background: Where `fetch` runs; `runner.background(owner)` in the application.
        id_of: The id of a record.
    """

    block: ClassVar[int] = BLOCK
    """Rows fetched at once."""

    def __init__(
        self,
        columns: Sequence[Column[RecordT]],
        fetch: Callable[[Sequence[str]], Iterable[RecordT]],
        *,
        background: Background = at_once,
        id_of: Callable[[RecordT], str] = _id_of,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._background = background
        self._id_of = id_of
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._records: dict[str, RecordT] = {}
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._generation = 0
        self._asking = False

    def set_ids(self, ids: Iterable[str]) -> None:
        """Show these rows in this order; every record is fetched again when it is seen."""
        self.beginResetModel()
        self._ids = list(ids)
        self._rows = {row_id: row for row, row_id in enumerate(self._ids)}
        self._records = {k: v for k, v in self._records.items() if k in self._rows}
        self._asked.clear()
        self._generation += 1
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch the shown records again, the ids being the same."""
        self._asked.clear()
        self._generation += 1
        self._emit_changed(0, len(self._ids) - 1)

    def ids(self) -> Sequence[str]:
        """Return the ids in order."""
        return self._ids

    def row_of(self, row_id: str) -> int:
        """Return the row of an id, or -1."""
        return self._rows.get(row_id, -1)

    def id_at(self, row: int) -> str:
        """Return the id of a row."""
        return self._ids[row]

    def record_at(self, row: int) -> RecordT | None:
        """Return the record of a row, or None while it is being fetched."""
        self._ask_block_of(row)
        return self._records.get(self._ids[row])

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | column.align
        return None

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what Qt or the delegate asks of a cell."""
        if not index.isValid():
            return None
        row_id = self._ids[index.row()]
        if role == Role.ID:
            return row_id
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | column.align
        if role not in _RECORD_ROLES:
            return None
        record = self.record_at(index.row())
        if record is None:
            return PLACEHOLDER if role in _TEXT_ROLES else None
        return _cell(column, record, role)

    def _ask_block_of(self, row: int) -> None:
        block = row // self.block
        if block in self._asked:
            self._asked.move_to_end(block)
            return
        self._asked[block] = None
        self._drop_old_blocks()
        ids = self._ids[block * self.block : (block + 1) * self.block]
        generation = self._generation

        def deliver(records: list[RecordT]) -> None:
            self._receive(generation, block, records)

        self._asking = True
        try:
            self._background(lambda: list(self._fetch(ids)), deliver)
        finally:
            self._asking = False

    def _receive(self, generation: int, block: int, records: list[RecordT]) -> None:
        if generation != self._generation:
            return
        self._records.update((self._id_of(record), record) for record in records)
        if not self._asking:  # an answer inside data() is painted by the caller
            first = block * self.block
            self._emit_changed(first, min(first + self.block, len(self._ids)) - 1)

    def _drop_old_blocks(self) -> None:
        if len(self._asked) > _KEPT_BLOCKS:
            old, _nothing = self._asked.popitem(last=False)
            for row_id in self._ids[old * self.block : (old + 1) * self.block]:
                self._records.pop(row_id, None)

    def _emit_changed(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


_TEXT_ROLES = frozenset({Qt.ItemDataRole.DisplayRole})
_RECORD_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Role.RECORD,
        Role.PILL,
    }
)


def _cell(column: Column[RecordT], record: RecordT, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} : {column.text(record)}"
        case Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.tooltip(record)) if column.tooltip is not None else None
        case Role.PILL:
            return column.pill(record) if column.pill is not None else None
        case _:
            return cast("Any", record)
