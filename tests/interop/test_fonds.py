"""Backgrounds of a map: what is read, and every lie told in a sentence."""

from __future__ import annotations

import io
import math
import sqlite3
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.projections import CC44, LAMBERT_93, WEB_MERCATOR
from desktop.errors import FichierRefuse
from desktop.interop import fonds
from desktop.interop.fonds import Tuiles, picture_size, read_image


def picture(kind: str = "PNG", size: tuple[int, int] = (256, 256), colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def mbtiles(path: Path, tiles: dict[tuple[int, int, int], object], **metadata: str) -> Path:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE metadata (name text, value text)")
    base.execute(
        "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer,"
        " tile_data blob)"
    )
    base.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
    base.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", [(*at, d) for at, d in tiles.items()])
    base.commit()
    base.close()
    return path


def refused(work, *said: str) -> None:
    with pytest.raises(FichierRefuse) as caught:
        work()
    for words in said:
        assert words in caught.value.message
    assert "sans fond" in caught.value.remedy


# --- tiles --------------------------------------------------------------------------------


def test_tiles_are_found_with_row_zero_in_the_north(tmp_path):
    north, south = picture("PNG", colour="red"), picture("JPEG", colour="blue")
    path = mbtiles(
        tmp_path / "aix.mbtiles",
        {(1, 0, 1): north, (1, 0, 0): south},
        attribution='<a href="x">© Ville-Essai</a>',
        bounds="5.3,43.4,5.5,43.6",
    )
    tuiles = Tuiles(path)

    assert tuiles.tile(1, 0, 0) == north
    assert tuiles.tile(1, 0, 1) == south
    assert tuiles.tile(1, 2, 0) == north  # once round the globe
    assert tuiles.tile(1, 1, 1) is None
    assert tuiles.tile(2, 0, 0) is None
    assert tuiles.tile(1, 0, -1) is None
    assert (tuiles.zoom_min, tuiles.zoom_max) == (1, 1)
    assert tuiles.mention == "© Ville-Essai"
    assert tuiles.boite is not None
    tuiles.close()


def test_tiles_behind_a_view_are_found(tmp_path):
    path = mbtiles(tmp_path / "vue.mbtiles", {(0, 0, 0): picture()})
    base = sqlite3.connect(path)
    base.execute("ALTER TABLE tiles RENAME TO images")
    base.execute("CREATE VIEW tiles AS SELECT * FROM images")
    base.commit()
    base.close()
    tuiles = Tuiles(path)
    assert tuiles.tile(0, 0, 0)
    tuiles.close()


def test_the_file_is_not_touched(tmp_path):
    path = mbtiles(tmp_path / "fond.mbtiles", {(0, 0, 0): picture()})
    path.chmod(0o400)
    before = path.read_bytes()
    tuiles = Tuiles(path)
    tuiles.tile(0, 0, 0)
    tuiles.close()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


LYING_TILES = {
    "vector": (zlib.compress(b"x"), "ni PNG ni JPEG"),
    "gzipped vector": (b"\x1f\x8b\x08\x00", "vectorielles"),
    "webp": (picture("WEBP"), "WebP"),
    "text": ("rouge", "pas des images"),
    "huge": (picture(size=(2048, 2048)), "taille inhabituelle"),
    "flat": (picture(size=(256, 255)), "taille inhabituelle"),
    "heavy": (picture() + b"\0" * 2_000_000, "taille inhabituelle"),
}


@pytest.mark.parametrize("case", LYING_TILES)
def test_tiles_that_are_no_pictures(tmp_path, case):
    data, said = LYING_TILES[case]
    path = mbtiles(tmp_path / "menteur.mbtiles", {(0, 0, 0): data})
    refused(lambda: Tuiles(path), "menteur.mbtiles", said)


@pytest.mark.parametrize("case", LYING_TILES)
def test_a_lying_tile_among_honest_ones_is_left_out(tmp_path, case):
    path = mbtiles(
        tmp_path / "fond.mbtiles", {(1, 0, 0): picture(), (1, 1, 1): LYING_TILES[case][0]}
    )
    tuiles = Tuiles(path)
    assert tuiles.tile(1, 1, 0) is None
    assert tuiles.tile(1, 0, 1)
    tuiles.close()


def test_files_that_are_no_mbtiles(tmp_path):
    (tmp_path / "texte.mbtiles").write_text("rien", "utf-8")
    (tmp_path / "vide.mbtiles").touch()
    (tmp_path / "dossier.mbtiles").mkdir()
    sqlite3.connect(tmp_path / "autre.mbtiles").execute("CREATE TABLE essai (a)").connection.close()
    refused(lambda: Tuiles(tmp_path / "texte.mbtiles"), "texte.mbtiles", "MBTiles")
    refused(lambda: Tuiles(tmp_path / "vide.mbtiles"), "vide.mbtiles", "MBTiles")
    refused(lambda: Tuiles(tmp_path / "autre.mbtiles"), "autre.mbtiles", "MBTiles")
    refused(lambda: Tuiles(tmp_path / "absent.mbtiles"), "absent.mbtiles", "ne s’ouvre pas")
    refused(lambda: Tuiles(tmp_path / "dossier.mbtiles"), "dossier.mbtiles")


def test_an_empty_file_and_impossible_levels(tmp_path):
    refused(lambda: Tuiles(mbtiles(tmp_path / "a.mbtiles", {})), "aucune image")
    for zoom in (-1, 25, "x", 2.5):
        path = mbtiles(tmp_path / f"z{zoom}.mbtiles", {(zoom, 0, 0): picture()})
        refused(lambda path=path: Tuiles(path), "niveaux de zoom")


def test_a_truncated_file_says_so(tmp_path):
    tiles = {(5, x, y): picture("JPEG") for x in range(10) for y in range(10)}
    path = mbtiles(tmp_path / "coupe.mbtiles", tiles)
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    refused(lambda: Tuiles(path), "coupe.mbtiles")


def test_an_endless_view_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(fonds, "_QUERY_SECONDS", 0.05)
    base = sqlite3.connect(tmp_path / "sans-fin.mbtiles")
    base.execute(
        "CREATE VIEW tiles AS WITH RECURSIVE n(zoom_level) AS (SELECT 1 UNION ALL SELECT"
        " zoom_level FROM n) SELECT zoom_level, 0 tile_column, 0 tile_row, x'00' tile_data FROM n"
    )
    base.commit()
    base.close()
    refused(lambda: Tuiles(tmp_path / "sans-fin.mbtiles"), "MBTiles")


# --- images -------------------------------------------------------------------------------

WORLD = "0.5\n0\n0\n-0.5\n896000.25\n6272999.75\n"


def image(
    folder: Path, world: str | None = WORLD, *, name: str = "plan.png", ending: str = "pgw"
) -> Path:
    path = folder / name
    path.write_bytes(picture("JPEG" if name.endswith("jpg") else "PNG", (400, 300)))
    if world is not None:
        path.with_suffix(f".{ending}").write_text(world, "utf-8")
    return path


def test_an_image_lies_where_its_world_file_says(tmp_path):
    one = read_image(image(tmp_path))
    assert (one.largeur, one.hauteur, one.systeme, one.plan) == (400, 300, "2154", LAMBERT_93)
    assert one.corners() == ((896000, 6273000), (896200, 6272850))


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.png", "pgw"),
        ("a.png", "pngw"),
        ("a.jpg", "jgw"),
        ("a.jpg", "jpgw"),
        ("a.png", "wld"),
        ("a.png", "PGW"),
    ],
)
def test_every_usual_name_of_a_world_file(tmp_path, name, ending):
    assert read_image(image(tmp_path, name=name, ending=ending)).largeur == 400


