"""The drawings of a map on paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.carte import ContourCarte
from desktop.domain.codes import EtatConstat
from desktop.domain.geo import Position, Surface, moved
from desktop.domain.symboles import Mot, Trait
from desktop.reports import dessin, plan
from desktop.reports.user_text import use_fonts

HERE = Position(435_209_500, 54_313_500)
SQUARE = Surface(
    ((tuple(moved(HERE, *at) for at in ((-200, -200), (200, -200), (200, 200), (-200, 200))),),)
)
CONTOUR = ContourCarte(nom="Essai", surface=SQUARE, principal=True)


def page(paint, size=(200, 150)):
    """Return the PDF of one page and its picture at two pixels a point."""
    use_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    paint(canvas)
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        picture = document[0].render(scale=2).to_pil().convert("RGB")
    return out.getvalue(), picture


def drawn(one):
    def paint(canvas):
        one.canv = canvas
        one.draw()

    return page(paint, (one.width, one.height))


def near(colour, other, gap=30):
    return all(abs(a - b) <= gap for a, b in zip(colour, other, strict=True))


def test_the_little_map_is_sixty_by_forty_five_millimetres():
    one = plan.mini_map([CONTOUR], HERE, (90,), etat=EtatConstat.OUVERT, theme="STA")
    data, picture = drawn(one)

    assert (round(one.width / 72 * 25.4), round(one.height / 72 * 25.4)) == (60, 45)
    assert picture.getpixel((round(one.width), round(one.height))) == (0xB3, 0x26, 0x1E)
    east, west = (picture.getpixel((round(one.width) + dx, round(one.height))) for dx in (25, -25))
    assert sum(east) < sum(west) < 3 * 255  # the cone looks east, over the tint of the quartier
    assert "100 m" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().replace("\xa0", " ")


def test_the_origin_of_a_shipped_contour_is_printed_on_the_little_map():
    for officiel in (True, False):
        data, _picture = drawn(
            plan.mini_map([replace(CONTOUR, officiel=officiel)], HERE, etat=EtatConstat.OUVERT)
        )
        text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
        assert ("ANCT, 2024" in text) is officiel


def test_a_place_outside_its_quartier_is_on_the_little_map():
    one = plan.mini_map([CONTOUR], moved(HERE, 900, 0), etat=EtatConstat.LEVE, theme="PRO")
    _data, picture = drawn(one)

    green = [
        at
        for at in range(picture.width)
        if picture.getpixel((at, picture.height // 2)) == (0x12, 0x72, 0x38)
    ]
    assert green
    assert min(green) > picture.width * 0.8


def test_a_little_map_without_contour_stands_around_the_place():
    one = plan.mini_map([], HERE, etat=EtatConstat.OUVERT)
    data, picture = drawn(one)

    assert near(picture.getpixel((round(one.width), round(one.height))), (0xB3, 0x26, 0x1E))
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "50 m" in text.replace("\xa0", " ")


def test_holes_stay_empty_and_y_goes_down():
    outer = ((20, 20), (120, 20), (120, 120), (20, 120))
    hole = ((40, 40), (60, 40), (60, 60), (40, 60))
    _data, picture = page(
        lambda canvas: dessin.paint(canvas, [Trait(lignes=(outer, hole), fond="text")], 150)
    )

    assert picture.getpixel((100, 100)) == (255, 255, 255)  # in the hole, upper left
    assert near(picture.getpixel((200, 200)), (0x18, 0x21, 0x2B))


def test_a_halo_does_not_hide_the_words_that_follow():
    words = [
        Mot(texte="AAAA", ou=(100, 40), corps=20, halo=True),
        Mot(texte="BBBB", ou=(100, 100), corps=20),
    ]
    _data, picture = page(lambda canvas: dessin.paint(canvas, words, 150))

    for top in (50, 170):
        ink = [at for at in range(400) if sum(picture.getpixel((at, top + 20))) < 300]
        assert ink, top


@pytest.mark.parametrize("cale", [-1, 0, 1])
def test_words_stand_where_they_are_asked(cale):
    word = Mot(texte="MMMM", ou=(100, 80), corps=12, cale=cale)
    _data, picture = page(lambda canvas: dessin.paint(canvas, [word], 150))
    columns = [
        x for x in range(400) for y in range(135, 160) if sum(picture.getpixel((x, y))) < 300
    ]
    edge = {-1: min(columns), 0: (min(columns) + max(columns)) / 2, 1: max(columns)}[cale]

    assert edge == pytest.approx(200, abs=4)
