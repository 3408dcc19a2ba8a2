"""Revisions: equal to the tables of the code, whole or not at all, never backwards."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, ForeignKeyConstraint, MetaData

from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.models import table_names
from desktop.models.base import Base
from desktop.storage import integrity, schema
from desktop.storage.engine import connect, open_engine
from tests.storage.espaces import ESPACE_ID, KEY, add_constat, add_marche, new_store, open_store

BASES = Path(__file__).parents[1] / "anciennes_bases"
ANCIENNE = BASES / "terrain-0001.db"
ANCIENNES = sorted(BASES.glob("terrain-*.db"))
"""Written by the applications of earlier revisions; never written again."""

BROKEN = """
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade():
    op.execute("create table nouvelle (id text)")
    op.execute("alter table constat add column odeur text")
    op.execute("this is not SQL")
"""


def metadata(espace: Espace) -> MetaData:
    wanted = MetaData(naming_convention=Base.metadata.naming_convention)
    for name in table_names(espace):
        Base.metadata.tables[name].to_metadata(wanted)
    return wanted


def is_ordinary(name: str | None, kind: str, parents: object) -> bool:
    """Leave out Alembic's own table and those that the full-text engine makes for itself."""
    if kind != "table" or name == "recherche_doc":
        return True
    return name != "alembic_version" and not name.startswith("recherche")


def drift(connection: Connection, wanted: MetaData) -> list[Any]:
    """Return how the tables differ from the code.

    SQLAlchemy does not read the deferral of a foreign key that stands in a column added later:
    such a key is looked for in the text of the table instead.
    """
    context = MigrationContext.configure(connection, opts={"include_name": is_ordinary})
    found = compare_metadata(context, wanted)
    tables = "select name, sql from sqlite_schema where type = 'table'"
    texts = dict(connection.exec_driver_sql(tables).all())

    def is_deferred(key: ForeignKeyConstraint) -> bool:
        column, target = key.column_keys[0], key.elements[0].target_fullname.split(".")[0]
        line = (
            f"{column} TEXT CONSTRAINT fk_{key.table.name}_{column} "
            f"REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED"
        )
        return line in texts[key.table.name]

    return [one for one in found if not (one[0] in {"add_fk", "remove_fk"} and is_deferred(one[1]))]


def schema_of(path: Path) -> list[tuple[str, ...]]:
    raw = connect(path, KEY)
    found = raw.execute("select type, name, sql from sqlite_schema order by type, name").fetchall()
    raw.close()
    return found


