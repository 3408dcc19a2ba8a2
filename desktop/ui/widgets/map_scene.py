"""The map as a picture: its layers, from the ground to the legend. No input, no service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from desktop import texts
from desktop.domain import dessin
from desktop.domain.carte import Cadre, CarteRecord, ConstatCarte
from desktop.domain.dessin import Taille
from desktop.domain.projections import Projection
from desktop.domain.symboles import placed, selection_symbol
from desktop.ui import theme
from desktop.ui.widgets import map_paint
from desktop.ui.widgets.map_index import PlaceIndex

_BASE_SIZE = 13
_LABELS_MAX = 160
_CROWDS = ((3000, 3.5), (400, 6.0))
"""From how many symbols in the window they are drawn smaller, and how large then."""

_PAD = 10
_VEIL = 0.82


class Couche(StrEnum):
    """What may be hidden on the screen."""

    FOND = "FOND"
    TRAJET = "TRAJET"
    ARRETS = "ARRETS"
    PHOTOS = "PHOTOS"
    NUMEROS = "NUMEROS"
    LEGENDE = "LEGENDE"


class Ground(Protocol):
    """A background: tiles or a calibrated image. It draws what it has, and asks for the rest."""

    @property
    def plan(self) -> Projection:
        """The plane it is made in: the map is drawn in it."""

    @property
    def mention(self) -> str:
        """What must be said of its origin, "" for nothing."""

    def paint(self, painter: QPainter, cadre: Cadre) -> None:
        """Draw the part seen through the frame."""


@dataclass(slots=True)
class Spot:
    """A constat in the plane of the map."""

    row: str
    x: float
    y: float
    etat: str
    theme: str | None
    constat: ConstatCarte


Spots = dict[str, Spot]


def project(constats: Iterable[ConstatCarte], plan: Projection) -> Spots:
    """Return constats in metres of a plane; safe in a worker, where thousands are projected."""
    spots = {}
    for one in constats:
        lat, lon = one.position
        x, y = plan.forward(lon / 1e7, lat / 1e7)
        spots[one.id] = Spot(one.id, x, y, one.etat.value, one.theme, one)
    return spots


class MapScene:
    """Everything of a map but its window and its input."""

    def __init__(self) -> None:
        self.carte = CarteRecord()
        self.cadre = Cadre()
        self.ground: Ground | None = None
        self.hidden: set[Couche] = set()
        self._index: PlaceIndex | None = None
        self._sprites = map_paint.Sprites()
        self._spots: list[Spot] = []
        self._known: tuple[Projection, Spots] = (self.cadre.plan, {})
        self._by_row: dict[str, ConstatCarte] = {}
        self._theme = ""
        self._base = 0

    def show(self, carte: CarteRecord) -> None:
        """Take what is to be drawn."""
        self.carte = carte
        self._by_row = {one.id: one for one in carte.constats}
        self._project()

    def set_ground(self, ground: Ground | None, plan: Projection) -> None:
        """Take a background, or none, and the plane to draw in."""
        self.ground = ground
        self.cadre = self.cadre.on(plan)
        self._project()

    def constat(self, row: str) -> ConstatCarte | None:
        """Return a constat of the map."""
        return self._by_row.get(row)

    def taille(self) -> Taille:
        """Return the sizes of the shown theme: larger in mode terrain."""
        return Taille(symbole=dessin.SYMBOL * theme.current().size("base") / _BASE_SIZE)

    def symbol_size(self, seen: int) -> float:
        """Return half the width of a symbol when so many are in the window."""
        size = self.taille().symbole
        return next((small for many, small in _CROWDS if seen > many), size)

    def seen(self) -> list[str]:
        """Return the constats in the window."""
        left, low, right, high = self._window(0)
        return [one.row for one in self._spots if left <= one.x <= right and low <= one.y <= high]

    @property
    def index(self) -> PlaceIndex:
        """What lies where, made when it is asked for the first time."""
        if self._index is None:
            self._index = PlaceIndex((one.row, one.x, one.y) for one in self._spots)
        return self._index

    def metres(self, right: float, down: float) -> tuple[float, float]:
        """Return the metres of the plane under a point of the window."""
        return self._left() + right * self.cadre.metres, self._top() - down * self.cadre.metres

    # --- painting -------------------------------------------------------------------------

    def paint(self, painter: QPainter, selected: Collection[str], current: str = "") -> None:
        """Draw every layer.

        Args:
            painter: On the widget, or on any picture of the size of the frame.
            selected: Ids of the selected constats.
            current: The one that the keyboard is on.
        """
        self._follow_theme()
        cadre, taille = self.cadre, self.taille()
        whole = QRectF(0, 0, cadre.largeur, cadre.hauteur)
        painter.fillRect(whole, theme.current().colour("surface"))
        if self.ground is not None and Couche.FOND not in self.hidden:
            self.ground.paint(painter, cadre)
        map_paint.paint(painter, dessin.contours(self.carte.contours, cadre, taille))
        if Couche.TRAJET not in self.hidden:
            map_paint.paint(painter, dessin.paths(self.carte, cadre, taille))
        names = [one for one in self.carte.contours if not one.principal or not self._spots]
        map_paint.paint(painter, dessin.contour_names(names, cadre, taille))
        if Couche.PHOTOS not in self.hidden:
            self._paint_photos(painter, taille)
        if Couche.ARRETS not in self.hidden:
            map_paint.paint(painter, dessin.stops(self.carte, cadre, taille))
        self._paint_constats(painter, selected, current)
        self._paint_frame(painter, taille)

    def _paint_photos(self, painter: QPainter, taille: Taille) -> None:
        ratio, size = painter.device().devicePixelRatioF(), taille.symbole * 3
        for one in self.carte.photos:
            x, y = self.cadre.at(one.position)
            if -size < x < self.cadre.largeur + size and -size < y < self.cadre.hauteur + size:
                _put(painter, self._sprites.photo(one.azimut_deg, size, ratio), x, y)

    def _paint_constats(self, painter: QPainter, selected: Collection[str], current: str) -> None:
        left, low, right, high = self._window(20)
        spots = [one for one in self._spots if left <= one.x <= right and low <= one.y <= high]
        size, ratio = self.symbol_size(len(spots)), painter.device().devicePixelRatioF()
        step, x0, y0 = 1 / self.cadre.metres, self._left(), self._top()
        pictures: dict[tuple[str, str | None], tuple[QPixmap, float]] = {}
        draw = painter.drawPixmap
        for one in spots:
            key = (one.etat, one.theme)
            if key not in pictures:
                picture = self._sprites.constat(*key, size, ratio)
                pictures[key] = (picture, picture.width() / ratio / 2)
            picture, half = pictures[key]
            draw(
                int((one.x - x0) * step - half + 0.5),
                int((y0 - one.y) * step - half + 0.5),
                picture,
            )
        self._paint_selected(painter, selected, current, max(size, self.taille().symbole * 0.8))
        if len(spots) <= _LABELS_MAX and Couche.NUMEROS not in self.hidden:
            self._paint_numbers(painter, spots, selected)

    def _paint_selected(
        self, painter: QPainter, selected: Collection[str], current: str, size: float
    ) -> None:
        """Draw the selected constats again, above the others, in their rings."""
        ratio = painter.device().devicePixelRatioF()
        for row in selected:
            one = self._by_row.get(row)
            if one is None:
                continue
            x, y = self.cadre.at(one.position)
            _put(painter, self._sprites.constat(one.etat.value, one.theme, size, ratio), x, y)
            ring = selection_symbol(size if row != current else size * 1.15)
            map_paint.paint(painter, placed([ring], x, y))

    def _paint_numbers(
        self, painter: QPainter, spots: list[Spot], selected: Collection[str]
    ) -> None:
        taille = self.taille()
        grid = dessin.Grille(taille.symbole)
        for spot in sorted(spots, key=lambda one: (one.row not in selected, one.row)):
            one = self._by_row[spot.row]
            x, y = self.cadre.at(one.position)
            word = dessin.constat_label(one, x, y, taille)
            wide = dessin.label_width(word.texte, word.corps)
            left, base = word.ou
            if grid.take(left, base - word.corps, left + wide, base):
                map_paint.paint(painter, [word])

    # --- what stands over the map ----------------------------------------------------------

    def _paint_frame(self, painter: QPainter, taille: Taille) -> None:
        cadre, small = self.cadre, theme.current().size("petit")
        bottom = cadre.hauteur - _PAD
        bar = dessin.scale(cadre.ground, _PAD + 4, bottom, min(160, cadre.largeur / 4), small)
        map_paint.paint(painter, bar)
        compass = taille.symbole * 1.6
        at = (cadre.largeur - compass - _PAD, compass + _PAD)
        map_paint.paint(painter, dessin.north(cadre, *at, compass))
        self._paint_mention(painter, small)
        if Couche.LEGENDE not in self.hidden:
            self._paint_legend(painter, taille)

    def _paint_mention(self, painter: QPainter, size: int) -> None:
        ground = self.ground if Couche.FOND not in self.hidden else None
        parts = [self.carte.attribution, ground.mention if ground is not None else ""]
        words = " · ".join(filter(None, parts))
        if not words:
            return
        font = theme.current().font("petit")
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(words) + 12
        box = QRectF(self.cadre.largeur - wide, self.cadre.hauteur - size - 8, wide, size + 8)
        painter.fillRect(box, _veil())
        painter.setFont(font)
        painter.setPen(theme.current().colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_legend(self, painter: QPainter, taille: Taille) -> None:
        """Draw the legend at the right, as far as there is room for it."""
        shown = theme.current()
        font = shown.font("petit")
        lines, metrics, top = self._legend(), QFontMetricsF(font), taille.symbole * 6 + _PAD
        room = self.cadre.hauteur - top - 4 * _PAD - shown.size("petit")
        usual = max(metrics.height() + 3, taille.symbole * 2)
        step = max(min(usual, room / max(len(lines), 1)), metrics.height() - 2)
        lines = lines[: max(int(room / step), 0)]
        if not lines:
            return
        gap, wide = taille.symbole * 3, self.legend_width() - _PAD
        left = self.cadre.largeur - wide - _PAD
        box = QRectF(left, top, wide, step * len(lines) + _PAD)
        painter.setPen(shown.colour("border"))
        painter.setBrush(_veil())
        painter.drawRoundedRect(box, shown.size("rayon"), shown.size("rayon"))
        for rank, one in enumerate(lines):
            y = top + _PAD / 2 + (rank + 0.5) * step
            map_paint.paint(painter, placed(one.dessin, left + _PAD + gap / 3, y))
            painter.setFont(font)
            painter.setPen(shown.colour("text"))
            at = QRectF(left + _PAD + gap, y - step / 2, wide, step)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, one.texte)

    def legend_width(self) -> float:
        """Return the units that the legend takes at the right, 0 when it is hidden or empty."""
        lines = self._legend()
        if not lines or Couche.LEGENDE in self.hidden:
            return 0.0
        metrics = QFontMetricsF(theme.current().font("petit"))
        words = max(metrics.horizontalAdvance(one.texte) for one in lines)
        return self.taille().symbole * 3 + words + 3 * _PAD

    def _legend(self) -> list[dessin.Legende]:
        labels = {code.value: words for code, words in texts.constat.ETAT_CONSTAT.items()}
        return dessin.legend(self.carte, labels, self.taille().symbole * 0.8)

    # --- inside -----------------------------------------------------------------------------

    def learn(self, plan: Projection, spots: Spots) -> None:
        """Take constats that a worker has projected; `show` then need not."""
        self._known = (plan, spots)

    def _project(self) -> None:
        """Keep the constats in metres of the plane: a redraw then only scales them."""
        plan, known = self._known
        if plan != self.cadre.plan:
            known = {}
        missing = [
            one
            for one in self.carte.constats
            if (spot := known.get(one.id)) is None or spot.constat is not one
        ]
        if missing:
            known = {**known, **project(missing, self.cadre.plan)}
            self._known = (self.cadre.plan, known)
        self._spots = [known[one.id] for one in self.carte.constats]
        self._index = None

    def _follow_theme(self) -> None:
        shown = theme.current()
        if (shown.name, shown.size("base")) != (self._theme, self._base):
            self._theme, self._base = shown.name, shown.size("base")
            self._sprites.clear()

    def _left(self) -> float:
        return self.cadre.x - self.cadre.largeur / 2 * self.cadre.metres

    def _top(self) -> float:
        return self.cadre.y + self.cadre.hauteur / 2 * self.cadre.metres

    def _window(self, more: float) -> tuple[float, float, float, float]:
        """Return the window in metres of the plane, `more` units larger all round."""
        half_x = (self.cadre.largeur / 2 + more) * self.cadre.metres
        half_y = (self.cadre.hauteur / 2 + more) * self.cadre.metres
        return (
            self.cadre.x - half_x,
            self.cadre.y - half_y,
            self.cadre.x + half_x,
            self.cadre.y + half_y,
        )


def _put(painter: QPainter, picture: QPixmap, x: float, y: float) -> None:
    half = picture.width() / picture.devicePixelRatio() / 2
    painter.drawPixmap(round(x - half), round(y - half), picture)


def _veil() -> QColor:
    """Return the ground of what is written over the map."""
    veil = QColor(theme.current().colour("surface"))
    veil.setAlphaF(_VEIL)
    return veil
