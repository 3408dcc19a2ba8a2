"""Proportions and inks of what is drawn over a photo, the same on the screen and in a file."""

from __future__ import annotations

from typing import Final

from desktop.domain.codes import CouleurAnnotation

Point = tuple[float, float]
Ink = tuple[int, int, int]

INKS: Final[dict[CouleurAnnotation, tuple[Ink, Ink]]] = {
    CouleurAnnotation.ROUGE: ((200, 16, 30), (255, 255, 255)),
    CouleurAnnotation.JAUNE: ((255, 220, 0), (0, 0, 0)),
    CouleurAnnotation.NOIR: ((0, 0, 0), (255, 255, 255)),
}
"""Ink and rim of each colour: dark on light or light on dark, also once printed in grey."""

PLEIN: Final[Ink] = (40, 44, 52)
"""What fills a zone hidden by a plain colour."""

PEN: Final = 220
"""The long side of a picture in widths of the pen."""

RIM: Final = 2.4
"""Width of the rim in widths of the pen."""

LINE: Final = 28
"""The long side of a picture in heights of a line of text."""

HEAD: Final = 6
"""Length of the head of an arrow in widths of the pen; half its width is a little less."""


def arrow_head(start: Point, end: Point, pen: float) -> tuple[Point, Point, Point]:
    """Return tip and corners of the head of an arrow, for a pen of this width."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(1.0, (dx * dx + dy * dy) ** 0.5)
    ux, uy = dx / length, dy / length
    back = min(length, HEAD * pen)
    side = back * 0.45
    x, y = end[0] - ux * back, end[1] - uy * back
    return end, (x - uy * side, y + ux * side), (x + uy * side, y - ux * side)
