"""Groups of photos, their stop, the constats near them: pure rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics.depouillement import goal_minutes, in_order
from desktop.domain.diagnostics.groupes import (
    ArretPlace,
    RegleGroupes,
    constats_proches,
    cut_between,
    gap_m,
    gap_s,
    groupes,
    parted,
    proposed_arret,
    proposed_roles,
)
from desktop.domain.geo import Position, moved
from desktop.domain.records import PhotoRecord

REGLE = RegleGroupes(ecart_s=90, distance_m=15, rayon_m=40)
START = datetime(2026, 11, 12, 15, 0)  # noqa: DTZ001 - as most cameras write it
HOME = Position(435_200_000, 54_300_000)
SEPAREE, JOINTE = CoupurePhoto.SEPAREE, CoupurePhoto.JOINTE


def photo(
    row: str = "a",
    *,
    s: float | None = None,
    m: float | None = None,
    zone: str = "",
    coupure: CoupurePhoto | None = None,
    **fields,
) -> PhotoRecord:
    """Make a photo `s` seconds after the start, `m` metres east of home."""
    place = moved(HOME, m, 0) if m is not None else None
    return PhotoRecord(
        id=row,
        blob=row,
        presente=True,
        marche_id="marche",
        constat_id=fields.pop("constat_id", None),
        micro_site_id=None,
        fichier=f"{row}.jpg",
        legende="",
        ordre=0,
        prise_le=(START + timedelta(seconds=s)).isoformat() + zone if s is not None else None,
        lat_e7=place.lat_e7 if place else None,
        lon_e7=place.lon_e7 if place else None,
        largeur=4,
        hauteur=3,
        coupure=coupure,
        **fields,
    )


def ids(photos, regle=REGLE):
    return [groupe.photos for groupe in groupes(photos, regle)]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"s": 0, "m": 0}, {"s": 90, "m": 15}, False),
        ({"s": 0, "m": 0}, {"s": 90.5, "m": 0}, True),
        ({"s": 0, "m": 0}, {"s": 1, "m": 15.5}, True),
        ({"s": 0}, {"s": 90}, False),  # no position: time decides
        ({"s": 0, "m": 0}, {"s": 91}, True),
        ({"m": 0}, {"m": 15}, False),  # no time: place decides
        ({"m": 0}, {"s": 0, "m": 16}, True),
        ({"s": 0}, {"m": 0}, True),  # nothing in common
        ({}, {}, True),
        ({"s": 0, "zone": "+01:00"}, {"s": 60}, False),  # one offset: as read on the spot
        ({"s": 0, "zone": "+01:00"}, {"s": 60, "zone": "+02:00"}, True),
        ({"s": 3600, "zone": "+02:00"}, {"s": 60, "zone": "+01:00"}, False),
    ],
)
def test_gap_in_time_or_in_place_parts_two_photos(one, other, apart):
    assert parted(photo("a", **one), photo("b", **other), REGLE) is apart


@pytest.mark.parametrize("gap", [0, 5_000])
@pytest.mark.parametrize("coupure", CoupurePhoto)
def test_what_an_agent_decided_wins_over_time_and_place(gap, coupure):
    pair = photo("a", s=0, m=0), photo("b", s=gap, m=gap, coupure=coupure)

    assert parted(*pair, REGLE) is (coupure is SEPAREE)


def test_a_decision_is_kept_only_where_the_rule_says_otherwise():
    near = photo("a", s=0, m=0), photo("b", s=10, m=2, coupure=SEPAREE)
    far = photo("a", s=0, m=0), photo("b", s=900, m=2)

    assert cut_between(*near, REGLE, apart=False) is None
    assert cut_between(*near, REGLE, apart=True) is SEPAREE
    assert cut_between(*far, REGLE, apart=False) is JOINTE
    assert cut_between(*far, REGLE, apart=True) is None


def test_a_time_that_is_none_does_not_stop_the_others():
    broken = replace(photo("b", s=0), prise_le="0000:00:00 00:00")

    assert gap_s(photo("a", s=0), broken) is None
    assert ids([photo("a", s=0), broken, photo("c", s=1)]) == [("a",), ("b",), ("c",)]


def test_no_photo_makes_no_group():
    assert groupes([], REGLE) == ()


PHOTOS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 2_000)),
        st.one_of(st.none(), st.integers(0, 300)),
        st.sampled_from([None, None, None, SEPAREE, JOINTE]),
    ),
    max_size=25,
).map(
    lambda rows: in_order(
        photo(f"{rank:02}", s=s, m=m, coupure=coupure) for rank, (s, m, coupure) in enumerate(rows)
    )
)


@given(PHOTOS)
def test_groups_are_the_photos_cut_where_the_rule_says(photos):
    found = groupes(photos, REGLE)

    assert [row for groupe in found for row in groupe.photos] == [one.id for one in photos]
    assert all(groupe.photos for groupe in found)
    assert [groupe.rang for groupe in found] == list(range(1, len(found) + 1))
    starts = {groupe.photos[0] for groupe in found[1:]}
    assert starts == {other.id for one, other in pairwise(photos) if parted(one, other, REGLE)}


@given(PHOTOS, st.integers(0, 400), st.integers(0, 60))
def test_a_looser_rule_never_cuts_more(photos, seconds, metres):
    looser = replace(REGLE, ecart_s=90 + seconds, distance_m=15 + metres)

    assert len(groupes(photos, looser)) <= len(groupes(photos, REGLE))


@given(PHOTOS, st.data())
def test_cutting_then_joining_at_a_photo_changes_that_place_only(photos, data):
    if len(photos) < 2:
        return
    rank = data.draw(st.integers(1, len(photos) - 1))
    for apart in (True, False):
        code = cut_between(photos[rank - 1], photos[rank], REGLE, apart=apart)
        changed = [*photos]
        changed[rank] = replace(photos[rank], coupure=code)
        assert parted(changed[rank - 1], changed[rank], REGLE) is apart
        before, after = (
            {groupe.photos[0] for groupe in groupes(one, REGLE)} - {photos[rank].id}
            for one in (photos, changed)
        )
        assert before == after


# --- stops ----------------------------------------------------------------------------------


def arret(row: str, m: float | None, *, rayon_m: int | None = None, ordre: int = 1) -> ArretPlace:
    place = moved(HOME, m, 0) if m is not None else None
    return ArretPlace(id=row, ordre=ordre, nom=f"Arrêt {row}", position=place, rayon_m=rayon_m)


@pytest.mark.parametrize(
    ("arrets", "expected"),
    [
        ([arret("1", 39), arret("2", 20)], "2"),
        ([arret("1", 41)], None),
        ([arret("1", 41, rayon_m=50)], "1"),
        ([arret("1", 20, rayon_m=10), arret("2", 30)], "2"),
        ([arret("1", None)], None),
        ([arret("2", 20, ordre=2), arret("1", 20, ordre=1)], "1"),
        ([], None),
    ],
)
def test_stop_is_the_nearest_one_in_whose_radius_the_photos_lie(arrets, expected):
    found = proposed_arret([photo("a", m=-2), photo("b", m=2), photo("c")], arrets, rayon_m=40)

    assert (found.id if found else None) == expected
    if expected == "2":
        assert found.distance_m == pytest.approx(20 if len(arrets) > 1 else 30, abs=11)


def test_photos_without_position_have_no_stop_unless_an_agent_gave_them_one():
    arrets = [arret("1", 0), arret("2", None)]

    assert proposed_arret([photo("a", s=0)], arrets, rayon_m=40) is None
    given = proposed_arret([photo("a", s=0, arret_id="2"), photo("b", m=0)], arrets, rayon_m=40)
    assert (given.id, given.distance_m) == ("2", None)
    both = [photo("a", m=0, arret_id="2"), photo("b", m=0, arret_id="1")]
    assert proposed_arret(both, arrets, rayon_m=40).distance_m == pytest.approx(0, abs=0.01)
    gone = [photo("a", m=0, arret_id="9")]
    assert proposed_arret(gone, arrets, rayon_m=40).id == "1"


# --- constats -------------------------------------------------------------------------------


def test_constats_are_proposed_by_their_nearest_photo_and_far_ones_are_not():
    here = [photo("a", s=1_000, m=0)]
    others = [
        photo("b", s=900, m=0, constat_id="time"),  # 100 s
        photo("c", s=0, m=0, constat_id="time"),
        photo("d", s=990, m=60, constat_id="place"),  # 60 m
        photo("e", s=0, m=0, constat_id="late"),  # 1 000 s
        photo("f", s=1_000, m=151, constat_id="far"),
        photo("g", constat_id="unknown"),
        photo("h", s=1_000, m=0),
    ]

    found = constats_proches(here, others, REGLE)

    assert [one.id for one in found] == ["time", "place"]
    assert (found[0].ecart_s, found[1].distance_m) == (100, pytest.approx(60, abs=0.01))


@given(PHOTOS, PHOTOS)
def test_proposed_constats_are_ordered_and_within_reach(photos, others):
    placed = [
        replace(one, id=f"z{one.id}", constat_id=f"k{rank % 4}") for rank, one in enumerate(others)
    ]

    found = constats_proches(photos, placed, REGLE)

    assert [one.poids for one in found] == sorted(one.poids for one in found)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.poids <= 10
        near = [p for p in placed if p.constat_id == one.id]
        assert any(
            (gap_s(a, b), gap_m(a, b)) == (one.ecart_s, one.distance_m)
            for a in photos
            for b in near
        )


# --- roles ----------------------------------------------------------------------------------


def test_first_photo_of_a_constat_shows_the_place_and_the_others_details():
    photos = [photo("a"), photo("b"), photo("c", role=RolePhoto.AVANT)]

    assert proposed_roles(photos, []) == {"a": RolePhoto.CONTEXTE, "b": RolePhoto.DETAIL}
    assert set(proposed_roles(photos, [RolePhoto.CONTEXTE]).values()) == {RolePhoto.DETAIL}
    chosen = [photo("a"), photo("b", role=RolePhoto.CONTEXTE)]
    assert proposed_roles(chosen, []) == {"a": RolePhoto.DETAIL}


@pytest.mark.parametrize(("photos", "minutes"), [(60, 20), (61, 21), (3, 1), (1, 1), (0, 1)])
def test_goal_is_sixty_photos_in_twenty_minutes(photos, minutes):
    assert goal_minutes(photos) == minutes
