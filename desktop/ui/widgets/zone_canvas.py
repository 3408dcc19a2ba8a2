"""A photo with the layers drawn over it, and what changes them; `ZoneView` adds the hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop.domain.codes import CouleurAnnotation, FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import COTE, LEGENDE_MAX, Annotation, Couches, Masque
from desktop.ui.widgets import zone_edit
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.zone_edit import Item, ZoneEdit
from desktop.ui.widgets.zone_paint import paint_annotation, paint_masque, paint_selection, place
from desktop.ui.widgets.zone_words import layers_sentence

PREVIEW_MS = 80
_MIDDLE = (4_250, 4_250, 5_750, 5_750)
_NIGHT = "#0B0E12"


class Outil(Enum):
    """What a drag draws."""

    ZONE = "Zone"
    FLECHE = "Flèche"
    CERCLE = "Cercle"
    TEXTE = "Texte"


_GENRES = {
    Outil.FLECHE: GenreAnnotation.FLECHE,
    Outil.CERCLE: GenreAnnotation.ELLIPSE,
    Outil.TEXTE: GenreAnnotation.TEXTE,
}


class ZoneCanvas(PhotoView):
    """Holds the layers of one photo, draws them, and shows the real result once it is made.

    Signals: `layers_changed` after each gesture; `preview_wanted(Couches)` a little later, for
    `show_preview`; `tool_changed` when tool, outline, style or colour is another one;
    `refused(sentence)`.
    """

    layers_changed = Signal()
    preview_wanted = Signal(object)
    tool_changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = ZoneEdit()
        self.tool = Outil.ZONE
        self.forme = FormeMasque.RECTANGLE
        self.style_masque = StyleMasque.MOSAIQUE
        self.couleur = CouleurAnnotation.ROUGE
        self.night = False
        self._preview: tuple[Couches, QImage] | None = None
        self._real = True
        self._gesture = False
        self._nudging = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._ask_preview)
        self._words = QLineEdit(self)
        self._words.setAccessibleName("Texte à écrire sur la photo")
        self._words.setPlaceholderText("Texte, puis Entrée")
        self._words.setMaxLength(LEGENDE_MAX)
        self._words.returnPressed.connect(self._end_text)
        self._words.hide()
        self._words_at: tuple[int, int] | None = None

    # --- what a screen asks ---------------------------------------------------------------

    def show_layers(self, couches: Couches) -> None:
        """Edit these layers, without a way back to the former ones."""
        self._give_up_text()
        self.edit = ZoneEdit(couches)
        self._preview = None
        self._gesture = self._nudging = False
        self._changed(told=False)

    def couches(self) -> Couches:
        """Return the layers as they are."""
        return self.edit.couches

    def show_preview(self, image: QImage, couches: Couches, fitted: QImage | None = None) -> None:
        """Show the picture as it will leave with these layers, if they are still these."""
        self._preview = (couches, image)
        self._keep_fitted(image, fitted)
        self.update()

    def shows_result(self) -> bool:
        """Say whether what is seen is what will leave."""
        return self._shown_preview() is not None or self.edit.couches.vides

    def show_real(self, *, real: bool) -> None:
        """Show the real result, or the photo under its zones."""
        self._real = real
        self.update()

    def set_tool(self, tool: Outil) -> None:
        """Choose what a drag draws."""
        self.tool = tool
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.tool_changed.emit()

    def insert(self) -> None:
        """Put a new item in the middle; a text is asked for first."""
        if self._image.isNull():
            return
        if self.tool is Outil.TEXTE:
            self._ask_text(*_MIDDLE[:2])
            return
        if self.edit.add(zone_edit.framed(self._new_item(), _MIDDLE)):
            self._changed()
        else:
            self._refuse_more()

    def delete(self) -> bool:
        """Take the selected item away."""
        return self._after(done=self.edit.delete())

    def undo(self) -> bool:
        """Take back the last gesture of this photo."""
        return self._after(done=self.edit.undo())

    def redo(self) -> bool:
        """Do it again."""
        return self._after(done=self.edit.redo())

    def take(self, couches: Couches) -> None:
        """Take other layers, as one gesture."""
        self.edit.replace_all(couches)
        self._changed()

    def toggle_forme(self) -> None:
        """Rectangle or ellipse: of the selected zone, and of the next ones."""
        ellipse = self.forme is FormeMasque.ELLIPSE
        self.forme = FormeMasque.RECTANGLE if ellipse else FormeMasque.ELLIPSE
        self._change_selected(zone_edit.other_forme)

    def toggle_style(self) -> None:
        """Mosaic or plain colour: of the selected zone, and of the next ones."""
        plain = self.style_masque is StyleMasque.PLEIN
        self.style_masque = StyleMasque.MOSAIQUE if plain else StyleMasque.PLEIN
        self._change_selected(zone_edit.other_style)

    def next_colour(self) -> None:
        """Take the next colour, for the selected annotation and the next ones."""
        self.couleur = zone_edit.next_couleur(self.couleur)
        item = self.edit.item()
        if isinstance(item, Annotation):
            self.edit.change(replace(item, couleur=self.couleur))
            self._changed()
        self.tool_changed.emit()

    # --- painting -------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo, then its layers."""
        if self.night:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(_NIGHT))
            painter.end()
        super().paintEvent(event)
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target, real = self.target(), self._shown_preview() is not None
        for masque in self.edit.couches.masques:
            if masque.forme is not None:
                paint_masque(painter, target, masque, veiled=not real)
        for annotation in self.edit.couches.annotations:
            if annotation.genre is not None and not real:
                paint_annotation(painter, target, annotation)
        item = self.edit.item()
        if item is not None:
            paint_selection(painter, target, item)
        painter.end()

    @override
    def _picture(self) -> QImage:
        return self._shown_preview() or self._image

    def _shown_preview(self) -> QImage | None:
        if not self._real or self._preview is None or self.edit.couches.vides:
            return None
        couches, image = self._preview
        return image if couches == self.edit.couches and not image.isNull() else None

    # --- texts ----------------------------------------------------------------------------

    def _ask_text(self, x: int, y: int) -> None:
        self._words_at = (x, y)
        self._words.clear()
        self._place_words()
        self._words.show()
        self._words.setFocus()

    def _place_words(self) -> None:
        if self._words_at is None:
            return
        point = place(self.target(), *self._words_at).toPoint()
        size = self._words.sizeHint()
        self._words.setGeometry(
            min(max(0, point.x()), max(0, self.width() - 2 * size.width())),
            min(max(0, point.y()), max(0, self.height() - size.height())),
            min(2 * size.width(), self.width()),
            size.height(),
        )

    @Slot()
    def _end_text(self) -> None:
        at, texte = self._words_at, zone_edit.text_of(self._words.text())
        self._give_up_text()
        if at is None or not texte:
            return
        written = Annotation(
            genre=GenreAnnotation.TEXTE, couleur=self.couleur, x=at[0], y=at[1], texte=texte
        )
        if self.edit.add(zone_edit.framed(written, (*at, *at))):
            self._changed()
        else:
            self._refuse_more()

    def _give_up_text(self) -> None:
        self._words_at = None
        if self._words.isVisibleTo(self):
            self._words.hide()
            self.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the text being typed at its place."""
        super().resizeEvent(event)
        self._place_words()

    # --- pieces ---------------------------------------------------------------------------

    def _new_item(self) -> Item:
        if self.tool is Outil.ZONE:
            return Masque(forme=self.forme, style=self.style_masque)
        return Annotation(genre=_GENRES[self.tool], couleur=self.couleur)

    def _change_selected(self, change: Callable[[Item], Item]) -> None:
        item = self.edit.item()
        if item is not None:
            self.edit.change(change(item))
            self._changed()
        self.tool_changed.emit()

    def _after(self, *, done: bool) -> bool:
        if done:
            self._changed()
        return done

    def _changed(self, *, told: bool = True) -> None:
        self._nudging = False
        self._say()
        self._timer.start()
        self.update()
        if told:
            self.layers_changed.emit()

    def _say(self) -> None:
        if not self._image.isNull():
            self.setAccessibleDescription(layers_sentence(self.edit))

    @Slot()
    def _ask_preview(self) -> None:
        if not self._image.isNull() and not self.edit.couches.vides:
            self.preview_wanted.emit(self.edit.couches)

    def _refuse_more(self) -> None:
        self.refused.emit("Cette photo porte déjà le plus grand nombre de zones ou d’annotations.")

    def _layer_point(self, where: QPointF) -> QPointF:
        target = self.target()
        return QPointF(
            (where.x() - target.left()) * COTE / target.width(),
            (where.y() - target.top()) * COTE / target.height(),
        )
