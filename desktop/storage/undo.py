"""Takes back an own action: what it wrote is in the log, hence what was there before as well.

An undo is an ordinary action, recorded and exported like any other; a redo is the undo of an
undo. The changes that an undo wrote count as the ones it brought back, so that several actions
can be taken back one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, text
from sqlalchemy.engine import Row

from desktop.domain.changes import Change, ChangeId, Kind, Value, row_state
from desktop.errors import UserError
from desktop.models import ENTITIES
from desktop.models.journal import Action, Changement
from desktop.storage import groupes, journal
from desktop.storage.recorder import Author
from desktop.storage.unit_of_work import UnitOfWork

_SETUP = frozenset({"membre", "poste", "nomenclature"})
"""Rows that make the team and the lists: « Annuler » steps over the actions that wrote them."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """An own action that can be taken back: changes `first` to `last` of this replica."""

    id: int
    label: str
    first: int
    last: int


def next_undo(connection: Connection, author: Author) -> Undoable | None:
    """Return the last action of this person here that still stands."""
    for line in _actions(connection, author, taken_back=False):
        if not _is_undo(connection, line.annule) and _is_ordinary(connection, author, line):
            return _undoable(line)
    return None


def next_redo(connection: Connection, author: Author) -> Undoable | None:
    """Return the last undo of this person here, unless something new was done since."""
    for line in _actions(connection, author, taken_back=None):
        if line.annule is None:
            return None
        if not line.annulee and _is_undo(connection, line.annule):
            return _undoable(line)
    return None


def take_back(unit: UnitOfWork, action: Undoable) -> None:
    """Write, in the open unit, what returns rows to their state before the action.

    Raises:
        UserError: somebody changed one of them since; nothing is written.
    """
    _Plan(unit, action).write()


class _Plan:
    """The way back from one action."""

    def __init__(self, unit: UnitOfWork, action: Undoable) -> None:
        self._unit = unit
        self._connection = unit.connection
        self._action = action
        self._replica = unit.author.replica
        self._changes = journal.run(self._connection, self._replica, action.first, action.last)
        rows = {change.row for change in self._changes}
        merged = any(change.kind == Kind.ALIAS for change in self._changes)
        # parting duplicates again gives each row the values it had for itself
        read = journal.changes_of_rows if merged else groupes.changes_of
        self._by_row = read(self._connection, rows)
        self._siblings: dict[tuple[str, str], set[ChangeId]] = {}
        for change in self._changes:
            for field in (change.payload or {}) if change.kind == Kind.SET else ():
                self._siblings.setdefault((change.row, field), set()).add(change.id)

    def write(self) -> None:
        created = {change.row: change for change in self._changes if self._is_creation(change)}
        deleted = {change.row for change in self._changes if change.kind == Kind.DELETE}
        for change in self._changes:
            if change.kind == Kind.DELETE:
                self._unit.restore(change.entity, change.row)
            elif change.kind == Kind.RESTORE:
                self._check_untouched(change)
                self._delete(change)
            elif change.kind == Kind.SEPARATION:
                self._relink(change)
            elif change.kind == Kind.SET and change.row not in created:
                self._put_back(change, hidden=change.row in deleted)
        visible = self._visible_under(
            {change.root for change in created.values() if change.row == change.root}
        )
        for change in created.values():
            self._check_creation(change, visible.get(change.row, set()) - created.keys())
        for change in created.values():
            self._delete(change)
        links = [change for change in self._changes if change.kind == Kind.ALIAS]
        if links:
            names = [link.id for link in links]
            self._unit.withdraw(links[0].entity, links[0].row, names)
        self._unit.mark_undo(self._action.id)

    def _relink(self, separation: Change) -> None:
        """Link again what a separation parted."""
        for replica, n in (separation.payload or {})["x"]:
            for link in journal.run(self._connection, replica, n, n):
                other = (link.payload or {}).get("o")
                if other is not None:
                    self._unit.relink(link.entity, link.row, other)

    def _is_creation(self, change: Change) -> bool:
        """Say whether a change made its row: the first of the row to be written here."""
        if change.kind != Kind.SET:
            return False
        first = self._connection.execute(
            select(Changement.replica, Changement.n)
            .where(Changement.ligne == change.row, Changement.sorte == Kind.SET)
            .order_by(text("rowid"))  # stamps would believe a colleague's slow clock
            .limit(1)
        ).one()
        return ChangeId(*first) == change.id

    def _put_back(self, change: Change, *, hidden: bool) -> None:
        """Show again what a change replaced; a conflict that it closed opens again."""
        entity = ENTITIES[change.entity]
        if not hidden:
            self._unit.get(entity, change.row)  # refuses a row deleted since
        state = row_state(self._by_row[change.row])
        values: dict[str, Value] = {}
        for field, edit in (change.payload or {}).items():
            heads = state.heads[field] if state else ()
            siblings = self._siblings[change.row, field]
            if len(siblings) > 1:  # an earlier « Annuler » had opened this conflict again
                self._close_again(change, field, edit["x"], {head.id for head in heads} - siblings)
                continue
            shown = heads[0].id if heads else None
            if self._origin(shown, change.row, field) != change.id:
                raise _changed_since()
            before = self._before(change.row, field, edit["x"])
            if len(before) > 1:
                versions = [{field: value} for value in reversed(before)]
                self._unit.reopen(change.row, versions)
            else:
                values[field] = before[0] if before else None
        if values:
            self._unit.put_back(change.entity, change.row, values)

    def _close_again(
        self, change: Change, field: str, replaced: list[list[object]], others: set[ChangeId]
    ) -> None:
        """Decide a conflict as it was decided before it was opened again."""
        if others:
            raise _changed_since()
        before = self._before(change.row, field, replaced)
        self._unit.decide(change.row, {field: before[0] if before else None})

    def _before(self, row: str, field: str, replaced: list[list[object]]) -> list[Value]:
        """Return the distinct values that a change replaced, the one then shown first."""
        found: dict[tuple[str, Value], Value] = {}
        written = {change.id: change.payload for change in self._by_row[row]}
        for replica, n in replaced:
            payload = written.get(ChangeId(str(replica), int(str(n))))
            if payload is not None and field in payload:
                value: Value = payload[field]["v"]
                found.setdefault((type(value).__name__, value), value)
        return list(found.values())

    def _origin(self, shown: ChangeId | None, row: str, field: str) -> ChangeId | None:
        """Follow undos back: the change whose value is shown, or None for « never filled »."""
        while shown is not None and shown.replica == self._replica and not self._covers(shown):
            undone = self._undone_by(shown)
            if undone is None:
                return shown
            shown = self._replaced_in(undone, row, field)
        return shown

    def _covers(self, change: ChangeId) -> bool:
        return self._action.first <= change.n <= self._action.last

    def _undone_by(self, change: ChangeId) -> Row[int, int] | None:
        """Return (first, last) of the action that the action of this change took back."""
        undoing = self._connection.execute(
            select(Action.annule).where(
                Action.replica == self._replica,
                Action.premier <= change.n,
                Action.dernier >= change.n,
                Action.annule.is_not(None),
            )
        ).scalar()
        if undoing is None:
            return None
        return self._connection.execute(
            select(Action.premier, Action.dernier).where(Action.id == undoing)
        ).first()

    def _replaced_in(self, run: Row[int, int], row: str, field: str) -> ChangeId | None:
        first, last = run
        for change in self._by_row[row]:
            if change.replica == self._replica and first <= change.n <= last:
                replaced = (change.payload or {}).get(field, {}).get("x", [])
                if replaced:
                    return ChangeId(*replaced[0])
        return None

    def _check_creation(self, change: Change, added: set[str]) -> None:
        """Refuse to take away a row that has been completed since, by whoever it was.

        `added` are rows under it that this action did not create.
        """
        state = row_state(self._by_row[change.row])
        for field, heads in (state.heads if state else {}).items():
            for head in heads:
                origin = self._origin(head.id, change.row, field)
                if origin is not None and not (
                    origin.replica == self._replica and self._covers(origin)
                ):
                    raise _changed_since()
        if added:
            raise UserError(
                "Annulation impossible",
                "D’autres fiches ont été ajoutées depuis à celle que cette action a créée.",
                "Supprimez la fiche elle-même si c’est ce que vous voulez.",
            )

    def _visible_under(self, roots: set[str]) -> dict[str, set[str]]:
        """Return root → visible rows under it, in a few statements however many roots."""
        found: dict[str, set[str]] = {}
        for batch in journal.chunks(roots):
            for entity in self._unit.entities.values():
                for root, row in self._connection.execute(
                    select(entity.racine, entity.id).where(
                        entity.racine.in_(batch), entity.supprime.is_(False)
                    )
                ):
                    found.setdefault(root, set()).add(row)
        return found

    def _check_untouched(self, restore: Change) -> None:
        """Refuse to hide again what a colleague worked on since the restore."""
        seen = (restore.payload or {}).get("f", {})
        for change in journal.changes_under(self._connection, restore.root):
            if change.replica != self._replica and change.n > seen.get(change.replica, 0):
                raise _changed_since()

    def _delete(self, change: Change) -> None:
        row = self._unit.session.get(ENTITIES[change.entity], change.row)
        if row is not None and not row.supprime:
            self._unit.delete(row)


def _changed_since() -> UserError:
    return UserError(
        "Annulation impossible",
        "Une des valeurs à rétablir a été modifiée depuis : rien n’a été changé.",
        "Ouvrez l’historique de la fiche et corrigez la valeur à la main.",
    )


def _actions(
    connection: Connection, author: Author, *, taken_back: bool | None
) -> Iterator[Row[int, str, int, int, int | None, bool]]:
    """Yield own actions, last first; they are read one after the other."""
    query = select(
        Action.id, Action.libelle, Action.premier, Action.dernier, Action.annule, Action.annulee
    ).where(Action.replica == author.replica, Action.auteur == author.personne_id)
    if taken_back is not None:
        query = query.where(Action.annulee.is_(taken_back))
    yield from connection.execution_options(yield_per=20).execute(query.order_by(Action.id.desc()))


def _undoable(line: Row[int, str, int, int, int | None, bool]) -> Undoable:
    return Undoable(line.id, line.libelle, line.premier, line.dernier)


def _is_undo(connection: Connection, undoes: int | None) -> bool:
    """Say whether an action takes back (an undo) or brings back (a redo, or no undo at all)."""
    depth = 0
    while undoes is not None:
        depth += 1
        undoes = connection.execute(select(Action.annule).where(Action.id == undoes)).scalar()
    return depth % 2 == 1


def _is_ordinary(
    connection: Connection,
    author: Author,
    line: Row[int, str, int, int, int | None, bool],
) -> bool:
    written = connection.execute(
        select(Changement.entite)
        .where(
            Changement.replica == author.replica,
            Changement.n.between(line.premier, line.dernier),
        )
        .distinct()
    ).scalars()
    return not _SETUP & set(written)
