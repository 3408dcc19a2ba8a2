"""Three answers on the occupation of a dwelling, never merged into one (relogement 3.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.relogement.codes import Sexe, Typologie
from desktop.domain.relogement.composition import ENFANTS, Personne
from desktop.domain.relogement.parametres import Regles

AGE_CHAMBRE_SEULE: Final = 19
AGE_CHAMBRE_MIXTE: Final = 7
SURFACE_PAR_PERSONNE: Final = Decimal(18)
_SURFACES: Final = (9, 16)
_SURFACE_PAR_PERSONNE_SUP: Final = 9
_SURFACE_MAX: Final = 70
_PERSONNES_MAX: Final = 8
_TABLE_MAX: Final = 6
_PIECES: Final = {
    Typologie.T1: 1,
    Typologie.T1_BIS: 1,
    Typologie.T2: 2,
    Typologie.T3: 3,
    Typologie.T4: 4,
    Typologie.T5: 5,
    Typologie.T6_PLUS: 6,
}


class Peuplement(StrEnum):
    """Levels of the Insee rule: by rooms, and one by surface (`SURPEUPLEMENT_SURFACE`)."""

    SURPEUPLEMENT_ACCENTUE = "SURPEUPLEMENT_ACCENTUE"
    SURPEUPLEMENT_MODERE = "SURPEUPLEMENT_MODERE"
    SURPEUPLEMENT_SURFACE = "SURPEUPLEMENT_SURFACE"
    NORMAL = "NORMAL"
    SOUS_PEUPLEMENT_MODERE = "SOUS_PEUPLEMENT_MODERE"
    SOUS_PEUPLEMENT_PRONONCE = "SOUS_PEUPLEMENT_PRONONCE"
    SOUS_PEUPLEMENT_TRES_ACCENTUE = "SOUS_PEUPLEMENT_TRES_ACCENTUE"


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rooms of a dwelling; `sur` False: read from a « T6 et plus », which may have more."""

    nombre: int
    sur: bool


@dataclass(frozen=True, slots=True)
class Norme:
    """Rooms that the Insee rule gives a ménage; the bounds differ when data lack."""

    minimum: int
    maximum: int


def pieces(nb_pieces: int | None, typologie: Typologie | None) -> Pieces | None:
    """Return the pièces habitables: those counted, else those that the typologie names."""
    if nb_pieces is not None:
        return Pieces(nb_pieces, sur=True)
    if typologie is None:
        return None
    return Pieces(_PIECES[typologie], sur=typologie is not Typologie.T6_PLUS)


def sous_occupation(nb_pieces: int | None, nb_personnes: int | None) -> bool | None:
    """Return whether there are more rooms than persons + 1 (L621-2, L442-3-1)."""
    if nb_pieces is None or not nb_personnes:
        return None
    return nb_pieces > nb_personnes + 1


def surface_minimale(nb_personnes: int | None) -> int | None:
    """Return the least surface of a décent dwelling for so many persons, in m²."""
    if not nb_personnes:
        return None
    if nb_personnes >= _PERSONNES_MAX:
        return _SURFACE_MAX
    if nb_personnes <= len(_SURFACES):
        return _SURFACES[nb_personnes - 1]
    return _SURFACES[-1] + _SURFACE_PAR_PERSONNE_SUP * (nb_personnes - len(_SURFACES))


def norme_insee(gens: Sequence[Personne], *, en_couple: bool) -> Norme | None:
    """Return the rooms of the Insee rule: séjour, couple, single persons, children in pairs.

    None without any person, or when the age of a child is unknown. A child without sexe may
    make the bounds differ.
    """
    if not gens:
        return None
    enfants = [one for one in gens if one.lien in ENFANTS]
    ages = [one.age for one in enfants if one.age is not None]
    if len(ages) < len(enfants):
        return None
    petits = [one for one in enfants if one.age is not None and one.age < AGE_CHAMBRE_SEULE]
    grands = len(gens) - len(petits)
    fixes = 1 + grands - (1 if en_couple else 0)
    low, high = chambres_enfants([(one.age or 0, one.sexe) for one in petits])
    return Norme(fixes + low, fixes + high)


def chambres_enfants(enfants: Sequence[tuple[int, Sexe | None]]) -> tuple[int, int]:
    """Return the least rooms for children under 19, two by two: same sexe, or both under 7.

    Two numbers: the least and the most over the sexes that are not known.
    """
    groups = Counter((sexe, age < AGE_CHAMBRE_MIXTE) for age, sexe in enfants)
    found = []
    for grands_f in range(groups[None, False] + 1):
        for petits_f in range(groups[None, True] + 1):
            filles_petites = groups[Sexe.F, True] + petits_f
            garcons_petits = groups[Sexe.M, True] + groups[None, True] - petits_f
            filles = groups[Sexe.F, False] + grands_f + filles_petites
            garcons = len(enfants) - filles
            rooms = (filles + 1) // 2 + (garcons + 1) // 2
            mixed = filles % 2 and garcons % 2 and filles_petites and garcons_petits
            found.append(rooms - 1 if mixed else rooms)
    return min(found), max(found)


def peuplement_pieces(nb_pieces: int, norme: int) -> Peuplement:
    """Return the level by rooms alone."""
    ecart = nb_pieces - norme
    if ecart < 0:
        accentue = ecart < -1
        return Peuplement.SURPEUPLEMENT_ACCENTUE if accentue else Peuplement.SURPEUPLEMENT_MODERE
    levels = (
        Peuplement.NORMAL,
        Peuplement.SOUS_PEUPLEMENT_MODERE,
        Peuplement.SOUS_PEUPLEMENT_PRONONCE,
        Peuplement.SOUS_PEUPLEMENT_TRES_ACCENTUE,
    )
    return levels[min(ecart, len(levels) - 1)]


def peuplement(
    nb_pieces: int, norme: int, surface: Decimal | None, nb_personnes: int
) -> Peuplement:
    """Return the level of the Insee rule; under 18 m² a person, the surface corrects the rooms."""
    level = peuplement_pieces(nb_pieces, norme)
    if level in (Peuplement.SURPEUPLEMENT_ACCENTUE, Peuplement.SURPEUPLEMENT_MODERE):
        return level
    if surface is not None and surface < SURFACE_PAR_PERSONNE * nb_personnes:
        return Peuplement.SURPEUPLEMENT_SURFACE
    return level


def typologies_cibles(regles: Regles, nb_personnes: int | None) -> tuple[Typologie, ...]:
    """Return the sizes that the table of the espace gives so many persons; empty: none given."""
    if not nb_personnes:
        return ()
    rows = (
        regles.typologie_1,
        regles.typologie_2,
        regles.typologie_3,
        regles.typologie_4,
        regles.typologie_5,
        regles.typologie_6,
    )
    known = {one.value: one for one in Typologie}
    codes = rows[min(nb_personnes, _TABLE_MAX) - 1].split()
    return tuple(known[code] for code in codes if code in known)
