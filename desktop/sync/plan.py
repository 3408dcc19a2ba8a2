"""Says what foreign changes would do to an espace, without writing anything.

Most files only add fields: their rows are compared one by one. Where anything else is involved
(a delete, a restore, a purge, a link), the roots concerned are replayed whole, with those that
a link ties to them. Either way the cost follows the file, not the espace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from desktop.domain.changes import RowState, Snapshot, replay, row_state
from desktop.storage import groupes, journal
from desktop.storage.journal import Reading
from desktop.sync.arrivees import Arrivees

_BATCH = 500


@dataclass(slots=True)
class Outcome:
    """Counts of records by kind and by what would happen to them, of conflicts and notices."""

    created: Counter[str] = field(default_factory=Counter)
    modified: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    revived: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    notices: int = 0


def outcome(connection: Reading, arrivees: Arrivees) -> Outcome:
    """Compare what is shown before and after the new changes; the database is only read."""
    found = Outcome()
    marked = arrivees.marked | journal.roots_with_deletes(connection, arrivees.roots())
    links = _links(connection, arrivees)
    marked |= links.keys() & arrivees.roots()
    plain = (
        (root, row)
        for root in arrivees.roots()
        if root not in marked
        for row in arrivees.rows(root)
    )
    while batch := list(islice(plain, _BATCH)):
        _compare_rows(connection, arrivees, batch, found)
    for roots in _tied(marked, links):
        held = [change for root in roots for change in journal.changes_under(connection, root)]
        new = [change for root in roots for change in arrivees.under(root)]
        _compare(replay(held), replay([*held, *new]), {change.row for change in new}, found)
    return found


def _compare_rows(
    connection: Reading, arrivees: Arrivees, batch: list[tuple[str, str]], found: Outcome
) -> None:
    """Compare rows under roots that only `set` changes touch: all of them are shown."""
    held = journal.changes_of_rows(connection, [row for _, row in batch])
    for root, row in batch:
        before = held.get(row, [])
        if not before and (entity := arrivees.only(root, row)) is not None:
            found.created[entity] += 1
            continue
        after = row_state([*before, *arrivees.of_row(root, row)])
        if after is not None:
            _note(row_state(before) if before else None, after, found)


def _note(old: RowState | None, after: RowState, found: Outcome) -> None:
    if old is None:
        found.created[after.entity] += 1
    elif after.values() != old.values():
        found.modified[after.entity] += 1
    found.conflicts += len(set(after.conflicts()) - set(old.conflicts() if old else ()))


def _compare(old: Snapshot, after: Snapshot, touched: set[str], found: Outcome) -> None:
    for row in after.rows.keys() | after.hidden:
        was, is_now = _shown(old, row), _shown(after, row)
        entity = (after.rows.get(row) or old.rows.get(row) or _UNKNOWN).entity
        if is_now and row not in old.rows:
            found.created[entity] += 1
        elif is_now and not was:
            found.revived[entity] += 1
        elif was and not is_now:
            found.hidden[entity] += 1
        elif (
            is_now
            and (row in touched or row in after.groups)
            and after.rows[row].values() != old.rows[row].values()
        ):
            found.modified[entity] += 1
    found.conflicts += len(after.conflicts() - old.conflicts())
    found.notices += len(after.notices - old.notices)


def _shown(state: Snapshot, row: str) -> bool:
    return row in state.rows and row not in state.hidden


_UNKNOWN = RowState("", "", "", {})


# --- roots that go together ---------------------------------------------------------------


def _links(connection: Reading, arrivees: Arrivees) -> dict[str, set[str]]:
    """Return, for each root that a link touches, held or new, the roots it ties it to."""
    pairs = list(groupes.standing(connection).values()) if groupes.exist(connection) else []
    pairs += arrivees.links
    if not pairs:
        return {}
    roots = _roots(connection, arrivees, {row for pair in pairs for row in pair})
    tied: dict[str, set[str]] = {}
    for one, other in pairs:
        together = roots.get(one, set()) | roots.get(other, set())
        for root in together:
            tied.setdefault(root, set()).update(together)
    return tied


def _roots(connection: Reading, arrivees: Arrivees, rows: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row, changes in journal.changes_of_rows(connection, rows).items():
        found.setdefault(row, set()).update(change.root for change in changes)
    for root in arrivees.roots():
        for row in rows.intersection(arrivees.rows(root)):
            found.setdefault(row, set()).add(root)
    return found


def _tied(marked: set[str], links: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield the marked roots, each with all that links tie to it, once."""
    done: set[str] = set()
    for root in sorted(marked):
        if root in done:
            continue
        together, waiting = {root}, [root]
        while waiting:
            further = links.get(waiting.pop(), set()) - together
            together |= further
            waiting.extend(further)
        done |= together
        yield sorted(together)
