"""Reading an exchange file without the application: unzip, age, and one tool that inflates zlib.

These are the commands of the guide, letter by letter, played on the file that is kept for ever.
"""

# ruff: noqa: S602 - the commands that a person types in a terminal

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.domain.changes_codec import from_line, to_line
from tests.anciens_echanges.fabriquer import FOLDER
from tests.sync.fichiers import sha256

KEPT = FOLDER / "v1-terrain.carnet"
NEEDED = [name for name in ("unzip", "age") if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(NEEDED), reason=f"pas installé ici : {', '.join(NEEDED)}")

INFLATE = {
    "python3": "python3 -c 'import sys,zlib;sys.stdout.buffer.write("
    "zlib.decompress(sys.stdin.buffer.read()))'",
    "perl": "perl -MCompress::Zlib -0777 -ne 'print uncompress($_)'",
    "pigz": "pigz -dz",
    "zlib-flate": "zlib-flate -uncompress",
}


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """A folder with the file, the key of the sheet for the safe, and the members taken out."""
    shutil.copy(KEPT, tmp_path / "fichier.carnet")
    key = json.loads(KEPT.with_suffix(".cle.json").read_text("utf-8"))
    (tmp_path / "cle.txt").write_text(key["identite"] + "\n", "ascii")
    run(tmp_path, "unzip -q fichier.carnet -d ouvert")
    return tmp_path


def run(folder: Path, command: str, *, check: bool = True) -> bytes:
    """Type a command in a terminal opened in the folder."""
    return subprocess.run(command, shell=True, cwd=folder, check=check, capture_output=True).stdout


def lines() -> list[str]:
    expected = json.loads(KEPT.with_suffix(".attendu.json").read_text("utf-8"))
    journal: list[str] = expected["journal"]
    return journal


@pytest.mark.parametrize("tool", INFLATE)
def test_changes_are_read_with_age_and_any_tool_that_inflates_zlib(opened, tool):
    if not shutil.which(tool):
        pytest.skip(f"pas installé ici : {tool}")

    text = run(opened, f"age -d -i cle.txt ouvert/changements/0001.age | {INFLATE[tool]}").decode()

    assert text.splitlines() == lines()
    assert [to_line(from_line(line)) for line in text.splitlines()] == lines()


def test_plain_gzip_gives_the_changes_too_and_complains_about_the_end(opened):
    command = (
        "age -d -i cle.txt ouvert/changements/0001.age | tail -c +3 | "
        r"(printf '\037\213\010\000\000\000\000\000\000\003'; cat) | gzip -dc"
    )

    assert run(opened, command, check=False).decode().splitlines() == lines()


def test_the_manifest_follows_64_bytes_of_signature_and_says_where_each_photo_lies(opened):
    text = run(opened, "age -d -i cle.txt ouvert/manifeste.age | tail -c +65")
    manifest = json.loads(text)
    ((digest, member, offset, length),) = manifest["blobs"]

    photo = run(
        opened,
        f"age -d -i cle.txt ouvert/{member} | tail -c +{offset + 1} | head -c {length}",
    )

    assert manifest["poste"] == "Portable A"
    assert sha256(photo) == digest
    assert photo.startswith(b"\xff\xd8")


def test_another_key_opens_nothing(opened):
    run(opened, "age-keygen -o autre.txt", check=False)

    assert run(opened, "age -d -i autre.txt ouvert/manifeste.age", check=False) == b""
