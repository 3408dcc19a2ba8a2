"""What a user action returns: the record to show and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop.domain.changeset import ChangeSet

Valeur = TypeVar("Valeur")


@dataclass(frozen=True, slots=True)
class Resultat(Generic[Valeur]):
    """The written record, read again after the commit, and the set for the bus."""

    valeur: Valeur
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Avancement:
    """How far a long operation is; `total` 0 while it is not known."""

    fait: int
    total: int
    libelle: str
