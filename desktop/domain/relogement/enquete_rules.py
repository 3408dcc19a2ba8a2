"""Rules of what an enquête tells of a ménage (relogement 2.2 to 2.10, 2.17)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.domain.checks import check_count
from desktop.domain.relogement.codes import StatutDemande
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    DepenseDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    PieceDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.rules import check_menage
from desktop.domain.relogement.valeurs import check_values, check_year
from desktop.errors import FieldError

NUR_MAX: Final = 18
"""Longest numéro unique; its structure is not checked (relogement 2.8)."""

FLOOR_MAX: Final = 60
PARTS_MAX: Final = Decimal(30)
_PERSONS_MAX = 30
_MINUTES_MAX = 24 * 60
_MONTHS_MAX = 24
_FIRST_YEAR = 2000

ACTIVES: Final = frozenset({StatutDemande.ACTIVE, StatutDemande.A_RENOUVELER})
"""A ménage has at most one demande in one of these (relogement 2)."""

_OVERRIDES: Final = (
    ("droit_force", "droit_motif", "Dites pourquoi le droit au relogement est décidé ainsi."),
    ("priorite_forcee", "priorite_motif", "Dites pourquoi cette priorité est donnée."),
    ("niveau_force", "niveau_motif", "Dites pourquoi cet accompagnement est décidé."),
)


def check_part(draft: MenageDraft, names: Collection[str], today: date) -> tuple[FieldError, ...]:
    """Return the reasons why some fields of a dossier cannot be saved, in their order."""
    errors = [*check_menage(draft, today), *check_values(draft, today)]
    errors.extend(check_count("duree_enquete_min", draft.duree_enquete_min, _MINUTES_MAX))
    errors.extend(check_count("nb_decohabitants", draft.nb_decohabitants, _PERSONS_MAX))
    if draft.nb_decohabitants and draft.decohabitation is False:
        errors.append(
            FieldError(
                "nb_decohabitants",
                "Aucune décohabitation n’est souhaitée : videz ce nombre, ou répondez oui.",
            )
        )
    if draft.nb_parts is not None and not 0 < draft.nb_parts <= PARTS_MAX:
        errors.append(
            FieldError("nb_parts", f"Indiquez un nombre de parts entre 0,5 et {PARTS_MAX}.")
        )
    errors.extend(check_year("annee_avis", draft.annee_avis, _FIRST_YEAR, today.year))
    for choice, motif, message in _OVERRIDES:
        if getattr(draft, choice) is not None and not getattr(draft, motif).strip():
            errors.append(FieldError(motif, message))
    return _sorted(draft, [error for error in errors if error.field in names])


def check_ligne(draft: Any, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a row of an enquête cannot be saved, in screen order."""
    check = _CHECKS.get(type(draft))
    errors = [*(check(draft, today) if check is not None else ()), *check_values(draft, today)]
    return _sorted(draft, errors)


def check_one_active(
    draft: DemandeLogementDraft, others: Collection[DemandeLogementDraft]
) -> tuple[FieldError, ...]:
    """Refuse a second active demande de logement for the same ménage."""
    active = [one for one in others if one.statut in ACTIVES]
    if draft.statut not in ACTIVES or not active:
        return ()
    number = active[0].numero_unique or "sans numéro"
    return (
        FieldError(
            "statut",
            f"Une autre demande est déjà active ({number}). Corrigez-la, ou dites d’abord "
            "qu’elle est radiée.",
        ),
    )


# --- by kind ----------------------------------------------------------------------------------


def _ressource(draft: RessourceDraft, _today: date) -> Iterator[FieldError]:
    if draft.nature is None:
        yield FieldError("nature", "Choisissez la nature de cette ressource.")
    if draft.montant is not None and draft.periode is None:
        yield FieldError("periode", "Dites si ce montant est par mois, par trimestre ou par an.")


def _depense(draft: DepenseDraft, _today: date) -> Iterator[FieldError]:
    if draft.nature is None:
        yield FieldError("nature", "Choisissez la nature de cette dépense.")
    if draft.montant is not None and draft.periode is None:
        yield FieldError("periode", "Dites si ce montant est par mois, par trimestre ou par an.")


