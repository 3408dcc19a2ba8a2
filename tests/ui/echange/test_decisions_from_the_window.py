"""The badge of the window, its shortcut, and what a record asks the window to open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.drafts import MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.echange.conflicts_dialog import ConflictsDialog
from desktop.ui.echange.doublons_dialog import DoublonsDialog
from desktop.ui.echange.merge_dialog import MergeDialog
from desktop.ui.echange.separate_dialog import SeparateDialog
from tests.ui.fenetre import open_dialog, settle, window_on

TERRAIN = Espace.TERRAIN


@pytest.fixture
def main_window(carnet, disputed, qtbot):
    with window_on(carnet, qtbot) as window:
        yield window


def test_the_badge_counts_what_waits_opens_it_and_goes_once_all_is_decided(
    main_window, qtbot, carnet
):
    badge = main_window.statusBar().findChild(QPushButton, "conflits")
    qtbot.waitUntil(badge.isVisible)
    assert badge.text().replace("\u00a0", " ") == "1 conflit à relire"

    badge.click()
    dialog = open_dialog(ConflictsDialog, qtbot)
    settle(main_window, qtbot)
    dialog.answer(1)
    settle(main_window, qtbot)

    assert carnet.journal(TERRAIN).count_conflicts() == 0
    qtbot.waitUntil(badge.isHidden)
    dialog.reject()


def test_the_menu_opens_decisions_by_a_shortcut_and_duplicates(main_window, qtbot):
    keys = dict(main_window.menus.shortcuts())
    assert keys["Conflits"] == "Ctrl+D"

    main_window.commands.doublons()
    dialog = open_dialog(DoublonsDialog, qtbot)
    settle(main_window, qtbot)
    dialog.reject()


def test_a_record_asks_the_window_for_its_screens(main_window, qtbot, carnet):
    row = carnet.microsites.save_site(MicroSiteDraft(nom="Square")).valeur.id
    fiche = Fiche(TERRAIN, "micro_site", row, "Micro-site Square")
    screens = {"conflits": ConflictsDialog, "fusionner": MergeDialog, "separer": SeparateDialog}

    for screen, kind in screens.items():
        main_window.context.bus.screen_wanted.emit(screen, fiche)
        dialog = open_dialog(kind, qtbot)
        settle(main_window, qtbot)
        assert "Square" in dialog.windowTitle()
        dialog.reject()
