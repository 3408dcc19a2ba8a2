"""The page « Carte »: three zones that select in one another, and what is pointed on it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.domain.codes import OriginePosition, PositionQpv
from desktop.domain.drafts import ConstatDraft
from desktop.domain.geo import Position, Surface, moved
from desktop.interop.geojson import write_surface
from desktop.ui import theme
from desktop.ui.diagnostics import carte_fond
from desktop.ui.widgets.map_ground import ImageGround, TileGround

INSIDE = Position.of(5.44806, 43.53898)  # the label point of Beisson


@pytest.fixture
def marche(carnet, add_marche):
    row = add_marche()
    for rank, east in enumerate((-60, 0, 60, None)):
        place = moved(INSIDE, east, 0) if east is not None else None
        carnet.diagnostics.save_constat(
            ConstatDraft(
                marche_id=row,
                theme="PRO" if rank else "VOI",
                texte=f"Fictif {rank}",
                lieu=("Rue", "Allée", "Porche", "Square")[rank],
                lat_e7=place.lat_e7 if place else None,
                lon_e7=place.lon_e7 if place else None,
            )
        )
    return row


@pytest.fixture
def page(tab, marche, settle):
    tab.load()
    settle()
    tab.marches.select(marche)
    tab.open_carte()
    settle()
    return tab.carte


def key(widget, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, code, modifier)


def rows(page):
    return {one.rang: one.id for one in (*page._carte.constats, *page._carte.a_placer)}


def where(page, rang):
    place = page.view.scene.constat(rows(page)[rang]).position
    return QPoint(*(round(one) for one in page.view.cadre().at(place)))


def click(page, point):
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def test_the_map_opens_on_the_current_marche(page):
    assert page._header._title.text().startswith("Carte — BEI-2026-1, Beisson")
    assert page.scope.currentText() == "Marche BEI-2026-1"
    assert page.items.model.rowCount() == 4
    assert len(page.view.scene.carte.constats) == 3
    assert page.window().focusWidget() is page.view
    assert page.view.accessibleName() == "Carte BEI-2026-1, Beisson"
    assert page.scope.accessibleName()
    for button in page.findChildren(QPushButton):
        assert button.accessibleName() or button.text()


def test_the_map_and_the_table_select_in_each_other(page):
    click(page, where(page, "A002"))
    assert page.items.table.selected_ids() == {rows(page)["A002"]}
    assert page.card.constat.accessibleName().endswith("A002")

    page.items.table.select_id(rows(page)["A003"])
    assert page.view.selected() == {rows(page)["A003"]}
    assert page.card.facts.texts()["Quartier"] == "Dans le quartier"

    page._choose(frozenset(rows(page).values()))
    assert len(page.items.table.selected_ids()) == 4
    assert page.card.constat.accessibleName() == "4\u00a0constats choisis"


def test_the_filters_are_those_of_the_map(page):
    page.items._theme.set_value("VOI")
    page.items._filter()
    assert [one.rang for one in page.view.scene.carte.constats] == ["A001"]
    page.items._theme.set_value(None)
    page.items._qpv.set_value("A_PLACER")
    page.items._filter()
    assert page.view.scene.carte.constats == ()
    assert page.items.model.rowCount() == 1
    page.items._qpv.set_value(None)
    page.items.search.setText("PORCHE fictif")
    page.items._filter()
    assert [one.rang for one in page.view.scene.carte.constats] == ["A003"]


def test_a_constat_is_placed_by_keys_and_taken_back(page, carnet, context, settle):
    row = rows(page)["A004"]
    page.items.table.select_id(row)
    page.view.setFocus()
    key(page.view, Qt.Key.Key_P)
    assert page.view.tool() is not None
    middle = page.view.cadre().place(page.view.width() / 2, page.view.height() / 2)
    key(page.view, Qt.Key.Key_Return)
    settle()

    draft = carnet.diagnostics.constat(row).draft
    assert (draft.lat_e7, draft.lon_e7) == middle
    assert draft.origine_position is OriginePosition.CARTE_MANUELLE
    assert len(page.view.scene.carte.constats) == 4
    assert page.items.table.selected_ids() == {row}
    context.undo(page, page._context.carnet.espaces()[0])
    settle()
    assert len(page.view.scene.carte.constats) == 3


def test_the_window_stays_where_it_was_after_a_write(page, settle):
    page.items.table.select_id(rows(page)["A004"])
    page.view.zoom_by(3)
    before = page.view.cadre()
    page.card.place()
    click(page, QPoint(200, 200))
    settle()
    assert page.view.cadre() == before


def test_a_stop_is_added_then_moved(page, carnet, marche, settle):
    key(page.view, Qt.Key.Key_A)
    click(page, where(page, "A002"))
    settle()
    [stop] = carnet.cartes.carte_marche(marche).arrets
    assert (stop.ordre, stop.nom) == (1, "Arrêt 1")
    assert page.card._arrets.itemText(1) == "1 · Arrêt 1"

    page.card._arrets.set_value(stop.id)
    page.card.add_arret()
    click(page, where(page, "A003"))
    settle()
    [again] = carnet.cartes.carte_marche(marche).arrets
    assert again.id == stop.id
    assert again.position != stop.position


def test_escape_gives_the_tool_up_then_goes_back(page, tab, settle):
    key(page.view, Qt.Key.Key_A)
    key(page.view, Qt.Key.Key_Escape)
    assert page.view.tool() is None
    assert tab.pages.currentWidget() is page
    key(page.view, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.marches


def test_a_person_decides_where_a_constat_lies(page, carnet, settle):
    row = rows(page)["A001"]
    page.items.table.select_id(row)
    page.card._qpv.set_value(PositionQpv.HORS)
    page.card._qpv.edited.emit()
    settle()
    assert carnet.cartes.positions_qpv([row]) == {row: PositionQpv.HORS}
    assert page.card.facts.texts()["Quartier"] == "Hors du quartier"


def test_entry_opens_the_form_of_the_constat(page, tab, settle):
    row = rows(page)["A002"]
    page._choose(frozenset({row}))
    page.view.setFocus()
    key(page.view, Qt.Key.Key_Return)
    settle()
    assert tab.pages.currentWidget() is tab.constats
    assert tab.constats.table.current_id() == row
    key(tab.constats, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is page

    page.view.activated.emit(row)
    settle()
    tab.open_marche(page.marche_id())
    tab._open_all_constats()
    settle()
    key(tab.constats, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.marches


# --- the quartier -------------------------------------------------------------------------


def show_quartier(page, nom, settle):
    index = page.scope.findText(nom)
    page.scope.setCurrentIndex(index)
    page.scope.activated.emit(index)
    settle()


def test_pinette_is_drawn_by_clicks(page, settle, qtbot):
    show_quartier(page, "Pinette", settle)
    assert "pas encore de contour" in page.card._contour_said.text()
    page.view.draw_contour("Tracez")
    for corner in (QPoint(100, 100), QPoint(250, 250), QPoint(250, 100), QPoint(100, 250)):
        click(page, corner)
    with qtbot.waitSignal(page._context.bus.message) as told:
        key(page.view, Qt.Key.Key_Return)
        settle()
    assert "se croise" in told.args[0].text
    assert not any(one.principal for one in page._carte.contours)

    page.findChild(QPushButton, "contour_tracer").click()
    for corner in (QPoint(100, 100), QPoint(250, 100), QPoint(250, 250)):
        click(page, corner)
    key(page.view, Qt.Key.Key_Return)
    settle()

    contour = next(one for one in page._carte.contours if one.principal)
    assert (contour.nom, contour.officiel) == ("Pinette", False)
    assert "par l’équipe" in page.card._contour_said.text()


def test_a_contour_is_imported_and_the_published_one_taken_again(
    page, settle, tmp_path, monkeypatch
):
    path = tmp_path / "beisson.geojson"
    square = Surface(
        ((tuple(moved(INSIDE, *at) for at in ((0, 0), (300, 0), (300, 200), (0, 200))),),)
    )
    path.write_text(json.dumps(json.loads(write_surface(square))))
    page.import_contour(path)
    settle()
    assert len(next(o for o in page._carte.contours if o.principal).surface.polygones[0][0]) == 4
    monkeypatch.setattr("desktop.ui.diagnostics.carte_page.confirm", lambda *_args: True)
    page.findChild(QPushButton, "contour_publie").click()
    settle()
    assert next(one for one in page._carte.contours if one.principal).officiel


# --- backgrounds --------------------------------------------------------------------------


def calibrated(folder):
    path = folder / "plan.png"
    Image.new("RGB", (400, 300), "white").save(path)
    path.with_suffix(".pgw").write_text("2 0 0 -2 897800 6274500")
    return path


def test_an_image_becomes_the_background_and_is_kept(page, context, settle, tmp_path, monkeypatch):
    asked = []

    def answer(_parent, _title, _question, labels, at, **_more):
        asked.append(labels[at])
        return labels[at], True

    monkeypatch.setattr(carte_fond.QInputDialog, "getItem", answer)
    page.fond.take(calibrated(tmp_path), page)
    settle()
    assert asked == ["Lambert-93"]
    assert isinstance(page.view.scene.ground, ImageGround)
    assert page.view.cadre().plan.code == "2154"
    assert context.carnet.reglages.fond_carte.endswith("plan.png")
    assert page.view.grab().width() > 0

    page.fond.remove()
    settle()
    assert page.view.scene.ground is None
    assert context.carnet.reglages.fond_carte == ""


def test_tiles_become_the_background(page, settle, tmp_path):
    path = tmp_path / "fond.mbtiles"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
    picture = tmp_path / "t.png"
    Image.new("RGB", (256, 256), "green").save(picture)
    base.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (picture.read_bytes(),))
    base.commit()
    base.close()
    page.fond.take(path, page)
    settle()
    assert isinstance(page.view.scene.ground, TileGround)
    page.view.grab()
    settle()
    page.fond.close()


def test_a_background_that_lies_or_is_gone_is_told_and_the_map_stays(
    page, settle, tmp_path, qtbot, context
):
    path = tmp_path / "fond.mbtiles"
    path.write_bytes(b"rien")
    with qtbot.waitSignal(context.bus.message) as told:
        page.fond.take(path, page)
        settle()
    assert "fond.mbtiles" in told.args[0].text
    assert page.view.scene.ground is None
    assert context.carnet.reglages.fond_carte == ""

    gone = replace(context.carnet.reglages, fond_carte=str(tmp_path / "absent.mbtiles"))
    context.carnet.save_reglages(gone)
    with qtbot.waitSignal(context.bus.message):
        page.fond.load()
        settle()
    assert page.view.scene.ground is None


# --- print, look --------------------------------------------------------------------------


def test_the_map_is_printed_with_what_passes_the_filters(page, settle):
    page.items._theme.set_value("VOI")
    page.items._filter()
    page.print_map("A3")
    settle()
    dialog = page._preview._dialog
    assert dialog._data.startswith(b"%PDF")
    assert dialog.windowTitle() == "Carte A3"
    dialog.close()


def test_mode_terrain_shows_two_zones(qapp, page):
    assert page.items.isVisible()
    theme.apply(qapp, "contraste", terrain=True)
    try:
        assert not page.items.isVisible()
        assert page.view.isVisible()
    finally:
        theme.apply(qapp, "clair")
    assert page.items.isVisible()
