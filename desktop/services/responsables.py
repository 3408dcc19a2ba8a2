"""Who is in charge of an espace: the right to erase for ever, and to write the key sheet."""

from __future__ import annotations

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import MembreRecord
from desktop.errors import AccesRefuse, UserError
from desktop.models.equipe import Membre
from desktop.services.contexte import EspaceOuvert
from desktop.storage.espace_store import EspaceStore
from desktop.storage.queries import responsables as query
from desktop.storage.unit_of_work import rows_of


class ResponsablesService:
    """The persons of one open espace, and who of them is in charge."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def membres(self) -> list[MembreRecord]:
        """Return the persons of the team by name."""
        with self._store.reading() as session:
            return query.membres(session)

    def is_responsable(self) -> bool:
        """Say whether the person at work is in charge."""
        return is_responsable(self._store)

    def name(self, personne_id: str) -> ChangeSet:
        """Put one more person in charge.

        Raises:
            AccesRefuse: the person at work is not in charge.
            UserError: the person is gone.
        """
        return self._write(personne_id, named=True)

    def withdraw(self, personne_id: str) -> ChangeSet:
        """Take the charge of a person away, one's own included.

        Raises:
            AccesRefuse: the person at work is not in charge.
            UserError: nobody else would be left.
        """
        return self._write(personne_id, named=False)

    def _write(self, personne_id: str, *, named: bool) -> ChangeSet:
        with self._store.writing("Responsable nommé" if named else "Responsable retiré") as unit:
            before = query.responsables(unit.session)
            _require(self._store.personne_id in before)
            after = before | {personne_id} if named else before - {personne_id}
            if not after:
                raise UserError(
                    "Dernier responsable",
                    "Cet espace doit garder au moins une personne responsable.",
                    "Nommez d’abord une autre personne, puis recommencez.",
                )
            unit.get(Membre, personne_id)  # refuses a person who is gone
            # who was in charge without being named stays so once somebody is
            for membre in rows_of(unit.session, Membre, {*before, personne_id}):
                membre.responsable = membre.id in after
        return unit.changes


def is_responsable(store: EspaceStore) -> bool:
    """Say whether the person who opened a store is in charge of its espace."""
    with store.reading() as session:
        return store.personne_id in query.responsables(session)


def require_responsable(store: EspaceStore) -> None:
    """Let only a person in charge through.

    Raises:
        AccesRefuse: the person at work is not.
    """
    _require(is_responsable(store))


def _require(allowed: bool) -> None:  # noqa: FBT001 - the question is the argument
    if not allowed:
        raise AccesRefuse(
            "Réservé aux responsables",
            "Seule une personne responsable de cet espace peut faire cela : rien n’a été modifié.",
            "Demandez à une personne responsable (menu Outils, Personnes).",
        )
