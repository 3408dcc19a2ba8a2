"""Columns of the list of marches, all read at once: there are a few dozen a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt

from desktop import texts
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.formats import fold
from desktop.ui.diagnostics.words import marche_day, sorted_photos
from desktop.ui.widgets.block_table import BlockTableModel, Column

_RIGHT = Qt.AlignmentFlag.AlignRight
_KEYS: dict[str, Callable[[MarcheRecord], Any]] = {
    "numero": lambda marche: fold(marche.numero),
    "quartier": lambda marche: fold(marche.quartier),
    "type": lambda marche: fold(texts.marche.TYPE_MARCHE[marche.type]),
    "date": lambda marche: marche.date_prevue or date.max,
    "constats": lambda marche: marche.nb_constats,
    "photos": lambda marche: marche.nb_photos - marche.nb_photos_classees,
}
_COLUMNS: tuple[Column[MarcheRecord], ...] = (
    Column(
        key="numero",
        title="Numéro",
        text=lambda marche: marche.numero,
        sort_key="numero",
        width=120,
    ),
    Column(
        key="quartier", title="Quartier", text=lambda marche: marche.quartier, sort_key="quartier"
    ),
    Column(
        key="type",
        title="Type",
        text=lambda marche: texts.marche.TYPE_MARCHE[marche.type],
        sort_key="type",
        tooltip=lambda marche: texts.marche.TYPE_MARCHE[marche.type],
    ),
    Column(key="date", title="Date", text=marche_day, sort_key="date", width=150),
    Column(
        key="constats",
        title="Constats",
        text=lambda marche: str(marche.nb_constats),
        sort_key="constats",
        align=_RIGHT,
        width=100,
    ),
    Column(key="photos", title="Photos classées", text=sorted_photos, sort_key="photos", width=150),
)


class MarcheTableModel(BlockTableModel[MarcheRecord]):
    """The marches in the order the agent asked for, the latest first at the beginning."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._marches: dict[str, MarcheRecord] = {}
        self._order = ("date", True)
        super().__init__(_COLUMNS, self._records_of, parent=parent)

    def show_marches(self, marches: Iterable[MarcheRecord]) -> None:
        """Show these marches."""
        self._marches = {marche.id: marche for marche in marches}
        self._show()

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Change the order."""
        self._order = (key, descending)
        self._show()

    def marche(self, row: str) -> MarcheRecord | None:
        """Return a marche of the list."""
        return self._marches.get(row)

    def _show(self) -> None:
        key, descending = self._order
        by_number = sorted(self._marches.values(), key=_KEYS["numero"], reverse=descending)
        ordered = sorted(by_number, key=_KEYS[key], reverse=descending)
        self.set_ids(marche.id for marche in ordered)

    def _records_of(self, ids: Sequence[str]) -> list[MarcheRecord]:
        return [self._marches[row] for row in ids]
