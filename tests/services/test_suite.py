"""What follows a bail through the service: one transaction each, undoable, merged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.records import MenageRecord
from desktop.domain.relogement.cloture import Point
from desktop.domain.relogement.codes import (
    Avis,
    CanalContact,
    EcheanceSuivi,
    EtatDossier,
    EtatLogement,
    EtatProposition,
    LieuTravaux,
    MotifEtat,
    NatureRelogement,
    PaiementLoyer,
    Typologie,
)
from desktop.domain.relogement.drafts import (
    EtapeDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.domain.relogement.drafts_enquete import DetteDraft
from desktop.domain.relogement.drafts_offre import (
    BailleurDraft,
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    PropositionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.errors import SaisieRefusee, UserError
from desktop.models.enquete import Dette
from desktop.models.offre import Bailleur, Proposition
from tests.carnets import COLLEAGUE, join_carnet, open_carnet, travel
from tests.sceau_rapide import use_quick_seal

RELOGEMENT = Espace.RELOGEMENT
TODAY = date(2026, 11, 28)
ENTREE = date(2026, 1, 31)


def add_menage(
    carnet: Carnet, *, etat: EtatDossier = EtatDossier.BAIL_SIGNE, logement_id: str | None = None
) -> MenageRecord:
    service = carnet.relogement
    if logement_id is None:
        batiment = service.batiments()[0].id
        door = str(len(service.logements()) + 1)
        logement_id = service.save_logement(
            LogementDraft(batiment_id=batiment, porte=door, loyer=Decimal(395))
        ).valeur.id
    menage = service.save_menage(MenageDraft(logement_id=logement_id), etat=etat).valeur
    service.save_occupant(OccupantDraft(menage_id=menage.id, nom="ESSAI", prenom="Anne"))
    return service.menage(menage.id)


def move_in(carnet: Carnet, menage: MenageRecord, **changes) -> object:
    given = {
        "menage_id": menage.id,
        "nature": NatureRelogement.DEFINITIF,
        "date_bail": date(2026, 1, 20),
        "date_entree": ENTREE,
        "adresse": "1 rue ESSAI",
        "loyer": Decimal(540),
    }
    return carnet.suite.save_relogement(RelogementDraft(**given | changes), today=TODAY).valeur


@pytest.fixture
def menage(carnet: Carnet) -> MenageRecord:
    return add_menage(carnet)


def visits(carnet: Carnet, menage: MenageRecord) -> list[tuple[EcheanceSuivi | None, str]]:
    return [
        (one.draft.echeance, str(one.draft.date_prevue))
        for one in carnet.suite.suite(menage.id).suivis
    ]


FOUR = [
    (EcheanceSuivi.J15, "2026-02-15"),
    (EcheanceSuivi.M1, "2026-02-28"),
    (EcheanceSuivi.M3, "2026-04-30"),
    (EcheanceSuivi.M6, "2026-07-31"),
]


# --- relogement ---------------------------------------------------------------------------


def test_a_relogement_comes_back_whole_with_the_name_of_its_bailleur(carnet, menage):
    store = carnet.espace(RELOGEMENT).store
    with store.writing("") as unit:
        bailleur = unit.add(Bailleur, BailleurDraft(nom="Bailleur ESSAI")).id

    saved = move_in(carnet, menage, bailleur_id=bailleur, apl_estimee=Decimal("315.00"))

    found = carnet.suite.suite(menage.id)
    assert found.definitif == saved
    assert (saved.bailleur, saved.draft.apl_estimee) == ("Bailleur ESSAI", Decimal("315.00"))
    assert [one.nom for one in carnet.suite.bailleurs()] == ["Bailleur ESSAI"]


def test_a_second_definitive_relogement_is_refused_and_a_temporary_one_never_counts(carnet, menage):
    move_in(carnet, menage, nature=NatureRelogement.TEMPORAIRE, date_entree=date(2025, 5, 1))
    assert carnet.suite.suite(menage.id).definitif is None
    definitive = move_in(carnet, menage)

    with pytest.raises(SaisieRefusee) as refusal:
        move_in(carnet, menage, adresse="2 rue ESSAI")

    assert [error.field for error in refusal.value.errors] == ["nature"]
    found = carnet.suite.suite(menage.id)
    assert (len(found.relogements), found.definitif.id) == (2, definitive.id)
    corrected = replace(definitive.draft, loyer=Decimal(500))
    assert carnet.suite.save_relogement(corrected, definitive.id, today=TODAY).valeur.id


def test_a_new_relogement_is_described_as_the_proposition_that_was_taken(carnet, menage):
    store = carnet.espace(RELOGEMENT).store
    proposed = PropositionDraft(
        menage_id=menage.id,
        adresse="3 rue ESSAI",
        typologie=Typologie.T5,
        loyer=Decimal(540),
        apl_estimee=Decimal(315),
    )
    with store.writing("") as unit:
        unit.add(
            Proposition,
            replace(proposed, adresse="Autre"),
            root=menage.id,
            etat=EtatProposition.REFUSEE,
        )
        taken = unit.add(Proposition, proposed, root=menage.id, etat=EtatProposition.ATTRIBUEE).id

    draft = carnet.suite.proposed_relogement(menage.id)

    assert (draft.proposition_id, draft.nature) == (taken, NatureRelogement.DEFINITIF)
    assert (draft.adresse, draft.typologie, draft.loyer, draft.apl_estimee) == (
        "3 rue ESSAI",
        Typologie.T5,
        Decimal(540),
        Decimal(315),
    )


# --- follow-up ----------------------------------------------------------------------------


def test_the_visits_come_with_the_entry_in_one_action_and_go_with_undo(carnet, menage):
    move_in(carnet, menage)
    assert visits(carnet, menage) == FOUR

    carnet.journal(RELOGEMENT).undo()

    found = carnet.suite.suite(menage.id)
    assert (found.suivis, found.relogements) == ((), ())


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"nature": NatureRelogement.TEMPORAIRE}, 4),
        ({"nature": NatureRelogement.HORS_DISPOSITIF}, 0),
        ({"date_entree": None}, 0),
    ],
)
def test_visits_are_prepared_for_what_the_dispositif_moved_in(carnet, menage, change, count):
    move_in(carnet, menage, **change)

    found = carnet.suite.suite(menage.id).suivis
    assert len(found) == count
    assert all(one.temporaire is (change.get("nature") is not None) for one in found)


def test_what_turns_out_to_be_outside_the_dispositif_is_not_visited(carnet, menage):
    saved = move_in(carnet, menage)
    first = carnet.suite.suite(menage.id).suivis[0]
    done = replace(first.draft, date_faite=date(2026, 2, 16))
    carnet.suite.save_suivi(done, first.id, today=TODAY)

    out = replace(saved.draft, nature=NatureRelogement.HORS_DISPOSITIF)
    carnet.suite.save_relogement(out, saved.id, today=TODAY)
    left = visits(carnet, menage)
    carnet.suite.save_relogement(saved.draft, saved.id, today=TODAY)

    assert left == FOUR[:1]
    assert visits(carnet, menage) == FOUR


def test_a_corrected_entry_moves_what_waits_and_leaves_what_was_made_or_chosen(carnet, menage):
    saved = move_in(carnet, menage)
    first, second, _third, _fourth = carnet.suite.suite(menage.id).suivis
    suite = carnet.suite
    suite.save_suivi(replace(first.draft, date_faite=date(2026, 2, 16)), first.id, today=TODAY)
    suite.save_suivi(replace(second.draft, date_prevue=date(2026, 3, 5)), second.id, today=TODAY)

    later = replace(saved.draft, date_entree=date(2026, 2, 28))
    suite.save_relogement(later, saved.id, today=TODAY)

    assert sorted(visits(carnet, menage), key=lambda one: one[0].value) == [
        (EcheanceSuivi.J15, "2026-02-15"),
        (EcheanceSuivi.M1, "2026-03-05"),
        (EcheanceSuivi.M3, "2026-05-28"),
        (EcheanceSuivi.M6, "2026-08-28"),
    ]


def test_a_deleted_visit_stays_away_until_it_is_asked_for_again(carnet, menage):
    saved = move_in(carnet, menage)
    carnet.suite.delete_suivi(carnet.suite.suite(menage.id).suivis[0].id)
    carnet.suite.save_relogement(replace(saved.draft, loyer=Decimal(1)), saved.id, today=TODAY)
    assert visits(carnet, menage) == FOUR[1:]

    carnet.suite.prepare_visits(saved.id)

    assert visits(carnet, menage) == FOUR


def test_without_an_entry_no_visit_can_be_prepared(carnet, menage):
    saved = move_in(carnet, menage, date_entree=None)

    with pytest.raises(UserError, match="jour d’entrée"):
        carnet.suite.prepare_visits(saved.id)


def test_a_deleted_relogement_takes_its_waiting_visits_and_brings_them_back(carnet, menage):
    saved = move_in(carnet, menage)
    first = carnet.suite.suite(menage.id).suivis[0]
    done = replace(first.draft, date_faite=date(2026, 2, 16))
    carnet.suite.save_suivi(done, first.id, today=TODAY)

    carnet.suite.delete_relogement(saved.id)
    left = carnet.suite.suite(menage.id)
    carnet.journal(RELOGEMENT).undo()
    back = carnet.suite.suite(menage.id)

    assert ([one.id for one in left.suivis], left.relogements) == ([first.id], ())
    assert (len(back.suivis), back.definitif.id) == (4, saved.id)


def test_the_definitive_relogement_typed_again_after_a_delete_is_the_same_row(carnet, menage):
    saved = move_in(carnet, menage)
    carnet.suite.delete_relogement(saved.id)

    again = move_in(carnet, menage, adresse="9 rue ESSAI")

    assert (again.id, again.draft.adresse) == (saved.id, "9 rue ESSAI")
    assert visits(carnet, menage) == FOUR


# --- move, works, survey --------------------------------------------------------------------


def test_a_move_and_works_are_written_corrected_and_deleted(carnet, menage):
    suite = carnet.suite
    move = suite.save_demenagement(DemenagementDraft(menage_id=menage.id, postes="EAU")).valeur
    works = suite.save_travaux(
        TravauxDraft(
            menage_id=menage.id,
            lieu=LieuTravaux.ANCIEN,
            objet="Cuisine refaite",
            investissement_prive=True,
            montant=Decimal("1200.50"),
        )
    ).valeur
    suite.save_demenagement(replace(move.draft, postes_faits="EAU"), move.id)
    suite.save_travaux(replace(works.draft, montant=Decimal(1300)), works.id)

    found = suite.suite(menage.id)
    assert [one.draft.postes_faits for one in found.demenagements] == ["EAU"]
    assert [one.draft.montant for one in found.travaux] == [Decimal(1300)]
    suite.delete_demenagement(move.id)
    suite.delete_travaux(works.id)
    found = suite.suite(menage.id)
    assert (found.demenagements, found.travaux) == ((), ())


def test_a_menage_has_one_survey_and_its_words_only_with_consent(carnet, menage):
    suite = carnet.suite
    draft = EnqueteSatisfactionDraft(
        menage_id=menage.id, date_faite=TODAY, logement_avis=Avis.PLUTOT
    )
    first = suite.save_satisfaction(draft, today=TODAY).valeur
    with pytest.raises(SaisieRefusee, match="accord"):
        suite.save_satisfaction(replace(draft, verbatim="Merci"), first.id, today=TODAY)

    again = suite.save_satisfaction(replace(draft, recommande=True), today=TODAY).valeur

    assert again.id == first.id
    assert suite.suite(menage.id).satisfaction.draft.recommande is True
    suite.delete_satisfaction(first.id)
    assert suite.suite(menage.id).satisfaction is None
    assert suite.save_satisfaction(draft, today=TODAY).valeur.id == first.id


# --- keys ---------------------------------------------------------------------------------


def keys(carnet: Carnet, menage: MenageRecord, day: date | None = TODAY):
    draft = LogementDraft(date_remise_cles=day, date_edl_sortant=day)
    return carnet.suite.return_keys(menage.id, draft, today=TODAY).valeur.draft


def test_the_keys_empty_the_logement_in_one_action_that_undo_takes_back(carnet, menage):
    move_in(carnet, menage)
    before = carnet.suite.suite(menage.id).logement.draft

    after = keys(carnet, menage)
    carnet.journal(RELOGEMENT).undo()
    undone = carnet.suite.suite(menage.id).logement.draft

    assert after == replace(
        before,
        etat=EtatLogement.VIDE_RELOGEMENT,
        date_remise_cles=TODAY,
        date_edl_sortant=TODAY,
        date_liberation=TODAY,
    )
    assert undone == before
    assert keys(carnet, menage).etat is EtatLogement.VIDE_RELOGEMENT
    assert keys(carnet, menage, None) == before


@pytest.mark.parametrize(
    ("nature", "etat"),
    [
        (None, EtatLogement.VIDE_DEPART),
        (NatureRelogement.HORS_DISPOSITIF, EtatLogement.VIDE_DEPART),
        (NatureRelogement.TEMPORAIRE, EtatLogement.VIDE_RELOGEMENT),
    ],
)
def test_a_departure_without_relogement_is_counted_apart(carnet, menage, nature, etat):
    if nature is not None:
        move_in(carnet, menage, nature=nature)

    assert keys(carnet, menage).etat is etat


def test_a_neutralised_logement_stays_so(carnet, menage):
    logement = carnet.suite.suite(menage.id).logement
    neutral = replace(logement.draft, etat=EtatLogement.NEUTRALISE)
    carnet.relogement.save_logement(neutral, logement.id)

    assert keys(carnet, menage).etat is EtatLogement.NEUTRALISE


def test_a_decohabitation_does_not_empty_the_logement(carnet, menage):
    child = add_menage(carnet, logement_id=menage.draft.logement_id)
    move_in(carnet, child)

    with pytest.raises(UserError, match="encore occupé") as refusal:
        keys(carnet, child)

    found = carnet.suite.suite(child.id)
    assert menage.reference in refusal.value.message
    assert found.restent == (menage.reference,)
    assert found.logement.draft.etat is EtatLogement.OCCUPE
    assert {one.point: one.fait for one in found.controles}[Point.CLES] is None


def test_what_will_be_erased_is_counted_and_nothing_is_erased(carnet, menage):
    with carnet.espace(RELOGEMENT).store.writing("") as unit:
        for _ in range(2):
            unit.add(Dette, DetteDraft(menage_id=menage.id), root=menage.id)

    assert carnet.suite.suite(menage.id).effacees == (("dette", 2),)


def test_a_dossier_is_closed_with_its_motif_and_nothing_is_erased(carnet):
    menage = add_menage(carnet, etat=EtatDossier.SUIVI)
    move_in(carnet, menage)
    with carnet.espace(RELOGEMENT).store.writing("") as unit:
        unit.add(Dette, DetteDraft(menage_id=menage.id), root=menage.id)
    draft = EtapeDraft(motif_etat=MotifEtat.FIN_SUIVI)
    with pytest.raises(SaisieRefusee, match="pas réglés"):
        carnet.suite.close(menage.id, draft, today=TODAY)
    with pytest.raises(SaisieRefusee, match="pas réglés"):  # nor by the other door
        carnet.etats.avancer(menage.id, replace(draft, vers=EtatDossier.CLOS), today=TODAY)
    assert carnet.relogement.menage(menage.id).etat is EtatDossier.SUIVI

    explained = replace(draft, motif_texte="Ménage parti sans adresse")
    carnet.suite.close(menage.id, explained, today=TODAY)

    found = carnet.suite.suite(menage.id)
    assert found.menage.etat is EtatDossier.CLOS
    assert found.effacees == (("dette", 1),)
    carnet.journal(RELOGEMENT).undo()
    assert carnet.relogement.menage(menage.id).etat is EtatDossier.SUIVI


# --- two postes -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pair_template(carnet_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two postes of the espace relogement: an invitation is slow by design, so it is made once."""
    folder = tmp_path_factory.mktemp("paire-relogement")
    shutil.copytree(carnet_template, folder / "a")
    with pytest.MonkeyPatch.context() as patch:
        use_quick_seal(patch)
        first = open_carnet(folder / "a")
        menage = add_menage(first)
        assert menage
        made = first.cles(RELOGEMENT).invite(folder, donnees=True, pour=COLLEAGUE)
        travel(first.session)
        first.close()
        join_carnet(folder / "b", Path(made.chemin), made.phrase)
    return folder


