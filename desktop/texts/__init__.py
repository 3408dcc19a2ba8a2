"""French wording of stored codes and fields, shared by screens, PDFs and spreadsheets.

One module by area, as in `desktop.models`; here they are put together, with the functions that
read them whatever the area.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from desktop import formats
from desktop.domain.changes import Value
from desktop.domain.codes import MotifEffacement, NatureEncombrant
from desktop.domain.espaces import Espace
from desktop.texts import constat, encombrant, marche, micro_site, photo, quartier, relogement

NON_RENSEIGNE: Final = "non renseigné"
"""What is shown for None and for an empty text."""

ESPACE: Final[Mapping[Espace, str]] = {
    Espace.TERRAIN: "Terrain",
    Espace.RELOGEMENT: "Relogement",
}

MOTIF_EFFACEMENT: Final[Mapping[MotifEffacement, str]] = {
    MotifEffacement.FIN_CONSERVATION: "Fin de la durée de conservation",
    MotifEffacement.DEMANDE_PERSONNE: "Demande de la personne concernée",
    MotifEffacement.ERREUR_SAISIE: "Erreur de saisie",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Espace: ESPACE,
    MotifEffacement: MOTIF_EFFACEMENT,
    **quartier.LABELS,
    **marche.LABELS,
    **constat.LABELS,
    **encombrant.LABELS,
    **photo.LABELS,
    **micro_site.LABELS,
    **relogement.LABELS,
}
"""The words of each code, by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    **quartier.ENTITES,
    **marche.ENTITES,
    **constat.ENTITES,
    **photo.ENTITES,
    **micro_site.ENTITES,
    **relogement.ENTITES,
}
"""Synced tables, in the singular."""

_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    **quartier.CHAMPS,
    **marche.CHAMPS,
    **constat.CHAMPS,
    **photo.CHAMPS,
    **micro_site.CHAMPS,
    **relogement.CHAMPS,
}

CHAMPS: Final[Mapping[tuple[str, str], str]] = {
    (entity, field): text for entity, fields in _FIELDS.items() for field, text in fields.items()
}
"""French label of each (entity, field) of the synced tables."""

_CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    **quartier.CODES,
    **marche.CODES,
    **constat.CODES,
    **photo.CODES,
    **micro_site.CODES,
    **relogement.CODES,
}


def label(code: Enum | None) -> str:
    """Return the words of any stored code, « non renseigné » for None."""
    return NON_RENSEIGNE if code is None else LABELS[type(code)][code]


def counted(counts: Mapping[str, int]) -> str:
    """Return « 1 ménage, 4 occupants »: records by kind, as a sentence has them."""
    return ", ".join(
        formats.plural(count, ENTITES.get(kind, kind).lower()) for kind, count in counts.items()
    )


def motif_effacement(code: str) -> str:
    """Return the words of the reason of an erasure; a code of a newer version as it is."""
    try:
        return MOTIF_EFFACEMENT[MotifEffacement(code)]
    except ValueError:
        return code or NON_RENSEIGNE


def choices(entity: str, field: str) -> tuple[tuple[Value, str], ...]:
    """Return the stored codes of a field with their words; nothing for another field."""
    code_class = _CODES.get((entity, field))
    return tuple((code.value, label(code)) for code in code_class or ())


def value_text(entity: str, field: str, value: Value) -> str:
    """Turn a value of the log into French words.

    References to other rows (`…_id`, `theme`) come back as they are: the caller, who can read
    the rows, replaces them. A code or a field of a newer version is shown as it is stored.
    """
    if value is None or value == "":
        return NON_RENSEIGNE
    if isinstance(value, bool):
        return "oui" if value else "non"
    code_class = _CODES.get((entity, field))
    try:
        if code_class is not None:
            return label(code_class(value))
        several = relogement.CODES_MULTIPLES.get((entity, field))
        if several is not None:
            return _many(several, value)
        return _WORDING.get(field, str)(value)
    except (ValueError, InvalidOperation):
        return str(value)


def _date_text(value: Value) -> str:
    return formats.full_date(date.fromisoformat(str(value)))


def _moment_text(value: Value) -> str:
    moment = formats.from_iso(str(value))
    return str(value) if moment is None else formats.full_datetime(moment)


def _amount_text(value: Value) -> str:
    return formats.amount(Decimal(str(value)))


def _quantity(
    unit: str, *, divisor: int = 1, decimals: int | None = None
) -> Callable[[Value], str]:
    def text(value: Value) -> str:
        exact = Decimal(str(value)) / divisor
        return f"{formats.number(exact, decimals)}{formats.NBSP}{unit}"

    return text


def _degrees_text(value: Value) -> str:
    return f"{formats.number(Decimal(str(value)) / 10_000_000, 5)}°"


def _many(codes: type[Enum], value: Value) -> str:
    return ", ".join(label(codes(one)) for one in str(value).split())


_WORDING: Final[Mapping[str, Callable[[Value], str]]] = {
    "date_prevue": _date_text,
    "date_ouverture": _date_text,
    "date_transmission": _date_text,
    "date_reponse": _date_text,
    "date_travaux": _date_text,
    "date_realise": _date_text,
    "date_levee": _date_text,
    "date_cloture": _date_text,
    "enc_date_enlevement": _date_text,
    "date_constat": _moment_text,
    "cout": _amount_text,
    "enc_cout": _amount_text,
    "enc_tonnage_kg": _quantity("kg"),
    "enc_natures": lambda value: _many(NatureEncombrant, value),
    "rayon_m": _quantity("m"),
    "tolerance_m": _quantity("m"),
    "precision_m": _quantity("m"),
    "masques": photo.zones_text,
    "annotations": photo.annotations_text,
    "azimut_deg": lambda value: f"{value}°",
    "decalage_s": _quantity("s"),
    "vitesse": lambda value: f"{value}{formats.NBSP}s",
    "ouverture": lambda value: f"f/{formats.number(Decimal(str(value)), 1)}",
    "horodatage": _moment_text,
    "prise_le": _moment_text,
    "surface": _quantity("m²", decimals=2),
    "longueur_cm": _quantity("m", divisor=100, decimals=2),
    "largeur_cm": _quantity("m", divisor=100, decimals=2),
    "duree_min": _quantity("min"),
    "largeur": _quantity("px"),
    "hauteur": _quantity("px"),
    "lat_e7": _degrees_text,
    "lon_e7": _degrees_text,
    "etage": lambda value: formats.etage(int(str(value))),
    "etage_min": lambda value: formats.etage(int(str(value))),
    "etage_max": lambda value: formats.etage(int(str(value))),
    "duree_enquete_min": _quantity("min"),
    "double_loyer_jours": _quantity("j"),
    "delai_commission_mois": _quantity("mois"),
    "delai_offre_mois": _quantity("mois"),
    "distance_km": _quantity("km", decimals=1),
    "volume_m3": _quantity("m³", decimals=1),
    "taux_effort_fige": _quantity("%", decimals=1),
    "debut": _moment_text,
    "fin": _moment_text,
    **dict.fromkeys(relogement.DATES, _date_text),
    **dict.fromkeys(relogement.AMOUNTS, _amount_text),
}
