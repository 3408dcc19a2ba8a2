"""Frozen rows of the tab « Diagnostics »: what its queries return, as `domain/records`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.codes import (
    EtatConstat,
    FamilleStructure,
    Gravite,
    StatutQuartier,
    TypeMarche,
)
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.records import PhotoRecord, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class QuartierRecord:
    """A quartier."""

    id: str
    nom: str
    prefixe: str
    statut: StatutQuartier


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRecord:
    """A gestionnaire."""

    id: str
    nom: str
    famille: FamilleStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRecord:
    """A thème of the grid in force: `code` (three letters), `libelle`, `touche` (its key)."""

    code: str
    libelle: str
    touche: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """A line of the grid in force: « PRO-06 », whom it falls to, and how others class it.

    The families propose the gestionnaire on public ground and on a bailleur's; None: nobody.
    """

    code: str
    theme: str
    libelle: str
    famille_public: FamilleStructure | None
    famille_bailleur: FamilleStructure | None
    axe_tfpb: int | None
    service_code: str
    gravite_forcee: Gravite | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarcheRecord:
    """A marche with its counts; `nb_photos_classees` are attached to a constat."""

    id: str
    draft: MarcheDraft
    numero: str
    quartier: str
    type: TypeMarche
    date_prevue: date | None
    nb_constats: int
    nb_photos: int
    nb_photos_classees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatRecord:
    """A constat as lists and reports show it; `theme_libelle` and `gestionnaire` may be ""."""

    id: str
    draft: ConstatDraft
    numero: str
    etat: EtatConstat
    marche_numero: str
    theme: str | None
    theme_libelle: str
    gravite: Gravite | None
    gestionnaire: str
    texte: str
    lieu: str
    nb_photos: int
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteRenduRecord:
    """All that the compte rendu of a marche prints; `photos` follow the constats' order."""

    marche: MarcheRecord
    constats: tuple[ConstatRecord, ...]
    photos: tuple[PhotoRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusPhoto:
    """A file that an import left aside, and why."""

    fichier: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPhotosBilan:
    """Count in = count out: `lues` = `importees` + `doublons` + refusals (+ not reached)."""

    lues: int
    importees: int
    doublons: tuple[str, ...]
    refus: tuple[RefusPhoto, ...]
    interrompu: bool
    photo_ids: tuple[str, ...]
