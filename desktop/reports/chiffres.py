"""How figures are printed: a fraction under ten, a definition under each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from desktop.domain.diagnostics.compte_rendu import SMALL
from desktop.formats import NBSP, number
from desktop.reports.page import WIDTH, Drawn, colours, styles
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, drawable, escape

_TILES_HEIGHT = 56


def share(part: int, whole: int) -> str:
    """Return « 4 sur 7 », or « 43 % (13 sur 30) » from ten on; « aucun » of nothing."""
    if whole == 0:
        return "aucun"
    fraction = f"{number(part)} sur {number(whole)}"
    if whole < SMALL:
        return fraction
    percent = number(Decimal(part * 100) / whole, 0)
    return f"{percent}{NBSP}% ({fraction})"


def tiles(figures: Sequence[tuple[str, str]], width: float = WIDTH) -> Drawn:
    """Return figures side by side, each with its one or two lines of words."""
    step = width / len(figures)

    def draw(canvas: Canvas) -> None:
        tokens = colours()
        canvas.setFillColor(tokens["background"])
        canvas.roundRect(0, 0, width, _TILES_HEIGHT, 6, stroke=0, fill=1)
        for rank, (figure, words) in enumerate(figures):
            x = rank * step + 10
            if rank:
                canvas.setStrokeColor(tokens["border"])
                canvas.setLineWidth(0.5)
                canvas.line(rank * step, 10, rank * step, _TILES_HEIGHT - 10)
            canvas.setFillColor(tokens["primary"])
            canvas.setFont(BOLD, 17)
            canvas.drawString(x, 32, drawable(figure))
            canvas.setFillColor(tokens["muted"])
            canvas.setFont(REGULAR, 8)
            for line, text in enumerate(words.split("\n")[:2]):
                canvas.drawString(x, 20 - 10 * line, drawable(text))

    return Drawn(width, _TILES_HEIGHT, draw)


def definitions(lines: Sequence[str]) -> Paragraph:
    """Return what the figures above count, in small type."""
    return Paragraph(escape(" ".join(lines)), styles()["caption"])
