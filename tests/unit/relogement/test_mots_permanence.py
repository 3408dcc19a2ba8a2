"""What titles, pills and reminders say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.domain.relogement.agenda import ZONE
from desktop.domain.relogement.codes import RegleRappel
from desktop.domain.relogement.nur import EtatNur, Nur
from desktop.domain.relogement.ouverture import situation
from desktop.domain.relogement.rappels import Rappel, Urgence
from desktop.texts import permanence as words
from tests.regles_essai import regles

TODAY = date(2026, 11, 26)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        ((26, 9, 40), "Permanence du jeudi — sans rendez-vous jusqu’à 12 h"),
        ((26, 8, 0), "Permanence du jeudi — sans rendez-vous à partir de 9 h"),
        ((26, 12, 40), "Permanence du jeudi — de nouveau à 13 h 30"),
        ((26, 18, 0), "Permanence du jeudi — terminée depuis 17 h"),
        ((25, 10, 0), "Permanence du mercredi — fermée"),
        ((24, 10, 0), "Permanence du mardi — sur rendez-vous"),
    ],
)
def test_the_title_says_the_rule_of_the_moment(moment, title):
    day, hour, minute = moment
    told = situation(regles(), datetime(2026, 11, day, hour, minute, tzinfo=ZONE))

    assert plain(words.permanence_title(told)) == title


def test_a_rule_that_nobody_can_read_says_so():
    told = situation(regles(permanence_mardi="???"), datetime(2026, 11, 24, 10, tzinfo=ZONE))

    assert words.permanence_title(told) == "Permanence du mardi — horaires à vérifier"


@pytest.mark.parametrize(
    ("regle", "nuance", "precision", "said"),
    [
        (RegleRappel.NUR, "", "", "NUR expire le 12 janv. 2027"),
        (RegleRappel.REPONSE, "", "", "Réponse avant le 12 janv. 2027"),
        (RegleRappel.SUIVI, "", "M3", "Visite M+3 le 12 janv. 2027"),
        (RegleRappel.PIECES, "", "RIB", "À actualiser : RIB"),
        (RegleRappel.SILENCE, "JAMAIS", "", "Jamais rencontré"),
    ],
)
def test_a_reminder_says_what_and_when(regle, nuance, precision, said):
    day = date(2027, 1, 12)
    rappel = Rappel(
        regle=regle, cle="", menage_id="", echeance=day, visible=day, nuance=nuance, jour=day,
        precision=precision,
    )  # fmt: skip

    assert plain(words.rappel_words(rappel, TODAY)) == said


def test_every_rule_and_state_has_words():
    assert set(words.REGLE_COURTE) == set(RegleRappel)
    assert set(words.NUR) == set(words.NUR_TONES) == set(EtatNur)
    assert set(words.URGENCE) == set(words.URGENCE_TONES) == set(Urgence)
    assert {regle for regle, _ in words._WORDS} == set(RegleRappel)
    for etat in EtatNur:
        assert words.nur_words(Nur(etat=etat, echeance=TODAY), TODAY)
        assert words.nur_words(Nur(etat=etat), TODAY) == words.NUR[etat]


def test_visits_are_counted_by_half_day():
    assert plain(words.visits(7, matin=True)) == "7 visites ce matin"
    assert plain(words.visits(1, matin=False)) == "1 visite cet après-midi"
