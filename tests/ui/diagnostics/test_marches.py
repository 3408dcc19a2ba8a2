"""The list of marches: search, order, errors beside fields, drafts, deletion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop.domain.codes import TypeMarche
from desktop.domain.espaces import Espace
from desktop.ui.diagnostics import tab as tab_module
from desktop.ui.diagnostics.marche_table import MarcheTableModel
from tests.ui.frappe import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(tab, add_marche, settle):
    add_marche(date_prevue=date(2026, 5, 21), synthese="Trois points forts : l’école, <b>city</b>")
    add_marche()
    add_marche(date_prevue=date(2025, 11, 18), type=TypeMarche.DIAG_ECLAIRAGE)
    tab.load()
    settle()
    return tab.marches


def column(page, place):
    return [page._model.index(row, place).data() for row in range(page._model.rowCount())]


def test_latest_marche_comes_first_and_is_in_the_form(page):
    assert column(page, 0) == ["BEI-2026-2", "BEI-2026-1", "BEI-2025-E1"]
    assert column(page, 5) == ["—", "—", "—"]
    assert page.form.accessibleName() == "Marche BEI-2026-2"
    assert page._count.text() == "3\xa0marches"


def test_the_form_says_when_the_sun_sets_on_the_day_of_the_marche(page, qtbot):
    page.form.load(replace(page.form.draft(), date_prevue=date(2026, 1, 15)))
    said = page.form.findChild(QLabel, "soir")
    assert said.text().startswith("Coucher du soleil 17\xa0h\xa02")
    page.form.load(replace(page.form.draft(), date_prevue=None))
    assert not said.isVisibleTo(page.form)


def test_model_passes_the_model_tester(page, carnet):
    model = MarcheTableModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, None
    )

    model.show_marches(carnet.diagnostics.marches())
    model.sort_by("numero", descending=False)
    model.show_marches([])

    assert model.rowCount() == 0
    assert tester.model() is model


def test_header_click_changes_the_order(page, qtbot):
    header = page.table.horizontalHeader()

    qtbot.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(header.sectionViewportPosition(0) + 20, 10),
    )

    assert column(page, 0) == ["BEI-2025-E1", "BEI-2026-1", "BEI-2026-2"]


def test_search_finds_words_of_the_synthesis_and_nothing_found_says_so(page, qtbot, settle):
    type_text(page.search, "l'ecole")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle()
    assert column(page, 0) == ["BEI-2026-1"]

    type_text(page.search, "zzz")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle()
    assert page._pages.currentWidget() is page._nothing_found


def test_missing_fields_are_named_beside_them_and_nothing_is_written(page, qtbot, settle, carnet):
    qtbot.keyClick(page.table, Qt.Key.Key_N, CTRL)
    qtbot.keyClick(page.form.quartier, Qt.Key.Key_Return, CTRL)
    settle()

    shown = {
        name: page.form.findChild(QLabel, f"erreur_{name}").text()
        for name in ("quartier_id", "date_prevue")
    }
    assert shown == {
        "quartier_id": "Choisissez le quartier de la marche.",
        "date_prevue": "Indiquez la date de la marche.",
    }
    assert len(carnet.diagnostics.marches()) == 3


def test_new_marche_being_typed_comes_back_after_a_look_at_another_one(page, qtbot, settle):
    qtbot.keyClick(page.table, Qt.Key.Key_N, CTRL)
    type_text(page.form.field("point_rdv"), "Place du marché")
    page.table.select_id(page._model.id_at(1))
    settle()
    assert page.form.draft().point_rdv == ""

    qtbot.keyClick(page.table, Qt.Key.Key_N, CTRL)

    assert page.form.draft().point_rdv == "Place du marché"


def test_empty_list_offers_to_prepare_a_marche(tab, settle):
    assert tab.marches._pages.currentWidget() is tab.marches._empty
    assert not tab.marches.findChild(type(tab.marches.table)).isVisible()


def test_text_with_tags_stays_literal_in_the_form(page):
    page.table.select_id(page._model.id_at(1))

    assert page.form.field("synthese").toPlainText() == (
        "Trois points forts : l’école, <b>city</b>"
    )


def test_marche_is_deleted_once_confirmed_and_comes_back_with_undo(
    tab, page, qtbot, settle, context, monkeypatch
):
    monkeypatch.setattr(tab_module, "confirm", lambda *_words: True)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert column(page, 0) == ["BEI-2026-1", "BEI-2025-E1"]

    context.undo(tab, Espace.TERRAIN)
    settle()
    assert column(page, 0) == ["BEI-2026-2", "BEI-2026-1", "BEI-2025-E1"]


def test_draft_of_a_marche_is_offered_again(tab, page, qtbot, settle, carnet):
    qtbot.keyClick(page.table, Qt.Key.Key_N, CTRL)
    type_text(page.form.field("date_prevue"), "12/1")
    tab.flush_drafts()
    settle()
    kept = carnet.brouillons(Espace.TERRAIN).list()[0]
    page.keeper.show(None, page.form.draft_type(), "")

    assert tab.offer(kept)

    assert page.form.field("date_prevue").text() == "12/1"
    assert page.form.is_dirty()


def test_menu_names_every_action_and_its_key(tab):
    shown = {one.text(): one.shortcut().toString() for one in tab.menu_actions()}
    keys = [key for key in shown.values() if key]

    assert len(keys) == len(set(keys)), "a key that two actions claim does neither"
    assert shown.items() >= {
        ("&Nouvelle marche", "Ctrl+N"),
        ("&Ouvrir le dépouillement", ""),
        ("&Importer des photos…", "Ctrl+I"),
        ("&Vérifier les photos…", "Ctrl+Shift+V"),
        ("&Compte rendu…", "Ctrl+P"),
        ("&Tous les constats", "Ctrl+T"),
        ("Chan&ger l’état…", "Ctrl+J"),
        ("&Historique", "Ctrl+H"),
        ("&Supprimer la marche…", ""),
        ("&Effacer définitivement…", ""),
        ("Carte", "Ctrl+M"),
        ("Co&ller des photos", "Ctrl+V"),
        ("Ajouter une trace &GPX…", "Ctrl+G"),
        ("Corriger l’heure de l’&appareil…", "Ctrl+Shift+H"),
        ("&Bilans des imports de photos…", ""),
        ("Parcours et arrêts", "Ctrl+R"),
        ("Carnet de terrain…", "Ctrl+Shift+P"),
        ("Carnet de terrain en livret A4…", ""),
        ("Saisir le carnet", "Ctrl+Shift+J"),
        ("Participants…", "Ctrl+Shift+A"),
    }


def test_action_without_a_marche_says_what_to_choose(tab, context):
    said = []
    context.bus.message.connect(said.append)

    next(one for one in tab.menu_actions() if one.text() == "&Compte rendu…").trigger()

    assert [message.text for message in said] == ["Choisissez d’abord une marche dans la liste."]


def test_find_goes_to_the_search_of_the_page(tab, page):
    tab.focus_search()

    assert page.search.hasFocus()


def test_work_of_another_team_refreshes_nothing_here(tab, page, context):
    from desktop.domain.changeset import ChangeSet

    tab.refresh(ChangeSet.of(Espace.RELOGEMENT, [("menage", "x")]))

    assert context.tasks._tasks == {}
