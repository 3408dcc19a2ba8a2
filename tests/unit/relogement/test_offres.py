"""The legal counter of offers (relogement 1.4, F13, L442-6 II)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement.codes import EtatProposition, ModeCaleol, ReponseAvis
from desktop.domain.relogement.offres import (
    CONTROLES,
    Decompte,
    Offre,
    answer_day,
    caleol_day,
    count_offers,
    judge,
)
from tests.regles_essai import regles

P, OUI, NON, VOIR = EtatProposition, ReponseAvis.OUI, ReponseAvis.NON, ReponseAvis.A_VERIFIER
YES = dict.fromkeys(CONTROLES, OUI)


def offre(rank, day, etat=P.REFUSEE, **fields):
    return Offre(id=str(rank), numero=rank, etat=etat, date_notification=day, **{**YES, **fields})


def test_the_third_counted_offer_starts_six_months_and_later_ones_never_move_them():
    days = [date(2025, 8, 31), date(2025, 3, 1), date(2025, 5, 1), date(2025, 10, 1)]
    found = count_offers([offre(rank, day) for rank, day in enumerate(days)], regles())

    assert [(one.offre.date_notification, one.rang) for one in found.offres] == [
        (date(2025, 3, 1), 1), (date(2025, 5, 1), 2), (date(2025, 8, 31), 3),
        (date(2025, 10, 1), 4),
    ]  # fmt: skip
    assert (found.date_troisieme, found.decheance) == (date(2025, 8, 31), date(2026, 2, 28))


def test_months_and_number_of_offers_are_parameters():
    offers = [offre(rank, date(2025, rank, 10)) for rank in (1, 2)]

    found = count_offers(offers, regles(offres_max="2", decheance_mois="3"))

    assert found.decheance == date(2025, 5, 10)
    assert count_offers(offers, regles()).decheance is None


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Decompte.COMPTEE),
        ({"date_notification": None}, Decompte.NON_COMPTEE),
        ({"etat": P.REPEREE}, Decompte.NON_COMPTEE),
        ({"etat": P.RETIREE}, Decompte.NON_COMPTEE),
        ({"etat": P.RETIREE, "compte_comme_offre": True}, Decompte.NON_COMPTEE),
        ({"etat": P.NON_ATTRIBUEE}, Decompte.NON_COMPTEE),
        ({"etat": P.SANS_REPONSE}, Decompte.COMPTEE),
        ({"etat": P.NOTIFIEE}, Decompte.COMPTEE),
        ({"compte_comme_offre": False, "motif_non_comptee": "Oral"}, Decompte.NON_COMPTEE),
        ({"conf_besoins": NON}, Decompte.NON_COMPTEE),
        ({"conf_besoins": NON, "compte_comme_offre": True}, Decompte.NON_COMPTEE),
        ({"conf_besoins": VOIR}, Decompte.A_VERIFIER),
        ({"conf_besoins": None}, Decompte.A_VERIFIER),
        ({"conf_besoins": VOIR, "compte_comme_offre": True}, Decompte.COMPTEE),
    ],
)
def test_what_counts_as_an_offer(change, verdict):
    assert judge(replace(offre(1, date(2026, 1, 1)), **change))[0] is verdict


@pytest.mark.parametrize("name", CONTROLES)
def test_the_application_never_decides_what_is_to_be_verified(name):
    waiting = offre(1, date(2026, 1, 1), **{name: VOIR})

    verdict, reason = judge(waiting)

    assert verdict is Decompte.A_VERIFIER
    assert "reste à vérifier" in reason
    assert count_offers([waiting], regles()).comptees == ()
    assert count_offers([waiting], regles()).a_verifier[0].offre is waiting


def test_the_reason_of_the_team_is_shown():
    reason = judge(offre(1, date(2026, 1, 1), compte_comme_offre=False, motif_non_comptee="Oral"))

    assert reason == (Decompte.NON_COMPTEE, "Décision de l’équipe : Oral")


@pytest.mark.parametrize(
    ("states", "refused"),
    [
        ("REFUSEE REFUSEE REFUSEE", True),
        ("REFUSEE REFUSEE", False),
        ("REFUSEE REFUSEE SANS_REPONSE", False),
        ("REFUSEE REFUSEE RETIREE", False),
        ("SANS_REPONSE SANS_REPONSE REFUSEE", True),
        ("REFUSEE REFUSEE SANS_REPONSE REFUSEE", True),
        ("REFUSEE REFUSEE REFUSEE NOTIFIEE", False),
        ("REFUSEE REFUSEE REFUSEE ACCEPTEE", False),
    ],
)
def test_a_third_offer_is_refused_by_an_answer_and_nothing_else(states, refused):
    offers = [
        offre(rank, date(2026, rank, 1), P(state)) for rank, state in enumerate(states.split(), 1)
    ]

    assert count_offers(offers, regles()).troisieme_refusee is refused


@pytest.mark.parametrize("etat", [P.ACCEPTEE, P.CALEOL_ATTENTE, P.AJOURNEE, P.ATTRIBUEE, P.BAIL])
def test_an_offer_that_was_taken_is_named_beside_the_six_months(etat):
    offers = [offre(rank, date(2026, rank, 1)) for rank in (1, 2)]
    found = count_offers([*offers, offre(3, date(2026, 3, 1), etat)], regles())

    assert (found.decheance, found.acceptee and found.acceptee.numero) == (date(2026, 9, 1), 3)
    assert count_offers(offers, regles()).acceptee is None
    assert count_offers([offre(1, date(2026, 1, 1), P.DESISTEMENT)], regles()).acceptee is None


def test_no_date_of_answer_is_invented():
    assert answer_day(date(2026, 1, 1), regles()) is None
    assert answer_day(None, regles(delai_reponse_jours="15")) is None
    assert answer_day(date(2026, 1, 1), regles(delai_reponse_jours="15")) == date(2026, 1, 16)


def test_ten_days_run_from_an_attribution_by_the_caleol():
    won = offre(1, date(2026, 1, 1), P.ATTRIBUEE, date_caleol=date(2026, 2, 25))

    assert caleol_day(won, regles()) == date(2026, 3, 7)
    assert caleol_day(replace(won, etat=P.AJOURNEE), regles()) == date(2026, 3, 7)
    assert caleol_day(replace(won, caleol_mode=ModeCaleol.SANS_OBJET), regles()) is None
    assert caleol_day(replace(won, etat=P.BAIL), regles()) is None
    assert caleol_day(replace(won, date_caleol=None), regles()) is None


OFFERS = st.lists(
    st.builds(
        Offre,
        id=st.text("abc", min_size=1, max_size=3),
        numero=st.integers(1, 9),
        etat=st.sampled_from(EtatProposition),
        date_notification=st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        compte_comme_offre=st.sampled_from([None, True, False]),
        **{name: st.sampled_from([OUI, OUI, OUI, NON, VOIR, None]) for name in CONTROLES},
    ),
    max_size=8,
)


@given(offers=OFFERS)
def test_counted_offers_are_notified_ranked_without_gap_and_the_third_sets_the_clock(offers):
    found = count_offers(offers, regles())
    counted = found.comptees

    assert [one.rang for one in counted] == list(range(1, len(counted) + 1))
    assert len(counted) <= sum(one.date_notification is not None for one in offers)
    assert [one.offre.date_notification for one in counted] == sorted(
        one.offre.date_notification for one in counted
    )
    assert len(found.offres) == len(offers)
    assert (found.decheance is None) is (len(counted) < 3)
    if found.decheance is not None:
        assert found.date_troisieme == counted[2].offre.date_notification


@given(offers=OFFERS, later=st.integers(1, 3))
def test_a_later_offer_never_moves_the_clock(offers, later):
    before = count_offers(offers, regles())
    more = [offre(50 + rank, date(2031, 1, 1)) for rank in range(later)]

    after = count_offers([*offers, *more], regles())

    if before.decheance is not None:
        assert (after.decheance, after.date_troisieme) == (before.decheance, before.date_troisieme)
