"""Scenario 34: no file brings a row of another espace, nor a field that leads to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.models import ENTITIES, foreign_references
from tests.storage.espaces import dump, log, open_espace
from tests.sync.fichiers import forge_changes
from tests.sync.postes import take
from tests.unit.histories import make_change


def reference(field: str, value: object = "m" * 36) -> dict[str, object]:
    return {field: {"v": value, "x": []}}


@pytest.fixture(params=list(Espace))
def poste(request, tmp_path):
    opened = open_espace(tmp_path / "poste", "B", espace=request.param)
    yield opened
    opened.close()


def test_a_forged_file_with_a_row_of_the_other_espace_writes_nothing(poste, tmp_path):
    before = dump(poste.store)
    foreign = [name for name in ENTITIES if poste.espace not in ENTITIES[name].espaces]
    assert foreign

    for name in foreign:
        refused(poste, tmp_path, [make_change("f" * 16, 1, entity=name)])

    assert dump(poste.store) == before


@pytest.mark.parametrize("entity", ["known", "une-entite-de-2030"])
def test_a_forged_reference_to_the_other_espace_writes_nothing(poste, tmp_path, entity):
    before = dump(poste.store)
    name = (
        {"terrain": "constat", "relogement": "menage"}[poste.espace]
        if entity == "known"
        else entity
    )
    fields = foreign_references(poste.espace)
    assert {"menage_id", "marche_id"} & fields

    for field in sorted(fields):
        refused(poste, tmp_path, [make_change("f" * 16, 1, entity=name, payload=reference(field))])

    assert dump(poste.store) == before


def test_an_unknown_field_that_leads_nowhere_is_kept_for_later(poste, tmp_path):
    name = {"terrain": "constat", "relogement": "menage"}[poste.espace]
    change = make_change("f" * 16, 1, entity=name, payload=reference("champ_de_2030"))

    take(poste, forge(poste, tmp_path, [change]))

    assert log(poste.store) == [change]


def refused(poste, tmp_path: Path, changes) -> None:
    with pytest.raises(FichierRefuse, match="autre espace"):
        take(poste, forge(poste, tmp_path, changes))


def forge(poste, tmp_path: Path, changes) -> Path:
    return forge_changes(tmp_path / "f.carnet", changes, espace=poste.espace.value)
