"""Test cards: small pictures whose right answer is known."""

from __future__ import annotations

import io
import os
import struct
import threading
import zlib
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.Image import Transpose

CORNERS = {"red": (255, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 255), "yellow": (255, 230, 0)}

# What a camera held that way writes: the upright scene, turned the other way round.
STORED_AS = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def scene(width: int = 120, height: int = 80) -> Image.Image:
    """Return red top left, green top right, blue bottom left, yellow bottom right."""
    picture = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    boxes = [(0, 0), (half[0], 0), (0, half[1]), half]
    for colour, (x, y) in zip(CORNERS.values(), boxes, strict=True):
        picture.paste(colour, (x, y, x + half[0], y + half[1]))
    return picture


def corners(jpeg: bytes) -> list[str]:
    """Name the colours of the four quarters, in the order of `CORNERS` when upright."""
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB")
    x, y = picture.width // 4, picture.height // 4
    points = [(x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y)]
    return [_nearest(picture.getpixel(point)) for point in points]


def _nearest(pixel: Any) -> str:
    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(pixel, CORNERS[name], strict=True))

    return min(CORNERS, key=distance)


def encoded(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def exif(
    *,
    orientation: Any = None,
    detail: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
    main: dict[int, Any] | None = None,
) -> Image.Exif:
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    block.update(main or {})
    block.get_ifd(0x8769).update(detail or {})
    block.get_ifd(0x8825).update(gps or {})
    return block


def photo(folder: Path, name: str = "photo.jpg", **fields: Any) -> Path:
    """Write a small JPEG with the given EXIF fields and return its path."""
    path = folder / name
    path.write_bytes(encoded(scene(), exif=exif(**fields)))
    return path


def bomb_png(side: int) -> bytes:
    """Return a PNG of side x side white pixels that weighs a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * ((side + 7) // 8)) * side, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def resized_header(jpeg: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose header promises another size."""
    place = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:place] + struct.pack(">HH", height, width) + jpeg[place + 4 :]


def name_or_accident(path: Path) -> str:
    """Work for a child process: the name of the file, or what a hostile file does to it."""
    if path.name == "mortel":
        os._exit(9)
    if path.name == "sans-fin":
        threading.Event().wait()
    return path.name


def stillborn(_pipe: object, _work: object) -> None:
    """End a child process before it answers, as one whose program is broken."""
    os._exit(1)


def exif_block(entries: list[tuple[int, int, int, int]], *, following: int = 0) -> bytes:
    """Return raw EXIF whose one directory lies at 8: (tag, type, count, value or place)."""
    fields = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    directory = struct.pack("<H", len(entries)) + fields + struct.pack("<I", following)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + directory
