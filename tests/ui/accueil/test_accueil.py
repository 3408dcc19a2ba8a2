"""« Accueil »: what is due, per espace, without any name of a person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import ZONE, later
from desktop.domain.relogement.codes import (
    LienOccupant,
    NatureRelogement,
    StatutRendezVous,
    TitreOccupation,
)
from desktop.domain.relogement.drafts import (
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.models.agenda import RendezVous
from desktop.models.menage import Menage
from desktop.models.offre import Relogement
from desktop.ui.accueil.tab import AccueilTab
from desktop.ui.facts import Facts
from tests.menages_essai import add_menage, put

pytestmark = pytest.mark.gui

TAG = "<b>city-stade</b>"


@pytest.fixture
def tab(context, qtbot, settle):
    tab = AccueilTab(context)
    qtbot.addWidget(tab)
    tab.resize(1200, 600)
    tab.show()
    tab.load()
    settle()
    return tab


def lines(tab):
    return [one.text() for one in tab.findChildren(QPushButton) if one.property("role") == "ligne"]


def new_marche(carnet):
    quartier = carnet.diagnostics.referentiel().quartiers[0].id
    return carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier, date_prevue=date(2026, 11, 12))
    ).valeur


def test_a_new_carnet_proposes_the_first_marche_and_the_first_dossier(tab, qtbot):
    buttons = [one.text() for one in tab.findChildren(QPushButton)]
    asked = []
    tab.first_requested.connect(asked.append)

    assert "Créer la première marche" in buttons
    assert "Ouvrir le premier dossier" in buttons
    for one in tab.findChildren(QPushButton):
        if one.text().startswith(("Créer", "Ouvrir")):
            one.click()
    assert asked == ["Diagnostics", "Relogement"]


def test_a_constat_to_qualify_is_shown_as_plain_text_and_opens(tab, carnet, qtbot, settle):
    marche = new_marche(carnet)
    constat = carnet.diagnostics.save_constat(
        ConstatDraft(marche_id=marche.id, texte="Matelas", lieu=TAG)
    ).valeur
    opened = []
    tab.record_requested.connect(lambda *found: opened.append(found))

    tab.load()
    settle()

    (line,) = [one for one in tab.findChildren(QPushButton) if TAG in one.text()]
    assert line.text() == f"Constat à qualifier — {constat.numero} · {TAG}"
    line.click()
    assert opened == [(Espace.TERRAIN, "constat", constat.id)]


def test_a_menage_to_contact_is_named_by_its_reference_only(tab, carnet, settle):
    batiment = carnet.relogement.batiments()[0]
    logement = carnet.relogement.save_logement(
        LogementDraft(batiment_id=batiment.id, etage=3, porte="12")
    ).valeur
    menage = carnet.relogement.save_menage(MenageDraft(logement_id=logement.id)).valeur
    carnet.relogement.save_occupant(
        OccupantDraft(
            menage_id=menage.id, nom="DUPONT-ESSAI", prenom="Anne", lien=LienOccupant.TITULAIRE
        )
    )

    tab.load()
    settle()

    assert any(line.startswith(f"Ménage à contacter — {menage.reference}") for line in lines(tab))
    shown = [one.text() for one in (*tab.findChildren(QLabel), *tab.findChildren(QPushButton))]
    assert not any("DUPONT" in text for text in shown)


def test_kept_drafts_are_counted_and_open_their_list(tab, carnet, settle):
    carnet.brouillons(Espace.TERRAIN).save("marche", None, "Nouvelle marche", {})
    asked = []
    tab.screen_requested.connect(asked.append)

    tab.load()
    settle()

    assert lines(tab) == ["1\u00a0saisie gardée à reprendre"]
    next(one for one in tab.findChildren(QPushButton) if "gardée" in one.text()).click()
    assert asked == ["brouillons"]


def test_counts_stand_under_the_name_of_the_espace(tab, carnet, settle):
    new_marche(carnet)

    tab.load()
    settle()

    words = [one.text().replace("\u00a0", " ") for one in tab.findChildren(QLabel)]
    assert "1 marche · 0 constat · 0 micro-site" in words
    assert "Rien n’attend : tout est à jour." in words


def test_a_change_anywhere_is_read_again(tab, context, carnet, settle):
    marche = new_marche(carnet)
    saved = carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte="Matelas"))

    context.bus.announce(saved.changes)
    settle()

    assert len(lines(tab)) == 1


def test_what_does_not_fit_is_counted_and_listed_on_demand(tab, carnet, qtbot, settle):
    marche = new_marche(carnet)
    for number in range(7):
        carnet.diagnostics.save_constat(
            ConstatDraft(marche_id=marche.id, texte="Matelas", lieu=f"Entrée {number}")
        )
    tab.load()
    settle()
    before = lines(tab)

    tab.findChild(QPushButton, "suite_constat").click()
    settle()

    assert len(before) == 6
    assert before[-1] == "et 2\u00a0autres constats à qualifier"
    qtbot.waitUntil(lambda: len(lines(tab)) == 7, timeout=5000)  # the former card is deleted
    assert not any("autres" in line for line in lines(tab))


def test_the_reminders_and_the_rendez_vous_of_today_are_counted_without_a_name(tab, carnet, settle):
    menage = add_menage(carnet, "Dupont-Essai", "Anne")
    sleep = datetime.now().astimezone() - timedelta(days=60)
    carnet.relogement.note_contact(ContactDraft(menage_id=menage, horodatage=sleep.isoformat()))
    noon = datetime.combine(date.today(), time(12), ZONE)  # noqa: DTZ011 - the agent's calendar
    put(
        carnet, RendezVous, menage, statut=StatutRendezVous.PREVU,
        debut=noon.isoformat(), fin=later(noon, 45).isoformat(),
    )  # fmt: skip
    opened = []
    tab.record_requested.connect(lambda *found: opened.append(found))
    tab.load()
    settle()

    shown = {one.text().replace("\u00a0", " "): one for one in tab.findChildren(QPushButton)}
    assert "2 rappels à traiter — dont 2 en retard" in shown  # it sleeps, and has no notice
    assert "1 rendez-vous aujourd’hui" in shown
    assert not [words for words in lines(tab) if "DUPONT" in words.upper()]
    shown["2 rappels à traiter — dont 2 en retard"].click()
    shown["1 rendez-vous aujourd’hui"].click()
    assert opened == [(Espace.RELOGEMENT, "radar", ""), (Espace.RELOGEMENT, "agenda", "")]


def test_the_three_counters_of_the_relogement_stand_apart(carnet, tab, settle):
    bailed = add_menage(carnet, "CANARI-ESSAI", "Zoé")
    add_menage(carnet, "AUTRE-ESSAI", "Noé", porte="13")
    with carnet.espace(Espace.RELOGEMENT).store.writing("essai") as unit:
        menage = unit.get(Menage, bailed)
        menage.titre = TitreOccupation.TITULAIRE
        draft = RelogementDraft(
            menage_id=menage.id, nature=NatureRelogement.DEFINITIF, date_bail=date(2026, 6, 1)
        )
        unit.add(Relogement, draft, root=menage.id)
    tab.load()
    settle()

    shown = tab.findChild(Facts).texts()

    assert shown == {
        "Logements": "0\xa0vide, dont 0 par un relogement, sur 254",
        "Ménages": "1 avec droit au relogement · 1\xa0relogé définitivement · "
        "0 en relogement temporaire",
        "Sortis sans relogement": "0\xa0ménage",
        "Propositions": "0\xa0notifiée, 0\xa0offre comptée",
    }
    assert "ESSAI" not in "".join(shown.values())
