"""Other people's tools open what leaves: GDAL the maps, qpdf the PDFs; exiftool finds nothing.

They are Debian packages (gdal-bin, qpdf, libimage-exiftool-perl); without them, nothing to ask.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.codes import Confidentialite, VerifPhoto
from desktop.domain.diagnostics.exports import DemandeExport, FormatExport
from desktop.domain.espaces import Espace
from desktop.domain.geo import Position, Surface
from desktop.interop.geojson_sortie import write_geojson
from desktop.interop.gpx_sortie import write_gpx
from desktop.interop.kml import write_kml
from desktop.interop.lieux import Contour, Lieu

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLACE = Position(435_390_001, 54_515_002)
SQUARE = Surface(
    (((PLACE, Position(435_390_001, 54_600_000), Position(435_450_000, 54_600_000)),),)
)
LIEUX = [
    Lieu(id="a", nature="arret", nom="1. École", position=Position(435_380_000, 54_500_000)),
    Lieu(
        id="BEI-2026-1-A001", nature="constat", nom="BEI-2026-1-A001", position=PLACE,
        etat="OUVERT", description="Matelas <b> & meuble", proprietes={"gravite_code": 3},
    ),
    Lieu(id="BEI-2026-1-A002", nature="constat", nom="BEI-2026-1-A002", position=None),
]  # fmt: skip


def ask(tool: str, *words: object) -> str:
    """Run a tool and return what it says; a complaint fails the test."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run(  # noqa: S603 - a tool of the system on a file that was just written
        [found, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def written(path: Path) -> Path:
    with path.open("wb") as out:
        match path.suffix:
            case ".geojson":
                write_geojson(out, LIEUX, contours=[Contour(nom="Beisson", surface=SQUARE)])
            case ".kml":
                write_kml(
                    out, LIEUX, titre="Essai", couleurs={"OUVERT": "#C0392B"}, libelles={},
                    contours=[Contour(nom="Beisson", surface=SQUARE)],
                )  # fmt: skip
            case ".gpx":
                write_gpx(out, LIEUX, titre="Essai", cree_le=NOON)
    return path


@pytest.mark.parametrize(
    ("kind", "layers"),
    [
        ("geojson", {"x": 4}),
        ("kml", {"Quartiers": 1, "Constats": 2, "Arrêts": 1}),
        ("gpx", {"waypoints": 2}),
    ],
)
def test_gdal_opens_the_maps_and_finds_every_object(tmp_path, kind, layers):
    path = written(tmp_path / f"x.{kind}")

    for layer, count in layers.items():
        said = ask("ogrinfo", "-ro", "-al", "-so", path, layer)
        assert f"Feature Count: {count}" in said
        assert "WGS 84" in said


def test_gdal_reads_the_same_point(tmp_path):
    path = written(tmp_path / "x.geojson")
    out = tmp_path / "y.geojson"

    ask("ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", out, path)

    features = json.loads(out.read_text("utf-8"))["features"]
    points = [one["geometry"]["coordinates"] for one in features if one["geometry"]]
    assert [5.4515002, 43.5390001] in points


def test_qpdf_finds_no_fault_in_the_reports(carnet, photos, tmp_path):
    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    rapports = carnet.rapports(Espace.TERRAIN)
    for name, pdf in (
        ("r2.pdf", rapports.compte_rendu(photos[0].marche_id or "")),
        ("r1.pdf", rapports.fiches_constats([photos[0].constat_id or ""])),
    ):
        (tmp_path / name).write_bytes(pdf)
        assert "No syntax or stream encoding errors" in ask("qpdf", "--check", tmp_path / name)


def test_exiftool_finds_nothing_in_a_photo_that_leaves(carnet, photos, tmp_path):
    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    demande = DemandeExport(format=FormatExport.KMZ, profil=Confidentialite.INTERNE)
    carnet.exports.export([photos[0].constat_id or ""], demande, tmp_path / "x.kmz")
    with zipfile.ZipFile(tmp_path / "x.kmz") as archive:
        jpeg = next(name for name in archive.namelist() if name.endswith(".jpg"))
        (tmp_path / "x.jpg").write_bytes(archive.read(jpeg))

    said = json.loads(ask("exiftool", "-json", "-G", "-a", tmp_path / "x.jpg"))[0]

    groups = {key.split(":")[0] for key in said} - {"SourceFile", "ExifTool", "File"}
    assert groups <= {"JFIF", "Composite"}
