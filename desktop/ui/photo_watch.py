"""A folder watched for one marche: photos that arrive in it are imported when they are whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.errors import UserError
from desktop.formats import plural
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.plain import plain_label

POLL_MS = 2000
"""Time between two looks; a file is taken when it has not changed from one to the next."""


class PhotoWatch(QObject):
    """Looks into one folder, off the UI thread, while the window is open.

    `arrived(paths)` is emitted with new photos; the owner imports them and tells `took`. Paths
    that could not be taken at once, since another import runs, are given again.
    """

    arrived = Signal(object)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.look)
        self._watched: Callable[[], list[Path]] | None = None
        self._waiting: list[Path] = []
        self._looking = self._taking = False
        self._missing = False
        self._count = 0
        self.row = ""
        self.import_id = ""
        self.strip = WatchStrip()
        self.strip.stopped.connect(self.stop)

    def is_for(self, row: str) -> bool:
        """Say whether the import that ends now is one of the watched folder."""
        return self._taking and row == self.row

    def start(self, row: str, folder: Path) -> None:
        """Watch a folder for a marche or a micro-site, in place of any other."""
        self.stop()
        self.row = row
        self._watched = self._context.carnet.photos.watch(folder)
        self.strip.show_folder(folder.name or str(folder))
        self.look()
        self._timer.start()

    @Slot()
    def stop(self) -> None:
        """Watch no longer; an import under way goes on to its end."""
        self._timer.stop()
        self._watched = None
        self.row = self.import_id = ""
        self._waiting = []
        self._taking = self._missing = False
        self._count = 0
        self.strip.hide()

    def taking(self) -> None:
        """Note that what was given is being imported."""
        self._waiting = []
        self._taking = True

    def took(self, bilan: ImportPhotosBilan) -> None:
        """Note what an import of the folder took; its report goes on with the next one."""
        self._taking = False
        self.import_id = bilan.id
        self._count = bilan.importees
        left_out = len(bilan.refus) + len(bilan.doublons)
        self.strip.show_counts(self._count, left_out)

    @Slot()
    def look(self) -> None:
        """Look once, unless the last look has not been answered."""
        watched = self._watched
        if watched is None or self._looking or self._context.tasks.is_closed:
            return
        self._looking = True

        def done(found: list[Path]) -> None:
            self._looking = self._missing = False
            if self._watched is watched:
                self._waiting += found
                if self._waiting:
                    self.arrived.emit(list(self._waiting))

        def failed(error: Exception) -> None:
            self._looking = False
            if isinstance(error, UserError) and not self._missing and self._watched is watched:
                self._missing = True
                self._context.bus.tell(str(error.message), Level.ALERTE, remedy=error.remedy)

        self._context.tasks.run(
            lambda _task: watched(), owner=self, done=done, failed=failed, lane=Lane.DOSSIER
        )


class WatchStrip(QWidget):
    """« Dossier surveillé : DCIM · 3 photos arrivées », and how to stop."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = plain_label()
        self._folder.setObjectName("dossier_surveille")
        self._counts = plain_label(role="discret")
        self._counts.setObjectName("arrivees")
        stop = quiet_button("Arrêter la surveillance")
        stop.setObjectName("arreter_surveillance")
        stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self._folder, self._counts, stop):
            row.addWidget(widget)
        row.addStretch()
        self.hide()

    def show_folder(self, name: str) -> None:
        """Show which folder is watched."""
        self._folder.setText(f"Dossier surveillé : {name}")
        self._counts.setText("les nouvelles photos seront importées")
        self.show()

    def show_counts(self, taken: int, left_out: int) -> None:
        """Show how many photos have come."""
        words = plural(taken, "photo importée", "photos importées")
        if left_out:
            words += f", {plural(left_out, 'fichier laissé de côté', 'fichiers laissés de côté')}"
        self._counts.setText(words)
