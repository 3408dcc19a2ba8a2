"""The radar by keyboard: one key for « fait », one to put off, tâches in the same list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import PrioriteTache, RegleRappel, StatutDemande
from desktop.domain.relogement.drafts import ContactDraft, TacheDraft
from desktop.models.enquete import DemandeLogement
from desktop.ui.relogement.rappels_table import line_words
from tests.menages_essai import put

CTRL = Qt.KeyboardModifier.ControlModifier


def today() -> date:
    return date.today()  # noqa: DTZ011 - the agent's calendar


@pytest.fixture
def due(menages, carnet):
    """Two ménages that sleep, one NUR to renew, one tâche; all with their notice given."""
    from dataclasses import replace

    for name, days in (("DUPONT-ESSAI", 40), ("ABADIE-ESSAI", 50)):
        moment = f"{today() - timedelta(days=days)}T10:00:00+02:00"
        carnet.relogement.note_contact(ContactDraft(menage_id=menages[name], horodatage=moment))
    for row in menages.values():
        draft = carnet.relogement.menage(row).draft
        carnet.relogement.save_menage(replace(draft, date_information_rgpd=date(2026, 1, 1)), row)
    put(
        carnet, DemandeLogement, menages["DUPONT-ESSAI"], statut=StatutDemande.ACTIVE,
        date_depot=today() - timedelta(days=340),
    )  # fmt: skip
    carnet.rappels.save_tache(
        TacheDraft(titre="Appeler la CAF", echeance=today(), menage_id=menages["DUPUIS-ESSAI"])
    )
    return menages


@pytest.fixture
def radar(due, tab, settle):
    tab.show_radar()
    settle()
    return tab.radar


def rules(radar):
    return [line.regle for line in radar.lines()]


def press(radar, qtbot, settle, key):
    radar.table.setFocus()
    qtbot.keyClick(radar.table, key)
    settle()


def test_all_that_is_due_stands_in_one_list_by_day(radar):
    assert rules(radar) == [RegleRappel.SILENCE, RegleRappel.SILENCE, None, RegleRappel.NUR]
    told = radar.findChild(QLabel, "lignes").text().replace("\u00a0", " ")
    assert told == "4 lignes, 2 en retard"
    QAbstractItemModelTester(
        radar.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_f_says_done_goes_on_to_the_next_and_undo_brings_it_back(
    radar, context, messages, qtbot, settle
):
    first, second = radar.lines()[0].id, radar.lines()[1].id
    radar.table.select_id(first)
    press(radar, qtbot, settle, "f")
    after = [line.id for line in radar.lines()]
    current = radar.table.current_id()
    context.undo(radar, Espace.RELOGEMENT)
    settle()

    assert first not in after
    assert current == second
    assert messages[-2].action.label == "Annuler"
    assert radar.lines()[0].id == first


def test_r_puts_off_to_a_day_and_the_line_leaves(radar, carnet, qtbot, settle):
    line = radar.lines()[0]
    radar.table.select_id(line.id)
    press(radar, qtbot, settle, "r")
    field = radar.form.field("echeance")
    assert radar.window().focusWidget() is field
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    settle()

    assert line.id not in [one.id for one in radar.lines()]
    later = carnet.rappels.radar(today() + timedelta(days=7)).lignes
    assert (line.regle, today() + timedelta(days=7)) in [(one.regle, one.echeance) for one in later]
    assert radar.table.hasFocus()


def test_a_day_in_the_past_is_refused_at_its_field(radar, qtbot, settle):
    count = len(radar.lines())
    radar.table.select_id(radar.lines()[0].id)
    radar.form.field("echeance").setText("01/01/2020")
    radar.form.submit()
    settle()

    assert radar.form.findChild(QLabel, "erreur_echeance").text() == "Choisissez un jour à venir."
    assert len(radar.lines()) == count


def test_a_tache_is_added_by_keyboard_for_the_menage_of_the_line(radar, due, carnet, qtbot, settle):
    nur = next(line for line in radar.lines() if line.regle is RegleRappel.NUR)
    radar.table.select_id(nur.id)
    press(radar, qtbot, settle, "n")
    field = radar.window().focusWidget()
    qtbot.keyClicks(field, "Relire les pieces")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    settle()

    [made] = [
        line for line in radar.lines() if line.tache and line.tache.draft.titre.startswith("Relire")
    ]
    assert made.menage_id == due["DUPONT-ESSAI"]
    assert made.tache.responsable == carnet.personne
    assert radar.table.current_id() == made.id


def test_chips_and_words_leave_what_they_say(radar, settle):
    radar.chips.set_active({"SILENCE"})
    radar.chips.changed.emit(radar.chips.active())
    settle()
    asleep = rules(radar)
    radar.chips.set_active(set())
    radar.chips.changed.emit(radar.chips.active())
    radar.search.setText("abadie")
    radar._filter()

    assert asleep == [RegleRappel.SILENCE] * 2
    assert [line.nom for line in radar.lines()] == ["ABADIE-ESSAI Jean"]


def test_what_comes_within_a_month_is_read_on_demand(radar, due, carnet, settle):
    moment = f"{today() - timedelta(days=10)}T10:00:00+02:00"
    carnet.relogement.note_contact(ContactDraft(menage_id=due["DUPUIS-ESSAI"], horodatage=moment))
    before = len(radar.lines())
    radar.chips.set_active({"A_VENIR"})
    radar.chips.changed.emit(radar.chips.active())
    settle()

    assert len(radar.lines()) == before + 1


def test_enter_opens_the_dossier_and_echap_comes_back(radar, tab, due, qtbot, settle):
    radar.table.select_id(radar.lines()[0].id)
    press(radar, qtbot, settle, Qt.Key.Key_Return)

    assert tab.pages.currentWidget() is tab.fiche
    assert tab.fiche.menage is not None or tab.fiche is not None


def test_a_tache_typed_before_a_crash_comes_back(radar, tab, carnet, make_tab, qtbot, settle):
    radar.table.select_id(radar.lines()[0].id)
    press(radar, qtbot, settle, "n")
    qtbot.keyClicks(radar.tache_form.field("titre"), "Prevenir la gardienne")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()
    assert after.radar.tache_form.field("titre").text() == "Prevenir la gardienne"
    after.radar.tache_form.submit()
    settle()

    titles = [one.tache.draft.titre for one in carnet.rappels.radar().lignes if one.tache]
    assert "Prevenir la gardienne" in titles
    assert carnet.brouillons(Espace.RELOGEMENT).list() == []


def test_a_reminder_is_not_deleted(radar, messages, qtbot, settle):
    count = len(radar.lines())
    radar.table.select_id(radar.lines()[0].id)
    radar.delete()
    settle()

    assert messages[-1].text.startswith("Un rappel ne se supprime pas")
    assert len(radar.lines()) == count


def test_a_pressing_tache_says_so(radar, carnet, settle):
    draft = TacheDraft(titre="Rappeler le bailleur", echeance=today(), priorite=PrioriteTache.HAUTE)
    carnet.rappels.save_tache(draft)
    radar.load()
    settle()

    [line] = [one for one in radar.lines() if one.tache and one.tache.draft.priorite]

    assert line_words(line) == "Priorité haute\xa0: Rappeler le bailleur"
