"""Where photos come from besides files: clipboard, drop, device, watched folder, taken up again."""

from __future__ import annotations

import hashlib
import os
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from desktop.domain.codes import OriginePosition
from desktop.domain.diagnostics.import_photos import DossierDcim
from desktop.domain.espaces import Espace
from desktop.services import import_photos
from desktop.ui.bus import Level
from desktop.ui.diagnostics.clock_dialog import ClockDialog
from desktop.ui.photo_devices import DeviceDialog
from desktop.ui.photo_reports import ImportsDialog
from tests.carnets import PERSONNE, PHRASE
from tests.photos.cartes import encoded, scene
from tests.photos_essai import after
from tests.ui.fenetre import open_dialog, window_on
from tests.ui.fenetre import settle as settle_window

REAL = Path(__file__).resolve().parents[4] / "shared" / "photos-reelles"
_COPY = (Qt.DropAction.CopyAction,)
_LEFT = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
TRACK = (
    '<gpx version="1.1"><trk><name>Tour</name><trkseg>'
    '<trkpt lat="43.52" lon="5.43"><time>2026-11-12T14:40:00Z</time></trkpt>'
    '<trkpt lat="43.53" lon="5.43"><time>2026-11-12T14:44:00Z</time></trkpt>'
    "</trkseg></trk></gpx>"
)


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch):
    """Let the tests say when a watched folder is looked into."""
    monkeypatch.setattr("desktop.ui.photo_watch.POLL_MS", 1_000_000)


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


@pytest.fixture
def clipboard(qapp):
    held = QGuiApplication.clipboard()
    yield held
    held.clear()


def taken(carnet, marche) -> list[str]:
    ids = carnet.diagnostics.photo_ids(marche)
    return [photo.fichier for photo in carnet.diagnostics.photos(ids)]


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def no_dialog_left() -> None:
    for one in QApplication.topLevelWidgets():
        if isinstance(one, ImportsDialog | ClockDialog | DeviceDialog):
            one.close()


# --- clipboard and drop ---------------------------------------------------------------------


