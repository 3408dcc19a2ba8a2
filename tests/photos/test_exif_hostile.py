"""Metadata that loop, lie about their size or weigh more than the format allows."""

from __future__ import annotations

import struct

import pytest
from cartes import corners, encoded, exif_block, scene

from desktop.photos.exif import Exif
from desktop.photos.import_ import PhotoPreparee, prepare

EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFD = 0x8769, 0x8825, 0xA005, 0x014A
TURNED = (0x0112, 3, 1, 6)
ELSEWHERE = 0x7FFFFFFF

HOSTILE = {
    "un répertoire qui se contient": exif_block(
        [TURNED, (EXIF_IFD, 4, 1, 8), (GPS_IFD, 4, 1, 8)], following=8
    ),
    "tous les répertoires au même endroit": exif_block(
        [TURNED, (EXIF_IFD, 4, 1, 8), (INTEROP_IFD, 4, 1, 8), (SUB_IFD, 4, 1, 8)], following=8
    ),
    "un texte de quatre gigaoctets": exif_block([(0x010F, 2, 0xFFFFFFF0, 8), TURNED]),
    "65 535 champs annoncés, un seul écrit": (
        b"Exif\0\0II*\0" + struct.pack("<IH", 8, 65_535) + struct.pack("<HHII", *TURNED)
    ),
    "des répertoires hors du fichier": exif_block(
        [TURNED, (EXIF_IFD, 4, 1, ELSEWHERE), (GPS_IFD, 4, 1, 0xFFFFFFFF)]
    ),
    "des genres de champ qui n’existent pas": exif_block([(0x0110, 99, 1, 8), TURNED]),
}


def prepared(folder, data: bytes) -> PhotoPreparee:
    path = folder / "photo.jpg"
    path.write_bytes(data)
    result = prepare(path)
    assert isinstance(result, PhotoPreparee), result
    return result


@pytest.mark.parametrize("block", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_photo_is_taken_upright_whatever_its_metadata_pretend(tmp_path, block):
    result = prepared(tmp_path, encoded(scene(), exif=block))

    assert result.exif == Exif()
    assert (result.rendu.largeur, result.rendu.hauteur) == (80, 120)
    assert corners(result.rendu.jpeg) == ["blue", "red", "yellow", "green"]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_metadata_of_three_megabytes_are_read_and_left_behind(tmp_path, form):
    block = exif_block([TURNED]) + bytes(3_000_000)

    result = prepared(tmp_path, encoded(scene(), form, exif=block))

    assert (result.rendu.largeur, result.rendu.hauteur) == (80, 120)
    assert len(result.rendu.jpeg) + len(result.rendu.vignette) < 20_000


def test_metadata_that_go_on_beyond_64_kilobytes_in_a_jpeg_are_accepted(tmp_path):
    source = encoded(scene(), exif=exif_block([TURNED]))
    more = b"\xff\xe1" + struct.pack(">H", 2 + 6 + 65_000) + b"Exif\0\0" + bytes(65_000)
    place = source.index(b"\xff\xdb")

    result = prepared(tmp_path, source[:place] + 3 * more + source[place:])

    assert (result.rendu.largeur, result.rendu.hauteur) == (80, 120)


def test_a_block_that_swallows_the_picture_makes_it_incomplete(tmp_path):
    source = encoded(scene())
    path = tmp_path / "photo.jpg"
    path.write_bytes(source[:2] + b"\xff\xe1\xff\xff" + source[2:])

    assert "incomplète ou abîmée" in prepare(path).raison
