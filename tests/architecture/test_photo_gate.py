"""The bytes of a photo go to the screen, to the exchange, or through the one door; nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "desktop"
FETCHERS = {
    "services/photos.py": "what a person looks at on this poste",
    "services/diffusion.py": "the one door towards documents",
    "sync/export.py": "the encrypted exchange between the team's own postes",
    "photos/magasin.py": "the store itself",
}
"""Files that may take the bytes of a picture out of the store, and for whom."""

BEHIND_SCREENS = ("services", "cli", "reports", "interop", "sync", "bootstrap")


def fetches(code: str) -> list[str]:
    """Return the calls that take bytes out of a store: `…magasin.get(…)` and its thumbnails."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute)
        and node.attr in ("get", "get_vignette")
        and ast.unparse(node.value).split(".")[-1].lstrip("_") == "magasin"
    ]


def looks(code: str) -> list[str]:
    """Return the uses of what is meant for screens: `….image` and `….vignette` of photos."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute)
        and node.attr in ("image", "vignette")
        and "photos" in ast.unparse(node.value).lower()
    ]


def test_no_other_file_takes_a_picture_out_of_the_store():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if fetches(path.read_text("utf-8"))
    }

    assert found - set(FETCHERS) == set()
    assert {"services/photos.py", "services/diffusion.py", "sync/export.py"} <= found


def test_no_document_and_no_command_takes_the_picture_meant_for_screens():
    files = [path for name in BEHIND_SCREENS for path in (ROOT / name).rglob("*.py")]

    found = {path.relative_to(ROOT).as_posix(): looks(path.read_text("utf-8")) for path in files}

    assert {path: uses for path, uses in found.items() if uses} == {}
    assert len(found) > 80


@pytest.mark.parametrize(
    ("look", "offence"),
    [
        (fetches, "jpeg = self._espace.magasin.get(photo.blob)"),
        (fetches, "small = magasin.get_vignette(blob)"),
        (fetches, "read = espace.magasin.get"),
        (looks, "carnet.photos.image(photo.blob)"),
        (looks, "PhotosService(self._espace).vignette(blob)"),
    ],
)
def test_these_rules_can_fail(look, offence):
    assert look(offence)
