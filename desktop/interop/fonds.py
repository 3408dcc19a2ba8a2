"""Map backgrounds from local files: tiles (MBTiles) and images with a world file.

Both come from elsewhere and are believed in nothing: a tile database is opened read-only and
without its own code, sizes are read from the headers before anything is decoded, and what lies is
told in a sentence. Formats: MBTiles 1.3, ESRI world file.
"""

from __future__ import annotations

import math
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.domain.geo import Boite, Position
from desktop.domain.projections import CC44, LAMBERT_93, WEB_MERCATOR, Plan, Projection
from desktop.errors import FichierRefuse
from desktop.formats import number, typo

TILE_BYTES: Final = 2_000_000
TILE_SIDES: Final = frozenset({256, 512, 1024})
IMAGE_BYTES: Final = 300_000_000
IMAGE_PIXELS: Final = 60_000_000
"""A calibrated image larger than this is refused: 240 MB once decoded."""

ZOOM_MAX: Final = 24
_QUERY_SECONDS: Final = 2.0
_STEPS: Final = 20_000  # instructions of SQLite between two looks at the clock
_MENTION_LENGTH: Final = 120
_WORLD_BYTES: Final = 2000
_NUMBERS: Final = 6
_TURNED: Final = 1e-3
_SQUARE: Final = 0.01
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_MBTILES_REMEDY: Final = (
    "Demandez au SIG un fichier MBTiles d’images PNG ou JPEG. La carte marche aussi sans fond."
)
_IMAGE_REMEDY: Final = (
    "Demandez au SIG une image PNG ou JPEG orientée au nord, avec son fichier de calage. La carte "
    "marche aussi sans fond."
)
SYSTEMES: Final = {
    "4326": "WGS 84 (degrés)",
    LAMBERT_93.code: "Lambert-93",
    CC44.code: "RGF93 CC44",
    WEB_MERCATOR.code: "Web Mercator",
}
"""Systems that an image may be calibrated in, by EPSG code."""


# --- tiles --------------------------------------------------------------------------------


class Tuiles:
    """An open MBTiles file. Tiles are numbered as on the web, row 0 in the north.

    Attributes:
        chemin: The file.
        zoom_min: First level it holds.
        zoom_max: Last one.
        mention: What it says of its origin, "" for nothing.
    """

    def __init__(self, chemin: Path) -> None:
        """Open the file.

        Raises:
            FichierRefuse: unreadable, no MBTiles, vector tiles, or nothing in it.
        """
        self.chemin = chemin
        self._lock = threading.Lock()
        self._until = math.inf
        try:
            uri = f"{chemin.resolve().as_uri()}?mode=ro&immutable=1"
            self._base = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except (sqlite3.Error, OSError, ValueError) as error:
            raise _refused(chemin, "ne s’ouvre pas", _MBTILES_REMEDY) from error
        try:
            self._prepare()
            self._read()
        except BaseException:
            self._base.close()
            raise

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return the picture of a tile, None when the file has none or lies about it."""
        if not (self.zoom_min <= zoom <= self.zoom_max and 0 <= row < 2**zoom):
            return None
        with self._lock, suppress(sqlite3.Error), self._limited():
            found = self._base.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ?"
                " AND tile_row = ?",
                (zoom, column % 2**zoom, 2**zoom - 1 - row),
            ).fetchone()
            if found is not None and _is_tile(found[0]):
                return bytes(found[0])
        return None

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._base.close()

    def _prepare(self) -> None:
        """Let nothing of the file run, write, or last."""
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * TILE_BYTES)
        self._base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._base.set_progress_handler(lambda: time.monotonic() > self._until, _STEPS)
        try:
            self._base.execute("PRAGMA trusted_schema = OFF")
            self._base.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise _refused(self.chemin, "n’est pas un fichier MBTiles", _MBTILES_REMEDY) from error

    def _read(self) -> None:
        try:
            with self._limited():
                levels = self._base.execute(
                    "SELECT min(zoom_level), max(zoom_level) FROM tiles"
                ).fetchone()
                sample = self._base.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise _refused(
                self.chemin, "n’est pas un fichier MBTiles lisible", _MBTILES_REMEDY
            ) from error
        if sample is None:
            raise _refused(self.chemin, "ne contient aucune image", _MBTILES_REMEDY)
        if not all(isinstance(one, int) and 0 <= one <= ZOOM_MAX for one in levels):
            raise _refused(self.chemin, "annonce des niveaux de zoom impossibles", _MBTILES_REMEDY)
        self.zoom_min, self.zoom_max = levels
        said = self._metadata()
        if not _is_tile(sample[0]):
            raise _refused(self.chemin, _why_no_tile(sample[0]), _MBTILES_REMEDY)
        self.mention = _plain(said.get("attribution", ""))[:_MENTION_LENGTH]
        self.boite = _bounds(said.get("bounds", ""))

    def _metadata(self) -> dict[str, str]:
        """Return what the file says of itself: none of it is needed."""
        with suppress(sqlite3.Error), self._limited():
            rows = self._base.execute("SELECT name, value FROM metadata LIMIT 100").fetchall()
            return {str(name): str(value) for name, value in rows}
        return {}

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Stop a request that a hostile view makes endless."""
        self._until = time.monotonic() + _QUERY_SECONDS
        try:
            yield
        finally:
            self._until = math.inf


