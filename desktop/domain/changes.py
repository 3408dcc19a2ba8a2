"""The change log as pure functions: the heart of the product.

The truth of an espace is a *set* of small immutable changes. Everything shown is a function
of that set, so merging two postes is set union: order, grouping, repetition and source do not
matter. Nothing here reads a clock, a file or a database.

Three rules carry the rest.

* Fields: a change names the changes it replaces. The *heads* of a field are the changes that
  nobody replaced; the shown value is the head with the greatest stamp. Several distinct head
  values are an open conflict, the same one on every poste, until a person decides.
* Deletes: a delete stores the frontier its author had seen and hides nothing else.
* Clocks: receiving never moves the local clock; replacing a value lifts the stamp of that
  field alone above the one it replaces, so that « I saw it and changed it » always wins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

SCHEMA = 1
"""Number of the schema this application writes in each change."""

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
                if len({_identity(head.value) for head in heads}) > 1
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
    """The whole visible state; equal on every poste that holds the same changes."""

    rows: Mapping[str, RowState]
    hidden: frozenset[str]
    notices: frozenset[str]
    purged: frozenset[str]

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
    """Return the next stamp of this replica: never before its own last one."""
    if last is None or wall_ms > last.ms:
        return Stamp(wall_ms, 0)
    return Stamp(last.ms, last.counter + 1)


def lift(stamp: Stamp, replaced: Stamp) -> Stamp:
    """Return `stamp`, raised above the stamp it replaces if need be."""
    return stamp if stamp > replaced else Stamp(replaced.ms, replaced.counter + 1)


# --- writing ------------------------------------------------------------------------------


def set_payload(
    state: RowState | None, values: Mapping[str, Value], stamp: Stamp
) -> dict[str, dict[str, Any]]:
    """Build the payload of a normal edit: each new value replaces the value that was shown.

    Other heads of the field stay, so an open conflict survives an ordinary correction.
    """
    return _payload(state, values, stamp, lambda heads: heads[:1])


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


def delete_payload(seen: Frontier) -> dict[str, Any]:
    """Build the payload of a delete: the frontier its author had."""
    return {"f": dict(sorted(seen.items()))}


# --- reading ------------------------------------------------------------------------------


def row_state(changes: Iterable[Change]) -> RowState | None:
    """Fold the changes of one row; None when none of them sets a field.

    `changes` may hold deletes and unknown kinds: they are ignored here. A purged change has
    no payload and counts for nothing.
    """
    candidates: dict[str, list[Head]] = {}
    replaced: dict[str, set[tuple[str, int]]] = {}
    origin: tuple[str, str, str] | None = None
    for change in changes:
        if change.kind != Kind.SET or change.payload is None:
            continue
        header = (change.entity, change.row, change.root)
        origin = header if origin is None else min(origin, header)
        for name, edit in change.payload.items():
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
        gone = replaced.get(name, set())
        living = [head for head in found if (head.replica, head.n) not in gone]
        if living:
            living.sort(key=_head_order, reverse=True)
            heads[name] = tuple(living)
    return RowState(origin[0], origin[1], origin[2], heads)


def visibility(changes: Iterable[Change], target: str) -> Visibility:
    """Say whether a row or a root is shown, from the changes under it.

    For a root, `changes` are all changes whose root it is, children and photos included; for
    a child row, the changes of that row. Deleting or restoring a child says nothing of its
    parent's own deletion, but it is work under the parent.
    """
    frontiers: list[Frontier] = []
    work: list[Change] = []
    for change in changes:
        if change.kind == Kind.PURGE:
            return Visibility(alive=False, notice=False, purged=True)
        if change.kind != Kind.DELETE:
            work.append(change)
        elif change.row == target and change.payload is not None:
            frontiers.append(change.payload["f"])
    if not frontiers:
        return Visibility(alive=bool(work), notice=False, purged=False)
    unseen = [
        change
        for change in work
        if all(change.n > seen.get(change.replica, 0) for seen in frontiers)
    ]
    restored = any(change.kind == Kind.RESTORE and change.row == target for change in unseen)
    return Visibility(alive=bool(unseen), notice=bool(unseen) and not restored, purged=False)


def replay(changes: Iterable[Change]) -> Snapshot:
    """Compute the whole state from nothing but the log; « Vérifier la base » compares it."""
    by_row: dict[str, list[Change]] = {}
    by_root: dict[str, list[Change]] = {}
    root_of: dict[str, str] = {}
    for change in changes:
        by_row.setdefault(change.row, []).append(change)
        by_root.setdefault(change.root, []).append(change)
        root_of[change.row] = min(root_of.get(change.row, change.root), change.root)
    roots = {root: visibility(found, root) for root, found in by_root.items()}
    rows: dict[str, RowState] = {}
    hidden: set[str] = set()
    notices = {root for root, seen in roots.items() if seen.notice}
    purged = {root for root, seen in roots.items() if seen.purged}
    for row, found in by_row.items():
        root = root_of[row]
        if root in purged:
            hidden.add(row)
            continue
        state = row_state(found)
        if state is not None:
            rows[row] = state
        shown = roots[root].alive
        if row != root:
            own = visibility(found, row)
            shown = shown and own.alive
            if own.notice:
                notices.add(row)
        if not shown:
            hidden.add(row)
    return Snapshot(rows, frozenset(hidden), frozenset(notices), frozenset(purged))


def frontier(changes: Iterable[Change]) -> dict[str, int]:
    """Return the last n of each replica; meaningful on a log without gaps."""
    last: dict[str, int] = {}
    for change in changes:
        last[change.replica] = max(last.get(change.replica, 0), change.n)
    return last


def union(*logs: Iterable[Change]) -> dict[ChangeId, Change]:
    """Merge logs. A purged copy of a change wins over the full one.

    Raises:
        ForkError: the same name carries two commitments.
    """
    merged: dict[ChangeId, Change] = {}
    for log in logs:
        for change in log:
            known = merged.get(change.id)
            if known is None:
                merged[change.id] = change
            elif known.commitment != change.commitment:
                raise ForkError(change.id)
            elif change.payload is None:
                merged[change.id] = change
    return merged


def _head_order(head: Head) -> tuple[Stamp, str, int]:
    return (head.stamp, head.replica, head.n)


def _identity(value: Value) -> tuple[str, Value]:
    return (type(value).__name__, value)  # True and 1 are different answers


# --- text form ----------------------------------------------------------------------------

_KEYS = frozenset("rntukeigsczp")


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no float."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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


def to_line(change: Change) -> str:
    """Return the change as one line of an export file (without line end)."""
    fields = header(change)
    if change.payload is not None:
        fields["z"] = change.salt
        fields["p"] = change.payload
    return canonical(fields)


def from_line(line: str) -> Change:
    """Read one line of an export file.

    Raises:
        ValueError: not a change, a float, or a payload that its commitment denies.
    """
    try:
        fields = json.loads(line, parse_float=_refuse_number, parse_constant=_refuse_number)
        change = Change(
            replica=_text(fields["r"]),
            n=_count(fields["n"]),
            stamp=_stamp(fields["t"]),
            author=_text(fields["u"]),
            kind=_text(fields["k"]),
            entity=_text(fields["e"]),
            row=_text(fields["i"]),
            root=_text(fields["g"]),
            schema=_count(fields["s"]),
            salt=_text(fields.get("z", "")),
            payload=fields.get("p"),
            commitment=_text(fields["c"]),
            extra={key: value for key, value in fields.items() if key not in _KEYS},
        )
        if change.payload is not None:
            _check_payload(change.kind, change.payload)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a change") from error
    if change.payload is not None and commitment(change.salt, change.payload) != change.commitment:
        raise ValueError("the payload is not the one its author wrote")
    return change


def _check_payload(kind: str, payload: Mapping[str, Any]) -> None:
    if not isinstance(payload, dict):
        raise TypeError("payload is not an object")
    if kind == Kind.SET:
        for edit in payload.values():
            if not isinstance(edit, dict) or not {"v", "x"} <= edit.keys():
                raise TypeError("field without value or replaced changes")
            if isinstance(edit["v"], (list, dict)):
                raise TypeError("a field holds one value")
            for replica, n in edit["x"]:
                _text(replica)
                _count(n)
            if "t" in edit:
                _stamp(edit["t"])
    elif kind == Kind.DELETE:
        for replica, n in payload["f"].items():
            _text(replica)
            _count(n)


def _refuse_number(text: str) -> Value:
    raise ValueError(f"{text} is not a whole number")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("whole number expected")
    return value


def _stamp(value: object) -> Stamp:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - ms and counter
        raise TypeError("stamp expected")
    return Stamp(_count(value[0]), _count(value[1]))
