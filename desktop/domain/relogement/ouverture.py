"""Opening rules of the permanence: read from the parameters, whatever was typed in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Final

from desktop.domain.relogement.parametres import Regles

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CLOCK = r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?"
_RANGE: Final = re.compile(rf"{_CLOCK}\s*(?:-|–|—|à)\s*{_CLOCK}(?![\d:])")
_BETWEEN: Final = re.compile(r"[\s,;/]*(?:et\b)?[\s,;/]*", re.IGNORECASE)
_CLOSED: Final = ("ferme", "fermé", "fermée", "fermee", "non", "-")
_BY_APPOINTMENT: Final = ("rdv", "sur rdv", "rendez-vous", "sur rendez-vous")
MIDI: Final = time(13)
"""Where the second half of a day begins: the permanence of the morning ends before."""


class Accueil(Enum):
    """How the permanence receives on a day; not stored."""

    FERME = "FERME"
    RDV = "RDV"
    LIBRE = "LIBRE"
    A_VERIFIER = "A_VERIFIER"


class Moment(Enum):
    """Where a moment lies among the hours of a day without rendez-vous; not stored."""

    AVANT = "AVANT"
    PENDANT = "PENDANT"
    PAUSE = "PAUSE"
    APRES = "APRES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ouverture:
    """The rule of one day; `plages` are the hours without rendez-vous, in order.

    A text that nobody can read gives `A_VERIFIER` and no hours: nothing is forbidden by it.
    """

    accueil: Accueil
    plages: tuple[tuple[time, time], ...] = ()

    def holds(self, moment: time) -> bool:
        """Say whether one may come without rendez-vous at this moment."""
        return any(start <= moment < end for start, end in self.plages)

    def meets(self, start: time, end: time) -> bool:
        """Say whether a stretch of the day runs into hours without rendez-vous."""
        return any(first < end and start < last for first, last in self.plages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the title of the permanence says now.

    `heure` is the hour that counts: the end while open, the next start before and in the pause,
    the last end afterwards; None on a day without such hours.
    """

    jour: str
    accueil: Accueil
    moment: Moment | None = None
    heure: time | None = None


def read_ouverture(typed: str) -> Ouverture:
    """Read the rule of a day: FERME, RDV, or hours (« 09:00-12:00 13:30-17:00 »)."""
    words = " ".join(typed.split()).lower()
    if not words:
        return Ouverture(accueil=Accueil.A_VERIFIER)
    if words in _CLOSED:
        return Ouverture(accueil=Accueil.FERME)
    if words in _BY_APPOINTMENT:
        return Ouverture(accueil=Accueil.RDV)
    plages = _read_hours(words)
    if plages is None:
        return Ouverture(accueil=Accueil.A_VERIFIER)
    return Ouverture(accueil=Accueil.LIBRE, plages=plages)


def ouverture_of(regles: Regles, day: date) -> Ouverture:
    """Return the rule in force on a day of the week."""
    return read_ouverture(getattr(regles, f"permanence_{_DAYS[day.weekday()]}"))


def situation(regles: Regles, moment: datetime) -> Situation:
    """Return what the permanence is at a moment, read on the clock of the permanence."""
    rule, day, clock = ouverture_of(regles, moment.date()), moment.date(), moment.time()
    jour = _DAYS[day.weekday()]
    if not rule.plages:
        return Situation(jour=jour, accueil=rule.accueil)
    for rank, (start, end) in enumerate(rule.plages):
        if clock < start:
            which = Moment.PAUSE if rank else Moment.AVANT
            return Situation(jour=jour, accueil=rule.accueil, moment=which, heure=start)
        if clock < end:
            return Situation(jour=jour, accueil=rule.accueil, moment=Moment.PENDANT, heure=end)
    last = rule.plages[-1][1]
    return Situation(jour=jour, accueil=rule.accueil, moment=Moment.APRES, heure=last)


def demi_journee(moment: datetime) -> tuple[time, time]:
    """Return the half of the day a moment belongs to: from, and up to but not with."""
    return (time.min, MIDI) if moment.time() < MIDI else (MIDI, time.max)


def _read_hours(words: str) -> tuple[tuple[time, time], ...] | None:
    found, position = [], 0
    while position < len(words):
        one = _RANGE.match(words, position)
        if one is None:
            return None
        start, end = _clock(one[1], one[2]), _clock(one[3], one[4])
        if start is None or end is None or start >= end:
            return None
        found.append((start, end))
        gap = _BETWEEN.match(words, one.end())
        position = gap.end() if gap is not None else one.end()
    return _joined(found)


def _joined(plages: Iterable[tuple[time, time]]) -> tuple[tuple[time, time], ...]:
    """Return the stretches in order, those that meet made one."""
    joined: list[tuple[time, time]] = []
    for start, end in sorted(plages):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _clock(hour: str, minute: str | None) -> time | None:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
