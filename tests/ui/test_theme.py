"""Theme: every pair of colours can be read, and every placeholder and icon exists."""

from __future__ import annotations

import gc
import itertools
import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontDatabase, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from desktop.domain.codes import EtatConstat
from desktop.paths import resource
from desktop.ui import theme
from desktop.ui.theme import Theme, contrast
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.filter_chips import FilterChips

pytestmark = pytest.mark.gui

READABLE = 4.5
TONES = ("information", "succes", "alerte", "erreur", "neutre")
TEXT_ON = (
    ("text", "background"),
    ("text", "surface"),
    ("text", "hover"),
    ("text", "primary_tint"),
    ("text", "track"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "hover"),
    ("primary", "background"),
    ("primary", "surface"),
    ("primary", "hover"),
    ("primary_text", "primary"),
    ("primary_text", "primary_hover"),
)


@pytest.fixture
def restored_theme(qapp):
    yield qapp
    theme.apply(qapp)


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_is_readable_on_its_ground(name, text, ground):
    shown = Theme.load(name)

    assert contrast(shown.colour(text), shown.colour(ground)) >= READABLE


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("code", [*(etat.value for etat in EtatConstat), *TONES])
def test_word_of_a_pill_is_readable_on_pill_and_selected_row(name, code):
    shown = Theme.load(name)
    colour = shown.state_colour(code)

    assert contrast(colour, shown.pill_background(code)) >= READABLE
    assert contrast(colour, shown.colour("surface")) >= READABLE


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("tone", TONES)
def test_message_text_and_its_quiet_buttons_are_readable_on_the_tone(name, tone):
    shown = Theme.load(name)
    ground = shown.pill_background(tone)

    assert contrast(shown.colour("text"), ground) >= READABLE
    assert contrast(shown.colour("muted"), ground) >= READABLE
    assert contrast(shown.colour("primary"), ground) >= READABLE


@pytest.mark.parametrize("name", theme.NAMES)
def test_focus_ring_stands_out_from_surface_and_background(name):
    shown = Theme.load(name)

    assert contrast(shown.colour("focus"), shown.colour("surface")) >= 3
    assert contrast(shown.colour("focus"), shown.colour("background")) >= 3


def test_contrast_follows_the_wcag_definition():
    assert contrast(QColor("#FFFFFF"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_no_colour_has_eight_digits():
    for file in ("jetons.toml", "carnet.qss"):
        text = resource("theme", file).read_text(encoding="utf-8")
        assert re.findall(r"#[0-9A-Fa-f]{7,}", text) == []


def test_all_themes_define_the_same_tokens():
    for one, other in itertools.pairwise(theme.NAMES):
        assert Theme.load(one).colours.keys() == Theme.load(other).colours.keys()
        assert Theme.load(one).states.keys() == Theme.load(other).states.keys()


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("terrain", [False, True])
def test_style_sheet_has_no_placeholder_left_and_qt_understands_it(restored_theme, name, terrain):
    shown = theme.apply(restored_theme, name, terrain=terrain, zoom=120)

    assert "$" not in shown.style_sheet()
    assert theme.current() is shown


def test_every_line_of_the_style_sheet_is_a_declaration():
    """Qt drops a line that it does not understand without a word."""
    sheet = re.sub(r"/\*.*?\*/", "", Theme.load().style_sheet(), flags=re.DOTALL)
    blocks = re.findall(r"\{([^{}]*)\}", sheet)
    lines = [line.strip() for block in blocks for line in block.split(";") if line.strip()]

    assert sheet.count("{") == sheet.count("}") == len(blocks)
    assert len(lines) > 100
    assert [
        line
        for line in lines
        if not re.fullmatch(r"[a-zA-Z-]+\s*:\s*[^:]+", line.replace("theme:", ""))
    ] == []


def first_ink(field: QWidget) -> int:
    """Return the column of the first dark pixel inside the border of a field."""
    image = field.grab().toImage()
    rows = range(8, min(image.height(), 30) - 8)
    return next(
        x
        for x in range(4, image.width())
        if any(image.pixelColor(x, y).lightness() < 128 for y in rows)
    )


def test_the_words_of_every_field_begin_on_one_edge(restored_theme, qtbot):
    theme.apply(restored_theme)
    choice, entry = QComboBox(), QComboBox()
    entry.setEditable(True)
    for combo in (choice, entry):
        combo.addItem("Hauteur")
    edges = []
    for field in (QLineEdit("Hauteur"), choice, entry, QPlainTextEdit("Hauteur")):
        qtbot.addWidget(field)
        field.resize(200, field.sizeHint().height())
        edges.append(first_ink(field))

    assert len(set(edges)) == 1, edges


def test_terrain_targets_are_at_least_44_pixels():
    assert Theme.load("contraste", terrain=True).size("controle") >= 44
    assert Theme.load("contraste", terrain=True).size("base") == 16


def test_every_line_and_small_button_is_a_target_in_mode_terrain(restored_theme, qtbot):
    theme.apply(restored_theme, "contraste", terrain=True)
    sections, menu, chips = QListWidget(), QMenu(), FilterChips({"a": "Sans obstacle"})
    sections.setObjectName("sections")
    sections.addItem("Synthèse")
    action = menu.addAction("Agenda")
    button = icon_button("precedent", "Retour")
    search = QLineEdit()
    inner = search.addAction(theme.icon("recherche"), QLineEdit.ActionPosition.LeadingPosition)
    for one in (sections, menu, chips, button, search):
        qtbot.addWidget(one)
        one.ensurePolished()
    slider = QSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)

    assert sections.sizeHintForRow(0) >= 44
    assert menu.actionGeometry(action).height() >= 44
    assert button.sizeHint().height() >= 44
    assert button.sizeHint().width() >= 44
    assert chips.findChild(QPushButton).sizeHint().height() >= 44
    assert slider.sizeHint().height() >= 44
    assert inner.isVisible()
    assert search.findChild(QToolButton).sizeHint().height() < 44  # it stands inside the field


def test_applied_theme_uses_the_shipped_font(restored_theme):
    theme.apply(restored_theme)

    assert QApplication.font().family() == "Noto Sans"
    assert "Noto Sans" in QFontDatabase.families()
    assert "DejaVu Sans" in QFontDatabase.families()


def test_images_of_the_style_sheet_exist_for_every_theme():
    names = re.findall(
        r"theme:([a-z]+)-\$theme\.svg",
        resource("theme", "carnet.qss").read_text(encoding="utf-8"),
    )

    assert names
    for image in set(names):
        for name in theme.NAMES:
            assert resource("theme", "images", f"{image}-{name}.svg").is_file()


def painted(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(48, mode).toImage()
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in colours if colour.alpha() == 255}


@pytest.mark.parametrize("name", sorted(path.stem for path in resource("icones").glob("*.svg")))
def test_icon_paints_something_in_the_text_colour(qapp, name):
    assert painted(theme.icon(name)) == {"#18212b"}


def test_icon_follows_a_change_of_theme_without_being_made_again(restored_theme):
    theme.apply(restored_theme, "clair")
    icon = theme.icon("verrou", "primary")
    before = painted(icon)

    theme.apply(restored_theme, "sombre")

    assert before == {"#1c4e80"}
    assert painted(icon) == {"#8fbfef"}


def test_icon_that_does_not_exist_is_refused_when_it_is_asked_for():
    with pytest.raises(FileNotFoundError):
        theme.icon("licorne")


class _Forgotten(QWidget):
    """Part of a cycle, as screens with bound slots are."""

    def __init__(self, ends):
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: ends.append("gone"))


