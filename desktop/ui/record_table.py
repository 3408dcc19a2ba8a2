"""A table of the few records that hang under another one, all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from desktop.ui.widgets.block_table import BlockTableModel, Column

RecordT = TypeVar("RecordT")


class RecordTableModel(BlockTableModel[RecordT], Generic[RecordT]):
    """Same columns, roles and view as the long lists, fed with whole records."""

    def __init__(self, columns: Sequence[Column[RecordT]], parent: QObject | None = None) -> None:
        super().__init__(columns, self._known, parent=parent)
        self._by_id: dict[str, RecordT] = {}

    def set_records(self, records: Iterable[RecordT]) -> None:
        """Show these records, in this order."""
        rows: list[Any] = list(records)
        self._by_id = {record.id: record for record in rows}
        self.set_ids([record.id for record in rows])

    def record(self, row_id: str) -> RecordT | None:
        """Return a record by id."""
        return self._by_id.get(row_id)

    def records(self) -> list[RecordT]:
        """Return every record, in order."""
        return list(self._by_id.values())

    def _known(self, ids: Sequence[str]) -> list[RecordT]:
        return [self._by_id[row_id] for row_id in ids if row_id in self._by_id]
