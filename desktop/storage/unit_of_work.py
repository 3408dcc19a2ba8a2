"""One user action: one write transaction, recorded, all or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from enum import Enum
from itertools import pairwise
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import Session

from desktop.domain.changes import ChangeId, Kind, RowState, Value, groups, row_state
from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.domain.ids import new_id
from desktop.errors import UserError
from desktop.models import Synced, entities
from desktop.storage import effacement, groupes, journal, materialise, search, texte_garde
from desktop.storage.recorder import Author, Recorder

Row = TypeVar("Row", bound=Synced)


class UnitOfWork:
    """Writes rows through the recorder; leaving the `with` block normally commits.

    `changes` holds what was touched, once committed. Local tables (drafts, identity) may be
    written through `session` as well: they are not recorded.
    """

    def __init__(
        self, session: Session, espace: Espace, author: Author, *, label: str, wall_ms: int
    ) -> None:
        self.session = session
        self.espace = espace
        self.author = author
        self.label = label
        self.wall_ms = wall_ms
        self.changes = ChangeSet(espace)
        self._recorder = Recorder(session, author, wall_ms)
        self.entities = entities(espace)
        self._refresh: set[str] = set()
        self._undoes: int | None = None
        self._purged: set[str] = set()
        self._linked: list[tuple[str, str]] = []

    @property
    def connection(self) -> Connection:
        """The connection of the transaction."""
        return self.session.connection()

    def __enter__(self) -> UnitOfWork:
        """Take the write lock and lift the guard."""
        self.connection.exec_driver_sql("insert into garde (id) values (1)")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, or leave everything as it was."""
        try:
            if kind is None:
                self._commit()
            else:
                self.session.rollback()
        except BaseException:
            self.session.rollback()
            raise
        finally:
            self.session.close()

    # --- rows -----------------------------------------------------------------------------

    def get(self, entity: type[Row], row: str) -> Row:
        """Return a visible row.

        Raises:
            UserError: it was deleted meanwhile, or is shown by another one.
        """
        found = self.session.get(entity, row)
        if found is not None and found.supprime and self._stands_elsewhere(row):
            raise UserError(
                "Fiche réunie avec une autre",
                "Cette fiche a été réunie avec une autre entre-temps : votre saisie reste dans "
                "les brouillons.",
                "Ouvrez la fiche qui les réunit et reportez-y votre saisie, ou séparez-les.",
            )
        if found is None or found.supprime:
            raise UserError(
                "Fiche supprimée",
                "Cette fiche a été supprimée entre-temps : votre saisie reste dans les brouillons.",
                "Rétablissez la fiche depuis la corbeille, ou copiez votre saisie ailleurs.",
            )
        return found

    def add(
        self,
        entity: type[Row],
        draft: object,
        *,
        row: str | None = None,
        root: str | None = None,
        **extra: Any,
    ) -> Row:
        """Create a row from a draft; without `root` it is a root itself."""
        identifier = row or new_id()
        created = entity(id=identifier, racine=root or identifier, supprime=False)
        self.fill(created, draft, **extra)
        self.session.add(created)
        return created

    def fill(self, row: Synced, draft: object | None, **extra: Any) -> None:
        """Copy a draft into a row; an empty text becomes « non renseigné ».

        A default that stands in the form for an empty column is not written back: the column
        may be empty because its code comes from a newer version.

        Raises:
            SaisieRefusee: a free text of the espace relogement says what is never written.
        """
        names = row.fields()
        held = not inspect(row).transient
        values = {
            field.name: getattr(draft, field.name)
            for field in (dataclass_fields(draft) if draft is not None else ())  # type: ignore[arg-type]  # drafts are dataclasses
            if not (
                held
                and getattr(row, field.name, None) is None
                and getattr(draft, field.name) == field.default
            )
        }
        given = {**values, **extra}
        if self.espace is Espace.RELOGEMENT:
            held_now = {name: getattr(row, name, None) for name in given} if held else {}
            texte_garde.refuse(row.__tablename__, held_now, given)
        for name, value in given.items():
            if name not in names:
                raise AttributeError(f"{row.__tablename__} has no field {name}")
            if held or not (value is None or value == ""):  # a new row is empty already
                setattr(row, name, clean_text(value) if type(value) is str else value)

    def delete(self, row: Synced) -> None:
        """Hide a row, and all that hangs under it if it is a root, as far as seen here.

        The rows that people linked to it go with it: they are one thing.
        """
        self._mark(Kind.DELETE, row)

    def restore(self, entity: str, row: str) -> None:
        """Bring a hidden row back, or settle a notice."""
        found = self.session.get(self.entities[entity], row)
        if found is None:
            raise LookupError(f"no {entity} {row}")
        self._mark(Kind.RESTORE, found)

    def restore_rows(self, rows: Iterable[Synced]) -> None:
        """Bring many hidden rows back, as `restore` does one, in a few statements."""
        self.session.flush()
        linked = groupes.read(self.connection)
        for row in rows:
            for member in linked.of_row(row.id):
                one = row if member == row.id else self._held(row.__tablename__, member)
                self._recorder.mark(Kind.RESTORE, row.__tablename__, one.id, one.racine)

    def decide(self, row: str, values: Mapping[str, Value]) -> None:
        """Close conflicts: each value replaces every head of its field."""
        state = self._pooled(row)
        self._recorder.decide(state, values)
        self._refresh.add(state.row)

    def settle_alone(self, row: str, values: Mapping[str, Value]) -> None:
        """Give one row values of its own, whatever it is linked to until this unit ends."""
        state = row_state(journal.changes_of_rows(self.connection, [row]).get(row, ()))
        if state is None:
            raise LookupError(f"no row {row}")
        self._recorder.decide(state, values)
        self._refresh.add(row)

    def reopen(self, row: str, versions: Sequence[Mapping[str, Value]]) -> None:
        """Put several values of one field side by side again, the shown ones last."""
        state = self._pooled(row)
        self._recorder.reopen(state, versions)
        self._refresh.add(state.row)

    # --- duplicates -----------------------------------------------------------------------

    def link(self, entity: str, one: str, other: str) -> str:
        """Say that two visible rows are the same thing; return the row that will show both.

        Decisions taken after this in the same unit see the values of both.

        Raises:
            UserError: one of them was deleted meanwhile.
        """
        table = self.entities[entity]
        first, second = self.get(table, one), self.get(table, other)
        if first is second:
            raise ValueError("a row is no duplicate of itself")
        self._recorder.link(first, second.id)
        self._recorder.link(second, first.id)
        self._linked.append((first.id, second.id))
        return self._pooled(one).row

    def separate(self, entity: str, row: str) -> None:
        """Take a row out of its group; those that only it held together stay together."""
        links = groupes.links_of(self.connection, [row])
        if not links:
            raise LookupError(f"no link of {row}")
        self._recorder.separate(self._held(entity, row), links)
        neighbours = sorted({member for pair in links.values() for member in pair} - {row})
        left = groups(
            pair for link, pair in groupes.standing(self.connection).items() if link not in links
        )
        parts = sorted({left.get(member, member) for member in neighbours})
        for one, other in pairwise(parts):
            self.relink(entity, one, other)
            self.relink(entity, other, one)

    def withdraw(self, entity: str, row: str, links: Iterable[ChangeId]) -> None:
        """Withdraw given links, in the name of a row they join."""
        self._recorder.separate(self._held(entity, row), links)

    def relink(self, entity: str, row: str, other: str) -> None:
        """Write one side of a link again, whether or not the rows are visible."""
        self._recorder.link(self._held(entity, row), other)

    def _held(self, entity: str, row: str) -> Synced:
        found = self.session.get(self.entities[entity], row)
        if found is None:
            raise LookupError(f"no {entity} {row}")
        return found

    def _stands_elsewhere(self, row: str) -> bool:
        return groupes.read(self.connection).shown(row) != row

    def _pooled(self, row: str) -> RowState:
        """Return what is shown of the group of a row, links of this very unit included."""
        held = groupes.read(self.connection).canon.items()
        canon = groups([*held, *self._linked])
        shown = canon.get(row, row)
        members = [member for member, first in canon.items() if first == shown] or [row]
        found = journal.changes_of_rows(self.connection, members)
        state = row_state(change for changes in found.values() for change in changes)
        if state is None:
            raise LookupError(f"no row {row}")
        return state

    def put_back(self, entity: str, row: str, values: Mapping[str, Value]) -> None:
        """Write values of the log as they are, even codes this version does not know."""
        found = self.session.get(self.entities[entity], row)
        if found is None:
            raise LookupError(f"no {entity} {row}")
        self._recorder.put(found, values)
        self._refresh.add(row)

    def purge(self, entity: str, root: str, reason: str) -> None:
        """Erase a root for ever, on every poste; nothing brings it back.

        The root need not be held here: a purge known from elsewhere is said again this way.
        """
        self._recorder.purge(entity, root, reason)
        self._purged.add(root)

    def mark_undo(self, action: int) -> None:
        """Say that this unit takes back an earlier action."""
        self._undoes = action

    def _mark(self, kind: Kind, row: Synced) -> None:
        self.session.flush()
        for member in groupes.read(self.connection).of_row(row.id):
            one = row if member == row.id else self._held(row.__tablename__, member)
            self._recorder.mark(kind, row.__tablename__, one.id, one.racine)

    # --- end ------------------------------------------------------------------------------

    def _commit(self) -> None:
        self.session.flush()
        if not self._recorder.is_empty:
            self._record()
        self.connection.exec_driver_sql("delete from garde")
        self.session.commit()

    def _record(self) -> None:
        connection = self.connection
        first, last, marked = self._recorder.write(connection)
        own = list(
            connection.exec_driver_sql(
                "select distinct entite, ligne, racine from changement "
                "where replica = ? and n >= ?",
                (self.author.replica, first),
            )
        )
        touched = {(entity, row) for entity, row, _ in own}
        whole, rows = journal.marks_under(connection, {root for _, _, root in own})
        _refuse_purged(connection, whole - self._purged)
        if self._purged:
            effacement.erase(connection, self.entities, self._purged)
        self._refresh |= marked | {row for _, row, root in own if row in rows or root in whole}
        if groupes.exist(connection):
            self._refresh |= {row for _, row, _ in own}  # a link may have waited for a new row
        if self._refresh:
            touched |= materialise.refresh(connection, self.entities, self._refresh)
        search.index(connection, self.entities, touched)
        if self._purged:
            effacement.finish(connection, self.entities)
        if self.label:
            self._note_action(first, last)
        self.changes = ChangeSet.of(self.espace, touched)

    def _note_action(self, first: int, last: int) -> None:
        author = self.author
        self.connection.exec_driver_sql(
            "insert into action (libelle, replica, premier, dernier, auteur, annule, annulee) "
            "values (?, ?, ?, ?, ?, ?, 0)",
            (self.label, author.replica, first, last, author.personne_id, self._undoes),
        )
        if self._undoes is not None:
            self.connection.exec_driver_sql(
                "update action set annulee = 1 where id = ?", (self._undoes,)
            )


def clean_text(text: str) -> Any:
    """Return a text as the log keeps it: NFC, no NUL, no half character, None when empty."""
    if isinstance(text, Enum):
        return text
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", whole) or None


def _refuse_purged(connection: Connection, roots: set[str]) -> None:
    """Let nothing be written under a root that was erased for ever while a form was open."""
    if roots and journal.purged_roots(connection, roots):
        raise UserError(
            "Fiche effacée définitivement",
            "Cette fiche a été effacée définitivement : rien ne peut plus y être écrit.",
            "Si la personne est de nouveau suivie, créez une nouvelle fiche.",
        )


def rows_of(session: Session, entity: type[Row], ids: Iterable[str]) -> list[Row]:
    """Load rows by id, in no particular order."""
    found: list[Row] = []
    for batch in journal.chunks(ids):
        found.extend(session.scalars(select(entity).where(entity.id.in_(batch))))
    return found
