"""The time zone of the teams, and the days that the rules of law count in."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

ZONE: Final = "Europe/Paris"
"""Time zone of the teams: in which moments are shown, and rendez-vous are taken."""

_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, else the last day of that month.

    A negative number goes back. Source: computation of the delay of L442-6 II (relogement F13).

    Raises:
        ValueError: beyond the years that a date can hold.
    """
    rank = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(rank, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("no such year")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
