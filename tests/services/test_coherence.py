"""Two postes advance one dossier: what waits for a person is told, and nothing is doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, ReponseAvis
from desktop.errors import SaisieRefusee
from desktop.services.documents_propositions import DocumentsPropositionsService
from desktop.services.journal import JournalService
from tests.services.equipe_rapide import carry, clock_of, join
from tests.services.menage_essai import DAY, Bureau

E, P = EtatDossier, EtatProposition


class Binome:
    """Two postes of one espace, and the stick between them."""

    def __init__(self, folder):
        self._folder = folder
        self.a, self.b = (
            Bureau(join(folder, letter, espace=Espace.RELOGEMENT)) for letter in ("A", "B")
        )

    def exchange(self) -> None:
        for one, other in ((self.a, self.b), (self.b, self.a), (self.a, self.b)):
            carry(one.espace, other.espace, self._folder)

    def part(self) -> None:
        """Bring both to one knowledge, then let an hour pass on each, not the same."""
        self.exchange()
        clock_of(self.a.espace).ms += 3_600_000
        clock_of(self.b.espace).ms += 3_900_000


@pytest.fixture
def binome(tmp_path):
    made = Binome(tmp_path)
    yield made
    made.a.espace.close()
    made.b.espace.close()


def told(bureau, menage):
    return bureau.etats.alertes(menage, today=DAY)


def test_two_acceptances_are_told_and_only_one_goes_on(binome):
    a, b = binome.a, binome.b
    menage = a.menage(E.PRET)
    first, second = a.propose(menage), a.propose(menage, adresse="9 rue ESSAI")
    for row in (first, second):
        a.go(row, P.NOTIFIEE)
    binome.part()
    a.go(first, P.ACCEPTEE)
    b.go(second, P.ACCEPTEE)
    binome.exchange()

    for bureau in (a, b):
        [line] = told(bureau, menage).contradictions
        assert "Plusieurs propositions sont acceptées (n°\xa01, n°\xa02)" in line
        with pytest.raises(SaisieRefusee, match="déjà acceptée"):
            bureau.go(first, P.CALEOL_ATTENTE)
    a.go(second, P.DESISTEMENT)
    assert a.state(menage) is E.ACCEPTE
    assert told(a, menage).contradictions == ()
    a.go(first, P.CALEOL_ATTENTE, P.ATTRIBUEE, P.BAIL)
    assert (a.state(menage), a.etats.compteurs().relogements_definitifs) == (E.BAIL_SIGNE, 1)


def test_a_bail_signed_twice_keeps_one_relogement_when_one_is_given_up(binome):
    a, b = binome.a, binome.b
    menage = a.menage(E.PRET)
    first, second = a.propose(menage), a.propose(menage, adresse="9 rue ESSAI")
    for row in (first, second):
        a.go(row, P.NOTIFIEE)
    binome.part()
    for bureau, row in ((a, first), (b, second)):
        bureau.go(row, P.ACCEPTEE, P.CALEOL_ATTENTE, P.ATTRIBUEE, P.BAIL)
    binome.exchange()
    assert a.etats.compteurs().relogements_definitifs == 1

    a.go(second, P.DESISTEMENT)

    assert (a.state(menage), len(a.suite.suite(menage).relogements)) == (E.BAIL_SIGNE, 1)
    assert told(a, menage).contradictions == ()


def test_half_a_decision_after_an_exchange_is_told_on_the_dossier(binome):
    a, b = binome.a, binome.b
    menage = a.menage(E.PRET)
    row = a.propose(menage)
    a.go(row, P.NOTIFIEE)
    binome.part()
    b.go(row, P.REFUSEE)
    clock_of(a.espace).ms += 3_600_000
    a.go(row, P.ACCEPTEE)
    binome.exchange()
    assert told(a, menage) == told(b, menage)
    assert (told(a, menage).a_decider, told(a, menage).contradictions) == (2, ())

    journal = JournalService(a.espace)
    [state] = [one for one in journal.conflicts(menage) if one.entity == "proposition"]
    refused = next(one for one in state.valeurs if one.valeur == "Refusée")
    journal.keep("proposition", row, state.champ, refused.head)

    assert told(a, menage).a_decider == 1
    assert "aucune proposition n’en est là" in told(a, menage).contradictions[0]


def test_a_check_corrected_on_the_other_poste_stops_the_six_months_and_says_so(binome):
    a, b = binome.a, binome.b
    menage = a.menage(E.PRET)
    rows = [a.propose(menage) for _ in range(3)]
    for rank, row in enumerate(rows[:2], 1):
        a.go(row, P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, rank))
    a.go(rows[2], P.NOTIFIEE, today=date(2026, 1, 9))
    binome.part()
    a.go(rows[2], P.REFUSEE, today=date(2026, 1, 20))
    draft = b.propositions.proposition(rows[0]).draft
    b.propositions.save(replace(draft, conf_besoins=ReponseAvis.NON), rows[0], today=DAY)
    binome.exchange()

    for bureau in (a, b):
        found = bureau.propositions.liste(menage).compte
        assert (len(found.comptees), found.decheance) == (2, None)
        assert bureau.state(menage) is E.CONTENTIEUX
        assert "2 offres comptent sur 3" in told(bureau, menage).contradictions[0]
    evidence = DocumentsPropositionsService(a.espace).dossier_preuve(menage)
    assert evidence.contradictions == told(a, menage).contradictions


def test_a_bail_taken_back_while_the_colleague_worked_on_it_is_told(binome):
    a, b = binome.a, binome.b
    menage = a.menage(E.PRET)
    row = a.propose(menage)
    a.go(row, P.NOTIFIEE, P.ACCEPTEE, P.CALEOL_ATTENTE, P.ATTRIBUEE)
    binome.part()
    a.go(row, P.BAIL)
    carry(a.espace, b.espace, binome._folder)
    [made] = b.suite.suite(menage).relogements
    b.suite.save_relogement(replace(made.draft, date_entree=DAY), made.id, today=DAY)
    JournalService(a.espace).undo()
    binome.exchange()

    for bureau in (a, b):
        found = told(bureau, menage)
        assert (bureau.state(menage), found.a_decider) == (E.ATTRIBUE, 1)
        assert "qui compte comme relogement" in found.contradictions[0]


def test_nothing_is_told_of_a_dossier_that_is_gone(binome):
    assert told(binome.a, "inconnu").contradictions == ()
