"""The map of the carnet de terrain: contour, way, stops and open constats, in black and white."""

from __future__ import annotations

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from desktop.domain import dessin
from desktop.domain.carte import CarteRecord, printed_frame
from desktop.domain.symboles import constat_symbol, placed
from desktop.reports.dessin import clipped, paint
from desktop.reports.user_text import REGULAR, drawable

_SIZE: Final = dessin.Taille(symbole=5.0)
_AROUND_M: Final = 40


def draw_map(
    canvas: Canvas, carte: CarteRecord, x: float, y: float, width: float, height: float
) -> None:
    """Draw the map in a frame whose lower left corner is (x, y), sizes in points.

    Nothing is drawn for a map that shows no place.
    """
    box = carte.boite()
    if box is None:
        return
    frame = printed_frame(box, width, height, marge_m=_AROUND_M)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.saveState()
    clipped(canvas, width, height)
    paint(canvas, dessin.contours(carte.contours, frame, _SIZE), height)
    paint(canvas, dessin.paths(carte, frame, _SIZE), height)
    for one in carte.constats:
        symbol = constat_symbol(one.etat.value, one.theme, _SIZE.symbole * 0.8)
        paint(canvas, placed(symbol, *frame.at(one.position)), height)
    paint(canvas, dessin.stops(carte, frame, _SIZE), height)
    paint(canvas, dessin.scale(frame.ground, 8, height - 8, width / 4, 7), height)
    paint(canvas, dessin.north(frame, width - 16, 20, 12), height)
    canvas.restoreState()
    canvas.setStrokeColorRGB(0.4, 0.4, 0.4)
    canvas.setLineWidth(0.7)
    canvas.rect(0, 0, width, height, stroke=1, fill=0)
    if carte.attribution:
        canvas.setFont(REGULAR, 6)
        canvas.setFillColorRGB(0.4, 0.4, 0.4)
        canvas.drawRightString(width - 4, 4, drawable(carte.attribution))
    canvas.restoreState()
