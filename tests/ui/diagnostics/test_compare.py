"""« Avant » and « après » of a constat side by side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.codes import RolePhoto
from desktop.domain.drafts import ConstatDraft
from desktop.ui.diagnostics.compare_dialog import CompareDialog, pair_of
from tests.ui.fenetre import open_dialog


@pytest.fixture
def page(tab, add_marche, carnet, photos, settle):
    """A constat of four photos; the first, the third and the last can be compared."""
    row = add_marche()
    carnet.photos.import_files([photos], marche_id=row)
    found = carnet.diagnostics.photo_ids(row)
    carnet.diagnostics.save_constat(ConstatDraft(marche_id=row), photo_ids=found[:4])
    tab.open_marche(row)
    settle()
    tab.depouillement.strip.show_filter("toutes")
    tab.depouillement.strip.select(found[1])
    settle()
    return tab.depouillement


@pytest.fixture
def give(page, carnet, context, settle):
    def give(rank, role):
        photo = page.strip.photos()[rank].id
        context.bus.announce(carnet.depouillement.set_role([photo], role))
        settle()

    return give


def test_first_before_and_last_after_are_shown_side_by_side(page, give, qtbot, settle):
    give(0, RolePhoto.AVANT)
    give(2, RolePhoto.APRES)
    give(3, RolePhoto.APRES)

    qtbot.keyClick(page.strip.list, "n")
    settle()
    dialog = open_dialog(CompareDialog, qtbot)

    assert dialog.windowTitle() == "Avant et après — Constat BEI-2026-1-A001"
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert words[:2] == [
        "Avant · 12\xa0novembre\xa02026 · 15:40", "Après · 12\xa0novembre\xa02026 · 15:43",
    ]  # fmt: skip
    assert [view.accessibleName() for view in dialog.views] == [
        "Avant · 12\xa0novembre\xa02026 · 15:40, DSC_0000.jpg",
        "Après · 12\xa0novembre\xa02026 · 15:43, DSC_0003.jpg",
    ]
    assert not any(view.accessibleDescription() for view in dialog.views)

    qtbot.keyClick(dialog, Qt.Key.Key_Plus)
    assert dialog.views[0].zoom() == dialog.views[1].zoom() > 1
    qtbot.keyClick(dialog, Qt.Key.Key_0)
    assert dialog.views[0].zoom() == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_without_both_roles_the_key_says_what_is_missing(page, give, qtbot, context):
    give(0, RolePhoto.AVANT)
    said = []
    context.bus.message.connect(lambda message: said.append(message.text))

    qtbot.keyClick(page.strip.list, "n")

    assert said == [
        "Ce constat n’a pas à la fois une photo « avant » et une photo « après » (touche O)."
    ]
    assert pair_of(page.strip.photos()) is None
