"""What a camera says of a photo: when, where, which way up. Odd values become None."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop.photos.lecture import quiet

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_MAKE, _MODEL, _ORIENTATION = 0x010F, 0x0110, 0x0112
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN_AT, _TAKEN_AT_OFFSET, _OFFSET_OF_THE_CLOCK = 0x9003, 0x9011, 0x9010
_SHUTTER, _APERTURE, _ISO, _ISO_INDEX, _ISO_SPEED = 0x829A, 0x829D, 0x8827, 0x8832, 0x8833
_LAT_REF, _LAT, _LON_REF, _LON, _PRECISION = 1, 2, 3, 4, 31
_DIRECTION_REF, _DIRECTION = 16, 17

_E7: Final = 10_000_000
_UPRIGHT: Final = 1
_MAX_PRECISION_M: Final = 100_000
_MAX_APPAREIL: Final = 100
_MAX_SEXAGESIMAL_PARTS: Final = 3
_FULL_TURN: Final = 360
_FIRST_YEAR: Final = 1980
"""No clock of a camera goes further back: an earlier date is what a broken file says."""

_MAX_ISO: Final = 10_000_000
_ISO_ELSEWHERE: Final = 65_535
"""What a 16-bit field holds when the true value stands in a later one (EXIF 2.3)."""

_MAX_SHUTTER_S: Final = 86_400
_MAX_APERTURE: Final = 100
_SAME_FRACTION: Final = 0.02
_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Exif:
    """What could be trusted in the metadata; None stands for absent or absurd.

    `taken_at` is ISO 8601 and carries a zone only if the camera wrote one: the local time of
    a camera without zone is not guessed. `azimut_deg` is where the camera looked, clockwise
    from north; `azimut_magnetique` says that the north of a compass was meant, some degrees
    off the true one: it is told, never corrected, since the gap depends on place and year.

    `vitesse` is the exposure time in seconds as it is read on a camera (« 1/60 », « 2.5 »),
    `ouverture` the f-number, `iso` the sensitivity.
    """

    taken_at: str | None = None
    lat_e7: int | None = None
    lon_e7: int | None = None
    precision_m: int | None = None
    azimut_deg: int | None = None
    azimut_magnetique: bool = False
    appareil: str | None = None
    iso: int | None = None
    vitesse: str | None = None
    ouverture: Decimal | None = None


def read_exif(picture: ImageFile) -> tuple[Exif, int]:
    """Return the metadata and the EXIF orientation (1 to 8, 1 when absent or absurd).

    Never raises, whatever the bytes. For a HEIC the orientation is 1: its codec has turned
    the pixels already.
    """
    with quiet():
        main = _directory(picture, None)
        detail = _directory(picture, _EXIF_IFD)
        gps = _directory(picture, _GPS_IFD)
        lat_e7, lon_e7 = _position(gps)
        azimut = _azimut(gps.get(_DIRECTION))
        exif = Exif(
            taken_at=_taken_at(detail),
            lat_e7=lat_e7,
            lon_e7=lon_e7,
            precision_m=None if lat_e7 is None else _precision(gps.get(_PRECISION)),
            azimut_deg=azimut,
            azimut_magnetique=azimut is not None and _text(gps.get(_DIRECTION_REF)) == "M",
            appareil=_appareil(main),
            iso=_iso(detail),
            vitesse=_vitesse(detail.get(_SHUTTER)),
            ouverture=_ouverture(detail.get(_APERTURE)),
        )
        orientation = main.get(_ORIENTATION)
    return exif, _orientation(orientation)


def _directory(picture: ImageFile, tag: int | None) -> Mapping[int, Any]:
    """Return one directory as plain values, empty when its bytes make no sense."""
    try:
        exif = picture.getexif()
        return dict(exif if tag is None else exif.get_ifd(tag))
    except Exception:  # noqa: BLE001 - foreign bytes; the photo is worth keeping without them
        return {}


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and value in range(1, 9) else _UPRIGHT


def _taken_at(detail: Mapping[int, Any]) -> str | None:
    match = _DATE.match(_text(detail.get(_TAKEN_AT)))
    if match is None:
        return None
    year, month, day, hour = match.groups()
    offset = _text(detail.get(_TAKEN_AT_OFFSET)) or _text(detail.get(_OFFSET_OF_THE_CLOCK))
    moment = _valid_moment(f"{year}-{month}-{day}T{hour}")
    if moment is None or int(year) < _FIRST_YEAR:
        return None
    if not _OFFSET.fullmatch(offset):
        return moment
    return _valid_moment(moment + offset) or moment


def _valid_moment(text: str) -> str | None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _position(gps: Mapping[int, Any]) -> tuple[int, int] | tuple[None, None]:
    """Return latitude and longitude together, or neither.

    A hemisphere that is missing is not guessed, and 0° 0° is what a receiver without a fix
    writes.
    """
    lat = _degrees(gps.get(_LAT), gps.get(_LAT_REF), "NS", 90)
    lon = _degrees(gps.get(_LON), gps.get(_LON_REF), "EW", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def _degrees(value: Any, reference: Any, hemispheres: str, limit: int) -> int | None:
    parts = value if isinstance(value, tuple) else (value,)
    numbers = [_number(part) for part in parts]
    hemisphere = _text(reference).upper()
    if (
        len(numbers) > _MAX_SEXAGESIMAL_PARTS
        or hemisphere not in {*hemispheres}
        or any(number is None or number < 0 for number in numbers)
    ):
        return None
    degrees = sum((number or 0.0) / 60.0**rank for rank, number in enumerate(numbers))
    if degrees > limit:
        return None
    return round((-degrees if hemisphere == hemispheres[1] else degrees) * _E7)


def _precision(value: Any) -> int | None:
    number = _number(value)
    if number is None or not 0 < number <= _MAX_PRECISION_M:
        return None
    return math.ceil(number)


def _azimut(value: Any) -> int | None:
    number = _number(value)
    if number is None or not 0 <= number <= _FULL_TURN:
        return None
    return round(number) % _FULL_TURN


def _iso(detail: Mapping[int, Any]) -> int | None:
    for tag in (_ISO, _ISO_SPEED, _ISO_INDEX):
        value = detail.get(tag)
        number = _number(value[0] if isinstance(value, tuple) and value else value)
        if number is not None and 1 <= number <= _MAX_ISO and number != _ISO_ELSEWHERE:
            return round(number)
    return None


def _vitesse(value: Any) -> str | None:
    """Return « 1/60 » where that is what the number means, else seconds (« 0.3 », « 2.5 »)."""
    seconds = _number(value)
    if seconds is None or not 1 / _MAX_ISO < seconds <= _MAX_SHUTTER_S:
        return None
    parts = round(1 / seconds)
    if parts > 1 and abs(parts * seconds - 1) <= _SAME_FRACTION:
        return f"1/{parts}"
    return f"{seconds:.3g}" if seconds < _MAX_APERTURE else str(round(seconds))


def _ouverture(value: Any) -> Decimal | None:
    number = _number(value)
    if number is None or not 0 < number <= _MAX_APERTURE:
        return None
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return Decimal(text) or None


def _appareil(main: Mapping[int, Any]) -> str | None:
    words = f"{_text(main.get(_MAKE))} {_text(main.get(_MODEL))}".split()
    return " ".join(words)[:_MAX_APPAREIL].strip() or None


def _number(value: Any) -> float | None:
    """Return a finite number; a rational over zero and text are None."""
    try:
        number = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    """Return printable text, cut at the first NUL; anything that is not text is empty."""
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    if not isinstance(value, str):
        return ""
    text = value.partition("\0")[0]
    return "".join(letter for letter in text if letter.isprintable() and letter != "\ufffd").strip()
