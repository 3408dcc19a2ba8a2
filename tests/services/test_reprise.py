"""Scenario 22, forced: the profile was copied with the disk, and two machines wrote one name."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.envoi import Contenu, Envoi
from desktop.errors import FichierRefuse, PosteEnDouble, UserError
from desktop.models.constat import Constat
from desktop.services import identite
from desktop.services.echange import EchangeService
from desktop.services.envoi import EnvoiService
from desktop.services.journal import JournalService
from desktop.services.reprise import RepriseService
from desktop.storage import retrait
from tests.services.equipe_rapide import join
from tests.services.test_retrait import Cut, seen, sound
from tests.storage.espaces import Clock, add_constat, add_marche, edit, open_store, value


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine"))


def cloned(espace, folder: Path):
    """Copy an espace with the profile of its machine, and open it as that machine would."""
    shutil.copytree(espace.dossiers.racine, folder)
    dossiers = replace(espace.dossiers, racine=folder)
    store = open_store(dossiers.base(espace.espace))
    store.clock = Clock(espace.store.clock.ms)
    return replace(espace, store=store, dossiers=dossiers)


@pytest.fixture
def laptops(tmp_path):
    """A poste, its clone, the marche and the constat that both know."""
    first = join(tmp_path, "A")
    marche = add_marche(first.store)
    row = add_constat(first.store, marche, "Banc")
    identite.note_export(first)
    clone = cloned(first, tmp_path / "clone")
    yield first, clone, marche, row
    first.close()
    clone.close()


def write(espace, folder: Path) -> Path:
    return Path(EchangeService(espace).export(folder).chemin)


def read(espace, path: Path) -> None:
    EchangeService(espace).import_(path)


def test_scenario_22_a_forced_fork_is_found_and_mended_on_the_clone(laptops, tmp_path):
    first, clone, marche, row = laptops
    edit(first.store, row, texte="Banc cassé")
    one = add_constat(first.store, marche, "Lampadaire")
    edit(clone.store, row, lieu="Place")
    two = add_constat(clone.store, marche, "Porte")
    edit(clone.store, two, texte="Porte forcée")
    path = write(first, tmp_path)
    before = seen(clone)["constat"]

    with pytest.raises(PosteEnDouble) as refusal:
        read(clone, path)
    assert refusal.value.ici
    assert "propre identité" in refusal.value.remedy
    bilan = RepriseService(clone).separate(path).valeur

    assert bilan.reprises == 3
    assert clone.store.identity.replica == bilan.replica != first.store.identity.replica
    assert seen(clone)["constat"] == before
    assert sound(clone)
    read(clone, path)
    read(first, write(clone, tmp_path))
    for espace in (first, clone):
        assert value(espace.store, one) == "Lampadaire"
        assert value(espace.store, two) == "Porte forcée"
        assert (value(espace.store, row), value(espace.store, row, "lieu")) == (
            "Banc cassé",
            "Place",
        )
        assert JournalService(espace).count_conflicts() == 0
        assert sound(espace)
    assert seen(first)["constat"] == seen(clone)["constat"]
    assert seen(first)["tete"] == seen(clone)["tete"]


def test_two_edits_of_one_field_are_one_conflict_afterwards(laptops, tmp_path):
    first, clone, _, row = laptops
    edit(first.store, row, texte="Banc cassé")
    edit(clone.store, row, texte="Banc arraché")
    path = write(first, tmp_path)

    RepriseService(clone).separate(path)
    read(clone, path)
    read(first, write(clone, tmp_path))

    assert JournalService(first).count_conflicts() == JournalService(clone).count_conflicts() == 1


def test_a_deletion_made_on_the_clone_stays_one(laptops, tmp_path):
    first, clone, marche, row = laptops
    add_constat(first.store, marche, "Lampadaire")
    two = add_constat(clone.store, marche, "Porte")
    for gone in (row, two):
        with clone.store.writing("Constat supprimé") as unit:
            unit.delete(unit.get(Constat, gone))
    path = write(first, tmp_path)

    RepriseService(clone).separate(path)
    read(clone, path)
    read(first, write(clone, tmp_path))

    for espace in (first, clone):
        with espace.store.reading() as session:
            assert session.get(Constat, row).supprime
            assert session.get(Constat, two).supprime
        assert sound(espace)


def test_annuler_still_takes_back_what_was_signed_again(laptops, tmp_path):
    first, clone, _, row = laptops
    edit(first.store, row, texte="Banc cassé")
    edit(clone.store, row, lieu="Place")
    path = write(first, tmp_path)
    RepriseService(clone).separate(path)

    assert JournalService(clone).undo() is not None

    assert value(clone.store, row, "lieu") is None
    assert sound(clone)


def test_the_numbers_of_the_new_identity_are_its_own(laptops, tmp_path):
    first, clone, marche, _ = laptops
    add_constat(first.store, marche, "Lampadaire")
    add_constat(clone.store, marche, "Porte")
    RepriseService(clone).separate(write(first, tmp_path))

    assert clone.store.identity.lettre != first.store.identity.lettre
    assert clone.store.identity.poste == first.store.identity.poste


def test_a_third_poste_is_told_to_mend_it_elsewhere(laptops, tmp_path):
    first, clone, marche, _ = laptops
    add_constat(first.store, marche, "Lampadaire")
    add_constat(clone.store, marche, "Porte")
    third = join(tmp_path, "C")
    read(third, write(first, tmp_path))

    with pytest.raises(PosteEnDouble) as refusal:
        read(third, write(clone, tmp_path / "clone"))

    assert not refusal.value.ici
    assert "ordinateur copié" in refusal.value.remedy
    third.close()


def test_a_third_poste_lets_go_of_what_the_copy_signed_again_and_all_end_equal(laptops, tmp_path):
    first, clone, marche, _ = laptops
    one = add_constat(first.store, marche, "Lampadaire")
    two = add_constat(clone.store, marche, "Porte")
    edit(clone.store, two, texte="Porte forcée")
    third = join(tmp_path, "C")
    read(third, write(clone, tmp_path / "clone"))
    path = write(first, tmp_path)
    with pytest.raises(PosteEnDouble):
        read(third, path)
    with pytest.raises(UserError) as refusal:
        RepriseService(third).forget_copy(path)
    assert "ordinateur copié" in refusal.value.remedy
    assert value(third.store, two) == "Porte forcée"

    RepriseService(clone).separate(path)
    read(third, write(clone, tmp_path / "clone"))
    assert RepriseService(third).forget_copy(path).valeur == 2
    read(third, path)
    read(clone, path)
    read(first, write(third, tmp_path / "c"))
    read(clone, write(first, tmp_path))

    for espace in (first, clone, third):
        assert value(espace.store, one) == "Lampadaire"
        assert value(espace.store, two) == "Porte forcée"
        assert JournalService(espace).count_conflicts() == 0
        assert sound(espace)
    with pytest.raises(UserError):
        RepriseService(third).forget_copy(path)
    third.close()


def test_a_file_without_fork_gives_no_new_identity(laptops, tmp_path):
    first, _, marche, _ = laptops
    before = seen(first)

    with pytest.raises(UserError) as refusal:
        RepriseService(first).separate(write(first, tmp_path))

    assert refusal.value.title == "Aucune copie dans ce fichier"
    assert seen(first) == before
    assert marche


def test_a_light_file_that_begins_too_late_asks_for_a_complete_one(laptops, tmp_path):
    first, clone, marche, _ = laptops
    add_constat(first.store, marche, "Lampadaire")
    add_constat(clone.store, marche, "Porte")
    other = join(tmp_path, "B")
    read(other, write(first, tmp_path))
    read(first, write(other, tmp_path))
    add_constat(first.store, marche, "Arbre")
    light = Envoi(contenu=Contenu.LEGER, pour=other.store.identity.replica)
    path = Path(EnvoiService(first).export(tmp_path, light).chemin)
    other.close()

    with pytest.raises(FichierRefuse) as refusal:
        RepriseService(clone).separate(path)

    assert "fichier complet" in refusal.value.remedy


def test_a_new_identity_may_be_asked_for_without_a_file(laptops):
    first, _, marche, _ = laptops
    before = first.store.identity.replica

    bilan = RepriseService(first).renew().valeur
    add_constat(first.store, marche, "Arbre")

    assert bilan.reprises == 0
    assert first.store.identity.replica != before
    assert sound(first)


@pytest.mark.parametrize("step", ["remove", "rename_actions", "show"])
def test_scenario_25_a_cut_while_signing_again_leaves_the_clone_as_it_was(
    laptops, tmp_path, monkeypatch, step
):
    first, clone, marche, _ = laptops
    add_constat(first.store, marche, "Lampadaire")
    add_constat(clone.store, marche, "Porte")
    path = write(first, tmp_path)
    before, who = seen(clone), clone.store.identity
    whole = getattr(retrait, step)

    def cut(*given):
        whole(*given)
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(retrait, step, cut)
        with pytest.raises(Cut):
            RepriseService(clone).separate(path)

    assert (seen(clone), clone.store.identity) == (before, who)
    assert RepriseService(clone).separate(path).valeur.reprises == 1
    assert sound(clone)
