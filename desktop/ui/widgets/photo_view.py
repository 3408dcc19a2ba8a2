"""One photo, large: fitted, zoomed, moved; keys + − 0 and G."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.ui import theme

_STEP = 1.25
_MAX_ZOOM = 8.0
NOT_RECEIVED = "Photo non reçue"


class PhotoView(QWidget):
    """Shows JPEG bytes; without them it says why.

    Signals: `fullscreen_requested` on G, F12 or double click. Other keys go to the parent, so that
    a screen keeps its own (arrows, T, 1 to 4…).
    """

    fullscreen_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self._image = QImage()
        self._scaled: dict[int, QImage] = {}
        self._absence = ""
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._dragged_from: QPoint | None = None
        self.setAccessibleName("Photo")

    def show_photo(self, data: bytes | None, description: str = "") -> None:
        """Show a photo fitted to the view.

        Args:
            data: JPEG bytes; None or unreadable bytes show « Photo non reçue ».
            description: What a screen reader says.
        """
        self.show_image(QImage.fromData(data) if data else QImage(), description)

    def room(self) -> tuple[int, int]:
        """Return the width and the height that a fitted photo may take, in pixels of the screen."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def show_image(
        self, image: QImage, description: str = "", fitted: QImage | None = None
    ) -> None:
        """Show a picture decoded elsewhere (`QImage` may be made in a worker).

        `fitted` is the same picture, shrunk to `room` there: shrinking it here takes time.
        """
        self._image = image
        self._keep_fitted(image, fitted)
        self._absence = NOT_RECEIVED if image.isNull() else ""
        self.setAccessibleName(description or "Photo")
        self.setAccessibleDescription(self._absence)
        self.fit()

    def clear(self, sentence: str = "") -> None:
        """Show no photo, but a sentence such as « Choisissez une photo »."""
        self.show_image(QImage())
        self._absence = sentence
        self.setAccessibleDescription(sentence)

    def fit(self) -> None:
        """Show the whole photo."""
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self.update()

    def zoom(self) -> float:
        """Return how many times larger than fitted the photo is."""
        return self._zoom

    def zoom_by(self, factor: float) -> None:
        """Enlarge or reduce around the centre, between fitted and eight times."""
        self._zoom = min(_MAX_ZOOM, max(1.0, self._zoom * factor))
        self._keep_inside()
        self.update()

    def move_by(self, moved: QPoint) -> None:
        """Move an enlarged photo by pixels of the view."""
        whole = self._whole()
        self._centre -= QPointF(moved.x() / whole.width(), moved.y() / whole.height())
        self._keep_inside()
        self.update()

    def target(self) -> QRectF:
        """Return where the whole photo lies, in pixels of the view."""
        whole = self._whole()
        left = self.width() / 2 - self._centre.x() * whole.width()
        top = self.height() / 2 - self._centre.y() * whole.height()
        return QRectF(left, top, whole.width(), whole.height())

    def toggle_actual_size(self) -> None:
        """Show each pixel of the photo as one of the screen, or the whole photo again."""
        if self._image.isNull() or self._zoom > 1:
            self.fit()
            return
        fitted = self._whole() * self.devicePixelRatioF()
        self.zoom_by(self._image.width() / max(1, fitted.width()))

    @override
    def sizeHint(self) -> QSize:
        """Return a size for a first layout."""
        return QSize(640, 480)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, or the sentence that stands for it."""
        painter = QPainter(self)
        shown = theme.current()
        if self._image.isNull():
            painter.setPen(shown.colour("muted"))
            painter.setFont(shown.font("titre_carte"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._absence)
        else:
            self._paint_image(painter)
        if self.hasFocus():
            painter.setPen(QPen(shown.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + − 0 and ask for the full screen with G."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / _STEP)
            case Qt.Key.Key_0:
                self.toggle_actual_size()
            case Qt.Key.Key_G | Qt.Key.Key_F12 if not event.modifiers():
                self.fullscreen_requested.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with the wheel."""
        self.zoom_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the full screen."""
        self.fullscreen_requested.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move an enlarged photo."""
        if event.button() is Qt.MouseButton.LeftButton and self._zoom > 1:
            self._dragged_from = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move an enlarged photo."""
        if self._dragged_from is None or self._image.isNull():
            return
        here = event.position().toPoint()
        moved = here - self._dragged_from
        self._dragged_from = here
        self.move_by(moved)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop moving."""
        self._dragged_from = None
        self.unsetCursor()

    def _whole(self) -> QSize:
        """Return the size of the whole photo at the present zoom, in pixels of the view."""
        fitted = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(
            max(1, round(fitted.width() * self._zoom)), max(1, round(fitted.height() * self._zoom))
        )

    def _keep_inside(self) -> None:
        """Keep the middle of the view over the photo, without bands where none are needed."""
        if self._image.isNull():
            return
        whole = self._whole()
        half_x = min(0.5, self.width() / whole.width() / 2)
        half_y = min(0.5, self.height() / whole.height() / 2)
        self._centre = QPointF(
            min(1 - half_x, max(half_x, self._centre.x())),
            min(1 - half_y, max(half_y, self._centre.y())),
        )

    def _paint_image(self, painter: QPainter) -> None:
        image, whole = self._picture(), self._whole()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wanted = whole * self.devicePixelRatioF()
        if wanted.width() >= image.width():
            painter.drawImage(self.target(), image)
            return
        scaled = self._scaled.get(image.cacheKey())
        if scaled is None or not _same_size(scaled.size(), wanted):
            scaled = image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._keep_fitted(image, scaled)
        scaled.setDevicePixelRatio(self.devicePixelRatioF())
        # at a whole pixel, or Qt would smooth the picture again at each painting
        painter.drawImage(self.target().topLeft().toPoint(), scaled)

    def _keep_fitted(self, image: QImage, fitted: QImage | None) -> None:
        """Remember what is painted of a picture: of the last two, the photo and its result."""
        self._scaled.pop(image.cacheKey(), None)
        if fitted is not None and not fitted.isNull():
            self._scaled[image.cacheKey()] = fitted
        for key in list(self._scaled)[:-2]:
            del self._scaled[key]

    def _picture(self) -> QImage:
        """Return what is painted; a view may show another state of the same photo."""
        return self._image


def _same_size(one: QSize, other: QSize) -> bool:
    """Say whether sizes are the same but for rounding."""
    return abs(one.width() - other.width()) <= 1 and abs(one.height() - other.height()) <= 1
