"""Frozen rows about the life of a dossier and of its propositions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.records import HistoriqueLigne, LogementRecord, MenageRecord, Trace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, MotifEtat
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft, PropositionDraft
from desktop.domain.relogement.offres import CompteOffres, Offre
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.synthese import Synthese


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentProposition:
    """What the fiche, the courrier and the bordereau of a proposition print, of one instant.

    `synthese` is computed on the day of the notification, or today while there is none.
    """

    menage: MenageRecord
    logement: LogementRecord | None
    proposition: PropositionRecord
    synthese: Synthese
    regles: Regles


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPreuve:
    """What the evidence bundle prints: every proposition that was notified, and its history.

    `etapes` are the changes of state of the dossier; `historiques` those of each proposition
    by id, oldest first, from the log alone. `contradictions`: what is to be mended first.
    """

    menage: MenageRecord
    logement: LogementRecord | None
    propositions: tuple[PropositionRecord, ...]
    compte: CompteOffres
    etapes: tuple[HistoriqueLigne, ...]
    historiques: dict[str, tuple[HistoriqueLigne, ...]]
    regles: Regles
    contradictions: tuple[str, ...] = ()
