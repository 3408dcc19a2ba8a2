"""The menu bar: what can be done from anywhere, and the menu of the tab in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.ui import theme

if TYPE_CHECKING:
    from desktop.ui.tab import Tab


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; `&` marks its letter, `checked` None when it cannot be ticked."""

    label: str
    trigger: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    checked: bool | None = None
    group: str = ""
    """Entries of one group are ticked one at a time."""


SEPARATOR = None
_ICON = "icone"
Menu = tuple[str, Sequence[Entry | None]]


class Menus(QObject):
    """Fills the menu bar for the locked and for the open window.

    An action of the tab in front has precedence: the general action with the same shortcut
    gives it up, or neither would work.
    """

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._general: list[tuple[QAction, QKeySequence]] = []
        self._tab_menus: dict[Tab, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._after_tabs: QAction | None = None

    def show(self, menus: Iterable[Menu], *, tabs_before: str = "") -> None:
        """Replace the whole bar; the menus of tabs will stand before the menu of that title."""
        self._bar.clear()
        self._general.clear()
        self._tab_menus.clear()
        self._groups.clear()
        for title, entries in menus:
            menu = self._bar.addMenu(title)
            if title == tabs_before:
                self._after_tabs = menu.menuAction()
            for entry in entries:
                if entry is None:
                    menu.addSeparator()
                else:
                    self._add_action(entry, menu)
            menu.aboutToShow.connect(lambda menu=menu: _show_icons(menu))

    def show_tab(self, front: Tab) -> None:
        """Show the menu of the tab in front only, so that its shortcuts alone are alive."""
        if front not in self._tab_menus:
            self._add_tab_menu(front)
        for tab, menu in self._tab_menus.items():
            menu.menuAction().setVisible(tab is front)
        own = self.tab_actions(front)
        taken = {key.toString() for action in own for key in action.shortcuts()}
        for action, shortcut in self._general:
            free = shortcut.toString() not in taken
            action.setShortcut(shortcut if free else QKeySequence())

    def tab_actions(self, tab: Tab) -> list[QAction]:
        """Return the actions of the menu of a tab."""
        menu = self._tab_menus.get(tab)
        return menu.actions() if menu is not None else []

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return (what it does, keys) of every action that has a shortcut."""
        menus = [action.menu() for action in self._bar.actions()]
        actions = [one for menu in menus if isinstance(menu, QMenu) for one in menu.actions()]
        return [
            (action.text().replace("&", "").rstrip("…"), action.shortcut().toString())
            for action in actions
            if not action.shortcut().isEmpty()
        ]

    def _add_tab_menu(self, tab: Tab) -> None:
        from PySide6.QtCore import Qt  # loads every name of Qt: once the window is painted

        actions = tab.menu_actions()
        if not actions:
            return
        menu = QMenu(f"&{tab.title}", self._bar)
        if self._after_tabs is None:
            self._bar.addMenu(menu)
        else:
            self._bar.insertMenu(self._after_tabs, menu)
        taken: set[str] = set()
        for action in actions:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setText(with_letter(action.text(), taken))
        menu.addActions(actions)
        self._tab_menus[tab] = menu

    def _add_action(self, entry: Entry, menu: QMenu) -> None:
        if entry.shortcut:
            # given here: `setShortcut` loads every name of Qt, which makes the first window late
            key = QKeySequence(entry.shortcut)
            action = menu.addAction(entry.label, key)
            self._general.append((action, key))
        else:
            action = menu.addAction(entry.label)
        if entry.icon:
            action.setProperty(_ICON, entry.icon)
        if entry.checked is not None:
            action.setCheckable(True)
            action.setChecked(entry.checked)
        if entry.group:
            group = self._groups.setdefault(entry.group, QActionGroup(menu))
            group.addAction(action)
        action.triggered.connect(lambda _checked=False: entry.trigger())


def _show_icons(menu: QMenu) -> None:
    """Draw the icons of a menu that opens for the first time."""
    for action in menu.actions():
        name = action.property(_ICON)
        if name and action.icon().isNull():
            action.setIcon(theme.icon(name))


def with_letter(text: str, taken: set[str]) -> str:
    """Mark the first letter of an action that no other of its menu has, if none is marked."""
    marked = text.replace("&&", "").partition("&")[2][:1].casefold()
    if marked:
        taken.add(marked)
        return text
    for place, letter in enumerate(text):
        if letter.isascii() and letter.isalpha() and letter.casefold() not in taken:
            taken.add(letter.casefold())
            return f"{text[:place]}&{text[place:]}"
    return text
