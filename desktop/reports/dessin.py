"""Lays the drawings of `domain/dessin.py` on paper: the same map as on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from reportlab.lib.colors import Color, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.domain import dessin
from desktop.domain.carte import ATTRIBUTION, Cadre, ContourCarte
from desktop.domain.geo import Boite, Position
from desktop.domain.projections import Plan
from desktop.domain.symboles import Dessin, Ligne, Mot, Trait
from desktop.reports.page import Drawn, colours
from desktop.reports.user_text import BOLD, REGULAR, drawable

MINI_WIDTH: Final = 170.1
MINI_HEIGHT: Final = 127.6
"""The little map of a constat: 60 × 45 mm, in points."""

_EVEN_ODD: Final = 0
_MINI_MARGIN: Final = 12


def paint(canvas: Canvas, drawn: Iterable[Dessin], height: float) -> None:
    """Draw on the canvas.

    Args:
        canvas: Its origin is the lower left corner of the drawing.
        drawn: Lines, surfaces and words, y downwards.
        height: Height of the drawing in points.
    """
    canvas.saveState()
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    for one in drawn:
        if isinstance(one, Mot):
            _write(canvas, one, height)
        else:
            _stroke(canvas, one, height)
    canvas.restoreState()


def clipped(canvas: Canvas, width: float, height: float) -> None:
    """Let nothing be drawn outside a rectangle from the origin, until the state is restored."""
    path = canvas.beginPath()
    path.rect(0, 0, width, height)
    canvas.clipPath(path, stroke=0, fill=0)


def mini_map(
    contours: Sequence[ContourCarte],
    place: Position,
    azimuths: Sequence[float] = (),
    *,
    etat: str = "",
    theme: str | None = None,
    width: float = MINI_WIDTH,
    height: float = MINI_HEIGHT,
) -> Drawn:
    """Return the little map of a constat: contours, its symbol, the directions of its photos.

    The principal contour is shown whole, with the place even when it lies outside.

    Args:
        contours: Those to draw; none shows 300 m around the place.
        place: Where the constat is.
        azimuths: Degrees from north, clockwise.
        etat: Code of the état; "" draws a plain spot.
        theme: Code of the thème.
        width: Points.
        height: Points.
    """
    corners = [
        corner for one in contours if one.principal for corner in one.surface.boite.corners()
    ]
    frame = Cadre(plan=Plan(place.lon, place.lat), largeur=width, hauteur=height)
    box = Boite.around([place, *corners])
    if corners and box is not None:
        frame = frame.fitted(box, marge=_MINI_MARGIN)
    else:
        frame = Cadre(plan=frame.plan, metres=300 / height, largeur=width, hauteur=height)

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        clipped(canvas, width, height)
        canvas.setFillColor(white)
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        paint(
            canvas,
            dessin.mini_map(frame, contours, place, azimuths, etat=etat, theme=theme),
            height,
        )
        paint(canvas, dessin.scale(frame.ground, 8, height - 6, width / 4, 6), height)
        if any(one.officiel for one in contours):
            said = Mot(texte=ATTRIBUTION, ou=(width - 4, height - 4), corps=5, cale=1, halo=True)
            paint(canvas, [said], height)
        canvas.restoreState()
        canvas.setStrokeColor(colours()["border"])
        canvas.setLineWidth(0.6)
        canvas.rect(0, 0, width, height)

    return Drawn(width, height, draw)


def _stroke(canvas: Canvas, one: Trait, height: float) -> None:
    path = canvas.beginPath()
    for line in one.lignes:
        _trace(path, line, height, closed=one.ferme)
    if one.fond:
        canvas.setFillColor(_colour(one.fond))
        canvas.setFillAlpha(one.part)
    if one.encre:
        canvas.setStrokeColor(_colour(one.encre))
        canvas.setLineWidth(one.epaisseur)
        canvas.setDash(*([list(one.tirets), 0] if one.tirets else [[], 0]))
    canvas.drawPath(path, stroke=bool(one.encre), fill=bool(one.fond), fillMode=_EVEN_ODD)
    if one.fond:
        canvas.setFillAlpha(1)


def _trace(path: Any, line: Ligne, height: float, *, closed: bool) -> None:
    for rank, (x, y) in enumerate(line):
        (path.lineTo if rank else path.moveTo)(x, height - y)
    if closed and line:
        path.close()


def _write(canvas: Canvas, one: Mot, height: float) -> None:
    font = BOLD if one.gras else REGULAR
    text = drawable(one.texte)
    x = one.ou[0] - pdfmetrics.stringWidth(text, font, one.corps) * (one.cale + 1) / 2
    written = canvas.beginText(x, height - one.ou[1])
    written.setFont(font, one.corps)
    if one.halo:
        canvas.setStrokeColor(white)
        canvas.setLineWidth(one.corps / 4)
        canvas.setDash([], 0)
        written.setTextRenderMode(1)
        written.textOut(text)
        written.setTextRenderMode(0)  # it would outlive this text
        canvas.drawText(written)
        written = canvas.beginText(x, height - one.ou[1])
        written.setFont(font, one.corps)
    canvas.setFillColor(_colour(one.couleur))
    written.textOut(text)
    canvas.drawText(written)


def _colour(token: str) -> Color:
    tokens = colours()
    return tokens[token] if token in tokens else tokens["etats"].get(token, tokens["muted"])
