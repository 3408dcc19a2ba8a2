"""Frozen rows of the espace relogement, handed to screens, commands and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RegleRecord:
    """A rule of the espace; `valeur` as it is typed, `source`: who fixes it."""

    id: str
    code: str
    libelle: str
    valeur: str
    unite: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaremeRecord:
    """One value of a dated table of law; `derivee`: computed, to be checked before use."""

    nom: str
    date_debut: date
    zone: str
    categorie: str
    valeur: Decimal
    unite: str
    source: str
    derivee: bool
