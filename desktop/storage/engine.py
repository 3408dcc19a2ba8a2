"""Opens the encrypted database of an espace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from desktop.errors import FichierRefuse

KEY_BYTES = 32
_CACHE_KIB = 32 * 1024
_PAGE_BYTES = 4096
_PLAIN = b"SQLite format 3\0"
WRITING = {"carnet_ecriture": True}
"""Execution option of the connections that begin with a write lock."""


def connect(path: Path, key: bytes, *, uri_mode: str = "rw") -> Any:
    """Return a raw SQLCipher connection with the house's pragmas.

    The key is random, never derived here. `synchronous=FULL` is what makes a commit survive a
    power cut in WAL mode (reliability.md, finding 1).
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    raw = sqlcipher.connect(
        f"file:{quoted}?mode={uri_mode}", uri=True, check_same_thread=False, isolation_level=None
    )
    raw.execute("pragma cipher_log_level = NONE")
    raw.execute(f"pragma key = \"x'{key.hex()}'\"")
    for pragma in (
        "busy_timeout = 5000",
        "temp_store = memory",
        "trusted_schema = off",
        "cell_size_check = on",
        "foreign_keys = on",
        "secure_delete = on",  # what was erased must not lie on in a free page
        f"cache_size = -{_CACHE_KIB}",
    ):
        raw.execute(f"pragma {pragma}")
    return raw


def open_engine(path: Path, key: bytes, *, create: bool = False) -> Engine:
    """Return the SQLAlchemy engine of an espace.

    Raises:
        FichierRefuse: no database there, a foreign or damaged one, or another key.
    """
    if not create:
        _check_file(path)

    def creator() -> Any:
        raw = connect(path, key, uri_mode="rwc" if create else "rw")
        try:
            raw.execute("pragma synchronous = full")
        except BaseException:
            raw.close()  # or its -wal and -shm would stay beside a refused file
            raise
        return raw

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("carnet_ecriture")
        connection.exec_driver_sql("begin immediate" if writing else "begin")

    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("select count(*) from sqlite_schema").scalar()
    except DatabaseError as error:
        engine.dispose()
        raise _refusal(path, str(error.orig)) from error
    if create:
        path.chmod(0o600)
        use_wal(engine)
    return engine


def use_wal(engine: Engine) -> None:
    """Let readers work during a write; the file keeps the mode, a restored backup lacks it."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("pragma journal_mode = wal")
    finally:
        raw.close()


def _check_file(path: Path) -> None:
    """Refuse what can be told from outside, before the engine touches the file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            beginning = file.read(len(_PLAIN))
    except OSError as error:
        raise FichierRefuse(
            "Base introuvable",
            f"La base « {path} » est introuvable ou illisible.",
            "Vérifiez que le disque est bien branché, ou restaurez une sauvegarde.",
        ) from error
    if size == 0:
        raise FichierRefuse(
            "Base vide",
            f"La base « {path} » est un fichier vide : elle n’a pas été modifiée.",
            "Restaurez la dernière sauvegarde de cet espace.",
        )
    if beginning == _PLAIN:
        raise FichierRefuse(
            "Base d’une autre application",
            f"Le fichier « {path} » est une base non chiffrée : ce n’est pas un espace de Carnet "
            "de quartier. Il n’a pas été modifié.",
            "Remettez à sa place la base de l’espace, ou restaurez une sauvegarde.",
        )
    if size % _PAGE_BYTES:
        raise FichierRefuse(
            "Base tronquée",
            f"Le fichier « {path} » est incomplet, ou n’est pas une base de Carnet de quartier. "
            "Il n’a pas été modifié.",
            "Vérifiez que le disque est bien branché, puis restaurez la dernière sauvegarde.",
        )


def _refusal(path: Path, message: str) -> FichierRefuse:
    if "not a database" in message:
        return FichierRefuse(
            "Clé refusée",
            f"La base « {path} » ne s’ouvre pas avec la clé de ce poste : elle vient d’ailleurs, "
            "ou son début est endommagé. Elle n’a pas été modifiée.",
            "Remettez à sa place la base de cet espace, ou restaurez la dernière sauvegarde.",
        )
    return FichierRefuse(
        "Base endommagée",
        f"La base « {path} » est incomplète ou endommagée. Elle n’a pas été modifiée.",
        "Vérifiez que le disque est bien branché, puis restaurez la dernière sauvegarde.",
    )
