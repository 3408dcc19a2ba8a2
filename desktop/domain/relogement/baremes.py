"""Values of the dated tables of law (report relogement, 3.1 and 3.2).

A table is a set of `BaremeRecord`: the value of a day is the latest that had begun by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.calendar import months_after
from desktop.domain.relogement.formules import MOIS_PAR_AN
from desktop.domain.relogement.records import BaremeRecord

LOYER_PLAFOND_APL: Final = "LOYER_PLAFOND_APL"
PLAFOND_PLAI: Final = "PLAFOND_PLAI"
PLAFOND_PLUS: Final = "PLAFOND_PLUS"
PLAFOND_PLS: Final = "PLAFOND_PLS"
CATEGORIE_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class ValeurBareme:
    """A value found in the tables, the day it began, and whether to check it before use.

    `a_verifier`: it is derived, or more than a year old while these tables change every year.
    """

    valeur: Decimal
    depuis: date
    a_verifier: bool
    source: str


def en_vigueur(
    baremes: Iterable[BaremeRecord], nom: str, zone: str, categorie: str, jour: date
) -> ValeurBareme | None:
    """Return the value in force on a day; None before the first one, or without such a table."""
    found = max(
        (
            one
            for one in baremes
            if one.nom == nom
            and one.zone == zone
            and one.categorie == categorie
            and one.date_debut <= jour
        ),
        key=lambda one: one.date_debut,
        default=None,
    )
    if found is None:
        return None
    old = jour >= months_after(found.date_debut, MOIS_PAR_AN)
    return ValeurBareme(found.valeur, found.date_debut, found.derivee or old, found.source)


def loyer_plafond_apl(
    baremes: Iterable[BaremeRecord], zone: str, jour: date, *, couple: bool, a_charge: int
) -> ValeurBareme | None:
    """Return the loyer plafond APL of a ménage, € a month (3.1)."""
    kept = tuple(baremes)
    if not a_charge:
        return en_vigueur(kept, LOYER_PLAFOND_APL, zone, "COUPLE" if couple else "SEUL", jour)
    first = en_vigueur(kept, LOYER_PLAFOND_APL, zone, "PAC_1", jour)
    return _more(first, en_vigueur(kept, LOYER_PLAFOND_APL, zone, "PAC_SUP", jour), a_charge - 1)


def plafond_ressources(
    baremes: Iterable[BaremeRecord], nom: str, zone: str, categorie: int, jour: date
) -> ValeurBareme | None:
    """Return a plafond de ressources, € a year; above 6 the category counts persons (3.2)."""
    kept = tuple(baremes)
    base = en_vigueur(kept, nom, zone, str(min(categorie, CATEGORIE_MAX)), jour)
    more = en_vigueur(kept, nom, zone, "SUP", jour)
    return _more(base, more, max(0, categorie - CATEGORIE_MAX))


def _more(base: ValeurBareme | None, step: ValeurBareme | None, times: int) -> ValeurBareme | None:
    """Add so many steps; a step that is needed and unknown makes the whole unknown."""
    if base is None or not times:
        return base
    if step is None:
        return None
    return ValeurBareme(
        base.valeur + step.valeur * times,
        max(base.depuis, step.depuis),
        base.a_verifier or step.a_verifier,
        base.source,
    )
