"""Any keys of the dépouillement, in any order and ahead of the writes: the screen is the base."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt

from desktop.domain.diagnostics.filtres import FiltreConstats
from tests.ui.diagnostics.soixante import take_photos

GESTURES = {
    "P62↵": 6, "V2↵": 3, "↵": 2, "⇧↵": 4, "D": 5, "U": 5, "O": 2, "⌫": 2, "z": 6, "y": 3,
    "→": 5, "←": 3, "⇟": 3, "⇞": 2, " ": 3, "⇧→": 2,
}  # fmt: skip
"""What a hand does, and how often: constats, joining, parting, roles, undo, moves, picking."""
KEYS = {
    "↵": Qt.Key.Key_Return, "⌫": Qt.Key.Key_Delete, "→": Qt.Key.Key_Right, "←": Qt.Key.Key_Left,
    "⇟": Qt.Key.Key_PageDown, "⇞": Qt.Key.Key_PageUp,
}  # fmt: skip
WALK = 30


@pytest.fixture
def page(tab, add_marche, carnet, tmp_path, settle, monkeypatch):
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    row = add_marche()
    take_photos(tmp_path / "marche", size=(32, 24))
    carnet.photos.import_files(sorted((tmp_path / "marche").iterdir())[:14], marche_id=row)
    tab.open_marche(row)
    settle()
    return tab.depouillement


def as_read(shown):
    """Return all that a screen shows of the photos; the counts of the marche are another query."""
    return shown.photos, dict(shown.constats), shown.groupes


# a list of choices is a popup, which the platform without screen cannot grab the keyboard for
@pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)
@pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 40))]
)
def test_the_screen_ends_as_the_base_says_whatever_was_typed(page, carnet, settle, qtbot, seed):
    draw = random.Random(seed)  # noqa: S311 - repeatable hands
    typed: list[str] = []

    def agrees() -> None:
        settle()
        found = carnet.depouillement.open(page.marche_id)
        assert as_read(page._shown) == as_read(found), " ".join(typed)

    for gesture in draw.choices(list(GESTURES), list(GESTURES.values()), k=WALK):
        typed.append(gesture)
        held = gesture.startswith("⇧")
        modifier = Qt.KeyboardModifier.ShiftModifier if held else Qt.KeyboardModifier.NoModifier
        for sign in gesture.removeprefix("⇧"):
            qtbot.keyClick(page.strip.list, KEYS.get(sign, sign), modifier)
        if draw.random() < 0.2:
            agrees()
    agrees()
    constats = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))
    assert len({one.numero for one in constats}) == len(constats)
