"""What the service gathers for a compte rendu, and what it says is missing."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from desktop.domain.codes import Confidentialite, Gravite, NoteItem, VerdictRevue, VerifPhoto
from desktop.domain.diagnostics.compte_rendu import Manques, Suite, suites
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.services.carnet import CarnetService
from desktop.services.compte_rendu import CompteRenduService
from desktop.services.rapports_mots import missing
from tests.fuites import assert_no_unverified_photo
from tests.services.promenade import add_constat, at, make_promenade


@pytest.fixture
def service(carnet):
    return CompteRenduService(carnet.espace(Espace.TERRAIN))


def test_the_marche_before_its_verdicts_and_the_notes_are_gathered(carnet, service):
    walk = make_promenade(carnet)
    notes = CarnetService(carnet.espace(Espace.TERRAIN))
    notes.note_verdict(walk.marche_id, walk.constats[0].id, VerdictRevue.AGGRAVE)
    notes.rate(walk.marche_id, walk.arrets[1], "PRO", NoteItem.INSUFFISANT)

    record = service.record(walk.marche_id)

    assert record.precedente is not None
    assert [one.id for one in record.precedente.constats] == [one.id for one in walk.constats]
    shared = suites(record.precedente.constats, record.verdicts)
    assert [one.id for one in shared[Suite.AGGRAVE]] == [walk.constats[0].id]
    assert record.notes == {(walk.arrets[1], "PRO"): NoteItem.INSUFFISANT}
    assert len(record.arrets) == len(record.carte.arrets) == 3
    assert record.anciens == ()


def test_a_constat_of_an_older_marche_that_was_seen_again_is_told_too(carnet, service):
    walk = make_promenade(carnet, constats=1)
    third = make_promenade(carnet, constats=1)
    oldest = walk.constats[0]
    CarnetService(carnet.espace(Espace.TERRAIN)).note_verdict(
        third.marche_id, oldest.id, VerdictRevue.PERSISTE
    )

    record = service.record(third.marche_id)

    followed = {one.id for one in (*record.precedente.constats, *record.anciens)}
    assert oldest.id in followed


def test_an_internal_constat_is_on_no_page_and_no_map_for_the_partners(carnet, service):
    walk = make_promenade(carnet, constats=1)
    hidden = add_constat(
        carnet, walk.marche_id, at(5), confidentialite=Confidentialite.INTERNE, texte="Secret"
    )

    record = service.record(walk.marche_id)
    pdf = carnet.rapports(Espace.TERRAIN).compte_rendu(walk.marche_id)

    assert (record.constats, record.retenus, record.carte.constats) == ((), 1, ())
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert hidden.numero not in text
    assert service.record(walk.marche_id, Confidentialite.INTERNE).retenus == 0


def test_the_public_reads_no_building_on_any_page(carnet):
    walk = make_promenade(carnet, constats=1)
    add_constat(
        carnet, walk.marche_id, at(5), item="PRO-06", batiment="Porte C12", gravite=Gravite.DANGER
    )
    rapports = carnet.rapports(Espace.TERRAIN)
    ids = carnet.diagnostics.constat_ids(FiltreConstats(marche_id=walk.marche_id))

    for profil, said in ((Confidentialite.PUBLIC, False), (Confidentialite.PARTENAIRES, True)):
        for pdf in (
            rapports.compte_rendu(walk.marche_id, profil=profil),
            rapports.fiches_constats(ids, profil=profil),
        ):
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
            assert ("C12" in text) is said


def test_what_is_missing_is_counted_before_printing(carnet, service, photos):
    marche_id = photos[0].marche_id
    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    carnet.verification.set_verif([photos[1].id], VerifPhoto.NON_DIFFUSABLE)
    carnet.diagnostics.attach_photos([photos[3].id], None)

    found = service.manques(marche_id)

    assert found == Manques(
        photos_a_verifier=1, photos_retenues=1, constats_a_qualifier=1, photos_a_classer=1
    )
    said = " ".join(missing(found)).replace("\xa0", " ").replace("\u202f", " ")
    assert "1 photo à vérifier" in said
    assert "1 constat à qualifier." in said
    assert not Manques()
    assert service.record(marche_id).photos_retenues == 2
    pdf = carnet.rapports(Espace.TERRAIN).compte_rendu(marche_id)
    assert len(assert_no_unverified_photo(pdf, carnet)) == 1
