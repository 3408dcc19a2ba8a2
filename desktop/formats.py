"""French dates, numbers and amounts: how they are shown, and how they are read when typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from itertools import filterfalse
from typing import Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import ZONE

NBSP: Final = "\u00a0"
"""No-break space, before a unit."""

NNBSP: Final = "\u202f"
"""Narrow no-break space, between thousands and before « ; : ! ? »."""

_DAYS: Final = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS: Final = (
    ("janvier", "janv."),
    ("février", "févr."),
    ("mars", "mars"),
    ("avril", "avr."),
    ("mai", "mai"),
    ("juin", "juin"),
    ("juillet", "juil."),
    ("août", "août"),
    ("septembre", "sept."),
    ("octobre", "oct."),
    ("novembre", "nov."),
    ("décembre", "déc."),
)
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'"})
_SIZES: Final = ("o", "ko", "Mo", "Go", "To")
_THOUSAND: Final = 1000
_E7: Final = 10_000_000
_COORDINATE_STEP: Final = 100  # 1e-7 degree to the fifth decimal, about one metre
NORTH_SOUTH: Final = "NS"
"""Letters of a latitude: the first one is positive."""
EAST_WEST: Final = "EO"
"""Letters of a longitude; an English W is read as O."""
_ANGLE: Final = r"[+-]?\d{1,3}(?:[.,]\d+)?[ ]?°?[ ]?[NSEOW]?"
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_STEM_LENGTH: Final = 80
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


# --- showing -------------------------------------------------------------------------------


def short_date(day: date, *, today: date | None = None) -> str:
    """Return « jeu. 5 nov. », with the year when it is not the one of `today`."""
    text = f"{_DAYS[day.weekday()]} {_day(day)} {_MONTHS[day.month - 1][1]}"
    if today is not None and day.year != today.year:
        text += f" {day.year}"
    return text.replace(" ", NBSP)


def full_date(day: date) -> str:
    """Return « 24 novembre 2026 » or « 1er mars 2026 »."""
    return f"{_day(day)}{NBSP}{_MONTHS[day.month - 1][0]}{NBSP}{day.year}"


def numeric_date(day: date) -> str:
    """Return « 24/11/2026 », as forms show it and `parse_date` reads it."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def hour(moment: datetime) -> str:
    """Return « 14 h 05 » as `moment` reads, without change of zone."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02}"


def short_datetime(moment: datetime, *, today: date | None = None) -> str:
    """Return « jeu. 5 nov., 14 h 05 »."""
    return f"{short_date(moment.date(), today=today)}, {hour(moment)}"


def full_datetime(moment: datetime) -> str:
    """Return « 24 novembre 2026 à 14 h 05 », in the time zone of the teams."""
    if moment.tzinfo is not None:  # one clock in a document, whatever that of the poste
        moment = moment.astimezone(_zone(ZONE))
    return f"{full_date(moment.date())} à {hour(moment)}"


def evening(day: date | None, zone: str = ZONE) -> str:
    """Return « Coucher du soleil 17 h 13 · nuit à 17 h 44 »: the end of civil twilight; or ""."""
    from desktop.domain.soleil import soir  # no window waits for the sun at start

    found = soir(day) if day is not None else None
    if found is None:
        return ""
    sets, dark = (one.astimezone(_zone(zone)) for one in (found.coucher, found.crepuscule))
    return f"Coucher du soleil {hour(sets)} · nuit{NBSP}à{NBSP}{hour(dark)}"


def from_ms(ms: int, zone: str = ZONE) -> datetime:
    """Return the local moment of a stamp in milliseconds since 1970 UTC."""
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(_zone(zone))


def from_iso(text: str, zone: str = ZONE) -> datetime | None:
    """Return the local moment of an ISO 8601 text, None when it is not one.

    A text without offset, as most cameras write, already is the time read on the spot: it
    stays as it is.
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(_zone(zone))
    except (ValueError, OverflowError):
        return None


