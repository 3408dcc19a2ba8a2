"""The photo of the review, its keys under it, and the full screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.bus import Message
from desktop.ui.context import UiContext
from desktop.ui.verification.fullscreen import FullScreen
from desktop.ui.verification.keys import EVERY_KEY, HINTS
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import Card, KeyHints
from desktop.ui.widgets.plain import plain_tooltip
from desktop.ui.widgets.zone_view import ZoneView


class VerificationStage(Card):
    """Holds the view, or lends it to the full screen.

    Args:
        context: The window's context.
        view: The photo with its layers.
        keys: What the page does with a key; true when it was ours.
        parent: The page.
    """

    def __init__(
        self,
        context: UiContext,
        view: ZoneView,
        keys: Callable[[QKeyEvent], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._view = view
        self._keys = keys
        self._full: FullScreen | None = None
        self._last = ""
        self._place = self.body.count()
        self.body.addWidget(view, 1)
        hints = KeyHints(HINTS)
        hints.setToolTip(plain_tooltip(EVERY_KEY))
        large = icon_button("plein-ecran", "Plein écran (F)")
        large.clicked.connect(self.open_fullscreen)
        row = QHBoxLayout()
        row.addWidget(hints, 1)
        row.addWidget(large)
        self.body.addLayout(row)
        view.fullscreen_requested.connect(self.open_fullscreen)
        context.bus.message.connect(self._tell_over_the_photo)

    def say(self, text: str) -> None:
        """Show where the review stands under the photo in full screen."""
        self._last = text
        if self._full is not None and isValid(self._full):
            self._full.say(text)

    @Slot()
    def open_fullscreen(self) -> None:
        """Show the photo alone on a dark screen; F or Échap comes back."""
        if self._full is not None and isValid(self._full):
            self._full.close()
            return
        self._full = FullScreen(self._view, self._keys, self._take_view_back, self)
        self._full.say(self._last)
        self._full.showFullScreen()

    def close_fullscreen(self) -> None:
        """Come back from the full screen."""
        if self._full is not None and isValid(self._full):
            self._full.close()
        self._full = None

    def _take_view_back(self) -> None:
        self._full = None
        self.body.insertWidget(self._place, self._view, 1)
        self._view.show()
        self._view.setFocus()

    @Slot(object)
    def _tell_over_the_photo(self, message: Message) -> None:
        """Say in the full screen what the bar says behind it."""
        if self._full is not None and isValid(self._full):
            self._full.say(f"{message.text} {message.remedy}".strip())
