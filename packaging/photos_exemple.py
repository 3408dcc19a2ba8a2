"""Draws the sample photos of `resources/photos-exemple`: our own drawings, under our licence.

`.venv/bin/python packaging/photos_exemple.py` writes them again. They carry a time, and one an
orientation, so that the demonstration exercises what telephones send; no position is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "photos-exemple"
SIZE = (1200, 900)
HORIZON = 520
ORIENTATION, DATE_TIME, EXIF_IFD, DATE_TIME_ORIGINAL = 0x0112, 0x0132, 0x8769, 0x9003
ROTATED_90 = 6

Drawing = Callable[[ImageDraw.ImageDraw], None]


def scene(draw: ImageDraw.ImageDraw) -> None:
    """Draw sky, two buildings and the ground."""
    for y in range(HORIZON):
        shade = int(70 * y / HORIZON)
        draw.line([(0, y), (SIZE[0], y)], fill=(150 + shade, 185 + shade // 2, 225))
    for x, top, colour in ((60, 150, (214, 203, 185)), (690, 90, (196, 186, 172))):
        draw.rectangle([x, top, x + 420, HORIZON], fill=colour)
        for row in range(top + 30, HORIZON - 70, 80):
            for column in range(x + 35, x + 400, 95):
                draw.rectangle([column, row, column + 50, row + 48], fill=(96, 116, 133))
    draw.rectangle([0, HORIZON, *SIZE], fill=(150, 148, 144))
    draw.polygon([(0, 640), (1200, 600), (1200, 660), (0, 710)], fill=(176, 173, 166))


def encombrants(draw: ImageDraw.ImageDraw) -> None:
    """Two mattresses and a crate."""
    draw.polygon([(240, 640), (640, 600), (680, 690), (270, 740)], fill=(226, 220, 206))
    draw.polygon([(300, 580), (660, 560), (690, 620), (320, 650)], fill=(206, 214, 224))
    draw.rectangle([720, 610, 860, 730], fill=(142, 104, 66))


def nid_de_poule(draw: ImageDraw.ImageDraw) -> None:
    """A hole in the roadway, with water."""
    draw.ellipse([380, 690, 800, 830], fill=(96, 92, 88))
    draw.ellipse([430, 715, 750, 805], fill=(110, 128, 142))


def banc(draw: ImageDraw.ImageDraw) -> None:
    """A bench with a missing slat."""
    for y in (560, 640, 675):
        draw.rectangle([360, y, 820, y + 22], fill=(134, 92, 52))
    for x in (390, 770):
        draw.rectangle([x, 560, x + 22, 770], fill=(60, 62, 66))


def candelabre(draw: ImageDraw.ImageDraw) -> None:
    """A lamp post with an open hatch."""
    draw.rectangle([585, 110, 607, 790], fill=(58, 66, 70))
    draw.polygon([(560, 110), (720, 90), (724, 118), (560, 132)], fill=(58, 66, 70))
    draw.rectangle([578, 660, 614, 750], fill=(20, 20, 22))


def conteneur(draw: ImageDraw.ImageDraw) -> None:
    """A full container and bags around it."""
    draw.rectangle([420, 500, 700, 760], fill=(54, 94, 78))
    draw.polygon([(410, 500), (440, 450), (690, 440), (712, 500)], fill=(40, 70, 60))
    for x, y, size in ((330, 690, 90), (710, 680, 110), (800, 720, 70)):
        draw.ellipse([x, y, x + size, y + size], fill=(38, 40, 46))


def tags(draw: ImageDraw.ImageDraw) -> None:
    """Paint on a wall."""
    draw.rectangle([150, 330, 1050, 780], fill=(222, 214, 198))
    for shift, colour in ((0, (180, 52, 60)), (70, (46, 78, 150))):
        points = [(230 + 90 * i, 520 + shift + (70 if i % 2 else -60)) for i in range(9)]
        draw.line(points, fill=colour, width=22, joint="curve")


DRAWINGS: dict[str, Drawing] = {
    "exemple-1-encombrants": encombrants,
    "exemple-2-nid-de-poule": nid_de_poule,
    "exemple-3-banc": banc,
    "exemple-4-candelabre": candelabre,
    "exemple-5-conteneur": conteneur,
    "exemple-6-tags": tags,
}


def save(name: str, drawing: Drawing, rank: int) -> None:
    """Draw one photo; the second is stored lying on its side, as telephones do."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    scene(draw)
    drawing(draw)
    exif = Image.Exif()
    moment = f"2026:10:01 10:{10 + rank:02d}:00"
    exif[DATE_TIME] = moment
    exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] = moment
    if rank == 1:
        image = image.rotate(90, expand=True)
        exif[ORIENTATION] = ROTATED_90
    image.save(FOLDER / f"{name}.jpg", quality=80, optimize=True, exif=exif)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for rank, (name, drawing) in enumerate(DRAWINGS.items()):
        save(name, drawing, rank)
