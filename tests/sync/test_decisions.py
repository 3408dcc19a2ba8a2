"""Conflicts, decisions, deletes and restores between postes that exchange real files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.services.contexte import EspaceOuvert
from desktop.services.doublons import DoublonsService
from desktop.services.journal import JournalService
from tests.storage.espaces import (
    add_constat,
    add_marche,
    dump,
    edit,
    hidden,
    open_espace,
    value,
)
from tests.sync.postes import export, picture, problems, take


@pytest.fixture
def postes(tmp_path) -> Iterator[list[EspaceOuvert]]:
    made = [open_espace(tmp_path / letter, letter) for letter in "ABC"]
    yield made
    for espace in made:
        espace.close()


@pytest.fixture
def late(tmp_path) -> Iterator[EspaceOuvert]:
    """Give a fourth poste, which has read nothing yet."""
    made = open_espace(tmp_path / "D", "D")
    yield made
    made.close()


@pytest.fixture
def send(tmp_path):
    """Carry a file from a poste to others; photos with it."""
    numbers = count()

    def carry(source: EspaceOuvert, *targets: EspaceOuvert) -> Path:
        path = export(source, tmp_path / f"{next(numbers)}.carnet")
        for target in targets:
            take(target, path)
        return path

    return carry


@pytest.fixture
def seen(postes, send) -> str:
    """Create a constat on A that every poste knows; return its id."""
    row = add_constat(postes[0].store, add_marche(postes[0].store))
    send(postes[0], *postes[1:])
    return row


def meet(postes, send) -> None:
    """Let everything go through the first poste; all say the same at the end."""
    for poste in postes[1:]:
        send(poste, postes[0])
    send(postes[0], *postes[1:])
    first, *others = (without_lots(poste) for poste in postes)
    assert all(other == first for other in others)


def without_lots(poste: EspaceOuvert) -> dict[str, list[tuple[object, ...]]]:
    """Return what must be equal; each poste knows from which file it has a change."""
    found = dump(poste.store)
    return found | {"changement": [line[:-1] for line in found["changement"]]}


def texts(poste: EspaceOuvert) -> list[set[str]]:
    return [
        {found.valeur for found in conflict.valeurs}
        for conflict in JournalService(poste).conflicts()
    ]


def decide(poste: EspaceOuvert, row: str, text: str) -> None:
    journal = JournalService(poste)
    (conflict,) = journal.conflicts()
    (head,) = [found.head for found in conflict.valeurs if found.valeur == text]
    journal.keep("constat", row, "texte", head)


def delete(poste: EspaceOuvert, row: str, entity=Constat) -> None:
    with poste.store.writing("Suppression") as unit:
        unit.delete(unit.get(entity, row))


def notices(poste: EspaceOuvert) -> list[str]:
    return [found.row for found in JournalService(poste).notices()]


def test_scenario_02_one_field_edited_on_two_postes_is_one_conflict_with_one_winner(
    postes, seen, send
):
    edit(postes[0].store, seen, texte="d’ici")
    postes[1].store.clock.ms += 1
    edit(postes[1].store, seen, texte="d’ailleurs")

    meet(postes, send)

    for poste in postes:
        assert texts(poste) == [{"d’ici", "d’ailleurs"}]
        assert value(poste.store, seen) == "d’ailleurs"


@pytest.mark.long
def test_scenario_03_the_same_value_on_two_postes_is_no_conflict(postes, seen, send):
    for poste in postes[:2]:
        edit(poste.store, seen, texte="pareil")

    meet(postes, send)

    for poste in postes:
        assert (texts(poste), value(poste.store, seen)) == ([], "pareil")


@pytest.mark.parametrize("order", [(2, 1, 0), pytest.param((1, 2, 0), marks=pytest.mark.long)])
def test_scenario_04_a_decision_closes_the_conflict_for_who_reads_it_before_the_conflict(
    order, postes, late, seen, send
):
    a, b, c = postes
    d = late
    send(a, d)
    edit(a.store, seen, texte="un")
    first = send(a, c)
    edit(b.store, seen, texte="deux")
    second = send(b, c)
    decide(c, seen, "un")
    third = send(c)

    for number in order:
        take(d, (first, second, third)[number])

    assert (texts(d), value(d.store, seen)) == ([], "un")
    assert problems(d) == ()


def test_scenario_05_two_decisions_are_one_new_conflict_and_nothing_older_comes_back(
    postes, seen, send
):
    _, b, c = postes
    edit(b.store, seen, texte="un")
    edit(c.store, seen, texte="deux")
    meet(postes, send)
    decide(c, seen, "un")
    JournalService(b).keep_other("constat", seen, "texte", "trois")

    meet(postes, send)

    for poste in postes:
        assert texts(poste) == [{"un", "trois"}]
    decide(b, seen, "trois")
    meet(postes, send)
    for poste in postes:
        assert (texts(poste), value(poste.store, seen)) == ([], "trois")


def test_a_decision_taken_back_opens_the_conflict_again_for_who_had_seen_it_closed(
    postes, seen, send
):
    edit(postes[0].store, seen, texte="un")
    edit(postes[1].store, seen, texte="deux")
    meet(postes, send)
    decide(postes[2], seen, "un")
    meet(postes, send)
    assert [texts(poste) for poste in postes] == [[]] * len(postes)

    JournalService(postes[2]).undo()
    meet(postes, send)

    for poste in postes:
        assert texts(poste) == [{"un", "deux"}]
    decide(postes[2], seen, "deux")
    meet(postes, send)
    for poste in postes:
        assert (texts(poste), value(poste.store, seen)) == ([], "deux")


def test_scenario_10_an_edit_that_the_deleter_had_not_seen_keeps_the_record_with_a_notice(
    postes, seen, send
):
    delete(postes[0], seen)
    edit(postes[1].store, seen, texte="vu après")

    meet(postes, send)

    for poste in postes:
        assert not hidden(poste.store, seen)
        assert value(poste.store, seen) == "vu après"
        assert notices(poste) == [seen]
    JournalService(postes[2]).settle_notice("constat", seen, garder=False)
    meet(postes, send)
    for poste in postes:
        assert (hidden(poste.store, seen), notices(poste)) == (True, [])


@pytest.mark.parametrize("what", ["photo", pytest.param("constat", marks=pytest.mark.long)])
def test_scenario_11_a_child_that_the_deleter_had_not_seen_keeps_the_record_with_a_notice(
    what, postes, send
):
    a, b = postes[:2]
    marche = add_marche(a.store)
    send(a, *postes[1:])
    delete(a, marche, Marche)
    if what == "photo":
        picture(b, marche)
    else:
        add_constat(b.store, marche)

    meet(postes, send)

    for poste in postes:
        assert not hidden(poste.store, marche, Marche)
        assert notices(poste) == [marche]
    JournalService(postes[2]).settle_notice("marche", marche, garder=True)
    meet(postes, send)
    for poste in postes:
        assert (hidden(poste.store, marche, Marche), notices(poste)) == (False, [])


@pytest.mark.long
def test_scenario_12_delete_restore_and_delete_again_are_each_seen_by_all(postes, seen, send):
    delete(postes[0], seen)
    meet(postes, send)
    assert all(hidden(poste.store, seen) for poste in postes)

    JournalService(postes[1]).restore("constat", seen)
    meet(postes, send)
    assert not any(hidden(poste.store, seen) for poste in postes)

    delete(postes[2], seen)
    meet(postes, send)
    for poste in postes:
        assert (hidden(poste.store, seen), notices(poste)) == (True, [])


def test_scenario_13_a_restore_that_saw_one_of_two_deletes_revives_with_a_notice(
    postes, seen, send
):
    a, b, c = postes
    delete(a, seen)
    delete(b, seen)
    send(a, c)  # C never saw what B did
    JournalService(c).restore("constat", seen)

    meet(postes, send)

    for poste in postes:
        assert (hidden(poste.store, seen), notices(poste)) == (False, [seen])


def test_a_merge_and_a_separation_travel_in_files_and_close_and_open_everywhere(postes, seen, send):
    a, b = postes[:2]
    with a.store.reading() as session:
        marche = session.get(Constat, seen).marche_id
    other = add_constat(b.store, marche, texte="Banc arraché")
    meet(postes, send)
    DoublonsService(a).merge("constat", seen, other, {"texte": 1})
    edit(b.store, other, texte="Banc parti")
    meet(postes, send)

    canon = min(seen, other)
    for poste in postes:
        assert texts(poste) == [{"Banc arraché", "Banc parti"}]
        assert hidden(poste.store, max(seen, other))
        assert not hidden(poste.store, canon)
    DoublonsService(postes[2]).separate("constat", other)
    meet(postes, send)
    for poste in postes:
        assert texts(poste) == []
        assert (value(poste.store, seen), value(poste.store, other)) == (
            "Banc cassé",
            "Banc parti",
        )