def _is_tile(data: object) -> bool:
    if not isinstance(data, bytes) or len(data) > TILE_BYTES:
        return False
    size = picture_size(data)
    return size is not None and size[0] == size[1] and size[0] in TILE_SIDES


def _why_no_tile(data: object) -> str:
    if not isinstance(data, bytes):
        return "contient des tuiles qui ne sont pas des images"
    if data[:2] == b"\x1f\x8b" or data[:1] == b"\x1a":
        return "contient des tuiles vectorielles, que l’application ne dessine pas"
    if data[:4] == b"RIFF":
        return "contient des images WebP"
    return "contient des tuiles qui ne sont ni PNG ni JPEG, ou de taille inhabituelle"


def _bounds(text: str) -> Boite | None:
    parts = re.findall(r"-?\d+(?:\.\d+)?", text)
    if len(parts) != 4:  # noqa: PLR2004 - west, south, east, north
        return None
    west, south, east, north = (float(one) for one in parts)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - the globe
        return None
    return Boite.around([Position.of(west, south), Position.of(east, north)])


# --- a calibrated image -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calage:
    """Six numbers of a world file, without rotation: the middle of the upper left pixel.

    `pas_x` and `pas_y` are the sides of a pixel in units of the system, both positive.
    """

    x: float
    y: float
    pas_x: float
    pas_y: float


