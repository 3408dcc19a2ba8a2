"""Rules of the micro-site inventory (gusp-microsites 3.1)."""

from __future__ import annotations

from datetime import date

from desktop.domain.checks import check_count, check_position, check_texts
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.errors import FieldError

_BENCHES_MAX = 200
_LENGTH_MAX_CM = 50_000
_FIRST_YEAR = 1950


def check_micro_site(draft: MicroSiteDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a micro-site cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if not draft.nom.strip():
        errors.append(FieldError("nom", "Indiquez le nom du micro-site."))
    errors.extend(check_texts(draft))
    errors.extend(check_position(draft.lat_e7, draft.lon_e7))
    errors.extend(check_count("bancs", draft.bancs, _BENCHES_MAX))
    return tuple(errors)


def check_equipement(draft: EquipementDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why an équipement cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.micro_site_id is None:
        errors.append(FieldError("micro_site_id", "Choisissez le micro-site de cet équipement."))
    if draft.type is None:
        errors.append(FieldError("type", "Choisissez le type d’équipement."))
    errors.extend(check_texts(draft))
    errors.extend(check_count("longueur_cm", draft.longueur_cm, _LENGTH_MAX_CM))
    errors.extend(check_count("largeur_cm", draft.largeur_cm, _LENGTH_MAX_CM))
    year = draft.annee_pose
    if year is not None and not _FIRST_YEAR <= year <= today.year + 1:
        errors.append(
            FieldError("annee_pose", f"Indiquez une année entre {_FIRST_YEAR} et {today.year + 1}.")
        )
    return tuple(errors)
