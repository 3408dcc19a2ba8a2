"""« Changer l’état… » and the strip of suggestions, in the window of the constats."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    Foncier,
    Gravite,
    LeveeMode,
    NatureLien,
    Polarite,
    Recurrence,
)
from desktop.domain.drafts import ConstatDraft, TransitionDraft
from desktop.ui.diagnostics.etat_dialog import EtatDialog
from desktop.ui.diagnostics.suivi_dialog import SuiviDialog

E = EtatConstat


@pytest.fixture
def add(carnet, add_marche):
    marche = add_marche()

    def make(**fields):
        given = {
            "marche_id": marche, "theme": "PRO", "item": "PRO-06", "gravite": Gravite.MODERE,
            "foncier": Foncier.PUBLIC_VILLE, "lat_e7": 435_390_000, "lon_e7": 54_480_000,
            "gestionnaire_id": carnet.diagnostics.referentiel().structures[0].id,
            "texte": "Matelas", **fields,
        }  # fmt: skip
        return carnet.diagnostics.save_constat(ConstatDraft(**given)).valeur

    return make


@pytest.fixture
def open_on(tab, settle):
    def show(constat):
        tab.load()
        tab.open_record("constat", constat.id)
        settle()
        return tab.constats

    return show


def dialog():
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, EtatDialog)]
    visible = [one for one in shown if one.isVisible()]
    return visible[0] if visible else None


def choose(opened, vers):
    opened.form.vers.set_value(vers)
    opened.form.vers.edited.emit()


def asked(opened):
    names = opened.form.snapshot()
    return {name for name in names if opened.form.field(name).isVisibleTo(opened.form)} - {"vers"}


def test_ctrl_j_offers_what_the_table_allows_and_writes_it(
    carnet, add, open_on, tab, settle, qtbot
):
    constat = add()
    page = open_on(constat)
    qtbot.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    settle()
    opened = dialog()
    offered = [opened.form.vers.itemText(row) for row in range(1, opened.form.vers.count())]
    assert offered == [
        "Transmettre au gestionnaire",
        "Levé : réparation vérifiée",
        "Clore sans suite",
        "Doublon d’un autre constat",
    ]
    assert asked(opened) == {"date_transmission", "canal_transmission", "destinataire"}

    qtbot.keyClick(opened.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.isVisible()
    assert "par quel moyen" in opened.form.field("canal_transmission").accessibleDescription()
    opened.form.field("canal_transmission").set_value(CanalTransmission.MAIL)
    qtbot.keyClick(opened.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert dialog() is None
    read = carnet.diagnostics.constat(constat.id)
    assert (read.etat, read.etapes.canal_transmission) == (E.TRANSMIS, CanalTransmission.MAIL)


def test_each_state_shows_its_own_fields(add, open_on, settle):
    page = open_on(add())
    page.form.state_wanted.emit()
    settle()
    opened = dialog()
    choose(opened, E.LEVE)
    assert asked(opened) == {"date_levee", "levee_par", "levee_mode", "photo_id", "sans_photo"}
    opened.form.field("sans_photo").click()
    assert "levee_motif" in asked(opened)
    opened.form.field("levee_mode").set_value(LeveeMode.DECLARATIF)
    opened.form.submit()
    assert "ne lève pas" in opened.form.field("levee_mode").accessibleDescription()
    choose(opened, E.SANS_SUITE)
    assert asked(opened) == {"motif_sans_suite", "motif_texte"}
    opened.reject()


def test_what_the_constat_lacks_is_said_before_it_is_opened(add, open_on, settle):
    page = open_on(add(item=None))
    page.form.state_wanted.emit()
    settle()
    opened = dialog()

    assert opened.form.hint.text() == "Choisissez le point de la grille."
    assert asked(opened) == set()
    opened.reject()


def test_a_constat_being_typed_is_saved_first(context, add, open_on, settle, qtbot):
    page = open_on(add())
    page.form.field("texte").insertPlainText("encore ")
    with qtbot.waitSignal(context.bus.message) as told:
        page.form.state_wanted.emit()

    assert "Enregistrez d’abord" in told.args[0].text
    assert dialog() is None


def test_a_recidive_is_linked_with_one_key(carnet, add, open_on, settle, qtbot):
    old = add()
    carnet.constats.change_state(
        old.id,
        TransitionDraft(
            vers=E.LEVE, date_levee=date.today(), levee_par="Agent ESSAI",  # noqa: DTZ011 - the agent's calendar
            levee_mode=LeveeMode.SUR_PLACE, sans_photo=True, levee_motif="Nuit",
        ),
    )  # fmt: skip
    fresh = add()
    page = open_on(fresh)
    strip = page.form.findChild(object, "suggestion")
    assert f"Récidive probable de {old.numero}" in strip.words.text()

    page.form.field("theme").setFocus()
    qtbot.keyClick(page.form.field("theme"), Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert [one.nature for one in carnet.constats.liens(fresh.id)] == [NatureLien.RECIDIVE_DE]
    assert carnet.diagnostics.constat(fresh.id).draft.recurrence is Recurrence.RECIDIVE
    assert strip.isHidden()


def test_a_duplicate_opens_the_dialog_on_the_one_to_keep(add, open_on, settle):
    kept, twin = add(), add()
    page = open_on(twin)
    strip = page.form.findChild(object, "suggestion")
    assert strip.words.text().startswith(f"Peut-être le même que {kept.numero}")

    strip.accept.click()
    settle()

    opened = dialog()
    assert opened.form.draft().vers is E.FUSIONNE
    assert opened.form.cible.value() == kept.id
    opened.reject()


def test_a_lost_point_fort_offers_the_faiblesse_with_one_key(add, open_on, settle, carnet, qtbot):
    strong = add(polarite=Polarite.FORT, theme=None, item=None, lat_e7=None, lon_e7=None)
    for state in (E.CONFIRME, E.PERDU):
        carnet.constats.change_state(strong.id, TransitionDraft(vers=state))
    page = open_on(strong)
    strip = page.form.findChild(object, "suggestion")
    assert strip.words.text().startswith("Ce point fort est perdu")
    assert strip.accept.accessibleName() == "Créer le point faible"

    page.form.field("theme").setFocus()
    qtbot.keyClick(page.form.field("theme"), Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    settle()

    (link,) = carnet.constats.liens(strong.id)
    assert (link.nature, link.sortant) == (NatureLien.INVERSE_DE, False)
    assert link.constat_id in page.model.ids()
    assert strip.isHidden()


def test_an_ignored_suggestion_does_not_come_back(add, open_on):
    add()
    page = open_on(add())
    strip = page.form.findChild(object, "suggestion")
    strip.ignore.click()
    page.form.shown.emit()

    assert strip.isHidden()


def test_the_life_and_the_links_of_a_constat_are_shown_and_edited(
    carnet, add, open_on, settle, qtbot
):
    other, constat = add(lat_e7=435_400_000), add()
    page = open_on(constat)
    page.form.field("theme").setFocus()
    qtbot.keyClick(
        page.form.field("theme"),
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    settle()
    (shown,) = page.form.findChildren(SuiviDialog)
    assert list(shown._facts.texts()) == ["Ouvert"]
    assert "C. Martin-Essai" in shown._facts.texts()["Ouvert"]
    assert shown.counts.text() == "0\xa0contestation · 0\xa0contrôle négatif · 0\xa0réouverture"

    shown.add.click()
    assert shown.refusal.text() == "Choisissez un constat de la liste."
    shown.nature.set_value(NatureLien.MEME_ACTION)
    shown.other.set_value(other.id)
    shown.add.click()
    settle()
    assert [one.constat_id for one in carnet.constats.liens(constat.id)] == [other.id]
    (remove,) = [
        button
        for button in shown.links.findChildren(QPushButton)
        if button.accessibleName() == f"Retirer le lien avec {other.numero}"
    ]
    remove.click()
    settle()

    assert carnet.constats.liens(constat.id) == []
    assert shown.empty.isVisibleTo(shown)
    shown.close()


def test_several_constats_are_sent_together_and_those_refused_are_named(
    carnet, add, open_on, settle, qtbot
):
    one, two, bare = add(), add(), add(item=None)
    page = open_on(one)
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    settle()
    opened = dialog()
    assert opened.form.accessibleName() == "Changer l’état de 3\xa0constats"
    assert opened.form.draft().destinataire == one.gestionnaire
    choose(opened, E.TRANSMIS)
    opened.form.field("canal_transmission").set_value(CanalTransmission.MAIL)
    opened.form.submit()
    settle()

    assert {carnet.diagnostics.constat(row.id).etat for row in (one, two)} == {E.TRANSMIS}
    assert carnet.diagnostics.constat(bare.id).etat is E.A_QUALIFIER
    assert opened.isVisible()
    assert bare.numero in opened._refusal.text()
    opened.reject()