@pytest.fixture
def newer(tmp_path, monkeypatch) -> Path:
    """Make the application know one more revision; return the folder of revisions."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    monkeypatch.setattr(schema, "HEAD", "0005")
    return folder / "versions"


def test_the_declared_head_is_the_last_revision():
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))

    script = ScriptDirectory.from_config(config)

    assert script.get_current_head() == schema.HEAD
    assert set(schema.KNOWN) == {found.revision for found in script.walk_revisions()}


@pytest.mark.parametrize("espace", Espace)
def test_a_new_database_has_exactly_the_tables_of_the_code(espace, tmp_path):
    engine = open_engine(tmp_path / "neuve.db", KEY, create=True)
    schema.upgrade(engine, espace)

    with engine.connect() as connection:
        differences = drift(connection, metadata(espace))
    engine.dispose()

    assert differences == []


@pytest.mark.parametrize("espace", Espace)
def test_every_reference_has_an_index(espace, tmp_path):
    """Without one, each row written before the row it names costs a walk through the table."""
    engine = open_engine(tmp_path / "neuve.db", KEY, create=True)
    schema.upgrade(engine, espace)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "select m.name, f.'from' from sqlite_schema m, pragma_foreign_key_list(m.name) f "
            "where m.type = 'table'"
        ).all()
        bare = [
            (table, column)
            for table, column in found
            if not connection.exec_driver_sql(
                "select 1 from pragma_index_list(?) l, pragma_index_info(l.name) i "
                "where i.seqno = 0 and i.name = ?",
                (table, column),
            ).all()
        ]
    engine.dispose()

    assert len(found) >= (5 if espace is Espace.TERRAIN else 3)
    assert bare == []


def test_the_drift_check_sees_a_missing_column_and_a_missing_index(tmp_path):
    store = new_store(tmp_path / "espace.db")
    wanted = metadata(Espace.TERRAIN)
    from sqlalchemy import Column, Index, Text

    wanted.tables["constat"].append_column(Column("odeur", Text))
    Index("ix_constat_theme", wanted.tables["constat"].c.theme)

    with store.engine.connect() as connection:
        found = drift(connection, wanted)
    store.close()

    assert {difference[0] for difference in found} >= {"add_column", "add_index"}


def test_a_database_of_this_version_is_opened_without_alembic(tmp_path, monkeypatch):
    path = tmp_path / "espace.db"
    new_store(path).close()
    monkeypatch.setattr(schema, "run_revisions", lambda *_: pytest.fail("nothing to migrate"))

    open_store(path).close()


def test_a_revision_that_fails_leaves_the_old_schema_and_the_rows(newer, tmp_path):
    path = tmp_path / "espace.db"
    raw_store = new_store_at_this_revision(path)
    before = schema_of(path)
    (newer / "v0005_cassee.py").write_text(BROKEN, encoding="utf-8")

    with pytest.raises(Exception, match="syntax error"):
        open_store(path)

    assert schema_of(path) == before
    assert revision_of(path) == "0004"
    assert raw_store == 1


def test_a_good_revision_is_applied_once_and_keeps_the_rows(newer, tmp_path):
    path = tmp_path / "espace.db"
    new_store_at_this_revision(path)
    good = BROKEN.replace('    op.execute("this is not SQL")\n', "")
    (newer / "v0005_bonne.py").write_text(good, encoding="utf-8")

    open_store(path).close()
    store = open_store(path)

    with store.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("select odeur from constat").all() == [(None,)]
    store.close()
    assert revision_of(path) == "0005"


@pytest.mark.parametrize("ancienne", ANCIENNES, ids=lambda path: path.stem)
def test_a_database_of_an_earlier_revision_is_brought_here_with_its_rows(ancienne, tmp_path):
    path = tmp_path / "espace.db"
    shutil.copyfile(ancienne, path)

    store = open_store(path)

    with store.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("select count(*) from constat").scalar() == 1
        assert connection.exec_driver_sql("select count(*) from groupe").scalar() == 0
        assert integrity.check(connection, Espace.TERRAIN, ESPACE_ID).problems == ()
        assert drift(connection, metadata(Espace.TERRAIN)) == []
    store.close()
    assert revision_of(path) == schema.HEAD


def test_a_database_that_holds_data_is_copied_before_it_is_upgraded(tmp_path):
    path = tmp_path / "espace.db"
    shutil.copyfile(ANCIENNE, path)

    open_store(path).close()

    kept = list((tmp_path / "sauvegardes").iterdir())
    assert [one.name[17:] for one in kept] == [f"_avant-mise-a-jour-{schema.HEAD}.db"]
    assert revision_of(kept[0]) == "0001"
    assert schema_of(kept[0]) == schema_of(ANCIENNE)


def test_a_new_database_and_one_of_this_version_leave_no_copy(tmp_path):
    new_store(tmp_path / "espace.db").close()
    open_store(tmp_path / "espace.db").close()

    assert not (tmp_path / "sauvegardes").exists()


def test_without_its_copy_a_database_is_not_upgraded(tmp_path):
    path = tmp_path / "espace.db"
    shutil.copyfile(ANCIENNE, path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "sauvegardes").write_text("a file where the folder should be")

    with pytest.raises(EcritureImpossible) as caught:
        open_store(path)

    assert caught.value.title == "Mise à jour de la base remise à plus tard"
    assert "n’a pas été modifiée" in caught.value.message
    assert caught.value.remedy
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_newer_database_is_refused_and_its_bytes_stay(tmp_path):
    path = tmp_path / "espace.db"
    new_store(path).close()
    raw = connect(path, KEY)
    raw.execute("update alembic_version set version_num = '0099'")
    raw.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    with pytest.raises(FichierRefuse) as caught:
        open_store(path)

    assert caught.value.title == "Base d’une version plus récente"
    assert "0099" in caught.value.message
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def new_store_at_this_revision(path: Path) -> int:
    """Make a database of the last revision that holds one constat; return the count."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "HEAD", "0004")
        store = new_store(path)
        add_constat(store, add_marche(store))
        with store.reading() as session:
            count = session.connection().exec_driver_sql("select count(*) from constat").scalar()
        store.close()
    return count


def revision_of(path: Path) -> str:
    raw = connect(path, KEY)
    found = raw.execute("select version_num from alembic_version").fetchone()[0]
    raw.close()
    return found
