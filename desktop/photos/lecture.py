"""Reads a photo file that comes from anywhere: bounded, and by what it holds, not by its name.

Every refusal is a `FichierRefuse`. Pillow's classes are called by name, never through
`Image.open`: no other format can be reached, and none of Pillow's global limits is read or
changed, so two threads cannot disturb each other.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.errors import FichierRefuse

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MAX_BYTES: Final = 60_000_000
MAX_PIXELS: Final = 50_000_000
# A baseline JPEG is decoded at a fraction of its size: telephones take pictures of 108 Mpx.
MAX_PIXELS_REDUCIBLE: Final = 200_000_000

_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_STILL_BRANDS: Final = _HEIF_BRANDS | {b"avif", b"avis"}
_LAST_BOXES: Final = frozenset({b"ftyp", b"meta", b"mdat"})
_BOX_HEAD, _LONG_BOX_HEAD = 8, 16
_RIFF_HEAD: Final = 12
_WEBP_PIXELS: Final = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_HOLE: Final = 512
"""Zeros at the end of a file: a copy that was cut short may have been given its full size."""

_LAST_SCAN: Final = 65_536
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_END: Final = b"\xff\xd9"
_JPEG_TAIL: Final = 64
_RECOPIER: Final = "Copiez-la de nouveau depuis l’appareil, puis relancez l’import."


# `warnings.catch_warnings` changes the whole process: one reader at a time.
_ONE_AT_A_TIME: Final = threading.RLock()


class SourceAbsente(FichierRefuse):
    """A file that is gone or whose medium no longer answers: maybe the stick was pulled."""


@contextmanager
def quiet() -> Iterator[None]:
    """Drop what Pillow warns about odd metadata; for headers only, never around a decoding."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def refuse(message: str, remedy: str) -> FichierRefuse:
    """Return the error of one photo that cannot be taken; the caller raises it."""
    return FichierRefuse("Photo refusée", message, remedy)


def damaged() -> FichierRefuse:
    """Return the error of a photo whose content is cut short or spoilt."""
    return refuse("La photo est incomplète ou abîmée.", _RECOPIER)


