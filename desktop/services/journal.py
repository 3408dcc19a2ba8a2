"""History, conflicts, « Annuler », the bin and « Vérifier la base » of one open espace."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.changes import ChangeId, Head, Value
from desktop.domain.changeset import ChangeSet
from desktop.domain.records import (
    AvisRecord,
    ConflitRecord,
    CorbeilleRecord,
    HistoriqueLigne,
    Verification,
)
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.models import ENTITIES
from desktop.services.contexte import EspaceOuvert
from desktop.storage import integrity, undo
from desktop.storage.queries import journal as query
from desktop.storage.recorder import Author
from desktop.storage.unit_of_work import clean_text

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

    def count_conflicts(self, row: str | None = None) -> int:
        """Return how many conflicts and notices wait: the number on the badge.

        `row` counts those of one record and of what hangs under it.
        """
        with self._store.reading() as session:
            return query.count_open(session.connection(), self._espace.espace, row)

    def conflicts(self, row: str | None = None) -> list[ConflitRecord]:
        """Return the open conflicts, states first; `notices` are listed apart.

        `row` keeps those of one record and of what hangs under it.
        """
        with self._store.reading() as session:
            found = query.conflicts(session.connection(), self._espace.espace, row)
        if row is None:
            self._listed.clear()
        self._listed |= {(record.row, record.champ): heads for record, heads in found}
        return [record for record, _ in found]

    def keep(self, entity: str, row: str, champ: str, head: int) -> ChangeSet:
        """Keep the value of rank `head`; the decision closes the conflict on every poste.

        Raises:
            UserError: the row was deleted, or other values came in since the list was read.
        """

        def chosen(heads: tuple[Head, ...]) -> Value:
            if not 0 <= head < len(heads):
                raise _moved()
            return heads[head].value

        return self._decide(entity, row, champ, chosen)

    def keep_other(self, entity: str, row: str, champ: str, value: Value) -> ChangeSet:
        """Keep a value that is none of those listed: another one, or two texts put together.

        Raises:
            UserError: as for `keep`.
            SaisieRefusee: the field cannot hold this value.
        """
        given = clean_text(value) if isinstance(value, str) else value
        table = ENTITIES[entity]
        if given is None or table.from_log(champ, given) is None:
            raise SaisieRefusee([FieldError(champ, "Cette valeur ne convient pas ici.")])
        return self._decide(entity, row, champ, lambda _: given)

    def _decide(
        self, entity: str, row: str, champ: str, chosen: Callable[[tuple[Head, ...]], Value]
    ) -> ChangeSet:
        with self._store.writing("Conflit tranché") as unit:
            unit.get(ENTITIES[entity], row)
            heads = query.heads_of(unit.connection, row, champ)
            names = tuple(found.id for found in heads)
            if self._listed.get((row, champ), names) != names or len(heads) == 1:
                raise _moved()
            unit.decide(row, {champ: chosen(heads)})
        return unit.changes

    def notices(self, row: str | None = None) -> list[AvisRecord]:
        """Return the rows « supprimées par X pendant que Y y travaillait ».

        `row` keeps those of one record and of what hangs under it.
        """
        with self._store.reading() as session:
            return query.notices(session.connection(), self._espace.espace, row)

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


def _moved() -> UserError:
    return UserError(
        "Conflit déjà modifié",
        "Les valeurs de ce conflit ont changé depuis l’affichage : rien n’a été écrit.",
        "Relisez la liste des conflits, puis choisissez de nouveau.",
    )
