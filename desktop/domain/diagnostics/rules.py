"""Rules of marches and constats (gusp-microsites 1.3, 2.3, 2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from desktop.domain.checks import check_count, check_day, check_position, check_texts
from desktop.domain.codes import Confidentialite, EtatConstat, EtatMarche, Polarite, TypeMarche
from desktop.domain.diagnostics.etats import A_COMPLETER
from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.diagnostics.transitions import qualification_words
from desktop.domain.drafts import ConstatDraft, EncombrantDraft, MarcheDraft
from desktop.errors import FieldError

ENCOMBRANTS: Final = frozenset({"PRO-06", "PRO-07", "STA-03"})
"""Items that say more of what was left behind (gusp-microsites 2.12)."""

TRANQUILLITE: Final = "TRA"
"""Thème whose constats go to the partners by default (gusp-microsites 2.6)."""

_PEOPLE_MAX = 10_000
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOTIVES = frozenset({EtatMarche.ANNULEE, EtatMarche.REPORTEE})
_SERIES = {TypeMarche.DIAG_ECLAIRAGE: "E", TypeMarche.MARCHE_EXPLO: "F"}
"""Letter before the rank of thematic outings: BEI-2026-E1 (gusp-microsites 2.3)."""


def check_marche(draft: MarcheDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a marche cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.quartier_id is None:
        errors.append(FieldError("quartier_id", "Choisissez le quartier de la marche."))
    if draft.date_prevue is None:
        errors.append(FieldError("date_prevue", "Indiquez la date de la marche."))
    errors.extend(check_day("date_prevue", draft.date_prevue, today))
    errors.extend(check_count("nb_habitants", draft.nb_habitants, _PEOPLE_MAX))
    errors.extend(check_count("nb_pros", draft.nb_pros, _PEOPLE_MAX))
    errors.extend(check_etat(draft.etat, draft.motif_etat))
    errors.extend(check_hours(draft.heure_debut, draft.heure_fin))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_hours(start: str, end: str) -> Iterator[FieldError]:
    """Yield an error for an hour that is no « 14:30 », or an end before its start."""
    for field, typed in (("heure_debut", start), ("heure_fin", end)):
        if typed and not _HOUR.fullmatch(typed):
            yield FieldError(field, "Écrivez l’heure ainsi : 14:30.")
            return
    if start and end and end < start:
        yield FieldError("heure_fin", "La fin est avant le début : vérifiez l’heure.")


def check_etat(etat: EtatMarche, motif: str) -> tuple[FieldError, ...]:
    """Return why a marche cannot take a state: a cancelled one says why (gusp-microsites 2.3)."""
    if etat in _MOTIVES and not motif.strip():
        return (FieldError("motif_etat", "Indiquez pourquoi la marche n’a pas lieu."),)
    return ()


def check_constat(draft: ConstatDraft) -> tuple[FieldError, ...]:
    """Return the reasons why a constat cannot be saved; an incomplete one can.

    A constat without thème, item, gravité, foncier, gestionnaire or position is kept as
    « À qualifier ».
    """
    errors: list[FieldError] = []
    if draft.marche_id is None:
        errors.append(FieldError("marche_id", "Choisissez la marche de ce constat."))
    if draft.priorite_forcee is not None and not draft.priorite_motif.strip():
        errors.append(FieldError("priorite_motif", "Écrivez pourquoi la priorité est forcée."))
    if draft.quantite is not None and draft.quantite < 0:
        errors.append(FieldError("quantite", "Indiquez une quantité positive."))
    errors.extend(check_texts(draft))
    errors.extend(check_position(draft.lat_e7, draft.lon_e7))
    return tuple(errors)


def check_edit(
    draft: ConstatDraft, before: ConstatDraft, etat: EtatConstat
) -> tuple[FieldError, ...]:
    """Return why an existing constat cannot become this draft.

    What was sent to somebody keeps what qualifies it, and stays the kind of constat it was.
    """
    if etat in {*A_COMPLETER, EtatConstat.OUVERT, EtatConstat.RELEVE}:
        return ()
    if draft.polarite is not before.polarite:
        return (
            FieldError(
                "polarite",
                "Ce constat a déjà été suivi : créez-en un autre pour en changer la nature.",
            ),
        )
    lost = set(missing(draft)) - set(missing(before))
    return tuple(error for error in qualification_words(missing(draft)) if error.field in lost)


def missing(draft: ConstatDraft) -> tuple[str, ...]:
    """Return the fields that keep a constat « À qualifier » (transition 3 of 1.3).

    `position` stands for a point or a stop. The ground « Inconnu » is known to be a grey zone:
    it counts as given. Only a faiblesse has to be qualified.
    """
    if draft.polarite is not Polarite.FAIBLE:
        return ()
    lacks = {
        "theme": draft.theme is None,
        "item": draft.item is None,
        "position": draft.lat_e7 is None and draft.arret_id is None,
        "gravite": draft.gravite is None,
        "foncier": draft.foncier is None,
        "gestionnaire_id": draft.gestionnaire_id is None,
    }
    return tuple(name for name, lacking in lacks.items() if lacking)


def first_state(draft: ConstatDraft, *, photos: bool) -> EtatConstat:
    """Return the state of a new constat (transitions 1 to 3).

    With neither photo, words nor paper sheet it is a draft of the walk; `photos`: it is made
    from some.
    """
    if draft.polarite is not Polarite.FAIBLE:
        return EtatConstat.RELEVE
    if not missing(draft):
        return EtatConstat.OUVERT
    told = photos or draft.texte.strip() or draft.fiche_papier.strip()
    return EtatConstat.A_QUALIFIER if told else EtatConstat.BROUILLON


def state_after_edit(draft: ConstatDraft, current: EtatConstat) -> EtatConstat:
    """Return the state of a constat once corrected: a complete one opens, one that waits stays.

    One that is open and no longer complete is to be qualified again. Later states (transmis,
    levé…) belong to their own actions and are left alone.
    """
    if draft.polarite is not Polarite.FAIBLE:
        early = {*A_COMPLETER, EtatConstat.OUVERT}
        return EtatConstat.RELEVE if current in early else EtatConstat(current)
    if current not in {*A_COMPLETER, EtatConstat.OUVERT, EtatConstat.RELEVE}:
        return EtatConstat(current)
    if not missing(draft):
        return EtatConstat.OUVERT
    waits = current in A_COMPLETER
    return EtatConstat(current) if waits else EtatConstat.A_QUALIFIER


def weakness_of(strong: ConstatDraft, today: date) -> ConstatDraft:
    """Return the faiblesse that a lost point fort has become: same place, same subject, seen today.

    Its paper sheet and its outside reference belong to the point fort alone.
    """
    return replace(
        strong,
        polarite=Polarite.FAIBLE,
        titre="",
        texte=f"Point fort perdu. {strong.texte}".strip(),
        gravite=None,
        date_constat=today.isoformat(),
        fiche_papier="",
        ref_externe="",
    )


def settled(draft: ConstatDraft, item: ItemRecord | None) -> ConstatDraft:
    """Return a draft with what follows from the rest of it.

    A point fort, an information and a proposition have no gravity; an item may impose the
    least (tag injurieux, trappe ouverte); what is said of encombrants goes with their items;
    an item of another thème than the one chosen is dropped; tranquillité is for the partners
    unless a person says otherwise.
    """
    values: dict[str, Any] = {}
    if item is not None and draft.theme is None:
        draft = replace(draft, theme=item.theme)
    elif item is not None and draft.theme != item.theme:
        draft, item = replace(draft, item=None), None
    if draft.polarite is not Polarite.FAIBLE:
        values |= {"gravite": None, "priorite_forcee": None, "priorite_motif": ""}
    elif item is not None and item.gravite_forcee is not None:
        values["gravite"] = max(draft.gravite or item.gravite_forcee, item.gravite_forcee)
    if draft.priorite_forcee is None:
        values["priorite_motif"] = ""
    if draft.item not in ENCOMBRANTS:
        values |= {field.name: field.default for field in fields(EncombrantDraft)}
    if draft.theme == TRANQUILLITE and draft.confidentialite is None:
        values["confidentialite"] = Confidentialite.PARTENAIRES
    return replace(draft, **values)


def default_title(sujet: str, endroit: str) -> str:
    """Return the title of a constat that bears none: item (else thème) and place."""
    return " — ".join(filter(None, (sujet.strip(), endroit.strip())))


def marche_number(prefixe: str, day: date, kind: TypeMarche, known: Iterable[str]) -> str:
    """Return the next number of a quartier and year: BEI-2026-2, BEI-2026-E1."""
    start = f"{prefixe}-{day.year}-{_SERIES.get(kind, '')}"
    return f"{start}{_next_rank(start, known)}"


def constat_number(marche: str, lettre: str, known: Iterable[str]) -> str:
    """Return the next number of this poste in a marche, never used before: BEI-2026-2-B017.

    `known` holds the numbers of all constats of the marche, deleted ones included. The
    letter of the poste makes the number unique without a server.
    """
    start = f"{marche}-{lettre}"
    return f"{start}{_next_rank(start, known):03d}"


def _next_rank(start: str, known: Iterable[str]) -> int:
    pattern = re.compile(re.escape(start) + r"(\d+)")
    ranks = [int(found[1]) for number in known if (found := pattern.fullmatch(number))]
    return max(ranks, default=0) + 1
