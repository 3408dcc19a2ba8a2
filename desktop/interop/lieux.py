"""Places on their way to a map of another tool: what GeoJSON, KML and GPX have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from desktop.domain.geo import E7, Position, Surface
from desktop.interop.feuilles import Valeur, safe_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lieu:
    """A constat or a stop.

    Attributes:
        id: The number of a constat; unique in its file.
        nature: « constat » or « arret ».
        nom: What a map writes beside it.
        position: None: nobody knows where it is.
        etat: Code of the état of a constat, "" for a stop.
        description: A few lines for a reader.
        proprietes: Flat values by key (snake_case, French).
        photos: Paths of its photos in the same archive.
    """

    id: str
    nature: str
    nom: str
    position: Position | None
    etat: str = ""
    description: str = ""
    proprietes: Mapping[str, Valeur] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contour:
    """The outline of a quartier; `source` is printed with it."""

    nom: str
    surface: Surface
    source: str = ""


def degrees(value_e7: int, decimals: int) -> str:
    """Return a coordinate as a plain number with so many decimals, exactly."""
    exact = Decimal(value_e7) / E7
    return f"{exact:.{decimals}f}"


def iso(value: Valeur) -> str:
    """Return a value as text: ISO 8601, a decimal point, French « oui » and « non »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe_text(value)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
