"""Lays the drawings of `domain/dessin.py` on paper: the same map as on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from reportlab.lib.colors import Color, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.symboles import Dessin, Ligne, Mot, Trait
from desktop.reports.page import colours
from desktop.reports.user_text import BOLD, REGULAR, drawable

_EVEN_ODD: Final = 0


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
