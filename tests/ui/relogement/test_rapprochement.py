"""The page « Rapprochement »: dwellings, ménages and reasons, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatProposition, StatutDisponible, Typologie
from desktop.domain.relogement.drafts_offre import LogementDisponibleDraft
from desktop.ui.relogement.import_sorties import RapprochementDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def vacant(carnet):
    """Return name → id of two vacant dwellings."""
    found = {}
    for nom, size, rent in (("Oliviers-Essai", Typologie.T2, 480), ("Parc-Essai", None, 300)):
        draft = LogementDisponibleDraft(residence=nom, typologie=size, loyer=Decimal(rent))
        found[nom] = carnet.disponibles.save_disponible(draft).valeur.id
    return found


@pytest.fixture
def page(tab, vacant, settle):
    tab.show_rapprochement()
    settle()
    return tab.rapprochement


def column(view, number):
    model = view.model()
    return [model.data(model.index(row, number)) for row in range(model.rowCount())]


def test_the_chosen_dwelling_names_the_menages_that_still_look_for_one(page, vacant, settle):
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()

    # DUPUIS-ESSAI is already in her new home
    assert set(column(page.menages, 0)) == {"DUPONT-ESSAI Anne", "ABADIE-ESSAI Jean"}
    assert page.menages.current_id()
    assert len(column(page.criteres, 0)) == 11
    assert page.reason.text() == column(page.criteres, 2)[0]


def test_who_looks_at_the_needs_of_menages_is_in_the_reading_log(page, tab, vacant, carnet, settle):
    def noted():
        found = carnet.vie_privee.consultations()
        return [one.reference for one in found if one.bloc == "RAPPROCHEMENT"]

    page.disponibles.select_id(vacant["Parc-Essai"])
    settle()
    before = len(noted())
    page.load()  # the same ones, read again
    settle()
    assert len(noted()) == before > 0
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    assert len(noted()) == before + 1
    tab.open_menage(carnet.relogement.menage_ids("DUPONT")[0])
    settle()
    tab.show_logements()
    settle()
    assert noted()[0] == "REL-A0001"


def test_every_model_keeps_the_rules_of_qt(page):
    for view in (page.disponibles, page.menages, page.criteres):
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_reasons_against_come_first_and_are_read_in_full(page, vacant, carnet, settle):
    menage = carnet.relogement.menage_ids("DUPONT")[0]
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    page.menages.select_id(menage)

    words = column(page.criteres, 1)
    order = ("Non", "À vérifier", "Oui")
    assert words == sorted(words, key=order.index)


def test_another_dwelling_begins_with_the_menage_it_fits_best(page, vacant, settle):
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    last = page.menages.model().id_at(1)
    page.menages.select_id(last)
    page.load()
    settle()
    assert page.menages.current_id() == last
    page.disponibles.select_id(vacant["Parc-Essai"])
    settle()

    assert page.menages.current_id() == page.menages.model().id_at(0)


def test_a_menage_lists_the_dwellings_and_only_itself(page, tab, carnet, settle):
    menage = carnet.relogement.menage_ids("DUPONT")[0]
    tab.open_menage(menage)
    settle()
    tab.show_logements()
    settle()

    assert column(page.menages, 0) == ["DUPONT-ESSAI Anne"]
    assert len(column(page.disponibles, 0)) == 2
    assert "REL-A0001" in page._about.text()
    assert "DUPONT" not in page._about.text()
    page.findChild(QPushButton, "tous_les_menages").click()
    settle()
    assert len(column(page.menages, 0)) == 2


def test_without_a_menage_the_dwellings_of_one_are_not_asked_for(tab, vacant, messages, settle):
    tab.show_batiments()
    settle()
    tab.show_logements()

    assert messages[-1].text == "Choisissez un ménage pour voir les logements disponibles."


def test_a_dwelling_is_typed_and_saved_with_the_keyboard(page, carnet, qtbot, settle):
    qtbot.keyClick(page.disponibles, "n", CONTROL)
    qtbot.keyClicks(page.form.field("residence"), "Tour <b>Essai</b>")
    qtbot.keyClicks(page.form.field("loyer"), "512,30")
    qtbot.keyClick(page.form.field("loyer"), Qt.Key.Key_Return, CONTROL)
    settle()

    (saved,) = [one for one in carnet.disponibles.disponibles() if "Tour" in one.libelle]
    assert saved.draft.loyer == Decimal("512.30")
    assert saved.draft.statut is StatutDisponible.DISPONIBLE
    assert page.disponibles.current_id() == saved.id


def test_a_bailleur_added_on_the_way_is_taken_and_what_was_typed_stays(page, carnet, qtbot, settle):
    page.new()
    qtbot.keyClicks(page.form.field("residence"), "Neuve-Essai")
    page.findChild(QPushButton, "ajouter_bailleur").click()
    qtbot.keyClicks(page.bailleur_form.field("nom"), "Bailleur-Essai")
    qtbot.keyClick(page.bailleur_form.field("nom"), Qt.Key.Key_Return, CONTROL)
    settle()
    (bailleur,) = carnet.disponibles.bailleurs()

    assert page.forms.is_home()
    assert page.form.draft().bailleur_id == bailleur.id
    assert page.form.draft().residence == "Neuve-Essai"
    page.form.submit()
    settle()
    found = {one.libelle: one.bailleur for one in carnet.disponibles.disponibles()}
    assert found["Neuve-Essai"] == "Bailleur-Essai"


def test_a_refused_dwelling_says_why_beside_the_field(page, carnet, settle):
    page.new()
    page.form.submit()
    settle()

    words = page.form.findChild(QWidget, "erreur_adresse").text()
    assert words == "Indiquez l’adresse, ou le nom de la résidence."
    assert len(carnet.disponibles.disponibles()) == 2


def test_only_those_without_obstacle_are_shown_on_demand(page, vacant, carnet, settle):
    menage = carnet.relogement.menage_ids("ABADIE")[0]
    draft = replace(carnet.relogement.menage(menage).draft, loyer_max=Decimal(100))
    carnet.relogement.save_menage(draft, menage)
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    page.load()
    settle()
    assert "ABADIE-ESSAI Jean" in column(page.menages, 0)
    page.filters.findChild(QPushButton, "filtre_sans_obstacle").click()

    assert column(page.menages, 0) == ["DUPONT-ESSAI Anne"]


def test_a_dwelling_let_is_shown_on_demand_alone(page, vacant, carnet, settle):
    row = vacant["Parc-Essai"]
    draft = carnet.disponibles.disponible(row).draft
    carnet.disponibles.save_disponible(replace(draft, statut=StatutDisponible.POURVU), row)
    page.load()
    settle()
    assert len(column(page.disponibles, 0)) == 1
    page.vacant_filters.findChild(QPushButton, "filtre_tous").click()
    settle()
    assert len(column(page.disponibles, 0)) == 2


def test_entree_opens_the_dossier_of_a_menage(page, tab, vacant, qtbot, settle):
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    row = page.menages.current_id()
    qtbot.keyClick(page.menages, Qt.Key.Key_Return)
    settle()

    assert tab.pages.currentWidget() is tab.fiche
    assert tab.fiche.menage.id == row


def test_propose_writes_a_spotted_proposition_and_says_where_to_notify_it(
    page, vacant, carnet, messages, settle
):
    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    menage = page.menages.current_id()
    page.propose_button.click()
    settle()

    (made,) = carnet.propositions.liste(menage).propositions
    assert made.draft.disponible_id == vacant["Oliviers-Essai"]
    assert made.draft.loyer == Decimal(480)
    assert made.etat is EtatProposition.REPEREE
    assert "notifiez la proposition dans son dossier" in messages[-1].text
    assert page.menages.current_id() == menage
    assert page.reason.text() == "ce logement lui a déjà été proposé"


def test_the_page_is_reached_and_left_by_keys(tab, vacant, qtbot, settle):
    qtbot.keyClick(tab.permanence, "j", CONTROL)
    settle()
    assert tab.pages.currentWidget() is tab.rapprochement
    qtbot.keyClick(tab.rapprochement.disponibles, Qt.Key.Key_Escape)
    settle()

    assert tab.pages.currentWidget() is tab.permanence


def test_no_vacant_dwelling_says_so(tab, settle):
    tab.show_rapprochement()
    settle()

    assert column(tab.rapprochement.disponibles, 0) == []
    assert not tab.rapprochement.propose_button.isEnabled()


def test_each_action_of_the_tab_has_a_key_of_its_own(tab):
    keys = [one.shortcut().toString() for one in tab.menu_actions()]
    given = [key for key in keys if key]

    assert len(given) > 8
    assert sorted(set(given)) == sorted(given)


def test_a_dwelling_kept_before_a_crash_is_offered_again(
    page, tab, carnet, make_tab, qtbot, settle
):
    page.new()
    qtbot.keyClicks(page.form.field("residence"), "Gardee-Essai")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    taken = after.offer(kept)
    settle()

    assert taken
    assert after.pages.currentWidget() is after.rapprochement
    assert after.rapprochement.form.draft().residence == "Gardee-Essai"
    after.rapprochement.form.submit()
    settle()
    assert "Gardee-Essai" in {one.libelle for one in carnet.disponibles.disponibles()}
    assert carnet.brouillons(Espace.RELOGEMENT).list() == []


def test_the_list_on_screen_is_exported_for_a_purpose_both_ways(
    page, tab, vacant, carnet, settle, tmp_path, monkeypatch, messages
):
    target = tmp_path / "r.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(target), ""))

    def export():
        page.findChild(QPushButton, "exporter").click()
        settle()
        (dialog,) = [one for one in tab.findChildren(RapprochementDialog) if one.isVisible()]
        dialog.motif.setText("comité de suivi")
        dialog.primary.click()
        settle()
        return openpyxl.load_workbook(target).sheetnames

    page.disponibles.select_id(vacant["Oliviers-Essai"])
    settle()
    assert export()[0] == "Ménages"
    assert messages[-1].text == "Rapprochement enregistré\u202f: 2\u00a0ménages, motif noté."
    tab.open_menage(carnet.relogement.menage_ids("DUPONT")[0])
    settle()
    tab.show_logements()
    settle()
    assert export()[0] == "Logements"
    assert len(carnet.tableau_suivi.exports()) == 2
