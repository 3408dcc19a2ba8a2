"""Frozen rows of the daily work: permanence, agenda, radar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.records import ContactRecord, FicheMenageRecord, MenageRecord, Trace
from desktop.domain.relogement.codes import EtatDossier, RegleRappel
from desktop.domain.relogement.drafts import RendezVousDraft, TacheDraft
from desktop.domain.relogement.nur import Nur
from desktop.domain.relogement.ouverture import Situation
from desktop.domain.relogement.rappels import Rappel


@dataclass(frozen=True, slots=True, kw_only=True)
class AccueilRecord:
    """The permanence at this moment: its rule, and the visits of this half-day."""

    situation: Situation
    matin: bool
    visites: int
    sans_dossier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermanenceLigne:
    """One ménage in the list of the permanence; `tentatives`: how often the team tried."""

    id: str
    nom: str
    logement: str
    etat: EtatDossier
    dernier_contact: date | None
    prochain: Rappel | None
    tentatives: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffresRecord:
    """What the law counts of the propositions of a ménage.

    `limite`: last day to answer the open proposition; `derniere`: notification of the last
    counted offer; `decheance`: six months after the third one, None once an offer is accepted.
    """

    comptees: int
    maximum: int
    derniere: date | None = None
    limite: date | None = None
    decheance: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResteACharge:
    """The reste à charge of the dwelling left and of the one proposed, in € a month.

    Both are at périmètre constant, the only ones that compare (3.3). None: it cannot be told,
    `manque` says what to ask for.
    """

    avant: Decimal | None
    apres: Decimal | None
    manque: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CartePermanence:
    """All that the card of the permanence says of a ménage, of one instant."""

    fiche: FicheMenageRecord
    nur: Nur
    offres: OffresRecord
    rappels: tuple[Rappel, ...]
    prochain: Rappel | None
    tentatives: int
    reste: ResteACharge | None = None

    @property
    def menage(self) -> MenageRecord:
        """The ménage."""
        return self.fiche.menage

    @property
    def dernier_contact(self) -> ContactRecord | None:
        """The newest line of its journal."""
        return self.fiche.contacts[0] if self.fiche.contacts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezVousRecord:
    """A rendez-vous as the agenda shows it; its moments are None when nobody can read them."""

    id: str
    draft: RendezVousDraft
    debut: datetime | None
    fin: datetime | None
    menage: str = ""
    reference: str = ""
    logement: str = ""
    intervenant: str = ""
    en_double: bool = False
    contact_id: str | None = None
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class SemaineRecord:
    """A week of the agenda: its Monday, its rendez-vous in order, the persons of the team."""

    lundi: date
    rendez_vous: tuple[RendezVousRecord, ...]
    intervenants: Mapping[str, str]
    moi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TacheRecord:
    """A tâche typed by hand, or one that answers a reminder."""

    id: str
    draft: TacheDraft
    responsable: str = ""
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarLigne:
    """One line of the radar: a reminder, or a tâche; never both empty."""

    id: str
    menage_id: str | None
    reference: str
    nom: str
    logement: str
    echeance: date | None
    rappel: Rappel | None = None
    tache: TacheRecord | None = None

    @property
    def regle(self) -> RegleRappel | None:
        """The rule a reminder comes from; None for a tâche."""
        return self.rappel.regle if self.rappel is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarRecord:
    """The radar of a day: its lines by due day; `retard` of them are late."""

    jour: date
    lignes: tuple[RadarLigne, ...]
    retard: int
    intervenants: Mapping[str, str]
