"""Périmètre constant (report relogement 3.3): two RAC are compared with the same costs in them.

Where heating or water is in the charges of one dwelling only, the forfait of the bailleur is
added on the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from desktop.domain.relogement.codes import PosteCharge

ACTUEL: Final = "logement actuel"
PROPOSE: Final = "logement proposé"
POSTES: Final = (PosteCharge.CHAUFFAGE, PosteCharge.EAU_CHAUDE, PosteCharge.EAU_FROIDE)
_DU_POSTE: Final = {
    PosteCharge.CHAUFFAGE: ("le chauffage", "de chauffage"),
    PosteCharge.EAU_CHAUDE: ("l’eau chaude", "d’eau chaude"),
    PosteCharge.EAU_FROIDE: ("l’eau froide", "d’eau froide"),
}


class Charges(Protocol):
    """What is read of a dwelling: a logement d'origine, or one that is proposed."""

    @property
    def charges(self) -> Decimal | None:
        """Charges récupérables, € a month."""

    @property
    def charges_incluent(self) -> str:
        """Codes of `PosteCharge` parted by spaces; "" is « non renseigné »."""

    @property
    def forfait_chauffage(self) -> Decimal | None:
        """Forfait of individual heating, € a month."""

    @property
    def forfait_eau_chaude(self) -> Decimal | None:
        """Forfait of individual hot water, € a month."""

    @property
    def forfait_eau_froide(self) -> Decimal | None:
        """Forfait of individual cold water, € a month."""


@dataclass(frozen=True, slots=True)
class Ajout:
    """A forfait added on the side whose charges leave a cost out."""

    poste: PosteCharge
    montant: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimetreConstant:
    """What to add on each side. With anything in `manque` the RAC must not be compared."""

    actuel: tuple[Ajout, ...] = ()
    propose: tuple[Ajout, ...] = ()
    manque: tuple[str, ...] = ()

    @property
    def connu(self) -> bool:
        """Whether both sides are known well enough to be compared."""
        return not self.manque


def comprend(cote: Charges, poste: PosteCharge) -> bool | None:
    """Return whether the charges of a side hold a cost; None when nothing says so.

    A forfait on this side says that the cost is individual, as do charges of 0.
    """
    codes = cote.charges_incluent.split()
    if poste.value in codes:
        return True
    if codes or forfait(cote, poste) is not None or cote.charges == 0:
        return False
    return None


def forfait(cote: Charges, poste: PosteCharge) -> Decimal | None:
    """Return the forfait of a cost on a side, € a month."""
    return {
        PosteCharge.CHAUFFAGE: cote.forfait_chauffage,
        PosteCharge.EAU_CHAUDE: cote.forfait_eau_chaude,
        PosteCharge.EAU_FROIDE: cote.forfait_eau_froide,
    }.get(poste)


def perimetre_constant(actuel: Charges, propose: Charges) -> PerimetreConstant:
    """Return the forfaits that bring two dwellings to the same costs.

    A cost in both, or in neither, asks for nothing.
    """
    added: dict[str, list[Ajout]] = {ACTUEL: [], PROPOSE: []}
    manque: list[str] = []
    for poste in POSTES:
        cost, of_cost = _DU_POSTE[poste]
        held = {ACTUEL: comprend(actuel, poste), PROPOSE: comprend(propose, poste)}
        unknown = [side for side, inside in held.items() if inside is None]
        if unknown:
            manque.extend(f"si les charges du {side} comprennent {cost}" for side in unknown)
            continue
        for side, cote in ((ACTUEL, actuel), (PROPOSE, propose)):
            if held[side] or held[ACTUEL] == held[PROPOSE]:
                continue
            montant = forfait(cote, poste)
            if montant is None:
                manque.append(f"le forfait {of_cost} du {side}")
            else:
                added[side].append(Ajout(poste, montant))
    return PerimetreConstant(
        actuel=tuple(added[ACTUEL]), propose=tuple(added[PROPOSE]), manque=tuple(manque)
    )


def total(ajouts: tuple[Ajout, ...]) -> Decimal:
    """Return the sum of forfaits, € a month."""
    return sum((one.montant for one in ajouts), Decimal(0))
