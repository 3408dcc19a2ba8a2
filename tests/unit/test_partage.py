"""Which pictures travel: those that no file of the colleague proves to be there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.partage import Nommee, Preuve, held_by, lacked_by

BANC, TAG, TOIT = "banc", "tag", "toit"
NAMED = [Nommee(BANC, "a", 1), Nommee(TAG, "a", 2), Nommee(TOIT, "b", 1)]


def test_a_poste_that_never_sent_a_file_is_known_to_hold_nothing():
    assert held_by(None, NAMED) == set()
    assert lacked_by([None], NAMED) == {BANC, TAG, TOIT}


def test_a_picture_named_within_the_frontier_and_not_awaited_is_held():
    assert held_by(Preuve({"a": 2, "b": 1}, [TAG]), NAMED) == {BANC, TOIT}


def test_a_picture_named_beyond_the_frontier_is_lacked_though_it_was_not_awaited():
    assert lacked_by([Preuve({"a": 1}, [])], NAMED) == {TAG, TOIT}


def test_a_picture_named_twice_is_held_when_one_of_its_names_was_known():
    again = [*NAMED, Nommee(TAG, "b", 9)]

    assert TAG in held_by(Preuve({"a": 2}, []), again)
    assert TAG not in held_by(Preuve({"a": 2}, [TAG]), again)


def test_what_was_awaited_without_being_named_here_is_nobodys():
    assert held_by(Preuve({"a": 2, "b": 1}, ["autre"]), NAMED) == {BANC, TAG, TOIT}


def test_for_everyone_a_picture_travels_as_soon_as_one_poste_lacks_it():
    everything = Preuve({"a": 2, "b": 1}, [])

    assert lacked_by([everything, Preuve({"a": 1, "b": 1}, [])], NAMED) == {TAG}
    assert lacked_by([everything, None], NAMED) == {BANC, TAG, TOIT}
    assert lacked_by([everything], NAMED) == set()
    assert lacked_by([], NAMED) == set()


REPLICAS = st.sampled_from("abc")
NAMES = st.lists(
    st.builds(Nommee, st.sampled_from(["p", "q", "r", "s"]), REPLICAS, st.integers(1, 6)),
    max_size=12,
)
REACHED = st.dictionaries(REPLICAS, st.integers(0, 6))


@given(NAMES, REACHED, st.sets(st.sampled_from(["p", "q", "r", "s"])))
def test_what_a_poste_says_it_held_is_what_is_derived_from_its_file(named, reached, disk):
    """The author of the file names its own wants: what is referenced there and not on its disk."""
    there = {one.sha256 for one in named if one.n <= reached.get(one.replica, 0)}

    derived = held_by(Preuve(reached, there - disk), named)

    assert derived == there & disk


@given(NAMES, REACHED, st.sets(st.sampled_from(["p", "q", "r", "s"])), REACHED)
def test_knowing_less_of_a_poste_never_keeps_a_picture_from_it(named, reached, wanted, further):
    less = {name: min(n, further.get(name, 0)) for name, n in reached.items()}

    assert lacked_by([Preuve(reached, wanted)], named) <= lacked_by([Preuve(less, wanted)], named)
