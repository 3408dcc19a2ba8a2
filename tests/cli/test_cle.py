"""`carnet cle`, `carnet inviter` and `carnet rejoindre` around a change of the team key."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.security.equipe import CleEquipe
from tests.cli.conftest import PHRASE
from tests.sceau_rapide import use_quick_seal

BORIS = "Boris Sardine-ESSAI"


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    folder = tmp_path / "clé usb"
    folder.mkdir()
    return folder


@pytest.fixture
def team(carnet, demo_copy, tmp_path, key) -> tuple[Path, Path]:
    """Give the folders of two postes of the espace terrain; B began with the data."""
    invited = carnet(
        "inviter", "-o", key, "--espace", "terrain", "--avec-donnees", "--jours", "2",
        "--pour", BORIS, "--donnees", demo_copy, "--json",
    ).json  # fmt: skip
    second = tmp_path / "B"
    joined = carnet(
        "rejoindre", invited["fichier"], "--poste", "Portable B", "--personne", BORIS,
        "--donnees", second, "--json", CARNET_PHRASE_INVITATION=invited["phrase"],
    )  # fmt: skip
    assert joined.code == 0, joined.err
    assert joined.json["changements"] > 0
    assert joined.json["empreinte"] == invited["empreinte"]
    assert (joined.json["mise_a_jour"], joined.json["refus"]) == (False, None)
    return demo_copy, second


def words(carnet, folder: Path) -> list[str]:
    return carnet("cle", "--espace", "terrain", "--donnees", folder, "--json").json["espaces"][0][
        "empreinte"
    ]


def test_key_changed_on_one_poste_reaches_the_other_by_an_invitation(carnet, team, key):
    first, second = team
    changed = carnet(
        "cle", "changer", "--motif", "vole", "--espace", "terrain", "--donnees", first, "--json"
    )
    carnet("exporter", "-o", key / "neuf.carnet", "--espace", "terrain", "--donnees", first)
    closed = carnet("importer", key / "neuf.carnet", "--donnees", second)
    invited = carnet(
        "inviter", "-o", key, "--mise-a-jour", "--espace", "terrain", "--donnees", first, "--json"
    ).json
    updated = carnet(
        "rejoindre", invited["fichier"], "--donnees", second,
        CARNET_PHRASE_INVITATION=invited["phrase"],
    )  # fmt: skip
    opened = carnet("importer", key / "neuf.carnet", "--donnees", second)

    assert changed.code == 0
    assert [one["generation"] for one in changed.json["generations"]] == [2, 1]
    assert changed.json["generations"][0]["motif"] == "vole"
    assert (closed.code, "invitation" in closed.err) == (1, True)
    assert (invited["lettre"], invited["donnees"]) == (None, False)
    assert updated.code == 0
    assert "La clé de l’équipe est mise à jour" in updated.out
    assert opened.code == 0
    assert words(carnet, first) == words(carnet, second) == changed.json["empreinte"]


def test_key_is_shown_with_its_generations_and_invitations_and_nothing_secret(carnet, team):
    first, _ = team
    shown = carnet("cle", "--espace", "terrain", "--donnees", first)
    data = carnet("cle", "--espace", "terrain", "--donnees", first, "--json").json

    (espace,) = data["espaces"]
    assert "en service" in shown.out
    assert " ".join(espace["empreinte"]) in shown.out
    (invitation,) = espace["invitations"]
    assert (invitation["lettre"], invitation["pour"], invitation["donnees"]) == ("B", BORIS, True)
    assert "AGE-SECRET-KEY" not in shown.out + str(data)


def test_change_without_or_with_an_odd_reason_changes_nothing(carnet, demo_copy):
    before = words(carnet, demo_copy)

    for arguments in ((), ("--motif", "ennui")):
        answer = carnet("cle", "changer", *arguments, "--espace", "terrain", "--donnees", demo_copy)
        assert answer.code == 2
        assert answer.out == ""

    assert words(carnet, demo_copy) == before


def test_change_warns_that_what_was_lost_stays_lost(carnet, team):
    answer = carnet("cle", "changer", "--motif", "perdu", "--donnees", team[1])

    assert "ne peut pas être repris" in answer.out


@pytest.mark.parametrize("name", ["cle.txt", "feuille.pdf"])
def test_sheet_for_the_safe_is_written_and_shown_nowhere(carnet, demo_copy, key, name):
    answer = carnet(
        "cle", "secours", "--vers", key / name, "--espace", "terrain", "--donnees", demo_copy
    )

    assert answer.code == 0, answer.err
    assert "AGE-SECRET-KEY" not in answer.out
    data = (key / name).read_bytes()
    if name.endswith(".txt"):
        keys = [line for line in data.decode().splitlines() if not line.startswith("#")]
        assert len(keys) == 1
        assert CleEquipe.from_dict(
            {"generation": 1, "identite": keys[0], "signature": "A" * 43 + "="}
        )
    else:
        assert data.startswith(b"%PDF-")


def test_sheet_is_refused_with_another_passphrase_and_to_who_is_not_in_charge(carnet, team, key):
    first, second = team
    for folder, phrase in ((first, "une autre phrase de passe"), (second, PHRASE)):
        answer = carnet(
            "cle", "secours", "--vers", key, "--espace", "terrain", "--donnees", folder,
            CARNET_PHRASE=phrase,
        )  # fmt: skip
        assert answer.code == 1
    assert list(key.glob("feuille*")) == []


@pytest.mark.parametrize(
    "arguments",
    [["--jours", "0"], ["--jours", "31"], ["--jours", "deux"], ["--avec-donnees", "--mise-a-jour"]],
)
def test_invitation_with_odd_options_is_refused(carnet, demo_copy, key, arguments):
    answer = carnet("inviter", "-o", key, *arguments, "--espace", "terrain", "--donnees", demo_copy)

    assert answer.code in {1, 2}
    assert list(key.iterdir()) == []


def test_new_espace_needs_a_name_for_the_poste(carnet, demo_copy, key, tmp_path):
    invited = carnet(
        "inviter", "-o", key, "--espace", "terrain", "--donnees", demo_copy, "--json"
    ).json

    answer = carnet(
        "rejoindre", invited["fichier"], "--personne", BORIS, "--donnees", tmp_path / "B",
        CARNET_PHRASE_INVITATION=invited["phrase"],
    )  # fmt: skip

    assert answer.code == 2
    assert "--poste" in answer.err
    assert not (tmp_path / "B").exists()
