"""Puts the one card of a locked screen in the middle of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.widgets.card import Card

_NO_FOCUS = 0
"""`Qt.FocusPolicy.NoFocus` as the property takes it, without loading the namespace `Qt`."""


def centre(screen: QWidget, card: Card) -> None:
    """Lay out a screen around its card; a low window in large type can be scrolled."""
    content = QWidget()
    content.setProperty("role", "defilant")
    middle = QHBoxLayout()
    middle.addStretch()
    middle.addWidget(card)
    middle.addStretch()
    column = QVBoxLayout(content)
    column.addStretch(2)
    column.addLayout(middle)
    column.addStretch(3)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setProperty("focusPolicy", _NO_FOCUS)
    scroll.setWidget(content)
    outer = QVBoxLayout(screen)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(scroll)
