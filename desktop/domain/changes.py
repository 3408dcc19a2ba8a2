"""The change log as pure functions: the heart of the product.

The truth of an espace is a *set* of small immutable changes. Everything shown is a function
of that set, so merging two postes is set union: order, grouping, repetition and source do not
matter. Nothing here reads a clock, a file or a database.

Four rules carry the rest.

* Fields: a change names the changes it replaces. The *heads* of a field are the changes that
  nobody replaced; the shown value is the head with the greatest stamp. Several distinct head
  values are an open conflict, the same one on every poste, until a person decides.
* Deletes: a delete stores the frontier its author had seen and hides nothing else.
* Duplicates: an alias links two rows of one entity, until a separation names it. Linked rows
  form a group, shown as its smallest row with the fields of all: disagreements are conflicts.
* Clocks: receiving never moves the local clock; replacing a value lifts the stamp of that
  field alone above the one it replaces, so that « I saw it and changed it » always wins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

SCHEMA = 3
"""Number of the schema this application writes in each change; 2: grids, the whole constat;
3: the whole dossier of a ménage."""

LECTEUR_MIN = 1
"""Oldest schema that can interpret what is written here: raised only when a meaning changes."""

NESTING_MAX = 8
TEXT_MAX = 100_000
INTEGER_MAX = 2**63 - 1
MS_MAX = 253_402_300_799_999
COUNTER_MAX = 2**32 - 1
"""Limits of what a change may hold; a reader refuses the rest, so a writer must as well.

The last stamp is the end of year 9999, the last one that can be shown as a date.
"""

Value: TypeAlias = str | int | bool | None
"""What a field may hold; no float: two laptops must never round differently."""

Frontier: TypeAlias = Mapping[str, int]
"""For each replica, the last n held."""


class Kind(StrEnum):
    """Kinds this version understands; others are stored and relayed verbatim."""

    SET = "set"
    DELETE = "delete"
    RESTORE = "restore"
    PURGE = "purge"
    ALIAS = "alias"
    SEPARATION = "separation"


class ChangeId(NamedTuple):
    """Name of a change within its espace, for ever."""

    replica: str
    n: int


class Stamp(NamedTuple):
    """Milliseconds since 1970 UTC by the author's clock, then a counter."""

    ms: int
    counter: int


@dataclass(frozen=True, slots=True)
class Change:
    """One immutable line of the log.

    `payload` is the JSON object of the kind (for `set`: field → {"v": value, "x": replaced
    changes, "t": lifted stamp if any}); None once purged. `salt` guards the commitment of a
    short erased value against guessing. `extra` keeps keys a newer writer added.
    """

    replica: str
    n: int
    stamp: Stamp
    author: str
    kind: str
    entity: str
    row: str
    root: str
    schema: int
    salt: str
    payload: Mapping[str, Any] | None
    commitment: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> ChangeId:
        """Name of the change."""
        return ChangeId(self.replica, self.n)


class Head(NamedTuple):
    """A value that nobody has replaced; ordered by (stamp, replica, n)."""

    stamp: Stamp
    replica: str
    n: int
    value: Value

    @property
    def id(self) -> ChangeId:
        """Name of the change that set the value."""
        return ChangeId(self.replica, self.n)


@dataclass(frozen=True, slots=True)
class RowState:
    """What the log says of one row; `heads` lists the shown value first."""

    entity: str
    row: str
    root: str
    heads: Mapping[str, tuple[Head, ...]]

    def values(self) -> dict[str, Value]:
        """Return the shown value of each field."""
        return {name: heads[0].value for name, heads in self.heads.items()}

    def conflicts(self) -> tuple[str, ...]:
        """Return the fields whose heads hold more than one distinct value, sorted."""
        return tuple(
            sorted(
                name
                for name, heads in self.heads.items()
                if len(heads) > 1 and len({_identity(head.value) for head in heads}) > 1
            )
        )


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether a row or a root is shown.

    `notice` is true when a delete met work its author had not seen and no later restore has
    settled it: « supprimé par X pendant que Y y travaillait ».
    """

    alive: bool
    notice: bool
    purged: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole visible state; equal on every poste that holds the same changes.

    `groups` names, for each row linked to another, the row that shows the whole group.
    """

    rows: Mapping[str, RowState]
    hidden: frozenset[str]
    notices: frozenset[str]
    purged: frozenset[str]
    groups: Mapping[str, str]

    def conflicts(self) -> frozenset[tuple[str, str]]:
        """Return the (row, field) pairs that wait for a decision."""
        return frozenset(
            (row, name)
            for row, state in self.rows.items()
            if row not in self.hidden
            for name in state.conflicts()
        )


