"""« Feuille de secours de la clé »: the passphrase again, then a file to print and erase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse
from desktop.formats import typo
from desktop.services.feuille_cle import WARNING
from desktop.texts import ESPACE
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.folder_field import FolderField, require_folder
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.reglages.phrase_fields import PhraseField
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(700, 540)
_EXPLANATION = (
    "Elle permet de lire les fichiers d’échange sans Carnet de quartier, avec le programme libre "
    "age. Seule une personne responsable peut l’écrire. Espace : {espace}"
)


class SheetDialog(ExchangeDialog):
    """Writes the sheet in a chosen folder; the secret itself is never on the screen."""

    def __init__(self, context: UiContext, espace: Espace, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Feuille de secours de la clé",
            typo(_EXPLANATION).format(espace=ESPACE[espace]),
            "&Écrire la feuille",
            parent,
            _SIZE,
        )
        self._espace = espace
        self.phrase = PhraseField("Votre phrase de passe")
        self.phrase.setObjectName("phrase")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_phrase")
        self._error.hide()
        self.folder = FolderField(context)
        self.pdf = QRadioButton("&PDF à imprimer")
        self.text = QRadioButton("&Texte, que le programme age lit tel quel")
        self.pdf.setChecked(True)
        self.body.addWidget(scrolled(self._form()), 1)
        self.primary.clicked.connect(self._write)
        self.phrase.setFocus()

    @Slot()
    def _write(self) -> None:
        phrase = self.phrase.text()
        self._show_error("" if phrase else "Tapez votre phrase de passe.")
        if not (phrase and self.folder.check()):
            return
        carnet, espace = self.context.carnet, self._espace
        folder, as_text = self.folder.path(), self.text.isChecked()

        def work(_task: object) -> Path:
            return carnet.write_key_sheet(espace, phrase, require_folder(folder), text=as_text)

        self.work(work, self._done, label="Écriture de la feuille…", late=self._tell)

    @override
    def refuse(self, error: Exception) -> None:
        """Put a refused phrase beside its field."""
        if isinstance(error, AccesRefuse):
            self._show_error(str(error))
        else:
            super().refuse(error)

    def _tell(self, written: Path) -> None:
        self.context.bus.tell(
            f"Feuille écrite : « {written.name} ».",
            Level.ALERTE,
            remedy="Imprimez-la, rangez-la au coffre, puis effacez ce fichier.",
        )

    def _done(self, _written: Path) -> None:
        self.phrase.set_text("")
        self.close_button.setFocus()

    def _show_error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.phrase.edit.setAccessibleDescription(text)
        if text:
            self.phrase.setFocus()

    def _form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Card("Gardez-la au coffre", typo(WARNING)))
        label = plain_label("Votre phrase de passe, &encore une fois", "libelle")
        label.setBuddy(self.phrase.edit)
        column.addWidget(label)
        column.addWidget(self.phrase)
        column.addWidget(self._error)
        column.addWidget(self.folder)
        for choice in (self.pdf, self.text):
            choice.setAccessibleName(choice.text().replace("&", ""))
            column.addWidget(choice)
        column.addStretch()
        return page
