"""What a constat looks like beside its neighbours: récidive, duplicate, point noir (1.4).

Suggestions only: a person accepts them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.codes import EtatConstat, Polarite
from desktop.domain.diagnostics.rules import ENCOMBRANTS
from desktop.domain.doublons import CONSTAT_M
from desktop.domain.geo import Position, distance_m
from desktop.domain.parametres import Parametres

_MONTHS: Final = 12
_DAYS_MAX: Final = 28
_CLOSED: Final = frozenset({EtatConstat.FUSIONNE, EtatConstat.SANS_SUITE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voisin:
    """A constat and what is compared of it; `jour` is when it was seen. `id` None: a new one."""

    id: str | None
    numero: str
    marche_id: str | None
    quartier_id: str | None
    theme: str | None
    item: str | None
    polarite: Polarite
    etat: EtatConstat
    position: Position
    jour: date | None
    date_levee: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapprochement:
    """A neighbour and why it is named: metres away, of the same item or the same thème only."""

    voisin: Voisin
    metres: float
    meme_item: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What to propose for a constat; `point_noir` counts the constats of one, itself included.

    `perdu`: it is a point fort that is lost, and no faiblesse says so yet (gusp-microsites 1.3).
    """

    recidives: tuple[Rapprochement, ...] = ()
    doublons: tuple[Rapprochement, ...] = ()
    point_noir: int = 0
    perdu: bool = False


def suggest(
    subject: Voisin, neighbours: Iterable[Voisin], rules: Parametres, today: date
) -> Suggestions:
    """Compare a faiblesse with its neighbours, the nearest of the same item first."""
    if subject.polarite is not Polarite.FAIBLE or subject.theme is None:
        return Suggestions()
    near = [
        Rapprochement(
            voisin=one,
            metres=distance_m(subject.position, one.position),
            meme_item=one.item is not None and one.item == subject.item,
        )
        for one in neighbours
        if one.polarite is Polarite.FAIBLE and (one.id is None or one.id != subject.id)
    ]
    near.sort(key=lambda one: (not one.meme_item, one.metres, one.voisin.numero))
    return Suggestions(
        recidives=tuple(one for one in near if _is_recidive(subject, one, rules, today)),
        doublons=tuple(one for one in near if _is_duplicate(subject, one)),
        point_noir=_black_spot(subject, near, rules, today),
    )


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the 29th to the 31st count as the 28th."""
    rank = day.year * _MONTHS + day.month - 1 - months
    return date(rank // _MONTHS, rank % _MONTHS + 1, min(day.day, _DAYS_MAX))


def _is_recidive(subject: Voisin, near: Rapprochement, rules: Parametres, today: date) -> bool:
    one = near.voisin
    since = months_before(subject.jour or today, rules.recidive_mois)
    return (
        one.etat is EtatConstat.LEVE
        and one.date_levee is not None
        and one.date_levee >= since
        and one.quartier_id == subject.quartier_id
        and (near.meme_item or one.theme == subject.theme)
        and near.metres <= rules.recidive_rayon_m
    )


def _is_duplicate(subject: Voisin, near: Rapprochement) -> bool:
    one = near.voisin
    return (
        one.marche_id == subject.marche_id
        and one.etat not in {*_CLOSED, EtatConstat.LEVE}
        and (near.meme_item or one.theme == subject.theme)
        and near.metres <= CONSTAT_M
    )


def _black_spot(subject: Voisin, near: list[Rapprochement], rules: Parametres, today: date) -> int:
    """Return how many make a point noir of one thème, or of encombrants; 0: too few."""
    since = months_before(subject.jour or today, rules.point_noir_mois)
    recent = [
        one.voisin
        for one in near
        if one.metres <= rules.point_noir_rayon_m
        and one.voisin.etat not in _CLOSED
        and (one.voisin.jour is None or one.voisin.jour >= since)
    ]
    of_theme = 1 + sum(one.theme == subject.theme for one in recent)
    dumped = 0
    if subject.item in ENCOMBRANTS:
        dumped = 1 + sum(one.item in ENCOMBRANTS for one in recent)
    most = max(of_theme, dumped)
    return most if most >= rules.point_noir_nombre else 0
