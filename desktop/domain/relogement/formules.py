"""Formulas F1 to F15 of the report relogement, section 3.

Amounts are € a month as exact `Decimal`; nothing is rounded here, rounding is a matter of
display. A datum that is None is « non renseigné »: what needs it is None as well, never 0.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.calendar import months_after

CENT: Final = Decimal(100)
MOIS_PAR_AN: Final = 12
JOURS_PAR_MOIS: Final = 30
AGE_ADULTE_UC: Final = 14
_AUTRE_ADULTE: Final = Decimal("0.5")
_ENFANT: Final = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Evolution:
    """F3: what changed, in the unit of the two values and in percent of the first one.

    `pour_cent` is None when the first value is 0 or less: a share of it would mean nothing.
    """

    ecart: Decimal
    pour_cent: Decimal | None


def reste_a_charge(
    *,
    loyer: Decimal | None,
    charges: Decimal | None,
    apl: Decimal | None,
    annexes: Decimal | None = None,
    travaux: Decimal | None = None,
) -> Decimal | None:
    """Return F1, the RAC: loyer + annexes + charges + contribution travaux − APL.

    Loyer, charges and APL are needed; an annexe or a contribution not filled in counts for
    nothing. The result is below 0 when the APL is the larger (arrêté du 10/03/2011).
    """
    if loyer is None or charges is None or apl is None:
        return None
    return loyer + (annexes or 0) + charges + (travaux or 0) - apl


def evolution(avant: Decimal | None, apres: Decimal | None) -> Evolution | None:
    """Return F3, the change from one value to another one (ANRU kit)."""
    if avant is None or apres is None:
        return None
    ecart = apres - avant
    return Evolution(ecart, ecart * CENT / avant if avant > 0 else None)


def taux(part: Decimal | None, ressources: Decimal | None) -> Decimal | None:
    """Return F4 or F5: the share of the ressources, APL left out, in percent.

    F4 (taux d'effort net) takes the RAC, F5 (brut) loyer + charges (R441-3-1). None when the
    ressources are 0: there is no share of nothing.
    """
    if part is None or ressources is None or ressources <= 0:
        return None
    return part * CENT / ressources


def reste_pour_vivre(
    ressources: Decimal | None,
    rac: Decimal | None,
    autres_charges: Decimal | None,
    parts: Decimal | int | None,
) -> Decimal | None:
    """Return F6 (`parts`: persons) or F7 (`parts`: UC), in € a day; no legal threshold."""
    if ressources is None or rac is None or autres_charges is None or not parts or parts < 0:
        return None
    return (ressources - rac - autres_charges) / JOURS_PAR_MOIS / parts


def unites_consommation(ages: Collection[int]) -> Decimal | None:
    """Return F8: 1, then 0,5 by other person of 14 or more and 0,3 by younger one (Insee).

    None without any person. A household of children alone still has its first unit.
    """
    if not ages:
        return None
    enfants = sum(age < AGE_ADULTE_UC for age in ages)
    grands = len(ages) - enfants
    if not grands:
        return 1 + _ENFANT * (enfants - 1)
    return 1 + _AUTRE_ADULTE * (grands - 1) + _ENFANT * enfants


def au_m2(montant: Decimal | None, surface: Decimal | None) -> Decimal | None:
    """Return F9: an amount by m² of surface habitable; None without a surface above 0."""
    if montant is None or surface is None or surface <= 0:
        return None
    return montant / surface


def loyer_max(
    taux_max: Decimal,
    ressources: Decimal | None,
    apl: Decimal | None,
    charges: Decimal | None,
    plafond: Decimal | None = None,
) -> Decimal | None:
    """Return F10: the rent that keeps the taux d'effort under `taux_max` percent, 0 at least.

    `plafond` is the loyer plafond APL, given only where the minoration de loyer is sought.
    """
    if ressources is None or apl is None or charges is None:
        return None
    supportable = max(Decimal(0), taux_max * ressources / CENT + apl - charges)
    return supportable if plafond is None else min(supportable, plafond)


def conventionne_recent(
    date_bail: date | None, conventionnement: date | None, annees: int
) -> bool | None:
    """Return F11: whether the bail comes strictly before `annees` years of conventionnement."""
    if date_bail is None or conventionnement is None:
        return None
    return date_bail < months_after(conventionnement, annees * MOIS_PAR_AN)


def age(naissance: date, jour: date) -> int:
    """Return F12: complete years on a day; born on 29/02, a year is complete on 01/03."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def decheance(troisieme_offre: date | None, mois: int) -> date | None:
    """Return F13: when the title is lost after the third counted offer (L442-6 II)."""
    return None if troisieme_offre is None else months_after(troisieme_offre, mois)


def revenu_par_uc(ressources: Decimal | None, uc: Decimal | None) -> Decimal | None:
    """Return the income of F14, in € a year and by UC (L441-1)."""
    if ressources is None or not uc:
        return None
    return ressources * MOIS_PAR_AN / uc


def premier_quartile(revenu_uc: Decimal | None, seuil: Decimal | None) -> bool | None:
    """Return F14: under the seuil of the yearly arrêté; None while it was not given."""
    if revenu_uc is None or seuil is None:
        return None
    return revenu_uc <= seuil


def marge_plafond(loyer: Decimal | None, plafond: Decimal | None) -> Decimal | None:
    """Return F15: plafond APL − loyer; 0 or more: eligible for the minoration of the ANRU."""
    if loyer is None or plafond is None:
        return None
    return plafond - loyer
