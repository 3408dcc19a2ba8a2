"""« Exporter des constats »: what, for whom, in which format; what stays is said before writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.codes import Confidentialite
from desktop.domain.diagnostics.exports import BilanExport, DemandeExport, FormatExport
from desktop.errors import Annule, UserError
from desktop.formats import plural
from desktop.services.exports_mots import FORMATS, PROFILS, held, left_out
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane, Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

_SIZE = QSize(640, 420)
_COMMA = {True: "12,5 — virgule, comme Excel en français", False: "12.5 — point"}


@dataclass(frozen=True, slots=True)
class Portee:
    """What may be exported: its words, its number, and how to know which constats."""

    mots: str
    nombre: int
    ids: Callable[[], Sequence[str]]

    @property
    def libelle(self) -> str:
        """« Les constats choisis — 3 constats »."""
        return f"{self.mots} — {plural(self.nombre, 'constat')}"


def portee(mots: str, ids: Sequence[str]) -> Portee:
    """Return what may be exported when the constats are known already."""
    kept = tuple(ids)
    return Portee(mots, len(kept), lambda: kept)


def ask_export(
    context: UiContext,
    owner: QWidget,
    ids: Sequence[str] = (),
    *,
    portees: Sequence[Portee] = (),
    sujet: str = "",
) -> ExportDialog:
    """Open the dialog over a screen.

    Args:
        context: The window's context.
        owner: The screen behind.
        ids: The constats to export, when there is no choice between `portees`.
        portees: What may be exported, the first one proposed.
        sujet: What the name of the file begins with: the number of a marche.
    """
    dialog = ExportDialog(context, portees or (portee("Ces constats", ids),), sujet, owner)
    dialog.open()
    return dialog


class ExportDialog(QDialog):
    """Counts again at each choice, off the UI thread; writes where the agent says.

    Args:
        context: The window's context.
        portees: What may be exported; the first is proposed.
        sujet: What the name of the file begins with.
        parent: The window behind.
    """

    def __init__(
        self,
        context: UiContext,
        portees: Sequence[Portee],
        sujet: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Exporter des constats")
        self.resize(_SIZE)
        self._context = context
        self._portees = tuple(portees)
        self._sujet = sujet
        self._asked = 0
        self._handle: TaskHandle | None = None
        self.what: ChoiceField[int] = ChoiceField(
            {rank: one.libelle for rank, one in enumerate(self._portees)}, None
        )
        self.kind: ChoiceField[FormatExport] = ChoiceField(FORMATS, None)
        self.profil: ChoiceField[Confidentialite] = ChoiceField(PROFILS, None)
        self.comma: ChoiceField[bool] = ChoiceField(_COMMA, None)
        self.holds = plain_label(wrap=True)
        self.holds.setObjectName("contenu")
        self.stays = plain_label(role="discret", wrap=True)
        self.stays.setObjectName("reste")
        self.stays.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self._cancel)
        self.save = primary_button("&Enregistrer sous…")
        self.save.setObjectName("enregistrer")
        self.save.setDefault(True)
        self.save.clicked.connect(self._choose_file)
        self._fill()
        self._build_layout()
        for field in (self.what, self.kind, self.profil, self.comma):
            field.edited.connect(self._count)
        self.finished.connect(self._cancel)
        self._count()
        (self.what if len(self._portees) > 1 else self.kind).setFocus()

    def demande(self) -> DemandeExport:
        """Return what the fields ask for."""
        return DemandeExport(
            format=self.kind.value(), profil=self.profil.value(), virgule=self.comma.value()
        )

    # --- building ---------------------------------------------------------------------------

    def _fill(self) -> None:
        self.what.set_value(0)
        self.kind.set_value(FormatExport.XLSX)
        self.profil.set_value(Confidentialite.PARTENAIRES)
        self.comma.set_value(True)

    def _build_layout(self) -> None:
        form = QFormLayout()
        form.setSpacing(10)
        self._form = form
        for words, name, field in (
            ("&Constats", "Constats à exporter", self.what),
            ("&Format", "Format du fichier", self.kind),
            ("&Pour qui", "Qui lira le fichier", self.profil),
            ("&Nombres", "Écriture des nombres", self.comma),
        ):
            field.setAccessibleName(name)
            label = plain_label(words)
            label.setBuddy(field)
            form.addRow(label, field)
        cancel = secondary_button("Annuler")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.strip)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.holds)
        column.addWidget(self.stays, 1)
        column.addLayout(buttons)

    # --- counting ---------------------------------------------------------------------------

    @Slot()
    def _count(self) -> None:
        """Say what the file will hold and leave out."""
        self._form.setRowVisible(self.comma, self.kind.value() is FormatExport.CSV)
        self._asked += 1
        asked, ask = self._asked, self.demande()
        exports, chosen = self._context.carnet.exports, self._portees[self.what.value()]
        self.save.setEnabled(False)

        def done(bilan: BilanExport) -> None:
            if asked == self._asked:
                self._show(bilan, ask)

        self._context.tasks.run(
            lambda _task: exports.bilan(chosen.ids(), ask), owner=self, done=done
        )

    def _show(self, bilan: BilanExport, ask: DemandeExport) -> None:
        self.holds.setText(f"Dans le fichier : {held(bilan, ask)}.")
        self.stays.setText("\n".join(left_out(bilan, ask)))
        self.save.setEnabled(bilan.constats > 0)

    # --- writing ----------------------------------------------------------------------------

    @Slot()
    def _choose_file(self) -> None:
        ask = self.demande()
        proposed = self._context.carnet.exports.name(ask, self._sujet)
        kinds = f"{FORMATS[ask.format]} (*.{ask.format.value})"
        name, _filter = QFileDialog.getSaveFileName(self, "Enregistrer l’export", proposed, kinds)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the file, and close once it is whole."""
        if path.suffix.lower() != f".{self.kind.value().value}":
            path = path.with_name(f"{path.name}.{self.kind.value().value}")
        exports, ask = self._context.carnet.exports, self.demande()
        chosen = self._portees[self.what.value()]

        def work(task: TaskContext) -> BilanExport:
            def progress(done: int, total: int) -> None:
                task.report(done, total, "Écriture du fichier")

            return exports.export(
                chosen.ids(), ask, path, progress=progress, cancelled=task.cancelled
            )

        def done(bilan: BilanExport) -> None:
            self._settle()
            words = f"Export enregistré : {path.name} ({held(bilan, ask)})."
            self._context.bus.tell(words, Level.SUCCES)
            self.accept()

        self._enable(on=False)
        self.strip.start("Écriture du fichier…")
        self._handle = self._context.tasks.run(
            work,
            owner=self,
            done=done,
            failed=self._failed,
            progress=self._advance,
            lane=Lane.IMAGES,
            cancellable=True,
        )

    def _advance(self, progress: Progress) -> None:
        self.strip.advance(progress.done, progress.total)

    def _failed(self, error: Exception) -> None:
        self._settle()
        if isinstance(error, Annule):
            self.holds.setText("L’export a été interrompu : rien n’a été écrit.")
        elif isinstance(error, UserError):
            show_error(self, error)

    def _settle(self) -> None:
        self._handle = None
        self.strip.finish()
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        widgets: tuple[QWidget, ...] = (self.what, self.kind, self.profil, self.comma, self.save)
        for widget in widgets:
            widget.setEnabled(on)

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
