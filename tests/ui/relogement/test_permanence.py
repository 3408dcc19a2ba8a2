"""The permanence: find the ménage at the desk and note its visit, without the mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatProposition,
    ObjetContact,
    SensContact,
    StatutDemande,
)
from desktop.domain.relogement.drafts import ContactDraft, OccupantDraft
from desktop.formats import full_date
from desktop.models.enquete import DemandeLogement
from desktop.models.offre import Proposition
from desktop.ui.relogement.objet_field import objet_of_key
from desktop.ui.widgets.cards import EmptyState, Pill
from tests.menages_essai import put


def shown_names(tab, settle):
    """Return the first column; asking for it fetches the rows."""
    model = tab.permanence.table.model()
    for row in range(model.rowCount()):
        model.data(model.index(row, 0))
    settle()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def find(tab, qtbot, settle, typed):
    tab.focus_search()
    tab.permanence.search.setText(typed)  # QTest cannot type an accent
    qtbot.keyClick(tab.permanence.search, Qt.Key.Key_Return)
    settle()


def has_focus(tab, widget):
    return tab.window().focusWidget() is widget


def test_a_visit_is_noted_with_six_keys_and_no_mouse(tab, menages, carnet, qtbot, settle):
    keys = 0
    tab.focus_search()

    for letter in "dup":
        qtbot.keyClick(tab.window().focusWidget(), letter)
        keys += 1
    qtbot.keyClick(tab.window().focusWidget(), Qt.Key.Key_Return)
    keys += 1
    settle()
    assert has_focus(tab, tab.permanence.table)
    qtbot.keyClick(tab.window().focusWidget(), "2")
    keys += 1
    qtbot.keyClick(
        tab.window().focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    keys += 1
    settle()

    noted = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    assert keys == 6
    assert [one.draft.objet for one in noted] == [ObjetContact.PIECES]
    assert [one.draft.canal for one in noted] == [CanalContact.PERMANENCE]
    assert has_focus(tab, tab.permanence.search)
    assert tab.permanence.search.selectedText() == "dup"
    told = tab.findChild(QLabel, "visites").text().replace("\u00a0", " ")
    assert told in ("1 visite ce matin", "1 visite cet après-midi")


def test_a_note_goes_with_the_visit_and_keeps_its_markup(tab, menages, carnet, qtbot, settle):
    find(tab, qtbot, settle, "dupuis")
    qtbot.keyClick(tab.permanence.table, "4")
    note = tab.permanence.form.field("note")
    assert has_focus(tab, note)

    qtbot.keyClicks(note, "<b>x</b> =1+1")
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    noted = carnet.relogement.contacts(menages["DUPUIS-ESSAI"])
    assert [(one.draft.objet, one.draft.note) for one in noted] == [
        (ObjetContact.BAIL_APL, "<b>x</b> =1+1")
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dupont", ["DUPONT-ESSAI Anne"]),
        ("mejanes 04", ["ABADIE-ESSAI Jean"]),
        ("06 39 98 33", ["DUPUIS-ESSAI Marie"]),
        ("0639983344", ["DUPUIS-ESSAI Marie"]),
        ("dup", ["DUPONT-ESSAI Anne", "DUPUIS-ESSAI Marie"]),
        ('L\'école "75-001" 06.12.34', []),
    ],
)
def test_a_name_a_door_or_a_telephone_finds_the_menage(tab, qtbot, settle, typed, found):
    find(tab, qtbot, settle, typed)

    assert shown_names(tab, settle) == found


def test_no_menage_is_chosen_before_somebody_searches(tab):
    assert tab.permanence.table.current_id() == ""
    assert not tab.permanence.form.isVisible()


def test_a_visit_without_object_says_so_and_writes_nothing(tab, menages, carnet, qtbot, settle):
    find(tab, qtbot, settle, "dupont")

    tab.permanence.form.submit()
    settle()

    error = tab.permanence.form.findChild(QLabel, "erreur_objet")
    assert error.text() == "Choisissez l’objet de la visite (touches 1 à 6)."
    assert not error.isHidden()
    assert carnet.relogement.contacts(menages["DUPONT-ESSAI"]) == []


def test_what_was_typed_for_one_menage_comes_back_with_it(tab, menages, qtbot, settle):
    find(tab, qtbot, settle, "dup")
    qtbot.keyClick(tab.permanence.table, "3")
    qtbot.keyClicks(tab.permanence.form.field("note"), "attend")

    tab.permanence.table.select_id(menages["DUPUIS-ESSAI"])
    settle()
    other = (tab.permanence.form.field("note").toPlainText(), tab.permanence.form.objet.value())
    tab.permanence.table.select_id(menages["DUPONT-ESSAI"])
    settle()

    assert other == ("", None)
    assert tab.permanence.form.field("note").toPlainText() == "attend"
    assert tab.permanence.form.objet.value() is ObjetContact.ENQUETE
    assert tab.permanence.form.is_dirty()


def test_a_visitor_without_name_is_noted_without_dossier(tab, menages, carnet, qtbot, settle):
    find(tab, qtbot, settle, "dupont")
    button = next(
        one for one in tab.findChildren(QPushButton) if one.text() == "Visiteur non identifié"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()

    qtbot.keyClick(tab.window().focusWidget(), "6")
    qtbot.keyClick(
        tab.window().focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    settle()

    assert [one.draft.objet for one in carnet.relogement.contacts(None)] == [ObjetContact.AUTRE]
    assert carnet.relogement.contacts(menages["DUPONT-ESSAI"]) == []


def test_undo_takes_the_visit_back_and_the_card_follows(
    tab, menages, carnet, context, messages, qtbot, settle
):
    find(tab, qtbot, settle, "dupont")
    qtbot.keyClick(tab.permanence.table, "1")
    tab.permanence.form.submit()
    settle()
    noted = tab.permanence.form.facts.texts()["Dernier contact"]

    context.undo(tab, Espace.RELOGEMENT)
    settle()

    assert noted.endswith("— proposition")
    assert messages[-2].action.label == "Annuler"
    assert carnet.relogement.contacts(menages["DUPONT-ESSAI"]) == []
    assert tab.permanence.form.facts.texts()["Dernier contact"] == "aucun"


def test_a_draft_kept_before_a_crash_is_offered_with_its_menage(
    tab, menages, carnet, make_tab, qtbot, settle
):
    find(tab, qtbot, settle, "dupont")
    qtbot.keyClick(tab.permanence.table, "5")
    qtbot.keyClicks(tab.permanence.form.field("note"), "camion")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    taken = after.offer(kept)
    settle()

    assert taken
    assert after.permanence.current_menage() == menages["DUPONT-ESSAI"]
    assert after.permanence.form.field("note").toPlainText() == "camion"
    assert after.permanence.form.objet.value() is ObjetContact.DEMENAGEMENT
    after.permanence.form.submit()
    settle()
    assert len(carnet.relogement.contacts(menages["DUPONT-ESSAI"])) == 1
    assert carnet.brouillons(Espace.RELOGEMENT).list() == []


def test_visits_typed_for_two_menages_are_both_kept_on_the_disk(
    tab, menages, carnet, qtbot, settle
):
    find(tab, qtbot, settle, "dup")
    qtbot.keyClicks(tab.permanence.form.field("note"), "premiere")
    tab.permanence.table.select_id(menages["DUPUIS-ESSAI"])
    settle()
    qtbot.keyClicks(tab.permanence.form.field("note"), "seconde")
    tab.flush_drafts()
    settle()

    kept = carnet.brouillons(Espace.RELOGEMENT).list()
    assert {one.champs["base.menage_id"]: one.champs["note"] for one in kept} == {
        menages["DUPONT-ESSAI"]: "premiere",
        menages["DUPUIS-ESSAI"]: "seconde",
    }
    assert {one.titre for one in kept} == {"DUPONT-ESSAI Anne", "DUPUIS-ESSAI Marie"}


def test_headers_sort_the_list(tab, qtbot, settle):
    header = tab.permanence.table.horizontalHeader()
    section = [column.key for column in tab.permanence.table.model().columns].index("porte")

    header.sectionClicked.emit(section)
    settle()
    by_door = shown_names(tab, settle)
    header.sectionClicked.emit(section)
    settle()

    assert by_door == ["ABADIE-ESSAI Jean", "DUPONT-ESSAI Anne", "DUPUIS-ESSAI Marie"]
    assert shown_names(tab, settle) == by_door[::-1]


def test_a_name_with_markup_is_shown_letter_by_letter(tab, menages, carnet, qtbot, settle):
    occupant = carnet.relogement.occupants(menages["ABADIE-ESSAI"])[0]
    carnet.relogement.save_occupant(
        OccupantDraft(menage_id=menages["ABADIE-ESSAI"], nom="<b>x</b>-ESSAI", prenom="=1+1"),
        occupant.id,
    )
    tab.load()
    find(tab, qtbot, settle, "abadie")
    find(tab, qtbot, settle, "x")

    tab.permanence.table.select_id(menages["ABADIE-ESSAI"])
    settle()

    titles = [
        label
        for label in tab.permanence.form.findChildren(QLabel)
        if label.text() == "<B>X</B>-ESSAI =1+1"
    ]
    assert [label.textFormat() for label in titles] == [Qt.TextFormat.PlainText]
    assert "<" not in tab.window().windowTitle()


def test_an_empty_carnet_offers_the_first_menage(make_tab, settle):
    tab = make_tab()
    shown = [one for one in tab.findChildren(EmptyState) if one.isVisible()]
    words = [label.text() for one in shown for label in one.findChildren(QLabel)]
    buttons = [button for one in shown for button in one.findChildren(QPushButton)]
    button = next(one for one in buttons if one.text() == "Nouveau ménage")

    button.click()
    settle()

    assert "Aucun ménage n’est encore enregistré." in words
    assert any(one.text().startswith("Lire le guide") for one in buttons)
    assert tab.pages.currentWidget() is tab.fiche


def test_the_model_of_the_list_is_sound(tab, settle):
    QAbstractItemModelTester(
        tab.permanence.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )

    assert len(shown_names(tab, settle)) == 3


@pytest.mark.parametrize(
    ("typed", "objet"),
    [("1", ObjetContact.PROPOSITION), ("é", ObjetContact.PIECES), ("-", ObjetContact.AUTRE),
     ("6", ObjetContact.AUTRE), ("7", None), ("0", None), ("x", None), ("", None)],
)  # fmt: skip
def test_figures_choose_an_object_with_or_without_maj(typed, objet):
    assert objet_of_key(typed) is objet


def test_a_visit_with_its_tache_needs_no_mouse(tab, menages, carnet, qtbot, settle):
    find(tab, qtbot, settle, "dupont")
    qtbot.keyClick(tab.permanence.table, "2")
    qtbot.keyClick(tab.window().focusWidget(), "p", Qt.KeyboardModifier.AltModifier)
    suite = tab.permanence.form.field("suite")
    qtbot.waitUntil(suite.isVisible)  # the letter of a button presses it in two steps
    suite.setFocus()
    qtbot.keyClicks(suite, "Rappeler la CAF")
    qtbot.keyClick(suite, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    [noted] = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    taches = [one.tache.draft for one in carnet.rappels.radar().lignes if one.tache]
    assert noted.draft.objet is ObjetContact.PIECES
    assert [(one.titre, one.menage_id) for one in taches] == [
        ("Rappeler la CAF", menages["DUPONT-ESSAI"])
    ]
    assert not suite.isVisible()


def test_a_refusal_in_the_details_opens_them(tab, menages, carnet, qtbot, settle):
    find(tab, qtbot, settle, "dupont")
    qtbot.keyClick(tab.permanence.table, "2")
    form = tab.permanence.form
    form.field("suite_echeance").setText("01/01/2020")
    form.submit()
    settle()

    assert form.field("suite").isVisible()
    assert form.findChild(QLabel, "erreur_suite").text()
    assert carnet.relogement.contacts(menages["DUPONT-ESSAI"]) == []


def test_the_card_says_what_is_counted_and_what_comes(tab, menages, carnet, qtbot, settle):
    today = date.today()  # noqa: DTZ011 - the agent's calendar
    anne = menages["DUPONT-ESSAI"]
    put(
        carnet, Proposition, anne, etat=EtatProposition.NOTIFIEE, compte_comme_offre=True,
        date_notification=today - timedelta(days=9), date_limite_reponse=today + timedelta(days=2),
    )  # fmt: skip
    put(carnet, DemandeLogement, anne, date_depot=today, statut=StatutDemande.ACTIVE)
    find(tab, qtbot, settle, "dup")

    facts = tab.permanence.form.facts.texts()
    pills = {one.text() for one in tab.permanence.form.findChildren(Pill) if one.text()}

    assert facts["Offres comptées"].startswith("1 sur 3 (notifiée le ")
    assert facts["Répondre avant"] == full_date(today + timedelta(days=2))
    assert "NUR valide" in pills
    model = tab.permanence.table.model()
    shown_names(tab, settle)
    coming = [model.data(model.index(row, 4)) for row in range(model.rowCount())]
    assert coming[0].startswith("Réponse avant le ")
    assert coming[1] == "—"


def test_a_menage_to_contact_shows_which_attempt_comes_next(tab, menages, carnet, qtbot, settle):
    for _ in range(2):
        carnet.relogement.note_contact(
            ContactDraft(menage_id=menages["ABADIE-ESSAI"], sens=SensContact.SORTANT)
        )
    carnet.relogement.save_menage(
        replace(
            carnet.relogement.menage(menages["ABADIE-ESSAI"]).draft,
            date_information_rgpd=date(2026, 1, 1),
        ),
        menages["ABADIE-ESSAI"],
    )
    tab.load()
    find(tab, qtbot, settle, "abadie")
    shown_names(tab, settle)

    model = tab.permanence.table.model()
    assert model.data(model.index(0, 4)) == "3e tentative"


def test_the_title_follows_the_rules_of_the_day(tab):
    titles = [
        label.text() for label in tab.permanence.findChildren(QLabel)
        if label.text().startswith("Permanence du ")
    ]  # fmt: skip

    assert len(titles) == 1
    assert " — " in titles[0]


def test_each_entry_of_the_menu_has_a_letter_of_its_own(tab):
    letters = [one.text().partition("&")[2][:1].lower() for one in tab.menu_actions()]

    assert "" not in letters
    assert len(set(letters)) == len(letters)
