"""Plafonds de ressources: category of a ménage, share of the PLUS, bands (relogement 3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.relogement.composition import (
    ACharge,
    Personne,
    a_charge,
    adultes_de_tete,
)

AGES_JEUNE_MENAGE: Final = 55
_COUPLE: Final = 2
_JEUNE: Final = 3
_BAISSE: Final = Decimal("0.9")


class TranchePlafond(StrEnum):
    """Bands of the share of the plafond PLUS, in percent (3.2).

    A bound belongs to the band above it, but for 100 and 130: at the plafond one is under it.
    """

    MOINS_20 = "MOINS_20"
    DE_20_A_40 = "DE_20_A_40"
    DE_40_A_60 = "DE_40_A_60"
    DE_60_A_80 = "DE_60_A_80"
    DE_80_A_100 = "DE_80_A_100"
    DE_100_A_130 = "DE_100_A_130"
    PLUS_130 = "PLUS_130"


_UNDER: Final = (
    (20, TranchePlafond.MOINS_20),
    (40, TranchePlafond.DE_20_A_40),
    (60, TranchePlafond.DE_40_A_60),
    (80, TranchePlafond.DE_60_A_80),
)
_UP_TO: Final = ((100, TranchePlafond.DE_80_A_100), (130, TranchePlafond.DE_100_A_130))


@dataclass(frozen=True, slots=True)
class Categorie:
    """Category of a ménage; above 6 it counts persons. `sure` False: a datum was guessed."""

    rang: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Revenu:
    """The revenu fiscal de référence that counts, € a year; `n1`: the later year replaced."""

    montant: Decimal
    n1: bool


def categorie(
    gens: Sequence[Personne], *, majore: bool | None, en_couple: bool | None
) -> Categorie | None:
    """Return the category of a ménage, the best of those it belongs to; None without anyone.

    Args:
        gens: The occupants.
        majore: Whether a person of the ménage gives right to the higher plafond; a boolean
            alone is ever stored. None counts as no and makes the category unsure.
        en_couple: Whether the titulaire lives in couple; None makes a jeune ménage unsure.
    """
    if not gens:
        return None
    nombre = len(gens)
    charge: ACharge = a_charge(gens)
    rang, sure = nombre, majore is not None
    if majore:
        rang = nombre + 1
    seul = adultes_de_tete(gens) == 1
    if seul and nombre > 1:
        sure = sure and charge.sur
        if charge.nombre == nombre - 1:
            rang = max(rang, nombre + 1)
    if nombre == _COUPLE and not seul:
        jeune = _jeune_menage(gens, en_couple=en_couple)
        sure = sure and jeune is not None
        if jeune:
            rang = max(rang, _JEUNE)
    return Categorie(rang, sure)


def _jeune_menage(gens: Sequence[Personne], *, en_couple: bool | None) -> bool | None:
    """Return whether two persons are a couple whose ages make 55 or less."""
    if en_couple is False:
        return False
    ages = [one.age for one in gens if one.age is not None]
    if len(ages) < len(gens):
        return None
    if sum(ages) > AGES_JEUNE_MENAGE:
        return False
    return en_couple if all(one.exact for one in gens) else None


def revenu_retenu(n2: Decimal | None, n1: Decimal | None) -> Revenu | None:
    """Return the revenu that counts: N-1 replaces N-2 when it is lower by 10 % or more."""
    if n2 is None:
        return None
    if n1 is not None and n1 <= n2 * _BAISSE:
        return Revenu(n1, n1=True)
    return Revenu(n2, n1=False)


def tranche(pour_cent: Decimal) -> TranchePlafond:
    """Return the band of a share of the plafond PLUS."""
    for bound, band in _UNDER:
        if pour_cent < bound:
            return band
    for bound, band in _UP_TO:
        if pour_cent <= bound:
            return band
    return TranchePlafond.PLUS_130
