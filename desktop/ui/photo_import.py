"""Imports photos while the window stays usable, then says what was taken and what was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.errors import UserError
from desktop.formats import NNBSP, plural
from desktop.ui.bus import Action, Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.services.resultat import Avancement, Resultat

_FILTER = (
    "Photos (*.jpg *.jpeg *.png *.heic *.heif *.JPG *.JPEG *.PNG *.HEIC *.HEIF);;"
    "Tous les fichiers (*)"
)


class Target(Enum):
    """What photos are imported into."""

    MARCHE = 1
    MICRO_SITE = 2


def import_sentence(bilan: ImportPhotosBilan) -> str:
    """Return « 25 photos importées sur 26 fichiers : 0 doublon, 1 laissé de côté »."""
    taken = "photos importées" if bilan.importees > 1 else "photo importée"
    left = "laissés de côté" if len(bilan.refus) > 1 else "laissé de côté"
    sentence = (
        f"{bilan.importees} {taken} sur {plural(bilan.lues, 'fichier')}{NNBSP}: "
        f"{plural(len(bilan.doublons), 'doublon')}, {len(bilan.refus)} {left}"
    )
    if bilan.traces:
        sentence += f", {plural(len(bilan.traces), 'trace gardée', 'traces gardées')}"
    if bilan.interrompu:
        left_over = plural(len(bilan.restantes), "fichier")
        sentence += f". Import interrompu{NNBSP}: {left_over} à reprendre"
    return f"{sentence}."


class ImportReport(QDialog):
    """The files that were not taken, with the reason of each."""

    def __init__(self, bilan: ImportPhotosBilan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import des photos")
        self.resize(620, 380)
        self.sentence = plain_label(import_sentence(bilan), "titre-carte", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Fichiers qui n’ont pas été importés")
        self.list.setWordWrap(True)
        for refus in bilan.refus:
            self.list.addItem(f"{refus.fichier} — {refus.note}")
        for line in bilan.doublons:
            self.list.addItem(f"{line.fichier} — {line.note}")
        close = secondary_button("Fermer")
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.sentence)
        column.addWidget(plain_label("Les fichiers d’origine n’ont pas été modifiés.", "discret"))
        column.addWidget(self.list, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


class PhotoImport(QObject):
    """Runs one import at a time beside the other work, with its progress strip.

    `finished(row)` is emitted when an import into a row ended, in any way.
    """

    finished = Signal(str)

    def __init__(self, context: UiContext, target: Target, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._target = target
        self._window = window
        self._handle: TaskHandle | None = None
        self.report: ImportReport | None = None
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancel)

    def is_running(self) -> bool:
        """Say whether an import is under way."""
        return self._handle is not None

    def ask(self, row: str, at: QWidget) -> QMenu:
        """Open the choice between files and a folder."""
        menu = QMenu(at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Choisir un &dossier…").triggered.connect(lambda: self._choose_folder(row))
        menu.addAction("Choisir des &fichiers…").triggered.connect(lambda: self._choose_files(row))
        menu.popup(at.mapToGlobal(at.rect().center()))
        return menu

    def cancel(self) -> None:
        """Stop after the photo that is being read; what was taken stays."""
        if self._handle is not None:
            self._handle.cancel()

    def start(self, row: str, sources: Sequence[Path]) -> None:
        """Import files and folders into a marche or a micro-site."""
        if self.is_running():
            self._context.bus.tell(
                "Un import de photos est déjà en cours : attendez sa fin, ou interrompez-le.",
                Level.ALERTE,
            )
            return
        service, paths = self._context.carnet.photos, list(sources)
        is_marche = self._target is Target.MARCHE

        def work(task: TaskContext) -> Resultat[ImportPhotosBilan]:
            def progress(step: Avancement) -> None:
                task.report(step.fait, step.total, "Import des photos")

            return service.import_files(
                paths,
                marche_id=row if is_marche else None,
                micro_site_id=None if is_marche else row,
                progress=progress,
                cancelled=task.cancelled,
            )

        def done(result: Resultat[ImportPhotosBilan]) -> None:
            self._end(row)
            self._context.bus.announce(result.changes)
            self._tell(result.valeur)

        def failed(error: Exception) -> None:
            self._end(row)
            if isinstance(error, UserError):
                self._context.bus.tell_error(error)

        self.strip.start("Lecture des fichiers…")
        self._handle = self._context.tasks.run(
            work,
            owner=self,
            done=done,
            failed=failed,
            progress=self._advance,
            cancellable=True,
            lane=Lane.IMAGES,  # the list and the form stay usable meanwhile
        )

    def _advance(self, progress: Progress) -> None:
        self.strip.advance(progress.done, progress.total, progress.label)

    def _end(self, row: str) -> None:
        self._handle = None
        self.strip.finish()
        self.finished.emit(row)

    def _tell(self, bilan: ImportPhotosBilan) -> None:
        def show() -> None:
            self.report = ImportReport(bilan, self._window)
            self.report.open()

        left_out = bool(bilan.refus or bilan.doublons)
        level = Level.ALERTE if bilan.interrompu or bilan.refus else Level.SUCCES
        action = Action("Voir le détail", show) if left_out else None
        self._context.bus.tell(import_sentence(bilan), level, action=action)
        if left_out:
            show()

    def _choose_folder(self, row: str) -> None:
        name = QFileDialog.getExistingDirectory(self._window, "Choisir le dossier des photos")
        if name:
            self.start(row, [Path(name)])

    def _choose_files(self, row: str) -> None:
        names, _filter = QFileDialog.getOpenFileNames(
            self._window, "Choisir les photos", "", _FILTER
        )
        if names:
            self.start(row, [Path(name) for name in names])


class PhotoDrop(QObject):
    """Lets files and folders be dropped on a widget; `dropped(paths)` gets the local ones."""

    def __init__(self, widget: QWidget, dropped: Callable[[list[Path]], None]) -> None:
        super().__init__(widget)
        self._dropped = dropped
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept local files only."""
        if isinstance(event, QDropEvent) and (paths := _local_paths(event)):
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._dropped(paths)
            return True
        return super().eventFilter(watched, event)


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