class ForkError(Exception):
    """One name, two contents: the same replica wrote on two machines (a cloned disk)."""

    def __init__(self, change_id: ChangeId) -> None:
        super().__init__(f"change {change_id.replica}/{change_id.n} has two contents")
        self.change_id = change_id


# --- clocks -------------------------------------------------------------------------------


def tick(wall_ms: int, last: Stamp | None) -> Stamp:
    """Return the next stamp of this replica: never before its own last one, nor before 1970."""
    if last is None or wall_ms > last.ms:
        return Stamp(max(wall_ms, 0), 0)
    return _after(last)


def lift(stamp: Stamp, replaced: Stamp) -> Stamp:
    """Return `stamp`, raised above the stamp it replaces if need be."""
    return stamp if stamp > replaced else _after(replaced)


def _after(stamp: Stamp) -> Stamp:
    if stamp.counter == COUNTER_MAX:
        return Stamp(stamp.ms + 1, 0)
    return Stamp(stamp.ms, stamp.counter + 1)


# --- writing ------------------------------------------------------------------------------


def set_payload(
    state: RowState | None, values: Mapping[str, Value], stamp: Stamp
) -> dict[str, dict[str, Any]]:
    """Build the payload of a normal edit: each new value replaces the value that was shown.

    The shown value may have been set twice, by two postes that agreed: all its heads go. Heads
    with another value stay, so an open conflict survives an ordinary correction.
    """
    return _payload(state, values, stamp, _shown)


def decision_payload(
    state: RowState, values: Mapping[str, Value], stamp: Stamp
) -> dict[str, dict[str, Any]]:
    """Build the payload of a person's decision: each value replaces all the heads."""
    return _payload(state, values, stamp, lambda heads: heads)


def _payload(
    state: RowState | None,
    values: Mapping[str, Value],
    stamp: Stamp,
    replaced_of: Callable[[tuple[Head, ...]], tuple[Head, ...]],
) -> dict[str, dict[str, Any]]:
    payload: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        heads = state.heads.get(name, ()) if state else ()
        replaced = replaced_of(heads)
        edit: dict[str, Any] = {"v": value, "x": [[head.replica, head.n] for head in replaced]}
        if replaced:
            lifted = lift(stamp, max(head.stamp for head in replaced))
            if lifted != stamp:
                edit["t"] = [lifted.ms, lifted.counter]
        payload[name] = edit
    return payload


def _shown(heads: tuple[Head, ...]) -> tuple[Head, ...]:
    return tuple(head for head in heads if _identity(head.value) == _identity(heads[0].value))


def delete_payload(seen: Frontier) -> dict[str, Any]:
    """Build the payload of a delete: the frontier its author had."""
    return {"f": dict(sorted(seen.items()))}


def restore_payload(seen: Frontier) -> dict[str, Any]:
    """Build the payload of a restore: the frontier its author had, hence the deletes it settles."""
    return {"f": dict(sorted(seen.items()))}


def purge_payload(reason: str) -> dict[str, Any]:
    """Build the payload of a purge: the code of its reason, the one thing that stays readable."""
    return {"m": reason}


def alias_payload(other: str) -> dict[str, Any]:
    """Build the payload of a link; the caller writes it on both rows, each naming the other."""
    return {"o": other}


def separation_payload(links: Iterable[ChangeId]) -> dict[str, Any]:
    """Build the payload of « Séparer »: the links it withdraws, and no later one."""
    return {"x": sorted([link.replica, link.n] for link in links)}


def blank(change: Change) -> Change:
    """Return what a purge leaves of a change: the header, so that the chain still verifies."""
    return replace(change, payload=None, salt="")


# --- reading ------------------------------------------------------------------------------


