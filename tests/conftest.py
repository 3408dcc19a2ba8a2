"""Strict surroundings for every test: nothing real is touched, nothing is left running.

What a test may have to announce: a test that makes the program log a warning asks for
`caplog`, and says there what it expects. Everything else is automatic.
"""

from __future__ import annotations

import atexit
import gc
import logging
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.pannes import pytest_configure, pytest_terminal_summary, pytest_unconfigure

__all__ = ["pytest_configure", "pytest_terminal_summary", "pytest_unconfigure"]

ROOT = Path(__file__).resolve().parents[1]
REAL_PHOTOS = ROOT.parent / "shared" / "photos-reelles"
GRACE_SECONDS = 2.0
"""How long a thread that was told to stop may take to do so."""

# --- before Qt is imported: no screen, and none of this person's folders ------------------

_HOME = Path(tempfile.mkdtemp(prefix="carnet-tests-"))
_HOME.chmod(0o700)  # Qt refuses a runtime folder that others can read
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "XDG_RUNTIME_DIR",
):
    os.environ[_name] = str(_HOME)
for _name in [name for name in os.environ if name.startswith("CARNET_") and name != "CARNET_LONG"]:
    del os.environ[_name]

# --- Hypothesis: the same examples on every machine, many more in a long campaign ---------

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no fault of the test
)
settings.register_profile(
    "long",
    settings.get_profile("ci"),
    derandomize=False,
    max_examples=20 * settings.get_profile("ci").max_examples,
)
settings.load_profile("long" if os.environ.get("CARNET_LONG") else "ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the real photos where they are not beside the checkout."""
    if REAL_PHOTOS.is_dir():
        return
    absent = pytest.mark.skip(reason="../shared/photos-reelles absent de cette machine")
    for item in items:
        if item.get_closest_marker("photos_reelles"):
            item.add_marker(absent)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Make any connection but a local Unix socket fail the test that tries it."""

    def refuse(sock: socket.socket, address: object) -> object:
        if sock.family == getattr(socket, "AF_UNIX", None):
            return connect(sock, address)
        pytest.fail(f"the application is offline, yet something connects to {address}")

    connect = socket.socket.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.fixture(scope="session")
def qapp(qapp: object) -> object:
    """Give the tests an application as ours starts it: no cycle is collected under its hands."""
    from desktop.ui.collector import Collector

    Collector.stand()
    return qapp


@pytest.fixture(autouse=True)
def cycles_collected() -> Iterator[None]:
    """Collect between two tests, where Python left it to an event loop that may never run."""
    yield
    if not gc.isenabled() and "desktop.ui.collector" in sys.modules:
        from desktop.ui.collector import Collector

        Collector.stand().collect()


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread, a child process or an open window behind."""
    threads = set(threading.enumerate())
    children = set(multiprocessing.active_children())
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    left = [*_threads_left(threads, deadline), *_qt_left(deadline)]
    for child in set(multiprocessing.active_children()) - children:
        child.join(max(0.0, deadline - time.monotonic()))
        if child.is_alive():
            child.terminate()
            left.append(f"child process {child.name}")
    if left:
        pytest.fail("left behind by this test: " + ", ".join(left), pytrace=False)


def _threads_left(before: set[threading.Thread], deadline: float) -> list[str]:
    left = []
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):
            continue  # a thread of Qt that once ran Python; Python never sees it end
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            target = getattr(thread, "_target", None)
            left.append(f"thread {thread.name} ({getattr(target, '__qualname__', target)})")
    return left


def _qt_left(deadline: float) -> list[str]:
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    left = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            left.append(f"window {type(window).__name__} « {window.windowTitle()} »")
            window.close()  # or every later test would be accused
    remaining_ms = int(1000 * max(0.0, deadline - time.monotonic()))
    if not QThreadPool.globalInstance().waitForDone(remaining_ms):
        left.append("work in Qt's global thread pool")
    return left


class _Collector(logging.Handler):
    """Keeps what was logged as a warning or worse, from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unannounced_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that makes the program log a warning without asking for `caplog`."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        lines = " | ".join(collector.lines)
        pytest.fail(f"logged and not announced by `caplog`: {lines}", pytrace=False)


@pytest.fixture(scope="session")
def carnet_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data folder once, to be copied: creating costs four times more than copying."""
    from tests.carnets import make_carnet

    folder = tmp_path_factory.mktemp("modele") / "carnet"
    make_carnet(folder)
    return folder
