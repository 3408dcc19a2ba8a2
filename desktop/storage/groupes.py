"""Rows that people linked as the same thing, and the row that shows each group.

The table `groupe` is derived from the log, whole, each time a file or an action may have moved
a link: an espace holds hundreds of links at most, and one rule serves every order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop.domain.changes import Change, ChangeId, Kind, groups, standing_links
from desktop.models import Synced
from desktop.models.journal import Changement
from desktop.storage import journal


@dataclass(frozen=True, slots=True)
class Groups:
    """Who stands for whom; rows that nobody linked are in neither mapping."""

    canon: dict[str, str]
    members: dict[str, list[str]]

    @classmethod
    def of(cls, canon: dict[str, str]) -> Groups:
        """Build both directions."""
        members: dict[str, list[str]] = {}
        for row, first in sorted(canon.items()):
            members.setdefault(first, []).append(row)
        return cls(canon, members)

    def shown(self, row: str) -> str:
        """Return the row that shows a row."""
        return self.canon.get(row, row)

    def of_row(self, row: str) -> list[str]:
        """Return the rows of the group of a row: itself alone if nobody linked it."""
        return self.members.get(self.shown(row), [row])

    def shows(self, row: str) -> list[str]:
        """Return the rows whose changes a row shows: those of its group, or its own."""
        return self.of_row(row) if self.shown(row) == row else [row]


def read(connection: Connection) -> Groups:
    """Return the groups of the espace."""
    found = connection.exec_driver_sql("select ligne, canon from groupe")
    return Groups.of({line.ligne: line.canon for line in found})


def exist(connection: Connection) -> bool:
    """Say whether anybody ever linked two rows here."""
    return bool(
        connection.exec_driver_sql(
            "select exists (select 1 from changement where sorte <> 'set' and sorte = 'alias')"
        ).scalar()
    )


def changes_of(connection: Connection, rows: Iterable[str]) -> dict[str, list[Change]]:
    """Return what each row shows: its changes, and those of its group if it stands for one."""
    wanted = list(rows)
    linked = read(connection)
    found = journal.changes_of_rows(
        connection, {member for row in wanted for member in linked.shows(row)}
    )
    pooled = {
        row: [change for member in linked.shows(row) for change in found.get(member, ())]
        for row in wanted
    }
    return {row: changes for row, changes in pooled.items() if changes}


def links_of(connection: Connection, rows: Iterable[str]) -> dict[ChangeId, tuple[str, str]]:
    """Return the standing links that touch one of the rows."""
    wanted = set(rows)
    return {
        link: pair for link, pair in standing(connection).items() if not wanted.isdisjoint(pair)
    }


def standing(connection: Connection) -> dict[ChangeId, tuple[str, str]]:
    """Return every link that stands, whether or not both of its rows are held here."""
    purged = journal.purged_roots(connection)
    found = connection.execute(
        select(*journal.COLUMNS).where(
            Changement.sorte != Kind.SET, Changement.sorte.in_([Kind.ALIAS, Kind.SEPARATION])
        )
    )
    marks = (journal.to_change(line) for line in found)
    return standing_links(mark for mark in marks if mark.root not in purged)


def refresh(connection: Connection) -> tuple[Groups, set[str]]:
    """Recompute the groups; return them and the rows whose place in them has changed."""
    before = read(connection).canon
    if not before and not exist(connection):
        return Groups({}, {}), set()
    links = list(standing(connection).values())
    known = _known(connection, {row for pair in links for row in pair})
    after = groups(
        (one, other)
        for one, other in links
        if one in known and other in known and known[one] == known[other]
    )
    gone = [(row,) for row in before.keys() - after.keys()]
    if gone:
        connection.exec_driver_sql("delete from groupe where ligne = ?", gone)
    moved = [(row, canon) for row, canon in after.items() if before.get(row) != canon]
    if moved:
        connection.exec_driver_sql(
            "insert into groupe (ligne, canon) values (?, ?) "
            "on conflict (ligne) do update set canon = excluded.canon",
            moved,
        )
    touched = {row for (row,) in gone} | {row for row, _ in moved}
    shown = {canon for row in touched for canon in (before.get(row), after.get(row)) if canon}
    return Groups.of(after), touched | shown


def naming(
    connection: Connection, entities: dict[str, type[Synced]], rows: Iterable[str]
) -> set[str]:
    """Return the rows that refer to one of the rows: what they show follows its group."""
    found: set[str] = set()
    for batch in journal.chunks(rows):
        for entity in entities.values():
            for name in entity.references():
                column = entity.__table__.columns[name]
                found.update(
                    connection.execute(select(entity.id).where(column.in_(batch))).scalars()
                )
    return found


def _known(connection: Connection, rows: Iterable[str]) -> dict[str, str]:
    """Return the entity of the rows that a link may join: held here, and not purged."""
    purged = journal.purged_roots(connection)
    known: dict[str, str] = {}
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        found = connection.exec_driver_sql(
            "select ligne, min(racine), min(case when sorte = 'set' and contenu is not null "  # noqa: S608 - marks only
            f"then entite end) from changement where ligne in ({marks}) group by ligne",
            tuple(batch),
        )
        known.update((row, entity) for row, root, entity in found if entity and root not in purged)
    return known
