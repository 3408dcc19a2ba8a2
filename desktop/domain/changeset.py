"""What an operation touched: views compare it with what they show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.espaces import Espace


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The (entity, row id) pairs written by one transaction of one espace."""

    espace: Espace
    rows: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, espace: Espace, rows: Iterable[tuple[str, str]]) -> ChangeSet:
        """Build a set from pairs in any order."""
        return cls(espace, frozenset(rows))

    def touches(self, *entities: str) -> bool:
        """Say whether a row of one of these entities was written."""
        return any(entity in entities for entity, _ in self.rows)
