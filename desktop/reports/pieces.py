"""Blocks that several reports use: photos, facts, tables."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from reportlab.lib.colors import white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from desktop import formats, texts
from desktop.domain.codes import MotifRetenue
from desktop.domain.records import PhotoRecord
from desktop.reports.page import WIDTH, Edition, colours, styles
from desktop.reports.user_text import (
    BOLD,
    CELL_LENGTH,
    REGULAR,
    Paragraph,
    cell,
    clean,
    coverage,
    drawable,
    escape,
    paragraphs,
    shorten,
)

PhotoSource = Callable[[PhotoRecord], bytes | MotifRetenue]
"""Gives the JPEG that may leave of a photo, at report size, or why it is kept back.

Only `services.diffusion` makes one: no report reads a picture by another way.
"""

PHOTOS_PER_ROW: Final = 2
PHOTO_WIDTH: Final = 198
PHOTO_HEIGHT: Final = 148.5  # three ordinary constats fill a page
PHOTO_GAP: Final = 14

_CELL_SIZE: Final = 8.5  # that of the style « cell »
_CELL_PADDING: Final = 6
_HEAD_SIZE: Final = 8  # that of the style « cell_head »

_APP1, _APP14, _APP15, _COMMENT, _SCAN = 0xE1, 0xEE, 0xEF, 0xFE, 0xDA
_ICC: Final = b"ICC_PROFILE\0"


class Album:
    """Lays photos two by two and fetches each one only when its page is drawn."""

    def __init__(self, source: PhotoSource, total: int, edition: Edition) -> None:
        self._source, self._total, self._edition = source, total, edition
        self._done = 0

    def rows(self, photos: Sequence[PhotoRecord]) -> Iterator[list[Flowable]]:
        """Yield the blocks of each row: the photos, then legends too long for a caption."""
        for start in range(0, len(photos), PHOTOS_PER_ROW):
            pair = photos[start : start + PHOTOS_PER_ROW]
            row: list[Flowable] = [PhotoRow(pair, self._draw), Spacer(0, 6)]
            for photo in pair:
                if len(photo.legende) > CELL_LENGTH:
                    row += paragraphs(photo.legende, styles()["muted"])
            yield row

    def _draw(self, canvas: Canvas, photo: PhotoRecord, x: float, y: float) -> None:
        self._edition.check()
        data = self._source(photo)
        if isinstance(data, MotifRetenue):
            draw_kept_back(canvas, x, y, data)
        else:
            canvas.drawImage(
                Jpeg(hashlib.sha256(data).hexdigest(), data),
                *(x, y, PHOTO_WIDTH, PHOTO_HEIGHT),
                preserveAspectRatio=True,
                anchor="nw",
            )
        self._done += 1
        if self._edition.progress is not None:
            self._edition.progress(self._done, self._total)


class PhotoRow(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One or two photos on the two columns of the page, each with its caption."""

    def __init__(
        self,
        photos: Sequence[PhotoRecord],
        paint: Callable[[Canvas, PhotoRecord, float, float], None],
    ) -> None:
        super().__init__()
        self._photos, self._paint = photos, paint
        self._captions = [
            Paragraph(escape(caption(photo)), styles()["caption"]) for photo in photos
        ]
        self._caption_height = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size; called by reportlab before it looks for a place."""
        self.width = width
        self._caption_height = max(
            caption.wrap(PHOTO_WIDTH, PHOTO_HEIGHT)[1] for caption in self._captions
        )
        self.height = PHOTO_HEIGHT + 3 + self._caption_height
        return self.width, self.height

    def draw(self) -> None:
        """Called by reportlab once the place is known."""
        for column, (photo, caption) in enumerate(zip(self._photos, self._captions, strict=True)):
            x = column * (PHOTO_WIDTH + PHOTO_GAP)
            self._paint(self.canv, photo, x, self._caption_height + 3)
            caption.drawOn(self.canv, x, self._caption_height - caption.height)


class Jpeg:
    """What reportlab needs to copy a JPEG as it is, without decoding it for a name."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name, self._data = name, without_metadata(data)

    def __str__(self) -> str:
        """Return the name under which reportlab keeps the picture."""
        return self._name

    def jpeg_fh(self) -> io.BytesIO:
        """Return the bytes as a file."""
        return io.BytesIO(self._data)


