"""Rules of the agenda: who may be expected when (relogement 2.14).

Two laptops may book the same moment without knowing of each other: nothing is lost, both stay
and are told apart as « en double » until a person moves one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import combinations
from typing import Final
from zoneinfo import ZoneInfo

from desktop.domain import calendar
from desktop.domain.checks import check_texts
from desktop.domain.relogement.codes import LieuRendezVous, StatutRendezVous
from desktop.domain.relogement.drafts import RendezVousDraft
from desktop.domain.relogement.ouverture import Accueil, ouverture_of
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.errors import FieldError

ZONE: Final = ZoneInfo(calendar.ZONE)
DUREE_USUELLE: Final = timedelta(minutes=45)
_SHORTEST: Final = timedelta(minutes=5)
_LONGEST: Final = timedelta(hours=8)
_YEARS_AHEAD: Final = 2
_AT_THE_PERMANENCE: Final = (LieuRendezVous.PERMANENCE, None)
_HOLDING: Final = (StatutRendezVous.PREVU, StatutRendezVous.HONORE, None)
"""States in which somebody is, or was, really there; None: a code of a newer version."""
_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Avertissement(Enum):
    """What is allowed but worth a second look; not stored."""

    SANS_RENDEZ_VOUS = "SANS_RENDEZ_VOUS"
    JOUR_FERME = "JOUR_FERME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Creneau:
    """What the rules need of a rendez-vous; moments carry their zone."""

    id: str
    debut: datetime
    fin: datetime
    statut: StatutRendezVous | None = StatutRendezVous.PREVU
    menage_id: str | None = None
    intervenant_id: str | None = None

    def meets(self, other: Creneau) -> bool:
        """Say whether two rendez-vous overlap; the end of one may be the start of the other."""
        return _instant(self.debut) < _instant(other.fin) and _instant(other.debut) < _instant(
            self.fin
        )

    def shares(self, other: Creneau) -> bool:
        """Say whether the same intervenant or the same ménage is expected."""
        same_person = bool(self.intervenant_id) and self.intervenant_id == other.intervenant_id
        return same_person or (bool(self.menage_id) and self.menage_id == other.menage_id)


def read_moment(stored: str) -> datetime | None:
    """Return a stored moment on the clock of the team; None for what is no moment."""
    try:
        moment = datetime.fromisoformat(stored)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(ZONE)
    except (ValueError, OverflowError):
        return None


def wall_moment(day: date, clock: time) -> datetime | None:
    """Return a moment of the agenda; None in the hour that the clocks skip in spring."""
    moment = datetime.combine(day, clock, ZONE)
    return moment if moment.astimezone(UTC).astimezone(ZONE).time() == clock else None


def later(moment: datetime, minutes: int) -> datetime:
    """Return the moment so many real minutes later, whatever the clocks do meanwhile."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZONE)


def minutes_between(debut: datetime, fin: datetime) -> int:
    """Return how many real minutes lie between two moments."""
    return round((_instant(fin) - _instant(debut)).total_seconds() / 60)


def monday_of(day: date) -> date:
    """Return the first day of a week."""
    return day - timedelta(days=day.weekday())


def creneau_of(draft: RendezVousDraft, row: str = "") -> Creneau | None:
    """Return when a rendez-vous takes place; None when its moments cannot be read."""
    debut, fin = read_moment(draft.debut), read_moment(draft.fin)
    if debut is None or fin is None:
        return None
    return Creneau(
        id=row,
        debut=debut,
        fin=fin,
        statut=draft.statut or StatutRendezVous.PREVU,
        menage_id=draft.menage_id,
        intervenant_id=draft.intervenant_id,
    )


def check_rendez_vous(
    draft: RendezVousDraft,
    others: Iterable[Creneau],
    regles: Regles,
    now: datetime,
    *,
    row: str = "",
    moved: bool = True,
) -> tuple[FieldError, ...]:
    """Return the reasons why a rendez-vous cannot be saved, in screen order.

    Args:
        draft: What was typed.
        others: The rendez-vous of those days, this one possibly among them.
        regles: Opening rules.
        now: The present moment.
        row: The rendez-vous being corrected, "" for a new one.
        moved: Whether day, hour or person changed: the past is not refused again for a note.
    """
    errors: list[FieldError] = []
    wanted = creneau_of(draft, row)
    if read_moment(draft.debut) is None:
        errors.append(FieldError("debut", "Indiquez le jour et l’heure : 05/11/2026 15:30."))
    elif wanted is None:
        errors.append(FieldError("fin", "Indiquez la durée en minutes."))
    else:
        errors.extend(_check_length(wanted))
        if moved:
            errors.extend(_check_day(draft, wanted, regles, now))
            errors.extend(_check_double(wanted, others))
    if draft.intervenant_id is None:
        errors.append(FieldError("intervenant_id", "Choisissez qui tient ce rendez-vous."))
    if len(draft.note) > NOTE_MAX:
        words = f"Cette note dépasse {NOTE_MAX} signes : gardez l’essentiel."
        errors.append(FieldError("note", words))
    errors.extend(check_texts(draft))
    return tuple(errors)


