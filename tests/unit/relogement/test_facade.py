"""The façade: states of a day, layout of irregular data, legend."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement.codes import EtatDossier, EtatLogement
from desktop.domain.relogement.facade import (
    ORDRE,
    Chronologie,
    EtatCase,
    Facade,
    MenageFacade,
    PorteFacade,
    cases_au,
    compte,
    grille,
)
from desktop.texts import facade as words

D1, D2, D3 = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
BEFORE = date(2026, 1, 9)


def porte(row="p", *, cage="A", etage=1, numero="1", etats=((D1, "OCCUPE"),)):
    return PorteFacade(
        id=row,
        batiment_id="b",
        cage=cage,
        etage=etage,
        porte=numero,
        etats=Chronologie(tuple(etats)),
    )


def menage(row="m", *, reference="REL-A0001", parent=False, etats=(), logements=((D1, "p"),)):
    return MenageFacade(
        id=row,
        reference=reference,
        parent=parent,
        etats=Chronologie(tuple(etats) or ((D1, "A_CONTACTER"),)),
        logements=Chronologie(tuple(logements)),
    )


def facade(portes, menages=()):
    return Facade(batiments=(("b", "Méjanes"),), portes=tuple(portes), menages=tuple(menages))


def state(found, day):
    (case,) = cases_au(found, "b", day)
    return case.etat


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (BEFORE, None),
        (D1, "A"),
        (D2 - timedelta(days=1), "A"),
        (D2, "B"),
        (date(2099, 1, 1), "B"),
    ],
)
def test_a_value_holds_until_the_next_one(day, expected):
    assert Chronologie(((D1, "A"), (D2, "B"))).au(day) == expected


def test_a_door_tells_the_state_of_its_dossier_on_each_day():
    found = facade([porte()], [menage(etats=((D1, "A_CONTACTER"), (D2, "PRET"), (D3, "CLOS")))])

    assert [state(found, day) for day in (BEFORE, D1, D2, D3)] == [
        EtatCase.INCONNUE,
        EtatDossier.A_CONTACTER,
        EtatDossier.PRET,
        EtatDossier.CLOS,
    ]


def test_an_empty_logement_tells_so_whatever_its_former_dossier_is():
    emptied = porte(etats=((D1, "OCCUPE"), (D2, "VIDE_RELOGEMENT"), (D3, "MURE")))
    found = facade([emptied], [menage(etats=((D1, "SUIVI"),))])

    assert [state(found, day) for day in (D1, D2, D3)] == [
        EtatDossier.SUIVI,
        EtatLogement.VIDE_RELOGEMENT,
        EtatLogement.MURE,
    ]


def test_a_lived_in_logement_without_dossier_says_so():
    assert state(facade([porte()]), D1) is EtatCase.SANS_DOSSIER


def test_a_menage_is_where_it_lived_that_day():
    moved = menage(logements=((D1, "p"), (D2, "q")))
    found = facade([porte(), porte("q", numero="2")], [moved])

    def living(day):
        return {one.porte.id for one in cases_au(found, "b", day) if one.menages}

    assert (living(BEFORE), living(D1), living(D2)) == (set(), {"p"}, {"q"})


def test_the_household_that_stayed_speaks_before_a_decohabitant():
    parent = menage("m", reference="REL-A0009", etats=((D1, "PRET"),))
    child = menage("c", reference="REL-A0001", parent=True, etats=((D1, "CLOS"),))

    (case,) = cases_au(facade([porte()], [child, parent]), "b", D1)

    assert case.etat is EtatDossier.PRET
    assert [one.id for one in case.menages] == ["m", "c"]
    assert words.case_words(case).endswith("Prêt à proposer, 2 dossiers")


def test_a_state_of_a_newer_version_is_no_state():
    assert state(facade([porte()], [menage(etats=((D1, "INVENTE"),))]), D1) is (
        EtatCase.SANS_DOSSIER
    )


def test_floors_go_down_and_doors_stand_in_their_natural_order():
    doors = [
        porte("a", etage=0, numero="12"),
        porte("b", etage=0, numero="2"),
        porte("c", etage=10, numero="1"),
        porte("d", cage="B", etage=9, numero="1"),
    ]

    laid = grille(cases_au(facade(doors), "b", D1))

    assert laid.etages == (10, 9, 0)
    assert laid.colonnes == (("A", 0), ("A", 1), ("B", 0))
    assert {place: one.porte.id for place, one in laid.cases.items()} == {
        (2, 0): "b",
        (2, 1): "a",
        (0, 0): "c",
        (1, 2): "d",
    }


def test_missing_floors_and_cages_have_a_visible_place_at_the_end():
    doors = [porte("a"), porte("b", etage=None), porte("c", cage="  "), porte("d", numero="")]

    laid = grille(cases_au(facade(doors), "b", D1))

    assert laid.etages == (1, None)
    assert [cage for cage, _ in laid.colonnes] == ["A", "A", ""]
    assert len(laid.cases) == 4
    assert words.etage_words(None) == "Sans étage"
    assert words.cage_words("") == "Sans cage"
    assert words.porte_words(laid.cases[0, 1]).endswith("porte non renseignée")


def test_a_cage_written_in_several_ways_is_one_column():
    doors = [
        porte("p", cage="Cage B", numero="1"),
        porte("q", cage="b", etage=2, numero="2"),
        porte("r", cage=" B ", etage=3, numero="3"),
        porte("s", cage="Entrée Nord", numero="4"),
    ]
    laid = grille(cases_au(facade(doors), "b", D1))

    assert laid.colonnes == (("B", 0), ("Nord", 0))
    assert len(laid.cases) == 4


def test_an_empty_building_is_an_empty_grid():
    laid = grille(())

    assert (laid.etages, laid.colonnes, laid.cases) == ((), (), {})


DOORS = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B", "10", "2", " C "]),
        st.none() | st.integers(-2, 60),
        st.sampled_from(["", "1", "2", "12", "1 bis", "½"]),
    ),
    max_size=30,
)


@given(DOORS)
def test_every_door_has_exactly_one_place_in_its_floor_and_cage(doors):
    made = [
        porte(str(rank), cage=cage, etage=etage, numero=numero)
        for rank, (cage, etage, numero) in enumerate(doors)
    ]
    laid = grille(cases_au(facade(made), "b", D1))

    assert sorted(one.porte.id for one in laid.cases.values()) == sorted(one.id for one in made)
    for (row, column), one in laid.cases.items():
        assert laid.etages[row] == one.porte.etage
        assert laid.colonnes[column][0] == one.porte.cage.strip()
    known = [one for one in laid.etages if one is not None]
    assert known == sorted(known, reverse=True)


def test_the_legend_counts_every_door_once_in_a_fixed_order():
    doors = [porte(str(rank), numero=str(rank)) for rank in range(4)]
    files = [
        menage("x", logements=((D1, "0"),), etats=((D1, "PRET"),)),
        menage("y", logements=((D1, "1"),), etats=((D1, "A_CONTACTER"),)),
        menage("z", logements=((D1, "2"),), etats=((D1, "PRET"),)),
    ]

    assert compte(cases_au(facade(doors, files), "b", D1)) == (
        (EtatDossier.A_CONTACTER, 1),
        (EtatDossier.PRET, 2),
        (EtatCase.SANS_DOSSIER, 1),
    )


def test_every_state_has_a_mark_of_its_own_words_and_a_tone():
    marks = [words.MARQUE[etat] for etat in ORDRE]

    assert len(set(marks)) == len(marks)
    assert set(words.TON) == set(words.MARQUE) == set(ORDRE)
    assert len({words.etat_words(etat) for etat in ORDRE}) == len(ORDRE)


def test_the_first_day_is_that_of_the_oldest_fact():
    assert facade([porte(etats=((D2, "OCCUPE"),))], [menage()]).premier_jour() == D1
    assert facade([]).premier_jour() is None
