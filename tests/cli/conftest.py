"""Runs commands as a terminal would, in this process, and never accepts a Python trace."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.bootstrap import Carnet as Application
from desktop.cli.main import run
from desktop.security import enveloppe
from desktop.security.trousseau_fichier import Argon2Cost
from tests.carnets import travel

PHRASE = "lavande tramway fontaine cigale"
PERSONNE = "Zéphyrine Canari-ESSAI"
CHEAP = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
"""A second at each passphrase proves nothing here; the real cost is tested in tests/security."""

_new_slot = enveloppe.new_slot


@dataclass(frozen=True)
class Answer:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Carnet = Callable[..., Answer]


def _run(*words: object, **environment: str) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enveloppe, "new_slot", lambda *slot: _new_slot(*slot[:-1], CHEAP))
        patch.setenv("CARNET_PHRASE", PHRASE)
        for name, value in environment.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(word) for word in words])
    answer = Answer(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in answer.out + answer.err
    return answer


def let_travel(folder: Path) -> Path:
    """Make a folder whose copies are postes of their own, and not copied laptops."""
    opened = Application(folder, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    travel(opened.session)
    opened.close()
    return folder


@pytest.fixture(scope="session")
def carnet() -> Carnet:
    """Run a command: `carnet("verifier", "--donnees", folder, CARNET_PERSONNE="…")`."""
    return _run


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder filled by `carnet demo`, for tests that only read."""
    folder = tmp_path_factory.mktemp("demo") / "données d’essai"
    answer = _run("demo", "--donnees", folder)
    assert (answer.code, answer.err) == (0, "")
    return folder


@pytest.fixture
def demo_copy(demo_folder: Path, tmp_path: Path) -> Path:
    """Give a copy of the filled folder, for tests that write."""
    return Path(shutil.copytree(let_travel(demo_folder), tmp_path / "copie"))


@pytest.fixture(scope="module")
def demo_of_module(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the filled folder, for the tests of one file that write the same."""
    return Path(shutil.copytree(let_travel(demo_folder), tmp_path_factory.mktemp("demo") / "copie"))


@pytest.fixture(scope="session")
def _empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("init") / "neuf"
    answer = _run(
        "init", "--donnees", folder, "--poste", "Portable A", "--personne", PERSONNE,
        "--espaces", "terrain,relogement",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    return let_travel(folder)


@pytest.fixture
def new_folder(_empty_folder: Path, tmp_path: Path) -> Path:
    """Give an empty carnet that holds both espaces."""
    return Path(shutil.copytree(_empty_folder, tmp_path / "neuf"))
