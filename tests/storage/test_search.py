"""Full-text search: anything may be typed, and what was written is found."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.formats import fold
from desktop.models.constat import Constat
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.storage import search
from tests.storage.espaces import add_constat, add_marche, edit, new_store


def find(store, typed, entity="constat"):
    with store.reading() as session:
        return search.find(session.connection(), entity, typed)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Devant L'école maternelle", "L'école"),
        ("Devant l’école maternelle", "l'ecole"),
        ("Devant l'école maternelle", "ÉCOLE"),
        ("Parcelle 75-001", "75-001"),
        ("Candélabre 06.12.34", "06.12.34"),
        ("Une œuvre taguée", "oeuvre"),
        ("Une oeuvre taguée", "œuvre"),
        ("Lampadaire", "lamp"),
        ("le « banc » rouge", '"banc"'),
        ("étoile", "étoi*"),
        ("place (nord)", "(nord)"),
        ("banc AND table", "banc AND"),
        ("col:x", "col:x"),
        ("Rue n° 12 bis", "12 bis"),
        ("Straße", "strasse"),
        ("avant \0après", "après"),
        ("Appeler le +33 6 12 34 56 78", "06 12 34"),
    ],
)
def test_what_was_written_is_found_as_people_type_it(written, typed, store):
    row = add_constat(store, add_marche(store), written)

    assert find(store, typed) == [row]


@pytest.mark.parametrize("typed", ['"', "*", "(", "'", "-", ":", "^", "   ", "", "\0", "…"])
def test_signs_alone_are_no_query(typed, store):
    add_constat(store, add_marche(store), "Banc")

    assert find(store, typed) is None


@pytest.mark.parametrize(
    "typed", ["a AND", "a OR b", "NOT a", "NEAR(a b)", "a NEAR/2 b", "-a", "a^2"]
)
def test_operators_are_plain_words(typed, store):
    add_constat(store, add_marche(store), "a b")

    assert find(store, typed) is None or find(store, typed) in ([], find(store, "a"))


def test_all_words_are_needed_in_any_order(store):
    marche = add_marche(store)
    row = add_constat(store, marche, "banc cassé devant la poste")
    add_constat(store, marche, "banc neuf")

    assert find(store, "poste banc") == [row]
    assert find(store, "banc absent") == []


def test_corrected_words_are_found_and_old_ones_are_not(store):
    row = add_constat(store, add_marche(store), "lampadaire")

    edit(store, row, texte="candélabre")

    assert find(store, "candelabre") == [row]
    assert find(store, "lampadaire") == []


def test_a_deleted_row_is_not_found(store):
    row = add_constat(store, add_marche(store), "lampadaire")

    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, row))

    assert find(store, "lampadaire") == []


def test_an_index_made_again_finds_the_same(store):
    row = add_constat(store, add_marche(store), "lampadaire")

    with store.writing("") as unit:
        search.rebuild(unit.connection, unit.entities)

    assert find(store, "lampadaire") == [row]
    assert find(store, "2026", "marche") != []


# --- ménages ------------------------------------------------------------------------------


@pytest.fixture
def menage(make_store):
    """A store and the id of a ménage with a building, a telephone and an occupant."""
    store = make_store("A", espace=Espace.RELOGEMENT)
    with store.writing("Dossier") as unit:
        batiment = unit.add(Batiment, BatimentDraft(nom="Méjanes"))
        logement = unit.add(
            Logement, LogementDraft(batiment_id=batiment.id, cage="B", porte="12"),
            root=batiment.id,
        )  # fmt: skip
        row = unit.add(
            Menage,
            MenageDraft(logement_id=logement.id, telephone_1="06 12 34 56 78"),
            reference="2026-A-0017",
        )
        unit.add(
            Occupant, OccupantDraft(menage_id=row.id, nom="LEBRUN-ESSAI", prenom="Zoé"), root=row.id
        )
    return store, row.id


@pytest.mark.parametrize(
    "typed",
    [
        "+33 (0)6 12 34 56 78",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+33612345678",
        "+33 6 12 34 56 78",
        "0033612345678",
        "06 12",
        "061234",
        "lebrun-essai",
        "zoe lebrun",
        "mejanes",
        "2026-A-0017",
        "0017",
        "mejanes 12",
    ],
)
def test_a_menage_is_found_by_name_door_reference_and_any_spelling_of_its_telephone(typed, menage):
    store, row = menage

    assert find(store, typed, "menage") == [row]


@pytest.mark.parametrize("written", ["+33 6 12 34 56 78", "0033 612345678", "06.12.34.56.78"])
def test_a_telephone_is_found_however_it_was_written(written, menage):
    store, row = menage
    with store.writing("Dossier") as unit:
        unit.get(Menage, row).telephone_1 = written

    assert find(store, "06 12 34 56 78", "menage") == [row]
    assert find(store, "0612345678", "menage") == [row]


def test_a_renamed_building_and_a_moved_occupant_are_followed(menage):
    store, row = menage
    with store.writing("Bâtiment") as unit:
        batiment = unit.session.query(Batiment).one()
        batiment.nom = "Tour Nord"
        other = unit.add(Menage, None, reference="2026-A-0018")
    with store.writing("Occupant") as unit:
        unit.session.query(Occupant).one().menage_id = other.id

    assert find(store, "tour nord", "menage") == [row]
    assert find(store, "mejanes", "menage") == []
    assert find(store, "lebrun", "menage") == [other.id]


# --- anything at all ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    store = new_store(tmp_path_factory.mktemp("recherche") / "espace.db")
    marche = add_marche(store)
    row = add_constat(store, marche, "x")
    yield store, row
    store.close()


@settings(max_examples=3 * settings.default.max_examples)
@given(typed=st.text(max_size=60))
@example(typed="\ud83d")
@example(typed="\u0345")
@example(typed="ﷺ")
def test_whatever_is_typed_the_search_answers(typed, shared):
    store, _ = shared

    assert find(store, typed) is None or isinstance(find(store, typed), list)


@settings(max_examples=settings.default.max_examples * 150 // 100)
@given(
    words=st.lists(
        st.text(st.characters(categories=["Ll", "Lu", "Lt", "Lo", "Nd"]), min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    )
)
@example(words=["Œuvre", "ﬁn"])
def test_the_words_that_were_written_are_found(words, shared):
    store, row = shared
    edit(store, row, texte=" ".join(words))

    assert find(store, " ".join(words)) in ([row], None)
    assert all(find(store, word) in ([row], None) for word in words)
    assert any(find(store, word) == [row] for word in words) or not fold("".join(words)).isascii()
