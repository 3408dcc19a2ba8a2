"""Visits after a move: when they are due, and which are late (relogement 1.2, 1.6, 2.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from desktop.domain.calendar import months_after
from desktop.domain.relogement.codes import EcheanceSuivi, NatureRelogement
from desktop.domain.relogement.drafts_offre import RelogementDraft, SuiviPostDraft
from desktop.domain.relogement.parametres import Regles

MOIS: Final[Mapping[int, EcheanceSuivi]] = MappingProxyType(
    {1: EcheanceSuivi.M1, 3: EcheanceSuivi.M3, 6: EcheanceSuivi.M6}
)
"""The months that have a code of their own; a visit of another month has none."""

_MONTHS_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitePrevue:
    """A visit that the rules ask for. `cle` is « J15 » or « M3 »: the same on every poste."""

    cle: str
    echeance: EcheanceSuivi | None
    jour: date


def visites_prevues(entree: date, regles: Regles) -> tuple[VisitePrevue, ...]:
    """Return the visits due after a move in on that day, in their order.

    `Regles.suivi_mois` holds months parted by spaces; what is no month is passed over.
    """
    first = VisitePrevue(
        cle="J15", echeance=EcheanceSuivi.J15, jour=entree + timedelta(days=regles.suivi_jours)
    )
    months = sorted({int(word) for word in regles.suivi_mois.split() if _is_month(word)})
    later = (
        VisitePrevue(cle=f"M{month}", echeance=MOIS.get(month), jour=months_after(entree, month))
        for month in months
    )
    return (first, *later)


def suivis_automatiques(relogement: RelogementDraft) -> bool:
    """Say whether the visits are prepared by themselves: the dispositif moved them in, on a day."""
    return relogement.date_entree is not None and relogement.nature in {
        NatureRelogement.DEFINITIF,
        NatureRelogement.TEMPORAIRE,
    }


def est_reglee(suivi: SuiviPostDraft) -> bool:
    """Say whether a visit took place, or why it did not was written."""
    return suivi.date_faite is not None or bool(suivi.non_faite_motif.strip())


def retard_jours(suivi: SuiviPostDraft, today: date) -> int:
    """Return by how many days a visit is late; 0 when it is not, or is settled."""
    if est_reglee(suivi) or suivi.date_prevue is None:
        return 0
    return max((today - suivi.date_prevue).days, 0)


def prochaine(suivis: Iterable[SuiviPostDraft]) -> SuiviPostDraft | None:
    """Return the first visit that is still to be made."""
    dated = [one for one in suivis if not est_reglee(one) and one.date_prevue is not None]
    return min(dated, key=lambda one: one.date_prevue or date.max, default=None)


def _is_month(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 0 < int(word) <= _MONTHS_MAX
