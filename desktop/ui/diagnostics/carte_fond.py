"""The background of the maps of this poste: opened off the UI thread, chosen in a file dialog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from desktop.errors import UserError
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane
from desktop.ui.widgets.map_ground import ImageGround, TileGround, decode_levels
from desktop.ui.widgets.map_view import MapView

if TYPE_CHECKING:
    from desktop.services.fonds import Fond

_FILES = "Fonds de carte (*.mbtiles *.png *.jpg *.jpeg);;Tous les fichiers (*)"


class CarteFond(QObject):
    """Puts the background of this poste under a map; `changed` when it is another one, or none."""

    changed = Signal()

    def __init__(self, context: UiContext, view: MapView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._fond: Fond | None = None
        self._asked = ""

    def nom(self) -> str:
        """Return the name of the file shown, "" for none."""
        return self._fond.nom if self._fond is not None else ""

    def load(self) -> None:
        """Open the background that this poste keeps, unless it is open already."""
        settings = self._context.carnet.reglages
        if settings.fond_carte and settings.fond_carte != self._asked:
            self._open(Path(settings.fond_carte), settings.fond_systeme, keep=False)

    def choose(self, parent: QWidget) -> None:
        """Ask for a file, and for the system of an image."""
        start = str(Path(self._context.carnet.reglages.fond_carte).parent)
        name, _kind = QFileDialog.getOpenFileName(parent, "Choisir un fond de carte", start, _FILES)
        if name:
            self.take(Path(name), parent)

    def take(self, path: Path, parent: QWidget) -> None:
        """Open a chosen file; the system of an image is guessed, then confirmed."""
        from desktop.services.fonds import guessed_system

        def done(guess: str | None) -> None:
            if guess is None:
                self._open(path, "", keep=True)
            elif (systeme := self._confirm(guess, parent)) is not None:
                self._open(path, systeme, keep=True)

        self._context.tasks.run(
            lambda _context: guessed_system(path), owner=self, done=done, lane=Lane.IMAGES
        )

    def remove(self) -> None:
        """Show the maps without background from now on."""
        self._set(None, None)
        self._asked = ""
        self._keep("", "")

    def close(self) -> None:
        """Let the file go."""
        if self._fond is not None:
            self._fond.close()
            self._fond = None

    def _confirm(self, guess: str, parent: QWidget) -> str | None:
        from desktop.services.fonds import SYSTEMES_FOND

        labels = list(SYSTEMES_FOND.values())
        at = list(SYSTEMES_FOND).index(guess) if guess in SYSTEMES_FOND else 0
        question = "Dans quel système cette image est-elle calée ?"
        chosen, accepted = QInputDialog.getItem(
            parent, "Fond de carte", question, labels, at, editable=False
        )
        return list(SYSTEMES_FOND)[labels.index(chosen)] if accepted else None

    def _open(self, path: Path, systeme: str, *, keep: bool) -> None:
        from desktop.services.fonds import open_fond

        self._asked = str(path)

        def work() -> tuple[Fond, list[QImage]]:
            fond = open_fond(path, systeme)
            return fond, decode_levels(str(path), path.name) if fond.image is not None else []

        def done(opened: tuple[Fond, list[QImage]]) -> None:
            self._set(*opened)
            if keep:
                self._keep(str(path), systeme)
            if opened[0].remarque:
                self._context.bus.tell(opened[0].remarque, Level.ALERTE)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self._context.bus.tell_error(error)

        self._context.tasks.run(
            lambda _context: work(), owner=self, done=done, failed=failed, lane=Lane.IMAGES
        )

    def _set(self, fond: Fond | None, levels: list[QImage] | None) -> None:
        self.close()
        self._fond = fond
        if fond is None:
            self._view.set_ground(None)
        elif fond.tuiles is not None:
            background = self._context.tasks.background(self, Lane.IMAGES)
            self._view.set_ground(TileGround(fond.tuiles, background, self._view.update))
        elif fond.image is not None and levels:
            corners = fond.image.corners()
            self._view.set_ground(ImageGround(levels, fond.image.plan, corners, fond.nom))
        self.changed.emit()

    def _keep(self, path: str, systeme: str) -> None:
        settings = replace(self._context.carnet.reglages, fond_carte=path, fond_systeme=systeme)
        carnet = self._context.carnet
        self._context.tasks.run(
            lambda _context: carnet.save_reglages(settings), owner=self, done=lambda _none: None
        )
