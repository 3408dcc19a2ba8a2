"""What the form of a constat proposes, shows and puts away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.domain.codes import (
    Exposition,
    FamilleStructure,
    Foncier,
    Gravite,
    Polarite,
    Priorite,
    Recurrence,
)
from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.drafts import ConstatDraft, StructureDraft
from desktop.errors import FieldError
from desktop.ui.diagnostics.constat_form import ConstatForm


@pytest.fixture
def lists(carnet):
    for name in ("Bailleur ESSAI", "Bailleur FICTIF"):
        carnet.diagnostics.save_structure(StructureDraft(nom=name, famille=FamilleStructure.BA))
    return carnet.diagnostics.referentiel()


@pytest.fixture
def form(qtbot, lists) -> ConstatForm:
    made = ConstatForm("Nouveau constat")
    qtbot.addWidget(made)
    made.resize(380, 600)
    made.set_referentiel(lists)
    made.load(ConstatDraft(marche_id="m"))
    made.show()
    return made


def first_of(lists, famille):
    return next(one.id for one in lists.structures if one.famille is famille)


def shown(form, name):
    return form.field(name).isVisibleTo(form)


def test_the_items_are_those_of_the_theme_and_carry_it(form):
    assert len(form.item.matches("")) == 79
    form.choose("theme", "VOI")
    assert {label[:3] for label in form.item.matches("")} == {"VOI"}
    assert form.item.matches("trottoir revet") == [
        "VOI-02 Trottoir\xa0: revêtement, racines, obstacles"
    ]
    form.choose("item", "VOI-02")
    form.choose("theme", "PRO")
    assert form.draft().item is None
    form.choose("theme", None)
    form.choose("item", "PRO-06")
    assert (form.draft().theme, form.draft().item) == ("PRO", "PRO-06")


def test_a_gestionnaire_is_proposed_marked_and_follows_until_a_person_chooses(form, lists):
    voirie, proprete = (first_of(lists, one) for one in (FamilleStructure.VV, FamilleStructure.VP))
    form.choose("item", "VOI-02")
    assert form.draft().gestionnaire_id is None
    assert form.proposal.text().startswith("Plusieurs possibles")
    form.choose("foncier", Foncier.PUBLIC_VILLE)
    assert form.draft().gestionnaire_id == voirie
    assert form.proposal.text().startswith("Proposé")
    form.choose("theme", None)
    form.choose("item", "PRO-01")
    assert form.draft().gestionnaire_id == proprete
    form.choose("gestionnaire_id", voirie)
    form.choose("item", "PRO-02")
    assert form.draft().gestionnaire_id == voirie
    assert form.proposal.isHidden()


def test_on_the_ground_of_a_bailleur_the_bailleurs_come_first(form, lists):
    bailleurs = [one.nom for one in lists.structures if one.famille is FamilleStructure.BA]
    form.choose("item", "PRO-01")
    form.choose("foncier", Foncier.PRIVE_BAILLEUR)

    assert form.draft().gestionnaire_id is None
    offered = [form.gestionnaire.itemText(row + 1) for row in range(len(bailleurs))]
    assert offered == bailleurs
    assert form.gestionnaire.count() == len(lists.structures) + 1


def test_a_loaded_gestionnaire_is_the_choice_of_a_person(form, lists):
    voirie = first_of(lists, FamilleStructure.VV)
    form.load(ConstatDraft(marche_id="m", gestionnaire_id=voirie))
    form.choose("item", "PRO-01")
    form.choose("foncier", Foncier.PUBLIC_VILLE)

    assert form.draft().gestionnaire_id == voirie


def test_an_item_imposes_its_gravity_and_never_lowers_it(form, lists):
    grave = ItemRecord(
        code="ECL-09", theme="ECL", libelle="Trappe ouverte, câbles", famille_public=None,
        famille_bailleur=None, axe_tfpb=None, service_code="", gravite_forcee=Gravite.MAJEUR,
    )  # fmt: skip
    form.set_referentiel(replace(lists, items=(*lists.items, grave)))
    form.choose("gravite", Gravite.MINEUR)
    form.choose("item", "ECL-09")
    assert form.draft().gravite is Gravite.MAJEUR
    form.choose("gravite", Gravite.DANGER)
    form.choose("item", "ECL-09")
    assert form.draft().gravite is Gravite.DANGER


def test_the_gravity_shows_its_question_and_the_priority_its_sum(form):
    assert not form.question.isVisibleTo(form)
    assert not form.priority.isVisibleTo(form)
    form.choose("gravite", Gravite.MODERE)
    form.choose("exposition", Exposition.FORTE)
    form.choose("recurrence", Recurrence.DEJA_SIGNALE)

    assert form.question.text() == "Usage dégradé, qui va empirer ?"
    assert form.priority.pill.text() == "P2"
    assert form.priority.toolTip() == (
        "gravité 2 + exposition 2 + récurrence 1 = 5, donc P2 (P1 dès 6, P2 dès 5, P3 dès 3)."
    )
    form.choose("priorite_forcee", Priorite.P1)
    assert form.priority.pill.text() == "P1"


def test_a_point_fort_has_neither_gravity_nor_priority(form):
    form.choose("gravite", Gravite.MODERE)
    form.choose("polarite", Polarite.FORT)

    assert not any(shown(form, name) for name in ("gravite", "exposition", "recurrence"))
    assert not form.priority.isVisibleTo(form)
    assert not form.question.isVisibleTo(form)


def test_rare_fields_wait_behind_plus_and_those_of_encombrants_for_their_items(form):
    assert not shown(form, "etendue")
    form.plus.setChecked(True)
    assert shown(form, "etendue")
    assert not shown(form, "enc_volume")
    form.choose("item", "PRO-06")
    assert shown(form, "enc_volume")
    form.choose("enc_natures", "PNEUS MOBILIER")
    assert form.draft().enc_natures == "PNEUS MOBILIER"
    assert form.field("enc_natures").text() == "Pneus + 1"
    form.choose("item", "PRO-01")
    assert not shown(form, "enc_volume")


def test_an_error_behind_plus_opens_it(form):
    form.choose("priorite_forcee", Priorite.P1)
    form.submit()

    assert form.plus.isChecked()
    assert form.findChild(type(form.question), "erreur_priorite_motif").isVisibleTo(form)
    form.show_errors([FieldError("position", "Placez le constat.")])
    assert form.findChild(type(form.question), "erreur_arret_id").text() == "Placez le constat."


def test_a_text_that_names_a_person_is_pointed_at_and_saved_all_the_same(form, qtbot):
    form.field("texte").insertPlainText("Mme Durand-Essai se plaint")
    assert "le nom d’une personne" in form.guard.text()
    with qtbot.waitSignal(form.submitted):
        form.submit()
    form.load(ConstatDraft(marche_id="m"))
    assert form.guard.isHidden()


def test_what_is_kept_by_autosave_comes_back(form):
    form.choose("item", "PRO-06")
    form.choose("enc_natures", "PNEUS")
    form.choose("arret_id", "s")
    kept = form.snapshot()
    form.load(ConstatDraft(marche_id="m"))
    form.restore(kept)

    assert (form.draft().theme, form.draft().item) == ("PRO", "PRO-06")
    assert form.draft().enc_natures == "PNEUS"


def test_the_stops_are_those_of_the_marche(form, lists):
    form.set_referentiel(replace(lists, arrets={"m": (("s", "1 · Place ESSAI"),)}))
    assert [form.arret.itemText(row) for row in range(form.arret.count())][1:] == [
        "1 · Place ESSAI"
    ]
    form.load(ConstatDraft(marche_id="autre", arret_id="t"))
    assert form.arret.currentText() == "Arrêt d’un autre parcours"


def test_tab_goes_from_the_state_through_the_fields_to_the_primary_action(form):
    passed, one = [], form.nextInFocusChain()
    while one is not form:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(form):
            passed.append(one)
        one = one.nextInFocusChain()

    assert passed[:3] == [form.state_button, form.theme, form.item]
    assert passed.index(form.field("texte")) < passed.index(form.plus)
    assert passed[-1] is form.submit_button
