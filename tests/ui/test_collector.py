"""Forgotten screens end in the event loop of the widgets, and never under Qt's own hands."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.bus import Bus
from desktop.ui.collector import Collector
from desktop.ui.tasks import TaskRunner

pytestmark = pytest.mark.gui

_START = """
import gc, threading
from PySide6.QtWidgets import QApplication, QComboBox
from desktop.ui import theme

class Forgotten(QComboBox):
    def __init__(self):
        super().__init__()
        self.itself = self
        self.view()  # in a window of Qt's own, that Python meets in its list
        self.ensurePolished()

application = theme.start(["essai"])
theme.apply(application)
"""
_LISTED = """
for _ in range(15):
    gc.set_threshold(1_000_000)
    for _ in range(20):
        Forgotten()
    gc.set_threshold(1, 1, 1)
    for window in QApplication.topLevelWidgets():
        window.isVisible()
print("whole")
"""
_COLLECTED_ELSEWHERE = """
def work_of_a_service():
    gc.set_threshold(1, 1, 1)
    made = [[[]] for _ in range(1000)]
    gc.set_threshold(1_000_000)

gc.set_threshold(1_000_000)
for name in ("sombre", "clair", "contraste", "sombre", "clair"):
    for _ in range(20):
        Forgotten()
    thread = threading.Thread(target=work_of_a_service)
    thread.start()
    thread.join()
    others = [bytearray(b"x" * size) for size in range(16, 600)]
    theme.apply(application, name)
print("whole")
"""


@pytest.mark.parametrize("ordeal", [_LISTED, _COLLECTED_ELSEWHERE], ids=["listed", "elsewhere"])
def test_the_process_outlives_its_forgotten_screens(ordeal):
    """Left to Python, both end it: a list of windows, a thread of a service then a theme."""
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-X", "faulthandler", "-c", _START + ordeal],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "whole\n"), run.stderr[-2000:]


class _Begins(QWidget):
    """Asks for its first reading when it is styled, as a list that is shown does."""

    def __init__(self, runner: TaskRunner) -> None:
        super().__init__()
        self.runner = runner
        self.armed = False

    @override
    def changeEvent(self, event: QEvent) -> None:
        if self.armed and event.type() is QEvent.Type.StyleChange:
            self.runner.run(lambda _context: None, owner=self, done=lambda _none: None)
        super().changeEvent(event)


def test_a_task_begun_while_the_theme_is_laid_leaves_no_worker_to_collect(qapp, qtbot):
    theme.apply(qapp)
    runner = TaskRunner(Bus())
    begins = _Begins(runner)
    qtbot.addWidget(begins)
    begins.show()
    begins.armed = True

    theme.apply(qapp, "sombre")

    assert runner._tasks
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: not runner._tasks)
    runner.close()


class _Ring:
    """A cycle: only the collector can end it."""

    def __init__(self, ends: list[str]) -> None:
        self.itself = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append("gone")


def test_what_stands_when_the_window_is_built_is_not_looked_at_until_it_is_put_away(qapp):
    ends: list[str] = []
    _Ring(ends)

    Collector.spare()
    try:
        gc.collect()
        assert ends == []
        assert gc.get_freeze_count() > 0
    finally:
        Collector.resume()

    gc.collect()
    assert ends == ["gone"]


_BORNE_BY_A_WINDOW = """
from PySide6.QtWidgets import QMainWindow, QWidget
window = QMainWindow()
theme.dress_window(application, window)
window.show()
kept = []
for name in ("sombre", "clair", "contraste", "sombre", "clair"):
    for shown in (False, True):
        page = QWidget()
        box = QComboBox(page)
        box.addItems(["un", "deux"])
        window.setCentralWidget(page)
        box.sizeHint(), box.ensurePolished()
        if shown:
            application.processEvents()
        kept.append(window.takeCentralWidget())
    kept.pop(0).deleteLater()
    gc.collect()
    application.sendPostedEvents(None, 52)
    others = [bytearray(b"x" * size) for size in range(16, 600)]
    theme.apply(application, name)
print("whole")
"""


def test_a_window_that_bears_the_style_sheet_outlives_the_pages_that_leave_it():
    start = _START.replace("theme.apply(application)", "theme.apply(application, sheet=False)")
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-X", "faulthandler", "-c", start + _BORNE_BY_A_WINDOW],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "whole\n"), run.stderr[-2000:]