@dataclass(frozen=True, slots=True)
class ImageCalee:
    """An image whose place on the ground is known, in a system of `SYSTEMES`."""

    chemin: Path
    largeur: int
    hauteur: int
    calage: Calage
    systeme: str

    @property
    def plan(self) -> Projection:
        """The plane in which its pixels are square: the map is drawn in it."""
        planes = {one.code: one for one in (LAMBERT_93, CC44, WEB_MERCATOR)}
        if self.systeme in planes:
            return planes[self.systeme]
        return Plan(self.calage.x, self.calage.y - self.calage.pas_y * self.hauteur / 2)

    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the upper left and the lower right corner in metres of `plan`."""
        left, top = self.calage.x - self.calage.pas_x / 2, self.calage.y + self.calage.pas_y / 2
        right = left + self.calage.pas_x * self.largeur
        bottom = top - self.calage.pas_y * self.hauteur
        plan = self.plan
        if isinstance(plan, Plan):
            return plan.forward(left, top), plan.forward(right, bottom)
        return (left, top), (right, bottom)

    def boite(self) -> Boite | None:
        """Return the ground that it covers."""
        (left, top), (right, bottom) = self.corners()
        return Boite.around(
            Position.of(*self.plan.inverse(x, y)) for x in (left, right) for y in (top, bottom)
        )


def read_image(chemin: Path, systeme: str = "") -> ImageCalee:
    """Read the header of an image and its world file; nothing is decoded.

    Args:
        chemin: The PNG or JPEG file; its world file lies beside it.
        systeme: EPSG code; "" guesses it from the size of the numbers.

    Raises:
        FichierRefuse: what the image or the world file says cannot be true, or is not handled.
    """
    try:
        size = chemin.stat().st_size
        with chemin.open("rb") as file:
            data = file.read(min(size, IMAGE_BYTES + 1))
    except OSError as error:
        raise _refused(chemin, "ne s’ouvre pas", _IMAGE_REMEDY) from error
    found = picture_size(data)
    if found is None:
        raise _refused(chemin, "n’est pas une image PNG ou JPEG", _IMAGE_REMEDY)
    wide, high = found
    if wide * high > IMAGE_PIXELS or len(data) > IMAGE_BYTES:
        said = f"annonce {number(wide)} × {number(high)} pixels : c’est trop pour un fond"
        raise _refused(chemin, said, _IMAGE_REMEDY)
    calage = read_world(chemin)
    systeme = systeme or guess_system(calage)
    if systeme not in SYSTEMES:
        said = "est calée dans un système que l’application ne reconnaît pas"
        raise _refused(chemin, said, _IMAGE_REMEDY)
    _check_system(chemin, calage, systeme, high)
    return ImageCalee(chemin, wide, high, calage, systeme)


def guess_system(calage: Calage) -> str:
    """Return the system whose range holds the corner of an image, "" when none does."""
    x, y = calage.x, calage.y
    if abs(x) <= 180 and abs(y) <= 90:  # noqa: PLR2004 - degrees
        return "4326"
    ranges = {
        LAMBERT_93.code: (0, 1_300_000, 6_000_000, 7_200_000),
        CC44.code: (1_000_000, 2_400_000, 3_000_000, 3_400_000),
        WEB_MERCATOR.code: (-700_000, 1_200_000, 4_900_000, 6_700_000),
    }
    fits = [c for c, (w, e, s, n) in ranges.items() if w <= x <= e and s <= y <= n]
    return fits[0] if fits else ""


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the header of a PNG or a JPEG, None for anything else."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:  # noqa: PLR2004 - IHDR
        return _sides(data[16:24], 4, wide_first=True)
    if not data.startswith(_JPEG):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - a marker
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 - a frame
            return _sides(data[at + 5 : at + 9], 2, wide_first=False)
        at += 1 if marker == 0xFF else 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))  # noqa: PLR2004 - filling
    return None


def _sides(data: bytes, size: int, *, wide_first: bool) -> tuple[int, int] | None:
    one, other = (int.from_bytes(part, "big") for part in (data[:size], data[size : 2 * size]))
    if not one or not other:
        return None
    return (one, other) if wide_first else (other, one)


def read_world(chemin: Path) -> Calage:
    """Read the world file beside an image.

    Raises:
        FichierRefuse: there is none, or its numbers cannot be true.
    """
    path = next((one for one in _world_names(chemin) if one.is_file()), None)
    if path is None:
        names = " ou ".join(f"« {one.name} »" for one in list(_world_names(chemin))[:2])
        said = f"n’a pas de fichier de calage à côté d’elle ({names})"
        raise _refused(chemin, said, _IMAGE_REMEDY)
    try:
        with path.open("rb") as file:
            text = file.read(_WORLD_BYTES).decode("ascii")
        values = [float(one.replace(",", ".")) for one in text.split()]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _refused(path, "n’est pas fait de six nombres", _IMAGE_REMEDY) from error
    if len(values) != _NUMBERS or not all(math.isfinite(one) for one in values):
        raise _refused(path, "n’est pas fait de six nombres", _IMAGE_REMEDY)
    wide, turn_y, turn_x, high, x, y = values
    if wide == 0 or high == 0:
        raise _refused(path, "donne une taille de pixel nulle", _IMAGE_REMEDY)
    if max(abs(turn_x), abs(turn_y)) > _TURNED * max(abs(wide), abs(high)):
        raise _refused(path, "décrit une image tournée", _IMAGE_REMEDY)
    if wide < 0 or high > 0:
        raise _refused(path, "décrit une image retournée", _IMAGE_REMEDY)
    if abs(wide + high) > _SQUARE * wide:
        raise _refused(path, "décrit des pixels qui ne sont pas carrés", _IMAGE_REMEDY)
    return Calage(x, y, wide, -high)


def _world_names(chemin: Path) -> Iterator[Path]:
    suffix = chemin.suffix[1:]
    endings = [suffix[:1] + suffix[-1:] + "w", f"{suffix}w", "wld"]
    for ending in endings:
        yield chemin.with_suffix(f".{ending}")
        yield chemin.with_suffix(f".{ending.upper()}")


def _check_system(chemin: Path, calage: Calage, systeme: str, high: int) -> None:
    """Refuse numbers that the system cannot mean."""
    degrees = abs(calage.x) <= 180 and abs(calage.y) <= 90  # noqa: PLR2004 - the globe
    if (systeme == "4326") != degrees:
        said = f"n’est pas calée en {SYSTEMES[systeme]} : ses nombres sont d’un autre système"
        raise _refused(chemin, said, _IMAGE_REMEDY)
    if degrees and not (calage.pas_x < 1 and calage.y - calage.pas_y * high >= -90):  # noqa: PLR2004 - the pole
        raise _refused(chemin, "couvre plus que le globe", _IMAGE_REMEDY)


def _plain(text: str) -> str:
    """Return a text without markup: attributions often hold links."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).replace("&copy;", "©").split())


def _refused(chemin: Path, what: str, remedy: str) -> FichierRefuse:
    said = typo(f"Le fichier « {chemin.name} » {what}.")
    return FichierRefuse("Fond de carte refusé", said, remedy)
