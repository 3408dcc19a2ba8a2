"""« Doublons », « Fusionner avec… » and « Séparer »: what is seen, the keys, the empty states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from shiboken6 import isValid

from desktop.domain.codes import TypeEquipement
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.echange import ecrans
from desktop.ui.echange.doublons_dialog import NOTHING, NOTHING_PASSES
from desktop.ui.echange.separate_dialog import ALONE
from desktop.ui.history_panel import HistoryPanel

TERRAIN = Espace.TERRAIN


def labels(dialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def add_site(carnet, nom: str, adresse: str, **fields: object) -> str:
    draft = MicroSiteDraft(nom=nom, adresse=adresse, **fields)
    return carnet.microsites.save_site(draft).valeur.id


@pytest.fixture
def twice(carnet):
    first = add_site(carnet, "<b>City-stade</b>", "12 rue des Essais", bancs=2)
    second = add_site(carnet, "City stade", "12, Rue des essais", notes="Panier tordu")
    for row in (first, second):
        carnet.microsites.save_equipement(
            EquipementDraft(micro_site_id=row, nom="Panier", type=TypeEquipement.CITY_STADE)
        )
    return first, second


def names(carnet) -> list[str]:
    sites = carnet.microsites.sites(carnet.microsites.site_ids())
    return sorted(site.nom for site in sites)


def radio(dialog, champ: str, side: int) -> QRadioButton:
    return dialog.view.findChild(QRadioButton, f"{champ}_{side}")


def test_no_duplicate_says_so_and_offers_no_merge(context, window, settle):
    dialog = ecrans.open_doublons(context, window)
    settle()

    assert dialog.is_empty
    assert NOTHING in labels(dialog)
    assert not dialog.primary.isEnabled()


def test_a_pair_is_shown_side_by_side_with_its_reasons_as_plain_text(
    context, window, settle, twice
):
    dialog = ecrans.open_doublons(context, window)
    settle()

    assert "même numéro et même rue" in dialog.list.item(0).text()
    shown = labels(dialog)
    assert any("<b>City-stade</b>" in text for text in shown)
    formats = {label.textFormat() for label in dialog.view.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    assert any("2 équipements" in text.replace("\u00a0", " ") for text in shown)
    assert any("C. Martin-Essai · Portable A" in text for text in shown)
    assert [radio(dialog, "nom", side).isChecked() for side in range(3)].count(True) == 1
    assert dialog.view.findChild(QRadioButton, "notes_0") is None
    assert "Panier tordu" in shown


def test_a_pair_is_merged_by_the_keyboard_alone_with_the_chosen_values(
    context, window, qtbot, settle, twice, carnet
):
    dialog = ecrans.open_doublons(context, window)
    settle()
    sides = [fiche.row for fiche in dialog.view.comparison.fiches]
    wanted = sides.index(twice[0])

    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), QRadioButton)
    radio(dialog, "nom", wanted).setFocus()
    qtbot.keyClick(radio(dialog, "nom", wanted), Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert names(carnet) == ["<b>City-stade</b>"]
    (site,) = carnet.microsites.sites(carnet.microsites.site_ids())
    assert (site.draft.bancs, site.draft.notes) == (2, "Panier tordu")
    assert site.nb_equipements == 2
    assert dialog.is_empty
    assert carnet.journal(TERRAIN).count_conflicts() == 0


def test_a_choice_put_off_is_left_to_review_and_undo_takes_all_back(
    context, window, qtbot, settle, twice, carnet
):
    dialog = ecrans.open_doublons(context, window)
    settle()
    radio(dialog, "nom", 2).click()
    dialog.primary.click()
    settle()
    assert [found.champ for found in carnet.journal(TERRAIN).conflicts()] == ["nom"]

    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert names(carnet) == ["<b>City-stade</b>", "City stade"]
    assert carnet.journal(TERRAIN).count_conflicts() == 0
    assert dialog.list.count() == 1


def test_not_a_duplicate_is_said_by_a_key_and_the_next_pair_comes_in_its_place(
    context, window, qtbot, settle, twice, carnet
):
    add_site(carnet, "Square", "5 rue Haute")
    add_site(carnet, "Square", "5 rue Haute")
    dialog = ecrans.open_doublons(context, window)
    settle()
    left = dialog.list.item(1).text()

    qtbot.keyClick(dialog.list, Qt.Key.Key_N)
    settle()

    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [left]
    assert dialog.list.currentRow() == 0
    assert len(names(carnet)) == 4
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert dialog.list.count() == 2


def test_the_list_is_searched_by_words(context, window, settle, twice):
    dialog = ecrans.open_doublons(context, window)
    settle()

    dialog.search.setText("panier")
    dialog.search.searched.emit("")
    assert dialog.list.count() == 0
    assert NOTHING_PASSES in labels(dialog)
    dialog.search.setText("city essais")
    dialog.search.searched.emit("")
    dialog.search.setText("rue meme")
    dialog.search.searched.emit("")
    settle()
    assert dialog.list.count() == 1


def test_a_pair_that_changed_since_it_was_shown_is_not_merged(
    context, window, settle, twice, carnet
):
    dialog = ecrans.open_doublons(context, window)
    settle()
    site = carnet.microsites.site(twice[0])
    carnet.microsites.save_site(replace(site.draft, notes="Filet"), twice[0])

    dialog.primary.click()
    settle()

    assert "a changé depuis" in dialog.notice.message().text
    assert len(names(carnet)) == 2


# --- from a record ------------------------------------------------------------------------


def test_a_record_is_merged_with_the_one_that_is_found_by_a_few_words(
    context, window, settle, carnet
):
    first = add_site(carnet, "Square", "5 rue Haute")
    other = add_site(carnet, "Square", "9 rue Basse")
    fiche = Fiche(TERRAIN, "micro_site", first, "Square")
    dialog = ecrans.open_merge(context, fiche, window)
    settle()
    assert not dialog.primary.isEnabled()

    assert dialog.choice.matches("squ") == ["Micro-site Square"]
    dialog.choice.set_value(other)
    dialog.choice.edited.emit()
    settle()
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    settle()

    assert names(carnet) == ["Square"]
    assert not isValid(dialog) or not dialog.isVisible()


def test_records_of_one_name_can_be_told_apart_in_the_choice(context, window, settle, carnet):
    rows = [add_site(carnet, "Square", f"{number} rue Haute") for number in (1, 2, 3)]
    dialog = ecrans.open_merge(context, Fiche(TERRAIN, "micro_site", rows[0], ""), window)
    settle()

    assert len(set(dialog.choice.matches("square"))) == 2


def test_merged_records_are_listed_and_separated(context, window, qtbot, settle, twice, carnet):
    carnet.doublons(TERRAIN).merge("micro_site", *twice, {})
    fiche = Fiche(TERRAIN, "micro_site", min(twice), "City-stade")
    dialog = ecrans.open_separate(context, fiche, window)
    settle()
    button = dialog.findChild(QPushButton, "separer_1")
    qtbot.waitUntil(button.isVisible)
    shown = labels(dialog)
    assert {"Micro-site <b>City-stade</b>", "Micro-site City stade"} <= set(shown)

    button.click()
    settle()

    assert names(carnet) == ["<b>City-stade</b>", "City stade"]
    qtbot.waitUntil(lambda: ALONE in labels(dialog))


def test_the_history_of_a_record_leads_to_its_decisions_its_merge_and_its_separation(
    context, window, qtbot, settle, twice, carnet
):
    carnet.doublons(TERRAIN).merge("micro_site", *twice, {})
    panel = HistoryPanel(context, TERRAIN, window)
    asked: list[tuple[str, Fiche]] = []
    context.bus.screen_wanted.connect(lambda screen, fiche: asked.append((screen, fiche)))
    seen = []
    for name in ("valeurs_a_decider", "fiches_reunies", "fusionner_avec"):
        panel.show("micro_site", min(twice), "City-stade")
        settle()
        button = window.findChild(QPushButton, name)
        assert button.isVisible()
        seen.append(button.text().replace("\u00a0", " "))
        button.click()
        settle()

    assert seen == ["2 valeurs à décider…", "Réunit 2 fiches…", "Fusionner avec…"]
    fiche = Fiche(TERRAIN, "micro_site", min(twice), "City-stade")
    assert asked == [("conflits", fiche), ("separer", fiche), ("fusionner", fiche)]
