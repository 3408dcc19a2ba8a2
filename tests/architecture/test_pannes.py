"""A run whose process dies says where it stood, through xdist as well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import pannes

_DIES = """
import faulthandler

def test_that_dies():
    faulthandler._sigsegv()
"""
_LIVES = """
def test_that_lives():
    pass
"""


def run(place: Path, source: str) -> subprocess.CompletedProcess[str]:
    essai = place / "test_essai.py"
    essai.write_text(source, "utf-8")
    options = ["-q", "-n", "1", "-p", "tests.pannes", "-p", "no:cacheprovider"]
    own = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    root = Path(pannes.__file__).parents[1]
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", *options, f"--rootdir={place}", str(essai)],
        cwd=place,
        env={**own, "PYTHONPATH": str(root), pannes.PLACE: str(place / "pannes")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_place_where_a_process_died_is_told_and_kept(tmp_path: Path):
    ended = run(tmp_path, _DIES)

    assert ended.returncode == 1
    assert "panne du processus gw0" in ended.stdout
    assert "in test_that_dies" in ended.stdout
    (kept,) = (tmp_path / "pannes").rglob("*.txt")
    assert "in test_that_dies" in kept.read_text("utf-8")


def test_a_run_without_a_death_leaves_nothing(tmp_path: Path):
    ended = run(tmp_path, _LIVES)

    assert ended.returncode == 0
    assert "panne du processus" not in ended.stdout
    assert list((tmp_path / "pannes").iterdir()) == []
