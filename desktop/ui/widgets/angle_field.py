"""A position as two fields, latitude and longitude, stored in 1e-7 degree (WGS 84)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop.domain.checks import LAT_MAX_E7, LON_MAX_E7
from desktop.formats import EAST_WEST, NORTH_SOUTH, angle, parse_angle, parse_position
from desktop.ui.widgets.fields import Raw, TextField

_LENGTH = 60
_E7 = 10_000_000


class AngleField(TextField):
    """One coordinate that may be empty: « 43,5297° N », « 43.5297 », « -5,4 »."""

    def __init__(self, word: str, example: str, letters: str, most_e7: int) -> None:
        super().__init__(_LENGTH)
        self._word = word
        self._example = example
        self._letters = letters
        self._most_e7 = most_e7
        self.setPlaceholderText(example)
        self.editingFinished.connect(self._tidy)

    @override
    def value(self) -> Any:
        """Return the angle in 1e-7 degree, or None."""
        found = parse_angle(self.text(), self._letters)
        return found if found is not None and abs(found) <= self._most_e7 else None

    @override
    def set_value(self, value: Any) -> None:
        """Show an angle, to its last decimal."""
        super().set_value("" if value is None else angle(value, self._letters))

    @override
    def problem(self) -> str:
        """Say how to write this coordinate when it is not understood."""
        if self.text().strip() and self.value() is None:
            most = self._most_e7 // _E7
            return f"Écrivez la {self._word} ainsi : {self._example} (de −{most} à {most})."
        return ""

    @Slot()
    def _tidy(self) -> None:
        if (value := self.value()) is not None:
            self.set_value(value)


class LatitudeField(AngleField):
    """The latitude, with its `longitude`: a whole position pasted here fills both.

    « 43.5297, 5.4474 », as maps give it, is shared out when it is pasted or once it is typed.
    """

    def __init__(self) -> None:
        super().__init__("latitude", "43,5297", NORTH_SOUTH, LAT_MAX_E7)
        self.longitude = AngleField("longitude", "5,4474", EAST_WEST, LON_MAX_E7)
        self._length = 0
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._share_out)

    @override
    def set_value(self, value: Any) -> None:
        """Show a latitude."""
        super().set_value(value)
        self._length = len(self.text())

    @override
    def set_raw(self, raw: Raw) -> None:
        """Show a text as it was typed."""
        super().set_raw(raw)
        self._length = len(self.text())

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        pasted = len(text) > self._length + 1  # a hand types one sign at a time
        self._length = len(text)
        if pasted:
            self._share_out()

    @Slot()
    def _share_out(self) -> None:
        found = None if self.value() is not None else parse_position(self.text())
        if found is not None:
            self.set_value(found[0])
            self.longitude.set_value(found[1])
            self.edited.emit()
            self.longitude.edited.emit()
