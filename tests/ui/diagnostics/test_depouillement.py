"""The dépouillement: keys, what becomes of typed text, photos put back or removed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop.domain.codes import CoupurePhoto, Gravite
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.models.photo import Photo
from desktop.ui.diagnostics.structure_dialog import StructureDialog
from desktop.ui.diagnostics.tab import DiagnosticsTab
from tests.ui.frappe import type_text

NASTY = "Dupont & Fils <dupont@x.fr> a<b>c\n=1+1"


@pytest.fixture
def marche(tab, add_marche, carnet, photos, settle):
    """Six photos, one minute apart: each is made a group of its own."""
    row = add_marche()
    carnet.photos.import_files([photos], marche_id=row)
    found = carnet.diagnostics.photo_ids(row)
    carnet.depouillement.cut(dict.fromkeys(found, CoupurePhoto.SEPAREE))
    tab.open_marche(row)
    settle()
    return row


@pytest.fixture
def page(tab, marche):
    return tab.depouillement


@pytest.fixture
def press(page, qtbot, settle):
    def key(*codes):
        for code in codes:
            if isinstance(code, str):
                qtbot.keyClicks(page.strip.list, code)
            else:
                qtbot.keyClick(page.strip.list, code)
            settle()

    return key


def constats(carnet):
    service = carnet.diagnostics
    return service.constats(service.constat_ids(FiltreConstats()))


def sorted_rows(page):
    return [bool(photo.constat_id) for photo in page.strip.photos()]


def test_page_opens_on_the_first_photo_with_an_empty_form_and_the_number_left(page):
    assert page.strip.current() == page.strip.photos()[0]
    assert page.form.accessibleName() == "Nouveau constat"
    assert page.strip.chips._chips["a_classer"].text() == "À classer (6)"
    assert page.stage.view.accessibleName() == "Photo DSC_0000.jpg, 15:40"


@pytest.mark.parametrize(("sign", "gravite"), [("&", 1), ("é", 2), ('"', 3), ("'", 4), ("4", 4)])
def test_figures_of_a_french_keyboard_choose_the_gravite_without_shift(page, sign, gravite):
    code = {"&": Qt.Key.Key_Ampersand, "é": Qt.Key.Key_Eacute, '"': Qt.Key.Key_QuoteDbl}
    key = code.get(sign, Qt.Key.Key_Apostrophe if sign == "'" else Qt.Key.Key_4)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)

    QApplication.sendEvent(page.strip.list, event)

    assert page.form.gravite.value() is Gravite(gravite)


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, "?"])
def test_list_of_themes_shows_their_letters_and_a_letter_chooses(page, press, key):
    press(key)
    palette = page.stage.choices
    assert palette.isVisible()
    assert [line.accessibleName() for line in palette._lines][:2] == [
        "P : Propreté et déchets", "V : Voirie et cheminements",
    ]  # fmt: skip

    press("j")

    assert page.form.theme.value() == "JEU"
    assert palette._title.text() == "Jeux, sports, convivialité"


def test_letter_of_a_theme_chooses_it_at_once(page, press):
    press("l")

    assert page.form.theme.value() == "ECL"
    assert page.form.is_dirty()


def test_arrows_go_through_the_photos_and_zoom_stays_on_the_photo(page, press):
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)

    assert page.strip.current() == page.strip.photos()[1]

    press(Qt.Key.Key_Plus)
    assert page.stage.view.zoom() > 1


def test_text_typed_for_a_new_constat_follows_the_agent_from_photo_to_photo(page, press, qtbot):
    type_text(page.form.field("lieu"), "Arrêt 4")

    press(Qt.Key.Key_Right)

    assert page.form.draft().lieu == "Arrêt 4"
    assert page.form.is_dirty()


def test_constat_typed_in_one_marche_never_slips_into_another_one(
    tab, page, press, settle, add_marche, carnet, photos
):
    type_text(page.form.field("lieu"), "Arrêt 4")
    first, second = page.marche_id, add_marche()
    carnet.photos.import_files([photos], marche_id=second)

    tab.open_marche(second)
    settle()
    assert page.form.draft().lieu == ""
    press(Qt.Key.Key_Return)
    tab.open_marche(first)
    settle()

    assert page.form.draft().lieu == "Arrêt 4"
    assert [(one.marche_numero, one.lieu) for one in constats(carnet)] == [("BEI-2026-2", "")]


def test_new_constat_is_laid_aside_while_a_sorted_photo_is_shown(page, press, qtbot, settle):
    press(Qt.Key.Key_Return)
    type_text(page.form.field("lieu"), "Arrêt 4")
    page.strip.show_filter("toutes")

    page.strip.select(page.strip.photos()[0].id)
    settle()
    assert page.form.accessibleName() == "Constat BEI-2026-1-A001"
    assert page.form.draft().lieu == ""

    page.strip.select(page.strip.photos()[1].id)
    settle()
    assert page.form.accessibleName() == "Nouveau constat"
    assert page.form.draft().lieu == "Arrêt 4"


def test_constat_edited_and_left_is_saved_and_can_be_undone(page, press, settle, carnet, context):
    press("p", Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    page.strip.select(page.strip.photos()[0].id)
    press("4", Qt.Key.Key_Right)

    assert constats(carnet)[0].gravite is Gravite.DANGER
    assert carnet.brouillons(Espace.TERRAIN).list() == []

    context.undo(page, Espace.TERRAIN)
    settle()
    assert constats(carnet)[0].gravite is None


def test_joining_without_any_constat_says_what_to_do(page, press, context):
    said = []
    context.bus.message.connect(said.append)

    press(Qt.Key.Key_K)

    assert [message.text for message in said] == [
        "Aucun constat à joindre : créez-en un avec Entrée."
    ]


def test_sorted_photo_goes_back_among_those_to_sort(page, press, qtbot):
    press(Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    page.strip.select(page.strip.photos()[0].id)
    assert page.join_bar.later.text() == "Remettre à classer"

    qtbot.mouseClick(page.join_bar.later, Qt.MouseButton.LeftButton)
    press()

    qtbot.waitUntil(lambda: sorted_rows(page) == [False] * 6)


def test_later_goes_on_to_the_next_photo_and_writes_nothing(page, qtbot, carnet):
    qtbot.mouseClick(page.join_bar.later, Qt.MouseButton.LeftButton)

    assert page.strip.current() == page.strip.photos()[1]
    assert constats(carnet) == []


def test_removed_photo_comes_back_with_undo(page, press):
    first = page.strip.current()

    press(Qt.Key.Key_Delete)
    assert len(page.strip.photos()) == 5
    assert page.strip.current() == page.strip.photos()[0]

    press("z")
    assert page.strip.photos()[0] == first


def test_enter_creates_nothing_once_every_photo_is_sorted(page, press, carnet, context):
    for _photo in range(6):
        press(Qt.Key.Key_Return)
    said = []
    context.bus.message.connect(said.append)

    press(Qt.Key.Key_Return)

    assert len(constats(carnet)) == 6
    assert [message.text for message in said] == [
        "Toutes les photos de cette marche sont classées."
    ]


def test_nasty_text_is_kept_and_shown_letter_by_letter(page, press, carnet, qtbot):
    page.form.field("texte").setPlainText(NASTY)
    page.form.field("lieu").setText("<img src=x>")
    page.form.field("lieu").textEdited.emit("<img src=x>")

    press(Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    page.strip.select(page.strip.photos()[0].id)

    assert constats(carnet)[0].texte == NASTY
    subtitle = page.form._subtitle
    assert subtitle.text().startswith("<img src=x> · 15:40")
    assert subtitle.textFormat() is Qt.TextFormat.PlainText


def test_typed_text_is_kept_within_two_seconds_and_offered_in_a_new_window(
    page, context, carnet, qtbot, settle, tab, marche
):
    type_text(page.form.field("texte"), "Banc cassé")
    qtbot.waitUntil(lambda: carnet.brouillons(Espace.TERRAIN).list() != [], timeout=2000)
    kept = carnet.brouillons(Espace.TERRAIN).list()[0]
    tab.hide()
    later = DiagnosticsTab(context)
    qtbot.addWidget(later)
    later.show()
    later.load()

    assert later.offer(kept)
    settle()

    form = later.depouillement.form
    assert later.depouillement.marche_id == marche
    assert form.draft().texte == "Banc cassé"
    qtbot.keyClick(later.depouillement.strip.list, Qt.Key.Key_Return)
    settle()
    assert [(one.texte, one.nb_photos) for one in constats(carnet)] == [("Banc cassé", 1)]
    assert carnet.brouillons(Espace.TERRAIN).list() == []
    later.close()


def test_full_screen_shows_the_photo_and_its_neighbours(page, press, qtbot, settle):
    press("g")
    screen = page.stage._fullscreen
    assert screen.isVisible()

    qtbot.keyClick(screen, Qt.Key.Key_Right)
    settle()
    assert screen.view.accessibleName() == "Photo DSC_0001.jpg, 15:41"

    qtbot.keyClick(screen.view, Qt.Key.Key_G)
    assert page.strip.current() == page.strip.photos()[1]


def test_sorting_goes_on_over_the_whole_screen(page, press, qtbot, settle, carnet):
    press("g")
    screen = page.stage._fullscreen

    def key(*codes):
        for code in codes:
            qtbot.keyClick(screen.view, code)
            QApplication.processEvents()
            settle()

    key("p")
    assert page.stage.choices.parentWidget() is screen.view
    assert page.stage.choices.isVisible()
    key("6", "2")
    assert screen.line.text() == (
        "0 photo classée sur 6 · Nouveau constat · Propreté et déchets (P) · PRO-06 Encombrants "
        "hors jour ou hors point de regroupement · 2 — Modéré"
    )
    key("v", Qt.Key.Key_Escape)
    assert "PRO-06" not in screen.line.text()
    key("p", "6")
    key(Qt.Key.Key_Return)
    assert screen.view.accessibleName() == "Photo DSC_0001.jpg, 15:41"
    assert screen.line.text() == "1 photo classée sur 6 · Nouveau constat"
    key(Qt.Key.Key_Plus)
    assert (screen.view.zoom() > 1, page.stage.view.zoom()) == (True, 1)

    key(Qt.Key.Key_Escape)
    assert page.stage._screen() is None
    assert page.stage.choices.parentWidget() is page.stage.view
    press("v", "1")
    assert page.form.draft().item == "VOI-01"
    assert [one.draft.item for one in constats(carnet)] == ["PRO-06"]


def test_words_are_typed_on_the_page_not_over_the_whole_screen(page, press, qtbot, settle):
    press("g")
    qtbot.keyClick(page.stage._fullscreen.view, Qt.Key.Key_X)
    settle()

    assert page.stage._screen() is None
    qtbot.waitUntil(page.form.field("texte").hasFocus)


def test_facts_of_the_photo_tell_the_light_that_the_camera_measured(page, press, context, settle):
    assert page.stage.facts.text() == "DSC_0000.jpg · 15:40"
    with context.carnet.espace(Espace.TERRAIN).store.writing("") as unit:
        photo = unit.get(Photo, page.strip.photos()[1].id)
        photo.iso, photo.vitesse, photo.ouverture = 200, "1/60", Decimal("2.8")
        photo.appareil = "Essai <b>"
    context.bus.announce(unit.changes)
    settle()
    press(Qt.Key.Key_Right)

    assert page.stage.facts.text() == (
        "DSC_0001.jpg · 15:41 · Essai <b> · ISO\xa0200 · 1/60\xa0s · f/2,8 · EV100\xa07,9"
    )
    assert "la nuit" in page.stage.facts.toolTip()
    assert page.stage.facts.textFormat() is Qt.TextFormat.PlainText


def test_dropped_folder_is_imported_into_the_marche(tab, add_marche, photos, settle, carnet):
    row = add_marche()
    tab.open_marche(row)
    settle()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos)), QUrl("https://exemple.invalid/x.jpg")])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    tab.depouillement.dropEvent(event)
    settle()

    assert len(carnet.diagnostics.photo_ids(row)) == 6
    assert len(tab.depouillement.strip.photos()) == 6


def test_escape_goes_from_the_form_to_the_photos_then_to_the_marches(tab, page, qtbot, settle):
    page.form.field("lieu").setFocus()
    qtbot.keyClick(page.form.field("lieu"), Qt.Key.Key_Escape)
    assert page.strip.list.hasFocus()

    qtbot.keyClick(page.strip.list, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.marches
    assert tab.marches.keeper.row == page.marche_id


def test_new_gestionnaire_is_added_and_chosen(page, qtbot, settle, carnet):
    page.form.gestionnaire_wanted.emit()
    dialog = page.form.findChild(StructureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert dialog.form._errors["nom"].text() == "Indiquez le nom du gestionnaire."

    type_text(dialog.form.field("nom"), "Régie <i>Essai</i>")
    qtbot.keyClick(dialog.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    names = {one.nom: one.id for one in carnet.diagnostics.referentiel().structures}
    assert page.form.gestionnaire.value() == names["Régie <i>Essai</i>"]
    assert page.form.gestionnaire.currentText() == "Régie <i>Essai</i>"


def test_f_opens_the_verification_at_the_photo_shown(page, press, context):
    asked = []
    context.bus.screen_wanted.connect(lambda screen, fiche: asked.append((screen, fiche)))

    press(Qt.Key.Key_Right, "f")

    photo = page.strip.photos()[1]
    assert asked == [("verification", Fiche(Espace.TERRAIN, "photo", photo.id, photo.fichier))]
