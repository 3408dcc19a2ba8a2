"""Occupation, plafonds, barèmes and périmètre constant: the worked examples and the bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement import baremes, occupation, perimetre, plafonds
from desktop.domain.relogement.codes import LienOccupant, PosteCharge, Sexe, TypeMenage, Typologie
from desktop.domain.relogement.composition import (
    Personne,
    a_charge,
    couple,
    personnes,
    type_menage,
)
from desktop.domain.relogement.occupation import Peuplement
from desktop.domain.relogement.plafonds import TranchePlafond
from tests.unit import menage_h

D = Decimal
L, S = LienOccupant, Sexe
P, T = Peuplement, TranchePlafond
H = personnes(menage_h.OCCUPANTS, menage_h.JOUR)


def person(lien, age=40, **more):
    return Personne(lien=lien, age=age, exact=True, **more)


# --- occupation -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rooms", "persons", "expected"),
    [(3, 1, True), (3, 2, False), (4, 2, True), (4, 5, False), (None, 2, None), (3, None, None)],
)
def test_sous_occupation_of_l621_2(rooms, persons, expected):
    assert occupation.sous_occupation(rooms, persons) is expected


@pytest.mark.parametrize(
    ("persons", "expected"),
    [(1, 9), (2, 16), (3, 25), (5, 43), (7, 61), (8, 70), (12, 70), (0, None), (None, None)],
)
def test_least_surface(persons, expected):
    assert occupation.surface_minimale(persons) == expected


def test_h_has_four_rooms_by_the_insee_rule():
    assert occupation.norme_insee(H, en_couple=True) == occupation.Norme(4, 4)


@pytest.mark.parametrize(
    ("rooms", "surface", "expected"),
    [
        (4, 72, P.SURPEUPLEMENT_SURFACE),
        (5, 88, P.SURPEUPLEMENT_SURFACE),
        (4, 90, P.NORMAL),
        (3, 90, P.SURPEUPLEMENT_MODERE),
        (2, 90, P.SURPEUPLEMENT_ACCENTUE),
        (1, 20, P.SURPEUPLEMENT_ACCENTUE),
        (5, 90, P.SOUS_PEUPLEMENT_MODERE),
        (6, 90, P.SOUS_PEUPLEMENT_PRONONCE),
        (7, 90, P.SOUS_PEUPLEMENT_TRES_ACCENTUE),
        (9, 90, P.SOUS_PEUPLEMENT_TRES_ACCENTUE),
        (4, None, P.NORMAL),
    ],
)
def test_levels_of_the_insee_rule_for_h(rooms, surface, expected):
    given_ = None if surface is None else D(surface)

    assert occupation.peuplement(rooms, 4, given_, 5) is expected


@pytest.mark.parametrize(
    ("persons", "expected"),
    [
        (1, ("T1", "T1BIS", "T2")),
        (2, ("T2", "T3")),
        (3, ("T3",)),
        (4, ("T3", "T4")),
        (5, ("T4", "T5")),
        (6, ("T5", "T6PLUS")),
        (9, ("T5", "T6PLUS")),
        (0, ()),
    ],
)
def test_target_sizes_are_those_of_the_table(persons, expected):
    assert occupation.typologies_cibles(menage_h.regles(), persons) == expected


def test_a_code_unknown_to_the_table_is_left_out():
    regles = replace(menage_h.regles(), typologie_2="T2 T9")

    assert occupation.typologies_cibles(regles, 2) == (Typologie.T2,)


def test_adults_and_persons_out_of_the_family_have_their_own_room():
    gens = [
        person(L.TITULAIRE),
        person(L.ENFANT_MAJEUR, 19, sexe=S.M),
        person(L.ENFANT, 18, sexe=S.M),
        person(L.HEBERGE, 17, sexe=S.M),
    ]

    assert occupation.norme_insee(gens, en_couple=False) == occupation.Norme(5, 5)


def test_an_unknown_sexe_leaves_the_norm_between_two_bounds():
    gens = [person(L.TITULAIRE), person(L.ENFANT, 10, sexe=S.F), person(L.ENFANT, 12)]

    assert occupation.norme_insee(gens, en_couple=False) == occupation.Norme(3, 4)


def test_an_unknown_age_leaves_the_norm_unknown():
    gens = [person(L.TITULAIRE), person(L.ENFANT, None, sexe=S.F)]

    assert occupation.norme_insee(gens, en_couple=False) is None


def least_rooms(children: Sequence[tuple[int, Sexe]]) -> int:
    """Try every way to put children two by two."""
    if not children:
        return 0
    (age, sexe), *others = children
    best = 1 + least_rooms(others)
    for rank, (other_age, other_sexe) in enumerate(others):
        if sexe == other_sexe or (age < 7 and other_age < 7):
            best = min(best, 1 + least_rooms(others[:rank] + others[rank + 1 :]))
    return best


CHILDREN = st.lists(
    st.tuples(st.sampled_from([0, 3, 6, 7, 12, 18]), st.sampled_from([S.F, S.M])), max_size=7
)


@given(CHILDREN)
def test_rooms_of_children_are_the_least_of_all_pairings(children):
    least = least_rooms(children)

    assert occupation.chambres_enfants(children) == (least, least)


@given(CHILDREN, st.sets(st.integers(0, 6), max_size=3))
def test_bounds_hold_whatever_the_unknown_sexe_is(children, hidden):
    masked = [(age, None if rank in hidden else sexe) for rank, (age, sexe) in enumerate(children)]
    low, high = occupation.chambres_enfants(masked)

    assert low <= least_rooms(children) <= high


# --- plafonds ---------------------------------------------------------------------------------


ALONE = person(L.TITULAIRE, 40)
CHILD = person(L.ENFANT, 10, a_charge=True)


@pytest.mark.parametrize(
    ("gens", "majore", "expected"),
    [
        ([ALONE], False, 1),
        ([ALONE], True, 2),
        ([ALONE, person(L.CONJOINT, 40)], False, 2),
        ([ALONE, person(L.CONJOINT, 40)], True, 3),
        ([ALONE, person(L.ASCENDANT, 70, a_charge=False)], False, 2),
        ([ALONE, CHILD], False, 3),
        ([ALONE, CHILD], True, 3),
        ([ALONE, CHILD, CHILD], False, 4),
        ([ALONE, person(L.CONJOINT, 40), CHILD], False, 3),
        ([ALONE, CHILD, CHILD, CHILD], False, 5),
        ([ALONE, CHILD, CHILD, CHILD, CHILD], False, 6),
        (list(H), False, 5),
        ([ALONE, person(L.CONJOINT), *[CHILD] * 6], False, 8),
    ],
)
def test_category_of_a_menage(gens, majore, expected):
    found = plafonds.categorie(gens, majore=majore, en_couple=couple(gens, None))

    assert found == plafonds.Categorie(expected, sure=True)


@pytest.mark.parametrize(("other", "expected"), [(25, 3), (26, 2)])
def test_a_jeune_menage_is_a_couple_whose_ages_make_55_at_most(other, expected):
    gens = [person(L.TITULAIRE, 30), person(L.CONJOINT, other)]

    assert plafonds.categorie(gens, majore=False, en_couple=True).rang == expected


def test_two_tenants_who_may_be_no_couple_leave_the_category_unsure():
    gens = [person(L.TITULAIRE, 20), person(L.COTITULAIRE, 20)]

    assert plafonds.categorie(gens, majore=False, en_couple=couple(gens, None)) == (
        plafonds.Categorie(2, sure=False)
    )
    assert plafonds.categorie(gens, majore=False, en_couple=False).sure


def test_a_plafond_majore_not_answered_leaves_the_category_unsure():
    assert plafonds.categorie(H, majore=None, en_couple=True) == plafonds.Categorie(5, sure=False)


@pytest.mark.parametrize(
    ("n2", "n1", "expected"),
    [
        (D(20000), D(18000), plafonds.Revenu(D(18000), n1=True)),
        (D(20000), D("18000.01"), plafonds.Revenu(D(20000), n1=False)),
        (D(20000), D(25000), plafonds.Revenu(D(20000), n1=False)),
        (D(20000), None, plafonds.Revenu(D(20000), n1=False)),
        (D(0), D(0), plafonds.Revenu(D(0), n1=True)),
        (None, D(18000), None),
    ],
)
def test_n1_replaces_n2_when_lower_by_a_tenth(n2, n1, expected):
    assert plafonds.revenu_retenu(n2, n1) == expected


@pytest.mark.parametrize(
    ("share", "band"),
    [
        ("0", T.MOINS_20),
        ("19.99", T.MOINS_20),
        ("20", T.DE_20_A_40),
        ("40.2", T.DE_40_A_60),
        ("79.9", T.DE_60_A_80),
        ("100", T.DE_80_A_100),
        ("100.01", T.DE_100_A_130),
        ("130", T.DE_100_A_130),
        ("130.01", T.PLUS_130),
    ],
)
def test_bands_of_the_plafond(share, band):
    assert plafonds.tranche(D(share)) is band


@given(st.decimals(0, 300, places=2), st.decimals(0, 300, places=2))
def test_bands_grow_with_the_income(one, other):
    order = list(T)

    assert (order.index(plafonds.tranche(one)) <= order.index(plafonds.tranche(other))) or (
        one > other
    )


# --- barèmes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("couple_", "charge", "expected"),
    [
        (False, 0, "290.34"),
        (True, 0, "355.38"),
        (False, 1, "399.89"),
        (True, 1, "399.89"),
        (True, 3, "516.31"),
    ],
)
def test_loyer_plafond_apl_of_zone_ii(couple_, charge, expected):
    found = baremes.loyer_plafond_apl(
        menage_h.baremes(), "II", date(2026, 3, 1), couple=couple_, a_charge=charge
    )

    assert (found.valeur, found.depuis) == (D(expected), date(2025, 10, 1))
    assert not found.a_verifier


def test_loyer_plafond_apl_of_the_year_before():
    found = baremes.loyer_plafond_apl(
        menage_h.baremes(), "II", date(2025, 9, 30), couple=True, a_charge=3
    )

    assert found.valeur == D("395.77") + 2 * D("57.61")


def test_a_table_holds_from_its_first_day():
    found = baremes.loyer_plafond_apl(
        menage_h.baremes(), "II", date(2025, 10, 1), couple=True, a_charge=0
    )

    assert found.valeur == D("355.38")


@pytest.mark.parametrize("day", [date(2024, 9, 30), date(1990, 1, 1)])
def test_no_value_before_the_first_table(day):
    asked = (menage_h.baremes(), "II", day)

    assert baremes.loyer_plafond_apl(*asked, couple=True, a_charge=0) is None


def test_no_value_in_another_zone():
    found = baremes.loyer_plafond_apl(
        menage_h.baremes(), "III", date(2026, 3, 1), couple=True, a_charge=0
    )

    assert found is None


@pytest.mark.parametrize(
    ("nom", "rank", "expected"),
    [
        (baremes.PLAFOND_PLUS, 1, 23403),
        (baremes.PLAFOND_PLUS, 5, 53376),
        (baremes.PLAFOND_PLUS, 6, 60156),
        (baremes.PLAFOND_PLUS, 8, 60156 + 2 * 6710),
        (baremes.PLAFOND_PLS, 5, 69389),
        (baremes.PLAFOND_PLAI, 5, 29358),
        (baremes.PLAFOND_PLAI, 7, 33086 + 3690),
    ],
)
def test_plafonds_of_2026(nom, rank, expected):
    found = baremes.plafond_ressources(
        menage_h.baremes(), nom, "AUTRES_REGIONS", rank, date(2026, 3, 1)
    )

    assert found.valeur == expected
    assert found.a_verifier is (nom == baremes.PLAFOND_PLAI)


def test_a_table_of_last_year_is_to_be_checked():
    asked = (menage_h.baremes(), baremes.PLAFOND_PLUS, "AUTRES_REGIONS", "5")

    assert not baremes.en_vigueur(*asked, date(2026, 12, 31)).a_verifier
    assert baremes.en_vigueur(*asked, date(2027, 1, 1)).a_verifier


# --- périmètre constant -----------------------------------------------------------------------

OLD, NEW = menage_h.ANCIEN, menage_h.NOUVEAU


def test_forfaits_are_added_on_the_side_that_leaves_the_costs_out():
    found = perimetre.perimetre_constant(OLD, NEW)

    assert found.connu
    assert found.actuel == ()
    assert perimetre.total(found.propose) == 55


def test_the_same_holds_the_other_way_round():
    swapped = perimetre.perimetre_constant(NEW, OLD)

    assert perimetre.total(swapped.actuel) == 55
    assert swapped.propose == ()


@pytest.mark.parametrize("codes", ["CHAUFFAGE EAU_CHAUDE EAU_FROIDE", "GARDIENNAGE"])
def test_costs_in_both_or_in_neither_ask_for_nothing(codes):
    old, new = (replace(one, charges_incluent=codes) for one in (OLD, NEW))
    found = perimetre.perimetre_constant(old, new)

    assert found == perimetre.PerimetreConstant()


def test_a_missing_forfait_blocks_and_says_which():
    found = perimetre.perimetre_constant(OLD, replace(NEW, forfait_chauffage=None))

    assert not found.connu
    assert found.manque == ("le forfait de chauffage du logement proposé",)


def test_a_side_that_says_nothing_blocks():
    bare = replace(
        NEW,
        charges_incluent="",
        forfait_chauffage=None,
        forfait_eau_chaude=None,
        forfait_eau_froide=None,
    )

    assert perimetre.perimetre_constant(OLD, bare).manque == (
        "si les charges du logement proposé comprennent le chauffage",
        "si les charges du logement proposé comprennent l’eau chaude",
        "si les charges du logement proposé comprennent l’eau froide",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"charges_incluent": "CHAUFFAGE"}, True),
        ({"charges_incluent": "ASCENSEUR"}, False),
        ({"charges_incluent": "", "forfait_chauffage": D(30)}, False),
        ({"charges_incluent": "", "charges": D(0), "forfait_chauffage": None}, False),
        ({"charges_incluent": "", "charges": None, "forfait_chauffage": None}, None),
    ],
)
def test_what_says_that_a_cost_is_in_the_charges(changes, expected):
    assert perimetre.comprend(replace(NEW, **changes), PosteCharge.CHAUFFAGE) is expected


# --- composition ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gens", "expected"),
    [
        ([], None),
        ([ALONE], TypeMenage.SEUL),
        ([ALONE, person(L.CONJOINT)], TypeMenage.COUPLE),
        (list(H), TypeMenage.COUPLE_ENFANTS),
        ([ALONE, CHILD], TypeMenage.MONOPARENTAL),
        ([ALONE, person(L.COTITULAIRE)], None),
        ([ALONE, CHILD, person(L.ASCENDANT)], TypeMenage.COMPLEXE),
        ([ALONE, person(L.CONJOINT), person(L.COTITULAIRE)], TypeMenage.COMPLEXE),
    ],
)
def test_type_of_a_menage(gens, expected):
    assert type_menage(gens, None) is expected
    assert type_menage(gens, TypeMenage.COMPLEXE) is TypeMenage.COMPLEXE


def test_minors_without_an_answer_count_as_a_charge_and_say_so():
    gens = [ALONE, person(L.ENFANT, 17), person(L.ENFANT, 18), person(L.ENFANT_MAJEUR, 22)]

    found = a_charge(gens)

    assert (found.nombre, found.sur) == (1, False)
