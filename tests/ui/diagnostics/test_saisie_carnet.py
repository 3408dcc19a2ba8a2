"""« Saisie du carnet » by keyboard: the paper typed back in one pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.codes import (
    EtatConstat,
    Gravite,
    Meteo,
    NoteItem,
    Polarite,
    VerdictRevue,
)
from desktop.domain.diagnostics.carnet import sequence
from desktop.domain.diagnostics.saisie_carnet import SorteLigne, lignes
from desktop.domain.espaces import Espace
from desktop.services.diagnostics import FiltreConstats
from desktop.ui.diagnostics.carnet_table import LigneTableModel
from tests.services.promenade import make_promenade, put_state
from tests.ui.frappe import type_text

ENTER = Qt.Key.Key_Return


class Hand:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot, page) -> None:
        self.qtbot, self.page, self.pressed = qtbot, page, 0

    def type(self, text: str) -> None:
        for sign in text:
            self.pressed += 1
            target = QApplication.focusWidget() or self.page.table
            if sign == "\n":
                self.qtbot.keyClick(target, ENTER)
            else:
                type_text(target, sign)

    def press(self, key: Qt.Key) -> None:
        self.pressed += 1
        self.qtbot.keyClick(QApplication.focusWidget() or self.page.table, key)


@pytest.fixture
def carnet(promenade_carnet):
    return promenade_carnet


@pytest.fixture
def walk(promenade):
    return promenade


@pytest.fixture
def page(tab, walk, settle, qtbot):
    tab.open_carnet(walk.marche_id)
    settle()
    tab.activateWindow()
    tab.carnet.table.setFocus()
    qtbot.waitUntil(tab.carnet.table.hasFocus)
    return tab.carnet


@pytest.fixture
def hand(qtbot, page):
    return Hand(qtbot, page)


def stored(carnet, walk):
    return carnet.carnets.carnet(walk.marche_id)


def at(page, row: str) -> None:
    assert page.table.select_id(row)


def test_lines_are_those_of_the_paper_in_its_order(page, carnet, walk):
    pages = sequence(stored(carnet, walk))

    shown = [
        (page._rows.record(row).page, row.partition("/")[0], row.rpartition("/")[2])
        for row in page._rows.ids()
    ]

    expected = []
    for one in pages:
        expected += [(one.numero, "revue", due.constat.id) for due in one.constats]
        expected += [(one.numero, "note", theme.code) for theme in one.themes]
        expected += [(one.numero, "fiche", sheet) for sheet in one.fiches]
    assert [line for line in shown if line[1] not in {"entete", "debrief"}] == expected
    assert (shown[0][1], shown[-1][1]) == ("entete", "debrief")


def test_model_passes_the_model_tester(page, carnet, walk):
    model = LigneTableModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, None
    )
    found = lignes(stored(carnet, walk))

    model.set_records(found)
    model.put(replace(found[1], remplie=True))

    assert model.rowCount() == len(found)
    assert tester.model() is model


def test_one_key_is_one_verdict_and_goes_on(page, hand, carnet, walk, settle):
    first, second = walk.constats[0].id, walk.arrets[0]
    at(page, f"revue/{first}")

    hand.type("P")
    settle()

    assert stored(carnet, walk).revues[first].verdict is VerdictRevue.PERSISTE
    assert page.table.current_id() == f"note/{second}/PRO"
    assert page._rows.record(f"revue/{first}").revue.verdict is VerdictRevue.PERSISTE


@pytest.mark.parametrize(
    ("keys", "notes"),
    [
        ("32sv", ["3", "2", "SO", "NV"]),
        ('"é&à', ["3", "2", "1", "0"]),  # the upper row of a French keyboard
    ],
)
def test_digits_and_letters_rate_the_themes_down_the_page(
    page, hand, carnet, walk, settle, keys, notes
):
    at(page, f"note/{walk.arrets[0]}/PRO")

    hand.type(keys)
    settle()

    answers = stored(carnet, walk).reponses
    typed = [answers[walk.arrets[0], code].note for code in ("PRO", "VOI", "STA", "MOB")]
    assert typed == [NoteItem(note) for note in notes]


def test_other_keys_answer_nothing(page, hand, carnet, walk, settle):
    at(page, f"note/{walk.arrets[0]}/PRO")
    hand.type("79pqw")
    at(page, f"revue/{walk.constats[0].id}")
    hand.type("2bk")
    settle()

    assert stored(carnet, walk).reponses == {}
    assert page.count().revus == (0, 4)


def test_enter_goes_down_arrows_go_back_and_pages_turn(page, hand, walk):
    first = f"revue/{walk.constats[0].id}"
    at(page, first)
    hand.type("\n\n")
    assert page.table.current_id() == f"note/{walk.arrets[0]}/VOI"
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Up)
    assert page.table.current_id() == first
    hand.press(Qt.Key.Key_PageDown)
    assert page.current().arret.ordre == 2
    assert page.findChild(QLabel, "avancement").text() == "page 4 sur 9"
    hand.press(Qt.Key.Key_PageUp)
    hand.press(Qt.Key.Key_PageUp)
    assert page.table.current_id() == "entete"


def test_an_answer_is_taken_back_by_z_and_erased_by_suppr(page, hand, carnet, walk, settle):
    row = walk.constats[0].id
    at(page, f"revue/{row}")
    hand.type("A")
    settle()
    hand.type("z")
    settle()
    assert page._rows.record(f"revue/{row}").revue.verdict is None

    at(page, f"revue/{row}")
    hand.type("N")
    hand.press(Qt.Key.Key_Left)
    hand.press(Qt.Key.Key_Delete)
    settle()
    assert stored(carnet, walk).revues[row].verdict is None


def test_a_lifted_constat_asks_its_reason_and_waits_without_it(page, hand, carnet, walk, settle):
    row = walk.constats[0].id
    at(page, f"revue/{row}")
    hand.type("L")
    assert page.revue.motif.hasFocus()
    assert page.findChild(QLabel, "a_confirmer").text().startswith("Levée à confirmer")

    hand.type("\n")
    settle()

    assert page.table.hasFocus()
    assert page.table.current_id() == f"note/{walk.arrets[0]}/PRO"
    assert carnet.diagnostics.constat(row).etat is EtatConstat.OUVERT
    assert "1\xa0levée à confirmer" in page.findChild(QLabel, "bilan").text()


def test_a_reason_lifts_the_constat_on_the_day_of_the_marche(page, hand, carnet, walk, settle):
    row = walk.constats[0].id
    at(page, f"revue/{row}")

    hand.type("LTrou rebouché, vu avec le gardien\n")
    settle()

    lifted = carnet.diagnostics.constat(row)
    assert (lifted.etat, lifted.etapes.date_levee) == (
        EtatConstat.LEVE,
        min(date(2026, 11, 12), date.today()),  # noqa: DTZ011 - as the agent's calendar
    )
    assert "levée" not in page.findChild(QLabel, "bilan").text()
    assert page._rows.record(f"revue/{row}").constat.constat.etat is EtatConstat.LEVE


def test_a_constat_declared_mended_that_persists_asks_for_its_check(
    page, hand, carnet, walk, settle
):
    row = walk.constats[0].id
    put_state(carnet, row, EtatConstat.REALISE_DECLARE)
    page.load()
    settle()
    at(page, f"revue/{row}")
    hand.type("P")
    hand.press(Qt.Key.Key_Left)

    assert "contrôle négatif" in page.findChild(QLabel, "a_confirmer").text()

    hand.type("xVu avec le gardien\n")
    settle()
    assert stored(carnet, walk).revues[row].note == "Vu avec le gardien"
    assert page.table.hasFocus()


def test_a_sheet_is_a_letter_a_number_a_digit_and_two_texts(page, hand, carnet, walk, settle):
    at(page, "fiche/A2-1")

    hand.type("v23Entrée B\nTrottoir soulevé\n")
    settle()

    (made,) = [one for one in all_constats(carnet) if one.draft.fiche_papier]
    draft = made.draft
    assert (draft.theme, draft.item, draft.gravite) == ("VOI", "VOI-02", Gravite.MAJEUR)
    assert (draft.lieu, draft.texte) == ("Entrée B", "Trottoir soulevé")
    assert (draft.fiche_papier, draft.arret_id) == ("A2-1", walk.arrets[1])
    assert page.table.current_id() == "fiche/A2-2"
    assert page.table.hasFocus()


@pytest.mark.parametrize(
    ("keys", "item", "gravite", "polarite"),
    [
        ("p103", "PRO-10", Gravite.MAJEUR, Polarite.FAIBLE),
        ("p13", "PRO-01", Gravite.MAJEUR, Polarite.FAIBLE),
        ("p\n2", None, Gravite.MODERE, Polarite.FAIBLE),
        ("p1\n2", "PRO-01", Gravite.MODERE, Polarite.FAIBLE),
        ("e1+", "VEG-01", None, Polarite.FORT),
        ("v2p61", "PRO-06", Gravite.MINEUR, Polarite.FAIBLE),
    ],
)
def test_figures_are_a_point_then_a_gravity(
    page, hand, carnet, settle, keys, item, gravite, polarite
):
    at(page, "fiche/S-1")

    hand.type(f"{keys}\nTexte\n")
    settle()

    (made,) = [one for one in all_constats(carnet) if one.draft.fiche_papier]
    draft = made.draft
    assert (draft.item, draft.gravite, draft.polarite) == (item, gravite, polarite)
    assert (draft.lieu, draft.texte) == ("", "Texte")


def test_a_name_on_a_sheet_is_pointed_at_and_kept(page, hand, carnet, walk, settle):
    at(page, "fiche/A1-1")
    hand.type("v23\nAppeler Mme Durand-Essai")
    assert "le nom d’une personne" in page.findChild(QLabel, "vie_privee").text()

    hand.type("\n")
    settle()

    assert stored(carnet, walk).fiches["A1-1"].texte == "Appeler Mme Durand-Essai"
    assert page.findChild(QLabel, "vie_privee").isHidden()  # the next sheet is clean


def test_a_point_that_does_not_exist_is_told(page, hand, context, carnet):
    said = []
    context.bus.message.connect(lambda message: said.append(message.text))
    at(page, "fiche/S-1")

    hand.type("h9")

    assert said == ["Ce thème n’a pas de point 9."]
    assert page.fiche.draft().item is None


def test_a_typed_sheet_is_shown_and_corrected_without_a_second_constat(
    page, hand, carnet, walk, settle
):
    at(page, "fiche/A1-1")
    hand.type("v23\nTrottoir\n")
    settle()
    at(page, "fiche/A1-1")
    settle()
    assert page.fiche.draft().texte == "Trottoir"

    hand.type("4\n fendu\n")
    settle()

    (made,) = stored(carnet, walk).fiches.values()
    assert (made.gravite, made.texte) == (Gravite.DANGER, "Trottoir fendu")


def test_a_sheet_half_typed_waits_on_its_line(page, hand, walk, settle):
    at(page, "fiche/A1-1")
    hand.type("v2")
    at(page, "fiche/A1-2")
    assert page.fiche.draft().theme is None

    at(page, "fiche/A1-1")

    assert page.fiche.draft().item == "VOI-02"
    assert page.fiche.is_dirty()


def test_a_sheet_kept_before_a_crash_is_offered_on_its_line(tab, page, hand, carnet, settle):
    at(page, "fiche/A3-2")
    hand.type("v2")
    tab.flush_drafts()
    settle()
    kept = carnet.brouillons(Espace.TERRAIN).list()[0]
    page.fiche_desk.forget()
    at(page, "entete")
    tab._back_to_marches()
    settle()

    assert tab.offer(kept)
    settle()

    assert page.table.current_id() == "fiche/A3-2"
    assert page.fiche.draft().item == "VOI-02"


def test_the_head_and_the_debriefing_leave_each_other_alone(page, hand, carnet, walk, settle):
    at(page, "entete")
    hand.type("\n14:30\n16:00\n7\n4\n")
    page.entete.field("meteo").set_value(Meteo.MISTRAL)
    page.entete.field("sol").setFocus()
    hand.type("\n")
    settle()
    at(page, "debrief")
    hand.type("\nTrois urgences")
    page.debrief.submit()
    settle()

    draft = carnet.diagnostics.marche(walk.marche_id).draft
    assert (draft.heure_debut, draft.heure_fin, draft.nb_habitants) == ("14:30", "16:00", 7)
    assert (draft.meteo, draft.faits_marquants) == (Meteo.MISTRAL, "Trois urgences")
    assert draft.parcours_id == walk.parcours_id


def test_typing_resumes_where_it_was_left(tab, page, hand, walk, settle):
    at(page, f"revue/{walk.constats[1].id}")
    hand.type("P32")
    settle()
    tab._back_to_marches()
    settle()
    page.marche_id = ""

    tab.open_carnet(walk.marche_id)
    settle()

    assert page.table.current_id() == f"note/{walk.arrets[1]}/STA"
    at(page, "entete")
    hand.type("g")
    assert page.table.current_id() == f"note/{walk.arrets[1]}/STA"


def test_a_colleagues_answer_is_read_when_it_arrives(page, carnet, walk, context, settle):
    changes = carnet.carnets.note_verdict(
        walk.marche_id, walk.constats[2].id, VerdictRevue.AMELIORE
    )

    context.bus.announce(changes)
    settle()

    shown = page._rows.record(f"revue/{walk.constats[2].id}").revue
    assert shown.verdict is VerdictRevue.AMELIORE


def test_a_refused_answer_is_told_and_the_truth_read_again(
    page, hand, carnet, walk, settle, context
):
    said = []
    context.bus.message.connect(lambda message: said.append(message.text))
    row = walk.constats[0].id
    at(page, f"revue/{row}")
    carnet.diagnostics.delete_constats([row])

    hand.type("P")
    settle()

    assert said
    assert f"revue/{row}" not in page._rows.ids()


def test_escape_goes_from_the_card_to_the_lines_and_back_to_the_marches(tab, page, hand, settle):
    at(page, "entete")
    hand.type("\n")
    assert page.entete.field("heure_debut").hasFocus()
    hand.press(Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    hand.press(Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.marches


def test_a_walk_of_eight_stops_and_twelve_sheets_in_few_keys(tab, carnet, qtbot, settle, capsys):
    """The count of key presses that the task states; texts apart, which nobody can shorten."""
    walk = make_promenade(carnet, stops=8, constats=20, quartier="Corsy")
    carnet.carnets.prepare(walk.marche_id)
    tab.open_carnet(walk.marche_id)
    settle()
    page = tab.carnet
    tab.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    hand = Hand(qtbot, page)
    texts = sheets = reviewed = 0
    hand.press(Qt.Key.Key_Down)  # the head is typed elsewhere
    while page.current().sorte is not SorteLigne.DEBRIEF:
        ligne = page.current()
        if ligne.sorte is SorteLigne.REVUE:
            hand.type("PPAMN"[hand.pressed % 5] if reviewed % 5 else "L\n")
            reviewed += 1
        elif ligne.sorte is SorteLigne.NOTE:
            hand.type("3210sv"[hand.pressed % 6])
        elif sheets < 12 and ligne.fiche.endswith(("-1", "-2")):
            hand.type("v23\nBanc\n")
            sheets, texts = sheets + 1, texts + len("Banc")
            settle()
        else:
            hand.type("\n")
    settle()

    counted = page.count()
    assert (counted.revus, counted.notes, counted.fiches) == ((20, 20), (104, 104), 12)
    keys = hand.pressed - texts
    with capsys.disabled():
        print(f"\n  12 sheets, 8 stops: {keys} keys for 136 answers, texts apart")  # noqa: T201 - stated
    assert keys == 1 + 20 + 4 + 104 + 12 * 5 + 16


def all_constats(carnet):
    ids = carnet.diagnostics.constat_ids(FiltreConstats())
    return carnet.diagnostics.constats(ids)
