"""The application: what is loaded before the first picture, its language, its captures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox

from desktop.bootstrap import Carnet
from desktop.ui import app
from desktop.ui.main_window import MainWindow
from tests.carnets import make_carnet

pytestmark = pytest.mark.gui

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlalchemy", "alembic", "reportlab", "PIL", "openpyxl", "cryptography", "pyrage")
OURS = ("desktop.texts", "desktop.domain.codes", "desktop.domain.soleil")
"""Words and codes of every table: no first window says one of them."""
SLOW = ("names of Qt", "typing_extensions", "logging.handlers", "concurrent.futures")
"""What makes the unlock screen late for nothing; the assistant needs some of it."""

FIRST_PICTURE = """
import json, sys
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from desktop.__main__ import main
from desktop.ui import app
from desktop.ui.main_window import MainWindow

class Watch(QObject):
    loaded = None
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.loaded is None:
            self.loaded = sorted(sys.modules) + ["names of Qt"] * ("Qt" in vars(QtCore))
            app.QApplication.quit()
        return False

watch = Watch()
make_window = app.make_window
def watched(*arguments):
    window = make_window(*arguments)
    window.centralWidget().installEventFilter(watch)
    return window
app.make_window = watched
assert main(["--donnees", sys.argv[1]]) == 0
print(json.dumps(watch.loaded))
"""


@pytest.mark.parametrize("initialised", [False, True], ids=["assistant", "unlock screen"])
def test_no_heavy_library_is_loaded_when_the_first_window_is_painted(tmp_path, initialised):
    if initialised:
        make_carnet(tmp_path / "donnees")

    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", FIRST_PICTURE, str(tmp_path / "donnees")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(json.loads(done.stdout))
    assert "desktop.ui.main_window" in loaded
    unwanted = (*HEAVY, *OURS, *(SLOW if initialised else ()))
    assert [name for name in unwanted if name in loaded] == []


def test_standard_buttons_of_qt_speak_french(tmp_path, qapp, qtbot):
    app.make_application(Carnet(tmp_path, log_to_file=False))
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save
    )
    qtbot.addWidget(box)

    words = {button.text().replace("&", "") for button in box.buttons()}

    assert words == {"Annuler", "Enregistrer"}


def test_capture_writes_one_picture_of_the_window_and_leaves_nothing_open(carnet, qapp, tmp_path):
    target = tmp_path / "captures" / "accueil.png"

    app.capture(carnet, target, "accueil")

    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == app.SIZE
    assert carnet.is_open


@pytest.mark.parametrize(
    ("screen", "whole"),
    [((1366, 728), True), ((1280, 672), True), ((1920, 1040), False), ((1536, 824), False)],
    ids=["1366 × 768", "1920 × 1080 at 150 %", "1920 × 1080", "1920 × 1080 at 125 %"],
)
def test_the_window_takes_the_whole_of_a_screen_that_is_no_larger(tmp_path, qtbot, screen, whole):
    window = MainWindow(Carnet(tmp_path, log_to_file=False))
    qtbot.addWidget(window)

    app.show(window, QSize(*screen))

    assert window.isMaximized() is whole
    assert window.isVisible()
    app.close(window)
