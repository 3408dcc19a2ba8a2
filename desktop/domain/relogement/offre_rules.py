"""Rules of vacant dwellings and of bailleurs (relogement 2.11, 2.16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.checks import check_count, check_day, check_texts
from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft
from desktop.errors import FieldError

ETAGE_MAX: Final = 60
PIECES_MAX: Final = 30
_AMOUNT_MAX: Final = Decimal(100_000)
_SURFACE_MAX: Final = Decimal(1000)
_KM_MAX: Final = Decimal(1000)
_AMOUNTS: Final = (
    "loyer",
    "loyer_annexes",
    "charges",
    "forfait_chauffage",
    "forfait_eau_chaude",
    "forfait_eau_froide",
)
_DAYS: Final = ("date_disponible", "date_conventionnement", "date_mise_service")


def check_disponible(draft: LogementDisponibleDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a vacant dwelling cannot be saved, in screen order."""
    return tuple(_problems(draft, today))


def check_bailleur(draft: BailleurDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a bailleur cannot be saved."""
    errors = [] if draft.nom.strip() else [FieldError("nom", "Indiquez le nom du bailleur.")]
    return (*errors, *check_texts(draft))


def _problems(draft: LogementDisponibleDraft, today: date) -> Iterator[FieldError]:
    if not draft.adresse.strip() and not draft.residence.strip():
        yield FieldError("adresse", "Indiquez l’adresse, ou le nom de la résidence.")
    yield from check_count("etage", draft.etage, ETAGE_MAX)
    yield from check_count("nb_pieces", draft.nb_pieces, PIECES_MAX)
    if draft.surface is not None and not 0 < draft.surface <= _SURFACE_MAX:
        yield FieldError("surface", "Vérifiez cette surface : elle est nulle ou trop grande.")
    if draft.distance_km is not None and not 0 <= draft.distance_km <= _KM_MAX:
        yield FieldError("distance_km", "Vérifiez cette distance : elle est trop grande.")
    for name in _AMOUNTS:
        amount: Decimal | None = getattr(draft, name)
        if amount is not None and not 0 <= amount <= _AMOUNT_MAX:
            yield FieldError(name, "Vérifiez ce montant : il est négatif ou trop grand.")
    for name in _DAYS:
        yield from check_day(name, getattr(draft, name), today)
    yield from check_texts(draft)
