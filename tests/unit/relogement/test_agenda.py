"""Rules of the agenda: no double booking, closed days, hours that move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement import agenda
from desktop.domain.relogement.agenda import ZONE, Avertissement, Creneau
from desktop.domain.relogement.codes import LieuRendezVous, StatutRendezVous
from desktop.domain.relogement.drafts import RendezVousDraft
from tests.regles_essai import regles

NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
VENDREDI = date(2026, 11, 27)


def rendez_vous(
    clock: str = "10:00", *, day: date = VENDREDI, minutes: int = 45, **fields
) -> RendezVousDraft:
    debut = datetime.combine(day, time.fromisoformat(clock), ZONE)
    return RendezVousDraft(
        **{
            "menage_id": "anne",
            "intervenant_id": "celine",
            "debut": debut.isoformat(),
            "fin": agenda.later(debut, minutes).isoformat(),
            **fields,
        }
    )


def held(clock: str, *, row: str = "autre", **fields) -> Creneau:
    found = agenda.creneau_of(rendez_vous(clock, **fields), row)
    assert found is not None
    return found


def refusals(draft: RendezVousDraft, *others: Creneau, **more) -> dict[str, str]:
    errors = agenda.check_rendez_vous(draft, others, regles(), more.pop("now", NOW), **more)
    return {error.field: error.message for error in errors}


def test_an_ordinary_rendez_vous_is_accepted():
    assert refusals(rendez_vous()) == {}


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"menage_id": "jean"}, "debut", "Cette personne a déjà"),
        ({"intervenant_id": "david"}, "menage_id", "Ce ménage est déjà attendu"),
        ({}, "debut", "Cette personne a déjà"),
    ],
)
def test_nobody_is_expected_twice_at_once(fields, field, words):
    told = refusals(rendez_vous("10:30"), held("10:00", **fields))

    assert list(told) == [field]
    assert told[field].startswith(words)
    assert "de 10\u00a0h\u00a000 à 10\u00a0h\u00a045" in told[field]


def test_two_menages_may_be_received_by_two_persons_at_once():
    assert refusals(rendez_vous(), held("10:00", menage_id="jean", intervenant_id="david")) == {}


def test_one_may_follow_the_other_without_a_minute_between():
    assert refusals(rendez_vous("10:45"), held("10:00"), held("11:30")) == {}


@pytest.mark.parametrize(
    "statut", [StatutRendezVous.ANNULE, StatutRendezVous.REPORTE, StatutRendezVous.MANQUE]
)
def test_what_was_given_up_leaves_its_place(statut):
    assert refusals(rendez_vous(), held("10:00", statut=statut)) == {}


def test_a_rendez_vous_does_not_collide_with_itself():
    assert refusals(rendez_vous("10:15"), held("10:00", row="lui"), row="lui") == {}


def test_a_menage_without_dossier_collides_with_no_other():
    assert (
        refusals(rendez_vous(menage_id=None), held("10:00", menage_id=None, intervenant_id="david"))
        == {}
    )


@pytest.mark.parametrize("lieu", [None, LieuRendezVous.PERMANENCE])
def test_the_permanence_receives_nobody_on_a_closed_day(lieu):
    told = refusals(rendez_vous(day=date(2026, 11, 25), lieu=lieu))

    assert "fermée le mercredi" in told["debut"]


def test_elsewhere_a_closed_day_is_only_told():
    draft = rendez_vous(day=date(2026, 11, 25), lieu=LieuRendezVous.DOMICILE)

    assert refusals(draft) == {}
    assert agenda.avertissements(draft, regles()) == (Avertissement.JOUR_FERME,)


@pytest.mark.parametrize(
    ("clock", "told"), [("10:00", True), ("12:15", False), ("11:30", True), ("17:00", False)]
)
def test_the_hours_without_rendez_vous_are_told(clock, told):
    draft = rendez_vous(clock, day=date(2026, 11, 26))

    assert refusals(draft) == {}
    assert (Avertissement.SANS_RENDEZ_VOUS in agenda.avertissements(draft, regles())) is told


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (rendez_vous(minutes=0), "fin"),
        (rendez_vous(minutes=-30), "fin"),
        (rendez_vous(minutes=9 * 60), "fin"),
        (rendez_vous("23:30", minutes=60), "fin"),
        (rendez_vous(fin=""), "fin"),
        (rendez_vous(debut=""), "debut"),
        (rendez_vous(debut="demain"), "debut"),
        (rendez_vous(day=date(2026, 11, 20)), "debut"),
        (rendez_vous(day=date(2062, 11, 27)), "debut"),
        (rendez_vous(intervenant_id=None), "intervenant_id"),
        (rendez_vous(note="x" * 501), "note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(draft, field):
    assert field in refusals(draft)


def test_the_past_is_not_refused_again_for_a_note():
    past = rendez_vous(day=date(2026, 11, 20), note="pièces à relire")

    assert refusals(past, held("10:00", day=date(2026, 11, 20)), moved=False) == {}


def test_an_honoured_rendez_vous_may_lie_in_the_past():
    past = rendez_vous(day=date(2026, 11, 20), statut=StatutRendezVous.HONORE)

    assert refusals(past) == {}


@pytest.mark.parametrize("vers", [StatutRendezVous.HONORE, StatutRendezVous.MANQUE])
def test_nothing_is_honoured_or_missed_before_its_day(vers):
    debut = datetime(2026, 11, 27, 10, tzinfo=ZONE)

    assert agenda.check_statut(debut, vers, NOW) != ()
    assert agenda.check_statut(debut, vers, debut - timedelta(minutes=20)) == ()
    assert agenda.check_statut(debut, StatutRendezVous.ANNULE, NOW) == ()


def test_durations_are_real_minutes_when_the_clocks_change():
    before = datetime(2026, 3, 29, 1, 30, tzinfo=ZONE)
    autumn = datetime(2026, 10, 25, 2, 30, tzinfo=ZONE)

    assert agenda.later(before, 60).time() == time(3, 30)
    assert agenda.minutes_between(before, agenda.later(before, 60)) == 60
    assert agenda.minutes_between(autumn, autumn.replace(hour=3)) == 120


def test_the_hour_that_spring_skips_does_not_exist():
    assert agenda.wall_moment(date(2026, 3, 29), time(2, 30)) is None
    assert agenda.wall_moment(date(2026, 3, 29), time(3, 30)) is not None


def test_a_moment_written_by_a_laptop_of_another_zone_is_the_same_instant():
    local = agenda.read_moment("2026-11-27T09:00:00+00:00")

    assert local == datetime(2026, 11, 27, 10, tzinfo=ZONE)
    assert local is not None
    assert local.hour == 10
    assert agenda.read_moment("2026-11-27T10:00:00") == local


def test_two_laptops_that_booked_the_same_moment_are_told_apart():
    one, other = held("10:00", row="a"), held("10:30", row="b")
    calm = held("14:00", row="c")
    cancelled = replace(held("10:00", row="d"), statut=StatutRendezVous.ANNULE)

    assert agenda.doubles([one, other, calm, cancelled]) == {
        "a": frozenset({"b"}),
        "b": frozenset({"a"}),
    }


def test_rendez_vous_stand_beside_each_other_without_covering():
    found = agenda.lanes(
        [held("10:00", row="a"), held("10:30", row="b"), held("10:45", row="c"),
         held("15:00", row="d")]
    )  # fmt: skip

    assert found == {"a": (0, 2), "b": (1, 2), "c": (0, 2), "d": (0, 1)}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from("pq")), max_size=12)
)
def test_no_two_blocks_of_a_day_ever_cover_each_other(stretches):
    start = datetime(2026, 11, 27, 8, tzinfo=ZONE)
    day = [
        Creneau(
            id=str(rank),
            debut=agenda.later(start, 15 * begin),
            fin=agenda.later(start, 15 * (begin + length)),
            intervenant_id=who,
        )
        for rank, (begin, length, who) in enumerate(stretches)
    ]

    placed, twice = agenda.lanes(day), agenda.doubles(day)

    assert len(placed) == len(day)
    for one in day:
        for other in day:
            if one is not other and one.meets(other):
                assert placed[one.id][0] != placed[other.id][0]
                assert (other.id in twice.get(one.id, ())) == one.shares(other)


def test_a_week_begins_on_monday():
    assert agenda.monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
    assert agenda.monday_of(date(2026, 11, 23)) == date(2026, 11, 23)
