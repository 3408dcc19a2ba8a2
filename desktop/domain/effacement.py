"""What an erasure for ever would take, and the record that stays of it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord

EFFACABLES = ("menage", "contact", "marche", "micro_site", "batiment")
"""Kinds of record that may be erased: each with all that hangs under it."""

MOT = "EFFACER"
"""What is typed to confirm when the record has no number or name of its own."""

SAUVEGARDES_MOIS = 3
"""Age from which the backups that still hold an erased record are offered for deletion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApercuEffacement:
    """What would go; nothing was written to know it.

    `mot` has to be typed to confirm. `fiches` counts the records by kind, photos apart;
    `doublons` those linked to the record as the same thing, erased with it; `ailleurs` what
    now hangs under it but belongs to another record, and stays. `sauvegardes` and `postes`
    hold a copy: a backup keeps it, a poste erases it at its next exchange.
    """

    espace: Espace
    entity: str
    row: str
    mot: str
    racines: tuple[str, ...]
    fiches: dict[str, int]
    photos: int
    brouillons: int
    doublons: int
    ailleurs: int
    sauvegardes: tuple[SauvegardeRecord, ...]
    postes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcesVerbal:
    """The record of one erasure, read in the log: nothing in it says who was concerned.

    `racines` are random identifiers. `lignes` counts the lines of the log that stay, without
    content. `motif` is a code, maybe of a newer version.
    """

    espace: Espace
    commune: str
    entity: str
    racines: tuple[str, ...]
    motif: str
    ms: int
    auteur: str
    poste: str
    fiches: dict[str, int]
    photos: int
    lignes: int
    sauvegardes: tuple[SauvegardeRecord, ...]
    postes: tuple[str, ...]

    @property
    def row(self) -> str:
        """The record that was asked to be erased."""
        return self.racines[0]
