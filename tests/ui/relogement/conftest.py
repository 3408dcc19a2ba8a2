"""A tab « Relogement » with three ménages, shown and at rest."""

from __future__ import annotations

from functools import partial

import pytest

from desktop.domain.relogement.codes import EtatDossier, LienOccupant
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.ui.relogement.tab import RelogementTab

PEOPLE = (
    ("DUPONT-ESSAI", "Anne", "B", 3, "12", "06 39 98 11 22", EtatDossier.PROPOSITION),
    ("DUPUIS-ESSAI", "Marie", "C", 0, "02", "06 39 98 33 44", EtatDossier.SUIVI),
    ("ABADIE-ESSAI", "Jean", "A", 1, "04", "01 99 00 55 66", EtatDossier.A_CONTACTER),
)


@pytest.fixture
def menages(carnet):
    """Return name → id of the ménages of this carnet."""
    service = carnet.relogement
    batiment = next(one for one in service.batiments() if one.nom == "Méjanes")
    found = {}
    for nom, prenom, cage, etage, porte, phone, etat in PEOPLE:
        logement = service.save_logement(
            LogementDraft(batiment_id=batiment.id, cage=cage, etage=etage, porte=porte)
        ).valeur
        menage = service.save_menage(
            MenageDraft(logement_id=logement.id, telephone_1=phone), etat=etat
        ).valeur
        service.save_occupant(
            OccupantDraft(menage_id=menage.id, nom=nom, prenom=prenom, lien=LienOccupant.TITULAIRE)
        )
        found[nom] = menage.id
    return found


@pytest.fixture
def make_tab(show_tab):
    return partial(show_tab, RelogementTab)


@pytest.fixture
def tab(menages, make_tab):
    return make_tab()
