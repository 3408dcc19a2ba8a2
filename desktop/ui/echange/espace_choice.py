"""Which espace a file is for: one file never holds two."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from desktop.domain.espaces import Espace
from desktop.formats import typo
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange import memory
from desktop.ui.widgets.plain import plain_label


class EspaceChoice(QWidget):
    """A radio button per open espace; a single open espace is only named."""

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._held = context.carnet.espaces()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        chosen = memory.last_espace(context)
        if len(self._held) == 1:
            row.addWidget(plain_label(typo(f"Espace : {ESPACE[chosen]}"), "titre-carte"))
        else:
            row.addWidget(plain_label("Espace", "libelle"))
            for rank, espace in enumerate(self._held):
                button = QRadioButton(f"&{ESPACE[espace]}")
                button.setAccessibleName(f"Espace {ESPACE[espace]}")
                button.setChecked(espace is chosen)
                self._group.addButton(button, rank)
                row.addWidget(button)
                if espace is chosen:
                    self.setFocusProxy(button)
            self._group.idToggled.connect(self._on_toggled)
        row.addStretch()

    def value(self) -> Espace:
        """Return the chosen espace."""
        rank = self._group.checkedId()
        return self._held[max(rank, 0)]

    def choose(self, espace: Espace) -> None:
        """Choose an espace."""
        button = self._group.button(self._held.index(espace))
        if button is not None:
            button.setChecked(True)

    def _on_toggled(self, _rank: int, checked: bool) -> None:  # noqa: FBT001 - Qt sends it by position
        if checked:
            memory.keep_espace(self._context, self.value())
            self.changed.emit()
