"""A cloned poste that signs its later changes again: nothing lost, nothing of the other touched."""

from __future__ import annotations

import copy
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.changes import (
    Change,
    ChangeId,
    Kind,
    Snapshot,
    blank,
    commitment,
    replay,
    union,
)
from desktop.domain.reprise import sign_again
from tests.unit.histories import HISTORIES, STEPS, Step, Team, make_change

NEW = "z"
OWN_STEPS = st.lists(STEPS, max_size=15)


def cloned(
    history: tuple[int, list[Step]], mine: list[Step], theirs: list[Step]
) -> tuple[Team, Team, int]:
    """Play a history, copy poste a with its disk, and let both machines go on alone."""
    size, steps = history
    team = Team(size)
    team.play(steps)
    clone = copy.deepcopy(team)
    clone._created = 500  # rows have random names
    common = max((key.n for key in team.postes[0].held if key.replica == "a"), default=0)
    team.play(replace(step, who=0) for step in mine)
    clone.play(replace(step, who=0) for step in theirs)
    return team, clone, common


def tail_of(team: Team, common: int) -> list[Change]:
    held = team.postes[0].held
    return sorted(
        (change for key, change in held.items() if key.replica == "a" and key.n > common),
        key=lambda change: change.n,
    )


def renamed(team: Team, common: int) -> list[Change]:
    """Return the log of the clone after it took its own name."""
    tail = tail_of(team, common)
    gone = {change.id for change in tail}
    kept = [change for key, change in team.postes[0].held.items() if key not in gone]
    return [*kept, *sign_again(tail, NEW)]


def meaning(snapshot: Snapshot) -> dict[str, object]:
    """Return what a person sees: everything but the names of the changes."""
    return {
        "values": {
            (row, name): sorted(repr((type(head.value), head.value)) for head in heads)
            for row, state in snapshot.rows.items()
            for name, heads in state.heads.items()
        },
        "hidden": snapshot.hidden,
        "notices": snapshot.notices,
        "purged": snapshot.purged,
        "groups": dict(snapshot.groups),
    }


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES, OWN_STEPS)
def test_a_clone_shows_the_same_after_it_took_its_own_name(history, theirs):
    _, clone, common = cloned(history, [], theirs)

    before = meaning(replay(clone.postes[0].held.values()))

    assert meaning(replay(renamed(clone, common))) == before


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES, OWN_STEPS, OWN_STEPS)
def test_both_machines_exchange_again_and_lose_no_value(history, mine, theirs):
    team, clone, common = cloned(history, mine, theirs)
    again = renamed(clone, common)

    both = union(team.postes[0].held.values(), again)  # a fork would be an error here

    merged = replay(both.values())
    for log in (team.postes[0].held.values(), again):
        names = {change.id for change in log if change.id.replica in {"a", NEW}}
        own = {name for name in names if name.replica == NEW or name.n > common}
        alone = replay(log)
        for row, state in alone.rows.items():
            if state.root in merged.purged:
                continue
            for field, heads in state.heads.items():
                for head in heads:
                    if head.id in own and row not in merged.groups:
                        assert head.value in [one.value for one in merged.rows[row].heads[field]]


@settings(max_examples=settings().max_examples // 2)
@given(HISTORIES, OWN_STEPS)
def test_the_new_chain_has_no_gap_and_its_commitments_hold(history, theirs):
    _, clone, common = cloned(history, [], theirs)
    tail = tail_of(clone, common)

    signed = sign_again(tail, NEW)

    assert [change.id for change in signed] == [
        ChangeId(NEW, rank) for rank in range(1, len(tail) + 1)
    ]
    for old, new in zip(tail, signed, strict=True):
        assert (new.stamp, new.author, new.row, new.kind) == (
            old.stamp, old.author, old.row, old.kind
        )  # fmt: skip
        if new.payload is not None:
            assert commitment(new.salt, new.payload) == new.commitment


def test_references_and_frontiers_after_the_common_point_follow_and_earlier_ones_stay():
    edit = make_change("a", 8, payload={"texte": {"v": 1, "x": [["a", 7], ["a", 6], ["b", 9]]}})
    delete = make_change("a", 9, kind=Kind.DELETE, payload={"f": {"a": 8, "b": 9}})
    early = make_change("a", 7, kind=Kind.RESTORE, payload={"f": {"a": 6, "b": 3}})
    apart = make_change("a", 10, kind=Kind.SEPARATION, payload={"x": [["a", 7], ["c", 1]]})

    signed = sign_again([early, edit, delete, apart], NEW)

    assert signed[0].payload == {"f": {"a": 6, "b": 3}}
    assert signed[1].payload == {"texte": {"v": 1, "x": [[NEW, 1], ["a", 6], ["b", 9]]}}
    assert signed[2].payload == {"f": {"a": 6, "b": 9, NEW: 2}}
    assert signed[3].payload == {"x": [["c", 1], [NEW, 1]]}


def test_a_chain_that_was_copied_before_its_first_change_is_signed_whole():
    delete = make_change("a", 2, kind=Kind.DELETE, payload={"f": {"a": 1}})

    signed = sign_again([make_change("a", 1), delete], NEW)

    assert signed[1].payload == {"f": {NEW: 1}}


def test_an_erased_payload_stays_erased_and_an_unknown_kind_stays_as_it_is():
    unknown = make_change("a", 6, kind="note", payload={"x": [["a", 5]]})

    erased, kept = sign_again([blank(make_change("a", 5)), unknown], NEW)

    assert erased.payload is None
    assert erased.commitment == make_change("a", 5).commitment
    assert kept.payload == {"x": [["a", 5]]}
    assert sign_again([], NEW) == []