@pytest.mark.parametrize(
    ("world", "systeme"),
    [
        (WORLD, "2154"),
        (WORLD.replace("896000.25", "1896000,25").replace("6272999.75", "3150000"), "3944"),
        (WORLD.replace("896000.25", "604615").replace("6272999.75", "5391604"), "3857"),
        ("1e-5 0 0 -1e-5 5.42 43.53", "4326"),
    ],
)
def test_the_system_is_guessed_from_the_numbers(tmp_path, world, systeme):
    one = read_image(image(tmp_path, world))
    assert one.systeme == systeme
    lat, lon = one.boite().centre
    assert abs(lat - 435_200_000) < 1_000_000
    assert abs(lon - 54_300_000) < 1_000_000


def test_an_image_in_degrees_has_square_metres_in_its_plane(tmp_path):
    one = read_image(image(tmp_path, "1e-5 0 0 -1e-5 5.42 43.53"))
    (left, top), (right, bottom) = one.corners()
    assert (right - left) / 400 == pytest.approx(
        1e-5 * 111_412 * math.cos(math.radians(43.53)), rel=2e-3
    )
    assert (top - bottom) / 300 == pytest.approx(1.111, rel=1e-3)


def test_a_chosen_system_wins_unless_it_cannot_be(tmp_path):
    path = image(tmp_path)
    assert read_image(path, "2154").plan is LAMBERT_93
    assert read_image(path, "3857").plan is WEB_MERCATOR
    assert read_image(path, "3944").plan is CC44
    refused(lambda: read_image(path, "4326"), "WGS 84", "autre système")
    refused(lambda: read_image(path, "27572"), "ne reconnaît pas")


