"""What the list of constats shows: one value, kept under a name as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum

from desktop.domain.codes import EtatConstat, Foncier, Gravite, Polarite, PositionQpv


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltreConstats:
    """What the list of constats shows; None, "" and False let everything pass.

    `ouverts` keeps what waits for somebody, `en_retard` what is open beyond its délai cible.
    """

    marche_id: str | None = None
    texte: str = ""
    theme: str | None = None
    gravite: Gravite | None = None
    etat: EtatConstat | None = None
    gestionnaire_id: str | None = None
    item: str | None = None
    polarite: Polarite | None = None
    foncier: Foncier | None = None
    position_qpv: PositionQpv | None = None
    ouverts: bool = False
    en_retard: bool = False
    tri: str = "numero"
    descendant: bool = False


_CODES: Mapping[str, type[Enum]] = {
    "gravite": Gravite,
    "etat": EtatConstat,
    "polarite": Polarite,
    "foncier": Foncier,
    "position_qpv": PositionQpv,
}
_SWITCHES = frozenset({"ouverts", "en_retard", "descendant"})
_KEPT = tuple(field.name for field in fields(FiltreConstats) if field.name != "marche_id")
"""A named filter is one of every marche."""

Kept = dict[str, str | int | bool]


def filtre_to_json(filtre: FiltreConstats) -> Kept:
    """Return what of a filter is kept under a name; what lets everything pass is left out."""
    kept: Kept = {}
    for name in _KEPT:
        value = getattr(filtre, name)
        if value not in {None, "", False}:
            kept[name] = value.value if isinstance(value, Enum) else value
    return kept


def filtre_from_json(kept: Mapping[str, object], marche_id: str | None = None) -> FiltreConstats:
    """Return a kept filter; a field or a code that this version does not know is left out."""
    values: dict[str, object] = {}
    for name in _KEPT:
        value = kept.get(name)
        if value is None:
            continue
        if name in _CODES:
            try:
                values[name] = _CODES[name](value)
            except ValueError:
                continue
        elif type(value) is (bool if name in _SWITCHES else str):
            values[name] = value
    return FiltreConstats(marche_id=marche_id, **values)  # type: ignore[arg-type]  # checked above
