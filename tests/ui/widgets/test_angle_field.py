"""The position in a form: latitude and longitude, typed or pasted together."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.checks import check_position
from desktop.domain.drafts import MicroSiteDraft
from desktop.errors import FieldError
from desktop.ui.widgets.form import EntityForm


class PlaceForm(EntityForm[MicroSiteDraft]):
    draft_type = MicroSiteDraft

    def build(self) -> None:
        self.add_position()

    def check(self, draft: MicroSiteDraft) -> Iterable[FieldError]:
        return check_position(draft.lat_e7, draft.lon_e7)


@pytest.fixture
def form(qtbot):
    shown = PlaceForm("Place")
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def position(form):
    draft = form.draft()
    return draft.lat_e7, draft.lon_e7


def error(form, name):
    return form.findChild(QLabel, f"erreur_{name}").text()


def shown(form):
    return [form.field(name).text().replace("\u00a0", " ") for name in ("lat_e7", "lon_e7")]


def test_two_numbers_with_comma_or_point_are_kept_to_the_last_decimal(form, qtbot):
    qtbot.keyClicks(form.field("lat_e7"), "43,5297")
    qtbot.keyClicks(form.field("lon_e7"), "-5.4474001")

    assert position(form) == (435_297_000, -54_474_001)
    assert form.is_dirty()


def test_a_loaded_position_is_shown_in_french_and_comes_back_unchanged(form):
    form.load(MicroSiteDraft(lat_e7=435_297_000, lon_e7=-54_474_001))

    assert shown(form) == ["43,5297° N", "5,4474001° O"]
    assert position(form) == (435_297_000, -54_474_001)
    assert not form.is_dirty()


@pytest.mark.parametrize("pasted", ["43.5297, 5.4474", "43,52970° N · 5,44740° E"])
def test_a_pasted_position_fills_both_fields_at_once(form, qtbot, pasted):
    edits = []
    form.changed.connect(lambda: edits.append(form.snapshot()))
    QApplication.clipboard().setText(pasted)

    qtbot.keyClick(form.field("lat_e7"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert position(form) == (435_297_000, 54_474_000)
    assert shown(form) == ["43,5297° N", "5,4474° E"]
    assert edits[-1] == {"lat_e7": "43,5297°\u00a0N", "lon_e7": "5,4474°\u00a0E"}


def test_a_position_typed_in_one_field_is_shared_out_when_it_is_left(form, qtbot):
    latitude = form.field("lat_e7")
    latitude.setFocus()
    qtbot.keyClicks(latitude, "43.5297 5.4474")
    typed = latitude.text()
    qtbot.keyClick(latitude, Qt.Key.Key_Return)

    assert typed == "43.5297 5.4474"
    assert position(form) == (435_297_000, 54_474_000)


def test_an_empty_position_is_not_known(form):
    form.load(MicroSiteDraft(lat_e7=1, lon_e7=1))
    for name in ("lat_e7", "lon_e7"):
        form.field(name).clear()
    confirmed = []
    form.submitted.connect(confirmed.append)

    form.submit()

    assert [(draft.lat_e7, draft.lon_e7) for draft in confirmed] == [(None, None)]


@pytest.mark.parametrize(
    ("latitude", "longitude", "field", "words"),
    [
        ("nord", "5", "lat_e7", "Écrivez la latitude ainsi : 43,5297 (de −90 à 90)."),
        ("91", "5", "lat_e7", "Écrivez la latitude ainsi : 43,5297 (de −90 à 90)."),
        ("43", "181", "lon_e7", "Écrivez la longitude ainsi : 5,4474 (de −180 à 180)."),
        ("43", "5 N", "lon_e7", "Écrivez la longitude ainsi : 5,4474 (de −180 à 180)."),
        ("43", "", "lat_e7", "Indiquez la latitude et la longitude, ou aucune des deux."),
    ],
)
def test_a_place_that_does_not_exist_is_refused_beside_its_field(
    form, latitude, longitude, field, words
):
    confirmed = []
    form.submitted.connect(confirmed.append)
    form.restore({"lat_e7": latitude, "lon_e7": longitude})

    form.submit()

    assert error(form, field) == words
    assert confirmed == []
