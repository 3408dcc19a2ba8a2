"""Duplicates linked by people: one record with the fields and the children of all."""

from __future__ import annotations

import pytest

from desktop.domain.codes import Gravite
from desktop.domain.drafts import ConstatDraft, MarcheDraft, QuartierDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.errors import UserError
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.models.menage import Menage, Occupant
from desktop.models.quartier import Quartier
from desktop.storage import groupes, integrity, journal, search, undo
from tests.storage.espaces import (
    ESPACE_ID,
    Clock,
    absorb,
    add_constat,
    add_marche,
    dump,
    edit,
    exchange,
    hidden,
    log,
    new_store,
    value,
)


@pytest.fixture
def store(tmp_path):
    made = new_store(tmp_path / "a.db", "A", clock=Clock())
    yield made
    made.close()


@pytest.fixture
def other(tmp_path):
    made = new_store(tmp_path / "b.db", "B", clock=Clock())
    yield made
    made.close()


def link(store, one: str, two: str, entity: str = "constat", **choices: object) -> str:
    with store.writing("Fusion") as unit:
        shown = unit.link(entity, one, two)
        if choices:
            unit.decide(shown, choices)
    return shown


def separate(store, row: str, entity: str = "constat") -> None:
    with store.writing("Séparation") as unit:
        unit.separate(entity, row)


def take_back(store) -> None:
    with store.writing("Annulation") as unit:
        action = undo.next_undo(unit.connection, unit.author)
        assert action is not None
        undo.take_back(unit, action)


def problems(store) -> tuple[str, ...]:
    with store.reading() as session:
        return integrity.check(session.connection(), store.identity.espace, ESPACE_ID).problems


def conflicts(store, row: str) -> int:
    with store.reading() as session:
        return int(
            session.connection()
            .exec_driver_sql("select conflits from tete where ligne = ?", (row,))
            .scalar()
        )


def canon(store) -> dict[str, str]:
    with store.reading() as session:
        return groupes.read(session.connection()).canon


def add_marche_in(store, quartier: str) -> str:
    with store.writing("Marche") as unit:
        return unit.add(Marche, MarcheDraft(quartier_id=quartier, numero="BEI-2026-2")).id


def quartier_of(store, marche: str) -> str | None:
    with store.reading() as session:
        return session.get(Marche, marche).quartier_id


def two_constats(store) -> tuple[str, str]:
    """Return two constats of one marche, the smaller id first."""
    marche = add_marche(store)
    return tuple(sorted((add_constat(store, marche, "Banc"), add_constat(store, marche, "Lampe"))))


def test_a_link_shows_one_row_with_the_fields_of_both_and_their_disagreement(store):
    first, second = two_constats(store)
    edit(store, second, lieu="Rue Essai", gravite=Gravite(2))

    shown = link(store, first, second)

    assert shown == first
    assert (hidden(store, first), hidden(store, second)) == (False, True)
    assert value(store, first, "lieu") == "Rue Essai"
    assert value(store, first, "gravite") == Gravite(2)
    assert conflicts(store, first) == 1  # the two texts
    assert conflicts(store, second) == 0
    assert problems(store) == ()


def test_a_decision_of_the_same_action_closes_the_disagreement(store):
    first, second = two_constats(store)

    shown = link(store, second, first, texte="Banc et lampe")

    assert value(store, shown) == "Banc et lampe"
    assert conflicts(store, shown) == 0
    assert problems(store) == ()


def test_separating_gives_each_row_back_what_was_its_own(store):
    first, second = two_constats(store)
    texts = value(store, first), value(store, second)
    shown = link(store, first, second, texte="Les deux")

    separate(store, second)

    assert shown == first
    assert value(store, first) == "Les deux"
    assert value(store, second) == texts[1]
    assert (hidden(store, first), hidden(store, second)) == (False, False)
    assert canon(store) == {}
    assert problems(store) == ()


@pytest.mark.parametrize("choices", [{}, {"texte": "Les deux"}])
def test_undoing_a_merge_gives_back_both_rows_as_they_were(store, choices):
    first, second = two_constats(store)
    before = value(store, first), value(store, second)
    link(store, first, second, **choices)

    take_back(store)

    assert (value(store, first), value(store, second)) == before
    assert (hidden(store, first), hidden(store, second)) == (False, False)
    assert (conflicts(store, first), conflicts(store, second)) == (0, 0)
    assert problems(store) == ()


