"""The change log by example: the scenarios of sync-design 5 that need no file.

`team(3)` gives three postes that have met; each scenario then lets them part, work and meet.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop import formats
from desktop.domain.changes import (
    ChangeId,
    ForkError,
    Kind,
    Stamp,
    blank,
    delete_payload,
    lift,
    replay,
    tick,
    union,
)
from desktop.domain.changes_codec import to_line
from desktop.domain.ids import child_id
from tests.unit.histories import NOON, YEAR_2050, Team, chain, make_change

BENCH = "banc"


def team(size: int = 2) -> Team:
    """Return postes that all hold one root, « banc », with its text « départ »."""
    made = Team(size)
    made.postes[0].create(BENCH, texte="départ", lieu="place", clock=NOON)
    made.meet()
    return made


def shown(made: Team, name: str = "texte") -> list[object]:
    return [poste.shown(BENCH, name) for poste in made]


# --- fields -------------------------------------------------------------------------------


def test_scenario_1_two_fields_of_one_record_are_both_kept_without_conflict():
    made = team()
    first, second = made

    first.edit(BENCH, texte="cassé")
    second.edit(BENCH, lieu="allée")
    made.meet()

    assert shown(made) == ["cassé"] * 2
    assert shown(made, "lieu") == ["allée"] * 2
    assert [poste.conflicts(BENCH) for poste in made] == [()] * 2


def test_scenario_2_one_field_edited_twice_is_one_conflict_with_both_values_everywhere():
    made = team()
    first, second = made

    first.edit(BENCH, texte="cassé", clock=NOON + 1)
    second.edit(BENCH, texte="arraché", clock=NOON + 2)
    made.meet()

    assert shown(made) == ["arraché"] * 2
    for poste in made:
        assert poste.conflicts(BENCH) == ("texte",)
        assert poste.heads(BENCH) == ["arraché", "cassé"]
        assert replay(poste.held.values()).conflicts() == {(BENCH, "texte")}


def test_scenario_3_the_same_value_twice_is_no_conflict_and_one_correction_replaces_both():
    made = team()
    first, second = made

    first.edit(BENCH, texte="cassé")
    second.edit(BENCH, texte="cassé")
    made.meet()

    assert [poste.conflicts(BENCH) for poste in made] == [()] * 2
    first.edit(BENCH, texte="réparé")
    made.meet()
    assert [poste.heads(BENCH) for poste in made] == [["réparé"]] * 2


@pytest.mark.parametrize(("left", "right"), [(True, 1), (False, 0), (1, "1"), (None, ""), ("", 0)])
def test_values_of_two_types_are_two_answers(left, right):
    made = team()
    first, second = made

    first.edit(BENCH, texte=left)
    second.edit(BENCH, texte=right)
    made.meet()

    assert [poste.conflicts(BENCH) for poste in made] == [("texte",)] * 2


def test_scenario_4_a_decision_closes_the_conflict_even_for_who_reads_it_first():
    made = team(4)
    first, second, judge, late = made
    first.edit(BENCH, texte="cassé")
    second.edit(BENCH, texte="arraché")
    judge.receive([*first.file(), *second.file()])

    decision = judge.decide(BENCH, texte="cassé")
    late.receive([decision])
    assert late.heads(BENCH)[0] == "cassé"
    made.meet()

    assert [poste.heads(BENCH) for poste in made] == [["cassé"]] * 4
    assert all(replay(poste.held.values()).conflicts() == frozenset() for poste in made)


def test_scenario_5_two_decisions_are_one_new_conflict_and_nothing_older_comes_back():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé")
    second.edit(BENCH, texte="arraché")
    made.meet()

    first.decide(BENCH, texte="à réparer")
    second.decide(BENCH, texte="à remplacer")
    made.meet()

    assert [set(poste.heads(BENCH)) for poste in made] == [{"à réparer", "à remplacer"}] * 2


def test_an_ordinary_edit_leaves_the_other_side_of_a_conflict_open():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé", clock=NOON + 1)
    second.edit(BENCH, texte="arraché", clock=NOON + 2)
    made.meet()

    first.edit(BENCH, texte="arraché net", clock=NOON)
    made.meet()

    assert [poste.heads(BENCH) for poste in made] == [["arraché net", "cassé"]] * 2


def test_a_value_set_again_after_seeing_it_leaves_no_conflict():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé")
    second.receive(first.file())

    second.edit(BENCH, texte="cassé", clock=0)
    made.meet()

    assert [poste.heads(BENCH) for poste in made] == [["cassé"]] * 2


def test_a_field_that_is_emptied_is_not_a_field_that_was_never_filled():
    made = team()
    first, _ = made

    first.edit(BENCH, texte=None)
    made.meet()

    assert shown(made) == [None] * 2
    state = first.state(BENCH)
    assert state is not None
    assert "gravite" not in state.values()


# --- clocks -------------------------------------------------------------------------------


def test_scenario_6_equal_stamps_are_decided_by_the_replica_the_same_way_everywhere():
    made = team()
    first, second = made

    one = first.edit(BENCH, texte="cassé", clock=NOON + 7)
    two = second.edit(BENCH, texte="arraché", clock=NOON + 7)
    made.meet()

    assert (one.stamp, one.replica) == (two.stamp, "a")
    assert shown(made) == ["arraché"] * 2


def test_scenario_7_a_correction_beats_a_clock_in_2050_and_other_stamps_stay_in_the_present():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé", clock=YEAR_2050)
    second.receive(first.file())

    correction = second.edit(BENCH, texte="réparé", lieu="allée", clock=NOON + 5)
    made.meet()

    assert shown(made) == ["réparé"] * 2
    assert correction.payload is not None
    assert correction.payload["texte"]["t"] == [YEAR_2050, 1]
    assert "t" not in correction.payload["lieu"]
    assert correction.stamp == second.last == Stamp(NOON + 5, 0)
    assert second.edit(BENCH, lieu="parc", clock=NOON + 6).stamp == Stamp(NOON + 6, 0)


def test_scenario_8_a_clock_that_steps_back_keeps_own_changes_in_order():
    made = team()
    first, _ = made

    stamps = [first.edit(BENCH, texte=str(ms), clock=ms).stamp for ms in (NOON + 9, 0, NOON, 0)]

    assert stamps == [Stamp(NOON + 9, counter) for counter in range(4)]
    assert first.heads(BENCH) == ["0"]


SUMMER_ENDS = 1_792_890_000_000
"""25 October 2026, 01:00 UTC: clocks in France go back from 3 to 2 o'clock."""


