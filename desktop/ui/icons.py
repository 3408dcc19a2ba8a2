"""Icons: outlines of `resources/icones`, painted in the colours of the shown theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from typing_extensions import override

from desktop.paths import resource
from desktop.ui.theme import current


def make(name: str, colour: str) -> QIcon:
    """Return the icon of `theme.icon`, which is the way to ask for one.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    _outline(name)
    return QIcon(_IconEngine(name, colour))


@cache
def _outline(name: str) -> str:
    return resource("icones", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _icon_image(name: str, colour: str, side: int) -> QImage:
    svg = _outline(name).replace("#000", colour)
    svg = svg.replace('width="24" height="24"', f'width="{side}" height="{side}"', 1)
    return QImage.fromData(svg.encode("utf-8"))


class _IconEngine(QIconEngine):
    """Paints an outline in the colour that its token has at that moment."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def _colour(self, mode: QIcon.Mode) -> str:
        theme = current()
        if mode is QIcon.Mode.Disabled:
            return theme.colours["border"]
        return theme.colours.get(self._token) or theme.states[self._token]

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the outline centred in `rect`, sharp at the device's resolution."""
        side = min(rect.width(), rect.height())
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        image = _icon_image(self._name, self._colour(mode), max(1, round(side * ratio)))
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        painter.drawImage(square, image)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the outline on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap
