"""A choice among hundreds of rows, found by typing a few words of its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit
from typing_extensions import override

from desktop.formats import fold
from desktop.ui import theme
from desktop.ui.widgets.fields import Raw

_CODE = "="
_MOST = 200


class SearchChoice(QLineEdit):
    """A field of `EntityForm`: the id of a row, chosen by its label.

    Every word typed must be found in the label, in any order and without accents: « mej b 12 »
    finds « Méjanes · B · 3e · 12 ». ↓ opens the list.
    """

    edited = Signal()

    def __init__(self, hint: str, unknown: str, gone: str) -> None:
        """Build the field.

        Args:
            hint: What to type.
            unknown: The sentence for a text that is no label.
            gone: What is shown for a row that is not in the list any more.
        """
        super().__init__()
        self._unknown = unknown
        self._gone = gone
        self._code: str | None = None
        self._labels: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self.setPlaceholderText(hint)
        self.addAction(theme.icon("bas", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._matches = QStringListModel(self)
        self._completer = QCompleter(self._matches, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._completer.activated.connect(self._take)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._on_edited)

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """Replace the choices; the chosen one stays."""
        self._labels = dict(labels)
        self._codes = {fold(label): code for code, label in labels.items()}
        self._matches.setStringList(self.matches(""))
        if self._code is not None:
            self.set_value(self._code)

    def add_label(self, code: str, label: str) -> None:
        """Offer one more choice, or give it its present label."""
        if self._labels.get(code) != label:
            self.set_labels({**self._labels, code: label})

    def matches(self, typed: str) -> list[str]:
        """Return the labels that hold all the typed words."""
        words = fold(typed).split()
        found = [label for label in self._labels.values() if _holds(label, words)]
        return found[:_MOST]

    def value(self) -> Any:
        """Return the id of the chosen row, or None."""
        return self._code

    def set_value(self, value: Any) -> None:
        """Show the label of a row."""
        self._code = value
        self.setText(self._labels.get(value, self._gone if self._labels else "") if value else "")
        self.setCursorPosition(0)

    def raw(self) -> Raw:
        """Return the chosen row, or the text as typed."""
        return f"{_CODE}{self._code}" if self._code is not None else self.text()

    def set_raw(self, raw: Raw) -> None:
        """Show what autosave kept."""
        text = str(raw or "")
        if text.startswith(_CODE):
            self.set_value(text.removeprefix(_CODE))
        else:
            self._code = None
            self.setText(text)

    def problem(self) -> str:
        """Say that the text is none of the labels."""
        return self._unknown if self.text().strip() and self._code is None else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the whole list with ↓."""
        if event.key() == Qt.Key.Key_Down:
            self._offer(self.matches("" if self._code else self.text()))
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._code = self._codes.get(fold(text.strip()))
        found = self.matches(text)
        if found and self._code is None:
            self._offer(found)
        else:
            self._matches.setStringList(found)
            if (popup := self._completer.popup()) is not None:
                popup.hide()
        self.edited.emit()

    def _offer(self, found: list[str]) -> None:
        """Open the list, which Qt makes without a parent, in the theme of the field."""
        self._matches.setStringList(found)
        if (popup := self._completer.popup()) is not None:
            theme.dress_alone(popup)
        self._completer.complete()

    @Slot(str)
    def _take(self, label: str) -> None:
        self.set_value(self._codes.get(fold(label)))
        self.edited.emit()


def _holds(label: str, words: list[str]) -> bool:
    folded = fold(label)
    return all(word in folded for word in words)
