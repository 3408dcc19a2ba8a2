"""What a transition asks for before it is made (gusp-microsites 1.3), and what it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from desktop.domain.checks import check_day, check_texts
from desktop.domain.codes import EtatConstat, FamilleStructure, Gravite, LeveeMode, Polarite
from desktop.domain.diagnostics.etats import Effet, Transition
from desktop.domain.drafts import TransitionDraft
from desktop.domain.parametres import Parametres
from desktop.errors import FieldError

MOTIF_MIN: Final = 10
"""Characters of the words beside a motive: a closed constat says who refused, and why."""

_PAST: Final = (
    "date_transmission", "date_reponse", "date_travaux", "date_realise", "date_levee",
)  # fmt: skip
_ASKED: Final[Mapping[str, str]] = {
    "date_transmission": "Indiquez la date de la transmission.",
    "canal_transmission": "Indiquez par quel moyen le constat est transmis.",
    "destinataire": "Indiquez à qui le constat est transmis.",
    "motif_contestation": "Écrivez pourquoi le gestionnaire conteste sa compétence.",
    "gestionnaire_id": "Choisissez le nouveau gestionnaire.",
    "date_reponse": "Indiquez la date de la réponse.",
    "date_prevue": "Indiquez la date prévue.",
    "date_travaux": "Indiquez la date du début des travaux.",
    "date_realise": "Indiquez la date de la réalisation déclarée.",
    "photo_id": "Choisissez la photo prise lors du contrôle.",
    "date_levee": "Indiquez la date de la vérification.",
    "levee_par": "Indiquez qui a vérifié sur place.",
    "levee_mode": "Indiquez comment la réparation a été vérifiée.",
    "motif_sans_suite": "Choisissez le motif.",
    "motif_texte": f"Expliquez le motif en {MOTIF_MIN} signes au moins.",
    "motif_reouverture": "Écrivez pourquoi le constat est rouvert.",
    "cible_id": "Choisissez le constat qui est gardé.",
}
_QUALIFICATION: Final[Mapping[str, str]] = {
    "theme": "Choisissez le thème.",
    "item": "Choisissez le point de la grille.",
    "position": "Placez le constat : un point sur la carte, ou un arrêt.",
    "gravite": "Indiquez la gravité.",
    "foncier": "Indiquez le foncier ; « Inconnu » convient.",
    "gestionnaire_id": "Choisissez le gestionnaire.",
}
_NOT_COLUMNS: Final = frozenset({"photo_id", "sans_photo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsConstat:
    """What the rules have to know of a constat besides what is typed.

    `manque` are the fields that keep it from being opened; `photos_apres` counts its photos
    with that role; `gestionnaire` is its name, "" for nobody.
    """

    etat: EtatConstat
    polarite: Polarite = Polarite.FAIBLE
    manque: tuple[str, ...] = ()
    gestionnaire_id: str | None = None
    gestionnaire: str = ""
    famille: FamilleStructure | None = None
    photos_apres: int = 0
    date_cloture: date | None = None


AVANT_OUVERTURE = frozenset({EtatConstat.BROUILLON, EtatConstat.A_QUALIFIER})
"""States of a constat whose délai cible does not run."""


def target_day(
    etat: EtatConstat, gravite: Gravite | None, opened: date | None, rules: Parametres
) -> date | None:
    """Return the délai cible of a constat (gusp-microsites 1.4); None while none runs.

    It is worked out and never stored: kept beside the gravité, it would be one more conflict
    whenever two postes disagree on the gravité.
    """
    if gravite is None or opened is None or etat in AVANT_OUVERTURE:
        return None
    return opened + timedelta(days=rules.delai_cible(gravite))


def qualification_words(names: tuple[str, ...]) -> tuple[FieldError, ...]:
    """Return what to say of the fields that keep a constat « À qualifier »."""
    return tuple(FieldError(name, _QUALIFICATION[name]) for name in names)


def check_transition(
    line: Transition, draft: TransitionDraft, facts: FaitsConstat, today: date
) -> tuple[FieldError, ...]:
    """Return what is missing or wrong, in the order of the table; empty: it may be made."""
    return tuple(_problems(line, draft, facts, today))


def too_late(line: Transition, facts: FaitsConstat, today: date, rules: Parametres) -> int | None:
    """Return for how many days a constat has been closed when it can no longer be reopened.

    A closing whose day is not known refuses nothing.
    """
    if Effet.REOUVERTURE not in line.effets or facts.date_cloture is None:
        return None
    days = (today - facts.date_cloture).days
    return days if days >= rules.reouverture_jours else None


def written(line: Transition, draft: TransitionDraft, today: date) -> dict[str, Any]:
    """Return the columns that a transition writes; the délai cible is worked out elsewhere."""
    values: dict[str, Any] = dict.fromkeys(line.efface)
    for name in (*line.exige, *line.permet):
        if name in _NOT_COLUMNS:
            continue
        value = getattr(draft, name)
        typed = value.strip() if type(value) is str else value
        if name in line.exige or typed not in {None, ""}:
            values[name] = typed
    if line.vers is EtatConstat.LEVE:
        values["levee_motif"] = draft.levee_motif.strip() if draft.sans_photo else None
    if Effet.CLOTURE in line.effets:
        values["date_cloture"] = draft.date_levee or today
    values["etat"] = line.vers
    return values


def _problems(
    line: Transition, draft: TransitionDraft, facts: FaitsConstat, today: date
) -> Iterator[FieldError]:
    if line.rang == 3:  # noqa: PLR2004 - its number in the table
        yield from qualification_words(facts.manque)
    for name in line.exige:
        if _lacks(name, draft):
            yield FieldError(name, _ASKED[name])
    for name in (*line.exige, *line.permet):
        value = getattr(draft, name)
        if isinstance(value, date):
            yield from check_day(name, value, today, past=name in _PAST)
    if draft.cout is not None and draft.cout < 0 and "cout" in line.permet:
        yield FieldError("cout", "Un coût ne peut pas être négatif.")
    if line.rang == 4 and facts.famille in {None, FamilleStructure.INC}:  # noqa: PLR2004 - idem
        yield FieldError(
            "destinataire",
            "Le gestionnaire est « À identifier » : choisissez-le dans le constat avant de "
            "transmettre.",
        )
    if line.rang == 6 and draft.gestionnaire_id == facts.gestionnaire_id is not None:  # noqa: PLR2004 - idem
        yield FieldError("gestionnaire_id", "Choisissez un autre gestionnaire : celui-ci conteste.")
    if line.vers is EtatConstat.LEVE:
        yield from _unproven(draft, facts)
    yield from check_texts(draft)


def _lacks(name: str, draft: TransitionDraft) -> bool:
    value = getattr(draft, name)
    if name == "motif_texte":
        return len(value.strip()) < MOTIF_MIN
    return value is None or (isinstance(value, str) and not value.strip())


def _unproven(draft: TransitionDraft, facts: FaitsConstat) -> Iterator[FieldError]:
    """Yield why a constat is not lifted: somebody else has seen it mended, and can show it."""
    if draft.levee_mode is LeveeMode.DECLARATIF:
        yield FieldError(
            "levee_mode",
            "Une déclaration ne lève pas un constat : enregistrez « Réalisé (déclaré) », puis "
            "vérifiez sur place.",
        )
    who = draft.levee_par.strip().casefold()
    if who and who == facts.gestionnaire.casefold():
        yield FieldError(
            "levee_par", "Celui qui a réparé ne vérifie pas lui-même : indiquez quelqu’un d’autre."
        )
    if draft.photo_id or facts.photos_apres:
        return
    if not draft.sans_photo:
        yield FieldError(
            "photo_id", "Choisissez une photo « après », ou cochez « Constaté sans photo »."
        )
    elif draft.levee_mode is LeveeMode.PHOTO_GESTIONNAIRE:
        yield FieldError("photo_id", "Ajoutez la photo que le gestionnaire a envoyée.")
    elif not draft.levee_motif.strip():
        yield FieldError("levee_motif", "Écrivez pourquoi il n’y a pas de photo.")