def test_files_of_the_clipboard_are_imported_by_ctrl_v(
    tab, marche, photos, settle, carnet, qtbot, clipboard
):
    clipboard.setMimeData(files(photos / "DSC_0001.jpg", photos / "DSC_0002.jpg"))
    tab.depouillement.setFocus()

    qtbot.keyClick(tab.depouillement, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert taken(carnet, marche) == ["DSC_0001.jpg", "DSC_0002.jpg"]


def test_a_picture_of_the_clipboard_is_imported(tab, marche, settle, carnet, clipboard):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    clipboard.setImage(image)

    tab.photos.paste(marche)
    settle()
    tab.photos.paste(marche)
    settle()

    assert taken(carnet, marche) == ["Image collée.png"]
    (photo,) = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    assert (photo.largeur, photo.hauteur) == (64, 48)
    tab.photos.report.close()


def test_a_jpeg_of_the_clipboard_keeps_what_its_camera_wrote(
    tab, marche, photos, settle, carnet, clipboard
):
    data = QMimeData()
    data.setData("image/jpeg", (photos / "DSC_0000.jpg").read_bytes())
    clipboard.setMimeData(data)

    tab.photos.paste(marche)
    settle()

    (photo,) = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    assert photo.fichier == "Image collée.jpg"
    assert photo.prise_le == "2026-11-12T15:40:00"


def test_a_clipboard_without_photo_says_what_to_do(tab, marche, settle, said, clipboard):
    clipboard.setText("du texte")

    tab.photos.paste(marche)

    assert "ni photo ni fichier" in said[0].text
    assert said[0].remedy.startswith("Copiez des photos")


def test_ctrl_v_in_a_field_pastes_its_text_and_imports_nothing(
    tab, marche, photos, settle, carnet, qtbot, clipboard
):
    tab.resize(1366, 700)
    field = tab.depouillement.form.field("lieu")
    clipboard.setText("Angle du parking")
    field.setFocus()

    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert field.text() == "Angle du parking"
    assert taken(carnet, marche) == []


def test_files_dropped_on_the_list_go_to_the_chosen_marche(tab, add_marche, photos, settle, carnet):
    row = add_marche()
    tab.marches.load()
    settle()
    tab.marches.select(row)
    assert tab._current_marche() == row
    data = files(photos)
    for event in (
        QDragEnterEvent(QPoint(5, 5), *_COPY, data, *_LEFT),
        QDropEvent(QPointF(5, 5), *_COPY, data, *_LEFT),
    ):
        QApplication.sendEvent(tab.marches, event)
    settle()

    assert len(taken(carnet, row)) == 6


# --- device -----------------------------------------------------------------------------------


def test_a_telephone_gives_the_photos_of_the_day_of_the_marche(
    tab, marche, photos, settle, carnet, monkeypatch, qtbot
):
    for rank, path in enumerate(sorted(photos.iterdir())):
        moment = 1_794_500_000 + 86_400 * (rank % 2)  # 12 and 13 November
        os.utime(path, (moment, moment))
    monkeypatch.setattr(
        "desktop.services.photos.find_dcim", lambda _roots: [DossierDcim("Fairphone", photos)]
    )

    tab.photos._choose_device(marche)
    dialog = open_dialog(DeviceDialog, qtbot)
    day = date.fromtimestamp(1_794_500_000)  # noqa: DTZ012 - the agent's calendar
    assert dialog.only_day.text() == "&Seulement les photos du 12\xa0novembre\xa02026"
    assert day == date(2026, 11, 12)
    dialog._import()
    settle()

    assert taken(carnet, marche) == ["DSC_0000.jpg", "DSC_0002.jpg", "DSC_0004.jpg"]
    assert carnet.photos.imports()[0].autres_jours == 3


def test_without_a_device_the_way_to_plug_one_is_said(tab, marche, settle, said, monkeypatch):
    monkeypatch.setattr("desktop.services.photos.find_dcim", lambda _roots: [])

    tab.photos._choose_device(marche)
    settle()

    assert said[-1].level is Level.ALERTE
    assert "Transfert de fichiers" in said[-1].remedy


# --- watched folder ---------------------------------------------------------------------------


def test_photos_that_arrive_in_a_watched_folder_are_imported_in_one_report(
    tab, marche, photos, settle, carnet, tmp_path, said
):
    watch, inbox = tab.photos.watch, tmp_path / "arrivees"
    inbox.mkdir()
    (inbox / "ancienne.jpg").write_bytes(encoded(scene(300, 200)))
    watch.start(marche, inbox)
    settle()
    for name in ("DSC_0000.jpg", "DSC_0001.jpg"):
        (inbox / name).write_bytes((photos / name).read_bytes())
        watch.look()
        settle()
        watch.look()
        settle()

    assert taken(carnet, marche) == ["DSC_0000.jpg", "DSC_0001.jpg"]
    assert not watch.strip.isHidden()
    assert watch.strip._counts.text() == "2\xa0photos importées"
    assert len(carnet.photos.imports()) == 1
    assert said == []

    watch.stop()
    (inbox / "DSC_0002.jpg").write_bytes((photos / "DSC_0002.jpg").read_bytes())
    watch.look()
    settle()
    assert len(taken(carnet, marche)) == 2
    assert watch.strip.isHidden()
    assert not watch._timer.isActive()


def test_the_folder_is_looked_into_again_and_again(
    tab, marche, photos, settle, carnet, tmp_path, qtbot
):
    inbox = tmp_path / "arrivees"
    inbox.mkdir()
    tab.photos.watch._timer.setInterval(20)
    tab.photos.watch.start(marche, inbox)
    settle()

    (inbox / "DSC_0000.jpg").write_bytes((photos / "DSC_0000.jpg").read_bytes())

    qtbot.waitUntil(lambda: taken(carnet, marche) == ["DSC_0000.jpg"], timeout=10_000)
    tab.photos.watch.stop()
    settle()


def test_what_arrives_during_another_import_waits_for_its_turn(
    tab, marche, photos, settle, carnet, tmp_path, monkeypatch, qtbot
):
    watch, inbox = tab.photos.watch, tmp_path / "arrivees"
    inbox.mkdir()
    watch.start(marche, inbox)
    settle()
    (inbox / "nouvelle.jpg").write_bytes(encoded(scene(300, 200)))
    watch.look()
    settle()
    go_on = threading.Event()
    real = import_photos.Import._take
    monkeypatch.setattr(
        import_photos.Import, "_take", lambda run, result: go_on.wait(10) and real(run, result)
    )
    tab.photos.start(marche, [photos])
    watch.look()
    qtbot.waitUntil(lambda: watch._waiting == [inbox / "nouvelle.jpg"])
    go_on.set()
    settle()
    assert len(taken(carnet, marche)) == 6

    watch.look()
    settle()
    assert "nouvelle.jpg" in taken(carnet, marche)
    watch.stop()


def test_a_watched_folder_that_goes_away_is_said_once(tab, marche, settle, tmp_path, said):
    inbox = tmp_path / "arrivees"
    inbox.mkdir()
    tab.photos.watch.start(marche, inbox)
    settle()
    inbox.rmdir()

    for _ in range(3):
        tab.photos.watch.look()
        settle()

    assert ["plus là" in message.text for message in said] == [True]
    tab.photos.watch.stop()


def test_the_watch_stops_with_its_marche_and_with_the_window(
    tab, marche, photos, settle, carnet, tmp_path
):
    inbox = tmp_path / "arrivees"
    inbox.mkdir()
    watch = tab.photos.watch
    watch.start(marche, inbox)
    settle()
    carnet.diagnostics.delete_marche(marche)
    (inbox / "nouvelle.jpg").write_bytes(encoded(scene(300, 200)))
    for _ in range(2):
        watch.look()
        settle()
    assert not watch._timer.isActive()

    watch.start(marche, inbox)
    tab.flush_drafts()
    assert not watch._timer.isActive()


# --- taken up again ---------------------------------------------------------------------------


class Killed(BaseException):
    """What stops a program without asking."""


def killed_import(carnet, marche, photos) -> None:
    def progress(step) -> None:
        if step.fait == 3:
            raise Killed

    with pytest.raises(Killed):
        carnet.photos.import_files([photos], marche_id=marche, progress=progress)


def test_a_killed_import_is_offered_at_the_next_start_and_taken_up(
    carnet, add_marche, photos, qtbot, monkeypatch
):
    monkeypatch.setattr(import_photos, "_BATCH", 2)
    row = add_marche()
    killed_import(carnet, row, photos)

    with window_on(carnet, qtbot) as window:
        messages = []
        window.context.bus.message.connect(messages.append)
        window.commands.offer_imports()
        qtbot.waitUntil(lambda: messages != [])
        assert "4\xa0fichiers sur 6 à reprendre" in messages[0].text
        messages[0].action.trigger()
        dialog = open_dialog(ImportsDialog, qtbot)
        qtbot.waitUntil(lambda: dialog.table.current_id() != "")
        assert dialog.resume_button.isEnabled()
        dialog.resume_button.click()

        def shown():
            return dialog.model.record(dialog.table.current_id())

        qtbot.waitUntil(lambda: shown().importees == 6, timeout=10_000)
        assert len(taken(carnet, row)) == 6
        assert not dialog.resume_button.isEnabled()
        dialog.close()


def test_locking_the_window_keeps_what_was_read_and_the_rest_is_offered(
    carnet, add_marche, photos, qtbot, monkeypatch
):
    row = add_marche()
    seen, go_on = threading.Event(), threading.Event()
    real = import_photos.Import._take

    def slow(run, result) -> None:
        real(run, result)
        if result.source.name == "DSC_0002.jpg":
            seen.set()
            go_on.wait(10)

    monkeypatch.setattr(import_photos.Import, "_take", slow)
    with window_on(carnet, qtbot) as window:
        window.tab_area.open_record(Espace.TERRAIN, "marche", row)
        settle_window(window, qtbot)
        window.tab_area.current.photos.start(row, [photos])
        qtbot.waitUntil(seen.is_set, timeout=10_000)
        window.lock()
        go_on.set()
        qtbot.waitUntil(lambda: not carnet.is_open, timeout=10_000)
        settle_window(window, qtbot)
        carnet.unlock(PERSONNE, PHRASE)
        (waiting,) = carnet.photos.unfinished()

    assert (waiting.importees, len(waiting.restantes)) == (3, 3)
    assert len(taken(carnet, row)) == 3


def test_a_stopped_import_can_be_ended_from_the_list(
    tab, context, carnet, marche, photos, settle, qtbot
):
    carnet.photos.import_files([photos], marche_id=marche, cancelled=after(6))
    tab.photos.show_imports()
    settle()
    dialog = open_dialog(ImportsDialog, qtbot)

    dialog.end_button.click()
    settle()
    settle()

    assert carnet.photos.unfinished() == []
    assert dialog.model.record(dialog.table.current_id()).refus[0].note.startswith("Import arrêté")
    assert not dialog.end_button.isEnabled()
    dialog.close()


def test_the_report_is_printed_from_the_end_of_the_import(tab, marche, photos, settle, qtbot):
    from desktop.ui.pdf_dialog import PdfDialog

    (photos / "note.txt").write_text("liste")
    tab.photos.start(marche, [photos])
    settle()

    tab.photos.report.print_button.click()
    settle()

    preview = open_dialog(PdfDialog, qtbot)
    assert preview.windowTitle() == "Bilan d’import de photos"
    assert preview._data.startswith(b"%PDF")
    preview.close()
    tab.photos.report.close()


# --- track and clock --------------------------------------------------------------------------


def test_a_track_places_photos_and_is_taken_back_by_undo(
    tab, marche, photos, settle, carnet, said, tmp_path
):
    tab.photos.start(marche, [photos])
    settle()
    track = tmp_path / "tour.gpx"
    track.write_text(TRACK.replace("14:40", "14:42").replace("14:44", "14:46"))

    tab.photo_actions.add_track(marche, track)
    settle()

    def last():
        return carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))[-1]

    assert last().origine_position is OriginePosition.GPX_HORODATAGE
    assert said[-1].text == "Trace gardée : 1\xa0photo placée."
    said[-1].action.trigger()
    settle()
    assert last().lat_e7 is None


