"""Rules of logements, ménages, occupants and contacts (relogement 2.1-2.3, 2.14)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from desktop.domain.checks import check_count, check_day, check_texts
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
    VisiteDraft,
)
from desktop.domain.relogement.valeurs import check_birth, check_logement_values
from desktop.errors import FieldError

_FLOOR_MAX = 60
_SURFACE_MAX = Decimal(1000)
_MINUTES_MAX = 24 * 60
_VISITORS_MAX = 30
_PHONE_DIGITS = range(6, 16)
NOTE_MAX = 500
"""Longest guarded note (relogement V5)."""


def check_batiment(draft: BatimentDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a bâtiment cannot be saved."""
    errors: list[FieldError] = []
    if not draft.nom.strip():
        errors.append(FieldError("nom", "Indiquez le nom du bâtiment."))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_logement(draft: LogementDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a logement d'origine cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.batiment_id is None:
        errors.append(FieldError("batiment_id", "Choisissez le bâtiment."))
    if not draft.porte.strip():
        errors.append(FieldError("porte", "Indiquez la porte ou le numéro du logement."))
    errors.extend(check_count("etage", draft.etage, _FLOOR_MAX))
    if draft.surface is not None and not 0 < draft.surface <= _SURFACE_MAX:
        errors.append(FieldError("surface", f"Indiquez une surface entre 1 et {_SURFACE_MAX} m²."))
    errors.extend(check_logement_values(draft))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_menage(draft: MenageDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a dossier cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.logement_id is None:
        errors.append(FieldError("logement_id", "Choisissez le logement d’origine du ménage."))
    errors.extend(check_day("date_entree", draft.date_entree, today, past=True))
    for field, number in (
        ("telephone_1", draft.telephone_1),
        ("telephone_2", draft.telephone_2),
    ):
        digits = re.sub(r"\D", "", number)
        if number.strip() and len(digits) not in _PHONE_DIGITS:
            errors.append(FieldError(field, "Ce numéro n’a pas le bon nombre de chiffres."))
    if draft.courriel.strip() and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", draft.courriel):
        errors.append(FieldError("courriel", "Cette adresse n’a pas la forme nom@domaine.fr."))
    errors.extend(check_day("date_information_rgpd", draft.date_information_rgpd, today, past=True))
    errors.extend(_check_note("notes", draft.notes))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_occupant(draft: OccupantDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why an occupant cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.menage_id is None:
        errors.append(FieldError("menage_id", "Choisissez le ménage de cet occupant."))
    if not draft.nom.strip():
        errors.append(FieldError("nom", "Indiquez le nom de l’occupant."))
    errors.extend(check_day("date_naissance", draft.date_naissance, today, past=True))
    errors.extend(check_birth(draft, today))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_contact(draft: ContactDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a contact cannot be saved, in screen order."""
    errors: list[FieldError] = []
    errors.extend(_check_note("note", draft.note))
    errors.extend(check_count("duree_min", draft.duree_min, _MINUTES_MAX))
    return tuple(errors)


def check_visite(draft: VisiteDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a visit with the tâche it leaves cannot be saved."""
    errors = list(check_contact(draft))
    errors.extend(check_count("nb_demandeurs", draft.nb_demandeurs, _VISITORS_MAX))
    if draft.suite_echeance is not None and not draft.suite.strip():
        errors.append(FieldError("suite", "Dites ce qu’il y aura à faire ce jour-là."))
    if draft.suite_echeance is not None and draft.suite_echeance < today:
        errors.append(FieldError("suite_echeance", "Choisissez un jour à venir."))
    else:
        errors.extend(check_day("suite_echeance", draft.suite_echeance, today))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_rattachement(draft: ContactDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a visit cannot be attached to a dossier."""
    if draft.menage_id is None:
        return (FieldError("menage_id", "Choisissez le dossier de ce visiteur."),)
    return ()


def menage_reference(lettre: str, known: Iterable[str]) -> str:
    """Return the next anonymous reference of this poste: REL-B0017, never used before."""
    pattern = re.compile(re.escape(f"REL-{lettre}") + r"(\d+)")
    ranks = [int(found[1]) for number in known if (found := pattern.fullmatch(number))]
    return f"REL-{lettre}{max(ranks, default=0) + 1:04d}"


def _check_note(field: str, note: str) -> Iterable[FieldError]:
    if len(note) > NOTE_MAX:
        yield FieldError(
            field,
            f"Cette note compte {len(note)} signes ; la limite est de {NOTE_MAX}. "
            "Gardez l’essentiel : rien n’a été perdu.",
        )
