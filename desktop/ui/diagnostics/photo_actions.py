"""What the tab « Diagnostics » offers for photos beyond choosing files: paste, track, clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.records import PhotoRecord
from desktop.formats import plural
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.photo_import import PhotoDrop, PhotoImport

if TYPE_CHECKING:
    from desktop.domain.diagnostics.placement import AppareilRecord, PlacementRecord
    from desktop.services.resultat import Resultat

Chosen = Callable[[], "tuple[PhotoRecord | None, Sequence[PhotoRecord]]"]

_TRACKS = "Traces GPX (*.gpx *.GPX);;Tous les fichiers (*)"
_CHOOSE = "Choisissez d’abord une marche dans la liste."


def track_sentence(done: PlacementRecord) -> str:
    """Return « Trace gardée : 12 photos placées, 3 restent sans position. »."""
    head = "Trace gardée" if done.nouvelle else "Cette trace était déjà là"
    words = f"{head} : {plural(done.placees, 'photo placée', 'photos placées')}"
    if done.sans_position:
        words += f", {plural(done.sans_position, 'reste', 'restent')} sans position"
    return f"{words}."


class PhotoActions(QObject):
    """The actions of the tab's menu that concern photos, and the files dropped on its list.

    Args:
        context: The window's context.
        window: The tab; its pages answer the keys.
        imports: What runs the imports.
        marche: Gives the current marche, or "".
        chosen: Gives the photo shown and those selected.
    """

    def __init__(
        self,
        context: UiContext,
        window: QWidget,
        imports: PhotoImport,
        marche: Callable[[], str],
        chosen: Chosen,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._imports = imports
        self._marche = marche
        self._chosen = chosen
        self.actions = [
            self._action("Co&ller des photos", "Ctrl+V", imports.paste),
            self._action("Ajouter une trace &GPX…", "Ctrl+G", self._choose_track),
            self._action("Corriger l’heure de l’&appareil…", "Ctrl+Shift+H", self._ask_clock),
            self._action("&Bilans des imports de photos…", "", None),
        ]

    def accept_drops(self, page: QWidget) -> None:
        """Import what is dropped on a page into the current marche."""
        PhotoDrop(page, self._drop)

    def _action(self, text: str, key: str, act: Callable[[str], None] | None) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if act is None:
            action.triggered.connect(self._imports.show_imports)
        else:
            action.triggered.connect(lambda: self._on_marche(act))
        self._window.addAction(action)
        return action

    def _on_marche(self, act: Callable[[str], None]) -> None:
        row = self._marche()
        if row:
            act(row)
        else:
            self._context.bus.tell(_CHOOSE)

    def _drop(self, paths: list[Path]) -> None:
        self._on_marche(lambda row: self._imports.start(row, paths))

    def _choose_track(self, row: str) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self._window, "Choisir la trace de la marche", "", _TRACKS
        )
        if name:
            self.add_track(row, Path(name))

    def add_track(self, row: str, path: Path) -> None:
        """Keep a track with a marche, and place its photos."""
        service = self._context.carnet.traces

        def done(result: Resultat[PlacementRecord]) -> None:
            self._context.written(self._window, result.changes, track_sentence(result.valeur))

        self._context.tasks.run(lambda _task: service.add(row, path), owner=self, done=done)

    def _ask_clock(self, row: str) -> None:
        photo, chosen = self._chosen()
        if photo is None or not photo.prise_le:
            self._context.bus.tell(
                "Affichez d’abord, dans le dépouillement, une photo datée de cet appareil : "
                "celle d’une horloge, ou d’un lieu connu.",
                Level.ALERTE,
            )
            return
        service = self._context.carnet.traces

        def done(cameras: list[AppareilRecord]) -> None:
            from desktop.ui.diagnostics.clock_dialog import ClockDialog

            count = next((one.nb_photos for one in cameras if one.appareil == photo.appareil), 0)
            ClockDialog(self._context, photo, chosen, count, self._window).open()

        self._context.tasks.run(lambda _task: service.appareils(row), owner=self, done=done)
