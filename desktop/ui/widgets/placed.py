"""Containers that take their children once they are in their own place.

Qt styles a whole tree again each time it is put into a parent, and a stack or a splitter wants
all the sizes below it, hence their style, as soon as something is put into it. A screen put
together from its leaves is so styled five times over. These containers wait for the first time
that Qt asks for their own style: by then the tree they are in stands where it stays.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from typing_extensions import override


class Pages(QStackedWidget):
    """A stack of widgets, the first one shown."""

    def __init__(self, *pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = list(pages)

    def fill(self) -> None:
        """Take the pages now."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            super().addWidget(one)

    @override
    def event(self, event: QEvent) -> bool:
        """Take the pages when the style comes."""
        done = super().event(event)
        if event.type() is QEvent.Type.Polish:
            self.fill()
        return done

    @override
    def addWidget(self, w: QWidget) -> int:
        """Take a page after those that wait."""
        self.fill()
        return super().addWidget(w)

    @override
    def setCurrentWidget(self, w: QWidget) -> None:
        """Show a page, whether it was taken or not."""
        self.fill()
        super().setCurrentWidget(w)

    @override
    def setCurrentIndex(self, index: int) -> None:
        """Show a page, whether it was taken or not."""
        self.fill()
        super().setCurrentIndex(index)

    @override
    def currentWidget(self) -> QWidget | None:
        """Return the page shown."""
        self.fill()
        return super().currentWidget()


class Zones(QSplitter):
    """Widgets side by side, or one above the other, with their first sizes.

    Args:
        orientation: Side by side or one above the other.
        zones: Each with its first size (0: as it asks) and whether it takes the room left.
        parent: Where it stands.
    """

    def __init__(
        self,
        orientation: Qt.Orientation,
        *zones: tuple[QWidget, int, bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(12)
        self.setChildrenCollapsible(False)
        self._waiting = list(zones)

    @override
    def event(self, event: QEvent) -> bool:
        """Take the zones when the style comes."""
        done = super().event(event)
        if event.type() is QEvent.Type.Polish and self._waiting:
            waiting, self._waiting = self._waiting, []
            for index, (zone, _size, grows) in enumerate(waiting):
                self.addWidget(zone)
                self.setStretchFactor(index, 1 if grows else 0)
            if all(size for _zone, size, _grows in waiting):
                self.setSizes([size for _zone, size, _grows in waiting])
        return done
