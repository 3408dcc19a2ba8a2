"""Collects cycles of Python objects in the thread of the widgets, and in no other.

A screen that nothing shows any more is often part of a cycle. Were a worker to collect it, Qt
would destroy widgets off their thread and keep their dead addresses in the cache of the style
sheet: the next change of theme would end the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_PACE_MS = 1000


class Collector(QObject):
    """Stands in for Python's own pace from the first worker to the end of the last one."""

    _standing = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        Collector._standing += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the youngest generations that have grown beyond Python's thresholds."""
        due = [
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        ]
        if True in due:
            gc.collect(max(index for index, grown in enumerate(due) if grown))

    def stop(self) -> None:
        """Give its pace back to Python: no worker of this runner is left."""
        if self._timer.isActive():
            self._timer.stop()
            Collector._standing -= 1
            if not Collector._standing:
                gc.enable()
