"""« Exporter des constats » and the fiches, from the pages of the tab, at the keyboard."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.domain.codes import Confidentialite, Gravite
from desktop.domain.diagnostics.exports import FormatExport
from desktop.domain.drafts import ConstatDraft
from desktop.ui.diagnostics.export_dialog import ExportDialog, ask_export, portee
from desktop.ui.pdf_dialog import PdfDialog

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def marche_id(carnet, add_marche) -> str:
    row = add_marche()
    for rank, theme in enumerate(("PRO", "VOI", "TRA")):
        carnet.diagnostics.save_constat(
            ConstatDraft(
                marche_id=row, theme=theme, gravite=Gravite.MODERE, texte=f"Constat {rank}",
                lieu="Entrée B",
            )
        )  # fmt: skip
    return row


@pytest.fixture
def dialog(context, carnet, marche_id, qtbot, settle):
    from desktop.domain.diagnostics.filtres import FiltreConstats

    ids = carnet.diagnostics.constat_ids(FiltreConstats(marche_id=marche_id))
    made = ExportDialog(
        context, (portee("Les constats choisis", ids[:1]), portee("Tous", ids)), "BEI-2026-1"
    )
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_what_is_in_the_file_is_counted_at_each_choice(dialog, settle):
    assert plain(dialog.holds.text()) == "Dans le fichier : 1 constat."
    assert not dialog.comma.isVisible()

    dialog.what.set_value(1)
    dialog.what.edited.emit()
    dialog.profil.set_value(Confidentialite.PUBLIC)
    dialog.profil.edited.emit()
    settle()

    assert plain(dialog.holds.text()) == "Dans le fichier : 0 constat."
    assert "1 constat ne part pas : de tranquillité" in plain(dialog.stays.text())
    assert "2 constats ne partent pas : encore à qualifier." in plain(dialog.stays.text())
    assert not dialog.save.isEnabled()


def test_the_agent_exports_at_the_keyboard(dialog, qtbot, settle, tmp_path, monkeypatch):
    asked = []

    def choose(_parent, _title, proposed, kinds):
        asked.append((proposed, kinds))
        return str(tmp_path / "mes constats"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.what.setFocus()
    qtbot.keyClick(dialog.what, Qt.Key.Key_Down)
    qtbot.keyClicks(dialog.kind, "Texte")
    settle()
    assert dialog.comma.isVisible()
    assert dialog.demande().format is FormatExport.CSV

    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()

    ((proposed, kinds),) = asked
    assert proposed.startswith("constats-BEI-2026-1-partenaires-")
    assert "*.csv" in kinds
    assert len(rows(tmp_path / "mes constats.csv")) == 3
    assert dialog.isHidden()


def test_a_disk_that_refuses_is_told_and_the_choice_stays(dialog, settle, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(
        "desktop.ui.diagnostics.export_dialog.show_error", lambda _parent, error: told.append(error)
    )

    dialog.write(tmp_path / "absent" / "x.xlsx")
    settle()

    assert [error.title for error in told] == ["Écriture impossible"]
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    assert not dialog.strip.isVisible()


def test_every_field_has_a_name_and_a_key(dialog):
    for field in (dialog.what, dialog.kind, dialog.profil, dialog.comma):
        assert field.accessibleName()
    assert dialog.save.isDefault()


def test_ask_export_needs_only_constats(context, tab, carnet, marche_id, settle):
    from desktop.domain.diagnostics.filtres import FiltreConstats

    ids = carnet.diagnostics.constat_ids(FiltreConstats(marche_id=marche_id))

    opened = ask_export(context, tab, ids)
    settle()

    assert plain(opened.holds.text()) == "Dans le fichier : 3 constats."
    opened.close()


def test_the_table_offers_the_selection_the_list_and_the_marche(tab, marche_id, settle, qtbot):
    tab.open_marche(marche_id)
    settle()
    tab._open_constats(marche_id)
    settle()

    qtbot.keyClick(tab.constats.table, Qt.Key.Key_X, CTRL_SHIFT)
    settle()

    opened = tab.exports.dialog
    words = [plain(opened.what.itemText(rank)) for rank in range(opened.what.count())]
    assert words == [
        "Les constats choisis — 1 constat",
        "Les constats de la liste — 3 constats",
        "Les constats de la marche — 3 constats",
    ]
    opened.close()


def test_the_fiche_of_the_chosen_constat_opens_ready_to_be_printed(tab, marche_id, settle, qtbot):
    tab.open_marche(marche_id)
    settle()
    tab._open_constats(marche_id)
    settle()

    qtbot.keyClick(tab.constats.table, Qt.Key.Key_F, CTRL_SHIFT)
    settle()

    shown = tab.exports.preview._dialog
    assert isinstance(shown, PdfDialog)
    assert shown.windowTitle() == "Fiche constat"
    assert shown.view.page_count() == 1
    shown.close()
    settle()


def test_nobody_prints_thousands_of_fiches_by_mistake(tab, context, settle):
    told = []
    context.bus.message.connect(told.append)

    tab.exports.show_fiches(["x"] * 301)
    tab.exports.show_fiches([])
    settle()

    assert ["300 constats au plus" in told[0].text, "aucun constat" in told[1].text] == [True] * 2
    assert tab.exports.preview._dialog is None


def test_the_compte_rendu_says_what_is_missing_before_it_is_printed(tab, marche_id, settle):
    tab._open_rapport(marche_id)
    settle()

    page = tab.rapport
    assert plain(page.missing.text()).startswith("Avant d’imprimer : 3 constats à qualifier.")
    assert page.missing.isVisible()
    pages = page.view.page_count()
    assert pages > 0

    page.profil.set_value(Confidentialite.PUBLIC)
    page.profil.edited.emit()
    settle()

    assert "3 constats ne partent pas pour ce profil." in plain(page.missing.text())
