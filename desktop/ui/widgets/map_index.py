"""Which of many places lie under a finger or in a rectangle: a plain grid over a plane."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

_PER_CELL = 4


class PlaceIndex:
    """Places of a plane by their ids; those given last lie on top."""

    def __init__(self, places: Iterable[tuple[str, float, float]] = ()) -> None:
        self._places = list(places)
        self._rank = {one[0]: rank for rank, one in enumerate(self._places)}
        xs, ys = (
            [one[1] for one in self._places] or [0.0],
            [one[2] for one in self._places] or [0.0],
        )
        area = max((max(xs) - min(xs)) * (max(ys) - min(ys)), 1.0)
        self._cell = max(math.sqrt(area * _PER_CELL / max(len(self._places), 1)), 1e-6)
        self._grid: dict[tuple[int, int], list[int]] = defaultdict(list)
        for rank, (_, x, y) in enumerate(self._places):
            self._grid[self._key(x, y)].append(rank)

    def at(self, row: str) -> tuple[float, float] | None:
        """Return where a place lies, None when it is unknown."""
        rank = self._rank.get(row)
        return None if rank is None else self._places[rank][1:]

    def nearest(self, x: float, y: float, reach: float) -> str:
        """Return the id of the nearest place within reach, "" when there is none."""
        best, found = (reach, 0), ""
        for rank in self._around(x - reach, y - reach, x + reach, y + reach):
            row, px, py = self._places[rank]
            apart = (math.hypot(px - x, py - y), -rank)
            if apart <= best:
                best, found = apart, row
        return found

    def inside(self, left: float, low: float, right: float, high: float) -> list[str]:
        """Return the ids in a rectangle, those below first."""
        ranks = sorted(self._around(left, low, right, high))
        return [
            row
            for row, x, y in (self._places[rank] for rank in ranks)
            if left <= x <= right and low <= y <= high
        ]

    def towards(self, row: str, right: int, up: int) -> str:
        """Return the nearest place in one of four directions from another, "" when none is.

        Args:
            row: Where to start; unknown: nowhere.
            right: 1, 0 or -1.
            up: 1, 0 or -1.
        """
        start = self.at(row)
        if start is None:
            return ""
        best, found = math.inf, ""
        for other, x, y in self._places:
            along = (x - start[0]) * right + (y - start[1]) * up
            aside = abs((x - start[0]) * up) + abs((y - start[1]) * right)
            if other != row and along > 0 and aside <= along and along + 2 * aside < best:
                best, found = along + 2 * aside, other
        return found

    def _key(self, x: float, y: float) -> tuple[int, int]:
        return math.floor(x / self._cell), math.floor(y / self._cell)

    def _around(self, left: float, low: float, right: float, high: float) -> Iterator[int]:
        """Yield the ranks of all places in the cells of a rectangle."""
        (first, bottom), (last, top) = self._key(left, low), self._key(right, high)
        if (last - first + 1) * (top - bottom + 1) > len(self._grid):
            for (column, row), ranks in self._grid.items():
                if first <= column <= last and bottom <= row <= top:
                    yield from ranks
            return
        for column in range(first, last + 1):
            for row in range(bottom, top + 1):
                yield from self._grid.get((column, row), ())
