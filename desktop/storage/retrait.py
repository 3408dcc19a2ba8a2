"""Takes the end of chains out of the log again, and shows the rows as if it had never come.

Two uses, each inside one write transaction: the last reading that a person takes back, and the
changes that a copied poste signs again under its own name.
"""

# ruff: noqa: S608 - clauses and table names are our own, values are bound

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from desktop.domain.changes import Change, Kind
from desktop.models import Synced
from desktop.models.journal import Lot, Pair
from desktop.storage import journal, materialise, search
from desktop.storage.engine import connect


@dataclass(frozen=True, slots=True)
class Tail:
    """Changes that end their chains: those of one bundle, or of one replica after a number."""

    clause: str
    values: tuple[str | int, ...]

    @classmethod
    def of_lot(cls, lot: str) -> Tail:
        """Return what a file brought."""
        return cls("lot = ?", (lot,))

    @classmethod
    def of_replica(cls, replica: str, after: int) -> Tail:
        """Return what a replica wrote after a change."""
        return cls("replica = ? and n > ?", (replica, after))


@dataclass(frozen=True, slots=True)
class Stakes:
    """What hangs on the last reading: `born` are the rows it brought, by entity."""

    first: int
    last: int
    changes: int
    born: dict[str, str]
    changed: Counter[str]
    purges: int


def last_lot(connection: Connection) -> str | None:
    """Return the bundle of the last file that brought changes which are still here."""
    found: str | None = connection.exec_driver_sql(
        "select lot from changement where lot is not null order by rowid desc limit 1"
    ).scalar()
    return found


def stakes(connection: Connection, lot: str) -> Stakes:
    """Say what a bundle brought and changed."""
    first, last, count, purges = connection.exec_driver_sql(
        "select min(rowid), max(rowid), count(*), sum(sorte = ?) from changement where lot = ?",
        (str(Kind.PURGE), lot),
    ).one()
    rows = connection.exec_driver_sql(
        "select ligne, min(entite), exists (select 1 from changement old "
        "where old.ligne = changement.ligne and old.rowid < ?) "
        "from changement where lot = ? group by ligne",
        (first, lot),
    ).all()
    return Stakes(
        first,
        last,
        count,
        {row: entity for row, entity, held in rows if not held},
        Counter(entity for _, entity, held in rows if held),
        purges or 0,
    )


def later_work(connection: Connection, found: Stakes) -> tuple[int, set[str]]:
    """Return the number of own changes written since, and the rows that hang on a born one.

    A change of such a row, under such a root or naming such a row could not be shown without
    what the file brought.
    """
    rows = connection.execute(
        text("select ligne, racine, contenu from changement where rowid > :last and lot is null"),
        {"last": found.last},
    )
    count, hanging = 0, set()
    for row, root, body in rows:
        count += 1
        if row in found.born or root in found.born or _names(body, found.born):
            hanging.add(row)
    return count, hanging


def remove(connection: Connection, tail: Tail) -> set[str]:
    """Take changes out of the log, set the frontier back; return the rows they were of.

    What hangs under a root whose mark goes is among them: it was hidden or shown with its root.
    """
    rows = set(
        connection.exec_driver_sql(
            f"select distinct ligne from changement where {tail.clause} "
            "union select ligne from changement where racine in (select racine from changement "
            f"where sorte <> 'set' and ligne = racine and {tail.clause})",
            tail.values * 2,
        ).scalars()
    )
    chains = connection.exec_driver_sql(
        f"select replica, min(n) from changement where {tail.clause} group by replica", tail.values
    ).all()
    connection.exec_driver_sql(f"delete from changement where {tail.clause}", tail.values)
    for replica, first in chains:
        end = connection.exec_driver_sql(
            "select max(n), empreinte from changement where replica = ?", (replica,)
        ).one()
        if end[0] is None:
            connection.exec_driver_sql("delete from frontiere where replica = ?", (replica,))
            continue
        if end[0] != first - 1:
            raise AssertionError("only the end of a chain can be taken out")
        connection.exec_driver_sql(
            "update frontiere set n = ?, empreinte = ? where replica = ?", (*end, replica)
        )
    return rows


def show(
    connection: Connection, entities: dict[str, type[Synced]], rows: set[str]
) -> set[tuple[str, str]]:
    """Show rows as the log now says; those it no longer names leave tables, heads and index."""
    left = _in_log(connection, rows)
    owners = _menages_of(connection, entities, rows)
    gone = _forget(connection, entities, rows - left)
    touched = materialise.refresh(connection, entities, left)
    missing = {row for _, row in gone}
    search.index(
        connection, entities, touched | {pair for pair in owners if pair[1] not in missing}
    )
    return touched | gone


