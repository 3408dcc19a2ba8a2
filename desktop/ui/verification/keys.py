"""The keys of the review."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

HINTS = (
    ("←/→", "photo"),
    ("Glisser", "zone"),
    ("S", "sans personne"),
    ("Espace", "zone suivante"),
    ("P", "voir dessous"),
    ("Z", "annuler"),
    ("F", "plein écran"),
)
"""What the buttons of the card do not say."""

EVERY_KEY = (
    "←/→ photo · S ou Entrée sans personne · glisser une zone puis Entrée : floutée · "
    "N non diffusable · R zones de la photo précédente · Maj+R les répéter sur la rafale · "
    "Z annuler · Inser zone au milieu · flèches la déplacer, Maj+flèches la redimensionner · "
    "Espace zone suivante · Suppr l’enlever · E ellipse · M aplat · V zone, A flèche, C cercle, "
    "T texte, K couleur · P voir la photo sous les zones · F plein écran · + et − zoom"
)


class Command(Enum):
    """What a key asks for."""

    BEFORE = auto()
    AFTER = auto()
    VALIDATE = auto()
    NOBODY = auto()
    KEEP_BACK = auto()
    PREVIOUS = auto()
    BURST = auto()
    TAKE_BACK = auto()
    LARGE = auto()
    LEAVE = auto()


_KEYS = {
    Qt.Key.Key_Left: Command.BEFORE,
    Qt.Key.Key_Up: Command.BEFORE,
    Qt.Key.Key_PageUp: Command.BEFORE,
    Qt.Key.Key_Right: Command.AFTER,
    Qt.Key.Key_Down: Command.AFTER,
    Qt.Key.Key_PageDown: Command.AFTER,
    Qt.Key.Key_Return: Command.VALIDATE,
    Qt.Key.Key_Enter: Command.VALIDATE,
    Qt.Key.Key_S: Command.NOBODY,
    Qt.Key.Key_N: Command.KEEP_BACK,
    Qt.Key.Key_R: Command.PREVIOUS,
    Qt.Key.Key_Z: Command.TAKE_BACK,
    Qt.Key.Key_F: Command.LARGE,
    Qt.Key.Key_Escape: Command.LEAVE,
}
_MOVES = (Command.BEFORE, Command.AFTER)


def command_of(event: QKeyEvent) -> Command | None:
    """Return what a key asks for, or None.

    A key held down goes through the photos, and answers nothing: each answer is one press.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    command = _KEYS.get(Qt.Key(event.key()))
    if event.isAutoRepeat() and command not in _MOVES:
        return None
    if modifiers == Qt.KeyboardModifier.ShiftModifier:
        return Command.BURST if command is Command.PREVIOUS else None
    return None if modifiers else command
