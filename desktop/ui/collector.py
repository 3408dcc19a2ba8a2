"""Collects cycles of Python objects in the thread of the widgets, from its event loop only.

A screen that nothing shows any more is often part of a cycle, and Python looks for cycles
wherever something is made. In a worker it would have Qt destroy widgets off their thread and keep
their dead addresses in the cache of the style sheet; between two widgets of a list that Qt has
just handed over (`topLevelWidgets`, or a style sheet being laid) it would take the next one away.
Both end the process, now or at the next change of theme.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from shiboken6 import isValid

_PACE_MS = 1000


class Collector(QObject):
    """Stands in for Python's own pace from the first widget to the end of the process.

    It is never given back: windows close, yet threads and forgotten screens may outlive them.
    """

    _standing: Collector | None = None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @classmethod
    def stand(cls) -> Collector:
        """Return the collector of the running application, on duty from the first call.

        To be called in the thread of the widgets.
        """
        gc.disable()
        if cls._standing is None or not isValid(cls._standing):
            application = QCoreApplication.instance()
            if application is None:
                raise RuntimeError("there is no application yet")
            cls._standing = cls(application)
        return cls._standing

    @staticmethod
    def spare() -> None:
        """Look no more at what is there now: to be called when the whole window is built.

        Modules and pages are a quarter of a million objects that all stay: going through them
        again every other minute froze the window for a tenth of a second.
        """
        gc.freeze()

    @staticmethod
    def resume() -> None:
        """Look at everything again: the pages are being put away."""
        gc.unfreeze()

    @Slot()
    def collect(self) -> None:
        """Collect the youngest generations that have grown beyond Python's thresholds."""
        due = [
            count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)
        ]
        if True in due:
            gc.collect(max(index for index, grown in enumerate(due) if grown))
