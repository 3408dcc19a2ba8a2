"""What an import needs of the database: a look that writes nothing, and proofs of its own work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.domain.changes import Snapshot, replay
from desktop.models import Synced
from desktop.storage import groupes, journal
from desktop.storage.espace_store import EspaceStore
from desktop.storage.groupes import Groups
from desktop.storage.materialise import shown_values

_SAMPLED_CHANGES = 1000


@contextmanager
def reading_only(store: EspaceStore) -> Iterator[Session]:
    """Open a read transaction in which the engine refuses every write."""
    with store.reading() as session:
        connection = session.connection()
        connection.exec_driver_sql("pragma query_only = on")
        try:
            yield session
        finally:
            connection.exec_driver_sql("pragma query_only = off")


def orphans(connection: Connection, names: Iterable[str]) -> int:
    """Return how many rows of some tables refer to a row that is not there."""
    return sum(
        len(connection.exec_driver_sql(f"pragma foreign_key_check({name})").all()) for name in names
    )


def sample_faults(
    connection: Connection, entities: Mapping[str, type[Synced]], roots: Iterable[str]
) -> int:
    """Replay some roots from nothing but their log, and count the rows that show otherwise.

    Roots that a link ties to others are left out, and a thousand changes are enough: the check
    is a sample, « Vérifier la base » is the whole of it.
    """
    linked = groupes.read(connection)
    faults = 0
    left = _SAMPLED_CHANGES
    for root in roots:
        changes = journal.changes_under(connection, root)
        if not any(change.row in linked.canon for change in changes):
            faults += _faults(connection, entities, replay(changes), linked)
        left -= len(changes)
        if left <= 0:
            break
    return faults


def _faults(
    connection: Connection,
    entities: Mapping[str, type[Synced]],
    snapshot: Snapshot,
    linked: Groups,
) -> int:
    expected: dict[str, dict[str, tuple[Any, ...]]] = {}
    for row, state in snapshot.rows.items():
        entity = entities.get(state.entity)
        if entity is not None:
            values = shown_values(entity, state, linked)
            shown = (row in snapshot.hidden, *(values.get(name) for name in entity.fields()))
            expected.setdefault(state.entity, {})[row] = shown
    return sum(
        stored.get(row) != shown
        for name, rows in expected.items()
        for stored in [_stored(connection, entities[name], list(rows))]
        for row, shown in rows.items()
    )


def _stored(
    connection: Connection, entity: type[Synced], rows: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    columns = ", ".join(("id", "supprime", *entity.fields()))
    found: dict[str, tuple[Any, ...]] = {}
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        for row in connection.exec_driver_sql(
            f"select {columns} from {entity.__tablename__} where id in ({marks})",  # noqa: S608 - our own names
            tuple(batch),
        ):
            found[row[0]] = tuple(row[1:])
    return found
