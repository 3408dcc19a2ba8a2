"""Search field, chips, progress, cards, buttons, dialogs: the small pieces."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from desktop.errors import FichierRefuse
from desktop.ui.widgets.buttons import icon_button, key_name, primary_button
from desktop.ui.widgets.cards import (
    Card,
    EmptyState,
    KeyHints,
    PageHeader,
    Pill,
    PillRow,
    page,
    three_zones,
)
from desktop.ui.widgets.dialogs import confirm, show_error
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.plain import plain_label, plain_tooltip
from desktop.ui.widgets.progress_bar import ProgressStrip, counts_text
from desktop.ui.widgets.search_field import PAUSE_MS, SearchField

pytestmark = pytest.mark.gui

TAG = '<img src="file:///etc/hostname">'


@pytest.fixture
def search(qtbot):
    search = SearchField("Rechercher un ménage", big=True)
    qtbot.addWidget(search)
    return search


def test_fast_typing_searches_once_with_the_whole_text(search, qtbot):
    searched = []
    search.searched.connect(searched.append)

    with qtbot.waitSignal(search.searched, timeout=5000):
        qtbot.keyClicks(search, " dup ")

    assert searched == ["dup"]
    assert search._pause.interval() == PAUSE_MS


def test_enter_searches_at_once_and_not_again_after_the_pause(search, qtbot):
    searched = []
    search.searched.connect(searched.append)
    qtbot.keyClicks(search, "dup")

    qtbot.keyClick(search, Qt.Key.Key_Return)

    assert searched == ["dup"]
    assert not search._pause.isActive()


def test_escape_empties_the_field_and_searches_for_nothing(search, qtbot):
    searched = []
    qtbot.keyClicks(search, "dup")
    search.searched.connect(searched.append)

    qtbot.keyClick(search, Qt.Key.Key_Escape)

    assert search.text() == ""
    assert searched == [""]


def test_chips_report_the_pressed_codes(qtbot):
    chips = FilterChips({"a": "Ouverts", "b": "En retard"})
    qtbot.addWidget(chips)
    heard = []
    chips.changed.connect(heard.append)

    for code in ("a", "b", "a"):
        chips.findChild(QPushButton, f"filtre_{code}").click()

    assert heard == [{"a"}, {"a", "b"}, {"b"}]


def test_exclusive_chips_release_one_another_and_may_all_be_released(qtbot):
    chips = FilterChips({"a": "Ouverts", "b": "En retard"}, exclusive=True)
    qtbot.addWidget(chips)

    chips.findChild(QPushButton, "filtre_a").click()
    chips.findChild(QPushButton, "filtre_b").click()
    assert chips.active() == {"b"}

    chips.findChild(QPushButton, "filtre_b").click()
    assert chips.active() == frozenset()


@pytest.mark.parametrize(
    ("done", "total", "elapsed_ms", "text"),
    [
        (12, 60, 2999, "12 sur 60"),
        (12, 60, 3000, "12 sur 60 · encore 12 s environ"),
        (1, 61, 3000, "1 sur 61 · encore 3 min environ"),
        (60, 60, 9000, "60 sur 60"),
        (0, 60, 9000, "0 sur 60"),
        (5, 0, 9000, ""),
    ],
)
def test_remaining_time_is_told_after_three_seconds_of_work(done, total, elapsed_ms, text):
    assert counts_text(done, total, elapsed_ms) == text


def test_progress_strip_can_be_interrupted_once(qtbot):
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.start("Lecture des photos")
    strip.advance(3, 10)
    button = strip.findChild(QPushButton, "interrompre")

    with qtbot.waitSignal(strip.cancelled, timeout=1000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert not button.isEnabled()
    assert strip.findChild(QLabel, "comptes").text() == "3 sur 10"
    strip.finish()
    assert not strip.isVisible()


def test_labels_never_read_their_text_as_html():
    label = plain_label(TAG, "titre-carte")

    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == TAG
    assert plain_tooltip("a\n<b>") == "<span>a<br>&lt;b&gt;</span>"


def test_every_label_of_cards_and_headers_is_plain_text(qtbot):
    card = Card(TAG, TAG)
    card.add_fact(TAG, TAG)
    empty = EmptyState(TAG, "Ajouter", lambda: None)
    whole = page(PageHeader(TAG), three_zones(card, KeyHints([(TAG, TAG)]), empty))
    qtbot.addWidget(whole)

    formats = {label.textFormat() for label in whole.findChildren(QLabel)}

    assert formats == {Qt.TextFormat.PlainText}


def visible_pills(row: PillRow) -> list[str]:
    QApplication.processEvents()  # a layout shows what it received on the next turn
    return [pill.accessibleName() for pill in row.findChildren(Pill) if pill.isVisible()]


def test_pills_say_their_words_to_a_screen_reader_and_replace_the_former_ones(qtbot):
    row = PillRow()
    qtbot.addWidget(row)
    row.show()

    row.set([("Ouvert", "OUVERT"), ("", "neutre")])
    assert visible_pills(row) == ["Ouvert"]

    row.set([("Levé", "LEVE")])
    assert visible_pills(row) == ["Levé"]


def test_pill_without_parent_does_not_open_a_window(qapp):
    pill = Pill("Ouvert", "OUVERT")

    assert not pill.isVisible()


def test_key_hints_leave_out_what_does_not_fit_and_never_widen_the_window(qtbot):
    hints = KeyHints([("T", "thème"), ("Entrée", "constat"), ("Z", "annuler")])
    qtbot.addWidget(hints)
    hints.resize(1000, 40)
    hints.show()
    whole = [label.text() for label in hints.findChildren(QLabel) if label.isVisible()]

    hints.resize(120, 40)

    narrow = [label.text() for label in hints.findChildren(QLabel) if label.isVisible()]
    assert whole == ["T", "thème", "Entrée", "constat", "Z", "annuler"]
    assert narrow == ["T", "thème"]
    assert hints.minimumSizeHint().width() == 0
    assert hints.accessibleName() == "T : thème, Entrée : constat, Z : annuler"


def test_empty_state_offers_its_action_and_the_guide(qtbot):
    pressed = []
    empty = EmptyState("Aucune marche.", "Préparer une marche", lambda: pressed.append(True))
    qtbot.addWidget(empty)
    action, guide = empty.findChildren(QPushButton)

    action.click()
    with qtbot.waitSignal(empty.guide_requested, timeout=1000):
        guide.click()

    assert pressed == [True]


def test_button_shows_its_shortcut_in_french_and_answers_to_it(qtbot):
    button = primary_button("Enregistrer", "Ctrl+Return")

    assert button.text() == "Enregistrer   Ctrl+Entrée"
    assert button.shortcut().toString() == "Ctrl+Return"
    assert button.accessibleName() == "Enregistrer"
    assert key_name("Shift+Del") == "Maj+Suppr"
    assert icon_button("aide", "Aide", "F1").accessibleName() == "Aide"


def answer(label: str, seen: list[str]) -> None:
    """Press a button of the dialog that is about to open."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        assert box.textFormat() is Qt.TextFormat.PlainText
        next(button for button in box.buttons() if button.text() == label).click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize(("label", "expected"), [("Supprimer", True), ("Annuler", False)])
def test_confirmation_returns_the_choice(qtbot, label, expected):
    seen = []
    answer(label, seen)

    assert confirm(None, "Supprimer", TAG, "Supprimer") is expected
    assert seen == [TAG]


def test_error_dialog_shows_message_and_remedy(qtbot):
    seen = []
    answer("Fermer", seen)

    show_error(None, FichierRefuse("Titre", TAG, "Redemandez-le."))

    assert seen == [f"{TAG}\n\nRedemandez-le."]


def test_a_title_without_room_ends_in_dots_and_its_hint_tells_it_whole(qtbot):
    header = PageHeader("Dépouillement — BEI-2026-1, Beisson, 5 octobre 2026", QPushButton("Suite"))
    qtbot.addWidget(header)
    header.resize(320, 40)
    header.show()
    qtbot.waitExposed(header)
    title = header._title

    header.grab()
    assert title.shown().startswith("Dépouillement — BEI")
    assert title.shown().endswith("…")
    assert title.toolTip() == plain_tooltip(title.text())

    header.resize(1200, 40)
    header.grab()
    assert title.shown() == title.text()
    assert title.toolTip() == ""
