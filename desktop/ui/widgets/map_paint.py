"""Lays the drawings of `domain/dessin.py` on the screen: the same map as on paper."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from desktop.domain.symboles import Dessin, Mot, Trait, constat_symbol, photo_symbol, placed
from desktop.ui import theme

_SPRITE_MARGIN = 1.5
_AZIMUTH_STEP = 5


def paint(painter: QPainter, drawn: Iterable[Dessin]) -> None:
    """Draw lines, surfaces and words in the colours of the shown theme."""
    shown = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one in drawn:
        if isinstance(one, Mot):
            _write(painter, one, shown)
        else:
            _stroke(painter, one, shown)


def colour(token: str, shown: theme.Theme) -> QColor:
    """Return the colour of a token or of an état; unknown ones are muted."""
    return QColor(shown.colours.get(token) or shown.states.get(token) or shown.colours["muted"])


class Sprites:
    """Symbols painted once: thousands of constats are then copies, not drawings."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def clear(self) -> None:
        """Forget them: the theme changed."""
        self._kept.clear()

    def constat(self, etat: str, theme_code: str | None, size: float, ratio: float) -> QPixmap:
        """Return the symbol of a constat; its middle is the middle of the picture."""
        key = ("constat", etat, theme_code, size, ratio)
        if key not in self._kept:
            symbol = constat_symbol(etat, theme_code, size)
            self._kept[key] = _picture(symbol, size * _SPRITE_MARGIN, ratio)
        return self._kept[key]

    def photo(self, azimuth: float | None, size: float, ratio: float) -> QPixmap:
        """Return a photo and its direction, to five degrees."""
        rounded = None if azimuth is None else round(azimuth / _AZIMUTH_STEP) * _AZIMUTH_STEP % 360
        key = ("photo", rounded, size, ratio)
        if key not in self._kept:
            self._kept[key] = _picture(photo_symbol(rounded, size), size * 1.1, ratio)
        return self._kept[key]


def _picture(drawn: Iterable[Dessin], half: float, ratio: float) -> QPixmap:
    side = max(2, 2 * round(half + 0.5))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, placed(drawn, side / 2, side / 2))
    painter.end()
    return picture


def _stroke(painter: QPainter, one: Trait, shown: theme.Theme) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for line in one.lignes:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line]))
        if one.ferme:
            path.closeSubpath()
    if one.fond:
        inside = colour(one.fond, shown)
        inside.setAlphaF(one.part)
        painter.fillPath(path, inside)
    if one.encre:
        pen = QPen(colour(one.encre, shown), one.epaisseur)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if one.tirets:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([part / one.epaisseur for part in one.tirets])
        painter.strokePath(path, pen)


def _write(painter: QPainter, one: Mot, shown: theme.Theme) -> None:
    font = QFont(list(theme.FAMILIES))
    font.setPixelSize(max(1, round(one.corps)))
    font.setBold(one.gras)
    left = one.ou[0] - QFontMetricsF(font).horizontalAdvance(one.texte) * (one.cale + 1) / 2
    at = QPointF(left, one.ou[1])
    if one.halo:
        path = QPainterPath()
        path.addText(at, font, one.texte)
        pen = QPen(colour("surface", shown), one.corps / 3.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.setFont(font)
    painter.setPen(colour(one.couleur, shown))
    painter.drawText(at, one.texte)
