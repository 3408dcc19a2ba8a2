"""Parcours, participants and the print of the carnet, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.codes import EtatMarche, RoleParticipation
from desktop.domain.espaces import Espace
from desktop.ui.diagnostics import arrets_dialog, parcours_page
from desktop.ui.diagnostics.arrets_dialog import ArretsDialog
from desktop.ui.diagnostics.parcours_tables import ArretTableModel, ParcoursTableModel
from desktop.ui.pdf_dialog import PdfDialog
from tests.services.promenade import add_parcours, quartier_of
from tests.ui.fenetre import open_dialog
from tests.ui.frappe import type_text

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def carnet(promenade_carnet):
    return promenade_carnet


@pytest.fixture
def walk(promenade):
    return promenade


@pytest.fixture
def page(tab, walk, settle, qtbot):
    tab.load()
    settle()
    tab.activateWindow()
    tab._open_parcours()
    settle()
    return tab.parcours


def stops(page):
    return [page._arret_rows.record(row).nom for row in page._arret_rows.ids()]


def test_page_opens_at_the_parcours_of_the_marche(page, walk):
    assert page.parcours.current_id() == walk.parcours_id
    assert stops(page) == ["Devant l’école", "Pied de la tour", "Square"]
    assert page.findChild(QLabel, "estimation").text() == (
        "3\xa0arrêts · environ 200 m à vol d’oiseau · durée estimée 22 min · "
        "(3 km/h, 6 min par arrêt)"
    )


def test_models_pass_the_model_tester(page, carnet, walk):
    found = carnet.parcours.get(walk.parcours_id)
    for model, records in ((ParcoursTableModel(), [found]), (ArretTableModel(), found.arrets)):
        tester = QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Fatal, None
        )
        model.set_records(records)
        assert tester.model() is model
        assert model.rowCount() == len(records)


def test_stops_move_with_alt_and_the_arrows_and_the_cursor_follows(page, qtbot, settle):
    page.arrets.select_id(page._arret_rows.id_at(2))
    page.arrets.setFocus()

    qtbot.keyClick(page.arrets, Qt.Key.Key_Up, ALT)
    settle()
    qtbot.keyClick(page.arrets, Qt.Key.Key_Up, ALT)
    settle()

    assert stops(page) == ["Square", "Devant l’école", "Pied de la tour"]
    assert page._arret_rows.record(page.arrets.current_id()).nom == "Square"
    qtbot.keyClick(page.arrets, Qt.Key.Key_Down, ALT)
    settle()
    assert stops(page) == ["Devant l’école", "Square", "Pied de la tour"]


def test_a_carnet_already_printed_is_told_before_its_stops_change(page, carnet, walk, settle):
    notice = page.findChild(QLabel, "carnet_prepare")
    carnet.carnets.prepare(walk.marche_id)
    page.load()
    settle()

    number = carnet.diagnostics.marche(walk.marche_id).numero
    assert number in notice.text()
    assert "imprimez à nouveau" in notice.text()
    assert notice.isVisibleTo(page)

    page.open(carnet.parcours.copy(walk.parcours_id).valeur.id)
    settle()
    assert not notice.isVisibleTo(page)


def test_a_stop_without_place_is_typed_and_asks_to_be_placed(page, qtbot, settle):
    qtbot.keyClick(page.arrets, Qt.Key.Key_N, CTRL)
    type_text(page.form.field("nom"), "Fontaine")
    qtbot.keyClick(page.form.field("nom"), Qt.Key.Key_Return, CTRL)
    settle()

    assert stops(page)[-1] == "Fontaine"
    assert page._arret_rows.index(3, 3).data() == "à placer"
    assert "1\xa0arrêt à placer" in page.findChild(QLabel, "estimation").text()


def test_a_stop_is_placed_by_typing_its_position(page, carnet, walk, qtbot, settle):
    page.arrets.select_id(walk.arrets[0])
    settle()
    for name, text in (("lat_e7", "43,539"), ("lon_e7", "5,4481")):
        field = page.form.field(name)
        field.setFocus()
        field.clear()
        type_text(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    settle()

    place = carnet.parcours.get(walk.parcours_id).arrets[0].position
    assert place == (435_390_000, 54_481_000)


def test_a_parcours_is_copied_renamed_and_deleted(page, carnet, settle, monkeypatch):
    monkeypatch.setattr(parcours_page, "confirm", lambda *_words: True)
    page.copy()
    settle()
    assert page.parcours_form.draft().nom == "Grand tour (copie)"
    page.parcours_form.field("nom").setText("Petit tour")
    page.parcours_form.submit()
    settle()
    assert {one.nom for one in carnet.parcours.parcours()} == {"Grand tour", "Petit tour"}

    page._edit_parcours(page.parcours.current_id())
    page.delete()
    settle()

    assert [one.nom for one in carnet.parcours.parcours()] == ["Grand tour"]


def test_a_parcours_in_use_is_kept_and_the_reason_told(
    page, carnet, walk, settle, monkeypatch, context
):
    monkeypatch.setattr(parcours_page, "confirm", lambda *_words: True)
    said = []
    context.bus.message.connect(lambda message: said.append(message.text))

    page._delete_parcours(walk.parcours_id)
    settle()

    assert "BEI-2026-2" in said[0]
    assert len(carnet.parcours.parcours()) == 1


def test_the_quartier_filters_the_parcours(page, carnet, settle):
    add_parcours(carnet, quartier_of(carnet, "Corsy"), 1)
    page.quartier.set_value(quartier_of(carnet, "Corsy"))
    page.load()
    settle()

    assert stops(page) == ["Devant l’école"]


def test_what_is_typed_of_a_stop_is_offered_again(tab, page, carnet, qtbot, settle):
    qtbot.keyClick(page.arrets, Qt.Key.Key_N, CTRL)
    type_text(page.form.field("nom"), "Gymn")
    tab.flush_drafts()
    settle()
    kept = carnet.brouillons(Espace.TERRAIN).list()[0]
    page.desk.forget()
    tab._back_to_marches()
    settle()

    assert tab.offer(kept)
    settle()

    assert tab.pages.currentWidget() is page
    assert page.form.draft().nom == "Gymn"


def test_a_quartier_without_parcours_offers_to_add_one(page, carnet, settle):
    page.quartier.set_value(quartier_of(carnet, "Pinette"))
    page.load()
    settle()

    page.new()

    assert page.forms.currentWidget() is page.parcours_form
    assert page.parcours_form.draft().quartier_id == quartier_of(carnet, "Pinette")


def test_the_carnet_is_frozen_and_shown_and_the_marche_prepared(tab, carnet, walk, qtbot, settle):
    tab.load()
    settle()
    tab.print_carnet(walk.marche_id, livret=True)
    dialog = open_dialog(PdfDialog, qtbot)
    settle()

    assert dialog.view.isEnabled()
    dialog.close()
    settle()
    assert carnet.diagnostics.marche(walk.marche_id).etat is EtatMarche.PREPAREE


def test_a_marche_chooses_among_the_parcours_of_its_quartier(tab, page, carnet, walk, settle):
    add_parcours(carnet, quartier_of(carnet, "Corsy"), 1)
    tab.load()
    tab._back_to_marches()
    settle()
    form = tab.marches.form
    tab.marches.select(walk.avant_id)
    settle()

    offered = [form.parcours.itemText(rank) for rank in range(form.parcours.count())]
    assert offered == ["non renseigné", "Grand tour"]
    form.parcours.set_value(walk.parcours_id)
    form.parcours.edited.emit()
    form.field("etat").set_value(EtatMarche.REPORTEE)
    form.field("etat").edited.emit()
    form.submit()
    settle()
    assert form.findChild(QLabel, "erreur_motif_etat").text()

    form.field("motif_etat").setText("Alerte météo")
    form.submit()
    settle()
    saved = carnet.diagnostics.marche(walk.avant_id)
    assert (saved.draft.parcours_id, saved.etat) == (walk.parcours_id, EtatMarche.REPORTEE)
    form.quartier.set_value(quartier_of(carnet, "Pinette"))
    form.quartier.edited.emit()
    assert form.draft().parcours_id is None


def test_the_card_of_a_marche_names_the_one_before(tab, page, walk, settle):
    tab._back_to_marches()
    tab.marches.select(walk.marche_id)
    settle()

    words = [label.text() for label in tab.marches.form.findChildren(QLabel)]
    assert any(one.endswith("· après BEI-2026-1") for one in words)


def test_participants_are_counted_line_by_line(tab, carnet, walk, qtbot, settle):
    tab.ask_participants(walk.marche_id)
    settle()
    dialog = tab._participants
    form = dialog.form
    form.structure.set_value(carnet.diagnostics.referentiel().structures[0].id)
    form.field("role").set_value(RoleParticipation.SECRETAIRE)
    qtbot.keyClick(form.field("nombre"), Qt.Key.Key_Return, CTRL)
    settle()
    type_text(form.field("libelle"), "Habitants")
    type_text(form.field("nombre"), "6")
    qtbot.keyClick(form.field("nombre"), Qt.Key.Key_Return, CTRL)
    settle()

    assert dialog.count.text() == "2\xa0lignes, 7\xa0personnes présentes"
    assert len(carnet.marches.participations(walk.marche_id)) == 2
    qtbot.keyClick(form.field("nombre"), Qt.Key.Key_Return, CTRL)
    settle()
    assert dialog.findChild(QLabel, "erreur_structure_id").text()
    dialog.close()
    settle()


# --- stops of a file ----------------------------------------------------------------------


@pytest.fixture
def marks(tmp_path, monkeypatch):
    """Two waypoints in a file that the next file dialog chooses."""
    path = tmp_path / "repères.gpx"
    path.write_text(
        '<gpx version="1.1" creator="essai" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="43.52" lon="5.43"><name>Portail &lt;b&gt;</name><desc>Voir le banc</desc></wpt>'
        '<wpt lat="43.53" lon="5.44"><name>Aire de jeux</name></wpt></gpx>',
        encoding="utf-8",
    )
    monkeypatch.setattr(
        arrets_dialog.QFileDialog, "getOpenFileName", lambda *_values: (str(path), "")
    )
    return path


def test_waypoints_are_looked_at_then_added_in_one_action(page, marks, qtbot, settle, context):
    button = page.findChild(QPushButton, "importer_arrets")
    assert button.accessibleName() == "Importer des arrêts d’un fichier GPX"
    button.click()
    settle()
    dialog = open_dialog(ArretsDialog, qtbot)
    assert [dialog.list.item(row).text() for row in range(2)] == [
        "Portail <b> — 43,52000°\xa0N\xa0·\xa05,43000°\xa0E — Voir le banc",
        "Aire de jeux — 43,53000°\xa0N\xa0·\xa05,44000°\xa0E",
    ]
    assert dialog.add.text() == "Ajouter 2\xa0arrêts"

    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.add.text() == "Ajouter 1\xa0arrêt"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()

    assert stops(page)[3:] == ["Portail <b>", "Aire de jeux"]
    context.undo(page, Espace.TERRAIN)
    settle()
    assert len(stops(page)) == 3


def test_nothing_ticked_adds_nothing_and_a_refusal_stays_in_the_dialog(
    page, marks, qtbot, settle, monkeypatch
):
    monkeypatch.setattr("desktop.services.parcours.ARRETS_MAX", 4)
    page.import_arrets()
    settle()
    dialog = open_dialog(ArretsDialog, qtbot)
    dialog.add.click()
    settle()
    assert dialog.isVisible()
    assert "arrêts" in dialog.refusal.text()

    for row in range(2):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.add.isEnabled()
    dialog.reject()
    assert len(stops(page)) == 3


def test_a_file_without_waypoint_says_so(page, marks, settle, context):
    said = []
    context.bus.message.connect(lambda message: said.append(message.text))
    marks.write_text("<gpx></gpx>", encoding="utf-8")

    page.import_arrets()
    settle()

    assert said == ["Ce fichier GPX ne contient aucun repère."]
