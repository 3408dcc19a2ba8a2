"""The keys of the dépouillement: one hand on the photos, no mouse."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.records import ThemeRecord

EVERY_KEY = (
    "←/→ photo · T puis la lettre, ou la lettre seule : thème · 1 à 4 gravité · Entrée constat · "
    "J joindre au constat précédent · X texte · Suppr retirer la photo · Z annuler · "
    "F plein écran · + et − zoom"
)
HINTS = (
    ("←/→", "photo"),
    ("T", "thème"),
    ("1–4", "gravité"),
    ("Entrée", "constat"),
    ("J", "joindre"),
    ("Z", "annuler"),
)
ZOOM_STEP = 1.25
_TOP_ROW = {"&": 1, "é": 2, '"': 3, "'": 4}
"""What the figures of a French keyboard write without Maj."""

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -5,
    Qt.Key.Key_PageDown: 5,
}
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class SortingKeys(QObject):
    """Watches the strip and the photo, and says what the agent asks for.

    The letters of commands win over those of thèmes: « T » opens the list of thèmes, where
    every letter is free, for a thème whose own letter is a command.
    """

    stepped = Signal(int)
    theme_chosen = Signal(str)
    themes_asked = Signal()
    gravite_chosen = Signal(object)
    confirmed = Signal()
    join_asked = Signal()
    undo_asked = Signal()
    delete_asked = Signal()
    text_asked = Signal()
    fullscreen_asked = Signal()
    zoomed = Signal(float)

    def __init__(self, *watched: QWidget) -> None:
        super().__init__(watched[0])
        self._themes: dict[str, str] = {}
        for widget in watched:
            widget.installEventFilter(self)

    def set_themes(self, themes: Iterable[ThemeRecord]) -> None:
        """Say which letters choose which thèmes."""
        self._themes = {theme.touche.upper(): theme.code for theme in themes if theme.touche}

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are ours; the others go on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle(event)
        return super().eventFilter(watched, event)

    def _handle(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return self._handle_control(key)
        if modifiers not in _PLAIN:
            return False
        shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
        if key in _STEPS:
            if shifted:
                return False  # the list extends its selection
            self.stepped.emit(_STEPS[key])
            return True
        return self._handle_command(key) or self._handle_text(event.text())

    def _handle_control(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
            return True
        return False

    def _handle_command(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.confirmed.emit()
            case Qt.Key.Key_Delete:
                self.delete_asked.emit()
            case Qt.Key.Key_T:
                self.themes_asked.emit()
            case Qt.Key.Key_J:
                self.join_asked.emit()
            case Qt.Key.Key_Z:
                self.undo_asked.emit()
            case Qt.Key.Key_F:
                self.fullscreen_asked.emit()
            case Qt.Key.Key_X:
                self.text_asked.emit()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoomed.emit(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoomed.emit(1 / ZOOM_STEP)
            case _:
                return False
        return True

    def _handle_text(self, text: str) -> bool:
        rank = _TOP_ROW.get(text.lower()) or (int(text) if text in {"1", "2", "3", "4"} else 0)
        if rank:
            self.gravite_chosen.emit(Gravite(rank))
        elif (code := self._themes.get(text.upper())) is not None:
            self.theme_chosen.emit(code)
        else:
            return text.isalnum()  # no letter may jump about in the list
        return True
