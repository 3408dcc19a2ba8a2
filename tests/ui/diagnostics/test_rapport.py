"""The compte rendu: made beside the window, read in it, saved, given up."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.errors import Annule


@pytest.fixture
def marche(tab, add_marche, carnet, photos):
    row = add_marche()
    carnet.photos.import_files([photos], marche_id=row)
    carnet.diagnostics.save_constat(
        ConstatDraft(marche_id=row, texte="<b>Banc</b>"),
        photo_ids=carnet.diagnostics.photo_ids(row),
    )
    return row


def test_preview_opens_in_the_window_and_goes_back_to_where_it_was_asked(
    tab, marche, settle, qtbot
):
    tab.open_marche(marche)
    settle()
    tab.depouillement.header.report_wanted.emit()
    settle()

    rapport = tab.rapport
    assert tab.pages.currentWidget() is rapport
    assert rapport.view.page_count() >= 1
    assert rapport.view._file_name == "compte-rendu-BEI-2026-1.pdf"
    assert rapport.strip.isHidden()

    qtbot.keyClick(rapport, Qt.Key.Key_Escape)
    settle()
    assert tab.pages.currentWidget() is tab.depouillement
    assert rapport.view.page_count() == 0


def test_saved_file_is_the_pdf_that_is_shown(tab, marche, settle, tmp_path, context):
    said = []
    context.bus.message.connect(said.append)
    tab._open_rapport(marche)
    settle()
    target = tmp_path / "compte-rendu.pdf"

    tab.rapport.view.save_requested.emit(target)
    settle()

    assert target.read_bytes() == tab.rapport._pdf
    assert target.read_bytes().startswith(b"%PDF-")
    assert said[-1].text == "Compte rendu enregistré : compte-rendu.pdf."


def test_disk_that_refuses_is_said_with_its_remedy(tab, marche, settle, tmp_path, context):
    said = []
    context.bus.message.connect(said.append)
    tab._open_rapport(marche)
    settle()

    tab.rapport.view.save_requested.emit(tmp_path / "absent" / "x.pdf")
    settle()

    assert said[-1].remedy
    assert list(tmp_path.glob("**/*.part")) == []


def test_report_that_is_interrupted_goes_back_and_says_so(
    tab, marche, settle, carnet, context, qtbot, monkeypatch
):
    said = []
    context.bus.message.connect(said.append)
    started = threading.Event()

    def endless(_marche, *, progress, cancelled, **_choices):
        progress(1, 6)
        started.set()
        while not cancelled():
            threading.Event().wait(0.01)
        raise Annule

    monkeypatch.setattr(carnet.rapports(Espace.TERRAIN), "compte_rendu", endless)
    tab.marches.report_wanted.emit(marche)
    qtbot.waitUntil(lambda: tab.rapport.strip._counts.text().startswith("1 sur 6"))

    tab.rapport.strip._stop.click()
    settle()

    assert started.is_set()
    assert tab.pages.currentWidget() is tab.marches
    assert said[-1].text == "Le compte rendu n’a pas été préparé, à votre demande."
