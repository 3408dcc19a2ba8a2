"""Blocks of what a ménage receives: large readable type, boxes to tick, lines to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table

from desktop.reports.page import WIDTH, Drawn, colours, styles, tint
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, drawable, escape

A_COMPLETER: Final = "À COMPLÉTER"
"""Stands for what the team has still to fix in writing."""

_BOX: Final = 13.0
_GAP: Final = 6.0
_BETWEEN: Final = 20.0
_LINE: Final = 22.0


@cache
def grands() -> Mapping[str, ParagraphStyle]:
    """Return the styles of a document for a ménage by name: everything from 11,5 points."""
    body = styles()["body"]
    tokens = colours()
    texte = ParagraphStyle("texte", body, fontSize=12, leading=17, spaceAfter=6)
    return {
        style.name: style
        for style in (
            texte,
            ParagraphStyle("gras", texte, fontName=BOLD),
            ParagraphStyle("titre", texte, fontName=BOLD, fontSize=22, leading=27, spaceAfter=4),
            ParagraphStyle(
                "partie",
                texte,
                fontName=BOLD,
                fontSize=14,
                leading=18,
                spaceBefore=10,
                spaceAfter=4,
                textColor=tokens["primary"],
                keepWithNext=1,
            ),
            ParagraphStyle("question", texte, fontSize=11.5, leading=15, spaceAfter=2),
            ParagraphStyle("petit", texte, fontSize=9.5, leading=13, textColor=tokens["muted"]),
            ParagraphStyle("nombre", texte, fontName=BOLD, fontSize=15, leading=19, spaceAfter=0),
        )
    }


def say(text: str, style: str = "texte") -> Paragraph:
    """Return a sentence of the application or of a person as a paragraph."""
    return Paragraph(escape(text), grands()[style])


def pairs(rows: Iterable[tuple[str, str]], *, label: float = 150) -> Table:
    """Return « name: value » lines in large type; an empty value is a line to fill in."""
    look = grands()
    cells: list[list[Any]] = [
        [say(name, "petit"), say(value, "gras") if value else ruled(1, width=WIDTH - label - 10)]
        for name, value in rows
    ]
    return Table(
        cells,
        colWidths=[label, WIDTH - label],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colours()["border"]),
        ],
        spaceAfter=look["texte"].spaceAfter,
    )


def boxes(words: Sequence[str], *, ticked: Sequence[bool] = (), numbered: bool = False) -> Drawn:
    """Return boxes side by side, on as many lines as they need.

    Args:
        words: What stands after each box.
        ticked: Which ones hold a cross.
        numbered: Each box holds its rank, which is the key of the screen.
    """
    size = 11.5
    lines: list[list[tuple[float, int]]] = [[]]
    x = 0.0
    for rank, word in enumerate(words):
        width = _BOX + _GAP + pdfmetrics.stringWidth(drawable(word), REGULAR, size) + _BETWEEN
        if x + width - _BETWEEN > WIDTH and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((x, rank))
        x += width
    height = _LINE * len(lines)

    def paint(canvas: Canvas) -> None:
        for row, line in enumerate(lines):
            y = height - _LINE * (row + 1) + 5
            for left, rank in line:
                mark = str(rank + 1) if numbered else ""
                crossed = rank < len(ticked) and ticked[rank]
                _box(canvas, left, y, mark=mark, crossed=crossed)
                canvas.setFillColor(colours()["text"])
                canvas.setFont(REGULAR, size)
                canvas.drawString(left + _BOX + _GAP, y + 2.6, drawable(words[rank]))

    return Drawn(WIDTH, height, paint)


def ruled(lines: int, *, width: float = WIDTH) -> Drawn:
    """Return dotted lines to write on."""
    height = _LINE * lines

    def paint(canvas: Canvas) -> None:
        canvas.setStrokeColor(colours()["muted"])
        canvas.setLineWidth(0.6)
        canvas.setDash(0.8, 2)
        for row in range(lines):
            y = height - _LINE * (row + 1) + 5
            canvas.line(0, y, width, y)
        canvas.setDash()

    return Drawn(width, height, paint)


def signatures(*names: str) -> Table:
    """Return frames to sign in, side by side."""
    cells = [[say(name, "petit") for name in names]]
    return Table(
        cells,
        colWidths=[WIDTH / len(names)] * len(names),
        rowHeights=[78],
        spaceBefore=10,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BOX", (0, 0), (-1, -1), 0.6, colours()["border"]),
            ("INNERGRID", (0, 0), (-1, -1), 0.6, colours()["border"]),
        ],
    )


def framed(*parts: Flowable, alert: bool = False) -> Table:
    """Return a frame around paragraphs; `alert` in the colour of errors."""
    ink = colours()["tons"]["erreur"] if alert else colours()["primary"]
    return Table(
        [[list(parts)]],
        colWidths=[WIDTH],
        spaceBefore=6,
        spaceAfter=8,
        style=[
            ("BOX", (0, 0), (-1, -1), 1.2, ink),
            ("BACKGROUND", (0, 0), (-1, -1), tint(ink, 0.06)),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _box(canvas: Canvas, x: float, y: float, *, mark: str, crossed: bool) -> None:
    tokens = colours()
    canvas.setStrokeColor(tokens["text"])
    canvas.setLineWidth(0.9)
    canvas.setFillColor(white)
    canvas.rect(x, y, _BOX, _BOX, stroke=1, fill=1)
    if mark:
        canvas.setFillColor(tokens["muted"])
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(x + _BOX / 2, y + 3.4, mark)
    if crossed:
        canvas.setLineWidth(1.6)
        canvas.line(x + 2.5, y + 2.5, x + _BOX - 2.5, y + _BOX - 2.5)
        canvas.line(x + 2.5, y + _BOX - 2.5, x + _BOX - 2.5, y + 2.5)
