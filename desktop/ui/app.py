"""Starts the window: application, language, look, unexpected faults, event loop."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QSize, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.bootstrap import Carnet
from desktop.errors import UserError
from desktop.ui import theme
from desktop.ui.collector import Collector
from desktop.ui.faults import CrashReporter, FaultCatcher
from desktop.ui.main_window import TITLE, MainWindow, dress
from desktop.verrou import Verrou

SIZE = (1366, 768)
_FRAME = 40
"""What the system puts around a window, at most."""
_QUIET_ROUNDS = 8
_ROUND_S = 0.05


def run(carnet: Carnet) -> int:
    """Show the window until it is closed; return the exit code."""
    application = make_application(carnet, sheet=False)
    verrou = Verrou(carnet.dossiers.verrou)
    carnet.dossiers.create()
    verrou.take()
    catcher = FaultCatcher()
    catcher.install()
    window = make_window(carnet, catcher)
    theme.dress_window(application, window)
    window.all_built.connect(Collector.spare)
    for begins_anew in (window.entered, window.locked):
        begins_anew.connect(Collector.resume)
    try:
        show(window, window.screen().availableSize())
        return application.exec()
    finally:
        close(window)
        catcher.uninstall()
        verrou.release()


def tell(error: UserError) -> None:
    """Show, without a window behind it, why the window cannot open."""
    from desktop.ui.widgets.dialogs import show_error

    application = _application()
    theme.apply(application)
    show_error(None, error)


def capture(carnet: Carnet, path: Path, screen: str = "diagnostics") -> None:
    """Draw the window of an open carnet into a PNG of 1366 × 768, without a screen.

    `screen` is the name of a tab's package: accueil, diagnostics, relogement, microsites.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application(carnet)
    window = MainWindow(carnet)
    try:
        window.resize(*SIZE)
        window.show()
        if window.tab_area is not None:
            names = [plan.name for plan in window.tab_area.plans]
            if screen in names:
                window.tab_area.show_tab(names.index(screen))
        settle(window)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not window.grab().save(str(path), "PNG"):
            raise OSError(f"cannot write {path.name}")
    finally:
        window.context.tasks.close()
        window.hide()
        window.deleteLater()


def make_application(carnet: Carnet, *, sheet: bool = True) -> QApplication:
    """Return the application, in French, dressed with the settings of this poste.

    Without `sheet`, `theme.dress_window` is to be called once the window is built.
    """
    application = _application()
    QLocale.setDefault(QLocale("fr_FR"))
    if application.property("francais") is None:
        translator = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        application.setProperty("francais", translator.load("qtbase_fr", folder))
        application.installTranslator(translator)
    application.setApplicationName(TITLE)
    application.setApplicationVersion(__version__)
    dress(carnet.reglages, sheet=sheet)
    return application


def _application() -> QApplication:
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else theme.start(sys.argv[:1])


def make_window(carnet: Carnet, catcher: FaultCatcher) -> MainWindow:
    """Return the window, with every unexpected fault shown over it."""
    window = MainWindow(carnet)
    reporter = CrashReporter(__version__, window)
    catcher.caught.connect(reporter.show_fault)
    window.context.tasks.crashed.connect(reporter.show_fault)
    return window


def show(window: MainWindow, available: QSize) -> None:
    """Show the window in its size, or over the whole screen when that is no larger.

    `available` is what the bar of the system leaves, in the pixels of the theme: a screen of
    1366 × 768, or of 1920 × 1080 at 150 %, has no room left for a title bar and borders.
    """
    if available.width() < SIZE[0] + _FRAME or available.height() < SIZE[1] + _FRAME:
        window.showMaximized()
    else:
        window.show()


def close(window: MainWindow) -> None:
    """End the worker, lock, and close the log."""
    window.context.tasks.close()
    window.context.carnet.close()


def settle(window: MainWindow) -> None:
    """Let the window finish what it is reading; for pictures and the self-test."""
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        started = time.monotonic()
        window.context.tasks.wait()
        waited = time.monotonic() - started
        QApplication.processEvents()
        quiet = quiet + 1 if waited < _ROUND_S else 0
        time.sleep(_ROUND_S / 2)
