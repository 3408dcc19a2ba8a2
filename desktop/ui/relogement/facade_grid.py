"""The façade as a table: floors in rows, doors of the cages in columns, one cell a logement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop.domain.relogement.facade import Case, Grille
from desktop.texts import facade as words
from desktop.ui import theme
from desktop.ui.widgets.plain import plain_tooltip

_COLUMN: Final = 52
_GAP: Final = 14
_ROW: Final = 39
_HEAD: Final = 26
_TYPE: Final = 13
_SHORT: Final = 4
"""Signs of a door number that always fit."""
_EMPTY: Final = Grille((), (), {})


class FacadeRole(IntEnum):
    """Roles beside those of Qt."""

    CASE = Qt.ItemDataRole.UserRole + 1


class FacadeModel(QAbstractTableModel):
    """Cells of a façade; a narrow column without cell stands between two cages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grille = _EMPTY
        self._columns: tuple[int | None, ...] = ()

    def show_grille(self, grille: Grille) -> None:
        """Show a façade; the same doors with other states change without a reset."""
        same = (grille.etages, grille.colonnes) == (self._grille.etages, self._grille.colonnes)
        if same and set(grille.cases) == set(self._grille.cases):
            self._grille = grille
            if self.rowCount() and self.columnCount():
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._grille = grille
        columns: list[int | None] = []
        for rank, (cage, _) in enumerate(grille.colonnes):
            if rank and grille.colonnes[rank - 1][0] != cage:
                columns.append(None)
            columns.append(rank)
        self._columns = tuple(columns)
        self.endResetModel()

    def is_gap(self, column: int) -> bool:
        """Say whether a column stands between two cages."""
        return self._columns[column] is None

    def case_at(self, row: int, column: int) -> Case | None:
        """Return the door of a cell."""
        rank = self._columns[column]
        return None if rank is None else self._grille.cases.get((row, rank))

    def index_of(self, logement_id: str) -> QModelIndex:
        """Return the place of a logement; an invalid index when it is not in this building."""
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                case = self.case_at(row, column)
                if case is not None and case.porte.id == logement_id:
                    return self.index(row, column)
        return QModelIndex()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of floors."""
        return 0 if parent.isValid() else len(self._grille.etages)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of columns, those between two cages included."""
        return 0 if parent.isValid() else len(self._columns)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let keys and mouse reach doors only."""
        if not index.isValid() or self.case_at(index.row(), index.column()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Name the floors, and each cage over its first column."""
        shown = role == Qt.ItemDataRole.DisplayRole
        if not shown and role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            known = 0 <= section < len(self._grille.etages)
            return words.etage_words(self._grille.etages[section]) if known else None
        if not 0 <= section < len(self._columns):
            return None
        rank = self._columns[section]
        if rank is None:
            return ""
        cage, place = self._grille.colonnes[rank]
        return words.cage_words(cage) if place == 0 or not shown else ""

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what Qt or the delegate asks of a cell."""
        case = self.case_at(index.row(), index.column()) if index.isValid() else None
        if case is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{case.porte.porte or words.SANS_PORTE} {words.MARQUE[case.etat]}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.case_words(case)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(words.case_words(case))
        return case if role == FacadeRole.CASE else None


class FacadeView(QTableView):
    """Arrows go from door to door, Entrée or a double click opens the dossier.

    Signals: `current_changed(Case or None)`, `opened(Case)`.
    """

    current_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facade = FacadeModel(self)
        self.setAccessibleName("Carte du bâtiment")
        self.setModel(self._facade)
        self.setItemDelegate(_CaseDelegate(self))
        self.setHorizontalHeader(_CageHeader(self._facade, self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(4)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.doubleClicked.connect(lambda _index: self._open())

    def show_grille(self, grille: Grille) -> None:
        """Show a façade; the chosen door stays."""
        chosen = self.current_case()
        self._facade.show_grille(grille)
        self._size()
        index = self._facade.index_of(chosen.porte.id) if chosen is not None else QModelIndex()
        if not index.isValid():
            index = self._first()
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        self._tell()

    def current_case(self) -> Case | None:
        """Return the chosen door."""
        index = self.currentIndex()
        return self._facade.case_at(index.row(), index.column()) if index.isValid() else None

    def select_logement(self, logement_id: str) -> bool:
        """Choose the door of a logement; False when it is not in this building."""
        index = self._facade.index_of(logement_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée opens the dossier; arrows pass over the gaps between two cages."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change to mode terrain or of zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._size()

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the next door in a direction, over cells without one."""
        steps = {
            QAbstractItemView.CursorAction.MoveLeft: (0, -1),
            QAbstractItemView.CursorAction.MoveRight: (0, 1),
            QAbstractItemView.CursorAction.MoveUp: (-1, 0),
            QAbstractItemView.CursorAction.MoveDown: (1, 0),
        }
        step, index = steps.get(cursorAction), self.currentIndex()
        if step is None or not index.isValid():
            return super().moveCursor(cursorAction, modifiers)
        row, column = index.row() + step[0], index.column() + step[1]
        while 0 <= row < self._facade.rowCount() and 0 <= column < self._facade.columnCount():
            if self._facade.case_at(row, column) is not None:
                return self._facade.index(row, column)
            row, column = row + step[0], column + step[1]
        return index

    def _first(self) -> QModelIndex:
        for row in range(self._facade.rowCount()):
            for column in range(self._facade.columnCount()):
                if self._facade.case_at(row, column) is not None:
                    return self._facade.index(row, column)
        return QModelIndex()

    def _tell(self) -> None:
        case = self.current_case()
        self.setAccessibleDescription("" if case is None else words.case_words(case))
        self.current_changed.emit(case)

    def _open(self) -> None:
        case = self.current_case()
        if case is not None:
            self.opened.emit(case)

    def _size(self) -> None:
        scale = theme.current().size("base") / _TYPE
        self.verticalHeader().setDefaultSectionSize(round(_ROW * scale))
        self.horizontalHeader().setFixedHeight(round(_HEAD * scale))
        for column in range(self._facade.columnCount()):
            width = _GAP if self._facade.is_gap(column) else _COLUMN
            self.horizontalHeader().resizeSection(column, round(width * scale))


