"""`carnet rapport fiche` and the reader of `carnet rapport compte-rendu`."""

from __future__ import annotations

import json

from pypdf import PdfReader


def numbers(carnet, folder, tmp_path) -> list[str]:
    path = tmp_path / "x.geojson"
    carnet("exporter-constats", "--format", "geojson", "-o", path, "--donnees", folder)
    features = json.loads(path.read_text("utf-8"))["features"]
    return [one["id"] for one in features if one["properties"]["nature"] == "constat"]


def test_one_fiche_by_its_number_and_all_those_of_a_marche(carnet, demo_folder, tmp_path):
    known = numbers(carnet, demo_folder, tmp_path)
    marche = known[0].rsplit("-", 1)[0]
    words = ("--donnees", demo_folder, "--json")

    one = carnet("rapport", "fiche", known[0].lower(), "-o", tmp_path, *words)
    all_of_them = carnet(
        *("rapport", "fiche", "--marche", marche, "--deux-par-page", "-o", tmp_path, *words)
    )

    assert (one.code, all_of_them.code) == (0, 0)
    assert known[0] in PdfReader(one.json["fichier"]).pages[0].extract_text()
    count = sum(number.startswith(f"{marche}-") for number in known)
    assert len(PdfReader(all_of_them.json["fichier"]).pages) == -(-count // 2)


def test_fiches_need_numbers_or_a_marche(carnet, demo_folder, tmp_path):
    answer = carnet("rapport", "fiche", "-o", tmp_path, "--donnees", demo_folder)

    assert answer.code == 2
    assert "Nommez des constats" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_compte_rendu_says_what_it_lacks_and_for_whom_it_is(carnet, demo_folder, tmp_path):
    marche = numbers(carnet, demo_folder, tmp_path)[0].rsplit("-", 1)[0]
    path = tmp_path / "cr.pdf"

    answer = carnet(
        *("rapport", "compte-rendu", marche, "--profil", "public", "-o", path),
        *("--donnees", demo_folder),
    )

    assert answer.code == 0
    assert "à qualifier" in answer.out
    assert "Document public" in PdfReader(path).pages[0].extract_text()
