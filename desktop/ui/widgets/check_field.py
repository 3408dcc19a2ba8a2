"""A box to tick as a field of a form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from desktop.ui.widgets.fields import Raw


class CheckField(QCheckBox):
    """True when ticked, else False: there is no « non renseigné »."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.clicked.connect(lambda _checked: self.edited.emit())

    def value(self) -> Any:
        """Say whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def raw(self) -> Raw:
        """Say whether it is ticked."""
        return self.isChecked()

    def set_raw(self, raw: Raw) -> None:
        """Show what autosave kept."""
        self.setChecked(raw is True)

    def problem(self) -> str:
        """Return an empty text: it is always understood."""
        return ""
