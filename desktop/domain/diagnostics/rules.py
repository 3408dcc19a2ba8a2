"""Rules of marches and constats (gusp-microsites 1.3, 2.3, 2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from desktop.domain.checks import check_count, check_day, check_position, check_texts
from desktop.domain.codes import EtatConstat, EtatMarche, TypeMarche
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.errors import FieldError

_PEOPLE_MAX = 10_000
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOTIVES = frozenset({EtatMarche.ANNULEE, EtatMarche.REPORTEE})
_SERIES = {TypeMarche.DIAG_ECLAIRAGE: "E", TypeMarche.MARCHE_EXPLO: "F"}
"""Letter before the rank of thematic outings: BEI-2026-E1 (gusp-microsites 2.3)."""


def check_marche(draft: MarcheDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a marche cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.quartier_id is None:
        errors.append(FieldError("quartier_id", "Choisissez le quartier de la marche."))
    if draft.date_prevue is None:
        errors.append(FieldError("date_prevue", "Indiquez la date de la marche."))
    errors.extend(check_day("date_prevue", draft.date_prevue, today))
    errors.extend(check_count("nb_habitants", draft.nb_habitants, _PEOPLE_MAX))
    errors.extend(check_count("nb_pros", draft.nb_pros, _PEOPLE_MAX))
    errors.extend(check_hours(draft.heure_debut, draft.heure_fin))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_hours(start: str, end: str) -> Iterator[FieldError]:
    """Yield an error for an hour that is no « 14:30 », or an end before its start."""
    for field, typed in (("heure_debut", start), ("heure_fin", end)):
        if typed and not _HOUR.fullmatch(typed):
            yield FieldError(field, "Écrivez l’heure ainsi : 14:30.")
            return
    if start and end and end < start:
        yield FieldError("heure_fin", "La fin est avant le début : vérifiez l’heure.")


def check_etat(etat: EtatMarche, motif: str) -> tuple[FieldError, ...]:
    """Return why a marche cannot take a state: a cancelled one says why (gusp-microsites 2.3)."""
    if etat in _MOTIVES and not motif.strip():
        return (FieldError("motif_etat", "Indiquez pourquoi la marche n’a pas lieu."),)
    return ()


def check_constat(draft: ConstatDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a constat cannot be saved; an incomplete one can.

    A constat without thème, gravité, gestionnaire or place is kept as « À qualifier ».
    """
    errors: list[FieldError] = []
    if draft.marche_id is None:
        errors.append(FieldError("marche_id", "Choisissez la marche de ce constat."))
    errors.extend(check_texts(draft))
    errors.extend(check_position(draft.lat_e7, draft.lon_e7))
    return tuple(errors)


def missing(draft: ConstatDraft) -> tuple[str, ...]:
    """Return the fields that keep a constat « À qualifier » (transition 3 of 1.3)."""
    lacks = {
        "theme": draft.theme is None,
        "gravite": draft.gravite is None,
        "gestionnaire_id": draft.gestionnaire_id is None,
        "lieu": not draft.lieu.strip() and draft.lat_e7 is None,
    }
    return tuple(name for name, lacking in lacks.items() if lacking)


def state_after_edit(draft: ConstatDraft, current: EtatConstat | None) -> EtatConstat:
    """Return the state of a constat once saved: qualified constats open, others wait.

    Later states (transmis, levé…) belong to their own actions and are left alone.
    """
    if current in {None, EtatConstat.BROUILLON, EtatConstat.A_QUALIFIER, EtatConstat.OUVERT}:
        return EtatConstat.A_QUALIFIER if missing(draft) else EtatConstat.OUVERT
    return EtatConstat(current)


def default_title(sujet: str, endroit: str) -> str:
    """Return the title of a constat that bears none: item (else thème) and place."""
    return " — ".join(filter(None, (sujet.strip(), endroit.strip())))


def marche_number(prefixe: str, day: date, kind: TypeMarche, known: Iterable[str]) -> str:
    """Return the next number of a quartier and year: BEI-2026-2, BEI-2026-E1."""
    start = f"{prefixe}-{day.year}-{_SERIES.get(kind, '')}"
    return f"{start}{_next_rank(start, known)}"


def constat_number(marche: str, lettre: str, known: Iterable[str]) -> str:
    """Return the next number of this poste in a marche, never used before: BEI-2026-2-B017.

    `known` holds the numbers of all constats of the marche, deleted ones included. The
    letter of the poste makes the number unique without a server.
    """
    start = f"{marche}-{lettre}"
    return f"{start}{_next_rank(start, known):03d}"


def _next_rank(start: str, known: Iterable[str]) -> int:
    pattern = re.compile(re.escape(start) + r"(\d+)")
    ranks = [int(found[1]) for number in known if (found := pattern.fullmatch(number))]
    return max(ranks, default=0) + 1