def test_scenario_9_the_hour_that_comes_twice_and_another_zone_alter_no_order():
    made = team()
    first, second = made
    first.edit(BENCH, texte="avant", clock=SUMMER_ENDS - 20 * 60_000)

    second.receive(first.file())
    second.edit(BENCH, texte="après", clock=SUMMER_ENDS + 10 * 60_000)
    made.meet()

    read = [formats.from_ms(ms) for ms in (SUMMER_ENDS - 20 * 60_000, SUMMER_ENDS + 10 * 60_000)]
    assert [f"{moment:%H:%M}" for moment in read] == ["02:40", "02:10"]
    assert [poste.shown(BENCH) for poste in made] == ["après", "après"]
    assert all(poste.conflicts(BENCH) == () for poste in made)
    abroad = formats.from_ms(SUMMER_ENDS, "Indian/Reunion")
    assert abroad.timestamp() == formats.from_ms(SUMMER_ENDS).timestamp()
    assert f"{abroad:%H:%M}" == "05:00"


def test_one_element_of_a_list_added_on_two_laptops_is_one_row_without_conflict():
    made = team()
    first, second = made
    element = child_id("6f0d8c3a-2f6b-5a52-9d0e-0b6a4d1f7c12", "éclairage")
    assert element == child_id("6f0d8c3a-2f6b-5a52-9d0e-0b6a4d1f7c12", "éclairage")

    for poste in (first, second):
        poste.create(element, BENCH, texte="éclairage")
    made.meet()
    second.delete(element)
    made.meet()

    for poste in made:
        assert poste.conflicts(element) == ()
        assert element in replay(poste.held.values()).hidden


