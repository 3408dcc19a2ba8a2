"""Frozen rows of an enquête, and the whole of what is known of a ménage at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from desktop.domain.records import LogementRecord, MenageRecord, OccupantRecord
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    DepenseDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    PieceDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records import BaremeRecord

DraftT_co = TypeVar("DraftT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class LigneRecord(Generic[DraftT_co]):
    """A row of an enquête; `auteur` wrote it last."""

    id: str
    draft: DraftT_co
    auteur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRecord:
    """All that an enquête tells of a ménage; `souhaits` are the newest first.

    `membres` are id → name of the team; `date_limite` is the day by which the building has to
    be empty.
    """

    menage: MenageRecord
    logement: LogementRecord | None
    occupants: tuple[OccupantRecord, ...]
    ressources: tuple[LigneRecord[RessourceDraft], ...]
    depenses: tuple[LigneRecord[DepenseDraft], ...]
    dettes: tuple[LigneRecord[DetteDraft], ...]
    besoins: tuple[LigneRecord[BesoinAdaptationDraft], ...]
    souhaits: tuple[LigneRecord[SouhaitDraft], ...]
    demandes: tuple[LigneRecord[DemandeLogementDraft], ...]
    recours: tuple[LigneRecord[RecoursDaloDraft], ...]
    fragilites: tuple[LigneRecord[FragiliteDraft], ...]
    mesures: tuple[LigneRecord[MesureDraft], ...]
    pieces: tuple[LigneRecord[PieceDraft], ...]
    date_limite: date | None
    membres: Mapping[str, str]
    regles: Regles
    baremes: tuple[BaremeRecord, ...]
