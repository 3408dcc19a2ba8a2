"""What going back costs, told before it is confirmed: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Perte:
    """What restoring a backup takes from this poste; counts are of changes since the backup.

    `jamais_exportees` are own ones that no file of this poste ever carried: nobody can bring
    them back. `sans_preuve` are own ones that no colleague's file proves to be held elsewhere.
    `base_lisible` false: the present base does not open, and nothing could be counted.
    """

    espace: Espace
    sauvegarde: SauvegardeRecord
    base_lisible: bool
    saisies: int = 0
    jamais_exportees: int = 0
    sans_preuve: int = 0
    recues: int = 0
    brouillons: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanRestauration:
    """A restored backup, and where the base that it replaced was put."""

    perte: Perte
    replica: str
    lettre: str
    ancienne: Path
    brouillons_gardes: int | None
    """Drafts carried over; None: the base was damaged and they could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApercuRetrait:
    """What taking back the last reading would do; nothing was written to know it.

    `disparaissent` counts records the file brought, `reviennent` those that it had changed, by
    kind. `gardees` counts the own changes made since, which stay. `empechement` says why it
    cannot be done; empty when it can.
    """

    lot: str
    poste: str
    lu_ms: int
    changements: int
    disparaissent: dict[str, int] = field(default_factory=dict)
    reviennent: dict[str, int] = field(default_factory=dict)
    gardees: int = 0
    empechement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanRetrait:
    """A reading that was taken back, and the backup made before."""

    apercu: ApercuRetrait
    sauvegarde: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanIdentite:
    """The new identity of a copied poste, and how many own changes it signed again."""

    replica: str
    lettre: str
    reprises: int
    sauvegarde: str
