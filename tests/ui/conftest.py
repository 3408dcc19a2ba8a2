"""A window's surroundings: an open carnet with both espaces, its worker and its bus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.ui.bus import Bus
from desktop.ui.context import UiContext
from desktop.ui.tasks import TaskRunner
from tests.carnets import open_carnet


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
