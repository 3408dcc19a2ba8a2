"""The table of constats: blocks, filters, order, deletion, form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QMenu

from desktop.domain.codes import EtatConstat, Foncier, Gravite
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.models.constat import Constat
from desktop.ui.diagnostics import constats_page
from desktop.ui.diagnostics.constat_table import COLUMNS, HIDDEN
from desktop.ui.diagnostics.lot_dialog import LotDialog
from desktop.ui.diagnostics.saved_filters import NameDialog
from desktop.ui.widgets.block_table import BLOCK
from tests.ui.frappe import type_text

MANY = 2000
OPENS_A_MENU = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)
"""A menu is a popup, which the platform without screen cannot grab the keyboard for."""


@pytest.fixture
def add_constats(carnet):
    def add(marche, *drafts):
        service = carnet.diagnostics
        return [
            service.save_constat(ConstatDraft(marche_id=marche, **fields)).valeur
            for fields in drafts
        ]

    return add


@pytest.fixture
def three(tab, add_marche, add_constats, settle):
    made = add_constats(
        add_marche(),
        {"theme": "PRO", "gravite": Gravite.MODERE, "texte": "Deux matelas, chemin de l’école"},
        {"theme": "VOI", "gravite": Gravite.DANGER, "texte": "Nid-de-poule 75-001", "lieu": "<b>"},
        {"texte": "Cœur du mât ouvert, appeler le 06.12.34"},
    )
    tab._open_all_constats()
    settle()
    return made


@pytest.fixture
def page(tab, three):
    return tab.constats


def numbers(page):
    return [page.model.record_at(row).numero[-4:] for row in range(page.model.rowCount())]


def section(key):
    return [column.key for column in COLUMNS].index(key)


def shown_columns(page):
    return [key for key in (one.key for one in COLUMNS) if key not in page.table.hidden_columns()]


def ids_in_base(carnet):
    return carnet.diagnostics.constat_ids(FiltreConstats())


def test_two_thousand_constats_are_read_by_blocks_only(
    tab, add_marche, carnet, settle, monkeypatch
):
    marche = add_marche()
    with carnet.espace(Espace.TERRAIN).store.writing("Beaucoup de constats") as unit:
        for rank in range(MANY):
            draft = ConstatDraft(marche_id=marche, texte=f"Constat {rank}")
            unit.add(Constat, draft, root=marche, numero=f"BEI-2026-1-A{rank:04}")
    asked = []
    model = tab.constats.model
    read = model._fetch
    model._fetch = lambda ids: asked.append(list(ids)) or read(ids)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, None
    )

    tab._open_all_constats()
    settle()
    first = sum(len(ids) for ids in asked)
    tab.constats.table.scrollTo(model.index(1500, 0))
    tab.constats.table.grab()
    settle()

    assert model.rowCount() == MANY
    assert first <= 2 * BLOCK
    assert sum(len(ids) for ids in asked) <= 4 * BLOCK
    assert model.index(1500, 0).data() == "BEI-2026-1-A1500"
    assert tester.model() is model


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("L'école", ["A001"]),
        ("75-001", ["A002"]),
        ("06.12.34", ["A003"]),
        ("coeur", ["A003"]),
        ("matelas OU \"'*(", []),
        ("", ["A001", "A002", "A003"]),
    ],
)
def test_search_takes_ordinary_french_as_it_is_typed(page, qtbot, settle, typed, found):
    type_text(page.filters.search, typed)
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    settle()

    assert numbers(page) == found


def test_filters_narrow_the_list_and_one_button_clears_them(page, qtbot, settle):
    qtbot.keyClicks(page.filters._gravite, "4")
    settle()
    assert numbers(page) == ["A002"]
    assert page.filters._count.text() == "1\xa0constat"

    qtbot.keyClicks(page.filters._theme, "Prop")
    settle()
    assert page._pages.currentWidget() is page._nothing_found

    qtbot.mouseClick(page.filters._clear, Qt.MouseButton.LeftButton)
    settle()
    assert numbers(page) == ["A001", "A002", "A003"]
    assert not page.filters._clear.isVisible()


def test_header_click_sorts_in_the_base_and_again_the_other_way(page, qtbot, settle):
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(section("gravite")) + 20, 10)

    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert numbers(page) == ["A003", "A001", "A002"]

    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert numbers(page) == ["A002", "A001", "A003"]


def test_selected_constats_are_deleted_once_confirmed_and_come_back_with_undo(
    page, qtbot, settle, carnet, context, monkeypatch
):
    asked = []
    answers = [False, True]
    monkeypatch.setattr(
        constats_page, "confirm", lambda *words: asked.append(words[2]) or answers.pop(0)
    )
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert len(ids_in_base(carnet)) == 3

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert numbers(page) == ["A003"]
    assert asked[0].startswith("Supprimer 2\xa0constats ?")

    context.undo(page, Espace.TERRAIN)
    settle()
    assert numbers(page) == ["A001", "A002", "A003"]


def test_f2_edits_and_ctrl_enter_saves_the_current_constat(page, qtbot, settle, carnet, three):
    page.table.select_id(three[2].id)
    settle()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.form.theme.hasFocus()

    qtbot.keyClicks(page.form.theme, "Tranq")
    qtbot.keyClick(page.form.theme, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert carnet.diagnostics.constat(three[2].id).theme == "TRA"
    assert page.model.index(2, section("theme")).data() == "Tranquillité et sûreté"
    assert page.table.hasFocus()


def test_going_to_another_row_saves_what_was_edited(page, settle, carnet, three):
    type_text(page.form.field("lieu"), "Arrêt 4")

    page.table.select_id(three[1].id)
    settle()

    assert carnet.diagnostics.constat(three[0].id).lieu == "Arrêt 4"
    assert page.form.accessibleName() == "Constat BEI-2026-1-A002"


def test_text_beyond_the_limit_is_refused_beside_its_field_and_kept(page, qtbot, carnet, three):
    page.form.field("texte").setFocus()
    page.form.field("texte").setPlainText("x" * 4001)

    qtbot.keyClick(page.form.field("texte"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    error = page.form.findChild(QLabel, "erreur_texte")
    assert error.text() == "Texte trop long de 1\u00a0caractère (maximum 4000)."
    assert len(page.form.field("texte").toPlainText()) == 4001
    assert carnet.diagnostics.constat(three[0].id).texte.startswith("Deux matelas")


def test_constat_without_photo_is_created_in_its_marche(tab, page, qtbot, settle, carnet, three):
    page.open(carnet.diagnostics.marche(three[0].draft.marche_id))
    settle()
    qtbot.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.form.theme, "Jeux")
    qtbot.keyClick(page.form.theme, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert numbers(page) == ["A001", "A002", "A003", "A004"]
    assert page.model.index(3, section("theme")).data() == "Jeux, sports, convivialité"
    assert page.table.current_id() == page.model.id_at(3)


def test_record_found_elsewhere_opens_in_the_table_of_its_marche(tab, page, settle, three):
    tab.open_record("constat", three[1].id)
    settle()

    assert tab.pages.currentWidget() is page
    assert page.table.current_id() == three[1].id
    assert page.marche().id == three[1].draft.marche_id


def test_history_opens_with_its_key_and_names_the_constat(tab, page, qtbot, settle):
    qtbot.keyClick(page.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert len(tab.history.lines()) == 1
    assert tab.history.lines()[0].endswith("créée")


def test_table_without_constat_offers_the_photos(tab, add_marche, settle):
    add_marche()
    tab._open_all_constats()
    settle()

    assert tab.constats._pages.currentWidget() is tab.constats._empty


def test_draft_of_the_list_is_offered_on_its_constat(page, tab, settle, carnet, three, qtbot):
    type_text(page.form.field("lieu"), "Arrêt 9")
    tab.flush_drafts()
    settle()
    kept = carnet.brouillons(Espace.TERRAIN).list()[0]
    page.form.load(three[0].draft)

    assert tab.offer(kept)
    settle()

    assert (kept.form, kept.row) == ("constat_liste", three[0].id)
    assert page.form.draft().lieu == "Arrêt 9"
    assert page.form.is_dirty()


@OPENS_A_MENU
def test_columns_chosen_by_the_agent_are_there_next_time(page, context, settle, qtbot):
    assert set(page.table.hidden_columns()) == HIDDEN
    page.filters._columns.click()
    menu = page.table.findChild(QMenu)
    names = {action.text(): action for action in menu.actions()}
    assert not names["Numéro"].isEnabled()

    names["Délai cible"].trigger()
    names["Photos"].trigger()
    menu.close()
    settle()
    again = constats_page.ConstatsPage(context)
    qtbot.addWidget(again)
    settle()

    assert set(again.table.hidden_columns()) == (HIDDEN | {"photos"}) - {"delai_cible"}
    assert "delai_cible" in shown_columns(again)


@OPENS_A_MENU
def test_a_filter_kept_under_a_name_comes_back_with_its_order(page, context, settle, qtbot):
    page.filters.show_filtre(FiltreConstats(theme="VOI", tri="gravite", descendant=True))
    settle()
    page.filters.saved.ask_name()
    dialog = page.filters.saved.findChild(NameDialog)
    type_text(dialog.name, "Voirie")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    page.filters.clear()
    settle()
    assert numbers(page) == ["A002", "A001", "A003"]

    again = constats_page.ConstatsPage(context)
    qtbot.addWidget(again)
    settle()
    assert again.filters.saved.names() == ["Voirie"]
    page.filters.saved.button.click()
    menu = page.filters.saved.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    settle()

    assert numbers(page) == ["A002"]
    assert page.filters._theme.value() == "VOI"
    assert page.filters.filtre(None) == FiltreConstats(theme="VOI", tri="gravite", descendant=True)

    page.filters.saved.forget("Voirie")
    settle()
    assert page.filters.saved.names() == []


def test_a_name_given_twice_replaces_the_filter_and_says_so_before(page, settle):
    page.filters.saved.keep("Voirie")
    settle()
    dialog = NameDialog(page.filters.saved.names(), page)

    type_text(dialog.name, "voirie")
    assert "sera remplacé" in dialog._hint.text()
    dialog.close()
    page.filters.saved.keep("voirie")
    settle()

    assert page.filters.saved.names() == ["voirie"]


def test_chips_keep_what_is_open_and_what_is_late(page, qtbot, settle, carnet, three):
    with carnet.espace(Espace.TERRAIN).store.writing("États") as unit:
        for constat, delai in zip(three[:2], (date(2026, 1, 1), date(2199, 1, 1)), strict=True):
            row = unit.get(Constat, constat.id)
            row.etat, row.date_ouverture = EtatConstat.TRANSMIS, delai
            row.gravite = Gravite.MAJEUR

    qtbot.mouseClick(page.filters.chips._chips["ouverts"], Qt.MouseButton.LeftButton)
    settle()
    assert numbers(page) == ["A001", "A002"]
    qtbot.mouseClick(page.filters.chips._chips["en_retard"], Qt.MouseButton.LeftButton)
    settle()

    assert numbers(page) == ["A001"]


def test_items_offered_in_the_filter_are_those_of_the_theme(page, qtbot, settle):
    qtbot.keyClicks(page.filters._theme, "Voir")
    settle()

    offered = [page.filters._item.itemText(row) for row in range(page.filters._item.count())]
    assert offered[0] == "Tous les points"
    assert len(offered) == 9
    assert all(text.startswith("VOI-") for text in offered[1:])


def test_several_constats_are_given_the_same_values_in_one_action(
    page, qtbot, settle, carnet, context, three
):
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    dialog = page.findChild(LotDialog)
    assert dialog.windowTitle() == "Modifier 3\xa0constats"

    dialog.form.submit()
    assert "au moins une valeur" in dialog.form.findChild(QLabel, "erreur_theme").text()
    qtbot.keyClicks(dialog.form.field("gravite"), "3")
    qtbot.keyClicks(dialog.form.field("foncier"), "Inc")
    dialog.form.submit()
    settle()

    drafts = [carnet.diagnostics.constat(row.id).draft for row in three]
    assert {draft.gravite for draft in drafts} == {Gravite.MAJEUR}
    assert {draft.foncier for draft in drafts} == {Foncier.INCONNU}
    assert [draft.theme for draft in drafts] == ["PRO", "VOI", None]

    context.undo(page, Espace.TERRAIN)
    settle()
    drafts = [carnet.diagnostics.constat(row.id).draft for row in three]
    assert [draft.gravite for draft in drafts] == [Gravite.MODERE, Gravite.DANGER, None]


def test_a_constat_refused_in_a_lot_is_named_and_the_others_are_written(
    page, settle, carnet, three
):
    page.table.selectAll()
    page.edit_selection()
    dialog = page.findChild(LotDialog)
    carnet.diagnostics.delete_constats([three[1].id])

    dialog.form.field("gravite").set_value(Gravite.MINEUR)
    dialog.form.field("gravite").edited.emit()
    dialog.form.submit()
    settle()

    assert dialog.isVisible()
    assert dialog.refusals.text().startswith(
        "1\xa0constat laissé comme il était :\nBEI-2026-1-A002"
    )
    assert carnet.diagnostics.constat(three[0].id).gravite is Gravite.MINEUR
    dialog.close()


def test_a_lot_that_changes_nothing_says_so_and_offers_nothing_to_undo(
    page, settle, context, carnet, three, qtbot
):
    carnet.constats.edit_many([row.id for row in three], {"foncier": Foncier.INCONNU})
    page.table.selectAll()
    page.edit_selection()
    dialog = page.findChild(LotDialog)
    dialog.form.field("foncier").set_value(Foncier.INCONNU)
    dialog.form.field("foncier").edited.emit()

    with qtbot.waitSignal(context.bus.message) as told:
        dialog.form.submit()
        settle()

    assert told.args[0].text == "0\xa0constat modifié, 3\xa0inchangés."


def colleague(carnet, context, row, **changes):
    """Write what the file of a colleague brings, and announce it as its reading does."""
    draft = replace(carnet.diagnostics.constats([row])[0].draft, **changes)
    context.bus.changed.emit(carnet.diagnostics.save_constat(draft, row).changes)


def test_a_constat_being_typed_follows_what_a_colleague_wrote(
    page, three, carnet, context, messages, settle
):
    row = three[0].id
    page.table.select_id(row)
    settle()
    type_text(page.form.field("lieu"), "Rue Essai")
    colleague(carnet, context, row, texte="Un matelas est parti", gravite=Gravite.DANGER)
    settle()

    assert page.form.draft().texte == "Un matelas est parti"
    assert page.form.draft().lieu == "Rue Essai"
    assert messages == []
    page.form.submit()
    settle()
    kept = carnet.diagnostics.constats([row])[0].draft
    assert (kept.lieu, kept.texte, kept.gravite) == (
        "Rue Essai",
        "Un matelas est parti",
        Gravite.DANGER,
    )


def test_a_field_of_a_constat_that_both_changed_is_told_and_what_was_typed_stays(
    page, three, carnet, context, messages, settle
):
    row = three[0].id
    page.table.select_id(row)
    settle()
    type_text(page.form.field("lieu"), "Rue Essai")
    page.form.submit()
    settle()
    type_text(page.form.field("texte"), "Encore là. ")
    colleague(carnet, context, row, lieu="Rue du Puits - ESSAI")
    settle()
    assert page.form.draft().lieu == "Rue du Puits - ESSAI"  # mine was saved: it is nobody's now
    assert not any("pendant votre saisie" in one.text for one in messages)

    colleague(carnet, context, row, texte="Tout est parti")
    settle()
    assert page.form.draft().texte.startswith("Encore là. ")
    assert "pendant votre saisie" in messages[-1].text
