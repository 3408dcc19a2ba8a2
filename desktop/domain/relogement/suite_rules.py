"""Rules of what follows a bail: relogement, move, works, follow-up, survey (2.12, 2.13, 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.checks import check_count, check_day, check_texts
from desktop.domain.relogement.codes import (
    ClasseProduit,
    NatureRelogement,
    Perimetre,
    PosteDemenagement,
)
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.formules import conventionne_recent
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.errors import FieldError

_AMOUNT_MAX = Decimal(100_000)
_SURFACE_MAX = Decimal(1000)
_KM_MAX = Decimal(1000)
_VOLUME_MAX = Decimal(500)
_FLOOR_MAX = 60
_ROOMS_MAX = 30
_DAYS_MAX = 366
_AMOUNTS = (
    "loyer",
    "loyer_annexes",
    "charges",
    "forfait_chauffage",
    "forfait_eau_chaude",
    "forfait_eau_froide",
    "apl_estimee",
    "apl_reelle",
    "loyer_plafond_apl",
    "depot_montant",
)
_MONTANT = "Vérifiez ce montant : il est négatif ou trop grand."
_NOMBRE = "Vérifiez ce nombre : il est négatif ou trop grand."


# --- relogement ---------------------------------------------------------------------------


def check_relogement(draft: RelogementDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a relogement cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.menage_id is None:
        errors.append(FieldError("menage_id", "Choisissez le ménage."))
    if draft.nature is None:
        errors.append(FieldError("nature", "Choisissez la nature du relogement."))
    for field in ("date_attribution", "date_bail", "date_entree"):
        errors.extend(check_day(field, getattr(draft, field), today))
    errors.extend(_check_retour(draft, today))
    errors.extend(check_count("etage", draft.etage, _FLOOR_MAX))
    errors.extend(check_count("nb_pieces", draft.nb_pieces, _ROOMS_MAX))
    errors.extend(_check_size("surface", draft.surface, _SURFACE_MAX))
    errors.extend(_check_size("distance_km", draft.distance_km, _KM_MAX))
    for field in _AMOUNTS:
        errors.extend(_check_amount(draft, field))
    if draft.apl_reelle is not None and draft.date_apl_reelle is None:
        words = "Indiquez quand cette APL a été constatée."
        errors.append(FieldError("date_apl_reelle", words))
    errors.extend(check_day("date_apl_reelle", draft.date_apl_reelle, today, past=True))
    errors.extend(check_count("double_loyer_jours", draft.double_loyer_jours, _DAYS_MAX))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_seul_definitif(
    draft: RelogementDraft, others: Iterable[RelogementDraft]
) -> tuple[FieldError, ...]:
    """Return why a definitive relogement cannot stand beside the other ones of its ménage."""
    if draft.nature is NatureRelogement.DEFINITIF and any(
        one.nature is NatureRelogement.DEFINITIF for one in others
    ):
        words = "Ce ménage a déjà un relogement définitif : corrigez-le, ou changez sa nature."
        return (FieldError("nature", words),)
    return ()


def avertissements(draft: RelogementDraft) -> tuple[str, ...]:
    """Return what looks wrong in a relogement, but may be true."""
    found = []
    dates = (
        ("L’entrée précède le bail", draft.date_bail, draft.date_entree),
        ("Le bail précède l’attribution", draft.date_attribution, draft.date_bail),
    )
    for words, first, then in dates:
        if first is not None and then is not None and then < first:
            found.append(f"{words} : vérifiez les dates.")
    return tuple(found)


def classe_suggeree(draft: RelogementDraft, annees: int) -> ClasseProduit | None:
    """Return the class of product that the dates tell, None when they tell nothing (F11).

    « Neuf » is a first letting: the bail is signed on the day of commissioning, or nobody can
    have lived there before it. « Conventionné depuis moins de 5 ans » is strict.
    """
    if draft.date_bail is None:
        return None
    if draft.date_mise_service is not None and draft.date_bail <= draft.date_mise_service:
        return ClasseProduit.NEUF
    recent = conventionne_recent(draft.date_bail, draft.date_conventionnement, annees)
    if recent is None:
        return None
    return ClasseProduit.CONV_MOINS_5 if recent else ClasseProduit.CONV_PLUS_5


def perimetre_suggere(
    draft: RelogementDraft, *, commune: str, quartier: str, fold: Callable[[str], str]
) -> Perimetre | None:
    """Return where a ménage was relogé, as far as the application can tell.

    `commune` and `quartier` are those of the operation, `fold` takes case and accents away. Of
    another commune nothing here says whether it belongs to the métropole: None.
    """
    if not draft.commune.strip() or fold(draft.commune).strip() != fold(commune).strip():
        return None
    if draft.quartier.strip() and fold(draft.quartier).strip() == fold(quartier).strip():
        return Perimetre.MEME_QUARTIER
    if draft.hors_qpv is None:
        return None
    return Perimetre.AIX_HORS_QPV if draft.hors_qpv else Perimetre.AIX_QPV


def double_loyer_suggere(draft: RelogementDraft, remise: date | None) -> int | None:
    """Return the days for which both rents ran: from the new bail to the old keys handed back."""
    if draft.date_bail is None or remise is None:
        return None
    return max((remise - draft.date_bail).days, 0)


def suggestions(
    draft: RelogementDraft,
    regles: Regles,
    *,
    remise: date | None,
    plafond: Decimal | None,
    fold: Callable[[str], str],
) -> dict[str, Any]:
    """Return what the application proposes for fields that a person decides, by field.

    Args:
        draft: The relogement as it stands.
        regles: The rules of the espace.
        remise: When the old keys were handed back.
        plafond: The loyer plafond APL of the ménage, € a month.
        fold: Takes case and accents from a text.
    """
    found = {
        "perimetre": perimetre_suggere(
            draft, commune=regles.commune, quartier=regles.quartier, fold=fold
        ),
        "classe_produit": classe_suggeree(draft, regles.conventionnement_annees),
        "loyer_plafond_apl": plafond,
        "double_loyer_jours": double_loyer_suggere(draft, remise),
    }
    return {name: value for name, value in found.items() if value is not None}


def _check_retour(draft: RelogementDraft, today: date) -> Iterator[FieldError]:
    if draft.date_retour is None:
        return
    if draft.nature is not None and draft.nature is not NatureRelogement.TEMPORAIRE:
        yield FieldError("date_retour", "Seul un relogement temporaire a une date de retour.")
    elif draft.date_entree is not None and draft.date_retour < draft.date_entree:
        yield FieldError("date_retour", "Le retour ne peut pas précéder l’entrée.")
    else:
        yield from check_day("date_retour", draft.date_retour, today, past=True)


# --- what follows -------------------------------------------------------------------------


def check_demenagement(draft: DemenagementDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a move cannot be saved, in screen order."""
    errors: list[FieldError] = []
    errors.extend(check_day("date_demenagement", draft.date_demenagement, today))
    errors.extend(_check_size("volume_m3", draft.volume_m3, _VOLUME_MAX))
    for field in ("montant_devis", "montant_facture", "reglements"):
        errors.extend(_check_amount(draft, field))
    errors.extend(_check_note("precisions", draft.precisions))
    errors.extend(check_texts(replace(draft, precisions="")))
    return tuple(errors)


