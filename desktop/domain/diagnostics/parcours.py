"""Parcours of a marche: its stops, how long it is, how much time it takes (gusp-microsites 2.2).

A stop without coordinates is a stop: nothing here makes a place up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.checks import check_count, check_position, check_texts
from desktop.domain.codes import LieuSensible, StatutParticipation
from desktop.domain.drafts import ArretDraft, ParcoursDraft, ParticipationDraft
from desktop.domain.geo import Position, distance_m, length_m
from desktop.domain.parametres import Parametres
from desktop.domain.vie_privee import Indice, indices
from desktop.errors import FieldError

ARRETS_MAX: Final = 30
"""Most stops of one parcours (gusp-microsites 2.2)."""

_NAMED: Final = {Indice.NOM, Indice.PORTE, Indice.TELEPHONE, Indice.COURRIEL}
_RAYON_MAX_M: Final = 1_000
_DUREE_MAX_MIN: Final = 240
_PEOPLE_MAX: Final = 10_000
_METRES_PER_KM: Final = 1_000
_MINUTES_PER_HOUR: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretRecord:
    """A stop of a parcours; `position` is None while nobody has placed it."""

    id: str
    draft: ArretDraft
    ordre: int
    nom: str
    consigne: str
    sensible: LieuSensible | None
    position: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimation:
    """How long a parcours is and lasts; an estimate, never a measure.

    Attributes:
        longueur_m: Metres in a straight line from stop to stop; None with less than two placed.
        duree_min: Walking time of that length, and the time of all the stops.
        arrets: Number of stops.
        places: How many of them have a position.
    """

    longueur_m: int | None
    duree_min: int
    arrets: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcoursRecord:
    """A parcours with its stops in order.

    `carnets` are the numbers of the marches to come whose carnet was prepared on it: the pages
    already printed follow these stops.
    """

    id: str
    draft: ParcoursDraft
    nom: str
    quartier: str
    actif: bool
    arrets: tuple[ArretRecord, ...]
    estimation: Estimation
    carnets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRecord:
    """Who came to a marche; `qui` is the structure, or the anonymous words."""

    id: str
    draft: ParticipationDraft
    qui: str


def check_parcours(draft: ParcoursDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a parcours cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.quartier_id is None:
        errors.append(FieldError("quartier_id", "Choisissez le quartier du parcours."))
    if not draft.nom.strip():
        errors.append(FieldError("nom", "Donnez un nom à ce parcours."))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_arret(draft: ArretDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a stop cannot be saved, in screen order; no position is none."""
    errors: list[FieldError] = []
    if draft.parcours_id is None:
        errors.append(FieldError("nom", "Choisissez d’abord le parcours de cet arrêt."))
    elif not draft.nom.strip():
        errors.append(FieldError("nom", "Donnez un nom à cet arrêt."))
    errors.extend(check_texts(draft))
    errors.extend(check_position(draft.lat_e7, draft.lon_e7))
    errors.extend(check_count("rayon_m", draft.rayon_m, _RAYON_MAX_M))
    errors.extend(check_count("duree_min", draft.duree_min, _DUREE_MAX_MIN))
    return tuple(errors)


def check_participation(draft: ParticipationDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a participation cannot be saved.

    Residents are counted, never named: `libelle` says « habitants, bâtiment C ».
    """
    errors: list[FieldError] = []
    if draft.structure_id is None and not draft.libelle.strip():
        words = "Choisissez une structure, ou décrivez le groupe (« habitants, bâtiment C »)."
        errors.append(FieldError("structure_id", words))
    elif draft.structure_id is not None and draft.libelle.strip():
        words = "Gardez la structure ou la désignation, pas les deux."
        errors.append(FieldError("libelle", words))
    if _NAMED & set(indices([draft.libelle])):
        words = "N’écrivez ni nom ni coordonnées : comptez le groupe (« habitants, bâtiment C »)."
        errors.append(FieldError("libelle", words))
    errors.extend(check_texts(draft))
    errors.extend(check_count("nombre", draft.nombre, _PEOPLE_MAX))
    return tuple(errors)


def estimate(arrets: Iterable[ArretDraft], rules: Parametres) -> Estimation:
    """Return the length and the duration of a parcours.

    Length / `marche_vitesse_kmh` + the minutes of each stop, `arret_duree_min` where the stop
    says none (gusp-microsites 1.2). Stops without position add time and no length.
    """
    stops = list(arrets)
    line = [place for stop in stops if (place := place_of(stop.lat_e7, stop.lon_e7)) is not None]
    length = round(length_m(line)) if len(line) > 1 else None
    walk = (length or 0) * _MINUTES_PER_HOUR / (rules.marche_vitesse_kmh * _METRES_PER_KM)
    standing = sum(
        rules.arret_duree_min if stop.duree_min is None else stop.duree_min for stop in stops
    )
    return Estimation(
        longueur_m=length,
        duree_min=round(walk + standing),
        arrets=len(stops),
        places=len(line),
    )


def place_of(lat_e7: int | None, lon_e7: int | None) -> Position | None:
    """Return a whole position, or None."""
    return None if lat_e7 is None or lon_e7 is None else Position(lat_e7, lon_e7)


def nearest(place: Position, arrets: Sequence[ArretRecord]) -> ArretRecord | None:
    """Return the placed stop nearest to a place, the first in order when two are as near."""
    placed = [(distance_m(place, stop.position), stop) for stop in arrets if stop.position]
    return min(placed, key=lambda one: (one[0], one[1].ordre))[1] if placed else None


def moved(order: Sequence[str], row: str, steps: int) -> list[str]:
    """Return the order with one stop moved by so many places, held at both ends."""
    left = [one for one in order if one != row]
    place = min(max(list(order).index(row) + steps, 0), len(left))
    return [*left[:place], row, *left[place:]]


def people(participations: Iterable[ParticipationRecord]) -> int:
    """Return how many people were present; a line without number counts for one."""
    return sum(
        1 if one.draft.nombre is None else one.draft.nombre
        for one in participations
        if one.draft.statut in (None, StatutParticipation.PRESENT)
    )
