"""Day and hour of a contact, as an agent types them."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from desktop import formats
from desktop.domain.calendar import ZONE
from desktop.ui.relogement.words import today
from desktop.ui.widgets.fields import TextField

_HOUR = re.compile(r"^(?P<day>.*?)[\s,à]+(?P<hour>\d{1,2})\s*[:hH]\s*(?P<minute>\d{2})?\s*$")
_LENGTH = 40


class MomentField(TextField):
    """« 05/11/2026 15:42 » on screen, ISO 8601 with its offset in the draft; empty means now."""

    def __init__(self) -> None:
        super().__init__(_LENGTH)
        self.setPlaceholderText("maintenant, ou jj/mm/aaaa hh:mm")
        self._stored = ""

    @override
    def value(self) -> Any:
        """Return the stored moment if it was not touched, else the typed one, "" when empty."""
        if not self.text().strip():
            return ""
        if self._stored and self.text() == _shown(self._stored):
            return self._stored
        moment = parse_moment(self.text())
        return moment.isoformat(timespec="seconds") if moment is not None else self._stored

    @override
    def set_value(self, value: Any) -> None:
        """Show a stored moment."""
        self._stored = value or ""
        self.setText(_shown(self._stored))

    @override
    def problem(self) -> str:
        """Say how to write a moment when this one is not understood."""
        text = self.text().strip()
        if text and text != _shown(self._stored) and parse_moment(text) is None:
            return "Écrivez le jour et l’heure ainsi : 05/11/2026 15:42."
        return ""


def parse_moment(text: str) -> datetime | None:
    """Read « 5/11 15:42 », « 5 nov. à 15 h 42 »; None when it is not a day with an hour."""
    found = _HOUR.match(text)
    if found is None:
        return None
    day = formats.parse_date(found["day"].strip(" ,à"), today=today())
    try:
        hour = time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        return None
    return datetime.combine(day, hour, ZoneInfo(ZONE)) if day is not None else None


def _shown(iso: str) -> str:
    moment = formats.from_iso(iso) if iso else None
    return f"{formats.numeric_date(moment.date())} {moment:%H:%M}" if moment is not None else iso
