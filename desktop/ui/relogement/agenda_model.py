"""The week of the agenda as a table of slots, and what is said of its rendez-vous."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop import formats, texts
from desktop.domain.relogement.agenda import Creneau, lanes, wall_moment
from desktop.domain.relogement.codes import StatutRendezVous
from desktop.domain.relogement.ouverture import Accueil, Ouverture
from desktop.domain.relogement.records_permanence import RendezVousRecord

SLOT: Final = 30
"""Minutes of a row."""
_FIRST, _LAST = 8 * 60, 18 * 60 + 30
_DAY_MINUTES = 24 * 60
_WEEKDAYS = 5
TONES: Final = {
    StatutRendezVous.PREVU: "information",
    StatutRendezVous.HONORE: "succes",
    StatutRendezVous.MANQUE: "erreur",
    StatutRendezVous.ANNULE: "neutre",
    StatutRendezVous.REPORTE: "neutre",
}


@dataclass(frozen=True, slots=True)
class Bloc:
    """A rendez-vous as it is drawn: minutes of the day, its column among those beside it."""

    record: RendezVousRecord
    jour: int
    debut: int
    fin: int
    lane: int
    lanes: int


class WeekModel(QAbstractTableModel):
    """Slots of a week; the words of a cell are for screen readers, the view draws the blocks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lundi = date(2000, 1, 3)
        self.jours = _WEEKDAYS
        self.first, self.last = _FIRST, _LAST
        self.blocs: list[Bloc] = []
        self.ouvertures: Sequence[Ouverture] = ()

    def set_week(
        self, lundi: date, rendez_vous: Sequence[RendezVousRecord], ouvertures: Sequence[Ouverture]
    ) -> None:
        """Show a week; Saturday and Sunday stand there only if somebody is expected."""
        self.beginResetModel()
        self.lundi, self.ouvertures = lundi, ouvertures
        self.blocs = _blocs(lundi, rendez_vous)
        last_day = max((bloc.jour for bloc in self.blocs), default=0)
        open_days = [
            rank for rank, one in enumerate(ouvertures) if one.accueil is not Accueil.FERME
        ]
        self.jours = max(_WEEKDAYS, last_day + 1, max(open_days, default=0) + 1)
        starts = [bloc.debut for bloc in self.blocs]
        ends = [bloc.fin for bloc in self.blocs]
        self.first = min([_FIRST, *(start // 60 * 60 for start in starts)])
        self.last = min(max([_LAST, *(-(-end // SLOT) * SLOT for end in ends)]), _DAY_MINUTES)
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of slots of a day."""
        return 0 if parent.isValid() else (self.last - self.first) // SLOT

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of days."""
        return 0 if parent.isValid() else self.jours

    def day(self, column: int) -> date:
        """Return the day of a column."""
        return self.lundi + timedelta(days=column)

    def minute(self, row: int) -> int:
        """Return the minute of the day at which a row begins."""
        return self.first + row * SLOT

    def moment(self, row: int, column: int) -> datetime | None:
        """Return the moment of a cell; None in the hour that spring skips."""
        hour, minute = divmod(self.minute(row), 60)
        return wall_moment(self.day(column), time(hour, minute))

    def at(self, row: int, column: int) -> list[Bloc]:
        """Return the rendez-vous that a cell meets, the earliest first."""
        start = self.minute(row)
        return [
            bloc
            for bloc in self.blocs
            if bloc.jour == column and bloc.debut < start + SLOT and start < bloc.fin
        ]

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the day of a column or the hour of a row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return formats.short_date(self.day(section)) if section < self.jours else None
        minute = self.minute(section)
        return f"{minute // 60}{formats.NBSP}h" if not minute % 60 else ""

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a screen reader says of a cell."""
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        found = self.at(index.row(), index.column())
        if found:
            return "\n".join(block_words(bloc.record) for bloc in found)
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        hour, minute = divmod(self.minute(index.row()), 60)
        return f"{formats.short_date(self.day(index.column()))}, {hour}:{minute:02}, libre"


def block_words(record: RendezVousRecord) -> str:
    """Return what is said of a rendez-vous in one line."""
    return " · ".join(part for part in (*block_lines(record), _statut(record)) if part)


def block_lines(record: RendezVousRecord) -> list[str]:
    """Return what a block says: hour and ménage, then who and about what."""
    hours = f"{record.debut:%H:%M}" if record.debut is not None else ""
    motif = texts.label(record.draft.motif) if record.draft.motif else ""
    who = record.menage or record.draft.lieu_precis or "Sans ménage"
    twice = "en double" if record.en_double else ""
    return [
        " ".join(part for part in (hours, who) if part),
        " · ".join(part for part in (twice, record.intervenant, motif) if part),
    ]


def _statut(record: RendezVousRecord) -> str:
    return texts.label(record.draft.statut) if record.draft.statut else ""


def _blocs(lundi: date, rendez_vous: Sequence[RendezVousRecord]) -> list[Bloc]:
    by_day: dict[int, list[tuple[RendezVousRecord, Creneau]]] = {}
    for record in rendez_vous:
        if record.debut is not None and record.fin is not None:
            creneau = Creneau(id=record.id, debut=record.debut, fin=record.fin)
            day = (record.debut.date() - lundi).days
            by_day.setdefault(day, []).append((record, creneau))
    found = []
    for day, held in by_day.items():
        placed = lanes([creneau for _, creneau in held])
        for record, creneau in held:
            lane, width = placed[record.id]
            start = creneau.debut.hour * 60 + creneau.debut.minute
            end = creneau.fin.hour * 60 + creneau.fin.minute
            if creneau.fin.date() > creneau.debut.date() or end <= start:
                end = _DAY_MINUTES if creneau.fin.date() > creneau.debut.date() else start + 15
            found.append(Bloc(record, day, start, end, lane, width))
    return sorted(found, key=lambda bloc: (bloc.jour, bloc.debut, bloc.lane))


def title_of(record: RendezVousRecord) -> str:
    """Return what a form calls a rendez-vous."""
    return record.menage or record.draft.lieu_precis or "Rendez-vous sans ménage"


def pills_of(record: RendezVousRecord) -> list[tuple[str, str]]:
    """Return what became of a rendez-vous, and what is to settle, as pills."""
    statut = record.draft.statut or StatutRendezVous.PREVU
    pills = [(texts.label(statut), TONES[statut])]
    if record.en_double:
        pills.append(("En double", "erreur"))
    if record.contact_id is not None:
        pills.append(("Au journal", "succes"))
    return pills
