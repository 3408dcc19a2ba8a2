"""« À relire » and « Corbeille »: what the agent sees, the keys, the undo, the empty states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import EtatConstat
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.models.constat import Constat
from desktop.ui.echange import ecrans
from desktop.ui.echange.conflicts_dialog import NOTHING as NO_CONFLICT
from desktop.ui.echange.conflicts_dialog import NOTHING_PASSES
from desktop.ui.echange.corbeille_dialog import NOTHING as NO_DELETED
from desktop.ui.echange.decision_list import rank_of
from desktop.ui.widgets.marked_text import MarkedText

TERRAIN = Espace.TERRAIN


def values(dialog) -> list[str]:
    return [shown.text() for shown in dialog.view.findChildren(QWidget, "valeur")]


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


# --- other answers ------------------------------------------------------------------------


def editor(dialog) -> QWidget:
    return dialog.view.findChild(QWidget, "autre_valeur")


def test_the_words_that_differ_are_marked_otherwise_than_by_colour(
    context, window, settle, disputed
):
    dialog = ecrans.open_conflicts(context, window)
    settle()

    shown, other = dialog.view.findChildren(MarkedText, "valeur")
    assert {shown.text(), other.text()} == {"<b>Banc cassé</b>", "Banc arraché"}
    assert "arraché" in [*shown.marked(), *other.marked()]
    for text in (shown, other):
        assert text.toPlainText() == text.text()
        cursor = text.textCursor()
        for piece in text.marked():
            cursor.setPosition(text.text().index(piece) + 1)
            assert cursor.charFormat().fontUnderline()
            assert cursor.charFormat().font().bold()
        assert all(piece in text.accessibleDescription() for piece in text.marked())


def test_both_texts_are_kept_by_the_keyboard_alone_after_being_edited(
    context, window, qtbot, settle, disputed, carnet
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    first, second = values(dialog)

    qtbot.keyClicks(dialog.list, "b")
    assert editor(dialog).toPlainText() == f"{first}\n— — —\n{second}"
    assert carnet.journal(TERRAIN).count_conflicts() == 1
    editor(dialog).insertPlainText("Vu deux fois. ")
    qtbot.keyClick(editor(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    kept = carnet.diagnostics.constat(disputed.id).texte
    assert kept == f"Vu deux fois. {first}\n— — —\n{second}"
    assert dialog.is_empty


def test_another_text_is_typed_and_an_empty_one_is_refused_beside_it(
    context, window, qtbot, settle, disputed, carnet
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    qtbot.keyClicks(dialog.list, "a")
    editor(dialog).selectAll()
    qtbot.keyClick(editor(dialog), Qt.Key.Key_Delete)
    confirm = dialog.view.findChild(QPushButton, "confirmer")

    confirm.click()
    assert any("Écrivez la valeur" in text for text in labels(dialog))
    qtbot.keyClicks(editor(dialog), "Banc neuf 1 fois")
    confirm.click()
    settle()

    assert carnet.diagnostics.constat(disputed.id).texte == "Banc neuf 1 fois"


def test_another_state_is_chosen_among_all(
    context, window, qtbot, settle, carnet, colleague, add_constats, send
):
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    for poste, state in ((carnet, EtatConstat.OUVERT), (colleague, EtatConstat.SANS_SUITE)):
        with poste.espace(TERRAIN).store.writing("État") as unit:
            unit.fill(unit.get(Constat, seen.id), None, etat=state)
    send(colleague, carnet)
    dialog = ecrans.open_conflicts(context, window)
    settle()

    qtbot.keyClicks(dialog.list, "A")
    choice = dialog.view.findChild(QComboBox, "autre_valeur")
    choice.setCurrentIndex(choice.findText("Levé (vérifié)"))
    dialog.view.findChild(QPushButton, "confirmer").click()
    settle()

    assert carnet.diagnostics.constat(seen.id).etat == EtatConstat.LEVE


def test_a_text_being_typed_survives_a_list_that_is_read_again_and_another_decision(
    context, window, qtbot, settle, two_disputed
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    qtbot.keyClicks(dialog.list, "a")
    qtbot.keyClicks(editor(dialog), "Presque fini ")
    context.bus.announce(ChangeSet(TERRAIN))
    settle()
    assert "Presque fini" in editor(dialog).toPlainText()

    dialog.list.setCurrentRow(1)
    assert "Presque fini" not in editor(dialog).toPlainText()
    dialog.list.setCurrentRow(0)
    assert "Presque fini" in editor(dialog).toPlainText()


# --- keyboard, filter, one record ---------------------------------------------------------


@pytest.fixture
def two_disputed(carnet, colleague, add_constats, send):
    seen = add_constats("Banc", "Tag")
    send(carnet, colleague)
    for poste, word in ((carnet, "ici"), (colleague, "là")):
        for one in seen:
            poste.diagnostics.save_constat(replace(one.draft, texte=word), one.id)
    send(colleague, carnet)
    return seen


def test_arrows_and_enter_choose_a_value_and_never_close_the_dialog(
    context, window, qtbot, settle, two_disputed, carnet
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    chosen = values(dialog)[1]

    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "garder_1"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget().objectName() == "garder_2"
    assert carnet.journal(TERRAIN).count_conflicts() == 2
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()

    assert carnet.journal(TERRAIN).count_conflicts() == 1
    assert chosen in {carnet.diagnostics.constat(seen.id).texte for seen in two_disputed}
    assert dialog.isVisible()
    assert dialog.list.hasFocus()


def test_undoing_a_decision_shows_its_conflict_again(
    context, window, qtbot, settle, disputed, carnet
):
    dialog = ecrans.open_conflicts(context, window)
    settle()
    before = values(dialog)
    qtbot.keyClicks(dialog.list, "2")
    settle()

    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert values(dialog) == before
    assert carnet.journal(TERRAIN).count_conflicts() == 1


def test_the_list_is_filtered_by_words_by_kind_and_by_record(
    context, window, qtbot, settle, two_disputed, carnet, colleague, send
):
    first, second = two_disputed
    colleague.diagnostics.delete_constats([first.id])
    carnet.diagnostics.save_constat(replace(first.draft, lieu="Entrée"), first.id)
    send(colleague, carnet)
    dialog = ecrans.open_conflicts(context, window)
    settle()
    every = dialog.list.count()

    dialog.filter.search.setText(second.numero)
    dialog.filter.search.searched.emit(second.numero)
    assert [dialog.list.item(row).text().split("\n")[0] for row in range(dialog.list.count())] == [
        f"Constat {second.numero}"
    ]
    assert dialog.count.text().startswith("1 sur ")
    dialog.filter.search.setText("rien de tel")
    dialog.filter.search.searched.emit("")
    assert NOTHING_PASSES in labels(dialog)
    dialog.filter.clear()
    assert dialog.list.count() == every

    dialog.filter.kind.setCurrentIndex(dialog.filter.kind.findText("Fiche supprimée"))
    dialog.filter.changed.emit()
    assert dialog.list.count() == 1
    dialog.filter.clear()
    dialog.filter.record.setCurrentIndex(dialog.filter.record.findText(f"Constat {second.numero}"))
    dialog.filter.changed.emit()
    assert dialog.list.count() == 1


def test_one_record_shows_its_own_decisions_only(context, window, settle, two_disputed):
    first, _ = two_disputed
    only = Fiche(TERRAIN, "constat", first.id, f"Constat {first.numero}")

    dialog = ecrans.open_conflicts(context, window, only)
    settle()

    assert dialog.list.count() == 1
    assert first.numero in dialog.list.item(0).text()
    assert not dialog.filter.isVisible()
