"""States of dossiers, décohabitation, temporary relogement, counters: through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatDossier,
    EtatLogement,
    EtatProposition,
    LienOccupant,
    MotifEtat,
    NatureRelogement,
    SensContact,
)
from desktop.domain.relogement.drafts_enquete import RessourceDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.errors import SaisieRefusee, UserError
from desktop.models.enquete import Ressource
from desktop.models.menage import Logement, Menage, Occupant
from desktop.models.offre import Relogement
from desktop.services.journal import JournalService
from desktop.storage.queries import relogement as reads
from desktop.storage.queries.commun import draft_of
from tests.services.equipe_rapide import carry, clock_of, join
from tests.services.menage_essai import DAY, Bureau
from tests.storage.espaces import open_espace

E, P, M = EtatDossier, EtatProposition, MotifEtat
MONTH = DAY + timedelta(days=30)


@pytest.fixture
def bureau(tmp_path):
    opened = open_espace(tmp_path / "a", "A", espace=Espace.RELOGEMENT)
    yield Bureau(opened)
    opened.close()


def occupants(bureau, menage):
    with bureau.espace.store.reading() as session:
        return reads.occupants(session, menage)


def fields(refusal):
    return [error.field for error in refusal.value.errors]


def test_the_way_to_ready_says_all_that_is_missing_and_where(bureau):
    menage = bureau.menage(E.ENQUETE_FAITE, pret=False)

    with pytest.raises(SaisieRefusee, match="Pièce d’identité") as refusal:
        bureau.move(menage, E.PRET)

    assert fields(refusal) == ["demandes", "pieces", "pieces", "ressources"]
    assert bureau.state(menage) is E.ENQUETE_FAITE

    bureau.make_ready(menage)
    bureau.move(menage, E.PRET)
    assert bureau.state(menage) is E.PRET


def test_a_forbidden_change_names_the_possible_ones(bureau):
    menage = bureau.menage()

    with pytest.raises(UserError, match="ne passe pas à « Bail signé »") as refusal:
        bureau.move(menage, E.BAIL_SIGNE)

    assert "« Injoignable »" in refusal.value.remedy
    assert bureau.state(menage) is E.A_CONTACTER


def test_attempts_are_counted_since_the_menage_last_answered(bureau):
    menage = bureau.menage()
    bureau.attempts(menage, CanalContact.PERMANENCE, sens=SensContact.ENTRANT)
    bureau.attempts(
        menage, CanalContact.TELEPHONE, CanalContact.TELEPHONE, CanalContact.SMS, debut=2
    )
    facts = bureau.etats.choix(menage, today=DAY).faits

    assert (facts.tentatives, facts.canaux) == (3, 2)
    bureau.move(menage, E.INJOIGNABLE)

    other = bureau.menage()
    bureau.attempts(other, CanalContact.TELEPHONE, CanalContact.TELEPHONE, CanalContact.TELEPHONE)
    with pytest.raises(SaisieRefusee, match="2 moyens"):
        bureau.move(other, E.INJOIGNABLE)


def test_an_answer_starts_the_attempts_again(bureau):
    menage = bureau.menage()
    bureau.attempts(menage, CanalContact.TELEPHONE, CanalContact.SMS, CanalContact.COURRIER)
    bureau.attempts(menage, CanalContact.TELEPHONE, sens=SensContact.ENTRANT, debut=9)

    assert bureau.etats.choix(menage, today=DAY).faits.tentatives == 0


def test_an_appointment_of_enquete_is_asked_for_in_the_agenda(bureau):
    menage = bureau.menage()

    with pytest.raises(SaisieRefusee, match="Agenda"):
        bureau.move(menage, E.RDV_ENQUETE)
    bureau.appointment(menage)
    bureau.move(menage, E.RDV_ENQUETE)

    assert bureau.state(menage) is E.RDV_ENQUETE


def test_a_suspended_dossier_comes_back_to_the_state_it_left(bureau):
    menage = bureau.menage(E.PRET)
    bureau.move(menage, E.SUSPENDU, motif_etat=M.ABSENCE_LONGUE, date_reprise=MONTH)
    held = bureau.etats.choix(menage, today=DAY)

    assert (held.etat.etat_suspendu, held.etat.date_reprise) == (E.PRET, MONTH)
    assert [line.vers for line in held.lignes] == [E.PRET]
    with pytest.raises(UserError, match="ne passe pas"):
        bureau.move(menage, E.ENQUETE_FAITE)
    bureau.move(menage, E.PRET)
    assert bureau.etats.choix(menage, today=DAY).etat.date_reprise is None


def test_the_states_are_told_by_the_log_and_taken_back_as_one_action(bureau):
    menage = bureau.menage(E.PRET)
    bureau.move(menage, E.SORTI, motif_etat=M.DEPART_VOLONTAIRE)

    told = bureau.etats.etapes(menage)
    assert (told[0].avant, told[0].apres) == (
        "Prêt à proposer", "Sorti sans relogement",
    )  # fmt: skip

    JournalService(bureau.espace).undo()
    choice = bureau.etats.choix(menage, today=DAY)
    assert (choice.etat.etat, choice.etat.motif_etat) == (E.PRET, None)


def test_a_state_of_a_newer_version_is_left_alone(bureau):
    menage = bureau.menage(E.PRET)
    with bureau.espace.store.writing("essai") as unit:
        unit.put_back("menage", menage, {"etat": "ETAT_DE_2030"})

    assert bureau.etats.choix(menage, today=DAY).lignes == ()
    with pytest.raises(UserError, match="version plus récente"):
        bureau.move(menage, E.PROPOSITION)


# --- décohabitation ---------------------------------------------------------------------------


def split(bureau, menage, today=DAY):
    leo = next(one for one in occupants(bureau, menage) if one.draft.prenom == "Léo")
    return leo, bureau.etats.scinder(menage, [leo.id], leo.id, today=today).valeur


def test_a_decohabitation_makes_a_dossier_with_the_same_logement_and_those_who_leave(bureau):
    menage = bureau.menage(E.PRET)
    leo = next(one for one in occupants(bureau, menage) if one.draft.prenom == "Léo")
    income = RessourceDraft(menage_id=menage, occupant_id=leo.id, montant=Decimal(900))
    bureau.add(Ressource, income, root=menage)

    _, made = split(bureau, menage)

    with bureau.espace.store.reading() as session:
        parent, child = session.get(Menage, menage), session.get(Menage, made.menage_id)
        assert (child.parent_id, child.logement_id) == (menage, parent.logement_id)
        assert (child.etat, child.reference) == (E.A_CONTACTER, "REL-A0002")
        rows = [
            draft_of(RessourceDraft, row)
            for row in session.query(Ressource).filter(~Ressource.supprime)
            if row.montant == 900
        ]
    assert [one.draft.prenom for one in occupants(bureau, menage)] == ["Anne", "Mia"]
    moved = occupants(bureau, made.menage_id)
    assert [(one.draft.prenom, one.draft.lien) for one in moved] == [
        ("Léo", LienOccupant.TITULAIRE)
    ]
    assert [(one.menage_id, one.occupant_id) for one in rows] == [(made.menage_id, moved[0].id)]


def test_a_decohabitation_is_taken_back_whole(bureau):
    menage = bureau.menage(E.PRET)
    before = occupants(bureau, menage)
    _, made = split(bureau, menage)

    JournalService(bureau.espace).undo()

    assert occupants(bureau, menage) == before
    with bureau.espace.store.reading() as session:
        assert (
            reads.menages(session, [made.menage_id]) == []
            or session.get(Menage, made.menage_id).supprime
        )


def test_the_new_dossier_outlives_the_one_it_left(bureau):
    menage = bureau.menage(E.PRET)
    _, made = split(bureau, menage)
    with bureau.espace.store.writing("Dossier supprimé") as unit:
        unit.delete(unit.get(Menage, menage))

    assert [one.draft.prenom for one in occupants(bureau, made.menage_id)] == ["Léo"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [(date(2025, 11, 2), "moins longtemps"), (None, "vérifiez"), (date(2024, 11, 2), "")],
)
def test_the_presence_that_the_charte_asks_for_is_a_warning(bureau, entry, words):
    menage = bureau.menage(E.PRET)
    with bureau.espace.store.writing("essai") as unit:
        unit.get(Menage, menage).date_entree = entry

    _, made = split(bureau, menage)

    assert words in "".join(made.avertissements)
    assert bool(made.avertissements) is bool(words)


@pytest.mark.parametrize(
    ("etat", "away", "told"),
    [(E.SUIVI, False, True), (E.SUIVI, True, False), (E.PRET, False, False)],
)
def test_who_is_split_from_a_menage_that_moved_is_to_be_verified(bureau, etat, away, told):
    menage = bureau.menage(etat)
    if away:
        bureau.suite.save_relogement(bureau.away(menage), today=DAY)

    _, made = split(bureau, menage)

    assert ("a déjà emménagé" in "".join(made.avertissements)) is told


@pytest.mark.parametrize("case", ["nobody", "everybody", "holder", "stranger"])
def test_a_decohabitation_leaves_somebody_on_each_side(bureau, case):
    menage = bureau.menage(E.PRET)
    ids = [one.id for one in occupants(bureau, menage)]
    leaving = {"nobody": [], "everybody": ids, "holder": ids[:1], "stranger": ["inconnu"]}[case]
    holder = leaving[0] if leaving and case != "holder" else ids[-1]

    with pytest.raises(SaisieRefusee):
        bureau.etats.scinder(menage, leaving, holder, today=DAY)

    assert [one.id for one in occupants(bureau, menage)] == ids


def test_a_closed_dossier_is_not_split(bureau):
    menage = bureau.menage(E.SORTI)
    ids = [one.id for one in occupants(bureau, menage)]

    with pytest.raises(UserError, match="clos"):
        bureau.etats.scinder(menage, ids[:1], ids[0], today=DAY)


# --- temporary relogement ---------------------------------------------------------------------


def test_a_temporary_relogement_keeps_the_dossier_open_and_ends_once(bureau):
    menage = bureau.menage(E.PRET)

    bureau.suite.save_relogement(bureau.away(menage), today=DAY)

    assert bureau.state(menage) is E.PRET
    assert bureau.etats.compteurs().relogements_temporaires == 1
    assert bureau.etats.compteurs().relogements_definitifs == 0
    with pytest.raises(SaisieRefusee, match="déjà"):
        bureau.suite.save_relogement(bureau.away(menage), today=DAY)
    with pytest.raises(SaisieRefusee, match="précéder l’entrée"):
        bureau.back(menage, DAY - timedelta(days=1))
    with pytest.raises(SaisieRefusee) as refusal:
        bureau.back(menage, DAY + timedelta(days=1))
    assert fields(refusal) == ["date_retour"]
    bureau.back(menage, DAY)
    assert bureau.state(menage) is E.PRET
    assert bureau.etats.compteurs().relogements_temporaires == 0


def test_a_closed_dossier_takes_no_temporary_relogement(bureau):
    menage = bureau.menage(E.SORTI)

    with pytest.raises(UserError, match="clos"):
        bureau.suite.save_relogement(bureau.away(menage), today=DAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"adresse": " "}, "adresse"),
        ({"date_entree": None}, "date_entree"),
        ({"date_entree": MONTH}, "date_entree"),
    ],
)
def test_a_temporary_relogement_says_where_and_since_when(bureau, change, field):
    menage = bureau.menage(E.PRET)
    with pytest.raises(SaisieRefusee) as refusal:
        bureau.suite.save_relogement(replace(bureau.away(menage), **change), today=DAY)

    assert fields(refusal) == [field]


def test_the_return_of_a_followed_menage_opens_its_relogement_again(bureau):
    menage = bureau.menage(E.SUIVI)
    bureau.suite.save_relogement(bureau.away(menage), today=DAY)
    with pytest.raises(SaisieRefusee, match="reste ouvert"):
        bureau.move(menage, E.CLOS, motif_etat=M.FIN_SUIVI)

    bureau.back(menage, DAY)

    choice = bureau.etats.choix(menage, today=DAY)
    assert (choice.etat.etat, choice.etat.motif_etat) == (E.ENQUETE_FAITE, M.RETOUR)
    assert choice.faits.relogements[0].date_retour == DAY


def test_the_counters_of_two_dossiers_of_one_logement(bureau):
    menage = bureau.menage(E.PRET)
    _, made = split(bureau, menage)
    for row in (menage, made.menage_id):
        draft = RelogementDraft(
            menage_id=row, nature=NatureRelogement.DEFINITIF, adresse="4 rue ESSAI", date_bail=DAY
        )
        bureau.add(Relogement, draft, root=row)
    with bureau.espace.store.writing("essai") as unit:
        for home in unit.session.query(Logement):
            home.etat = EtatLogement.VIDE_RELOGEMENT

    found = bureau.etats.compteurs()

    assert (found.logements_vides_relogement, found.relogements_definitifs) == (1, 2)
    assert found.decohabitants == 1
    assert (found.menages, found.menages_a_reloger) == (2, 2)  # by the years of presence


# --- two postes ---------------------------------------------------------------------------------


def test_two_postes_that_change_one_dossier_leave_a_conflict_and_lose_nothing(tmp_path):
    here, there = (join(tmp_path, letter, espace=Espace.RELOGEMENT) for letter in ("A", "B"))
    a, b = Bureau(here), Bureau(there)
    menage = a.menage(E.PRET)
    carry(here, there, tmp_path)
    clock_of(here).ms += 60_000
    clock_of(there).ms += 90_000

    a.move(menage, E.SUSPENDU, motif_etat=M.LITIGE, date_reprise=MONTH)
    b.move(menage, E.SORTI, motif_etat=M.DEPART_VOLONTAIRE)
    carry(here, there, tmp_path)
    carry(there, here, tmp_path)

    for bureau in (a, b):
        journal = JournalService(bureau.espace)
        open_fields = {one.champ: {v.valeur for v in one.valeurs} for one in journal.conflicts()}
        assert open_fields["etat"] == {"Suspendu", "Sorti sans relogement"}
        assert open_fields["motif_etat"] == {"Litige", "Départ volontaire"}
        assert bureau.state(menage) is E.SORTI
        assert len(occupants(bureau, menage)) == 3
    with here.store.reading() as session:
        assert session.get(Menage, menage).date_reprise == MONTH
        assert session.query(Occupant).count() == 3
    here.close()
    there.close()


def test_two_postes_that_answer_one_proposition_see_which_one_and_both_answers(tmp_path):
    here, there = (join(tmp_path, letter, espace=Espace.RELOGEMENT) for letter in ("A", "B"))
    a, b = Bureau(here), Bureau(there)
    row = a.propose(a.menage(E.PRET))
    a.go(row, P.NOTIFIEE)
    carry(here, there, tmp_path)
    clock_of(here).ms += 60_000
    clock_of(there).ms += 90_000

    a.go(row, P.ACCEPTEE)
    b.go(row, P.REFUSEE)
    carry(there, here, tmp_path)

    states = [one for one in JournalService(here).conflicts() if one.entity == "proposition"]
    assert {one.objet for one in states} == {"Proposition REL-A0001 · n° 1"}
    assert {v.valeur for one in states for v in one.valeurs if one.champ == "etat"} == {
        "Acceptée", "Refusée",
    }  # fmt: skip
    here.close()
    there.close()
