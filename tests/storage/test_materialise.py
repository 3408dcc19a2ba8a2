"""Rows as a function of the log: deletes, restores, unseen work, unknown content, purge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.changes import Kind, Stamp, commitment
from desktop.domain.codes import TypeMarche
from desktop.domain.drafts import MarcheDraft
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.storage import integrity, search
from tests.storage.espaces import (
    ESPACE_ID,
    absorb,
    add_constat,
    add_marche,
    dump,
    edit,
    exchange,
    hidden,
    log,
    value,
)


def delete(store, entity, row):
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(entity, row))


def restore(store, name, row):
    with store.writing("Rétablissement") as unit:
        unit.restore(name, row)


def notices(store):
    with store.reading() as session:
        rows = session.connection().exec_driver_sql("select ligne from tete where avis")
        return {row for (row,) in rows}


def found(store, typed):
    with store.reading() as session:
        return search.find(session.connection(), "constat", typed)


def problems(store):
    with store.reading() as session:
        return integrity.check(session.connection(), store.identity.espace, ESPACE_ID).problems


def forge(store, n=1, *, kind=Kind.SET, entity="constat", row="r" * 36, root=None, payload):
    """Return a change of a poste C that another version or a hostile program wrote."""
    template = log(store)[0]
    return replace(
        template, replica="c" * 16, n=n, stamp=Stamp(template.stamp.ms + n, 0), kind=kind,
        entity=entity, row=row, root=root or row, payload=payload,
        commitment=commitment(template.salt, payload),
    )  # fmt: skip


def test_a_deleted_root_hides_its_children_and_their_words(store):
    marche = add_marche(store)
    row = add_constat(store, marche, "Lampadaire")

    delete(store, Marche, marche)

    assert hidden(store, marche, Marche)
    assert hidden(store, row)
    assert found(store, "lampadaire") == []
    assert problems(store) == ()


def test_a_restored_root_comes_back_with_its_children(store):
    marche = add_marche(store)
    row = add_constat(store, marche, "Lampadaire")
    delete(store, Marche, marche)

    restore(store, "marche", marche)

    assert not hidden(store, marche, Marche)
    assert found(store, "lampadaire") == [row]
    assert problems(store) == ()


def test_a_deleted_child_leaves_its_root_and_its_siblings(store):
    marche = add_marche(store)
    gone, kept = add_constat(store, marche), add_constat(store, marche)

    delete(store, Constat, gone)

    assert (hidden(store, gone), hidden(store, kept), hidden(store, marche, Marche)) == (
        True,
        False,
        False,
    )
    restore(store, "constat", gone)
    assert not hidden(store, gone)
    assert problems(store) == ()


@pytest.mark.parametrize("again", [False, True], ids=["deleted", "deleted and restored"])
def test_a_write_beside_a_deleted_child_touches_its_own_row_alone(store, again):
    marche = add_marche(store)
    gone, kept = add_constat(store, marche), add_constat(store, marche)
    delete(store, Constat, gone)
    if again:
        restore(store, "constat", gone)

    with store.writing("Constat corrigé") as unit:
        unit.get(Constat, kept).texte = "Banc"

    assert unit.changes.rows == {("constat", kept)}
    assert problems(store) == ()


def test_a_child_deleted_before_its_root_stays_deleted_after_the_restore(store):
    marche = add_marche(store)
    gone, kept = add_constat(store, marche), add_constat(store, marche)
    delete(store, Constat, gone)
    delete(store, Marche, marche)

    restore(store, "marche", marche)

    assert hidden(store, gone)
    assert not hidden(store, kept)


@pytest.mark.parametrize("order", ["edit first", "delete first"])
def test_work_unseen_by_the_delete_keeps_the_root_and_raises_a_notice(order, store, colleague):
    marche = add_marche(store)
    row = add_constat(store, marche)
    exchange(store, colleague)
    if order == "edit first":
        edit(colleague, row, texte="vu sur place")
        delete(store, Marche, marche)
    else:
        delete(store, Marche, marche)
        edit(colleague, row, texte="vu sur place")

    exchange(store, colleague)

    for each in (store, colleague):
        assert not hidden(each, marche, Marche)
        assert value(each, row) == "vu sur place"
        assert notices(each) == {marche}
        assert problems(each) == ()
    assert found(store, "place") == [row]


def test_settling_a_notice_settles_it_for_everybody(store, colleague):
    marche = add_marche(store)
    exchange(store, colleague)
    add_constat(colleague, marche)
    delete(store, Marche, marche)
    exchange(store, colleague)

    restore(store, "marche", marche)
    exchange(store, colleague)

    assert notices(store) == notices(colleague) == set()


def test_deleting_again_hides_on_every_poste(store, colleague):
    marche = add_marche(store)
    exchange(store, colleague)
    delete(store, Marche, marche)
    exchange(store, colleague)
    restore(colleague, "marche", marche)
    exchange(store, colleague)

    delete(colleague, Marche, marche)
    exchange(store, colleague)

    assert hidden(store, marche, Marche)
    assert hidden(colleague, marche, Marche)
    assert dump(store)["marche"] == dump(colleague)["marche"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("etat", "CODE_DE_2031"),
        ("gravite", 99),
        ("gravite", "forte"),
        ("lat_e7", "43.5"),
        ("texte", 12),
        ("texte", False),
        ("etat", 3),
    ],
)
def test_a_value_this_version_does_not_know_is_kept_in_the_log_and_shown_as_none(
    field, wrong, store
):
    marche = add_marche(store)
    row = add_constat(store, marche)
    change = forge(store, row=row, root=marche, payload={field: {"v": wrong, "x": []}})
    held = log(store)[-1].payload.get(field)
    if held is not None:
        replaced = [[log(store)[-1].replica, log(store)[-1].n]]
        change = forge(store, row=row, root=marche, payload={field: {"v": wrong, "x": replaced}})

    absorb(store, [change])

    assert value(store, row, field) is None
    assert [kept.payload for kept in log(store) if kept.replica == "c" * 16] == [change.payload]
    assert problems(store) == ()


def test_a_form_that_shows_a_default_for_an_unknown_code_does_not_write_it_over(store):
    marche = add_marche(store)
    held = next(change for change in log(store) if "type" in change.payload)
    newer = {"type": {"v": "MARCHE_DE_2031", "x": [[held.replica, held.n]]}}
    absorb(store, [forge(store, entity="marche", row=marche, root=marche, payload=newer)])

    with store.writing("Marche corrigée") as unit:
        row = unit.get(Marche, marche)
        assert row.type is None
        unit.fill(row, MarcheDraft(numero="BEI-2026-9"))  # the form shows « diagnostic de jour »
    with store.reading() as session:
        assert session.get(Marche, marche).numero == "BEI-2026-9"
    own = [change for change in log(store) if change.replica == "a" * 16]
    assert "type" not in own[-1].payload

    with store.writing("Marche corrigée") as unit:
        unit.fill(unit.get(Marche, marche), MarcheDraft(type=TypeMarche.VISITE_LEVEE))
    with store.reading() as session:
        assert session.get(Marche, marche).type == TypeMarche.VISITE_LEVEE


def test_an_unknown_field_an_unknown_entity_and_an_unknown_kind_are_kept(store):
    marche = add_marche(store)
    row = add_constat(store, marche)
    newer = [
        forge(store, 1, row=row, root=marche, payload={"odeur": {"v": "forte", "x": []}}),
        forge(store, 2, entity="arbre", payload={"essence": {"v": "platane", "x": []}}),
        forge(store, 3, kind="jumelage", row=row, root=marche, payload={"o": "autre"}),
        forge(store, 4, entity="menage", row="m" * 36, payload={"notes": {"v": "x", "x": []}}),
    ]

    absorb(store, newer)

    assert [change for change in log(store) if change.replica == "c" * 16] == newer
    assert value(store, row) == "Banc cassé"
    assert problems(store) == ()


def test_a_delete_that_arrives_before_its_row_hides_nothing_unseen(store, colleague):
    marche = add_marche(colleague)
    changes = log(colleague)
    early = forge(
        colleague, kind=Kind.DELETE, entity="marche", row=marche, payload={"f": {"b" * 16: 1}}
    )

    absorb(store, [early])
    absorb(store, changes)

    assert not hidden(store, marche, Marche)
    assert notices(store) == {marche}
    assert problems(store) == ()


def test_a_purge_empties_the_rows_and_stays_verifiable(store):
    marche = add_marche(store)
    row = add_constat(store, marche, "à effacer")

    absorb(store, [forge(store, kind=Kind.PURGE, entity="marche", row=marche, payload={"r": "x"})])

    assert hidden(store, row)
    assert value(store, row) is None
    assert found(store, "effacer") == []
    assert b"effacer" not in repr(log(store)).encode()
    assert problems(store) == ()


def test_a_text_for_a_whole_number_of_a_hostile_file_breaks_no_row(store):
    marche = add_marche(store)
    change = forge(store, row="h" * 36, root=marche, payload={"lat_e7": {"v": 2**63 - 1, "x": []}})

    absorb(store, [change])

    assert value(store, "h" * 36, "lat_e7") == 2**63 - 1
    assert problems(store) == ()
