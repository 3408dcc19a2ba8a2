"""« Rechercher partout »: one field for all that is open, its hits in a list under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from desktop.domain.records import TrouveRecord
from desktop.texts import ENTITES
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.widgets.search_field import SearchField

_WIDTH = 280
_LIST_WIDTH = 460
_MAX_ROWS = 12
_NOTHING = "Rien ne correspond dans les espaces ouverts."


class GlobalSearch(SearchField):
    """Emits `chosen(TrouveRecord)` on Entrée or a click; arrows move in the list."""

    chosen = Signal(object)

    def __init__(self, context: UiContext, host: QWidget) -> None:
        super().__init__("Rechercher partout   Ctrl+K")
        self.setAccessibleName("Rechercher partout")
        self.setFixedWidth(_WIDTH)
        self._context = context
        self._asked = ""
        self._host = host
        self.hits = QListWidget(host)
        self.hits.setObjectName("resultats")
        self.hits.setAccessibleName("Résultats de la recherche")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.itemClicked.connect(self._choose)
        self.hits.hide()
        self.searched.connect(self._search)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list with the arrows, open with Entrée, close with Échap."""
        if self.hits.isVisible():
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                rows = self.hits.count()
                self.hits.setCurrentRow((self.hits.currentRow() + step) % rows)
                return
            item = self.hits.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
                self._choose(item)
                return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the list when the agent goes elsewhere."""
        self.hits.hide()
        super().focusOutEvent(event)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._asked = text
        if not text:
            self.hits.hide()
            return

        def show(found: list[TrouveRecord]) -> None:
            if text == self._asked:
                self._show(found)

        carnet = self._context.carnet
        self._context.tasks.run(lambda _context: carnet.search(text), owner=self, done=show)

    def _show(self, found: list[TrouveRecord]) -> None:
        self.hits.clear()
        row = QSize(0, theme.current().size("controle"))
        for hit in found:
            words = " · ".join(filter(None, (hit.titre, hit.detail)))
            item = QListWidgetItem(f"{ENTITES.get(hit.entity, '')}  {words}".strip())
            item.setData(Qt.ItemDataRole.UserRole, hit)
            item.setSizeHint(row)
            self.hits.addItem(item)
        if found:
            self.hits.setCurrentRow(0)
        else:
            nothing = QListWidgetItem(_NOTHING)
            nothing.setSizeHint(row)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(nothing)
        self._place()

    def _place(self) -> None:
        host = self._host
        corner = self.mapTo(host, QPoint(self.width(), self.height() + 2))
        rows = min(self.hits.count(), _MAX_ROWS)
        height = rows * self.hits.sizeHintForRow(0) + 6
        width = min(_LIST_WIDTH, host.width())
        self.hits.setGeometry(corner.x() - width, corner.y(), width, height)
        self.hits.raise_()
        self.hits.show()

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole)
        if hit is None:
            return
        self.hits.hide()
        self._asked = ""
        self.clear()
        self.chosen.emit(hit)
