"""The page « Carte du bâtiment »: keys, words beside colours, past days, print."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import LogementDraft
from desktop.models.menage import Menage
from desktop.ui.relogement.words import today

KEY = Qt.Key


@pytest.fixture
def page(tab, carnet, settle):
    """Méjanes with doors A 1er 04, B 3e 12, C RDC 02 and one without floor."""
    batiment = next(one for one in carnet.relogement.batiments() if one.nom == "Méjanes")
    carnet.relogement.save_logement(LogementDraft(batiment_id=batiment.id, cage="B", porte="99"))
    tab.show_facade()
    settle()
    tab.facade.batiment.set_value(batiment.id)
    tab.facade.batiment.edited.emit()
    return tab.facade


def door(page):
    return page.findChild(QLabel, "porte").text().replace("\u00a0", " ")


def headers(view, orientation):
    model = view.model()
    count = model.rowCount() if orientation is Qt.Orientation.Vertical else model.columnCount()
    return [
        (model.headerData(one, orientation) or "").replace("\u00a0", " ") for one in range(count)
    ]


def test_floors_are_rows_and_cages_are_columns(page):
    assert headers(page.view, Qt.Orientation.Vertical) == [
        "3e étage",
        "1er étage",
        "RDC",
        "Sans étage",
    ]
    assert headers(page.view, Qt.Orientation.Horizontal) == ["Cage A", "", "Cage B", "", "Cage C"]


def test_the_model_keeps_the_rules_of_qt(page):
    QAbstractItemModelTester(page.view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_state_is_told_by_letters_and_words_and_not_by_colour_alone(page):
    model = page.view.model()
    index = model.index(0, 2)

    assert model.data(index) == "12 PC"
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole).replace("\u00a0", " ")
    assert spoken == "Cage B, 3e étage, porte 12 — Proposition en cours"
    assert model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_the_legend_counts_the_doors_by_state(page):
    assert page._legend.lines() == [
        ("AC", "À contacter", "1"),
        ("PC", "Proposition en cours", "1"),
        ("SU", "Suivi post-relogement", "1"),
        ("—", "Sans dossier", "1"),
    ]


def test_arrows_pass_over_gaps_and_holes_and_entree_opens_the_dossier(
    page, tab, menages, qtbot, settle
):
    view = page.view
    view.setFocus()
    assert door(page) == "Cage B, 3e étage, porte 12"
    qtbot.keyClick(view, KEY.Key_Down)
    assert door(page) == "Cage B, Sans étage, porte 99"
    qtbot.keyClick(view, KEY.Key_Right)
    assert door(page) == "Cage B, Sans étage, porte 99"
    qtbot.keyClick(view, KEY.Key_Up)
    assert view.accessibleDescription().startswith("Cage")
    qtbot.keyClick(view, KEY.Key_Return)
    settle()

    assert tab.pages.currentWidget() is tab.fiche
    assert tab.fiche.row == menages["DUPONT-ESSAI"]


def test_a_click_chooses_and_a_double_click_opens(page, tab, menages, qtbot, settle):
    view = page.view
    place = view.visualRect(view.model().index(2, 4)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert door(page) == "Cage C, RDC, porte 02"
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()

    assert tab.fiche.row == menages["DUPUIS-ESSAI"]


def test_a_door_without_dossier_says_so_and_opens_nothing(page, tab, messages):
    logement = page._facade.portes[-1]
    bare = next(one for one in page._facade.portes if one.porte == "99")
    assert page.view.select_logement(bare.id), logement

    assert not page.open_button.isEnabled()
    assert page.findChild(QLabel, "dossiers").text() == "Aucun dossier à cette date"
    page.view.opened.emit(page.view.current_case())
    assert messages[-1].text == "Ce logement n’a pas de dossier à cette date."
    assert tab.pages.currentWidget() is page


def test_no_name_is_shown_on_the_facade(page):
    shown = " ".join(label.text() for label in page.findChildren(QLabel))

    assert "REL-A0001" in shown
    assert "ESSAI" not in shown


def test_the_slider_shows_the_states_of_a_past_day(page, carnet, menages, settle, monkeypatch):
    store, usual = carnet.facade._store, carnet.facade._store.clock
    later = today() + timedelta(days=40)
    moment = datetime(later.year, later.month, later.day, 11, tzinfo=UTC)
    store.clock = lambda: round(moment.timestamp() * 1000)
    with store.writing("essai") as unit:
        unit.get(Menage, menages["DUPONT-ESSAI"]).etat = EtatDossier.BAIL_SIGNE
    store.clock = usual
    monkeypatch.setattr("desktop.ui.relogement.facade_page.today", lambda: later)
    page.load()
    settle()

    assert page.jour() == later
    assert ("BS", "Bail signé", "1") in page._legend.lines()
    page.slider.setValue(0)
    assert page.jour() == today()
    assert ("PC", "Proposition en cours", "1") in page._legend.lines()
    assert page.view.model().data(page.view.model().index(0, 2)) == "12 PC"
    page.findChild(QPushButton, "aujourdhui").click()
    assert page.jour() == later
    page.slider.setValue(3)
    page.load()
    settle()
    assert page.jour() == today() + timedelta(days=3)


def test_another_building_is_shown_and_an_empty_one_says_so(page, carnet):
    calendal = next(one for one in carnet.relogement.batiments() if one.nom == "Calendal")
    page.batiment.set_value(calendal.id)
    page.batiment.edited.emit()

    assert page._pages.currentIndex() == 1
    assert page._legend.lines() == []
    assert not page.open_button.isEnabled()


def test_print_asks_for_what_is_shown(page, qtbot):
    page.print_wanted.disconnect()
    with qtbot.waitSignal(page.print_wanted) as told:
        page.findChild(QPushButton, "imprimer").click()

    batiment, jour = told.args
    assert batiment == page.batiment.value()
    assert isinstance(jour, date)
    assert jour == today()


def test_the_page_is_reached_and_left_by_keys(tab, menages, qtbot, settle):
    qtbot.keyClick(tab.permanence, "m", Qt.KeyboardModifier.ControlModifier)
    settle()
    assert tab.pages.currentWidget() is tab.facade
    qtbot.keyClick(tab.facade.view, KEY.Key_Escape)
    settle()

    assert tab.pages.currentWidget() is tab.permanence


def test_a_change_elsewhere_is_read_again_and_the_chosen_door_stays(page, tab, carnet, settle):
    bare = next(one for one in page._facade.portes if one.porte == "99")
    page.view.select_logement(bare.id)
    batiment = page.batiment.value()
    made = carnet.relogement.save_logement(
        LogementDraft(batiment_id=batiment, cage="B", etage=3, porte="11")
    )
    tab.context.bus.announce(made.changes)
    settle()

    assert len(page.view.model()._grille.cases) == 5
    assert page.view.current_case().porte.id == bare.id
