"""The pages of « Rejoindre une équipe »: the file and its phrase, then the six words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.echange import InvitationLue
from desktop.errors import FieldError, UserError
from desktop.formats import typo
from desktop.ui.reglages.phrase_fields import PhraseField
from desktop.ui.reglages.step import Step
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

_UPDATE = (
    "Ce poste a déjà cet espace : l’invitation n’apporte que la clé de l’équipe. Vos données et "
    "la lettre de ce poste ne changent pas."
)
_OWN_LETTER = "Ce poste garde la sienne"
_NO_LETTER = "Aucune : pour un poste de l’équipe"
_WITH_DATA = "La clé et toutes les fiches, sans les photos"
_KEY_ALONE = "La clé de l’équipe"


class InvitationPage(Step):
    """The invitation file and the phrase told by telephone."""

    def __init__(self) -> None:
        super().__init__(
            "Votre invitation",
            "Le fichier vous a été remis (clé USB ou courriel) ; sa phrase se dit par téléphone.",
        )
        self._path = QLineEdit()
        self._path.setAccessibleName("Fichier d’invitation")
        self._path.setPlaceholderText("invitation_terrain_poste-B.invitation")
        browse = secondary_button("C&hoisir…", icon="dossier")
        browse.clicked.connect(self._browse)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        line.setFocusProxy(self._path)
        self.add_field("fichier", "&Fichier d’invitation", line)
        self._phrase = PhraseField("Phrase de l’invitation")
        self.add_field("phrase_invitation", "&Phrase de l’invitation", self._phrase)

    @property
    def path(self) -> Path:
        """The chosen file."""
        return Path(self._path.text().strip())

    @property
    def phrase(self) -> str:
        """The phrase told by telephone."""
        return self._phrase.text()

    def check(self) -> list[FieldError]:
        """Both are needed."""
        errors = []
        if not self._path.text().strip():
            errors.append(FieldError("fichier", "Choisissez le fichier d’invitation."))
        if not self.phrase.strip():
            errors.append(
                FieldError("phrase_invitation", "Tapez la phrase que votre collègue vous dit.")
            )
        return errors

    def show_refusal(self, error: UserError) -> None:
        """Show why the invitation does not open."""
        self.show_errors([FieldError("phrase_invitation", str(error))])

    @Slot()
    def _browse(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, "Choisir l’invitation", "", "Invitations (*.invitation);;Tous les fichiers (*)"
        )
        if name:
            self._path.setText(name)


class EmpreintePage(Step):
    """What the invitation says, to compare by telephone before joining."""

    def __init__(self) -> None:
        super().__init__(
            "Est-ce bien votre équipe ?".replace(" ?", "\u202f?"),
            "Demandez à votre collègue de lire ses six mots : ils doivent être les mêmes, dans "
            "le même ordre.",
        )
        self._card = Card()
        self._facts = {
            name: self._card.add_fact(name, "")
            for name in ("Commune", "Espace", "Invité par", "Lettre de ce poste", "Contenu")
        }
        self._words = plain_label(role="titre-carte", wrap=True)
        self._words.setObjectName("six_mots")
        self._card.body.addWidget(self._words)
        self.add_widget(self._card)
        self._update = plain_label(typo(_UPDATE), wrap=True)
        self._update.setObjectName("mise_a_jour")
        self._update.hide()
        self.add_widget(self._update)
        self._same = QCheckBox("Les six mots sont les &mêmes")
        self._same.setAccessibleName("Les six mots sont les mêmes")
        self.add_field("empreinte", "", self._same)

    def set_invitation(self, read: InvitationLue) -> None:
        """Show an invitation."""
        from desktop.texts import ESPACE  # with the words of all tables: not at the first window

        letter = _OWN_LETTER if read.deja_ici else read.lettre or _NO_LETTER
        content = _WITH_DATA if read.donnees and not read.deja_ici else _KEY_ALONE
        values = (read.commune, ESPACE[read.espace], read.inviteur, letter, content)
        self._update.setVisible(read.deja_ici)
        for (name, label), value in zip(self._facts.items(), values, strict=True):
            label.setText(value)
            label.setAccessibleName(typo(f"{name} : {value}"))
        self._words.setText("  ".join(read.empreinte))
        self._words.setAccessibleName(f"Six mots : {', '.join(read.empreinte)}")
        self._same.setChecked(False)

    def check(self) -> list[FieldError]:
        """The words were compared."""
        if self._same.isChecked():
            return []
        return [
            FieldError(
                "empreinte",
                "Comparez d’abord les six mots. S’ils diffèrent, ne continuez pas : "
                "ce fichier ne vient pas de votre équipe.",
            )
        ]
