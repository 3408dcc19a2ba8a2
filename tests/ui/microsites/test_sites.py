"""The inventory: list, form, équipements, history and PDF of micro-sites."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.codes import EtatVie, TypeEquipement
from desktop.domain.espaces import Espace
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.widgets.block_table import Role
from desktop.ui.widgets.cards import EmptyState

CONTROL = Qt.KeyboardModifier.ControlModifier


def cells(view, settle, column=0):
    """Return a column; asking for it fetches the rows."""
    model = view.model()
    for row in range(model.rowCount()):
        model.data(model.index(row, column))
    settle()
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def error(form, name):
    label = form.findChild(QLabel, f"erreur_{name}")
    return label.text() if not label.isHidden() else ""


def test_the_list_shows_state_and_counts_of_each_site(tab, settle):
    table = tab.sites.table

    assert cells(table, settle) == ["City-stade Essai", "Éole, <b>x</b> =1+1"]
    assert cells(table, settle, 2) == ["Ouvert", "En projet"]
    assert cells(table, settle, 4) == ["1", "0"]
    tones = [table.model().data(table.model().index(row, 3), Role.PILL) for row in (0, 1)]
    assert tones == ["alerte", None]


def test_the_first_site_is_shown_with_its_equipements(tab, sites, settle):
    assert tab.sites.site.id == sites["stade"]
    assert tab.sites.form.draft().nom == "City-stade Essai"
    assert cells(tab.sites.equipements, settle) == ["City-stade, terrain multisports"]
    assert cells(tab.sites.equipements, settle, 1) == ["24 × 12,5\u00a0m"]


@pytest.mark.parametrize(("typed", "found"), [("eole", 1), ("essai", 1), ('L\'école "75"', 0)])
def test_search_ignores_accents_and_never_fails(tab, qtbot, settle, typed, found):
    tab.sites.search.setText(typed)
    qtbot.keyClick(tab.sites.search, Qt.Key.Key_Return)
    settle()

    assert tab.sites.table.model().rowCount() == found


def test_a_new_site_is_typed_and_becomes_the_chosen_one(tab, carnet, qtbot, settle):
    qtbot.keyClick(tab.sites.table, "n", CONTROL)
    quartier = carnet.diagnostics.referentiel().quartiers[1]
    form = tab.sites.form
    qtbot.keyClicks(form.field("nom"), "Nouveau <i>stade</i>")
    form.field("quartier_id").set_value(quartier.id)
    qtbot.keyClick(form.field("nom"), Qt.Key.Key_Return, CONTROL)
    settle()

    [row] = carnet.microsites.site_ids("nouveau")
    site = carnet.microsites.site(row)
    assert (site.nom, site.quartier, site.etat_vie) == (
        "Nouveau <i>stade</i>",
        quartier.nom,
        EtatVie.OUVERT,
    )
    assert tab.sites.site.id == row
    assert tab.sites.table.selected_ids() == {row}


def test_a_site_without_name_is_refused_beside_the_field(tab, carnet, settle):
    tab.sites.new()
    tab.sites.form.submit()
    settle()

    assert error(tab.sites.form, "nom") == "Indiquez le nom du micro-site."
    assert len(carnet.microsites.site_ids()) == 2


def test_an_equipement_is_added_refused_deleted_and_brought_back(
    tab, sites, carnet, messages, qtbot, settle
):
    page = tab.sites
    page.new_equipement()
    page.equipement_form.submit()
    refused = error(page.equipement_form, "type")
    page.equipement_form.field("type").set_value(TypeEquipement.SKATE)
    qtbot.keyClicks(page.equipement_form.field("nom"), "=1+1")
    qtbot.keyClick(page.equipement_form.field("nom"), Qt.Key.Key_Return, CONTROL)
    settle()
    added = cells(page.equipements, settle)
    skate = next(one for one in carnet.microsites.equipements(sites["stade"]) if one.nom == "=1+1")

    page.equipements.select_id(skate.id)
    qtbot.keyClick(page.equipements, Qt.Key.Key_Delete)
    settle()
    deleted = cells(page.equipements, settle)
    messages[-1].action.trigger()
    settle()

    assert refused == "Choisissez le type d’équipement."
    assert sorted(added) == ["=1+1", "City-stade, terrain multisports"]
    assert deleted == ["City-stade, terrain multisports"]
    assert sorted(cells(page.equipements, settle)) == sorted(added)


def test_what_is_typed_about_a_site_comes_back_with_it(tab, sites, qtbot, settle):
    page = tab.sites
    page.table.select_id(sites["stade"])
    settle()
    qtbot.keyClicks(page.form.field("adresse"), "rue")

    page.table.select_id(sites["skate"])
    settle()
    other = page.form.field("adresse").text()
    page.table.select_id(sites["stade"])
    settle()

    assert other == ""
    assert page.form.field("adresse").text() == "rue"
    assert page.form.is_dirty()


def test_a_draft_kept_before_a_crash_is_offered_and_saved(
    tab, sites, carnet, make_tab, qtbot, settle
):
    qtbot.keyClicks(tab.sites.form.field("notes"), "banc abime")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.TERRAIN).list()

    after = make_tab()
    assert after.offer(kept)
    settle()
    after.sites.form.submit()
    settle()

    assert carnet.microsites.site(sites["stade"]).draft.notes == "banc abime"
    assert carnet.brouillons(Espace.TERRAIN).list() == []


def test_a_deleted_site_comes_back_with_undo(tab, sites, context, monkeypatch, qtbot, settle):
    monkeypatch.setattr("desktop.ui.microsites.tab.confirm", lambda *_words: True)
    tab.sites.table.select_id(sites["stade"])
    settle()
    qtbot.keyClick(tab.sites.table, Qt.Key.Key_Delete)
    settle()
    left = cells(tab.sites.table, settle)

    context.undo(tab, Espace.TERRAIN)
    settle()

    assert left == ["Éole, <b>x</b> =1+1"]
    assert len(cells(tab.sites.table, settle)) == 2


def test_the_pdf_opens_over_the_page(tab, qtbot, settle):
    qtbot.keyClick(tab.sites.table, "p", CONTROL)
    settle()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PdfDialog)
    shown = (dialog.windowTitle(), dialog.view.page_count())
    dialog.close()
    assert shown == ("Fiche micro-site", 1)


def test_the_history_opens_over_the_page(tab, qtbot, settle):
    qtbot.keyClick(tab.sites.table, "h", CONTROL)
    settle()

    lines = tab.history.lines()
    tab.history.close()
    assert len(lines) == 1


def test_an_empty_carnet_offers_the_first_site(make_tab, qtbot, settle):
    tab = make_tab()
    empty = next(one for one in tab.findChildren(EmptyState) if one.isVisible())
    labels = [label.text() for label in empty.findChildren(QLabel)]
    buttons = [button.text() for button in empty.findChildren(QPushButton)]

    empty.findChildren(QPushButton)[0].click()

    assert labels == ["Aucun micro-site n’est encore enregistré."]
    assert buttons[0] == "Nouveau micro-site"
    assert buttons[1].startswith("Lire le guide")
    assert tab.window().focusWidget() is tab.sites.form.field("nom")


def test_headers_sort_the_list(tab, settle):
    tab.sites.table.horizontalHeader().sectionClicked.emit(0)
    settle()

    assert cells(tab.sites.table, settle) == ["Éole, <b>x</b> =1+1", "City-stade Essai"]


def test_titles_with_markup_are_plain_text(tab, sites, settle):
    tab.sites.table.select_id(sites["skate"])
    settle()

    titles = [
        label
        for label in tab.sites.form.findChildren(QLabel)
        if label.text() == "Éole, <b>x</b> =1+1"
    ]
    assert [label.textFormat() for label in titles] == [Qt.TextFormat.PlainText]


def test_the_models_are_sound(tab, settle):
    for view in (tab.sites.table, tab.sites.equipements, tab.sites.photos):
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)

    tab.load()
    settle()

    assert tab.sites.table.model().rowCount() == 2


def test_the_position_of_a_site_is_pasted_and_saved(tab, sites, carnet, qtbot, settle):
    form = tab.sites.form
    tab.sites.table.select_id(sites["stade"])
    settle()
    form.field("lat_e7").setFocus()
    QApplication.clipboard().setText("43.5297, 5.4474")
    qtbot.keyClick(form.field("lat_e7"), Qt.Key.Key_V, CONTROL)
    qtbot.keyClick(form.field("lat_e7"), Qt.Key.Key_Return, CONTROL)
    settle()

    draft = carnet.microsites.site(sites["stade"]).draft
    assert (draft.lat_e7, draft.lon_e7) == (435_297_000, 54_474_000)
    assert form.field("lon_e7").text() == "5,4474°\u00a0E"
    history = carnet.journal(Espace.TERRAIN).history("micro_site", sites["stade"])
    assert {line.champ for line in history} >= {"Latitude", "Longitude"}


def test_half_a_position_is_refused_beside_the_field(tab, sites, carnet, qtbot, settle):
    tab.sites.table.select_id(sites["stade"])
    settle()
    qtbot.keyClicks(tab.sites.form.field("lon_e7"), "5,4474")
    tab.sites.form.submit()
    settle()

    expected = "Indiquez la latitude et la longitude, ou aucune des deux."
    assert error(tab.sites.form, "lat_e7") == expected
    assert carnet.microsites.site(sites["stade"]).draft.lon_e7 is None
