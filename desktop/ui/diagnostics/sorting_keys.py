"""The keys of the dépouillement: one hand on the photos, no mouse.

Plain letters choose thèmes, and thèmes are data: every command has a key that the shipped
grid leaves free, and a place in the menu of the strip as well (Maj+F10, right click), should
a team give its letter to a thème. The thème then wins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.records import ThemeRecord
from desktop.ui.key_sheet import KEY_SHEET

ZOOM_STEP = 1.25


class Command(Enum):
    """What a key of the dépouillement asks for."""

    CONFIRM = auto()
    JOIN = auto()
    CHOOSE_CONSTAT = auto()
    SPLIT = auto()
    MERGE = auto()
    ROLE = auto()
    FONCIER = auto()
    BLUR = auto()
    TEXT = auto()
    PICK = auto()
    DELETE = auto()
    UNDO = auto()
    REDO = auto()
    FULLSCREEN = auto()
    THEMES = auto()
    COMPARE = auto()


EVERY_KEY = " · ".join(f"{keys} : {meaning[0].lower()}{meaning[1:]}" for meaning, keys in KEY_SHEET)

HINTS = (
    ("Lettre", "thème"),
    ("1–4", "gravité"),
    ("Entrée", "constat"),
    ("Maj+Entrée", "joindre"),
    ("F", "flouter"),
    ("Z", "annuler"),
    ("D", "couper"),
    ("U", "réunir"),
)

_KEYS: Final = {
    Qt.Key.Key_Return: Command.CONFIRM,
    Qt.Key.Key_Enter: Command.CONFIRM,
    Qt.Key.Key_Delete: Command.DELETE,
    Qt.Key.Key_Space: Command.PICK,
    Qt.Key.Key_F4: Command.THEMES,
    Qt.Key.Key_Question: Command.THEMES,
    Qt.Key.Key_F12: Command.FULLSCREEN,
}
_LETTERS: Final = {
    "K": Command.CHOOSE_CONSTAT,
    "D": Command.SPLIT,
    "U": Command.MERGE,
    "O": Command.ROLE,
    "Q": Command.FONCIER,
    "F": Command.BLUR,
    "X": Command.TEXT,
    "Z": Command.UNDO,
    "Y": Command.REDO,
    "N": Command.COMPARE,
    "G": Command.FULLSCREEN,
}
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_GROUP_STEPS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_TOP_ROW: Final = {sign: rank for rank, sign in enumerate("&é\"'(-è_çà", 1)}
"""What the figures of a French keyboard write without Maj; 10 is its zero."""

_MODIFIERS = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


_ZERO = 10


class SortingKeys(QObject):
    """Watches the strip and the photo, and says what the agent asks for.

    While a list of choices is open (`choosing`), figures choose in it; any other key closes it
    and does what it always does. While a write is on its way (`hold`), keys wait for it, so
    that those typed ahead never fall on the wrong photo.
    """

    asked = Signal(object)
    stepped = Signal(int)
    extended = Signal(int)
    group_stepped = Signal(int)
    theme_chosen = Signal(str)
    gravite_chosen = Signal(object)
    zoomed = Signal(float)
    actual_size_asked = Signal()
    choice_made = Signal(int)
    choice_moved = Signal(int)
    choice_taken = Signal()
    choice_left = Signal()

    def __init__(self, *watched: QWidget) -> None:
        super().__init__(watched[0])
        self._themes: dict[str, str] = {}
        self._held = False
        self._waiting: deque[tuple[QObject, QKeyEvent]] = deque()
        self.choosing = False
        for widget in watched:
            self.watch(widget)

    def watch(self, widget: QWidget) -> None:
        """Take the keys of one more widget, while it lives."""
        widget.installEventFilter(self)

    def set_themes(self, themes: Iterable[ThemeRecord]) -> None:
        """Say which letters choose which thèmes."""
        self._themes = {theme.touche.upper(): theme.code for theme in themes if theme.touche}

    def hold(self) -> None:
        """Let the keys wait until `release`."""
        self._held = True

    def release(self) -> None:
        """Do what the waiting keys ask for, up to one that begins another write.

        They go where the focus is by then: « X » sends those behind it to the text.
        """
        self._held = False
        while self._waiting and not self._held:
            widget, event = self._waiting.popleft()
            if isValid(widget):
                QApplication.sendEvent(QApplication.focusWidget() or widget, event)

    def drop(self) -> None:
        """Forget the waiting keys: what they were typed after did not happen."""
        self._waiting.clear()
        self._held = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are ours; the others go on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._held:
                self._waiting.append((watched, event.clone()))
                return True
            return self._handle(event)
        return super().eventFilter(watched, event)

    def _handle(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return self._ask(Command.CONFIRM) if _is_enter(key) else False
        if modifiers not in _MODIFIERS:
            return False
        if self.choosing and self._handle_choice(key, event.text()):
            return True
        if modifiers == Qt.KeyboardModifier.ShiftModifier and (taken := self._handle_shift(key)):
            return taken
        return self._handle_move(key) or self._handle_key(key) or self._handle_text(event.text())

    def _handle_choice(self, key: Qt.Key, text: str) -> bool:
        rank = figure(text)
        if rank:
            self.choice_made.emit(rank - 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.choice_moved.emit(_STEPS[key])
        elif key is Qt.Key.Key_Escape:
            self.choice_left.emit()
        elif _is_enter(key):
            self.choice_taken.emit()
        else:
            self.choice_left.emit()
            return False
        return True

    def _handle_shift(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.extended.emit(_STEPS[key])
        elif _is_enter(key):
            self.asked.emit(Command.JOIN)
        else:
            return False
        return True

    def _handle_move(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _GROUP_STEPS:
            self.group_stepped.emit(_GROUP_STEPS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoomed.emit(ZOOM_STEP)
        else:
            return False
        return True

    def _handle_key(self, key: Qt.Key) -> bool:
        command = _KEYS.get(key)
        return self._ask(command) if command is not None else False

    def _handle_text(self, text: str) -> bool:
        letter = text.upper()
        if (code := self._themes.get(letter)) is not None:
            self.theme_chosen.emit(code)
        elif letter in _LETTERS:
            self.asked.emit(_LETTERS[letter])
        elif text == "-":
            self.zoomed.emit(1 / ZOOM_STEP)
        elif (rank := figure(text)) in set(Gravite):
            self.gravite_chosen.emit(Gravite(rank))
        elif rank == _ZERO:
            self.actual_size_asked.emit()
        else:
            return text.isalnum()  # no letter may jump about in the list
        return True

    def _ask(self, command: Command) -> bool:
        self.asked.emit(command)
        return True


def figure(text: str) -> int:
    """Return 1 to 9 for a figure typed with or without Maj, 10 for zero, 0 for anything else."""
    if len(text) == 1 and text in "0123456789":
        return int(text) or _ZERO
    return _TOP_ROW.get(text.lower(), 0) if text else 0


def _is_enter(key: Qt.Key) -> bool:
    return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
