"""Second schema: linked duplicates, the person in charge, what an import did, key generations.

Plain SQL, frozen: it must read the same in ten years, whatever today's classes become.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = (
    """
    CREATE TABLE groupe (
        ligne TEXT NOT NULL,
        canon TEXT NOT NULL,
        CONSTRAINT pk_groupe PRIMARY KEY (ligne)
    )
    """,
    """
    CREATE INDEX ix_groupe_canon ON groupe (canon)
    """,
)

_COLUMNS = (
    "ALTER TABLE membre ADD COLUMN responsable BOOLEAN",
    "ALTER TABLE identite ADD COLUMN jeton TEXT",
    "ALTER TABLE cle_equipe ADD COLUMN remplacee_ms INTEGER",
    "ALTER TABLE blob ADD COLUMN purgee BOOLEAN NOT NULL DEFAULT 0",
    "ALTER TABLE lot ADD COLUMN bilan TEXT",
    "ALTER TABLE lot ADD COLUMN retire_ms INTEGER",
)


def upgrade() -> None:
    """Add to a database of the first schema; both espaces alike."""
    for statement in (*_TABLES, *_COLUMNS):
        op.execute(statement)
    for verb in ("insert", "update", "delete"):
        op.execute(
            f"create trigger garde_groupe_{verb} before {verb} on groupe "
            "when not exists (select 1 from garde) "
            "begin select raise(abort, 'write outside the recorder'); end"
        )
