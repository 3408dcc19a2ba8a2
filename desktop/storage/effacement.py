"""What a purge takes away on this poste, beyond the rows: texts, words, drafts, pictures.

`erase` does all that lies in the database, in the transaction that learns of the purge;
`settle` does the rest after it and can be done again at any time, so that a machine that
stops in between is put right at the next opening.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, update

from desktop.domain.changes import Change, Kind, blank
from desktop.models import Synced
from desktop.models.journal import Action, Changement
from desktop.models.local import Blob, Brouillon, ImportPhotos
from desktop.models.photo import Photo
from desktop.storage import journal

if TYPE_CHECKING:
    from desktop.storage.espace_store import EspaceStore

Entities = Mapping[str, type[Synced]]
Line = tuple[Change, bytes]

_PARENTS = frozenset({"menage_id", "marche_id", "micro_site_id", "batiment_id"})
"""Fields of a new record that say what it hangs under."""

_BASE = "base."


def take(connection: Connection, entities: Entities, lines: Sequence[Line]) -> list[Line]:
    """Return arriving lines as they may be kept, and erase what their purges name.

    A text under a purged root is blanked whether the purge came before, with or after it.
    """
    new = {change.root for change, _ in lines if change.kind == Kind.PURGE}
    purged = new | journal.purged_roots(connection, {change.root for change, _ in lines})
    if not purged:
        return list(lines)
    changes = [change for change, _ in lines if change.root in purged]
    _forbid(connection, _pictures(changes))
    erase(connection, entities, new)
    return [
        (blank(change), digest)
        if change.root in purged and change.kind != Kind.PURGE
        else (change, digest)
        for change, digest in lines
    ]


def erase(connection: Connection, entities: Entities, roots: Iterable[str]) -> None:
    """Erase what the database holds of purged roots; their rows are emptied by `materialise`."""
    for root in roots:
        changes = journal.changes_under(connection, root)
        rows = {root, *(change.row for change in changes)}
        found = _pictures(changes)
        if Photo.__tablename__ in entities:
            shown = select(Photo.blob).where(Photo.racine == root, Photo.blob.is_not(None))
            found.update(blob for blob in connection.execute(shown).scalars() if blob)
        _forbid(connection, found)
        _drop_actions(connection, root)
        for key in drafts_of(connection, rows):
            connection.execute(delete(Brouillon).where(*_is(key)))
        for owner in (ImportPhotos.marche_id, ImportPhotos.micro_site_id):
            connection.execute(delete(ImportPhotos).where(owner == root))
        journal.blank(connection, root)


def finish(connection: Connection, entities: Entities) -> None:
    """End the transaction of a purge, once the rows are emptied and indexed again.

    A picture that another record still uses is kept; the words of an erased document stay in
    the search index until its parts are merged.
    """
    spare(connection, entities)
    connection.exec_driver_sql("insert into recherche (recherche) values ('optimize')")


def spare(connection: Connection, entities: Entities) -> None:
    """Allow again the erased pictures that a living record names, maybe one that came later."""
    if Photo.__tablename__ in entities:
        used = select(Photo.blob).where(Photo.blob.is_not(None))
        connection.execute(
            update(Blob).where(Blob.purgee.is_(True), Blob.sha256.in_(used)).values(purgee=False)
        )


def refused(connection: Connection, new: Iterable[Change] = ()) -> set[str]:
    """Return the pictures that must never be taken, were the `new` changes read as well."""
    changes = list(new)
    purging = {change.root for change in changes if change.kind == Kind.PURGE}
    purged = purging | journal.purged_roots(connection, {change.root for change in changes})
    found = set(connection.execute(select(Blob.sha256).where(Blob.purgee.is_(True))).scalars())
    found |= _pictures(change for change in changes if change.root in purged)
    for root in purging:
        found |= _pictures(journal.changes_under(connection, root))
    if not found:
        return found
    living = _pictures(change for change in changes if change.root not in purged)
    for batch in journal.chunks(found):
        used = select(Photo.blob).where(Photo.blob.in_(batch), Photo.racine.not_in(purged))
        living.update(blob for blob in connection.execute(used).scalars() if blob)
    return found - living


def settle(store: EspaceStore, forget: Callable[[str], None]) -> bool:
    """Delete the files of erased pictures, and what the database file keeps of its past.

    `forget` deletes the file of a picture and of its thumbnail, or finds them gone.

    Raises:
        EcritureImpossible: the disk refuses; the next opening tries again.
    """
    with store.reading() as session:
        waiting = list(
            session.scalars(
                select(Blob.sha256).where(Blob.purgee.is_(True), Blob.presente.is_(True))
            )
        )
    for sha256 in waiting:
        forget(sha256)
    if waiting:
        with store.local_writing() as session:
            for batch in journal.chunks(waiting):
                session.execute(
                    update(Blob)
                    .where(Blob.sha256.in_(batch), Blob.purgee.is_(True))
                    .values(presente=False)
                )
    return bool(waiting)


def flush_past(store: EspaceStore) -> None:
    """Bring the write-ahead log into the database and empty it: it holds pages as they were.

    A reader at work keeps it as it is; it is emptied at the latest when the espace is closed.
    """
    raw = store.engine.raw_connection()
    try:
        raw.cursor().execute("pragma wal_checkpoint(truncate)").fetchone()
    finally:
        raw.close()


# --- what hangs on a root -----------------------------------------------------------------


def rows_under(connection: Connection, roots: Iterable[str]) -> set[str]:
    """Return every row that the log knows under some roots."""
    found: set[str] = set()
    for batch in journal.chunks(roots):
        under = select(Changement.ligne).where(Changement.racine.in_(batch)).distinct()
        found.update(connection.execute(under).scalars())
    return found


def drafts_of(connection: Connection, rows: set[str]) -> list[tuple[str, str, str]]:
    """Return the keys of the drafts of some records, or of new ones that would hang under them."""
    found = []
    for form, row, author, fields in connection.execute(
        select(Brouillon.formulaire, Brouillon.ligne, Brouillon.auteur, Brouillon.champs)
    ):
        if row in rows or (not row and _hangs(form, json.loads(fields), rows)):
            found.append((form, row, author))
    return found


def is_erased(connection: Connection, form: str, row: str, fields: Mapping[str, Any]) -> bool:
    """Say whether a draft belongs to a record that was erased, or would hang under one."""
    if not journal.purged_roots(connection):
        return False
    parents = {
        value
        for name, value in fields.items()
        if name.removeprefix(_BASE) in _PARENTS and isinstance(value, str)
    }
    rows = {row} if row else {form.rpartition("/")[2], *parents}
    roots = select(Changement.racine).where(Changement.ligne.in_(rows)).distinct()
    return bool(journal.purged_roots(connection, connection.execute(roots).scalars().all()))


def _hangs(form: str, fields: Mapping[str, Any], rows: set[str]) -> bool:
    return form.rpartition("/")[2] in rows or any(
        value in rows
        for name, value in fields.items()
        if name.removeprefix(_BASE) in _PARENTS and isinstance(value, str)
    )


def _is(key: tuple[str, str, str]) -> tuple[Any, Any, Any]:
    form, row, author = key
    return Brouillon.formulaire == form, Brouillon.ligne == row, Brouillon.auteur == author


def _pictures(changes: Iterable[Change]) -> set[str]:
    """Return every picture that the photos among the changes have ever named."""
    found = set()
    for change in changes:
        if change.entity == Photo.__tablename__ and change.kind == Kind.SET:
            blob = (change.payload or {}).get("blob", {}).get("v")
            if isinstance(blob, str) and blob:
                found.add(blob)
    return found


def _forbid(connection: Connection, blobs: Iterable[str]) -> None:
    """Mark pictures as erased for ever; « présente » until `settle` has deleted their files."""
    rows = [(sha256,) for sha256 in sorted(blobs)]
    if rows:
        connection.exec_driver_sql(
            "insert into blob (sha256, taille, presente, purgee) values (?, 0, 1, 1) "
            "on conflict (sha256) do update set purgee = 1, presente = 1",
            rows,
        )


def _drop_actions(connection: Connection, root: str) -> None:
    """Forget the actions that wrote under a root: they can no longer be taken back."""
    written = select(Changement.n).where(
        Changement.replica == Action.replica,
        Changement.n.between(Action.premier, Action.dernier),
        Changement.racine == root,
    )
    connection.execute(delete(Action).where(written.exists()))
