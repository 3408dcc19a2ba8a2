"""Exchange files of every released format: read for ever, with the state they were made for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.domain.changes import Kind
from desktop.security.equipe import CleEquipe
from tests.anciens_echanges import fabriquer
from tests.storage.espaces import open_espace
from tests.sync.fichiers import read
from tests.sync.postes import problems

KEPT = sorted(fabriquer.FOLDER.glob("*.carnet"))


def beside(path: Path, kind: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.with_suffix(f".{kind}.json").read_text("utf-8"))
    return found


def test_the_first_format_is_kept():
    assert [path.name for path in KEPT][:1] == ["v1-terrain.carnet"]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_scenario_37_a_file_of_an_older_format_gives_the_state_it_was_made_for(path, tmp_path):
    expected = beside(path, "attendu")
    espace = open_espace(tmp_path, "D")

    found = fabriquer.read(espace, path, CleEquipe.from_dict(beside(path, "cle")))

    for name, rows in expected.items():
        if isinstance(rows, dict) and name in fabriquer.entities(espace.espace):
            assert found[name].keys() == rows.keys()
            for row, fields in rows.items():  # a later version may show more columns
                assert {field: found[name][row][field] for field in fields} == fields
        else:
            assert found[name] == rows, name
    assert problems(espace) == ()
    espace.close()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_an_older_file_holds_every_kind_of_change_of_its_time(path):
    found = read(path, CleEquipe.from_dict(beside(path, "cle")), espace_id=None)
    kinds = {change.kind for change in found["changes"]}

    assert {*Kind, "vote"} == kinds
    assert any(change.entity == "passage" for change in found["changes"])
    assert any(change.extra for change in found["changes"])
    assert any(change.payload is None for change in found["changes"])
    assert found["blobs"]
