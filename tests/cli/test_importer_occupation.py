"""The occupancy list without a window."""

from __future__ import annotations

from tests.listes_essai import TITRES, classeur, ligne


def test_a_trial_tells_and_writes_nothing_then_the_import_writes(carnet, demo_copy, tmp_path):
    path = classeur(
        tmp_path / "liste.xlsx",
        [ligne(rank, Porte=f"9{rank:02d}") for rank in range(1, 4)] + [ligne(4, Loyer=-1)],
    )

    def ask(*words):
        return carnet("importer-occupation", path, *words, "--donnees", demo_copy)

    trial = ask("--essai")
    assert (trial.code, trial.err) == (0, "")
    assert "3\u00a0logements nouveaux" in trial.out
    assert "Ligne 5\u202f: Loyer\u202f: ce montant est négatif." in trial.out
    figures = ask("--essai", "--json").json
    assert (figures["nouveau"], figures["lues"], list(figures["refusees"])) == (3, 4, ["5"])

    made = ask("--json").json
    assert (made["logements_crees"], made["dossiers_crees"]) == (3, 3)
    assert ask("--essai", "--json").json["identique"] == 3


def test_a_bad_file_and_an_unknown_sheet_are_told_in_words(carnet, demo_folder, tmp_path):
    (tmp_path / "liste.xls").write_bytes(b"\xd0\xcf\x11\xe0" * 10)
    old = carnet("importer-occupation", tmp_path / "liste.xls", "--donnees", demo_folder)
    path = classeur(tmp_path / "liste.xlsx", [ligne()], titres=TITRES)
    sheet = carnet("importer-occupation", path, "--feuille", "Absente", "--donnees", demo_folder)

    assert (old.code, "ancien classeur" in old.err) == (1, True)
    assert (sheet.code, "Feuil1" in sheet.err) == (1, True)
