"""Reminders of a dossier: every line of relogement 1.6, its days, its key and its answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.relogement.codes import (
    EcheanceSuivi,
    EtatDossier,
    EtatProposition,
    EtatTache,
    LienOccupant,
    ModeCaleol,
    NatureRelogement,
    RegleRappel,
    StatutDemande,
    TypePiece,
)
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.rappels import (
    Urgence,
    due,
    next_one,
    reminders,
    third_offer,
    urgency_of,
)
from desktop.domain.relogement.rappels_faits import (
    FaitsMenage,
    NaissanceFaits,
    PropositionFaits,
    RelogementFaits,
    TacheFaits,
)
from tests.regles_essai import regles

TODAY = date(2026, 11, 26)
R = RegleRappel


def menage(**fields) -> FaitsMenage:
    return FaitsMenage(
        **{
            "id": "anne",
            "etat": EtatDossier.PRET,
            "notice": date(2026, 1, 1),
            "dernier_contact": TODAY,
            **fields,
        }
    )


def of(regle: RegleRappel, faits: FaitsMenage, today: date = TODAY, *, taches=(), **kept: str):
    return [one for one in reminders(faits, regles(**kept), today, taches) if one.regle is regle]


def shown(regle: RegleRappel, faits: FaitsMenage, today: date, **kept):
    return due(of(regle, faits, today, **kept), today)


def demande(base: date) -> tuple[DemandeLogementDraft, ...]:
    return (DemandeLogementDraft(date_depot=base, statut=StatutDemande.ACTIVE),)


# --- NUR ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "cles", "nuance"),
    [
        (date(2026, 11, 12), [], None),
        (date(2026, 11, 13), ["2027-01-12/1"], ""),
        (date(2026, 12, 13), ["2027-01-12/2"], ""),
        (date(2027, 1, 13), ["2027-01-12/expiree"], "EXPIREE"),
        (date(2027, 2, 12), ["2027-07-12/reactiver"], "REACTIVER"),
        (date(2027, 7, 13), ["2027-07-12/radiee"], "RADIEE"),
    ],
)
def test_a_nur_is_recalled_at_60_and_30_days_then_stays(today, cles, nuance):
    found = shown(R.NUR, menage(demandes=demande(date(2026, 1, 12))), today)

    assert [one.cle for one in found] == cles
    assert [one.nuance for one in found] == ([] if nuance is None else [nuance])


def test_the_end_of_a_nur_is_a_deadline_long_before_it_is_recalled():
    [one] = of(R.NUR, menage(demandes=demande(TODAY)))

    assert (one.echeance, one.visible) == (date(2027, 11, 26), date(2027, 9, 27))


@pytest.mark.parametrize("etat", [EtatDossier.BAIL_SIGNE, EtatDossier.SUIVI, EtatDossier.CLOS])
def test_nobody_renews_a_demande_once_the_bail_is_signed(etat):
    assert of(R.NUR, menage(etat=etat, demandes=demande(date(2025, 1, 1)))) == []


def test_no_demande_no_reminder():
    assert of(R.NUR, menage()) == []


# --- silence ------------------------------------------------------------------------------


def test_a_dossier_sleeps_after_thirty_days_without_contact():
    faits = menage(dernier_contact=date(2026, 10, 27))

    assert shown(R.SILENCE, faits, date(2026, 11, 25)) == []
    [one] = shown(R.SILENCE, faits, date(2026, 11, 26))
    assert (one.cle, one.jour) == ("2026-10-27", date(2026, 10, 27))


def test_a_menage_never_met_is_recalled_from_its_state():
    faits = menage(dernier_contact=None, date_etat=date(2026, 10, 1))

    [one] = shown(R.SILENCE, faits, TODAY)
    assert (one.nuance, one.jour) == ("JAMAIS", None)
    assert of(R.SILENCE, menage(dernier_contact=None)) == []


@pytest.mark.parametrize("etat", [EtatDossier.CLOS, EtatDossier.SORTI, EtatDossier.SUSPENDU])
def test_a_closed_or_suspended_dossier_may_sleep(etat):
    assert of(R.SILENCE, menage(etat=etat, dernier_contact=date(2025, 1, 1))) == []


def test_done_counts_like_a_contact_and_the_silence_begins_again():
    faits = menage(dernier_contact=date(2026, 9, 1), fait_silence=date(2026, 11, 1))

    [one] = of(R.SILENCE, faits)
    assert (one.echeance, one.cle) == (date(2026, 12, 1), "2026-11-01")


def test_the_delay_of_silence_is_a_parameter():
    [one] = of(R.SILENCE, menage(), silence_jours="45")

    assert one.echeance == TODAY + timedelta(days=45)


# --- propositions -------------------------------------------------------------------------


def proposition(**fields) -> PropositionFaits:
    return PropositionFaits(
        **{
            "id": "p1",
            "etat": EtatProposition.NOTIFIEE,
            "notifiee": date(2026, 11, 14),
            "limite": date(2026, 11, 29),
            **fields,
        }
    )


def test_an_answer_is_recalled_three_days_before_its_limit():
    faits = menage(propositions=(proposition(),))

    assert shown(R.REPONSE, faits, date(2026, 11, 25)) == []
    [one] = shown(R.REPONSE, faits, date(2026, 11, 26))
    assert (one.echeance, one.urgence(TODAY)) == (date(2026, 11, 29), Urgence.PROCHE)
    assert one.urgence(date(2026, 11, 30)) is Urgence.RETARD


def test_the_charte_gives_the_limit_where_the_proposition_has_none():
    faits = menage(propositions=(proposition(limite=None),))

    assert of(R.REPONSE, faits) == []
    [one] = of(R.REPONSE, faits, delai_reponse_jours="10")
    assert one.echeance == date(2026, 11, 24)


@pytest.mark.parametrize(
    "etat", [EtatProposition.REPEREE, EtatProposition.ACCEPTEE, EtatProposition.RETIREE, None]
)
def test_no_answer_is_awaited_of_what_is_not_open(etat):
    assert of(R.REPONSE, menage(propositions=(proposition(etat=etat),))) == []


def test_ten_days_run_from_the_attribution():
    given = proposition(etat=EtatProposition.ATTRIBUEE, caleol=date(2026, 11, 20))

    [one] = shown(R.CALEOL, menage(propositions=(given,)), date(2026, 11, 20))
    assert one.echeance == date(2026, 11, 30)


def test_where_the_caleol_has_no_say_no_ten_days_run():
    given = proposition(
        etat=EtatProposition.ATTRIBUEE,
        caleol=date(2026, 11, 20),
        caleol_mode=ModeCaleol.SANS_OBJET,
    )

    assert of(R.CALEOL, menage(propositions=(given,))) == []


def offers(*days: date, comptee: bool = True) -> tuple[PropositionFaits, ...]:
    return tuple(
        PropositionFaits(id=f"p{rank}", etat=EtatProposition.REFUSEE, notifiee=day, comptee=comptee)
        for rank, day in enumerate(days)
    )


THREE = (date(2026, 8, 31), date(2026, 3, 1), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("today", "stages"),
    [
        (date(2026, 12, 29), []),
        (date(2026, 12, 30), ["1"]),
        (date(2027, 2, 12), ["1"]),
        (date(2027, 2, 13), ["2"]),
        (date(2027, 3, 15), ["2"]),
    ],
)
def test_six_months_after_the_third_counted_offer(today, stages):
    found = shown(R.DECHEANCE, menage(propositions=offers(*THREE)), today)

    assert [one.cle for one in found] == [f"2027-02-28/{stage}" for stage in stages]
    assert {one.echeance for one in found} <= {date(2027, 2, 28)}


def test_a_fourth_offer_never_moves_the_clock_and_an_uncounted_one_never_starts_it():
    four = menage(propositions=offers(*THREE, date(2026, 10, 1)))
    uncounted = menage(propositions=offers(*THREE, comptee=False))

    assert third_offer(four, regles()) == date(2026, 8, 31)
    assert third_offer(uncounted, regles()) is None
    assert third_offer(menage(propositions=offers(*THREE[:2])), regles()) is None


def test_who_accepted_or_moved_is_not_threatened():
    for etat in (EtatDossier.ACCEPTE, EtatDossier.BAIL_SIGNE, EtatDossier.SORTI):
        faits = menage(etat=etat, propositions=offers(*THREE))
        assert of(R.DECHEANCE, faits) == []


# --- after the move -----------------------------------------------------------------------


def moved(**fields) -> FaitsMenage:
    home = RelogementFaits(id="r1", nature=NatureRelogement.DEFINITIF, entree=date(2026, 8, 31))
    return menage(**{"etat": EtatDossier.SUIVI, "relogements": (home,), **fields})


def test_four_visits_follow_a_move():
    found = of(R.SUIVI, moved())

    assert [(one.precision, one.echeance) for one in found] == [
        ("J15", date(2026, 9, 15)),
        ("M1", date(2026, 9, 30)),
        ("M3", date(2026, 11, 30)),
        ("M6", date(2027, 2, 28)),
    ]


def test_a_visit_that_was_made_is_not_recalled():
    done = frozenset({EcheanceSuivi.J15, EcheanceSuivi.M1})

    assert [one.precision for one in of(R.SUIVI, moved(suivis=done))] == ["M3", "M6"]


def test_a_visit_is_recalled_on_the_day_that_was_chosen_for_it():
    chosen = {EcheanceSuivi.M3: date(2026, 12, 9)}

    [_, _, third, _] = of(R.SUIVI, moved(suivis_prevus=chosen))
    assert (third.precision, third.echeance) == ("M3", date(2026, 12, 9))


def test_a_menage_that_is_away_for_a_time_is_visited_until_it_comes_back():
    away = RelogementFaits(id="r1", nature=NatureRelogement.TEMPORAIRE, entree=date(2026, 8, 31))
    back = replace(away, retour=date(2026, 10, 1))
    home = RelogementFaits(id="r2", nature=NatureRelogement.DEFINITIF, entree=date(2026, 9, 1))

    assert of(R.SUIVI, moved(relogements=(away,)))[0].cle == "r1/J15"
    assert of(R.SUIVI, moved(relogements=(back,))) == []
    assert {one.cle[:2] for one in of(R.SUIVI, moved(relogements=(away, home)))} == {"r2"}
    assert of(R.CLES, moved(relogements=(away,), cles_rendues=False)) == []


@pytest.mark.parametrize("etat", [EtatDossier.SORTI, EtatDossier.CLOS])
def test_nobody_waits_for_the_answer_of_a_menage_that_left(etat):
    given = replace(proposition(), etat=EtatProposition.ATTRIBUEE, caleol=date(2026, 11, 20))
    faits = menage(etat=etat, propositions=(proposition(), given))

    assert [*of(R.REPONSE, faits), *of(R.CALEOL, faits)] == []
    assert of(R.REPONSE, replace(faits, etat=EtatDossier.PROPOSITION)) != []
    assert of(R.CALEOL, replace(faits, etat=EtatDossier.ATTRIBUE)) != []


def test_the_months_of_the_follow_up_are_a_parameter_even_odd_ones():
    found = of(R.SUIVI, moved(), suivi_mois="3 deux 12 6")

    assert [one.precision for one in found] == ["J15", "M3", "M6"]


def test_old_keys_are_due_fifteen_days_after_the_move():
    [one] = of(R.CLES, moved(cles_rendues=False))

    assert one.echeance == date(2026, 9, 15)
    assert of(R.CLES, moved()) == []


def test_the_end_of_the_follow_up_proposes_the_erasure_within_the_week():
    faits = menage(etat=EtatDossier.CLOS, date_etat=date(2026, 11, 25), donnees_sociales=True)

    [one] = shown(R.FIN_SUIVI, faits, TODAY)
    assert one.echeance == date(2026, 12, 2)
    assert of(R.FIN_SUIVI, menage(etat=EtatDossier.CLOS, date_etat=TODAY)) == []


# --- the others ---------------------------------------------------------------------------


def test_the_oldest_piece_is_named():
    faits = menage(
        pieces={TypePiece.BULLETINS: date(2026, 12, 1), TypePiece.AVIS_IMPOSITION: TODAY}
    )

    [one] = shown(R.PIECES, faits, TODAY)
    assert (one.precision, one.echeance) == ("AVIS_IMPOSITION", TODAY)
    assert of(R.PIECES, menage(etat=EtatDossier.SUIVI, pieces={TypePiece.RIB: TODAY})) == []


def test_the_notice_is_due_at_the_first_interview():
    [one] = of(R.RGPD, menage(notice=None, premier_contact=date(2026, 11, 5)))

    assert (one.echeance, one.cle) == (date(2026, 11, 5), "notice")
    assert of(R.RGPD, menage(notice=None)) == []


def test_a_suspended_dossier_comes_back_on_its_day():
    faits = menage(etat=EtatDossier.SUSPENDU, date_reprise=date(2026, 12, 1))

    assert shown(R.REPRISE, faits, TODAY) == []
    assert len(shown(R.REPRISE, faits, date(2026, 12, 1))) == 1


# --- answers ------------------------------------------------------------------------------


def answer(etat: EtatTache | None, echeance: date | None = None) -> TacheFaits:
    return TacheFaits(regle=R.REPONSE, cle="p1/2026-11-29/1", etat=etat, echeance=echeance)


def test_done_puts_a_reminder_away_until_its_cause_changes():
    done = [answer(EtatTache.FAITE)]
    later = menage(propositions=(proposition(limite=date(2026, 12, 9)),))

    assert of(R.REPONSE, menage(propositions=(proposition(),)), taches=done) == []
    assert len(of(R.REPONSE, later, taches=done)) == 1


def test_what_was_done_three_days_before_is_recalled_on_the_last_day():
    done, faits = [answer(EtatTache.FAITE)], menage(propositions=(proposition(),))

    assert of(R.REPONSE, faits, date(2026, 11, 28), taches=done) == []
    assert len(of(R.REPONSE, faits, date(2026, 11, 29), taches=done)) == 1


def test_a_reminder_put_off_comes_back_on_its_new_day_and_names_the_old_one():
    put_off = [answer(EtatTache.A_FAIRE, date(2026, 12, 3))]

    [one] = of(R.REPONSE, menage(propositions=(proposition(),)), taches=put_off)
    assert (one.echeance, one.visible) == (date(2026, 12, 3), date(2026, 12, 3))
    assert one.jour == date(2026, 11, 29)


def test_reminders_come_by_due_day_with_keys_of_their_own():
    faits = moved(
        cles_rendues=False, notice=None, premier_contact=date(2026, 1, 5),
        dernier_contact=date(2026, 1, 5),
    )  # fmt: skip
    found = reminders(faits, regles(), TODAY)

    assert [one.echeance for one in found] == sorted(one.echeance for one in found)
    assert len({(one.regle, one.cle) for one in found}) == len(found)
    assert found == reminders(faits, regles(), TODAY)


def test_the_next_deadline_is_the_earliest_that_is_no_silence():
    faits = menage(
        dernier_contact=date(2026, 1, 1), demandes=demande(TODAY), propositions=(proposition(),)
    )
    found = reminders(faits, regles(), TODAY)

    assert next_one(found, TODAY).regle is R.REPONSE
    assert next_one([], TODAY) is None


def test_a_piece_that_is_still_good_is_no_deadline():
    faits = menage(pieces={TypePiece.RIB: date(2027, 8, 28)})

    assert next_one(reminders(faits, regles(), TODAY), TODAY) is None
    old = menage(pieces={TypePiece.RIB: TODAY})
    assert next_one(reminders(old, regles(), TODAY), TODAY).regle is R.PIECES


def test_urgency_is_late_near_or_later():
    assert urgency_of(TODAY - timedelta(days=1), TODAY) is Urgence.RETARD
    assert urgency_of(TODAY, TODAY) is Urgence.PROCHE
    assert urgency_of(TODAY + timedelta(days=8), TODAY) is Urgence.A_VENIR
    assert urgency_of(None, TODAY) is Urgence.A_VENIR


# --- what the enquête could not know (4.2 bis) ---------------------------------------------


def child(day: date, lien: LienOccupant = LienOccupant.ENFANT) -> FaitsMenage:
    born = NaissanceFaits(id="lea", jour=day, lien=lien)
    return menage(enquete=date(2026, 3, 1), naissances=(born,))


@pytest.mark.parametrize(
    ("today", "shown_on"),
    [
        (date(2026, 11, 9), []),
        (date(2026, 11, 10), [date(2026, 12, 10)]),  # thirty days before
        (date(2027, 6, 1), [date(2026, 12, 10)]),  # until somebody has looked
    ],
)
def test_who_comes_of_age_after_the_enquete_is_recalled(today, shown_on):
    found = shown(R.COMPOSITION, child(date(2008, 12, 10)), today)

    assert [one.echeance for one in found] == shown_on


def test_born_on_29_february_one_is_of_age_on_the_last_of_february():
    [one] = of(R.COMPOSITION, child(date(2012, 2, 29)))

    assert one.echeance == date(2030, 2, 28)


@pytest.mark.parametrize(
    "faits",
    [
        child(date(2008, 3, 1)),  # of age on the day of the enquête
        child(date(2008, 12, 10), LienOccupant.ENFANT_MAJEUR),  # the team has written it
        replace(child(date(2008, 12, 10)), enquete=None),
        replace(child(date(2008, 12, 10)), etat=EtatDossier.BAIL_SIGNE),
    ],
)
def test_nobody_is_recalled_who_was_counted_or_is_housed(faits):
    assert of(R.COMPOSITION, faits) == []


def test_a_birth_since_the_enquete_is_recalled_at_once():
    [one] = shown(R.COMPOSITION, child(date(2026, 11, 2)), TODAY)

    assert (one.nuance, one.jour) == ("NAISSANCE", date(2026, 11, 2))


def test_a_birthday_years_ahead_is_no_next_deadline():
    faits = child(date(2016, 5, 4))

    assert next_one(reminders(faits, regles(), TODAY), TODAY) is None
    old = child(date(2008, 12, 10))
    assert next_one(reminders(old, regles(), TODAY), TODAY).regle is R.COMPOSITION
