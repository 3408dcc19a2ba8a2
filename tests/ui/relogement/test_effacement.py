"""« Effacer définitivement » from the tab: preview, reason, words typed, result, print."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.codes import MotifEffacement
from desktop.domain.espaces import Espace
from desktop.ui.efface_dialog import EffaceDialog
from desktop.ui.effacement_dialog import EffacementDialog
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.section_synthese import SyntheseSection


@pytest.fixture
def dossier(tab, menages, settle):
    """Open a dossier in the tab, and its dialog."""
    tab.open_menage(menages["DUPONT-ESSAI"])
    settle()
    action = next(one for one in tab.menu_actions() if "Effacer" in one.text())
    action.trigger()
    settle()
    (dialog,) = tab.findChildren(EffacementDialog)
    yield dialog
    for shown in (*tab.findChildren(EffaceDialog), *tab.findChildren(EffacementDialog)):
        shown.reject()
    settle()


def error_of(dialog, field: str) -> str:
    return dialog.findChild(QLabel, f"erreur_{field}").text()


def test_the_dialog_shows_what_would_go_and_asks_for_reason_and_reference(
    dossier, tab, menages, carnet, qtbot
):
    reference = carnet.relogement.menage(menages["DUPONT-ESSAI"]).reference
    assert "1\xa0ménage" in dossier.preview.text().replace("\u202f", "\xa0")
    assert "1\xa0occupant" in dossier.preview.text()

    qtbot.keyClick(dossier.typed, Qt.Key.Key_Return)

    assert "motif" in error_of(dossier, "motif")
    assert reference in error_of(dossier, "confirmation")
    assert carnet.relogement.menage(menages["DUPONT-ESSAI"]).reference == reference
    assert "DUPONT" not in dossier.windowTitle()


def test_erasing_by_keyboard_goes_back_to_the_list_and_offers_the_proces_verbal(
    dossier, tab, menages, carnet, qtbot, settle
):
    row = menages["DUPONT-ESSAI"]
    carnet.sauvegardes(Espace.RELOGEMENT).create("manuelle")
    tab.fiche.section_of(SyntheseSection).form.field("notes").setPlainText("Tapé pendant ce temps")
    dossier.motif.set_value(MotifEffacement.DEMANDE_PERSONNE)
    qtbot.keyClicks(dossier.typed, carnet.relogement.menage(row).reference)

    qtbot.keyClick(dossier.typed, Qt.Key.Key_Return)
    settle()

    assert row not in carnet.relogement.menage_ids()
    assert tab.pages.currentWidget() is tab.permanence
    (result,) = tab.findChildren(EffaceDialog)
    assert "1\xa0sauvegarde de ce poste la contient encore" in result.told.text()

    qtbot.mouseClick(result.findChild(QPushButton, "supprimer_toutes"), Qt.MouseButton.LeftButton)
    settle()
    assert "Aucune sauvegarde de ce poste ne la contient" in result.told.text()
    qtbot.mouseClick(result.findChild(QPushButton, "imprimer_pv"), Qt.MouseButton.LeftButton)
    settle()
    (pdf,) = result.findChildren(PdfDialog)
    assert pdf.view.isEnabled()
    pdf.close()

    tab.flush_drafts()
    settle()
    assert carnet.brouillons(Espace.RELOGEMENT).list() == []


def test_somebody_not_in_charge_is_told_so_and_sees_no_dialog(
    tab, menages, carnet, settle, messages, monkeypatch
):
    from desktop.storage.queries import responsables

    monkeypatch.setattr(responsables, "responsables", lambda _session: frozenset({"autre"}))
    tab.open_menage(menages["ABADIE-ESSAI"])
    settle()
    next(one for one in tab.menu_actions() if "Effacer" in one.text()).trigger()
    settle()

    assert "responsable" in messages[-1].text
    assert not any(dialog.isVisible() for dialog in tab.findChildren(EffacementDialog))
