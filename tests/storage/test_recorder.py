"""What a unit of work writes in the log, and what it does not."""

from __future__ import annotations

import pytest

from desktop.domain.changes import TEXT_MAX, Kind, Stamp
from desktop.domain.changes_codec import to_line
from desktop.domain.codes import Gravite, OriginePosition, Polarite
from desktop.domain.drafts import ConstatDraft
from desktop.errors import SaisieRefusee, UserError
from desktop.models.constat import Constat
from desktop.models.journal import Action
from desktop.models.marche import Marche
from desktop.storage import integrity, journal, undo
from desktop.storage.recorder import Author
from desktop.sync.paquets import LINE_MAX
from tests.storage.espaces import (
    ESPACE_ID,
    NOON,
    Clock,
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


def last_payload(store):
    return log(store)[-1].payload


def values(payload):
    return {name: edit["v"] for name, edit in payload.items()}


def test_a_created_row_is_one_change_with_its_filled_fields_only(store):
    marche = add_marche(store)
    before = len(log(store))

    row = add_constat(store, marche, "Banc cassé", gravite=Gravite(2), lat_e7=435000000)

    written = log(store)[before:]
    assert len(written) == 1
    assert (written[0].kind, written[0].row, written[0].root) == (Kind.SET, row, marche)
    assert values(written[0].payload) == {
        "numero": "BEI-2026-1-001",
        "marche_id": marche,
        "texte": "Banc cassé",
        "gravite": 2,
        "lat_e7": 435000000,
        "origine_position": OriginePosition.AUCUNE.value,
        "polarite": Polarite.FAIBLE.value,
    }
    assert all(edit["x"] == [] for edit in written[0].payload.values())


def test_several_flushes_of_one_row_make_one_change(store):
    row = add_constat(store, add_marche(store))
    before = len(log(store))

    with store.writing("Constat") as unit:
        constat = unit.get(Constat, row)
        constat.texte = "un"
        unit.session.flush()
        constat.lieu = "place"
        unit.session.flush()
        constat.texte = "deux"

    assert len(log(store)) == before + 1
    assert values(last_payload(store)) == {"texte": "deux", "lieu": "place"}


def test_only_the_touched_field_is_recorded_with_what_it_replaces(store):
    row = add_constat(store, add_marche(store))
    created = log(store)[-1]

    edit(store, row, texte="Banc réparé")

    assert last_payload(store) == {
        "texte": {"v": "Banc réparé", "x": [[created.replica, created.n]]}
    }


def test_an_emptied_field_is_recorded_as_none(store):
    row = add_constat(store, add_marche(store))

    edit(store, row, texte="")

    assert values(last_payload(store)) == {"texte": None}
    assert value(store, row) is None


def test_saving_the_same_values_again_writes_nothing(store):
    row = add_constat(store, add_marche(store), gravite=Gravite(1))
    before = dump(store)

    with store.writing("Constat") as unit:
        constat = unit.get(Constat, row)
        unit.fill(
            constat,
            ConstatDraft(marche_id=constat.marche_id, texte="Banc cassé", gravite=Gravite(1)),
        )

    assert dump(store) == before
    assert unit.changes.rows == frozenset()


def test_the_change_set_names_the_rows_of_the_action(store):
    marche = add_marche(store)

    with store.writing("Constat") as unit:
        row = unit.add(Constat, ConstatDraft(marche_id=marche), root=marche).id

    assert unit.changes.rows == {("constat", row)}


def test_an_edit_of_a_value_from_2050_wins_and_other_fields_keep_an_honest_time(make_store):
    late = make_store("B", clock=Clock(NOON + 25 * 365 * 86_400_000))
    store = make_store("A")
    row = add_constat(store, add_marche(store))
    exchange(store, late)
    edit(late, row, texte="écrit en 2050")
    exchange(store, late)

    edit(store, row, texte="corrigé", lieu="place")

    own = [found for found in log(store) if found.replica == "a" * 16][-1]
    assert own.stamp.ms == NOON
    assert own.payload["texte"]["t"] > [NOON, 0]
    assert "t" not in own.payload["lieu"]
    exchange(store, late)
    assert value(store, row) == value(late, row) == "corrigé"


def test_own_changes_stay_in_order_when_the_clock_goes_back(make_store):
    clock = Clock()
    store = make_store("A", clock=clock)
    row = add_constat(store, add_marche(store))
    clock.ms = 0

    edit(store, row, texte="à minuit en 1970")
    edit(store, row, texte="encore")

    stamps = [change.stamp for change in log(store)]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(stamps)
    assert stamps[-1] == Stamp(NOON, stamps[-1].counter)
    assert value(store, row) == "encore"


def test_an_ordinary_edit_leaves_an_open_conflict_open(store, colleague):
    row = add_constat(store, add_marche(store))
    exchange(store, colleague)
    edit(store, row, texte="d’ici")
    edit(colleague, row, texte="d’ailleurs")
    exchange(store, colleague)

    edit(store, row, texte="corrigé sans trancher")

    with store.reading() as session:
        conflicts = session.connection().exec_driver_sql(
            "select conflits from tete where ligne = ?", (row,)
        )
        assert conflicts.scalar() == 1
    assert value(store, row) == "corrigé sans trancher"


def test_an_exception_in_the_block_leaves_nothing(store):
    row = add_constat(store, add_marche(store))
    before = dump(store)

    def fail() -> None:
        with store.writing("Constat") as unit:
            unit.get(Constat, row).texte = "perdu"
            unit.session.flush()
            unit.delete(unit.get(Constat, row))
            raise RuntimeError("cut off")

    with pytest.raises(RuntimeError, match="cut off"):
        fail()

    assert dump(store) == before
    edit(store, row, texte="la base écrit encore")
    assert value(store, row) == "la base écrit encore"


def test_a_broken_reference_refuses_the_whole_action(store):
    from sqlalchemy.exc import IntegrityError

    before = dump(store)

    with pytest.raises(IntegrityError), store.writing("Constat") as unit:
        unit.add(Constat, ConstatDraft(marche_id="absente"))

    assert dump(store) == before
    add_marche(store)


def test_removing_a_row_through_the_orm_is_refused(store):
    row = add_constat(store, add_marche(store))

    with pytest.raises(TypeError, match="never removed"), store.writing("Constat") as unit:
        unit.session.delete(unit.get(Constat, row))

    assert not hidden(store, row)


@pytest.mark.parametrize("attribute", ["racine", "supprime"])
def test_identity_and_visibility_cannot_be_set_by_hand(attribute, store):
    row = add_constat(store, add_marche(store))

    with pytest.raises(TypeError, match="keeps its identifier"), store.writing("C") as unit:
        setattr(unit.get(Constat, row), attribute, True)


def test_a_text_that_no_file_could_carry_is_refused_with_words(store):
    row = add_constat(store, add_marche(store))

    with pytest.raises(SaisieRefusee) as caught:
        edit(store, row, texte="x" * (TEXT_MAX + 1))

    assert [error.field for error in caught.value.errors] == ["texte"]
    edit(store, row, texte="x" * TEXT_MAX)
    assert len(value(store, row)) == TEXT_MAX


def test_texts_are_kept_composed_and_without_half_characters(store):
    row = add_constat(store, add_marche(store))

    edit(store, row, texte="E\u0301cole\ud83d")

    assert value(store, row) == "École?"
    assert values(last_payload(store)) == {"texte": "École?"}


def test_a_deleted_row_can_no_longer_be_written(store):
    marche = add_marche(store)
    with store.writing("Marche supprimée") as unit:
        unit.delete(unit.get(Marche, marche))

    with pytest.raises(UserError) as caught, store.writing("Marche") as unit:
        unit.get(Marche, marche)

    assert caught.value.title == "Fiche supprimée"


def test_an_action_names_its_run_of_changes_and_a_setup_leaves_none(store):
    add_marche(store, label="Marche créée")
    with store.writing("") as unit:
        unit.add(Marche, None, numero="sans action")

    with store.reading() as session:
        found = [(row.libelle, row.premier, row.dernier) for row in session.query(Action)]

    assert found == [("Marche créée", 1, 2)]


def test_lists_show_the_author_of_the_correction_even_after_a_clock_of_2050(make_store):
    late = make_store("B", clock=Clock(NOON + 10**12))
    store = make_store("A")
    row = add_constat(store, add_marche(store))
    exchange(store, late)
    edit(late, row, lieu="écrit en 2058")
    exchange(store, late)

    edit(store, row, lieu="corrigé")
    exchange(store, late)

    for each in (store, late):
        with each.reading() as session:
            author = session.connection().exec_driver_sql(
                "select auteur from tete where ligne = ?", (row,)
            )
            assert author.scalar() == "personne-a"


def test_absorbing_the_same_changes_twice_changes_nothing(store, colleague):
    add_constat(store, add_marche(store))
    absorb(colleague, log(store))
    before = dump(colleague)

    absorb(colleague, log(store))

    assert dump(colleague) == before


LONG = ("texte", "lieu", "titre", "batiment", "priorite_motif", "destinataire", "ref_externe")


@pytest.mark.parametrize("sign", ["a", "é", "🏠", '"', "\x01"])
def test_texts_that_fill_more_than_a_line_become_several_changes_that_others_read(
    store, colleague, sign
):
    row = add_constat(store, add_marche(store))
    before = len(log(store))
    texts = {name: sign * (TEXT_MAX - rank) for rank, name in enumerate(LONG)}

    edit(store, row, **texts)

    written = log(store)[before:]
    assert [list(change.payload) for change in written] == [[name] for name in sorted(LONG)]
    assert all(len(to_line(change).encode()) < LINE_MAX for change in written)
    exchange(store, colleague)
    for poste in (store, colleague):
        assert {name: value(poste, row, name) for name in LONG} == texts
        with poste.reading() as session:
            report = integrity.check(session.connection(), poste.identity.espace, ESPACE_ID)
        assert report.problems == ()


def test_long_texts_written_again_leave_no_conflict_and_are_taken_back_together(store):
    row = add_constat(store, add_marche(store))
    edit(store, row, **dict.fromkeys(LONG, "b" * TEXT_MAX))
    edit(store, row, **dict.fromkeys(LONG, "c" * TEXT_MAX))

    with store.reading() as session:
        state = journal.read_heads(session.connection(), [row])[row]
    assert {len(heads) for heads in state.heads.values()} == {1}
    assert {value(store, row, name) for name in LONG} == {"c" * TEXT_MAX}
    identity = store.identity
    author = Author(store.personne_id, identity.replica, identity.espace_id)
    with store.writing("Annulation") as unit:
        undo.take_back(unit, undo.next_undo(unit.connection, author))
    assert {value(store, row, name) for name in LONG} == {"b" * TEXT_MAX}
