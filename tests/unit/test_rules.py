"""The rules of drafts, without database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.checks import LINE_MAX, TEXT_MAX
from desktop.domain.codes import (
    Confidentialite,
    EtatConstat,
    Foncier,
    Gravite,
    Polarite,
    Priorite,
    TypeEquipement,
    TypeMarche,
)
from desktop.domain.diagnostics import rules as diagnostics
from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.drafts import ConstatDraft, EquipementDraft, MarcheDraft, MicroSiteDraft
from desktop.domain.microsites import rules as microsites
from desktop.domain.relogement import rules as relogement
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)

TODAY = date(2026, 11, 22)
CONSTAT = ConstatDraft(
    marche_id="m",
    theme="PRO",
    item="PRO-06",
    gravite=Gravite.MINEUR,
    foncier=Foncier.INCONNU,
    gestionnaire_id="g",
    lieu="Place",
    arret_id="a",
    texte="Deux matelas",
)
MARCHE = MarcheDraft(quartier_id="q", date_prevue=TODAY)
LOGEMENT = LogementDraft(batiment_id="b", porte="12")
MENAGE = MenageDraft(logement_id="l")


def fields(errors):
    return [error.field for error in errors]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"marche_id": None}, ["marche_id"]),
        ({"texte": "x" * TEXT_MAX}, []),
        ({"texte": "x" * (TEXT_MAX + 1)}, ["texte"]),
        ({"lieu": "x" * (LINE_MAX + 1)}, ["lieu"]),
        ({"lat_e7": 435_000_000}, ["lat_e7"]),
        ({"lat_e7": 435_000_000, "lon_e7": 54_000_000}, []),
        ({"lat_e7": 900_000_001, "lon_e7": 0}, ["lat_e7"]),
        ({"lat_e7": 0, "lon_e7": -1_800_000_001}, ["lat_e7"]),
        ({"priorite_forcee": Priorite.P1}, ["priorite_motif"]),
        ({"priorite_forcee": Priorite.P1, "priorite_motif": "Fête samedi"}, []),
        ({"quantite": Decimal("-1")}, ["quantite"]),
    ],
)
def test_constat(change, expected):
    assert fields(diagnostics.check_constat(replace(CONSTAT, **change))) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"quartier_id": None, "date_prevue": None}, ["quartier_id", "date_prevue"]),
        ({"date_prevue": date(1899, 12, 31)}, ["date_prevue"]),
        ({"date_prevue": date(2046, 12, 31)}, []),
        ({"date_prevue": date(2047, 1, 1)}, ["date_prevue"]),
        ({"nb_habitants": -1, "nb_pros": 10_001}, ["nb_habitants", "nb_pros"]),
    ],
)
def test_marche(change, expected):
    assert fields(diagnostics.check_marche(replace(MARCHE, **change), TODAY)) == expected


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({}, ()),
        ({"theme": None}, ("theme",)),
        ({"item": None}, ("item",)),
        ({"gravite": None, "gestionnaire_id": None}, ("gravite", "gestionnaire_id")),
        ({"foncier": None}, ("foncier",)),
        ({"lieu": ""}, ()),
        ({"arret_id": None}, ("position",)),
        ({"arret_id": None, "lat_e7": 1, "lon_e7": 1}, ()),
    ],
)
def test_what_keeps_a_constat_to_qualify(change, lacks):
    draft = replace(CONSTAT, **change)
    waits = EtatConstat.A_QUALIFIER

    assert diagnostics.missing(draft) == lacks
    assert diagnostics.first_state(draft, photos=False) == (waits if lacks else EtatConstat.OUVERT)
    for current in (waits, EtatConstat.OUVERT):
        found = diagnostics.state_after_edit(draft, current)
        assert found == (waits if lacks else EtatConstat.OUVERT)


def test_a_constat_without_photo_nor_words_is_a_brouillon_until_it_is_complete():
    blank = ConstatDraft(marche_id="m")

    assert diagnostics.first_state(blank, photos=False) is EtatConstat.BROUILLON
    assert diagnostics.first_state(blank, photos=True) is EtatConstat.A_QUALIFIER
    worded = replace(blank, texte="Banc")
    assert diagnostics.first_state(worded, photos=False) is EtatConstat.A_QUALIFIER
    assert diagnostics.state_after_edit(worded, EtatConstat.BROUILLON) is EtatConstat.BROUILLON
    assert diagnostics.state_after_edit(CONSTAT, EtatConstat.BROUILLON) is EtatConstat.OUVERT


@pytest.mark.parametrize("polarite", [Polarite.FORT, Polarite.NEUTRE, Polarite.PROPOSITION])
def test_another_polarite_is_noted_and_asks_for_nothing(polarite):
    draft = ConstatDraft(marche_id="m", polarite=polarite)

    assert diagnostics.missing(draft) == ()
    assert diagnostics.first_state(draft, photos=True) is EtatConstat.RELEVE
    assert diagnostics.state_after_edit(draft, EtatConstat.OUVERT) is EtatConstat.RELEVE
    back = replace(draft, polarite=Polarite.FAIBLE)
    assert diagnostics.state_after_edit(back, EtatConstat.RELEVE) is EtatConstat.A_QUALIFIER


@pytest.mark.parametrize("state", [EtatConstat.TRANSMIS, EtatConstat.LEVE, EtatConstat.SANS_SUITE])
def test_an_edit_leaves_later_states_alone(state):
    assert diagnostics.state_after_edit(replace(CONSTAT, theme=None), state) == state


def test_what_was_sent_keeps_what_qualifies_it_and_stays_what_it_was():
    check = diagnostics.check_edit
    sent, bare = EtatConstat.TRANSMIS, replace(CONSTAT, foncier=None)
    strong = replace(CONSTAT, polarite=Polarite.FORT)

    assert fields(check(bare, CONSTAT, sent)) == ["foncier"]
    assert fields(check(bare, bare, sent)) == []  # an older version did not ask for it
    assert fields(check(strong, CONSTAT, sent)) == ["polarite"]
    assert fields(check(bare, CONSTAT, EtatConstat.OUVERT)) == []
    assert fields(check(strong, CONSTAT, EtatConstat.OUVERT)) == []


def line(code="PRO-06", theme="PRO", gravite=None):
    return ItemRecord(
        code=code, theme=theme, libelle="Essai", famille_public=None, famille_bailleur=None,
        axe_tfpb=None, service_code="", gravite_forcee=gravite,
    )  # fmt: skip


def test_what_follows_from_a_draft_is_settled():
    settled = diagnostics.settled
    filled = replace(CONSTAT, enc_nb_objets=3)

    assert settled(filled, line()) == filled
    assert settled(replace(filled, theme=None), line()) == filled
    assert settled(replace(filled, item="PRO-01"), line("PRO-01")).enc_nb_objets is None
    moved = settled(replace(filled, theme="VOI"), line())
    assert (moved.theme, moved.item, moved.enc_nb_objets) == ("VOI", None, None)
    assert settled(CONSTAT, line(gravite=Gravite.MAJEUR)).gravite is Gravite.MAJEUR
    grave = replace(CONSTAT, gravite=Gravite.DANGER)
    assert settled(grave, line(gravite=Gravite.MAJEUR)).gravite is Gravite.DANGER
    strong = replace(CONSTAT, polarite=Polarite.FORT, priorite_forcee=Priorite.P1)
    assert settled(strong, line()).gravite is settled(strong, line()).priorite_forcee is None


def test_tranquillite_is_for_the_partners_unless_a_person_says_otherwise():
    quiet = replace(CONSTAT, theme="TRA", item="TRA-01")
    inside = replace(quiet, confidentialite=Confidentialite.INTERNE)
    tra = line("TRA-01", "TRA")

    assert diagnostics.settled(quiet, tra).confidentialite is Confidentialite.PARTENAIRES
    assert diagnostics.settled(inside, tra).confidentialite is Confidentialite.INTERNE
    assert diagnostics.settled(CONSTAT, line()).confidentialite is None


@given(st.lists(st.integers(1, 2000), max_size=30))
def test_the_next_number_is_above_every_known_one(ranks):
    known = [f"BEI-2026-2-B{rank:03d}" for rank in ranks] + ["BEI-2026-2-A900", "BEI-2026-21-B950"]

    number = diagnostics.constat_number("BEI-2026-2", "B", known)

    assert number not in known
    assert number == f"BEI-2026-2-B{max(ranks, default=0) + 1:03d}"


def test_marche_numbers_have_one_series_by_kind():
    known = ["BEI-2026-1", "BEI-2026-7", "BEI-2026-E3", "BEI-2025-9"]

    number = diagnostics.marche_number

    assert number("BEI", TODAY, TypeMarche.DEM_JOUR, known) == "BEI-2026-8"
    assert number("BEI", TODAY, TypeMarche.DIAG_ECLAIRAGE, known) == "BEI-2026-E4"
    assert number("BEI", TODAY, TypeMarche.MARCHE_EXPLO, known) == "BEI-2026-F1"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"batiment_id": None, "porte": " "}, ["batiment_id", "porte"]),
        ({"etage": 61}, ["etage"]),
        ({"loyer": Decimal("-0.01")}, ["loyer"]),
        ({"surface": Decimal("1000.01")}, ["surface"]),
        ({"charges": Decimal(0)}, []),
    ],
)
def test_logement(change, expected):
    assert fields(relogement.check_logement(replace(LOGEMENT, **change))) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"logement_id": None}, ["logement_id"]),
        ({"telephone_1": "06 39 98 12 34"}, []),
        ({"telephone_2": "12345"}, ["telephone_2"]),
        ({"courriel": "a@b.fr"}, []),
        ({"courriel": "a b@c.fr"}, ["courriel"]),
        ({"date_information_rgpd": date(2026, 11, 23)}, ["date_information_rgpd"]),
        ({"notes": "x" * 501}, ["notes"]),
    ],
)
def test_menage(change, expected):
    assert fields(relogement.check_menage(replace(MENAGE, **change), TODAY)) == expected


def test_occupant_contact_and_batiment():
    assert fields(relogement.check_occupant(OccupantDraft(), TODAY)) == ["menage_id", "nom"]
    assert fields(
        relogement.check_occupant(
            OccupantDraft(menage_id="m", nom="E", date_naissance=date(1899, 1, 1)), TODAY
        )
    ) == ["date_naissance"]
    assert fields(relogement.check_contact(ContactDraft(note="x" * 501, duree_min=-1))) == [
        "note",
        "duree_min",
    ]
    assert fields(relogement.check_batiment(BatimentDraft(nom=" "))) == ["nom"]


def test_references_of_dossiers_follow_the_letter_of_the_poste():
    known = ["REL-B0017", "REL-A0200", "REL-BB0300"]

    assert relogement.menage_reference("B", known) == "REL-B0018"
    assert relogement.menage_reference("C", known) == "REL-C0001"


def test_micro_site_and_equipement():
    assert fields(microsites.check_micro_site(MicroSiteDraft())) == ["nom"]
    assert fields(microsites.check_micro_site(MicroSiteDraft(nom="Essai", bancs=201))) == ["bancs"]
    assert fields(microsites.check_equipement(EquipementDraft(), TODAY)) == [
        "micro_site_id",
        "type",
    ]
    assert (
        microsites.check_equipement(
            EquipementDraft(
                micro_site_id="s", type=TypeEquipement.SKATE, annee_pose=2027, longueur_cm=0
            ),
            TODAY,
        )
        == ()
    )
