"""A short list over the photo, chosen by one figure: the items of a thème, the foncier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.widgets.plain import plain_label, plain_tooltip, set_property

_ROWS = 5
_MARGIN = 8


class ChoicePalette(QFrame):
    """Numbered choices laid over the foot of its parent; it never takes the focus.

    A popup would take the keys, and those typed fast would be lost while it opens. `chosen`
    carries the code; `left` says that it closed without a choice.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "palette")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._codes: list[str] = []
        self._at = -1
        self._lines: list[_Line] = []
        self._title = plain_label(role="titre-carte")
        self._foot = plain_label(role="discret")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._foot)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._grid)
        parent.installEventFilter(self)
        self.hide()

    def lay_over(self, parent: QWidget) -> None:
        """Lie over another widget from now on; what was offered over the first one is left."""
        self.leave()
        if (before := self.parentWidget()) is not None:
            before.removeEventFilter(self)
        self.setParent(parent)
        parent.installEventFilter(self)

    def open(
        self, title: str, choices: Sequence[tuple[str, str]], foot: str, keys: Sequence[str] = ()
    ) -> None:
        """Show (code, words) choices; `keys` are what is typed for each, else the figures."""
        self._codes = [code for code, _ in choices]
        self._at = -1
        self._title.setText(title)
        self._foot.setText(foot)
        while len(self._lines) < len(choices):
            self._lines.append(_Line(self))
        rows = max(_ROWS, -(-len(choices) // 2))
        for rank, line in enumerate(self._lines):
            line.setVisible(rank < len(choices))
            if rank >= len(choices):
                self._grid.removeWidget(line)
                continue
            key = keys[rank] if keys else str((rank + 1) % 10) if rank < 10 else ""  # noqa: PLR2004 - ten figures
            line.show_choice(key, choices[rank][1], partial(self.choose, rank))
            self._grid.addWidget(line, rank % rows, rank // rows)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.setAccessibleName(f"{title}. {foot}")
        self._mark()
        self._place()
        self.show()
        self.raise_()

    def choose(self, rank: int) -> None:
        """Take a choice by its rank, from 0; one that does not exist is no choice."""
        if 0 <= rank < len(self._codes):
            self.hide()
            self.chosen.emit(self._codes[rank])

    def move_by(self, step: int) -> None:
        """Mark the next or the previous choice."""
        if self._codes:
            self._at = (self._at + step) % len(self._codes) if self._at >= 0 else 0
            self._mark()

    def take(self) -> bool:
        """Take the marked choice; False when none is marked."""
        if self._at < 0:
            return False
        self.choose(self._at)
        return True

    def leave(self) -> None:
        """Close without a choice."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the parent when its size changes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self._grid.activate()
        height = min(self.sizeHint().height(), parent.height() - 2 * _MARGIN)
        width = parent.width() - 2 * _MARGIN
        self.setGeometry(_MARGIN, parent.height() - height - _MARGIN, width, height)

    def _mark(self) -> None:
        for rank, line in enumerate(self._lines):
            line.mark(on=rank == self._at)


class _Line(QWidget):
    """One choice: its key and its words; a click takes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._take: partial[None] | None = None
        self._key = plain_label(role="touche")
        self._whole = ""
        self._words = plain_label()
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setProperty("role", "choix")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.addWidget(self._key)
        row.addWidget(self._words, 1)

    def show_choice(self, key: str, words: str, take: partial[None]) -> None:
        self._take = take
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self._whole = words
        self._elide()
        self.setToolTip(plain_tooltip(words))
        self.setAccessibleName(f"{key} : {words}" if key else words)

    def mark(self, *, on: bool) -> None:
        if self.property("choisi") is not on:
            set_property(self, "choisi", on)

    def _elide(self) -> None:
        metrics = self._words.fontMetrics()
        room = max(self._words.width(), 1)
        self._words.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._take is not None:
            self._take()
