"""Shows the log in the tables: rows hold the current winner, computed from their changes.

One function serves the import, the delete, the restore and the undo: whatever the order in
which changes arrived, a row is what `domain.changes` says of its changes.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from desktop.domain.changes import Change, RowState, Visibility, row_state, visibility
from desktop.models import Synced
from desktop.models.journal import Changement
from desktop.storage import journal


def refresh(
    connection: Connection, entities: dict[str, type[Synced]], rows: Iterable[str]
) -> set[tuple[str, str]]:
    """Recompute rows from the log and return the (entity, row) pairs written.

    Rows under a root that somebody deleted are widened to the whole root, because an edit
    may bring the root back. Rows of entities this version does not know are left in the log.
    """
    wanted = set(rows)
    roots = _roots(connection, wanted)
    seen: dict[str, Visibility] = {}
    for root in journal.roots_with_deletes(connection, set(roots.values())):
        under = journal.changes_under(connection, root)
        seen[root] = visibility(under, root)
        wanted.update(change.row for change in under)
    found = journal.changes_of_rows(connection, wanted)
    return _write(connection, entities, found, seen)


def _write(
    connection: Connection,
    entities: dict[str, type[Synced]],
    found: dict[str, list[Change]],
    seen: dict[str, Visibility],
) -> set[tuple[str, str]]:
    touched: set[tuple[str, str]] = set()
    tables: dict[str, list[tuple[object, ...]]] = {}
    heads = []
    for row, changes in found.items():
        state = row_state(changes) or _empty(changes)
        entity = entities.get(state.entity)
        if entity is None:
            continue
        hidden, notice = _shown(state, changes, seen)
        touched.add((state.entity, row))
        values = {} if _purged(state, seen) else state.values()
        tables.setdefault(state.entity, []).append(
            (
                row,
                state.root,
                hidden,
                *(entity.from_log(name, values.get(name)) for name in entity.fields()),
            )
        )
        last = max(changes, key=journal.order)
        conflicts = 0 if hidden else len(state.conflicts())
        heads.append(journal.head_row(state, last, conflicts=conflicts, notice=notice))
    for name, lines in tables.items():
        _upsert(connection, entities[name], lines)
    journal.write_heads(connection, heads)
    return touched


def _shown(
    state: RowState, changes: list[Change], seen: dict[str, Visibility]
) -> tuple[bool, bool]:
    """Return (hidden, notice) of a row: its own deletion and that of its root."""
    root = seen.get(state.root)
    hidden = root is not None and not root.alive
    if state.row == state.root:
        return hidden, root is not None and root.notice
    own = visibility(changes, state.row)
    return hidden or not own.alive, own.notice


def _purged(state: RowState, seen: dict[str, Visibility]) -> bool:
    root = seen.get(state.root)
    return root is not None and root.purged


def _empty(changes: list[Change]) -> RowState:
    """Return the state of a row known only by a delete, a purge or an unknown kind."""
    first = min(changes, key=lambda change: (change.entity, change.root, change.id))
    return RowState(first.entity, first.row, first.root, {})


def _roots(connection: Connection, rows: Iterable[str]) -> dict[str, str]:
    roots: dict[str, str] = {}
    for batch in journal.chunks(rows):
        for row, root in connection.execute(
            select(Changement.ligne, Changement.racine)
            .where(Changement.ligne.in_(batch))
            .distinct()
        ):
            roots[row] = min(roots.get(row, root), root)
    return roots


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
