"""The object of a visit as six large buttons, pressed with the keys 1 to 6."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from desktop.domain.relogement.codes import ObjetContact
from desktop.ui.relogement.words import VISITE_OBJETS
from desktop.ui.widgets.fields import Raw

_TOP_ROW = {"&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6}
"""What the figures of a French keyboard write without Maj."""


def objet_of_key(text: str) -> ObjetContact | None:
    """Return the object that a key chooses: 1 to 6, with or without Maj."""
    rank = _TOP_ROW.get(text) or (int(text) if text.isascii() and text.isdecimal() else 0)
    objets = list(VISITE_OBJETS)
    return objets[rank - 1] if 1 <= rank <= len(objets) else None


class ObjetField(QWidget):
    """A field of `EntityForm`; one button is down, or none while nothing was chosen.

    `chosen` is emitted on a choice by hand, after `edited`.
    """

    edited = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons: dict[ObjetContact, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for rank, (objet, words) in enumerate(VISITE_OBJETS.items()):
            button = QPushButton(f"{rank + 1}  {words}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "filtre")
            button.setObjectName(f"objet_{objet.value}")
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, objet=objet: self.choose(objet))
            grid.addWidget(button, rank // 2, rank % 2)
            self._buttons[objet] = button
        self.setFocusProxy(self._buttons[ObjetContact.PROPOSITION])

    def choose(self, objet: ObjetContact) -> None:
        """Press a button, as by hand."""
        self.set_value(objet)
        self.edited.emit()
        self.chosen.emit()

    def value(self) -> Any:
        """Return the chosen object, or None."""
        return next((objet for objet, one in self._buttons.items() if one.isChecked()), None)

    def set_value(self, value: Any) -> None:
        """Press a button; an object that has none releases them all."""
        for objet, button in self._buttons.items():
            button.setChecked(objet == value)

    def raw(self) -> Raw:
        """Return the chosen code, for autosave."""
        value = self.value()
        return value.value if value is not None else None

    def set_raw(self, raw: Raw) -> None:
        """Press the button of a code kept by autosave."""
        self.set_value(raw)

    def problem(self) -> str:
        """Ask for an object when none was chosen."""
        if self.value() is None:
            return "Choisissez l’objet de la visite (touches 1 à 6)."
        return ""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the first button."""
        self._buttons[ObjetContact.PROPOSITION].setFocus(event.reason())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with 1 to 6 while one of the buttons has the focus."""
        objet = objet_of_key(event.text())
        if objet is None:
            super().keyPressEvent(event)
        else:
            self.choose(objet)