def is_held_again(connection: Connection, tail: Sequence[Change]) -> bool:
    """Say whether each change is here under another name too: same person, time, row and kind."""
    for change in tail:
        if not connection.exec_driver_sql(
            "select exists (select 1 from changement where ligne = ? and replica <> ? "
            "and auteur = ? and ms = ? and compteur = ? and sorte = ?)",
            (change.row, change.replica, change.author, *change.stamp, change.kind),
        ).scalar():
            return False
    return True


def rename_actions(connection: Connection, former: str, common: int, replica: str) -> None:
    """Let « Annuler » find the actions whose changes were signed again."""
    connection.exec_driver_sql(
        "update action set replica = ?, premier = premier - ?, dernier = dernier - ? "
        "where replica = ? and premier > ?",
        (replica, common, common, former, common),
    )


def lot(session: Session, row: str) -> Lot | None:
    """Return one exchange."""
    return session.get(Lot, row)


def lot_sender(connection: Connection, row: str) -> tuple[str, int]:
    """Return the poste that wrote a file and when it was read here."""
    found = connection.execute(select(Lot.poste, Lot.ms).where(Lot.id == row)).first()
    return (found.poste, found.ms) if found else ("", 0)


def put_pair_back(session: Session, replica: str, before: tuple[str, int, str, str] | None) -> None:
    """Say of a colleague's poste what was known before its last file, or nothing."""
    known = session.get(Pair, replica)
    if before is None:
        if known is not None:
            session.delete(known)
        return
    libelle, recu_ms, frontiere, voulus = before
    session.merge(
        Pair(replica=replica, libelle=libelle, recu_ms=recu_ms, frontiere=frontiere, voulus=voulus)
    )


def pair_before(backup: Path, key: bytes, replica: str) -> tuple[str, int, str, str] | None:
    """Return what a backup knows of a colleague: (label, received, frontier, wanted)."""
    with closing(connect(backup, key, uri_mode="ro")) as raw:
        found: tuple[str, int, str, str] | None = raw.execute(
            "select libelle, recu_ms, frontiere, voulus from pair where replica = ?", (replica,)
        ).fetchone()
    return found


def _names(body: str | None, born: dict[str, str]) -> bool:
    """Say whether a payload gives a field the id of a born row."""
    return body is not None and any(part in born for part in body.split('"'))


def _in_log(connection: Connection, rows: set[str]) -> set[str]:
    found: set[str] = set()
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        found.update(
            connection.exec_driver_sql(
                f"select distinct ligne from changement where ligne in ({marks})", tuple(batch)
            ).scalars()
        )
    return found


def _menages_of(
    connection: Connection, entities: dict[str, type[Synced]], rows: set[str]
) -> set[tuple[str, str]]:
    """Return the ménages whose search document holds the name of one of these occupants."""
    found: set[tuple[str, str]] = set()
    if "occupant" in entities:
        for batch in journal.chunks(rows):
            marks = ", ".join("?" for _ in batch)
            owners = connection.exec_driver_sql(
                f"select menage_id from occupant where id in ({marks})", tuple(batch)
            ).scalars()
            found.update(("menage", owner) for owner in owners if owner)
    return found


def _forget(
    connection: Connection, entities: dict[str, type[Synced]], gone: set[str]
) -> set[tuple[str, str]]:
    """Remove rows that no change explains any more.

    Rows are hidden and never removed, and a trigger says so; it is put back as it was before
    the transaction ends, so that nobody ever sees the table without it.
    """
    forgotten: set[tuple[str, str]] = set()
    for name in entities:
        held = _held(connection, name, gone)
        if held:
            guard = f"jamais_{name}"
            create = connection.exec_driver_sql(
                "select sql from sqlite_schema where type = 'trigger' and name = ?", (guard,)
            ).scalar_one()
            connection.exec_driver_sql(f"drop trigger {guard}")
            _delete(connection, name, "id", held)
            connection.exec_driver_sql(create)
            _forget_documents(connection, name, held)
            forgotten.update((name, row) for row in held)
    _delete(connection, "tete", "ligne", gone)
    return forgotten


def _forget_documents(connection: Connection, entity: str, rows: list[str]) -> None:
    for batch in journal.chunks(rows):
        clause = f"entite = ? and ligne in ({', '.join('?' for _ in batch)})"
        connection.exec_driver_sql(
            f"delete from recherche where rowid in (select id from recherche_doc where {clause})",
            (entity, *batch),
        )
        connection.exec_driver_sql(f"delete from recherche_doc where {clause}", (entity, *batch))


def _held(connection: Connection, table: str, rows: set[str]) -> list[str]:
    found: list[str] = []
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        found.extend(
            connection.exec_driver_sql(
                f"select id from {table} where id in ({marks})", tuple(batch)
            ).scalars()
        )
    return found


def _delete(connection: Connection, table: str, column: str, rows: Any) -> None:
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        connection.exec_driver_sql(f"delete from {table} where {column} in ({marks})", tuple(batch))
