"""Sixty small photos of one marche: twenty things seen, with gaps of every kind between them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from desktop.domain.geo import Position, moved
from tests.photos.cartes import encoded, exif

TAKEN = 0x9003
HOME = Position(435_209_500, 54_313_500)
SIZES = (3, 2, 4, 3, 1, 3, 5, 3, 2, 4, 3, 3, 1, 4, 3, 2, 5, 3, 4, 2)
"""Photos of each thing: 60 in all."""
GLUED, BLIND, BROKEN = 5, 6, (9, 13)


def take_photos(folder: Path, *, size: tuple[int, int] = (120, 90)) -> list[int]:
    """Write the photos of a marche; return the thing that each one shows, in order.

    Things are parted by time alone, by place alone or by both; within one, photos follow each
    other by a few seconds and metres. Thing 5 follows thing 4 without any gap, things 9 and 13
    have one in their middle, and thing 6 has no position, as under a porch.
    """
    folder.mkdir()
    shown: list[int] = []
    moment, east = datetime(2026, 11, 12, 14, 0), 0.0  # noqa: DTZ001 - as most cameras write it
    for thing, count in enumerate(SIZES):
        seconds, metres = _gap_before(thing)
        moment, east = moment + timedelta(seconds=seconds), east + metres
        for rank in range(count):
            place = moved(HOME, east + 2 * rank, rank)
            _write(folder / f"IMG_{len(shown):04}.jpg", moment, place, (thing, rank), size)
            moment += timedelta(seconds=115 if thing in BROKEN and rank == 1 else 15)
            shown.append(thing)
    return shown


def _gap_before(thing: int) -> tuple[int, int]:
    """Return seconds and metres: time alone, place alone, both, or neither for thing 5."""
    if thing == GLUED:
        return 0, 2
    if thing % 3 == 1 and thing != BLIND + 1:
        return 40, 30
    return (240, 0) if thing % 3 == 0 else (180, 80)


def _write(
    path: Path, moment: datetime, place: Position, what: tuple[int, int], size: tuple[int, int]
) -> None:
    thing, rank = what
    picture = Image.new("RGB", size, (40 + 10 * thing, 200 - 8 * thing, 90 + 7 * rank))
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rectangle((0, height * 2 // 3, width, height), fill=(110, 110, 110))
    left = width // 8 * (rank + 1)
    pen.rectangle((left, height // 3, left + width // 4, height * 3 // 4), fill=(200, 180, 150))
    gps = None if thing == BLIND else {1: "N", 2: _dms(place.lat), 3: "E", 4: _dms(place.lon)}
    fields = exif(detail={TAKEN: f"{moment:%Y:%m:%d %H:%M:%S}"}, gps=gps)
    path.write_bytes(encoded(picture, exif=fields))


def _dms(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = (degrees - whole) * 60
    return float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)
