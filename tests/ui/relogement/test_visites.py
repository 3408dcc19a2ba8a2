"""The page « Visites sans dossier »: list the visitors without name, find their dossier later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import CanalContact, ObjetContact
from desktop.domain.relogement.drafts import ContactDraft
from desktop.ui.widgets.cards import EmptyState

CONTROL = Qt.KeyboardModifier.ControlModifier
OFFSCREEN_POPUP = pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)


@pytest.fixture
def visites(carnet):
    """Return the ids of two visits without dossier, newest first."""
    service = carnet.relogement
    drafts = (
        ContactDraft(
            horodatage="2026-11-05T10:30:00+01:00",
            canal=CanalContact.TELEPHONE,
            objet=ObjetContact.PIECES,
            note="Ne veut pas <b>donner</b> son nom",
        ),
        ContactDraft(horodatage="2026-11-04T09:00:00+01:00", objet=ObjetContact.AUTRE),
    )
    return [service.note_contact(draft).valeur.id for draft in drafts]


@pytest.fixture
def page(visites, tab, settle):
    tab.findChild(QPushButton, "visites_sans_dossier").click()
    settle()
    return tab.visites


def cells(page, row):
    model = page.table.model()
    return [model.data(model.index(row, column)) for column in range(5)]


def unknown_button(tab):
    return tab.findChild(QPushButton, "visites_sans_dossier").text()


def choose_dossier(page, menage_id):
    page.form.dossier.set_value(menage_id)
    page.form.dossier.edited.emit()


def test_the_permanence_counts_the_visits_without_dossier_and_lists_them(page, tab, visites):
    assert unknown_button(tab) == "Visites sans dossier (2)"
    assert page.isVisible()
    assert cells(page, 0) == [
        "jeu.\u00a05\u00a0nov., 10\u00a0h\u00a030",
        "Pièces du dossier",
        "Ne veut pas <b>donner</b> son nom",
        "Téléphone",
        "C. Martin-Essai",
    ]
    assert page.table.current_id() == visites[0]
    assert page.form.facts.texts()["Note"] == "Ne veut pas <b>donner</b> son nom"


@OFFSCREEN_POPUP
def test_a_visit_is_attached_with_the_keyboard_and_joins_the_journal_of_the_dossier(
    tab, page, visites, menages, carnet, messages, qtbot, settle
):
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dossier = tab.window().focusWidget()
    assert dossier is page.form.field("menage_id")
    for letter in "dupont":
        qtbot.keyClick(dossier, letter)
    choose_dossier(page, menages["DUPONT-ESSAI"])
    qtbot.keyClick(dossier, Qt.Key.Key_Return, CONTROL)
    settle()

    journal = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    assert [one.id for one in journal] == [visites[0]]
    assert page.table.model().rowCount() == 1
    assert page.table.hasFocus()
    assert (messages[-1].text, messages[-1].action.label) == (
        "Visite rattachée à son dossier.",
        "Annuler",
    )


def test_an_attached_visit_comes_back_to_the_list_with_undo(
    page, visites, menages, carnet, messages, settle
):
    choose_dossier(page, menages["ABADIE-ESSAI"])
    page.form.submit()
    settle()

    messages[-1].action.trigger()
    settle()

    assert carnet.relogement.contacts(menages["ABADIE-ESSAI"]) == []
    assert [one.id for one in carnet.relogement.contacts(None)] == visites
    history = carnet.journal(Espace.RELOGEMENT).history("contact", visites[0])
    assert [line.champ for line in history][:2] == ["Ménage", "Ménage"]


def test_a_visit_without_dossier_chosen_is_refused_beside_the_field(page, visites, carnet, settle):
    page.form.submit()
    settle()

    error = page.form.findChild(QLabel, "erreur_menage_id")
    assert error.text() == "Choisissez le dossier de ce visiteur."
    assert len(carnet.relogement.contacts(None)) == 2


def test_a_choice_not_yet_confirmed_is_offered_again(
    page, visites, menages, carnet, tab, make_tab, settle
):
    page.table.select_id(visites[1])
    choose_dossier(page, menages["DUPUIS-ESSAI"])
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()
    after.visites.form.submit()
    settle()

    assert [one.id for one in carnet.relogement.contacts(menages["DUPUIS-ESSAI"])] == [visites[1]]


def test_a_visit_is_deleted_with_suppr_and_comes_back_with_undo(
    page, visites, carnet, messages, qtbot, settle
):
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    left = [one.id for one in carnet.relogement.contacts(None)]
    messages[-1].action.trigger()
    settle()

    assert left == visites[1:]
    assert page.table.model().rowCount() == 2


def test_when_every_visit_has_a_dossier_the_page_says_so(tab, settle):
    tab.show_visites()
    settle()

    empty = next(one for one in tab.visites.findChildren(EmptyState) if one.isVisible())
    assert empty.findChild(QLabel).text() == "Toutes les visites ont un dossier."
    assert unknown_button(tab) == "Visites sans dossier"


def test_echap_goes_back_to_the_list_then_to_the_permanence(tab, page, qtbot, settle):
    page.attach()
    qtbot.keyClick(tab.window().focusWidget(), Qt.Key.Key_Escape)
    first = page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    settle()

    assert first
    assert tab.pages.currentWidget() is tab.permanence


def test_the_model_of_the_visits_is_sound(page, settle):
    QAbstractItemModelTester(
        page.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )

    page.load()
    settle()

    assert page.table.model().rowCount() == 2
