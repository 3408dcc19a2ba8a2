"""Numbers of the rules: data of the espace, typed. None is a constant of the code.

Each field is the `code` of a row of `parametre`, loaded from `resources/parametres/` and
editable; the sources stand beside the values there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from desktop.domain.codes import Gravite


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametres:
    """Rules of the espace terrain: days, months, metres, seconds, scores as the names say."""

    delai_cible_g1: int
    delai_cible_g2: int
    delai_cible_g3: int
    delai_cible_g4: int
    relance_1_jours: int
    relance_2_jours: int
    relance_3_jours: int
    reouverture_jours: int
    recidive_rayon_m: int
    recidive_mois: int
    point_noir_nombre: int
    point_noir_rayon_m: int
    point_noir_mois: int
    priorite_1_score: int
    priorite_2_score: int
    priorite_3_score: int
    groupe_ecart_s: int
    groupe_distance_m: int
    trace_trou_s: int
    arret_rayon_m: int
    arret_duree_min: int
    marche_vitesse_kmh: int
    abords_tolerance_m: int

    @classmethod
    def of(cls, shipped: Mapping[str, str], kept: Mapping[str, str]) -> Parametres:
        """Return the values kept in the espace; where one is absent or no number, the shipped.

        Raises:
            KeyError: `shipped` lacks a parameter: a fault of the installation.
        """
        return cls(
            **{
                field.name: (_number(kept.get(field.name)) or int(shipped[field.name]))
                for field in fields(cls)
            }
        )

    def delai_cible(self, gravite: Gravite) -> int:
        """Return the days within which a constat of this gravity should be mended."""
        days: int = getattr(self, f"delai_cible_g{int(gravite)}")
        return days


def _number(text: str | None) -> int | None:
    """Return a whole number above 0, None for anything else."""
    typed = (text or "").strip()
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS_MAX else None


_DIGITS_MAX = 9
