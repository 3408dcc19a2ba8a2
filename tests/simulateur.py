"""Long histories of a team, drawn from a seed, checked at every meeting, and kept when they fail.

    python -m tests.simulateur --graine 7 --pas 2000 --postes 10
    python -m tests.simulateur --rejouer histoire.json

A history that breaks a law is shortened as far as it still breaks it, printed step by step, and
written as a replay file to attach to a bug.
"""

# ruff: noqa: T201 - a command that speaks to whoever runs it

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.domain.changes import replay
from tests.unit.histories import ACTIONS, FIELDS, NOON, REPLICAS, YEAR_2050, Step, Team, summary

Check = Callable[[Team], str | None]
_VALUES = ("", "un", "deux", "1", 1, 0, True, False, None)


@dataclass(frozen=True)
class History:
    """What happened in a team: enough to live it again."""

    postes: int
    steps: tuple[Step, ...]

    def to_json(self) -> str:
        steps = [asdict(step) for step in self.steps]
        return json.dumps({"postes": self.postes, "pas": steps}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> History:
        found = json.loads(text)
        return cls(found["postes"], tuple(Step(**step) for step in found["pas"]))


def drawn(seed: int, *, steps: int, postes: int) -> History:
    """Return the history of a seed: the same one for ever."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be drawn again
    return History(
        postes,
        tuple(
            Step(
                chance.choice(ACTIONS),
                chance.randrange(postes),
                chance.randrange(200),
                chance.choice(FIELDS),
                chance.choice(_VALUES),
                chance.choice([0, NOON, YEAR_2050, NOON + chance.randrange(-9, 9)]),
            )
            for _ in range(steps)
        ),
    )


def laws(team: Team) -> str | None:
    """Return the law that a team breaks; None: everybody shows what was done and seen."""
    for poste in team:
        if summary(replay(poste.held.values())) != team.expected(poste.held):
            return f"{poste.replica} does not show what its people did and saw"
    return None


def failure(history: History, check: Check = laws, *, every: int = 50) -> str | None:
    """Live a history; return the broken law and when, None when all laws hold to the end."""
    team = Team(history.postes)
    for number, step in enumerate(history.steps, 1):
        team.act(step)
        if number % every == 0:
            broken = check(team)
            if broken is not None:
                return f"step {number}: {broken}"
    team.meet()
    broken = check(team)
    if broken is not None:
        return f"after the last meeting: {broken}"
    shown = [replay(poste.held.values()) for poste in team]
    if any(one != shown[0] for one in shown):
        return "after the last meeting: postes that hold the same changes do not agree"
    return None


def shortened(history: History, check: Check = laws) -> History:
    """Return a history without the steps that the failure does not need."""
    size = max(1, len(history.steps) // 2)
    while True:
        start = 0
        while start < len(history.steps):
            kept = history.steps[:start] + history.steps[start + size :]
            shorter = History(history.postes, kept)
            if kept and failure(shorter, check, every=1):
                history = shorter
            else:
                start += size
        if size == 1:
            return history
        size //= 2


def told(history: History) -> str:
    """Return a history for a reader, one step a line."""
    return "\n".join(
        f"{number:4} {REPLICAS[step.who % history.postes]} {step.action} "
        f"which={step.which} {step.name}={step.value!r} clock={step.clock}"
        for number, step in enumerate(history.steps, 1)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Simulates a team that exchanges files.")
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--pas", type=int, default=1000)
    parser.add_argument("--postes", type=int, default=5, choices=range(2, len(REPLICAS) + 1))
    parser.add_argument("--rejouer", type=Path)
    parser.add_argument("--garder", type=Path, default=Path("histoire.json"))
    given = parser.parse_args(arguments)
    if given.rejouer is not None:
        history = History.from_json(given.rejouer.read_text("utf-8"))
    else:
        history = drawn(given.graine, steps=given.pas, postes=given.postes)
    broken = failure(history)
    if broken is None:
        print(f"{len(history.steps)} steps, {history.postes} postes: every law holds")
        return 0
    shorter = history if given.rejouer else shortened(history)
    given.garder.write_text(shorter.to_json(), "utf-8")
    print(f"{broken}\n{told(shorter)}\nreplay file: {given.garder}")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
