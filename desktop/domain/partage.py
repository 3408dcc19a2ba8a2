"""What a colleague's poste is known to hold: only a file of that poste proves it.

Nothing is ever marked as sent (sync-design, I11). A file says where its author stood in the log
(its frontier) and which pictures it was waiting for: a picture named by a change within the
frontier and not waited for is held there. Everything else is taken to be missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Nommee(NamedTuple):
    """A picture and one of the changes that name it."""

    sha256: str
    replica: str
    n: int


@dataclass(frozen=True, slots=True)
class Preuve:
    """What the last file of a poste proves."""

    frontiere: Mapping[str, int]
    voulus: Collection[str]


def held_by(preuve: Preuve | None, named: Iterable[Nommee]) -> set[str]:
    """Return the pictures that a poste held when it wrote its file; none without a file."""
    if preuve is None:
        return set()
    reached = preuve.frontiere
    known = {one.sha256 for one in named if one.n <= reached.get(one.replica, 0)}
    return known - set(preuve.voulus)


def lacked_by(preuves: Iterable[Preuve | None], named: Iterable[Nommee]) -> set[str]:
    """Return the pictures that at least one of these postes is not proven to hold."""
    every = list(named)
    pictures = {one.sha256 for one in every}
    lacked: set[str] = set()
    for preuve in preuves:
        lacked |= pictures - held_by(preuve, every)
    return lacked
