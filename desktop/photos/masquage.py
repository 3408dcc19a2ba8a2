"""Makes the picture that leaves: zones hidden for good, annotations drawn, in new bytes.

A mosaic keeps at most eight by eight means of its zone, fewer in a narrow one: square cells of
at least an eighth of the longer side (gusp-microsites 6, Blur method), and never smaller than a
hundredth of the picture, so that many small zones side by side tell no more than a large one.
Each mean is rounded to a step of 16, then moved in light by up to 24 either way and in each
colour by up to 12. That noise is drawn from a secret of the espace and from the picture: whoever
gathers a hundred exports of one photo receives a hundred times the same noise, which averaging
cannot take away.

Zones are hidden at the full size of the rendition, before anything is shrunk; annotations are
drawn over them, at the size that leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from desktop.domain.codes import FormeMasque, StyleMasque
from desktop.domain.diagnostics.masques import COTE, Annotation, Masque
from desktop.domain.diagnostics.traits import PLEIN
from desktop.photos.annotations import draw
from desktop.photos.lecture import open_picture
from desktop.photos.rendu import TOLERANCE, as_jpeg, as_rgb, decode, shrunk

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[int, int, int, int]


class Noise(Protocol):
    """Gives as many bytes as are asked for, the same each time."""

    def digest(self, length: int, /) -> bytes:
        """Return `length` bytes."""
        ...


CELLS: Final = 8
_FINEST: Final = 100
_GAP: Final = 1.0
"""Halves are taken by averaging, as the decoder does: a tenth of the time, half a level of 255."""
_STEP: Final = 16
_NOISE: Final = 24
_TINT: Final = 12
_RIM: Final = 1  # one pixel more on each side: nothing of what was outlined shows at its edge


def diffused_jpeg(
    jpeg: bytes,
    *,
    masques: Sequence[Masque],
    annotations: Sequence[Annotation] = (),
    secret: bytes,
    max_side: int,
    quality: int,
) -> bytes:
    """Return a rendition with its zones hidden, shrunk, annotated, without any metadata.

    The same arguments give the same bytes. Half the size of a rendition without zones costs a
    third of any other size: the codec decodes it so.

    Args:
        jpeg: The stored rendition.
        masques: Every one is of a known kind: `domain.diagnostics.masques.retenue` said so.
        annotations: Those of a newer version are left out.
        secret: Bytes that only the espace can make for this picture.
        max_side: Long side of the result at most, in pixels.
        quality: JPEG quality.

    Raises:
        ValueError: A zone of an unknown kind.
        FichierRefuse: The rendition is spoilt.
    """
    picture = open_picture(jpeg)
    decode(picture, max(picture.size) if masques else max_side)
    image = diffused(as_rgb(picture), masques, annotations, secret=secret, max_side=max_side)
    return as_jpeg(image, quality)


def diffused(
    image: Image,
    masques: Sequence[Masque],
    annotations: Sequence[Annotation],
    *,
    secret: bytes,
    max_side: int,
) -> Image:
    """Hide, shrink and annotate a decoded rendition, which may be changed in place.

    Raises:
        ValueError: A zone of an unknown kind.
    """
    if any(masque.forme is None for masque in masques):
        raise ValueError("a zone that cannot be hidden")
    for rank, masque in enumerate(masques):
        hide(image, masque, hashlib.shake_256(secret + rank.to_bytes(4, "big")))
    image = shrunk(image, max_side, tolerance=TOLERANCE, gap=_GAP)
    for annotation in annotations:
        draw(image, annotation)
    return image


def hide(image: Image, masque: Masque, noise: Noise) -> None:
    """Replace the pixels of a zone in place."""
    box = zone_box(masque, image.size)
    if masque.style is StyleMasque.PLEIN:
        filled: Image | tuple[int, int, int] = PLEIN
    else:
        filled = _mosaic(image.crop(box), max(image.size), noise)
    if masque.forme is FormeMasque.ELLIPSE:
        image.paste(filled, box, _ellipse(_outline(masque, image.size), box))
    else:
        image.paste(filled, box)


def zone_box(masque: Masque, size: tuple[int, int]) -> Box:
    """Return the pixels of a zone, rounded outwards and one pixel wider on each side."""
    left, top, right, bottom = _outline(masque, size)
    return max(0, left), max(0, top), min(size[0], right), min(size[1], bottom)


def _outline(masque: Masque, size: tuple[int, int]) -> Box:
    """Return the box of a zone with its rim, which may lie outside the picture."""
    width, height = size
    return (
        masque.x * width // COTE - _RIM,
        masque.y * height // COTE - _RIM,
        -(-(masque.x + masque.l) * width // COTE) + _RIM,
        -(-(masque.y + masque.h) * height // COTE) + _RIM,
    )


def _mosaic(zone: Image, long_side: int, noise: Noise) -> Image:
    from PIL import Image as Images
    from PIL.Image import Resampling

    cell = max(-(-max(zone.size) // CELLS), -(-long_side // _FINEST))
    grid = (max(1, zone.width // cell), max(1, zone.height // cell))
    means = zone.resize(grid, Resampling.BOX).tobytes()
    drawn = noise.digest(len(means) // 3 * 4)
    cells = bytearray()
    for rank in range(len(means) // 3):
        light = _shift(drawn[4 * rank], _NOISE)
        for mean, tint in zip(
            means[3 * rank : 3 * rank + 3], drawn[4 * rank + 1 : 4 * rank + 4], strict=True
        ):
            moved = mean // _STEP * _STEP + _STEP // 2 + light + _shift(tint, _TINT)
            cells.append(min(255, max(0, moved)))
    return Images.frombytes("RGB", grid, bytes(cells)).resize(zone.size, Resampling.NEAREST)


def _shift(drawn: int, most: int) -> int:
    return drawn % (2 * most + 1) - most


def _ellipse(outline: Box, box: Box) -> Image:
    """Return the pixels of an ellipse inside `box`, each one wholly in or out.

    An edge that mixes both would let something of the picture through.
    """
    from PIL import Image as Images
    from PIL import ImageDraw

    left, top, right, bottom = outline
    x, y = box[:2]
    mask = Images.new("L", (box[2] - x, box[3] - y), 0)
    ImageDraw.Draw(mask).ellipse((left - x, top - y, right - x - 1, bottom - y - 1), fill=255)
    return mask
