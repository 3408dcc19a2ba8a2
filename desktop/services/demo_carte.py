"""Places of the demonstration: drawn at random inside the shipped contours.

None of them is the place of anything: the stops and constats of the demonstration do not exist,
and `resources/demonstration.toml` says so.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.domain.codes import OriginePosition
from desktop.domain.drafts import ConstatDraft
from desktop.domain.geo import Position, Surface, distance_m, moved
from desktop.models.marche import Arret
from desktop.services.cartes import CartesService
from desktop.services.contexte import EspaceOuvert

_TRIES = 2000
_APART_M = 90
_REACH_M = 35
_WITHOUT_EVERY = 7
"""One constat in so many has no position yet, as after a real walk."""


def fictive_stops(surface: Surface, count: int, draw: random.Random) -> list[Position]:
    """Return places inside a contour, apart from one another, in the order of a short walk."""
    box = surface.boite
    found: list[Position] = []
    for _ in range(_TRIES):
        place = Position(draw.randint(box.sud, box.nord), draw.randint(box.ouest, box.est))
        inside = surface.contains(place) and surface.edge_distance_m(place) > _REACH_M / 2
        if inside and all(distance_m(place, other) > _APART_M for other in found):
            found.append(place)
        if len(found) == count:
            break
    return _walked(found)


def place_stops(
    terrain: EspaceOuvert, quartier_id: str, arrets: Sequence[str], draw: random.Random
) -> dict[str, Position]:
    """Place the stops of a parcours inside the contour of its quartier; return where each is."""
    surface = CartesService(terrain).surfaces().get(quartier_id)
    if surface is None:
        return {}
    places = dict(zip(arrets, fictive_stops(surface, len(arrets), draw), strict=False))
    with terrain.store.writing("") as unit:
        for row, place in places.items():
            arret = unit.get(Arret, row)
            arret.lat_e7, arret.lon_e7 = place
    return places


def scattered(
    drafts: Sequence[ConstatDraft], stops: Mapping[str, Position], draw: random.Random
) -> list[ConstatDraft]:
    """Give fictional constats places around their stops; some stay without."""
    placed = []
    for rank, draft in enumerate(drafts):
        stop = stops.get(draft.arret_id or "")
        if stop is None and stops:
            stop = list(stops.values())[rank * len(stops) // len(drafts)]
        if stop is None or rank % _WITHOUT_EVERY == _WITHOUT_EVERY - 1:
            placed.append(draft)
            continue
        angle, far = draw.uniform(0, 2 * math.pi), draw.uniform(8, _REACH_M)
        place = moved(stop, far * math.cos(angle), far * math.sin(angle))
        placed.append(
            replace(
                draft,
                lat_e7=place.lat_e7,
                lon_e7=place.lon_e7,
                origine_position=OriginePosition.CARTE_MANUELLE,
            )
        )
    return placed


def _walked(places: list[Position]) -> list[Position]:
    """Return places from the northernmost on, each followed by the nearest one left."""
    left = sorted(places, reverse=True)
    path = left[:1]
    del left[:1]
    while left:
        nearest = min(left, key=lambda place: distance_m(path[-1], place))
        left.remove(nearest)
        path.append(nearest)
    return path
