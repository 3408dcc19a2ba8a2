"""A titled table in the heart of a screen, with the button that adds a row to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label


class Section(Card):
    """Title and « Ajouter… » in one line, then the view, or one sentence while it is empty."""

    def __init__(self, title: str, view: QWidget, empty: str, *buttons: QPushButton) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._words = plain_label(title, "titre-carte")
        self._buttons: tuple[QWidget, ...] = buttons
        self._row = row = QHBoxLayout()
        row.addWidget(self._words, 1)
        for button in buttons:
            row.addWidget(button)
        self._empty = plain_label(empty, "discret", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = Pages(view, self._empty)
        self.body.addLayout(row)
        self.body.addWidget(self._pages, 1)

    def set_section_title(self, title: str) -> None:
        """Change the words of the title line."""
        self._words.setText(title)
        self.setAccessibleName(title)

    def add_to_title(self, *buttons: QWidget) -> None:
        """Put more buttons at the end of the title line."""
        for button in buttons:
            self._row.addWidget(button)
        self._buttons = (*self._buttons, *buttons)

    def set_filled(self, *, filled: bool, empty: str = "") -> None:
        """Show the view, or the sentence that stands for it."""
        if empty:
            self._empty.setText(empty)
        self._pages.setCurrentIndex(0 if filled else 1)

    def set_enabled_buttons(self, *, enabled: bool) -> None:
        """Allow to add rows, or not while there is nothing to add them to."""
        for button in self._buttons:
            button.setEnabled(enabled)


def add_button(label: str, name: str, pressed: Callable[[], None]) -> QPushButton:
    """Return the « Ajouter… » button of a section."""
    button = quiet_button(label, icon="ajouter")
    button.setObjectName(name)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
