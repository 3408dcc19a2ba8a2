"""Groups of photos taken of one thing, and what they most likely belong to; pure proposals.

A group is a run of photos, in the order they were taken, with no gap of more than
`groupe_ecart_s` seconds or `groupe_distance_m` metres between neighbours (gusp-microsites
7.3). An agent cuts or joins by hand: `photo.coupure` wins over the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.geo import Position, distance_m
from desktop.domain.records import PhotoRecord

LIKELY = 10
"""A constat is proposed within so many times the gap that parts two groups."""

PROPOSED_ROLES = frozenset({RolePhoto.CONTEXTE, RolePhoto.DETAIL})
"""Roles that the application gives by itself; the others are always an agent's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegleGroupes:
    """The parameters that part groups: seconds, metres, and the usual radius of a stop."""

    ecart_s: int
    distance_m: int
    rayon_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupePhotos:
    """A run of photos; `rang` counts from 1, `photos` are their ids in the order taken."""

    rang: int
    photos: tuple[str, ...]
    arret: ArretProche | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretPlace:
    """A stop of the parcours of a marche; without `position` it is only proposed by hand."""

    id: str
    ordre: int | None
    nom: str
    position: Position | None
    rayon_m: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArretProche:
    """The stop proposed for photos; `distance_m` None: an agent said so."""

    id: str
    ordre: int | None
    nom: str
    distance_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatProche:
    """How near a constat is to photos: seconds and metres, None where nothing is known."""

    id: str
    ecart_s: float | None
    distance_m: float | None
    poids: float
    """The larger of both in units of the rule that parts groups: 1 is just parted."""


def place_of(photo: PhotoRecord) -> Position | None:
    """Return where a photo was taken, None when its file did not say."""
    if photo.lat_e7 is None or photo.lon_e7 is None:
        return None
    return Position(photo.lat_e7, photo.lon_e7)


def gap_s(one: PhotoRecord, other: PhotoRecord) -> float | None:
    """Return the seconds between two photos, None when one has no time.

    Where only one camera wrote its offset, both are compared as the time read on the spot.
    """
    first, second = _moment(one), _moment(other)
    if first is None or second is None:
        return None
    if (first.tzinfo is None) != (second.tzinfo is None):
        first, second = first.replace(tzinfo=None), second.replace(tzinfo=None)
    return abs((second - first).total_seconds())


def gap_m(one: PhotoRecord, other: PhotoRecord) -> float | None:
    """Return the metres between two photos, None when one has no position."""
    here, there = place_of(one), place_of(other)
    return distance_m(here, there) if here is not None and there is not None else None


def parted(one: PhotoRecord, other: PhotoRecord, regle: RegleGroupes) -> bool:
    """Say whether `other`, taken just after `one`, begins a group of its own.

    Photos with neither a time nor a position in common are parted: nothing says that they
    show the same thing, and a group too many costs one key where one too large costs many.
    """
    if other.coupure is not None:
        return other.coupure is CoupurePhoto.SEPAREE
    seconds, metres = gap_s(one, other), gap_m(one, other)
    if seconds is None and metres is None:
        return True
    return (seconds or 0) > regle.ecart_s or (metres or 0) > regle.distance_m


def cut_between(
    one: PhotoRecord, other: PhotoRecord, regle: RegleGroupes, *, apart: bool
) -> CoupurePhoto | None:
    """Return what to write in `other` to part it from `one` or to join both.

    None where the rule says the same by itself: a decision is only kept when it is one.
    """
    if parted(one, replace(other, coupure=None), regle) is apart:
        return None
    return CoupurePhoto.SEPAREE if apart else CoupurePhoto.JOINTE


def groupes(
    photos: Sequence[PhotoRecord], regle: RegleGroupes, arrets: Sequence[ArretPlace] = ()
) -> tuple[GroupePhotos, ...]:
    """Return the groups of photos given in the order they were taken, each with its stop."""
    runs: list[list[PhotoRecord]] = [[photos[0]]] if photos else []
    for one, other in pairwise(photos):
        if parted(one, other, regle):
            runs.append([])
        runs[-1].append(other)
    return tuple(
        GroupePhotos(
            rang=rank,
            photos=tuple(photo.id for photo in run),
            arret=proposed_arret(run, arrets, rayon_m=regle.rayon_m) if arrets else None,
        )
        for rank, run in enumerate(runs, 1)
    )


