"""The keys of « Saisie du carnet »: one hand on the lines, no mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

EVERY_KEY = (
    "L levé · P persiste · A aggravé · M amélioré · N non vu · 3 2 1 0 note · S sans objet · "
    "V non vu · Entrée ligne suivante · ← ligne précédente · Page suivante : page du carnet · "
    "X précision · Suppr effacer · Z annuler · G aller là où la saisie s’est arrêtée"
)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CarnetKeys(QObject):
    """Watches the table of lines, and says what the agent asks for.

    Signals: `stepped(lines)`, `paged(pages)`, `confirmed` (Entrée), `typed(text)` for every
    other sign, `erased`.
    """

    stepped = Signal(int)
    paged = Signal(int)
    confirmed = Signal()
    typed = Signal(str)
    erased = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are ours; the others go on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle(event)
        return super().eventFilter(watched, event)

    def _handle(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() not in _PLAIN:
            return False
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _PAGES:
            self.paged.emit(_PAGES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.erased.emit()
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            return False
        return True
