"""The simulator: the laws over long histories, and a replay file that tells a failure again."""

from __future__ import annotations

import pytest

from tests.simulateur import History, drawn, failure, main, shortened
from tests.unit.histories import Team


@pytest.mark.parametrize(
    ("seed", "postes"),
    [
        (7, 5),
        (11, 10),
        *(pytest.param(seed, 2 + seed % 9, marks=pytest.mark.long) for seed in range(60)),
    ],
)
def test_every_law_holds_over_a_long_history(seed, postes):
    assert failure(drawn(seed, steps=400, postes=postes)) is None


def forgets_deletes(team: Team) -> str | None:
    """Stand for a bug: the team must never delete anything."""
    deleted = any(fact.kind == "delete" for fact in team.facts.values())
    return "something was deleted" if deleted else None


def test_a_failure_is_shortened_to_what_it_needs_and_can_be_played_again(tmp_path):
    history = drawn(3, steps=300, postes=4)
    assert failure(history, forgets_deletes)

    shorter = shortened(history, forgets_deletes)

    assert 1 <= len(shorter.steps) <= 3
    assert shorter.steps[-1].action == "delete"
    again = History.from_json(shorter.to_json())
    assert again == shorter
    assert failure(again, forgets_deletes, every=1)


def test_the_command_plays_a_seed_and_a_replay_file(tmp_path, capsys):
    kept = tmp_path / "histoire.json"
    kept.write_text(drawn(5, steps=30, postes=3).to_json(), "utf-8")

    assert main(["--graine", "5", "--pas", "30", "--postes", "3"]) == 0
    assert main(["--rejouer", str(kept)]) == 0

    assert capsys.readouterr().out.count("30 steps, 3 postes: every law holds") == 2
