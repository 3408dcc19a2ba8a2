"""State of a demande de logement social on a day."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.calendar import months_after
from desktop.domain.relogement.codes import StatutDemande
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.nur import EtatNur, Nur, current_demande, state_of_nur
from tests.regles_essai import regles

BASE = date(2025, 12, 15)
END = date(2026, 12, 15)


def demande(**fields) -> DemandeLogementDraft:
    return DemandeLogementDraft(**{"date_depot": BASE, "statut": StatutDemande.ACTIVE, **fields})


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 15), Nur(etat=EtatNur.VALIDE, echeance=END, valable=True)),
        (date(2026, 10, 16), Nur(etat=EtatNur.A_RENOUVELER, echeance=END, valable=True, alerte=1)),
        (date(2026, 11, 15), Nur(etat=EtatNur.A_RENOUVELER, echeance=END, valable=True, alerte=2)),
        (END, Nur(etat=EtatNur.A_RENOUVELER, echeance=END, valable=True, alerte=2)),
        (date(2026, 12, 16), Nur(etat=EtatNur.EXPIREE, echeance=END)),
        (date(2027, 1, 14), Nur(etat=EtatNur.EXPIREE, echeance=END)),
        (date(2027, 1, 15), Nur(etat=EtatNur.A_REACTIVER, echeance=date(2027, 6, 15))),
        (date(2027, 6, 15), Nur(etat=EtatNur.A_REACTIVER, echeance=date(2027, 6, 15))),
        (date(2027, 6, 16), Nur(etat=EtatNur.RADIEE, echeance=date(2027, 6, 15))),
    ],
)
def test_a_demande_ages_from_valid_to_struck_off(today, expected):
    assert state_of_nur(demande(), regles(), today) == expected


def test_a_renewal_starts_the_year_again():
    renewed = demande(date_renouvellement=date(2026, 11, 1))

    assert state_of_nur(renewed, regles(), date(2026, 12, 20)).etat is EtatNur.VALIDE


@pytest.mark.parametrize("statut", [one for one in StatutDemande if one.value.startswith("RADIEE")])
def test_a_demande_struck_off_is_never_valid(statut):
    state = state_of_nur(demande(statut=statut), regles(), date(2026, 1, 10))

    assert not state.valable
    lapsed = statut is StatutDemande.RADIEE_NON_RENOUVELLEMENT
    assert state.etat is (EtatNur.A_REACTIVER if lapsed else EtatNur.RADIEE)


@pytest.mark.parametrize(
    ("fields", "etat"),
    [
        ({"date_depot": None}, EtatNur.A_VERIFIER),
        ({"date_depot": None, "statut": None}, EtatNur.A_VERIFIER),
        ({"date_depot": None, "statut": StatutDemande.A_RENOUVELER}, EtatNur.A_RENOUVELER),
        ({"statut": StatutDemande.A_CREER}, EtatNur.A_CREER),
        ({"statut": StatutDemande.A_RENOUVELER}, EtatNur.A_RENOUVELER),
        ({"date_depot": None, "statut": StatutDemande.RADIEE_NON_RENOUVELLEMENT}, EtatNur.RADIEE),
    ],
)
def test_without_dates_the_typed_status_speaks(fields, etat):
    assert state_of_nur(demande(**fields), regles(), date(2026, 2, 1)).etat is etat


def test_a_striking_off_is_taken_up_within_the_months_left():
    off = demande(
        date_depot=None,
        statut=StatutDemande.RADIEE_NON_RENOUVELLEMENT,
        date_radiation=date(2026, 1, 31),
    )

    assert state_of_nur(off, regles(), date(2026, 6, 30)).etat is EtatNur.A_REACTIVER
    assert state_of_nur(off, regles(), date(2026, 7, 1)).etat is EtatNur.RADIEE


def test_no_demande_is_one_to_make():
    assert state_of_nur(None, regles(), BASE).etat is EtatNur.A_CREER


def test_the_demande_renewed_last_counts():
    old, new = demande(), demande(date_renouvellement=date(2026, 3, 1))

    assert current_demande([new, demande(date_depot=None), old]) is new
    assert current_demande([]) is None


def test_delays_come_from_the_parameters():
    short = regles(nur_validite_mois="6", nur_alerte_1_jours="10", nur_alerte_2_jours="5")

    assert state_of_nur(demande(), short, date(2026, 6, 4)).etat is EtatNur.VALIDE
    assert state_of_nur(demande(), short, date(2026, 6, 5)).echeance == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), -2, date(2025, 11, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day, months, expected):
    assert months_after(day, months) == expected
