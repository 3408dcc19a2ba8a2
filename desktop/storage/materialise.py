"""Shows the log in the tables: rows hold the current winner, computed from their changes.

One function serves the import, the delete, the restore, the links and the undo: whatever the
order in which changes arrived, a row is what `domain.changes` says of its changes.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from desktop.domain.changes import Change, RowState, Value, Visibility, row_state, visibility
from desktop.models import Synced
from desktop.storage import groupes, journal
from desktop.storage.groupes import Groups


def refresh(
    connection: Connection, entities: dict[str, type[Synced]], rows: Iterable[str]
) -> set[tuple[str, str]]:
    """Recompute rows from the log and return the (entity, row) pairs written.

    Rows under a root that somebody deleted are widened to the whole root, because an edit
    may bring the root back; so are the rows that a link has moved, and those that name them.
    Rows of entities this version does not know are left in the log.
    """
    linked, moved = groupes.refresh(connection)
    wanted = set(rows) | moved | groupes.naming(connection, entities, moved)
    view = _View(connection, linked)
    view.widen(wanted)
    return _write(connection, entities, wanted, view)


class _View:
    """The part of the log that a refresh reads: rows, their roots and who deleted them."""

    def __init__(self, connection: Connection, linked: Groups) -> None:
        self._connection = connection
        self.linked = linked
        self.root_of: dict[str, str] = {}
        self.seen: dict[str, Visibility] = {}
        self.changes: dict[str, list[Change]] = {}

    def widen(self, wanted: set[str]) -> None:
        """Add the rows that stand for others and the rows under deleted roots, then load all."""
        judged: set[str] = set()
        while True:
            wanted |= {self.linked.shown(row) for row in wanted}
            self._find_roots(wanted)
            named = {self.root_of[row] for row in self._pooled(wanted) if row in self.root_of}
            roots = {member for root in named for member in self.linked.of_row(root)} - judged
            if not roots:
                break
            self._find_roots(roots)
            judged |= roots
            wanted |= self._judge(roots)
            if not self.linked.canon:
                break  # rows under a root have no other root, and stand for nobody
        self._find_roots(wanted)
        self.changes = journal.changes_of_rows(self._connection, self._pooled(wanted))

    def state(self, row: str) -> tuple[list[Change], RowState]:
        """Return the changes that a row shows, and their fold."""
        pooled = [
            change for member in self.linked.shows(row) for change in self.changes.get(member, ())
        ]
        return pooled, row_state(pooled) or _empty(pooled)

    def shown(self, row: str) -> tuple[bool, bool]:
        """Return (hidden, notice) of a row: its own deletion, that of its root, its group."""
        if self.linked.shown(row) != row:
            return True, False
        members = self.linked.of_row(row)
        alive = any(self._is_shown(member) for member in members)
        return not alive, any(self._own(member).notice for member in members)

    def is_purged(self, root: str) -> bool:
        """Say whether a root was erased for ever."""
        return root in self.seen and self.seen[root].purged

    def _is_shown(self, row: str) -> bool:
        root = self.root_of[row]
        if row == root:
            return self._own(row).alive
        living = any(self._is_alive(member) for member in self.linked.of_row(root))
        return living and self._own(row).alive

    def _is_alive(self, row: str) -> bool:
        root = self.root_of.get(row, row)
        above = self.seen.get(root)
        if row not in self.changes and row != root:
            self.changes |= journal.changes_of_rows(self._connection, [row])
        return (above is None or above.alive) and (row == root or self._own(row).alive)

    def _own(self, row: str) -> Visibility:
        if row == self.root_of[row]:
            return self.seen.get(row, Visibility(alive=True, notice=False, purged=False))
        return visibility(self.changes[row], row)

    def _pooled(self, rows: Iterable[str]) -> set[str]:
        return {member for row in rows for member in self.linked.shows(row)}

    def _judge(self, roots: set[str]) -> set[str]:
        """Read who deleted the roots; return the rows that follow them."""
        under: set[str] = set()
        for root in journal.marks_under(self._connection, roots)[0]:
            changes = journal.changes_under(self._connection, root)
            self.seen[root] = visibility(changes, root)
            under.update(change.row for change in changes)
        return under

    def _find_roots(self, rows: Iterable[str]) -> None:
        for batch in journal.chunks(self._pooled(rows) - self.root_of.keys()):
            marks = ", ".join("?" for _ in batch)
            for row, root in self._connection.exec_driver_sql(
                f"select distinct ligne, racine from changement where ligne in ({marks})",  # noqa: S608 - marks only
                tuple(batch),
            ):
                self.root_of[row] = min(self.root_of.get(row, root), root)


def _write(
    connection: Connection, entities: dict[str, type[Synced]], wanted: set[str], view: _View
) -> set[tuple[str, str]]:
    touched: set[tuple[str, str]] = set()
    tables: dict[str, list[tuple[object, ...]]] = {}
    heads = []
    for row in wanted:
        if row not in view.changes:
            continue
        changes, state = view.state(row)
        entity = entities.get(state.entity)
        if entity is None:
            continue
        hidden, notice = view.shown(row)
        touched.add((state.entity, row))
        values = {} if view.is_purged(state.root) else shown_values(entity, state, view.linked)
        tables.setdefault(state.entity, []).append(
            (row, state.root, hidden, *(values.get(name) for name in entity.fields()))
        )
        last = changes[0] if len(changes) == 1 else max(changes, key=journal.order)
        conflicts = 0 if hidden else len(state.conflicts())
        heads.append(journal.head_row(state, last, conflicts=conflicts, notice=notice))
    for name, lines in tables.items():
        _upsert(connection, entities[name], lines)
    journal.write_heads(connection, heads)
    return touched


def shown_values(entity: type[Synced], state: RowState, linked: Groups) -> dict[str, Value]:
    """Return what the columns of a row hold: a reference names the row that shows its group."""
    fields = entity.fields()
    values = {
        name: entity.from_log(name, heads[0].value)
        for name, heads in state.heads.items()
        if name in fields
    }
    for name in entity.references():
        value = values.get(name)
        if isinstance(value, str):
            values[name] = linked.shown(value)
    return values


def _empty(changes: list[Change]) -> RowState:
    """Return the state of a row known only by a delete, a purge or an unknown kind."""
    first = min(changes, key=lambda change: (change.entity, change.root, change.id))
    return RowState(first.entity, first.row, first.root, {})


def _upsert(connection: Connection, entity: type[Synced], lines: list[tuple[object, ...]]) -> None:
    """Write rows with log values as they are: names come from our own classes, never a file."""
    names = ("id", "racine", "supprime", *entity.fields())
    marks = ", ".join("?" for _ in names)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    connection.exec_driver_sql(
        f"insert into {entity.__tablename__} ({', '.join(names)}) values ({marks}) "  # noqa: S608 - our own names
        f"on conflict (id) do update set {updates}",
        lines,
    )
