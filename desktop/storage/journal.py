"""Reads and appends the change log inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, select, update

from desktop.domain.changes import Change, ChangeId, Head, Kind, RowState, Stamp, canonical
from desktop.models.journal import Changement, Tete

Reading: TypeAlias = Connection
"""An open transaction, under the name by which other layers may speak of it."""

_CHUNK = 500
COLUMNS = (
    Changement.replica,
    Changement.n,
    Changement.ms,
    Changement.compteur,
    Changement.auteur,
    Changement.sorte,
    Changement.entite,
    Changement.ligne,
    Changement.racine,
    Changement.schema,
    Changement.sel,
    Changement.contenu,
    Changement.engagement,
    Changement.extra,
)
REPLICA, N, KIND, ENTITY, ROOT, SALT, BODY, DIGEST = 0, 1, 5, 6, 8, 10, 11, 14
"""Places in a line of the log, which ends with its running hash."""

_APPEND = (
    f"insert into changement ({', '.join(column.key for column in COLUMNS)}, empreinte, lot) "  # noqa: S608 - our own names
    f"values ({', '.join('?' for _ in COLUMNS)}, ?, ?)"
)
"""Statements of every save are plain text: building them each time would double its cost."""


_SELECT = f"select {', '.join(column.key for column in COLUMNS)} from changement"  # noqa: S608 - our own names


def chunks(items: Iterable[str]) -> Iterator[list[str]]:
    """Yield the items in lists short enough for one SQL statement."""
    batch: list[str] = []
    for item in items:
        batch.append(item)
        if len(batch) == _CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


_DECODER = json.JSONDecoder()


def to_change(row: Sequence[Any]) -> Change:
    """Turn a row of the log into the pure value."""
    replica, n, ms, counter, author, kind, entity, line, root, schema, salt, body, bound, extra = (
        row
    )
    return Change(
        replica=replica,
        n=n,
        stamp=Stamp(ms, counter),
        author=author,
        kind=kind,
        entity=entity,
        row=line,
        root=root,
        schema=schema,
        salt=salt,
        payload=None if body is None else _DECODER.decode(body),
        commitment=bound,
        extra=_DECODER.decode(extra) if extra else {},
    )


def order(change: Change) -> tuple[Stamp, ChangeId]:
    """Return the key by which changes are told to a person, whatever the clocks.

    A change that replaced a value counts after it, even when its author's clock was behind.
    """
    edits = (change.payload or {}).values() if change.kind == Kind.SET else ()
    stamp = max([change.stamp, *(Stamp(*edit["t"]) for edit in edits if "t" in edit)])
    return stamp, change.id


def all_changes(
    connection: Connection, *, since: Mapping[str, int] | None = None
) -> Iterator[Change]:
    """Yield the log replica by replica, in order; `since` leaves out what a colleague holds."""
    rows = connection.execution_options(yield_per=2000).execute(
        select(*COLUMNS).order_by(Changement.replica, Changement.n)
    )
    for row in rows:
        if since is None or row[1] > since.get(row[0], 0):
            yield to_change(row)


def changes_of_rows(connection: Connection, rows: Iterable[str]) -> dict[str, list[Change]]:
    """Return the changes of each row."""
    found: dict[str, list[Change]] = {}
    for change in _changes_where(connection, "ligne", rows):
        found.setdefault(change.row, []).append(change)
    return found


def rows_held(connection: Connection, rows: Iterable[str]) -> set[str]:
    """Return those of the rows that have a change here."""
    found: set[str] = set()
    for batch in chunks(rows):
        found.update(
            connection.execute(
                select(Changement.ligne).where(Changement.ligne.in_(batch)).distinct()
            ).scalars()
        )
    return found


def changes_under(connection: Connection, root: str) -> list[Change]:
    """Return every change under a root."""
    rows = connection.execute(select(*COLUMNS).where(Changement.racine == root))
    return [to_change(row) for row in rows]


def changes_under_roots(connection: Connection, roots: Iterable[str]) -> dict[str, list[Change]]:
    """Return every change under each root, in a few statements however many roots."""
    found: dict[str, list[Change]] = {}
    for change in _changes_where(connection, "racine", roots):
        found.setdefault(change.root, []).append(change)
    return found


def _changes_where(connection: Connection, column: str, ids: Iterable[str]) -> Iterator[Change]:
    """Yield the changes whose `column`, a name of ours, is among the ids."""
    for batch in chunks(ids):
        marks = ", ".join("?" for _ in batch)
        statement = f"{_SELECT} where {column} in ({marks})"
        for line in connection.exec_driver_sql(statement, tuple(batch)):
            yield to_change(line)


def run(connection: Connection, replica: str, first: int, last: int) -> list[Change]:
    """Return the changes `first` to `last` of a replica, in order."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(Changement.replica == replica, Changement.n.between(first, last))
        .order_by(Changement.n)
    )
    return [to_change(row) for row in rows]


def roots_with_deletes(connection: Connection, roots: Iterable[str]) -> set[str]:
    """Return those of the roots that a delete or a purge names, whoever wrote it."""
    found: set[str] = set()
    for batch in chunks(roots):
        marks = ", ".join("?" for _ in batch)
        found.update(
            connection.exec_driver_sql(
                "select distinct racine from changement "  # noqa: S608 - marks only
                f"where sorte <> 'set' and racine in ({marks})",
                tuple(batch),
            ).scalars()
        )
    return found


