"""A list to choose in, and beside it what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


def beside(
    above: Sequence[QWidget], listed: QWidget, chosen: QWidget, *, widths: tuple[int, int]
) -> QSplitter:
    """Put a list under its search and its count, and give the room left to what it shows."""
    left = QWidget()
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for widget in above:
        column.addWidget(widget)
    column.addWidget(listed, 1)
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(12)
    split.addWidget(left)
    split.addWidget(chosen)
    split.setStretchFactor(1, 1)
    split.setSizes(list(widths))
    return split