def _dette(draft: DetteDraft, _today: date) -> Iterator[FieldError]:
    if draft.nature is None:
        yield FieldError("nature", "Choisissez la nature de cette dette.")
    if draft.solde is not None and draft.date_solde is None:
        yield FieldError("date_solde", "Indiquez le jour où ce solde a été constaté.")
    yield from _in_order(draft, "plan_debut", "plan_fin", "La fin du plan vient après son début.")


def _besoin(draft: BesoinAdaptationDraft, _today: date) -> Iterator[FieldError]:
    yield from check_count("etage_max", draft.etage_max, FLOOR_MAX)


def _souhait(draft: SouhaitDraft, _today: date) -> Iterator[FieldError]:
    if draft.date_expression is None:
        yield FieldError("date_expression", "Indiquez le jour où ce souhait a été exprimé.")
    yield from check_count("etage_min", draft.etage_min, FLOOR_MAX)
    yield from check_count("etage_max", draft.etage_max, FLOOR_MAX)
    if None not in (draft.etage_min, draft.etage_max) and draft.etage_min > draft.etage_max:  # type: ignore[operator]  # neither is None
        yield FieldError("etage_max", "L’étage le plus haut est sous le plus bas.")
    wanted = set(draft.secteurs.split()) & set(draft.secteurs_refuses.split())
    if wanted:
        yield FieldError(
            "secteurs_refuses", "Un même secteur est à la fois souhaité et refusé : choisissez."
        )


def _demande(draft: DemandeLogementDraft, _today: date) -> Iterator[FieldError]:
    if len(draft.numero_unique.strip()) > NUR_MAX:
        yield FieldError("numero_unique", f"Un numéro unique compte au plus {NUR_MAX} signes.")
    if draft.statut in ACTIVES and not draft.numero_unique.strip():
        yield FieldError("numero_unique", "Indiquez le numéro : sans lui, la demande est à créer.")
    yield from _in_order(
        draft, "date_depot", "date_renouvellement", "Le renouvellement vient après le dépôt."
    )


def _recours(draft: RecoursDaloDraft, _today: date) -> Iterator[FieldError]:
    yield from check_count("delai_commission_mois", draft.delai_commission_mois, _MONTHS_MAX)
    yield from check_count("delai_offre_mois", draft.delai_offre_mois, _MONTHS_MAX)
    yield from _in_order(
        draft, "date_saisine", "date_decision", "La décision vient après la saisine."
    )


def _fragilite(draft: FragiliteDraft, _today: date) -> Iterator[FieldError]:
    if draft.domaine is None:
        yield FieldError("domaine", "Choisissez le domaine.")
    if draft.niveau is None:
        yield FieldError("niveau", "Choisissez le niveau, de 0 à 3.")


def _mesure(draft: MesureDraft, _today: date) -> Iterator[FieldError]:
    if draft.type is None:
        yield FieldError("type", "Choisissez la mesure.")
    yield from _in_order(draft, "date_debut", "date_fin", "La fin vient après le début.")


def _piece(draft: PieceDraft, _today: date) -> Iterator[FieldError]:
    if draft.type is None:
        yield FieldError("type", "Choisissez la pièce.")
    yield from _in_order(
        draft, "date_piece", "date_validite", "La fin de validité vient après la date de la pièce."
    )


_CHECKS: Final[Mapping[type, Callable[[Any, date], Iterator[FieldError]]]] = {
    RessourceDraft: _ressource,
    DepenseDraft: _depense,
    DetteDraft: _dette,
    BesoinAdaptationDraft: _besoin,
    SouhaitDraft: _souhait,
    DemandeLogementDraft: _demande,
    RecoursDaloDraft: _recours,
    FragiliteDraft: _fragilite,
    MesureDraft: _mesure,
    PieceDraft: _piece,
}


# --- shared -----------------------------------------------------------------------------------


def _sorted(draft: Any, errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """Return the first refusal of each field, in the order of the draft."""
    order = [field.name for field in fields(draft)]
    first: dict[str, FieldError] = {}
    for error in errors:
        first.setdefault(error.field, error)
    return tuple(sorted(first.values(), key=lambda error: order.index(error.field)))


def _in_order(draft: Any, first: str, last: str, message: str) -> Iterator[FieldError]:
    start, end = getattr(draft, first), getattr(draft, last)
    if start is not None and end is not None and end < start:
        yield FieldError(last, message)
