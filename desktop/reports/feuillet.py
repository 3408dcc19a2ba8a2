"""A5 pages drawn at fixed places, and their imposition on A4 sheets to fold into a booklet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, Final

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.reports.page import Edition, colours
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, drawable, fit, use_fonts

LARGEUR: Final = float(A5[0])
HAUTEUR: Final = float(A5[1])
MARGE: Final = 28.0
HAUT: Final = HAUTEUR - 26
BAS: Final = 34.0
UTILE: Final = LARGEUR - 2 * MARGE
"""Room of a page, in points from its lower left corner."""

_SHEET: Final = 4
_GREY: Final = Color(0.42, 0.42, 0.42)
_LINE: Final = Color(0.6, 0.6, 0.6)

Peintre = Callable[["Feuillet"], None]


class Feuillet:
    """One A5 page being drawn, from top to bottom: `y` is where the next block begins."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = HAUT

    def down(self, points: float) -> None:
        """Leave some room."""
        self.y -= points

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 8.5,
        bold: bool = False,
        width: float = UTILE,
        muted: bool = False,
        right: bool = False,
    ) -> float:
        """Write one line, cut with « … » when too wide; return the x after it."""
        font = BOLD if bold else REGULAR
        line = fit(text, width, font=font, size=size)
        self.canvas.setFillColor(_GREY if muted else black)
        self.canvas.setFont(font, size)
        if right:
            self.canvas.drawRightString(x, y, line)
            return x
        self.canvas.drawString(x, y, line)
        return x + float(pdfmetrics.stringWidth(line, font, size))

    def block(self, text: str, style: ParagraphStyle, x: float, width: float, most: float) -> float:
        """Write markup under `y`, cut at a word with « … » beyond `most` points; its height."""
        words = text.split(" ")
        shown = Paragraph(text, style)
        _, height = shown.wrap(width, most)
        while height > most and words:
            words.pop()
            shown = Paragraph(f"{' '.join(words)}…", style)
            _, height = shown.wrap(width, most)
        shown.drawOn(self.canvas, x, self.y - height)
        return float(height)

    def box(self, x: float, y: float, side: float = 10.0, *, mark: str = "") -> None:
        """Draw a box to tick with its lower left corner at (x, y); `mark` is printed in it."""
        self.canvas.setStrokeColor(black)
        self.canvas.setLineWidth(0.8)
        self.canvas.setFillColor(white)
        self.canvas.rect(x, y, side, side, stroke=1, fill=1)
        if mark:
            self.canvas.setFillColor(_GREY)
            self.canvas.setFont(REGULAR, side * 0.66)
            self.canvas.drawCentredString(x + side / 2, y + side * 0.27, mark)

    def cell(self, x: float, y: float, width: float, height: float, word: str) -> None:
        """Draw a cell with a pale word in it, to be ringed or ticked."""
        self.canvas.setStrokeColor(_LINE)
        self.canvas.setLineWidth(0.6)
        self.canvas.rect(x, y, width, height, stroke=1, fill=0)
        self.canvas.setFillColor(_GREY)
        self.canvas.setFont(REGULAR, 7)
        self.canvas.drawCentredString(x + width / 2, y + height / 2 - 2.4, word)

    def key(self, letter: str, x: float, y: float) -> float:
        """Draw a letter as a key of the screen; return the x after it."""
        self.canvas.setFillColor(black)
        self.canvas.roundRect(x, y - 2.2, 10.5, 10.5, 2, stroke=0, fill=1)
        self.canvas.setFillColor(white)
        self.canvas.setFont(BOLD, 7.5)
        self.canvas.drawCentredString(x + 5.25, y + 0.4, letter)
        return x + 13.5

    def rule(self, x: float, y: float, width: float) -> None:
        """Draw a line to write on."""
        self.canvas.setStrokeColor(_LINE)
        self.canvas.setLineWidth(0.5)
        self.canvas.setDash(0.7, 1.8)
        self.canvas.line(x, y, x + width, y)
        self.canvas.setDash()

    def to_fill(self, label: str, x: float, y: float, right: float) -> None:
        """Write a label and a line after it, up to `right`."""
        after = self.write(label, x, y, size=8, muted=True)
        self.rule(after + 3, y - 1.5, max(right - after - 3, 0))

    def lines(self, bottom: float, step: float = 17.0) -> None:
        """Rule the page from `y` down to `bottom`."""
        y = self.y - step
        while y >= bottom:
            self.rule(MARGE, y, UTILE)
            y -= step
        self.y = bottom


def write_booklet(
    out: BinaryIO,
    pages: Sequence[Peintre],
    *,
    title: str,
    edition: Edition,
    livret: bool,
    blank: Peintre | None = None,
) -> None:
    """Write A5 pages in reading order, or two by two on A4 sheets printed on both sides.

    A booklet is folded once: its pages are completed to a multiple of four by `blank`, and
    stand so that sheet after sheet, front then back, they follow each other once folded.

    Args:
        out: Open binary file; receives everything at the end.
        pages: What draws each page.
        title: Title of the file.
        edition: Who prints, and when.
        livret: Two pages on each side of A4, imposed as a booklet.
        blank: Draws the pages that complete the booklet.

    Raises:
        Annule: the agent stopped the work.
    """
    use_fonts()
    size = landscape(A4) if livret else A5
    canvas = Canvas(out, pagesize=size, invariant=int(edition.invariant), lang="fr-FR")
    canvas.setTitle(drawable(title))
    canvas.setAuthor(drawable(edition.editor))
    canvas.setCreator("Carnet de quartier")
    if livret:
        canvas.setViewerPreference("Duplex", "DuplexFlipShortEdge")
    for side in imposed(len(pages)) if livret else [(page,) for page in range(len(pages))]:
        for place, page in enumerate(side):
            edition.check()
            canvas.saveState()
            canvas.translate(place * size[0] / 2, 0)
            paint = pages[page] if page < len(pages) else blank
            if paint is not None:
                paint(Feuillet(canvas))
            canvas.restoreState()
        canvas.showPage()
    canvas.save()


def imposed(pages: int) -> list[tuple[int, int]]:
    """Return the pairs of pages (from 0, left then right) of each side of the A4 sheets.

    Numbers from `pages` on are the blank pages that complete the last sheet.
    """
    total = -(-pages // _SHEET) * _SHEET
    sides = []
    for sheet in range(total // _SHEET):
        first, last = 2 * sheet, total - 1 - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return sides


def foot(page: Feuillet, left: str, right: str) -> None:
    """Draw the foot of a page."""
    canvas = page.canvas
    canvas.setStrokeColor(colours()["border"])
    canvas.setLineWidth(0.5)
    canvas.line(MARGE, 27, MARGE + UTILE, 27)
    page.write(left, MARGE, 17, size=6.5, muted=True, width=UTILE - 70)
    page.write(right, MARGE + UTILE, 17, size=8, bold=True, right=True)
