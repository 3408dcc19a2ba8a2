"""A whole session at the keyboard: marche, photos, constats, table, search, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.domain.codes import Gravite, OriginePosition
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft
from desktop.ui.diagnostics.photo_strip import ALL
from tests.ui.frappe import type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def constats(carnet):
    def read(**filtre):
        service = carnet.diagnostics
        return service.constats(service.constat_ids(FiltreConstats(**filtre)))

    return read


def test_agent_sorts_six_photos_into_three_constats_and_finds_them_without_the_mouse(
    tab, photos, qtbot, settle, carnet, constats
):
    # a marche
    qtbot.keyClick(tab.marches.table, Qt.Key.Key_N, CTRL)
    form = tab.marches.form
    qtbot.keyClicks(form.quartier, "Beisson")
    type_text(form.field("date_prevue"), "12/11/2026")
    qtbot.keyClick(form.field("date_prevue"), Qt.Key.Key_Return, CTRL)
    settle()
    assert [marche.numero for marche in carnet.diagnostics.marches()] == ["BEI-2026-1"]
    assert form.accessibleName() == "Marche BEI-2026-1"

    # its photos
    qtbot.keyClick(tab.marches.table, Qt.Key.Key_Return)
    settle()
    page = tab.depouillement
    tab.photos.start(page.marche_id, [photos])
    settle()
    strip = page.strip.list
    assert len(page.strip.photos()) == 6

    def key(code, modifier=NO_KEY):
        qtbot.keyClick(strip, code, modifier)
        settle()

    # three constats
    key(Qt.Key.Key_Space)  # of the six, one minute apart at one place, only the first
    qtbot.keyClicks(strip, "p62")
    type_text(page.form.field("texte"), "Deux matelas près de L'école <b>")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Return, SHIFT)
    for letters in ("v13", "b11"):
        key(Qt.Key.Key_Down, SHIFT)
        qtbot.keyClicks(strip, letters)
        key(Qt.Key.Key_Return)

    assert [(one.numero, one.theme, one.gravite, one.nb_photos) for one in constats()] == [
        ("BEI-2026-1-A001", "PRO", Gravite.MODERE, 2),
        ("BEI-2026-1-A002", "VOI", Gravite.MAJEUR, 2),
        ("BEI-2026-1-A003", "BAT", Gravite.MINEUR, 2),
    ]
    assert page.header._counts.text() == "6 photos classées sur 6"

    # the table: all, one gravité, words with an apostrophe
    tab._open_constats(page.marche_id)
    settle()
    table = tab.constats
    assert table.filters._count.text().endswith("3\xa0constats")
    qtbot.keyClicks(table.filters._gravite, "3")
    settle()
    assert [table.model.id_at(row) for row in range(table.model.rowCount())] == [constats()[1].id]
    table.filters.clear()
    type_text(table.filters.search, "L'école")
    qtbot.keyClick(table.filters.search, Qt.Key.Key_Return)
    settle()
    assert table.model.ids() == [constats()[0].id]
    column = [one.key for one in table.model.columns].index("texte")
    texte = table.model.index(0, column).data()
    assert texte == "Deux matelas près de L'école <b>"

    # undo from the photos: the last constat is gone, its photos wait again
    tab.constats.back.emit()
    settle()
    qtbot.keyClick(strip, Qt.Key.Key_Z)
    settle()
    assert [one.numero for one in constats()] == ["BEI-2026-1-A001", "BEI-2026-1-A002"]
    assert page.header._counts.text() == "4 photos classées sur 6"


def test_position_and_hour_of_the_photo_go_to_the_constat(
    tab, photos, add_marche, qtbot, settle, constats
):
    marche = add_marche()
    tab.open_marche(marche)
    tab.photos.start(marche, [photos])
    settle()

    assert "15:40" in tab.depouillement.form._subtitle.text()
    qtbot.keyClick(tab.depouillement.strip.list, Qt.Key.Key_Return)
    settle()

    draft = constats()[0].draft
    assert (draft.lat_e7, draft.lon_e7) == (435209500, 54313500)
    assert draft.origine_position == "EXIF"
    tab.depouillement.strip.show_filter(ALL)
    tab.depouillement.strip.select(tab.depouillement.strip.photos()[0].id)
    settle()
    shown = tab.depouillement.form.place.texts()["Position"].replace("\u00a0", " ")
    assert shown == "43,52095° N · 5,43135° E\nPosition de la photo"
    assert "43,52" not in tab.depouillement.form._subtitle.text()


def test_a_constat_without_photo_shows_no_position_and_keeps_the_one_it_has(
    tab, add_marche, settle, carnet, constats
):
    marche = add_marche()
    draft = ConstatDraft(
        marche_id=marche,
        lieu="Place",
        lat_e7=435_000_000,
        lon_e7=54_000_000,
        origine_position=OriginePosition.CARTE_MANUELLE,
    )
    carnet.diagnostics.save_constat(draft)
    tab.open_marche(marche)
    settle()
    tab._open_constats(marche)
    settle()
    form = tab.constats.form
    shown = form.place.texts()["Position"]

    form.submit()
    settle()
    tab.constats.new()

    assert shown.endswith("\nPointée sur la carte")
    assert (constats()[0].draft.lat_e7, constats()[0].draft.lon_e7) == (435_000_000, 54_000_000)
    assert form.place.texts() == {}
