"""The guards of tests/conftest.py can fail: each one accuses the test that breaks its rule."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OFFENDERS = """
import logging, multiprocessing, os, socket, threading, time
from PySide6.QtWidgets import QWidget

KEPT = []

def test_leaves_a_thread():
    KEPT.append(threading.Event())
    threading.Thread(target=KEPT[-1].wait, daemon=True).start()

def test_leaves_a_window(qapp):
    KEPT.append(QWidget())
    KEPT[-1].show()

def test_leaves_a_child_process():
    multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,)).start()

def test_logs_a_warning():
    logging.getLogger("desktop.essai").warning("not announced")

def test_connects():
    with socket.socket() as sock:
        sock.connect(("127.0.0.1", 9))

def test_announces_its_warning(caplog):
    logging.getLogger("desktop.essai").warning("announced")

def test_closes_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

def test_ends_its_thread():
    threading.Thread(target=time.sleep, args=(0.05,)).start()

def test_has_no_real_home():
    assert "carnet-tests-" in os.path.expanduser("~")
"""

ACCUSED = {
    "test_leaves_a_thread": r"left behind by this test: thread .*Event\.wait",
    "test_leaves_a_window": r"left behind by this test: window QWidget",
    "test_leaves_a_child_process": r"left behind by this test: child process",
    "test_logs_a_warning": r"not announced by `caplog`: desktop\.essai: WARNING",
    "test_connects": r"the application is offline",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offenders")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    (folder / "test_offenders.py").write_text(OFFENDERS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-rA"]
    finished = subprocess.run(  # noqa: S603 - our own interpreter and files
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return finished.stdout


@pytest.mark.parametrize("offender", ACCUSED)
def test_offender_is_accused_by_name_and_cause(report, offender):
    summary = re.findall(rf"^(?:FAILED|ERROR) \S+::{offender} - .*", report, re.MULTILINE)

    assert len(summary) == 1
    assert re.search(ACCUSED[offender], report)


def test_nobody_else_is_accused(report):
    accused = re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", report, re.MULTILINE)

    assert sorted(accused) == sorted(ACCUSED)
