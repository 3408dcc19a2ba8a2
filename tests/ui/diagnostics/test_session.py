"""A whole session at the keyboard: marche, photos, constats, table, undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.codes import Gravite


def test_agent_sorts_six_photos_into_three_constats_without_the_mouse(
    tab, photos, qtbot, settle, carnet
):
    form = tab.marches.form
    qtbot.keyClick(tab.marches.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form.quartier.setFocus()
    qtbot.keyClicks(form.quartier, "Beisson")
    form.quartier.activated.emit(form.quartier.currentIndex())
    qtbot.keyClicks(form.field("date_prevue"), "12/11/2026")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    marche = carnet.diagnostics.marches()[0]
    assert marche.numero == "BEI-2026-1"

    qtbot.keyClick(tab.marches.table, Qt.Key.Key_Return)
    settle()
    page = tab.depouillement
    assert tab.pages.currentWidget() is page
    tab.photos.start(marche.id, [photos])
    settle()
    strip = page.strip.list
    assert [photo.constat_id for photo in page.strip.photos()] == [None] * 6

    def key(code, modifier=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(strip, code, modifier)
        settle()

    key(Qt.Key.Key_P)
    key(Qt.Key.Key_2)
    key(Qt.Key.Key_Return)  # first photo: propreté, modéré
    key(Qt.Key.Key_J)  # second photo joined to it
    key(Qt.Key.Key_V)
    qtbot.keyClick(strip, "3")
    key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)  # third and fourth
    key(Qt.Key.Key_Return)
    qtbot.keyClicks(strip, "b1")
    key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key(Qt.Key.Key_Return)

    constats = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(_all(marche.id)))
    assert [(one.theme, one.gravite, one.nb_photos) for one in constats] == [
        ("PRO", Gravite.MODERE, 2),
        ("VOI", Gravite.MAJEUR, 2),
        ("BAT", Gravite.MINEUR, 2),
    ]
    assert [one.numero for one in constats] == [f"BEI-2026-1-A00{n}" for n in (1, 2, 3)]
    assert constats[0].draft.lat_e7 == 435209500
    assert page.header._counts.text() == "6 photos classées sur 6"


def _all(marche_id):
    from desktop.services.diagnostics import FiltreConstats

    return FiltreConstats(marche_id=marche_id)
