"""The team folder from the main window: offered in the status bar, written when locking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.domain.espaces import Espace
from desktop.services.dossier_equipe import choose
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.echange.page import EchangePage
from tests.ui.fenetre import open_dialog, settle, window_on

TERRAIN = Espace.TERRAIN


def folder_for(carnet, tmp_path: Path, **settings: object) -> Path:
    folder = tmp_path / "partage"
    folder.mkdir()
    chosen = choose(carnet.reglages, TERRAIN, folder, carnet.dossiers)
    carnet.save_reglages(replace(chosen, **settings))
    return folder


def test_the_status_bar_offers_the_file_of_a_colleague_and_opens_its_preview(
    carnet, colleague, qtbot, tmp_path
) -> None:
    folder = folder_for(carnet, tmp_path)
    colleague.dossier_equipe(TERRAIN).publish(folder)
    with window_on(carnet, qtbot) as window:
        offer = window.findChild(QPushButton, "offre")
        qtbot.waitUntil(offer.isVisible, timeout=10_000)
        assert "Portable B" in offer.text()

        qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
        settle(window, qtbot)

        assert isinstance(window.tab_area.current, EchangePage)
        dialog = open_dialog(ImportDialog, qtbot)
        settle(window, qtbot)
        assert "Portable" in dialog.preview.accessibleName()
        dialog.reject()
        qtbot.keyClick(window.tab_area.current, Qt.Key.Key_Escape)
        assert not isinstance(window.tab_area.current, EchangePage)


def test_locking_puts_the_own_file_into_the_folder_when_the_settings_ask_for_it(
    carnet, qtbot, tmp_path
) -> None:
    folder = folder_for(carnet, tmp_path, dossier_equipe_auto=True)
    with window_on(carnet, qtbot) as window:
        with qtbot.waitSignal(window.locked, timeout=15_000):
            window.lock()
        settle(window, qtbot)

    assert [path.name for path in folder.iterdir()] == ["A_Portable-A_terrain.carnet"]
