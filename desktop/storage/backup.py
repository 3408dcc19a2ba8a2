"""Copies of a database, proven good before they bear their final name, and how many to keep."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.paths import clear_away, put_in_place, sync_folder
from desktop.storage.engine import connect
from desktop.storage.espace_store import machine_fault

PART = ".part"
_LOCAL = (
    ("brouillon", ""),
    ("cle_equipe", ""),
    ("blob", ""),
    ("pair", ""),
    ("lot", "where sens = 'invitation'"),
)
"""Tables of this poste alone that a restored base takes over, and which rows of them."""

KEPT_WHOLE = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 7, 4, 3


def copy(source: Path, key: bytes, target: Path) -> None:
    """Write `target`, an encrypted copy of the open database `source`, complete or not at all.

    The engine copies one instant of the database, while others may go on writing. The copy is
    opened again with the key, checked page by page and counted table by table.

    Raises:
        EcritureImpossible: the disk refused, or the copy is not equal; no copy is left.
    """
    part = target.with_name(target.name + PART)
    try:
        counts = _write(source, key, part)
        _check(part, key, counts)
        _sync(part)
        put_in_place(part, target)
        sync_folder(target.parent)
    except sqlcipher.DatabaseError as error:
        fault = machine_fault(target, str(error))
        if fault is None:
            raise
        raise fault from error
    except OSError as error:
        raise EcritureImpossible(
            "Sauvegarde impossible",
            f"La sauvegarde n’a pas pu être écrite dans « {target.parent} ».",
            "Vérifiez la place libre et les droits de ce dossier, puis recommencez.",
        ) from error
    finally:
        clear_away(part)


def _write(source: Path, key: bytes, part: Path) -> dict[str, int]:
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(connect(source, key)) as origin, closing(connect(part, key)) as copied:
        origin.execute("begin")  # the counts and the copy are of one instant
        counts = _counts(origin)
        origin.backup(copied)
        origin.execute("rollback")
        copied.execute("pragma journal_mode = delete")  # one file, without -wal beside it
    return counts


def _check(part: Path, key: bytes, counts: dict[str, int]) -> None:
    with closing(connect(part, key, uri_mode="ro")) as copied:
        faults = copied.execute("pragma cipher_integrity_check").fetchall()
        if faults or _counts(copied) != counts:
            raise EcritureImpossible(
                "Sauvegarde refusée",
                "La sauvegarde relue ne correspond pas à la base : elle a été écartée.",
                "Vérifiez l’état du disque, puis recommencez.",
            )


def _counts(connection: Any) -> dict[str, int]:
    names = [
        name
        for (name,) in connection.execute(
            "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'"
        ).fetchall()
    ]
    return {
        name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]  # noqa: S608 - names of our own schema
        for name in names
    }


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[Any]:
    """Open a backup for reading only.

    Raises:
        FichierRefuse: foreign, damaged, or of another key; nothing was changed.
    """
    try:
        with closing(connect(path, key, uri_mode="ro")) as raw:
            raw.execute("select espace from identite").fetchone()
            yield raw
    except sqlcipher.DatabaseError as error:
        raise FichierRefuse(
            "Sauvegarde illisible",
            f"La sauvegarde « {path.name} » est endommagée, ou n’est pas de cet espace. "
            "Rien n’a été modifié.",
            "Choisissez une autre sauvegarde.",
        ) from error


def keep_local(source: Path, key: bytes, target: Path) -> int:
    """Carry into a restored base what only this poste knows, from the base it replaces.

    Drafts, team keys, erased pictures, letters given by invitation and what colleagues proved
    to hold are true whatever the log says. Both bases have the same schema.

    Returns:
        The number of drafts.
    """
    with reading(source, key) as present, closing(connect(target, key)) as raw:
        raw.execute("begin immediate")
        for table, clause in _LOCAL:
            names = [name for _, name, *_ in raw.execute(f"pragma table_info({table})").fetchall()]
            rows = present.execute(
                f"select {', '.join(names)} from {table} {clause}"  # noqa: S608 - our own names
            ).fetchall()
            raw.executemany(
                f"insert or replace into {table} ({', '.join(names)}) "  # noqa: S608 - same
                f"values ({', '.join('?' for _ in names)})",
                rows,
            )
        drafts: int = raw.execute("select count(*) from brouillon").fetchone()[0]
        raw.execute("commit")
    return drafts


def swap(prepared: Path, base: Path, key: bytes) -> None:
    """Put a prepared base in the place of a closed one: the old one or the new one, never half.

    The write-ahead log of the old base goes first, since it would be applied to the new one.

    Raises:
        EcritureImpossible: somebody still works in the old base, or the disk refuses.
    """
    try:
        with closing(connect(base, key)) as raw:
            raw.execute("pragma busy_timeout = 2000")
            raw.execute("pragma journal_mode = delete")  # refused while another connection is open
    except sqlcipher.DatabaseError as error:
        if "locked" in str(error):
            raise EcritureImpossible(
                "Base occupée",
                "Une autre opération lit ou écrit encore dans cette base. Rien n’a été modifié.",
                "Fermez les autres fenêtres de Carnet de quartier, puis recommencez.",
            ) from error
    try:
        for left in ("-wal", "-shm"):
            base.with_name(base.name + left).unlink(missing_ok=True)
        _sync(prepared)
        put_in_place(prepared, base)
        sync_folder(base.parent)
    except OSError as error:
        raise EcritureImpossible(
            "Restauration impossible",
            f"La base « {base} » ne peut pas être remplacée. Elle n’a pas été modifiée.",
            "Vérifiez que le disque est branché et que vous avez le droit d’y écrire.",
        ) from error


def superseded(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the moments whose backups may go.

    Kept: all of the last two days; then the last of each day for seven days with a backup,
    of each week for four weeks, of each month for three months. Days without a backup do not
    count, so that a laptop left in a drawer keeps its backups.
    """
    older = sorted((moment for moment in moments if now - moment > KEPT_WHOLE), reverse=True)
    kept: set[datetime] = set()
    rest: Sequence[datetime] = older
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        seen: list[tuple[int, ...]] = []
        for moment in rest:
            if period(moment) not in seen:
                if len(seen) == count:
                    break
                seen.append(period(moment))
                kept.add(moment)
        last = min((moment for moment in rest if moment in kept), default=now)
        rest = [moment for moment in rest if moment < last and period(moment) not in seen]
    return set(older) - kept


def _day(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar()[:2])


def _month(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)
