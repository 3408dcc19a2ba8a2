"""Whether a relogement opens the ANRU money for a lowered rent, condition by condition (2.12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from desktop.domain.relogement.codes import ClasseProduit, NatureRelogement
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.formules import conventionne_recent, marge_plafond

_RECENT = frozenset({ClasseProduit.NEUF, ClasseProduit.CONV_MOINS_5})
_HORS_PARC_SOCIAL = frozenset(
    {ClasseProduit.PRIVE, ClasseProduit.ACCESSION, ClasseProduit.ETABLISSEMENT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; `remplie` None: something is missing to tell."""

    libelle: str
    remplie: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minoration:
    """What the conditions say together; `ecart` is ceiling less rent in € a month."""

    eligible: bool | None
    conditions: tuple[Condition, ...]
    ecart: Decimal | None


def minoration(draft: RelogementDraft, annees: int) -> Minoration:
    """Return whether a relogement may open the « indemnité pour minoration de loyer ».

    The application tells the conditions, it decides nothing; `annees` is F11's five years.
    """
    recent = draft.classe_produit in _RECENT if draft.classe_produit is not None else None
    if recent is not True:
        by_dates = conventionne_recent(draft.date_bail, draft.date_conventionnement, annees)
        recent = by_dates if by_dates is not None else recent
    ecart = marge_plafond(draft.loyer, draft.loyer_plafond_apl)
    social = None if draft.bailleur_id is None else True
    conditions = (
        Condition(
            libelle="Relogement définitif",
            remplie=None if draft.nature is None else draft.nature is NatureRelogement.DEFINITIF,
        ),
        Condition(
            libelle=f"Neuf, conventionné depuis moins de {annees} ans, ou qualité thermique",
            remplie=_any((recent, draft.qualite_thermique)),
        ),
        Condition(
            libelle="Loyer au plus égal au plafond APL",
            remplie=None if ecart is None else ecart >= 0,
        ),
        Condition(
            libelle="Relogé par un organisme du parc social",
            remplie=False if draft.classe_produit in _HORS_PARC_SOCIAL else social,
        ),
    )
    return Minoration(
        eligible=_all(one.remplie for one in conditions), conditions=conditions, ecart=ecart
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    given = tuple(answers)
    return True if True in given else None if None in given else False


def _all(answers: Iterable[bool | None]) -> bool | None:
    given = tuple(answers)
    return False if False in given else None if None in given else True