def postes_restants(draft: DemenagementDraft) -> tuple[PosteDemenagement, ...]:
    """Return the tasks of a move that are asked for and not done, in the order of the list."""
    asked, done = draft.postes.split(), draft.postes_faits.split()
    return tuple(one for one in PosteDemenagement if one in asked and one not in done)


def reste_a_regler(draft: DemenagementDraft) -> tuple[Decimal, bool] | None:
    """Return what is left to pay in €, and whether it is known from the devis alone.

    Negative: too much was paid. None while neither devis nor facture is known.
    """
    price = draft.montant_facture if draft.montant_facture is not None else draft.montant_devis
    if price is None:
        return None
    return price - (draft.reglements or Decimal(0)), draft.montant_facture is None


def check_travaux(draft: TravauxDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why works cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.lieu is None:
        errors.append(FieldError("lieu", "Choisissez le logement, ancien ou nouveau."))
    if not draft.objet.strip():
        errors.append(FieldError("objet", "Dites en quelques mots de quels travaux il s’agit."))
    errors.extend(_check_amount(draft, "montant"))
    errors.extend(check_day("date_fin", draft.date_fin, today))
    errors.extend(check_day("date_declaration", draft.date_declaration, today, past=True))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_suivi(draft: SuiviPostDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a visit cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if draft.echeance is None and draft.date_prevue is None and draft.date_faite is None:
        errors.append(FieldError("date_prevue", "Indiquez le jour prévu de cette visite."))
    errors.extend(check_day("date_prevue", draft.date_prevue, today))
    errors.extend(check_day("date_faite", draft.date_faite, today, past=True))
    if draft.date_faite is not None and draft.non_faite_motif.strip():
        words = "Cette visite est faite : videz ce motif, ou la date."
        errors.append(FieldError("non_faite_motif", words))
    errors.extend(_check_note("note", draft.note))
    errors.extend(check_texts(draft))
    return tuple(errors)


def check_satisfaction(draft: EnqueteSatisfactionDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a survey cannot be saved, in screen order.

    What a ménage says in its own words is kept with its consent only.
    """
    errors: list[FieldError] = []
    errors.extend(check_day("date_faite", draft.date_faite, today, past=True))
    if draft.refusee and est_repondue(draft):
        words = "Cette enquête a des réponses : elle n’a pas été refusée."
        errors.append(FieldError("refusee", words))
    elif not draft.refusee and draft.date_faite is None:
        errors.append(FieldError("date_faite", "Indiquez le jour où le ménage a répondu."))
    if draft.verbatim.strip() and draft.verbatim_accord is not True:
        words = "Sans l’accord du ménage, ses mots ne sont pas gardés : videz ce texte."
        errors.append(FieldError("verbatim_accord", words))
    for field in ("information_comment", "logement_pourquoi", "verbatim"):
        errors.extend(_check_note(field, getattr(draft, field)))
    short = replace(draft, information_comment="", logement_pourquoi="", verbatim="")
    errors.extend(check_texts(short))
    return tuple(errors)


def est_repondue(draft: EnqueteSatisfactionDraft) -> bool:
    """Say whether a survey holds at least one answer."""
    empty = EnqueteSatisfactionDraft(
        menage_id=draft.menage_id, date_faite=draft.date_faite, refusee=draft.refusee
    )
    return draft != empty


def check_cles(draft: LogementDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why the return of the old keys cannot be saved, in screen order."""
    errors: list[FieldError] = []
    errors.extend(check_day("date_edl_sortant", draft.date_edl_sortant, today))
    errors.extend(check_day("date_remise_cles", draft.date_remise_cles, today, past=True))
    return tuple(errors)


# --- inside -------------------------------------------------------------------------------


def _check_amount(draft: Any, field: str) -> Iterator[FieldError]:
    value = getattr(draft, field)
    if value is not None and not 0 <= value <= _AMOUNT_MAX:
        yield FieldError(field, _MONTANT)


def _check_size(field: str, value: Decimal | None, most: Decimal) -> Iterator[FieldError]:
    if value is not None and not 0 <= value <= most:
        yield FieldError(field, _NOMBRE)


def _check_note(field: str, note: str) -> Iterator[FieldError]:
    if len(note) > NOTE_MAX:
        yield FieldError(
            field,
            f"Cette note compte {len(note)} signes ; la limite est de {NOTE_MAX}. "
            "Gardez l’essentiel : rien n’a été perdu.",
        )


def check_temporaire(draft: RelogementDraft, today: date, *, away: bool) -> tuple[FieldError, ...]:
    """Return why a ménage cannot be noted as gone for a time; `away`: it is already."""
    errors = []
    if away and draft.date_retour is None:
        words = "Ce ménage est déjà dans un relogement temporaire : notez d’abord son retour."
        errors.append(FieldError("nature", words))
    if not draft.adresse.strip():
        errors.append(FieldError("adresse", "Indiquez l’adresse du logement temporaire."))
    if draft.date_entree is None:
        errors.append(FieldError("date_entree", "Indiquez le jour du départ."))
    elif draft.date_entree > today:
        errors.append(FieldError("date_entree", "Cette date est dans le futur : vérifiez-la."))
    return tuple(errors)
