"""State of a demande de logement social, from its dates and the delays in force (relogement 2.8).

A demande lives one year from its deposit or its last renewal, is struck off at thirteen months,
and may be taken up again until eighteen months (arrêté du 23/03/2015): all three are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from desktop.domain.calendar import months_after
from desktop.domain.relogement.codes import StatutDemande
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.parametres import Regles

_STRUCK_OFF: Final = frozenset(
    {
        StatutDemande.RADIEE_ATTRIBUTION,
        StatutDemande.RADIEE_RENONCIATION,
        StatutDemande.RADIEE_PLAFONDS,
        StatutDemande.RADIEE_SEJOUR,
        StatutDemande.RADIEE_SANS_REPONSE,
    }
)


class EtatNur(Enum):
    """What the team has to do about a demande; computed, never stored."""

    A_CREER = "A_CREER"
    A_VERIFIER = "A_VERIFIER"
    VALIDE = "VALIDE"
    A_RENOUVELER = "A_RENOUVELER"
    EXPIREE = "EXPIREE"
    A_REACTIVER = "A_REACTIVER"
    RADIEE = "RADIEE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nur:
    """State of the demande of a ménage on a day.

    Attributes:
        etat: What to do.
        echeance: Last day of validity, or, once struck off, last day to take it up again;
            None when no date is known.
        valable: Whether a commission would take it today.
        alerte: 1 from the first reminder before the end, 2 from the second, 0 before.
    """

    etat: EtatNur
    echeance: date | None = None
    valable: bool = False
    alerte: int = 0


def current_demande(demandes: Iterable[DemandeLogementDraft]) -> DemandeLogementDraft | None:
    """Return the demande that counts: the one renewed last; those without a date come last."""
    found = list(demandes)
    return max(found, key=lambda one: base_day(one) or date.min) if found else None


def base_day(demande: DemandeLogementDraft) -> date | None:
    """Return the day from which a demande is valid."""
    return demande.date_renouvellement or demande.date_depot


def state_of_nur(demande: DemandeLogementDraft | None, regles: Regles, today: date) -> Nur:
    """Return the state of a demande on a day; the dates speak first, then the typed status."""
    if demande is None or demande.statut is StatutDemande.A_CREER:
        return Nur(etat=EtatNur.A_CREER)
    if demande.statut in _STRUCK_OFF:
        return Nur(etat=EtatNur.RADIEE, echeance=demande.date_radiation)
    base = base_day(demande)
    if base is None:
        return _without_dates(demande, regles, today)
    last = months_after(base, regles.nur_reactivation_mois)
    lapsed = demande.statut is StatutDemande.RADIEE_NON_RENOUVELLEMENT
    if lapsed or today >= months_after(base, regles.nur_radiation_mois):
        etat = EtatNur.A_REACTIVER if today <= last else EtatNur.RADIEE
        return Nur(etat=etat, echeance=last)
    return _running(demande, regles, today, months_after(base, regles.nur_validite_mois))


def _running(demande: DemandeLogementDraft, regles: Regles, today: date, end: date) -> Nur:
    if today > end:
        return Nur(etat=EtatNur.EXPIREE, echeance=end)
    alerte = 0
    if today >= end - timedelta(days=regles.nur_alerte_1_jours):
        alerte = 1
    if today >= end - timedelta(days=regles.nur_alerte_2_jours):
        alerte = 2
    due = alerte or demande.statut is StatutDemande.A_RENOUVELER
    etat = EtatNur.A_RENOUVELER if due else EtatNur.VALIDE
    return Nur(etat=etat, echeance=end, valable=True, alerte=alerte)


def _without_dates(demande: DemandeLogementDraft, regles: Regles, today: date) -> Nur:
    if demande.statut is StatutDemande.A_RENOUVELER:
        return Nur(etat=EtatNur.A_RENOUVELER)
    if demande.statut is not StatutDemande.RADIEE_NON_RENOUVELLEMENT:
        return Nur(etat=EtatNur.A_VERIFIER)
    if demande.date_radiation is None:
        return Nur(etat=EtatNur.RADIEE)
    months = regles.nur_reactivation_mois - regles.nur_radiation_mois
    last = months_after(demande.date_radiation, max(months, 0))
    etat = EtatNur.A_REACTIVER if today <= last else EtatNur.RADIEE
    return Nur(etat=etat, echeance=last)
