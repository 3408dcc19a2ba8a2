"""The persons of this poste: one changes the passphrase, one makes room for a colleague."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.espaces import Espace
from desktop.services.ouverture import Session


def change_phrase(session: Session, current: str, new: str) -> None:
    """Give the person at work a new passphrase, proven by the present one.

    Raises:
        AccesRefuse: the present passphrase is another, or too early after failures.
        SaisieRefusee: the new passphrase does not do.
        EcritureImpossible: the disk refuses; the old passphrase still serves.
    """
    session.trousseau.unlock(session.ouverture.nom, current)
    session.trousseau.change_phrase(session.ouverture.nom, new, session.ouverture)


def add_person(session: Session, nom: str, phrase: str, espaces: Iterable[Espace]) -> None:
    """Let a colleague open some of the espaces that are open now.

    Raises:
        SaisieRefusee: the name is taken or empty, or the passphrase does not do.
        AccesRefuse: one of the espaces is not open.
        EcritureImpossible: the disk refuses.
    """
    session.trousseau.add_person(nom, phrase, session.ouverture, espaces)
