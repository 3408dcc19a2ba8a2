"""Frozen rows about the life of a dossier and of its propositions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.records import Trace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, MotifEtat
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft, PropositionDraft
from desktop.domain.relogement.offres import Offre


@dataclass(frozen=True, slots=True, kw_only=True)
class MontantsFiges:
    """What was computed at the notification, in €, % and € a day; None: not known that day."""

    rac: Decimal | None = None
    rac_constant: Decimal | None = None
    taux_effort: Decimal | None = None
    reste_vivre: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionRecord:
    """A proposition as lists, forms and documents show it.

    `etape` holds what its changes of state wrote; `souhait` is the wish of that day.
    """

    id: str
    draft: PropositionDraft
    etape: EtapePropositionDraft
    etat: EtatProposition
    numero: int
    bailleur: str
    offre: Offre
    fige: MontantsFiges
    souhait: SouhaitDraft | None
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatMenageRecord:
    """The state of a dossier and what goes with it; None: not told."""

    etat: EtatDossier
    date_etat: date | None = None
    motif_etat: MotifEtat | None = None
    motif_texte: str = ""
    date_reprise: date | None = None
    etat_suspendu: EtatDossier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScissionRecord:
    """A décohabitation that was made: the new dossier, and what to verify about it."""

    menage_id: str
    reference: str
    avertissements: tuple[str, ...] = ()
