"""The façade of a building, door by door, as the carnet told it on the evening of a day.

Past states come from the change log: what was typed by then, whatever was corrected since.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.relogement.codes import EtatDossier, EtatLogement


class EtatCase(StrEnum):
    """What a door says when neither its dossier nor its logement has a state to tell."""

    SANS_DOSSIER = "SANS_DOSSIER"
    INCONNUE = "INCONNUE"


_CAGE: Final = re.compile(
    r"^(?:cage|entr[ée]e|escalier|esc\.?|hall|all[ée]e|mont[ée]e)\s+(?=\S)", re.IGNORECASE
)

Etat = EtatDossier | EtatLogement | EtatCase
"""State of a door: of its dossier while it is lived in, else of the logement."""

ORDRE: Final[tuple[Etat, ...]] = (
    *EtatDossier,
    *(one for one in EtatLogement if one is not EtatLogement.OCCUPE),
    *EtatCase,
)
"""States in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Chronologie:
    """Values of a field with the day from which the log shows each, oldest first."""

    valeurs: tuple[tuple[date, str | None], ...] = ()

    def au(self, jour: date) -> str | None:
        """Return the value shown on the evening of a day; None before the first one."""
        found = None
        for day, value in self.valeurs:
            if day > jour:
                break
            found = value
        return found

    def debut(self) -> date | None:
        """Return the first day."""
        return self.valeurs[0][0] if self.valeurs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MenageFacade:
    """A dossier and where it lived; `parent`: it came of a décohabitation."""

    id: str
    reference: str
    parent: bool
    etats: Chronologie
    logements: Chronologie


@dataclass(frozen=True, slots=True, kw_only=True)
class PorteFacade:
    """A logement d'origine; `etage` None and `cage` "" are not filled in."""

    id: str
    batiment_id: str
    cage: str
    etage: int | None
    porte: str
    etats: Chronologie


@dataclass(frozen=True, slots=True, kw_only=True)
class Facade:
    """Every door and dossier with their past; the days are those of the log."""

    batiments: tuple[tuple[str, str], ...]
    portes: tuple[PorteFacade, ...]
    menages: tuple[MenageFacade, ...]

    def premier_jour(self) -> date | None:
        """Return the first day of which the log tells anything."""
        pasts = [one.etats for one in self.portes] + [one.etats for one in self.menages]
        days = [one.debut() for one in pasts]
        return min((day for day in days if day is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A door on a day: its state, and the dossiers that live behind it, the main one first."""

    porte: PorteFacade
    etat: Etat
    menages: tuple[MenageFacade, ...] = ()


@dataclass(frozen=True, slots=True)
class Grille:
    """A façade laid out: floors from the top down, and the doors of each cage side by side.

    Attributes:
        etages: Floors, the highest first; None comes last: doors without a floor.
        colonnes: (cage, rank in the cage) of each column, cages in order, "" last.
        cases: Where each door stands, by (row, column).
    """

    etages: tuple[int | None, ...]
    colonnes: tuple[tuple[str, int], ...]
    cases: dict[tuple[int, int], Case]


def cases_au(facade: Facade, batiment_id: str, jour: date) -> tuple[Case, ...]:
    """Return the doors of a building with their states on the evening of a day."""
    living: dict[str, list[MenageFacade]] = {}
    for menage in facade.menages:
        where = menage.logements.au(jour)
        if where is not None and menage.etats.au(jour) is not None:
            living.setdefault(where, []).append(menage)
    return tuple(
        _case(porte, living.get(porte.id, ()), jour)
        for porte in facade.portes
        if porte.batiment_id == batiment_id
    )


def _case(porte: PorteFacade, menages: Iterable[MenageFacade], jour: date) -> Case:
    ordered = tuple(sorted(menages, key=lambda one: (one.parent, one.reference)))
    return Case(porte=porte, etat=_state(porte, ordered, jour), menages=ordered)


def _state(porte: PorteFacade, menages: Sequence[MenageFacade], jour: date) -> Etat:
    """Return the state of a logement that is empty, else that of its main dossier."""
    shown = porte.etats.au(jour)
    known = {one.value: one for one in EtatLogement}
    if shown is None and not menages:
        return EtatCase.INCONNUE
    logement = known.get(shown or "", EtatLogement.OCCUPE)
    if logement is not EtatLogement.OCCUPE:
        return logement
    states = {one.value: one for one in EtatDossier}
    for menage in menages:
        found = states.get(menage.etats.au(jour) or "")
        if found is not None:
            return found
    return EtatCase.SANS_DOSSIER


def grille(cases: Iterable[Case]) -> Grille:
    """Lay doors out; two doors of one floor and cage stand side by side in the order of `porte`.

    « Cage B », « b » and « B » are one cage, as lists of several hands write it.
    """
    placed: dict[tuple[int | None, str], list[Case]] = {}
    names: dict[str, str] = {}
    for one in cases:
        bare = _CAGE.sub("", one.porte.cage.strip())
        cage = names.setdefault(bare.casefold(), bare.upper() if len(bare) == 1 else bare)
        placed.setdefault((one.porte.etage, cage), []).append(one)
    floors = {etage for etage, _ in placed}
    etages = (
        *sorted((one for one in floors if one is not None), reverse=True),
        *((None,) if None in floors else ()),
    )
    cages = sorted({cage for _, cage in placed}, key=lambda cage: (not cage, _natural(cage)))
    widths = {
        cage: max(len(found) for (_, of), found in placed.items() if of == cage) for cage in cages
    }
    colonnes = tuple((cage, rank) for cage in cages for rank in range(widths[cage]))
    rows = {etage: row for row, etage in enumerate(etages)}
    firsts = {cage: colonnes.index((cage, 0)) for cage in cages}
    laid = {
        (rows[etage], firsts[cage] + rank): one
        for (etage, cage), found in placed.items()
        for rank, one in enumerate(sorted(found, key=_door))
    }
    return Grille(etages, colonnes, laid)


def compte(cases: Iterable[Case]) -> tuple[tuple[Etat, int], ...]:
    """Return how many doors are in each state, in the order of the legend; zeros left out."""
    counted = Counter(one.etat for one in cases)
    return tuple((etat, counted[etat]) for etat in ORDRE if counted[etat])


def _door(one: Case) -> tuple[tuple[int, str], str]:
    return (_natural(one.porte.porte), one.porte.id)


def _natural(text: str) -> tuple[int, str]:
    """Sort « 2 » before « 12 », and numbers before words."""
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    return (int(digits[:9]) if digits else 10**9, text.casefold())