@pytest.mark.parametrize(
    ("wall", "last", "expected"),
    [
        (5, None, (5, 0)),
        (5, Stamp(4, 3), (5, 0)),
        (5, Stamp(5, 0), (5, 1)),
        (5, Stamp(6, 2), (6, 3)),
        (-5, None, (0, 0)),
        (5, Stamp(6, 2**32 - 1), (7, 0)),
    ],
)
def test_a_tick_is_never_before_the_last_one(wall, last, expected):
    assert tick(wall, last) == expected


def test_a_lift_moves_only_what_is_behind():
    assert lift(Stamp(5, 0), Stamp(4, 9)) == (5, 0)
    assert lift(Stamp(5, 0), Stamp(5, 0)) == (5, 1)
    assert lift(Stamp(5, 0), Stamp(9, 2)) == (9, 3)
    assert lift(Stamp(5, 0), Stamp(9, 2**32 - 1)) == (10, 0)


# --- deletes ------------------------------------------------------------------------------


def looks(made: Team) -> list[tuple[bool, bool]]:
    seen = [poste.visibility(BENCH) for poste in made]
    return [(view.alive, view.notice) for view in seen]


def test_a_delete_hides_the_record_and_its_children_everywhere():
    made = team()
    first, second = made
    second.create("photo", BENCH, texte="vue")
    made.meet()

    first.delete(BENCH)
    made.meet()

    assert looks(made) == [(False, False)] * 2
    assert replay(first.held.values()).hidden == {BENCH, "photo"}


def test_scenario_10_an_edit_the_deleter_had_not_seen_keeps_the_record_with_a_notice():
    made = team()
    first, second = made

    first.delete(BENCH, clock=YEAR_2050)
    second.edit(BENCH, texte="cassé", clock=0)
    made.meet()

    assert looks(made) == [(True, True)] * 2
    assert shown(made) == ["cassé"] * 2
    assert replay(first.held.values()).notices == {BENCH}


def test_scenario_11_a_child_the_deleter_had_not_seen_keeps_the_record_with_a_notice():
    made = team()
    first, second = made

    first.delete(BENCH)
    second.create("photo", BENCH, texte="vue")
    made.meet()

    assert looks(made) == [(True, True)] * 2
    assert replay(second.held.values()).hidden == frozenset()


def test_deleting_a_child_neither_revives_its_deleted_record_nor_hides_a_live_one():
    made = team()
    first, second = made
    first.create("photo", BENCH, texte="vue")
    made.meet()

    first.delete(BENCH)
    second.delete("photo")
    made.meet()
    assert looks(made) == [(False, False)] * 2

    first.restore(BENCH)
    made.meet()
    assert looks(made) == [(True, False)] * 2
    assert replay(first.held.values()).hidden == {"photo"}


def test_restoring_a_child_is_work_under_its_record():
    made = team()
    first, second = made
    first.create("photo", BENCH, texte="vue")
    first.delete("photo")
    made.meet()

    first.delete(BENCH)
    second.restore("photo")
    made.meet()

    assert looks(made) == [(True, True)] * 2
    assert replay(first.held.values()).hidden == frozenset()


def test_scenario_12_delete_restore_delete_are_each_seen_by_all():
    made = team(3)
    first, second, third = made
    first.delete(BENCH)
    made.meet()
    assert looks(made) == [(False, False)] * 3

    second.restore(BENCH)
    made.meet()
    assert looks(made) == [(True, False)] * 3

    third.delete(BENCH)
    made.meet()
    assert looks(made) == [(False, False)] * 3


def test_scenario_13_a_restore_that_saw_one_of_two_deletes_revives_with_a_notice():
    made = team(3)
    first, second, third = made
    first.delete(BENCH)
    second.delete(BENCH)
    third.receive(first.file())

    third.restore(BENCH)
    assert looks(made)[2] == (True, False)
    made.meet()

    assert looks(made) == [(True, True)] * 3


