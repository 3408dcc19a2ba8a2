"""Looks into produced files for pictures: what a document shows, whatever its format.

    assert_no_unverified_photo(path, carnet)

opens a PDF, a spreadsheet, a KMZ, a zip (in each other as well) or a text that carries pictures
in base64, takes every picture out, and compares it with each photo that may not leave.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from desktop.bootstrap import Carnet
from desktop.domain.records import PhotoRecord
from desktop.services.diffusion import motif_of

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\r\n]{400,}")
_SIDE = 16
_ALIKE = 12.0
"""Mean difference of two small grey pictures, out of 255, below which they are the same."""


def assert_no_unverified_photo(
    produced: Path | bytes, carnet: Carnet, photos: Sequence[PhotoRecord] | None = None
) -> list[Image.Image]:
    """Fail if a file shows a photo that may not leave; return the pictures found in it.

    Args:
        produced: The file, or its content.
        carnet: Open carnet that the photos are in.
        photos: Those to look for; None: every photo of the carnet that is kept back.
    """
    data = produced if isinstance(produced, bytes) else produced.read_bytes()
    if photos is None:
        every = [one.photo for one in carnet.verification.photos()]
        photos = [photo for photo in every if motif_of(photo) is not None and photo.presente]
    shown = list(pictures(data))
    for photo in photos:
        source = Image.open(io.BytesIO(carnet.photos.image(photo.blob)))
        seen = [picture.size for picture in shown if alike(picture, source)]
        assert not seen, f"{photo.fichier} ({photo.verif.value}) is shown: {seen}"
    return shown


def pictures(data: bytes, depth: int = 4) -> Iterator[Image.Image]:
    """Yield every picture of a file, in archives inside archives `depth` deep."""
    if depth == 0:
        return
    if data.startswith(b"%PDF"):
        for page in PdfReader(io.BytesIO(data)).pages:
            for found in page.images:
                yield from _opened(found.data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from pictures(archive.read(name), depth - 1)
    else:
        found_here = list(_carved(data))
        yield from found_here
        if not found_here:
            yield from _in_text(data, depth)


def _carved(data: bytes) -> Iterator[Image.Image]:
    for signature in _SIGNATURES:
        for match in re.finditer(re.escape(signature), data):
            yield from _opened(data[match.start() :])


def _in_text(data: bytes, depth: int) -> Iterator[Image.Image]:
    for match in _BASE64.finditer(data):
        text = re.sub(rb"\s|=", b"", match.group())
        yield from pictures(base64.b64decode(text + b"=" * (-len(text) % 4)), depth - 1)


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Say whether two pictures show the same, whatever their size and compression."""
    small = [
        picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
        for picture in (one, other)
    ]
    return sum(abs(a - b) for a, b in zip(*small, strict=True)) / _SIDE**2 < _ALIKE


def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (OSError, SyntaxError, ValueError):
        return
    if min(picture.size) >= _SIDE:
        yield picture
