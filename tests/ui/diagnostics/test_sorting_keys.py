"""The key sheet of the dépouillement tells the truth, whatever letters the thèmes have."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QWidget

from desktop.domain.diagnostics.records import ThemeRecord
from desktop.ui.aide import open_shortcuts
from desktop.ui.diagnostics.sorting_keys import (
    _LETTERS,
    HINTS,
    Command,
    SortingKeys,
    figure,
)
from desktop.ui.key_sheet import KEY_SHEET


@pytest.fixture
def watched(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def heard(watched):
    keys = SortingKeys(watched)
    found: list[object] = []
    for signal in (keys.asked, keys.theme_chosen, keys.gravite_chosen, keys.stepped):
        signal.connect(found.append)
    return keys, found


def test_no_command_has_the_letter_of_a_shipped_theme(carnet):
    letters = {theme.touche for theme in carnet.diagnostics.referentiel().themes}

    assert letters & set(_LETTERS) == set()


def test_every_command_is_on_the_key_sheet_and_the_line_is_part_of_it():
    typed = {part for _, keys in KEY_SHEET for part in keys.replace(";", ",").split(", ")}

    assert set(_LETTERS) - {part.strip() for part in typed} == set()
    sheet = " ".join(keys for _, keys in KEY_SHEET)
    assert all(key in sheet for key, _ in HINTS if key not in {"Lettre", "1–4"})


def test_letter_that_a_team_gave_to_a_theme_wins_and_the_others_stay_commands(
    heard, watched, qtbot
):
    keys, found = heard
    keys.set_themes([ThemeRecord(code="DIV", libelle="Divers", touche="d")])

    qtbot.keyClicks(watched, "dku")

    assert found == ["DIV", Command.CHOOSE_CONSTAT, Command.MERGE]


def test_keys_wait_while_held_and_are_dropped_when_told(heard, watched, qtbot):
    keys, found = heard
    keys.hold()
    qtbot.keyClicks(watched, "k2")
    assert found == []

    keys.release()
    assert found == [Command.CHOOSE_CONSTAT, 2]

    keys.hold()
    qtbot.keyClicks(watched, "k")
    keys.drop()
    keys.release()
    assert found == [Command.CHOOSE_CONSTAT, 2]


def test_a_waiting_key_that_begins_another_write_holds_the_rest(heard, watched, qtbot):
    keys, found = heard
    keys.asked.connect(lambda _command: keys.hold())
    keys.hold()
    qtbot.keyClicks(watched, "kuz")

    keys.release()
    assert found == [Command.CHOOSE_CONSTAT]
    keys.release()
    assert found == [Command.CHOOSE_CONSTAT, Command.MERGE]


@pytest.mark.parametrize(
    ("sign", "rank"),
    [("1", 1), ("0", 10), ("&", 1), ("è", 7), ("à", 10), ("a", 0), ("", 0), ("½", 0)],
)
def test_figures_with_or_without_maj(sign, rank):
    assert figure(sign) == rank


def test_help_shows_the_keys_of_the_sorting_screen(watched):
    dialog = open_shortcuts(watched, [("Guide", "F1")])

    table = dialog.findChild(QTableWidget)
    shown = {
        table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())
    }
    assert shown["Dépouillement : flouter : vérifier la photo"] == "F"
    assert shown["Dépouillement : joindre au constat proposé"] == "Maj+Entrée"
    dialog.close()


def test_control_enter_confirms_and_other_control_keys_go_on(heard, watched, qtbot):
    _, found = heard
    qtbot.keyClick(watched, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(watched, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert found == [Command.CONFIRM]
