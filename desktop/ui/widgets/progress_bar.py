"""Long work: label, counts, remaining time after three seconds, « Interrompre »."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label

_ESTIMATE_AFTER_MS = 3000
_MINUTE = 60


class ProgressStrip(QWidget):
    """Shown while a task runs; the owner calls `start`, `advance` and `finish`."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = QElapsedTimer()
        self._label = plain_label()
        self._counts = plain_label(role="discret")
        self._counts.setObjectName("comptes")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._stop = secondary_button("Interrompre")
        self._stop.setObjectName("interrompre")
        self._stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self._label, self._counts, self._bar, self._stop):
            row.addWidget(widget)
        row.addStretch()
        self.hide()

    def start(self, label: str, *, cancellable: bool = True) -> None:
        """Show the strip with an end that is not yet known."""
        self._clock.start()
        self._label.setText(label)
        self._stop.setVisible(cancellable)
        self._stop.setEnabled(True)
        self._stop.setText("Interrompre")
        self._bar.setRange(0, 0)
        self._counts.setText("")
        self._bar.setAccessibleName(label)
        self.show()

    def advance(self, done: int, total: int, label: str = "") -> None:
        """Show how far the work is; `total` 0 means that the end is not known."""
        if label:
            self._label.setText(label)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._counts.setText(counts_text(done, total, self._clock.elapsed()))

    def finish(self) -> None:
        """Hide the strip."""
        self.hide()

    def _on_stop(self) -> None:
        self._stop.setEnabled(False)
        self._stop.setText("Interruption…")
        self.cancelled.emit()


def counts_text(done: int, total: int, elapsed_ms: int) -> str:
    """Return « 12 sur 60 · encore 40 s environ »; no estimate before three seconds."""
    if total <= 0:
        return ""
    counts = f"{done} sur {total}"
    if elapsed_ms < _ESTIMATE_AFTER_MS or not 0 < done < total:
        return counts
    seconds = max(1, round(elapsed_ms / 1000 * (total - done) / done))
    if seconds < _MINUTE:
        return f"{counts} · encore {seconds} s environ"
    return f"{counts} · encore {round(seconds / _MINUTE)} min environ"
