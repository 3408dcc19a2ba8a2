"""What each command does, on a folder filled by `carnet demo`."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli.photos import correction
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.errors import UserError
from desktop.paths import resource
from desktop.services.resultat import Resultat

REAL_PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos-reelles"


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def log_of(folder: Path) -> str:
    return (folder / "journaux" / "carnet.log").read_text("utf-8")


# --- init ---------------------------------------------------------------------------------


def test_init_says_the_recovery_code_once_and_makes_encrypted_espaces(carnet, tmp_path):
    folder = tmp_path / "neuf"

    answer = carnet(
        "init", "--donnees", folder, "--poste", "Portable A", "--personne", "Anne-ESSAI",
        "--espaces", "relogement, terrain", "--json",
    )  # fmt: skip

    assert answer.code == 0
    assert answer.json["espaces"] == ["terrain", "relogement"]
    assert len(answer.json["code_secours"]) > 20
    for espace in ("terrain", "relogement"):
        with pytest.raises(sqlite3.DatabaseError):
            sqlite3.connect(folder / espace / "espace.db").execute("select * from sqlite_master")


def test_common_options_are_accepted_before_the_command(carnet, new_folder):
    answer = carnet("--donnees", new_folder, "--espace", "terrain", "--json", "verifier")

    assert answer.code == 0
    assert [found["espace"] for found in answer.json["espaces"]] == ["terrain"]


def test_option_after_the_command_wins_over_the_one_before(carnet, new_folder):
    answer = carnet(
        "--espace", "terrain", "verifier", "--espace", "relogement", "--json",
        "--donnees", new_folder,
    )  # fmt: skip

    assert [found["espace"] for found in answer.json["espaces"]] == ["relogement"]


# --- demo ---------------------------------------------------------------------------------


def test_demo_refuses_to_mix_fiction_with_existing_records(carnet, demo_copy):
    answer = carnet("demo", "--donnees", demo_copy)

    assert answer.code == 1
    assert "n’y ajoute rien de fictif" in answer.err


def test_demo_with_missing_photos_creates_nothing(carnet, tmp_path):
    answer = carnet("demo", "--donnees", tmp_path / "d", "--photos", tmp_path / "absent")

    assert answer.code == 1
    assert list(tmp_path.iterdir()) == []


def test_demo_writes_its_report_and_hands_the_capture_to_the_window(tmp_path, monkeypatch):
    from desktop.cli.main import run
    from desktop.cli.session import Screens

    seen = []
    monkeypatch.setenv("CARNET_PHRASE", "lavande tramway fontaine cigale")

    code = run(
        [
            "demo", "--donnees", str(tmp_path / "d"), "--rapport", str(tmp_path / "cr.pdf"),
            "--capture", str(tmp_path / "fenetre.png"),
        ],
        screens=Screens(
            capture=lambda carnet, path: seen.append((carnet.is_open, path)),
            checks=lambda _carnet: iter(()),
        ),
    )  # fmt: skip

    assert code == 0
    assert seen == [(True, tmp_path / "fenetre.png")]
    assert "BEI-" in pdf_text(tmp_path / "cr.pdf")


# --- photos -------------------------------------------------------------------------------


def first_marche(carnet, folder: Path) -> str:
    """Return the number that `carnet demo` gave to its first marche."""
    from desktop.bootstrap import Carnet

    opened = Carnet(folder, log_to_file=False)
    opened.unlock(opened.personnes()[0], "lavande tramway fontaine cigale")
    try:
        return min(marche.numero for marche in opened.diagnostics.marches())
    finally:
        opened.close()


def test_photos_read_are_all_accounted_for(carnet, demo_copy, tmp_path):
    folder = tmp_path / "carte"
    shutil.copytree(resource("photos-exemple"), folder)
    (folder / "liste.jpg").write_text("pas une photo", "utf-8")

    answer = carnet(
        "photos", "importer", folder, "--micro-site", "la mareschale", "--donnees", demo_copy,
        "--json",
    )  # fmt: skip
    again = carnet(
        "photos", "importer", folder, "--micro-site", "La Mareschale", "--donnees", demo_copy
    )

    assert answer.json["lues"] == 7
    assert answer.json["importees"] == 6
    assert [refus["fichier"] for refus in answer.json["refus"]] == ["liste.jpg"]
    assert "7\u00a0fichiers lus\u202f: 0\u00a0photo importée, 6\u00a0déjà connues" in again.out


def test_photos_of_a_missing_folder_are_an_error(carnet, demo_copy, tmp_path):
    answer = carnet(
        "photos", "importer", tmp_path / "absent", "--micro-site", "La Mareschale",
        "--donnees", demo_copy,
    )  # fmt: skip

    assert answer.code == 1
    assert "rien n’a été importé" in answer.err


def test_photos_come_with_a_track_a_correction_and_a_printed_report(carnet, demo_copy, tmp_path):
    folder = tmp_path / "carte"
    shutil.copytree(resource("photos-exemple"), folder)
    track = tmp_path / "tour.gpx"
    track.write_text(
        '<gpx version="1.1"><trk><trkseg>'
        '<trkpt lat="43.52" lon="5.43"><time>2026-11-18T10:00:00Z</time></trkpt>'
        '<trkpt lat="43.53" lon="5.43"><time>2026-11-18T10:04:00Z</time></trkpt>'
        "</trkseg></trk></gpx>"
    )
    numero = first_marche(carnet, demo_copy)

    answer = carnet(
        "photos", "importer", folder, "--marche", numero, "--gpx", track,
        "--decalage", "+0:02:30", "--decalage", "Canon EOS RP=-3600", "-o", tmp_path,
        "--donnees", demo_copy, "--json",
    )  # fmt: skip
    listed = carnet("photos", "bilan", "--donnees", demo_copy)
    told = carnet("photos", "bilan", "1", "--donnees", demo_copy, "--json")
    missing = carnet("photos", "bilan", "9", "--donnees", demo_copy)
    nothing = carnet("photos", "reprendre", "--donnees", demo_copy)

    found = answer.json
    assert (found["lues"], found["traces"]) == (7, ["tour.gpx"])
    assert found["lues"] == found["importees"] + len(found["doublons"]) + 1
    assert Path(found["bilan"]).read_bytes().startswith(b"%PDF")
    assert f"marche {numero} : 7" in listed.out.replace("\u202f", " ").replace("\xa0", " ")
    assert told.json["fichiers"] == found["fichiers"]
    assert (missing.code, nothing.code) == (1, 0)
    assert "Aucun import ne porte ce rang" in missing.err
    assert "Aucun import à reprendre" in nothing.out.replace("\xa0", " ")


def test_a_stick_that_is_missing_holds_up_no_other_import(carnet, demo_copy, monkeypatch):
    from desktop.services.photos import PhotosService

    def resume(_self, row, **_more):
        if row == "absent":
            raise UserError("Support", "La clé n’est pas là.", "Rebranchez-la.")
        return Resultat(ImportPhotosBilan(id=row, fin_ms=1), None)

    waiting = [ImportPhotosBilan(id="absent"), ImportPhotosBilan(id="ici")]
    monkeypatch.setattr(PhotosService, "unfinished", lambda _self: waiting)
    monkeypatch.setattr(PhotosService, "resume", resume)

    answer = carnet("photos", "reprendre", "--donnees", demo_copy, "--json")
    waiting.pop()
    refused = carnet("photos", "reprendre", "--donnees", demo_copy)

    assert (answer.code, len(answer.json["imports"])) == (0, 1)
    assert answer.json["attend"] == "La clé n’est pas là. Rebranchez-la."
    assert (refused.code, refused.out) == (1, "")
    assert "La clé n’est pas là." in refused.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+0:02:30", ("*", 150)),
        ("-1:00:00", ("*", -3600)),
        ("−02:30", ("*", -150)),
        ("90", ("*", 90)),
        ("Canon EOS RP=-90", ("Canon EOS RP", -90)),
        ("A=B=+0:00:01", ("A=B", 1)),
    ],
)
def test_a_correction_is_read_as_it_is_typed(text, expected):
    assert correction(text) == expected


def test_a_correction_that_is_none_and_a_track_without_marche_are_said(carnet, tmp_path):
    wrong = carnet("photos", "importer", tmp_path, "--marche", "X", "--decalage", "bientôt")
    alone = carnet("photos", "importer", tmp_path, "--micro-site", "X", "--gpx", "t.gpx")

    assert wrong.code == alone.code == 2
    assert "n’est pas un décalage" in wrong.err
    assert "indiquez --marche" in alone.err


@pytest.mark.photos_reelles
def test_real_photos_are_all_accounted_for(carnet, demo_copy):
    files = [path for path in REAL_PHOTOS.iterdir() if path.name != "README.md"]
    numero = first_marche(carnet, demo_copy)

    answer = carnet(
        "photos", "importer", REAL_PHOTOS, "--marche", numero.lower(), "--donnees", demo_copy,
        "--json",
    )  # fmt: skip

    assert answer.code == 0
    found = answer.json
    assert found["lues"] == len(files) + 1
    assert found["lues"] == found["importees"] + len(found["doublons"]) + len(found["refus"])
    assert [refus["fichier"] for refus in found["refus"]] == ["README.md"]


def test_photos_that_wait_for_a_person_are_counted_and_never_cleared_from_here(
    carnet, demo_copy, tmp_path
):
    folder = tmp_path / "carte"
    shutil.copytree(resource("photos-exemple"), folder)
    into = ("--micro-site", "La Mareschale", "--donnees", demo_copy)
    carnet("photos", "importer", folder, *into)

    counted = carnet("photos", "verifier", "--lister", "--donnees", demo_copy)
    data = carnet("photos", "verifier", "--donnees", demo_copy, "--json").json
    written = carnet(
        "rapport", "micro-site", "La Mareschale", "-o", tmp_path / "f.pdf", "--donnees", demo_copy
    )

    site = next(one for one in data["lieux"] if one["lieu"] == "La Mareschale")
    assert (site["photos"], site["a_verifier"], site["retenues"]) == (6, 6, 6)
    assert "La Mareschale\u202f: 6\u00a0à vérifier" in counted.out
    assert "Photos non montrées\u202f: 6\u00a0photos à vérifier." in written.out
    assert carnet("photos", "verifier", "--sans-personne", "--donnees", demo_copy).code == 2


# --- reports ------------------------------------------------------------------------------


def test_compte_rendu_holds_the_number_of_every_constat(carnet, demo_folder, tmp_path):
    numero = first_marche(carnet, demo_folder)
    path = tmp_path / "cr.pdf"

    answer = carnet("rapport", "compte-rendu", numero, "-o", path, "--donnees", demo_folder)

    text = pdf_text(path)
    assert answer.code == 0
    assert [n for n in range(1, 21) if f"{numero}-A{n:03d}" not in text] == []


@pytest.mark.parametrize("livret", [(), ("--livret",)])
def test_carnet_de_terrain_holds_its_sheets(carnet, demo_folder, tmp_path, livret):
    numero = first_marche(carnet, demo_folder)

    answer = carnet(
        "rapport", "carnet-terrain", numero, *livret, "-o", tmp_path, "--donnees", demo_folder
    )

    assert answer.code == 0
    text = pdf_text(tmp_path / f"carnet-{numero}.pdf")
    assert "Carnet de terrain" in text
    assert "S-1" in text


def test_report_given_a_folder_takes_its_own_name(carnet, demo_folder, tmp_path):
    menage = carnet(
        "rapport", "menage", "rel-a0001", "-o", tmp_path, "--donnees", demo_folder, "--json"
    )
    site = carnet(
        "rapport", "micro-site", "ecole jules payot", "-o", tmp_path, "--donnees", demo_folder
    )

    assert (menage.code, site.code) == (0, 0)
    assert Path(menage.json["fichier"]).name == "fiche-REL-A0001.pdf"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "fiche-Ecole-Jules-Payot.pdf",
        "fiche-REL-A0001.pdf",
    ]
    assert "REL-A0001" in pdf_text(tmp_path / "fiche-REL-A0001.pdf")


def test_the_map_of_a_quartier_or_a_marche_is_written(carnet, demo_folder, tmp_path):
    whole = carnet(
        "rapport", "carte", "beisson", "-o", tmp_path, "--donnees", demo_folder, "--json"
    )
    answer = carnet(
        *("rapport", "carte", "BEI", "--papier", "a3", "--profil", "public"),
        *("-o", tmp_path / "public.pdf", "--donnees", demo_folder),
    )

    assert (whole.code, answer.code, answer.err) == (0, 0, "")
    assert Path(whole.json["fichier"]).name == "carte-Beisson-A4.pdf"
    small, large = (
        PdfReader(path).pages[0] for path in (whole.json["fichier"], tmp_path / "public.pdf")
    )
    sizes = [
        {round(float(side) / 72 * 25.4) for side in one.mediabox[2:]} for one in (small, large)
    ]
    assert sizes == [{210, 297}, {297, 420}]
    assert "Document public" in large.extract_text()
    assert "réservé aux partenaires" in small.extract_text()


def test_a_map_refuses_a_background_that_lies(carnet, demo_folder, tmp_path):
    (tmp_path / "plan.png").write_bytes(b"rien")
    answer = carnet(
        *("rapport", "carte", "Beisson", "--fond", tmp_path / "plan.png"),
        *("-o", tmp_path / "carte.pdf", "--donnees", demo_folder),
    )
    assert answer.code != 0
    assert "plan.png" in answer.err
    assert not (tmp_path / "carte.pdf").exists()


@pytest.mark.parametrize("nom", ["École Jules Payot", "E\u0301COLE  JULES PAYOT"])
def test_a_micro_site_is_named_with_its_accents_however_they_are_typed(
    carnet, demo_folder, tmp_path, nom
):
    answer = carnet("rapport", "micro-site", nom, "-o", tmp_path, "--donnees", demo_folder)

    assert answer.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["fiche-Ecole-Jules-Payot.pdf"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("rapport", "compte-rendu", "été-2026-1"), "Aucune marche ne porte ce numéro."),
        (("rapport", "menage", "référence"), "Aucun dossier ne porte cette référence."),
        (("rapport", "micro-site", "Cité"), "Aucun micro-site ne porte ce nom."),
        (("historique", "Été"), "Aucune fiche ne porte ce numéro, cette référence ou ce nom."),
    ],
)
def test_a_record_that_is_not_found_is_refused_in_french(
    carnet, demo_folder, tmp_path, words, title
):
    output = ("-o", tmp_path) if words[0] == "rapport" else ()

    answer = carnet(*words, *output, "--donnees", demo_folder)

    assert (answer.code, answer.out, list(tmp_path.iterdir())) == (1, "", [])
    assert title in answer.err


# --- care ---------------------------------------------------------------------------------


def test_backups_are_written_for_every_espace(carnet, demo_copy):
    answer = carnet("sauvegarder", "--donnees", demo_copy, "--json")

    files = [Path(made["fichier"]) for made in answer.json["sauvegardes"]]
    assert [path.parent.parent.name for path in files] == ["terrain", "relogement"]
    assert all(path.stat().st_size > 100_000 for path in files)


def test_verification_of_a_sound_carnet_says_so(carnet, demo_folder):
    answer = carnet("verifier", "--donnees", demo_folder)

    assert answer.code == 0
    assert answer.out.count("tout est sain") == 2


def test_verification_finds_a_damaged_photo_and_exits_with_1(carnet, demo_copy):
    photo = next(path for path in (demo_copy / "terrain" / "photos").rglob("*") if path.is_file())
    photo.write_bytes(photo.read_bytes()[:-1])

    answer = carnet("verifier", "--donnees", demo_copy, "--json")

    assert answer.code == 1
    assert answer.json["sain"] is False
    assert len(answer.json["espaces"][0]["defauts"]) == 1


def test_undo_takes_back_the_last_action_then_says_there_is_none_left(carnet, demo_copy):
    undone = carnet("annuler", "--espace", "relogement", "--donnees", demo_copy)
    nothing_new = carnet("verifier", "--donnees", demo_copy)

    assert undone.out.startswith("Annulé\u202f: ")
    assert nothing_new.code == 0


@pytest.mark.parametrize(
    "fiche",
    [
        "REL-A0007",
        "city-stade de beisson",
        " ÉCOLE  Jules Payot ",
        "E\u0301cole jules payot",
    ],
)
def test_history_names_author_poste_and_field(carnet, demo_folder, fiche):
    answer = carnet("historique", fiche, "--donnees", demo_folder, "--json")

    changes = answer.json["changements"]
    assert changes
    assert {change["poste"] for change in changes} == {"Poste de démonstration"}


def test_no_conflict_is_said_in_words_and_as_an_empty_list(carnet, demo_folder):
    assert carnet("conflits", "--donnees", demo_folder).out == "0\u00a0conflit en attente.\n"
    assert carnet("conflits", "--donnees", demo_folder, "--json").json == {
        "commande": "conflits",
        "gardees": 0,
        "conflits": [],
    }


def test_unknown_mark_of_a_conflict_is_refused(carnet, demo_folder):
    answer = carnet("conflits", "--garder", "0badf00d", "--donnees", demo_folder)

    assert answer.code == 1
    assert "carnet conflits" in answer.err


def test_every_command_that_answers_json_names_itself(carnet, demo_copy, tmp_path):
    commands = [
        ["verifier"],
        ["sauvegarder"],
        ["conflits"],
        ["annuler", "--espace", "terrain"],
        ["historique", "REL-A0001"],
        ["rapport", "menage", "REL-A0001", "-o", str(tmp_path)],
    ]

    answers = [carnet(*words, "--donnees", demo_copy, "--json") for words in commands]

    names = [json.loads(answer.out)["commande"] for answer in answers]
    assert names == [
        " ".join(words[:2]) if words[0] == "rapport" else words[0] for words in commands
    ]


def test_log_of_a_whole_scenario_holds_no_name_and_no_number(carnet, new_folder, tmp_path):
    photo = tmp_path / "Mme Canari.jpg"
    shutil.copy(resource("photos-exemple", "exemple-3-banc.jpg"), photo)

    carnet("demo", "--donnees", new_folder)
    carnet("verifier", "--donnees", new_folder, "--personne", "Canari inconnu")
    carnet("verifier", "--donnees", new_folder, CARNET_PHRASE="canari canari jaune bavard")
    carnet("photos", "importer", photo, "--micro-site", "La Mareschale", "--donnees", new_folder)
    carnet("rapport", "menage", "REL-A0001", "-o", tmp_path, "--donnees", new_folder)
    carnet("rapport", "micro-site", "Chez Canari", "-o", tmp_path, "--donnees", new_folder)
    carnet("annuler", "--espace", "relogement", "--donnees", new_folder)

    log = log_of(new_folder).casefold()
    private = ("canari", "essai", "06 39 98", "01 99 00", "mareschale", "lavande")
    assert [word for word in private if word in log] == []


def test_the_name_of_who_begins_may_come_from_the_variable(carnet, tmp_path):
    folder = tmp_path / "neuf"

    refused = carnet("init", "--poste", "Portable A", "--donnees", folder)
    assert refused.code == 2
    assert "--personne" in refused.err
    made = carnet(
        "init", "--poste", "Portable A", "--donnees", folder, CARNET_PERSONNE="Ada Canari-ESSAI"
    )

    assert made.code == 0
    listed = carnet("personnes", "--donnees", folder, "--json").json
    assert "Ada Canari-ESSAI" in str(listed)
