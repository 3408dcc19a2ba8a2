"""Rules of what is typed in a proposition (relogement 2.11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.checks import check_count, check_day, check_texts
from desktop.domain.relogement.codes import ReponseAvis
from desktop.domain.relogement.drafts_offre import PropositionDraft
from desktop.domain.relogement.offres import CONTROLES
from desktop.errors import FieldError

_AMOUNT_MAX: Final = Decimal(100_000)
_SURFACE_MAX: Final = Decimal(1000)
_KM_MAX: Final = Decimal(1000)
_FLOOR_MAX: Final = 60
_ROOMS_MAX: Final = 20
_AMOUNTS: Final = (
    "loyer", "loyer_annexes", "charges", "forfait_chauffage", "forfait_eau_chaude",
    "forfait_eau_froide", "apl_estimee",
)  # fmt: skip


def check_proposition(draft: PropositionDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a proposition cannot be saved, in screen order."""
    return tuple(_problems(draft, today))


def check_notified(draft: PropositionDraft) -> tuple[FieldError, ...]:
    """Return what a proposition lacks to be notified: what a written offer names (1.2, step 8)."""
    errors = []
    if not draft.adresse.strip():
        errors.append(_lack("adresse", "l’adresse"))
    if draft.typologie is None:
        errors.append(_lack("typologie", "la typologie"))
    if draft.loyer is None:
        errors.append(_lack("loyer", "le loyer"))
    return tuple(errors)


def _lack(field: str, words: str) -> FieldError:
    return FieldError(field, f"Indiquez {words} dans la proposition avant de la notifier.")


def _problems(draft: PropositionDraft, today: date) -> Iterator[FieldError]:
    if draft.menage_id is None:
        yield FieldError("menage_id", "Choisissez le ménage.")
    if not draft.adresse.strip() and not draft.residence.strip():
        yield FieldError("adresse", "Indiquez l’adresse, ou le nom de la résidence.")
    yield from _bounded("surface", draft.surface, _SURFACE_MAX)
    yield from _bounded("distance_km", draft.distance_km, _KM_MAX)
    for name in _AMOUNTS:
        yield from _bounded(name, getattr(draft, name), _AMOUNT_MAX)
    yield from check_count("etage", draft.etage, _FLOOR_MAX)
    yield from check_count("nb_pieces", draft.nb_pieces, _ROOMS_MAX)
    for name in ("date_conventionnement", "date_mise_service", "date_apl"):
        yield from check_day(name, getattr(draft, name), today)
    yield from check_day("date_reperage", draft.date_reperage, today, past=True)
    yield from _counted(draft)
    yield from check_texts(draft)


def _bounded(field: str, value: Decimal | None, most: Decimal) -> Iterator[FieldError]:
    if value is not None and not 0 <= value <= most:
        yield FieldError(field, "Vérifiez ce nombre : il est négatif ou trop grand.")


def _counted(draft: PropositionDraft) -> Iterator[FieldError]:
    """Yield why the decision of the team on the counter is refused."""
    if draft.compte_comme_offre is False and not draft.motif_non_comptee.strip():
        yield FieldError("motif_non_comptee", "Écrivez pourquoi elle ne compte pas comme offre.")
    if draft.compte_comme_offre and any(
        getattr(draft, name) is ReponseAvis.NON for name in CONTROLES
    ):
        yield FieldError(
            "compte_comme_offre",
            "Un contrôle de l’article 13 bis est à « Non » : cette proposition ne peut pas "
            "compter. Corrigez le contrôle, ou laissez l’application compter.",
        )