class _CageHeader(QHeaderView):
    """Names each cage once, over all its columns."""

    def __init__(self, model: FacadeModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._facade = model

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Write the name over the first column; it runs on over the next ones."""
        name = self._facade.headerData(logicalIndex, Qt.Orientation.Horizontal)
        if not name:
            return
        shown = theme.current()
        painter.save()
        painter.setClipping(False)
        painter.setFont(shown.font(bold=True))
        painter.setPen(shown.colour("text"))
        width = max(rect.width(), painter.fontMetrics().horizontalAdvance(name) + 4)
        room = QRect(rect.left() + 3, rect.top(), width, rect.height())
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, aligned, name)
        painter.restore()


@dataclass(frozen=True, slots=True)
class _Look:
    """Fonts and colours of one theme, made once for all doors."""

    theme: object
    door_font: QFont
    mark_font: QFont
    text: QColor
    focus: QPen
    inks: dict[str, tuple[QColor, QPen]]
    grounds: dict[str, QBrush]


def _look() -> _Look:
    shown = theme.current()
    tones = set(words.TON.values())
    return _Look(
        theme=shown,
        door_font=shown.font("petit"),
        mark_font=shown.font("base", bold=True),
        text=shown.colour("text"),
        focus=QPen(shown.colour("focus"), 2.4),
        inks={one: (shown.state_colour(one), QPen(shown.state_colour(one), 1)) for one in tones},
        grounds={one: QBrush(shown.pill_background(one)) for one in tones},
    )


class _CaseDelegate(QStyledItemDelegate):
    """A door: its number, and the mark of its state in its colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = _look()

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the door."""
        case = index.data(FacadeRole.CASE)
        if case is None:
            return
        if self._look.theme is not theme.current():
            self._look = _look()
        look, tone = self._look, words.TON[case.etat]
        ink, edge = look.inks[tone]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.focus if chosen else edge)
        painter.setBrush(look.grounds[tone])
        painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 5, 5)
        upper, lower = _halves(option.rect)
        painter.setPen(look.text)
        painter.setFont(look.door_font)
        door = case.porte.porte or words.SANS_PORTE
        if len(door) > _SHORT:
            metrics = painter.fontMetrics()
            door = metrics.elidedText(door, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, door)
        painter.setPen(ink)
        painter.setFont(look.mark_font)
        mark = words.MARQUE[case.etat] + ("+" if len(case.menages) > 1 else "")
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, mark)
        painter.restore()


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    inner = rect.adjusted(4, 4, -4, -4)
    half = inner.height() // 2
    upper = QRect(inner.left(), inner.top(), inner.width(), half)
    return upper, QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