def proposed_arret(
    photos: Iterable[PhotoRecord], arrets: Sequence[ArretPlace], *, rayon_m: int
) -> ArretProche | None:
    """Return the stop of photos: the one an agent gave them, else the nearest in its radius.

    `rayon_m` is the radius of stops that have none of their own. Without any position, or
    outside every radius, no stop is proposed.
    """
    shown = list(photos)
    given = {photo.arret_id for photo in shown} - {None}
    if len(given) == 1:
        for arret in arrets:
            if arret.id in given:
                return _proche(arret, None)
    centre = centre_of(shown)
    if centre is None:
        return None
    reached = [
        (metres, arret)
        for arret in arrets
        if arret.position is not None
        and (metres := distance_m(centre, arret.position)) <= (arret.rayon_m or rayon_m)
    ]
    if not reached:
        return None
    metres, arret = min(reached, key=lambda pair: (pair[0], pair[1].ordre or 0, pair[1].id))
    return _proche(arret, metres)


def centre_of(photos: Iterable[PhotoRecord]) -> Position | None:
    """Return the mean place of the photos that have one, None when none has."""
    places = [place for photo in photos if (place := place_of(photo)) is not None]
    if not places:
        return None
    return Position(
        round(sum(place.lat_e7 for place in places) / len(places)),
        round(sum(place.lon_e7 for place in places) / len(places)),
    )


def constats_proches(
    photos: Sequence[PhotoRecord], sorted_photos: Iterable[PhotoRecord], regle: RegleGroupes
) -> tuple[ConstatProche, ...]:
    """Return the constats whose photos are near in time and place, the likeliest first.

    `sorted_photos` are those of the same marche that belong to a constat. Each constat counts
    by its nearest photo; one out of reach (`LIKELY`) in time or in place is left out, and so
    is one with which nothing can be compared.
    """
    best: dict[str, ConstatProche] = {}
    for other in sorted_photos:
        if other.constat_id is None:
            continue
        for photo in photos:
            seconds, metres = gap_s(photo, other), gap_m(photo, other)
            if seconds is None and metres is None:
                continue
            weight = max((seconds or 0) / regle.ecart_s, (metres or 0) / regle.distance_m)
            known = best.get(other.constat_id)
            if weight <= LIKELY and (known is None or weight < known.poids):
                best[other.constat_id] = ConstatProche(
                    id=other.constat_id, ecart_s=seconds, distance_m=metres, poids=weight
                )
    return tuple(sorted(best.values(), key=lambda found: (found.poids, found.id)))


def proposed_roles(
    photos: Sequence[PhotoRecord], held: Iterable[RolePhoto | None]
) -> dict[str, RolePhoto]:
    """Return the role of each photo without one that joins a constat.

    The first shows the place (contexte) unless `held`, the roles of the photos already there,
    or one of the photos itself does; the others are details.
    """
    has_context = RolePhoto.CONTEXTE in {*held, *(photo.role for photo in photos)}
    found: dict[str, RolePhoto] = {}
    for photo in photos:
        if photo.role is None:
            found[photo.id] = RolePhoto.DETAIL if has_context else RolePhoto.CONTEXTE
            has_context = True
    return found


def resorted(
    photos: Iterable[PhotoRecord], constat_id: str | None, held: Iterable[RolePhoto | None]
) -> tuple[PhotoRecord, ...]:
    """Return photos, given in the order taken, once in a constat or back among those to sort.

    A role that an agent chose stays; the proposed ones are given anew, beside those `held` by
    the other photos of the constat.
    """
    cleared = [
        replace(photo, role=None) if photo.role in PROPOSED_ROLES else photo for photo in photos
    ]
    roles = proposed_roles(cleared, held) if constat_id else {}
    return tuple(
        replace(photo, constat_id=constat_id, role=roles.get(photo.id, photo.role))
        for photo in cleared
    )


def _proche(arret: ArretPlace, metres: float | None) -> ArretProche:
    return ArretProche(id=arret.id, ordre=arret.ordre, nom=arret.nom, distance_m=metres)


def _moment(photo: PhotoRecord) -> datetime | None:
    if not photo.prise_le:
        return None
    try:
        return datetime.fromisoformat(photo.prise_le)
    except ValueError:
        return None
