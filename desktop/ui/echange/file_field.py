"""The file to read: dropped, chosen or typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.echange import memory
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_BETWEEN = " | "
"""Stands between several names; no file of ours bears this sign, and Windows forbids it."""

_FILTER = "Fichiers d’échange (*.carnet);;Tous les fichiers (*)"


class FileField(Card):
    """Emits `chosen` when a file was picked in the file dialog or dropped."""

    chosen = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("Le fichier reçu", parent=parent)
        self.set_subtitle(
            typo(
                "Déposez-le ici depuis le gestionnaire de fichiers, ou choisissez-le. S’il est en "
                "plusieurs volumes, prenez-les ensemble."
            )
        )
        self._context = context
        self.line = QLineEdit()
        self.line.setObjectName("fichier")
        self.line.setAccessibleName("Fichier d’échange à lire")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_fichier")
        self._error.hide()
        browse = secondary_button("C&hoisir…", icon="dossier")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        self.body.addLayout(row)
        self.body.addWidget(self._error)
        self.setFocusProxy(self.line)

    def check(self) -> bool:
        """Say beside the field that a file is missing; True when there is one."""
        missing = "" if self.line.text().strip() else "Choisissez le fichier à lire."
        self._error.setText(missing)
        self._error.setVisible(bool(missing))
        self.line.setAccessibleDescription(missing)
        return not missing

    def paths(self) -> list[Path]:
        """Return the chosen files, and remember their folder."""
        paths = [Path(one.strip()) for one in self.line.text().split(_BETWEEN) if one.strip()]
        memory.keep_folder(self._context, str(paths[0].parent))
        return paths

    def take(self, *paths: str) -> None:
        """Take the files that were picked: one, or the volumes of one."""
        self.line.setText(_BETWEEN.join(paths))
        self.chosen.emit()

    @Slot()
    def _browse(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(
            self, "Choisir le fichier reçu", memory.last_folder(self._context), _FILTER
        )
        if names:
            self.take(*names)
