"""What opens, what is refused with which words, and what never reaches the disk in clear."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.storage.engine import connect
from desktop.storage.espace_store import EspaceStore
from tests.storage.espaces import CANARY, KEY, add_constat, add_marche, new_store, open_store


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A database of several pages, closed."""
    path = tmp_path / "espace.db"
    store = new_store(path)
    add_constat(store, add_marche(store))
    store.close()
    return path


def refusal(path: Path, key: bytes = KEY) -> FichierRefuse:
    """Open a file that must be refused, and check that nothing in its folder moved.

    The engine may leave an empty -wal and its index beside a damaged base: they hold nothing.
    """
    before = contents(path.parent)
    with pytest.raises(FichierRefuse) as caught:
        EspaceStore.open(path, key, espace=Espace.TERRAIN, personne_id="personne-a")
    assert contents(path.parent) == before
    return caught.value


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix != ".db-shm" and not (path.suffix == ".db-wal" and not path.stat().st_size)
    }


def spoilt(kind: str, path: Path) -> bytes:
    """Put a file of one bad kind at `path` and return the key to open it with."""
    whole = path.read_bytes()
    if kind == "missing":
        path.unlink()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "foreign":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("create table clients (nom)")
        other.close()
    elif kind == "truncated":
        path.write_bytes(whole[:-100])
    elif kind == "truncated at a page":
        path.write_bytes(whole[: len(whole) // 8192 * 4096])
    elif kind == "no table":
        path.unlink()
        raw = connect(path, KEY, uri_mode="rwc")
        raw.execute("create table t (x)")
        raw.execute("drop table t")
        raw.close()
    elif kind == "wrong key":
        return os.urandom(32)
    return KEY


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("missing", "Base introuvable"),
        ("empty", "Base vide"),
        ("foreign", "Base d’une autre application"),
        ("truncated", "Base tronquée"),
        ("truncated at a page", "Base endommagée"),
        ("no table", "Base inachevée"),
        ("wrong key", "Clé refusée"),
    ],
)
def test_a_bad_file_is_refused_in_its_own_words_and_left_as_it_was(kind, title, base):
    key = spoilt(kind, base)

    error = refusal(base, key)

    assert error.title == title
    assert error.remedy


def test_a_damaged_first_page_is_refused_as_an_unknown_key(base):
    whole = bytearray(base.read_bytes())
    whole[1000] ^= 1
    base.write_bytes(whole)

    assert refusal(base).title == "Clé refusée"


def test_the_base_of_the_other_espace_is_refused(tmp_path):
    path = tmp_path / "espace.db"
    new_store(path, espace=Espace.RELOGEMENT).close()

    assert refusal(path).title == "Base d’un autre espace"


def test_a_database_whose_creation_was_cut_off_is_refused(base):
    raw = connect(base, KEY)
    raw.execute("delete from identite")
    raw.close()

    assert refusal(base).title == "Base inachevée"


def test_no_typed_word_can_be_read_in_any_file_of_the_base(tmp_path):
    store = new_store(tmp_path / "espace.db")
    add_constat(store, add_marche(store), CANARY)

    files = sorted(path.name for path in tmp_path.iterdir())
    found = [path.name for path in tmp_path.iterdir() if CANARY.encode() in path.read_bytes()]
    with store.reading() as session:
        held = session.connection().exec_driver_sql("select texte from constat").scalar()
    store.close()

    assert files == ["espace.db", "espace.db-shm", "espace.db-wal"]
    assert held == CANARY
    assert found == []
    assert CANARY.encode() not in (tmp_path / "espace.db").read_bytes()


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("cipher_page_size", "4096"),
    ],
)
def test_every_connection_has_the_pragmas_of_the_house(pragma, expected, store):
    with store.reading() as session:
        found = session.connection().exec_driver_sql(f"pragma {pragma}").scalar()

    assert found == expected


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_new_base_is_readable_by_its_owner_only(tmp_path):
    from desktop.storage.espace_store import Identity

    path = tmp_path / "neuve.db"
    identity = Identity(Espace.TERRAIN, "e", "Aix", "", "A", "Portable A")

    store = EspaceStore.create(path, KEY, identity=identity, personne_id="p")

    mode = path.stat().st_mode & 0o777
    replica = store.identity.replica
    store.close()
    assert mode == 0o600
    assert len(replica) == 16


def test_a_closed_base_opens_again_with_what_was_saved(base):
    store = open_store(base)

    with store.reading() as session:
        count = session.connection().exec_driver_sql("select count(*) from constat").scalar()
    store.close()

    assert count == 1
