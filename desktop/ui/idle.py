"""Notices that nobody touches the keyboard or the mouse any more."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

_CHECK_MS = 5000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once when there was no input for the chosen minutes, dialogs included.

    It listens to the windows of the system, not to every widget, so that painting costs
    nothing. Two clocks are read: the second goes on while the laptop sleeps.
    """

    idle = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        clocks: tuple[Callable[[], float], ...] = (time.monotonic, time.time),
    ) -> None:
        super().__init__(parent)
        self._clocks = clocks
        self._last: tuple[float, ...] = ()
        self._limit_s = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self.check)

    def start(self, minutes: int) -> None:
        """Count from now."""
        self._limit_s = minutes * 60
        self._touch()
        self._watch_windows()
        self._timer.start()

    def stop(self) -> None:
        """Count no more: the carnet is locked."""
        self._timer.stop()

    @Slot()
    def check(self) -> None:
        """Emit `idle` if the time has come; called every five seconds."""
        self._watch_windows()
        now = (clock() for clock in self._clocks)
        if any(
            present - last >= self._limit_s for present, last in zip(now, self._last, strict=True)
        ):
            self.stop()
            self.idle.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the moment of each input, and let it go on."""
        if event.type() in _INPUT:
            self._touch()
        return False

    def _touch(self) -> None:
        self._last = tuple(clock() for clock in self._clocks)

    def _watch_windows(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # a filter installed twice is still one