@pytest.fixture
def postes(pair_template: Path, tmp_path: Path):
    for name in ("a", "b"):
        shutil.copytree(pair_template / name, tmp_path / "postes" / name)
    opened = (
        open_carnet(tmp_path / "postes" / "a"),
        open_carnet(tmp_path / "postes" / "b", personne=COLLEAGUE),
    )
    yield opened
    for one in opened:
        one.close()


def send(sender: Carnet, receiver: Carnet, stick: Path) -> None:
    written = sender.echange(RELOGEMENT).export(stick, photos=False)
    receiver.echange(RELOGEMENT).import_(Path(written.chemin))


def the_menage(carnet: Carnet) -> MenageRecord:
    return carnet.relogement.menage(carnet.relogement.menage_ids()[0])


def test_the_same_relogement_and_visit_typed_on_two_postes_are_one(postes, stick):
    for carnet in postes:
        move_in(carnet, the_menage(carnet))
    a, b = postes
    visit_a = a.suite.suite(the_menage(a).id).suivis[2]
    visit_b = b.suite.suite(the_menage(b).id).suivis[2]
    a.suite.save_suivi(
        replace(visit_a.draft, date_faite=date(2026, 5, 4), canal=CanalContact.VISITE_DOMICILE),
        visit_a.id,
    )
    b.suite.save_suivi(
        replace(visit_b.draft, date_faite=date(2026, 5, 4), paiement_loyer=PaiementLoyer.A_JOUR),
        visit_b.id,
    )

    send(a, b, stick)
    send(b, a, stick)

    for carnet in postes:
        found = carnet.suite.suite(the_menage(carnet).id)
        assert len(found.relogements) == 1
        assert visits(carnet, found.menage) == FOUR
        assert found.suivis[2].draft == SuiviPostDraft(
            menage_id=found.menage.id,
            relogement_id=found.definitif.id,
            echeance=EcheanceSuivi.M3,
            date_prevue=date(2026, 4, 30),
            date_faite=date(2026, 5, 4),
            canal=CanalContact.VISITE_DOMICILE,
            paiement_loyer=PaiementLoyer.A_JOUR,
        )
        assert carnet.journal(RELOGEMENT).conflicts() == []


def test_two_definitive_relogements_of_two_postes_stay_visible(postes, stick):
    a, b = postes
    move_in(a, the_menage(a))
    temporary = move_in(b, the_menage(b), nature=NatureRelogement.TEMPORAIRE)
    definitive = replace(temporary.draft, nature=NatureRelogement.DEFINITIF)
    b.suite.save_relogement(definitive, temporary.id, today=TODAY)

    send(b, a, stick)

    found = a.suite.suite(the_menage(a).id)
    assert len(found.definitifs) == 2
    assert found.definitif == found.definitifs[0]