def test_the_clock_of_a_camera_is_corrected_from_the_hour_read_on_a_photo(
    tab, marche, photos, settle, carnet, said, qtbot
):
    tab.photos.start(marche, [photos])
    settle()
    tab.depouillement.strip.list.setFocus()
    shown = tab.depouillement.strip.current()
    assert shown.prise_le == "2026-11-12T15:40:00"

    tab.photo_actions._ask_clock(marche)
    settle()
    dialog = open_dialog(ClockDialog, qtbot)
    assert not dialog.apply.isEnabled()
    assert dialog.all.text() == "&Toutes les photos de cet appareil (6)"
    qtbot.keyClicks(dialog.hour, "15:4x")
    dialog.refresh()
    assert "Écrivez l’heure ainsi" in dialog.outcome.text()
    dialog.hour.clear()
    qtbot.keyClicks(dialog.hour, "15:42:30")
    dialog.refresh()
    assert "+2\xa0min 30\xa0s" in dialog.outcome.text()
    assert "15:42:30" in dialog.outcome.text()
    dialog.apply.click()
    settle()

    found = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    assert [photo.decalage_s for photo in found] == [150] * 6
    assert found[0].prise_le == "2026-11-12T15:42:30"
    assert said[-1].text == "Heure corrigée de +2\xa0min 30\xa0s sur 6\xa0photos."
    said[-1].action.trigger()
    settle()
    found = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    assert [photo.decalage_s for photo in found] == [None] * 6


