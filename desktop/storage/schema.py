"""Brings a database to the schema of this application; Alembic is loaded only if they differ."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.storage.engine import WRITING

HEAD = "0002"
"""Revision this application writes; a test holds it equal to Alembic's head."""

KNOWN = ("0001", "0002")

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


def upgrade(engine: Engine, espace: Espace) -> bool:
    """Run the missing revisions in one transaction; return whether anything was done.

    Raises:
        FichierRefuse: the database was written by a newer application.
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
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        run_revisions(connection, espace)
    return True


def run_revisions(connection: Connection, espace: Espace, target: str = "head") -> None:
    """Run Alembic inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["espace"] = espace.value
    command.upgrade(config, target)
