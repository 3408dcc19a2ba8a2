"""Filters as a row of toggles."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop.ui import theme

_PADDING = 2 * 14


class FilterChips(QWidget):
    """Toggles by code; `changed(frozenset of codes)` after each press.

    With `exclusive`, pressing one releases the others; none pressed means no filter.
    """

    changed = Signal(object)

    def __init__(
        self,
        labels: Mapping[str, str],
        *,
        exclusive: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exclusive = exclusive
        self._chips: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for code, label in labels.items():
            chip = QPushButton(label)
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setProperty("role", "filtre")
            chip.setObjectName(f"filtre_{code}")
            chip.setAccessibleName(f"Filtre {label.replace('&', '')}")
            chip.clicked.connect(lambda _checked, code=code: self._on_click(code))
            self._chips[code] = chip
            _reserve(chip)
            row.addWidget(chip)
        row.addStretch()

    def active(self) -> frozenset[str]:
        """Return the codes of the pressed toggles."""
        return frozenset(code for code, chip in self._chips.items() if chip.isChecked())

    def set_active(self, codes: Collection[str]) -> None:
        """Press exactly these toggles, without signal."""
        for code, chip in self._chips.items():
            chip.setChecked(code in codes)

    def set_count(self, code: str, label: str) -> None:
        """Change the words of a toggle, for instance to show a count."""
        self._chips[code].setText(label)
        _reserve(self._chips[code])

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Keep the room of the words in the type of now."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            for chip in self._chips.values():
                _reserve(chip)

    def _on_click(self, code: str) -> None:
        if self._exclusive and self._chips[code].isChecked():
            self.set_active({code})
        self.changed.emit(self.active())


def _reserve(chip: QPushButton) -> None:
    """Keep room for the bold words of a pressed toggle: the size hint knows the plain ones."""
    metrics = QFontMetrics(theme.current().font(bold=True))
    chip.setMinimumWidth(metrics.horizontalAdvance(chip.text().replace("&", "")) + _PADDING)
