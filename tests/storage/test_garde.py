"""The triggers: nothing writes to a synced table or to the log beside the recorder."""

# ruff: noqa: S608 - table names come from our own classes

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from desktop.domain.espaces import Espace
from desktop.models import entities

LOG = ("changement", "tete", "frontiere")
TABLES = [(espace, table) for espace in Espace for table in (*sorted(entities(espace)), *LOG)]


def statement(connection, table: str, verb: str) -> str:
    columns = [row[1] for row in connection.exec_driver_sql(f"pragma table_info({table})")]
    if verb == "insert":
        return f"insert into {table} ({columns[0]}) values ('x')"
    if verb == "update":
        return f"update {table} set {columns[0]} = 'y'"
    return f"delete from {table}"


def put_one_row(store, table: str) -> None:
    """Put a row in a table, the guard lifted: triggers fire for each row touched."""
    with store.local_writing() as session:
        connection = session.connection()
        info = connection.exec_driver_sql(f"pragma table_info({table})").all()
        needed = [row[1] for row in info if row[3] or row[1] == "id"]
        marks = ", ".join("0" for _ in needed)
        connection.exec_driver_sql("insert into garde (id) values (1)")
        connection.exec_driver_sql(f"insert into {table} ({', '.join(needed)}) values ({marks})")
        connection.exec_driver_sql("delete from garde")


@pytest.mark.parametrize(("espace", "table"), TABLES)
@pytest.mark.parametrize("verb", ["insert", "update", "delete"])
def test_a_write_beside_the_recorder_is_refused(verb, espace, table, make_store):
    store = make_store("A", espace=espace)
    put_one_row(store, table)

    with (
        pytest.raises(IntegrityError, match=r"write outside the recorder|never removed"),
        store.local_writing() as session,
    ):
        session.connection().exec_driver_sql(statement(session.connection(), table, verb))

    with store.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql(f"select count(*) from {table}").scalar() == 1


@pytest.mark.parametrize("espace", Espace)
def test_rows_are_never_removed_even_by_the_recorder(espace, make_store):
    store = make_store("A", espace=espace)

    for table in entities(espace):
        put_one_row(store, table)
        with (
            pytest.raises(IntegrityError, match="rows are hidden, never removed"),
            store.writing("") as unit,
        ):
            unit.connection.exec_driver_sql(f"delete from {table}")
