"""What the reminders need of a dossier (relogement 1.6), gathered for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.domain.relogement.codes import (
    EcheanceSuivi,
    EtatDossier,
    EtatProposition,
    EtatTache,
    LienOccupant,
    ModeCaleol,
    NatureRelogement,
    RegleRappel,
    TypePiece,
)
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionFaits:
    """What the reminders need of a proposition; `limite` is the last day to answer, if known."""

    id: str
    etat: EtatProposition | None
    notifiee: date | None = None
    limite: date | None = None
    comptee: bool = False
    caleol: date | None = None
    caleol_mode: ModeCaleol | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelogementFaits:
    """What the reminders need of a relogement."""

    id: str
    nature: NatureRelogement | None
    entree: date | None = None
    retour: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NaissanceFaits:
    """When an occupant was born: those who were not of age at the enquête, or born since."""

    id: str
    jour: date
    lien: LienOccupant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsMenage:
    """What the reminders need of one dossier, gathered for many at once.

    Attributes:
        date_etat: When it came to its state; the day it was written if that never changed.
        cles_rendues: Whether the keys of the logement d'origine came back, or need not.
        suivis: Visits of the relogement that is followed (`followed`) that were made, or of
            which it is known why they were not, by their moment.
        suivis_prevus: Days that were chosen for its visits, by their moment.
        pieces: Day from which each kind of pièce is too old, the newest of a kind alone.
        donnees_sociales: Whether social data are still held (V7).
        naissances: Occupants whose age the enquête could not foresee.
        fait_silence: Last « fait » of the rule SILENCE: it counts like a contact.
    """

    id: str
    reference: str = ""
    nom: str = ""
    logement: str = ""
    etat: EtatDossier = EtatDossier.A_CONTACTER
    date_etat: date | None = None
    date_reprise: date | None = None
    notice: date | None = None
    enquete: date | None = None
    premier_contact: date | None = None
    dernier_contact: date | None = None
    tentatives: int = 0
    demandes: tuple[DemandeLogementDraft, ...] = ()
    propositions: tuple[PropositionFaits, ...] = ()
    relogements: tuple[RelogementFaits, ...] = ()
    suivis: frozenset[EcheanceSuivi] = frozenset()
    suivis_prevus: Mapping[EcheanceSuivi, date] | None = None
    pieces: Mapping[TypePiece, date] | None = None
    cles_rendues: bool = True
    donnees_sociales: bool = False
    fait_silence: date | None = None
    naissances: tuple[NaissanceFaits, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TacheFaits:
    """A tâche that answers a reminder."""

    regle: RegleRappel
    cle: str
    etat: EtatTache | None
    echeance: date | None
