"""`python -m desktop`: window or command, and a process that keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import desktop.__main__ as entry
from desktop.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the interpreter that runs this test
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def window(monkeypatch):
    """Stand in for the window: note the carnet it was given."""
    opened = []

    def run(carnet):
        opened.append(carnet)
        return 0

    monkeypatch.setattr(entry, "_harden", lambda: None)
    monkeypatch.setitem(sys.modules, "desktop.ui.app", SimpleNamespace(run=run))
    return opened


def test_no_argument_opens_the_window_on_the_default_folder(window, monkeypatch, tmp_path):
    monkeypatch.setenv("CARNET_DONNEES", str(tmp_path / "habituel"))

    assert entry.main([]) == 0
    assert [carnet.dossiers.racine for carnet in window] == [tmp_path / "habituel"]


@pytest.mark.parametrize("words", [["--donnees", "{}"], ["--donnees={}"]])
def test_data_folder_alone_opens_the_window_there(window, tmp_path, words):
    folder = tmp_path / "données"

    assert entry.main([word.format(folder) for word in words]) == 0
    assert [carnet.dossiers.racine for carnet in window] == [folder]


@pytest.mark.parametrize("words", [["--help"], ["--donnees"], ["--donnees", "--json"], ["x"]])
def test_anything_else_is_a_command(window, capsys, words):
    entry.main(words)

    assert window == []
    assert "Utilisation" in "".join(capsys.readouterr())


def test_error_before_the_window_is_a_sentence_and_a_dialog(window, capsys, monkeypatch):
    told = []

    def refuse(carnet):
        raise UserError("Titre", "Le dossier est déjà ouvert.", "Fermez l’autre fenêtre.")

    screen = SimpleNamespace(run=refuse, tell=told.append)
    monkeypatch.setitem(sys.modules, "desktop.ui.app", screen)

    assert entry.main([]) == 1
    assert [error.title for error in told] == ["Titre"]
    assert capsys.readouterr().err == "Le dossier est déjà ouvert. Fermez l’autre fenêtre.\n"


def test_command_needs_neither_qt_nor_heavy_libraries_to_show_help():
    code = (
        "import sys; from desktop.cli.main import run; run(['--help']); "
        "print([n for n in ('PySide6', 'sqlalchemy', 'reportlab', 'PIL') if n in sys.modules])"
    )

    finished = python("-c", code)

    assert finished.stdout.splitlines()[-1] == "[]"


def test_deciding_for_the_window_imports_neither_click_nor_heavy_libraries():
    code = (
        "import sys; import desktop.__main__ as e; e._window_arguments([]); "
        "print([n for n in ('click', 'PySide6', 'sqlalchemy') if n in sys.modules])"
    )

    assert python("-c", code).stdout == "[]\n"


def test_output_is_utf8_whatever_the_locale():
    finished = python(
        "-m", "desktop", "--aide", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )

    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Créer un carnet" in finished.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither umask nor core limits")
def test_process_keeps_its_files_private_and_leaves_no_core_file(tmp_path):
    code = (
        "import os, resource, pathlib; import desktop.__main__ as e; e.main(['--version']); "
        "pathlib.Path('libre').write_text('x'); "
        "print(oct(os.stat('libre').st_mode & 0o777), resource.getrlimit(resource.RLIMIT_CORE))"
    )

    finished = subprocess.run(  # noqa: S603 - the interpreter that runs this test
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert finished.stdout.splitlines()[-1] == "0o600 (0, 0)"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipes of this kind")
def test_reader_that_goes_away_is_no_trace():
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "--help"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read().decode()

    assert process.returncode == 130
    assert error == "La lecture du résultat s’est arrêtée avant la fin.\n"


def test_auto_test_of_the_real_program_passes_and_leaves_nothing(tmp_path):
    finished = python("-m", "desktop", "auto-test", TMPDIR=str(tmp_path))

    lines = finished.stdout.splitlines()
    assert (finished.returncode, finished.stderr) == (0, "")
    assert lines[-1] == "Tout est bon."
    assert [line for line in lines[:-1] if not line.startswith("✓ ")] == []
    assert list(tmp_path.iterdir()) == []
