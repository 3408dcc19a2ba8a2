"""The large photo: read off the UI thread, with its keys under it, and the full screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from desktop.domain.codes import RolePhoto
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.choice_palette import ChoicePalette
from desktop.ui.diagnostics.photo_fullscreen import FullScreen
from desktop.ui.diagnostics.sorting_keys import EVERY_KEY, HINTS
from desktop.ui.diagnostics.unit_row import UnitRow
from desktop.ui.diagnostics.words import exposure_words, photo_facts, photo_hour
from desktop.ui.picture_cache import Picture, PictureCache
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import Card, KeyHints
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_label, plain_tooltip

_AFTER_MS = 40
"""Photos ahead are decoded once the screen has answered: both want the processor."""


class PhotoStage(Card):
    """Shows one photo and, under it, those that go with it.

    Signals: `stepped(rows)` asks for a neighbour from the full screen, `photo_wanted(photo)`
    for one of the row, `fullscreen_opened(view)` gives the view that keys come from by then.
    """

    stepped = Signal(int)
    photo_wanted = Signal(str)
    fullscreen_opened = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._wanted = ""
        self._picture = Picture(QImage(), QImage())
        self._description = ""
        self._fullscreen: FullScreen | None = None
        self._typed = ""
        self._ahead: list[PhotoRecord] = []
        self._later = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._later.timeout.connect(self._read_ahead)
        self.view = PhotoView()
        self._cache = PictureCache(context, self.view)
        self.view.fullscreen_requested.connect(self.open_fullscreen)
        self.choices = ChoicePalette(self.view)
        self.row = UnitRow(context)
        self.row.wanted.connect(self.photo_wanted)
        self.facts = plain_label(role="discret")
        self.facts.setObjectName("faits_photo")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.row)
        hints = KeyHints(HINTS)
        hints.setToolTip(plain_tooltip(EVERY_KEY.replace(" · ", "\n")))
        large = icon_button("plein-ecran", "Grand écran (G)")
        large.clicked.connect(self.open_fullscreen)
        row = QHBoxLayout()
        row.addWidget(hints, 1)
        row.addWidget(large)
        self.body.addLayout(row)

    def show_photo(self, photo: PhotoRecord | None, sentence: str = "") -> None:
        """Show a photo when its bytes have been read, or a sentence instead."""
        wanted = photo.blob if photo is not None else ""
        if wanted and wanted == self._wanted:
            return
        self._wanted = wanted
        self.facts.setText(photo_facts(photo) if photo is not None else "")
        self.facts.setToolTip(plain_tooltip(exposure_words(photo) if photo is not None else ""))
        if photo is None:
            self._cache.cancel()
            self._picture = Picture(QImage(), QImage())
            self.view.clear(sentence)
            return
        description = ", ".join(filter(None, (f"Photo {photo.fichier}", photo_hour(photo))))
        self._cache.get(photo, lambda found: self._show(found, description))

    def show_unit(
        self, photos: Sequence[PhotoRecord], roles: Mapping[str, RolePhoto], current: str
    ) -> None:
        """Show the photos of the constat, or of the group that would make one."""
        self.row.setVisible(bool(photos))
        self.row.show_photos(photos, roles, current)

    def prefetch(self, photos: Sequence[PhotoRecord]) -> None:
        """Decode the photos that the agent will come to, behind the one asked for."""
        self._ahead = list(photos)
        self._later.start()

    @Slot()
    def _read_ahead(self) -> None:
        if not self._context.carnet.is_open or self._context.tasks.is_closed:
            return  # locked or closed meanwhile
        if not self._picture.image.isNull() or not self._wanted:
            self._cache.prefetch(self._ahead)

    def zoom_by(self, factor: float) -> None:
        """Enlarge or reduce the photo."""
        self._front().zoom_by(factor)

    def toggle_actual_size(self) -> None:
        """Show each pixel of the photo as one of the screen, or the whole photo again."""
        self._front().toggle_actual_size()

    def tell(self, words: str) -> None:
        """Say over the whole screen what is being typed of the photo."""
        self._typed = words
        if (screen := self._screen()) is not None:
            screen.tell(words)

    def toggle_fullscreen(self) -> None:
        """Show the photo over the whole screen, or come back."""
        if self._screen() is None:
            self.open_fullscreen()
        else:
            self.close_fullscreen()

    def open_fullscreen(self) -> None:
        """Show the photo over the whole screen; Échap or G comes back, other keys go on sorting."""
        if self._picture.image.isNull() or self._screen() is not None:
            return
        screen = self._fullscreen = FullScreen(self)
        screen.stepped.connect(self.stepped)
        screen.view.show_image(self._picture.image, self._description)
        screen.tell(self._typed)
        self.choices.lay_over(screen.view)
        screen.finished.connect(lambda _result: self.choices.lay_over(self.view))
        screen.showFullScreen()
        self.fullscreen_opened.emit(screen.view)

    def close_fullscreen(self) -> None:
        """Come back from the full screen."""
        if (screen := self._screen()) is not None:
            screen.close()
        self._fullscreen = None

    def _screen(self) -> FullScreen | None:
        """Return the full screen while it is shown."""
        screen = self._fullscreen
        return screen if screen is not None and isValid(screen) and screen.isVisible() else None

    def _front(self) -> PhotoView:
        screen = self._screen()
        return screen.view if screen is not None else self.view

    def _show(self, picture: Picture, description: str) -> None:
        self._picture, self._description = picture, description
        self.view.show_image(picture.image, description, fitted=picture.fitted)
        if (screen := self._screen()) is not None:
            screen.view.show_image(picture.image, description)
        self._later.start()
