"""« À relire » and « Corbeille »: what the agent sees, the keys, the undo, the empty states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.espaces import Espace
from desktop.services.diagnostics import FiltreConstats
from desktop.ui.echange import ecrans
from desktop.ui.echange.conflicts_dialog import NOTHING as NO_CONFLICT
from desktop.ui.echange.corbeille_dialog import NOTHING as NO_DELETED
from desktop.ui.echange.decision_list import rank_of

TERRAIN = Espace.TERRAIN


def values(dialog) -> list[str]:
    return [label.text() for label in dialog.view.findChildren(QLabel, "valeur")]


def labels(dialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_no_conflict_says_that_nothing_is_to_review(context, window, settle):
    dialog = ecrans.open_conflicts(context, window)
    settle()

    assert dialog.is_empty
    assert NO_CONFLICT in labels(dialog)


def test_conflict_shows_both_values_with_their_authors_as_plain_text(
    context, window, settle, disputed, carnet
):
    dialog = ecrans.open_conflicts(context, window)
    settle()

    (conflict,) = carnet.journal(TERRAIN).conflicts()
    assert values(dialog) == [value.valeur for value in conflict.valeurs]
    assert "<b>Banc cassé</b>" in values(dialog)
    formats = {label.textFormat() for label in dialog.view.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    shown = " ".join(labels(dialog))
    for words in (disputed.numero, "C. Martin-Essai", "Portable A", "D. Durand-Essai"):
        assert words in shown
    assert disputed.numero in dialog.list.item(0).text()


@pytest.mark.parametrize("rank", [1, 2])
def test_figure_keeps_its_value_and_closes_the_conflict(
    context, window, qtbot, settle, disputed, carnet, rank
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    chosen = values(dialog)[rank - 1]

    qtbot.keyClicks(dialog.list, str(rank))
    settle()

    assert carnet.diagnostics.constat(disputed.id).texte == chosen
    assert carnet.journal(TERRAIN).count_conflicts() == 0
    assert dialog.is_empty


def test_figure_of_no_value_does_nothing(context, window, qtbot, settle, disputed, carnet):
    dialog = ecrans.open_conflicts(context, window)
    settle()

    qtbot.keyClicks(dialog.list, "3")
    settle()

    assert carnet.journal(TERRAIN).count_conflicts() == 1


@pytest.mark.parametrize(
    ("text", "rank"), [("1", 1), ("&", 1), ("é", 2), ("2", 2), ("ç", 9), ("a", 0), ("", 0)]
)
def test_figures_of_a_french_keyboard_need_no_shift(text, rank):
    event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)

    assert rank_of(event) == rank


def test_next_conflict_is_selected_after_a_decision_and_undo_is_offered(
    context, window, qtbot, settle, carnet, colleague, add_constats, send
):
    first, second = add_constats("Banc", "Tag")
    send(carnet, colleague)
    for poste, word in ((carnet, "ici"), (colleague, "là")):
        for seen in (first, second):
            poste.diagnostics.save_constat(replace(seen.draft, texte=word), seen.id)
    send(colleague, carnet)
    dialog = ecrans.open_conflicts(context, window)
    settle()
    decided, left = dialog.list.item(0).text(), dialog.list.item(1).text()
    shown_before, chosen = values(dialog)

    qtbot.keyClick(dialog.list, Qt.Key.Key_2)
    settle()

    assert decided != left
    assert dialog.list.currentItem().text() == left
    assert len(values(dialog)) == 2
    by_number = {seen.numero: seen.id for seen in (first, second)}
    row = by_number[decided.split()[1]]
    kept = carnet.diagnostics.constat(row).texte
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert kept == chosen
    assert carnet.diagnostics.constat(row).texte == shown_before
    assert dialog.notice.message().text == "Conflit tranché : annulé."


def test_conflict_that_changed_since_it_was_shown_is_not_decided(
    context, window, qtbot, settle, disputed, carnet, colleague, send
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    colleague.diagnostics.save_constat(replace(disputed.draft, texte="Banc brûlé"), disputed.id)
    send(colleague, carnet)

    qtbot.keyClicks(dialog.list, "1")
    settle()

    message = dialog.notice.message()
    assert message is not None
    assert "ont changé" in message.text
    assert "Banc brûlé" in values(dialog)


@pytest.fixture
def notice(carnet, colleague, add_constats, send):
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    colleague.diagnostics.delete_constats([seen.id])
    carnet.diagnostics.save_constat(replace(seen.draft, texte="Banc <b>cassé</b>"), seen.id)
    send(colleague, carnet)
    return seen


@pytest.mark.parametrize(("key", "left"), [("1", 1), ("2", 0)])
def test_notice_of_a_deletion_is_answered_by_a_key(
    context, window, qtbot, settle, notice, carnet, key, left
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    shown = " ".join(labels(dialog))
    assert "D. Durand-Essai" in shown
    assert "y travaillait" in shown

    qtbot.keyClicks(dialog.list, key)
    settle()

    assert len(carnet.diagnostics.constat_ids(FiltreConstats())) == left
    assert dialog.is_empty


def test_empty_bin_says_so_and_offers_no_restore(context, window, settle):
    dialog = ecrans.open_corbeille(context, window)
    settle()

    assert NO_DELETED in labels(dialog)
    assert not dialog.primary.isVisible()


def test_bin_lists_what_was_deleted_and_brings_it_back_by_keyboard(
    context, window, qtbot, settle, carnet, add_constats
):
    seen, other = add_constats("<b>Banc</b>", "Tag")
    carnet.diagnostics.delete_constats([seen.id])
    carnet.diagnostics.delete_constats([other.id])
    dialog = ecrans.open_corbeille(context, window)
    settle()
    assert dialog.model.rowCount() == 2
    titles = [dialog.model.index(row, 0).data() for row in range(2)]
    assert other.numero in titles[0]
    assert "C. Martin-Essai" in dialog.model.index(0, 3).data()

    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    settle()

    assert carnet.diagnostics.constat_ids(FiltreConstats()) == [other.id]
    assert dialog.table.current_id() == seen.id

    dialog.notice.findChild(QPushButton, "action").click()
    settle()
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == []
