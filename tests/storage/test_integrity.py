"""« Vérifier la base »: silent when all is sound, one sentence for each kind of damage."""

from __future__ import annotations

import hashlib

import pytest

from desktop.models.marche import Marche
from desktop.storage import integrity
from tests.storage.espaces import ESPACE_ID, add_constat, add_marche, edit, exchange, open_store


@pytest.fixture
def worked(store, colleague):
    """A base with a conflict, a deleted root and an ordinary one."""
    marche = add_marche(store)
    row = add_constat(store, marche, "Banc cassé")
    exchange(store, colleague)
    edit(store, row, texte="d’ici")
    edit(colleague, row, texte="d’ailleurs")
    exchange(store, colleague)
    gone = add_marche(store, numero="BEI-2026-2")
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, gone))
    return store


def check(store):
    with store.reading() as session:
        return integrity.check(session.connection(), store.identity.espace, ESPACE_ID)


def tamper(store, *statements: str) -> None:
    with store.local_writing() as session:
        connection = session.connection()
        connection.exec_driver_sql("insert into garde (id) values (1)")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("delete from garde")


def test_a_sound_base_has_no_problem_and_keeps_its_bytes(worked, tmp_path):
    files = sorted(tmp_path.glob("A0.db*"))
    before = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in files if "shm" not in path.name
    ]

    found = check(worked)

    after = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in files if "shm" not in path.name
    ]
    assert found.problems == ()
    assert (found.changes, found.rows, found.blobs) == (8, 5, ())
    assert after == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update constat set texte = 'forgé'", "la fiche ne correspond pas à son journal"),
        ("update marche set supprime = 0", "la fiche ne correspond pas à son journal"),
        ("update marche set racine = 'autre'", "la fiche ne correspond pas à son journal"),
        ("update tete set conflits = 0", "les valeurs en concurrence sont mal comptées"),
        ("update tete set avis = 1", "les valeurs en concurrence sont mal comptées"),
        ("update tete set tetes = '{}'", "les valeurs en concurrence sont mal comptées"),
        ("delete from tete", "les valeurs en concurrence sont mal comptées"),
        (
            "insert into tete values ('z', 'constat', 'z', '{}', 0, 0, 0, '', '')",
            "des valeurs en concurrence sans fiche",
        ),
        (
            "insert into constat (id, racine, supprime) values ('z', 'z', 0)",
            "aucune ligne du journal ne l’explique",
        ),
        ("update changement set auteur = 'autre' where n = 2", "a été modifiée"),
        ("update changement set contenu = '{}' where n = 2", "Le contenu de la ligne 2"),
        ("delete from changement where n = 2 and replica like 'a%'", "saute de 1 à 3"),
        ("update frontiere set n = n + 1", "Le dernier numéro connu"),
        ("delete from frontiere", "Le dernier numéro connu"),
        ("delete from recherche_doc", "L’index de recherche"),
        ("delete from recherche where rowid = 1", "ne compte pas autant de documents"),
    ],
)
def test_each_kind_of_damage_is_told(statement, words, worked):
    tamper(worked, statement)

    problems = check(worked).problems

    assert any(words in problem for problem in problems), problems


def test_a_link_to_nowhere_is_counted(worked):
    tamper(worked, "pragma defer_foreign_keys = on")
    worked.engine.dispose()
    from desktop.storage.engine import connect

    raw = connect(worked.path, worked.key)
    raw.execute("pragma foreign_keys = off")
    raw.execute("insert into garde (id) values (1)")
    raw.execute("update constat set marche_id = 'absente'")
    raw.execute("delete from garde")
    raw.close()

    assert "1\xa0lien de « Constat » vers une fiche absente." in check(worked).problems


@pytest.mark.parametrize("table", ["constat", "equipement"])
def test_a_page_changed_from_outside_is_told(table, worked):
    with worked.reading() as session:
        page = session.connection().exec_driver_sql(
            "select rootpage from sqlite_schema where name = ?", (table,)
        )
        start = (page.scalar() - 1) * 4096
    worked.engine.dispose()
    path = worked.path
    whole = bytearray(path.read_bytes())
    whole[start + 100] ^= 1
    path.write_bytes(whole)
    store = open_store(path)

    problems = check(store).problems
    store.engine.dispose()

    assert problems == ("Des pages du fichier de la base ont été modifiées hors de l’application.",)


def test_many_faults_are_told_shortly(store):
    marche = add_marche(store)
    for _ in range(25):
        add_constat(store, marche)
    tamper(store, "update constat set texte = 'forgé'")

    problems = check(store).problems

    assert len(problems) == 21
    assert problems[-1] == "… et 5 autres fiches en défaut."
