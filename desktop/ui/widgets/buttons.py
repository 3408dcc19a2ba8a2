"""Buttons that say their shortcut: one primary per screen, the others secondary or quiet."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton

from desktop.ui import theme
from desktop.ui.widgets.plain import plain_tooltip

_GAP = "   "
_KEY_NAMES = {
    "Return": "Entrée",
    "Enter": "Entrée",
    "Shift": "Maj",
    "Del": "Suppr",
    "Esc": "Échap",
    "Space": "Espace",
}


def key_name(sequence: str) -> str:
    """Return a Qt sequence such as « Ctrl+Return » as the French keyboard names it."""
    return "+".join(_KEY_NAMES.get(part, part) for part in sequence.split("+"))


def primary_button(text: str, shortcut: str = "", *, icon: str = "") -> QPushButton:
    """Return the one filled button of a screen; the shortcut works and is in the label."""
    return _button(text, shortcut, role="primaire", icon=icon, colour="primary_text")


def secondary_button(text: str, shortcut: str = "", *, icon: str = "") -> QPushButton:
    """Return a bordered button."""
    return _button(text, shortcut, role="secondaire", icon=icon, colour="text")


def quiet_button(
    text: str, shortcut: str = "", *, icon: str = "", shortcut_hint: str = ""
) -> QPushButton:
    """Return a button without border.

    Args:
        text: The label; `&` marks its letter.
        shortcut: A key sequence that presses the button, shown in the label.
        icon: Name of an icon.
        shortcut_hint: A key handled elsewhere, only shown.
    """
    label = f"{text}{_GAP}{key_name(shortcut_hint)}" if shortcut_hint else text
    return _button(label, shortcut, role="discret", icon=icon, colour="primary")


def icon_button(icon: str, name: str, shortcut: str = "") -> QToolButton:
    """Return a button without word; `name` is its tooltip and accessible name."""
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setAccessibleName(name)
    hint = f"{name} ({key_name(shortcut)})" if shortcut else name
    button.setToolTip(plain_tooltip(hint))
    if shortcut:
        button.setShortcut(QKeySequence(shortcut))
    return button


def _button(text: str, shortcut: str, *, role: str, icon: str, colour: str) -> QPushButton:
    label = f"{text}{_GAP}{key_name(shortcut)}" if shortcut else text
    button = QPushButton(label)
    button.setProperty("role", role)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(False)
    if shortcut:
        button.setShortcut(QKeySequence(shortcut))
    if icon:
        button.setIcon(theme.icon(icon, colour))
    return button
