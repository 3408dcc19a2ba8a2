"""Scenario 33 in the window: right after work on a household, nothing of it shows elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.storage.queries.cles import held_keys
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.section_synthese import SyntheseSection
from tests.fouille import container, found_in
from tests.ui.fenetre import settle, window_on

pytestmark = pytest.mark.gui

CANARY = "Zqxcanari-ESSAI"


@pytest.fixture
def menage(carnet) -> str:
    service = carnet.relogement
    batiment = service.batiments()[0].id
    logement = service.save_logement(LogementDraft(batiment_id=batiment, porte="12")).valeur
    row = service.save_menage(MenageDraft(logement_id=logement.id)).valeur.id
    service.save_occupant(OccupantDraft(menage_id=row, nom=CANARY))
    return row


def window_words(window) -> bytes:
    """Return what the desktop and the menus of an open window show of it, and the clipboard."""
    titles = [widget.windowTitle() for widget in QApplication.topLevelWidgets()]
    paths = [widget.windowFilePath() for widget in QApplication.topLevelWidgets()]
    actions = [action.text() for action in window.findChildren(QAction)]
    names = [widget.objectName() for widget in window.findChildren(QWidget)]
    status = [
        label.text() for label in window.statusBar().findChildren(QWidget) if hasattr(label, "text")
    ]
    parts = [*titles, *paths, *actions, *names, *status, QApplication.clipboard().text()]
    return "\n".join(parts).encode()


def test_scenario_33_an_open_household_shows_in_no_title_menu_setting_nor_terrain_file(
    carnet, menage, qtbot, tmp_path
):
    with window_on(carnet, qtbot) as window:
        titles = [plan.title for plan in window.tab_area.plans]
        window.tab_area.show_tab(titles.index("Relogement"))
        tab = window.tab_area.tab(titles.index("Relogement"))
        window.tab_area.search.setFocus()
        qtbot.keyClicks(window.tab_area.search, CANARY[:12])
        settle(window, qtbot)
        tab.open_menage(menage)
        settle(window, qtbot)
        tab.fiche.section_of(SyntheseSection).form.field("notes").setPlainText(
            f"{CANARY} en cours de saisie"
        )
        tab.flush_drafts()
        settle(window, qtbot)
        assert len(carnet.brouillons(Espace.RELOGEMENT).list()) == 1
        tab.print_menage(menage)
        settle(window, qtbot)
        (pdf,) = tab.findChildren(PdfDialog)
        shown = window_words(window)
        pdf.close()
        window.set_theme("sombre")
        settle(window, qtbot)

        sent = Path(carnet.echange(Espace.TERRAIN).export(tmp_path).chemin)
        carnet.sauvegardes(Espace.TERRAIN).create("manuelle")
        with carnet.espace(Espace.TERRAIN).store.reading() as session:
            keys = [held.cle for held in held_keys(session).cles]

    assert b"Relogement" in shown
    assert not found_in(shown, CANARY)
    assert not found_in(shown, menage)
    inside = dict(container(sent, keys))
    assert not any(found_in(data, text) for data in inside.values() for text in (CANARY, menage))
    carnet.lock()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "reglages.toml" for path in files)
    assert [path for path in files if found_in(path.read_bytes(), CANARY)] == []
    assert not found_in("\n".join(map(str, files)).encode(), CANARY)
