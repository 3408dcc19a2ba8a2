"""The sections of a dossier: the enquête by keyboard, rows, wishes, what is computed live."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    LienOccupant,
    NatureRessource,
    Periode,
    StatutEnquete,
    TitreOccupation,
    Typologie,
)
from desktop.domain.relogement.drafts_enquete import RessourceDraft, SouhaitDraft
from desktop.domain.relogement.enquete_plan import BLOCS, HELP_BESOINS
from desktop.ui.relogement.champs_form import ChampsForm
from desktop.ui.relogement.enquete_forms import BesoinForm
from desktop.ui.relogement.section_enquete import EnqueteSection
from desktop.ui.relogement.section_logement import LogementSection
from desktop.ui.relogement.section_ressources import RessourcesSection
from desktop.ui.relogement.section_souhaits import SouhaitsSection
from desktop.ui.relogement.section_synthese import SyntheseSection
from desktop.ui.widgets.cards import Pill
from desktop.ui.widgets.form import EntityForm


@pytest.fixture
def menage(menages):
    return menages["DUPONT-ESSAI"]


@pytest.fixture
def fiche(tab, menage, settle):
    tab.open_menage(menage)
    settle()
    return tab.fiche


def shown(fiche):
    return fiche.current.forms.currentWidget()


def press(qtbot, fiche, key, settle, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(fiche.window().focusWidget() or fiche, key, modifier)
    settle()


def test_the_enquete_goes_through_every_block_in_the_order_of_the_paper(fiche, qtbot, settle):
    fiche.show_section("enquete")
    settle()
    fiche.show_bloc(BLOCS[0].code)
    passed = []
    for _bloc in BLOCS:
        passed.append(shown(fiche).bloc)
        press(qtbot, fiche, Qt.Key.Key_F8, settle)
    last = shown(fiche).bloc
    press(qtbot, fiche, Qt.Key.Key_F8, settle, Qt.KeyboardModifier.ShiftModifier)

    assert passed == [bloc.code for bloc in BLOCS]
    assert last == BLOCS[-1].code
    assert shown(fiche).bloc == BLOCS[-2].code


@pytest.mark.parametrize("bloc", BLOCS, ids=lambda bloc: bloc.code)
def test_a_form_asks_its_block_in_the_order_of_the_paper(fiche, bloc, settle):
    fiche.show_bloc(bloc.code)
    settle()

    form = shown(fiche)
    assert isinstance(form, ChampsForm)
    assert [name for name in form.names if name in bloc.champs] == list(bloc.champs)
    assert form.field(bloc.champs[0]).hasFocus()


def test_a_form_waits_for_its_dossier_then_takes_the_cursor(fiche, settle):
    fiche.show_bloc("enquete")
    before = shown(fiche).isEnabled()
    settle()

    assert not before
    assert shown(fiche).isEnabled()
    assert shown(fiche).field("date_enquete").hasFocus()


def test_f8_saves_what_is_typed_before_it_goes_on(fiche, carnet, menage, qtbot, settle):
    fiche.show_bloc("enquete")
    settle()
    form = shown(fiche)
    qtbot.keyClicks(form.field("date_enquete"), "12/10/2026")
    qtbot.keyClicks(form.field("duree_enquete_min"), "75")
    press(qtbot, fiche, Qt.Key.Key_F8, settle)

    draft = carnet.relogement.menage(menage).draft
    assert (draft.date_enquete, draft.duree_enquete_min) == (date(2026, 10, 12), 75)
    assert shown(fiche).bloc == "dossier"


def test_f8_stays_on_what_is_refused_and_loses_nothing(fiche, carnet, menage, qtbot, settle):
    fiche.show_bloc("avis")
    settle()
    form = shown(fiche)
    qtbot.keyClicks(form.field("apl"), "1234567890")
    press(qtbot, fiche, Qt.Key.Key_F8, settle)
    error = form.findChild(QLabel, "erreur_apl").text()
    field = form.field("apl")
    kept = field.text()
    field.clear()
    qtbot.keyClicks(field, "248")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    assert error.startswith("Ce montant dépasse")
    assert kept == "1234567890"
    assert carnet.relogement.menage(menage).draft.apl == Decimal(248)
    assert shown(fiche).bloc == "avis"  # the key of a save does not leave the block


def test_rows_are_added_one_after_the_other(fiche, carnet, menage, qtbot, settle):
    fiche.show_bloc("ressource")
    settle()
    form = shown(fiche)
    for nature, amount in ((NatureRessource.SALAIRE, "1450"), (NatureRessource.RSA, "480,50")):
        form.field("nature").set_value(nature)
        form.field("periode").set_value(Periode.MOIS)
        qtbot.keyClicks(form.field("montant"), amount)
        qtbot.keyClick(
            form.field("montant"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        settle()

    rows = carnet.enquete.dossier(menage).ressources
    assert [one.draft.montant for one in rows] == [Decimal(1450), Decimal("480.50")]
    assert form.field("montant").text() == ""
    table = fiche.section_of(RessourcesSection).lists["ressources"].table
    assert table.model().rowCount() == 2


def test_a_computed_value_follows_what_is_typed(fiche, qtbot, settle):
    fiche.show_bloc("ressource")
    settle()
    section, form = fiche.section_of(RessourcesSection), shown(fiche)
    before = section.computed.texts()["Ressources hors APL"]
    form.field("nature").set_value(NatureRessource.SALAIRE)
    form.field("periode").set_value(Periode.MOIS)
    qtbot.keyClicks(form.field("montant"), "1930")

    assert before == "inconnu"
    assert section.computed.texts()["Ressources hors APL"] == "1\u202f930,00\u00a0€"


def test_a_new_expression_begins_with_the_last_one_and_leaves_it(
    fiche, carnet, menage, qtbot, settle
):
    first = SouhaitDraft(
        menage_id=menage, date_expression=date(2026, 9, 1), typologie=Typologie.T3, cave=True
    )
    carnet.enquete.save_ligne(first)
    fiche.show_section("souhaits")
    settle()
    wishes = fiche.section_of(SouhaitsSection).lists["souhaits"]
    wishes.new()
    wishes.form.field("typologie").set_value(Typologie.T4)
    wishes.form.field("typologie").edited.emit()
    wishes.form.submit()
    settle()

    newest, oldest = carnet.enquete.dossier(menage).souhaits
    assert oldest.draft == first
    assert newest.draft == replace(
        first, typologie=Typologie.T4, date_expression=newest.draft.date_expression
    )
    model = wishes.table.model()
    assert [model.data(model.index(row, 1)) for row in range(2)] == [
        "Typologie souhaitée\u202f: T3 → T4",
        "Premiers souhaits — Typologie souhaitée\u202f: T3\u202f; Cave\u202f: oui",
    ]


def test_a_draft_of_a_row_is_offered_again_in_its_section(
    tab, fiche, carnet, menage, make_tab, qtbot, settle
):
    fiche.show_bloc("dette")
    settle()
    qtbot.keyClicks(shown(fiche).field("creancier"), "Bailleur-Essai")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()

    form = shown(after.fiche)
    assert (after.fiche.row, form.bloc) == (menage, "dette")
    assert form.field("creancier").text() == "Bailleur-Essai"
    assert form.is_dirty()


def test_a_draft_of_a_part_of_the_dossier_is_offered_in_its_section(
    tab, fiche, carnet, menage, make_tab, qtbot, settle
):
    fiche.show_bloc("niveau")
    settle()
    qtbot.keyClicks(shown(fiche).field("niveau_motif"), "revoir en mars")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()

    assert after.fiche.row == menage
    assert shown(after.fiche).field("niveau_motif").value() == "revoir en mars"


def test_what_is_typed_in_one_dossier_does_not_follow_to_another(
    tab, fiche, menages, qtbot, settle
):
    fiche.show_bloc("ressource")
    settle()
    qtbot.keyClicks(shown(fiche).field("montant"), "77")
    tab.open_menage(menages["DUPUIS-ESSAI"])
    settle()
    fiche.show_bloc("ressource")
    settle()
    other = shown(fiche).field("montant").text()
    tab.open_menage(menages["DUPONT-ESSAI"])
    settle()
    fiche.show_bloc("ressource")
    settle()

    assert other == ""
    assert shown(fiche).field("montant").text() == "77"


def test_the_dossier_asks_for_the_notice_until_it_is_dated(fiche, carnet, menage, settle):
    section = fiche.section_of(SyntheseSection)
    facts = section.facts
    before = facts.texts()["Notice d’information"]
    warned = [pill.text() for pill in section.form.findChildren(Pill) if not pill.isHidden()]
    draft = replace(
        carnet.relogement.menage(menage).draft, date_information_rgpd=date(2026, 10, 12)
    )
    carnet.enquete.save_part(draft, menage, ("date_information_rgpd",))
    fiche.load()
    settle()

    still = [pill.text() for pill in section.form.findChildren(Pill) if not pill.isHidden()]
    assert "pas encore remise" in before
    assert ("Notice à remettre" in warned, "Notice à remettre" in still) == (True, False)
    assert facts.texts()["Notice d’information"] == "12\u00a0octobre\u00a02026"


def test_the_list_of_blocks_says_how_much_is_answered(fiche, carnet, menage, settle):
    draft = carnet.relogement.menage(menage).draft
    draft = replace(
        draft, enquete_statut=StatutEnquete.FAITE, titre=TitreOccupation.TITULAIRE, apl=Decimal(1)
    )
    carnet.enquete.save_part(draft, menage, ("enquete_statut", "titre", "apl"))
    carnet.enquete.save_ligne(RessourceDraft(menage_id=menage, nature=NatureRessource.RSA))
    fiche.show_section("enquete")
    settle()

    rows = fiche.section_of(EnqueteSection).rows
    said = {one.id: one.rempli for one in rows.records()}
    assert said["enquete"] == "1 sur 5"
    assert said["avis"] == "1 sur 9"
    assert said["ressource"] == "1\u00a0ligne"
    assert said["dette"] == "—"


def test_the_help_of_the_needs_is_above_their_block(qtbot):
    form = BesoinForm()
    qtbot.addWidget(form)

    labels = [label.text() for label in form.findChildren(QLabel)]
    assert labels.index(HELP_BESOINS) < labels.index("&Ascenseur indispensable")


def test_every_control_of_every_section_has_a_name_and_sound_models(fiche, settle):
    for key in fiche._shelf.kinds:
        fiche.show_section(key)
        settle()
        for one in getattr(fiche.current, "lists", {}).values():
            one.open_form()
            QAbstractItemModelTester(
                one.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
            )
        for form in fiche.findChildren(EntityForm):
            for name in form._fields:
                assert form.field(name).accessibleName(), (key, name)
    fiche.load()
    settle()


def test_the_logement_is_corrected_from_the_dossier(fiche, carnet, menage, qtbot, settle):
    fiche.show_section("logement")
    settle()
    form = fiche.section_of(LogementSection).form
    qtbot.keyClicks(form.field("loyer"), "395")
    form.submit()
    settle()

    assert carnet.enquete.dossier(menage).logement.draft.loyer == Decimal(395)
    assert fiche.section_of(LogementSection).facts.texts()["Loyer mensuel"] == "395,00\u00a0€"


def test_opening_a_sensitive_section_is_written_to_the_reading_log(
    tab, fiche, carnet, menages, settle
):
    for key in ("besoins", "ressources", "demande", "occupants", "accompagnement"):
        fiche.show_section(key)
        settle()
    fiche.load()  # read again after a write: it is the same reading
    settle()
    tab.open_menage(menages["DUPUIS-ESSAI"])
    settle()
    fiche.show_section("besoins")
    settle()

    noted = [(one.reference, one.bloc) for one in reversed(carnet.vie_privee.consultations())]
    first, second = (
        carnet.relogement.menage(menages[name]).reference
        for name in ("DUPONT-ESSAI", "DUPUIS-ESSAI")
    )
    assert noted == [
        (first, "SYNTHESE"),
        (first, "BESOINS"),
        (first, "RESSOURCES"),
        (first, "DEMANDE"),
        (first, "ACCOMPAGNEMENT"),
        (second, "SYNTHESE"),
        (second, "BESOINS"),
    ]


def test_a_forbidden_word_is_said_beside_its_field_and_what_was_typed_stays(
    fiche, carnet, menage, qtbot, settle
):
    fiche.show_bloc("dossier")
    settle()
    form = shown(fiche)
    typed = "Mme est diabetique, rappeler lundi"
    qtbot.keyClicks(form.field("notes"), typed)
    form.submit()
    settle()

    error = form.findChild(QLabel, "erreur_notes")
    assert error.text().startswith("« diabetique » touche à la santé")
    assert not error.isHidden()
    assert form.field("notes").value() == typed
    assert form.is_dirty()
    assert carnet.relogement.menage(menage).draft.notes == ""


def test_the_dossier_says_when_nobody_or_two_hold_the_lease(fiche, carnet, menage, settle):
    def said():
        fiche.load()
        settle()
        return fiche.section_of(SyntheseSection).facts.texts().get("Occupants", "")

    service = carnet.relogement
    [holder] = service.occupants(menage)
    one = said()
    second = service.save_occupant(replace(holder.draft, prenom="Paul")).valeur
    two = said()
    service.delete_occupant(second.id)
    service.save_occupant(replace(holder.draft, lien=LienOccupant.AUTRE), holder.id)
    none = said()
    service.delete_occupant(holder.id)

    assert one == ""
    assert two.startswith("2 titulaires")
    assert none == "aucun titulaire : dites qui tient le bail"
    assert said().startswith("aucun n’est noté")
