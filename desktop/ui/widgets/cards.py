"""The calm frame of every screen: header, cards, three zones, pills, key caps, empty state."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.widgets.buttons import primary_button, quiet_button
from desktop.ui.widgets.card import Card as Card  # noqa: PLC0414 - screens find it here
from desktop.ui.widgets.placed import Zones
from desktop.ui.widgets.plain import plain_label, plain_tooltip

_FORM_WIDTHS = (340, 380, 400)
_BASE_SIZE = 13
_LIST_WIDTH = 190
_PILL_HEIGHT = 22
_HINT_GAP = 16
_PILL_PADDING = 14


class _Title(QLabel):
    """A title that ends in « … » when the window is narrow, and is then told whole by a hint."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "titre-page")
        self.setText(text)

    def shown(self) -> str:
        """Return what has room."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the title, or its beginning."""
        shown = self.shown()
        self.setToolTip("" if shown == self.text() else plain_tooltip(self.text()))
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class PageHeader(QWidget):
    """Title of a page, with what belongs to the whole page at the right."""

    def __init__(self, title: str, *right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _Title(title)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title, 1)
        for widget in right:
            row.addWidget(widget)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)


def page(*parts: QWidget) -> QWidget:
    """Stack a header and what follows with the margins of every page; the last part grows."""
    widget = QWidget()
    widget.setProperty("role", "page")
    column = QVBoxLayout(widget)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(10)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return widget


def three_zones(
    items: QWidget | None, heart: QWidget, form: QWidget, *, list_width: int = _LIST_WIDTH
) -> Zones:
    """Lay out list, heart and form card; the heart takes the room that is left.

    Args:
        items: The list at the left; None when the list is the heart.
        heart: Photo, map, timetable or the list itself.
        form: The card at the right, kept between 340 and 400 px (more in larger type).
        list_width: First width of the list.
    """
    scale = theme.current().size("base") / _BASE_SIZE
    narrow, usual, wide = (round(width * scale) for width in _FORM_WIDTHS)
    form.setMinimumWidth(narrow)
    form.setMaximumWidth(wide)
    zones = [(heart, 10_000, True), (form, usual, False)]
    if items is not None:
        zones.insert(0, (items, list_width, False))
    return Zones(Qt.Orientation.Horizontal, *zones)


class EmptyState(QWidget):
    """One sentence, one primary action, one link to the guide."""

    guide_requested = Signal()

    def __init__(
        self,
        sentence: str,
        action: str = "",
        trigger: Callable[[], None] | None = None,
        *,
        guide: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        text = plain_label(sentence, "vide", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(text)
        if action and trigger is not None:
            button = primary_button(action)
            button.clicked.connect(trigger)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if guide:
            link = quiet_button("Lire le guide", shortcut_hint="F1")
            link.clicked.connect(self.guide_requested)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class KeyHints(QWidget):
    """The key caps under a photo: « T thème », « Entrée constat ».

    A narrow window shows the first ones that fit; a screen reader hears them all.
    """

    def __init__(self, hints: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_HINT_GAP)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._hints: list[QWidget] = []
        pairs = list(hints)
        for key, meaning in pairs:
            hint = QWidget()
            parts = QHBoxLayout(hint)
            parts.setContentsMargins(0, 0, 0, 0)
            parts.addWidget(plain_label(key, "touche"))
            parts.addWidget(plain_label(meaning, "discret"))
            row.addWidget(hint)
            self._hints.append(hint)
        row.addStretch()
        self.setAccessibleName(", ".join(f"{key} : {meaning}" for key, meaning in pairs))

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for no width: hints that do not fit are left out."""
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the hints that fit."""
        super().resizeEvent(event)
        right = 0
        for hint in self._hints:
            right += hint.sizeHint().width()
            hint.setVisible(right <= self.width())
            right += _HINT_GAP


class Pill(QWidget):
    """A word in its colour on the same colour at 12 %.

    `tone` is the code of a constat state (`OUVERT`…) or `information`, `succes`, `alerte`,
    `erreur`, `neutre`.
    """

    def __init__(self, text: str = "", tone: str = "neutre", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str) -> None:
        """Change word and colour; an empty word hides the pill."""
        self._text = text
        self._tone = tone
        self.setAccessibleName(text)
        if not text:
            self.hide()
        elif self.parentWidget() is not None:  # alone it would open as a window
            self.show()
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word."""
        return self._text

    @override
    def sizeHint(self) -> QSize:
        """Return the room of the word with its padding."""
        return pill_size(self._text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill in the colours of the shown theme."""
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._text, self._tone)
        painter.end()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme or zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.updateGeometry()


class PillRow(QWidget):
    """Pills side by side, from the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch()

    def set(self, pills: Iterable[tuple[str, str]]) -> None:
        """Show these (word, tone) pairs instead of the former ones."""
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, tone in pills:
            self._row.insertWidget(self._row.count() - 1, Pill(text, tone))


def pill_size(text: str) -> QSize:
    """Return the room that a pill needs."""
    metrics = QFontMetrics(_pill_font())
    height = max(_PILL_HEIGHT, metrics.height() + 4)
    return QSize(metrics.horizontalAdvance(text) + 2 * _PILL_PADDING, height)


def paint_pill(
    painter: QPainter, rect: QRect, text: str, tone: str, *, selected: bool = False
) -> None:
    """Draw a pill at the left of `rect`, centred in height, elided if too long.

    On a selected row it stands on the surface colour, or its blue would vanish in the band.
    """
    shown = theme.current()
    size = pill_size(text)
    box = QRect(rect.left(), 0, min(size.width(), rect.width()), min(size.height(), rect.height()))
    box.moveTop(rect.top() + (rect.height() - box.height()) // 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shown.colour("surface") if selected else shown.pill_background(tone))
    painter.drawRoundedRect(QRectF(box), 8, 8)
    painter.setFont(_pill_font())
    painter.setPen(shown.state_colour(tone))
    inner = box.adjusted(6, 0, -6, 0)
    words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _pill_font() -> QFont:
    return theme.current().font("petit", bold=True)
