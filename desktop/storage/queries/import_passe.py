"""Rows of earlier imports that are hidden now: which may come back, and who hid them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from desktop.domain.changes import Change, ChangeId, Kind
from desktop.domain.relogement.etat_locatif import Passe
from desktop.models.journal import Action, Groupe
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.storage import journal

_ENTITIES: Final = (Batiment, Logement, Menage, Occupant)
_BIRTHS: Final = frozenset({"batiment_id", "reference", "menage_id"})
"""Fields that the change which creates a logement, a dossier or an occupant writes."""

_MARKS: Final = frozenset({Kind.SET, Kind.DELETE, Kind.RESTORE})


class ImportRun(NamedTuple):
    """Own changes `first` to `last`: an import, or what took back those of `undoes`."""

    replica: str
    first: int
    last: int
    undoes: tuple[int, int] | None


def is_shared(row: str) -> bool:
    """Say whether an id is one that an import gives: a UUID made from a name, not at random."""
    return len(row) > 14 and row[14] == "5"  # noqa: PLR2004 - place of the version in a UUID


def is_birth(change: Change) -> bool:
    """Say whether a change is the one by which an import, of any poste, made its row."""
    if not is_shared(change.row) or change.payload is None:
        return False
    written = change.payload.keys()
    if change.entity == Batiment.__tablename__:
        return written == {"nom"}
    return bool(_BIRTHS & written)


def passe(session: Session, label: str) -> Mapping[str, Passe]:
    """Return what became of each row under the id of an import that is not shown any more.

    `label` names the imports of this poste whose values count as the list's.
    """
    connection = session.connection()
    found = dict.fromkeys(journal.purged_roots(connection), Passe.EQUIPE)
    roots: dict[str, str] = {}
    for entity in _ENTITIES:
        hidden = session.execute(select(entity.id, entity.racine).where(entity.supprime))
        roots |= {row: root for row, root in hidden if is_shared(row) and root not in found}
    if not roots:
        return found
    linked = set(session.scalars(select(Groupe.ligne)))
    runs = import_runs(session, label)
    changes = journal.changes_of_rows(connection, {*roots, *roots.values()})
    under = journal.changes_under_roots(
        connection, [row for row, root in roots.items() if row == root]
    )
    for row, root in roots.items():
        held = under[root] if row == root else changes[row]
        about = (*changes[row], *changes.get(root, ()))
        removed = [one for one in about if one.kind == Kind.DELETE]
        if row in linked or not _is_lists(held, runs):
            found[row] = Passe.EQUIPE
        elif all(any(run.undoes and holds(run, one.id) for run in runs) for one in removed):
            found[row] = Passe.ANNULE
        else:
            found[row] = Passe.LISTE
    return found


def import_runs(session: Session, label: str) -> list[ImportRun]:
    """Return the imports of this poste that bear a label, with what took them back or again."""
    actions = {
        one.id: one
        for one in session.execute(
            select(
                Action.id,
                Action.libelle,
                Action.replica,
                Action.premier,
                Action.dernier,
                Action.annule,
            ).where((Action.libelle == label) | Action.annule.is_not(None))
        )
    }
    found = []
    for one in actions.values():
        first: Row[int, str, str, int, int, int | None] | None = one
        while first is not None and first.annule is not None:
            first = actions.get(first.annule)
        if first is None or first.libelle != label:
            continue
        undone = actions.get(one.annule)
        undoes = None if undone is None else (undone.premier, undone.dernier)
        found.append(ImportRun(one.replica, one.premier, one.dernier, undoes))
    return found


def holds(run: ImportRun, change: ChangeId) -> bool:
    """Say whether a change is one of a run."""
    return change.replica == run.replica and run.first <= change.n <= run.last


def _is_lists(changes: Iterable[Change], runs: Sequence[ImportRun]) -> bool:
    """Say whether a row, or all under a root, holds nothing but what lists said."""
    return all(
        one.kind in _MARKS
        and (one.kind != Kind.SET or is_birth(one) or any(holds(run, one.id) for run in runs))
        for one in changes
    )
