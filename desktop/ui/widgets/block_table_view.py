"""The look and the keys of every table; it speaks of ids, never of rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.widgets.block_table import BlockTableModel, Role
from desktop.ui.widgets.cards import paint_pill

_CELL_PADDING = 13
_TYPE = 13
"""Size of the type for which columns say their width."""
_LEAST_NAME = 110
"""Room, in that type, that a column which takes what is left has before the others give way."""
_LEAST_SHARE = 0.8
"""How far the others give way."""


class BlockTableView(QTableView):
    """A table whose selection follows ids across reloads.

    Signals: `current_changed(id or "")` when another row becomes current, `selected_changed`
    (frozenset of ids), `activated_id(id)` on Entrée or double click, `delete_requested`
    (frozenset of ids) on Suppr, `sort_requested(sort key, descending)` on a click in a header,
    `menu_requested(QMenu)` before the context menu of a row opens: connect it to add actions,
    `columns_changed(frozenset of keys)` when the agent hid or showed a column.
    """

    current_id_changed = Signal(str)
    selected_changed = Signal(object)
    activated_id = Signal(str)
    delete_requested = Signal(object)
    sort_requested = Signal(str, bool)
    menu_requested = Signal(object)
    columns_changed = Signal(object)

    def __init__(
        self, model: BlockTableModel[Any], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: tuple[frozenset[str], str, int] = (frozenset(), "", 0)
        self._told: tuple[str, frozenset[str]] = ("", frozenset())
        self._restoring = False
        self._order: tuple[str, bool] | None = None
        self._sized_for = 0
        self._given: dict[int, int] = {}
        self._fitted: dict[str, str] = {}
        self.setAccessibleName(name)
        self.setItemDelegate(_CellDelegate(self))
        self.setModel(model)
        self._dress()
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        selection = self.selectionModel()
        selection.selectionChanged.connect(self._tell)
        selection.currentChanged.connect(self._tell)
        self.doubleClicked.connect(self._activate)
        self.horizontalHeader().sectionClicked.connect(self._on_header_clicked)

    def current_id(self) -> str:
        """Return the id of the current row, or an empty text."""
        index = self.currentIndex()
        return self._model.id_at(index.row()) if index.isValid() else ""

    def selected_ids(self) -> frozenset[str]:
        """Return the ids of the selected rows."""
        rows = self.selectionModel().selectedRows()
        return frozenset(self._model.id_at(index.row()) for index in rows)

    def select_id(self, row_id: str) -> bool:
        """Make a row current, selected and visible; False when it is not in the list."""
        row = self._model.row_of(row_id)
        if row < 0:
            return False
        flags = QItemSelectionModel.SelectionFlag
        # not selectRow: it toggles while Ctrl is still down after Ctrl+Entrée
        self.selectionModel().setCurrentIndex(
            self._model.index(row, 0), flags.ClearAndSelect | flags.Rows
        )
        self.scrollTo(self._model.index(row, 0))
        return True

    def select_ids(self, rows: Collection[str]) -> None:
        """Select exactly these rows and show the first of them; those not listed are left out."""
        found = sorted(row for row in map(self._model.row_of, rows) if row >= 0)
        picked = QItemSelection()
        last = len(self._model.columns) - 1
        start = 0
        for place, row in enumerate(found):
            if place + 1 == len(found) or found[place + 1] != row + 1:
                picked.select(self._model.index(found[start], 0), self._model.index(row, last))
                start = place + 1
        flags = QItemSelectionModel.SelectionFlag
        if found:
            first = self._model.index(found[0], 0)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(picked, flags.ClearAndSelect)

    def show_sort(self, sort_key: str, *, descending: bool = False) -> None:
        """Show the arrow of the order in which the owner hands the ids."""
        self._order = (sort_key, descending)
        self._show_arrow()

    def hidden_columns(self) -> frozenset[str]:
        """Return the keys of the columns that the agent hid."""
        return frozenset(
            column.key
            for section, column in enumerate(self._model.columns)
            if self.isColumnHidden(section)
        )

    def hide_columns(self, keys: Collection[str]) -> None:
        """Hide exactly these columns."""
        for section, column in enumerate(self._model.columns):
            self.setColumnHidden(section, column.key in keys)

    def fit_column(self, key: str, longest: str) -> None:
        """Make a column wide enough for a text, and never narrower than it was made."""
        if self._fitted.get(key) == longest:
            return
        self._fitted[key] = longest
        self._given.clear()
        self._share_room()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée opens, Suppr asks to delete."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate()
        elif event.matches(QKeySequence.StandardKey.Delete) and self.selected_ids():
            self.delete_requested.emit(self.selected_ids())
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change to mode terrain or of zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.verticalHeader().setDefaultSectionSize(theme.current().size("rangee"))
            self._size_columns()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu that the owner fills, with the orders that a header would give."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_requested.emit(menu)
        self._offer_orders(menu)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(event.globalPos())

    @Slot()
    def _activate(self) -> None:
        if row_id := self.current_id():
            self.activated_id.emit(row_id)

    @Slot()
    def _keep(self) -> None:
        self._kept = (self.selected_ids(), self.current_id(), self.verticalScrollBar().value())
        self._restoring = True

    @Slot()
    def _restore(self) -> None:
        selected, current, scroll = self._kept
        rows = sorted(row for row_id in selected if (row := self._model.row_of(row_id)) >= 0)
        row = self._model.row_of(current) if current else -1
        model = self.selectionModel()
        if row >= 0:
            model.setCurrentIndex(
                self._model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        model.select(self._selection_of(rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.updateGeometries()
        self.verticalScrollBar().setValue(scroll)
        self._restoring = False
        self._tell()

    def _selection_of(self, rows: Iterable[int]) -> QItemSelection:
        selection = QItemSelection()
        last = len(self._model.columns) - 1
        for row in rows:
            selection.select(self._model.index(row, 0), self._model.index(row, last))
        return selection

    @Slot()
    def _tell(self) -> None:
        """Announce current row and selection, each only when its ids have changed."""
        if self._restoring:
            return
        current, selected = self.current_id(), self.selected_ids()
        told_current, told_selected = self._told
        self._told = (current, selected)
        if current != told_current:
            self.current_id_changed.emit(current)
        if selected != told_selected:
            self.selected_changed.emit(selected)

    def _sorter(self, section: int) -> Callable[[], None]:
        return lambda: self._on_header_clicked(section)

    @Slot(int)
    def _on_header_clicked(self, section: int) -> None:
        key = self._model.columns[section].sort_key
        if key is None:
            self._show_arrow()  # Qt has already moved it here
            return
        descending = self._order == (key, False)
        self.show_sort(key, descending=descending)
        self.sort_requested.emit(key, descending)

    def _show_arrow(self) -> None:
        key, descending = self._order or ("", False)
        keys = [column.sort_key for column in self._model.columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        section = keys.index(key) if key in keys else -1
        self.horizontalHeader().setSortIndicator(section, order)

    @Slot(QPoint)
    def _choose_columns(self, at: QPoint) -> None:
        self.open_columns(self.horizontalHeader().mapToGlobal(at))

    def open_columns(self, at: QPoint) -> None:
        """Open the list of columns, to be hidden or shown, and of orders, at this place."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Colonnes et tri")
        for section, column in enumerate(self._model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(section))
            action.setEnabled(section > 0)
            action.toggled.connect(self._column_shower(section))
        self._offer_orders(menu)
        menu.popup(at)

    def _offer_orders(self, menu: QMenu) -> None:
        """Add « Trier par » where the owner can sort: a header is out of reach of the keyboard."""
        columns = list(enumerate(self._model.columns))
        sortable = [(section, one) for section, one in columns if one.sort_key is not None]
        if not sortable or not self.isSignalConnected(QMetaMethod.fromSignal(self.sort_requested)):
            return
        if not menu.isEmpty():
            menu.addSeparator()
        orders = menu.addMenu("&Trier par")
        key, descending = self._order or ("", False)
        for section, column in sortable:
            shown = column.sort_key == key
            way = (", décroissant" if descending else ", croissant") if shown else ""
            action = orders.addAction(f"{column.title}{way}")
            action.setCheckable(True)
            action.setChecked(shown)
            action.triggered.connect(self._sorter(section))

    def _column_shower(self, section: int) -> Callable[[bool], None]:
        def show(shown: bool) -> None:  # noqa: FBT001 - Qt slot
            self.setColumnHidden(section, not shown)
            self.columns_changed.emit(self.hidden_columns())

        return show

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().size("rangee"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(56)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        for section, column in enumerate(self._model.columns):
            fixed = QHeaderView.ResizeMode.Interactive
            mode = fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(section, mode)
        self._size_columns()

    def _size_columns(self) -> None:
        """Give columns their width, which is that of the type of the office, in the type of now."""
        size = theme.current().size("base")
        if size == self._sized_for:
            return
        self._sized_for = size
        self._given.clear()
        self._share_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Narrow the columns, a little, that leave the name of a row no room; keep dragged ones."""
        header, scale = self.horizontalHeader(), self._sized_for / _TYPE
        shown = [
            (section, max(round(column.width * scale), self._needed(column.key)))
            for section, column in enumerate(self._model.columns)
            if not header.isSectionHidden(section)
        ]
        names = sum(not width for _section, width in shown)
        asked = sum(width for _section, width in shown)
        room = self.viewport().width() - round(names * _LEAST_NAME * scale)
        share = 1.0
        if names and self.isVisible() and asked > room:
            share = max(_LEAST_SHARE, room / asked)
        for section, width in shown:
            given = self._given.get(section)
            if width and given in (None, header.sectionSize(section)):
                least = min(width, header.sectionSizeHint(section))  # its title stays whole
                least = max(least, self._needed(self._model.columns[section].key))
                header.resizeSection(section, max(round(width * share), least))
                self._given[section] = header.sectionSize(section)

    def _needed(self, key: str) -> int:
        """Return the width that `fit_column` asked for, 0 for none."""
        text = self._fitted.get(key)
        return self.fontMetrics().horizontalAdvance(text) + 2 * _CELL_PADDING + 4 if text else 0


class _CellDelegate(QStyledItemDelegate):
    """Plain text by the style, or a pill."""

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Leave out the dotted focus of a single cell: the row is the unit here."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell; a pill replaces the words of the columns that ask for one."""
        tone = index.data(Role.PILL)
        if tone is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        inner = QRect(option.rect).adjusted(_CELL_PADDING, 0, -_CELL_PADDING, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_pill(painter, inner, text, tone, selected=selected)
