"""Turns what a transaction did to the rows into changes of the log, in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Session

from desktop.domain.changes import (
    SCHEMA,
    Change,
    ChangeId,
    Head,
    Kind,
    RowState,
    Stamp,
    Value,
    alias_payload,
    chain_next,
    chain_start,
    commitment,
    decision_payload,
    delete_payload,
    purge_payload,
    restore_payload,
    row_state,
    separation_payload,
    set_payload,
    tick,
)
from desktop.models import Synced
from desktop.storage import groupes, journal

_SIGNS_PER_LINE = 150_000
"""A sign weighs six bytes at most in JSON: nine tenths of the 1 MiB that a line may weigh."""


@dataclass(frozen=True, slots=True)
class Author:
    """In whose name changes are written: person, replica, espace."""

    personne_id: str
    replica: str
    espace_id: str


class _Set(NamedTuple):
    """Values to write in a row, and how their changes name what they replace."""

    entity: str
    row: str
    root: str
    before: RowState | None
    values: dict[str, Value]
    build: Callable[[Any, Mapping[str, Value], Stamp], dict[str, dict[str, Any]]]


class Recorder:
    """Collects the writes of one session and appends them to the log at the end.

    Several flushes make one change per row, or a few when its texts are very long. Deletes,
    restores and decisions are asked for explicitly; an ORM delete is refused, since rows are
    hidden and never removed.
    """

    def __init__(self, session: Session, author: Author, wall_ms: int) -> None:
        self._author = author
        self._wall_ms = wall_ms
        self._edits: dict[str, tuple[type[Synced], str, dict[str, Value]]] = {}
        self._new: set[str] = set()
        self._decisions: dict[str, tuple[RowState, dict[str, Value]]] = {}
        self._reopened: list[tuple[RowState, dict[str, Value]]] = []
        self._marks: dict[tuple[Kind, str, str, str], None] = {}
        self._purges: list[tuple[str, str, str]] = []
        self._links: list[tuple[Kind, str, str, str, dict[str, Any]]] = []
        event.listen(session, "before_flush", self._collect)

    @property
    def is_empty(self) -> bool:
        """Whether the transaction wrote nothing that travels."""
        return not (
            self._edits
            or self._decisions
            or self._reopened
            or self._marks
            or self._purges
            or self._links
        )

    def decide(self, state: RowState, values: Mapping[str, Value]) -> None:
        """Note a person's decision: it replaces every head of the fields."""
        _, known = self._decisions.setdefault(state.row, (state, {}))
        known.update(values)

    def reopen(self, state: RowState, versions: Iterable[Mapping[str, Value]]) -> None:
        """Note values that stand side by side again, the shown ones last.

        Each version becomes a change of its own that replaces the value now shown and does not
        name the others: they are concurrent, hence an open conflict on every poste.
        """
        self._reopened += [(state, dict(values)) for values in versions]

    def put(self, row: Synced, values: Mapping[str, Value]) -> None:
        """Note values of the log as they are; the caller shows them in the row afterwards."""
        self._note(row, dict(values))

    def mark(self, kind: Kind, entity: str, row: str, root: str) -> None:
        """Note a delete or a restore; once is enough for one row."""
        self._marks[kind, entity, row, root] = None

    def link(self, row: Synced, other: str) -> None:
        """Note that a row is the same thing as another; the other says so as well."""
        self._links.append(
            (Kind.ALIAS, row.__tablename__, row.id, row.racine, alias_payload(other))
        )

    def separate(self, row: Synced, links: Iterable[ChangeId]) -> None:
        """Note that links are withdrawn, in the name of one of the rows they join."""
        payload = separation_payload(links)
        self._links.append((Kind.SEPARATION, row.__tablename__, row.id, row.racine, payload))

    def purge(self, entity: str, root: str, reason: str) -> None:
        """Note that a root is erased for ever, and the code of the reason."""
        self._purges.append((entity, root, reason))

    def _collect(self, session: Session, _context: object, _instances: object) -> None:
        if any(isinstance(row, Synced) for row in session.deleted):
            raise TypeError("rows are hidden, never removed")
        for row in session.new:
            if isinstance(row, Synced):
                self._new.add(row.id)
                self._note(row, self._values(row, row.__dict__.keys() & set(row.fields())))
        for row in session.dirty:
            if isinstance(row, Synced) and session.is_modified(row):
                changed = {
                    attribute.key
                    for attribute in inspect(row).attrs
                    if attribute.history.has_changes()
                }
                if changed & {"id", "racine", "supprime"}:
                    raise TypeError("a row keeps its identifier and root; only marks hide it")
                self._note(row, self._values(row, changed, keep_none=True))

    def _values(self, row: Synced, names: set[str], *, keep_none: bool = False) -> dict[str, Value]:
        values = {name: row.to_log(name, getattr(row, name)) for name in sorted(names)}
        return {name: value for name, value in values.items() if keep_none or value is not None}

    def _note(self, row: Synced, values: dict[str, Value]) -> None:
        _, _, known = self._edits.setdefault(row.id, (type(row), row.racine, {}))
        known.update(values)

    # --- writing --------------------------------------------------------------------------

    def write(self, connection: Connection) -> tuple[int, int, set[str]]:
        """Append the changes; return first n, last n and the rows whose visibility may move."""
        replica = self._author.replica
        frontier = journal.frontier(connection)
        n, digest = frontier.get(replica, (0, chain_start(self._author.espace_id)))
        first = n + 1
        last = journal.last_own_stamp(connection, replica)
        known = self._known(connection)
        lines: list[tuple[Change, bytes]] = []

        def line(kind: Kind, entity: str, row: str, root: str, payload: Any) -> Change:
            nonlocal n, digest
            n += 1
            change = self._change(kind, entity, row, root, payload, n, stamp)
            digest = chain_next(digest, change)
            lines.append((change, digest))
            return change

        heads: list[tuple[RowState | None, Change]] = []
        for entity_name, row, root, before, values, build in self._sets(known):
            for share in _in_lines(values):
                last = stamp = tick(self._wall_ms, last)
                change = line(Kind.SET, entity_name, row, root, build(before, share, stamp))
                heads.append((before, change))
                if share is not values:
                    before = _advance(before, change)  # noqa: PLW2901 - the row as it stands now
        for state, values in self._reopened:
            last = stamp = tick(self._wall_ms, last)
            line(Kind.SET, state.entity, state.row, state.root, set_payload(state, values, stamp))
        for kind, entity_name, row, root in self._marks:
            last = stamp = tick(self._wall_ms, last)
            seen = {name: held for name, (held, _) in frontier.items()}
            if n:  # a poste whose first change this is has seen none of its own
                seen[replica] = n
            write = delete_payload if kind == Kind.DELETE else restore_payload
            line(kind, entity_name, row, root, write(seen))
        for kind, entity_name, row, root, payload in self._links:
            last = stamp = tick(self._wall_ms, last)
            line(kind, entity_name, row, root, payload)
        for entity_name, root, reason in self._purges:
            last = stamp = tick(self._wall_ms, last)
            line(Kind.PURGE, entity_name, root, root, purge_payload(reason))
        journal.append(connection, lines)
        self._write_heads(connection, heads)
        purged = {root for _, root, _ in self._purges}
        linked = {row for _, _, row, _, _ in self._links}
        return first, n, purged | linked | {row for _, _, row, _ in self._marks}

    def _sets(self, known: Mapping[str, RowState]) -> Iterator[_Set]:
        for row, (entity, root, values) in self._edits.items():
            yield _Set(entity.__tablename__, row, root, known.get(row), values, set_payload)
        for row, (state, values) in self._decisions.items():
            yield _Set(state.entity, row, state.root, state, values, decision_payload)

    def _known(self, connection: Connection) -> dict[str, RowState]:
        """Return the stored heads of the edited rows; a field with several has their values.

        An ordinary edit replaces the shown value alone, so that an open conflict survives it.
        """
        known = journal.read_heads(connection, (row for row in self._edits if row not in self._new))
        disputed = [
            row
            for row, state in known.items()
            if any(len(state.heads.get(name, ())) > 1 for name in self._edits[row][2])
        ]
        for row, changes in groupes.changes_of(connection, disputed).items():
            state = row_state(changes)
            if state is not None:
                known[row] = state
        return known

    def _change(
        self, kind: Kind, entity: str, row: str, root: str, payload: Any, n: int, stamp: Stamp
    ) -> Change:
        salt = secrets.token_hex(8)
        return Change(
            replica=self._author.replica,
            n=n,
            stamp=stamp,
            author=self._author.personne_id,
            kind=kind,
            entity=entity,
            row=row,
            root=root,
            schema=SCHEMA,
            salt=salt,
            payload=payload,
            commitment=commitment(salt, payload),
        )

    def _write_heads(
        self, connection: Connection, written: list[tuple[RowState | None, Change]]
    ) -> None:
        rows = []
        for before, change in written:
            state = _advance(before, change)
            last, conflicts = change, 0
            if before is not None and not _is_simple(before, state, change):
                changes = groupes.changes_of(connection, [change.row])[change.row]
                folded = row_state(changes)
                last = max(changes, key=journal.order)
                conflicts = len(folded.conflicts()) if folded else 0
            rows.append(journal.head_row(state, last, conflicts=conflicts, notice=False))
        journal.write_heads(connection, rows)


