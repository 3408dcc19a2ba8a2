"""The page « Importer l'état locatif »: from a file to a report, with the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from desktop.domain.espaces import Espace
from desktop.ui.relogement.import_preview import PreviewModel
from tests.listes_essai import TITRES, classeur, ligne


@pytest.fixture
def page(tab, settle):
    for action in tab.menu_actions():
        if "locatif" in action.text():
            action.trigger()
    settle()
    return tab.import_liste


@pytest.fixture
def opened(page, tmp_path, settle):
    """Return the page with a list of two doors and a bad row."""
    rows = [[*ligne(1), "x"], [*ligne(2), "x"], [*ligne(3, Loyer=-1), "x"]]
    path = classeur(tmp_path / "liste.xlsx", rows, titres=(*TITRES, "Couleur"))
    page.open_file(str(path))
    settle()
    return page


def shown(page):
    model = page.preview.table.model()
    return [
        [model.data(model.index(row, column)) for column in range(5)]
        for row in range(model.rowCount())
    ]


def press(page, settle):
    page.next.click()
    settle()


def test_columns_are_proposed_with_their_first_values(opened):
    assert opened.columns.cles[:3] == [
        "logement.reference_bailleur", "batiment.nom", "logement.cage",
    ]  # fmt: skip
    assert opened.columns.cles[-1] == ""
    assert "Laisser de côté" in opened.columns.table.model().index(14, 1).data()
    assert opened.file.findChild(QComboBox, "feuille").currentText() == "Feuil1"


def test_the_agent_changes_the_field_of_a_column_with_the_keyboard(opened, qtbot, settle):
    table, choice = opened.columns.table, opened.columns.choice
    table.setFocus()
    table.select_id("14")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert choice.hasFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)

    assert opened.columns.cles[-1] == choice.value() == "logement.reference_bailleur"
    assert opened.columns.plan().champs[-1] == "logement.reference_bailleur"
    assert table.current_id() == "14"


def test_a_list_goes_from_the_file_to_the_report_and_back_by_one_undo(opened, tab, carnet, settle):
    press(opened, settle)

    assert [row[:3] for row in shown(opened)[:3]] == [
        ["Refusée", "4", "—"],
        ["Nouveau", "2", "Méjanes · B · 1er · 1"],
        ["Nouveau", "3", "Méjanes · B · 1er · 2"],
    ]
    assert "ce montant est négatif" in shown(opened)[0][4]
    assert len(carnet.relogement.logements()) == 3

    press(opened, settle)
    report = opened.findChild(QPlainTextEdit, "compte_rendu").toPlainText()
    assert "2 dossiers créés" in report
    assert "Ligne 4" in report
    assert len(carnet.relogement.logements()) == 5

    press(opened, settle)
    assert tab.pages.currentWidget() is tab.permanence
    tab.context.undo(tab, Espace.RELOGEMENT)
    settle()
    assert len(carnet.relogement.logements()) == 3


def test_a_choice_of_the_agent_decides_whose_value_stays(opened, carnet, tmp_path, settle):
    press(opened, settle)
    press(opened, settle)
    press(opened, settle)
    logement = next(one for one in carnet.relogement.logements() if one.draft.porte == "1")
    corrected = logement.draft.__class__(
        batiment_id=logement.draft.batiment_id, porte="1", cage="B", etage=1,
        reference_bailleur="PAH-0001", loyer=Decimal(500),
    )  # fmt: skip
    carnet.relogement.save_logement(corrected, logement.id)
    opened.open_file(str(classeur(tmp_path / "suite.xlsx", [ligne(1), ligne(2)])))
    settle()
    press(opened, settle)
    gap = next(one for line in opened._apercu.lignes for one in line.ecarts if one.champ == "loyer")
    assert opened.preview.table.select_id(logement.id)
    settle()
    choice = opened.preview.detail.findChild(QComboBox, f"choix_{gap.cle}")
    assert "Garder le nôtre" in choice.currentText()

    opened.preview.take_all.click()
    press(opened, settle)
    kept = next(one for one in carnet.relogement.logements() if one.id == logement.id)
    assert kept.draft.loyer == Decimal("395.50")
    assert kept.draft.surface == Decimal("72.00")


def test_nothing_to_import_is_said_and_nothing_is_written(opened, tmp_path, settle, messages):
    press(opened, settle)
    press(opened, settle)
    press(opened, settle)
    opened.open_file(str(classeur(tmp_path / "suite.xlsx", [ligne(1), ligne(2)])))
    settle()
    press(opened, settle)
    press(opened, settle)

    assert "rien à importer" in messages[-1].text
    assert opened.steps.currentWidget() is opened.preview


def test_a_bad_file_is_told_and_the_page_stays_ready(page, tmp_path, settle, messages):
    (tmp_path / "vieux.xls").write_bytes(b"\xd0\xcf\x11\xe0" * 8)
    page.open_file(str(tmp_path / "vieux.xls"))
    settle()

    assert "ancien classeur" in messages[-1].text
    assert page.steps.isEnabled()
    assert not page.next.isEnabled()


def test_a_dropped_file_is_read(page, tmp_path, settle):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(classeur(tmp_path / "l.xlsx", [ligne(1)])))])
    drop = QDropEvent(
        QPoint(5, 5).toPointF(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.dropEvent(drop)
    settle()

    assert page.columns.isVisible()


def test_escape_goes_back_a_step_then_to_the_permanence(opened, tab, qtbot, settle):
    press(opened, settle)
    qtbot.keyClick(opened.preview.table, Qt.Key.Key_Escape)
    assert opened.steps.currentWidget() is opened.choice
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.permanence


def test_the_model_of_the_preview_passes_the_tester_of_qt(opened, settle, qtbot):
    press(opened, settle)
    model = PreviewModel(opened)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_records(opened.preview._rows)
    assert model.rowCount() == 6


def test_what_the_team_deleted_is_asked_about_and_taken_back_everywhere_at_once(
    tab, carnet, tmp_path, settle
):
    path = classeur(
        tmp_path / "liste.xlsx",
        [
            [*ligne(1), "titulaire"],
            [*ligne(1, Nom="MARTIN-ESSAI", Prénom="Luc"), "hébergé"],
            [*ligne(2), "titulaire"],
        ],
        titres=(*TITRES, "Lien"),
    )
    service, files = carnet.import_occupation, carnet.relogement
    tableau = service.open(path).tableaux[0]
    plan = service.plan(tableau)
    service.import_(tableau, plan, service.preview(tableau, plan))
    held = {one.logement: one.id for one in files.menages(files.menage_ids())}
    (guest,) = [
        one
        for one in files.occupants(held["Méjanes · B · 1er · 1"])
        if one.draft.nom == "MARTIN-ESSAI"
    ]
    files.delete_occupant(guest.id)
    files.delete_menage(held["Méjanes · B · 1er · 2"])
    tab.show_import()
    page = tab.import_liste
    page.open_file(str(path))
    settle()
    press(page, settle)

    found = [row for row in shown(page) if row[0] != "Absent de la liste"]
    assert [row[0] for row in found] == ["À décider", "Identique"]
    assert found[1][4] == "1\u00a0personne retirée par l’équipe"
    page.preview.take_all.click()
    press(page, settle)
    report = page.findChild(QPlainTextEdit, "compte_rendu").toPlainText()
    assert "1 dossier créé" in report
    assert held["Méjanes · B · 1er · 2"] in files.menage_ids()
    assert len(files.occupants(held["Méjanes · B · 1er · 1"])) == 1
