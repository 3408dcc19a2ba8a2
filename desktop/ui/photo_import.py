"""Imports photos while the window stays usable, then says what was taken and what was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from typing_extensions import override

from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.errors import UserError
from desktop.ui.bus import Action, Level
from desktop.ui.context import UiContext
from desktop.ui.photo_watch import PhotoWatch
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.progress_bar import ProgressStrip

if TYPE_CHECKING:
    from desktop.services.resultat import Avancement, Resultat
    from desktop.ui.photo_reports import ImportReport

    Done = Callable[[Avancement], None]
    Work = Callable[[Done, Callable[[], bool]], Resultat[ImportPhotosBilan]]

_ENDINGS = ("jpg", "jpeg", "png", "heic", "heif", "webp", "mpo", "gpx")
_FILTER = (
    f"Photos et traces ({' '.join(f'*.{end} *.{end.upper()}' for end in _ENDINGS)});;"
    "Tous les fichiers (*)"
)
_PASTED = "Image collée"
_PATIENCE_S = 30.0
"""A photo that hangs is given up by its worker; the window closes without it before that."""

_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic")
"""What a clipboard may hold as it was in its file: neither decoded nor encoded again."""


class Target(Enum):
    """What photos are imported into."""

    MARCHE = 1
    MICRO_SITE = 2


class PhotoImport(QObject):
    """Runs one import at a time beside the other work, with its progress strip.

    `failed(row)` is emitted when an import stopped on an error: what it wrote before is not
    announced, and has to be read again.
    """

    failed = Signal(str)

    def __init__(self, context: UiContext, target: Target, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._target = target
        self._window = window
        self._handle: TaskHandle | None = None
        self.report: ImportReport | None = None
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancel)
        self.watch = PhotoWatch(context, self)
        self.watch.arrived.connect(self._take_arrived)

    def is_running(self) -> bool:
        """Say whether an import is under way."""
        return self._handle is not None

    def ask(self, row: str, at: QWidget) -> QMenu:
        """Open the choice of where the photos come from."""
        menu = QMenu(at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        watching = self.watch.row == row
        for label, act in (
            ("Choisir un &dossier…", lambda: self._choose_folder(row)),
            ("Choisir des &fichiers…", lambda: self._choose_files(row)),
            ("Depuis un &téléphone ou une carte…", lambda: self._choose_device(row)),
            ("C&oller", lambda: self.paste(row)),
            (
                "&Arrêter la surveillance" if watching else "&Surveiller un dossier…",
                self.watch.stop if watching else lambda: self._choose_watched(row),
            ),
            ("&Bilans des imports…", self.show_imports),
        ):
            menu.addAction(label).triggered.connect(act)
        menu.popup(at.mapToGlobal(at.rect().center()))
        return menu

    def cancel(self) -> None:
        """Stop after the photo that is being read; what was taken stays."""
        if self._handle is not None:
            self._handle.cancel()

    def leave(self) -> None:
        """Stop everything before the espace closes, which waits for what was read to be kept."""
        self.watch.stop()
        self.cancel()
        handle = self._handle
        if handle is not None and not self._context.tasks.is_closed:
            self._context.tasks.run(
                lambda _task: handle.wait(_PATIENCE_S), owner=self, done=lambda _: None
            )

    def start(
        self,
        row: str,
        sources: Sequence[Path],
        *,
        jour: date | None = None,
        suite: str | None = None,
    ) -> None:
        """Import files and folders into a marche or a micro-site.

        Args:
            row: The marche or the micro-site.
            sources: Files and folders.
            jour: Only the files of that day; None takes all.
            suite: The import of a watched folder, whose report goes on.
        """
        service, paths = self._context.carnet.photos, list(sources)

        def work(progress: Done, cancelled: Callable[[], bool]) -> Resultat[ImportPhotosBilan]:
            return service.import_files(
                paths,
                marche_id=self._marche(row),
                micro_site_id=self._micro_site(row),
                jour=jour,
                suite=suite or None,
                progress=progress,
                cancelled=cancelled,
            )

        self._run(row, work)

    def resume(self, row: str, import_id: str) -> None:
        """Take up an import that was stopped."""
        service = self._context.carnet.photos

        def work(progress: Done, cancelled: Callable[[], bool]) -> Resultat[ImportPhotosBilan]:
            return service.resume(import_id, progress=progress, cancelled=cancelled)

        self._run(row, work)

    def paste(self, row: str) -> None:
        """Import the files or the picture of the clipboard."""
        held = QGuiApplication.clipboard().mimeData()
        paths = local_paths(held)
        if paths:
            self.start(row, paths)
            return
        picture = pasted_picture(held)
        if picture is None:
            self._context.bus.tell(
                "Le presse-papiers ne contient ni photo ni fichier.",
                remedy="Copiez des photos dans le gestionnaire de fichiers, puis collez-les ici.",
            )
            return
        name, read = picture
        service = self._context.carnet.photos

        def work(_progress: Done, _cancelled: Callable[[], bool]) -> Resultat[ImportPhotosBilan]:
            return service.import_picture(
                read(), name, marche_id=self._marche(row), micro_site_id=self._micro_site(row)
            )

        self._run(row, work)

    def show_imports(self) -> None:
        """Open the list of the imports made on this poste."""
        from desktop.ui.photo_reports import ImportsDialog

        ImportsDialog(self._context, self._window).open()

    # --- running ----------------------------------------------------------------------------

    def _run(self, row: str, work: Work) -> None:
        if self.is_running():
            self._context.bus.tell(
                "Un import de photos est déjà en cours : attendez sa fin, ou interrompez-le.",
                Level.ALERTE,
            )
            return

        def run(task: TaskContext) -> Resultat[ImportPhotosBilan]:
            def progress(step: Avancement) -> None:
                task.report(step.fait, step.total, "Import des photos")

            return work(progress, task.cancelled)

        def done(result: Resultat[ImportPhotosBilan]) -> None:
            watched = self.watch.is_for(row)
            self._end()
            self._context.bus.announce(result.changes)
            if watched:
                self.watch.took(result.valeur)
            else:
                self._tell(row, result.valeur)

        def failed(error: Exception) -> None:
            if self.watch.is_for(row):
                self.watch.stop()  # the marche is gone, or the disk is full
            self._end()
            self.failed.emit(row)
            if isinstance(error, UserError):
                self._context.bus.tell_error(error)

        self.strip.start("Lecture des fichiers…")
        self._handle = self._context.tasks.run(
            run,
            owner=self,
            done=done,
            failed=failed,
            progress=self._advance,
            cancellable=True,
            lane=Lane.IMAGES,  # the list and the form stay usable meanwhile
        )

    def _marche(self, row: str) -> str | None:
        return row if self._target is Target.MARCHE else None

    def _micro_site(self, row: str) -> str | None:
        return row if self._target is Target.MICRO_SITE else None

    def _advance(self, progress: Progress) -> None:
        self.strip.advance(progress.done, progress.total, progress.label)

    def _end(self) -> None:
        self._handle = None
        self.strip.finish()

    def _tell(self, row: str, bilan: ImportPhotosBilan) -> None:
        from desktop.ui.photo_reports import ImportReport, import_sentence, to_verify

        def show() -> None:
            self.report = ImportReport(self._context, bilan, self._window)
            self.report.resume_wanted.connect(lambda one: self.resume(row, one))
            self.report.open()

        # the report that opens tells what was left out: an alert would stay over the keys
        level = Level.INFORMATION if bilan.refus else Level.SUCCES
        if bilan.interrompu:
            level = Level.ALERTE
        remedy = to_verify(bilan)
        if bilan.support_retire:
            remedy = "Le support a été retiré : rebranchez-le, puis reprenez l’import."
        self._context.bus.tell(
            import_sentence(bilan), level, remedy=remedy, action=Action("Voir le bilan", show)
        )
        if bilan.refus or bilan.doublons or bilan.support_retire:
            show()

    # --- sources ----------------------------------------------------------------------------

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

    def _choose_device(self, row: str) -> None:
        from desktop.ui.photo_devices import choose_device

        choose_device(
            self._context,
            self._window,
            self._marche(row),
            lambda folder, day: self.start(row, [folder], jour=day),
        )

    def _choose_watched(self, row: str) -> None:
        name = QFileDialog.getExistingDirectory(self._window, "Choisir le dossier à surveiller")
        if name:
            self.watch.start(row, Path(name))

    def _take_arrived(self, paths: list[Path]) -> None:
        """Import what came into the watched folder, when no other import runs."""
        if not self.is_running():
            self.watch.taking()
            self.start(self.watch.row, paths, suite=self.watch.import_id)


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
        if isinstance(event, QDropEvent) and (paths := local_paths(event.mimeData())):
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._dropped(paths)
            return True
        return super().eventFilter(watched, event)


def local_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def pasted_picture(held: QMimeData) -> tuple[str, Callable[[], bytes]] | None:
    """Return a name for the picture of the clipboard and what reads it, None without picture.

    The reading is for a worker: it may have to encode the picture.
    """
    kind = next((one for one in _PICTURES if one in held.formats()), "")
    if kind:
        data = bytes(held.data(kind).data())
        return f"{_PASTED}.{kind.partition('/')[2].replace('jpeg', 'jpg')}", lambda: data
    image = held.imageData() if held.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    return f"{_PASTED}.png", lambda: png_of(image)


def png_of(image: QImage) -> bytes:
    """Return a picture as PNG; slow for a large one, so never in the UI thread."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(held.data())
