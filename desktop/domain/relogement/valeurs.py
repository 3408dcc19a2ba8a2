"""Amounts, days and years that can be true in a dossier (relogement 2.1 to 2.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.domain.checks import check_count, check_day, check_texts
from desktop.domain.relogement.drafts import LogementDraft, OccupantDraft
from desktop.errors import FieldError

MONTHLY_MAX: Final = Decimal(20_000)
YEARLY_MAX: Final = Decimal(500_000)
DEBT_MAX: Final = Decimal(500_000)
_PIECES_MAX = 30
AGE_MAX: Final = 120
_FIRST = 1900
"""An earlier year is refused by `check_day`."""

_PAR_MOIS: Final = frozenset(
    {
        "apl",
        "charges",
        "contribution_travaux",
        "forfait_chauffage",
        "forfait_eau_chaude",
        "forfait_eau_froide",
        "loyer",
        "loyer_annexes",
        "loyer_max",
        "plan_mensualite",
    }
)
_PAR_AN: Final = frozenset({"rfr_n2", "rfr_n1", "montant"})
_DETTES: Final = frozenset({"montant_initial", "solde"})
_FUTURES: Final = frozenset(
    {"echeance", "plan_debut", "plan_fin", "date_fin", "date_debut", "date_validite"}
)
"""Days that may come after today; every other day of an enquête is past."""


def check_birth(draft: OccupantDraft, today: date) -> Iterator[FieldError]:
    """Yield what is wrong with the birth of an occupant; a year is enough (relogement 2.3)."""
    born, year = draft.date_naissance, draft.annee_naissance
    if born is not None and _FIRST <= born.year < today.year - AGE_MAX:
        yield FieldError("date_naissance", f"Vérifiez l’année : plus de {AGE_MAX} ans.")
    yield from check_year("annee_naissance", year, today.year - AGE_MAX, today.year)
    if born is not None and year is not None and born.year != year:
        yield FieldError(
            "annee_naissance",
            f"La date de naissance dit {born.year} : gardez l’une ou l’autre.",
        )


def check_logement_values(draft: LogementDraft) -> Iterator[FieldError]:
    """Yield what is wrong with the rooms and the amounts of a logement d'origine."""
    yield from check_count("nb_pieces", draft.nb_pieces, _PIECES_MAX)
    yield from check_amounts(draft)


def check_values(draft: Any, today: date) -> Iterator[FieldError]:
    """Yield what is wrong with the amounts, the days and the texts of a draft."""
    yield from check_amounts(draft)
    for field in fields(draft):
        value = getattr(draft, field.name)
        if isinstance(value, date):
            past = field.name not in _FUTURES
            yield from check_day(field.name, value, today, past=past)
    yield from check_texts(draft)


def check_amounts(draft: Any) -> Iterator[FieldError]:
    """Yield the amounts that are negative or too large to be true."""
    for field in fields(draft):
        value = getattr(draft, field.name)
        if not isinstance(value, Decimal):
            continue
        for names, most, unit in (
            (_PAR_MOIS, MONTHLY_MAX, " par mois"),
            (_PAR_AN, YEARLY_MAX, ""),
            (_DETTES, DEBT_MAX, ""),
        ):
            if field.name in names:
                yield from _check_amount(field.name, value, most, unit)


def _check_amount(field: str, value: Decimal, most: Decimal, unit: str) -> Iterator[FieldError]:
    if value < 0:
        yield FieldError(field, "Un montant n’est pas négatif : retirez le signe moins.")
    elif value > most:
        shown = f"{most:,.0f}".replace(",", "\u202f")
        yield FieldError(
            field,
            f"Ce montant dépasse {shown}\u00a0€{unit} : vérifiez la virgule et les zéros.",
        )


def check_year(field: str, year: int | None, first: int, last: int) -> Iterator[FieldError]:
    """Yield an error for a year out of bounds."""
    if year is not None and not first <= year <= last:
        yield FieldError(field, f"Indiquez une année entre {first} et {last}.")