def without_metadata(jpeg: bytes) -> bytes:
    """Return the JPEG without EXIF, comments and the like; unchanged if it holds none.

    Photos come here already stripped; this second lock costs microseconds, and a position
    printed by mistake could not be called back.

    Raises:
        ValueError: not a JPEG.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("a photo of a report must be a JPEG")
    kept, start, position = [], 0, 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF and jpeg[position + 1] != _SCAN:  # noqa: PLR2004 - marker
        marker = jpeg[position + 1]
        end = position + 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        colour = marker == _APP14 or jpeg.startswith(_ICC, position + 4)
        if (_APP1 <= marker <= _APP15 and not colour) or marker == _COMMENT:
            kept.append(jpeg[start:position])
            start = end
        position = end
    return b"".join((*kept, jpeg[start:])) if kept else jpeg


def facts(pairs: Iterable[tuple[str, str]], columns: int = 2) -> Table:
    """Return labels and values in columns; the values are user text."""
    cells: list[Any] = []
    for name, value in pairs:
        cells += [
            Paragraph(escape(name), styles()["muted"]),
            cell(value or "—", styles()["cell"]),
        ]
    cells += [""] * (-len(cells) % (2 * columns))
    rows = [cells[start : start + 2 * columns] for start in range(0, len(cells), 2 * columns)]
    label = 92.0
    value = WIDTH / columns - label
    return Table(
        rows,
        colWidths=[label, value] * columns,
        splitInRow=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ],
    )


class Words(str):
    """User text of a cell of `table`: a plain line where it fits, else a paragraph."""

    __slots__ = ()


class Numero(Words):
    """A number by which one looks a record up: its column is wide enough to keep it whole."""

    __slots__ = ()


def _laid(value: Any, width: float, style: str = "cell") -> Any:
    """Lay a cell out; reportlab takes twenty times longer for a paragraph than for a line."""
    if not isinstance(value, Words):
        return value
    line, look = clean(shorten(value)), styles()[style]
    if "\n" not in line and coverage(look.fontName).issuperset(line):
        room = width - 2 * _CELL_PADDING
        if stringWidth(line, look.fontName, look.fontSize) <= room:
            return line
    return cell(value, look)


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    above: str = "",
    together: int = 1,
) -> Table:
    """Return a table whose head comes back on each page.

    Args:
        head: Column titles.
        rows: Cells: strings already drawable, `Words` of a person, a `Numero`, or flowables.
        widths: Shares of the width of the page.
        above: User text of a heading that stays with the table.
        together: How many of the last rows no page parts.
    """
    tokens = colours()
    columns = _widths(rows, [WIDTH * share / sum(widths) for share in widths])
    titles = zip(head, columns, strict=True)
    heads = [[_laid(Words(title), width, "cell_head") for title, width in titles]]
    if above:
        heads.insert(0, [_laid(Words(above), WIDTH, "cell_bold"), *[""] * (len(head) - 1)])
    first = len(heads)
    laid = [[_laid(one, width) for one, width in zip(row, columns, strict=True)] for row in rows]
    return Table(
        [*heads, *laid],
        colWidths=columns,
        repeatRows=first,
        splitInRow=1,
        spaceAfter=10,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, _CELL_SIZE, 11.5),
            ("TEXTCOLOR", (0, 0), (-1, -1), tokens["text"]),
            ("FONT", (0, 0), (-1, first - 1), BOLD, _CELL_SIZE, 11.5),
            ("FONT", (0, first - 1), (-1, first - 1), BOLD, _HEAD_SIZE, 11),
            ("TEXTCOLOR", (0, first - 1), (-1, first - 1), tokens["muted"]),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("BACKGROUND", (0, first - 1), (-1, first - 1), tokens["background"]),
            ("LINEBELOW", (0, first - 1), (-1, -1), 0.5, tokens["border"]),
            ("NOSPLIT", (0, 0), (-1, min(first, len(heads) + len(rows) - 1))),
            *([("NOSPLIT", (0, -together), (-1, -1))] if 1 < together <= len(rows) else []),
            *([("SPAN", (0, 0), (-1, 0)), ("LEFTPADDING", (0, 0), (-1, 0), 0)] if above else []),
        ],
    )


def _widths(rows: Sequence[Sequence[Any]], planned: list[float]) -> list[float]:
    """Return the widths of columns, those of a `Numero` widened at the cost of the others."""
    look = styles()["cell"]
    wanted = dict.fromkeys(range(len(planned)), 0.0)
    for row in rows:
        for place, one in enumerate(row):
            if isinstance(one, Numero):
                wide = stringWidth(drawable(one), look.fontName, look.fontSize)
                wanted[place] = max(wanted[place], wide + 2 * _CELL_PADDING + 0.1)
    fixed = {place: min(wide, WIDTH / 3) for place, wide in wanted.items() if wide > planned[place]}
    rest = sum(one for place, one in enumerate(planned) if place not in fixed)
    share = (WIDTH - sum(fixed.values())) / rest if rest else 1.0
    return [fixed.get(place, one * share) for place, one in enumerate(planned)]


def yes_no(answer: bool | None) -> str:  # noqa: FBT001 - the answer is the value to word
    """Return « oui », « non », or "" when nobody has answered."""
    return "" if answer is None else "oui" if answer else "non"


def caption(photo: PhotoRecord) -> str:
    """Return role, legend and moment of a photo in one line of user text."""
    moment = formats.from_iso(photo.prise_le) if photo.prise_le else None
    taken = formats.full_datetime(moment) if moment else ""
    role = texts.label(photo.role) if photo.role else ""
    return " · ".join(part for part in (role, shorten(photo.legende), taken) if part)


def draw_kept_back(
    canvas: Canvas,
    x: float,
    y: float,
    motif: MotifRetenue,
    *,
    width: float = PHOTO_WIDTH,
    height: float = PHOTO_HEIGHT,
) -> None:
    """Draw a frame that says why there is no picture."""
    tokens = colours()
    canvas.setFillColor(white)
    canvas.setStrokeColor(tokens["border"])
    canvas.setDash(3, 3)
    canvas.rect(x, y, width, height, stroke=1, fill=1)
    canvas.setDash()
    canvas.setFillColor(tokens["muted"])
    canvas.setFont(REGULAR, 9)
    lines = texts.photo.MOTIF_RETENUE[motif].replace(", ", ",\n").splitlines()
    for rank, line in enumerate(lines):
        middle = y + height / 2 + 12 * (len(lines) / 2 - rank) - 9
        canvas.drawCentredString(x + width / 2, middle, drawable(line))
