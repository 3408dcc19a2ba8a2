"""The background of a printed map: tiles or a calibrated image, as far as the frame shows them."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.carte import Cadre
from desktop.domain.projections import AXIS, Projection
from desktop.errors import FichierRefuse
from desktop.formats import typo

_WORLD: Final = 2 * math.pi * AXIS
_SIDE: Final = 256
_FINE: Final = 2.0
"""Pixels of a tile for one point of the page: 144 dots an inch, enough for a plan."""

_TILES_MAX: Final = 400
_PIXELS_MAX: Final = 3000


class TilesPrinted(Protocol):
    """Gives the bytes of tiles."""

    @property
    def zoom_min(self) -> int:
        """First level."""

    @property
    def zoom_max(self) -> int:
        """Last level."""

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a PNG or a JPEG, None where there is nothing."""


class ImagePrinted(Protocol):
    """A calibrated image on the disk."""

    @property
    def chemin(self) -> Path:
        """The PNG or JPEG file."""

    @property
    def plan(self) -> Projection:
        """The plane it lies in."""

    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return upper left and lower right corner in metres of the plane."""


def draw_tiles(canvas: Canvas, tiles: TilesPrinted, cadre: Cadre) -> None:
    """Draw the tiles of a frame; its plane must be Web Mercator."""
    wanted = math.log2(_WORLD * _FINE / (_SIDE * cadre.metres))
    zoom = min(max(math.ceil(wanted - 0.3), tiles.zoom_min), tiles.zoom_max)
    while zoom > tiles.zoom_min and len(list(_seen(cadre, zoom))) > _TILES_MAX:
        zoom -= 1
    side = _WORLD / 2**zoom
    for column, row in list(_seen(cadre, zoom))[:_TILES_MAX]:
        data = tiles.tile(zoom, column, row)
        if data is None or not _is_sound(data):
            continue
        x = (column * side - _WORLD / 2 - cadre.x) / cadre.metres + cadre.largeur / 2
        top = (cadre.y - _WORLD / 2 + row * side) / cadre.metres + cadre.hauteur / 2
        units = side / cadre.metres
        canvas.drawImage(
            ImageReader(io.BytesIO(data)), x, cadre.hauteur - top - units, units, units, mask="auto"
        )


def draw_image(canvas: Canvas, image: ImagePrinted, cadre: Cadre) -> None:
    """Draw the part of a calibrated image that a frame shows; its plane must be the image's.

    Raises:
        FichierRefuse: the picture behind its header is broken.
    """
    (left, top), (right, bottom) = image.corners()
    half_x, half_y = cadre.largeur / 2 * cadre.metres, cadre.hauteur / 2 * cadre.metres
    west, east = max(left, cadre.x - half_x), min(right, cadre.x + half_x)
    south, north = max(bottom, cadre.y - half_y), min(top, cadre.y + half_y)
    if west >= east or south >= north:
        return
    try:
        _draw_part(canvas, image, cadre, (west, south, east, north))
    except (OSError, SyntaxError, ValueError) as error:
        raise FichierRefuse(
            "Fond de carte refusé",
            typo(f"L’image « {image.chemin.name} » est abîmée : elle ne peut pas être imprimée."),
            "Demandez-la de nouveau au SIG, ou imprimez la carte sans fond.",
        ) from error


def _draw_part(
    canvas: Canvas, image: ImagePrinted, cadre: Cadre, seen: tuple[float, float, float, float]
) -> None:
    """Draw what lies between west, south, east and north, in metres of the plane."""
    (left, top), (right, bottom) = image.corners()
    west, south, east, north = seen
    with Image.open(image.chemin) as whole:
        share_x = whole.width / (right - left)
        share_y = whole.height / (top - bottom)
        box = (
            max(0, int((west - left) * share_x)),
            max(0, int((top - north) * share_y)),
            min(whole.width, math.ceil((east - left) * share_x)),
            min(whole.height, math.ceil((top - south) * share_y)),
        )
        part = whole.crop(box).convert("RGB")
    part.thumbnail((_PIXELS_MAX, _PIXELS_MAX))
    out = io.BytesIO()
    part.save(out, "JPEG", quality=85)
    out.seek(0)
    x = (left + box[0] / share_x - cadre.x) / cadre.metres + cadre.largeur / 2
    y = (top - box[3] / share_y - cadre.y) / cadre.metres + cadre.hauteur / 2
    wide = (box[2] - box[0]) / share_x / cadre.metres
    high = (box[3] - box[1]) / share_y / cadre.metres
    canvas.drawImage(ImageReader(out), x, y, wide, high)


def _is_sound(data: bytes) -> bool:
    """Say whether a tile can be decoded to its end: a broken one leaves its place white."""
    try:
        with Image.open(io.BytesIO(data)) as tile:
            tile.load()
    except (OSError, SyntaxError, ValueError):
        return False
    return True


def _seen(cadre: Cadre, zoom: int) -> Iterator[tuple[int, int]]:
    """Yield the tiles of a level that lie in a frame."""
    side = _WORLD / 2**zoom
    left = cadre.x - cadre.largeur / 2 * cadre.metres + _WORLD / 2
    top = _WORLD / 2 - cadre.y - cadre.hauteur / 2 * cadre.metres
    wide, high = cadre.largeur * cadre.metres, cadre.hauteur * cadre.metres
    for row in range(max(int(top // side), 0), min(int((top + high) // side), 2**zoom - 1) + 1):
        for column in range(int(left // side), int((left + wide) // side) + 1):
            yield column, row
