"""A closed question answered with one figure, as it stands on paper."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from desktop.ui.widgets.fields import Raw

AnswerT = TypeVar("AnswerT", bound=Enum | bool)
_TOP_ROW = {"à": 0, "&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "è": 7, "_": 8, "ç": 9}
"""What the figures of a French keyboard write without Maj."""
_LONG = 16
"""Letters beyond which an answer has a line for itself."""


def figure_of_key(text: str) -> int | None:
    """Return the figure that a key means, with or without Maj; None for another key."""
    if text in _TOP_ROW:
        return _TOP_ROW[text]
    return int(text) if text.isascii() and text.isdecimal() else None


class NumberedChoice(QWidget, Generic[AnswerT]):
    """A field of `EntityForm`: numbered answers; its figure chooses one and goes on.

    0, Suppr or Retour arrière takes the answer back: None is « non renseigné ».
    """

    edited = Signal()

    def __init__(self, labels: Mapping[AnswerT, str]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._answers = list(labels)
        self._buttons: list[QPushButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        columns = 1 if any(len(words) > _LONG for words in labels.values()) else 2
        for rank, words in enumerate(labels.values()):
            button = QPushButton(f"{rank + 1}  {words}".replace("&", "&&"))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "filtre")
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus if rank else Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, rank=rank: self._press(rank))
            grid.addWidget(button, rank // columns, rank % columns)
            self._buttons.append(button)
        self.setFocusProxy(self._buttons[0])

    def value(self) -> Any:
        """Return the answer, or None."""
        for answer, button in zip(self._answers, self._buttons, strict=True):
            if button.isChecked():
                return answer
        return None

    def set_value(self, value: Any) -> None:
        """Show an answer, or none."""
        for answer, button in zip(self._answers, self._buttons, strict=True):
            button.setChecked(value is not None and answer == value)

    def raw(self) -> Raw:
        """Return the answer as a code, for autosave."""
        value: Raw | Enum = self.value()
        return cast("Raw", value.value) if isinstance(value, Enum) else value

    def set_raw(self, raw: Raw) -> None:
        """Show the code of an answer kept by autosave."""
        self.set_value(raw)

    def problem(self) -> str:
        """Return an empty text: a question may stay without answer."""
        return ""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first answer."""
        self._buttons[0].setFocus(event.reason())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with a figure and go on; 0 or Suppr takes the answer back."""
        figure = figure_of_key(event.text()) if event.text() else None
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            figure = 0
        if figure is None or figure > len(self._answers):
            super().keyPressEvent(event)
            return
        self.set_value(self._answers[figure - 1] if figure else None)
        self.edited.emit()
        if figure:
            self.focusNextChild()

    def _press(self, rank: int) -> None:
        chosen = self._buttons[rank].isChecked()
        self.set_value(self._answers[rank] if chosen else None)
        self.edited.emit()
