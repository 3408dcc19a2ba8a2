"""Makes the pictures that the application keeps: upright, small, without metadata."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.domain.pixels import Pixels
from desktop.photos.lecture import damaged, is_reducible, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose
    from PIL.ImageFile import ImageFile

LONG_SIDE: Final = 2000
# 4032 px halved is 2016 px: resampling for 16 px would cost four times the decoding.
TOLERANCE: Final = 0.025
_QUALITY: Final = 85
_VIGNETTE_SIDE: Final = 320
_VIGNETTE_QUALITY: Final = 80
_MAX_REDUCTION: Final = 8
_SIXTEEN_BITS: Final = ("I", "I;16", "I;16L", "I;16B", "I;16N")


@dataclass(frozen=True, slots=True)
class Rendu:
    """A picture ready to be kept: the rendition, its thumbnail, and its size in pixels."""

    jpeg: bytes
    vignette: bytes
    largeur: int
    hauteur: int


def decode(picture: ImageFile, long_side: int = LONG_SIDE) -> None:
    """Decode the pixels in place, at the largest reduction that still gives `long_side`.

    Raises:
        FichierRefuse: The content is cut short or spoilt.
    """
    reduction = 1
    while reduction < _MAX_REDUCTION and max(picture.size) / (reduction * 2) >= long_side * (
        1 - TOLERANCE
    ):
        reduction *= 2
    try:
        if reduction > 1 and is_reducible(picture):
            picture.draft(
                None, (max(1, picture.width // reduction), max(1, picture.height // reduction))
            )
        picture.load()
    except Exception as error:
        # Whatever hostile bytes raise in a codec is one answer: this photo cannot be read.
        raise damaged() from error


def render(picture: ImageFile, orientation: int) -> Rendu:
    """Return rendition and thumbnail of a decoded picture turned by its EXIF orientation."""
    upright = _turned(shrunk(as_rgb(picture), LONG_SIDE, tolerance=TOLERANCE), orientation)
    return Rendu(
        jpeg=as_jpeg(upright, _QUALITY),
        vignette=_vignette(upright),
        largeur=upright.width,
        hauteur=upright.height,
    )


def make_vignette(jpeg: bytes) -> bytes:
    """Return the thumbnail of a rendition, as `render` would have made it."""
    picture = open_picture(jpeg)
    decode(picture)
    return _vignette(as_rgb(picture))


def decoded(jpeg: bytes) -> Image:
    """Return the picture of a rendition at its full size.

    Raises:
        FichierRefuse: The rendition is spoilt.
    """
    picture = open_picture(jpeg)
    decode(picture, max(picture.size))
    return as_rgb(picture)


def pixels(image: Image, room: tuple[int, int] | None = None) -> Pixels:
    """Return the pixels of a picture, shrunk so that it fits a room of the screen if one is given.

    Pillow lets the other threads work meanwhile, which Qt's own decoder does not.
    """
    from PIL.Image import Resampling

    if room is not None and (image.width > room[0] or image.height > room[1]):
        share = min(room[0] / image.width, room[1] / image.height)
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Resampling.LANCZOS, reducing_gap=1.5)
    return Pixels(image.width, image.height, image.tobytes("raw", "BGRX"))


def _vignette(upright: Image) -> bytes:
    return as_jpeg(shrunk(upright, _VIGNETTE_SIDE, gap=1.2), _VIGNETTE_QUALITY)


def as_rgb(picture: Image) -> Image:
    """Return the picture in plain colours, on white where it was transparent."""
    from PIL import Image as Images

    if picture.mode in _SIXTEEN_BITS:  # a plain conversion would cut instead of scaling
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Images.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def shrunk(picture: Image, side: int, *, tolerance: float = 0.0, gap: float = 2.0) -> Image:
    """Return the picture with its long side at most `side`; never larger than it was.

    Averaging blocks down to `gap` times the size comes first: 1.2 takes two thirds of 2.
    """
    from PIL.Image import Resampling

    longest = max(picture.size)
    if longest <= side * (1 + tolerance):
        return picture
    size = (
        max(1, round(picture.width * side / longest)),
        max(1, round(picture.height * side / longest)),
    )
    return picture.resize(size, Resampling.LANCZOS, reducing_gap=gap)


def _turned(picture: Image, orientation: int) -> Image:
    turn = _transposes().get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _transposes() -> dict[int, Transpose]:
    """Return what sets each EXIF orientation upright; 1 needs nothing."""
    from PIL.Image import Transpose

    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }


def as_jpeg(picture: Image, quality: int) -> bytes:
    """Return a picture as JPEG without any metadata."""
    picture.info = {}  # Pillow would copy a comment found in the source
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()
