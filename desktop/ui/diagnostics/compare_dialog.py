"""Avant and après of one constat, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.codes import RolePhoto
from desktop.domain.records import PhotoRecord
from desktop.formats import from_iso, full_date
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import photo_hour
from desktop.ui.picture_cache import PictureCache
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_label

Pair = tuple[PhotoRecord, PhotoRecord]
_STEP = 1.25


def pair_of(photos: Sequence[PhotoRecord]) -> Pair | None:
    """Return the first « avant » and the last « après » of a constat; None without both."""
    before = [photo for photo in photos if photo.role is RolePhoto.AVANT]
    after = [photo for photo in photos if photo.role is RolePhoto.APRES]
    return (before[0], after[-1]) if before and after else None


class CompareDialog(QDialog):
    """Two photos, enlarged together with + − 0; Échap or N closes."""

    def __init__(
        self, context: UiContext, pair: Pair, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Avant et après — {title}")
        self.resize(1200, 620)
        self.views = (PhotoView(), PhotoView())
        row = QHBoxLayout()
        row.setSpacing(8)
        for view, photo in zip(self.views, pair, strict=True):
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(plain_label(_caption(photo), "titre-carte"))
            column.addWidget(view, 1)
            row.addLayout(column, 1)
            PictureCache(context, view).show(photo, f"{_caption(photo)}, {photo.fichier}")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.addLayout(row, 1)
        whole.addWidget(plain_label("+ − 0 : agrandir, réduire · Échap : revenir", "discret"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enlarge or reduce both."""
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(_STEP)
            case Qt.Key.Key_Minus:
                self._zoom(1 / _STEP)
            case Qt.Key.Key_0:
                for view in self.views:
                    view.fit()
            case Qt.Key.Key_N:
                self.close()
            case _:
                super().keyPressEvent(event)

    def _zoom(self, factor: float) -> None:
        for view in self.views:
            view.zoom_by(factor)


def _caption(photo: PhotoRecord) -> str:
    moment = from_iso(photo.prise_le) if photo.prise_le else None
    day = full_date(moment.date()) if moment is not None else ""
    role = texts.photo.ROLE_PHOTO[photo.role] if photo.role is not None else ""
    return " · ".join(filter(None, (role, day, photo_hour(photo))))
