"""A window's surroundings: an open carnet with both espaces, its worker and its bus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.bootstrap import Carnet
from desktop.ui import theme
from desktop.ui.bus import Bus
from desktop.ui.context import UiContext
from desktop.ui.tab import Tab
from desktop.ui.tasks import TaskRunner
from tests.carnets import open_carnet

OFFICE_TYPE = 13
"""Size of the type of « clair », in pixels."""


@pytest.fixture(autouse=True)
def theme_of_the_office() -> Iterator[None]:
    """Give the next test the theme of the first one, whatever a window was dressed in."""
    yield
    shown = theme.current()
    if (shown.name, shown.size("base")) != ("clair", OFFICE_TYPE):
        theme.apply(QApplication.instance())


@pytest.fixture
def carnet(carnet_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    folder = Path(shutil.copytree(carnet_template, tmp_path / "donnees"))
    opened = open_carnet(folder)
    yield opened
    opened.close()


@pytest.fixture
def context(carnet: Carnet, qapp: object) -> Iterator[UiContext]:
    bus = Bus()
    runner = TaskRunner(bus)
    faults: list[object] = []
    runner.crashed.connect(faults.append)
    yield UiContext(carnet, runner, bus)
    runner.close()
    assert faults == []


@pytest.fixture
def settle(qtbot, context: UiContext) -> Callable[[], None]:
    """Wait until no task is queued, running or to be delivered, on any lane."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not context.tasks._tasks, timeout=10_000)

    return wait


@pytest.fixture
def show_tab(context: UiContext, qtbot, settle: Callable[[], None]) -> Iterator[Callable[..., Tab]]:
    """Show a tab of the class given, at rest; its drafts are flushed at the end, as locking does.

    No autosave may come after the espace is closed.
    """
    made: list[Tab] = []

    def show(kind: type[Tab]) -> Tab:
        tab = kind(context)
        made.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1366, 700)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.activateWindow()
        tab.load()
        settle()
        return tab

    yield show
    for tab in made:
        tab.flush_drafts()
    settle()


@pytest.fixture
def messages(context: UiContext) -> list[object]:
    """Collect what the bus tells the agent."""
    told: list[object] = []
    context.bus.message.connect(told.append)
    return told
