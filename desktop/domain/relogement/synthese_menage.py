"""The part of `synthese` about persons and money: who lives there, on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from desktop.domain.relogement import formules
from desktop.domain.relogement.calcul import Calcul, Phrase, Unite, egale, inconnu, somme
from desktop.domain.relogement.codes import LienOccupant, NatureRessource, Periode, TypeMenage
from desktop.domain.relogement.composition import (
    ENFANTS,
    MAJORITE,
    NOMBREUSE,
    Personne,
    a_charge,
    couple,
    personnes,
    type_menage,
)
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import DepenseDraft, RessourceDraft

OCCUPANTS: Final = "les occupants du logement"
_MOIS: Final = {Periode.MOIS: 1, Periode.TRIMESTRE: 3, Periode.AN: 12}
_MINIMA: Final = frozenset({NatureRessource.RSA, NatureRessource.PRESTATIONS_FAMILIALES})
_COUPLE: Final = "si titulaire et cotitulaire vivent en couple (type de ménage)"


class _Ligne(Protocol):
    """A row of income or expense."""

    @property
    def montant(self) -> Decimal | None:
        """Amount in €, over its period."""

    @property
    def periode(self) -> Periode | None:
        """Period of the amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheseMenage:
    """Who lives in the ménage on a day (relogement 2.2), and on what (2.4, 2.5)."""

    personnes: tuple[Personne, ...]
    en_couple: bool | None
    nb_personnes: Calcul[int]
    enfants_mineurs: Calcul[int]
    enfants_majeurs: Calcul[int]
    ascendants: Calcul[int]
    type_menage: Calcul[TypeMenage]
    famille_nombreuse: Calcul[bool]
    a_charge: Calcul[int]
    unites_consommation: Calcul[Decimal]
    anciennete: Calcul[int]
    ressources: Calcul[Decimal]
    minima_sociaux_seuls: Calcul[bool]
    autres_charges: Calcul[Decimal]


def menage_compte(
    menage: MenageDraft,
    occupants: Sequence[OccupantDraft],
    ressources: Sequence[RessourceDraft],
    depenses: Sequence[DepenseDraft],
    jour: date,
) -> SyntheseMenage:
    """Return what is computed of the persons of a ménage on a day."""
    gens = personnes(occupants, jour)
    counted = [one for one in ressources if one.nature is not NatureRessource.ALLOCATION_LOGEMENT]
    return SyntheseMenage(
        personnes=gens,
        en_couple=couple(gens, menage.type_force),
        nb_personnes=_counted("Personnes", gens, gens, jour),
        enfants_mineurs=_children("Enfants mineurs", gens, jour, minor=True),
        enfants_majeurs=_children("Enfants majeurs", gens, jour, minor=False),
        ascendants=_counted(
            "Ascendants", gens, [one for one in gens if one.lien is LienOccupant.ASCENDANT], jour
        ),
        type_menage=_type(menage, gens),
        famille_nombreuse=_large(gens),
        a_charge=_dependants(gens),
        unites_consommation=_units(gens),
        anciennete=_since(menage.date_entree, jour),
        ressources=_monthly("Ressources hors APL", counted, "une ressource", "les ressources"),
        minima_sociaux_seuls=_minima(counted),
        autres_charges=_monthly("Autres charges", depenses, "une dépense", "les dépenses"),
    )


def missing_ages(gens: Sequence[Personne]) -> tuple[str, ...]:
    """Return what to ask for when ages are unknown."""
    count = sum(one.age is None for one in gens)
    if not count:
        return ()
    whose = "d’un occupant" if count == 1 else f"de {count} occupants"
    return (f"la date de naissance {whose}",)


def guessed(gens: Sequence[Personne]) -> bool:
    """Return whether an age rests on a year of birth alone."""
    return any(one.age is not None and not one.exact for one in gens)


def _counted(
    libelle: str, gens: Sequence[Personne], kept: Sequence[Personne], jour: date
) -> Calcul[int]:
    if not gens:
        return inconnu(libelle, [OCCUPANTS], Unite.PERSONNES)
    return Calcul(
        libelle=libelle,
        valeur=len(kept),
        unite=Unite.PERSONNES,
        formule=Phrase("d’après les occupants saisis, au {}", (jour,)),
    )


def _children(libelle: str, gens: Sequence[Personne], jour: date, *, minor: bool) -> Calcul[int]:
    children = [one for one in gens if one.lien in ENFANTS]
    lacking = missing_ages(children)
    if lacking:
        return inconnu(libelle, lacking, Unite.PERSONNES)
    kept = [one for one in children if one.age is not None and (one.age < MAJORITE) is minor]
    found = _counted(libelle, gens, kept, jour)
    if found.valeur is None or not guessed(children):
        return found
    return Calcul(
        libelle=libelle,
        valeur=found.valeur,
        unite=found.unite,
        formule=found.formule,
        a_verifier=True,
    )


