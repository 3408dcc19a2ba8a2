"""A folder, typed or chosen: the stick where a file goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from desktop.errors import EcritureImpossible
from desktop.ui.context import UiContext
from desktop.ui.echange import memory
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label


class FolderField(QWidget):
    """Begins with the last folder of the session; shows its own error."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.line = QLineEdit(memory.last_folder(context))
        self.line.setObjectName("dossier")
        self.line.setAccessibleName("Dossier où écrire le fichier")
        self.line.setPlaceholderText("La clé USB, ou un dossier")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_dossier")
        self._error.hide()
        browse = secondary_button("C&hoisir…", icon="dossier")
        browse.clicked.connect(self._browse)
        label = plain_label("&Dossier où écrire le fichier", "libelle")
        label.setBuddy(self.line)
        self.setFocusProxy(self.line)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(label, 0, 0, 1, 2)
        grid.addWidget(self.line, 1, 0)
        grid.addWidget(browse, 1, 1)
        grid.addWidget(self._error, 2, 0, 1, 2)

    def check(self) -> bool:
        """Say beside the field that a folder is missing; True when there is one."""
        missing = "" if self.line.text().strip() else "Choisissez la clé USB ou un dossier."
        self._error.setText(missing)
        self._error.setVisible(bool(missing))
        self.line.setAccessibleDescription(missing)
        if missing:
            self.line.setFocus()
        return not missing

    def path(self) -> Path:
        """Return the chosen folder, and remember it for the next file."""
        text = self.line.text().strip()
        memory.keep_folder(self._context, text)
        return Path(text)

    @Slot()
    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, "Choisir la clé USB ou un dossier", self.line.text()
        )
        if folder:
            self.line.setText(folder)


def require_folder(folder: Path) -> Path:
    """Return a folder that is there; for the worker, since a stick may answer slowly.

    Raises:
        EcritureImpossible: it is not there.
    """
    if not folder.is_dir():
        raise EcritureImpossible(
            "Dossier introuvable",
            f"Le dossier « {folder} » est introuvable : rien n’a été écrit.",
            "Vérifiez que la clé est branchée, ou choisissez un autre dossier.",
        )
    return folder
