"""Help and usage errors: French words only, exit code 2."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from desktop import __version__
from desktop.cli.main import root

ENGLISH = re.compile(
    r"\b(usage|show|this message|exit|error|missing|invalid|value|try|for help|no such|"
    r"required|default|unexpected|extra|got|did you mean|argument\(s\)|command|commands|text|"
    r"integer|path|file|directory|argument '\w+')\b",
    re.IGNORECASE,
)


def command_paths(
    group: click.Group = root, prefix: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield every command as the words that a person types."""
    yield prefix
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from command_paths(command, (*prefix, name))
        else:
            yield (*prefix, name)


PATHS = list(command_paths())


def test_every_announced_command_is_there():
    announced = {
        ("init",), ("demo",), ("photos", "importer"), ("rapport", "compte-rendu"),
        ("rapport", "menage"), ("rapport", "micro-site"), ("exporter",), ("importer",),
        ("inviter",), ("rejoindre",), ("conflits",), ("sauvegarder",), ("verifier",),
        ("auto-test",), ("historique",), ("annuler",),
    }  # fmt: skip

    assert announced <= set(PATHS)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "--aide", "-h"])
def test_help_of_every_command_is_french(carnet, path, option):
    answer = carnet(*path, option)

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Utilisation\u00a0: carnet")
    assert "Afficher cette aide." in answer.out
    assert "Options\u00a0:\n" in answer.out
    assert ENGLISH.findall(answer.out) == []


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_option_of_every_command_says_what_it_does(path):
    command: click.Command = root
    for word in path:
        assert isinstance(command, click.Group)
        command = command.commands[word]

    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_version_names_the_product_and_its_version(carnet):
    assert carnet("--version").out == f"Carnet de quartier {__version__}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("bidule", "La commande « bidule » n’existe pas."),
        ("verifer", "La commande « verifer » n’existe pas. Vouliez-vous dire « verifier » ?"),
        ("photos", "Il manque le nom d’une commande."),
        ("--json", "Il manque le nom d’une commande."),
        ("photos importer", "Il manque l’argument CHEMINS…."),
        ("photos importer a.jpg", "Indiquez --marche ou --micro-site, l’un des deux."),
        ("rapport compte-rendu BEI-2026-1", "Il manque l’option --sortie."),
        ("rapport menage REL-A0001 autre -o x", "Argument en trop : autre"),
        ("verifier --bidule", "L’option « --bidule » n’existe pas."),
        ("verifier -z", "L’option « -z » n’existe pas."),
        ("verifier --espace", "L’option « --espace » attend une valeur."),
        ("verifier --json=oui", "L’option « --json » ne prend pas de valeur."),
        (
            "verifier --espace bureau",
            "--espace : « bureau » n’est pas un choix possible : terrain, relogement.",
        ),
        ("demo --graine vite", "--graine : « vite » n’est pas un nombre entier."),
        ("init --personne Anne", "Il manque l’option --poste."),
        ("init --poste A", "Il manque l’option --personne."),
        (
            "init --poste A --personne B --espaces terrain,bureau",
            "--espaces : « bureau » n’est pas un choix possible : terrain, relogement.",
        ),
    ],
)
def test_usage_error_is_one_french_sentence_and_code_2(carnet, tmp_path, words, sentence):
    answer = carnet(*words.split(), CARNET_DONNEES=str(tmp_path / "rien"))

    shown = answer.err.replace("\u00a0", " ").replace("\u202f", " ")
    assert answer.code == 2
    assert sentence in shown
    assert "--help » affiche l’aide." in shown
    assert ENGLISH.findall(shown) == []
    assert not (tmp_path / "rien").exists()


def test_usage_error_with_json_is_an_object_on_standard_output(carnet):
    answer = carnet("verifier", "--json", "--bidule")

    assert answer.code == 2
    assert set(answer.json) == {"title", "message", "remedy"}


def test_text_that_the_terminal_could_not_read_is_refused(carnet, tmp_path):
    answer = carnet("init", "--donnees", tmp_path / "x", "--poste", "\udcff", "--personne", "A")

    assert answer.code == 2
    assert "signes illisibles" in answer.err
