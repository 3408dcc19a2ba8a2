"""« Code de secours… »: the printed code opens the carnet and gives a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.reglages.dialog import WorkDialog
from desktop.ui.reglages.phrase_fields import NewPhraseFields


class RecoverDialog(WorkDialog):
    """Emits `recovered` once the carnet is open with the new passphrase."""

    recovered = Signal()

    def __init__(self, context: UiContext, person: str, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Ouvrir avec le code de secours",
            "Tapez le code imprimé à la création du carnet, puis choisissez une nouvelle phrase "
            "de passe. Vos données ne changent pas.",
            "&Ouvrir",
            parent,
        )
        self._person = QLineEdit(person)
        self._code = QLineEdit()
        self._code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        carnet = context.carnet
        self._phrase = NewPhraseFields(carnet.check_phrase, carnet.suggest_phrase)
        self.step.add_field("personne", "Votre &nom", self._person)
        self.step.add_field("code", "&Code de secours", self._code)
        self.step.add_field("phrase", "", self._phrase)

    def check(self) -> list[FieldError]:
        """Return what is missing."""
        errors = []
        if not self._code.text().strip():
            errors.append(FieldError("code", "Tapez le code imprimé, groupe par groupe."))
        if problem := self._phrase.problem():
            errors.append(FieldError("phrase", problem))
        return errors

    def submit(self) -> None:
        """Try the code in the worker."""
        carnet, code = self.context.carnet, self._code.text()
        person, phrase = self._person.text().strip(), self._phrase.phrase()
        self.work(lambda: carnet.recover(code, person, phrase), self._done)

    def explain(self, error: UserError) -> list[FieldError]:
        """A refused code stands beside the code, a refused name beside the name."""
        if isinstance(error, SaisieRefusee):
            return list(error.errors)
        field = "personne" if type(error).__name__ == "PersonneInconnue" else "code"
        return [FieldError(field, str(error))]

    def _done(self, _result: None) -> None:
        self.accept()
        self.recovered.emit()
