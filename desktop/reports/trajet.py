"""The route map of a compte rendu: outline, path, stops, constats, without numbers."""

from __future__ import annotations

from typing import Final

from reportlab.platypus import Flowable

from desktop.domain.carte import Cadre, CarteRecord, printed_frame, scale_of
from desktop.domain.geo import Boite
from desktop.formats import NBSP, number, plural
from desktop.reports.page import colours
from desktop.reports.plan import Rendu, draw_plan
from desktop.reports.user_text import REGULAR, drawable

_RENDU: Final = Rendu(symbole=4.5, lettres=7, boussole=10, bord=1)
_FOOT = 14
_LOWEST, _HIGHEST = 250.0, 345.0  # points, the line under the map included
_MARGIN_M = 40


def route_map(carte: CarteRecord | None, width: float, below: float) -> RouteMap | None:
    """Return the map at the closest round scale; None when there is nothing to show.

    Args:
        carte: What the map shows.
        width: Points.
        below: Points that the map leaves on its page, where there is room for both.
    """
    box = carte.boite() if carte is not None and _has_places(carte) else None
    return None if carte is None or box is None else RouteMap(carte, box, width, below)


class RouteMap(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The map and the line under it, as high as its page allows."""

    def __init__(self, carte: CarteRecord, box: Boite, width: float, below: float) -> None:
        super().__init__()
        self._carte, self._box, self._below = carte, box, below
        self.width, self.height = width, _HIGHEST

    def wrap(self, _width: float, height: float) -> tuple[float, float]:
        """Return the size; called by reportlab before it looks for a place."""
        self.height = min(max(height - self._below, _LOWEST), _HIGHEST)
        return self.width, self.height

    def draw(self) -> None:
        """Called by reportlab once the place is known."""
        canvas, inside = self.canv, self.height - _FOOT
        frame = printed_frame(self._box, self.width, inside, marge_m=_MARGIN_M)
        canvas.saveState()
        canvas.translate(0, _FOOT)
        draw_plan(canvas, self._carte, frame, _RENDU)
        canvas.restoreState()
        canvas.setFillColor(colours()["muted"])
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(0, 3, drawable(_foot(self._carte, frame)))


def _has_places(carte: CarteRecord) -> bool:
    principal = any(one.principal for one in carte.contours)
    return principal or next(carte.places(), None) is not None


def _foot(carte: CarteRecord, frame: Cadre) -> str:
    parts = [f"Échelle 1:{number(scale_of(frame))}"]
    if carte.traces:
        parts.append("trait plein : trajet enregistré")
    if len(carte.arrets) > 1:
        parts.append("pointillés : ordre des arrêts")
    if carte.sans_position:
        drawn = "non dessinés" if carte.sans_position > 1 else "non dessiné"
        parts.append(f"{plural(carte.sans_position, 'constat')} sans position, {drawn}")
    if carte.attribution:
        parts.append(carte.attribution)
    return " · ".join(parts).replace(" :", f"{NBSP}:")