def _in_lines(values: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """Share fields out so that no change makes a longer line than an exchange file may hold.

    One share is the rule, and then it is `values` itself: only several very long texts written
    at once make more. A field is never cut: the longest one allowed fits in a line.
    """
    costs = {name: len(value) for name, value in values.items() if isinstance(value, str)}
    if sum(costs.values()) <= _SIGNS_PER_LINE:
        yield values
        return
    share: dict[str, Value] = {}
    signs = 0
    for name, value in values.items():
        cost = costs.get(name, 0)
        if share and signs + cost > _SIGNS_PER_LINE:
            yield share
            share, signs = {}, 0
        share[name] = value
        signs += cost
    yield share


def _is_simple(before: RowState, after: RowState, change: Change) -> bool:
    """Say whether the log of a row need not be read: no conflict, no head from a later clock."""
    latest, _ = journal.order(change)
    return all(len(heads) == 1 for heads in after.heads.values()) and all(
        head.stamp < latest for heads in before.heads.values() for head in heads
    )


def _advance(before: RowState | None, change: Change) -> RowState:
    """Return the heads after one own change, without reading the log again."""
    heads = dict(before.heads) if before else {}
    for name, edit in (change.payload or {}).items():
        gone = {(replica, n) for replica, n in edit["x"]}
        stamp = Stamp(*edit["t"]) if "t" in edit else change.stamp
        living = [head for head in heads.get(name, ()) if (head.replica, head.n) not in gone]
        living.append(Head(stamp, change.replica, change.n, None))
        heads[name] = tuple(sorted(living, key=lambda head: head[:3], reverse=True))
    return RowState(change.entity, change.row, change.root, heads)
