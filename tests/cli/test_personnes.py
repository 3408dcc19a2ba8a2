"""`carnet personnes` lists who is in charge, names and withdraws."""

from __future__ import annotations

from tests.cli.conftest import PERSONNE

TERRAIN = ("--espace", "terrain")


def test_it_lists_the_persons_of_each_espace(carnet, new_folder):
    told = carnet("personnes", "--donnees", new_folder)
    found = carnet("personnes", "--donnees", new_folder, "--json").json["personnes"]

    assert told.out.count(f"{PERSONNE} · responsable") == 2
    assert [one["responsable"] for one in found] == [True, True]


def test_the_last_person_in_charge_stays_and_a_stranger_is_not_named(carnet, new_folder):
    words = ("personnes", "--donnees", new_folder, *TERRAIN)

    assert "au moins une personne" in carnet(*words, "--retirer", PERSONNE).err
    assert "Personne ne porte ce nom" in carnet(*words, "--nommer", "Inconnue-Essai").err
    assert carnet(*words, "--nommer", PERSONNE.upper()).code == 0


def test_the_espace_must_be_said_to_name_somebody(carnet, new_folder):
    answer = carnet("personnes", "--donnees", new_folder, "--nommer", PERSONNE)

    assert "--espace" in answer.err
