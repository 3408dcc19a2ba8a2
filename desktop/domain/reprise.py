"""A copied poste signs its later changes again, under a name of its own.

Two machines that write under one replica id give one name two contents. One of them takes the
changes it wrote after the common point, and writes them again as a new replica: same author,
same time, same values. What these changes say of each other follows; what they say of the
common past stays. Nothing is lost, and nothing of the other machine is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.domain.changes import Change, Kind, commitment


def sign_again(tail: Sequence[Change], replica: str) -> list[Change]:
    """Return the end of a chain as the beginning of the chain of `replica`.

    `tail` holds every change of one replica after the common point, in order. Payloads erased
    by a purge stay erased; kinds of a newer version are kept as they are, under the new name.
    """
    if not tail:
        return []
    names = _Names(tail[0].replica, tail[0].n - 1, replica)
    return [_signed(change, names) for change in tail]


class _Names:
    """From the names of the shared chain to those of the new one."""

    def __init__(self, old: str, common: int, new: str) -> None:
        self.old, self.common, self.new = old, common, new

    def rank(self, n: int) -> int:
        return n - self.common

    def name(self, replica: str, n: int) -> list[Any]:
        if replica == self.old and n > self.common:
            return [self.new, self.rank(n)]
        return [replica, n]

    def frontier(self, seen: Mapping[str, int]) -> dict[str, int]:
        """Return a frontier that covers the same changes under their new names."""
        mapped = dict(seen)
        n = mapped.pop(self.old, 0)
        if min(n, self.common):
            mapped[self.old] = min(n, self.common)
        if n > self.common:
            mapped[self.new] = self.rank(n)
        return dict(sorted(mapped.items()))


def _signed(change: Change, names: _Names) -> Change:
    payload = None if change.payload is None else _payload(change.kind, change.payload, names)
    return replace(
        change,
        replica=names.new,
        n=names.rank(change.n),
        payload=payload,
        commitment=change.commitment if payload is None else commitment(change.salt, payload),
    )


def _payload(kind: str, payload: Mapping[str, Any], names: _Names) -> dict[str, Any]:
    if kind == Kind.SET:
        return {
            field: {**edit, "x": _replaced(edit["x"], names)} for field, edit in payload.items()
        }
    if kind in {Kind.DELETE, Kind.RESTORE}:
        return {**payload, "f": names.frontier(payload["f"])}
    if kind == Kind.SEPARATION:
        return {**payload, "x": sorted(_replaced(payload["x"], names))}
    return dict(payload)


def _replaced(listed: Sequence[Sequence[Any]], names: _Names) -> list[list[Any]]:
    return [names.name(replica, n) for replica, n in listed]
