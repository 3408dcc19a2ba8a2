"""Importing photos: progress, interruption, report; the window stays usable."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QLabel

from desktop.domain.codes import IssueImport
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan, LigneImport
from desktop.ui.bus import Level
from desktop.ui.photo_reports import ImportReport, import_sentence, to_verify


def bilan(**counts):
    lines = [
        LigneImport(chemin=f"/carte/{issue}-{rank}.jpg", issue=IssueImport(issue))
        for issue, count in counts.items()
        for rank in range(count)
    ]
    return ImportPhotosBilan(lignes=tuple(lines))


@pytest.fixture
def marche(tab, add_marche, settle):
    row = add_marche()
    tab.open_marche(row)
    settle()
    return row


@pytest.fixture
def said(context):
    messages = []
    context.bus.message.connect(messages.append)
    return messages


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"IMPORTEE": 2, "TRACE": 1},
            "2 photos importées sur 3 fichiers : 0 doublon, 0 laissé de côté, 1 trace gardée.",
        ),
        (
            {"IMPORTEE": 25, "REFUSEE": 1},
            "25 photos importées sur 26 fichiers : 0 doublon, 1 laissé de côté.",
        ),
        (
            {"IMPORTEE": 1, "DOUBLON": 2},
            "1 photo importée sur 3 fichiers : 2 doublons, 0 laissé de côté.",
        ),
        (
            {"IMPORTEE": 10, "A_REPRENDRE": 16},
            (
                "10 photos importées sur 26 fichiers : 0 doublon, 0 laissé de côté. "
                "Import interrompu : 16 fichiers à reprendre."
            ),
        ),
    ],
)
def test_sentence_counts_every_file_once(counts, sentence):
    plain = import_sentence(bilan(**counts)).replace("\u202f", " ").replace("\xa0", " ")

    assert plain == sentence


def test_report_names_each_file_left_out_with_its_reason(tab, marche, photos, settle, said):
    (photos / "<b>notes.jpg").write_text("ceci n’est pas une photo")
    tab.photos.start(marche, [photos])
    settle()

    report = tab.photos.report
    assert report.isVisible()
    assert report.sentence.text().startswith("6 photos importées sur 7")
    assert report.list.item(0).text().startswith("<b>notes.jpg — ")
    assert said[-1].level is Level.INFORMATION
    assert said[-1].remedy == to_verify(bilan(IMPORTEE=6))
    assert said[-1].remedy.endswith("photos à vérifier avant tout document.")
    assert any(one.text().startswith(said[-1].remedy) for one in report.findChildren(QLabel))
    report.close()


def test_second_import_brings_only_doubles(tab, marche, photos, settle, carnet):
    tab.photos.start(marche, [photos])
    settle()
    tab.photos.start(marche, [photos])
    settle()

    assert len(carnet.diagnostics.photo_ids(marche)) == 6
    assert tab.photos.report.list.count() == 6
    tab.photos.report.close()


def test_lists_are_read_while_an_import_runs_and_interruption_keeps_what_is_taken(
    tab, marche, photos, settle, carnet, context, qtbot, monkeypatch
):
    service = carnet.photos
    seen, go_on = threading.Event(), threading.Event()
    real = service.import_files

    def slow(sources, *, progress, **target):
        def step(avancement):
            progress(avancement)
            if avancement.fait == 2:
                seen.set()
                go_on.wait(10)

        return real(sources, progress=step, **target)

    monkeypatch.setattr(service, "import_files", slow)
    tab.photos.start(marche, [photos])
    qtbot.waitUntil(seen.is_set, timeout=10_000)
    qtbot.waitUntil(lambda: tab.photos.strip._counts.text().startswith("2 sur 6"))

    answered = []
    context.tasks.run(
        lambda _context: carnet.diagnostics.marches(), owner=tab, done=answered.append
    )
    qtbot.waitUntil(lambda: answered != [])
    assert tab.photos.is_running()

    tab.photos.strip._stop.click()
    go_on.set()
    settle()

    assert len(carnet.diagnostics.photo_ids(marche)) == 2
    assert not tab.photos.is_running()
    assert tab.photos.strip.isHidden()
    assert len(tab.depouillement.strip.photos()) == 2


def test_second_import_waits_for_the_first_one(tab, marche, photos, settle, said):
    tab.photos.start(marche, [photos])
    tab.photos.start(marche, [photos])

    assert said[0].text.startswith("Un import de photos est déjà en cours")
    settle()
    assert len(tab.depouillement.strip.photos()) == 6


def test_folder_that_is_gone_is_said_in_the_report_and_nothing_is_lost(
    tab, marche, tmp_path, settle, said
):
    tab.photos.start(marche, [tmp_path / "parti"])
    settle()

    assert not tab.photos.is_running()
    assert said[-1].text
    if tab.photos.report is not None:
        tab.photos.report.close()


def test_report_of_thousands_of_files_shows_the_first_and_counts_the_others(context, qtbot):
    report = ImportReport(context, bilan(DOUBLON=3000))
    qtbot.addWidget(report)

    assert report.list.count() == 501
    assert report.list.item(500).text().startswith("… et 2\u202f500\xa0autres fichiers")
