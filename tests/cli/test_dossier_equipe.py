"""The team folder without a window: two data folders and a shared one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

PHRASE_INVITATION = "CARNET_PHRASE_INVITATION"


@pytest.fixture(scope="module")
def joined(carnet, demo_folder, tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("equipe")
    one, other = folder / "poste A", folder / "poste B"
    shutil.copytree(demo_folder, one)
    invited = carnet("inviter", "-o", folder, "--espace", "terrain", "--donnees", one, "--json")
    made = carnet(
        "rejoindre", invited.json["fichier"], "--poste", "Portable B", "--personne", "Boris-ESSAI",
        "--donnees", other, "--json", **{PHRASE_INVITATION: invited.json["phrase"]},
    )  # fmt: skip
    assert (invited.code, made.code) == (0, 0)
    return one, other


@pytest.fixture
def team(joined, tmp_path) -> tuple[Path, Path, Path]:
    one, other = (Path(shutil.copytree(path, tmp_path / path.name)) for path in joined)
    shared = tmp_path / "dossier partagé"
    shared.mkdir()
    return one, other, shared


def ask(carnet, folder: Path, *words: object):
    return carnet("dossier-equipe", *words, "--donnees", folder, "--espace", "terrain", "--json")


def test_two_postes_exchange_through_the_folder(carnet, team) -> None:
    one, other, shared = team
    for folder in (one, other):
        chosen = ask(carnet, folder, "choisir", shared, "--automatique", "--minutes", "45").json
        assert chosen["dossiers"] == {"terrain": str(shared)}
        assert (chosen["automatique"], chosen["minutes"]) == (True, 45)

    (made,) = ask(carnet, one, "publier").json["fichiers"]
    (again,) = ask(carnet, one, "publier").json["fichiers"]
    assert (made["ecrit"], again["ecrit"]) == (True, False)

    (offered,) = ask(carnet, other, "lister").json["fichiers"]
    assert (offered["etat"], offered["poste"]) == ("nouveau", "Poste de démonstration")
    tried = ask(carnet, other, "lire", "--essai").json
    assert [one["changements"] for one in tried["fichiers"]] == [offered["nouveautes"]]
    read = ask(carnet, other, "lire").json
    assert [one["changements"] for one in read["fichiers"]] == [offered["nouveautes"]]
    assert ask(carnet, other, "lire").json["fichiers"] == []
    (known,) = ask(carnet, other).json["fichiers"]
    assert known["etat"] == "a_jour"
    said = carnet("dossier-equipe", "lister", "--donnees", other)
    assert "rien de nouveau" in said.out


def test_without_a_folder_or_with_a_missing_one_the_command_says_what_to_do(carnet, team) -> None:
    one, _, shared = team

    nothing = carnet("dossier-equipe", "publier", "--donnees", one)
    missing = carnet("dossier-equipe", "choisir", shared / "absent", "--donnees", one)
    odd = carnet("dossier-equipe", "choisir", shared, "--minutes", "3", "--donnees", one)

    assert "dossier-equipe choisir" in nothing.err
    assert "n’est pas accessible" in missing.err
    assert "5 à 240" in odd.err
    assert 0 not in (nothing.code, missing.code, odd.code)
    assert list(shared.iterdir()) == []


def test_the_folder_is_forgotten_on_demand(carnet, team) -> None:
    one, _, shared = team
    ask(carnet, one, "choisir", shared)

    assert ask(carnet, one, "choisir", "--aucun").json["dossiers"] == {"terrain": ""}
