"""The self-test of an installed window passes here, and fails when a part is missing."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.ui import selftest, theme

pytestmark = pytest.mark.gui


def test_a_whole_program_passes_every_step(carnet, qapp):
    passed = list(selftest.steps(carnet))

    assert passed[0] == "polices"
    assert passed[2:] == ["boutons en français", "fenêtre : 4 onglets", "page PDF écrite et relue"]


def test_a_missing_font_is_told(carnet, qapp, monkeypatch):
    monkeypatch.setattr(theme, "FAMILIES", ("Police absente",))

    with pytest.raises(UserError, match="la police affichée"):
        list(selftest.steps(carnet))
