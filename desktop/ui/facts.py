"""« name … value » lines that follow the selected record."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.ui.widgets.plain import plain_label


class Facts(QWidget):
    """A column of facts about the record in a card; values are plain text, whatever they hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, QLabel]] = []

    def set(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show these (name, value) pairs instead of the former ones."""
        shown = list(facts)
        while len(self._lines) < len(shown):
            self._add_line()
        for index, (name, value) in enumerate(self._lines):
            visible = index < len(shown)
            name.setVisible(visible)
            value.setVisible(visible)
            if visible:
                name.setText(shown[index][0])
                value.setText(shown[index][1])
                value.setAccessibleName(" : ".join(shown[index]))

    def texts(self) -> dict[str, str]:
        """Return what is shown, by name."""
        return {n.text(): v.text() for n, v in self._lines if not n.isHidden()}

    def _add_line(self) -> None:
        name, value = plain_label(role="discret"), plain_label(wrap=True)
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row = len(self._lines)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1)
        self._lines.append((name, value))
