"""Keys of every generation: merging is union, whatever the order of the invitations."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.security.equipe import CleEquipe
from desktop.security.generations import GENERATION_MAX, KEYS_MAX, ClesTenues, CleTenue

POOL = [CleEquipe.create(generation) for generation in (1, 1, 2, 2, 3)]
MOMENTS = st.none() | st.integers(0, 50)
HELD = st.builds(
    CleTenue,
    cle=st.sampled_from(POOL),
    depuis_ms=MOMENTS,
    motif=st.sampled_from(["", "perdu", "vole"]),
    remplacee_ms=MOMENTS,
)
SETS = st.lists(HELD, min_size=1, max_size=6).map(ClesTenues.of)


@given(SETS, SETS, SETS)
def test_merging_ignores_order_grouping_and_repetition(a, b, c):
    assert a.merged(b) == b.merged(a)
    assert a.merged(b).merged(c) == a.merged(b.merged(c))
    assert a.merged(a) == a
    assert a.merged(b).merged(b) == a.merged(b)


@given(SETS, SETS)
def test_merging_loses_no_key_and_never_goes_back(a, b):
    both = a.merged(b)

    assert {one.name for one in both.cles} == {one.name for one in (*a.cles, *b.cles)}
    assert both.generation == max(a.generation, b.generation)
    for one in a.cles:
        if one.remplacee_ms is not None:
            kept = next(other for other in both.cles if other.name == one.name)
            assert kept.remplacee_ms <= one.remplacee_ms


def test_two_keys_of_one_generation_seal_with_the_same_one_on_every_poste():
    mine, theirs = (CleTenue(cle=cle, depuis_ms=5) for cle in POOL[2:4])
    one, other = ClesTenues.of([mine]), ClesTenues.of([theirs])

    assert one.twins == 1
    assert one.merged(other).current == other.merged(one).current
    assert one.merged(other).twins == 2
    assert set(one.merged(other).readers().values()) == {mine.cle, theirs.cle}


def test_a_new_key_replaces_all_that_were_in_use_and_keeps_older_moments():
    first, second = ClesTenues.of([CleTenue(cle=POOL[0])]), POOL[2]
    after = first.renewed(second, now_ms=7, motif="vole").renewed(POOL[4], now_ms=9, motif="perdu")

    assert [(one.cle.generation, one.remplacee_ms) for one in after.cles] == [
        (3, None), (2, 9), (1, 7),
    ]  # fmt: skip
    assert (after.current.depuis_ms, after.current.motif) == (9, "perdu")


def test_a_loss_counts_for_both_keys_of_a_generation():
    lost = CleTenue(cle=POOL[2], remplacee_ms=4)
    held = ClesTenues.of([CleTenue(cle=POOL[3]), lost, CleTenue(cle=POOL[4])])

    assert {one.remplacee_ms for one in held.cles if one.cle.generation == 2} == {4}


def test_a_key_reads_back_as_it_was_and_hides_its_secret():
    held = CleTenue(cle=POOL[2], depuis_ms=1, motif="vole", remplacee_ms=2)

    assert CleTenue.from_dict(held.to_dict()) == held
    assert CleTenue.from_dict(POOL[0].to_dict()) == CleTenue(cle=POOL[0])
    assert held.cle.age_identity not in repr(ClesTenues.of([held]))


@pytest.mark.parametrize(
    "odd",
    [
        {"generation": GENERATION_MAX + 1}, {"generation": 0}, {"motif": None}, {"depuis_ms": -1},
        {"depuis_ms": True}, {"remplacee_ms": "hier"}, {"remplacee_ms": 2**53},
    ],
)  # fmt: skip
def test_a_key_that_makes_no_sense_is_refused(odd):
    with pytest.raises(ValueError, match="not a"):
        CleTenue.from_dict({**POOL[0].to_dict(), **odd})


def test_no_key_or_too_many_are_refused():
    numbers = itertools.count(1)
    many = [CleTenue(cle=replace(POOL[0], generation=next(numbers))) for _ in range(KEYS_MAX + 1)]

    for odd in ([], many):
        with pytest.raises(ValueError, match="no key, or too many"):
            ClesTenues.of(odd)
