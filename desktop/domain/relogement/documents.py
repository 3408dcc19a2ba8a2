"""Frozen content of the documents of the permanence (relogement 4.3, documents 5 and 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.relogement.codes import ObjetContact
from desktop.domain.relogement.records_permanence import RadarLigne


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRecord:
    """Who came, or is expected, where and when; never why. `fin` None: its end is not known."""

    personne: str
    reference: str
    organisme: str
    lieu: str
    debut: datetime | None
    fin: datetime | None
    venu: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisiteLigne:
    """One visit of a day; `reference` empty for a visitor without dossier."""

    heure: datetime | None
    reference: str
    objet: ObjetContact
    personnes: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeuilleRecord:
    """The sheet of a day; `vierge`: to be filled in by hand."""

    jour: date
    lieu: str
    horaires: str
    vierge: bool
    visites: tuple[VisiteLigne, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarImprime:
    """The radar to be printed; `nominatif`: with the names of the ménages."""

    jour: date
    lignes: tuple[RadarLigne, ...]
    nominatif: bool
