"""After an upgrade: shows what a newer application had written and this one did not understand.

The number of the schema whose changes are all shown lies in `user_version`, in the head of the
database file: it is copied with a backup and costs nothing to read. Only the rows of changes
above it are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from desktop.domain import changes
from desktop.domain.changeset import ChangeSet
from desktop.models.journal import Changement
from desktop.storage import materialise, search

if TYPE_CHECKING:
    from desktop.storage.espace_store import EspaceStore

_FIRST = 1
_BATCH = 2000


def mark_shown(connection: Connection) -> None:
    """Say that every change of the schema of this application is shown."""
    connection.exec_driver_sql(f"pragma user_version = {changes.SCHEMA:d}")


def catch_up(store: EspaceStore) -> ChangeSet:
    """Show the rows that this version understands and the last one did not."""
    with store.reading() as session:
        shown = session.connection().exec_driver_sql("pragma user_version").scalar_one()
    if max(shown, _FIRST) >= changes.SCHEMA:
        return ChangeSet(store.identity.espace)
    with store.writing("") as unit:
        connection = unit.connection
        rows = list(
            connection.execute(
                select(Changement.ligne)
                .where(Changement.schema > max(shown, _FIRST))
                .distinct()
                .order_by(Changement.racine)
            ).scalars()
        )
        touched: set[tuple[str, str]] = set()
        for start in range(0, len(rows), _BATCH):
            found = materialise.refresh(connection, unit.entities, rows[start : start + _BATCH])
            search.index(connection, unit.entities, found)
            touched |= found
        mark_shown(connection)
        unit.changes = ChangeSet.of(unit.espace, touched)
    return unit.changes
