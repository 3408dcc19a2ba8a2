"""Watches the team folders of the open espaces and writes the own files, off the UI thread.

A folder is looked at when the carnet opens, when the window comes to the front, when the system
says that something moved, and every minute: a network share tells nothing of what others write.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop.domain.espaces import Espace
from desktop.domain.partenaires import EtatDepot, FichierDepose, Publication
from desktop.errors import Annule, UserError
from desktop.ui.context import UiContext
from desktop.ui.echange.partner_words import offer
from desktop.ui.idle import IdleWatch
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_SETTLE_MS = 1500
"""A file that arrives moves several times: look once it has stopped."""

_POLL_MS = 60_000
_LEAVE_MS = 20_000
"""How long a lock waits for a folder that does not answer."""

_IDLE_MINUTES = 1
_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Vue:
    """What was last seen of the folder of an espace; `souci` says why it could not be."""

    fichiers: list[FichierDepose] = field(default_factory=list)
    souci: str = ""


class TeamFolder(QObject):
    """One per window; `changed` when what it saw is another thing than before."""

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__(context.bus)
        self._context = context
        self._seen: dict[Espace, Vue] = {}
        self._looking = False
        self._again = False
        self._written: dict[Espace, float] = {}
        self._publishing: TaskHandle | None = None
        self._then: Callable[[], object] | None = None
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._give_up = QTimer(self, singleShot=True, interval=_LEAVE_MS)
        self._idle = IdleWatch(self)
        self._watcher.directoryChanged.connect(self._soon.start)
        self._soon.timeout.connect(self.look)
        self._poll.timeout.connect(self.look)
        self._give_up.timeout.connect(self._leave)
        self._idle.idle.connect(self._publish_when_idle)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_application_state)

    # --- the others' files ----------------------------------------------------------------

    def view(self, espace: Espace) -> Vue:
        """Return what was last seen of the folder of an espace."""
        return self._seen.get(espace, Vue())

    def offered(self) -> list[tuple[Espace, FichierDepose]]:
        """Return the files that bring something, in all espaces."""
        return [
            (espace, found)
            for espace, vue in self._seen.items()
            for found in vue.fichiers
            if found.etat is EtatDepot.NOUVEAU
        ]

    @Slot()
    def start(self) -> None:
        """Begin to watch, if a folder was chosen; the carnet was just opened, or one was chosen."""
        self._seen = {}
        if self._folders():
            self._poll.start()
            self._idle.start(_IDLE_MINUTES)
            self.look()
        else:
            self._rest()
            self._tell()

    @Slot()
    def look(self) -> None:
        """Look into the folders now; asked again meanwhile, it looks once more."""
        context = self._context
        if not context.carnet.is_open or context.tasks.is_closed:
            self._rest()
            return
        if self._looking:
            self._again = True
            return
        folders = self._folders()
        if not folders:
            return
        carnet = context.carnet
        services = {espace: carnet.dossier_equipe(espace) for espace in folders}
        self._looking = True

        def work(_task: TaskContext) -> dict[Espace, Vue]:
            seen = {}
            for espace, folder in folders.items():
                try:
                    seen[espace] = Vue(services[espace].scan(folder))
                except UserError as error:
                    seen[espace] = Vue(souci=str(error))
            return seen

        context.tasks.run(
            work, owner=self, done=self._show, failed=self._not_seen, lane=Lane.DOSSIER
        )

    def _show(self, seen: dict[Espace, Vue]) -> None:
        folders = self._folders()
        moved = seen != self._seen
        self._seen = {espace: vue for espace, vue in seen.items() if espace in folders}
        alive = {str(folders[one]) for one, vue in self._seen.items() if not vue.souci}
        watched = set(self._watcher.directories())
        if watched - alive:
            self._watcher.removePaths(sorted(watched - alive))
        if alive - watched:  # asked only of folders that have just answered
            self._watcher.addPaths(sorted(alive - watched))
        if moved:
            self._tell()
        self._looked()

    def _tell(self) -> None:
        self._context.bus.offered.emit(offer([found for _, found in self.offered()]))
        self.changed.emit()

    def _not_seen(self, _error: Exception) -> None:
        self._looked()

    def _looked(self) -> None:
        self._looking = False
        if self._again:
            self._again = False
            self._soon.start()

    # --- the own file ---------------------------------------------------------------------

    def publish(
        self,
        espace: Espace,
        *,
        owner: QObject,
        done: Callable[[Publication], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Progress], None],
    ) -> TaskHandle | None:
        """Write the own file of an espace now; None: no folder was chosen."""
        folder = self._folders().get(espace)
        if folder is None:
            return None
        return self._context.tasks.run(
            self._publication(espace, folder),
            owner=owner,
            done=done,
            failed=failed,
            progress=progress,
            cancellable=True,
            lane=Lane.DOSSIER,
        )

    def before_leaving(self, then: Callable[[], object]) -> None:
        """Write the own files if the settings ask for it, then go on, in time whatever happens."""
        if not self._context.carnet.reglages.dossier_equipe_auto or not self._folders():
            then()
            return
        self._then = then
        self._give_up.start()
        self._publish_all()

    @Slot()
    def _leave(self) -> None:
        self._give_up.stop()
        if self._publishing is not None:
            self._publishing.cancel()
            self._publishing = None
        then, self._then = self._then, None
        if then is not None:
            then()

    @Slot()
    def _publish_when_idle(self) -> None:
        carnet = self._context.carnet
        if not carnet.is_open:
            return
        self._idle.start(_IDLE_MINUTES)
        due = time.monotonic() - carnet.reglages.dossier_equipe_minutes * _MINUTE_S
        late = any(self._written.get(one, -math.inf) <= due for one in self._folders())
        if carnet.reglages.dossier_equipe_auto and late and self._publishing is None:
            self._publish_all()

    def _publish_all(self) -> None:
        works = {one: self._publication(one, folder) for one, folder in self._folders().items()}

        def work(task: TaskContext) -> dict[Espace, str]:
            troubles = {}
            for espace, one in works.items():
                try:
                    one(task)
                except Annule:
                    break
                except UserError as error:
                    troubles[espace] = str(error)
            return troubles

        self._publishing = self._context.tasks.run(
            work,
            owner=self,
            done=self._published,
            failed=lambda _error: self._published({}),
            cancellable=True,
            lane=Lane.DOSSIER,
        )

    def _published(self, troubles: dict[Espace, str]) -> None:
        self._publishing = None
        now = time.monotonic()
        self._written.update(dict.fromkeys(self._folders(), now))
        for espace, words in troubles.items():
            self._seen[espace] = Vue(self.view(espace).fichiers, words)
        if troubles:
            self._tell()
        if self._then is not None:
            self._leave()

    def _publication(self, espace: Espace, folder: Path) -> Callable[[TaskContext], Publication]:
        carnet = self._context.carnet
        service, photos = carnet.dossier_equipe(espace), carnet.reglages.dossier_equipe_photos
        return lambda task: service.publish(
            folder, photos=photos, progress=task.report, cancelled=task.cancelled
        )

    # --- inside ---------------------------------------------------------------------------

    def _folders(self) -> dict[Espace, Path]:
        return folders(self._context.carnet)

    def _rest(self) -> None:
        self._poll.stop()
        self._soon.stop()
        self._idle.stop()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    @Slot(object)
    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive and self._poll.isActive():
            self._soon.start()


def folders(carnet: Carnet) -> dict[Espace, Path]:
    """Return the team folders of the open espaces."""
    from desktop.services.dossier_equipe import folder_of

    chosen = {espace: folder_of(carnet.reglages, espace) for espace in carnet.espaces()}
    return {espace: folder for espace, folder in chosen.items() if folder is not None}


def team_folder(context: UiContext) -> TeamFolder:
    """Return the one watcher of a window, made when it is first asked for."""
    found = context.bus.findChild(TeamFolder)
    return found if found is not None else TeamFolder(context)