def test_the_clock_is_corrected_by_a_known_place_or_a_known_gap(
    tab, marche, photos, settle, carnet, qtbot, tmp_path
):
    tab.photos.start(marche, [photos])
    settle()
    track = tmp_path / "tour.gpx"
    track.write_text(TRACK)
    carnet.traces.add(marche, track)
    tab.photo_actions._ask_clock(marche)
    settle()
    dialog = open_dialog(ClockDialog, qtbot)

    dialog.position.setText("43.525, 5.43")
    dialog.place.click()
    settle()
    assert "+2\xa0min" in dialog.outcome.text()
    assert "0 m de ce lieu" in dialog.outcome.text()
    dialog.position.setText("48.85, 2.35")
    dialog.refresh()
    settle()
    assert "50 m" in dialog.outcome.text()
    assert not dialog.apply.isEnabled()
    dialog.written.setText("-90")
    dialog.gap.click()
    assert "−1\xa0min 30\xa0s" in dialog.outcome.text()
    dialog.close()


def test_a_clock_needs_a_dated_photo_on_the_screen(tab, marche, settle, said):
    tab.photo_actions._ask_clock(marche)

    assert "photo datée" in said[0].text


# --- the window stays usable, the sources stay as they were -----------------------------------


def test_no_part_of_an_import_runs_in_the_thread_of_the_window(
    tab, marche, photos, settle, monkeypatch
):
    from desktop.photos.magasin import Magasin
    from desktop.storage.unit_of_work import UnitOfWork

    seen: dict[str, set[bool]] = {}

    def spy(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def call(*args: object, **named: object) -> object:
            seen.setdefault(name, set()).add(threading.current_thread() is threading.main_thread())
            return real(*args, **named)

        monkeypatch.setattr(owner, name, call)

    spy(import_photos, "discover")
    spy(import_photos, "prepare_all")
    spy(import_photos.Import, "_write")
    spy(import_photos.Import, "_save")
    spy(Magasin, "put_all")
    spy(UnitOfWork, "_commit")

    tab.photos.start(marche, [photos])
    settle()

    assert seen == {name: {False} for name in seen}
    assert set(seen) == {"discover", "prepare_all", "_write", "_save", "put_all", "_commit"}


@pytest.mark.photos_reelles
def test_the_real_photos_come_in_by_the_window_all_25_and_untouched(
    tab, marche, settle, carnet, qtbot, context
):
    before = {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in REAL.iterdir()
    }
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in (REAL / "README.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and " | " in line
    ]
    expected = {row[0]: row for row in rows if row[0] != "fichier"}

    tab.photos.start(marche, [REAL])
    qtbot.waitUntil(lambda: not context.tasks._tasks, timeout=60_000)

    bilan = carnet.photos.imports()[0]
    assert (bilan.lues, bilan.importees) == (26, 25)
    assert [line.fichier for line in bilan.refus] == ["README.md"]
    found = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    assert {photo.fichier for photo in found} == set(expected)
    for photo in found:
        row = expected[photo.fichier]
        width, height = (int(side) for side in row[2].split("×"))
        if row[4] == "6":
            width, height = height, width
        assert photo.largeur / photo.hauteur == pytest.approx(width / height, rel=0.002)
        if row[5] == "—":
            assert photo.lat_e7 is None
            continue
        lat, lon = (float(part) for part in row[5].split(","))
        assert photo.lat_e7 / 1e7 == pytest.approx(lat, abs=1e-5)
        assert photo.lon_e7 / 1e7 == pytest.approx(lon, abs=1e-5)
        assert photo.origine_position is OriginePosition.EXIF
    after = {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in REAL.iterdir()
    }
    assert after == before
    tab.photos.report.close()
