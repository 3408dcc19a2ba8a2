"""« Un imprévu est survenu »: the report of a bug, shown whole before anything is done with it.

The report names the program's own files, lines and exception types. It never holds the text of
an exception or a local value, since both may contain what an agent typed.
"""

from __future__ import annotations

import logging
import platform
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
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

from desktop.ui.faults import Fault

logger = logging.getLogger(__name__)


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
