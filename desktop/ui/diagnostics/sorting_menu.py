"""The menu of the strip: every command of the dépouillement, with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.diagnostics.sorting_keys import Command

_ENTRIES: Final = (
    (Command.CONFIRM, "Créer le &constat, ou l’enregistrer", "Entrée"),
    (Command.JOIN, "&Joindre au constat proposé", "Maj+Entrée"),
    (Command.CHOOSE_CONSTAT, "Joindre à un &autre constat…", "K"),
    None,
    (Command.SPLIT, "&Diviser le groupe avant cette photo", "D"),
    (Command.MERGE, "&Unir au groupe d’avant", "U"),
    (Command.PICK, "C&hoisir cette photo", "Espace"),
    None,
    (Command.ROLE, "&Rôle suivant", "O"),
    (Command.COMPARE, "Avant et a&près, côte à côte…", "N"),
    (Command.BLUR, "&Flouter…", "F"),
    (Command.FULLSCREEN, "&Grand écran", "G"),
    (Command.DELETE, "Re&tirer la photo", "Suppr"),
    None,
    (Command.THEMES, "Thè&mes…", "F4"),
    (Command.FONCIER, "Fo&ncier…", "Q"),
    (Command.UNDO, "Annu&ler", "Z"),
    (Command.REDO, "Réta&blir", "Y"),
)


def open_menu(parent: QWidget, place: QPoint, act: Callable[[Command], None]) -> QMenu:
    """Show the commands at a place of the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Actions sur les photos choisies")
    for entry in _ENTRIES:
        if entry is None:
            menu.addSeparator()
            continue
        command, words, key = entry
        action = menu.addAction(f"{words}\t{key}")
        action.triggered.connect(lambda _checked=False, command=command: act(command))
    menu.popup(place)
    return menu
