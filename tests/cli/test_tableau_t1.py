"""T1 and the plan de relogement without a window."""

from __future__ import annotations

import re

import pypdf
import pytest


@pytest.fixture(scope="module")
def t1(carnet, demo_of_module, tmp_path_factory):
    folder = tmp_path_factory.mktemp("t1")
    made = carnet(
        "exporter-t1", "-o", folder / "t1.xlsx", "--motif", "comité technique", "--donnees",
        demo_of_module, "--json",
    )  # fmt: skip
    assert (made.code, made.err) == (0, "")
    assert made.json["dossiers"] > 0
    return folder / "t1.xlsx"


def test_what_was_exported_changes_nothing_when_it_is_read_back(carnet, demo_of_module, t1):
    found = carnet("importer-t1", t1, "--essai", "--donnees", demo_of_module, "--json").json

    assert (found["identique"], found["modifie"], found["refusees"]) == (found["lues"], 0, {})


def test_without_a_purpose_nothing_is_written(carnet, demo_of_module, tmp_path):
    refused = carnet("exporter-t1", "-o", tmp_path / "t1.xlsx", "--donnees", demo_of_module)

    assert (refused.code, "pour quoi il sort" in refused.err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_the_plan_is_written_without_names_in_the_folder_that_is_given(
    carnet, demo_of_module, tmp_path
):
    made = carnet("plan-relogement", "-o", tmp_path, "--donnees", demo_of_module, "--json").json
    text = pypdf.PdfReader(made["fichier"]).pages[0].extract_text()

    assert "Plan de relogement" in text
    assert "Bailleur" in text
    assert re.findall(r"[A-ZÀ-Ý]{2,}-ESSAI", text) == []  # « FAURE-ESSAI », not « Alpha-ESSAI »
    refused = carnet("plan-relogement", "-o", tmp_path, "--nominatif", "--donnees", demo_of_module)
    assert refused.code == 1
