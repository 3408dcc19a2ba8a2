"""Récidives, duplicates and points noirs among neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.codes import EtatConstat, Polarite
from desktop.domain.diagnostics.suggestions import Voisin, months_before, suggest
from desktop.domain.geo import Position, moved
from tests.unit.test_priorite import RULES

TODAY = date(2026, 11, 28)
HERE = Position(435_390_000, 54_480_000)
E = EtatConstat
SUBJECT = Voisin(
    id="s", numero="", marche_id="m2", quartier_id="q", theme="PRO", item="PRO-06",
    polarite=Polarite.FAIBLE, etat=E.A_QUALIFIER, position=HERE, jour=TODAY,
)  # fmt: skip
LIFTED = replace(
    SUBJECT, id="a", numero="A001", marche_id="m1", etat=E.LEVE, date_levee=date(2026, 6, 1),
    jour=date(2026, 4, 1),
)  # fmt: skip


def at(one, metres):
    return replace(one, position=moved(HERE, metres, 0))


def recidives(*neighbours):
    return [one.voisin.id for one in suggest(SUBJECT, neighbours, RULES, TODAY).recidives]


@pytest.mark.parametrize(
    ("change", "metres", "found"),
    [
        ({}, 24.9, ["a"]),
        ({}, 25.2, []),
        ({"item": "PRO-01"}, 10, ["a"]),
        ({"theme": "VOI", "item": "VOI-01"}, 10, []),
        ({"quartier_id": "autre"}, 10, []),
        ({"etat": E.REALISE_DECLARE}, 10, []),
        ({"etat": E.OUVERT}, 10, []),
        ({"date_levee": date(2025, 5, 28)}, 10, ["a"]),
        ({"date_levee": date(2025, 5, 27)}, 10, []),
        ({"date_levee": None}, 10, []),
        ({"polarite": Polarite.FORT}, 10, []),
        ({"id": "s"}, 10, []),
    ],
)
def test_a_recidive_is_what_was_lifted_near_and_not_long_ago(change, metres, found):
    assert recidives(at(replace(LIFTED, **change), metres)) == found


def test_the_same_item_comes_before_the_nearest_of_the_theme():
    near = at(replace(LIFTED, id="b", item="PRO-01"), 1)

    assert recidives(near, at(LIFTED, 20)) == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "metres", "found"),
    [
        ({}, 9.9, ["d"]),
        ({}, 10.2, []),
        ({"marche_id": "m1"}, 5, []),
        ({"theme": "VOI", "item": "VOI-01"}, 5, []),
        ({"etat": E.FUSIONNE}, 5, []),
        ({"etat": E.LEVE}, 5, []),
    ],
)
def test_a_duplicate_is_of_the_same_marche_and_very_near(change, metres, found):
    other = at(replace(SUBJECT, **({"id": "d", "etat": E.OUVERT} | change)), metres)

    result = suggest(SUBJECT, [other], RULES, TODAY)

    assert [one.voisin.id for one in result.doublons] == found


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([{}], 0),
        ([{}, {}], 3),
        ([{}, {}, {}], 4),
        ([{}, {"etat": E.SANS_SUITE}], 0),
        ([{}, {"jour": date(2025, 11, 27)}], 0),
        ([{}, {"jour": date(2025, 11, 28)}], 3),
        ([{}, {"theme": "VOI", "item": "VOI-01"}], 0),
        ([{"theme": "STA", "item": "STA-03"}, {"item": "PRO-07"}], 3),
    ],
)
def test_three_near_in_a_year_make_a_point_noir(changes, expected):
    others = [
        at(replace(SUBJECT, **({"id": f"n{rank}", "etat": E.OUVERT} | change)), 20)
        for rank, change in enumerate(changes)
    ]

    assert suggest(SUBJECT, others, RULES, TODAY).point_noir == expected


def test_a_point_fort_and_a_constat_without_theme_suggest_nothing():
    for change in ({"polarite": Polarite.FORT}, {"theme": None}):
        found = suggest(replace(SUBJECT, **change), [LIFTED], RULES, TODAY)
        assert (found.recidives, found.doublons, found.point_noir) == ((), (), 0)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 28), 18, date(2025, 5, 28)),
        (date(2026, 1, 31), 11, date(2025, 2, 28)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back(day, months, expected):
    assert months_before(day, months) == expected
