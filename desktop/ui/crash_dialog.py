"""« Un imprévu est survenu »: the report of a bug, shown whole before anything is done with it.

The report names the program's own files, lines and exception types. It never holds the text of
an exception or a local value, since both may contain what an agent typed.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

logger = logging.getLogger(__name__)

_SHOWN_FRAMES = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug: exception type and the program's own lines, without any value."""

    kind: str
    trace: str

    @classmethod
    def of(cls, error: BaseException) -> Fault:
        """Describe an exception and its causes without their messages."""
        parts: list[str] = []
        cause: BaseException | None = error
        while cause is not None:
            frames = traceback.extract_tb(cause.__traceback__)[-_SHOWN_FRAMES:]
            lines = [f"  {_short(f.filename)}, ligne {f.lineno}, {f.name}" for f in frames]
            parts.append("\n".join([type(cause).__qualname__, *lines]))
            cause = cause.__cause__ or cause.__context__
        return cls(type(error).__qualname__, "\ncausé par :\n".join(parts))


class FaultCatcher(QObject):
    """Catches exceptions that nothing else handles, in any thread, and reports them.

    `caught(Fault)` is emitted in the UI thread; connect it to `CrashReporter.show_fault`.
    """

    caught = Signal(object)

    def install(self) -> None:
        """Take over the interpreter's hooks of last resort."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back to Python."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        fault = Fault.of(error.with_traceback(trace))
        logger.error("unexpected exception\n%s", fault.trace)
        self.caught.emit(fault)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


class CrashReporter(QObject):
    """Shows one dialog at a time; a fault that repeats (a paint event) is only counted."""

    def __init__(self, version: str, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._version = version
        self._window = window
        self._dialog: CrashDialog | None = None

    @Slot(object)
    def show_fault(self, fault: Fault) -> None:
        """Open the dialog, or count the fault in the one that is open."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.count_again(fault)
            return
        self._dialog = CrashDialog(report_text(fault, self._version), self._window)
        self._dialog.open()


def report_text(fault: Fault, version: str) -> str:
    """Return the exact text that the agent may copy and send."""
    return "\n".join(
        (
            f"Carnet de quartier {version}",
            f"Système : {platform.system()} {platform.release()}",
            f"Python {platform.python_version()}, Qt {qVersion()}",
            "",
            fault.trace,
            "",
        )
    )


class CrashDialog(QDialog):
    """The report with « Copier », « Enregistrer… » and « Fermer »; it sends nothing."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._times = 1
        self.setWindowTitle("Un imprévu est survenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self.resize(640, 420)
        title = _label("Un imprévu est survenu", "titre-carte")
        self._text = _label(
            "Ce qui était enregistré l’est toujours et vous pouvez continuer. "
            "Pour aider à corriger le défaut, transmettez le rapport ci-dessous à la personne "
            "qui suit l’application. Il ne contient ni nom, ni adresse, ni texte saisi, et "
            "rien n’est envoyé automatiquement."
        )
        self._again = _label("", "discret")
        self._again.hide()
        view = QPlainTextEdit(report)
        view.setReadOnly(True)
        view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        view.setAccessibleName("Texte exact du rapport")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (title, self._text, self._again, view):
            column.addWidget(widget)
        column.addLayout(self._buttons())

    def report(self) -> str:
        """Return the text shown."""
        return self._report

    def count_again(self, fault: Fault) -> None:
        """Note that a fault came while the dialog was open."""
        self._times += 1
        self._again.setText(f"{self._times} imprévus depuis l’ouverture de cette fenêtre.")
        self._again.show()
        logger.info("fault while the crash dialog is open: %s", fault.kind)

    def save_to(self, path: Path) -> None:
        """Write the report to a file chosen by the agent."""
        path.write_text(self._report, encoding="utf-8")

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("&Copier")
        copy.setObjectName("copier")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        save = QPushButton("&Enregistrer…")
        save.setObjectName("enregistrer")
        save.clicked.connect(self._choose_file)
        close = QPushButton("&Fermer")
        close.setObjectName("fermer")
        close.setProperty("role", "primaire")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addWidget(save)
        row.addStretch()
        row.addWidget(close)
        return row

    def _choose_file(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, "Enregistrer le rapport", "rapport-imprevu.txt", "Texte (*.txt)"
        )
        if not name:
            return
        try:
            self.save_to(Path(name))
        except OSError:
            self._again.setText("Le fichier n’a pas pu être écrit : choisissez un autre dossier.")
            self._again.show()


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _short(filename: str) -> str:
    """Keep the end of a path: its beginning names the agent's account."""
    return "/".join(Path(filename).parts[-3:])
