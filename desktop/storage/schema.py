"""Brings a database to the schema of this application; Alembic is loaded only if they differ.

A database that holds something is copied into the backups of its espace before anything is
changed in it, and stays as it is when the copy cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.formats import from_ms
from desktop.paths import backups_beside, private_dir
from desktop.storage.engine import WRITING

HEAD = "0004"
"""Revision this application writes; a test holds it equal to Alembic's head."""

KNOWN = ("0001", "0002", "0003", "0004")

MIGRATIONS = Path(__file__).parent / "migrations"


def revision(engine: Engine) -> str | None:
    """Return the revision of a database, None for a new one."""
    with engine.connect() as connection:
        if not connection.exec_driver_sql(
            "select count(*) from sqlite_schema where name = 'alembic_version'"
        ).scalar():
            return None
        found: str | None = connection.exec_driver_sql(
            "select version_num from alembic_version"
        ).scalar()
        return found


def upgrade(engine: Engine, espace: Espace, *, keep: Callable[[], object] | None = None) -> bool:
    """Run the missing revisions in one transaction; return whether anything was done.

    Args:
        engine: The database.
        espace: Which tables it has.
        keep: Copies the database, called before the first revision if it is not a new one.

    Raises:
        FichierRefuse: the database was written by a newer application.
        EcritureImpossible: the copy could not be written; nothing was changed.
    """
    found = revision(engine)
    if found == HEAD:
        return False
    if found is not None and found not in KNOWN:
        raise FichierRefuse(
            "Base d’une version plus récente",
            f"Cette base a été écrite par une version plus récente (schéma {found}) : "
            "elle n’a pas été modifiée.",
            "Installez la dernière version de Carnet de quartier sur ce poste.",
        )
    if found is not None and keep is not None:
        keep()
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        run_revisions(connection, espace)
    return True


def keep_copy(path: Path, key: bytes, ms: int) -> Path:
    """Write a backup of a database that is about to be upgraded, proven good; return its path.

    Raises:
        EcritureImpossible: it could not be written.
    """
    from desktop.storage import backup  # which needs the store, and the store this module

    try:
        folder = private_dir(backups_beside(path))
        target = folder / f"{from_ms(ms):%Y-%m-%d_%H%M%S}_avant-mise-a-jour-{HEAD}.db"
        backup.copy(path, key, target)
    except EcritureImpossible as error:
        raise EcritureImpossible(
            "Mise à jour de la base remise à plus tard",
            "Cette base doit être mise à jour pour cette version, et la sauvegarde qui précède "
            f"n’a pas pu être écrite : la base n’a pas été modifiée. {error.message}",
            error.remedy,
        ) from error
    return target


def run_revisions(connection: Connection, espace: Espace, target: str = "head") -> None:
    """Run Alembic inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["espace"] = espace.value
    command.upgrade(config, target)
