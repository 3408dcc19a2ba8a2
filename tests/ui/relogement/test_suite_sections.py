"""The sections after the bail: relogement, move and works, follow-up, survey and closing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    Avis,
    ClasseProduit,
    EtatDossier,
    EtatLogement,
    LieuTravaux,
    NatureRelogement,
    PaiementLoyer,
    Perimetre,
    Satisfaction,
    TrancheRessources,
)
from desktop.domain.relogement.drafts_offre import (
    EnqueteSatisfactionDraft,
    RelogementDraft,
)
from desktop.texts.satisfaction import QUESTIONS, Saisie
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.section_cloture import ClotureSection
from desktop.ui.relogement.section_demenagement import DemenagementSection
from desktop.ui.relogement.section_relogement import RelogementSection
from desktop.ui.relogement.section_suivi import SuiviSection
from desktop.ui.relogement.words import today

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTREE = today() - timedelta(days=40)


@pytest.fixture
def menage_id(menages):
    return menages["DUPUIS-ESSAI"]


@pytest.fixture
def shown(tab, menage_id, settle):
    """Return what opens a section of the ménage and hands it over."""

    def show(kind):
        tab.open_menage(menage_id)
        settle()
        tab.fiche.show_section(kind.key)
        settle()
        return tab.fiche.section_of(kind)

    return show


@pytest.fixture
def moved(carnet, menage_id):
    """Move the ménage in forty days ago."""

    def move(**changes):
        given = {
            "menage_id": menage_id,
            "nature": NatureRelogement.DEFINITIF,
            "date_bail": ENTREE,
            "date_entree": ENTREE,
            "adresse": "1 rue ESSAI",
            "loyer": Decimal(540),
        }
        return carnet.suite.save_relogement(RelogementDraft(**given | changes)).valeur

    return move


def texts_of(view):
    model = view.model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def press(section, name):
    section.heart.findChild(QPushButton, name).click()


def error(form, name):
    label = form.findChild(QLabel, f"erreur_{name}")
    return label.text() if not label.isHidden() else ""


# --- relogement ---------------------------------------------------------------------------


def test_a_relogement_is_typed_with_what_is_proposed(shown, carnet, menage_id, qtbot, settle):
    section = shown(RelogementSection)
    press(section, "ajouter_relogement")
    form = section.form
    for name, text in (
        ("date_bail", "10/03/2025"),
        ("date_entree", "15/03/2025"),
        ("adresse", "3 rue ESSAI"),
        ("commune", "Aix-en-Provence"),
        ("quartier", "encagnane"),
        ("date_conventionnement", "01/01/2024"),
        ("loyer", "540"),
    ):
        qtbot.keyClicks(form.field(name), text)
    assert "Même quartier" in form.proposed.text()
    form.take_button.click()
    qtbot.keyClick(form.field("nature"), Qt.Key.Key_Return, CONTROL)
    settle()

    saved = carnet.suite.suite(menage_id).definitif.draft
    assert (saved.perimetre, saved.classe_produit) == (
        Perimetre.MEME_QUARTIER,
        ClasseProduit.CONV_MOINS_5,
    )
    assert saved.loyer == Decimal(540)
    assert not form.take_button.isVisible()
    assert len(texts_of(section.table)) == 1
    assert texts_of(section.compared)[0][0] == "Loyer"


def test_a_value_that_is_typed_is_never_replaced_by_what_is_proposed(shown, moved, settle):
    moved(commune="Aix-en-Provence", quartier="Encagnane", perimetre=Perimetre.AUTRE)
    section = shown(RelogementSection)

    section.form.take_proposed()

    assert section.form.field("perimetre").value() is Perimetre.AUTRE
    assert "Périmètre" not in section.form.proposed.text()


def test_the_selected_line_shows_its_formula(shown, moved, carnet, menage_id, settle):
    moved(charges=Decimal(120), apl_estimee=Decimal(315))
    section = shown(RelogementSection)

    section.compared.select_id("rac")

    assert "540,00 + 120,00 − 315,00 = 345,00" in section.detail.text().replace("\u00a0", " ")
    assert "estimée" in section.bottom.text()


def test_a_temporary_relogement_is_visible_as_such(shown, moved, settle):
    moved(nature=NatureRelogement.TEMPORAIRE)

    section = shown(RelogementSection)
    follow = shown(SuiviSection)

    assert section.alert.text().startswith("Relogement temporaire")
    assert texts_of(section.table)[0][0] == "Temporaire"
    assert section.form.field("date_retour").isVisibleTo(section.form)
    assert "ne compte pas comme définitif" in follow.summary.text()
    assert all("(temporaire)" in line[0] for line in texts_of(follow.table))


def test_a_menage_goes_for_a_time_and_comes_back_from_the_section(
    shown, moved, carnet, menage_id, qtbot, settle
):
    section = shown(RelogementSection)
    press(section, "temporaire")
    form = section.form
    qtbot.keyClicks(form.field("date_entree"), ENTREE.strftime("%d/%m/%Y"))
    qtbot.keyClick(form.field("date_entree"), Qt.Key.Key_Return, CONTROL)
    settle()
    assert carnet.suite.suite(menage_id).relogements == ()  # no address: refused beside the field

    qtbot.keyClicks(form.field("adresse"), "2 rue ESSAI")
    qtbot.keyClick(form.field("adresse"), Qt.Key.Key_Return, CONTROL)
    settle()

    [gone] = carnet.suite.suite(menage_id).relogements
    assert (gone.draft.nature, gone.en_cours) == (NatureRelogement.TEMPORAIRE, True)
    assert carnet.etats.compteurs().relogements_temporaires == 1
    assert section.temporary.text() == "Retour…"

    press(section, "temporaire")
    field = section.retour_form.field("date_retour")
    qtbot.keyClicks(field, today().strftime("%d/%m/%Y"))
    qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)
    settle()

    [back] = carnet.suite.suite(menage_id).relogements
    assert (back.draft.date_retour, back.en_cours) == (today(), False)
    assert carnet.etats.compteurs().relogements_temporaires == 0
    assert section.temporary.text() == "Temporaire…"


def test_the_keys_are_written_and_empty_the_logement(
    shown, moved, carnet, menage_id, qtbot, settle
):
    moved()
    section = shown(RelogementSection)
    press(section, "cles_rendues")
    qtbot.keyClicks(section.cles_form.field("date_remise_cles"), today().strftime("%d/%m/%Y"))

    qtbot.keyClick(section.cles_form.field("date_remise_cles"), Qt.Key.Key_Return, CONTROL)
    settle()

    logement = carnet.suite.suite(menage_id).logement.draft
    assert (logement.etat, logement.date_remise_cles) == (EtatLogement.VIDE_RELOGEMENT, today())
    assert "Anciennes clés rendues" in section.bottom.text()


def test_a_relogement_is_deleted_and_comes_back_with_undo(
    shown, moved, carnet, menage_id, messages, qtbot, settle
):
    saved = moved()
    section = shown(RelogementSection)
    section.table.select_id(saved.id)

    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    settle()
    gone = texts_of(section.table)
    messages[-1].action.trigger()
    settle()

    assert gone == []
    assert len(texts_of(section.table)) == 1
    assert len(carnet.suite.suite(menage_id).suivis) == 4


def test_the_attestation_opens_without_a_name_or_says_what_lacks(shown, moved, messages, settle):
    section = shown(RelogementSection)
    press(section, "attestation")
    settle()
    assert messages[-1].text.startswith("Une attestation dit où")
    moved()
    section.load()
    settle()

    press(section, "attestation")
    settle()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PdfDialog)
    assert (dialog.windowTitle(), dialog.view.page_count()) == ("Attestation", 1)
    dialog.close()


# --- move and works -------------------------------------------------------------------------


def test_a_move_and_works_are_typed_by_keyboard(shown, moved, carnet, menage_id, qtbot, settle):
    moved()
    section = shown(DemenagementSection)
    press(section, "ajouter_demenagement")
    assert section.form.field("date_demenagement").text() == ENTREE.strftime("%d/%m/%Y")
    section.form.field("postes").set_value("CARTONS EAU")
    qtbot.keyClicks(section.form.field("montant_devis"), "900")
    qtbot.keyClicks(section.form.field("reglements"), "250")
    qtbot.keyClick(section.form.field("mode"), Qt.Key.Key_Return, CONTROL)
    settle()
    press(section, "ajouter_travaux")
    qtbot.keyClicks(section.travaux_form.field("objet"), "Cuisine refaite")
    section.travaux_form.field("investissement_prive").set_value(True)
    qtbot.keyClick(section.travaux_form.field("objet"), Qt.Key.Key_Return, CONTROL)
    settle()

    found = carnet.suite.suite(menage_id)
    [move], [works] = found.demenagements, found.travaux
    assert move.draft.relogement_id == found.definitif.id
    assert works.draft.lieu is LieuTravaux.ANCIEN
    assert texts_of(section.moves)[0][2:] == [
        "Cartons, Contrat d’eau",
        "650,00\u00a0€ (devis)",
    ]
    assert texts_of(section.works)[0][2] == "Le ménage, déclaré"


# --- follow-up ------------------------------------------------------------------------------


def test_a_late_visit_is_noted_by_figures(shown, moved, carnet, menage_id, qtbot, settle):
    moved()
    section = shown(SuiviSection)
    assert "2\u00a0visites sont en retard" in section.summary.text()
    first = carnet.suite.suite(menage_id).suivis[0]
    section.table.select_id(first.id)
    presses = 0

    def key(text="", code=None, modifier=Qt.KeyboardModifier.NoModifier):
        nonlocal presses
        presses += 1
        target = section.form.window().focusWidget()
        qtbot.keyClick(target, text or code, modifier)

    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    section.form.field("date_faite").clear()
    for figure in f"{today():%d%m%y}":
        key(figure)
    key(code=Qt.Key.Key_Tab)
    key(code=Qt.Key.Key_Tab)
    for figure in "2111111":
        key(figure)
    key(code=Qt.Key.Key_Return, modifier=CONTROL)
    settle()

    done = carnet.suite.suite(menage_id).suivis[0].draft
    assert (done.date_faite, done.appropriation) == (today(), Avis.PLUTOT)
    assert (done.paiement_loyer, done.apl_ok) == (PaiementLoyer.A_JOUR, True)
    assert (done.energie_ok, done.voisinage_ok, done.ecole_ok) == (True, True, True)
    assert done.besoin_suite is True
    assert presses == 16  # six figures of the day, two Tab, seven answers, Ctrl+Entrée
    assert texts_of(section.table)[0][2].startswith("Faite")


def test_visits_that_were_deleted_are_prepared_again(
    shown, moved, carnet, menage_id, qtbot, settle
):
    moved()
    section = shown(SuiviSection)
    section.table.select_id(carnet.suite.suite(menage_id).suivis[3].id)
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    settle()
    assert len(texts_of(section.table)) == 3

    press(section, "preparer_visites")
    settle()

    assert len(texts_of(section.table)) == 4


def test_a_draft_of_a_visit_is_offered_in_its_section(
    tab, shown, moved, carnet, menage_id, make_tab, qtbot, settle
):
    moved()
    section = shown(SuiviSection)
    press(section, "ajouter_visite")
    qtbot.keyClicks(section.form.field("note"), "a revoir")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()

    again = after.fiche.section_of(SuiviSection)
    assert after.fiche.current is again
    assert again.form.field("note").toPlainText() == "a revoir"


# --- survey and closing -----------------------------------------------------------------------


def test_the_survey_is_typed_from_paper_in_one_pass(shown, carnet, menage_id, qtbot, settle):
    section = shown(ClotureSection)
    press(section, "saisir_enquete")
    presses = 0

    def key(text="", code=None, modifier=Qt.KeyboardModifier.NoModifier):
        nonlocal presses
        presses += 1
        qtbot.keyClick(section.form.window().focusWidget(), text or code, modifier)

    answers = {
        "tranche_ressources": "3",
        "information_qualite": "2",
        "interlocuteur": "1",
        "accompagnement_general": "1",
        "accompagnement_demenagement": "2",
        "logement_avis": "2",
        "travaux": "2",
        "quartier_avis": "1",
        "voisinage_avis": "2",
        "cout_avis": "3",
        "ecole_avis": "1",
        "transports_avis": "4",
        "recommande": "1",
        "verbatim_accord": "2",
    }
    closed = [one for one in QUESTIONS if one.saisie is Saisie.CHOIX and one.champ != "refusee"]
    assert [one.champ for one in closed] == list(answers)
    for question in QUESTIONS[1:-2]:
        if question.champ in answers:
            key(answers[question.champ])
        else:
            key(code=Qt.Key.Key_Tab)  # a question without answer
    key(code=Qt.Key.Key_Return, modifier=CONTROL)
    settle()

    assert carnet.suite.suite(menage_id).satisfaction.draft == EnqueteSatisfactionDraft(
        menage_id=menage_id,
        date_faite=today(),
        tranche_ressources=TrancheRessources.T3,
        information_qualite=Satisfaction.PLUTOT,
        interlocuteur=True,
        accompagnement_general=True,
        accompagnement_demenagement=False,
        logement_avis=Avis.PLUTOT,
        travaux=False,
        quartier_avis=Avis.OUI,
        voisinage_avis=Avis.PLUTOT,
        cout_avis=Avis.PLUTOT_NON,
        ecole_avis=Avis.OUI,
        transports_avis=Avis.NON,
        recommande=True,
        verbatim_accord=False,
    )
    assert presses == 18  # fourteen answers, three Tab over texts, Ctrl+Entrée
    assert "Enquête faite le" in section.survey_words.text()


def test_words_without_consent_are_refused_beside_the_field(shown, qtbot, settle):
    section = shown(ClotureSection)
    qtbot.keyClicks(section.form.field("verbatim"), "On est bien")

    section.form.submit()

    assert error(section.form, "verbatim_accord").startswith("Sans l’accord")


def test_a_dossier_is_closed_once_what_lacks_is_settled_or_explained(
    shown, moved, carnet, menage_id, messages, qtbot, settle
):
    moved()
    section = shown(ClotureSection)
    assert section.state.text().startswith("Il reste 3")
    press(section, "clore")
    section.cloture_form.submit()
    settle()
    refused = error(section.cloture_form, "motif_texte")
    qtbot.keyClicks(section.cloture_form.field("motif_texte"), "Parti sans laisser adresse")

    section.cloture_form.submit()
    settle()

    assert refused.startswith("Des points ne sont pas réglés")
    assert carnet.relogement.menage(menage_id).etat is EtatDossier.CLOS
    assert section.state.text() == "Ce dossier est clos."
    assert not section.close_button.isEnabled()
    messages[-1].action.trigger()
    settle()
    assert carnet.relogement.menage(menage_id).etat is EtatDossier.SUIVI


def test_what_the_state_machine_asks_is_said_in_the_form(shown, moved, settle):
    moved(nature=NatureRelogement.TEMPORAIRE)
    section = shown(ClotureSection)
    press(section, "clore")
    section.cloture_form.field("motif_texte").set_value("Rien n’a été enregistré ici")

    section.cloture_form.submit()
    settle()

    assert "temporaire" in error(section.cloture_form, "motif_texte")


def test_a_dossier_not_moved_in_yet_cannot_be_closed(tab, menages, settle):
    tab.open_menage(menages["ABADIE-ESSAI"])
    settle()
    tab.fiche.show_section("cloture")
    settle()

    section = tab.fiche.section_of(ClotureSection)
    assert not section.close_button.isEnabled()
    assert "après l’emménagement" in section.state.text()


# --- the notice, and the whole ---------------------------------------------------------------


def test_the_notice_warns_of_what_the_team_has_to_fix(tab, settle):
    tab.print_notice()
    settle()

    dialog = QApplication.activeModalWidget()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(text.startswith("À compléter avant de remettre") for text in words)
    assert dialog.view.page_count() == 1
    dialog.close()


def test_the_models_are_sound_and_empty_states_speak(shown, moved, settle):
    moved()
    views = []
    for kind, names in (
        (RelogementSection, ("table", "compared")),
        (DemenagementSection, ("moves", "works")),
        (SuiviSection, ("table",)),
    ):
        section = shown(kind)
        views += [getattr(section, name) for name in names]
    for view in views:
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)

    shown(DemenagementSection).load()
    settle()

    assert [view.model().rowCount() > 0 for view in views] == [True, True, False, False, True]


def test_another_menage_shows_nothing_of_the_former_one(tab, shown, moved, menages, settle):
    moved()
    section = shown(SuiviSection)
    assert len(texts_of(section.table)) == 4

    tab.open_menage(menages["ABADIE-ESSAI"])
    tab.fiche.show_section("suivi")
    settle()

    assert texts_of(section.table) == []
    assert section.form.draft().menage_id == menages["ABADIE-ESSAI"]
    assert section.form.field("date_prevue").text() == ""
