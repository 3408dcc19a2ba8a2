"""Section « Propositions » of a dossier: counter, list, form, steps, before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    ModeNotification,
    ReponseAvis,
    Typologie,
)
from desktop.domain.relogement.drafts_offre import LogementDisponibleDraft, PropositionDraft
from desktop.domain.relogement.offres import CompteOffres, Offre, count_offers
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.offres_card import OffresCard
from desktop.ui.relogement.proposition_words import deadlines
from desktop.ui.relogement.scinder_dialog import ScinderDialog
from desktop.ui.relogement.section_propositions import PropositionsSection
from desktop.ui.relogement.step_dialog import StepDialog
from tests.regles_essai import regles
from tests.services.menage_essai import OUI, Bureau

CONTROL = Qt.KeyboardModifier.ControlModifier
P, E = EtatProposition, EtatDossier
TODAY = date.today()  # noqa: DTZ011 - the dialog offers the agent's day


@pytest.fixture
def bureau(carnet):
    return Bureau(carnet.session.espaces[Espace.RELOGEMENT])


@pytest.fixture
def menage(bureau):
    return bureau.menage(E.PRET)


@pytest.fixture
def section(tab, menage, settle):
    tab.open_menage(menage)
    settle()
    tab.fiche.show_section("propositions")
    settle()
    return tab.fiche.section_of(PropositionsSection)


def light(section, rank):
    return section.counter.findChild(object, f"voyant_{rank}").accessibleName()


def cells(section):
    model = section.table.model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def shown_dialog(parent):
    """Return the dialog on screen; a closed one is destroyed a little later."""
    return next(one for one in parent.findChildren(StepDialog) if one.isVisible())


def dialog(section):
    return shown_dialog(section.form)


def hint(found):
    label = found.form.findChild(QLabel, "manque")
    return label.text() if not label.isHidden() else ""


def notify(section, settle, *, key=True):
    """Choose the first proposition and take the next step, as an agent does."""
    model = section.table.model()
    section.table.select_id(model.id_at(0))
    settle()
    section.step.click()
    settle()
    return dialog(section)


def choose(section, settle, rank=0):
    section.load()
    settle()
    section.table.select_id(section.table.model().id_at(rank))
    settle()


def test_a_proposition_is_typed_notified_and_answered_with_the_keyboard(
    section, qtbot, settle, bureau, menage
):
    assert light(section, 1) == "1re offre : Aucune"
    assert "pas commencé" in section.counter.clock.text()
    assert not section.step.isEnabled()
    section.new()
    qtbot.keyClicks(section.form.field("adresse"), "4 rue ESSAI")
    qtbot.keyClick(section.form.field("adresse"), Qt.Key.Key_Return, CONTROL)
    settle()
    assert cells(section)[0][:4] == ["1", "4 rue ESSAI", "—", "Repérée"]

    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_F7)
    settle()
    found = dialog(section)
    assert [line[:18] for line in hint(found).splitlines()] == [
        "Indiquez la typolo", "Indiquez le loyer ",
    ]  # fmt: skip
    found.close()
    draft = section.form.draft()
    section.form.load(replace(draft, typologie=Typologie.T5, loyer=Decimal(540), **OUI))
    section.form.submit()
    settle()
    found = notify(section, settle)
    mode = found.form.field("mode_notification")
    mode.set_value(ModeNotification.MAIN_PROPRE)
    qtbot.keyClick(mode, Qt.Key.Key_Return, CONTROL)
    settle()

    assert cells(section)[0][3] == "Notifiée"
    assert cells(section)[0][5] == "1re offre comptée"
    assert light(section, 1).startswith("1re offre : Comptée")
    assert bureau.state(menage) is E.PROPOSITION

    found = notify(section, settle)
    found.form.vers.set_value(P.REFUSEE)
    found.form.settle()
    assert found.form.field("motifs_refus").isVisible()
    assert not found.form.field("caleol_mode").isVisible()
    found.form.submit()
    assert found.form.findChild(QLabel, "erreur_motifs_refus").text().startswith("Choisissez")
    found.form.field("motifs_refus").set_value("ABSENCE")
    found.form.submit()
    assert "pas un refus" in found.form.findChild(QLabel, "erreur_motifs_refus").text()
    assert bureau.propositions.liste(menage).propositions[0].etat is P.NOTIFIEE
    found.close()
    QAbstractItemModelTester(
        section.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_old_and_new_are_compared_raw_and_at_constant_perimetre_or_grey(
    section, settle, bureau, menage
):
    bureau.propose(menage)
    bureau.propose(
        menage, charges_incluent="", forfait_chauffage=None, forfait_eau_chaude=None,
        forfait_eau_froide=None,
    )  # fmt: skip
    choose(section, settle)
    shown = {
        name: tuple(one.replace("\xa0", " ") for one in line)
        for name, line in section.compared.texts().items()
    }
    assert shown["Reste à charge"] == ("312,00 €", "345,00 €", "+33,00 € (+10,6 %)")
    assert shown["RAC à périmètre constant"] == ("312,00 €", "400,00 €", "+88,00 € (+28,2 %)")
    assert section.compared.missing.isHidden()
    assert shown["Taux d’effort à périmètre constant"] == ("16,2 %", "20,7 %", "")
    assert shown["Taux d’effort brut"] == ("29,0 %", "34,2 %", "")
    assert shown["Reste à charge au m²"] == ("4,33 €/m²", "3,92 €/m²", "−9,5 %")
    assert shown["Surface"][2] == "88 − 72 = +16 m²"

    choose(section, settle, 1)
    assert section.compared.texts()["RAC à périmètre constant"][2] == "inconnu"
    assert "charges" in section.compared.missing.text()
    assert not section.compared.missing.isHidden()


def test_the_formulas_of_a_proposition_take_the_place_of_the_comparison(
    section, settle, bureau, menage
):
    bureau.propose(menage)
    assert section.how.isHidden()
    choose(section, settle)
    section.how.setFocus()
    section.how.click()
    settle()
    shown = {
        name.replace("\xa0", " "): value.replace("\xa0", " ")
        for name, value in section.computed.texts().items()
    }

    assert section.compared.isHidden()
    assert shown["Loyer maximal suggéré"] == "774,00 €"
    assert shown["Loyer maximal suggéré, minoration recherchée"] == "399,89 €"
    assert shown["Loyer sous le plafond de la minoration ANRU"] == "non"
    assert shown["Reste à charge à périmètre constant, logement proposé"] == "400,00 €"
    section.how.click()
    assert section.computed.isHidden()
    assert section.compared.isVisible()


def test_a_dossier_that_is_not_ready_says_what_to_do(section, settle, bureau, tab):
    other = bureau.menage(E.A_CONTACTER)
    bureau.propose(other)
    tab.open_menage(other)
    settle()
    tab.fiche.show_section("propositions")
    settle()
    found = notify(section, settle)
    found.form.field("mode_notification").set_value(ModeNotification.LRAR)

    found.form.submit()
    settle()

    assert "À contacter" in found.refusal.text()
    assert "Prêt à proposer" in found.refusal.text()
    found.close()


def test_a_vacant_dwelling_fills_the_form_and_a_draft_survives_a_crash(
    section, tab, settle, bureau, menage, carnet, qtbot
):
    draft = LogementDisponibleDraft(
        adresse="7 rue ESSAI", loyer=Decimal("412.50"), typologie=Typologie.T3
    )
    row = carnet.disponibles.save_disponible(draft).valeur.id
    section._from_vacant(row)
    settle()
    typed = section.form.draft()
    assert (typed.adresse, typed.loyer, typed.disponible_id) == (
        "7 rue ESSAI", Decimal("412.50"), row,
    )  # fmt: skip
    assert section.form.field("motif_non_comptee").isHidden()
    section.form.compte.set_value(False)
    section.form._settle_reason()
    assert not section.form.field("motif_non_comptee").isHidden()
    section.form.compte.set_value(None)
    section.form.submit()
    settle()
    assert bureau.propositions.liste(menage).propositions[0].draft.disponible_id == row

    section.new()
    qtbot.keyClicks(section.form.field("adresse"), "9 rue ESSAI")
    section.desk.keeper.flush()
    settle()
    kept = tab.context.carnet.brouillons(Espace.RELOGEMENT).list()
    section.form.load(replace(PropositionDraft(), menage_id=menage))
    assert tab.fiche.offer(kept[0])
    settle()
    assert section.form.draft().adresse == "9 rue ESSAI"


def test_documents_are_previewed_from_the_section(section, settle, bureau, menage, messages):
    section.print("fiche")
    assert "Choisissez d’abord une proposition" in messages[0].text
    bureau.go(bureau.propose(menage), P.NOTIFIEE, today=TODAY)
    choose(section, settle)

    for name in ("fiche", "courrier", "bordereau", "preuve"):
        section.print(name)
        settle()
        preview = section.heart.findChildren(PdfDialog)[-1]
        assert preview._data.startswith(b"%PDF")
        assert "DUPONT" not in preview.windowTitle().upper()
        preview.close()
        settle()


# --- the lights ---------------------------------------------------------------------------------


def counted(*days, **fields):
    offers = [
        Offre(id=str(rank), numero=rank, etat=P.REFUSEE, date_notification=day, **{**OUI, **fields})
        for rank, day in enumerate(days, 1)
    ]
    return count_offers(offers, regles())


def shown(qtbot, count: CompteOffres, today):
    card = OffresCard()
    qtbot.addWidget(card)
    card.show_count(count, today)
    return card


@pytest.mark.parametrize(
    ("after", "words"),
    [(0, "aujourd’hui"), (-1, "dans 1 jour"), (1, "Délai échu le 28 février 2026")],
)
def test_the_clock_says_how_long_is_left(qtbot, after, words):
    days = (date(2025, 3, 1), date(2025, 5, 1), date(2025, 8, 31))
    card = shown(qtbot, counted(*days), date(2026, 2, 28) + timedelta(days=after))

    assert words.replace(" ", " ") in card.clock.text().replace("\xa0", " ")


def test_the_clock_threatens_nobody_who_accepted_an_offer(qtbot):
    kept = counted(date(2025, 3, 1), date(2025, 5, 1), date(2025, 8, 31))
    last = kept.comptees[-1].offre
    offers = [*(one.offre for one in kept.comptees[:-1]), replace(last, etat=P.BAIL)]
    card = shown(qtbot, count_offers(offers, regles()), date(2027, 1, 1))

    words = card.clock.text().replace("\xa0", " ")
    assert words.startswith("Délai sans effet : proposition n° 3 acceptée.")
    assert "échu" not in words
    assert card.clock.property("role") != "erreur"


@pytest.mark.parametrize(
    ("etat", "shown_"),
    [(P.NOTIFIEE, True), (P.VISITE_PREVUE, True), (P.VISITEE, True), (P.REFUSEE, False)],
)
def test_the_day_to_answer_is_shown_as_long_as_an_answer_is_awaited(etat, shown_):
    offre = Offre(id="o", etat=etat, date_limite_reponse=date(2026, 12, 1))

    assert bool(deadlines(offre, regles())) is shown_


def test_a_light_is_a_word_beside_an_icon_never_a_colour_alone(qtbot):
    card = shown(qtbot, counted(date(2026, 1, 5)), date(2026, 2, 1))
    first, second = (card.findChild(object, f"voyant_{rank}") for rank in (1, 2))

    assert first.accessibleName().replace("\xa0", " ") == ("1re offre : Comptée · n° 1, 05/01/2026")
    assert second.accessibleName() == "2e offre : Aucune"
    icons = [one.findChildren(QLabel)[0].pixmap().toImage() for one in (first, second)]
    assert icons[0] != icons[1]


def test_what_waits_for_the_team_is_named(qtbot):
    count = counted(date(2026, 1, 5), conf_etat=ReponseAvis.A_VERIFIER)
    card = shown(qtbot, count, date(2026, 2, 1))

    assert "À vérifier : n° 1" in card.waiting.text().replace("\xa0", " ")
    assert card.waiting.isVisibleTo(card)


def test_later_offers_are_told_and_move_nothing(qtbot):
    days = [date(2026, month, 5) for month in (1, 2, 3, 4)]
    card = shown(qtbot, counted(*days), date(2026, 5, 1))

    assert "5 septembre 2026" in card.clock.text().replace("\xa0", " ")
    assert "1 offre de plus ne le déplace pas" in card.clock.text().replace("\xa0", " ")


# --- the state of the dossier -------------------------------------------------------------------


@pytest.fixture
def fiche(tab, bureau, settle):
    row = bureau.menage(E.ENQUETE_FAITE, pret=False)
    tab.open_menage(row)
    settle()
    return tab.fiche


def test_the_state_of_a_dossier_says_what_it_lacks_and_is_changed_with_the_keyboard(
    fiche, qtbot, settle, bureau
):
    qtbot.keyClick(fiche, Qt.Key.Key_F9)
    settle()
    found = shown_dialog(fiche)
    lines = hint(found).splitlines()
    assert len(lines) == 4
    assert "Demande de logement" in lines[0]
    found.form.submit()
    settle()
    assert bureau.state(fiche.row) is E.ENQUETE_FAITE

    found.form.vers.set_value(E.SUSPENDU)
    found.form.settle()
    offered = [found.form.motif.itemText(i) for i in range(found.form.motif.count())]
    assert offered[1:] == ["Absence longue", "Litige", "Autre"]
    found.form.submit()
    assert found.form.findChild(QLabel, "erreur_motif_etat").text() == "Choisissez le motif."
    assert found.form.findChild(QLabel, "erreur_date_reprise").text().startswith("Indiquez quand")
    found.close()
    settle()

    bureau.make_ready(fiche.row)
    fiche.ask_state()
    settle()
    found = shown_dialog(fiche)
    assert found.form.vers.value() is E.PRET
    qtbot.keyClick(found.form.field("vers"), Qt.Key.Key_Return, CONTROL)
    settle()
    assert bureau.state(fiche.row) is E.PRET


# --- décohabitation -----------------------------------------------------------------------------


def test_a_menage_is_split_from_its_occupants(fiche, tab, qtbot, settle, bureau, messages):
    fiche.show_section("occupants")
    settle()
    fiche.section("occupants").heart.findChild(QPushButton, "scinder").click()
    settle()
    found = fiche.findChild(ScinderDialog)
    assert not found.holder.isEnabled()

    found.split()
    settle()
    assert found.refusal.text().startswith("Choisissez qui part")

    box = next(one for one in found.boxes.values() if "Léo" in one.text())
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert found.holder.currentText() == "DUPONT-ESSAI Léo"
    qtbot.keyClick(box, Qt.Key.Key_Return, CONTROL)
    settle()

    assert len(tab.context.carnet.relogement.occupants(fiche.row)) == 2
    assert any("créé" in one.text for one in messages)
