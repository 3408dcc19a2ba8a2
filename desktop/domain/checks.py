"""Checks that every draft shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from desktop.errors import FieldError

LINE_MAX = 300
"""Longest one-line text, in characters."""

TEXT_MAX = 100_000
"""Longest note: what one field of the exchange file may hold (sync-design 3)."""

_LONG = frozenset(
    {"texte", "synthese", "notes", "note", "faits_marquants", "conclusion", "consigne"}
)
_FIRST_DAY = date(1900, 1, 1)
_YEARS_AHEAD = 20
LAT_MAX_E7 = 900_000_000
LON_MAX_E7 = 1_800_000_000
"""Bounds of WGS 84, in 1e-7 degree."""


def check_texts(draft: Any) -> Iterator[FieldError]:
    """Yield the texts that are too long, in the order of the draft."""
    for field in fields(draft):
        value = getattr(draft, field.name)
        limit = TEXT_MAX if field.name in _LONG else LINE_MAX
        if isinstance(value, str) and len(value) > limit:
            yield FieldError(
                field.name,
                f"Ce texte compte {len(value)} signes ; la limite est de {limit}. "
                "Coupez-le en plusieurs notes : rien n’a été perdu.",
            )


def check_day(
    field: str, day: date | None, today: date, *, past: bool = False
) -> Iterator[FieldError]:
    """Yield an error for a date before 1900, far ahead, or in the future where it cannot be."""
    if day is None:
        return
    if day < _FIRST_DAY or day.year > today.year + _YEARS_AHEAD:
        yield FieldError(field, "Vérifiez l’année de cette date.")
    elif past and day > today:
        yield FieldError(field, "Cette date est dans le futur : vérifiez-la.")


def check_count(field: str, value: int | None, most: int) -> Iterator[FieldError]:
    """Yield an error for a negative or absurd count."""
    if value is not None and not 0 <= value <= most:
        yield FieldError(field, f"Indiquez un nombre entre 0 et {most}.")


def check_position(lat_e7: int | None, lon_e7: int | None) -> Iterator[FieldError]:
    """Yield an error for half a position or one outside the globe (1e-7 degree)."""
    if (lat_e7 is None) != (lon_e7 is None):
        yield FieldError("lat_e7", "Indiquez la latitude et la longitude, ou aucune des deux.")
    elif abs(lat_e7 or 0) > LAT_MAX_E7 or abs(lon_e7 or 0) > LON_MAX_E7:
        yield FieldError("lat_e7", "Cette position n’existe pas : vérifiez les coordonnées.")