LIES = {
    "missing": (None, "n’a pas de fichier de calage"),
    "five numbers": ("1 0 0 -1 5", "six nombres"),
    "words": ("un 0 0 -1 896000 6272000", "six nombres"),
    "not a number": ("nan 0 0 -1 896000 6272000", "six nombres"),
    "endless": ("1 0 0 -1 inf 6272000", "six nombres"),
    "accents": ("1 0 0 -1 896000 627200é", "six nombres"),
    "no size": ("0 0 0 -1 896000 6272000", "nulle"),
    "turned": ("1 0.2 0.2 -1 896000 6272000", "tournée"),
    "south up": ("1 0 0 1 896000 6272000", "retournée"),
    "mirrored": ("-1 0 0 -1 896000 6272000", "retournée"),
    "not square": ("1 0 0 -2 896000 6272000", "carrés"),
    "nowhere": ("1 0 0 -1 99000000 99000000", "ne reconnaît pas"),
    "beyond the pole": ("0.9 0 0 -0.9 5 43", "plus que le globe"),
}


@pytest.mark.parametrize("case", LIES)
def test_a_world_file_that_lies(tmp_path, case):
    world, said = LIES[case]
    refused(lambda: read_image(image(tmp_path, world)), "plan.", said)


def test_images_that_are_none_or_too_large(tmp_path):
    path = image(tmp_path)
    for data, said in (
        (b"", "PNG ou JPEG"),
        (b"II*\x00" + b"\0" * 100, "PNG ou JPEG"),
        (picture("WEBP"), "PNG ou JPEG"),
        (picture()[:20], "PNG ou JPEG"),
        (bomb(60_000, 60_000), "60\u202f000 × 60\u202f000 pixels"),
        (bomb(0, 5), "PNG ou JPEG"),
    ):
        path.write_bytes(data)
        refused(lambda: read_image(path), "plan.png", said)
    refused(lambda: read_image(tmp_path / "absente.png"), "ne s’ouvre pas")


def bomb(wide: int, high: int) -> bytes:
    """Return a PNG that is small on the disk and huge once decoded."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_sizes_are_read_from_the_header(kind):
    assert picture_size(picture(kind, (321, 123))) == (321, 123)


def test_a_jpeg_with_metadata_and_filling_is_measured():
    data = picture("JPEG", (40, 30))
    exif = b"\xff\xe1\x00\x10" + b"Exif\0\0" + b"\0" * 8
    assert picture_size(data[:2] + exif + b"\xff" + data[2:]) == (40, 30)
    assert picture_size(data[:2] + b"\xff\xe1\x00\x00" * 3) is None
