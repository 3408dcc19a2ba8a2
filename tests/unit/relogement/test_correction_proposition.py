"""What was noted of a proposition is corrected without changing its state (relogement 2.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.relogement.codes import (
    EtatProposition,
    ModeCaleol,
    ModeNotification,
    MotifRefus,
    ReponseAvis,
    ResultatCaleol,
    ResultatVisite,
)
from desktop.domain.relogement.correction_proposition import (
    check_correction,
    corrected,
    correction_of,
)
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.offres import Offre

TODAY = date(2026, 11, 28)
NOTIFIED = date(2026, 11, 2)
P = EtatProposition
HELD = EtapePropositionDraft(
    vers=P.REFUSEE,
    date_notification=NOTIFIED,
    mode_notification=ModeNotification.LRAR,
    date_visite=date(2026, 11, 9),
    visite_resultat=ResultatVisite.FAITE,
    date_reponse=date(2026, 11, 16),
    motifs_refus=MotifRefus.COUT.value,
)
WON = replace(
    HELD,
    vers=P.ATTRIBUEE,
    motifs_refus="",
    caleol_mode=ModeCaleol.DECISION,
    date_caleol=date(2026, 11, 20),
    caleol_resultat=ResultatCaleol.CLASSEE,
    caleol_rang=1,
)


def wrong(draft, held=HELD):
    line = correction_of(held.vers, held)
    offre = Offre(id="o", etat=held.vers, date_notification=held.date_notification)
    return [one.field for one in check_correction(line, draft, offre, held, TODAY)]


def test_a_refusal_is_completed_with_what_the_comite_says_later():
    line = correction_of(P.REFUSEE, HELD)

    assert {"refus_legitime", "decision_comite", "visite_note", "numero_recommande"} <= set(
        line.permet
    )
    assert set(line.exige) == {
        "date_notification", "mode_notification", "date_reponse", "motifs_refus",
    }  # fmt: skip
    assert (line.vers, line.dossier, "date_caleol" in line.champs) == (P.REFUSEE, None, False)
    assert wrong(replace(HELD, refus_legitime=ReponseAvis.OUI, decision_comite="Légitime.")) == []


@pytest.mark.parametrize("etat", [one for one in P if one is not P.REPEREE])
def test_every_state_after_the_notification_may_be_corrected(etat):
    held = replace(HELD, vers=etat)

    assert {"date_notification", "date_limite_reponse"} <= set(correction_of(etat, held).champs)
    assert correction_of(P.REPEREE, EtapePropositionDraft()) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date_notification": None}, "date_notification"),
        ({"date_notification": TODAY + timedelta(days=1)}, "date_notification"),
        ({"date_notification": date(2026, 11, 10)}, "date_visite"),
        ({"mode_notification": None}, "mode_notification"),
        ({"date_limite_reponse": date(2026, 11, 1)}, "date_limite_reponse"),
        ({"date_reponse": None}, "date_reponse"),
        ({"date_reponse": date(2026, 11, 1)}, "date_reponse"),
        ({"motifs_refus": ""}, "motifs_refus"),
        ({"motifs_refus": MotifRefus.ABSENCE.value}, "motifs_refus"),
    ],
)
def test_a_correction_is_checked_like_a_step(change, field):
    assert field in wrong(replace(HELD, **change))


def test_the_result_of_the_caleol_stays_with_the_state_and_its_rank_may_change():
    assert wrong(replace(WON, caleol_resultat=None, caleol_rang=2), WON) == []
    assert wrong(replace(WON, caleol_rang=None), WON) == ["caleol_rang"]
    assert "caleol_resultat" not in correction_of(P.ATTRIBUEE, WON).champs
    assert "date_caleol" in wrong(replace(WON, date_caleol=date(2026, 11, 1)), WON)


def test_what_is_no_longer_asked_for_may_be_emptied():
    line = correction_of(P.REFUSEE, HELD)
    emptied = corrected(line, replace(HELD, date_visite=None, visite_resultat=None))

    assert (emptied["date_visite"], emptied["visite_resultat"]) == (None, None)
    assert emptied["decision_comite"] is None
    assert {"etat", "vers"} & set(emptied) == set()
