"""Every team key that a poste holds for an espace, and how two postes agree on them.

A key is named by its generation and its recipient: two people who change the key on the same
day, each on their own poste, make two keys of one generation. All are kept, so all files stay
readable; the one of the smallest recipient seals new files, on every poste that knows both.
Merging is union, and the earliest moment of a loss holds: the order of invitations does not
matter, and nothing ever goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.security.equipe import CleEquipe

GENERATION_MAX = 10_000
KEYS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CleTenue:
    """A team key and its life: since when, why it was made, when it was replaced.

    `depuis_ms` is None for a key that no change made: the first of an espace.
    """

    cle: CleEquipe
    depuis_ms: int | None = None
    motif: str = ""
    remplacee_ms: int | None = None

    @property
    def name(self) -> tuple[int, str]:
        """What tells it from every other key; sorts keys of one generation."""
        return self.cle.generation, self.cle.age_recipient

    def to_dict(self) -> dict[str, Any]:
        """Return the key as JSON values: secret, to be sealed at once."""
        return {
            **self.cle.to_dict(),
            "depuis_ms": self.depuis_ms,
            "motif": self.motif,
            "remplacee_ms": self.remplacee_ms,
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> CleTenue:
        """Read what `to_dict` gave, or a bare key.

        Raises:
            ValueError: a part is missing or is not what it should be.
        """
        try:
            cle, motif = CleEquipe.from_dict(found), found.get("motif", "")
        except AttributeError as error:
            raise ValueError("not a team key") from error
        if cle.generation > GENERATION_MAX or not isinstance(motif, str):
            raise ValueError("not a team key")
        return cls(
            cle=cle,
            depuis_ms=_moment(found.get("depuis_ms")),
            motif=motif,
            remplacee_ms=_moment(found.get("remplacee_ms")),
        )


@dataclass(frozen=True, slots=True)
class ClesTenues:
    """The keys of one espace, the one that seals first; made by `of`, never empty."""

    cles: tuple[CleTenue, ...]

    @classmethod
    def of(cls, cles: Iterable[CleTenue]) -> ClesTenues:
        """Put keys in order; one that comes twice counts once.

        Raises:
            ValueError: no key at all, or an absurd number of them.
        """
        named: dict[tuple[int, str], CleTenue] = {}
        losses: dict[int, int] = {}
        for one in cles:
            named[one.name] = _joined(named[one.name], one) if one.name in named else one
            if one.remplacee_ms is not None:
                known = losses.get(one.cle.generation, one.remplacee_ms)
                losses[one.cle.generation] = min(known, one.remplacee_ms)
        if not 0 < len(named) <= KEYS_MAX:
            raise ValueError("no key, or too many")
        ordered = sorted(
            named.values(), key=lambda one: (-one.cle.generation, one.cle.age_recipient)
        )
        return cls(
            tuple(replace(one, remplacee_ms=losses.get(one.cle.generation)) for one in ordered)
        )

    @property
    def current(self) -> CleTenue:
        """The key that seals new files."""
        return self.cles[0]

    @property
    def generation(self) -> int:
        """The latest generation."""
        return self.current.cle.generation

    @property
    def twins(self) -> int:
        """Number of keys of the latest generation: above one, two people changed it at once."""
        return sum(one.cle.generation == self.generation for one in self.cles)

    def readers(self) -> dict[int, CleEquipe]:
        """Return every key by rank, the likeliest first: a generation may have two."""
        return {rank: one.cle for rank, one in enumerate(self.cles)}

    def shares_with(self, other: ClesTenues) -> bool:
        """Whether both hold at least one same key: else they are not one team."""
        return bool({one.name for one in self.cles} & {one.name for one in other.cles})

    def merged(self, other: ClesTenues) -> ClesTenues:
        """Return the keys of both."""
        return ClesTenues.of((*self.cles, *other.cles))

    def renewed(self, cle: CleEquipe, *, now_ms: int, motif: str) -> ClesTenues:
        """Return the keys once `cle` has replaced those in use on account of a loss."""
        older = (
            one if one.remplacee_ms is not None else replace(one, remplacee_ms=now_ms)
            for one in self.cles
        )
        return ClesTenues.of((CleTenue(cle=cle, depuis_ms=now_ms, motif=motif), *older))


def _joined(mine: CleTenue, theirs: CleTenue) -> CleTenue:
    """Return one key whose beginning two postes tell: the earliest moment holds."""
    depuis = [moment for moment in (mine.depuis_ms, theirs.depuis_ms) if moment is not None]
    return CleTenue(
        cle=mine.cle,
        depuis_ms=min(depuis, default=None),
        motif=max(mine.motif, theirs.motif),
    )


def _moment(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise ValueError("not a moment")
    return value
