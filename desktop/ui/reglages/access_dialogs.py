"""Who opens this poste: another passphrase, another person, another espace."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.echange import InvitationLue
from desktop.domain.equipe import Arrivee
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import plural
from desktop.texts import ESPACE
from desktop.ui.bus import Bus, Level
from desktop.ui.context import UiContext
from desktop.ui.reglages.dialog import WorkDialog
from desktop.ui.reglages.join_pages import EmpreintePage, InvitationPage
from desktop.ui.reglages.phrase_fields import NewPhraseFields, PhraseField


class ChangePhraseDialog(WorkDialog):
    """« Changer ma phrase de passe… »."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Changer ma phrase de passe",
            "La nouvelle phrase vaut dès maintenant, pour tous vos espaces de ce poste.",
            "&Changer",
            parent,
        )
        carnet = context.carnet
        self._current = PhraseField("Phrase actuelle")
        self._new = NewPhraseFields(carnet.check_phrase, carnet.suggest_phrase)
        self.step.add_field("actuelle", "Phrase actue&lle", self._current)
        self.step.add_field("phrase", "", self._new)

    def check(self) -> list[FieldError]:
        """Return what is missing."""
        problem = self._new.problem()
        return [FieldError("phrase", problem)] if problem else []

    def submit(self) -> None:
        """Change it in the worker."""
        carnet, current, new = self.context.carnet, self._current.text(), self._new.phrase()
        self.work(lambda: carnet.change_phrase(current, new), self._done)

    def explain(self, error: UserError) -> list[FieldError]:
        """A refused present phrase stands beside it."""
        if isinstance(error, SaisieRefusee):
            return list(error.errors)
        return [FieldError("actuelle", str(error))]

    def _done(self, _result: None) -> None:
        self.context.bus.tell("Votre phrase de passe est changée.", Level.SUCCES)
        self.accept()


class AddPersonDialog(WorkDialog):
    """« Ajouter une personne… »: a colleague who uses the same laptop."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Ajouter une personne",
            "Laissez votre collègue taper sa phrase de passe : vous n’avez pas à la connaître.",
            "A&jouter",
            parent,
        )
        carnet = context.carnet
        self._name = QLineEdit(maxLength=80)
        self.step.add_field("nom", "&Nom", self._name)
        boxes = QWidget()
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, 0, 0, 0)
        self._boxes = {}
        for espace in carnet.espaces():
            box = QCheckBox(f"Ouvre l’espace &{ESPACE[espace]}")
            box.setAccessibleName(f"Ouvre l’espace {ESPACE[espace]}")
            box.setChecked(len(carnet.espaces()) == 1)
            column.addWidget(box)
            self._boxes[espace] = box
        self.step.add_field("espaces", "", boxes)
        self._phrase = NewPhraseFields(carnet.check_phrase, carnet.suggest_phrase)
        self.step.add_field("phrase", "", self._phrase)

    def check(self) -> list[FieldError]:
        """Return what is missing."""
        errors = []
        if not self._name.text().strip():
            errors.append(FieldError("nom", "Indiquez le nom de la personne."))
        if not any(box.isChecked() for box in self._boxes.values()):
            errors.append(FieldError("espaces", "Choisissez au moins un espace."))
        if problem := self._phrase.problem():
            errors.append(FieldError("phrase", problem))
        return errors

    def submit(self) -> None:
        """Add the person in the worker."""
        carnet, nom, phrase = self.context.carnet, self._name.text(), self._phrase.phrase()
        espaces = tuple(espace for espace, box in self._boxes.items() if box.isChecked())
        self.work(lambda: carnet.add_person(nom, phrase, espaces), self._done)

    def _done(self, _result: None) -> None:
        self.context.bus.tell("La personne peut ouvrir ce poste.", Level.SUCCES)
        self.accept()


def tell_arrival(bus: Bus, arrivee: Arrivee) -> None:
    """Say what an invitation brought: a new key, records, or why they could not be read."""
    if arrivee.refus:
        bus.tell(
            "L’espace est là, mais les fiches de l’invitation n’ont pas pu être lues.",
            Level.ALERTE,
            remedy=arrivee.refus,
        )
    elif arrivee.lecture is not None:
        read = plural(arrivee.lecture.apercu.changements, "changement lu", "changements lus")
        bus.tell(f"{read} dans l’invitation ; les photos viendront par un échange.", Level.SUCCES)
    elif arrivee.mise_a_jour and arrivee.nouvelles:
        bus.tell("La clé de l’équipe est mise à jour sur ce poste.", Level.SUCCES)
    elif arrivee.mise_a_jour:
        bus.tell("La clé de l’équipe était déjà à jour sur ce poste.")


class JoinDialog(WorkDialog):
    """« Rejoindre une équipe… » from an open poste: first the file, then the six words.

    Emits `joined` once the new espace is open; an espace held here only gets its new key.
    """

    joined = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "Rejoindre une équipe", "", "&Continuer", parent, heading="")
        self._invitation = InvitationPage()
        self._empreinte = EmpreintePage()
        self._empreinte.hide()
        self._read = False
        self.step.add_widget(self._invitation)
        self.step.add_widget(self._empreinte)

    def check(self) -> list[FieldError]:
        """Each page shows its own errors."""
        page = self._empreinte if self._read else self._invitation
        errors = page.check()
        page.show_errors(errors)
        return errors

    def submit(self) -> None:
        """Read the invitation, then join."""
        carnet = self.context.carnet
        path, told, poste = self._invitation.path, self._invitation.phrase, carnet.poste

        def join() -> Arrivee:
            from desktop.services.equipe import NouvelArrivant

            return carnet.join(path, told, NouvelArrivant(personne="", phrase="", poste=poste))

        if self._read:
            self.work(join, self._done)
        else:
            self.work(lambda: carnet.open_invitation(path, told), self._compare)

    def explain(self, error: UserError) -> list[FieldError]:
        """The file or its phrase was refused."""
        self._invitation.show_refusal(error)
        self._show_page(read=False)
        return [FieldError("", "")]

    def _compare(self, read: InvitationLue) -> None:
        self._empreinte.set_invitation(read)
        self._show_page(read=True)

    def _show_page(self, *, read: bool) -> None:
        self._read = read
        self._invitation.setVisible(not read)
        self._empreinte.setVisible(read)
        if read:
            self._empreinte.begin()
        QTimer.singleShot(0, self, self.adjustSize)  # once the hidden page has left the layout

    def _done(self, arrivee: Arrivee) -> None:
        self.accept()
        if not arrivee.mise_a_jour:
            self.joined.emit()
        tell_arrival(self.context.bus, arrivee)
