"""Photos of a micro-site: import, report, large view, removal."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.bus import Level


@pytest.fixture
def folder(tmp_path):
    """Return three photos, one of them twice, and a text called a photo."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for name, colour in (("a.png", "green"), ("b.png", "red"), ("copie-b.png", "red")):
        Image.new("RGB", (160, 120), colour).save(photos / name)
    (photos / "faux.jpg").write_text("pas une photo")
    return photos


@pytest.fixture
def imported(tab, sites, folder, settle):
    tab.sites.imports.start(sites["stade"], [folder / "a.png", folder / "b.png"])
    settle()
    return tab


def test_an_import_says_how_many_were_taken_and_why_the_others_were_not(
    tab, sites, folder, carnet, messages, settle
):
    tab.sites.imports.start(sites["stade"], [folder])
    running = (tab.sites.imports.is_running(), not tab.sites.imports.strip.isHidden())
    settle()

    report = tab.sites.imports.report
    lines = [report.list.item(row).text() for row in range(report.list.count())]
    report.close()
    assert running == (True, True)
    assert messages[-1].text.replace("\u00a0", " ").replace("\u202f", " ") == (
        "2 photos importées sur 4 fichiers : 1 doublon, 1 laissé de côté."
    )
    assert messages[-1].level is Level.INFORMATION
    assert [line.partition(" — ")[0] for line in lines] == ["faux.jpg", "copie-b.png"]
    assert lines[1].endswith("Le même fichier que « b.png ».")
    assert len(carnet.microsites.photos(sites["stade"])) == 2
    assert len(tab.sites.photos.photos()) == 2
    assert tab.sites.imports.strip.isHidden()


def test_dropped_files_are_imported(tab, sites, folder, carnet, settle):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "a.png"))])
    place, action = (QPointF(20, 20), Qt.DropAction.CopyAction)
    hands = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place.toPoint(), action, data, *hands)
    drop = QDropEvent(place, action, data, *hands)

    QApplication.sendEvent(tab.sites._photos_card, enter)
    QApplication.sendEvent(tab.sites._photos_card, drop)
    settle()

    assert enter.isAccepted()
    assert len(carnet.microsites.photos(sites["stade"])) == 1


def test_an_interrupted_import_keeps_what_was_taken(
    tab, sites, folder, carnet, messages, monkeypatch, settle
):
    tab.sites.imports.start(sites["stade"], [folder / "a.png"])
    tab.sites.imports.strip.cancelled.emit()
    settle()

    count = len(carnet.microsites.photos(sites["stade"]))
    assert count in (0, 1)
    assert not tab.sites.imports.is_running()
    if count == 0:
        assert messages[-1].level is not Level.SUCCES


def test_photos_are_seen_large_one_after_the_other(imported, qtbot, settle):
    tab = imported
    grid = tab.sites.photos
    grid.select_id(grid.photos()[0].id)

    qtbot.keyClick(grid, Qt.Key.Key_Return)
    settle()
    first = (tab.pages.currentWidget(), tab.photo.view.accessibleName())
    qtbot.keyClick(tab.photo.view, Qt.Key.Key_Right)
    settle()
    second = tab.photo.view.accessibleName()
    qtbot.keyClick(tab.photo.view, Qt.Key.Key_Escape)

    assert first == (tab.photo, "Photo 1 sur 2, a.png")
    assert second == "Photo 2 sur 2, b.png"
    assert tab.pages.currentWidget() is tab.sites
    assert grid.current_id() == grid.photos()[1].id


def test_a_photo_is_removed_with_suppr_and_comes_back_with_undo(
    imported, sites, carnet, messages, qtbot, settle
):
    grid = imported.sites.photos
    grid.select_id(grid.photos()[0].id)

    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    settle()
    left, told = len(grid.photos()), messages[-1].text
    messages[-1].action.trigger()
    settle()

    assert (left, told) == (1, "Photo retirée.")
    assert len(grid.photos()) == 2
    assert len(carnet.microsites.photos(sites["stade"])) == 2


def test_thumbnails_are_loaded_when_they_are_seen(imported, qtbot, settle):
    grid = imported.sites.photos
    imported.repaint()
    settle()

    images = [grid.model().image(photo.id) for photo in grid.photos()]
    assert all(image is not None and not image.isNull() for image in images)


def test_locking_stops_the_import_and_the_watch_and_keeps_what_was_read(
    tab, sites, folder, carnet, settle
):
    tab.sites.imports.watch.start(sites["stade"], folder)
    tab.sites.imports.start(sites["stade"], [folder])

    tab.flush_drafts()
    settle()

    assert not tab.sites.imports.watch._timer.isActive()
    bilan = carnet.photos.imports()[0]
    assert bilan.importees == len(carnet.microsites.photos(sites["stade"]))
    assert bilan.lues in {0, 4}  # stopped while its files were listed, or later
    assert bilan.interrompu is (bilan.importees + len(bilan.refus) + len(bilan.doublons) < 4)
    if tab.sites.imports.report is not None:
        tab.sites.imports.report.close()
