"""Reads of an erasure: what it would take, who holds a copy, and what the log keeps of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desktop.domain.changes import Change, Kind
from desktop.domain.effacement import EFFACABLES
from desktop.models import ENTITIES, Synced
from desktop.models.agenda import Contact
from desktop.models.journal import Changement, Groupe, Pair
from desktop.models.menage import Occupant
from desktop.storage import journal
from desktop.storage.engine import connect
from desktop.storage.queries.mots import Words

Opened: TypeAlias = Session
"""An open read transaction, under the name by which other layers may speak of it."""

_NAMES = {"menage": "reference", "marche": "numero", "micro_site": "nom", "batiment": "nom"}
"""Field that tells a record from the others of its kind."""


@dataclass(frozen=True, slots=True)
class Acte:
    """One erasure as the log tells it: the purges that one person wrote at once."""

    purges: tuple[Change, ...]

    @property
    def roots(self) -> tuple[str, ...]:
        """The erased roots, the one that was asked for first."""
        return tuple(dict.fromkeys(change.root for change in self.purges))


def find(
    session: Session, entities: Mapping[str, type[Synced]], typed: str
) -> list[tuple[str, str]]:
    """Return (entity, row) of the records of this id, number or name, deleted ones included."""
    found: list[tuple[str, str]] = []
    for name in EFFACABLES:
        entity = entities.get(name)
        if entity is None:
            continue
        wanted = entity.id == typed
        if name in _NAMES:
            wanted |= getattr(entity, _NAMES[name]) == typed
        rows = session.scalars(select(entity.id).where(wanted, entity.racine == entity.id))
        found += [(name, row) for row in rows]
    return found


def name_of(row: Synced) -> str:
    """Return the number or the name of a record, "" when it has none."""
    column = _NAMES.get(row.__tablename__)
    return (getattr(row, column) or "") if column else ""


def linked(session: Session, entity: type[Synced], row: str) -> list[str]:
    """Return the other roots that people linked to this one as the same thing."""
    canon = select(Groupe.canon).where(Groupe.ligne == row).scalar_subquery()
    members = select(Groupe.ligne).where(Groupe.canon == canon, Groupe.ligne != row)
    rows = session.scalars(
        select(entity.id).where(entity.id.in_(members), entity.racine == entity.id)
    )
    return sorted(rows)


def visits_of(session: Session, menages: Sequence[str]) -> list[str]:
    """Return the visits that were noted before one knew of which ménage: roots of their own."""
    rows = session.scalars(
        select(Contact.id).where(Contact.menage_id.in_(menages), Contact.racine == Contact.id)
    )
    return sorted(rows)


def moved_to(session: Session, menages: Sequence[str], roots: Iterable[str]) -> int:
    """Return how many lines of other dossiers were moved to these ménages since."""
    kept = list(roots)
    return sum(
        session.scalar(
            select(func.count()).where(
                entity.menage_id.in_(menages), entity.racine.not_in(kept), ~entity.supprime
            )
        )
        or 0
        for entity in (Contact, Occupant)
    )


def counts(connection: Connection, roots: Sequence[str]) -> dict[str, int]:
    """Return how many rows of each kind the log knows under some roots, in reading order."""
    rows = connection.execute(
        select(Changement.entite, func.count(Changement.ligne.distinct()))
        .where(Changement.racine.in_(roots))
        .group_by(Changement.entite)
    )
    found = {name: count for name, count in rows}  # noqa: C416 - a row is no pair for mypy
    order = {name: rank for rank, name in enumerate((*EFFACABLES, *ENTITIES))}
    return {name: found[name] for name in sorted(found, key=lambda name: order.get(name, 99))}


def lines(connection: Connection, roots: Sequence[str]) -> int:
    """Return how many lines of the log stand under some roots."""
    return connection.execute(select(func.count()).where(Changement.racine.in_(roots))).scalar_one()


def holders(session: Session, roots: Sequence[str], replica: str) -> tuple[str, ...]:
    """Return the other postes that hold a part of some roots: its authors, and who received it."""
    words = Words(session.connection())
    firsts = session.execute(
        select(Changement.replica, func.min(Changement.n))
        .where(Changement.racine.in_(roots))
        .group_by(Changement.replica)
    )
    first = {author: n for author, n in firsts}  # noqa: C416 - a row is no pair for mypy
    found = {words.poste(author) for author in first}
    for pair, label, frontier in session.execute(
        select(Pair.replica, Pair.libelle, Pair.frontiere)
    ):
        held = json.loads(frontier)
        if any(held.get(author, 0) >= n for author, n in first.items()):
            found.add(words.poste(pair) or label)
    return tuple(sorted(found - {words.poste(replica), ""}))


def acts(connection: Connection) -> list[Acte]:
    """Return the erasures that this base knows of, the latest first.

    One act may name several roots (linked duplicates): its purges follow one another in the log
    of their author, at one moment. A purge said again by a restored poste is no new act.
    """
    purges = [
        journal.to_change(line)
        for line in connection.execute(
            select(*journal.COLUMNS)
            .where(Changement.sorte != Kind.SET, Changement.sorte == Kind.PURGE)
            .order_by(Changement.replica, Changement.n)
        )
    ]
    found: list[list[Change]] = []
    for change in purges:
        last = found[-1][-1] if found else None
        if last is not None and _follows(last, change):
            found[-1].append(change)
        else:
            found.append([change])
    told: set[str] = set()
    kept = []
    for group in sorted(found, key=lambda group: journal.order(group[0])):
        new = tuple(change for change in group if change.root not in told)
        told.update(change.root for change in new)
        if new:
            kept.append(Acte(new))
    return kept[::-1]


def _follows(last: Change, change: Change) -> bool:
    return (
        (last.replica, last.author, last.stamp.ms, last.payload)
        == (change.replica, change.author, change.stamp.ms, change.payload)
    ) and change.n == last.n + 1


def holds(backup: Path, key: bytes, roots: Sequence[str]) -> bool:
    """Say whether a backup still holds a text of some roots; one that cannot be read may."""
    marks = ", ".join("?" for _ in roots)
    try:
        with closing(connect(backup, key, uri_mode="ro")) as raw:
            found = raw.execute(
                f"select 1 from changement where racine in ({marks}) "  # noqa: S608 - marks only
                "and contenu is not null and sorte <> 'purge' limit 1",
                tuple(roots),
            ).fetchone()
    except sqlcipher.DatabaseError:
        return True
    return found is not None
