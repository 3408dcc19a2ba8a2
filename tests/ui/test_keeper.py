"""FormKeeper: what is typed is kept, whatever happens while a save is running."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QLineEdit

from desktop.domain.drafts import MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.ui.keeper import FormKeeper
from desktop.ui.widgets.form import EntityForm

pytestmark = pytest.mark.gui


class SiteForm(EntityForm[MicroSiteDraft]):
    draft_type = MicroSiteDraft

    def build(self) -> None:
        self.add_text("nom", "&Nom")


@pytest.fixture
def form(qtbot):
    form = SiteForm()
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.fixture
def keeper(context, form):
    keeper = FormKeeper(context, Espace.TERRAIN, "micro_site", form)
    keeper.show(None, MicroSiteDraft(), "Nouveau micro-site")
    return keeper


def write(form, qtbot, text):
    field = form.field("nom")
    assert isinstance(field, QLineEdit)
    field.clear()
    qtbot.keyClicks(field, text)


def slow_save(keeper, carnet, gate, done=lambda _record: None):
    draft, row = keeper.form.draft(), keeper.row

    def work():
        assert gate.wait(10)
        return carnet.microsites.save_site(draft, row)

    keeper.save(work, message="Micro-site enregistré", done=done)


def test_what_is_typed_is_in_the_espace_after_a_flush(keeper, form, qtbot, carnet, settle):
    write(form, qtbot, "City-stade")
    keeper.flush()
    settle()

    (kept,) = carnet.brouillons(Espace.TERRAIN).list()
    assert (kept.form, kept.row, kept.champs["nom"]) == ("micro_site", None, "City-stade")


def test_a_saved_form_leaves_no_draft(keeper, form, qtbot, carnet, settle):
    gate = threading.Event()
    gate.set()
    write(form, qtbot, "City-stade")
    slow_save(keeper, carnet, gate)
    settle()

    assert carnet.brouillons(Espace.TERRAIN).list() == []
    assert not form.is_dirty()


def test_keys_typed_while_the_save_runs_are_kept_as_not_saved(keeper, form, qtbot, carnet, settle):
    gate = threading.Event()
    write(form, qtbot, "City-stade")
    slow_save(
        keeper,
        carnet,
        gate,
        done=lambda record: keeper.show(record.id, record.draft, record.nom),
    )
    form.field("nom").end(False)
    qtbot.keyClicks(form.field("nom"), " nord")
    gate.set()
    settle()

    assert form.draft().nom == "City-stade nord"
    assert form.is_dirty()
    assert carnet.microsites.site(keeper.row).nom == "City-stade"


def test_another_record_shown_meanwhile_is_left_alone(keeper, form, qtbot, carnet, settle):
    gate = threading.Event()
    called = []
    write(form, qtbot, "City-stade")
    slow_save(keeper, carnet, gate, done=called.append)
    other = MicroSiteDraft(nom="Terrain")
    keeper.show("autre", other, "Terrain")
    write(form, qtbot, "Terrain neuf")
    gate.set()
    settle()

    assert called == []
    assert form.draft().nom == "Terrain neuf"
    assert form.is_dirty()
    keeper.flush()
    settle()
    assert [kept.row for kept in carnet.brouillons(Espace.TERRAIN).list()] == ["autre"]


def test_a_kept_draft_comes_back_as_not_saved(keeper, form, qtbot, carnet, settle):
    write(form, qtbot, "City-stade")
    keeper.flush()
    settle()
    (kept,) = carnet.brouillons(Espace.TERRAIN).list()
    keeper.show(None, MicroSiteDraft(), "Nouveau micro-site")

    keeper.offer(kept)

    assert form.draft().nom == "City-stade"
    assert form.is_dirty()
