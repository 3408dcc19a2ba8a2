"""Propositions, the legal counter, and the states that they bring to a dossier."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    ModeCaleol,
    MotifEtat,
    NatureRelogement,
    ReponseAvis,
    ResultatCaleol,
    Typologie,
)
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import LogementDisponibleDraft, PropositionDraft
from desktop.domain.relogement.offres import Decompte
from desktop.errors import SaisieRefusee, UserError
from desktop.models.enquete import Souhait
from desktop.models.menage import Logement, Menage
from desktop.models.offre import LogementDisponible, Relogement
from desktop.models.quartier import Parametre
from desktop.services.journal import JournalService
from desktop.storage.queries import dossiers as files
from tests.services.menage_essai import DAY, Bureau, numbers
from tests.storage.espaces import open_espace

E, P, M = EtatDossier, EtatProposition, MotifEtat
TO_BAIL = (P.NOTIFIEE, P.ACCEPTEE, P.CALEOL_ATTENTE, P.ATTRIBUEE, P.BAIL)


@pytest.fixture
def bureau(tmp_path):
    opened = open_espace(tmp_path / "a", "A", espace=Espace.RELOGEMENT)
    yield Bureau(opened)
    opened.close()


@pytest.fixture
def menage(bureau):
    return bureau.menage(E.PRET)


def relogements(bureau, menage):
    with bureau.espace.store.reading() as session:
        return files.relogements(session, menage)


def refuse_three(bureau, menage):
    return [
        bureau.go(bureau.propose(menage), P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, day)).id
        for day in (5, 6, 7)
    ]


def test_propositions_are_numbered_and_remember_the_wish_of_the_day(bureau, menage):
    first, second = bureau.propose(menage), bureau.propose(menage)

    found = bureau.propositions.liste(menage)

    assert numbers(found.propositions) == [1, 2]
    assert [one.id for one in found.propositions] == [first, second]
    assert found.propositions[0].souhait.typologie is Typologie.T4
    assert found.propositions[0].draft.date_reperage == DAY
    assert bureau.state(menage) is E.PRET


def test_a_vacant_dwelling_is_described_without_typing(bureau, menage):
    draft = LogementDisponibleDraft(
        adresse="7 rue ESSAI", loyer=Decimal("412.50"), typologie=Typologie.T3, etage=2
    )
    row = bureau.add(LogementDisponible, draft)

    made = bureau.propositions.depuis_disponible(menage, row)

    assert (made.adresse, made.loyer, made.typologie, made.etage) == (
        "7 rue ESSAI", Decimal("412.50"), Typologie.T3, 2,
    )  # fmt: skip
    assert (made.menage_id, made.disponible_id) == (menage, row)


def test_the_amounts_of_the_day_are_frozen_at_the_notification(bureau, menage):
    row = bureau.propose(menage)
    assert bureau.propositions.proposition(row).fige.rac is None

    found = bureau.go(row, P.NOTIFIEE)

    assert (found.fige.rac, found.fige.rac_constant) == (Decimal("345.00"), Decimal("400.00"))
    assert found.fige.taux_effort == Decimal("17.88")
    with bureau.espace.store.writing("essai") as unit:
        for home in unit.session.query(Logement):
            home.charges_incluent = "TEOM"
    assert bureau.propositions.proposition(row).fige == found.fige


def test_an_unknown_perimetre_freezes_no_constant_amount(bureau, menage):
    found = bureau.go(bureau.propose(menage, charges_incluent="", forfait_chauffage=None,
                                     forfait_eau_chaude=None, forfait_eau_froide=None),
                      P.NOTIFIEE)  # fmt: skip

    assert found.fige.rac == Decimal("345.00")
    assert found.fige.rac_constant is None


def test_the_wish_is_that_of_the_notification(bureau, menage):
    row = bureau.propose(menage)
    later = SouhaitDraft(
        menage_id=menage, date_expression=DAY + timedelta(days=1), typologie=Typologie.T2
    )
    bureau.add(Souhait, later, root=menage)

    next_day = DAY + timedelta(days=1)
    assert bureau.go(row, P.NOTIFIEE, today=next_day).souhait.typologie is Typologie.T2
    early = bureau.go(bureau.propose(menage), P.NOTIFIEE, today=DAY - timedelta(days=1))
    assert early.souhait is None


def test_no_answer_day_is_invented_and_the_charte_gives_one(bureau, menage):
    assert bureau.go(bureau.propose(menage), P.NOTIFIEE).etape.date_limite_reponse is None

    with bureau.espace.store.writing("essai") as unit:
        unit.add(Parametre, None, code="delai_reponse_jours", valeur="15")
    found = bureau.go(bureau.propose(menage), P.NOTIFIEE)
    assert found.etape.date_limite_reponse == DAY + timedelta(days=15)


def test_from_the_notification_to_the_bail_the_dossier_follows_in_one_action(bureau, menage):
    row = bureau.propose(menage)
    states = []
    for state in TO_BAIL:
        bureau.go(row, state)
        states.append(bureau.state(menage))

    assert states == [E.PROPOSITION, E.ACCEPTE, E.ACCEPTE, E.ATTRIBUE, E.BAIL_SIGNE]
    (made,) = relogements(bureau, menage)
    assert (made.nature, made.adresse, made.loyer, made.date_bail) == (
        NatureRelogement.DEFINITIF, "4 rue ESSAI", Decimal(540), DAY,
    )  # fmt: skip
    assert (made.proposition_id, made.date_attribution) == (row, DAY)

    JournalService(bureau.espace).undo()
    assert bureau.state(menage) is E.ATTRIBUE
    assert bureau.propositions.proposition(row).etat is P.ATTRIBUEE
    assert relogements(bureau, menage) == []


def test_a_broken_bail_leaves_no_relogement_and_the_menage_may_accept_another_one(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, *TO_BAIL)

    bureau.go(row, P.DESISTEMENT)

    assert (bureau.state(menage), relogements(bureau, menage)) == (E.PRET, [])
    bureau.go(bureau.propose(menage), *TO_BAIL)
    assert bureau.state(menage) is E.BAIL_SIGNE
    assert len(relogements(bureau, menage)) == 1


def test_a_bail_is_not_broken_any_more_once_the_menage_lives_there(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, *TO_BAIL)
    with bureau.espace.store.writing("essai") as unit:
        unit.get(Relogement, relogements(bureau, menage)[0].id).date_entree = DAY
    bureau.move(menage, E.EMMENAGE)

    with pytest.raises(UserError, match="« Emménagé »"):
        bureau.go(row, P.DESISTEMENT)

    assert len(relogements(bureau, menage)) == 1
    assert bureau.propositions.proposition(row).etat is P.BAIL


def test_a_proposition_before_the_enquete_is_refused_with_the_way(bureau):
    menage = bureau.menage(E.A_CONTACTER)
    row = bureau.propose(menage)

    with pytest.raises(UserError, match="« À contacter »") as refusal:
        bureau.go(row, P.NOTIFIEE)

    assert "Prêt à proposer" in refusal.value.remedy
    assert bureau.propositions.proposition(row).etat is P.REPEREE


def test_a_menage_that_refused_the_enquete_may_still_be_proposed_a_dwelling(bureau):
    menage = bureau.menage(E.ENQUETE_REFUSEE)
    bureau.go(bureau.propose(menage), P.NOTIFIEE)

    assert bureau.state(menage) is E.PROPOSITION


@pytest.mark.parametrize(
    ("end", "motif"),
    [
        (P.REFUSEE, M.REFUS),
        (P.SANS_REPONSE, M.SANS_REPONSE),
        (P.RETIREE, M.OFFRE_RETIREE),
    ],
)
def test_a_dossier_goes_back_to_ready_when_nothing_is_open_any_more(bureau, menage, end, motif):
    one, two = bureau.propose(menage), bureau.propose(menage)
    bureau.go(one, P.NOTIFIEE)
    bureau.go(two, P.NOTIFIEE)

    bureau.go(one, end)
    assert bureau.state(menage) is E.PROPOSITION
    bureau.go(two, end)

    kept = bureau.etats.choix(menage, today=DAY).etat
    assert (kept.etat, kept.motif_etat) == (E.PRET, motif)


def test_a_second_acceptance_is_refused(bureau, menage):
    one, two = bureau.propose(menage), bureau.propose(menage)
    bureau.go(one, P.NOTIFIEE)
    bureau.go(two, P.NOTIFIEE)
    bureau.go(one, P.ACCEPTEE)

    with pytest.raises(SaisieRefusee, match="déjà acceptée"):
        bureau.go(two, P.ACCEPTEE)

    assert bureau.propositions.proposition(two).etat is P.NOTIFIEE


def test_the_third_counted_offer_refused_shows_the_clock(bureau, menage):
    refuse_three(bureau, menage)

    found = bureau.propositions.liste(menage)

    assert bureau.state(menage) is E.CONTENTIEUX
    assert [one.rang for one in found.compte.comptees] == [1, 2, 3]
    assert found.compte.decheance == date(2026, 7, 7)


def test_a_third_offer_left_unanswered_is_no_refusal(bureau, menage):
    for day, end in ((5, P.REFUSEE), (6, P.REFUSEE), (7, P.SANS_REPONSE)):
        bureau.go(bureau.propose(menage), P.NOTIFIEE, end, today=date(2026, 1, day))

    assert bureau.state(menage) is E.PRET
    assert bureau.propositions.liste(menage).compte.decheance == date(2026, 7, 7)


def test_a_withdrawn_or_unverified_proposition_does_not_count(bureau, menage):
    bureau.go(bureau.propose(menage), P.NOTIFIEE, P.RETIREE)
    unsure = bureau.propose(menage, conf_localisation=ReponseAvis.A_VERIFIER)
    bureau.go(unsure, P.NOTIFIEE)

    compte = bureau.propositions.liste(menage).compte

    assert [one.decompte for one in compte.offres] == [Decompte.NON_COMPTEE, Decompte.A_VERIFIER]
    assert compte.comptees == ()


def test_an_amicable_offer_after_the_third_one_does_not_move_the_clock(bureau, menage):
    refuse_three(bureau, menage)

    bureau.go(bureau.propose(menage), P.NOTIFIEE, today=date(2026, 3, 1))
    assert bureau.state(menage) is E.PROPOSITION
    assert bureau.propositions.liste(menage).compte.decheance == date(2026, 7, 7)


def test_a_refused_offer_may_be_accepted_late_from_the_procedure_only(bureau, menage):
    *_, last = refuse_three(bureau, menage)

    found = bureau.go(last, P.ACCEPTEE, today=date(2026, 3, 1))
    assert bureau.state(menage) is E.ACCEPTE
    assert found.etape.motifs_refus == ""

    other = bureau.menage(E.PRET)
    refused = bureau.go(bureau.propose(other), P.NOTIFIEE, P.REFUSEE)
    with pytest.raises(UserError, match="ne peut pas devenir"):
        bureau.go(refused.id, P.ACCEPTEE)


def test_a_dwelling_that_is_not_attributed_sends_back_to_ready(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, P.ACCEPTEE, P.CALEOL_ATTENTE, P.AJOURNEE)
    assert bureau.state(menage) is E.ACCEPTE

    found = bureau.go(row, P.NON_ATTRIBUEE)

    assert bureau.state(menage) is E.PRET
    assert found.etape.caleol_resultat is ResultatCaleol.NON_ATTRIBUTION
    assert bureau.propositions.liste(menage).compte.comptees == ()


def test_a_caleol_sans_objet_attributes_without_date(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, P.ACCEPTEE)
    bureau.go(row, P.CALEOL_ATTENTE, caleol_mode=ModeCaleol.SANS_OBJET)
    bureau.go(row, P.ATTRIBUEE, date_caleol=None, caleol_resultat=None)

    assert bureau.state(menage) is E.ATTRIBUE


def test_a_suspended_dossier_takes_refusals_and_no_acceptance(bureau, menage):
    one, two = bureau.propose(menage), bureau.propose(menage)
    bureau.go(one, P.NOTIFIEE)
    bureau.go(two, P.NOTIFIEE)
    bureau.move(
        menage, E.SUSPENDU, motif_etat=M.ABSENCE_LONGUE, date_reprise=DAY + timedelta(days=9)
    )

    bureau.go(one, P.REFUSEE)
    with pytest.raises(UserError, match="« Suspendu »"):
        bureau.go(two, P.ACCEPTEE)

    assert bureau.state(menage) is E.SUSPENDU
    assert bureau.propositions.proposition(two).etat is P.NOTIFIEE


@pytest.mark.parametrize("lack", [{"typologie": None}, {"loyer": None}])
def test_a_notified_proposition_says_what_a_written_offer_names(bureau, menage, lack):
    row = bureau.propose(menage, **lack)

    with pytest.raises(SaisieRefusee, match="avant de la notifier"):
        bureau.go(row, P.NOTIFIEE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"adresse": ""}, "adresse"),
        ({"loyer": Decimal(-1)}, "loyer"),
        ({"charges": Decimal(9_999_999_999)}, "charges"),
        ({"surface": Decimal(1001)}, "surface"),
        ({"etage": 61}, "etage"),
        ({"compte_comme_offre": False}, "motif_non_comptee"),
        (
            {"compte_comme_offre": True, "conf_etat": ReponseAvis.NON},
            "compte_comme_offre",
        ),
        ({"date_reperage": DAY + timedelta(days=1)}, "date_reperage"),
    ],
)
def test_what_is_wrong_in_a_proposition_is_named(bureau, menage, change, field):
    with pytest.raises(SaisieRefusee) as refusal:
        bureau.propose(menage, **change)

    assert [error.field for error in refusal.value.errors] == [field]


def test_a_notified_proposition_is_evidence_and_stays(bureau, menage):
    row = bureau.propose(menage)
    bureau.propositions.delete(row)
    assert bureau.propositions.liste(menage).propositions == ()

    kept = bureau.propose(menage)
    bureau.go(kept, P.NOTIFIEE)
    with pytest.raises(UserError, match="preuve"):
        bureau.propositions.delete(kept)


def test_a_closed_dossier_takes_no_proposition(bureau):
    menage = bureau.menage(E.SORTI)

    with pytest.raises(UserError, match="clos"):
        bureau.propose(menage)


def test_a_correction_changes_neither_number_nor_state(bureau, menage):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE)
    draft = bureau.propositions.proposition(row).draft

    found = bureau.propositions.save(
        PropositionDraft(**{**_values(draft), "adresse": "5 rue ESSAI"}), row, today=DAY
    ).valeur

    assert (found.numero, found.etat, found.draft.adresse) == (1, P.NOTIFIEE, "5 rue ESSAI")


def test_a_deleted_dossier_takes_its_propositions_along(bureau, menage):
    row = bureau.propose(menage)
    with bureau.espace.store.writing("Dossier supprimé") as unit:
        unit.delete(unit.get(Menage, menage))

    with pytest.raises(UserError, match="supprimée"):
        bureau.propositions.proposition(row)


def _values(draft):
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}
