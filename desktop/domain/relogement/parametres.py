"""Rules of the espace relogement: data of the espace, typed; the sources stand beside them.

A rule that a charte, an arrêté or the team has still to give is None or "".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any, get_type_hints

_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Regles:
    """One field a row of `parametre`; days, months, years, km as the names say.

    `permanence_…` is FERME, RDV or opening hours (« 09:00-12:00 13:30-17:00 »); `typologie_n` and
    `pieces_obligatoires` hold codes parted by spaces; `taux_effort_max` is in percent.
    """

    operation: str
    commune: str
    quartier: str
    bailleur_demolisseur: str
    operateur: str
    logements_total: int
    responsable_traitement: str
    sous_traitant: str
    contact_donnees: str
    permanence_lieu: str
    permanence_lundi: str
    permanence_mardi: str
    permanence_mercredi: str
    permanence_jeudi: str
    permanence_vendredi: str
    permanence_samedi: str
    permanence_dimanche: str
    tentatives_injoignable: int
    decohab_presence_min_mois: int
    delai_reponse_jours: int | None
    offres_max: int
    decheance_mois: int
    caleol_reponse_jours: int
    distance_max_km: int
    taux_effort_max: Decimal
    conventionnement_annees: int
    zone_apl: str
    zone_plafonds: str
    seuil_premier_quartile: Decimal | None
    nur_validite_mois: int
    nur_radiation_mois: int
    nur_reactivation_mois: int
    nur_alerte_1_jours: int
    nur_alerte_2_jours: int
    silence_jours: int
    reponse_alerte_jours: int
    decheance_alerte_1_jours: int
    decheance_alerte_2_jours: int
    cles_jours: int
    pieces_mois: int
    pieces_obligatoires: str
    majorite_alerte_jours: int
    priorite_1_mois: int
    priorite_2_mois: int
    priorite_3_mois: int
    priorite_enquete_mois: int
    suivi_jours: int
    suivi_mois: str
    typologie_1: str
    typologie_2: str
    typologie_3: str
    typologie_4: str
    typologie_5: str
    typologie_6: str

    @classmethod
    def of(cls, shipped: Mapping[str, str], kept: Mapping[str, str]) -> Regles:
        """Return the values kept in the espace; where one cannot be read, the shipped one.

        Raises:
            KeyError: `shipped` lacks a rule: a fault of the installation.
        """
        kinds = get_type_hints(cls)
        values: dict[str, Any] = {}
        for field in fields(cls):
            kind, own = kinds[field.name], shipped[field.name]
            typed = kept.get(field.name, own).strip()
            value = _read(kind, typed)
            values[field.name] = _read(kind, own) if value is None and typed else value
            if values[field.name] is None and None.__class__ not in getattr(kind, "__args__", ()):
                values[field.name] = _read(kind, own)
        return cls(**values)

    @classmethod
    def accepts(cls, code: str, typed: str) -> bool:
        """Say whether a typed value may stand for a rule; empty: where it may be left open."""
        kind, text = get_type_hints(cls).get(code), typed.strip()
        if kind is None:
            return False
        if not text:
            return kind is str or None.__class__ in getattr(kind, "__args__", ())
        return _read(kind, text) is not None


def _read(kind: Any, typed: str) -> str | int | Decimal | None:
    """Return the value of a rule; None for what is empty or no number above 0."""
    if kind is str:
        return typed
    if kind in (Decimal, Decimal | None):
        try:
            number = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            return None
        return number if number.is_finite() and number > 0 else None
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS_MAX and int(typed) else None
