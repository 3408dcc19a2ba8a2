"""Says what foreign changes would do to an espace, without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.domain.changes import Change, Snapshot, replay


@dataclass(slots=True)
class Outcome:
    """Counts of records by what would happen to them; `shown` counts those visible before."""

    created: Counter[str] = field(default_factory=Counter)
    modified: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    revived: int = 0
    conflicts: int = 0
    shown: int = 0


def outcome(before: Iterable[Change], new: Iterable[Change], *, shown: int) -> Outcome:
    """Compare the state of the touched roots before and after the new changes.

    `before` holds every change under the roots that `new` touches; `shown` is the number of
    records visible in the whole espace.
    """
    held, added = list(before), list(new)
    old, after = replay(held), replay([*held, *added])
    touched = {change.row for change in added}
    found = Outcome(shown=shown)
    for row in sorted(after.rows.keys() | after.hidden):
        was, is_now = _shown(old, row), _shown(after, row)
        entity = after.rows[row].entity if row in after.rows else ""
        if is_now and row not in old.rows:
            found.created[entity] += 1
        elif is_now and not was:
            found.revived += 1
        elif was and not is_now:
            found.hidden += 1
        elif is_now and row in touched and after.rows[row].values() != old.rows[row].values():
            found.modified[entity] += 1
    found.conflicts = len(after.conflicts() - old.conflicts()) + len(after.notices - old.notices)
    return found


def _shown(state: Snapshot, row: str) -> bool:
    return row in state.rows and row not in state.hidden