class _Busy(QWidget):
    """Makes so many objects when its style changes that Python would look for cycles."""

    @override
    def changeEvent(self, event):
        if event.type() is QEvent.Type.StyleChange:
            self.kept = [[[] for _ in range(5_000)] for _ in range(30)]
        super().changeEvent(event)


def test_no_forgotten_screen_is_collected_while_the_style_sheet_is_laid(qapp, qtbot):
    ends: list[str] = []
    busy = _Busy()
    qtbot.addWidget(busy)
    busy.show()
    theme.apply(qapp)
    _Forgotten(ends).show()

    theme.apply(qapp, "sombre")

    assert ends == []
    gc.collect()
    assert ends == ["gone"]
    theme.apply(qapp)


class _Counted(QWidget):
    """Counts how often it is styled."""

    styled = 0

    @override
    def changeEvent(self, event: QEvent) -> None:
        self.styled += event.type() is QEvent.Type.StyleChange
        super().changeEvent(event)


@pytest.fixture
def borne(qapp):
    """A window that bears the style sheet, with a widget twelve levels below it."""
    window = inner = QWidget()
    for _ in range(12):
        inner = QWidget(inner)
    deep = _Counted(inner)
    theme.dress_window(qapp, window)
    window.show()
    yield window, deep
    theme._Shown.window = None
    if isValid(window):
        window.close()
        window.deleteLater()
    theme.apply(qapp)


def test_a_change_of_theme_styles_a_deep_widget_of_the_window_twice_at_most(borne, qapp):
    """Laid on the application, the sheet would style it once for each of its ancestors."""
    window, deep = borne
    before = qapp.styleSheet()
    deep.styled = 0

    theme.apply(qapp, "sombre")

    assert 1 <= deep.styled <= 2
    assert deep.palette().text().color() == Theme.load("sombre").colour("text")
    assert qapp.styleSheet() == before
    assert window.styleSheet() == theme.current().style_sheet()


def test_a_dialog_follows_the_window_and_a_list_without_parent_is_dressed_alone(borne, qapp, qtbot):
    window, _deep = borne
    dialog, alone = QDialog(window), QListView()
    qtbot.addWidget(alone)
    word = QLabel("mot", dialog)

    theme.apply(qapp, "sombre")
    theme.dress_alone(alone)

    for one in (word, alone):
        one.ensurePolished()
        assert one.palette().text().color() == Theme.load("sombre").colour("text")


def test_the_application_bears_the_sheet_again_when_the_window_is_gone(borne, qapp):
    window, _deep = borne
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)

    theme.apply(qapp, "sombre")

    assert qapp.styleSheet() == theme.current().style_sheet()
