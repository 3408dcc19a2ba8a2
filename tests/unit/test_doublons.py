"""Suggestions of duplicates: what is the same thing twice, what is not, and what it costs."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain import doublons
from desktop.domain.doublons import Ligne, adresse_key, metres, probable, suggest
from desktop.formats import fold

AIX = (435_260_000, 54_450_000)
METRE = 10_000_000 / 111_320


def line(entity: str, row: str, *, poste: str = "", **values: object) -> Ligne:
    return Ligne(entity, row, values, poste)


def site(row: str, north_m: float = 0, east_m: float = 0, **values: object) -> Ligne:
    lat = AIX[0] + round(north_m * METRE)
    lon = AIX[1] + round(east_m * METRE / 0.7251)
    return line("micro_site", row, lat_e7=lat, lon_e7=lon, **values)


def pairs(*lines: Ligne) -> list[tuple[str, str, str]]:
    return [(found.entity, found.a, found.b) for found in suggest(lines, fold)]


# --- addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "12 rue de la République",
        "12, Rue de la REPUBLIQUE",
        "12 r. de la République, 13100 Aix",
        "012 rue  République",
        "Rés. du Parc, 12 rue de la République",
        "12-14 rue de la République",
    ],
)
def test_one_address_is_recognised_however_it_is_typed(typed):
    assert adresse_key(typed, fold) == ("12", "", "rue", "republique")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 rue de la République", "14 rue de la République"),
        ("12 rue de la République", "12 bis rue de la République"),
        ("12 rue de la République", "12 avenue de la République"),
        ("12 b rue Haute", "12 c rue Haute"),
    ],
)
def test_two_addresses_stay_two(one, other):
    assert adresse_key(one, fold) != adresse_key(other, fold)


@pytest.mark.parametrize("typed", ["", "rue Haute", "12", "13100 Aix-en-Provence", "12 de la"])
def test_what_has_no_number_or_no_street_is_no_address(typed):
    assert adresse_key(typed, fold) is None


def test_sites_and_buildings_at_one_address_are_suggested_and_never_one_with_the_other():
    found = pairs(
        line("micro_site", "s1", adresse="3 av. des Pins"),
        line("micro_site", "s2", adresse="3, Avenue des pins"),
        line("batiment", "b1", adresse="3 avenue des Pins"),
        line("batiment", "b2", adresse="3 avenue des Pins 13090 Aix"),
    )

    assert found == [("batiment", "b1", "b2"), ("micro_site", "s1", "s2")]


# --- positions ----------------------------------------------------------------------------


@pytest.mark.parametrize(("east", "near"), [(29.0, True), (31.0, False)])
def test_sites_are_near_within_thirty_metres(east, near):
    found = suggest([site("s1"), site("s2", east_m=east)], fold)

    assert bool(found) == near
    if near:
        assert found[0].raisons == ("à 29 m l’un de l’autre",)


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-80, 80)), min_size=2, max_size=9))
def test_the_squares_of_the_map_miss_no_pair(places):
    sites = [site(f"s{at}", north, east) for at, (north, east) in enumerate(places)]
    expected = {
        (one.row, other.row)
        for at, one in enumerate(sites)
        for other in sites[at + 1 :]
        if metres(one, other) <= doublons.SITE_M
    }

    assert {found[1:] for found in pairs(*sites)} == expected


def test_positions_of_another_country_or_none_break_nothing():
    assert (
        pairs(
            site("s1"),
            line("micro_site", "s2", lat_e7=900_000_000, lon_e7=0),
            line("micro_site", "s3", lat_e7=None, lon_e7=3),
            line("micro_site", "s4", lat_e7="x", lon_e7=3),
            line("micro_site", "s5", lat_e7=-849_000_000, lon_e7=-1_799_999_999),
        )
        == []
    )


# --- constats -----------------------------------------------------------------------------


def constat(row: str, poste: str, north: float = 0, **values: object) -> Ligne:
    place = site(row, north).values
    given = {"marche_id": "m1", "theme": "PRO", **place, **values}
    return line("constat", row, poste=poste, **given)


def test_two_postes_that_saw_one_thing_on_one_day_are_asked():
    marches = [line("marche", row, date_prevue="2026-11-12") for row in ("m1", "m2")]

    (found,) = suggest([*marches, constat("c1", "a"), constat("c2", "b", 6, marche_id="m2")], fold)

    assert (found.a, found.b) == ("c1", "c2")
    assert found.raisons == ("même thème, même jour, à 6 m l’un de l’autre",)


@pytest.mark.parametrize(
    "other",
    [
        constat("c2", "a", 6),
        constat("c2", "b", 11),
        constat("c2", "b", 6, theme="VOI"),
        constat("c2", "b", 6, marche_id="m3"),
        constat("c2", "b", 6, etat="FUSIONNE"),
    ],
)
def test_constats_that_differ_in_anything_else_are_two(other):
    marches = [line("marche", "m1", date_prevue="2026-11-12"),
               line("marche", "m3", date_prevue="2026-11-13")]  # fmt: skip

    assert pairs(*marches, constat("c1", "a"), other) == []


# --- relogement ---------------------------------------------------------------------------


def occupant(row: str, menage: str, nom: str = "DUPONT-ESSAI", **values: object) -> Ligne:
    given = {"prenom": "Inès", "date_naissance": "1980-02-03", **values}
    return line("occupant", row, menage_id=menage, nom=nom, **given)


def test_one_person_in_two_menages_suggests_the_menages():
    (found,) = suggest([occupant("o1", "m1"), occupant("o2", "m2", "Dupont Essai")], fold)

    assert (found.entity, found.a, found.b) == ("menage", "m1", "m2")


@pytest.mark.parametrize(
    "other",
    [
        occupant("o2", "m1"),
        occupant("o2", "m2", date_naissance="1980-02-04"),
        occupant("o2", "m2", date_naissance=None),
        occupant("o2", "m2", prenom="Ines Marie"),
        occupant("o2", ""),
    ],
)
def test_two_persons_suggest_nothing(other):
    assert pairs(occupant("o1", "m1"), other) == []


def test_one_logement_with_two_menages_in_progress_is_suggested_with_all_its_reasons():
    (found,) = suggest(
        [
            line("menage", "m1", logement_id="l1", etat="PRET"),
            line("menage", "m2", logement_id="l1"),
            line("menage", "m3", logement_id="l1", etat="EMMENAGE"),
            occupant("o1", "m1"),
            occupant("o2", "m2"),
        ],
        fold,
    )

    assert (found.a, found.b) == ("m1", "m2")
    assert found.raisons == (
        "même logement, deux dossiers en cours",
        "une personne de mêmes nom, prénom et date de naissance",
    )


def test_a_decohabitation_is_no_double_and_nor_is_who_lived_there_before():
    parent = line("menage", "m1", logement_id="l1", etat="PRET")
    child = line("menage", "m2", logement_id="l1", parent_id="m1", etat="A_CONTACTER")
    sister = line("menage", "m3", logement_id="l1", parent_id="m1", etat="PRET")

    assert pairs(parent, child, sister) == []
    for gone in ("CLOS", "SORTI"):
        assert pairs(parent, line("menage", "m4", logement_id="l1", etat=gone)) == []
    twice = [occupant("o2", "m2"), occupant("o3", "m3")]
    assert pairs(parent, child, sister, *twice) == [("menage", "m2", "m3")]


def test_one_door_of_one_building_typed_twice_is_suggested():
    door = {"batiment_id": "b1", "cage": "A", "etage": 3}

    assert pairs(
        line("logement", "l1", porte="12", **door),
        line("logement", "l2", porte="12 ", **door),
        line("logement", "l3", porte="13", **door),
        line("logement", "l4", porte=None, **door),
        line("logement", "l5", porte=None, **door),
    ) == [("logement", "l1", "l2")]


def test_quartiers_and_gestionnaires_of_one_name_are_suggested():
    assert pairs(
        line("quartier", "q1", nom="Beisson"),
        line("quartier", "q2", nom="BEISSON "),
        line("structure", "t1", nom="Beisson"),
        line("structure", "t2", nom=None),
        line("structure", "t3", nom=""),
    ) == [("quartier", "q1", "q2")]


# --- preview and cost ---------------------------------------------------------------------


def test_a_preview_counts_new_rows_against_held_ones_only():
    held = [line("structure", "t1", nom="Voirie"), line("structure", "t2", nom="Voirie")]
    new = [line("structure", "t3", nom="voirie"), line("structure", "t4", nom="Eaux")]

    found = [(one.a, one.b) for one in probable(new, held, fold)]

    assert found == [("t1", "t3"), ("t2", "t3")]
    assert probable([], held, fold) == []


def test_the_order_of_the_rows_does_not_matter():
    lines = [site(f"s{at}", 10 * at, nom="Parc", quartier_id="q") for at in range(30)]

    assert suggest(lines, fold) == suggest(reversed(lines), fold)


def test_the_comparisons_follow_the_number_of_rows(monkeypatch):
    compared = count()
    real = doublons.metres

    def counted(one, other):
        next(compared)
        return real(one, other)

    monkeypatch.setattr(doublons, "metres", counted)
    crowd = [site(f"s{at}", 0.01 * at, adresse="1 rue Haute") for at in range(2_000)]
    spread = [site(f"t{at}", 50.0 * at, 200) for at in range(2_000)]
    persons = [occupant(f"o{at}", f"m{at}") for at in range(10_000)]

    found = suggest([*crowd, *spread, *persons], fold)

    assert next(compared) < 20_000
    assert len(found) < 20_000
