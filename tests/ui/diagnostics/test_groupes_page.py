"""The dépouillement by groups: what is selected, parted, joined, picked, dragged, proposed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent

from desktop.domain.codes import Foncier, OriginePosition, RolePhoto
from desktop.domain.espaces import Espace
from desktop.domain.geo import moved
from desktop.models.marche import Arret, Marche, Parcours
from desktop.services.diagnostics import FiltreConstats
from desktop.ui.diagnostics.constat_picker import ConstatPicker
from desktop.ui.diagnostics.sorting_list import photos_mime
from tests.ui.diagnostics.soixante import HOME, SIZES, take_photos
from tests.ui.frappe import type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier
GROUPS = [3, 2, 4, 3, 4]
"""The first groups: the fifth holds things 4 and 5."""


@pytest.fixture
def page(tab, add_marche, carnet, tmp_path, monkeypatch, settle):
    """Sixty photos, with a stop at the first ones."""
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    take_photos(tmp_path / "carte")
    row = add_marche()
    carnet.photos.import_files([tmp_path / "carte"], marche_id=row)
    with carnet.espace(Espace.TERRAIN).store.writing("") as unit:
        parcours = unit.add(Parcours, None, nom="Parcours")
        for rank, east in enumerate((0, 2_000), 1):
            place = moved(HOME, east, 0)
            unit.add(
                Arret, None, root=parcours.id, parcours_id=parcours.id, ordre=rank,
                nom="École" if rank == 1 else "Loin", lat_e7=place.lat_e7, lon_e7=place.lon_e7,
            )  # fmt: skip
        unit.get(Marche, row).parcours_id = parcours.id
    tab.open_marche(row)
    settle()
    return tab.depouillement


@pytest.fixture
def press(page, qtbot, settle):
    def key(*codes, modifier=Qt.KeyboardModifier.NoModifier):
        for code in codes:
            qtbot.keyClick(page.strip.list, code, modifier)
            settle()

    return key


@pytest.fixture
def said(context):
    heard = []
    context.bus.message.connect(lambda message: heard.append(message.text))
    return heard


def ranks(page, photos):
    order = [photo.id for photo in page.strip.photos()]
    return [order.index(photo.id) for photo in photos]


def headings(page):
    return [(one.heading, one.note) for one in page.strip._model.thumbs() if one.heading]


def groups(page):
    return [len(groupe.photos) for groupe in page._shown.groupes]


def constats(carnet):
    service = carnet.diagnostics
    return service.constats(service.constat_ids(FiltreConstats()))


def drop(page, ids, target, place=None):
    position = (
        place
        or page.strip.list.visualRect(
            page.strip._model.index(page.strip._model.row_of(target))
        ).center()
    )
    mime = photos_mime(ids)  # the event does not keep it
    event = QDropEvent(
        QPointF(position), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.strip.list.dropEvent(event) if place is None else page.dropEvent(event)
    return event.isAccepted()


def test_strip_names_each_group_its_photos_and_its_stop(page):
    assert groups(page)[:5] == GROUPS
    assert sum(groups(page)) == sum(SIZES) == 60
    assert headings(page)[:2] == [
        ("Groupe 1 · 3\xa0photos", "Arrêt 1 — École"),
        ("Groupe 2 · 2\xa0photos", "Arrêt 1 — École"),
    ]
    assert headings(page)[4] == ("Groupe 5 · 4\xa0photos", "")
    role = Qt.ItemDataRole.AccessibleTextRole
    assert page.strip._model.index(0).data(role).endswith("Groupe 1 · 3\xa0photos, Arrêt 1 — École")
    assert page.form._subtitle.text() == "3\xa0photos · Arrêt 1 — École · 14:04"


def test_going_to_a_photo_selects_its_group_and_shows_the_roles_proposed(page, press):
    press(Qt.Key.Key_Right)

    assert ranks(page, page.strip.selected()) == [0, 1, 2]
    assert page.strip.list.current_id() == page.strip.photos()[1].id
    assert [thumb.caption for thumb in page.stage.row._model.thumbs()] == [
        "Contexte", "Détail", "Détail",
    ]  # fmt: skip
    assert page.stage.row.current_id() == page.strip.list.current_id()


def test_page_keys_go_from_group_to_group(page, press):
    press(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert ranks(page, page.strip.selected()) == [5, 6, 7, 8]

    press(Qt.Key.Key_Right, Qt.Key.Key_PageUp)
    assert ranks(page, [page.strip.current()]) == [3]


def test_enter_makes_one_constat_of_the_group_with_its_stop_place_and_moment(page, press, carnet):
    press(Qt.Key.Key_Return)

    (constat,) = constats(carnet)
    assert (constat.nb_photos, constat.draft.origine_position) == (3, OriginePosition.EXIF)
    assert constat.draft.date_constat == page.strip.photos()[0].prise_le
    assert constat.draft.arret_id == page._shown.arrets[0].id
    assert ranks(page, page.strip.selected()) == [3, 4]
    assert headings(page)[0][0] == "Groupe 2 · 2\xa0photos"


def test_stop_follows_the_photos_while_a_constat_is_typed_unless_a_person_chose_it(
    page, press, carnet
):
    type_text(page.form.field("lieu"), "Porche")
    press(*[Qt.Key.Key_PageDown] * 3, Qt.Key.Key_Return)
    assert constats(carnet)[0].draft.arret_id is None  # the fourth group lies far from any stop

    far = page._shown.arrets[1].id
    page.form.choose("arret_id", far)
    press(Qt.Key.Key_Return)
    assert constats(carnet)[1].draft.arret_id == far


def test_maj_and_space_pick_photos_and_escape_takes_the_group_again(page, press, qtbot):
    press(Qt.Key.Key_Down, modifier=SHIFT)
    assert ranks(page, page.strip.selected()) == [0, 1]

    press(Qt.Key.Key_Escape)
    assert ranks(page, page.strip.selected()) == [0, 1, 2]

    press(Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert ranks(page, page.strip.selected()) == [0, 2]
    assert page.form._subtitle.text().startswith("2\xa0photos")


def test_picked_photos_alone_go_into_the_constat(page, press, carnet):
    press(Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Return)

    assert [one.nb_photos for one in constats(carnet)] == [2]
    assert ranks(page, page.strip.selected()) == [2]


def test_group_is_cut_before_a_photo_then_joined_again(page, press, said):
    press(Qt.Key.Key_Right, Qt.Key.Key_D)
    assert groups(page)[:3] == [1, 2, 2]
    assert ranks(page, page.strip.selected()) == [1, 2]

    press(Qt.Key.Key_D)
    assert said[-1] == "Cette photo commence déjà son groupe."

    press(Qt.Key.Key_U)
    assert groups(page)[:2] == [3, 2]
    assert page.strip.photos()[1].coupure is None

    press("z")
    assert groups(page)[:3] == [1, 2, 2]
    press("y")
    assert groups(page)[:2] == [3, 2]


def test_joining_groups_says_why_it_cannot(page, press, said):
    press(Qt.Key.Key_U)
    assert said[-1].startswith("C’est le premier groupe")

    press(Qt.Key.Key_Return, Qt.Key.Key_U)
    assert said[-1].startswith("Le groupe d’avant est déjà classé")
    assert groups(page)[:2] == [3, 2]


def test_maj_enter_joins_the_constat_named_on_the_button(page, press, carnet):
    assert page.join_bar.join.text().startswith("Joindre à…")

    press(Qt.Key.Key_Return)
    assert page.join_bar.join.text() == "Joindre à A001   Maj+Entrée"
    assert "à 55\xa0s et 26\xa0m" in page.join_bar.join.toolTip()
    press(Qt.Key.Key_Return, modifier=SHIFT)

    assert [one.nb_photos for one in constats(carnet)] == [5]
    photos = page._shown.by_constat[constats(carnet)[0].id]
    assert [photo.role for photo in photos] == [RolePhoto.CONTEXTE] + [RolePhoto.DETAIL] * 4


def test_the_button_that_joins_leaves_its_key_out_rather_than_be_cut(page, press):
    press(Qt.Key.Key_Return)
    bar = page.join_bar
    assert bar.join.text() == "Joindre à A001   Maj+Entrée"

    bar.show_sorted(sorted_=True)
    room = bar.later.sizeHint().width()
    for width, text in ((130, "Joindre à A001"), (300, "Joindre à A001   Maj+Entrée")):
        bar.resize(room + width, bar.height())
        assert bar.join.text() == text
    assert bar.join.accessibleName() == "Joindre au constat BEI-2026-1-A001"


def test_another_constat_is_chosen_from_a_list_by_a_few_letters(page, press, qtbot, settle, carnet):
    press("p", "6", Qt.Key.Key_Return, "v", "1", Qt.Key.Key_Return)

    press(Qt.Key.Key_K)
    picker = page.findChild(ConstatPicker)
    assert picker.windowTitle() == "Joindre 4\xa0photos à un constat"
    assert picker.list.item(0).text().startswith("A002 · Chaussée")
    type_text(picker.search, "zzz")
    assert picker.list.count() == 0
    picker.search.clear()
    type_text(picker.search, "encombrants")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    settle()

    assert [one.nb_photos for one in constats(carnet)] == [7, 2]


def test_role_goes_round_with_one_key_and_comes_back(page, press):
    press(Qt.Key.Key_O)
    assert page.strip.photos()[0].role is RolePhoto.DETAIL
    press(Qt.Key.Key_O)
    assert page.strip.photos()[0].role is RolePhoto.AVANT
    assert [thumb.caption for thumb in page.stage.row._model.thumbs()][:2] == ["Avant", "Contexte"]

    press("z")
    assert page.strip.photos()[0].role is RolePhoto.DETAIL


def test_letter_opens_the_items_and_a_figure_chooses(page, press):
    press("p")
    assert page.stage.choices.isVisible()
    press("6")

    assert not page.stage.choices.isVisible()
    assert (page.form.theme.value(), page.form.item.value()) == ("PRO", "PRO-06")


def test_escape_keeps_the_theme_alone_and_another_key_goes_on(page, press):
    press("p", Qt.Key.Key_Escape)
    assert (page.form.theme.value(), page.form.item.value()) == ("PRO", None)
    assert page.isVisible()

    press("p", "v", "1")
    assert page.form.item.value() == "VOI-01"

    press("p", Qt.Key.Key_PageDown)
    assert not page.stage.choices.isVisible()
    assert ranks(page, page.strip.selected()) == [3, 4]


def test_items_are_chosen_with_the_arrows_and_enter_too(page, press, carnet):
    press("p", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.form.item.value() == "PRO-02"

    press("p", Qt.Key.Key_Return)  # nothing is marked: the constat is made as it stands
    assert constats(carnet)[0].draft.item == "PRO-02"


def test_click_in_the_palette_chooses(page, press, qtbot):
    press("p")
    qtbot.mouseClick(page.stage.choices._lines[3], Qt.MouseButton.LeftButton)

    assert page.form.item.value() == "PRO-04"


def test_foncier_is_asked_once_and_stays_for_the_next_constats(page, press, carnet):
    press("q", "4", Qt.Key.Key_Return, Qt.Key.Key_Return)

    assert [one.draft.foncier for one in constats(carnet)] == [Foncier.PRIVE_BAILLEUR] * 2


def test_keys_typed_while_a_constat_is_written_wait_for_the_next_group(page, qtbot, settle, carnet):
    for key in ("p", "6", "2", Qt.Key.Key_Return, "v", "1", "3", Qt.Key.Key_Return):
        qtbot.keyClick(page.strip.list, key)
    settle()

    found = constats(carnet)
    assert [(one.draft.item, one.gravite, one.nb_photos) for one in found] == [
        ("PRO-06", 2, 3), ("VOI-01", 3, 2),
    ]  # fmt: skip


def test_keys_behind_a_refused_write_are_dropped(page, qtbot, settle, carnet, said):
    type_text(page.form.field("lieu"), "x" * 300)
    page.form.field("lieu").setMaxLength(1000)
    page.form.field("lieu").setText("x" * 900)
    qtbot.keyClick(page.strip.list, Qt.Key.Key_Return)
    qtbot.keyClick(page.strip.list, "v")
    settle()

    assert constats(carnet) == []
    assert ranks(page, page.strip.selected()) == [0, 1, 2]
    qtbot.keyClick(page.strip.list, Qt.Key.Key_Right)
    assert ranks(page, [page.strip.current()]) == [1]


def test_write_that_fails_leaves_the_keys_free_and_drops_those_behind(
    page, qtbot, settle, carnet, said, monkeypatch
):
    from desktop.errors import EcritureImpossible

    def refuse(*_values, **_named):
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")

    with monkeypatch.context() as patch:
        patch.setattr(type(carnet.diagnostics), "save_constat", refuse)
        for key in ("p", "6", Qt.Key.Key_Return, "v", "1"):
            qtbot.keyClick(page.strip.list, key)
        settle()
    assert (page.form.theme.value(), page.form.item.value()) == ("PRO", "PRO-06")
    assert "Le disque est plein." in said

    qtbot.keyClick(page.strip.list, Qt.Key.Key_Return)
    settle()
    assert [one.draft.item for one in constats(carnet)] == ["PRO-06"]


def test_undo_goes_back_to_the_photos_it_brings_back(page, press):
    press(Qt.Key.Key_Return, Qt.Key.Key_PageDown, "z")

    assert ranks(page, page.strip.selected()) == [0, 1, 2]


def test_photos_dropped_on_a_sorted_photo_join_its_constat(page, press, settle, carnet):
    press(Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    order = [photo.id for photo in page.strip.photos()]

    assert drop(page, order[3:5], order[0])
    settle()
    assert [one.nb_photos for one in constats(carnet)] == [5]


def test_photos_dropped_on_the_form_join_the_constat_shown(page, press, settle, carnet):
    press(Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    order = [photo.id for photo in page.strip.photos()]
    page.strip.select(order[0])
    settle()

    drop(page, order[3:5], "", page.form.mapTo(page, QPoint(40, 40)))
    settle()
    assert [one.nb_photos for one in constats(carnet)] == [5]


def test_photos_dropped_on_the_next_group_change_group(page, settle, said):
    order = [photo.id for photo in page.strip.photos()]

    drop(page, order[2:3], order[3])
    settle()
    assert groups(page)[:3] == [2, 3, 4]

    drop(page, order[2:4], order[1])
    settle()
    assert groups(page)[:3] == [4, 1, 4]

    drop(page, order[0:1], order[5])
    settle()
    assert said[-1].startswith("Un groupe réunit des photos qui se suivent")


def test_clicks_select_the_group_and_control_picks(page, qtbot):
    strip, model = page.strip.list, page.strip._model

    def click(row, modifier=Qt.KeyboardModifier.NoModifier):
        place = strip.visualRect(model.index(row)).center()
        qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(1)
    assert ranks(page, page.strip.selected()) == [0, 1, 2]
    click(2, Qt.KeyboardModifier.ControlModifier)
    assert ranks(page, page.strip.selected()) == [0, 1]
    click(0)
    click(1)
    assert strip.current_id() == page.strip.photos()[1].id


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menu_of_the_strip_holds_every_command_with_its_key(page, qtbot, press, carnet, settle):
    from desktop.ui.diagnostics.sorting_keys import Command
    from desktop.ui.diagnostics.sorting_menu import _ENTRIES, open_menu

    assert {entry[0] for entry in _ENTRIES if entry} | {Command.TEXT} == set(Command)
    menu = open_menu(page, QPoint(0, 0), page._act)
    menu.actions()[0].trigger()
    settle()
    menu.close()
    assert [one.nb_photos for one in constats(carnet)] == [3]


def test_thumbnails_under_the_photo_show_the_constat_and_lead_to_its_photos(page, press, qtbot):
    press(Qt.Key.Key_Return)
    page.strip.show_filter("toutes")
    page.strip.select(page.strip.photos()[0].id)
    row = page.stage.row
    assert [thumb.caption for thumb in row._model.thumbs()] == ["Contexte", "Détail", "Détail"]

    place = row.visualRect(row._model.index(2)).center()
    qtbot.mouseClick(row.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ranks(page, [page.strip.current()]) == [2]


def test_photos_ahead_are_decoded_and_memory_stays_flat(page, press, qtbot):
    from desktop.ui.picture_cache import HELD

    cache = page.stage._cache
    ahead = [page.strip.photos()[rank].blob for rank in (0, 1, 3, 4)]
    qtbot.waitUntil(lambda: set(ahead) <= set(cache._held), timeout=5000)

    for _ in range(12):
        press(Qt.Key.Key_Right)
        assert page.strip.current().blob in cache._held
        assert len(cache._held) <= HELD
