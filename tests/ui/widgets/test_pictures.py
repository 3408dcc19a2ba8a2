"""Photo view, thumbnails and PDF preview."""

from __future__ import annotations

import io
import threading

import pytest
from PySide6.QtCore import QAbstractItemModel, QBuffer, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop.ui.widgets.pdf_view import PdfDocument, PdfView
from desktop.ui.widgets.photo_view import NOT_RECEIVED, PhotoView
from desktop.ui.widgets.thumb_list import Thumb, ThumbList, ThumbModel

pytestmark = pytest.mark.gui


def jpeg(colour: str, width: int = 400, height: int = 300) -> bytes:
    image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data())


def pdf(pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 300), invariant=1)
    for _ in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, 200, 150, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class Later:
    def __init__(self):
        self.jobs = []

    def __call__(self, work, deliver, failed=None):
        self.jobs.append((work, deliver, failed))

    def deliver_one(self):
        work, deliver, _failed = self.jobs.pop(0)
        deliver(work())


# --- photo ---------------------------------------------------------------------------------


@pytest.fixture
def photo(qtbot):
    view = PhotoView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    return view


def test_photo_is_fitted_and_centred_without_distortion(photo):
    photo.show_photo(jpeg("#0000FF"), "Photo 1 sur 3")

    grabbed = photo.grab().toImage()
    assert grabbed.pixelColor(200, 200).blue() > 240
    assert grabbed.pixelColor(200, 60).blue() > 240
    assert grabbed.pixelColor(200, 40) != grabbed.pixelColor(200, 60)
    assert photo.accessibleName() == "Photo 1 sur 3"


@pytest.mark.parametrize("data", [None, b"", b"not a picture"])
def test_photo_without_readable_bytes_says_so(photo, data):
    photo.show_photo(data, "Photo 2 sur 3")

    assert photo.accessibleDescription() == NOT_RECEIVED
    assert not photo.grab().toImage().isNull()


def test_keys_zoom_in_and_out_and_back_to_the_whole_photo(photo, qtbot):
    photo.show_photo(jpeg("#0000FF"))

    qtbot.keyClick(photo, Qt.Key.Key_Plus)
    qtbot.keyClick(photo, Qt.Key.Key_Plus)
    enlarged = photo.zoom()
    qtbot.keyClick(photo, Qt.Key.Key_Minus)
    assert 1 < photo.zoom() < enlarged

    qtbot.keyClick(photo, Qt.Key.Key_0)
    assert photo.zoom() == 1
    qtbot.keyClick(photo, Qt.Key.Key_Minus)
    assert photo.zoom() == 1


def test_next_photo_is_shown_whole_again(photo):
    photo.show_photo(jpeg("#0000FF"))
    photo.zoom_by(4)

    photo.show_photo(jpeg("#00FF00"))

    assert photo.zoom() == 1


def test_enlarged_photo_can_be_moved_but_not_out_of_view(photo, qtbot):
    photo.show_photo(jpeg("#0000FF"))
    photo.zoom_by(2)

    qtbot.mousePress(photo, Qt.MouseButton.LeftButton, pos=QPoint(10, 200))
    qtbot.mouseMove(photo, QPoint(390, 200))
    qtbot.mouseMove(photo, QPoint(3900, 200))
    qtbot.mouseRelease(photo, Qt.MouseButton.LeftButton, pos=QPoint(390, 200))

    assert photo.grab().toImage().pixelColor(5, 200).blue() > 240


def test_g_asks_for_the_full_screen(photo, qtbot):
    with qtbot.waitSignal(photo.fullscreen_requested, timeout=1000):
        qtbot.keyClick(photo, Qt.Key.Key_G)


# --- thumbnails ----------------------------------------------------------------------------