def row_state(changes: Iterable[Change]) -> RowState | None:
    """Fold the changes of one row; None when none of them sets a field.

    `changes` may hold deletes and unknown kinds: they are ignored here. A purged change has
    no payload and counts for nothing.
    """
    readable = [c for c in changes if c.kind == Kind.SET and c.payload is not None]
    if len(readable) == 1:
        return _first_state(readable[0])
    candidates: dict[str, list[Head]] = {}
    replaced: dict[str, set[tuple[str, int]]] = {}
    origin: tuple[str, str, str] | None = None
    for change in readable:
        header = (change.entity, change.row, change.root)
        origin = header if origin is None else min(origin, header)
        for name, edit in (change.payload or {}).items():
            lifted = edit.get("t")
            stamp = Stamp(*lifted) if lifted else change.stamp
            candidates.setdefault(name, []).append(Head(stamp, change.replica, change.n, edit["v"]))
            if edit["x"]:
                replaced.setdefault(name, set()).update(
                    (replica, n) for replica, n in edit["x"] if (replica, n) != change.id
                )
    if origin is None:
        return None
    heads: dict[str, tuple[Head, ...]] = {}
    for name, found in candidates.items():
        gone = replaced.get(name)
        living = [head for head in found if (head.replica, head.n) not in gone] if gone else found
        if len(living) > 1:
            living.sort(key=_head_order, reverse=True)
        if living:
            heads[name] = tuple(living)
    return RowState(origin[0], origin[1], origin[2], heads)


def _first_state(change: Change) -> RowState:
    """Fold the one change of a row; most rows of an import have no other."""
    heads = {
        name: (
            Head(
                Stamp(*edit["t"]) if edit.get("t") else change.stamp,
                change.replica,
                change.n,
                edit["v"],
            ),
        )
        for name, edit in (change.payload or {}).items()
    }
    return RowState(change.entity, change.row, change.root, heads)


def visibility(changes: Iterable[Change], target: str) -> Visibility:
    """Say whether a row or a root is shown, from the changes under it.

    For a root, `changes` are all changes whose root it is, children and photos included; for
    a child row, the changes of that row. Restoring a child is work under the parent; deleting
    one is not, and neither decides of the parent's own deletion.
    """
    deletes: list[Change] = []
    restores: list[Frontier] = []
    work: list[Change] = []
    for change in changes:
        if change.kind == Kind.PURGE:
            return Visibility(alive=False, notice=False, purged=True)
        if change.kind != Kind.DELETE:
            work.append(change)
            if change.kind == Kind.RESTORE and change.row == target and change.payload is not None:
                restores.append(change.payload["f"])
        elif change.row == target and change.payload is not None:
            deletes.append(change)
    if not deletes:
        return Visibility(alive=bool(work), notice=False, purged=False)
    alive = any(not any(_saw(delete, change) for delete in deletes) for change in work)
    settled = all(any(_holds(seen, delete) for seen in restores) for delete in deletes)
    return Visibility(alive=alive, notice=alive and not settled, purged=False)


def _saw(delete: Change, change: Change) -> bool:
    return delete.payload is not None and _holds(delete.payload["f"], change)


def _holds(seen: Frontier, change: Change) -> bool:
    return change.n <= seen.get(change.replica, 0)


def standing_links(changes: Iterable[Change]) -> dict[ChangeId, tuple[str, str]]:
    """Return the (row, other row) of each alias that no separation withdrew."""
    links: dict[ChangeId, tuple[str, str]] = {}
    withdrawn: set[ChangeId] = set()
    for change in changes:
        if change.payload is None:
            continue
        if change.kind == Kind.ALIAS:
            links[change.id] = (change.row, change.payload["o"])
        elif change.kind == Kind.SEPARATION:
            withdrawn.update(ChangeId(replica, n) for replica, n in change.payload["x"])
    return {link: rows for link, rows in links.items() if link not in withdrawn}


