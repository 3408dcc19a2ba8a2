"""Crash dialog: the report is exact, complete and free of data; nothing vanishes."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop.ui.crash_dialog import CrashDialog, report_text
from desktop.ui.faults import CrashReporter, Fault, FaultCatcher

pytestmark = pytest.mark.gui

SECRET = "DUPONT-ESSAI"


def fault() -> Fault:
    try:
        try:
            {}[SECRET]
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        return Fault.of(error)


@pytest.fixture
def catcher(qapp):
    catcher = FaultCatcher()
    catcher.install()
    yield catcher
    catcher.uninstall()


def test_fault_names_types_and_lines_of_the_whole_chain_but_no_value():
    described = fault()

    assert described.kind == "ValueError"
    assert "ValueError" in described.trace
    assert "KeyError" in described.trace
    assert "test_crash_dialog.py, ligne" in described.trace
    assert SECRET not in described.trace


def test_dialog_shows_copies_and_saves_exactly_the_same_text(qtbot, tmp_path):
    dialog = CrashDialog(report_text(fault(), "0.1.0"))
    qtbot.addWidget(dialog)

    dialog.findChild(QPushButton, "copier").click()
    dialog.save_to(tmp_path / "rapport.txt")

    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert shown == dialog.report()
    assert QGuiApplication.clipboard().text() == shown
    assert (tmp_path / "rapport.txt").read_text(encoding="utf-8") == shown
    assert "Carnet de quartier 0.1.0" in shown


def test_repeated_fault_is_counted_in_the_open_dialog(qtbot):
    reporter = CrashReporter("0.1.0")
    reporter.show_fault(fault())
    dialog = reporter._dialog
    qtbot.addWidget(dialog)

    reporter.show_fault(fault())
    reporter.show_fault(fault())

    assert reporter._dialog is dialog
    assert dialog._again.text() == "3 imprévus depuis l’ouverture de cette fenêtre."
    dialog.findChild(QPushButton, "fermer").click()
    assert not dialog.isVisible()


def test_exception_that_nothing_handles_is_caught_and_logged_without_data(catcher, qtbot, caplog):
    error = RuntimeError(SECRET)

    with qtbot.waitSignal(catcher.caught, timeout=1000) as caught:
        sys.excepthook(RuntimeError, error, None)

    assert caught.args[0].kind == "RuntimeError"
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text


def test_exception_of_a_thread_is_told_in_the_ui_thread(catcher, qtbot, caplog):
    told = []
    catcher.caught.connect(lambda fault: told.append((fault.kind, threading.get_ident())))

    def broken():
        raise OSError(SECRET)

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: told != [], timeout=5000)

    assert told == [("OSError", threading.get_ident())]
    assert SECRET not in caplog.text


def test_hooks_are_given_back():
    catcher = FaultCatcher()
    catcher.install()

    catcher.uninstall()

    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