def thumb_texts(model: QAbstractItemModel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


@pytest.mark.parametrize("count", [0, 1, 300])
def test_thumbnail_model_passes_the_model_tester(qapp, count):
    model = ThumbModel(lambda _id: jpeg("#00FF00", 32, 24))
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, None
    )

    model.set_thumbs(Thumb(f"p{n}") for n in range(count))
    model.set_thumbs(Thumb(f"p{n}") for n in range(count // 2))

    assert model.rowCount() == count // 2
    assert tester.model() is model


def test_only_visible_thumbnails_are_asked_for(qtbot):
    later = Later()
    model = ThumbModel(lambda _id: jpeg("#00FF00", 32, 24), background=later)
    view = ThumbList(model)
    qtbot.addWidget(view)
    view.resize(170, 450)
    view.show()
    model.set_thumbs(Thumb(f"p{n}") for n in range(300))
    view.grab()

    loaded = 0
    while later.jobs:
        later.deliver_one()
        loaded += 1

    assert 4 <= loaded <= 8


def test_last_seen_thumbnails_are_loaded_before_those_that_scrolled_away(qapp):
    later, asked = Later(), []

    def load(thumb_id):
        asked.append(thumb_id)

    model = ThumbModel(load, background=later)
    model.set_thumbs(Thumb(f"p{n}") for n in range(20))
    for n in range(10):
        model.image(f"p{n}")
    while later.jobs:
        later.deliver_one()

    assert asked[:4] == ["p0", "p1", "p2", "p3"]
    assert asked[4] == "p9"
    assert sorted(asked) == sorted(f"p{n}" for n in range(10))


def test_thumbnail_that_cannot_be_loaded_does_not_hold_up_the_others(qapp):
    later = Later()
    model = ThumbModel(lambda _id: None, background=later)
    model.set_thumbs(Thumb(f"p{n}") for n in range(6))
    for n in range(6):
        model.image(f"p{n}")

    for _work, _deliver, failed in later.jobs[:4]:
        failed()

    assert model.image("p0").isNull()
    assert len(later.jobs) == 6


def test_thumbnails_have_accessible_texts(qapp):
    model = ThumbModel(lambda _id: None)

    model.set_thumbs([Thumb("a", "15:42", "Façade", ticked=True), Thumb("b", "15:43")])

    assert thumb_texts(model) == ["Photo 1 sur 2, Façade, classée", "Photo 2 sur 2, 15:43"]


def test_film_strip_keeps_its_place_by_id_and_steps_from_the_screen(qtbot):
    model = ThumbModel(lambda _id: None)
    strip = ThumbList(model)
    qtbot.addWidget(strip)
    model.set_thumbs(Thumb(f"p{n}") for n in range(5))
    strip.select_id("p2")
    told = []
    strip.current_id_changed.connect(told.append)

    model.set_thumbs(Thumb(f"p{n}", ticked=True) for n in range(1, 5))
    assert strip.current_id() == "p2"
    assert strip.selected_ids() == ["p2"]
    strip.step(1)
    strip.step(10)

    assert told == ["p3", "p4"]


def test_several_pictures_are_selected_in_list_order(qtbot):
    model = ThumbModel(lambda _id: None)
    grid = ThumbList(model, grid=True)
    qtbot.addWidget(grid)
    model.set_thumbs(Thumb(f"p{n}") for n in range(5))
    grid.select_id("p3")

    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert grid.selected_ids() == ["p0", "p1", "p2", "p3", "p4"]


def test_thumbnails_are_painted_in_every_state(qtbot):
    later = Later()
    bytes_of = {"p0": jpeg("#00FF00", 32, 24), "p1": None, "p2": None}
    model = ThumbModel(bytes_of.__getitem__, background=later)
    strip = ThumbList(model)
    qtbot.addWidget(strip)
    strip.resize(170, 450)
    strip.show()
    model.set_thumbs(Thumb(name, name, ticked=True) for name in bytes_of)
    strip.grab()
    later.deliver_one()
    later.deliver_one()

    grabbed = strip.grab().toImage()

    assert grabbed.pixelColor(40, 60).green() > 240


# --- PDF -----------------------------------------------------------------------------------


@pytest.fixture
def preview(qtbot):
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    yield view
    view.close_document()


def page_text(view):
    return view.findChild(QLabel, "page").text()


def test_pdf_shows_its_pages_and_the_place_in_them(preview):
    preview.open(pdf(3), "compte-rendu.pdf")

    assert preview.page_count() == 3
    assert page_text(preview) == "Page 1 sur 3"
    bar = preview._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page_text(preview) == "Page 3 sur 3"


def test_pdf_page_is_drawn_in_its_colours_and_proportions(qapp):
    document = PdfDocument(pdf(1))

    image = document.render(0, 2.0)

    assert image.size() == QSize(400, 600)
    assert image.pixelColor(200, 100) == QColor("#FFFFFF")
    assert image.pixelColor(200, 500) == QColor("#FF0000")
    document.close()
    assert document.render(0, 2.0).isNull()


def test_pdf_pages_can_be_drawn_by_several_threads(qapp):
    document, images = PdfDocument(pdf(4)), []
    threads = [
        threading.Thread(target=lambda page=page: images.append(document.render(page, 1.0)))
        for page in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [image.size() for image in images] == [QSize(200, 300)] * 4
    document.close()


def test_only_visible_pages_are_drawn(qtbot):
    later = Later()
    view = PdfView(background=later)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()

    view.open(pdf(30), "long.pdf")
    view.grab()

    assert 1 <= len(later.jobs) <= 3
    view.close_document()
    later.deliver_one()


def test_zoom_keeps_the_pages_and_makes_them_larger(preview):
    preview.open(pdf(2), "a.pdf")
    before = preview._pages.height()

    preview.zoom_by(1)

    assert preview._pages.height() > before
    assert preview.page_count() == 2


def test_printing_hands_over_every_page(preview, qtbot, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    preview.open(pdf(3), "a.pdf")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "imprime.pdf"))

    with qtbot.waitSignal(preview.printed, timeout=5000):
        preview.print_to(printer)

    printed = PdfDocument((tmp_path / "imprime.pdf").read_bytes())
    assert len(printed.sizes) == 3
    printed.close()


def test_closing_a_pdf_leaves_an_empty_preview(preview, qapp):
    preview.open(pdf(2), "a.pdf")

    preview.close_document()

    assert preview.page_count() == 0
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not preview.grab().toImage().isNull()
