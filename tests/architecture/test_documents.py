"""What the documents name exists: commands, options, keys, menus, pictures, files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from desktop.cli.main import root

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "docs" / "guide.md",
        ROOT / "docs" / "guide-echange.md",
        ROOT / "resources" / "guide.md",
    )
}
SCREENS = "\n".join(path.read_text("utf-8") for path in (ROOT / "desktop" / "ui").rglob("*.py"))
KEY_NAMES = {"Maj": "Shift", "Entrée": "Return", "Page suiv.": "PgDown", "Suppr": "Del"}
NUMBERED = {"Alt+1", "Alt+9", "Ctrl+1", "Ctrl+4"}
"""Keys that the screens count instead of naming."""
TWINS = {"Ctrl+PgUp", "Alt+Down"}
"""Keys that go back what another one goes forth."""
MENUS = ("Fichier", "Édition", "Affichage", "Outils", "Aide", "Relogement", "Diagnostics")
"""Titles that stand before an entry: « Outils, Corbeille »."""


def every(pattern: str) -> list[tuple[str, str]]:
    return [
        (name, found) for name, text in DOCUMENTS.items() for found in re.findall(pattern, text)
    ]


def lines_of_command() -> list[tuple[str, str]]:
    """Return (document, « exporter -o DOSSIER ») of each command in code, after « carnet »."""
    spans = every(r"`carnet ([a-z][^`]*)`")
    blocks = every(r"(?m)^carnet ([a-z][^\n#]*)")
    return [(name, line.strip()) for name, line in spans + blocks]


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words lead to, and the words behind it."""
    command: click.Command = root
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, words[0]
        command, words = found, words[1:]
    return command, words


@pytest.mark.parametrize(("document", "line"), lines_of_command())
def test_a_command_of_the_documents_exists_with_its_options(document, line):
    command, rest = resolve(line.split())

    known = {name for one in command.params if isinstance(one, click.Option) for name in one.opts}
    assert {word for word in rest if word.startswith("-")} - known == set()


def test_the_documents_name_many_commands():
    assert len(lines_of_command()) > 30


def test_an_option_alone_belongs_to_a_command():
    known = {"--help", "--phrase-fichier", "--donnees", "--json"}

    def walk(command: click.Command) -> None:
        known.update(name for one in command.params for name in one.opts)
        for inner in command.commands.values() if isinstance(command, click.Group) else ():
            walk(inner)

    walk(root)
    assert {option for _, option in every(r"`(--[a-z-]+)[^`]*`")} - known == set()


def test_a_key_of_the_documents_is_one_of_the_screens():
    part = r"(?:Entrée|Page suiv\.|Suppr|[A-Z0-9,]|F\d+)"
    keys = every(rf"(?<![\w+])((?:(?:Ctrl|Alt|Maj)\+)+{part}|F\d{{1,2}})(?!\w)")

    def spelt(key: str) -> str:
        for french, name in KEY_NAMES.items():
            key = key.replace(french, name)
        return key

    unknown = {
        (document, key)
        for document, key in keys
        if key not in NUMBERED
        and f'"{spelt(key)}' not in SCREENS
        and f'"{key}' not in SCREENS
        and f"&{key.removeprefix('Alt+')}" not in SCREENS  # the letter of a button
    }
    assert len(keys) > 60
    assert unknown == set()


def test_a_key_of_the_screens_is_in_a_guide():
    text = "\n".join(DOCUMENTS.values())
    names = {**{name: french for french, name in KEY_NAMES.items()}, "Up": "↑", "Enter": "Entrée"}
    keys = set(re.findall(r'"((?:(?:Ctrl|Alt|Shift)\+)+[^"{ ]{1,9}|F\d{1,2})"', SCREENS))

    def spelt(key: str) -> str:
        return "+".join(names.get(part, part) for part in key.split("+"))

    untold = {key for key in keys if key not in TWINS and spelt(key) not in text}
    assert len(keys) > 40
    assert untold == set()


def test_an_entry_of_a_menu_is_one_of_the_screens():
    shown = SCREENS.replace("&", "")
    titles = "|".join(MENUS)
    named = every(rf"(?:{titles})(?:,| ›) (?:Importer|[A-ZÉ])[^,.»*:;()\n`]*")

    unknown = {
        (document, found)
        for document, found in named
        if re.split(r", | › ", found, maxsplit=1)[1].rstrip(" …*") not in shown
    }
    assert unknown == set()


def test_every_picture_is_there_and_is_shown():
    folder = ROOT / "docs" / "captures"
    named = {found for _, found in every(r"captures/([\w-]+\.png)")}

    assert named == {path.name for path in folder.glob("*.png")}


def test_a_file_of_the_documents_is_there():
    names = every(r"`((?:desktop|docs|tests|resources|packaging)/[\w/.-]+|\w+\.(?:toml|py|md))`")
    links = every(r"\]\(((?!captures/)[\w/.-]+)\)")

    made = {"reglages.toml"}
    absent = {
        (document, found)
        for document, found in names + links
        if found not in made
        and not (ROOT / found).exists()
        and not (ROOT / Path(document).parent / found).exists()
        and not (ROOT / "desktop" / found).exists()
    }
    assert absent == set()


def test_a_target_of_the_documents_is_one_of_make():
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))

    assert {found for _, found in every(r"`make ([a-z-]+)`")} <= targets
    assert targets >= {"run", "test"}


def test_the_documents_tell_the_version_of_the_base():
    from desktop.storage.schema import HEAD

    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert f"schéma de base {HEAD}" in text
    assert f"## {version}" in text