def read_source(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the whole content of a source file, which is opened for reading only.

    Links, pipes, devices and folders are refused before anything is read, so that no name
    chosen by someone else can make the program wait or read elsewhere.

    Raises:
        FichierRefuse: The file is missing, forbidden, empty, too big or not a plain file.
    """
    try:
        _check_kind(path.lstat().st_mode)
        descriptor = os.open(path, _OPEN_FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            information = os.fstat(descriptor)
            _check_kind(information.st_mode)
            if information.st_size > limit:
                raise _too_heavy(limit)
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(error) from error
    except ValueError as error:  # a name that no file system accepts
        raise _unreadable(FileNotFoundError()) from error
    if not data:
        raise refuse("Le fichier est vide.", "Copiez-le de nouveau depuis l’appareil.")
    if len(data) > limit:
        raise _too_heavy(limit)
    return data


_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


def open_picture(data: bytes) -> ImageFile:
    """Return the first picture of a file, its header read and its pixels not yet decoded.

    Raises:
        FichierRefuse: Not JPEG, PNG, HEIC or WebP, spoilt, or more pixels than accepted.
    """
    try:
        with quiet():
            picture = _open(data)
    except Exception as error:
        # Whatever hostile bytes raise in a codec is one answer: this photo cannot be read.
        raise damaged() from error
    if picture is None and _is_video(data):
        raise refuse("C’est une vidéo, et non une photo.", "Laissez-la de côté.")
    if picture is None:
        raise refuse(
            "Le contenu n’est pas une photo JPEG, PNG, HEIC ou WebP.",
            "Convertissez-le en JPEG, ou laissez-le de côté.",
        )
    limit = MAX_PIXELS_REDUCIBLE if is_reducible(picture) else MAX_PIXELS
    pixels = picture.width * picture.height
    if pixels > limit:
        raise refuse(
            f"L’image compte {pixels / 1e6:.0f} millions de pixels, "
            f"au-delà des {limit // 1_000_000} acceptés pour ce format.",
            "Enregistrez-en une copie plus petite en JPEG, puis importez la copie.",
        )
    return picture


def check_whole(data: bytes) -> None:
    """Refuse a copy that was cut short, of which a codec shows the beginning without a word.

    Raises:
        FichierRefuse: The end is missing, or is a hole.
    """
    hole = data.endswith(bytes(_HOLE))
    if data[4:8] == b"ftyp":
        last, whole = _last_box(data)
        if not whole or (hole and last in _LAST_BOXES):
            raise damaged()
        return
    if data.startswith(b"RIFF"):
        if hole and _ends_in_a_hole(data):
            raise damaged()
        return
    # a PNG misses its end by itself; among the pixels of a JPEG no sign of an end can be
    if hole and not data.startswith(_PNG):
        end = len(data.rstrip(b"\0"))
        if data.rfind(_JPEG_END, max(0, end - _LAST_SCAN), end) < 0:
            raise damaged()


def _ends_in_a_hole(data: bytes) -> bool:
    """Say whether the pixels of a WebP end in zeros; its metadata, behind them, may."""
    place, end = _RIFF_HEAD, 0
    while data[place : place + 4].strip(b"\0"):
        size = int.from_bytes(data[place + 4 : place + _BOX_HEAD], "little")
        if data[place : place + 4] in _WEBP_PIXELS:
            end = place + _BOX_HEAD + size
        place += _BOX_HEAD + size + size % 2
    return data[:end].endswith(bytes(_HOLE))


def _last_box(data: bytes) -> tuple[bytes, bool]:
    """Return the kind of the last box of a HEIC, and whether it ends inside the file.

    What an appliance wrote behind the boxes is no box, and is passed over.
    """
    place, kind = 0, b""
    while place + _BOX_HEAD <= len(data):
        size, found = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(data[place + _BOX_HEAD : place + _LONG_BOX_HEAD], "big")
        if size < _BOX_HEAD:  # 0: up to the end
            return found if size == 0 else kind, True
        if place + size > len(data):
            return found, found not in _LAST_BOXES
        place, kind = place + size, found
    return kind, True


def _is_video(data: bytes) -> bool:
    named = data[4:8] == b"ftyp" and data[8:12] not in _STILL_BRANDS
    return named or (data.startswith(b"RIFF") and data[8:12] == b"AVI ")


def check_received(data: bytes) -> None:
    """Accept the bytes of a picture that another poste made; its pixels are not decoded.

    Raises:
        FichierRefuse: No picture, cut short, or more pixels than a rendition ever has.
    """
    picture = open_picture(data)
    if picture.width * picture.height > MAX_PIXELS:
        raise refuse("L’image compte trop de pixels.", "Demandez-en une copie plus petite.")
    if picture.format == "JPEG" and _JPEG_END not in data[-_JPEG_TAIL:]:
        raise damaged()


def is_reducible(picture: ImageFile) -> bool:
    """Tell whether the codec can decode the picture at a half, a quarter or an eighth.

    A progressive JPEG is excluded: its decoder holds all coefficients at full size.
    """
    return picture.format == "JPEG" and "progressive" not in picture.info


def _open(data: bytes) -> ImageFile | None:
    """Call the one codec that the first bytes name; None when there is none."""
    file = io.BytesIO(data)
    if data.startswith(b"\xff\xd8\xff"):
        # An MPO (3D, HDR, panorama) is a JPEG followed by others: the first one is read.
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile(file)
    if data.startswith(_PNG):
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile(file)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile(file)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        from pillow_heif import HeifImageFile

        heif: ImageFile = HeifImageFile(file)
        return heif
    return None


def _check_kind(mode: int) -> None:
    """Refuse all but plain files."""
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        raise refuse("C’est un raccourci, pas une photo.", "Importez le fichier d’origine.")
    if stat.S_ISDIR(mode):
        raise refuse(
            "Ce dossier ne peut pas être ouvert.",
            "Copiez ses photos dans un dossier à vous, puis relancez l’import.",
        )
    raise refuse("Ce n’est pas un fichier ordinaire.", "Laissez-le de côté.")


def _too_heavy(limit: int) -> FichierRefuse:
    return refuse(
        f"Le fichier dépasse {limit // 1_000_000} Mo.",
        "Enregistrez-en une copie plus légère en JPEG, puis importez la copie.",
    )


def _unreadable(error: OSError) -> FichierRefuse:
    """Word what the system answered; the file name is left out, it may hold a person's name."""
    if isinstance(error, PermissionError):
        return refuse(
            "Vous n’avez pas le droit de lire ce fichier.",
            "Copiez-le dans un dossier à vous, puis relancez l’import.",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceAbsente(
            "Photo refusée",
            "Le fichier n’est plus à cet endroit.",
            "Vérifiez que la clé ou l’appareil est encore branché, puis relancez l’import.",
        )
    if error.errno == errno.ELOOP:
        return refuse("C’est un raccourci, pas une photo.", "Importez le fichier d’origine.")
    return SourceAbsente(
        "Photo refusée",
        "Le fichier ne peut pas être lu jusqu’au bout.",
        "Vérifiez que la clé ou l’appareil est encore branché, puis relancez l’import.",
    )
