"""« Retirer la dernière lecture »: as before the reading, with what was typed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.models.constat import Constat
from desktop.models.journal import Lot, Pair
from desktop.models.marche import Marche
from desktop.models.menage import Menage, Occupant
from desktop.services.echange import EchangeService
from desktop.services.journal import JournalService
from desktop.services.retrait import RetraitService
from desktop.storage import retrait, search
from tests.services.equipe_rapide import carry, join
from tests.storage.espaces import add_constat, add_marche, dump, edit, hidden, value

DERIVED = ("tete", "frontiere", "recherche", "groupe")


@pytest.fixture
def postes(tmp_path):
    """Two postes that hold the same marche and constat."""
    a, b = join(tmp_path, "A"), join(tmp_path, "B")
    yield a, b
    a.close()
    b.close()


@pytest.fixture
def shared(postes, tmp_path):
    a, b = postes
    marche = add_marche(a.store)
    row = add_constat(a.store, marche, "Banc")
    carry(a, b, tmp_path)
    carry(b, a, tmp_path)
    return marche, row


def seen(espace):
    """Return all that a person or a colleague could tell apart, backups and lots aside."""
    return dump(espace.store)


def sound(espace) -> bool:
    return JournalService(espace).verify().anomalies == ()


def pair(espace, replica):
    with espace.store.reading() as session:
        found = session.get(Pair, replica)
        return found and (found.libelle, found.recu_ms, json.loads(found.frontiere))


def test_a_reading_taken_back_leaves_the_base_as_it_was_before(postes, shared, tmp_path):
    a, b = postes
    marche, row = shared
    edit(b.store, row, texte="Banc arraché")
    new = add_constat(b.store, marche, "Lampadaire")
    other = add_constat(b.store, add_marche(b.store, numero="BEI-2026-2"), "Porte")
    before, pair_before = seen(a), pair(a, b.store.identity.replica)
    carry(b, a, tmp_path)
    assert value(a.store, new) == "Lampadaire"

    result = RetraitService(a).withdraw()

    assert seen(a) == before
    assert pair(a, b.store.identity.replica) == pair_before
    assert sound(a)
    assert result.valeur.apercu.disparaissent == {"constat": 2, "marche": 1, "quartier": 1}
    assert result.valeur.apercu.reviennent == {"constat": 1}
    assert {("constat", row), ("constat", new), ("constat", other)} <= result.changes.rows


def test_what_was_typed_since_stays_and_reading_again_brings_everything_back(
    postes, shared, tmp_path
):
    a, b = postes
    marche, row = shared
    edit(b.store, row, texte="Banc arraché")
    add_constat(b.store, marche, "Lampadaire")
    written = Path(EchangeService(b).export(tmp_path).chemin)
    EchangeService(a).import_(written)
    edit(a.store, row, lieu="Place")
    mine = add_constat(a.store, marche, "Porte")
    full = seen(a)

    apercu = RetraitService(a).withdraw().valeur.apercu

    assert apercu.gardees == 2
    assert (value(a.store, row), value(a.store, row, "lieu")) == ("Banc", "Place")
    assert value(a.store, mine) == "Porte"
    assert sound(a)
    EchangeService(a).import_(written)
    again = seen(a)
    assert {name: again[name] for name in DERIVED if name in again} == {
        name: full[name] for name in DERIVED if name in full
    }
    assert again["constat"] == full["constat"]
    assert sound(a)
    carry(a, b, tmp_path)
    carry(b, a, tmp_path)
    assert seen(b)["constat"] == seen(a)["constat"]


def test_a_conflict_that_a_reading_opened_is_gone_with_it(postes, shared, tmp_path):
    a, b = postes
    _, row = shared
    edit(a.store, row, texte="Banc cassé")
    edit(b.store, row, texte="Banc arraché")
    carry(b, a, tmp_path)
    assert JournalService(a).count_conflicts() == 1

    RetraitService(a).withdraw()

    assert JournalService(a).count_conflicts() == 0
    assert value(a.store, row) == "Banc cassé"
    assert sound(a)


def test_a_deletion_that_came_with_a_reading_goes_with_it(postes, shared, tmp_path):
    a, b = postes
    _, row = shared
    with b.store.writing("Constat supprimé") as unit:
        unit.delete(unit.get(Constat, row))
    carry(b, a, tmp_path)
    assert hidden(a.store, row)

    RetraitService(a).withdraw()

    assert not hidden(a.store, row)
    assert sound(a)


def test_a_deleted_marche_comes_back_with_its_constats(postes, shared, tmp_path):
    a, b = postes
    marche, row = shared
    before = seen(a)
    with b.store.writing("Marche supprimée") as unit:
        unit.delete(unit.get(Marche, marche))
    carry(b, a, tmp_path)
    assert hidden(a.store, marche, Marche)
    assert hidden(a.store, row)

    RetraitService(a).withdraw()

    assert seen(a)["constat"] == before["constat"]
    assert not hidden(a.store, marche, Marche)
    assert sound(a)


def test_own_work_that_hangs_on_the_reading_forbids_to_take_it_back(postes, shared, tmp_path):
    a, b = postes
    new = add_marche(b.store, numero="BEI-2026-2")
    carry(b, a, tmp_path)
    add_constat(a.store, new, "Porte")
    before = seen(a)

    assert "1 fiche" in RetraitService(a).preview().empechement.replace("\u00a0", " ")
    with pytest.raises(UserError) as refusal:
        RetraitService(a).withdraw()

    assert refusal.value.remedy
    assert seen(a) == before


def test_only_the_last_reading_can_be_taken_back_one_after_the_other(postes, shared, tmp_path):
    a, b = postes
    marche, _ = shared
    first = add_constat(b.store, marche, "Lampadaire")
    carry(b, a, tmp_path)
    between = seen(a)
    b.store.clock.ms += 1000
    second = add_constat(b.store, marche, "Porte")
    carry(b, a, tmp_path)

    RetraitService(a).withdraw()
    assert seen(a) == between
    assert RetraitService(a).preview().disparaissent == {"constat": 1}
    RetraitService(a).withdraw()

    with a.store.reading() as session:
        assert session.get(Constat, first) is None
        assert session.get(Constat, second) is None
    assert sound(a)


def test_a_reading_is_marked_as_taken_back_until_it_is_done_again(postes, shared, tmp_path):
    a, b = postes
    marche, _ = shared
    add_constat(b.store, marche, "Lampadaire")
    written = Path(EchangeService(b).export(tmp_path).chemin)
    EchangeService(a).import_(written)
    lot = RetraitService(a).preview().lot

    def taken_back():
        with a.store.reading() as session:
            return session.get(Lot, lot).retire_ms

    assert taken_back() is None
    RetraitService(a).withdraw()
    assert taken_back() is not None
    EchangeService(a).import_(written)
    assert taken_back() is None


def test_a_poste_that_read_nothing_says_so(tmp_path):
    alone = join(tmp_path, "A")

    assert RetraitService(alone).preview() is None
    with pytest.raises(UserError):
        RetraitService(alone).withdraw()
    alone.close()


def test_a_menage_finds_again_its_own_document_when_an_occupant_leaves(tmp_path):
    a, b = (join(tmp_path, letter, espace=Espace.RELOGEMENT) for letter in "AB")
    with a.store.writing("Ménage") as unit:
        menage = unit.add(Menage, None, reference="REL-A0001").id
    carry(a, b, tmp_path)
    with b.store.writing("Occupant") as unit:
        unit.add(Occupant, None, root=menage, menage_id=menage, nom="Durand-ESSAI")
    carry(b, a, tmp_path)
    assert found(a, "durand") == [menage]

    RetraitService(a).withdraw()

    assert (found(a, "durand"), found(a, "REL-A0001")) == ([], [menage])
    assert sound(a)
    a.close()
    b.close()


def found(espace, typed):
    with espace.store.reading() as session:
        return search.find(session.connection(), "menage", typed)


class Cut(BaseException):
    """A power cut: nothing after it runs."""


@pytest.mark.parametrize("step", ["remove", "_forget", "show", "put_pair_back"])
def test_scenario_25_a_cut_while_taking_back_leaves_the_reading_whole(
    postes, shared, tmp_path, monkeypatch, step
):
    a, b = postes
    marche, row = shared
    edit(b.store, row, texte="Banc arraché")
    add_constat(b.store, marche, "Lampadaire")
    carry(b, a, tmp_path)
    before = seen(a)
    whole = getattr(retrait, step)

    def cut(*given):
        whole(*given)
        raise Cut

    monkeypatch.setattr(retrait, step, cut)
    with pytest.raises(Cut):
        RetraitService(a).withdraw()
    monkeypatch.undo()

    assert seen(a) == before
    assert sound(a)
    with pytest.raises(Exception, match="rows are hidden"), a.store.writing("") as unit:
        unit.connection.exec_driver_sql("delete from constat")


def test_the_guard_against_removed_rows_is_back_afterwards(postes, shared, tmp_path):
    a, b = postes
    add_constat(b.store, shared[0], "Lampadaire")
    carry(b, a, tmp_path)
    RetraitService(a).withdraw()

    with pytest.raises(Exception, match="rows are hidden"), a.store.writing("") as unit:
        unit.connection.exec_driver_sql("delete from constat")
