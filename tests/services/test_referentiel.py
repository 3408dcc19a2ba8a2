"""The lists and rules of an espace are data: loaded once, completed after an upgrade."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from desktop.domain.codes import FamilleStructure, Gravite
from desktop.domain.parametres import Parametres
from desktop.models.quartier import ItemGrille, Parametre, Quartier, Structure
from desktop.services.referentiel import complete_starting_lists, load_starting_lists
from desktop.storage.queries import referentiel as query
from tests.storage.espaces import new_store, open_store
from tests.storage.test_migrations import BASES


@pytest.fixture
def store(tmp_path):
    store = new_store(tmp_path / "espace.db")
    with store.writing("") as unit:
        load_starting_lists(unit)
    yield store
    store.close()


def test_the_day_grid_has_thirteen_themes_and_seventy_nine_items(store):
    with store.reading() as session:
        items = query.items(session)

    assert len(items) == len({item.code for item in items}) == 79
    assert Counter(item.theme for item in items) == {
        "PRO": 10, "VOI": 8, "STA": 6, "MOB": 6, "VEG": 6, "JEU": 6, "BAT": 8, "ECL": 4,
        "TRA": 6, "ACC": 5, "RES": 5, "VIE": 6, "CHA": 3,
    }  # fmt: skip
    mattress = next(item for item in items if item.code == "PRO-06")
    assert mattress.libelle == "Encombrants hors jour ou hors point de regroupement"
    assert mattress.famille_public is FamilleStructure.MC
    assert mattress.famille_bailleur is FamilleStructure.BA
    assert (mattress.axe_tfpb, mattress.service_code) == (4, "104")
    hall = next(item for item in items if item.code == "BAT-02")
    assert hall.famille_public is None


def test_every_family_that_the_grid_proposes_has_a_structure(store):
    with store.reading() as session:
        wanted = {
            family
            for item in query.items(session)
            for family in (item.famille_public, item.famille_bailleur)
            if family is not None
        }
        held = set(session.query(Structure.famille).distinct())

    assert wanted <= {family for (family,) in held}


def test_only_the_latest_version_of_a_grid_is_in_force(store):
    with store.writing("") as unit:
        unit.add(
            ItemGrille,
            None,
            grille="GRILLE_JOUR",
            version="2027-01",
            code="PRO-01",
            theme="PRO",
            libelle="Propreté",
            actif=True,
        )

    with store.reading() as session:
        assert [item.libelle for item in query.items(session)] == ["Propreté"]


def test_a_rule_that_was_changed_is_the_one_in_force(store):
    with store.writing("Paramètre modifié") as unit:
        row = unit.session.query(Parametre).filter_by(code="recidive_rayon_m").one()
        row.valeur = "40"

    with store.reading() as session:
        rules = query.parametres(session)

    assert rules.recidive_rayon_m == 40
    assert [rules.delai_cible(gravite) for gravite in Gravite] == [180, 30, 7, 1]


@pytest.mark.parametrize("kept", ["", "beaucoup", "-3", "0", "9" * 40])
def test_a_rule_that_cannot_be_read_falls_back_on_the_shipped_one(kept):
    shipped = dict.fromkeys(Parametres.__dataclass_fields__, "7")

    assert Parametres.of(shipped, {"recidive_mois": kept}).recidive_mois == 7


def test_an_espace_of_an_earlier_version_receives_the_new_lists_once(tmp_path):
    path = tmp_path / "espace.db"
    shutil.copyfile(BASES / "terrain-0002.db", path)
    store = open_store(path)
    with store.writing("") as unit:  # the lists that version 0002 had
        unit.add(Quartier, None, row="q", nom="Beisson")

    complete_starting_lists(store)
    with store.reading() as session:
        held = len(query.items(session))
        first = session.connection().exec_driver_sql("select count(*) from changement").scalar()
    complete_starting_lists(store)

    with store.reading() as session:
        again = session.connection().exec_driver_sql("select count(*) from changement").scalar()
        beisson = session.query(Quartier).filter_by(code_qpv="QN01314M").one()
    store.close()
    assert held == 79
    assert again == first
    assert beisson.nom == "Beisson"


def test_an_espace_that_has_just_been_joined_waits_for_the_lists_of_its_team(tmp_path):
    store = new_store(tmp_path / "espace.db")

    complete_starting_lists(store)

    with store.reading() as session:
        assert query.items(session) == []
    store.close()
