"""The real photos of ../shared/photos-reelles, against the table of their README."""

from __future__ import annotations

import io
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.diagnostics.exposition import ev100
from desktop.photos.import_ import PhotoPreparee, PhotoRefusee, discover, prepare_all

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "photos-reelles"

pytestmark = pytest.mark.photos_reelles


def expected_rows() -> dict[str, list[str]]:
    """Return the cells of the README table by file name."""
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in lines
        if line.startswith("| ") and " | " in line
    ]
    return {row[0]: row for row in cells if row[0] != "fichier"}


def expected_sums() -> dict[str, str]:
    lines = (FOLDER / "README.md").read_text("utf-8").splitlines()
    pairs = [line.split("  ", 1) for line in lines if len(line) > 66 and line[64:66] == "  "]
    return {name: sha256 for sha256, name in pairs}


@pytest.fixture(scope="module")
def prepared() -> dict[str, PhotoPreparee]:
    with closing(prepare_all(discover([FOLDER]))) as results:
        outcome = list(results)
    refused = [result.source.name for result in outcome if isinstance(result, PhotoRefusee)]
    assert refused == ["README.md"]
    return {result.source.name: result for result in outcome if isinstance(result, PhotoPreparee)}


def test_all_25_photos_are_accounted_for_with_the_hash_of_their_source(prepared):
    sums = expected_sums()
    assert len(sums) == 25

    assert {name: photo.source_sha256 for name, photo in prepared.items()} == sums


def test_positions_dates_and_cameras_are_those_of_the_table(prepared):
    rows = expected_rows()
    assert len(rows) == 25

    for name, row in rows.items():
        _, _, _, camera, _, place, moment, *_ = row
        found = prepared[name].exif
        assert found.appareil == (None if camera == "—" else camera), name
        if place == "—":
            assert (found.lat_e7, found.lon_e7) == (None, None), name
        else:
            assert None not in (found.lat_e7, found.lon_e7), name
            lat, lon = (float(part) for part in place.split(","))
            assert found.lat_e7 / 1e7 == pytest.approx(lat, abs=1e-5), name
            assert found.lon_e7 / 1e7 == pytest.approx(lon, abs=1e-5), name
        local = None if found.taken_at is None else found.taken_at[:19]
        absent = moment in {"—", "0000:00:00 00:00:00"}
        assert local == (None if absent else moment.replace(":", "-", 2).replace(" ", "T")), name
    assert sum(photo.exif.lat_e7 is not None for photo in prepared.values()) == 11


def test_renditions_are_upright_bounded_and_without_metadata(prepared):
    for name, row in expected_rows().items():
        rendu = prepared[name].rendu
        width, height = (int(side) for side in row[2].split("×"))
        if row[4] == "6":
            width, height = height, width
        picture = Image.open(io.BytesIO(rendu.jpeg))
        assert picture.size == (rendu.largeur, rendu.hauteur), name
        assert max(picture.size) == pytest.approx(min(max(width, height), 2000), rel=0.025), name
        assert rendu.largeur / rendu.hauteur == pytest.approx(width / height, rel=0.002), name
        assert not picture.getexif(), name
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, name


def test_a_camera_with_a_time_zone_keeps_it(prepared):
    assert prepared["IMG_5195.HEIC"].exif.taken_at == "2021-04-11T15:47:53-05:00"


EXPOSURES = {  # read from the raw rationals of each file: ISO, seconds, f-number, direction
    "_K6A7946.JPG": (320, "1/125", "5.6", None, False),
    "_MG_0635.JPG": (100, "1/100", "2.8", None, False),
    "berlin_03.jpg": (50, "1/1255", "2.4", None, False),
    "DCP15614.JPG": (None, "1/30", "4", None, False),
    "DSC_0003.JPG": (None, "1/125", "1.8", None, False),
    "HMD_Nokia_8.3_5G_hdr.heif": (100, "1/125", "1.89", 82, True),
    "IMG_5195.HEIC": (32, "1/391", "1.8", 348, True),
    "IMG_8565.HEIC": (40, "1/166", "1.5", None, False),
    "nikon-20221019-building.jpeg": (100, "1/80", "4", None, False),
    "oneplus_exif_16px.jpg": (100, "1/109", "2", 148, False),
    "P0004800.JPG": (None, "1/206", "4.66", None, False),
    "MVC-003F.JPG": (None, None, None, None, False),
}


def test_exposures_and_directions_are_those_the_cameras_wrote(prepared):
    for name, (iso, vitesse, ouverture, azimut, magnetique) in EXPOSURES.items():
        found = prepared[name].exif
        assert (found.iso, found.vitesse) == (iso, vitesse), name
        assert found.ouverture == (None if ouverture is None else Decimal(ouverture)), name
        assert (found.azimut_deg, found.azimut_magnetique) == (azimut, magnetique), name
    assert prepared["IMG_5195.HEIC"].exif.precision_m == 39  # 250111/6444 m, rounded up
    phone = prepared["IMG_5195.HEIC"].exif
    assert ev100(phone.iso, phone.vitesse, phone.ouverture) == pytest.approx(11.95, abs=0.01)
