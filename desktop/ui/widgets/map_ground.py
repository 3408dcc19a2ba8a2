"""Backgrounds on the screen: tiles and calibrated images, decoded off the UI thread."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from desktop.domain.carte import Cadre
from desktop.domain.projections import AXIS, WEB_MERCATOR, Projection
from desktop.errors import FichierRefuse
from desktop.formats import typo
from desktop.ui.widgets.background import Background

TILES_BYTES = 64_000_000
"""What the decoded tiles may take; the oldest go first."""

IMAGE_PIXELS = 16_000_000
"""A calibrated image is kept at this size at most: 64 MB."""

_WORLD = 2 * math.pi * AXIS
_SIDE = 256
_AT_ONCE = 8
_ANCESTORS = 5
_SMALLEST = 48
"""Pixels under which the tiles of the first level are not drawn: there would be thousands."""

_HALVINGS = 3

Tile = tuple[int, int, int]


class TileSource(Protocol):
    """Gives the bytes of tiles; safe in a worker."""

    @property
    def zoom_min(self) -> int:
        """First level."""

    @property
    def zoom_max(self) -> int:
        """Last level."""

    @property
    def mention(self) -> str:
        """Origin to be printed."""

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a PNG or a JPEG, None where there is nothing."""


class TileGround:
    """Draws the tiles it has, enlarged ones meanwhile, and asks a worker for the others.

    Args:
        source: Where tiles come from.
        background: Does the work.
        changed: Called in the UI thread when new tiles have come.
    """

    def __init__(
        self, source: TileSource, background: Background, changed: Callable[[], None]
    ) -> None:
        self.plan: Projection = WEB_MERCATOR
        self.mention = source.mention
        self._source = source
        self._background = background
        self._changed = changed
        self._kept: OrderedDict[Tile, QImage] = OrderedDict()
        self._weight = 0
        self._busy = False

    def paint(self, painter: QPainter, cadre: Cadre) -> None:
        """Draw the part seen through the frame."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        missing = []
        for tile, target in self._seen(cadre):
            if tile in self._kept:
                self._kept.move_to_end(tile)
                painter.drawImage(target, self._kept[tile])
            else:
                missing.append(tile)
                self._paint_ancestor(painter, tile, target)
        if missing:
            self._ask(missing)

    def waiting(self) -> bool:
        """Say whether tiles are being decoded."""
        return self._busy

    def _seen(self, cadre: Cadre) -> Iterator[tuple[Tile, QRectF]]:
        """Yield the tiles in the window, those of its middle first."""
        wanted = round(math.log2(_WORLD / (_SIDE * cadre.metres)))
        zoom = min(max(wanted, self._source.zoom_min), self._source.zoom_max)
        metres = _WORLD / 2**zoom
        if metres / cadre.metres < _SMALLEST:
            return
        left = cadre.x - cadre.largeur / 2 * cadre.metres + _WORLD / 2
        top = _WORLD / 2 - cadre.y - cadre.hauteur / 2 * cadre.metres
        columns = range(
            math.floor(left / metres),
            math.floor((left + cadre.largeur * cadre.metres) / metres) + 1,
        )
        rows = range(
            max(math.floor(top / metres), 0),
            min(math.floor((top + cadre.hauteur * cadre.metres) / metres), 2**zoom - 1) + 1,
        )
        middle = (len(columns) / 2 + columns.start - 0.5, len(rows) / 2 + rows.start - 0.5)
        tiles = [(column, row) for column in columns for row in rows]
        tiles.sort(key=lambda one: abs(one[0] - middle[0]) + abs(one[1] - middle[1]))
        side = metres / cadre.metres
        for column, row in tiles:
            x = (column * metres - left) / cadre.metres
            y = (row * metres - top) / cadre.metres
            yield (zoom, column, row), QRectF(x, y, side, side)

    def _paint_ancestor(self, painter: QPainter, tile: Tile, target: QRectF) -> None:
        zoom, column, row = tile
        for up in range(1, _ANCESTORS + 1):
            found = self._kept.get((zoom - up, column >> up, row >> up))
            if found is None or found.isNull():
                continue
            side = found.width() / 2**up
            x, y = (column % 2**up) * side, (row % 2**up) * side
            painter.drawImage(target, found, QRectF(x, y, side, side))
            return

    def _ask(self, missing: list[Tile]) -> None:
        if self._busy:
            return
        self._busy = True
        wanted, source = missing[:_AT_ONCE], self._source
        self._background(
            lambda: [(tile, _decode(source.tile(*tile))) for tile in wanted],
            self._take,
            self._failed,
        )

    def _take(self, tiles: list[tuple[Tile, QImage]]) -> None:
        for tile, picture in tiles:
            self._kept[tile] = picture
            self._weight += picture.sizeInBytes()
        while self._weight > TILES_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._weight -= old.sizeInBytes()
        self._busy = False
        self._changed()

    def _failed(self) -> None:
        self._busy = False


class ImageGround:
    """Draws a calibrated image, already decoded.

    Args:
        levels: The image, then itself halved and halved again.
        plan: The plane it lies in.
        corners: Upper left and lower right corner in metres of that plane.
        mention: Origin to be printed.
    """

    def __init__(
        self,
        levels: list[QImage],
        plan: Projection,
        corners: tuple[tuple[float, float], tuple[float, float]],
        mention: str = "",
    ) -> None:
        self.plan = plan
        self.mention = mention
        self._levels = levels
        self._corners = corners

    def paint(self, painter: QPainter, cadre: Cadre) -> None:
        """Draw the part seen through the frame."""
        (left, top), (right, bottom) = self._corners
        x = (left - cadre.x) / cadre.metres + cadre.largeur / 2
        y = (cadre.y - top) / cadre.metres + cadre.hauteur / 2
        wide, high = (right - left) / cadre.metres, (top - bottom) / cadre.metres
        target = QRectF(x, y, wide, high)
        seen = target.intersected(QRectF(0, 0, cadre.largeur, cadre.hauteur))
        if seen.isEmpty():
            return
        picture = next(
            (one for one in reversed(self._levels) if one.width() >= wide), self._levels[0]
        )
        share_x, share_y = picture.width() / wide, picture.height() / high
        source = QRectF(
            (seen.x() - x) * share_x,
            (seen.y() - y) * share_y,
            seen.width() * share_x,
            seen.height() * share_y,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(seen, picture, source)


def decode_levels(path: str, name: str) -> list[QImage]:
    """Decode a calibrated image and halve it a few times; for a worker.

    Raises:
        FichierRefuse: the picture behind the header cannot be decoded.
    """
    reader = QImageReader(path)
    reader.setAutoTransform(False)
    size = reader.size()
    pixels = size.width() * size.height()
    if pixels > IMAGE_PIXELS:
        share = math.sqrt(IMAGE_PIXELS / pixels)
        reader.setScaledSize(QSize(int(size.width() * share), int(size.height() * share)))
    picture = reader.read()
    if picture.isNull():
        said = typo(f"L’image « {name} » est abîmée : elle ne peut pas être affichée.")
        remedy = "Demandez-la de nouveau au SIG. La carte marche aussi sans fond."
        raise FichierRefuse("Fond de carte refusé", said, remedy)
    levels = [picture.convertToFormat(QImage.Format.Format_RGB32)]
    for _ in range(_HALVINGS):
        last = levels[-1]
        half = QSize(max(last.width() // 2, 1), max(last.height() // 2, 1))
        smooth = Qt.TransformationMode.SmoothTransformation
        levels.append(last.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    return levels


def _decode(data: bytes | None) -> QImage:
    """Return the picture of a tile, a null one when there is none."""
    picture = QImage.fromData(data) if data else QImage()
    if picture.isNull():
        return picture
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