def marks_under(connection: Connection, roots: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return what marks under these roots move: whole roots, and rows each by itself.

    A root moves when a mark names it or a purge is under it. A mark on a row below it moves that
    row alone: after one constat was deleted, each write need not read the whole marche again.
    """
    whole: set[str] = set()
    rows: set[str] = set()
    for batch in chunks(roots):
        marks = ", ".join("?" for _ in batch)
        for kind, row, root in connection.exec_driver_sql(
            "select distinct sorte, ligne, racine from changement "  # noqa: S608 - marks only
            f"where sorte <> 'set' and racine in ({marks})",
            tuple(batch),
        ):
            rows.add(row)
            if row == root or kind == Kind.PURGE:
                whole.add(root)
    return whole, rows


def purged_roots(connection: Connection, roots: Iterable[str] | None = None) -> set[str]:
    """Return those of the roots (None: of all) that a purge names."""
    statement = select(Changement.racine).where(
        Changement.sorte != Kind.SET, Changement.sorte == Kind.PURGE
    )
    if roots is None:
        return set(connection.execute(statement).scalars())
    found: set[str] = set()
    for batch in chunks(roots):
        found.update(connection.execute(statement.where(Changement.racine.in_(batch))).scalars())
    return found


def frontier(connection: Connection) -> dict[str, tuple[int, bytes]]:
    """Return, for each replica, the last n held and the running hash there."""
    rows = connection.exec_driver_sql("select replica, n, empreinte from frontiere")
    return {replica: (n, digest) for replica, n, digest in rows}


def last_own_stamp(connection: Connection, replica: str) -> Stamp | None:
    """Return the stamp of the last change of a replica."""
    row = connection.exec_driver_sql(
        "select ms, compteur from changement where replica = ? order by n desc limit 1", (replica,)
    ).first()
    return None if row is None else Stamp(*row)


def line(change: Change, digest: bytes) -> tuple[Any, ...]:
    """Return a change as a line of the log: the values of `COLUMNS`, then the running hash."""
    return (
        change.replica,
        change.n,
        change.stamp.ms,
        change.stamp.counter,
        change.author,
        change.kind,
        change.entity,
        change.row,
        change.root,
        change.schema,
        change.salt,
        None if change.payload is None else canonical(change.payload),
        change.commitment,
        canonical(change.extra) if change.extra else None,
        digest,
    )


def append(
    connection: Connection, lines: Sequence[tuple[Change, bytes]], *, lot: str | None = None
) -> None:
    """Add changes with their running hashes, and move the frontier."""
    append_lines(connection, [line(change, digest) for change, digest in lines], lot=lot)


def append_lines(
    connection: Connection, lines: Sequence[tuple[Any, ...]], *, lot: str | None = None
) -> None:
    """Add lines of the log, each replica's in order, and move the frontier."""
    if not lines:
        return
    connection.exec_driver_sql(_APPEND, [(*line, lot) for line in lines])
    last = {line[REPLICA]: (line[N], line[DIGEST]) for line in lines}
    connection.exec_driver_sql(
        "insert into frontiere (replica, n, empreinte) values (?, ?, ?) on conflict (replica) "
        "do update set n = excluded.n, empreinte = excluded.empreinte",
        [(replica, n, digest) for replica, (n, digest) in last.items()],
    )


def blank(connection: Connection, root: str) -> None:
    """Erase every payload under a purged root; headers and chain stay verifiable."""
    connection.execute(
        update(Changement)
        .where(Changement.racine == root, Changement.sorte != "purge")
        .values(contenu=None, sel="")
    )


# --- heads --------------------------------------------------------------------------------


def heads_text(state: RowState) -> str:
    """Return the stored form of the heads of a row."""
    return canonical(
        {
            name: [[head.stamp.ms, head.stamp.counter, head.replica, head.n] for head in heads]
            for name, heads in state.heads.items()
        }
    )


def read_heads(connection: Connection, rows: Iterable[str]) -> dict[str, RowState]:
    """Return the stored heads of rows; their values are not kept there and read as None."""
    found: dict[str, RowState] = {}
    for batch in chunks(rows):
        for line, entity, root, heads in connection.execute(
            select(Tete.ligne, Tete.entite, Tete.racine, Tete.tetes).where(Tete.ligne.in_(batch))
        ):
            found[line] = RowState(
                entity,
                line,
                root,
                {
                    name: tuple(
                        Head(Stamp(ms, counter), replica, n, None)
                        for ms, counter, replica, n in stored
                    )
                    for name, stored in json.loads(heads).items()
                },
            )
    return found


_HEADS = (
    "ligne",
    "entite",
    "racine",
    "tetes",
    "conflits",
    "avis",
    "modifie_ms",
    "auteur",
    "replica",
)
_TETE = (
    f"insert into tete ({', '.join(_HEADS)}) values ({', '.join('?' for _ in _HEADS)}) "  # noqa: S608 - our own names
    f"on conflict (ligne) do update set {', '.join(f'{n} = excluded.{n}' for n in _HEADS[1:])}"
)


def head_row(state: RowState, last: Change, *, conflicts: int, notice: bool) -> dict[str, Any]:
    """Return the row of `tete` for a state; `last` is the change lists show as the latest."""
    return {
        "ligne": state.row,
        "entite": state.entity,
        "racine": state.root,
        "tetes": heads_text(state),
        "conflits": conflicts,
        "avis": notice,
        "modifie_ms": last.stamp.ms,
        "auteur": last.author,
        "replica": last.replica,
    }


def write_heads(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store the heads of rows."""
    if rows:
        connection.exec_driver_sql(_TETE, [tuple(row[name] for name in _HEADS) for row in rows])
