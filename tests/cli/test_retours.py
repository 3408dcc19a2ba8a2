"""Restore, list backups, take back a reading, part from a copy: the commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import let_travel
from tests.cli.test_echange import rewrite, shown


@pytest.fixture(scope="module")
def two_postes(carnet, demo_folder, tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("retours")
    key, one, other = folder / "clé", folder / "poste A", folder / "poste B"
    key.mkdir()
    shutil.copytree(let_travel(demo_folder), one)
    invited = carnet("inviter", "-o", key, "--espace", "terrain", "--donnees", one, "--json").json
    carnet(
        "rejoindre", invited["fichier"], "--poste", "Portable B", "--personne", "Boris-ESSAI",
        "--donnees", other, "--json", CARNET_PHRASE_INVITATION=invited["phrase"],
    )  # fmt: skip
    file = key / "terrain.carnet"
    carnet("exporter", "-o", file, "--espace", "terrain", "--donnees", one)
    assert carnet("importer", file, "--donnees", other).code == 0
    return let_travel(one), let_travel(other)


@pytest.fixture
def postes(two_postes, tmp_path) -> tuple[Path, Path]:
    one, other = (shutil.copytree(folder, tmp_path / folder.name) for folder in two_postes)
    return Path(one), Path(other)


def send(carnet, sender: Path, target: Path) -> Path:
    out = carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)
    assert (out.code, out.err) == (0, "")
    return target


def test_a_reading_is_previewed_then_taken_back(carnet, postes, tmp_path):
    sender, receiver = postes
    before = shown(receiver)
    rewrite(sender, texte="Corrigé sur A")
    carnet("importer", send(carnet, sender, tmp_path / "1.carnet"), "--donnees", receiver)
    assert shown(receiver)[0] == "Corrigé sur A"

    trial = carnet("retirer-lecture", "--essai", "--donnees", receiver)
    assert "Reprennent leur valeur d’avant" in trial.out
    assert shown(receiver)[0] == "Corrigé sur A"
    done = carnet("retirer-lecture", "--donnees", receiver, "--json")

    assert (done.code, done.json["apercu"]["changements"]) == (0, 1)
    assert shown(receiver) == before
    assert carnet("verifier", "--donnees", receiver).code == 0


def test_nothing_to_take_back_is_said(carnet, new_folder):
    words = ("--espace", "terrain", "--donnees", new_folder)
    assert carnet("retirer-lecture", "--essai", *words).out == (
        "Aucune lecture ne peut être retirée.\n"
    )
    assert carnet("retirer-lecture", *words).code == 1


def test_a_damaged_base_is_restored_from_the_command_line(carnet, postes):
    folder, _ = postes
    words = ("--espace", "terrain", "--donnees", folder)
    carnet("sauvegarder", *words)
    before = shown(folder)
    rewrite(folder, texte="Perdu")
    base = folder / "terrain" / "espace.db"
    base.write_bytes(base.read_bytes()[:4096])
    assert carnet("verifier", *words).code == 1

    (kept,) = carnet("sauvegardes", *words, "--json").json["sauvegardes"]
    assert "terrain" in carnet("sauvegardes", *words).out
    trial = carnet("restaurer", "--essai", *words)
    assert "ne s’ouvre pas" in trial.out
    refused = carnet("restaurer", *words)
    assert refused.code == 1
    assert "--accepter-pertes" in refused.err
    done = carnet("restaurer", Path(kept["fichier"]).name, "--accepter-pertes", *words, "--json")

    assert (done.code, done.json["base_lisible"]) == (0, False)
    assert shown(folder) == before
    assert carnet("verifier", *words).code == 0


def test_what_was_never_exported_has_to_be_accepted(carnet, postes):
    folder, _ = postes
    words = ("--espace", "terrain", "--donnees", folder)
    carnet("sauvegarder", *words)
    rewrite(folder, texte="Jamais exporté")

    refused = carnet("restaurer", *words)
    trial = carnet("restaurer", "--essai", *words, "--json")

    assert refused.code == 1
    assert "1\u00a0changement jamais exporté" in refused.err
    assert trial.json["jamais_exportees"] == 1
    assert shown(folder)[0] == "Jamais exporté"
    done = carnet("restaurer", "--accepter-pertes", *words)
    assert done.code == 0
    assert shown(folder)[0] != "Jamais exporté"


def test_restoring_names_one_espace_and_a_file_that_exists(carnet, new_folder):
    assert "--espace" in carnet("restaurer", "--donnees", new_folder).err
    words = ("--espace", "terrain", "--donnees", new_folder)
    assert carnet("restaurer", *words).code == 1
    assert "introuvable" in carnet("restaurer", "absente.db", *words).err
    assert carnet("sauvegardes", *words).out == "Aucune sauvegarde n’est gardée ici.\n"


def test_a_copied_poste_parts_from_the_first_by_its_file(carnet, postes, tmp_path, monkeypatch):
    first, _ = postes
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-1"))
    shown(first)  # an opening: the machine knows the base
    clone = Path(shutil.copytree(first, tmp_path / "copie"))
    shutil.copytree(tmp_path / "machine-1", tmp_path / "machine-2")
    rewrite(first, lieu="Place")
    file = send(carnet, first, tmp_path / "1.carnet")
    hidden = first.rename(tmp_path / "autre machine")
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-2"))
    rewrite(clone, texte="Écrit sur la copie")
    words = ("--espace", "terrain", "--donnees", clone)

    refused = carnet("importer", file, *words)
    assert refused.code == 1
    assert "carnet nouvelle-identite" in refused.err
    done = carnet("nouvelle-identite", file, *words, "--json")
    assert (done.code, done.json["reprises"]) == (0, 1)
    assert carnet("importer", file, *words).code == 0

    assert shown(clone)[0] == "Écrit sur la copie"
    assert carnet("verifier", *words).code == 0
    assert hidden.exists()


def test_a_new_identity_without_a_file_says_its_letter(carnet, new_folder):
    words = ("--espace", "terrain", "--donnees", new_folder)

    assert "sous la lettre A" in carnet("nouvelle-identite", *words).out
    assert carnet("verifier", *words).code == 0


def test_a_file_that_betrays_no_copy_lets_nothing_go(carnet, postes, tmp_path):
    sender, receiver = postes
    file = send(carnet, sender, tmp_path / "1.carnet")

    answer = carnet("ecarter-copie", file, "--donnees", receiver)

    assert answer.code == 1
    assert "comme d’habitude" in answer.err