def test_undoing_a_separation_links_again(store):
    first, second = two_constats(store)
    link(store, first, second)
    separate(store, first)

    take_back(store)

    assert canon(store) == {first: first, second: first}
    assert problems(store) == ()


def test_children_of_both_hang_under_the_row_that_is_shown(store):
    marches = sorted([add_marche(store), add_marche(store, numero="BEI-2026-2")])
    children = [add_constat(store, marche) for marche in marches]

    link(store, *marches, entity="marche")

    with store.reading() as session:
        assert [session.get(Constat, row).marche_id for row in children] == [marches[0]] * 2
    assert [hidden(store, row) for row in children] == [False, False]
    separate(store, marches[0], entity="marche")
    with store.reading() as session:
        assert [session.get(Constat, row).marche_id for row in children] == marches
    assert problems(store) == ()


def test_what_names_a_merged_row_from_another_root_names_the_one_that_is_shown(store, other):
    with store.writing("Quartiers") as unit:
        drafts = [QuartierDraft(nom="Beisson", prefixe="BEI") for _ in range(2)]
        quartiers = sorted(unit.add(Quartier, draft).id for draft in drafts)
        marche = unit.add(Marche, MarcheDraft(quartier_id=quartiers[1], numero="BEI-2026-1")).id
    exchange(store, other)

    link(store, *quartiers, entity="quartier")
    late = add_marche_in(other, quartiers[1])
    exchange(store, other)

    for one in (store, other):
        assert [quartier_of(one, row) for row in (marche, late)] == [quartiers[0]] * 2
        assert problems(one) == ()
    separate(store, quartiers[1], entity="quartier")
    exchange(store, other)
    for one in (store, other):
        assert [quartier_of(one, row) for row in (marche, late)] == [quartiers[1]] * 2
        assert problems(one) == ()


def test_deleting_the_shown_row_hides_the_children_of_both_and_restoring_brings_them_back(store):
    marches = sorted([add_marche(store), add_marche(store, numero="BEI-2026-2")])
    children = [add_constat(store, marche) for marche in marches]
    link(store, *marches, entity="marche")

    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marches[0]))
    assert [hidden(store, row) for row in children] == [True, True]
    assert hidden(store, marches[0], Marche)
    assert problems(store) == ()

    with store.writing("Rétablissement") as unit:
        unit.restore("marche", marches[0])
    assert [hidden(store, row) for row in children] == [False, False]
    assert not hidden(store, marches[0], Marche)
    assert hidden(store, marches[1], Marche)
    assert problems(store) == ()


def test_a_child_keeps_its_whole_group_alive_wherever_it_was_added(store, other):
    marches = sorted([add_marche(store), add_marche(store, numero="BEI-2026-2")])
    children = [add_constat(store, marche) for marche in marches]
    link(store, *marches, entity="marche")
    exchange(store, other)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marches[0]))
    late = add_constat(other, marches[0], "Arrivé pendant la suppression")

    exchange(store, other)

    for one in (store, other):
        assert [hidden(one, row) for row in (*children, late)] == [False] * 3
        assert not hidden(one, marches[0], Marche)
        assert problems(one) == ()


def test_scenario_15_a_merge_here_and_an_edit_of_the_other_row_there_are_pooled(store, other):
    first, second = two_constats(store)
    exchange(store, other)
    link(store, first, second, texte="Décidé à la fusion")
    edit(other, second, texte="Corrigé ailleurs", lieu="Place Essai")

    exchange(store, other)

    for one in (store, other):
        assert value(one, first, "lieu") == "Place Essai"
        assert conflicts(one, first) == 1
        assert problems(one) == ()
    assert dump(store)["tete"] == dump(other)["tete"]


def test_scenario_16_links_both_ways_and_a_cycle_make_one_group_everywhere(store, other):
    marche = add_marche(store)
    rows = sorted(add_constat(store, marche, text) for text in ("un", "deux", "trois"))
    exchange(store, other)
    link(store, rows[0], rows[1])
    link(other, rows[1], rows[0])
    exchange(store, other)
    link(store, rows[0], rows[2])
    link(other, rows[2], rows[0])

    exchange(store, other)

    for one in (store, other):
        assert canon(one) == dict.fromkeys(rows, rows[0])
        assert problems(one) == ()
    assert dump(store)["constat"] == dump(other)["constat"]


