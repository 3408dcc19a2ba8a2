"""Exports of constats: who reads what, no photo before its answer, whole files or none."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import gpxpy
import openpyxl
import pytest

from desktop.domain.codes import (
    Confidentialite,
    Foncier,
    Gravite,
    MotifRetenue,
    Polarite,
    VerifPhoto,
)
from desktop.domain.diagnostics.diffusion import Reserve
from desktop.domain.diagnostics.exports import DemandeExport, FormatExport
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.domain.records import PhotoRecord
from desktop.errors import Annule
from desktop.interop.colonnes import CONSTATS
from desktop.services.exports import ExportsService
from desktop.services.exports_mots import held, left_out
from tests.fuites import assert_no_unverified_photo, pictures
from tests.services.promenade import add_constat, at, make_promenade

PUBLIC, PARTENAIRES, INTERNE = Confidentialite
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KML = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.fixture
def exports(carnet):
    return ExportsService(carnet.espace(Espace.TERRAIN), now=lambda: NOON)


@pytest.fixture
def promenade(carnet):
    """A marche along three stops, with three constats of its own, the last one nowhere."""
    made = make_promenade(carnet, constats=1)
    own = [
        add_constat(carnet, made.marche_id, place, item="PRO-06", texte=f"Constat d’essai {rank}")
        for rank, place in enumerate((at(4), at(104), None))
    ]
    return replace(made, constats=tuple(own))


def demand(kind: str, profil: Confidentialite = INTERNE, **options) -> DemandeExport:
    return DemandeExport(format=FormatExport(kind), profil=profil, **options)


def ids_of(promenade) -> list[str]:
    return [one.id for one in promenade.constats]


def table(path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))


def answered(carnet, photos: list[PhotoRecord], verif: VerifPhoto) -> None:
    carnet.verification.set_verif([one.id for one in photos], verif)


# --- tables -------------------------------------------------------------------------------


def test_a_workbook_holds_every_constat_under_its_number(carnet, exports, promenade, tmp_path):
    strong = add_constat(carnet, promenade.marche_id, polarite=Polarite.FORT, gravite=None)
    ids = [*ids_of(promenade), strong.id]

    bilan = exports.export(ids, demand("xlsx"), tmp_path / "x.xlsx")

    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Constats", "Points_forts", "Photos", "Nomenclatures"]
    heads = [cell.value for cell in book["Constats"][1]]
    assert heads == [colonne.titre for colonne, _ in CONSTATS]
    numbers = [row[0] for row in book["Constats"].iter_rows(min_row=2, values_only=True)]
    assert numbers == [one.numero for one in promenade.constats]
    assert book["Points_forts"]["A2"].value == strong.numero
    assert bilan.constats == len(ids)
    lists = {cell.value for cell in book["Nomenclatures"][1]}
    rules = book["Constats"].data_validations.dataValidation
    assert len(rules) == len([one for one, _ in CONSTATS if one.liste])
    assert {one.liste for one, _ in CONSTATS if one.liste} <= lists


def test_every_word_of_a_column_with_a_list_is_in_its_list(exports, promenade, tmp_path):
    exports.export(ids_of(promenade), demand("xlsx"), tmp_path / "x.xlsx")

    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    lists = {
        column[0].value: {cell.value for cell in column[1:]}
        for column in book["Nomenclatures"].iter_cols()
    }
    for rank, (colonne, _) in enumerate(CONSTATS, start=1):
        values = {cell.value for cell in list(book["Constats"].columns)[rank - 1][1:]} - {None}
        if colonne.liste:
            assert values <= lists[colonne.liste], colonne.titre


def test_a_csv_and_a_workbook_have_the_same_columns(exports, promenade, tmp_path):
    exports.export(ids_of(promenade), demand("csv"), tmp_path / "x.csv")

    rows = table(tmp_path / "x.csv")
    assert rows[0] == [colonne.titre for colonne, _ in CONSTATS]
    assert [row[0] for row in rows[1:]] == [one.numero for one in promenade.constats]


# --- who reads what -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [one.value for one in FormatExport])
def test_the_public_reads_nothing_of_tranquillite_in_any_format(
    carnet, exports, promenade, tmp_path, kind
):
    said = "Occupation du hall par un groupe"
    secret = add_constat(
        carnet, promenade.marche_id, at(30), theme="TRA", item="TRA-01", texte=said, titre=said
    )
    open_one = add_constat(carnet, promenade.marche_id, at(40), batiment="Porte C12", lieu="Hall")
    path = tmp_path / f"x.{kind}"

    bilan = exports.export([secret.id, open_one.id], demand(kind, PUBLIC), path)

    assert bilan.constats == 1
    assert bilan.reserves == {Reserve.TRANQUILLITE: 1}
    words = everything(path)
    assert open_one.numero in words
    for hidden in (secret.numero, said, "Porte C12"):
        assert hidden not in words
    exports.export([secret.id, open_one.id], demand(kind, INTERNE), path)
    assert secret.numero in everything(path)


def test_the_public_reads_places_to_four_decimals(exports, promenade, tmp_path):
    exports.export(ids_of(promenade), demand("geojson", PUBLIC), tmp_path / "x.geojson")

    features = json.loads((tmp_path / "x.geojson").read_text("utf-8"))["features"]
    points = [
        one["geometry"]["coordinates"]
        for one in features
        if one["geometry"] and one["geometry"]["type"] == "Point"
    ]
    assert points
    assert all(round(value, 4) == value for point in points for value in point)


def test_what_is_left_out_is_counted_and_said(carnet, exports, promenade):
    secret = add_constat(carnet, promenade.marche_id, theme="TRA", item="TRA-01")
    nowhere = add_constat(carnet, promenade.marche_id)
    ask = demand("gpx", PUBLIC)

    bilan = exports.bilan([secret.id, nowhere.id], ask)

    said = "\n".join(left_out(bilan, ask)).replace("\xa0", " ").replace("\u202f", " ")
    assert "1 constat ne part pas : de tranquillité, pas pour ce profil." in said
    assert "1 constat sans position n’y figure pas." in said
    assert "Champs laissés vides pour ce profil : bâtiment, destinataire" in said
    assert held(bilan, ask).replace("\xa0", " ").startswith("1 constat, 3 arrêts")


# --- maps ---------------------------------------------------------------------------------


def test_maps_hold_constats_stops_and_the_outline_of_the_quartier(exports, promenade, tmp_path):
    ids = ids_of(promenade)
    for kind in ("geojson", "kml", "gpx"):
        exports.export(ids, demand(kind), tmp_path / f"x.{kind}")

    collection = json.loads((tmp_path / "x.geojson").read_text("utf-8"))
    natures = [one["properties"]["nature"] for one in collection["features"]]
    assert natures == ["quartier", *["arret"] * 3, *["constat"] * len(ids)]
    assert collection["attribution"] == "Contours QPV : ANCT, 2024"
    one = collection["features"][-1]
    assert one["id"] == promenade.constats[-1].numero
    assert one["properties"]["etat_code"] == "OUVERT"
    assert one["properties"]["code_service"] == "104"
    root = ET.parse(tmp_path / "x.kml").getroot()  # noqa: S314 - what was just written
    assert len(root.findall(".//k:Placemark", KML)) == len(natures)
    placed = [one for one in promenade.constats if one.draft.lat_e7 is not None]
    read = gpxpy.parse((tmp_path / "x.gpx").read_text("utf-8"))
    assert [mark.name for mark in read.waypoints[3:]] == [one.numero for one in placed]
    assert [
        (round(mark.latitude * 1e7), round(mark.longitude * 1e7)) for mark in read.waypoints[3:]
    ] == [(one.draft.lat_e7, one.draft.lon_e7) for one in placed]


# --- photos -------------------------------------------------------------------------------


@pytest.mark.parametrize("profil", list(Confidentialite))
def test_a_kmz_shows_only_photos_that_a_person_let_go(carnet, exports, photos, tmp_path, profil):
    row = photos[0].constat_id
    carnet.diagnostics.save_constat(qualified(carnet, row), row)
    answered(carnet, photos[:1], VerifPhoto.SANS_PERSONNE)
    answered(carnet, photos[1:2], VerifPhoto.NON_DIFFUSABLE)

    bilan = exports.export([row], demand("kmz", profil), tmp_path / "x.kmz")

    shown = assert_no_unverified_photo(tmp_path / "x.kmz", carnet)
    assert (len(shown), bilan.photos) == (1, 1)
    assert bilan.retenues == {MotifRetenue.A_VERIFIER: 2, MotifRetenue.NON_DIFFUSABLE: 1}
    numero = carnet.diagnostics.constat(row).numero
    with zipfile.ZipFile(tmp_path / "x.kmz") as archive:
        assert archive.namelist() == [f"photos/{numero}_1_contexte.jpg", "doc.kml"]
        assert b"Exif" not in archive.read(archive.namelist()[0])


def test_a_workbook_lists_only_photos_that_may_leave_and_no_picture(
    carnet, exports, photos, tmp_path
):
    answered(carnet, photos[:1], VerifPhoto.SANS_PERSONNE)

    exports.export([photos[0].constat_id], demand("xlsx"), tmp_path / "x.xlsx")

    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx")["Photos"].values)
    assert [row[1] for row in rows[1:]] == [photos[0].fichier]
    assert list(pictures((tmp_path / "x.xlsx").read_bytes())) == []


# --- whole or absent ----------------------------------------------------------------------


def test_a_cancelled_export_leaves_the_former_file(carnet, exports, photos, tmp_path):
    answered(carnet, photos, VerifPhoto.SANS_PERSONNE)
    path = tmp_path / "x.kmz"
    path.write_bytes(b"ancien")

    with pytest.raises(Annule):
        exports.export([photos[0].constat_id], demand("kmz"), path, cancelled=lambda: True)

    assert path.read_bytes() == b"ancien"
    assert [one.name for one in tmp_path.glob("x.*")] == ["x.kmz"]


def test_an_empty_selection_makes_an_empty_file_of_each_kind(exports, tmp_path):
    for kind in FormatExport:
        bilan = exports.export([], demand(kind.value), tmp_path / f"x.{kind.value}")
        assert bilan.constats == 0
        assert (tmp_path / f"x.{kind.value}").stat().st_size > 0


def test_the_name_says_what_for_whom_and_when(exports):
    assert exports.name(demand("kmz", PUBLIC), "BEI-2026-1") == (
        "carte-photos-BEI-2026-1-public-2026-11-24.kmz"
    )


def qualified(carnet, row: str) -> ConstatDraft:
    """Return the draft of a constat, complete enough to be open."""
    lists = carnet.diagnostics.referentiel()
    return replace(
        carnet.diagnostics.constat(row).draft,
        theme="PRO", item="PRO-06", gravite=Gravite.MODERE, lieu="Entrée B",
        foncier=Foncier.PUBLIC_VILLE, gestionnaire_id=lists.structures[0].id,
        lat_e7=435_390_000, lon_e7=54_480_000,
    )  # fmt: skip


def everything(path) -> str:
    """Return all the text of a file, archives opened."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8-sig")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith((".xml", ".kml"))
        )
