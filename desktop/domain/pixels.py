"""A decoded picture on its way to the screen; photo workers start without the records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture, rows from the top, four bytes a pixel: blue, green, red, unused."""

    largeur: int
    hauteur: int
    bgrx: bytes
