"""`carnet exporter-constats`: each format by command, and what stays is said."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import openpyxl
import pytest


@pytest.mark.parametrize("kind", ["xlsx", "csv", "geojson", "kml", "kmz", "gpx"])
def test_each_format_is_written_where_asked(carnet, demo_folder, tmp_path, kind):
    answer = carnet(
        *("exporter-constats", "--format", kind, "-o", tmp_path),
        *("--donnees", demo_folder, "--json"),
    )

    assert (answer.code, answer.err) == (0, "")
    said = answer.json
    (path,) = tmp_path.iterdir()
    assert said["fichier"] == str(path)
    assert path.suffix == f".{kind}"
    assert said["taille"] == path.stat().st_size
    assert said["constats"] == 60
    if kind in {"xlsx", "kmz"}:
        assert zipfile.ZipFile(path).testzip() is None


def test_one_marche_for_the_public_says_what_stays(carnet, demo_folder, tmp_path):
    path = tmp_path / "constats.csv"
    words = ("--donnees", demo_folder)
    whole = carnet(
        "exporter-constats", "--format", "csv", "--profil", "interne", "-o", path, *words, "--json"
    ).json
    numero = next(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))["Marche"]

    answer = carnet(
        *("exporter-constats", "--format", "csv", "--profil", "PUBLIC"),
        *("--marche", numero.lower(), "-o", path, *words),
    )

    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    assert {row["Marche"] for row in rows} == {numero}
    assert 0 < len(rows) < whole["constats"]
    assert {row["Thème"] for row in rows} & {"Tranquillité et sûreté"} == set()
    said = answer.out.replace("\xa0", " ").replace("\u202f", " ")
    assert f"{len(rows)} constats" in said
    assert "encore à qualifier" in said


def test_a_profile_or_a_format_that_does_not_exist_is_named(carnet, demo_folder, tmp_path):
    for option in ("--profil", "--format"):
        answer = carnet(
            "exporter-constats", option, "doc", "-o", tmp_path / "x", "--donnees", demo_folder
        )
        assert answer.code == 2
        assert "n’est pas un choix possible" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_decimal_point_is_kept_on_demand(carnet, demo_folder, tmp_path):
    ask = ("exporter-constats", "--format", "csv", "-o", tmp_path / "x.csv")
    assert carnet(*ask, "--point-decimal", "--donnees", demo_folder).code == 0


def test_a_folder_that_cannot_be_written_leaves_nothing(carnet, demo_folder, tmp_path):
    answer = carnet(
        "exporter-constats", "-o", tmp_path / "absent" / "x.xlsx", "--donnees", demo_folder
    )

    assert answer.code != 0
    assert "ne peut pas être écrit" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_numbers_are_the_keys_of_every_format(carnet, demo_folder, tmp_path):
    for kind in ("xlsx", "geojson"):
        carnet(
            "exporter-constats", "--format", kind, "-o", tmp_path / f"x.{kind}",
            "--donnees", demo_folder,
        )  # fmt: skip

    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    sheets = [book["Constats"], book["Points_forts"]]
    keys = [row[0] for one in sheets for row in one.iter_rows(min_row=2, values_only=True)]
    features = json.loads((tmp_path / "x.geojson").read_text("utf-8"))["features"]
    constats = [one["id"] for one in features if one["properties"]["nature"] == "constat"]
    assert len(set(keys)) == len(keys)
    assert sorted(constats) == sorted(keys)
