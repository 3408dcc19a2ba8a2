"""Backgrounds on the screen: the right tile in the right place, and no more than is seen."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.domain.carte import Cadre
from desktop.domain.geo import Position
from desktop.domain.projections import LAMBERT_93, WEB_MERCATOR
from desktop.errors import FichierRefuse
from desktop.ui.widgets import map_ground
from desktop.ui.widgets.background import at_once
from desktop.ui.widgets.map_ground import ImageGround, TileGround, decode_levels

HERE = Position(435_209_500, 54_313_500)


def png(colour: QColor, side: int = 256) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(colour)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def shade(zoom: int, column: int, row: int) -> QColor:
    return QColor(zoom * 8, column % 256, row % 256)


class Source:
    """Tiles whose colour says which they are."""

    zoom_min, zoom_max, mention = 10, 17, "Fond d’essai"

    def __init__(self):
        self.asked: list[tuple[int, int, int]] = []

    def tile(self, zoom, column, row):
        self.asked.append((zoom, column, row))
        return png(shade(zoom, column, row))


def tile_of(place: Position, zoom: int) -> tuple[int, int, int]:
    """The usual formula of web tiles, from the sphere."""
    lat = math.radians(place.lat)
    column = int((place.lon + 180) / 360 * 2**zoom)
    row = int((1 - math.asinh(math.tan(lat)) / math.pi) / 2 * 2**zoom)
    return zoom, column, row


def frame(zoom: float, size=(400, 300)) -> Cadre:
    metres = 2 * math.pi * 6378137 / 2**zoom / 256
    return Cadre(plan=WEB_MERCATOR, metres=metres, largeur=size[0], hauteur=size[1]).centred(HERE)


def paint(ground, cadre) -> QImage:
    image = QImage(int(cadre.largeur), int(cadre.hauteur), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    ground.paint(painter, cadre)
    painter.end()
    return image


def painted(ground, cadre, rounds: int = 20) -> QImage:
    for _ in range(rounds):
        image = paint(ground, cadre)
    return image


@pytest.mark.parametrize("zoom", [12, 15.3, 17, 19])
def test_each_point_shows_its_own_tile(qapp, zoom):
    ground = TileGround(Source(), at_once, lambda: None)
    cadre = frame(zoom)
    image = painted(ground, cadre)
    for x, y in ((5, 5), (200, 150), (395, 20), (30, 290)):
        expected = shade(*tile_of(cadre.place(x + 0.5, y + 0.5), min(round(zoom), 17)))
        assert image.pixelColor(x, y) == expected


def test_only_what_is_seen_is_asked_and_only_once(qapp):
    source = Source()
    ground = TileGround(source, at_once, lambda: None)
    painted(ground, frame(15))
    assert len(source.asked) == len(set(source.asked)) <= 9


def test_an_enlarged_tile_stands_in_for_the_one_that_comes(qapp):
    waiting = []
    source = Source()
    ground = TileGround(source, at_once, lambda: None)
    painted(ground, frame(14))
    ground._background = lambda work, deliver, _failed: waiting.append((work, deliver))
    image = paint(ground, frame(16))
    assert image.pixelColor(200, 150) == shade(*tile_of(HERE, 14))
    assert ground.waiting()
    work, deliver = waiting.pop()
    deliver(work())
    assert not ground.waiting()
    assert paint(ground, frame(16)).pixelColor(200, 150) == shade(*tile_of(HERE, 16))


def test_far_away_nothing_is_asked(qapp):
    source = Source()
    image = painted(TileGround(source, at_once, lambda: None), frame(6))
    assert source.asked == []
    assert image.pixelColor(200, 150) == QColor("white")


def test_a_place_without_tile_stays_empty_and_is_not_asked_again(qapp):
    class Hole(Source):
        def tile(self, zoom, column, row):
            self.asked.append((zoom, column, row))

    source = Hole()
    image = painted(TileGround(source, at_once, lambda: None), frame(15))
    assert image.pixelColor(200, 150) == QColor("white")
    assert len(source.asked) == len(set(source.asked))


def test_the_memory_of_tiles_is_bounded(qapp, monkeypatch):
    monkeypatch.setattr(map_ground, "TILES_BYTES", 12 * 256 * 256 * 4)
    ground = TileGround(Source(), at_once, lambda: None)
    for step in range(12):
        painted(ground, frame(16).shifted(step * 300, 0), rounds=4)
    assert sum(one.sizeInBytes() for one in ground._kept.values()) <= 12 * 256 * 256 * 4


def test_a_calibrated_image_lies_where_it_was_told(qapp):
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    image.setPixelColor(150, 20, QColor("red"))
    left, top = 896_000.0, 6_273_000.0
    ground = ImageGround([image], LAMBERT_93, ((left, top), (left + 400, top - 200)))
    cadre = Cadre(plan=LAMBERT_93, x=left + 301, y=top - 41, metres=0.1, largeur=60, hauteur=60)
    seen = paint(ground, cadre)
    assert seen.pixelColor(30, 30).red() > 200
    assert seen.pixelColor(5, 5).blue() > 200
    away = paint(ground, cadre.shifted(10_000, 0))
    assert away.pixelColor(30, 30) == QColor("white")


def test_a_large_image_is_halved_and_bounded(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(map_ground, "IMAGE_PIXELS", 5000)
    path = tmp_path / "plan.png"
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    image.save(str(path))
    levels = decode_levels(str(path), path.name)
    assert levels[0].width() * levels[0].height() <= 5000
    assert [one.width() for one in levels] == [100, 50, 25, 12]


def test_a_picture_broken_behind_its_header_is_refused(qapp, tmp_path):
    path = tmp_path / "plan.png"
    path.write_bytes(png(QColor("red"))[:60])
    with pytest.raises(FichierRefuse) as caught:
        decode_levels(str(path), path.name)
    assert "plan.png" in caught.value.message