def avertissements(draft: RendezVousDraft, regles: Regles) -> tuple[Avertissement, ...]:
    """Return what is allowed but unusual of a rendez-vous."""
    wanted = creneau_of(draft)
    if wanted is None or wanted.debut.date() != wanted.fin.date():
        return ()
    rule, found = ouverture_of(regles, wanted.debut.date()), []
    if rule.meets(wanted.debut.time(), wanted.fin.time()):
        found.append(Avertissement.SANS_RENDEZ_VOUS)
    if rule.accueil is Accueil.FERME and draft.lieu not in _AT_THE_PERMANENCE:
        found.append(Avertissement.JOUR_FERME)
    return tuple(found)


def check_statut(
    debut: datetime | None, vers: StatutRendezVous, now: datetime
) -> tuple[FieldError, ...]:
    """Refuse to say what became of a rendez-vous whose day has not come."""
    told = vers in (StatutRendezVous.HONORE, StatutRendezVous.MANQUE)
    if told and debut is not None and debut.date() > now.astimezone(ZONE).date():
        return (FieldError("statut", "Ce rendez-vous n’a pas encore eu lieu."),)
    return ()


def check_place(wanted: Creneau | None, others: Iterable[Creneau]) -> tuple[FieldError, ...]:
    """Refuse to expect somebody again at an hour that was given to another one meanwhile."""
    found = _check_double(wanted, others) if wanted is not None else ()
    return tuple(FieldError("statut", one.message) for one in found)


def check_put_off(statut: StatutRendezVous | None) -> tuple[FieldError, ...]:
    """Refuse to move what took place."""
    if statut is StatutRendezVous.HONORE:
        words = "Ce rendez-vous a eu lieu : prenez-en un nouveau (N)."
        return (FieldError("debut", words),)
    return ()


def doubles(creneaux: Sequence[Creneau]) -> Mapping[str, frozenset[str]]:
    """Return, for each rendez-vous that collides, those that it collides with."""
    found: dict[str, set[str]] = {}
    holding = [one for one in creneaux if one.statut in _HOLDING]
    by_day: dict[date, list[Creneau]] = {}
    for one in holding:
        by_day.setdefault(one.debut.date(), []).append(one)
    for day in by_day.values():
        for one, other in combinations(day, 2):
            if one.meets(other) and one.shares(other):
                found.setdefault(one.id, set()).add(other.id)
                found.setdefault(other.id, set()).add(one.id)
    return {row: frozenset(others) for row, others in found.items()}


def lanes(creneaux: Sequence[Creneau]) -> Mapping[str, tuple[int, int]]:
    """Return where each rendez-vous of one day stands: (column, columns beside each other)."""
    placed: dict[str, tuple[int, int]] = {}
    group: list[tuple[Creneau, int]] = []
    for one in sorted(creneaux, key=lambda each: (_instant(each.debut), each.id)):
        if group and not any(one.meets(other) for other, _ in group):
            _close(group, placed)
            group = []
        taken = {lane for other, lane in group if one.meets(other)}
        lane = next(rank for rank in range(len(group) + 1) if rank not in taken)
        group.append((one, lane))
    _close(group, placed)
    return placed


def _close(group: Sequence[tuple[Creneau, int]], placed: dict[str, tuple[int, int]]) -> None:
    width = max((lane for _, lane in group), default=0) + 1
    placed.update({one.id: (lane, width) for one, lane in group})


def _check_length(wanted: Creneau) -> Iterable[FieldError]:
    length = _instant(wanted.fin) - _instant(wanted.debut)
    if length < _SHORTEST:
        yield FieldError("fin", "Un rendez-vous dure au moins 5 minutes.")
    elif length > _LONGEST or wanted.debut.date() != wanted.fin.date():
        yield FieldError("fin", "Un rendez-vous finit le même jour, et dure 8 heures au plus.")


def _check_day(
    draft: RendezVousDraft, wanted: Creneau, regles: Regles, now: datetime
) -> Iterable[FieldError]:
    day = wanted.debut.date()
    if wanted.statut is StatutRendezVous.PREVU and _instant(wanted.debut) < _instant(now):
        yield FieldError("debut", "Ce moment est passé : notez plutôt une visite.")
    elif day.year > now.year + _YEARS_AHEAD:
        yield FieldError("debut", "Vérifiez l’année de ce rendez-vous.")
    elif draft.lieu in _AT_THE_PERMANENCE and ouverture_of(regles, day).accueil is Accueil.FERME:
        yield FieldError(
            "debut",
            f"La permanence est fermée le {_DAYS[day.weekday()]} : choisissez un autre jour, "
            "ou un autre lieu.",
        )


def _check_double(wanted: Creneau, others: Iterable[Creneau]) -> Iterable[FieldError]:
    for other in others:
        if other.id == wanted.id or other.statut not in _HOLDING or not wanted.meets(other):
            continue
        hours = f"de {_hour(other.debut)} à {_hour(other.fin)}"
        if wanted.intervenant_id and wanted.intervenant_id == other.intervenant_id:
            words = f"Cette personne a déjà un rendez-vous {hours}."
            yield FieldError("debut", words)
            return
        if wanted.menage_id and wanted.menage_id == other.menage_id:
            yield FieldError("menage_id", f"Ce ménage est déjà attendu {hours}.")
            return


def _hour(moment: datetime) -> str:
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
