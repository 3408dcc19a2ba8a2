"""User text on its way into a PDF: nothing is read as markup, nothing is lost in silence.

reportlab erases what looks like a tag, breaks lines at narrow no-break spaces, and needs
quadratic time for one long paragraph. Every text that a person typed passes through here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as ReportlabParagraph

from desktop import formats
from desktop.paths import resource

REGULAR: Final = "Noto Sans"
BOLD: Final = "Noto Sans Gras"
SPARE: Final = "DejaVu Sans"
"""Lends the signs that Noto Sans lacks (≥, →, many alphabets)."""

MISSING: Final = "\ufffd"
"""Stands visibly for a sign that no shipped font can draw."""

CELL_LENGTH: Final = 300
"""Characters that a table cell or a caption shows before « … »."""

_FILES: Final = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    SPARE: "DejaVuSans.ttf",
}
_BLOCK_LENGTH: Final = 1900
_BLOCK_LINES: Final = 30
_INVISIBLE: Final = frozenset({"Cc", "Cf"})


@cache
def coverage(font: str) -> frozenset[str]:
    """Register a font once and return the characters it draws."""
    face = TTFont(font, resource("polices", _FILES[font]))
    pdfmetrics.registerFont(face)
    return frozenset(chr(code) for code in face.face.charToGlyph)


def use_fonts() -> None:
    """Make the fonts of every report known to reportlab."""
    for font in (REGULAR, BOLD):
        coverage(font)
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)


def clean(text: str) -> str:
    """Return the text composed (NFC), without invisible controls, ready to be drawn.

    Narrow no-break spaces become no-break spaces: reportlab would break lines at the former.
    """
    text = unicodedata.normalize("NFC", text).replace(formats.NNBSP, formats.NBSP)
    if text.isprintable():
        return text
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in _INVISIBLE else _blank(char)
        for char in text
    )


def drawable(text: str) -> str:
    """Return one line for drawing outside paragraphs, with `MISSING` for signs not in Noto."""
    known = coverage(REGULAR)
    line = " ".join(clean(text).split("\n"))
    return line if known.issuperset(line) else "".join(c if c in known else MISSING for c in line)


def escape(text: str) -> str:
    """Return the markup that prints exactly this text in a paragraph of Noto Sans."""
    text = clean(text)
    known = coverage(REGULAR)
    if known.issuperset(text):
        return _escape_markup(text)
    spare = coverage(SPARE)
    return "".join(_char(char, known, spare) for char in text)


def shorten(text: str, length: int = CELL_LENGTH) -> str:
    """Return the text, or its beginning with « … » where a cell must stay small."""
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


class Paragraph(ReportlabParagraph):  # type: ignore[misc]  # reportlab has no types
    """The paragraph of every report: its lines are broken once for a width.

    Tables and blocks kept together ask two or three times for the same one.
    """

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size; called by reportlab before it looks for a place."""
        if getattr(self, "_broken_at", None) != width or not hasattr(self, "blPara"):
            self._size: tuple[float, float] = super().wrap(width, height)
            self._broken_at = width
        return self._size


def cell(text: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph for a table cell; a very long text ends in « … »."""
    return Paragraph(escape(shorten(text)), style)


def paragraphs(text: str, style: ParagraphStyle) -> list[Paragraph]:
    """Return the whole text as short paragraphs, whatever its length."""
    return [
        Paragraph("<br/>".join(escape(line) for line in lines), style) for lines in _blocks(text)
    ]


def fit(text: str, width: float, *, font: str, size: float) -> str:
    """Return a drawable line cut with « … » when it is wider than `width` points."""
    line = drawable(shorten(text))
    if pdfmetrics.stringWidth(line, font, size) <= width:
        return line
    while line and pdfmetrics.stringWidth(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _escape_markup(text: str) -> str:
    """Do what `xml.sax.saxutils` does, which loads all of urllib and http to do it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blank(char: str) -> str:
    return " " if char == "\t" else ""


def _char(char: str, known: frozenset[str], spare: frozenset[str]) -> str:
    if char in known or char == "\n":
        return _escape_markup(char)
    if char in spare:
        return f'<font name="{SPARE}">{char}</font>'
    return "" if unicodedata.category(char) == "Mn" else MISSING


def _blocks(text: str) -> Iterator[list[str]]:
    """Cut at blank lines, then into blocks that reportlab lays out in bounded time."""
    text = "\n".join(unicodedata.normalize("NFC", text).splitlines()).strip("\n")
    for part in re.split(r"\n[^\S\n]*\n\s*", text):
        lines: list[str] = []
        size = 0
        for piece in (piece for line in part.split("\n") for piece in _pieces(line)):
            if lines and (size + len(piece) > _BLOCK_LENGTH or len(lines) >= _BLOCK_LINES):
                yield lines
                lines, size = [], 0
            lines.append(piece)
            size += len(piece)
        if any(line.strip() for line in lines):
            yield lines


def _pieces(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > _BLOCK_LENGTH:
        end = line.rfind(" ", start + _BLOCK_LENGTH // 2, start + _BLOCK_LENGTH)
        end = start + _BLOCK_LENGTH if end < 0 else end
        yield line[start:end]
        start = end
    yield line[start:]
