"""Frozen rows of what may be proposed: bailleurs and vacant dwellings."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class BailleurRecord:
    """A bailleur of the operation."""

    id: str
    draft: BailleurDraft
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisponibleRecord:
    """A vacant dwelling; `libelle` reads « Résidence-Essai · 3e · T4 »."""

    id: str
    draft: LogementDisponibleDraft
    libelle: str
    bailleur: str
    nb_propositions: int
