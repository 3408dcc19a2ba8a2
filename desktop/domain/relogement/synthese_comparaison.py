"""The part of `synthese` that sets the new dwelling beside the old one (F2 to F4, 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop.domain.relogement import formules
from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Unite, egale, inconnu, somme
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.perimetre import (
    ACTUEL,
    PROPOSE,
    Ajout,
    PerimetreConstant,
    perimetre_constant,
    total,
)
from desktop.domain.relogement.synthese_logement import EFFORT, SyntheseLogement, effort
from desktop.domain.relogement.synthese_menage import SyntheseMenage

CONSTANT: Final = "périmètre constant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """Old and new side by side; every RAC value is None while the périmètre is unknown.

    Print both lines, brut and constant (3.3).
    """

    perimetre: PerimetreConstant
    rac_actuel_constant: Calcul[Decimal]
    rac_propose_constant: Calcul[Decimal]
    ecart_brut: Calcul[Decimal]
    ecart_brut_pour_cent: Calcul[Decimal]
    ecart_constant: Calcul[Decimal]
    ecart_constant_pour_cent: Calcul[Decimal]
    taux_effort_actuel_constant: Calcul[Decimal]
    taux_effort_propose_constant: Calcul[Decimal]
    ecart_loyer_m2: Calcul[Decimal]
    ecart_rac_m2: Calcul[Decimal]
    ecart_surface: Calcul[Decimal]


def comparaison(
    logement: LogementDraft,
    propose: DescriptionLogementDraft,
    avant: SyntheseLogement,
    apres: SyntheseLogement,
    house: SyntheseMenage,
) -> Comparaison:
    """Return the comparison of two dwellings for a ménage."""
    scope = perimetre_constant(logement, propose)
    old = _constant(ACTUEL, avant.rac, scope.actuel, scope.manque)
    new = _constant(PROPOSE, apres.rac, scope.propose, scope.manque)
    blocked = scope.manque
    return Comparaison(
        perimetre=scope,
        rac_actuel_constant=old,
        rac_propose_constant=new,
        ecart_brut=_gap("Évolution du reste à charge", avant.rac, apres.rac, blocked),
        ecart_brut_pour_cent=_share("Évolution du reste à charge", avant.rac, apres.rac, blocked),
        ecart_constant=_gap(f"Évolution à {CONSTANT}", old, new, blocked),
        ecart_constant_pour_cent=_share(f"Évolution à {CONSTANT}", old, new, blocked),
        taux_effort_actuel_constant=effort(f"Taux d’effort actuel à {CONSTANT}", old, house),
        taux_effort_propose_constant=effort(f"Taux d’effort proposé à {CONSTANT}", new, house),
        ecart_loyer_m2=_share("Évolution du loyer au m²", avant.loyer_m2, apres.loyer_m2, ()),
        ecart_rac_m2=_share("Évolution du RAC au m²", avant.rac_m2, apres.rac_m2, blocked),
        ecart_surface=_surface(logement.surface, propose.surface),
    )


def _constant(
    cote: str, rac: Calcul[Decimal], ajouts: tuple[Ajout, ...], blocked: Sequence[str]
) -> Calcul[Decimal]:
    """Return F2 with its formula."""
    libelle = f"Reste à charge à {CONSTANT}, {cote}"
    if rac.valeur is None or blocked:
        return inconnu(libelle, (*rac.manque, *blocked), Unite.EUROS, EFFORT)
    value = rac.valeur + total(ajouts)
    parts: list[tuple[str, Decimal]] = [("+", rac.valeur)]
    parts += [("+", one.montant) for one in ajouts]
    how = egale(somme(parts), value, Unite.EUROS)
    if not ajouts:
        how = Phrase("rien à ajouter : {}", (Mesure(value, Unite.EUROS),))
    return Calcul(libelle=libelle, valeur=value, unite=Unite.EUROS, formule=how, source=EFFORT)


def _gap(
    libelle: str, before: Calcul[Decimal], after: Calcul[Decimal], blocked: Sequence[str]
) -> Calcul[Decimal]:
    """Return the difference of F3."""
    change = formules.evolution(before.valeur, after.valeur)
    if change is None or before.valeur is None or after.valeur is None or blocked:
        return inconnu(libelle, (*before.manque, *after.manque, *blocked), Unite.ECART_EUROS)
    how = Phrase("{} − {}", (after.valeur, before.valeur))
    return Calcul(
        libelle=libelle,
        valeur=change.ecart,
        unite=Unite.ECART_EUROS,
        formule=egale(how, change.ecart, Unite.ECART_EUROS),
        source="ANRU",
    )


def _share(
    libelle: str, before: Calcul[Decimal], after: Calcul[Decimal], blocked: Sequence[str]
) -> Calcul[Decimal]:
    """Return the percent of F3."""
    libelle = f"{libelle}, en pour cent"
    change = formules.evolution(before.valeur, after.valeur)
    if change is None or before.valeur is None or blocked:
        lacking = (*before.manque, *after.manque, *blocked)
        return inconnu(libelle, lacking, Unite.ECART_POUR_CENT)
    if change.pour_cent is None:
        missing = "une valeur actuelle supérieure à 0 €"
        return inconnu(libelle, [missing], Unite.ECART_POUR_CENT)
    how = Phrase("{} ÷ {}", (Mesure(change.ecart, Unite.ECART_EUROS), before.valeur))
    return Calcul(
        libelle=libelle,
        valeur=change.pour_cent,
        unite=Unite.ECART_POUR_CENT,
        formule=egale(how, change.pour_cent, Unite.ECART_POUR_CENT),
        source="ANRU",
    )


def _surface(before: Decimal | None, after: Decimal | None) -> Calcul[Decimal]:
    libelle = "Évolution de la surface"
    if before is None or after is None:
        sides = ((before, ACTUEL), (after, PROPOSE))
        lacking = [f"la surface du {side}" for value, side in sides if value is None]
        return inconnu(libelle, lacking, Unite.ECART_M2)
    how = Phrase("{} − {}", (Mesure(after, Unite.SANS), Mesure(before, Unite.SANS)))
    return Calcul(
        libelle=libelle,
        valeur=after - before,
        unite=Unite.ECART_M2,
        formule=egale(how, after - before, Unite.ECART_M2),
    )
