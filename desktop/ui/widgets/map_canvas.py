"""A map and its window: what is shown and where, without hands."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop.domain.carte import Cadre, CarteRecord, ConstatCarte
from desktop.domain.geo import Boite, Position
from desktop.domain.projections import WEB_MERCATOR
from desktop.ui import theme
from desktop.ui.widgets.map_scene import Couche, Ground, MapScene
from desktop.ui.widgets.map_words import constat_words, summary
from desktop.ui.widgets.plain import plain_tooltip

_MARGIN = 40
_LEGEND_SHARE = 0.45
_CLOSEST_M, _FARTHEST_M = 0.02, 2000.0


class MapCanvas(QWidget):
    """Shows a map through a window that moves and zooms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.scene = MapScene()
        self._selected: frozenset[str] = frozenset()
        self._current = ""
        self._fitted = True
        self.setAccessibleName("Carte")
        self._describe()

    # --- what is shown ----------------------------------------------------------------------

    def show_map(self, carte: CarteRecord, *, keep: bool = False) -> None:
        """Show a map, whole unless `keep` leaves the window where it is."""
        self.scene.show(carte)
        self._selected &= {one.id for one in carte.constats}
        self._current = self._current if self._current in self._selected else ""
        self.setAccessibleName(f"Carte {carte.titre}".strip())
        if keep and not self._fitted:
            self.update()
        else:
            self.fit()
        self._describe()

    def set_ground(self, ground: Ground | None) -> None:
        """Take a background, or none; the map is drawn in its plane."""
        self.scene.set_ground(ground, WEB_MERCATOR if ground is None else ground.plan)
        self.update()

    def set_layer(self, couche: Couche, *, shown: bool) -> None:
        """Show or hide a layer."""
        (self.scene.hidden.discard if shown else self.scene.hidden.add)(couche)
        self.update()

    def selected(self) -> frozenset[str]:
        """Return the ids of the selected constats."""
        return self._selected

    def select(self, rows: Collection[str], *, reveal: bool = True) -> None:
        """Select constats, as the table beside asks; nothing is announced.

        Args:
            rows: Their ids; those that are not on the map are forgotten.
            reveal: Move the window to them when none of them is in it.
        """
        self._selected = frozenset(row for row in rows if self.scene.constat(row) is not None)
        if self._current not in self._selected:
            self._current = min(self._selected, default="")
        if reveal and self._selected and not self._selected & set(self.scene.seen()):
            self._look_at(self._selected)
        self._describe()
        self.update()

    # --- the window -------------------------------------------------------------------------

    def cadre(self) -> Cadre:
        """Return the frame that is shown."""
        return self.scene.cadre

    def fit(self) -> None:
        """Show the whole map, and follow the size of the window from now on."""
        self._fitted = True
        box = self.scene.carte.boite()
        if box is not None:
            self.scene.cadre = self._clear_of_legend(box, _MARGIN)
        self.update()

    def fit_selection(self) -> None:
        """Show the selected constats closely, or everything when none is."""
        places = [one.position for one in self._chosen()]
        box = Boite.around(places)
        if box is None:
            self.fit()
            return
        self._move_to(self._clear_of_legend(box, 2 * _MARGIN))

    def _clear_of_legend(self, box: Boite, margin: float) -> Cadre:
        """Return the frame that shows a rectangle beside the legend, where there is room."""
        cadre, legend = self.scene.cadre, self.scene.legend_width()
        if legend > cadre.largeur * _LEGEND_SHARE:
            legend = 0.0
        fitted = cadre.resized(cadre.largeur - legend, cadre.hauteur).fitted(box, marge=margin)
        return fitted.resized(cadre.largeur, cadre.hauteur).shifted(legend / 2, 0)

    def centre_on(self, place: Position) -> None:
        """Put a place in the middle of the window."""
        self._move_to(self.scene.cadre.centred(place))

    def zoom_by(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Come closer or go away, a point of the window staying where it is."""
        metres = self.scene.cadre.metres
        factor = min(max(factor, metres / _FARTHEST_M), metres / _CLOSEST_M)
        self._move_to(self.scene.cadre.zoomed(factor, at))

    def _move_to(self, cadre: Cadre) -> None:
        self._fitted = False
        self.scene.cadre = cadre
        self.update()

    def _look_at(self, rows: Collection[str]) -> None:
        box = Boite.around(one.position for one in self._chosen() if one.id in rows)
        if box is not None:
            self.centre_on(box.centre)

    # --- painting -----------------------------------------------------------------------------

    @override
    def sizeHint(self) -> QSize:
        """Return a size for a first layout."""
        return QSize(640, 520)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map, what is being done on it, and the ring of the focus."""
        painter = QPainter(self)
        shown = theme.current()
        self.scene.paint(painter, self._selected, self._current)
        self._paint_over(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(shown.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        else:
            painter.setPen(shown.colour("border"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole map in the window, or the middle where it was."""
        super().resizeEvent(event)
        self.scene.cadre = self.scene.cadre.resized(self.width(), self.height())
        if self._fitted:
            self.fit()

    @override
    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            one = self.scene.constat(self._under(QPointF(event.pos())))
            if one is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tooltip(constat_words(one)), self)
            return True
        return super().event(event)

    def _paint_over(self, painter: QPainter) -> None:
        """Draw what is being done on the map."""

    # --- inside -----------------------------------------------------------------------------

    def _chosen(self) -> list[ConstatCarte]:
        return [one for row in self._selected if (one := self.scene.constat(row)) is not None]

    def _under(self, at: QPointF) -> str:
        """Return the constat under a point of the window."""
        reach = max(self.scene.symbol_size(0) * 1.4, theme.current().size("controle") / 3)
        x, y = self.scene.metres(at.x(), at.y())
        return self.scene.index.nearest(x, y, reach * self.scene.cadre.metres)

    def _framed(self, band: QRectF) -> list[str]:
        """Return the constats in a rectangle of the window."""
        left, high = self.scene.metres(band.left(), band.top())
        right, low = self.scene.metres(band.right(), band.bottom())
        return self.scene.index.inside(left, low, right, high)

    def _describe(self) -> None:
        """Say in words what the map shows, for who does not see it."""
        self.setAccessibleDescription(summary(self.scene.carte, self._chosen()))
