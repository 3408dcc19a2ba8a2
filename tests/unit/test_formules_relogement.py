"""Formulas F1 to F15: every worked example of the report, and what holds of all numbers."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.calendar import months_after
from desktop.domain.relogement import formules

D = Decimal
EUROS = st.decimals(min_value=0, max_value=D("9999999999.99"), places=2)


def shown(value, places=2):
    return value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)


OLD = {"loyer": D(395), "charges": D(165), "apl": D(248)}
NEW = {"loyer": D(540), "charges": D(120), "apl": D(315)}


def test_f1_f2_f3_reste_a_charge_and_its_change():
    old, raw = formules.reste_a_charge(**OLD), formules.reste_a_charge(**NEW)
    constant = raw + 55

    assert (old, raw, constant) == (312, 345, 400)
    assert formules.evolution(old, raw).ecart == 33
    assert shown(formules.evolution(old, raw).pour_cent, 1) == D("10.6")
    assert formules.evolution(old, constant).ecart == 88
    assert shown(formules.evolution(old, constant).pour_cent, 1) == D("28.2")


def test_f1_adds_annexes_and_works():
    assert formules.reste_a_charge(**OLD, annexes=D(20), travaux=D("10.50")) == D("342.50")


@pytest.mark.parametrize("missing", ["loyer", "charges", "apl"])
def test_f1_is_unknown_without_one_of_its_amounts(missing):
    assert formules.reste_a_charge(**{**OLD, missing: None}) is None


@pytest.mark.parametrize("before", [D(0), D(-12)])
def test_f3_gives_no_percent_of_nothing(before):
    change = formules.evolution(before, D(30))

    assert change.ecart == 30 - before
    assert change.pour_cent is None


@pytest.mark.parametrize(
    ("part", "expected"),
    [(312, "16.2"), (345, "17.9"), (400, "20.7"), (560, "29.0"), (660, "34.2")],
)
def test_f4_f5_taux_d_effort(part, expected):
    assert shown(formules.taux(D(part), D(1930)), 1) == D(expected)


def test_f6_f7_reste_pour_vivre():
    given_ = (D(1930), D(345), D(362))

    assert shown(formules.reste_pour_vivre(*given_, 5)) == D("8.15")
    assert shown(formules.reste_pour_vivre(*given_, D("2.6"))) == D("15.68")
    assert formules.reste_pour_vivre(*given_, 0) is None


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([45, 43, 15, 10, 3], "2.6"),
        ([30], "1"),
        ([30, 14], "1.5"),
        ([30, 13], "1.3"),
        ([13, 12], "1.3"),
        ([2], "1"),
    ],
)
def test_f8_unites_de_consommation(ages, expected):
    assert formules.unites_consommation(ages) == D(expected)


def test_f8_is_unknown_without_anyone():
    assert formules.unites_consommation([]) is None


def test_f9_amounts_by_m2_and_their_change():
    rent = formules.au_m2(D(395), D(72)), formules.au_m2(D(540), D(88))
    rac = formules.au_m2(D(312), D(72)), formules.au_m2(D(345), D(88))

    assert tuple(map(shown, rent)) == (D("5.49"), D("6.14"))
    assert shown(formules.evolution(*rent).pour_cent, 1) == D("11.9")
    assert tuple(map(shown, rac)) == (D("4.33"), D("3.92"))
    assert shown(formules.evolution(*rac).pour_cent, 1) == D("-9.5")


@pytest.mark.parametrize("surface", [None, D(0)])
def test_f9_is_unknown_without_a_surface(surface):
    assert formules.au_m2(D(395), surface) is None


def test_f10_loyer_max_and_the_plafond_apl():
    assert formules.loyer_max(D(30), D(1930), D(315), D(120)) == 774
    assert formules.loyer_max(D(30), D(1930), D(315), D(120), D("516.31")) == D("516.31")
    assert formules.loyer_max(D(30), D(100), D(0), D(120)) == 0


@pytest.mark.parametrize(
    ("bail", "begun", "expected"),
    [
        (date(2025, 3, 14), date(2020, 3, 15), True),
        (date(2025, 3, 15), date(2020, 3, 15), False),
        (date(2025, 2, 27), date(2020, 2, 29), True),
        (date(2025, 2, 28), date(2020, 2, 29), False),
        (None, date(2020, 3, 15), None),
        (date(2025, 3, 14), None, None),
    ],
)
def test_f11_is_strict(bail, begun, expected):
    assert formules.conventionne_recent(bail, begun, 5) is expected


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 6, 30), date(2026, 6, 30), 18),
        (date(2008, 7, 1), date(2026, 6, 30), 17),
    ],
)
def test_f12_complete_years(born, on, expected):
    assert formules.age(born, on) == expected


@pytest.mark.parametrize(
    ("third", "expected"),
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2025, 8, 28), date(2026, 2, 28)),
        (date(2025, 6, 30), date(2025, 12, 30)),
        (None, None),
    ],
)
def test_f13_decheance(third, expected):
    assert formules.decheance(third, 6) == expected


def test_f14_premier_quartile():
    found = formules.revenu_par_uc(D(1930), D("2.6"))

    assert shown(found) == D("8907.69")
    assert formules.premier_quartile(found, None) is None
    assert formules.premier_quartile(found, D(9000)) is True
    assert formules.premier_quartile(found, D(8900)) is False
    assert formules.premier_quartile(D(9000), D(9000)) is True


def test_f15_marge_under_the_plafond_apl():
    assert formules.marge_plafond(D(540), D("516.31")) == D("-23.69")


# --- what holds of all numbers ----------------------------------------------------------------


@given(EUROS, EUROS, EUROS, EUROS)
def test_ten_digit_amounts_stay_exact(loyer, charges, apl, annexes):
    found = formules.reste_a_charge(loyer=loyer, charges=charges, apl=apl, annexes=annexes)

    assert type(found) is Decimal
    assert found + apl == loyer + charges + annexes


@given(EUROS, st.sampled_from([D(0), D("0.00"), D(-5)]))
def test_no_ressources_no_division(part, nothing):
    assert formules.taux(part, nothing) is None


@given(EUROS, EUROS.filter(bool), EUROS)
def test_more_ressources_never_raise_the_effort(part, ressources, more):
    low, high = (formules.taux(part, amount) for amount in (ressources, ressources + more))

    assert type(low) is Decimal
    assert high <= low


@given(EUROS, EUROS, EUROS, EUROS)
def test_more_ressources_never_lower_the_rent_a_menage_can_bear(ressources, more, apl, charges):
    low, high = (
        formules.loyer_max(D(30), amount, apl, charges)
        for amount in (ressources, ressources + more)
    )

    assert 0 <= low <= high


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 600))
def test_months_later_is_the_same_day_or_the_last_one(day, months):
    later = months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    if later.day != day.day:
        assert date.fromordinal(later.toordinal() + 1).month != later.month


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 30_000))
def test_an_age_grows_by_one_at_most_from_a_day_to_the_next(born, after):
    day = date.fromordinal(born.toordinal() + after)
    today, tomorrow = (
        formules.age(born, date.fromordinal(day.toordinal() + step)) for step in (0, 1)
    )

    assert today >= 0
    assert tomorrow - today in (0, 1)
