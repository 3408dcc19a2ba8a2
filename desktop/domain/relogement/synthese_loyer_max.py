"""The part of `synthese` about F10: the highest rent that a ménage can bear, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from desktop.domain.relogement import formules
from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Unite, egale, inconnu, somme
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.synthese_menage import SyntheseMenage

_UNSURE: Final = "l’APL et les charges du logement à trouver"


class Charge(Protocol):
    """What a dwelling costs beside its rent."""

    @property
    def loyer_annexes(self) -> Decimal | None:
        """Rent of annexes, € a month."""

    @property
    def charges(self) -> Decimal | None:
        """Charges récupérables, € a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyerMax:
    """F10, plain and under the plafond APL (where the minoration de loyer is sought)."""

    loyer_max: Calcul[Decimal]
    loyer_max_minoration: Calcul[Decimal]


def loyer_max_compte(
    cote: str,
    charge: Charge,
    apl: Decimal | None,
    house: SyntheseMenage,
    regles: Regles,
    plafond: Calcul[Decimal],
    *,
    a_trouver: bool = False,
) -> LoyerMax:
    """Return the suggestion of F10 with its formula.

    `a_trouver`: no dwelling is proposed yet, APL and charges are those of today: a first idea,
    to be checked. Annexes count beside the charges, as they do in the RAC (F1).
    """

    def one(cap: Calcul[Decimal] | None) -> Calcul[Decimal]:
        return _loyer_max(cote, charge, apl, house, regles, cap, a_trouver=a_trouver)

    return LoyerMax(loyer_max=one(None), loyer_max_minoration=one(plafond))


def _loyer_max(
    cote: str,
    charge: Charge,
    apl: Decimal | None,
    house: SyntheseMenage,
    regles: Regles,
    plafond: Calcul[Decimal] | None,
    *,
    a_trouver: bool,
) -> Calcul[Decimal]:
    libelle = "Loyer maximal suggéré" + ("" if plafond is None else ", minoration recherchée")
    ressources, charges = house.ressources.valeur, charge.charges
    cap = None if plafond is None else plafond.valeur
    lacking = [*house.ressources.manque]
    lacking += [] if apl is not None else [f"l’APL du {cote}"]
    lacking += [] if charges is not None else [f"les charges du {cote}"]
    lacking += [] if plafond is None or cap is not None else [*plafond.manque]
    if ressources is None or apl is None or charges is None or lacking:
        return inconnu(libelle, lacking, Unite.EUROS)
    beside = charges + (charge.loyer_annexes or 0)
    borne = formules.loyer_max(regles.taux_effort_max, ressources, apl, beside) or Decimal(0)
    value = borne if cap is None else min(borne, cap)
    share = Phrase("{} % × {}", (Mesure(regles.taux_effort_max, Unite.SANS), ressources))
    costs = [one for one in (charges, charge.loyer_annexes) if one]
    parts: list[tuple[str, Phrase | Decimal]] = [("+", share), ("+", apl)]
    rest = regles.taux_effort_max * ressources / formules.CENT + apl - beside
    how = egale(somme([*parts, *(("−", one) for one in costs)]), rest, Unite.EUROS)
    if rest < 0:
        how = Phrase(f"{how.modele}, ramené à 0", how.termes)
    if cap is not None and value != borne:
        how = Phrase(f"{how.modele}, ramené au loyer plafond APL {{}}", (*how.termes, cap))
    unsure = a_trouver or (plafond is not None and plafond.a_verifier)
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.EUROS,
        formule=how,
        manque=(_UNSURE,) if a_trouver else (),
        a_verifier=unsure,
        source="taux d’effort maximal des règles de l’espace",
    )
