"""The route map of a compte rendu: outline, path, stops, constats, without numbers."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from desktop.domain import dessin
from desktop.domain.carte import Cadre, CarteRecord, printed_frame, scale_of
from desktop.domain.dessin import Taille
from desktop.domain.symboles import Dessin, constat_symbol, placed
from desktop.formats import NBSP, number, plural
from desktop.reports.dessin import clipped, paint
from desktop.reports.page import Drawn, colours
from desktop.reports.user_text import REGULAR, drawable

_SIZE = 4.5
_FOOT = 14
_MARGIN_M = 40


def route_map(carte: CarteRecord | None, width: float, height: float) -> Drawn | None:
    """Return the map at the closest round scale; None when there is nothing to show.

    Args:
        carte: What the map shows.
        width: Points.
        height: Points, the line under the map included.
    """
    box = carte.boite() if carte is not None and _has_places(carte) else None
    if carte is None or box is None:
        return None
    inside = height - _FOOT
    frame = printed_frame(box, width, inside, marge_m=_MARGIN_M)
    said = _foot(carte, frame)

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(0, _FOOT)
        clipped(canvas, width, inside)
        canvas.setFillColor(white)
        canvas.rect(0, 0, width, inside, stroke=0, fill=1)
        paint(canvas, _layers(carte, frame), inside)
        paint(canvas, dessin.scale(frame.ground, 10, inside - 8, width / 4, 7), inside)
        paint(canvas, dessin.north(frame, width - 18, 20, 10), inside)
        canvas.setStrokeColor(colours()["border"])
        canvas.setLineWidth(1)
        canvas.rect(0, 0, width, inside)
        canvas.restoreState()
        canvas.setFillColor(colours()["muted"])
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(0, 3, drawable(said))

    return Drawn(width, height, draw)


def _has_places(carte: CarteRecord) -> bool:
    principal = any(one.principal for one in carte.contours)
    return principal or next(carte.places(), None) is not None


def _layers(carte: CarteRecord, frame: Cadre) -> Iterator[Dessin]:
    sizes = Taille(symbole=_SIZE)
    yield from dessin.contours(carte.contours, frame, sizes)
    yield from dessin.paths(carte, frame, sizes)
    for one in carte.constats:
        yield from placed(constat_symbol(one.etat, one.theme, _SIZE), *frame.at(one.position))
    yield from dessin.stops(carte, frame, sizes)
    yield from dessin.contour_names(
        [one for one in carte.contours if not one.principal], frame, sizes
    )


def _foot(carte: CarteRecord, frame: Cadre) -> str:
    parts = [f"Échelle 1:{number(scale_of(frame))}"]
    if carte.traces:
        parts.append("trait plein : trajet enregistré")
    if len(carte.arrets) > 1:
        parts.append("pointillés : ordre des arrêts")
    if carte.sans_position:
        parts.append(f"{plural(carte.sans_position, 'constat')} sans position, non dessinés")
    if carte.attribution:
        parts.append(carte.attribution)
    return " · ".join(parts).replace(" :", f"{NBSP}:")