def test_taking_the_middle_row_out_leaves_the_others_together(store):
    marche = add_marche(store)
    rows = sorted(add_constat(store, marche, text) for text in ("un", "deux", "trois"))
    with store.writing("Fusion") as unit:
        unit.link("constat", rows[1], rows[0])
        unit.link("constat", rows[1], rows[2])

    separate(store, rows[1])

    assert canon(store) == {rows[0]: rows[0], rows[2]: rows[0]}
    assert problems(store) == ()


def test_who_had_the_other_row_open_is_told_and_writes_nothing(store):
    first, second = two_constats(store)
    link(store, first, second)

    with pytest.raises(UserError) as caught:
        edit(store, second, texte="Trop tard")

    assert caught.value.title == "Fiche réunie avec une autre"
    assert "Trop tard" not in str(log(store))


def test_a_link_that_arrives_before_its_rows_waits_for_them(store, other, tmp_path):
    first, second = two_constats(store)
    exchange(store, other)
    link(other, first, second)
    third = new_store(tmp_path / "c.db", "C", clock=Clock())

    absorb(third, [change for change in log(other) if change.replica == "b" * 16])
    assert canon(third) == {}
    assert problems(third) == ()

    absorb(third, log(store))
    assert canon(third) == {first: first, second: first}
    assert problems(third) == ()
    third.close()


def test_a_merged_menage_is_found_by_the_names_of_both(tmp_path):
    store = new_store(tmp_path / "r.db", "A", espace=Espace.RELOGEMENT, clock=Clock())
    rows = []
    for name in ("Durand-ESSAI", "Dupont-ESSAI"):
        with store.writing("Ménage") as unit:
            menage = unit.add(Menage, MenageDraft())
            rows.append(menage.id)
            draft = OccupantDraft(menage_id=menage.id, nom=name)
            unit.add(Occupant, draft, root=menage.id)

    shown = link(store, *rows, entity="menage")

    with store.reading() as session:
        connection = session.connection()
        assert search.find(connection, "menage", "durand") == [shown]
        assert search.find(connection, "menage", "dupont") == [shown]
    separate(store, rows[0], entity="menage")
    with store.reading() as session:
        connection = session.connection()
        assert search.find(connection, "menage", "durand") == [rows[0]]
        assert search.find(connection, "menage", "dupont") == [rows[1]]
    assert problems(store) == ()
    store.close()


def test_purging_one_of_two_linked_rows_leaves_the_other_alone(store):
    marches = sorted([add_marche(store), add_marche(store, numero="BEI-2026-2")])
    children = [add_constat(store, marche) for marche in marches]
    link(store, *marches, entity="marche")

    with store.writing("Effacement") as unit:
        unit.purge("marche", marches[0], "ERREUR")

    assert canon(store) == {}
    assert hidden(store, marches[0], Marche)
    assert not hidden(store, marches[1], Marche)
    assert [hidden(store, row) for row in children] == [True, False]
    with store.reading() as session:
        assert session.get(Constat, children[1]).marche_id == marches[1]
    assert problems(store) == ()


def test_an_edit_of_the_shown_row_reads_the_pooled_values(store):
    first, second = two_constats(store)
    edit(store, second, lieu="Rue Essai")
    link(store, first, second)

    edit(store, first, lieu="Place Essai")

    assert value(store, first, "lieu") == "Place Essai"
    with store.reading() as session:
        pooled = groupes.changes_of(session.connection(), [first])[first]
        own = journal.changes_of_rows(session.connection(), [first])[first]
    assert len(pooled) > len(own)
    separate(store, second)
    assert value(store, second, "lieu") == "Rue Essai"
    assert value(store, first, "lieu") == "Place Essai"
    assert problems(store) == ()


def test_only_rows_of_one_kind_can_be_linked(store):
    marche = add_marche(store)
    constat = add_constat(store, marche)
    with store.writing("Fusion") as unit:
        unit.relink("constat", constat, marche)  # as a forged file would
        unit.relink("marche", marche, constat)

    assert canon(store) == {}
    assert problems(store) == ()
    with store.reading() as session:
        assert session.get(Constat, constat).texte == ConstatDraft(texte="Banc cassé").texte
