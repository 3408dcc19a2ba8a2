"""Invite, join, export, import and settle conflicts, from two data folders."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from desktop.bootstrap import Carnet
from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.filtres import FiltreConstats
from tests.cli.conftest import let_travel

PHRASE = "lavande tramway fontaine cigale"
BORIS = "Boris-ESSAI"


@contextlib.contextmanager
def window(folder: Path) -> Iterator[Carnet]:
    """Work on a folder as the window does."""
    carnet = Carnet(folder, log_to_file=False)
    carnet.unlock(carnet.personnes()[0], PHRASE)
    try:
        yield carnet
    finally:
        carnet.close()


def first_constat(carnet: Carnet):
    service = carnet.diagnostics
    return service.constat(service.constat_ids(FiltreConstats())[0])


def rewrite(folder: Path, **values: object) -> None:
    """Change the first constat as a person does in the form."""
    with window(folder) as carnet:
        constat = first_constat(carnet)
        carnet.diagnostics.save_constat(replace(constat.draft, **values), constat.id)


def shown(folder: Path) -> tuple[str, Gravite | None]:
    with window(folder) as carnet:
        constat = first_constat(carnet)
        return constat.texte, constat.gravite


@pytest.fixture
def key(tmp_path: Path) -> Path:
    folder = tmp_path / "clé usb"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def joined_team(carnet, demo_folder, tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("equipe")
    key, one, other = folder / "clé", folder / "poste A", folder / "poste B"
    key.mkdir()
    shutil.copytree(let_travel(demo_folder), one)
    invited = carnet("inviter", "-o", key, "--espace", "terrain", "--donnees", one, "--json").json
    joined = carnet(
        "rejoindre", invited["fichier"], "--poste", "Portable B", "--personne", BORIS,
        "--donnees", other, "--json", CARNET_PHRASE_INVITATION=invited["phrase"],
    ).json  # fmt: skip
    assert joined["empreinte"] == invited["empreinte"]
    assert joined["lettre"] == invited["lettre"] == "B"
    send(carnet, one, other, key)
    return let_travel(one), let_travel(other)


@pytest.fixture
def team(joined_team, tmp_path) -> tuple[Path, Path]:
    """Give two postes of one team that hold the same terrain."""
    one, other = (shutil.copytree(folder, tmp_path / folder.name) for folder in joined_team)
    return Path(one), Path(other)


def send(carnet, sender: Path, receiver: Path, key: Path):
    """Export on one poste and import on the other; return what the import said."""
    target = key / f"{len(list(key.iterdir()))}.carnet"
    content = ("--contenu", "toutes-photos", "--espace", "terrain")
    out = carnet("exporter", "-o", target, *content, "--donnees", sender, "--json")
    assert (out.code, out.err) == (0, "")
    read = carnet("importer", target, "--donnees", receiver, "--json")
    assert (read.code, read.err) == (0, "")
    return read.json


def test_joining_then_reading_gives_the_same_records_and_pdf(carnet, team, tmp_path):
    texts = []
    for folder in team:
        with window(folder) as opened:
            numero = first_constat(opened).marche_numero
        path = tmp_path / f"{folder.name}.pdf"
        carnet("rapport", "compte-rendu", numero, "-o", path, "--donnees", folder)
        pages = [page.extract_text() for page in PdfReader(path).pages]
        texts.append("\n".join(pages).replace(BORIS, "X").replace("Camille Démo-ESSAI", "X"))

    assert shown(team[0]) == shown(team[1])
    assert texts[0] == texts[1]


def test_trial_says_the_same_as_the_import_and_writes_nothing(carnet, team, key):
    sender, receiver = team
    rewrite(sender, texte="Corrigé sur A")
    before = shown(receiver)
    target = key / "essai.carnet"
    carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)

    trial = carnet("importer", target, "--essai", "--donnees", receiver, "--json").json
    unchanged = shown(receiver)
    real = carnet("importer", target, "--donnees", receiver, "--json").json

    assert unchanged == before
    assert shown(receiver)[0] == "Corrigé sur A"
    same = ("changements", "modifiees", "nouvelles", "conflits")
    assert [trial[name] for name in same] == [real[name] for name in same]
    assert real["sauvegarde"]


def test_reading_the_same_file_twice_says_0_changement(carnet, team, key):
    sender, receiver = team
    target = key / "deux-fois.carnet"
    carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)
    carnet("importer", target, "--donnees", receiver)

    again = carnet("importer", target, "--donnees", receiver)

    assert again.code == 0
    assert "0 changement" in again.out.replace("\u00a0", " ")


def test_report_of_an_import_is_written_as_a_pdf(carnet, team, key, tmp_path):
    sender, receiver = team
    rewrite(sender, texte="CANARI-ESSAI")
    target, report = key / "envoi.carnet", tmp_path / "compte rendu.pdf"
    carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)

    read = carnet("importer", target, "--rapport", report, "--donnees", receiver, "--json").json

    text = " ".join(page.extract_text() for page in PdfReader(report).pages)
    assert read["rapport"] == str(report)
    assert "Compte rendu de lecture" in text
    assert read["sauvegarde"][:10] in text
    assert "CANARI" not in text


def test_files_of_two_exports_are_refused_together(carnet, team, key):
    sender, receiver = team
    targets = [key / "un.carnet", key / "deux.carnet"]
    for target in targets:
        carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)

    answer = carnet("importer", *targets, "--donnees", receiver)

    assert answer.code == 1
    assert "même envoi" in answer.err.replace("\u00a0", " ")


def test_conflict_is_listed_kept_by_its_mark_and_closed_on_both_postes(carnet, team, key):
    one, two = team
    rewrite(one, texte="Texte de A", gravite=Gravite.MINEUR)
    rewrite(two, texte="Texte de B")
    send(carnet, one, two, key)
    send(carnet, two, one, key)

    listed = [carnet("conflits", "--donnees", folder, "--json").json["conflits"] for folder in team]
    values = {value["valeur"]: value["repere"] for value in listed[1][0]["valeurs"]}
    kept = carnet("conflits", "--garder", values["Texte de A"], "--donnees", two, "--json").json
    send(carnet, two, one, key)

    assert [len(found) for found in listed] == [1, 1]
    assert (kept["gardees"], kept["conflits"]) == (1, [])
    assert carnet("conflits", "--donnees", one, "--json").json["conflits"] == []
    assert shown(one) == shown(two) == ("Texte de A", Gravite.MINEUR)


def test_both_texts_of_a_conflict_are_kept_by_one_of_their_marks(carnet, team, key):
    one, two = team
    rewrite(one, texte="Texte de A", gravite=Gravite.MINEUR)
    rewrite(two, texte="Texte de B", gravite=Gravite.MAJEUR)
    send(carnet, one, two, key)
    listed = carnet("conflits", "--donnees", two, "--json").json["conflits"]
    marks = {found["champ"]: found["valeurs"][0]["repere"] for found in listed}

    short = carnet("conflits", "--les-deux", marks["Gravité"], "--donnees", two)
    kept = carnet("conflits", "--les-deux", marks["Constat"], "--donnees", two, "--json").json
    none = carnet("conflits", "--fiche", "ZZZ", "--donnees", two, "--json").json

    assert short.code == 1
    assert "Seuls deux longs textes" in short.err
    assert [found["champ"] for found in kept["conflits"]] == ["Gravité"]
    assert shown(two)[0].split("\n— — —\n") in (
        ["Texte de A", "Texte de B"],
        ["Texte de B", "Texte de A"],
    )
    assert none["conflits"] == []


def test_mark_of_a_conflict_that_moved_since_is_refused(carnet, team, key):
    one, two = team
    rewrite(one, texte="Texte de A")
    rewrite(two, texte="Texte de B")
    send(carnet, one, two, key)
    listed = carnet("conflits", "--donnees", two, "--json").json["conflits"]
    rewrite(one, texte="Texte de A, suite")
    send(carnet, one, two, key)

    marks = [value["repere"] for value in listed[0]["valeurs"]]
    answers = [carnet("conflits", "--garder", mark, "--donnees", two) for mark in marks]

    assert [answer.code for answer in answers] == [1, 1]


def test_export_of_two_espaces_needs_a_folder_or_a_choice(carnet, demo_copy, key):
    refused = carnet("exporter", "-o", key / "un.carnet", "--donnees", demo_copy)
    made = carnet("exporter", "-o", key, "--donnees", demo_copy, "--json")

    assert refused.code == 1
    assert [file["espace"] for file in made.json["fichiers"]] == ["terrain", "relogement"]
    assert len(list(key.iterdir())) == 2


def photos_in(carnet, path: Path, folder: Path) -> int:
    """Return the number of new pictures of a file, as the import would say."""
    return carnet("importer", path, "--essai", "--donnees", folder, "--json").json[
        "photos_nouvelles"
    ]


def test_content_is_chosen_weighed_and_written(carnet, team, key):
    sender, receiver = team
    common = ("--espace", "terrain", "--donnees", sender, "--json")
    sizes = {}
    for content in ("sans-photos", "photos-manquantes", "toutes-photos"):
        trial = carnet("exporter", "--contenu", content, "--essai", *common).json
        written = carnet("exporter", "--contenu", content, "-o", key / content, *common).json
        said, (made,) = trial["fichiers"][0], written["fichiers"]
        assert (trial["essai"], written["essai"]) == (True, False)
        assert (said["changements"], said["photos"]) == (made["changements"], made["photos"])
        assert abs(said["taille"] - made["taille"]) < 0.2 * made["taille"]
        assert said["courriel"] == (said["taille"] <= said["courriel_max"])
        assert (made["volumes"], said["nombre_volumes"]) == ([str(key / content)], 1)
        sizes[content] = made["photos"]
        read = carnet("importer", key / content, "--essai", "--donnees", receiver, "--json").json
        assert (read["changements"], read["photos_nouvelles"]) == (0, 0)

    assert sizes["sans-photos"] == 0
    assert sizes["photos-manquantes"] == sizes["toutes-photos"] > 0


def test_light_file_is_for_a_poste_whose_file_was_read(carnet, team, key):
    one, two = team
    command = ("exporter", "--contenu", "leger", "--espace", "terrain")
    early = carnet(*command, "--pour", "b", "-o", key / "1", "--donnees", one)
    nobody = carnet(*command, "-o", key / "1", "--donnees", one)
    stranger = carnet(*command, "--pour", "Z", "-o", key / "1", "--donnees", one)
    send(carnet, two, one, key)
    rewrite(one, texte="Corrigé sur A")

    made = carnet(*command, "--pour", "portable b", "-o", key / "2", "--donnees", one, "--json")
    read = carnet("importer", key / "2", "--donnees", two, "--json").json
    known = carnet(*command, "--pour", "Z", "-o", key / "1", "--donnees", one)

    assert "Portable B (B" in known.err
    assert [answer.code for answer in (early, nobody, stranger)] == [1, 1, 1]
    assert "aucun" in stranger.err
    assert not (key / "1").exists()
    assert made.json["fichiers"][0]["changements"] == read["changements"] == 1
    assert shown(two)[0] == "Corrigé sur A"


def test_photos_go_on_in_further_volumes(carnet, team, key):
    sender, receiver = team
    common = ("--espace", "terrain", "--donnees", sender, "--json")
    camera = key.parent / "DCIM"
    camera.mkdir()
    for rank in range(3):
        Image.effect_noise((1600, 1200), 80 + rank).convert("RGB").save(camera / f"{rank}.jpg")
    with window(sender) as opened:
        numero = first_constat(opened).marche_numero
    imported = carnet("photos", "importer", camera, "--marche", numero, "--donnees", sender)
    assert imported.code == 0
    made = carnet(
        "exporter", "--contenu", "toutes-photos", "--volume-max", "1", "-o", key, *common
    ).json["fichiers"][0]
    for path in reversed(made["volumes"]):
        assert carnet("importer", path, "--donnees", receiver).code == 0

    assert len(made["volumes"]) > 1
    assert sorted(str(path) for path in key.iterdir()) == sorted(made["volumes"])
    whole = key / "tout.carnet"
    carnet("exporter", "--contenu", "toutes-photos", "-o", whole, *common)
    assert photos_in(carnet, whole, receiver) == 0
    for volume in ("0", "-1", "beaucoup"):
        assert carnet("exporter", "--volume-max", volume, "-o", key, *common).code == 2


def test_export_without_a_place_needs_to_be_a_trial(carnet, demo_copy):
    answer = carnet("exporter", "--donnees", demo_copy)

    assert answer.code == 2
    assert "--essai" in answer.err


def test_file_is_read_into_the_espace_that_it_belongs_to(carnet, demo_copy, key):
    target = key / "relogement.carnet"
    carnet("exporter", "-o", target, "--espace", "relogement", "--donnees", demo_copy)

    read = carnet("importer", target, "--donnees", demo_copy, "--json")

    assert read.json["espace"] == "relogement"


@pytest.mark.parametrize("cut", [1, 1000])
def test_cut_file_is_refused_and_changes_nothing(carnet, team, key, cut):
    sender, receiver = team
    rewrite(sender, texte="Corrigé sur A")
    target = key / "coupe.carnet"
    carnet("exporter", "-o", target, "--espace", "terrain", "--donnees", sender)
    target.write_bytes(target.read_bytes()[:-cut])
    before = shown(receiver)

    answer = carnet("importer", target, "--donnees", receiver)

    assert answer.code == 1
    assert answer.err.strip()
    assert shown(receiver) == before


def test_file_of_an_espace_that_this_poste_does_not_hold_is_refused(carnet, team, key):
    sender, receiver = team
    target = key / "confidentiel.carnet"
    carnet("exporter", "-o", target, "--espace", "relogement", "--donnees", sender)

    answer = carnet("importer", target, "--donnees", receiver)

    assert answer.code == 1
    assert answer.out == ""


@pytest.mark.parametrize("command", [["importer"], ["rejoindre", "--poste", "B"]])
@pytest.mark.parametrize("content", [None, b"", b"bonjour", bytes(5000)])
def test_file_that_is_absent_or_foreign_is_refused(carnet, demo_copy, key, command, content):
    file = key / "étrange.carnet"
    if content is not None:
        file.write_bytes(content)

    answer = carnet(
        *command, file, "--donnees", demo_copy, CARNET_PHRASE_INVITATION="une phrase quelconque"
    )

    assert answer.code == 1
    assert answer.err.count("\n") == 1


def test_invitation_with_another_phrase_creates_nothing(carnet, demo_copy, tmp_path, key):
    invited = carnet(
        "inviter", "-o", key, "--espace", "terrain", "--donnees", demo_copy, "--json"
    ).json

    answer = carnet(
        "rejoindre", invited["fichier"], "--poste", "B", "--personne", BORIS,
        "--donnees", tmp_path / "B", CARNET_PHRASE_INVITATION="une autre phrase",
    )  # fmt: skip

    assert answer.code == 1
    assert not (tmp_path / "B").exists()


def test_new_poste_that_joins_must_name_its_person(carnet, tmp_path):
    answer = carnet("rejoindre", "x.invitation", "--poste", "B", "--donnees", tmp_path / "B")

    assert answer.code == 2
    assert "--personne" in answer.err
