"""What is looked at before a dossier is closed, and what will be erased afterwards (1.2, V7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.relogement.codes import EtatDossier, MotifEtat, NatureRelogement
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_offre import (
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
)
from desktop.domain.relogement.suivi import est_reglee
from desktop.errors import FieldError

PARTIS: Final = frozenset(
    {EtatDossier.EMMENAGE, EtatDossier.SUIVI, EtatDossier.CLOS, EtatDossier.SORTI}
)
"""States in which a ménage no longer lives in its logement d'origine."""

MOTIFS: Final = (MotifEtat.FIN_SUIVI, MotifEtat.SANS_SUIVI)
"""Why a dossier is closed."""

EXPLICATION_MIN: Final = 10
"""Signs that explain why a dossier is closed although something is missing."""

EFFACEES: Final = ("fragilite", "mesure", "besoin_adaptation", "dette")
"""Tables whose rows are erased when the follow-up ends (V7)."""


class Point(StrEnum):
    """What is looked at; never stored."""

    RELOGEMENT = "RELOGEMENT"
    SUIVIS = "SUIVIS"
    CLES = "CLES"
    SATISFACTION = "SATISFACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """One point; `fait` False holds the closing back, None is « sans objet »."""

    point: Point
    fait: bool | None
    reste: int = 0


def controles(
    *,
    relogements: Iterable[RelogementDraft],
    suivis: Sequence[SuiviPostDraft],
    satisfaction: EnqueteSatisfactionDraft | None,
    remise_cles: date | None,
    reste_occupe: bool,
) -> tuple[Controle, ...]:
    """Return what stands and what is missing before a dossier is closed.

    Args:
        relogements: All of the ménage.
        suivis: The visits after the move; none is fine for a simple accompaniment.
        satisfaction: The survey; one that was refused is enough.
        remise_cles: When the keys of the logement d'origine were handed back.
        reste_occupe: Another ménage still lives there (décohabitation): its keys are not due.
    """
    definitif = any(one.nature is NatureRelogement.DEFINITIF for one in relogements)
    left = sum(not est_reglee(one) for one in suivis)
    return (
        Controle(point=Point.RELOGEMENT, fait=definitif),
        Controle(point=Point.SUIVIS, fait=left == 0 if suivis else None, reste=left),
        Controle(point=Point.CLES, fait=None if reste_occupe else remise_cles is not None),
        Controle(
            point=Point.SATISFACTION,
            fait=satisfaction is not None
            and (bool(satisfaction.refusee) or satisfaction.date_faite is not None),
        ),
    )


def manquants(points: Iterable[Controle]) -> tuple[Controle, ...]:
    """Return the points that hold the closing back."""
    return tuple(one for one in points if one.fait is False)


def check_cloture(points: Iterable[Controle], draft: EtapeDraft) -> tuple[FieldError, ...]:
    """Return why a dossier cannot be closed: a point that is missing has to be explained."""
    if manquants(points) and len(draft.motif_texte.strip()) < EXPLICATION_MIN:
        words = (
            "Des points ne sont pas réglés : réglez-les, ou expliquez ici en "
            f"{EXPLICATION_MIN} signes au moins pourquoi le dossier se clôt ainsi."
        )
        return (FieldError("motif_texte", words),)
    return ()
