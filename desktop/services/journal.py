"""History, conflicts, « Annuler », the bin and « Vérifier la base » of one open espace."""

from __future__ import annotations

from desktop.domain.changes import ChangeId
from desktop.domain.changeset import ChangeSet
from desktop.domain.records import (
    AvisRecord,
    ConflitRecord,
    CorbeilleRecord,
    HistoriqueLigne,
    Verification,
)
from desktop.errors import UserError
from desktop.models import ENTITIES
from desktop.services.contexte import EspaceOuvert
from desktop.storage import integrity, undo
from desktop.storage.queries import journal as query
from desktop.storage.recorder import Author

_DEFAUTS = {
    "manquante": "Une photo enregistrée sur ce poste n’y est plus : {}.",
    "alteree": "Le fichier d’une photo est altéré : {}.",
}


class JournalService:
    """What the log of an espace says and takes back.

    `conflicts` remembers what it returned, so that `keep` can refuse a choice made before a
    file was imported; use one service per open espace.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store
        self._listed: dict[tuple[str, str], tuple[ChangeId, ...]] = {}

    def history(self, entity: str, row: str) -> list[HistoriqueLigne]:
        """Return what happened to a row, newest first."""
        with self._store.reading() as session:
            return query.history(session.connection(), entity, row)

    # --- conflicts ------------------------------------------------------------------------

    def count_conflicts(self) -> int:
        """Return how many conflicts and notices wait: the number on the badge."""
        with self._store.reading() as session:
            return query.count_open(session.connection(), self._espace.espace)

    def conflicts(self) -> list[ConflitRecord]:
        """Return the open conflicts, states first; `notices` are listed apart."""
        with self._store.reading() as session:
            found = query.conflicts(session.connection(), self._espace.espace)
        self._listed = {(record.row, record.champ): heads for record, heads in found}
        return [record for record, _ in found]

    def keep(self, entity: str, row: str, champ: str, head: int) -> ChangeSet:
        """Keep the value of rank `head`; the decision closes the conflict on every poste.

        Raises:
            UserError: the row was deleted, or other values came in since the list was read.
        """
        with self._store.writing("Conflit tranché") as unit:
            unit.get(ENTITIES[entity], row)
            heads = query.heads_of(unit.connection, row, champ)
            names = tuple(found.id for found in heads)
            moved = self._listed.get((row, champ), names) != names
            if moved or not 0 <= head < len(heads) or len(heads) == 1:
                raise UserError(
                    "Conflit déjà modifié",
                    "Les valeurs de ce conflit ont changé depuis l’affichage : rien n’a été écrit.",
                    "Relisez la liste des conflits, puis choisissez de nouveau.",
                )
            unit.decide(row, {champ: heads[head].value})
        return unit.changes

    def notices(self) -> list[AvisRecord]:
        """Return the rows « supprimées par X pendant que Y y travaillait »."""
        with self._store.reading() as session:
            return query.notices(session.connection(), self._espace.espace)

    def settle_notice(self, entity: str, row: str, *, garder: bool) -> ChangeSet:
        """Keep the row for good, or delete it knowing all the work that was done on it."""
        with self._store.writing("Avis de suppression réglé") as unit:
            found = unit.get(ENTITIES[entity], row)
            if garder:
                unit.restore(entity, row)
            else:
                unit.delete(found)
        return unit.changes

    # --- undo -----------------------------------------------------------------------------

    def can_undo(self) -> str | None:
        """Return the label of the action that `undo` would take back."""
        with self._store.reading() as session:
            found = undo.next_undo(session.connection(), self._author)
        return found.label if found else None

    def can_redo(self) -> str | None:
        """Return the label of the action that `redo` would do again."""
        with self._store.reading() as session:
            found = undo.next_redo(session.connection(), self._author)
        return found.label if found else None

    def undo(self) -> tuple[str, ChangeSet] | None:
        """Take back the last action of this person on this poste; None: there is none.

        Raises:
            UserError: a value was changed since; nothing was written.
        """
        return self._take_back(again=False)

    def redo(self) -> tuple[str, ChangeSet] | None:
        """Do again what `undo` took back; None: there is nothing, or other work came after.

        Raises:
            UserError: a value was changed since; nothing was written.
        """
        return self._take_back(again=True)

    def _take_back(self, *, again: bool) -> tuple[str, ChangeSet] | None:
        label = self.can_redo() if again else self.can_undo()
        if label is None:
            return None
        find = undo.next_redo if again else undo.next_undo
        with self._store.writing(label) as unit:
            found = find(unit.connection, self._author)
            if found is not None:
                undo.take_back(unit, found)
        return label, unit.changes

    @property
    def _author(self) -> Author:
        identity = self._store.identity
        return Author(self._store.personne_id, identity.replica, identity.espace_id)

    # --- bin ------------------------------------------------------------------------------

    def corbeille(self) -> list[CorbeilleRecord]:
        """Return the deleted rows, last deleted first."""
        with self._store.reading() as session:
            return query.bin_rows(session.connection(), self._espace.espace)

    def restore(self, entity: str, row: str) -> ChangeSet:
        """Bring a deleted row back, with what its deletion took along."""
        with self._store.writing("Fiche rétablie") as unit:
            unit.restore(entity, row)
        return unit.changes

    # --- integrity ------------------------------------------------------------------------

    def verify(self) -> Verification:
        """Check the database against its log, and the photos against their hashes.

        Nothing is written or repaired. The log is read whole: allow seconds for a large espace.
        """
        with self._store.reading() as session:
            found = integrity.check(
                session.connection(), self._espace.espace, self._store.identity.espace_id
            )
        photos = [
            _DEFAUTS[defaut].format(sha256[:12])
            for sha256, defaut in self._espace.magasin.verify(found.blobs)
        ]
        return Verification(
            changements=found.changes,
            fiches=found.rows,
            photos=len(found.blobs),
            anomalies=(*found.problems, *photos),
        )
