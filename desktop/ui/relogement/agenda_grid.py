"""The week of the agenda under the keyboard, its rendez-vous drawn over the hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop.domain.relogement.codes import StatutRendezVous
from desktop.domain.relogement.ouverture import Accueil, Ouverture
from desktop.domain.relogement.records_permanence import RendezVousRecord
from desktop.ui import theme
from desktop.ui.relogement.agenda_model import SLOT, TONES, Bloc, WeekModel, block_lines

_SLOT_MIN = 20
_GIVEN_UP = (StatutRendezVous.ANNULE, StatutRendezVous.REPORTE)


class WeekGrid(QTableView):
    """The week under the keyboard: arrows, Entrée, N and one letter per state.

    Signals: `chosen(row or "")` when the cursor meets another rendez-vous, `opened(row)` and
    `new_wanted(datetime)` on Entrée, `week_wanted(±1, 0 for today)`, `key(letter, row)`.
    """

    chosen = Signal(str)
    opened = Signal(str)
    new_wanted = Signal(object)
    week_wanted = Signal(int)
    key = Signal(str, str)

    LETTERS = "HMARPJ"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = WeekModel(self)
        self._cycle = 0
        self._told = ""
        self.setModel(self.model_)
        self.setAccessibleName("Semaine")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        )
        self.verticalHeader().setHighlightSections(False)

    # --- what the page asks -----------------------------------------------------------------

    def set_week(
        self, lundi: date, rendez_vous: Sequence[RendezVousRecord], ouvertures: Sequence[Ouverture]
    ) -> None:
        """Show a week, the cursor where it was, or on the rendez-vous it was on."""
        cell, kept = self.currentIndex(), self.current_id()
        row, column = (cell.row(), cell.column()) if cell.isValid() else (2, 0)
        self.model_.set_week(lundi, rendez_vous, ouvertures)
        self._fit_rows()
        if not (kept and self.select_id(kept)):
            row = min(max(row, 0), self.model_.rowCount() - 1)
            column = min(max(column, 0), self.model_.columnCount() - 1)
            self.setCurrentIndex(self.model_.index(row, column))
        self._tell(force=True)
        self.viewport().update()

    def current_id(self) -> str:
        """Return the rendez-vous under the cursor, or an empty text."""
        found = self._under_cursor()
        return found[self._cycle % len(found)].record.id if found else ""

    def current_moment(self) -> datetime | None:
        """Return the moment under the cursor."""
        cell = self.currentIndex()
        return self.model_.moment(cell.row(), cell.column()) if cell.isValid() else None

    def select_id(self, row: str) -> bool:
        """Put the cursor on a rendez-vous; False if it is not in this week."""
        for bloc in self.model_.blocs:
            if bloc.record.id == row:
                slot = max(bloc.debut - self.model_.first, 0) // SLOT
                self.setCurrentIndex(self.model_.index(slot, bloc.jour))
                here = [one.record.id for one in self._under_cursor()]
                self._cycle = here.index(row) if row in here else 0
                self._tell()
                return True
        return False

    def select_day(self, day: date) -> None:
        """Put the cursor on a day of the week shown."""
        column = (day - self.model_.lundi).days
        if 0 <= column < self.model_.columnCount():
            self.setCurrentIndex(self.model_.index(max(self.currentIndex().row(), 0), column))

    # --- keyboard and mouse -----------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, book, say what became of a rendez-vous."""
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        column, last = self.currentIndex().column(), self.model_.columnCount() - 1
        letter = event.text().upper()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        match event.key():
            case Qt.Key.Key_PageUp:
                self.week_wanted.emit(-1)
            case Qt.Key.Key_PageDown:
                self.week_wanted.emit(1)
            case Qt.Key.Key_Left if plain and column <= 0:
                self._leave(-1, last)
            case Qt.Key.Key_Right if plain and column >= last:
                self._leave(1, 0)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self._open()
            case Qt.Key.Key_Space:
                self._cycle += 1
                self._tell()
            case _ if plain and letter == "N":
                self.new_wanted.emit(self.current_moment())
            case _ if plain and letter == "T":
                self.week_wanted.emit(0)
            case _ if plain and letter and letter in self.LETTERS and self.current_id():
                self.key.emit(letter, self.current_id())
            case _:
                return False
        return True

    def _leave(self, weeks: int, column: int) -> None:
        row = self.currentIndex().row()
        self.setCurrentIndex(self.model_.index(row, column))
        self.week_wanted.emit(weeks)

    def _open(self) -> None:
        row = self.current_id()
        if row:
            self.opened.emit(row)
        else:
            self.new_wanted.emit(self.current_moment())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the block under the mouse, not only its cell."""
        super().mousePressEvent(event)
        point = event.position().toPoint()
        for rank, bloc in enumerate(self._under_cursor()):
            if self._rect(bloc).contains(point):
                self._cycle = rank
        self._tell()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse, or book there."""
        self._open()

    @override
    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Follow the cursor."""
        super().currentChanged(current, previous)
        self._cycle = 0
        self._tell()

    def _tell(self, *, force: bool = False) -> None:
        row = self.current_id()
        if force or row != self._told:
            self._told = row
            self.chosen.emit(row)
        self.viewport().update()

    def _under_cursor(self) -> list[Bloc]:
        cell = self.currentIndex()
        return self.model_.at(cell.row(), cell.column()) if cell.isValid() else []

    # --- drawing ----------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows the height there is."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        rows = max(self.model_.rowCount(), 1)
        height = max(self.viewport().height() // rows, _SLOT_MIN)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the days, then the rendez-vous."""
        painter = QPainter(self.viewport())
        for column in range(self.model_.columnCount()):
            self._paint_day(painter, column)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.current_id()
        for bloc in self.model_.blocs:
            self._paint_bloc(painter, bloc, chosen=bloc.record.id == chosen)
        painter.end()

    def _paint_day(self, painter: QPainter, column: int) -> None:
        shown, rows = theme.current(), self.model_.rowCount()
        left, width = self.columnViewportPosition(column), self.columnWidth(column)
        top, height = self.rowViewportPosition(0), self.rowHeight(0)
        rule = self.model_.ouvertures[column] if column < len(self.model_.ouvertures) else None
        shaded: list[tuple[QRect, str]] = []
        if rule is not None and rule.accueil is Accueil.FERME:
            shaded.append((QRect(left, top, width, rows * height), "fermé"))
        for start, end in rule.plages if rule is not None else ():
            first, last = (self._y(one.hour * 60 + one.minute) for one in (start, end))
            shaded.append((QRect(left, first, width, last - first), "sans rendez-vous"))
        painter.setFont(shown.font("petit"))
        for box, words in shaded:
            painter.fillRect(box, shown.colour("hover"))
            painter.setPen(shown.colour("muted"))
            painter.drawText(box.adjusted(0, 3, -6, 0), Qt.AlignmentFlag.AlignRight, words)
        painter.setPen(QPen(shown.colour("border"), 1))
        for row in range(rows):
            if not self.model_.minute(row) % 60:
                y = top + row * height
                painter.drawLine(left, y, left + width, y)
        if column:
            painter.drawLine(left, top, left, top + rows * height)

    def _y(self, minute: int) -> int:
        span = self.rowHeight(0) / SLOT
        return self.rowViewportPosition(0) + round((minute - self.model_.first) * span)

    def _rect(self, bloc: Bloc) -> QRect:
        width = (self.columnWidth(bloc.jour) - 4) // bloc.lanes
        left = self.columnViewportPosition(bloc.jour) + 2 + bloc.lane * width
        top = self._y(bloc.debut)
        return QRect(left, top + 1, width - 2, max(self._y(bloc.fin) - top - 2, 14))

    def _paint_bloc(self, painter: QPainter, bloc: Bloc, *, chosen: bool) -> None:
        shown, record = theme.current(), bloc.record
        tone = TONES[record.draft.statut or StatutRendezVous.PREVU]
        rect = self._rect(bloc)
        ink: QColor = shown.state_colour(tone)
        edge = shown.state_colour("erreur") if record.en_double else ink
        if chosen:
            edge = shown.colour("focus")
        painter.setPen(QPen(edge, 2 if chosen or record.en_double else 1))
        painter.setBrush(shown.pill_background(tone))
        painter.drawRoundedRect(QRectF(rect), 5, 5)
        font = theme.current().font("petit", bold=True)
        font.setStrikeOut(record.draft.statut in _GIVEN_UP)
        painter.setFont(font)
        painter.setPen(ink)
        inner = rect.adjusted(6, 1, -4, -1)
        metrics = painter.fontMetrics()
        for rank, line in enumerate(block_lines(record)):
            y = inner.top() + rank * metrics.height()
            if rank and y + metrics.height() > inner.bottom() + 4:
                break
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner.left(), y + metrics.ascent(), words)
            font.setBold(False)
            painter.setFont(font)
