"""Draws annotations on a picture: arrows, ellipses and short texts, each with a rim."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from desktop.domain.codes import GenreAnnotation
from desktop.domain.diagnostics.masques import COTE, Annotation
from desktop.domain.diagnostics.traits import INKS, LINE, PEN, RIM, Point, arrow_head
from desktop.paths import resource

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Box = tuple[int, int, int, int]
Trace = Callable[["ImageDraw", Point, Point, float, int], None]

_SMOOTH: Final = 2
_MARGIN: Final = 7


def draw(image: Image, annotation: Annotation) -> None:
    """Draw an annotation in place; one of a newer version is left out."""
    if annotation.genre is None:
        return
    if annotation.genre is GenreAnnotation.TEXTE:
        _write(image, annotation)
        return
    trace: Trace = _arrow if annotation.genre is GenreAnnotation.FLECHE else _ring
    pen = max(2.0, max(image.size) / PEN)
    start = (annotation.x * image.width / COTE, annotation.y * image.height / COTE)
    end = (annotation.x2 * image.width / COTE, annotation.y2 * image.height / COTE)
    box = _around(start, end, round(_MARGIN * pen), image.size)
    ink, rim = INKS[annotation.couleur]
    for colour, width in ((rim, RIM * pen), (ink, pen)):
        image.paste(colour, box, _stroke(trace, start, end, box, pen=pen, width=width))


def _around(start: Point, end: Point, margin: int, size: tuple[int, int]) -> Box:
    return (
        max(0, int(min(start[0], end[0])) - margin),
        max(0, int(min(start[1], end[1])) - margin),
        min(size[0], int(max(start[0], end[0])) + margin),
        min(size[1], int(max(start[1], end[1])) + margin),
    )


def _stroke(trace: Trace, start: Point, end: Point, box: Box, *, pen: float, width: float) -> Image:
    """Return how much of each pixel of the box a drawing covers."""
    from PIL import Image as Images
    from PIL import ImageDraw

    large = Images.new("L", (_SMOOTH * (box[2] - box[0]), _SMOOTH * (box[3] - box[1])), 0)
    moved = [
        ((point[0] - box[0]) * _SMOOTH, (point[1] - box[1]) * _SMOOTH) for point in (start, end)
    ]
    trace(ImageDraw.Draw(large), moved[0], moved[1], pen * _SMOOTH, round(width * _SMOOTH))
    return large.reduce(_SMOOTH)


def _arrow(canvas: ImageDraw, start: Point, end: Point, pen: float, width: int) -> None:
    tip, left, right = arrow_head(start, end, pen)
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    canvas.line([start, middle], fill=255, width=width)
    canvas.polygon([tip, left, right], fill=255)
    canvas.line([tip, left, right, tip, left], fill=255, width=max(1, width // 2), joint="curve")
    _dot(canvas, start, width / 2)


def _ring(canvas: ImageDraw, start: Point, end: Point, _pen: float, width: int) -> None:
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    grown = width / 2
    canvas.ellipse(
        (left - grown, top - grown, right + grown, bottom + grown), outline=255, width=width
    )


def _dot(canvas: ImageDraw, point: Point, radius: float) -> None:
    x, y = point
    canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _write(image: Image, annotation: Annotation) -> None:
    """Write a text at its place, moved and made smaller as far as needed to be whole."""
    from PIL import ImageDraw, ImageFont

    ink, rim = INKS[annotation.couleur]
    height = max(9.0, max(image.size) / LINE)
    canvas = ImageDraw.Draw(image)
    path = resource("polices", "NotoSans-Bold.ttf")
    font = ImageFont.truetype(path, height * 0.8)
    edge = max(1, round(height / 12))
    room = image.width - 2 * edge
    width = canvas.textlength(annotation.texte, font=font)
    if width > room:
        font = ImageFont.truetype(path, max(5.0, height * 0.8 * room / width))
        width = canvas.textlength(annotation.texte, font=font)
    x = min(annotation.x * image.width / COTE, image.width - edge - width)
    y = min(annotation.y * image.height / COTE, image.height - edge - height)
    canvas.text(
        (max(edge, x), max(edge, y)),
        annotation.texte,
        fill=ink,
        font=font,
        stroke_width=edge,
        stroke_fill=rim,
    )
