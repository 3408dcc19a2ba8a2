"""Decoding pictures in a worker without stopping the window."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader


def decoded(data: bytes, within: QSize | None = None) -> QImage:
    """Return a picture, no larger than `within` and in its own proportions; null if unreadable.

    `QImage.fromData` keeps Python's lock for as long as it decodes, and the window with it;
    `QImageReader.read` does not.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if within is not None and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
