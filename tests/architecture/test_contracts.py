"""The import contracts hold, and each of them can fail."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}


@dataclass(frozen=True)
class Offence:
    """A new module with one line that breaks a contract."""

    contract: str
    path: str
    line: str


OFFENCES = {
    "a rule imports a screen": Offence("layers", "domain/offence.py", "import desktop.ui"),
    "a module has no layer": Offence("layers", "offence.py", ""),
    "a report imports Qt": Offence("qt", "reports/offence.py", "import PySide6.QtGui"),
    "a screen imports a table": Offence("screens", "ui/offence.py", "import desktop.models"),
    "a command imports a key": Offence("screens", "cli/offence.py", "import desktop.security"),
    "a service imports SQLAlchemy": Offence(
        "sqlalchemy", "services/offence.py", "def read():\n    import sqlalchemy"
    ),
    "a report reads a table": Offence("reports", "reports/offence.py", "import desktop.models"),
    "a report opens a photo": Offence(
        "pictures", "reports/offence.py", "from desktop.photos.magasin import Magasin"
    ),
    "a second service lets photos out": Offence(
        "gate", "services/offence.py", "from desktop.photos.masquage import diffused_jpeg"
    ),
    "a service draws a PDF": Offence("reportlab", "services/offence.py", "import reportlab"),
    "a screen opens a photo": Offence("pillow", "ui/offence.py", "from PIL import Image"),
    "the exchange encrypts by itself": Offence("crypto", "sync/offence.py", "import pyrage"),
    "a migration imports today's class": Offence(
        "migrations", "storage/migrations/offence.py", "import desktop.models"
    ),
    "the exchange opens a socket": Offence("offline", "sync/offence.py", "import socket"),
    "a tab imports another tab": Offence(
        "tabs", "ui/diagnostics/offence.py", "import desktop.ui.relogement"
    ),
}


def broken_contracts(root: Path, *, only: str | None = None) -> set[str]:
    """Return the names that import-linter reports as broken."""
    limit = f"limit_to_contracts=({only!r},)," if only else ""
    code = f"from importlinter.cli import lint_imports; lint_imports({limit} no_cache=True)"
    finished = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(root),
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert re.search(r"^Contracts: \d+ kept, \d+ broken", finished.stdout, re.MULTILINE), (
        finished.stdout + finished.stderr
    )
    return set(re.findall(r"^(.+) BROKEN", finished.stdout, re.MULTILINE))


def test_the_code_keeps_every_contract():
    assert broken_contracts(ROOT) == set()


def test_every_contract_has_an_offence():
    assert {offence.contract for offence in OFFENCES.values()} == set(CONTRACTS)


@pytest.mark.parametrize("offence", OFFENCES.values(), ids=OFFENCES)
def test_each_offence_breaks_its_contract(tmp_path, offence):
    shutil.copytree(ROOT / "desktop", tmp_path / "desktop")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "desktop" / offence.path
    assert not target.exists()
    target.write_text(f"{offence.line}\n", "utf-8")

    assert broken_contracts(tmp_path, only=offence.contract) == {CONTRACTS[offence.contract]}