def groups(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each linked row, the smallest row it is linked to, by whatever path."""
    canon: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for one, other in links:
        first, second = sorted((canon.setdefault(one, one), canon.setdefault(other, other)))
        if first == second:
            continue
        joined = members.pop(second, [second])
        members.setdefault(first, [first]).extend(joined)
        for row in joined:
            canon[row] = first
    return {row: first for row, first in canon.items() if first in members}


def replay(changes: Iterable[Change]) -> Snapshot:
    """Compute the whole state from nothing but the log; « Vérifier la base » compares it."""
    return _Replay(changes).snapshot()


class _Replay:
    """The log sorted by row and by root, and what each says on its own."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.by_row: dict[str, list[Change]] = {}
        self.root_of: dict[str, str] = {}
        by_root: dict[str, list[Change]] = {}
        marks: list[Change] = []
        for change in changes:
            self.by_row.setdefault(change.row, []).append(change)
            by_root.setdefault(change.root, []).append(change)
            root = self.root_of.get(change.row, change.root)
            self.root_of[change.row] = min(root, change.root)
            if change.kind in {Kind.ALIAS, Kind.SEPARATION}:
                marks.append(change)
        self.roots = {root: visibility(found, root) for root, found in by_root.items()}
        self.own = {
            row: self.roots[row] if row == self.root_of[row] else visibility(found, row)
            for row, found in self.by_row.items()
        }
        states = ((row, row_state(found)) for row, found in self.by_row.items())
        self.states = {row: state for row, state in states if state and not self._is_purged(row)}
        links = standing_links(mark for mark in marks if not self.roots[mark.root].purged).values()
        self.canon = groups(link for link in links if self._joins(*link))
        self.members: dict[str, list[str]] = {}
        for row, canon in self.canon.items():
            self.members.setdefault(canon, []).append(row)

    def snapshot(self) -> Snapshot:
        rows = dict(self.states)
        hidden: set[str] = set()
        notices: set[str] = set()
        for canon, members in self.members.items():
            state = row_state(change for row in members for change in self.by_row[row])
            if state is not None:
                rows[canon] = state
        for row in self.by_row:
            if self._is_purged(row) or self.canon.get(row, row) != row:
                hidden.add(row)
                continue
            members = self._group(row)
            if not any(self._is_shown(member) for member in members):
                hidden.add(row)
            if any(self.own[member].notice for member in members):
                notices.add(row)
        purged = {root for root, seen in self.roots.items() if seen.purged}
        return Snapshot(rows, frozenset(hidden), frozenset(notices), frozenset(purged), self.canon)

    def _joins(self, one: str, other: str) -> bool:
        """Say whether a link counts: two rows held here, of one entity, neither of them purged."""
        return (
            one in self.states
            and other in self.states
            and self.states[one].entity == self.states[other].entity
        )

    def _group(self, row: str) -> list[str]:
        return self.members.get(self.canon.get(row, row), [row])

    def _is_purged(self, row: str) -> bool:
        return self.roots[self.root_of[row]].purged

    def _is_shown(self, row: str) -> bool:
        """Say whether a row is shown for itself; a root lives as long as one of its group does."""
        root = self.root_of[row]
        if row == root:
            return self.own[row].alive
        living = any(self._is_alive(member) for member in self._group(root))
        return living and self.own[row].alive

    def _is_alive(self, row: str) -> bool:
        """Say the same of a row of the group of a root, which may be known by its children only."""
        own = self.own.get(row)
        return self.roots[self.root_of.get(row, row)].alive and (own is None or own.alive)


def frontier(changes: Iterable[Change]) -> dict[str, int]:
    """Return the last n of each replica; meaningful on a log without gaps."""
    last: dict[str, int] = {}
    for change in changes:
        last[change.replica] = max(last.get(change.replica, 0), change.n)
    return last


def union(*logs: Iterable[Change]) -> dict[ChangeId, Change]:
    """Merge logs, and blank what a purge among them erases.

    Only a purge erases: without it, a blanked copy never wins over the full one.

    Raises:
        ForkError: the same name carries two headers.
    """
    merged: dict[ChangeId, Change] = {}
    purged: set[str] = set()
    for log in logs:
        for change in log:
            if change.kind == Kind.PURGE:
                purged.add(change.root)
            known = merged.setdefault(change.id, change)
            if known is change or known == change:
                continue
            if header(known) != header(change):
                raise ForkError(change.id)
            if known.payload is None:
                merged[change.id] = change
    if purged:
        for change in merged.values():
            if change.root in purged and change.kind != Kind.PURGE:
                merged[change.id] = blank(change)
    return merged


def _head_order(head: Head) -> tuple[Stamp, str, int]:
    return (head.stamp, head.replica, head.n)


def _identity(value: Value) -> tuple[str, Value]:
    return (type(value).__name__, value)  # True and 1 are different answers


# --- names and chains --------------------------------------------------------------------


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no float."""
    return _ENCODER.encode(value)


def commitment(salt: str, payload: Mapping[str, Any]) -> str:
    """Return the SHA-256 that binds a header to its payload, in hexadecimal."""
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


def header(change: Change) -> dict[str, Any]:
    """Return the part of a change that survives a purge; the chain hashes cover it."""
    return {
        **change.extra,
        "r": change.replica,
        "n": change.n,
        "t": list(change.stamp),
        "u": change.author,
        "k": change.kind,
        "e": change.entity,
        "i": change.row,
        "g": change.root,
        "s": change.schema,
        "c": change.commitment,
    }


def chain_start(espace_id: str) -> bytes:
    """Return the hash before the first change of any replica of an espace."""
    return hashlib.sha256(f"carnet-de-quartier:{espace_id}".encode()).digest()


def chain_next(previous: bytes, change: Change) -> bytes:
    """Return the running hash of a replica after `change`; it covers headers only."""
    return hashlib.sha256(previous + canonical(header(change)).encode()).digest()
