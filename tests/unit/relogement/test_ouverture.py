"""Opening rules of the permanence, whatever stands in the parameters."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.relogement.ouverture import (
    Accueil,
    Moment,
    demi_journee,
    ouverture_of,
    read_ouverture,
    situation,
)
from tests.regles_essai import regles

PARIS = ZoneInfo("Europe/Paris")
JEUDI = date(2026, 11, 26)
HOURS = ((time(9), time(12)), (time(13, 30), time(17)))


@pytest.mark.parametrize(
    "typed",
    [
        "09:00-12:00 13:30-17:00",
        "9h-12h et 13h30-17h",
        "9 h 00 – 12 h 00, 13 h 30 – 17 h",
        "  13:30-17:00   09:00-12:00 ",
        "9h à 12h / 13h30 à 17h",
        "9:00-10:30 10:30-12:00 13:30-17:00",
    ],
)
def test_hours_are_read_as_people_type_them(typed):
    rule = read_ouverture(typed)

    assert (rule.accueil, rule.plages) == (Accueil.LIBRE, HOURS)


@pytest.mark.parametrize(
    ("typed", "accueil"),
    [
        ("FERME", Accueil.FERME), ("fermé", Accueil.FERME), ("-", Accueil.FERME),
        ("RDV", Accueil.RDV), ("sur rendez-vous", Accueil.RDV),
        ("", Accueil.A_VERIFIER), ("   ", Accueil.A_VERIFIER), ("?", Accueil.A_VERIFIER),
        ("12:00-09:00", Accueil.A_VERIFIER), ("9h-9h", Accueil.A_VERIFIER),
        ("25:00-26:00", Accueil.A_VERIFIER), ("09:75-12:00", Accueil.A_VERIFIER),
        ("09:00-12:00 puis voir", Accueil.A_VERIFIER), ("matin", Accueil.A_VERIFIER),
        ("09:00", Accueil.A_VERIFIER), ("9-12-15", Accueil.A_VERIFIER),
    ],
)  # fmt: skip
def test_what_is_no_hour_never_breaks_anything(typed, accueil):
    rule = read_ouverture(typed)

    assert (rule.accueil, rule.plages) == (accueil, ())


STRETCHES = st.lists(st.integers(0, 26), max_size=5).map(
    lambda hours: " ".join(f"{one:02}:00-{other}h30" for one, other in pairwise(hours))
)
"""Hours in any order: letters drawn at random never make one."""


@given(st.text(max_size=60) | STRETCHES)
@example("13:30-17:00 09:00-12:00")
def test_any_text_gives_a_rule_in_order(typed):
    rule = read_ouverture(typed)

    assert all(start < end for start, end in rule.plages)
    assert list(rule.plages) == sorted(rule.plages)
    assert (rule.accueil is Accueil.LIBRE) == bool(rule.plages)


@pytest.mark.parametrize(
    ("clock", "moment", "heure"),
    [
        (time(8, 59), Moment.AVANT, time(9)),
        (time(9), Moment.PENDANT, time(12)),
        (time(11, 59), Moment.PENDANT, time(12)),
        (time(12), Moment.PAUSE, time(13, 30)),
        (time(13, 30), Moment.PENDANT, time(17)),
        (time(17), Moment.APRES, time(17)),
    ],
)
def test_thursday_is_told_hour_by_hour(clock, moment, heure):
    told = situation(regles(), datetime.combine(JEUDI, clock, PARIS))

    assert (told.jour, told.moment, told.heure) == ("jeudi", moment, heure)


@pytest.mark.parametrize(
    ("day", "jour", "accueil"),
    [(23, "lundi", Accueil.RDV), (25, "mercredi", Accueil.FERME), (28, "samedi", Accueil.FERME)],
)
def test_the_other_days_follow_their_own_rule(day, jour, accueil):
    told = situation(regles(), datetime(2026, 11, day, 10, tzinfo=PARIS))

    assert (told.jour, told.accueil, told.moment, told.heure) == (jour, accueil, None, None)


def test_a_rule_typed_by_the_team_replaces_the_shipped_one():
    rule = ouverture_of(regles(permanence_jeudi="RDV"), JEUDI)

    assert rule.accueil is Accueil.RDV


def test_a_stretch_meets_the_hours_it_overlaps_and_not_those_it_touches():
    rule = ouverture_of(regles(), JEUDI)

    assert rule.meets(time(11, 30), time(12, 30))
    assert not rule.meets(time(12), time(13, 30))
    assert rule.holds(time(9))
    assert not rule.holds(time(12))


def test_a_day_has_two_halves():
    morning = datetime(2026, 11, 26, 12, 40, tzinfo=PARIS)

    assert demi_journee(morning) == (time.min, time(13))
    assert demi_journee(morning.replace(hour=13)) == (time(13), time.max)
