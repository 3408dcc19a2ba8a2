"""The page « Bâtiments et logements »."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.relogement.drafts import LogementDraft

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(tab, settle):
    tab.show_batiments()
    settle()
    return tab.batiments


def names(view):
    model = view.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_batiments_are_listed_with_their_number_of_logements(page):
    model = page.batiments.model()

    counts = {model.data(model.index(row, 0)): model.data(model.index(row, 1)) for row in range(2)}
    assert counts == {"Calendal": "0", "Méjanes": "3"}


def test_a_logement_is_added_to_the_chosen_batiment_with_the_keyboard(page, carnet, qtbot, settle):
    page.batiments.select_id(page.batiments.model().id_at(1))
    settle()
    qtbot.keyClick(page.batiments, "n", CONTROL)
    qtbot.keyClicks(page.form.field("cage"), "E")
    qtbot.keyClicks(page.form.field("porte"), "<b>7</b>")
    qtbot.keyClicks(page.form.field("surface"), "64,5")
    qtbot.keyClick(page.form.field("surface"), Qt.Key.Key_Return, CONTROL)
    settle()

    found = [one for one in carnet.relogement.logements() if one.draft.cage == "E"]
    assert [(one.batiment, one.draft.porte, one.draft.surface) for one in found] == [
        ("Méjanes", "<b>7</b>", Decimal("64.50"))
    ]
    assert len(names(page.logements)) == 4


def test_a_logement_without_door_is_refused_beside_the_field(page, carnet, settle):
    page.new()
    page.form.submit()
    settle()

    label = page.form.findChild(QLabel, "erreur_porte")
    assert label.text() == "Indiquez la porte ou le numéro du logement."
    assert len(carnet.relogement.logements()) == 3


def test_a_new_batiment_becomes_the_chosen_one(page, carnet, qtbot, settle):
    page.new_batiment()
    qtbot.keyClicks(page.batiment_form.field("nom"), "Zola-Essai")
    qtbot.keyClick(page.batiment_form.field("nom"), Qt.Key.Key_Return, CONTROL)
    settle()

    assert names(page.batiments) == ["Calendal", "Méjanes", "Zola-Essai"]
    assert page.batiments.current_id() == page.batiments.model().id_at(2)
    assert names(page.logements) == []
    assert page.form.draft().batiment_id == page.batiments.current_id()


def test_an_edited_logement_that_was_left_is_still_there(page, settle):
    page.batiments.select_id(page.batiments.model().id_at(1))
    settle()
    first, second = (page.logements.model().id_at(row) for row in (0, 1))
    page.logements.select_id(first)
    page.form.field("reference_bailleur").insert("REF-ESSAI")
    page.form.field("reference_bailleur").edited.emit()

    page.logements.select_id(second)
    other = page.form.field("reference_bailleur").text()
    page.logements.select_id(first)

    assert other == ""
    assert page.form.field("reference_bailleur").text() == "REF-ESSAI"
    assert page.form.is_dirty()


@pytest.fixture
def accepted(monkeypatch):
    """Accept every question, and return the questions asked."""
    asked = []
    monkeypatch.setattr(
        "desktop.ui.relogement.batiments_page.confirm",
        lambda _parent, _title, question, _yes: asked.append(question) or True,
    )
    return asked


def choose_mejanes(page, settle):
    page.batiments.select_id(page.batiments.model().id_at(1))
    settle()


def test_a_free_logement_is_deleted_with_suppr_and_comes_back_with_undo(
    page, carnet, accepted, messages, qtbot, settle
):
    choose_mejanes(page, settle)
    batiment = page.batiments.current_id()
    free = carnet.relogement.save_logement(
        LogementDraft(batiment_id=batiment, cage="Z", porte="99")
    ).valeur
    page.load()
    settle()
    page.logements.select_id(free.id)

    qtbot.keyClick(page.logements, Qt.Key.Key_Delete)
    settle()
    left, told = names(page.logements), messages[-1]
    told.action.trigger()
    settle()

    assert accepted == ["Supprimer ce logement ? Vous pourrez annuler."]
    assert (left, told.text, told.action.label) == (
        ["A", "B", "C"],
        "Logement supprimé.",
        "Annuler",
    )
    assert names(page.logements) == ["A", "B", "C", "Z"]


def test_a_logement_with_a_dossier_is_kept_and_the_agent_is_told_why(
    page, carnet, accepted, messages, settle
):
    choose_mejanes(page, settle)
    page.logements.select_id(page.logements.model().id_at(0))

    page.findChild(QPushButton, "supprimer").click()
    settle()

    assert len(carnet.relogement.logements()) == 3
    assert "C’est le logement d’origine de 1\u00a0dossier (REL-A0003)" in messages[-1].text
    assert messages[-1].remedy.startswith("Changez d’abord son logement d’origine")


def test_a_batiment_goes_with_its_logements_and_comes_back_with_them(
    page, carnet, accepted, messages, qtbot, settle
):
    calendal = page.batiments.model().id_at(0)
    carnet.relogement.save_logement(LogementDraft(batiment_id=calendal, porte="1"))
    page.load()
    settle()
    page.batiments.select_id(calendal)
    settle()

    qtbot.keyClick(page.batiments, Qt.Key.Key_Delete)
    settle()
    left = (names(page.batiments), len(carnet.relogement.logements()))
    messages[-1].action.trigger()
    settle()

    assert accepted == [
        "Supprimer le bâtiment « Calendal » avec 1\u00a0logement ? Vous pourrez annuler."
    ]
    assert left == (["Méjanes"], 3)
    assert names(page.batiments) == ["Calendal", "Méjanes"]
    assert len(carnet.relogement.logements(calendal)) == 1


def test_the_button_deletes_the_batiment_whose_form_is_shown(page, carnet, accepted, settle):
    page.batiments.activated_id.emit(page.batiments.model().id_at(0))

    page.findChild(QPushButton, "supprimer").click()
    settle()

    assert names(page.batiments) == ["Méjanes"]
    assert page.forms.is_home()
