"""Sixty photos become twenty constats at the keyboard, in the real window; presses are counted."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.codes import Foncier, Gravite, RolePhoto
from desktop.domain.drafts import MarcheDraft
from desktop.domain.espaces import Espace
from desktop.ui.drafts_dialog import DraftsDialog
from desktop.ui.main_window import MainWindow
from tests.carnets import open_carnet
from tests.ui.diagnostics.soixante import BROKEN, GLUED, SIZES, take_photos
from tests.ui.fenetre import open_dialog, settle, window_on

KEYS = {"↵": Qt.Key.Key_Return, "⇟": Qt.Key.Key_PageDown, "→": Qt.Key.Key_Right}
SEEN = (
    "P62", "V23", "S12", "M11", "E22", "J13", "B11", "L44", "T22", "A13",
    "R12", "C31", "H22", "P92", "V13", "S32", "M31", "E14", "L12", "B22",
)  # fmt: skip
"""Letter of the thème, figure of the item and gravité of each thing."""
GOAL = 4
"""Presses a photo, of the issue."""
THEMES = {
    "P": "PRO", "V": "VOI", "S": "STA", "M": "MOB", "E": "VEG", "J": "JEU", "B": "BAT",
    "L": "ECL", "T": "TRA", "A": "ACC", "R": "RES", "C": "VIE", "H": "CHA",
}  # fmt: skip


class Hand:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.qtbot, self.presses = window, qtbot, 0

    def press(self, keys: str, *, shift: bool = False) -> None:
        """Press keys one after the other, ahead of what the window has written."""
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        for key in keys:
            target = QApplication.focusWidget()
            self.qtbot.keyClick(target, KEYS.get(key) or key, modifier)
            self.presses += 1 + shift

    def wait(self) -> None:
        settle(self.window, self.qtbot)


@pytest.fixture
def marche(carnet, tmp_path: Path, monkeypatch) -> str:
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    quartiers = {one.nom: one.id for one in carnet.diagnostics.referentiel().quartiers}
    draft = MarcheDraft(quartier_id=quartiers["Beisson"], date_prevue=date(2026, 11, 12))
    row = carnet.diagnostics.save_marche(draft).valeur.id
    take_photos(tmp_path / "carte")
    carnet.photos.import_files([tmp_path / "carte"], marche_id=row)
    return row


def open_sorting(window: MainWindow, qtbot):
    """Open the marche from the list of the tab, with Entrée."""
    area = window.tab_area
    area.show_tab([plan.title for plan in area.plans].index("Diagnostics"))
    settle(window, qtbot)
    tab = area.current
    tab.marches.table.setFocus()
    qtbot.keyClick(tab.marches.table, Qt.Key.Key_Return)
    settle(window, qtbot)
    return tab.depouillement


def things_of(folder: Path) -> dict[str, int]:
    """Return which thing each file shows."""
    things = [thing for thing, count in enumerate(SIZES) for _ in range(count)]
    return {f"IMG_{rank:04}.jpg": thing for rank, thing in enumerate(things)}


def test_sixty_photos_become_twenty_constats_with_few_presses_a_photo(
    carnet, marche, qtbot, tmp_path
):
    with window_on(carnet, qtbot) as window:
        page = open_sorting(window, qtbot)
        hand = Hand(window, qtbot)
        assert page.strip.list.hasFocus()
        assert page.header._counts.text() == "0 photo classée sur 60"
        assert page.header._goal.text() == "objectif 20\xa0min"

        hand.press("Q1")  # the ground, once for all
        for thing, seen in enumerate(SEEN):
            if thing == GLUED - 1:  # its group holds the next thing too
                hand.press("→D")
                hand.wait()
                qtbot.keyClick(page.strip.list, Qt.Key.Key_PageUp)
                hand.presses += 1
            if thing == BROKEN[0]:  # parted in its middle: join both groups first
                hand.press("⇟U")
            hand.press(f"{seen}↵")
            if thing == BROKEN[1]:  # parted in its middle: the second half joins
                hand.press("↵", shift=True)
            if thing == 15:  # typed too fast: taken back, and done again
                hand.press("zy")
        hand.wait()

        assert page.header._counts.text() == "60 photos classées sur 60"
        assert page.strip.visible() == []

    assert hand.presses / 60 <= GOAL, f"{hand.presses} presses"
    assert hand.presses == 91, "1.5 a photo, repairs and undo included"
    _check_base(carnet, marche, things_of(tmp_path))


def _check_base(carnet, marche: str, things: dict[str, int]) -> None:
    shown = carnet.depouillement.open(marche)
    assert len(shown.constats) == 20
    numbers = sorted(one.numero for one in shown.constats.values())
    assert numbers == [f"BEI-2026-1-A{rank:03}" for rank in range(1, 21)]
    for constat in shown.constats.values():
        photos = shown.by_constat[constat.id]
        (thing,) = {things[photo.fichier] for photo in photos}
        assert len(photos) == SIZES[thing]
        letter, item, gravite = SEEN[thing]
        theme = THEMES[letter]
        assert (constat.theme, constat.draft.item) == (theme, f"{theme}-{int(item):02}")
        assert constat.gravite is Gravite(int(gravite))
        assert constat.draft.foncier is Foncier.PUBLIC_VILLE
        assert constat.draft.date_constat == photos[0].prise_le
        roles = Counter(photo.role for photo in photos)
        assert photos[0].role is RolePhoto.CONTEXTE
        assert roles[RolePhoto.CONTEXTE] == 1
        assert roles[RolePhoto.DETAIL] == len(photos) - 1
        assert (constat.draft.lat_e7 is None) == (thing == 6)


def test_session_cut_short_comes_back_with_what_was_sorted_and_what_was_typed(
    carnet, marche, qtbot, tmp_path
):
    with window_on(carnet, qtbot) as window:
        page = open_sorting(window, qtbot)
        hand = Hand(window, qtbot)
        hand.press("P62↵V23↵S12↵M1")
        hand.wait()
        hand.press("X")
        qtbot.keyClicks(QApplication.focusWidget(), "Banc descelle")

        def kept():
            return [one.champs["texte"] for one in carnet.brouillons(Espace.TERRAIN).list()]

        qtbot.waitUntil(lambda: kept() == ["Banc descelle"], timeout=5000)
        hand.wait()
        shutil.copytree(tmp_path / "donnees", tmp_path / "apres")  # what a power cut leaves

    again = open_carnet(tmp_path / "apres")
    try:
        with window_on(again, qtbot) as window:
            dialog = open_dialog(DraftsDialog, qtbot)
            qtbot.keyClick(dialog, Qt.Key.Key_Return)
            settle(window, qtbot)
            page = window.tab_area.current.depouillement
            assert page.header._counts.text() == "9 photos classées sur 60"
            draft = page.form.draft()
            assert (draft.theme, draft.item, draft.texte) == ("MOB", "MOB-01", "Banc descelle")
            qtbot.keyClick(page.strip.list, "2")
            qtbot.keyClick(page.strip.list, Qt.Key.Key_Return)
            settle(window, qtbot)
        shown = again.depouillement.open(marche)
        assert len({one.numero for one in shown.constats.values()}) == 4
        (last,) = (one for one in shown.constats.values() if one.texte == "Banc descelle")
        assert last.gravite is Gravite.MODERE
        assert len(shown.by_constat[last.id]) == SIZES[3]
        assert again.brouillons(Espace.TERRAIN).list() == []
    finally:
        again.close()
