"""« Journal des consultations… » and « Textes libres… », under the menu Outils."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.echange.vie_privee_dialogs import ConsultationsDialog, TextesLibresDialog


@pytest.fixture
def menage(carnet):
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(batiment_id=service.batiments()[0].id, porte="12")
    ).valeur
    return service.save_menage(MenageDraft(logement_id=logement.id)).valeur


@pytest.fixture
def opened(qtbot, settle):
    def open_dialog(dialog):
        qtbot.addWidget(dialog)
        dialog.open()
        settle()
        return dialog

    return open_dialog


def cells(table, column):
    model = table.model()
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def test_the_readings_are_listed_and_written(
    context, carnet, menage, opened, monkeypatch, tmp_path, settle
):
    carnet.vie_privee.note(menage.id, BlocSensible.BESOINS)
    dialog = opened(ConsultationsDialog(context))
    target = tmp_path / "journal.csv"
    monkeypatch.setattr(
        "desktop.ui.echange.vie_privee_dialogs.QFileDialog.getSaveFileName",
        lambda *_args: (str(target), ""),
    )

    dialog.export()
    settle()

    assert cells(dialog.table, 2) == [menage.reference]
    assert cells(dialog.table, 3) == ["Besoins d’aménagement"]
    assert menage.reference in target.read_text("utf-8-sig")
    dialog.close()


def test_a_text_is_searched_and_its_dossier_opened_by_keyboard(
    context, carnet, menage, opened, qtbot, settle
):
    for note in ("Pièces déposées", "Rappeler jeudi"):
        carnet.relogement.note_contact(ContactDraft(menage_id=menage.id, note=note))
    dialog = opened(TextesLibresDialog(context))
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted = []
    dialog.dossier_wanted.connect(wanted.append)
    every = dialog.count.text()
    qtbot.keyClicks(dialog.search, "jeudi")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    settle()
    found = cells(dialog.table, 3)
    dialog.table.select_id(dialog.model.id_at(0))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    assert every == "2\u00a0textes, dont 0 à revoir"
    assert found == ["Rappeler jeudi"]
    assert wanted == [menage.id]
