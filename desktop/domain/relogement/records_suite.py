"""Frozen rows of what follows a bail, handed to screens, commands and reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop.domain.records import LogementRecord, MenageRecord, OccupantRecord
from desktop.domain.relogement.cloture import Controle
from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.synthese import Synthese


@dataclass(frozen=True, slots=True, kw_only=True)
class RelogementRecord:
    """Where a ménage was relogé; `bailleur` is a name, "" when none was chosen."""

    id: str
    draft: RelogementDraft
    bailleur: str

    @property
    def en_cours(self) -> bool:
        """Whether it is a temporary one from which the ménage is not back."""
        temporary = self.draft.nature is NatureRelogement.TEMPORAIRE
        return temporary and self.draft.date_retour is None


def actuel(relogements: Iterable[RelogementRecord]) -> RelogementRecord | None:
    """Return the definitive relogement, else a temporary one that is not over."""
    kept = tuple(relogements)
    for nature in (NatureRelogement.DEFINITIF, NatureRelogement.TEMPORAIRE):
        for one in kept:
            over = nature is NatureRelogement.TEMPORAIRE and one.draft.date_retour is not None
            if one.draft.nature is nature and not over:
                return one
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemenagementRecord:
    """A move."""

    id: str
    draft: DemenagementDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class TravauxRecord:
    """Works in a dwelling, or an investment that the tenant tells."""

    id: str
    draft: TravauxDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviRecord:
    """A visit after the move; `temporaire`: it belongs to a temporary relogement."""

    id: str
    draft: SuiviPostDraft
    temporaire: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionRecord:
    """The satisfaction survey of a ménage."""

    id: str
    draft: EnqueteSatisfactionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRecord:
    """All that follows the bail of one ménage, read at one instant.

    `restent` are the references of the other ménages that still live in the logement
    d'origine; `effacees` counts what will be erased once the follow-up is over, by table.
    `synthese` sets the old and the new dwelling side by side on the day of the bail, the real
    APL before the estimate; without a relogement it tells the old one alone.
    """

    menage: MenageRecord
    logement: LogementRecord | None
    occupants: tuple[OccupantRecord, ...]
    relogements: tuple[RelogementRecord, ...]
    demenagements: tuple[DemenagementRecord, ...]
    travaux: tuple[TravauxRecord, ...]
    suivis: tuple[SuiviRecord, ...]
    satisfaction: SatisfactionRecord | None
    restent: tuple[str, ...]
    effacees: tuple[tuple[str, int], ...]
    controles: tuple[Controle, ...]
    regles: Regles
    synthese: Synthese

    @property
    def definitif(self) -> RelogementRecord | None:
        """The definitive relogement, None while there is none."""
        return next(iter(self.definitifs), None)

    @property
    def definitifs(self) -> tuple[RelogementRecord, ...]:
        """The definitive relogements; two postes may have left more than one."""
        return tuple(
            one for one in self.relogements if one.draft.nature is NatureRelogement.DEFINITIF
        )

    @property
    def actuel(self) -> RelogementRecord | None:
        """Where the ménage lives now: the definitive one, else a temporary one not over."""
        return actuel(self.relogements)

    @property
    def remise_cles(self) -> date | None:
        """When the keys of the logement d'origine were handed back."""
        return self.logement.draft.date_remise_cles if self.logement is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BailleurChoix:
    """A bailleur as a choice shows it."""

    id: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClotureRecord:
    """A dossier that was closed, and why; `id` is that of the ménage."""

    id: str
    draft: EtapeDraft
