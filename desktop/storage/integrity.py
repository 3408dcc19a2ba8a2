"""« Vérifier la base »: the file, the log, and the tables against a replay of the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.changes import (
    Change,
    RowState,
    Snapshot,
    chain_next,
    chain_start,
    commitment,
    replay,
)
from desktop.domain.espaces import Espace
from desktop.formats import plural
from desktop.models import Synced, entities
from desktop.models.journal import Changement, Tete
from desktop.models.local import Blob, RechercheDoc
from desktop.storage import groupes, journal, materialise, search
from desktop.storage.groupes import Groups
from desktop.texts import ENTITES

_LISTED = 20
"""How many faults of one kind are told one by one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Result of a check; `blobs` are the pictures that this poste should hold."""

    changes: int
    rows: int
    blobs: tuple[str, ...]
    problems: tuple[str, ...]


def check(connection: Connection, espace: Espace, espace_id: str) -> Found:
    """Check the database inside a read transaction; nothing is written.

    The problems are French sentences without personal data: rows are named by their id.
    """
    problems = list(_file(connection))
    if problems:  # what a damaged file says of itself means nothing
        return Found(0, 0, (), tuple(problems))
    changes = list(journal.all_changes(connection))
    problems += _limited(_chains(connection, changes, espace_id), "maillons")
    tables = entities(espace)
    known = {change.row for change in changes if change.entity in tables}
    problems += _limited(_rows(connection, tables, changes), "fiches")
    problems += _limited(_index(connection, tables), "documents")
    blobs = connection.execute(
        select(Blob.sha256).where(Blob.presente.is_(True)).order_by(Blob.sha256)
    ).scalars()
    return Found(len(changes), len(known), tuple(blobs), tuple(problems))


def _limited(problems: Iterator[str], noun: str) -> list[str]:
    found = list(problems)
    if len(found) <= _LISTED:
        return found
    return [*found[:_LISTED], f"… et {len(found) - _LISTED} autres {noun} en défaut."]


def _file(connection: Connection) -> Iterator[str]:
    if connection.exec_driver_sql("pragma cipher_integrity_check").first() is not None:
        yield "Des pages du fichier de la base ont été modifiées hors de l’application."
        return  # reading further would stop at the first of them
    faults = connection.exec_driver_sql("pragma integrity_check").scalars().all()
    if list(faults) != ["ok"]:
        yield "La structure interne de la base est endommagée."
    orphans = Counter(row[0] for row in connection.exec_driver_sql("pragma foreign_key_check"))
    for table, count in sorted(orphans.items()):
        links = plural(count, "lien")
        yield f"{links} de « {ENTITES.get(table, table)} » vers une fiche absente."


# --- log ----------------------------------------------------------------------------------


def _chains(connection: Connection, changes: Sequence[Change], espace_id: str) -> Iterator[str]:
    """Compute every chain again; a purged payload is missing, its header is not."""
    stored = connection.execute(
        select(Changement.empreinte).order_by(Changement.replica, Changement.n)
    ).scalars()
    tips: dict[str, tuple[int, bytes]] = {}
    for change, digest in zip(changes, stored, strict=True):
        n, previous = tips.get(change.replica, (0, chain_start(espace_id)))
        expected = chain_next(previous, change)
        if change.n != n + 1:
            yield f"Le journal du poste {change.replica} saute de {n} à {change.n}."
        elif expected != digest:
            yield f"La ligne {change.n} du poste {change.replica} a été modifiée."
        if change.payload is not None and (
            commitment(change.salt, change.payload) != change.commitment
        ):
            yield f"Le contenu de la ligne {change.n} du poste {change.replica} a été modifié."
        tips[change.replica] = (change.n, digest)
    frontier = journal.frontier(connection)
    for replica in sorted(tips.keys() | frontier.keys()):
        if tips.get(replica) != frontier.get(replica):
            yield f"Le dernier numéro connu du poste {replica} ne correspond pas à son journal."


# --- rows ---------------------------------------------------------------------------------


def _rows(
    connection: Connection, tables: dict[str, type[Synced]], changes: Sequence[Change]
) -> Iterator[str]:
    snapshot = replay(changes)
    linked = Groups.of(dict(snapshot.groups))
    if groupes.read(connection) != linked:
        yield "Les fiches réunies ne correspondent pas au journal."
    states = _states(snapshot, changes)
    heads = {
        row: (entity, root, stored, conflicts, bool(notice))
        for row, entity, root, stored, conflicts, notice in connection.execute(
            select(Tete.ligne, Tete.entite, Tete.racine, Tete.tetes, Tete.conflits, Tete.avis)
        )
    }
    for name, entity in tables.items():
        stored = _table(connection, entity)
        expected = {row: state for row, state in states.items() if state.entity == name}
        label = ENTITES.get(name, name)
        for row in sorted(stored.keys() | expected.keys()):
            state = expected.get(row)
            if state is None:
                yield f"{label} {row} : aucune ligne du journal ne l’explique."
            elif row not in stored:
                yield f"{label} {row} : présente dans le journal, absente de la base."
            else:
                if stored[row] != _values(entity, state, snapshot, linked):
                    yield f"{label} {row} : la fiche ne correspond pas à son journal."
                if heads.pop(row, None) != _heads(state, snapshot):
                    yield f"{label} {row} : les valeurs en concurrence sont mal comptées."
    for row in sorted(heads):
        yield f"Fiche {row} : des valeurs en concurrence sans fiche."


def _states(snapshot: Snapshot, changes: Sequence[Change]) -> dict[str, RowState]:
    """Return the state of every row of the log, empty when nothing readable sets a field."""
    states = dict(snapshot.rows)
    unset: dict[str, Change] = {}
    for change in changes:
        if change.row not in states:
            first = unset.setdefault(change.row, change)
            if _origin(change) < _origin(first):
                unset[change.row] = change
    for row, change in unset.items():
        states[row] = RowState(change.entity, row, change.root, {})
    return states


def _origin(change: Change) -> tuple[Any, ...]:
    return (change.entity, change.root, change.id)


def _table(connection: Connection, entity: type[Synced]) -> dict[str, tuple[Any, ...]]:
    names = ("id", "racine", "supprime", *entity.fields())
    rows = connection.exec_driver_sql(
        f"select {', '.join(names)} from {entity.__tablename__}"  # noqa: S608 - our own names
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def _values(
    entity: type[Synced], state: RowState, snapshot: Snapshot, linked: Groups
) -> tuple[Any, ...]:
    purged = state.root in snapshot.purged
    values = {} if purged else materialise.shown_values(entity, state, linked)
    return (
        state.root,
        state.row in snapshot.hidden,
        *(values.get(name) for name in entity.fields()),
    )


def _heads(state: RowState, snapshot: Snapshot) -> tuple[Any, ...]:
    hidden = state.row in snapshot.hidden
    return (
        state.entity,
        state.root,
        journal.heads_text(state),
        0 if hidden else len(state.conflicts()),
        state.row in snapshot.notices,
    )


# --- full-text index ----------------------------------------------------------------------


def _index(connection: Connection, tables: dict[str, type[Synced]]) -> Iterator[str]:
    for name, entity in tables.items():
        if not search.is_indexed(entity):
            continue
        rows = set(connection.execute(select(entity.id)).scalars())
        documents = set(
            connection.execute(
                select(RechercheDoc.ligne).where(RechercheDoc.entite == name)
            ).scalars()
        )
        if rows != documents:
            yield f"L’index de recherche de « {ENTITES.get(name, name)} » est incomplet."
    stored = connection.exec_driver_sql("select count(*) from recherche_docsize").scalar()
    listed = connection.exec_driver_sql("select count(*) from recherche_doc").scalar()
    if stored != listed:
        yield "L’index de recherche ne compte pas autant de documents que de fiches."
