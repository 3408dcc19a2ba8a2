"""A map to look at and to point on: moved, zoomed, selected and drawn on, by hand or by key.

It knows frozen values only (`domain/carte.py`): who shows it reads and writes elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.carte import numbered
from desktop.ui import theme
from desktop.ui.widgets.map_canvas import MapCanvas
from desktop.ui.widgets.map_scene import Couche
from desktop.ui.widgets.map_tools import Drawing, Placing, Tool
from desktop.ui.widgets.plain import plain_tooltip

_STEP = 1.25
_PAN = 0.15
_DRAG = 4
"""Pixels that a hand may tremble before a click becomes a drag."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class MapView(MapCanvas):
    """Shows a map, with or without background.

    Signals: `selection_changed(frozenset of constat ids)` when the agent selects,
    `activated(constat id)` on Entrée or double click, `placed(Position)` on a click while
    `place` asks for one, `drawn(tuple of Positions)` when a contour is closed,
    `tool_ended` when either is over or given up with Échap.
    """

    selection_changed = Signal(object)
    activated = Signal(str)
    placed = Signal(object)
    drawn = Signal(object)
    tool_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._pressed: QPoint | None = None
        self._dragged: QPoint | None = None
        self._band: QRectF | None = None
        self._tool: Tool | None = None
        self._add_buttons()

    def _add_buttons(self) -> None:
        """Lay the buttons of the zoom over the map, for hands without a wheel."""
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        offered: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("+", "Agrandir la carte (+)", lambda: self.zoom_by(_STEP)),
            ("\u2212", "Réduire la carte (−)", lambda: self.zoom_by(1 / _STEP)),
            ("Tout", "Voir toute la carte (0)", self.fit),
        )
        for text, name, act in offered:
            button = QToolButton()
            button.setText(text)
            button.setAccessibleName(name)
            button.setToolTip(plain_tooltip(name))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the map do the same
            button.setProperty("role", "surcarte")
            button.clicked.connect(act)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()

    # --- tools --------------------------------------------------------------------------------

    def place(self, prompt: str) -> None:
        """Ask for a place: the next click, or Entrée at the crosshair, announces it."""
        self._begin(Placing(prompt))

    def draw_contour(self, prompt: str) -> None:
        """Ask for a contour: clicks add points, Retour arrière takes one back, Entrée closes."""
        self._begin(Drawing(prompt))

    def end_tool(self) -> None:
        """Give the present tool up."""
        if self._tool is not None:
            self._tool = None
            self.unsetCursor()
            self.update()
            self.tool_ended.emit()

    def tool(self) -> Tool | None:
        """Return what is being asked for."""
        return self._tool

    def _begin(self, tool: Tool) -> None:
        self._tool = tool
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocus()
        self.setAccessibleDescription(tool.prompt)
        self.update()

    def _use_tool(self, x: float, y: float, *, close: bool = False) -> None:
        """Give the tool a point; announce what it then holds."""
        tool = self._tool
        if tool is None:
            return
        if isinstance(tool, Drawing):
            if not close:
                tool.add(self.scene.cadre, x, y)
            if tool.is_closed(close=close):
                self._tool = None
                self.unsetCursor()
                self.drawn.emit(tuple(tool.points))
                self.tool_ended.emit()
            self.update()
            return
        self._tool = None
        self.unsetCursor()
        self.placed.emit(self.scene.cadre.place(x, y))
        self.tool_ended.emit()
        self.update()

    @override
    def _paint_over(self, painter: QPainter) -> None:
        """Draw the tool and the rectangle."""
        shown = theme.current()
        if self._tool is not None:
            self._tool.paint(painter, self.scene.cadre)
        if self._band is not None:
            tint = shown.colour("primary")
            tint.setAlphaF(0.12)
            painter.setPen(QPen(shown.colour("primary"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(tint)
            painter.drawRect(self._band)

    # --- hands --------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a drag or a rectangle (Maj)."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._dragged = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, stretch the rectangle, or follow with the crosshair."""
        here = event.position().toPoint()
        if self._tool is not None:
            self._tool.point(here.x(), here.y())
            self.update()
        if self._pressed is None or self._dragged is None:
            return
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        far = (here - self._pressed).manhattanLength() > _DRAG
        if self._band is not None or (shift and far and self._tool is None):
            self._band = QRectF(QPointF(self._pressed), QPointF(here)).normalized()
            self.update()
        elif far or self._dragged != self._pressed:
            moved = here - self._dragged
            self._dragged = here
            self._move_to(self.scene.cadre.shifted(-moved.x(), -moved.y()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what was clicked or framed, or give the point to the tool."""
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        dragged, band = self._dragged != self._pressed, self._band
        self._pressed = self._dragged = self._band = None
        more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        at = event.position()
        if band is not None:
            self._choose(self._framed(band), more=more)
        elif dragged:
            self.update()
        elif self._tool is not None:
            self._use_tool(at.x(), at.y())
        else:
            row = self._under(at)
            self._choose([row] if row else [], more=more, toggle=more)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close the contour, open what is under the pointer, or come closer."""
        at = event.position()
        if isinstance(self._tool, Drawing):
            self._use_tool(at.x(), at.y(), close=True)
        elif self._tool is None and (row := self._under(at)):
            self.activated.emit(row)
        else:
            self.zoom_by(2, (at.x(), at.y()))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        at = event.position()
        self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP, (at.x(), at.y()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom and select without a mouse; other keys go to the screen."""
        if not self._tool_key(event) and not self._map_key(event):
            super().keyPressEvent(event)

    def _tool_key(self, event: QKeyEvent) -> bool:
        """Let the tool take a key."""
        tool, key = self._tool, Qt.Key(event.key())
        if tool is None:
            return False
        if key is Qt.Key.Key_Escape:
            self.end_tool()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            close = isinstance(tool, Drawing) and tool.can_close()
            self._use_tool(*tool.at(self.scene.cadre), close=close)
        elif key is Qt.Key.Key_Space:
            self._use_tool(*tool.at(self.scene.cadre))
        elif key is Qt.Key.Key_Backspace and isinstance(tool, Drawing):
            tool.take_back()
        elif key in _ARROWS:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            tool.nudge(self.scene.cadre, *_ARROWS[key], 1 if fine else 12)
        else:
            return False
        self.update()
        return True

    def _map_key(self, event: QKeyEvent) -> bool:
        key, cadre = Qt.Key(event.key()), self.scene.cadre
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match key:
            case _ if key in _ARROWS and shift:
                self._step_towards(*_ARROWS[key])
            case _ if key in _ARROWS:
                right, up = _ARROWS[key]
                self._move_to(
                    cadre.shifted(right * _PAN * cadre.largeur, -up * _PAN * cadre.hauteur)
                )
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self._step_by_number(1 if key is Qt.Key.Key_PageDown else -1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_C if not event.modifiers():
                self.fit_selection()
            case Qt.Key.Key_L if not event.modifiers():
                self.set_layer(Couche.LEGENDE, shown=Couche.LEGENDE in self.scene.hidden)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._current and not event.modifiers():
                self.activated.emit(self._current)
            case _:
                return False
        return True

    # --- selecting ------------------------------------------------------------------------------

    def _choose(self, rows: Collection[str], *, more: bool = False, toggle: bool = False) -> None:
        """Select as the agent asks, and announce it."""
        chosen = frozenset(rows)
        if more:
            chosen = self._selected ^ chosen if toggle else self._selected | chosen
        self._current = next(iter(rows), "") if len(rows) == 1 else min(chosen, default="")
        if chosen != self._selected:
            self._selected = chosen
            self._describe()
            self.selection_changed.emit(chosen)
        self.update()

    def _step_towards(self, right: int, up: int) -> None:
        """Go to the nearest constat in a direction, or to the first one in the window."""
        found = self.scene.index.towards(self._current, right, up)
        if not self._current:
            x, y = self.scene.cadre.x, self.scene.cadre.y
            found = self.scene.index.nearest(x, y, self.scene.cadre.metres * self.width())
        if found:
            self._go_to(found)

    def _step_by_number(self, step: int) -> None:
        rows = [one.id for one in numbered(self.scene.carte.constats)]
        if rows:
            at = rows.index(self._current) + step if self._current in rows else 0
            self._go_to(rows[at % len(rows)])

    def _go_to(self, row: str) -> None:
        self._choose([row])
        if row not in self.scene.seen():
            self._look_at([row])