def _type(menage: MenageDraft, gens: Sequence[Personne]) -> Calcul[TypeMenage]:
    libelle = "Type de ménage"
    found = type_menage(gens, menage.type_force)
    if found is None:
        return inconnu(libelle, [_COUPLE] if gens else [OCCUPANTS])
    how = "choisi à la main" if menage.type_force is not None else "d’après les liens des occupants"
    return Calcul(libelle=libelle, valeur=found, formule=Phrase(how))


def _large(gens: Sequence[Personne]) -> Calcul[bool]:
    libelle = "Famille nombreuse"
    if not gens:
        return inconnu(libelle, [OCCUPANTS])
    count = sum(one.lien in ENFANTS for one in gens)
    return Calcul(
        libelle=libelle,
        valeur=count >= NOMBREUSE,
        formule=Phrase("{} enfants ; nombreuse à partir de {}", (count, NOMBREUSE)),
    )


def _dependants(gens: Sequence[Personne]) -> Calcul[int]:
    libelle = "Personnes à charge"
    if not gens:
        return inconnu(libelle, [OCCUPANTS], Unite.PERSONNES)
    found = a_charge(gens)
    how = "d’après les réponses" if found.sur else "enfants mineurs comptés à charge, à confirmer"
    return Calcul(
        libelle=libelle,
        valeur=found.nombre,
        unite=Unite.PERSONNES,
        formule=Phrase(how),
        manque=() if found.sur else ("quels occupants sont à charge",),
        a_verifier=not found.sur,
    )


def _units(gens: Sequence[Personne]) -> Calcul[Decimal]:
    libelle, source = "Unités de consommation", "Insee"
    lacking = missing_ages(gens) if gens else (OCCUPANTS,)
    ages = [one.age for one in gens if one.age is not None]
    value = formules.unites_consommation(ages)
    if lacking or value is None:
        return inconnu(libelle, lacking, source=source)
    children = sum(one < formules.AGE_ADULTE_UC for one in ages)
    adults = max(len(ages) - children, 1)
    children = len(ages) - adults
    parts: list[tuple[str, Phrase]] = [("+", Phrase("1"))]
    if adults > 1:
        parts.append(("+", Phrase("0,5 × {}", (adults - 1,))))
    if children:
        parts.append(("+", Phrase("0,3 × {}", (children,))))
    return Calcul(
        libelle=libelle,
        valeur=value,
        formule=egale(somme(parts), value, Unite.SANS),
        a_verifier=guessed(gens),
        source=source,
    )


def _since(entree: date | None, jour: date) -> Calcul[int]:
    libelle = "Ancienneté dans le logement"
    if entree is None:
        return inconnu(libelle, ["la date d’entrée dans le logement"], Unite.ANS)
    return Calcul(
        libelle=libelle,
        valeur=max(0, formules.age(entree, jour)),
        unite=Unite.ANS,
        formule=Phrase("du {} au {}", (entree, jour)),
    )


def _monthly(libelle: str, rows: Sequence[_Ligne], one: str, all_: str) -> Calcul[Decimal]:
    if not rows:
        return inconnu(libelle, [all_], Unite.EUROS)
    lacking = []
    parts: list[tuple[str, Phrase | Decimal]] = []
    total = Decimal(0)
    for row in rows:
        months = None if row.periode is None else _MOIS[row.periode]
        if row.montant is None or months is None:
            missing = "le montant" if row.montant is None else "la période"
            lacking.append(f"{missing} d’{one}")
            continue
        total += row.montant / months
        part = row.montant if months == 1 else Phrase("{} ÷ {}", (row.montant, months))
        parts.append(("+", part))
    if lacking:
        return inconnu(libelle, lacking, Unite.EUROS)
    return Calcul(
        libelle=libelle,
        valeur=total,
        unite=Unite.EUROS,
        formule=egale(somme(parts), total, Unite.EUROS),
    )


def _minima(rows: Sequence[RessourceDraft]) -> Calcul[bool]:
    libelle = "Ne vit que de minima sociaux"
    if not rows:
        return inconnu(libelle, ["les ressources"])
    if any(one.nature is None for one in rows):
        return inconnu(libelle, ["la nature d’une ressource"])
    return Calcul(
        libelle=libelle,
        valeur=all(one.nature in _MINIMA for one in rows),
        formule=Phrase("RSA et prestations familiales pour seules ressources"),
    )
