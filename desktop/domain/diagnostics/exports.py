"""What an export of constats is asked for, what it says it did, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.carte import ArretCarte, ContourCarte
from desktop.domain.codes import Confidentialite, MotifRetenue
from desktop.domain.diagnostics.diffusion import Reserve, Tri
from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.records import PhotoRecord


class FormatExport(StrEnum):
    """A kind of file; the value is the ending of its name."""

    XLSX = "xlsx"
    CSV = "csv"
    GEOJSON = "geojson"
    KML = "kml"
    KMZ = "kmz"
    GPX = "gpx"


AVEC_PHOTOS = frozenset({FormatExport.KMZ})
"""Formats that carry the pictures themselves."""

CARTES = frozenset({FormatExport.GEOJSON, FormatExport.KML, FormatExport.KMZ, FormatExport.GPX})
"""Formats that a map shows: places without position are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeExport:
    """What to write; `virgule` is the decimal comma of a CSV."""

    format: FormatExport
    profil: Confidentialite
    virgule: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionExport:
    """All that an export may write, of one instant.

    Attributes:
        tri: The constats that leave, and why the others stay.
        photos: Photos of the constats that leave, in their order, whatever the gate says.
        items: Lines of the grid in force.
        arrets: Stops of the parcours of their marches, those that are placed.
        contours: Outlines of their quartiers.
        listes: Words that columns are chosen from, by the name of the list.
    """

    tri: Tri
    photos: tuple[PhotoRecord, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    arrets: tuple[ArretCarte, ...] = ()
    contours: tuple[ContourCarte, ...] = ()
    listes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanExport:
    """What an export holds, and what it leaves out, by reason.

    Attributes:
        constats: How many are in the file.
        reserves: How many stay, by reason.
        sans_position: Constats of the file that no map can show; 0 for a table.
        photos: Photos that may leave with these constats.
        retenues: Photos kept back by the gate, by reason.
        arrets: Stops in the file.
        coupes: Texts that were too long for a cell.
        champs: Fields that the profile leaves empty, by their key.
    """

    constats: int
    reserves: Mapping[Reserve, int] = field(default_factory=dict)
    sans_position: int = 0
    photos: int = 0
    retenues: Mapping[MotifRetenue, int] = field(default_factory=dict)
    arrets: int = 0
    coupes: int = 0
    champs: tuple[str, ...] = ()
