"""What a step noted of a proposition, corrected or completed through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, ReponseAvis, Typologie
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.records_propositions import MontantsFiges
from desktop.errors import SaisieRefusee, UserError
from desktop.services.journal import JournalService
from tests.services.menage_essai import DAY, Bureau
from tests.storage.espaces import open_espace

E, P = EtatDossier, EtatProposition


@pytest.fixture
def bureau(tmp_path):
    opened = open_espace(tmp_path / "a", "A", espace=Espace.RELOGEMENT)
    yield Bureau(opened)
    opened.close()


@pytest.fixture
def menage(bureau):
    return bureau.menage(E.PRET)


def test_what_a_step_noted_is_corrected_and_the_counter_follows(bureau, menage):
    for day in (5, 6):
        bureau.go(bureau.propose(menage), P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, day))
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, 31))
    held = bureau.propositions.proposition(row).etape
    before = bureau.propositions.liste(menage).compte
    mended = replace(
        held, date_notification=date(2026, 1, 3), refus_legitime=ReponseAvis.NON,
        decision_comite="Comité du 12 février.",
    )  # fmt: skip

    found = bureau.propositions.corriger(row, mended, today=DAY).valeur
    after = bureau.propositions.liste(menage).compte

    assert (found.etat, found.etape.decision_comite) == (P.REFUSEE, "Comité du 12 février.")
    assert (before.decheance, after.decheance) == (date(2026, 7, 31), date(2026, 7, 6))
    assert bureau.state(menage) is E.CONTENTIEUX
    history = JournalService(bureau.espace).history("proposition", row)
    assert ("31\xa0janvier\xa02026", "3\xa0janvier\xa02026") in {
        (one.avant, one.apres) for one in history
    }
    JournalService(bureau.espace).undo()
    assert bureau.propositions.proposition(row).etape == held


def test_a_correction_takes_the_wish_of_its_day_and_keeps_what_was_computed(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, today=date(2026, 1, 5))
    held = bureau.propositions.proposition(row)
    assert held.souhait is None

    found = bureau.propositions.corriger(
        row, replace(held.etape, date_notification=DAY), today=DAY
    ).valeur

    assert found.souhait.typologie is Typologie.T4
    history = JournalService(bureau.espace).history("proposition", row)
    assert "REL-A0001 · du 02/11/2026" in {one.apres for one in history}
    assert found.fige == held.fige != MontantsFiges()


def test_only_what_stands_is_corrected(bureau, menage):
    row = bureau.propose(menage)
    with pytest.raises(UserError, match="rien n’a été changé"):
        bureau.propositions.corriger(row, EtapePropositionDraft(), today=DAY)
    bureau.go(row, P.NOTIFIEE)
    held = bureau.propositions.proposition(row).etape
    bureau.go(row, P.REFUSEE)

    with pytest.raises(UserError, match="rien n’a été changé"):
        bureau.propositions.corriger(row, held, today=DAY)
    with pytest.raises(SaisieRefusee):
        bureau.propositions.corriger(row, replace(held, vers=P.REFUSEE), today=DAY)
