"""The documents after the bail: their names, and what stops them."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.relogement.codes import EtatDossier, NatureRelogement
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.errors import UserError

TODAY = date(2026, 11, 28)


@pytest.fixture
def menage(carnet):
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(batiment_id=service.batiments()[0].id, porte="12")
    ).valeur
    made = service.save_menage(
        MenageDraft(logement_id=logement.id), etat=EtatDossier.BAIL_SIGNE
    ).valeur
    service.save_occupant(OccupantDraft(menage_id=made.id, nom="NOMMEE-ESSAI"))
    return made


def move(carnet, menage, **changes):
    given = {
        "menage_id": menage.id,
        "nature": NatureRelogement.DEFINITIF,
        "date_bail": date(2026, 5, 4),
        "adresse": "1 rue ESSAI",
    }
    carnet.suite.save_relogement(RelogementDraft(**given | changes), today=TODAY)


@pytest.mark.parametrize("change", [None, {"adresse": " "}, {"date_bail": None}])
def test_an_attestation_without_address_or_bail_is_refused(carnet, menage, change):
    if change is not None:
        move(carnet, menage, **change)

    with pytest.raises(UserError, match="il manque"):
        carnet.documents_suite.attestation(menage.id)


def test_the_documents_are_named_by_the_reference_alone(carnet, menage):
    move(carnet, menage)
    service = carnet.documents_suite

    made = [
        service.attestation(menage.id),
        service.fiche_demenagement(menage.id),
        service.questionnaire(menage.id),
        service.fiche_cloture(menage.id),
        service.notice(),
    ]

    assert [name for _pdf, name in made] == [
        "attestation-REL-A0001.pdf",
        "demenagement-REL-A0001.pdf",
        "questionnaire-REL-A0001.pdf",
        "cloture-REL-A0001.pdf",
        "notice-information.pdf",
    ]
    assert all(pdf.startswith(b"%PDF") for pdf, _name in made)
