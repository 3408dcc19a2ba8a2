"""Errors an agent can do something about; any other exception is a bug."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One refused field and the French sentence to show beside it."""

    field: str
    message: str


class UserError(Exception):
    """Something the agent can mend: what happened, and what to do now.

    `title` is a few words for the head of a dialog, `message` says what happened and that
    nothing is lost, `remedy` says what to do. All three are French sentences and hold no
    name, address or free text of a person, since they may reach the log.
    """

    def __init__(self, title: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.title = title
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return message and remedy as they are read on a terminal."""
        return f"{self.message} {self.remedy}".strip()


class SaisieRefusee(UserError):
    """A draft that the rules refuse; `errors` names the fields in screen order."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "Saisie à compléter",
            " ".join(error.message for error in self.errors),
            "Corrigez les champs signalés : rien n’a été perdu.",
        )


class AccesRefuse(UserError):
    """A passphrase, a person or an espace that does not open."""


class FichierRefuse(UserError):
    """A foreign, damaged, too recent or forbidden file; nothing was written."""


class CleRemplacee(FichierRefuse):
    """A file made with a key after its replacement; a person may accept it by hand."""


class PosteEnDouble(FichierRefuse):
    """A file that shows that two machines write under one replica id.

    `ici` says whether this poste is one of the two: it may then take an identity of its own.
    """

    def __init__(self, title: str, message: str, remedy: str, *, replica: str, ici: bool) -> None:
        super().__init__(title, message, remedy)
        self.replica = replica
        self.ici = ici


class EcritureImpossible(UserError):
    """A disk that is full, read-only or gone; nothing is half-written."""


class Annule(UserError):
    """The agent pressed « Annuler »; what was finished before stays."""

    def __init__(self, message: str = "L’opération a été interrompue à votre demande.") -> None:
        super().__init__("Opération interrompue", message, "Vous pouvez la relancer.")
