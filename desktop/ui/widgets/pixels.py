"""Pictures decoded by a service, as Qt paints them."""

from __future__ import annotations

from PySide6.QtGui import QImage

from desktop.domain.pixels import Pixels


def to_image(pixels: Pixels) -> QImage:
    """Return a picture of its own; safe in a worker."""
    width, height = pixels.largeur, pixels.hauteur
    borrowed = QImage(pixels.bgrx, width, height, 4 * width, QImage.Format.Format_RGB32)
    return borrowed.copy()
