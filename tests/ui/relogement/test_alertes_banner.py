"""What waits for a person in a dossier stands above it, with the way to settle it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, ReponseAvis
from desktop.services.dossiers import AlertesDossier
from desktop.ui.relogement.section_propositions import PropositionsSection
from tests.services.menage_essai import DAY, Bureau

E, P = EtatDossier, EtatProposition


@pytest.fixture
def bureau(carnet):
    return Bureau(carnet.session.espaces[Espace.RELOGEMENT])


@pytest.fixture
def menage(bureau):
    made = bureau.menage(E.PRET)
    for rank in (1, 2, 3):
        bureau.go(bureau.propose(made), P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, rank))
    return made


def test_a_contradiction_is_told_above_every_section_until_it_is_mended(
    tab, bureau, menage, settle
):
    tab.open_menage(menage)
    settle()
    banner = tab.fiche.alertes
    assert banner.isHidden()
    first = bureau.propositions.liste(menage).propositions[0]

    bureau.propositions.save(
        replace(first.draft, conf_besoins=ReponseAvis.NON), first.id, today=DAY
    )
    tab.fiche.load()
    settle()
    assert not banner.isHidden()
    assert "Échec, procédure" in banner.words.text()
    assert banner.decide.isHidden()
    tab.fiche.show_section("journal")
    assert not banner.isHidden()

    bureau.propositions.save(first.draft, first.id, today=DAY)
    tab.fiche.load()
    settle()
    assert banner.isHidden()


def test_what_an_exchange_left_to_decide_opens_the_conflicts_of_the_dossier(
    tab, context, menage, settle, monkeypatch
):
    waiting = AlertesDossier(a_decider=2, contradictions=())
    monkeypatch.setattr(type(context.carnet.etats), "alertes", lambda _self, _row: waiting)
    wanted = []
    context.bus.screen_wanted.connect(lambda screen, fiche: wanted.append((screen, fiche.row)))
    tab.open_menage(menage)
    settle()

    assert tab.fiche.alertes.words.text().startswith("2")
    assert "à décider après un échange" in tab.fiche.alertes.words.text()
    tab.fiche.alertes.decide.click()

    assert wanted == [("conflits", menage)]


def test_another_dossier_shows_nothing_of_the_one_before(tab, bureau, menage, settle):
    first = bureau.propositions.liste(menage).propositions[0]
    bureau.propositions.save(
        replace(first.draft, conf_besoins=ReponseAvis.NON), first.id, today=DAY
    )
    other = bureau.menage(E.PRET)
    tab.open_menage(menage)
    settle()
    assert not tab.fiche.alertes.isHidden()

    tab.open_menage(other)
    settle()
    assert tab.fiche.alertes.isHidden()
    tab.fiche.new()
    settle()
    assert tab.fiche.alertes.isHidden()


def test_a_banner_squeezes_no_line_of_the_propositions(tab, bureau, menage, settle, qtbot):
    first = bureau.propositions.liste(menage).propositions[0]
    bureau.propositions.save(
        replace(first.draft, conf_besoins=ReponseAvis.NON), first.id, today=DAY
    )
    tab.open_menage(menage)
    settle()
    tab.fiche.show_section("propositions")
    settle()
    section = tab.fiche.section_of(PropositionsSection)
    qtbot.waitUntil(lambda: bool(section.compared.texts()))

    shown = [one for one in section.compared.findChildren(QLabel) if one.isVisible()]
    assert tab.fiche.alertes.isVisible()
    assert [one.text() for one in shown if one.height() < one.sizeHint().height()] == []
    assert section.table.viewport().height() >= 3 * section.table.rowHeight(0)


def test_the_head_of_a_dossier_tells_its_state(tab, menage, settle):
    tab.open_menage(menage)
    settle()

    assert tab.fiche._place.text().splitlines()[0] == "Échec, procédure"
