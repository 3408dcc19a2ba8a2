"""The dépouillement shows what a key does before it is written, and takes back what fails."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible, FieldError, SaisieRefusee
from desktop.ui.diagnostics.writes_ahead import AHEAD
from tests.ui.frappe import type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier
FULL = EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")


@pytest.fixture
def page(tab, add_marche, carnet, photos, settle):
    """Six photos, each a group of its own."""
    row = add_marche()
    carnet.photos.import_files([photos], marche_id=row)
    found = carnet.diagnostics.photo_ids(row)
    carnet.depouillement.cut(dict.fromkeys(found, CoupurePhoto.SEPAREE))
    tab.open_marche(row)
    settle()
    return tab.depouillement


@pytest.fixture
def type_keys(page, qtbot):
    """Press keys without waiting for anything."""

    def press(*codes, modifier=Qt.KeyboardModifier.NoModifier):
        for code in codes:
            if isinstance(code, str):
                qtbot.keyClicks(page.strip.list, code, modifier)
            else:
                qtbot.keyClick(page.strip.list, code, modifier)

    return press


@pytest.fixture
def slow(carnet, monkeypatch, qtbot):
    """Hold the writes of constats until `slow.set()`; errors put in `slow.errors` are raised."""
    gate = threading.Event()
    gate.errors = []
    service = type(carnet.diagnostics)
    save = service.save_constat

    def held(self, *values, **named):
        assert gate.wait(20)
        if gate.errors and (error := gate.errors.pop(0)) is not None:
            raise error
        return save(self, *values, **named)

    monkeypatch.setattr(service, "save_constat", held)
    yield gate
    gate.set()


@pytest.fixture
def said(context):
    heard = []
    context.bus.message.connect(lambda message: heard.append(message.text))
    return heard


def constats(carnet):
    service = carnet.diagnostics
    found = service.constats(service.constat_ids(FiltreConstats()))
    return sorted(found, key=lambda one: one.numero)


def as_read(shown):
    """Return all that a screen shows of the photos; the counts of the marche are another query."""
    return shown.photos, dict(shown.constats), shown.groupes


def rank(page):
    return [photo.id for photo in page.strip.photos()].index(page.strip.current().id)


def sorted_count(page):
    return page.header._counts.text()


def test_the_next_group_is_there_before_the_constat_is_written(page, type_keys, slow, settle, said):
    type_keys("p6", "2", Qt.Key.Key_Return)

    assert rank(page) == 1
    assert sorted_count(page) == "1 photo classée sur 6"
    assert len(page.strip.visible()) == 5
    assert page.form.draft().theme is None
    assert page.join_bar.join.text() == "Joindre au précédent   Maj+Entrée"
    assert said == []
    assert page.form._saved.text() == ""

    slow.set()
    settle()
    assert said == ["Constat créé."]
    assert rank(page) == 1
    assert page.join_bar.join.text() == "Joindre à A001   Maj+Entrée"


def test_three_groups_typed_ahead_end_like_three_typed_one_by_one(
    page, type_keys, slow, settle, carnet
):
    type_keys("p62", Qt.Key.Key_Return, "v13", Qt.Key.Key_Return)
    type_keys(Qt.Key.Key_Return, modifier=SHIFT)
    assert sorted_count(page) == "3 photos classées sur 6"
    type_keys("b1")
    assert page.form.draft().item == "BAT-01"
    slow.set()
    settle()
    type_keys("2", Qt.Key.Key_Return)
    settle()
    ahead = page._shown

    found = constats(carnet)
    assert [(one.draft.item, one.gravite, one.nb_photos) for one in found] == [
        ("PRO-06", 2, 1), ("VOI-01", 3, 2), ("BAT-01", 2, 1),
    ]  # fmt: skip
    assert as_read(ahead) == as_read(carnet.depouillement.open(page.marche_id))


def test_a_palette_stays_open_while_the_write_before_it_ends(page, type_keys, slow, settle):
    type_keys(Qt.Key.Key_Return, "p")
    slow.set()
    settle()

    assert page.stage.choices.isVisible()
    type_keys("6")
    assert page.form.draft().item == "PRO-06"


def test_a_write_that_fails_brings_back_the_photos_and_what_was_typed(
    page, type_keys, slow, settle, carnet, said
):
    slow.errors = [FULL]
    type_keys("p6", Qt.Key.Key_Return)
    assert rank(page) == 1
    type_keys("v1")
    slow.set()
    settle()

    assert said == ["Le disque est plein."]
    assert (rank(page), sorted_count(page)) == (0, "0 photo classée sur 6")
    assert page.form.draft().item == "PRO-06"
    assert page.form.is_dirty()
    (kept,) = carnet.brouillons(Espace.TERRAIN).list()
    assert kept.champs["base.item"] == "PRO-06"
    assert not page.keeper.unkept

    type_keys(Qt.Key.Key_Right)
    assert page.form.draft().item == "VOI-01"
    type_keys(Qt.Key.Key_Left)
    assert page.form.draft().item == "PRO-06"
    type_keys(Qt.Key.Key_Return)
    settle()
    type_keys(Qt.Key.Key_Return)
    settle()
    assert [(one.draft.item, one.nb_photos) for one in constats(carnet)] == [
        ("PRO-06", 1), ("VOI-01", 1),
    ]  # fmt: skip
    assert carnet.brouillons(Espace.TERRAIN).list() == []


def test_a_refusal_is_shown_beside_its_field(page, type_keys, slow, settle, carnet):
    slow.errors = [SaisieRefusee([FieldError("lieu", "Ce lieu est refusé.")])]
    type_text(page.form.field("lieu"), "Porche")
    page.strip.list.setFocus()
    type_keys(Qt.Key.Key_Return)
    assert page.form.draft().lieu == ""
    slow.set()
    settle()

    assert (rank(page), page.form.draft().lieu) == (0, "Porche")
    assert page.form._errors["lieu"].text() == "Ce lieu est refusé."
    assert constats(carnet) == []


def test_a_constat_stands_though_the_one_before_it_failed(page, type_keys, slow, settle, carnet):
    slow.errors = [FULL]
    type_keys("p", Qt.Key.Key_Escape, Qt.Key.Key_Return, "v", Qt.Key.Key_Escape)
    type_keys(Qt.Key.Key_Return)
    slow.set()
    settle()

    assert [one.theme for one in constats(carnet)] == ["VOI"]
    assert (rank(page), page.form.draft().theme) == (0, "PRO")


def test_what_builds_on_a_write_that_failed_is_not_done(page, type_keys, slow, settle, carnet):
    type_keys("v", Qt.Key.Key_Escape, Qt.Key.Key_Return)
    slow.set()
    settle()
    slow.clear()
    slow.errors = [FULL]

    type_keys(Qt.Key.Key_Return)  # fails
    type_keys(Qt.Key.Key_Return, modifier=SHIFT)  # would join it
    type_keys("z", "z")  # would take back this, then the constat made before
    slow.set()
    settle()

    assert [(one.theme, one.nb_photos) for one in constats(carnet)] == [("VOI", 1)]
    assert sorted_count(page) == "1 photo classée sur 6"
    assert as_read(page._shown) == as_read(carnet.depouillement.open(page.marche_id))


def test_undo_and_redo_are_shown_at_once_and_end_as_the_base_says(
    page, type_keys, slow, settle, carnet
):
    type_keys("p6", Qt.Key.Key_Return, "z")
    assert (rank(page), sorted_count(page)) == (0, "0 photo classée sur 6")
    type_keys("y")
    assert sorted_count(page) == "1 photo classée sur 6"
    slow.set()
    settle()
    assert [one.draft.item for one in constats(carnet)] == ["PRO-06"]
    assert as_read(page._shown) == as_read(carnet.depouillement.open(page.marche_id))

    type_keys("o")
    assert page.strip.current().role is RolePhoto.DETAIL
    type_keys("z")
    assert page.strip.current().role is None
    settle()
    assert as_read(page._shown) == as_read(carnet.depouillement.open(page.marche_id))


def test_undo_of_what_another_screen_wrote_waits_for_the_log(
    page, type_keys, settle, carnet, context
):
    type_keys(Qt.Key.Key_Return)
    settle()
    last = page.strip.photos()[5].id
    context.bus.announce(carnet.depouillement.set_role([last], RolePhoto.APRES))
    settle()

    type_keys("z")
    assert page.keys._held
    settle()

    assert not page.keys._held
    assert len(constats(carnet)) == 1
    assert page.strip.photos()[5].role is None
    assert rank(page) == 5


def test_keys_wait_once_several_writes_are_under_way(page, type_keys, slow, settle, carnet):
    for _ in range(AHEAD + 1):
        type_keys(Qt.Key.Key_Return)

    assert sorted_count(page) == f"{AHEAD} photos classées sur 6"
    slow.set()
    settle()
    assert len(constats(carnet)) == AHEAD + 1


def test_closing_the_marche_loses_no_write_under_way(page, tab, type_keys, slow, settle, carnet):
    type_keys(Qt.Key.Key_Return, "v", Qt.Key.Key_Escape, Qt.Key.Key_Return)
    page.back.emit()
    slow.set()
    settle()

    assert len(constats(carnet)) == 2
    tab.open_marche(page.marche_id)
    settle()
    assert sorted_count(page) == "2 photos classées sur 6"
    assert as_read(page._shown) == as_read(carnet.depouillement.open(page.marche_id))


def test_text_typed_meanwhile_keeps_its_draft(page, type_keys, slow, settle, carnet, qtbot):
    type_keys("p6", Qt.Key.Key_Return, "x")
    qtbot.keyClicks(QApplication.focusWidget(), "Banc")
    page.keeper.flush()
    slow.set()
    settle()

    (kept,) = carnet.brouillons(Espace.TERRAIN).list()
    assert kept.champs["texte"] == "Banc"
    assert page.form.draft().texte == "Banc"
