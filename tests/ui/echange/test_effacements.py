"""« Effacements », « Personnes », and the bin, which erases what was deleted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.codes import MotifEffacement
from desktop.domain.espaces import Espace
from desktop.ui.echange.corbeille_dialog import CorbeilleDialog
from desktop.ui.echange.effacements_dialog import NOTHING, EffacementsDialog
from desktop.ui.echange.personnes_dialog import NAME, WITHDRAW, PersonnesDialog
from desktop.ui.efface_dialog import EffaceDialog
from desktop.ui.effacement_dialog import EffacementDialog
from tests.carnets import PERSONNE

MARTIN, DURAND = PERSONNE, "D. Durand-Essai"


@pytest.fixture
def show(context, window, settle):
    def make(kind):
        dialog = kind(context, window)
        dialog.open()
        settle()
        return dialog

    return make


def test_nothing_erased_is_said_in_one_sentence(show):
    dialog = show(EffacementsDialog)

    labels = dialog.pages.currentWidget().findChildren(QLabel)
    assert NOTHING in [label.text() for label in labels]
    assert not dialog.primary.isVisible()


def test_an_erased_walk_is_listed_and_its_record_shown_by_keyboard(
    show, carnet, add_constats, qtbot, settle
):
    (constat,) = add_constats("Banc")
    marche = constat.draft.marche_id
    service = carnet.effacement(Espace.TERRAIN)
    mot = service.preview("marche", marche).mot
    service.erase("marche", marche, MotifEffacement.ERREUR_SAISIE, mot)
    dialog = show(EffacementsDialog)
    assert dialog.model.rowCount() == 1

    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settle()

    (shown,) = dialog.findChildren(EffaceDialog)
    assert "Aucune sauvegarde" in shown.told.text()
    shown.reject()


def test_the_bin_erases_for_ever_what_was_deleted(show, carnet, add_constats, qtbot, settle):
    (constat,) = add_constats("Banc")
    marche = constat.draft.marche_id
    carnet.diagnostics.delete_marche(marche)
    dialog = show(CorbeilleDialog)

    qtbot.mouseClick(dialog.findChild(QPushButton, "effacer"), Qt.MouseButton.LeftButton)
    settle()
    (asked,) = dialog.findChildren(EffacementDialog)
    asked.motif.set_value(MotifEffacement.ERREUR_SAISIE)
    asked.typed.setText(carnet.effacement(Espace.TERRAIN).preview("marche", marche).mot)
    qtbot.keyClick(asked.typed, Qt.Key.Key_Return)
    settle()

    assert dialog.model.rowCount() == 0
    assert [past.row for past in carnet.effacement(Espace.TERRAIN).past()] == [marche]
    for shown in dialog.findChildren(EffaceDialog):
        shown.reject()


def test_a_colleague_is_named_and_withdrawn_by_keyboard(
    show, carnet, colleague, send, qtbot, settle
):
    send(colleague, carnet)
    dialog = show(PersonnesDialog)
    rows = [dialog.model.record(dialog.model.id_at(row)) for row in range(dialog.model.rowCount())]
    durand = next(line for line in rows if line.record.nom == DURAND)
    dialog.table.select_id(durand.id)
    assert dialog.primary.text() == NAME

    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settle()
    assert dialog.primary.text() == WITHDRAW
    named = [one.nom for one in carnet.responsables(Espace.TERRAIN).membres() if one.responsable]
    assert named == [MARTIN, DURAND]
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    settle()

    named = [one.nom for one in carnet.responsables(Espace.TERRAIN).membres() if one.responsable]
    assert named == [MARTIN]


def test_the_last_person_in_charge_cannot_be_withdrawn(show, carnet, qtbot, settle):
    dialog = show(PersonnesDialog)

    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    settle()

    assert "au moins une personne" in dialog.notice.message().text
    assert carnet.responsables(Espace.TERRAIN).is_responsable()