def test_a_restore_settles_the_notice_for_all():
    made = team()
    first, second = made
    first.delete(BENCH)
    second.edit(BENCH, texte="cassé")
    made.meet()

    second.restore(BENCH)
    made.meet()

    assert looks(made) == [(True, False)] * 2


def test_a_conflict_of_a_hidden_record_waits_for_nobody():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé")
    second.edit(BENCH, texte="arraché")
    made.meet()

    first.delete(BENCH)
    made.meet()

    assert replay(second.held.values()).conflicts() == frozenset()


# --- duplicates, loss, cloned disks -------------------------------------------------------


def test_scenarios_17_and_18_an_old_file_after_a_newer_one_changes_nothing():
    made = team()
    first, second = made
    first.edit(BENCH, texte="cassé")
    old = first.file()
    first.edit(BENCH, texte="réparé")
    new = first.file()

    second.receive(new)
    before = dict(second.held)
    second.receive(old)
    second.receive(new)

    assert second.held == before
    assert second.shown(BENCH) == "réparé"


def test_scenario_20_work_travels_through_a_poste_in_between():
    made = team(3)
    first, second, third = made
    first.edit(BENCH, texte="cassé")

    second.receive(first.file())
    third.receive(second.file())

    assert third.held == first.held


def test_scenario_22_one_name_with_two_contents_is_a_fork():
    one = make_change("a", 1, payload={"texte": {"v": "cassé", "x": []}})
    two = make_change("a", 1, payload={"texte": {"v": "arraché", "x": []}})

    with pytest.raises(ForkError) as fork:
        union([one], [two])

    assert fork.value.change_id == ChangeId("a", 1)


@pytest.mark.parametrize("field", ["author", "entity", "row", "root", "schema", "commitment"])
def test_each_part_of_a_header_tells_a_fork(field):
    change = make_change()
    other = replace(change, **{field: 99 if field == "schema" else "autre"})

    with pytest.raises(ForkError):
        union([change], [other])


# --- purge --------------------------------------------------------------------------------


def test_scenario_40_a_purge_erases_what_it_had_not_seen_and_nothing_comes_back():
    made = team(3)
    first, second, third = made
    old = third.file()
    second.edit(BENCH, texte="secret")
    second.create("photo", BENCH, texte="visage")

    first.purge(BENCH)
    made.meet()
    third.receive(old)
    third.receive(team().postes[0].file())

    for poste in made:
        snapshot = replay(poste.held.values())
        assert snapshot.purged == {BENCH}
        assert snapshot.hidden == {BENCH, "photo"}
        assert snapshot.rows == {}
        assert "secret" not in "".join(to_line(change) for change in poste.held.values())
        assert "visage" not in "".join(to_line(change) for change in poste.held.values())


def test_a_purge_spares_other_records():
    made = team()
    first, second = made
    second.create("lampadaire", texte="éteint")

    first.purge(BENCH)
    made.meet()

    assert second.shown("lampadaire") == "éteint"
    assert replay(first.held.values()).hidden == {BENCH}


def test_an_erased_copy_never_wins_over_a_full_one_unless_a_purge_says_so():
    change = make_change()
    purge = make_change("b", 1, kind=Kind.PURGE, row=change.row, payload={})

    assert union([blank(change)], [change])[change.id] == change
    assert union([change], [blank(change)])[change.id] == change
    assert union([change], [purge])[change.id] == blank(change)
    assert union([purge], [change])[change.id] == blank(change)


def test_the_chain_still_verifies_after_a_purge_and_the_purge_keeps_its_reason():
    made = team()
    first, _ = made
    first.edit(BENCH, texte="secret")
    before = list(first.held.values())

    purge = first.purge(BENCH)

    assert chain(first.held.values()) == chain([*before, purge])
    assert first.held[purge.id].payload == {"motif": "fin"}


def test_a_delete_keeps_its_frontier_in_one_order():
    assert list(delete_payload({"b": 2, "a": 1})["f"]) == ["a", "b"]
