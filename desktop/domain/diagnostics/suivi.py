"""The life of a constat as its log tells it: nothing of it is stored twice.

A change that puts back exactly what another one replaced is its undo: both are left out, so
that a contestation noted by mistake is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.domain.changes import Change, ChangeId, Kind, Value
from desktop.domain.codes import EtatConstat, Polarite
from desktop.domain.diagnostics.etats import Effet, transition

_ETAT: Final = "etat"


@dataclass(frozen=True, slots=True)
class Etape:
    """A state that a constat took: when (ms of the author's clock), by whom, from which one.

    `avant` is None for the first state, or when the one before is not known any more.
    """

    etat: EtatConstat
    avant: EtatConstat | None
    ms: int
    auteur: str
    replica: str


def stages(changes: Iterable[Change]) -> tuple[Etape, ...]:
    """Return the states that the changes of one constat gave it, in the order of time."""
    ordered = sorted(
        (one for one in changes if one.kind == Kind.SET and one.payload is not None),
        key=lambda one: (one.stamp, one.replica, one.n),
    )
    known = {one.id: one for one in ordered}
    standing: dict[ChangeId, Change] = {}
    for change in ordered:
        undone = _undone_by(change, standing, known)
        if undone is not None:
            del standing[undone.id]
        else:
            standing[change.id] = change
    found: list[Etape] = []
    for change in standing.values():
        state = _code(_value(change, _ETAT))
        if state is not None:
            before = found[-1].etat if found else None
            if before is not state:
                found.append(Etape(state, before, change.stamp.ms, change.author, change.replica))
    return tuple(found)


def count(found: Iterable[Etape], effet: Effet) -> int:
    """Return how many of the stages were reached by a transition that has an effect."""
    return sum(1 for one in found if _has(one, effet))


def _has(stage: Etape, effet: Effet) -> bool:
    line = transition(Polarite.FAIBLE, stage.avant, stage.etat)
    return line is not None and effet in line.effets


def _undone_by(
    change: Change, standing: dict[ChangeId, Change], known: dict[ChangeId, Change]
) -> Change | None:
    """Return the standing change that this one takes back, field by field."""
    edits = change.payload or {}
    if _ETAT not in edits:
        return None
    for replica, n in edits[_ETAT]["x"]:
        other = standing.get(ChangeId(replica, n))
        if other is None or set(other.payload or {}) != set(edits):
            continue
        if _is_creation(other):
            continue
        if all(edits[name]["v"] == _before(other, name, known) for name in edits):
            return other
    return None


def _is_creation(change: Change) -> bool:
    return not any(edit["x"] for edit in (change.payload or {}).values())


def _before(change: Change, name: str, known: dict[ChangeId, Change]) -> Value:
    """Return the value that a change replaced in a field; None: it had none."""
    for replica, n in (change.payload or {})[name]["x"]:
        replaced = known.get(ChangeId(replica, n))
        if replaced is not None:
            return _value(replaced, name)
    return None


def _value(change: Change, name: str) -> Value:
    value: Value = (change.payload or {}).get(name, {}).get("v")
    return value


def _code(value: Value) -> EtatConstat | None:
    """Return a state this version knows, None for another or for none."""
    try:
        return EtatConstat(value) if isinstance(value, str) else None
    except ValueError:
        return None