def instant_ms(text: str, zone: str = ZONE) -> int | None:
    """Return the moment of an ISO 8601 text in milliseconds since 1970 UTC, None when it is none.

    A text without offset is read in the zone of the team.
    """
    moment = from_iso(text, zone)
    if moment is None:
        return None
    local = moment.replace(tzinfo=_zone(zone)) if moment.tzinfo is None else moment
    try:
        return round(local.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def duration(seconds: int, *, signed: bool = False) -> str:
    """Return « 2 min 30 s », or « +2 min 30 s » and « −1 h » when it says which way."""
    left = abs(seconds)
    parts = []
    for size, unit in ((86_400, "j"), (3600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{NBSP}{unit}")
    sign = ("+" if seconds >= 0 else "−") if signed else ""
    return sign + (" ".join(parts) or f"0{NBSP}s")


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """Return « 1 930,5 »; `decimals` fixes their count, rounding half up."""
    exact = Decimal(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact:,f}".replace(",", NNBSP).replace(".", ",").replace("-", "\u2212")


def amount(euros: Decimal | int) -> str:
    """Return « 1 930,00 € »."""
    return f"{number(euros, 2)}{NBSP}€"


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return « 0 photo », « 1 photo », « 2 photos »; `several` is the irregular plural."""
    words = singular if abs(count) < 2 else several or f"{singular}s"  # noqa: PLR2004 - French
    return f"{number(count)}{NBSP}{words}"


def file_size(size: int) -> str:
    """Return « 512 o », « 15,3 Mo »: powers of a thousand, as file managers do."""
    value, unit = Decimal(size), 0
    while value >= _THOUSAND and unit < len(_SIZES) - 1:
        value, unit = value / _THOUSAND, unit + 1
    return f"{number(value, 1 if unit else 0)}{NBSP}{_SIZES[unit]}"


def coordinates(lat_e7: int, lon_e7: int) -> str:
    """Return « 43,52095° N · 5,43135° E »."""
    return f"{_angle(lat_e7, 'N', 'S')} · {_angle(lon_e7, 'E', 'O')}"


def angle(value_e7: int, letters: str) -> str:
    """Return « 43,5297° N », to its last decimal, as forms show it and `parse_angle` reads it."""
    degrees = (Decimal(abs(value_e7)) / _E7).normalize()
    return f"{number(degrees)}°{NBSP}{letters[value_e7 < 0]}"


def short_etage(level: int) -> str:
    """Return « RDC », « 1er » or « 3e », as lists show a floor."""
    if level == 0:
        return "RDC"
    return "1er" if level == 1 else f"{level}e"


def etage(level: int) -> str:
    """Return « RDC », « 1er étage », « 3e étage », « sous-sol 1 »."""
    if level == 0:
        return "RDC"
    if level < 0:
        return f"sous-sol{NBSP}{-level}"
    return f"{level}{'er' if level == 1 else 'e'}{NBSP}étage"


def typo(text: str) -> str:
    """Give a sentence of the application its French apostrophes and no-break spaces.

    Not for what a person typed: that is shown as typed.
    """
    text = re.sub(r" ([;:!?»])", rf"{NNBSP}\1", text.replace("'", "’"))
    return re.sub(r"« ", f"«{NNBSP}", text)


def file_stem(text: str) -> str:
    """Return a file name without ending that every system takes: ASCII, 80 characters at most."""
    ascii_text = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    ascii_text = ascii_text.encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_text).strip("-")[:_STEM_LENGTH].rstrip("-")
    if not stem:
        return "sans-nom"
    return f"{stem}-" if _RESERVED.fullmatch(stem) else stem


def fold(text: str) -> str:
    """Return the text as search compares it: lower case, without accents nor ligatures."""
    compatible = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    decomposed = unicodedata.normalize("NFKD", compatible.casefold())
    return "".join(filterfalse(unicodedata.combining, decomposed))


# --- reading -------------------------------------------------------------------------------


def parse_date(text: str, *, today: date | None = None, pivot: int = 2050) -> date | None:
    """Read a date as French people type it; None when it is not a date.

    Reads « 24/11/2026 », « 24 11 26 », « 24.11.2026 », « 241126 », « 24 nov. 2026 »,
    « 1er mars 2026 » and ISO 2026-11-24. Without a year, the one of `today` is meant.

    Args:
        text: What was typed.
        today: Gives the missing year; None refuses a date without a year.
        pivot: Last year that two digits can mean: 2050 reads 51 as 1951. A form of birth
            dates passes the present year.
    """
    words = re.findall(r"\d+|[a-z]+", fold(text))
    if re.fullmatch(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", text):
        year, month, day = (int(word) for word in words)
        return _date(year, month, day)
    if len(words) == 1 and re.fullmatch(r"\d{6}|\d{8}", words[0]):
        words = [words[0][:2], words[0][2:4], words[0][4:]]
    if words and words[0] in _DAY_WORDS:
        del words[0]
    if len(words) > 1 and words[0] == "1" and words[1] == "er":
        del words[1]
    if len(words) == 2 and today is not None:  # noqa: PLR2004 - day and month
        words.append(str(today.year))
    if len(words) != 3 or not (words[0].isdecimal() and words[2].isdecimal()):  # noqa: PLR2004 - day, month, year
        return None
    month_number = int(words[1]) if words[1].isdecimal() else _MONTH_WORDS.get(words[1], 0)
    return _date(_year(words[2], pivot), month_number, int(words[0]))


def parse_decimal(text: str) -> Decimal | None:
    """Read « 1 930,50 », « 1930.5 » or « 1.930,50 € »; None when it is not a number.

    The last of comma and point marks the decimals; spaces and a unit (€, m², m) are ignored.
    """
    plain = re.sub(r"\s|['’]", "", text).replace("\u2212", "-")
    plain = re.sub(r"(€|euros?|m²|m2|m)$", "", plain, flags=re.IGNORECASE)
    if "," in plain and "." in plain:
        thousands = "." if plain.rfind(",") > plain.rfind(".") else ","
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain, flags=re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def parse_angle(text: str, letters: str) -> int | None:
    """Read decimal degrees with comma or point: « 43,5297 », « -5.4° », « 5,4 O ».

    Args:
        text: What was typed.
        letters: `NORTH_SOUTH` or `EAST_WEST`; the second letter means a negative angle.

    Returns:
        The angle in 1e-7 degree, whatever its size; None when it is not one.
    """
    plain = _plain_angle(text)
    if not re.fullmatch(_ANGLE, plain, flags=re.ASCII):
        return None
    letter = plain[-1] if plain[-1].isalpha() else ""
    if letter not in letters or (letter and plain[0] in "+-"):
        return None
    degrees = Decimal(re.sub(r"[^\d.+-]", "", plain.replace(",", ".")))
    value = int((degrees * _E7).to_integral_value(ROUND_HALF_UP))
    return -value if letter == letters[1] else value


def parse_position(text: str) -> tuple[int, int] | None:
    """Read a latitude and a longitude as maps give them: « 43.5297, 5.4474 ».

    Returns:
        Both in 1e-7 degree; None when it is not a place of the globe.
    """
    plain = _plain_angle(text.strip().removeprefix("geo:").strip("()"))
    found = re.fullmatch(rf"({_ANGLE})(?: ?[,;·/|] ?| )({_ANGLE})", plain, flags=re.ASCII)
    if found is None:
        return None
    lat, lon = parse_angle(found[1], NORTH_SOUTH), parse_angle(found[2], EAST_WEST)
    if lat is None and lon is None:  # « 5,4474° E, 43,5297° N »
        lat, lon = parse_angle(found[2], NORTH_SOUTH), parse_angle(found[1], EAST_WEST)
    if lat is None or lon is None or abs(lat) > 90 * _E7 or abs(lon) > 180 * _E7:
        return None
    return lat, lon


# --- helpers -------------------------------------------------------------------------------

_DAY_WORDS: Final = frozenset(
    word
    for full in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    for word in (full, full[:3])
)
_MONTH_WORDS: Final = {
    fold(word).rstrip("."): rank
    for rank, names in enumerate(_MONTHS, start=1)
    for word in (*names, names[0][:3] if names[0] not in {"juin", "juillet"} else names[0])
} | {"fev": 2, "sep": 9}


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str, pivot: int) -> int:
    if len(digits) != 2:  # noqa: PLR2004 - a year in two digits
        return int(digits) if len(digits) == 4 else 0  # noqa: PLR2004 - or in four
    year = pivot - pivot % 100 + int(digits)
    return year if year <= pivot else year - 100


def _plain_angle(text: str) -> str:
    """Return the signs of an angle with plain spaces, a plain minus and capital letters."""
    plain = " ".join(text.replace("\u2212", "-").upper().replace("W", "O").split())
    return re.sub(r"(?<=[+-]) ", "", plain)


def _angle(value_e7: int, positive: str, negative: str) -> str:
    degrees = Decimal(round(abs(value_e7) / _COORDINATE_STEP) * _COORDINATE_STEP) / _E7
    return f"{number(degrees, 5)}°{NBSP}{positive if value_e7 >= 0 else negative}"
