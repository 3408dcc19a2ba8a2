"""Who lives in a ménage on a day: ages, couple, personnes à charge, type (relogement 2.2, 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.relogement.codes import (
    Appartenance,
    LienOccupant,
    Sexe,
    TypeMenage,
)
from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.formules import age

MAJORITE: Final = 18
ENFANTS: Final = frozenset({LienOccupant.ENFANT, LienOccupant.ENFANT_MAJEUR})
_TETE: Final = frozenset({LienOccupant.TITULAIRE, LienOccupant.COTITULAIRE, LienOccupant.CONJOINT})
_COUPLES: Final = frozenset({TypeMenage.COUPLE, TypeMenage.COUPLE_ENFANTS})
NOMBREUSE: Final = 3
"""Children from which a famille is nombreuse (2.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Personne:
    """An occupant on a day.

    `age` None: neither date nor year of birth. With a year alone `exact` is False and `age` is
    the one before the birthday.
    """

    lien: LienOccupant
    age: int | None
    exact: bool
    sexe: Sexe | None = None
    a_charge: bool | None = None


@dataclass(frozen=True, slots=True)
class ACharge:
    """How many persons are à charge; `sur` False: minors without an answer were counted in."""

    nombre: int
    sur: bool


def personnes(occupants: Iterable[OccupantDraft], jour: date) -> tuple[Personne, ...]:
    """Return the occupants as they are on a day."""
    return tuple(
        Personne(
            lien=one.lien,
            age=_age(one, jour),
            exact=one.date_naissance is not None,
            sexe=one.sexe,
            a_charge=True if one.appartenance is Appartenance.A_CHARGE else one.a_charge,
        )
        for one in occupants
    )


def _age(occupant: OccupantDraft, jour: date) -> int | None:
    if occupant.date_naissance is not None:
        return max(0, age(occupant.date_naissance, jour))
    if occupant.annee_naissance is not None:
        return max(0, jour.year - occupant.annee_naissance - 1)
    return None


def couple(gens: Sequence[Personne], force: TypeMenage | None) -> bool | None:
    """Return whether the titulaire lives in couple.

    Two titulaires without a conjoint may be a couple or not: None, unless the type of the
    ménage was given by hand.
    """
    liens = [one.lien for one in gens]
    if LienOccupant.CONJOINT in liens:
        return True
    if LienOccupant.COTITULAIRE not in liens or len(gens) == 1:
        return False
    return None if force is None else force in _COUPLES


def type_menage(gens: Sequence[Personne], force: TypeMenage | None) -> TypeMenage | None:
    """Return the type of a ménage, the one given by hand first; None when it cannot be told."""
    if force is not None or not gens:
        return force
    if len(gens) == 1:
        return TypeMenage.SEUL
    tete = [one for one in gens if one.lien in _TETE]
    enfants = any(one.lien in ENFANTS for one in gens)
    en_couple = couple(gens, None)
    plain = all(one.lien in _TETE or one.lien in ENFANTS for one in gens)
    if not plain or len(tete) > 2:  # noqa: PLR2004 - a couple
        return TypeMenage.COMPLEXE
    if en_couple is None:
        return None
    if en_couple:
        return TypeMenage.COUPLE_ENFANTS if enfants else TypeMenage.COUPLE
    return TypeMenage.MONOPARENTAL if enfants else TypeMenage.COMPLEXE


def a_charge(gens: Sequence[Personne]) -> ACharge:
    """Return the personnes à charge; a child under age without an answer counts as one."""
    nombre, sur = 0, True
    for one in gens:
        if one.lien in _TETE or one.a_charge is False:
            continue
        if one.a_charge:
            nombre += 1
            continue
        sur = False
        if one.lien in ENFANTS and one.age is not None and one.age < MAJORITE:
            nombre += 1
    return ACharge(nombre, sur)


def adultes_de_tete(gens: Sequence[Personne]) -> int:
    """Return how many are titulaire, cotitulaire or conjoint."""
    return sum(one.lien in _TETE for one in gens)
