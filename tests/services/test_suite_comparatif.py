"""The old and the new dwelling side by side, in words, on the household of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    LienOccupant,
    NatureRelogement,
    NatureRessource,
    Periode,
    Typologie,
)
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import RessourceDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.models.enquete import Ressource
from desktop.texts import suite as words

BAIL = date(2026, 5, 4)
TODAY = date(2026, 11, 28)
BIRTHS = (
    (LienOccupant.TITULAIRE, date(1985, 1, 1)),
    (LienOccupant.CONJOINT, date(1986, 1, 1)),
    (LienOccupant.ENFANT, date(2011, 1, 1)),
    (LienOccupant.ENFANT, date(2016, 1, 1)),
    (LienOccupant.ENFANT, date(2023, 1, 1)),
)


@pytest.fixture
def menage_id(carnet):
    """Return the reference household H of section 3, moved into its T5."""
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(
            batiment_id=service.batiments()[0].id,
            porte="12",
            typologie=Typologie.T4,
            surface=Decimal(72),
            loyer=Decimal(395),
            charges=Decimal(165),
            charges_incluent="CHAUFFAGE EAU_CHAUDE EAU_FROIDE",
        )
    ).valeur
    menage = service.save_menage(MenageDraft(logement_id=logement.id, apl=Decimal(248))).valeur
    for lien, born in BIRTHS:
        service.save_occupant(
            OccupantDraft(menage_id=menage.id, nom="ESSAI", lien=lien, date_naissance=born)
        )
    with carnet.espace(Espace.RELOGEMENT).store.writing("") as unit:
        income = RessourceDraft(
            menage_id=menage.id,
            nature=NatureRessource.SALAIRE,
            montant=Decimal(1930),
            periode=Periode.MOIS,
        )
        unit.add(Ressource, income, root=menage.id)
    return menage.id


NEW = {
    "nature": NatureRelogement.DEFINITIF,
    "date_bail": BAIL,
    "typologie": Typologie.T5,
    "surface": Decimal(88),
    "loyer": Decimal(540),
    "charges": Decimal(120),
    "charges_incluent": "ASCENSEUR",
    "forfait_chauffage": Decimal(30),
    "forfait_eau_chaude": Decimal(15),
    "forfait_eau_froide": Decimal(10),
    "apl_estimee": Decimal(315),
}


def move(carnet, menage_id, row=None, **changes):
    draft = RelogementDraft(menage_id=menage_id, **NEW | changes)
    return carnet.suite.save_relogement(draft, row, today=TODAY).valeur


def lines(carnet, menage_id):
    found = words.comparatif(carnet.suite.suite(menage_id))
    return {one.id: (one.avant, one.apres, one.ecart) for one in found}


def plain(told):
    return tuple(text.replace("\u00a0", " ").replace("\u202f", " ") for text in told)


def test_the_worked_example_reads_as_in_the_report(carnet, menage_id):
    move(carnet, menage_id)

    found = {name: plain(told) for name, told in lines(carnet, menage_id).items()}

    assert found["rac"] == ("312,00 €", "345,00 €", "+33,00 €")
    assert found["rac_constant"] == ("312,00 €", "400,00 €", "+88,00 €")
    assert found["taux_effort_net"][:2] == ("16,2 %", "17,9 %")
    assert found["loyer_m2"] == ("5,49 €/m²", "6,14 €/m²", "+11,9 %")
    assert found["surface"][:2] == ("72 m²", "88 m²")
    assert found["apl"] == ("248,00 €", "315,00 € *", "+67,00 €")
    assert found["loyer"] == ("395,00 €", "540,00 €", "+145,00 €")


def test_the_real_apl_takes_the_place_of_the_estimate_and_says_so(carnet, menage_id):
    saved = move(carnet, menage_id)
    assert "estimée" in words.apl_retenue(saved.draft)

    saved = move(
        carnet, menage_id, saved.id, apl_reelle=Decimal(300), date_apl_reelle=date(2026, 8, 4)
    )

    found = lines(carnet, menage_id)
    assert plain(found["apl"])[1] == "300,00 €"
    assert plain(found["rac"])[1] == "360,00 €"
    told = plain([words.apl_retenue(saved.draft)])[0]
    assert told == "300,00 € (constatée, le 4 août 2026)"
    assert words.apl_note(saved.draft).startswith("APL")


def test_a_perimeter_that_is_not_known_greys_the_rac(carnet, menage_id):
    move(carnet, menage_id, charges_incluent="", **dict.fromkeys(
        ("forfait_chauffage", "forfait_eau_chaude", "forfait_eau_froide")
    ))  # fmt: skip

    found = lines(carnet, menage_id)
    record = carnet.suite.suite(menage_id)
    detail = next(one.detail for one in words.comparatif(record) if one.id == "rac_constant")
    assert found["rac_constant"][1:] == ("inconnu", "—")
    assert found["rac"][2] == "—"
    assert "nouveau logement" in detail
    assert "proposé" not in detail


def test_a_temporary_relogement_that_is_over_is_no_present_one(carnet, menage_id):
    gone = {"nature": NatureRelogement.TEMPORAIRE, "date_entree": BAIL, "adresse": "2 rue ESSAI"}
    saved = move(carnet, menage_id, **gone)
    assert carnet.suite.suite(menage_id).actuel.id == saved.id

    back = replace(saved.draft, date_retour=date(2026, 9, 1))
    carnet.suite.save_relogement(back, saved.id, today=TODAY)

    assert carnet.suite.suite(menage_id).actuel is None
    assert words.comparatif(carnet.suite.suite(menage_id)) == ()
