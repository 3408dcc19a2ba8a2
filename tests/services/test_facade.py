"""The façade in an espace: past states from the log, and the print."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatLogement, LienOccupant
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.facade import EtatCase, cases_au
from desktop.models.menage import Logement, Menage

BEFORE, D1, D2, D3 = (date(2027, month, 10) for month in (1, 2, 3, 4))


@pytest.fixture
def on(carnet):
    """Let the log be written on a day to come: a clock never goes back."""
    store = carnet.facade._store
    usual = store.clock

    def set_day(day: date) -> None:
        moment = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
        store.clock = lambda: round(moment.timestamp() * 1000)

    yield set_day
    store.clock = usual


@pytest.fixture
def story(carnet, on):
    """A logement typed on D1, its ménage contacted on D2, rehoused and emptied on D3."""
    service, store = carnet.relogement, carnet.facade._store
    batiment = service.batiments()[0]
    on(D1)
    logement = service.save_logement(
        LogementDraft(batiment_id=batiment.id, cage="B", etage=3, porte="12")
    ).valeur
    menage = service.save_menage(MenageDraft(logement_id=logement.id)).valeur
    service.save_occupant(
        OccupantDraft(menage_id=menage.id, nom="DUPONT-ESSAI", lien=LienOccupant.TITULAIRE)
    )
    on(D2)
    with store.writing("essai") as unit:
        unit.get(Menage, menage.id).etat = EtatDossier.PRET
    on(D3)
    with store.writing("essai") as unit:
        unit.get(Menage, menage.id).etat = EtatDossier.CLOS
        unit.get(Logement, logement.id).etat = EtatLogement.VIDE_RELOGEMENT
    return batiment.id, logement.id, menage


def state(carnet, batiment, day):
    (case,) = cases_au(carnet.facade.facade(), batiment, day)
    return case.etat


def test_the_log_tells_the_state_of_each_day(carnet, story):
    batiment, _, _ = story

    found = [state(carnet, batiment, day) for day in (BEFORE, D1, D2, D3)]

    assert found == [
        EtatCase.INCONNUE,
        EtatDossier.A_CONTACTER,
        EtatDossier.PRET,
        EtatLogement.VIDE_RELOGEMENT,
    ]
    assert state(carnet, batiment, D3 - timedelta(days=1)) is EtatDossier.PRET


def test_the_first_day_is_that_of_the_first_write(carnet, story):
    assert carnet.facade.facade().premier_jour() == D1


def test_taking_back_on_a_later_day_leaves_the_days_before_as_they_were(carnet, on, story):
    batiment, _, _ = story
    later = D3 + timedelta(days=5)
    on(later)
    carnet.journal(Espace.RELOGEMENT).undo()

    assert state(carnet, batiment, D3) is EtatLogement.VIDE_RELOGEMENT
    assert state(carnet, batiment, later) is EtatDossier.PRET


def test_several_changes_of_a_day_leave_the_last_one(carnet, on, story):
    batiment, logement, _ = story
    with carnet.facade._store.writing("essai") as unit:
        unit.get(Logement, logement).etat = EtatLogement.MURE

    assert state(carnet, batiment, D3) is EtatLogement.MURE


def test_deleted_doors_and_dossiers_are_out_of_the_facade(carnet, story):
    batiment, logement, menage = story
    carnet.relogement.delete_menage(menage.id)
    assert state(carnet, batiment, D2) is EtatCase.SANS_DOSSIER
    carnet.relogement.delete_logement(logement)

    assert cases_au(carnet.facade.facade(), batiment, D2) == ()


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words


def test_the_print_tells_doors_and_states_and_nobody(carnet, story):
    batiment, _, menage = story
    words = text_of(carnet.facade.pdf(batiment, D2))

    assert "Au 10 mars 2027 — 1 logement" in words.replace("\u00a0", " ")
    assert "Prêt à proposer" in words
    assert "PR" in words
    assert "12" in words
    assert "DUPONT" not in words
    assert menage.reference not in words
    assert carnet.facade.pdf_name(D2) == "facade-2027-03-10.pdf"


def test_a_wide_building_with_odd_data_is_printed_whole(carnet, on):
    service = carnet.relogement
    batiment = service.batiments()[0].id
    on(D1)
    with carnet.facade._store.writing("essai") as unit:
        for rank in range(127):
            draft = LogementDraft(
                batiment_id=batiment,
                cage="ABCDEFGHIJKLMNO"[rank % 15] if rank % 20 else "",
                etage=rank % 9 if rank % 17 else None,
                porte=f"{rank} <b>" if rank % 11 else "",
            )
            unit.add(Logement, draft, root=batiment)

    words = text_of(carnet.facade.pdf(batiment, D1))

    assert "127 logements" in words.replace("\u00a0", " ")
    assert "Sans étage" in words
    assert "sans" in words


def test_a_building_without_door_is_printed_too(carnet):
    batiment = carnet.relogement.batiments()[0].id

    assert "Aucun logement" in text_of(carnet.facade.pdf(batiment, D1))
