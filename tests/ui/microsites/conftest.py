"""A tab « Micro-sites » with two sites, shown and at rest."""

from __future__ import annotations

import pytest

from desktop.domain.codes import EtatGeneral, EtatVie, TypeEquipement
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.ui.microsites.tab import MicroSitesTab


@pytest.fixture
def sites(carnet):
    """Return name → id of the micro-sites of this carnet."""
    service = carnet.microsites
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    stade = service.save_site(
        MicroSiteDraft(nom="City-stade Essai", quartier_id=quartier.id, etat_general=EtatGeneral.C)
    ).valeur
    service.save_equipement(
        EquipementDraft(
            micro_site_id=stade.id,
            type=TypeEquipement.CITY_STADE,
            longueur_cm=2400,
            largeur_cm=1250,
        )
    )
    skate = service.save_site(
        MicroSiteDraft(nom="Éole, <b>x</b> =1+1", etat_vie=EtatVie.PROJET)
    ).valeur
    return {"stade": stade.id, "skate": skate.id}


@pytest.fixture
def make_tab(context, qtbot, settle):
    made = []

    def make():
        tab = MicroSitesTab(context)
        made.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1366, 700)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.activateWindow()
        tab.load()
        settle()
        return tab

    yield make
    for tab in made:  # as locking does: no autosave may come after the espace is closed
        tab.flush_drafts()
    settle()


@pytest.fixture
def tab(sites, make_tab):
    return make_tab()


@pytest.fixture
def messages(context):
    told = []
    context.bus.message.connect(told.append)
    return told
