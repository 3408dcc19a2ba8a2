"""« Vérifier les photos »: one key a photo, nothing answered unseen, nothing drawn lost."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.codes import MotifRetenue, StyleMasque, VerifPhoto
from desktop.domain.diagnostics.masques import Couches, Masque, dump_masques
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.errors import EcritureImpossible
from desktop.models.photo import Photo
from desktop.services.diffusion import layers_of
from desktop.ui import theme
from desktop.ui.kept_back import KeptBackNotice
from desktop.ui.picture_cache import Picture
from desktop.ui.verification.drafts import FORM
from desktop.ui.verification.fullscreen import FullScreen
from desktop.ui.verification.tab import VerificationTab
from tests.photos_essai import site, walk

pytestmark = pytest.mark.gui

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
TERRAIN = Espace.TERRAIN
A_VERIFIER, SANS, FLOUTEE, RETENUE = VerifPhoto
MIDDLE = Masque(x=4250, y=4250, l=1500, h=1500)


@pytest.fixture
def photos(carnet, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    return walk(carnet, tmp_path / "dcim")


@pytest.fixture
def review(context, photos, qtbot, settle):
    tab = VerificationTab(context)
    qtbot.addWidget(tab, before_close_func=lambda one: one.stage.close_fullscreen())
    tab.resize(1366, 700)
    tab.show()
    tab.open_for(Fiche(TERRAIN, "marche", photos[0].marche_id, ""))
    settle()
    return tab


@pytest.fixture
def press(review, qtbot, settle):
    def keys(*pressed, modifier=Qt.KeyboardModifier.NoModifier):
        for key in pressed:
            qtbot.keyClick(review.view, key, modifier)
            settle()

    return keys


def answers(carnet, photos):
    return [photo.verif for photo in carnet.diagnostics.photos([photo.id for photo in photos])]


def again(carnet, photo):
    return carnet.diagnostics.photos([photo.id])[0]


def put(carnet, photo, **fields):
    with carnet.espace(TERRAIN).store.writing("essai") as unit:
        row = unit.get(Photo, photo.id)
        for name, value in fields.items():
            setattr(row, name, value)


def progress(review):
    return review.findChild(QLabel, "verifiees").text()


def chip(review):
    return review.strip.chips.findChild(QPushButton, "filtre_a_verifier").text()


# --- one key a photo ----------------------------------------------------------------------


def test_each_photo_takes_one_key_and_the_next_one_comes(review, press, carnet, photos):
    assert (progress(review), chip(review)) == ("0 photo vérifiée sur 4", "À vérifier (4)")
    assert review.current == photos[0].id

    press(KEY.Key_S)
    assert review.current == photos[1].id
    press(KEY.Key_Return, KEY.Key_N)

    assert answers(carnet, photos) == [SANS, SANS, RETENUE, A_VERIFIER]
    assert review.current == photos[3].id
    assert (progress(review), chip(review)) == ("3 photos vérifiées sur 4", "À vérifier (1)")
    press(KEY.Key_S)
    assert review.current == ""
    assert review.view.accessibleDescription() == "Toutes ces photos sont vérifiées."


def test_a_zone_then_enter_blurs_the_photo(review, press, carnet, photos):
    press(KEY.Key_Insert, KEY.Key_Return)

    found = again(carnet, photos[0])
    assert (found.verif, layers_of(found)) == (FLOUTEE, Couches((MIDDLE,)))
    assert review.current == photos[1].id
    assert review.view.couches().vides


def test_a_photo_with_a_zone_is_not_said_to_show_nobody(review, press, carnet, photos, context):
    said = []
    context.bus.message.connect(said.append)

    press(KEY.Key_Insert, KEY.Key_S)

    assert "porte une zone" in said[-1].text
    assert review.current == photos[0].id
    assert again(carnet, photos[0]).verif is A_VERIFIER


def test_a_photo_that_is_not_on_the_screen_yet_cannot_be_answered(
    review, qtbot, settle, carnet, photos
):
    """Two quick presses must not clear a photo that nobody has seen."""
    qtbot.keyClick(review.view, KEY.Key_Right)
    settle()
    review._cache.forget()
    qtbot.keyClick(review.view, KEY.Key_S)
    qtbot.keyClick(review.view, KEY.Key_S)
    settle()

    assert answers(carnet, photos) == [A_VERIFIER, SANS, A_VERIFIER, A_VERIFIER]


def test_a_key_held_down_answers_once(review, settle, carnet, photos):
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, KEY.Key_S, Qt.KeyboardModifier.NoModifier, "s", repeated
        )
        QApplication.sendEvent(review.view, event)
        settle()

    assert answers(carnet, photos) == [SANS, A_VERIFIER, A_VERIFIER, A_VERIFIER]


def test_a_photo_without_bytes_is_shown_as_missing_and_never_answered(
    review, settle, press, carnet, photos
):
    carnet.espace(TERRAIN).magasin.erase(photos[0].blob)
    review._cache.forget()
    review.open_for(Fiche(TERRAIN, "photo", photos[0].id, ""))
    settle()

    press(KEY.Key_S, KEY.Key_Return)

    assert review.view.accessibleDescription() == "Photo non reçue"
    assert again(carnet, photos[0]).verif is A_VERIFIER


def test_the_keys_work_from_the_film_strip_as_well(review, qtbot, settle, carnet, photos):
    for key in (KEY.Key_S, KEY.Key_N):
        qtbot.keyClick(review.strip.list, key)
        settle()

    assert answers(carnet, photos) == [SANS, RETENUE, A_VERIFIER, A_VERIFIER]


def test_the_buttons_say_and_do_what_the_keys_do(review, settle, press, carnet, photos):
    validate = review.card.findChild(QPushButton, "valider")
    assert validate.text() == "Sans personne   Entrée"
    press(KEY.Key_Insert)
    assert validate.text() == "Floutée   Entrée"

    validate.click()
    settle()
    review.card.findChild(QPushButton, "non_diffusable").click()
    settle()

    assert answers(carnet, photos) == [FLOUTEE, RETENUE, A_VERIFIER, A_VERIFIER]
    unnamed = [one for one in review.findChildren(QPushButton) if not one.accessibleName()]
    assert unnamed == []


# --- going back ---------------------------------------------------------------------------


def test_z_takes_back_a_zone_first_then_the_last_answer(review, press, carnet, photos):
    press(KEY.Key_S, KEY.Key_Insert, KEY.Key_Z)
    assert review.view.couches().vides
    assert again(carnet, photos[0]).verif is SANS

    press(KEY.Key_Z)
    assert again(carnet, photos[0]).verif is A_VERIFIER
    assert review.current == photos[0].id


def test_an_answered_photo_is_found_again_and_changed(review, press, carnet, photos):
    press(KEY.Key_Insert, KEY.Key_Return)
    review.strip.chips.findChild(QPushButton, "filtre_toutes").click()
    press(KEY.Key_Left)
    assert review.current == photos[0].id
    assert review.view.couches() == Couches((MIDDLE,))

    press(KEY.Key_Space, KEY.Key_Delete, KEY.Key_S)

    found = again(carnet, photos[0])
    assert (found.verif, found.masques) == (SANS, "")


def test_an_answer_that_is_refused_comes_back_with_its_zones(
    review, press, carnet, photos, monkeypatch, context
):
    said = []
    context.bus.message.connect(said.append)

    def full_disk(*_given):
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Faites de la place.")

    monkeypatch.setattr(carnet.verification.__class__, "verify", full_disk)
    press(KEY.Key_Insert, KEY.Key_Return)

    assert said[-1].remedy == "Faites de la place."
    assert review.current == photos[0].id
    assert review.view.couches() == Couches((MIDDLE,))


def test_the_result_of_one_photo_is_never_shown_as_that_of_the_next(
    review, press, qtbot, monkeypatch
):
    """Photos of a burst bear the same zones; a late answer would show the first as the second."""
    arriving = []
    monkeypatch.setattr(
        review._leaving, "preview", lambda _photo, _zones, done: arriving.append(done)
    )
    press(KEY.Key_Insert)
    qtbot.waitUntil(lambda: bool(arriving), timeout=3000)
    press(KEY.Key_Return)
    review.view.take(Couches((MIDDLE,)))

    red = QImage(20, 15, QImage.Format.Format_RGB32)
    arriving[0](Picture(red, red))

    assert review.view._picture().cacheKey() != red.cacheKey()


# --- bursts -------------------------------------------------------------------------------


def test_r_takes_the_zones_of_the_photo_before(review, press, carnet, photos):
    press(KEY.Key_Insert, KEY.Key_M, KEY.Key_Return, KEY.Key_R)

    plain = Masque(style=StyleMasque.PLEIN, x=4250, y=4250, l=1500, h=1500)
    assert review.view.couches() == Couches((plain,))
    press(KEY.Key_Return)
    assert layers_of(again(carnet, photos[1])) == Couches((plain,))


def test_maj_r_repeats_the_zones_on_the_burst_and_each_still_waits(
    review, settle, press, carnet, photos, context
):
    for rank, photo in enumerate(photos):
        put(carnet, photo, prise_le=f"2026-11-12T14:0{rank}:00+01:00", appareil="Essai")
    review.load()
    settle()
    said = []
    context.bus.message.connect(said.append)

    press(KEY.Key_Insert)
    press(KEY.Key_R, modifier=SHIFT)

    assert answers(carnet, photos) == [FLOUTEE, A_VERIFIER, A_VERIFIER, A_VERIFIER]
    assert said[-1].text.replace("\xa0", " ").startswith("Zones répétées sur 3 photos")
    assert review.current == photos[1].id
    assert review.view.couches() == Couches((MIDDLE,))
    press(KEY.Key_Return)
    assert answers(carnet, photos)[1] is FLOUTEE


# --- nothing is lost ----------------------------------------------------------------------


def test_zones_not_answered_survive_a_crash_and_another_photo(
    review, press, qtbot, settle, carnet, photos, context
):
    press(KEY.Key_Insert, KEY.Key_Escape, KEY.Key_Right)
    assert review.view.couches().vides
    review.flush_drafts()
    settle()
    (kept,) = carnet.brouillons(TERRAIN).list()
    assert (kept.form, kept.row) == (FORM, photos[0].id)

    after = VerificationTab(context)
    qtbot.addWidget(after)
    after.open_for(Fiche(TERRAIN, "photo", photos[0].id, ""))
    settle()
    assert after.view.couches() == Couches((MIDDLE,))
    qtbot.keyClick(after.view, KEY.Key_Return)
    settle()

    assert layers_of(again(carnet, photos[0])) == Couches((MIDDLE,))
    assert carnet.brouillons(TERRAIN).list() == []


def test_what_a_colleague_answers_meanwhile_is_shown(review, settle, carnet, photos, context):
    changes = carnet.verification.set_verif([photos[1].id, photos[2].id], SANS)
    context.bus.announce(changes)
    settle()

    assert progress(review) == "2 photos vérifiées sur 4"
    assert review.current == photos[0].id


# --- what is seen -------------------------------------------------------------------------


def test_the_real_result_replaces_the_veil(review, press, qtbot):
    press(KEY.Key_Insert)

    qtbot.waitUntil(review.view.shows_result, timeout=5_000)


def test_full_screen_keeps_photo_zones_and_keys(review, press, qtbot, settle, carnet, photos):
    press(KEY.Key_Insert, KEY.Key_F)
    full = review.view.window()
    assert isinstance(full, FullScreen)
    assert review.view.couches() == Couches((MIDDLE,))

    press(KEY.Key_Return, KEY.Key_S)
    assert answers(carnet, photos) == [FLOUTEE, SANS, A_VERIFIER, A_VERIFIER]
    assert any("2 photos" in label.text() for label in full.findChildren(QLabel))

    press(KEY.Key_F)
    assert review.view.window() is review.window()
    press(KEY.Key_N)
    assert answers(carnet, photos)[2] is RETENUE


def test_a_disagreement_is_said_and_settled_here(review, settle, carnet, photos, monkeypatch):
    from dataclasses import replace

    one = review.revue.find(photos[0].id)
    review.revue.put(replace(one, photo=replace(one.photo, verif=SANS, desaccord=True)))
    review._show(photos[0].id, again=True)
    settle()

    assert "répondu différemment" in " ".join(
        label.text() for label in review.card.findChildren(QLabel)
    )
    assert review.revue.counts() == (0, 4)


def test_zones_that_cannot_be_read_are_drawn_again(review, press, settle, carnet, photos):
    put(carnet, photos[0], verif=SANS, masques="{")
    review.load()
    settle()
    assert review.current == photos[0].id

    press(KEY.Key_Insert, KEY.Key_Return)

    assert again(carnet, photos[0]).masques == dump_masques([MIDDLE])


def test_a_photo_of_a_micro_site_opens_among_those_of_its_site(
    context, carnet, photos, tmp_path, qtbot, settle
):
    there = site(carnet, tmp_path / "site")
    tab = VerificationTab(context)
    qtbot.addWidget(tab)

    tab.open_for(Fiche(TERRAIN, "photo", there[1].id, ""))
    settle()

    assert tab.current == there[1].id
    assert {one.photo.id for one in tab.revue.items()} == {photo.id for photo in there}
    tab.open_for(None)
    settle()
    assert len(tab.revue.items()) == 7


def test_without_any_photo_the_page_says_where_they_come_from(context, qtbot, settle):
    tab = VerificationTab(context)
    qtbot.addWidget(tab)
    tab.open_for(None)
    settle()

    assert "Importez-en" in tab.view.accessibleDescription()
    assert not tab.card.findChild(QPushButton, "valider").isEnabled()


# --- over a preview -----------------------------------------------------------------------


def test_a_preview_says_what_it_hides_and_leads_to_the_review(context, qtbot, settle, photos):
    notice = KeptBackNotice(context)
    qtbot.addWidget(notice)
    fiche = Fiche(TERRAIN, "marche", photos[0].marche_id, "")
    asked = []
    context.bus.screen_wanted.connect(lambda *wanted: asked.append(wanted))

    notice.ask(lambda: context.carnet.diffusion.retenues(marche_id=fiche.row), fiche)
    settle()
    words = notice.words.text().replace("\xa0", " ")
    assert words == "4 photos à vérifier : elles ne paraissent pas dans ce document."
    assert not notice.isHidden()
    notice.button.click()
    assert asked == [("verification", fiche)]

    notice.ask(lambda: {MotifRetenue.NON_DIFFUSABLE: 1}, fiche)
    settle()
    assert notice.button.isHidden()
    assert notice.words.text().replace("\xa0", " ").startswith("1 photo non diffusable : elle")

    notice.ask(dict, fiche)
    settle()
    assert notice.isHidden()


def test_in_large_type_on_a_low_screen_no_button_is_squeezed_into_another(review, qapp, qtbot):
    try:
        theme.apply(qapp, "contraste", terrain=True)
        review.setMinimumSize(960, 500)  # as the window does, which is never kept from its place
        review.resize(1366, 560)
        qapp.processEvents()
        buttons = [one for one in review.card.findChildren(QPushButton) if one.isVisible()]

        assert [
            (one.text(), other.text())
            for one, other in itertools.combinations(buttons, 2)
            if one.parentWidget() is other.parentWidget()
            and one.geometry().intersects(other.geometry())
        ] == []
        for name in ("valider", "non_diffusable"):
            button = review.card.findChild(QPushButton, name)
            foot = button.mapTo(review, button.rect().bottomLeft()).y()
            assert foot < review.height()
    finally:
        theme.apply(qapp)
