"""T1 and the plan de relogement from the menu: a purpose before anything leaves."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel

from desktop.interop.rime import FEUILLE
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.import_sorties import PlanDialog, T1Dialog


def trigger(tab, words):
    (action,) = [one for one in tab.menu_actions() if words in one.text().replace("&", "")]
    action.trigger()


@pytest.fixture
def dialog_of(tab, settle):
    """Open a dialog from the menu, and close what it leaves open."""

    def opened(words, kind):
        trigger(tab, words)
        settle()
        (found,) = [one for one in tab.findChildren(kind) if one.isVisible()]
        return found

    yield opened
    for one in tab.findChildren(QDialog):
        if one.isVisible():
            one.close()
    settle()


def test_t1_asks_a_purpose_then_is_written_and_the_dialog_closes(
    dialog_of, carnet, tmp_path, monkeypatch, messages, settle
):
    asked = []
    target = tmp_path / "suivi"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *words: asked.append(words[2]) or (str(target), "")
    )
    dialog = dialog_of("Exporter le tableau T1", T1Dialog)
    dialog.primary.click()
    assert dialog.findChild(QLabel, "erreur_motif").text().startswith("Dites en quelques mots")
    assert asked == []

    dialog.motif.setText("comité technique")
    dialog.primary.click()
    settle()
    rows = list(openpyxl.load_workbook(tmp_path / "suivi.xlsx")[FEUILLE].iter_rows())
    assert len(rows) == 4
    assert asked == [f"{asked[0][:10]}_tableau-suivi-T1_confidentiel.xlsx"]
    assert messages[-1].text.startswith("Tableau T1 enregistré")
    assert carnet.tableau_suivi.exports()[0].motif == "comité technique"


def test_a_plan_without_names_asks_no_purpose_and_one_with_names_does(
    dialog_of, carnet, tab, settle
):
    dialog = dialog_of("Plan de relogement", PlanDialog)
    assert not dialog.motif.isVisible()
    dialog.names.click()
    assert dialog.motif.isVisible()
    dialog.primary.click()
    assert dialog.isVisible()
    dialog.names.click()
    dialog.primary.click()
    settle()

    (shown,) = [one for one in tab.findChildren(PdfDialog) if one.isVisible()]
    assert shown.windowTitle() == "Plan de relogement"
    assert carnet.tableau_suivi.exports() == []


def test_a_filled_t1_is_read_back_from_the_menu(carnet, tab, tmp_path, settle, menages):
    path = tmp_path / "t1.xlsx"
    carnet.tableau_suivi.export(path, "comité technique")
    book = openpyxl.load_workbook(path)
    titles = [cell.value for cell in book[FEUILLE][1]]
    book[FEUILLE].cell(2, titles.index("typologie cible") + 1).value = "T3"
    book.save(path)
    trigger(tab, "Importer un tableau T1")
    page = tab.import_t1
    page.open_file(str(path))
    settle()
    page.next.click()
    settle()

    assert len([one for one in page._apercu.lignes if one.ecarts]) == 1
    page.next.click()
    settle()
    kept = [one.draft.typologie_cible for one in carnet.relogement.menages(menages.values())]
    assert [one.value for one in kept if one] == ["T3"]
