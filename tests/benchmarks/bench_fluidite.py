"""Longest gap of the event loop while photos are imported and reports are made.

    .venv/bin/python tests/benchmarks/bench_fluidite.py [--photos 24] [--seconds 5]

A timer ticks every 5 ms in the thread of the window. A tick that comes late was held up by
something: the longest time between two ticks is what the agent would feel as a frozen key.
The same is measured beside it with an idle window, on the same machine and at the same moment:
what a busy machine costs is in both. The windows are drawn off screen, over a carnet of
fictional data. Fails when a gap passes the target and is more than twice the idle one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TARGET_MS = 100.0
TICK_MS = 5
BEYOND_IDLE = 2.0


class Ticks:
    """Counts ticks of the event loop and keeps the longest gaps."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.gaps: list[float] = []

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def during(self, running: Callable[[], bool]) -> dict[str, float]:
        """Turn the event loop while something runs and return the gaps in milliseconds."""
        from PySide6.QtCore import QCoreApplication, QEventLoop

        self.gaps = []
        self._last = time.perf_counter()
        started = self._last
        self._timer.start()
        while running():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._timer.stop()
        ordered = sorted(self.gaps) or [0.0]
        return {
            "ticks": len(ordered),
            "longest": ordered[-1],
            "p99": ordered[int(len(ordered) * 0.99)],
            "seconds": time.perf_counter() - started,
        }


def measure(folder: Path, count: int, seconds: float) -> dict[str, dict[str, float]]:
    """Return the gaps of an idle window, of an import and of its reports."""
    from desktop.domain.drafts import MarcheDraft
    from desktop.domain.espaces import Espace
    from desktop.ui import app
    from desktop.ui.main_window import MainWindow
    from tests.benchmarks.bench_photos import make_photos
    from tests.carnets import make_carnet, open_carnet

    (folder / "carte").mkdir()
    make_photos(folder / "carte", count)
    make_carnet(folder / "carnet")
    carnet = open_carnet(folder / "carnet")
    app.make_application(carnet)
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 20))
    ).valeur
    window = MainWindow(carnet)
    window.resize(1366, 768)
    window.show()
    app.settle(window)
    tab_area = window.tab_area
    if tab_area is None:
        raise SystemExit("the window is locked")
    tab_area.open_record(Espace.TERRAIN, "marche", marche.id)
    app.settle(window)
    tab: Any = tab_area.current
    tasks, found = window.context.tasks, {}

    def idle() -> Callable[[], bool]:
        end = time.perf_counter() + seconds
        return lambda: time.perf_counter() < end

    def busy() -> bool:
        return bool(tasks._tasks)

    found["repos"] = Ticks().during(idle())
    tab.photos.start(marche.id, [folder / "carte"])
    found["import"] = Ticks().during(busy)
    if len(carnet.diagnostics.photo_ids(marche.id)) != count:
        raise SystemExit("photos are missing")
    found["repos après"] = Ticks().during(idle())
    tab._open_rapport(marche.id)
    found["compte rendu"] = Ticks().during(busy)
    row = carnet.photos.imports()[0].id
    rapports = carnet.rapports(Espace.TERRAIN)
    tasks.run(lambda _task: rapports.bilan_import(row), owner=window, done=lambda _pdf: None)
    found["bilan d’import"] = Ticks().during(busy)
    tab.rapport.close_document()
    window._may_close = True
    window.close()
    tasks.close()
    carnet.close()
    return found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description="Fluidité de la fenêtre pendant un long travail")
    parser.add_argument("--photos", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-fluidite-") as name:
        found = measure(Path(name), options.photos, options.seconds)
    idle = max(found["repos"]["longest"], found["repos après"]["longest"])
    say(f"{'':<16}{'durée':>8}{'battements':>12}{'99 %':>9}{'plus long':>11}{'rapport':>9}")
    failed = []
    for what, gaps in found.items():
        ratio = gaps["longest"] / idle
        say(
            f"{what:<16}{gaps['seconds']:>6.1f} s{gaps['ticks']:>12.0f}{gaps['p99']:>6.1f} ms"
            f"{gaps['longest']:>8.1f} ms{ratio:>8.1f}x"
        )
        if gaps["longest"] > TARGET_MS and ratio > BEYOND_IDLE:
            failed.append(what)
    say(f"\nObjectif : aucun trou au-delà de {TARGET_MS:.0f} ms — "
        f"{'MANQUÉ : ' + ', '.join(failed) if failed else 'atteint'}")  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
