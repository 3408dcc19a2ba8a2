"""The agenda by keyboard: book, say what became of it, move it, nothing lost in a crash."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import ZONE, later, monday_of
from desktop.domain.relogement.codes import LieuRendezVous, ObjetContact, StatutRendezVous
from desktop.models.agenda import RendezVous
from desktop.ui.pdf_dialog import PdfDialog
from tests.menages_essai import put

S = StatutRendezVous
CTRL = Qt.KeyboardModifier.ControlModifier


def today() -> date:
    return date.today()  # noqa: DTZ011 - the agent's calendar


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def moi(carnet):
    return carnet.espace(Espace.RELOGEMENT).store.personne_id


@pytest.fixture
def book(carnet, moi):
    """Write a rendez-vous as an import does: no rule is asked."""

    def write(menage, debut: datetime, minutes: int = 45, **fields) -> str:
        return put(
            carnet, RendezVous, menage, intervenant_id=fields.pop("intervenant_id", moi),
            debut=debut.isoformat(), fin=later(debut, minutes).isoformat(),
            motif=ObjetContact.ENQUETE, **{"statut": S.PREVU, **fields},
        )  # fmt: skip

    return write


@pytest.fixture
def agenda(tab, settle):
    tab.show_agenda()
    settle()
    return tab.agenda


@pytest.fixture
def friday():
    """A Friday to come, in another week than today."""
    return monday_of(today()) + timedelta(days=11)


def reload(agenda, settle, day: date, row: str = ""):
    agenda.show_day(day, row)
    settle()


def press(agenda, qtbot, settle, key):
    qtbot.keyClick(agenda.grid, key)
    settle()


def statut(carnet, row: str) -> StatutRendezVous:
    return carnet.agenda.rendez_vous(row).draft.statut


def test_a_rendez_vous_is_booked_without_the_mouse(agenda, menages, carnet, qtbot, settle, friday):
    reload(agenda, settle, friday)
    slot = (9 * 60 + 30 - agenda.grid.model_.first) // 30
    agenda.grid.setCurrentIndex(agenda.grid.model_.index(slot, 4))
    agenda.grid.setFocus()
    press(agenda, qtbot, settle, "n")
    field = agenda.window().focusWidget()
    assert field is agenda.form.menage
    agenda.form.menage.set_value(menages["DUPONT-ESSAI"])  # its list is tested by itself
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    settle()

    [made] = carnet.agenda.semaine(friday).rendez_vous
    assert (made.debut, made.fin) == (moment(friday, 9, 30), moment(friday, 10, 15))
    assert made.draft.menage_id == menages["DUPONT-ESSAI"]
    assert (made.draft.lieu, made.draft.statut) == (LieuRendezVous.PERMANENCE, S.PREVU)
    assert agenda.grid.current_id() == made.id
    assert agenda.grid.hasFocus()
    assert agenda.form.findChild(QLabel, "avertissement").isHidden()


def test_a_taken_hour_is_refused_at_its_field_and_nothing_is_lost(
    agenda, menages, carnet, book, qtbot, settle, friday
):
    book(menages["DUPONT-ESSAI"], moment(friday, 10))
    reload(agenda, settle, friday)
    agenda.begin(moment(friday, 10, 15), menages["DUPUIS-ESSAI"])
    qtbot.keyClicks(agenda.form.field("note"), "pieces")
    agenda.form.submit()
    settle()

    error = agenda.form.findChild(QLabel, "erreur_debut")
    assert "a déjà un rendez-vous" in error.text()
    assert agenda.form.field("note").toPlainText() == "pieces"
    assert len(carnet.agenda.semaine(friday).rendez_vous) == 1


def test_the_hours_without_rendez_vous_are_told_while_typing(agenda, settle, friday):
    thursday = friday - timedelta(days=1)
    reload(agenda, settle, thursday)
    agenda.begin(moment(thursday, 10))

    told = agenda.form.findChild(QLabel, "avertissement")
    assert told.text() == "À cette heure, la permanence reçoit sans rendez-vous."
    assert not told.isHidden()


@pytest.mark.parametrize(("key", "expected"), [("h", S.HONORE), ("m", S.MANQUE), ("a", S.ANNULE)])
def test_one_key_says_what_became_of_it_and_undo_takes_it_back(
    agenda, menages, carnet, context, book, qtbot, settle, key, expected
):
    row = book(menages["DUPONT-ESSAI"], moment(today(), 10))
    reload(agenda, settle, today(), row)
    press(agenda, qtbot, settle, key)
    after = statut(carnet, row)
    context.undo(agenda, Espace.RELOGEMENT)
    settle()

    assert after is expected
    assert statut(carnet, row) is S.PREVU


def test_a_rendez_vous_to_come_is_not_honoured(
    agenda, menages, carnet, book, messages, qtbot, settle, friday
):
    row = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    reload(agenda, settle, friday, row)
    press(agenda, qtbot, settle, "h")

    assert statut(carnet, row) is S.PREVU
    assert messages[-1].text == "Ce rendez-vous n’a pas encore eu lieu."


def test_j_writes_it_in_the_journal_once(agenda, menages, carnet, book, messages, qtbot, settle):
    row = book(menages["DUPONT-ESSAI"], moment(today(), 10))
    reload(agenda, settle, today(), row)
    press(agenda, qtbot, settle, "j")
    press(agenda, qtbot, settle, "j")

    [noted] = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    assert noted.draft.rendez_vous_id == row
    assert statut(carnet, row) is S.HONORE
    assert messages[-1].text == "Ce rendez-vous est déjà au journal du ménage."


def test_r_moves_it_and_keeps_the_old_one(agenda, menages, carnet, book, qtbot, settle, friday):
    row = book(menages["DUPONT-ESSAI"], moment(today(), 10))
    reload(agenda, settle, today(), row)
    press(agenda, qtbot, settle, "r")
    debut = agenda.form.field("debut")
    assert agenda.window().focusWidget() is debut
    debut.setText(f"{friday:%d/%m/%Y} 14:00")
    debut.edited.emit()
    qtbot.keyClick(debut, Qt.Key.Key_Return, CTRL)
    settle()

    [new] = carnet.agenda.semaine(friday).rendez_vous
    assert statut(carnet, row) is S.REPORTE
    assert (new.debut, new.fin) == (moment(friday, 14), moment(friday, 14, 45))
    assert new.draft.menage_id == menages["DUPONT-ESSAI"]
    assert agenda.grid.current_id() == new.id


def test_a_move_typed_before_a_crash_is_taken_up_as_a_move(
    agenda, tab, menages, carnet, book, make_tab, qtbot, settle, friday
):
    row = book(menages["DUPONT-ESSAI"], moment(today(), 10))
    reload(agenda, settle, today(), row)
    press(agenda, qtbot, settle, "r")
    agenda.form.field("debut").setText(f"{friday:%d/%m/%Y} 15:00")
    agenda.form.field("debut").edited.emit()
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()
    after.agenda.form.submit()
    settle()

    assert statut(carnet, row) is S.REPORTE
    assert len(carnet.agenda.semaine(friday).rendez_vous) == 1
    assert carnet.brouillons(Espace.RELOGEMENT).list() == []


def test_arrows_leave_the_week_at_its_ends_and_t_comes_back(agenda, qtbot, settle):
    this = monday_of(today())
    agenda.grid.setFocus()
    last = agenda.grid.model_.columnCount() - 1
    agenda.grid.setCurrentIndex(agenda.grid.model_.index(3, last))
    press(agenda, qtbot, settle, Qt.Key.Key_Right)
    after = (agenda.grid.model_.lundi, agenda.grid.currentIndex().column())
    press(agenda, qtbot, settle, Qt.Key.Key_PageDown)
    further = agenda.grid.model_.lundi
    press(agenda, qtbot, settle, "t")

    assert after == (this + timedelta(days=7), 0)
    assert further == this + timedelta(days=14)
    assert agenda.grid.model_.lundi == this


def test_two_that_collide_are_both_reached_with_the_space_bar(
    agenda, menages, book, qtbot, settle, friday
):
    one = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    other = book(menages["DUPUIS-ESSAI"], moment(friday, 10, 15))
    reload(agenda, settle, friday, one)
    count = agenda.findChild(QLabel, "rendez_vous").text().replace("\u00a0", " ")
    press(agenda, qtbot, settle, Qt.Key.Key_Space)

    assert count == "2 rendez-vous, 2 en double"
    assert agenda.grid.current_id() == other
    assert agenda.desk.row == other


def test_the_agenda_of_one_person_hides_the_others(agenda, menages, book, carnet, settle, friday):
    from desktop.models.equipe import Membre

    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Essai") as unit:
        david = unit.add(Membre, None, nom="D. Durand-Essai").id
    mine = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    book(menages["DUPUIS-ESSAI"], moment(friday, 10), intervenant_id=david)
    reload(agenda, settle, friday)
    everybody = len(agenda.grid.model_.blocs)
    agenda.intervenants.set_value(carnet.espace(Espace.RELOGEMENT).store.personne_id)
    agenda.intervenants.edited.emit()

    assert everybody == 2
    assert [bloc.record.id for bloc in agenda.grid.model_.blocs] == [mine]


def test_a_saturday_and_an_early_hour_are_shown_when_somebody_is_expected(
    agenda, menages, book, settle, friday
):
    reload(agenda, settle, friday)
    usual = (agenda.grid.model_.columnCount(), agenda.grid.model_.minute(0))
    saturday = friday + timedelta(days=1)
    book(menages["DUPONT-ESSAI"], moment(saturday, 7, 15), lieu=LieuRendezVous.DOMICILE)
    reload(agenda, settle, friday)

    assert usual == (5, 8 * 60)
    assert (agenda.grid.model_.columnCount(), agenda.grid.model_.minute(0)) == (6, 7 * 60)


def test_the_model_of_the_week_is_sound_and_speaks(agenda, menages, book, settle, friday):
    row = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    reload(agenda, settle, friday, row)
    model = agenda.grid.model_
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    said = model.data(agenda.grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    free = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert said.startswith("10:00 DUPONT-ESSAI Anne")
    assert said.endswith("Prévu")
    assert free.endswith("8:00, libre")


def test_delete_hides_it_and_echap_goes_back_to_the_permanence(
    agenda, tab, menages, carnet, book, qtbot, settle, friday
):
    row = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    reload(agenda, settle, friday, row)
    agenda.grid.setFocus()
    press(agenda, qtbot, settle, Qt.Key.Key_Delete)
    left = carnet.agenda.semaine(friday).rendez_vous
    press(agenda, qtbot, settle, Qt.Key.Key_Escape)

    assert left == ()
    assert tab.pages.currentWidget() is tab.permanence


def test_ctrl_p_shows_the_attestation_of_the_rendez_vous(
    agenda, tab, menages, book, messages, qtbot, settle, friday
):
    row = book(menages["DUPONT-ESSAI"], moment(friday, 10))
    reload(agenda, settle, friday, row)
    tab.print_page()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in tab.findChildren(PdfDialog)))
    settle()
    [dialog] = [one for one in tab.findChildren(PdfDialog) if one.isVisible()]

    assert dialog.windowTitle() == "Attestation"
    assert dialog._data.startswith(b"%PDF")
    dialog.close()
    settle()
