"""The team key of postes on real folders: changed, passed on, told apart.

The seal of an invitation takes seconds by design and is tested in tests/sync: a quick one,
which still knows its phrase, stands in for it here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.equipe import MotifCle
from desktop.errors import (
    EcritureImpossible,
    FichierRefuse,
)
from desktop.security.equipe import CleEquipe
from desktop.security.generations import ClesTenues, CleTenue
from desktop.services import cles as module
from desktop.storage.queries.cles import keep_keys
from tests.carnets import PERSONNE, PHRASE
from tests.sceau_rapide import use_quick_seal
from tests.services.trio import (
    TERRAIN,
    export,
    held,
    nobody,
    pass_key,
    pushed_clock,
    read,
    shown,
    write_something,
)


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture
def carnet(trio: tuple[Carnet, Carnet, Carnet]) -> Carnet:
    return trio[0]


# --- a change of key -----------------------------------------------------------------------


def test_after_a_loss_new_files_stay_closed_to_the_lost_poste_and_open_to_the_others(trio, stick):
    a, b, lost = trio
    write_something(a)
    old = export(a, stick)

    etat = a.cles(TERRAIN).change(MotifCle.VOLE)
    write_something(a, "Lampadaire éteint")
    new = export(a, stick)

    assert etat.postes == ()  # A has not heard of B and C yet
    assert read(b, old) > 0
    assert read(a, old) == 0
    for poste in (b, lost):
        with pytest.raises(FichierRefuse, match="clé que ce poste ne connaît pas") as refusal:
            read(poste, new)
        assert "invitation" in refusal.value.remedy
    arrivee = pass_key(a, b, stick)
    assert (arrivee.mise_a_jour, arrivee.nouvelles, arrivee.code) == (True, 1, None)
    assert read(b, new) > 0
    assert sorted(shown(b)) == ["Banc cassé", "Lampadaire éteint"]
    assert b.cles(TERRAIN).fingerprint() == a.cles(TERRAIN).fingerprint() == etat.empreinte
    assert lost.cles(TERRAIN).fingerprint() != etat.empreinte


def test_scenario_30_a_file_of_the_lost_poste_made_after_the_change_needs_a_person_to_accept_it(
    trio, stick
):
    a, b, lost = trio
    before = export(lost, stick)
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    pushed_clock(lost, 60_000)
    write_something(lost, "Écrit après la perte")
    after = export(lost, stick)

    for poste in (a, b):
        assert read(poste, before) > 0
        with pytest.raises(FichierRefuse) as refusal:
            read(poste, after)
        assert after.name in refusal.value.message
        assert shown(poste) == []
    assert read(b, after, accept_old_key=True) > 0
    assert shown(b) == ["Écrit après la perte"]


def test_a_change_says_what_follows_and_lists_the_postes_to_invite_again(trio, stick):
    a, b, c = trio
    read(a, export(b, stick))
    read(a, export(c, stick))

    etat = a.cles(TERRAIN).change(MotifCle.DEPART)

    assert etat.postes == ("Portable B", "Portable C")
    new, old = etat.generations
    assert (new.generation, new.motif, new.actuelle, new.remplacee_ms) == (2, "depart", True, None)
    assert (old.generation, old.motif, old.actuelle, old.depuis_ms) == (1, "", False, None)
    assert old.remplacee_ms == new.depuis_ms is not None
    assert etat == a.cles(TERRAIN).etat()


def test_a_key_never_enters_the_log(trio, stick):
    a, b, _ = trio
    write_something(a)
    read(b, export(a, stick))

    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)

    assert read(b, export(a, stick)) == 0
    assert a.journal(TERRAIN).verify().anomalies == ()


def test_a_change_that_cannot_be_written_leaves_the_key_as_it_was(carnet, monkeypatch):
    before = held(carnet)

    def fail(*_args: object) -> None:
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")

    monkeypatch.setattr(module.query, "keep_keys", fail)
    with pytest.raises(EcritureImpossible):
        carnet.cles(TERRAIN).change(MotifCle.PERDU)

    assert held(carnet) == before


# --- generations that meet -----------------------------------------------------------------


def test_two_people_who_change_the_key_at_once_end_with_the_same_keys_and_are_told(trio, stick):
    a, b, c = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    b.cles(TERRAIN).change(MotifCle.VOLE)
    write_something(a, "Vu par A")
    write_something(b, "Vu par B")
    by_a, by_b = export(a, stick), export(b, stick)

    pass_key(a, b, stick)
    pass_key(b, a, stick)
    pass_key(a, c, stick)

    assert held(a) == held(b) == held(c)
    assert [poste.cles(TERRAIN).etat().jumelles for poste in trio] == [2, 2, 2]
    for poste in trio:
        read(poste, by_a)
        read(poste, by_b)
        assert sorted(shown(poste)) == ["Vu par A", "Vu par B"]
    assert read(c, export(a, stick)) == read(a, export(b, stick)) == 0

    etat = a.cles(TERRAIN).change(MotifCle.PERDU)

    assert (etat.jumelles, etat.generations[0].generation) == (1, 3)
    assert all(one.remplacee_ms is not None for one in etat.generations[1:])


def test_keys_survive_a_lock_with_both_keys_of_a_generation(trio, stick, tmp_path):
    a, b, _ = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    b.cles(TERRAIN).change(MotifCle.VOLE)
    pass_key(b, a, stick)
    before = held(a)
    a.lock()

    a.unlock(PERSONNE, PHRASE)

    assert held(a) == before
    assert before.twins == 2


def test_an_invitation_older_than_the_key_of_the_poste_is_refused_and_changes_nothing(trio, stick):
    a, b, c = trio
    old = c.cles(TERRAIN).invite(stick, nouveau=False)
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    before = held(b)

    for act in (b.open_invitation, lambda *words: b.join(*words, nobody())):
        with pytest.raises(FichierRefuse) as refusal:
            act(Path(old.chemin), old.phrase)
        assert refusal.value.title == "Invitation dépassée"
    assert held(b) == before


def test_an_invitation_opened_twice_says_that_the_key_is_up_to_date(trio, stick):
    a, b, _ = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    before = held(b)

    again = pass_key(a, b, stick)

    assert (again.mise_a_jour, again.nouvelles) == (True, 0)
    assert held(b) == before


def test_an_invitation_that_shares_no_key_comes_from_nobody_of_the_team(trio, stick):
    a, b, _ = trio
    with a.espace(TERRAIN).store.local_writing() as session:
        session.query(module.query.CleEquipeLigne).delete()
        keep_keys(session, ClesTenues.of([CleTenue(cle=CleEquipe.create(9))]))
    before = held(b)

    with pytest.raises(FichierRefuse) as refusal:
        pass_key(a, b, stick)

    assert refusal.value.title == "Autre équipe"
    assert held(b) == before
