"""Several codes of one list, chosen in a menu that stays open."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from desktop.texts import NON_RENSEIGNE
from desktop.ui.widgets.fields import Raw

Code = TypeVar("Code", bound=Enum)


class MultiChoiceField(QPushButton):
    """A field of `EntityForm` whose value is codes parted by spaces, in the order of the list.

    Codes that the list does not know are kept.
    """

    edited = Signal()

    def __init__(self, labels: Mapping[Code, str]) -> None:
        super().__init__()
        self.setProperty("role", "secondaire")
        self._labels: dict[str, str] = {code.value: label for code, label in labels.items()}
        self._chosen: list[str] = []
        menu = _StayingMenu(self)
        self._actions: dict[str, QAction] = {}
        for code, label in self._labels.items():
            action = menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(self._take)
            self._actions[code] = action
        self.setMenu(menu)
        self._settle()

    def value(self) -> Any:
        """Return the chosen codes."""
        return " ".join(self._chosen)

    def set_value(self, value: Any) -> None:
        """Show chosen codes."""
        self._chosen = str(value or "").split()
        for code, action in self._actions.items():
            action.setChecked(code in self._chosen)
        self._settle()

    def raw(self) -> Raw:
        """Return the chosen codes."""
        return " ".join(self._chosen)

    def set_raw(self, raw: Raw) -> None:
        """Show codes kept by autosave."""
        self.set_value(raw)

    def problem(self) -> str:
        """Return an empty text: every choice is understood."""
        return ""

    def _take(self) -> None:
        others = [code for code in self._chosen if code not in self._actions]
        self._chosen = [
            *(code for code, action in self._actions.items() if action.isChecked()),
            *others,
        ]
        self._settle()
        self.edited.emit()

    def _settle(self) -> None:
        words = [self._labels.get(code, code) for code in self._chosen]
        text = words[0] if words else NON_RENSEIGNE
        if len(words) > 1:
            text = f"{text} + {len(words) - 1}"
        self.setText(text.replace("&", "&&"))
        self.setToolTip("\n".join(words))


class _StayingMenu(QMenu):
    """A menu that a choice does not close: several are made one after the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Plusieurs choix possibles")

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Check what was clicked and stay."""
        action = cast("QAction | None", self.actionAt(event.position().toPoint()))
        if action is None:
            super().mouseReleaseEvent(event)
        else:
            action.trigger()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space checks and stays; Entrée checks and closes, Échap closes."""
        action = cast("QAction | None", self.activeAction())
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)
