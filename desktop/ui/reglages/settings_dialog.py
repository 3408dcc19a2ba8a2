"""« Réglages… » of this poste: look, lock delay, mode terrain."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.formats import plural
from desktop.settings import THEMES
from desktop.ui.context import UiContext
from desktop.ui.reglages.dialog import WorkDialog

_MINUTES = (1, 2, 3, 5, 10, 15)
_LABELS = {"clair": "Clair", "sombre": "Sombre", "contraste": "Contraste élevé"}


class SettingsDialog(WorkDialog):
    """Emits `chosen(Reglages)`; the window applies and keeps them."""

    chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Réglages", "Ces réglages valent pour ce poste.", "&Enregistrer", parent
        )
        settings = context.carnet.reglages
        self._theme = QComboBox()
        self._theme.addItems([_LABELS[name] for name in THEMES])
        self._theme.setCurrentIndex(THEMES.index(settings.theme))
        self._choices = sorted({*_MINUTES, settings.verrouillage_min})
        self._minutes = QComboBox()
        self._minutes.addItems([plural(minutes, "minute") for minutes in self._choices])
        self._minutes.setCurrentIndex(self._choices.index(settings.verrouillage_min))
        self._terrain = QCheckBox("&Mode terrain : grands caractères, contraste élevé (F11)")
        self._terrain.setAccessibleName("Mode terrain")
        self._terrain.setChecked(settings.mode_terrain)
        self.step.add_field("theme", "&Thème", self._theme)
        self.step.add_field(
            "verrouillage_min", "&Verrouiller après une inactivité de", self._minutes
        )
        self.step.add_field("mode_terrain", "", self._terrain)

    def submit(self) -> None:
        """Hand the settings over."""
        chosen = replace(
            self.context.carnet.reglages,
            theme=THEMES[self._theme.currentIndex()],
            verrouillage_min=self._choices[self._minutes.currentIndex()],
            mode_terrain=self._terrain.isChecked(),
        )
        self.accept()
        self.chosen.emit(chosen)
