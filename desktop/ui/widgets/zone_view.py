"""A photo whose zones to hide and annotations are drawn by hand, with the mouse or the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.diagnostics.masques import COTE
from desktop.ui.widgets import zone_edit
from desktop.ui.widgets.zone_canvas import Outil, ZoneCanvas
from desktop.ui.widgets.zone_paint import GRIP, place

_STEP = 100
_FINE = 10
_THRESHOLD = 5.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TOOL_KEYS = {
    Qt.Key.Key_V: Outil.ZONE,
    Qt.Key.Key_A: Outil.FLECHE,
    Qt.Key.Key_C: Outil.CERCLE,
    Qt.Key.Key_T: Outil.TEXTE,
}


class ZoneView(ZoneCanvas):
    """Drag draws, handles resize, Inser puts in the middle; what is not ours goes to the parent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grip = ""
        self._from: QPointF | None = None
        self._drawn_from: QPointF | None = None
        self._panned_from: QPoint | None = None
        self.setMouseTracking(True)

    # --- mouse ----------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle, take an item, or begin to draw; the middle button moves the photo."""
        if self._image.isNull():
            return
        self._end_text()
        pans = event.button() is Qt.MouseButton.MiddleButton or (
            event.button() is Qt.MouseButton.LeftButton
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        )
        if pans:
            self._panned_from = event.position().toPoint()
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press(event.position())

    def _press(self, where: QPointF) -> None:
        self._nudging = False
        self._grip = self._grip_at(where)
        point = self._layer_point(where)
        if not self._grip:
            self.edit.selected = self.edit.at(point.x(), point.y(), self._reach())
        if self._grip or self.edit.selected is not None:
            self._from = point
        else:
            self._drawn_from = where
        self._say()
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Resize, move or draw."""
        where = event.position()
        if self._panned_from is not None:
            here = where.toPoint()
            self.move_by(here - self._panned_from)
            self._panned_from = here
        elif self._drawn_from is not None:
            self._draw_to(
                where, shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
        elif self._from is not None:
            self._pull_to(self._layer_point(where))
        else:
            self._show_cursor(where)

    def _draw_to(self, where: QPointF, *, shifted: bool) -> None:
        start = self._drawn_from
        if start is None or self.tool is Outil.TEXTE:
            return
        if not self._gesture:
            if (where - start).manhattanLength() < _THRESHOLD:
                return
            if not self.edit.add(self._new_item()):
                self._drawn_from = None
                self._refuse_more()
                return
            self._gesture = True
        item = self._new_item()
        if shifted:
            item = zone_edit.other_forme(item)
        first, last = self._layer_point(start), self._layer_point(where)
        self.edit.put(zone_edit.between(item, (first.x(), first.y()), (last.x(), last.y())))
        self.update()

    def _pull_to(self, point: QPointF) -> None:
        item, start = self.edit.item(), self._from
        if item is None or start is None:
            return
        if not self._gesture:
            self.edit.begin()
            self._gesture = True
        if self._grip:
            self.edit.put(zone_edit.pulled(item, self._grip, point.x(), point.y()))
        else:
            self.edit.put(zone_edit.moved(item, point.x() - start.x(), point.y() - start.y()))
            self._from = point
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if self._drawn_from is not None and not self._gesture and self.tool is Outil.TEXTE:
            point = self._layer_point(self._drawn_from)
            self._ask_text(round(point.x()), round(point.y()))
        self._panned_from = self._drawn_from = self._from = None
        self._grip = ""
        if self._gesture:
            self._gesture = False
            self._changed()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click is a click: two quick zones must not open the full screen."""
        self.mousePressEvent(event)

    def _show_cursor(self, where: QPointF) -> None:
        point = self._layer_point(where)
        if self._grip_at(where):
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif self.edit.at(point.x(), point.y(), self._reach()) is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)

    # --- keys -----------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Keep « Annuler » for the photo while there is something of it to take back."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo) and self.edit.is_changed()
            redoes = event.matches(QKeySequence.StandardKey.Redo) and self.edit.can_redo()
            if undoes or redoes:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw, move and change without a mouse; what is not ours goes on."""
        if not self._handle(event):
            super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and self.edit.selected is not None:
            return self._nudge(_ARROWS[key], modifiers)
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.undo()
        if event.matches(QKeySequence.StandardKey.Redo):
            return self.redo()
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        return self._command(key, shifted=bool(modifiers))

    def _command(self, key: Qt.Key, *, shifted: bool) -> bool:
        match key:
            case Qt.Key.Key_Insert:
                self.insert()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                return self.delete()
            case Qt.Key.Key_Space:
                self._select_next(-1 if shifted else 1)
            case Qt.Key.Key_Escape:
                return self._let_go()
            case Qt.Key.Key_E:
                self.toggle_forme()
            case Qt.Key.Key_M:
                self.toggle_style()
            case Qt.Key.Key_K:
                self.next_colour()
            case Qt.Key.Key_P:
                self.show_real(real=not self._real)
            case Qt.Key.Key_V | Qt.Key.Key_A | Qt.Key.Key_C | Qt.Key.Key_T:
                self.set_tool(_TOOL_KEYS[key])
            case _:
                return False
        return True

    def _nudge(self, step: tuple[int, int], modifiers: Qt.KeyboardModifier) -> bool:
        item = self.edit.item()
        if item is None or modifiers & Qt.KeyboardModifier.AltModifier:
            return False
        size = _FINE if modifiers & Qt.KeyboardModifier.ControlModifier else _STEP
        change = zone_edit.moved
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            change = zone_edit.resized
        if not self._nudging:
            self.edit.begin()
        self.edit.put(change(item, step[0] * size, step[1] * size))
        self._changed()
        self._nudging = True
        return True

    def _select_next(self, step: int) -> None:
        self.edit.select_next(step)
        self._nudging = False
        self._say()
        self.update()

    def _let_go(self) -> bool:
        """Give up a gesture, else the selection; False when there is neither."""
        if self._gesture:
            self._gesture = False
            self._drawn_from = self._from = None
            self.edit.drop_gesture()
        elif self.edit.selected is not None:
            self.edit.selected = None
        else:
            return False
        self._changed()
        return True

    # --- pieces ---------------------------------------------------------------------------

    def _reach(self) -> float:
        return GRIP * COTE / max(1.0, self.target().width())

    def _grip_at(self, where: QPointF) -> str:
        item = self.edit.item()
        if item is None:
            return ""
        target = self.target()
        for name, (x, y) in zone_edit.grips(item).items():
            point = place(target, x, y)
            if QRectF(point.x() - GRIP, point.y() - GRIP, 2 * GRIP, 2 * GRIP).contains(where):
                return name
        return ""
