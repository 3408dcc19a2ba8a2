"""A tab « Micro-sites » with two sites, shown and at rest."""

from __future__ import annotations

from functools import partial

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
def make_tab(show_tab):
    return partial(show_tab, MicroSitesTab)


@pytest.fixture
def tab(sites, make_tab):
    return make_tab()
