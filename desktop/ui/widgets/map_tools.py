"""What an agent is doing on a map: pointing at a place, drawing a contour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from desktop.domain.carte import Cadre
from desktop.domain.geo import Position
from desktop.ui import theme

_ARM = 14.0
_CLOSE = 12.0
"""Pixels from the first point within which a click closes a contour."""

_TRIANGLE = 3


class Tool:
    """A crosshair that follows the pointer or the arrow keys, with its sentence."""

    def __init__(self, prompt: str) -> None:
        self.prompt = prompt
        self._at: tuple[float, float] | None = None

    def at(self, cadre: Cadre) -> tuple[float, float]:
        """Return where the crosshair is: in the middle until it is moved."""
        return self._at or (cadre.largeur / 2, cadre.hauteur / 2)

    def point(self, x: float, y: float) -> None:
        """Follow the pointer."""
        self._at = (x, y)

    def nudge(self, cadre: Cadre, right: int, up: int, pixels: int) -> None:
        """Move the crosshair by a few pixels, kept in the window."""
        x, y = self.at(cadre)
        self._at = (
            min(max(x + right * pixels, 0), cadre.largeur - 1),
            min(max(y - up * pixels, 0), cadre.hauteur - 1),
        )

    def paint(self, painter: QPainter, cadre: Cadre) -> None:
        """Draw the crosshair and the sentence."""
        shown = theme.current()
        x, y = self.at(cadre)
        for width, token in ((4, "surface"), (2, "focus")):
            painter.setPen(QPen(shown.colour(token), width))
            for dx, dy in ((_ARM, 0), (-_ARM, 0), (0, _ARM), (0, -_ARM)):
                painter.drawLine(QPointF(x + dx / 4, y + dy / 4), QPointF(x + dx, y + dy))
        font = shown.font(bold=True)
        metrics = QFontMetricsF(font)
        wide = min(metrics.horizontalAdvance(self.prompt) + 32, cadre.largeur - 24)
        box = QRectF((cadre.largeur - wide) / 2, 12, wide, metrics.height() + 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.colour("primary"))
        painter.drawRoundedRect(box, shown.size("rayon"), shown.size("rayon"))
        painter.setPen(shown.colour("primary_text"))
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter
        text = metrics.elidedText(self.prompt, Qt.TextElideMode.ElideRight, wide - 16)
        painter.drawText(box, flags, text)


class Placing(Tool):
    """Asks for one place."""


class Drawing(Tool):
    """Asks for the points of a contour, in order."""

    def __init__(self, prompt: str) -> None:
        super().__init__(prompt)
        self.points: list[Position] = []
        self._met_start = False

    def add(self, cadre: Cadre, x: float, y: float) -> None:
        """Add a point; one on the first point closes the contour instead."""
        if self.points:
            start = cadre.at(self.points[0])
            near = abs(start[0] - x) + abs(start[1] - y) <= _CLOSE
            if near and self.can_close():
                self._met_start = True
                return
        place = cadre.place(x, y)
        if not self.points or self.points[-1] != place:
            self.points.append(place)

    def take_back(self) -> None:
        """Forget the last point."""
        if self.points:
            self.points.pop()

    def can_close(self) -> bool:
        """Say whether the points enclose something."""
        return len(self.points) >= _TRIANGLE

    def is_closed(self, *, close: bool = False) -> bool:
        """Say whether the contour is finished; `close`: the agent says so."""
        return self.can_close() and (close or self._met_start)

    def paint(self, painter: QPainter, cadre: Cadre) -> None:
        """Draw the contour so far, and the side that the next point would make."""
        shown = theme.current()
        corners = [QPointF(*cadre.at(place)) for place in self.points]
        tint = shown.colour("focus")
        tint.setAlphaF(0.15)
        painter.setBrush(tint)
        painter.setPen(QPen(shown.colour("focus"), 2.5))
        painter.drawPolyline(QPolygonF(corners))
        if corners:
            painter.setPen(QPen(shown.colour("focus"), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolygon(QPolygonF([*corners, QPointF(*self.at(cadre))]))
        painter.setPen(QPen(shown.colour("focus"), 2))
        painter.setBrush(shown.colour("surface"))
        for rank, corner in enumerate(corners):
            size = 6 if rank == 0 else 4
            painter.drawEllipse(corner, size, size)
        super().paint(painter, cadre)
