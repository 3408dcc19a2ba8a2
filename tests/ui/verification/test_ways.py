"""Every way into « Vérifier les photos », and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.domain.diagnostics.masques import Couches, Masque, dump_masques
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.verification.drafts import FORM
from desktop.ui.verification.tab import VerificationTab
from tests.photos_essai import site, walk
from tests.ui.fenetre import open_dialog, settle, window_on

pytestmark = pytest.mark.gui

TERRAIN = Espace.TERRAIN
DIAGNOSTICS, MICRO_SITES = 1, 3


@pytest.fixture
def photos(carnet, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    return walk(carnet, tmp_path / "dcim")


@pytest.fixture
def window(carnet, photos, qtbot):
    with window_on(carnet, qtbot) as shown:
        yield shown


def trigger(window, words):
    actions = window.menus.tab_actions(window.tab_area.current)
    next(one for one in actions if one.text().replace("&", "").startswith(words)).trigger()


def test_the_menu_of_diagnostics_opens_the_review_and_echap_comes_back(window, photos, qtbot):
    area = window.tab_area
    area.open_record(TERRAIN, "marche", photos[0].marche_id)
    settle(window, qtbot)
    before = area.current

    trigger(window, "Vérifier les photos")
    settle(window, qtbot)
    review = area.current
    assert isinstance(review, VerificationTab)
    assert review.current == photos[0].id
    assert review.view.hasFocus()

    qtbot.keyClick(review.view, Qt.Key.Key_Escape)
    assert area.current is before
    area.open_exchange()
    window.commands.verify_photos()
    settle(window, qtbot)
    assert area.current is review
    area.current.back_requested.emit()
    assert area.current is before


def test_accueil_says_how_many_photos_wait_and_leads_to_them(window, photos, qtbot):
    area = window.tab_area
    area.show_tab(0)
    settle(window, qtbot)
    (line,) = [
        one
        for one in area.current.findChildren(QPushButton)
        if one.accessibleName().replace("\xa0", " ").startswith("4 photos à vérifier")
    ]

    line.click()
    settle(window, qtbot)

    assert isinstance(area.current, VerificationTab)
    assert len(area.current.revue.items()) == 4


def test_undo_of_the_window_takes_back_a_zone_before_an_answer(window, photos, qtbot, carnet):
    window.commands.verify_photos(Fiche(TERRAIN, "photo", photos[0].id, ""))
    settle(window, qtbot)
    review = window.tab_area.current
    qtbot.keyClick(review.view, Qt.Key.Key_Insert)
    assert not review.view.couches().vides

    qtbot.keyClick(review.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert review.view.couches().vides


def test_a_kept_draft_is_taken_up_at_its_photo(window, photos, qtbot, carnet):
    zones = dump_masques([Masque(x=10, y=10, l=900, h=900)])
    carnet.brouillons(TERRAIN).save(FORM, photos[2].id, "Photo", {"masques": zones})

    (kept,) = carnet.brouillons(TERRAIN).list()
    assert window.tab_area.offer(kept)
    settle(window, qtbot)

    review = window.tab_area.current
    assert review.current == photos[2].id
    assert review.view.couches() == Couches((Masque(x=10, y=10, l=900, h=900),))


def test_the_fiche_of_a_micro_site_says_what_it_hides_and_leads_there(
    window, photos, carnet, tmp_path, qtbot
):
    there = site(carnet, tmp_path / "site")
    area = window.tab_area
    area.open_record(TERRAIN, "micro_site", there[0].micro_site_id)
    settle(window, qtbot)
    area.current.print_site(there[0].micro_site_id)
    settle(window, qtbot)

    dialog = open_dialog(PdfDialog, qtbot)
    button = dialog.findChild(QPushButton, "verifier_photos")
    assert button.isVisible()
    button.click()
    settle(window, qtbot)

    review = area.current
    assert isinstance(review, VerificationTab)
    assert {one.photo.id for one in review.revue.items()} == {photo.id for photo in there}


def test_a_photo_of_a_micro_site_seen_large_is_reviewed_itself(
    window, photos, carnet, tmp_path, qtbot
):
    there = site(carnet, tmp_path / "site")
    area = window.tab_area
    area.open_record(TERRAIN, "micro_site", there[0].micro_site_id)
    settle(window, qtbot)
    area.current._open_photo(there[1].id)
    settle(window, qtbot)

    trigger(window, "Vérifier les photos")
    settle(window, qtbot)

    assert area.current.current == there[1].id


def test_locking_keeps_what_is_drawn_and_no_picture(window, photos, qtbot, carnet):
    window.commands.verify_photos(Fiche(TERRAIN, "photo", photos[0].id, ""))
    settle(window, qtbot)
    review = window.tab_area.current
    qtbot.keyClick(review.view, Qt.Key.Key_Insert)

    review.flush_drafts()
    settle(window, qtbot)

    assert [kept.row for kept in carnet.brouillons(TERRAIN).list()] == [photos[0].id]
    assert not review._cache._held
