"""« Effacer définitivement… »: who may, what goes, what is told, what stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.domain.codes import MotifEffacement
from desktop.domain.drafts import MarcheDraft, MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft, OccupantDraft
from desktop.errors import AccesRefuse, SaisieRefusee, UserError
from desktop.models.journal import Action
from desktop.services.effacement import EffacementService
from desktop.services.restauration import RestaurationService
from desktop.storage import search
from tests.carnets import PERSONNE, PHRASE, open_carnet
from tests.fouille import found_in, pages
from tests.photos.cartes import photo

CANARY = "Zqxcanari-ESSAI"
MOTIF = MotifEffacement.FIN_CONSERVATION


@pytest.fixture
def logement(carnet) -> str:
    batiment = carnet.relogement.batiments()[0].id
    return carnet.relogement.save_logement(
        LogementDraft(batiment_id=batiment, porte="12")
    ).valeur.id


@pytest.fixture
def menage(carnet, logement) -> str:
    """Write a dossier about the canary, with a visit noted before one knew who it was."""
    service = carnet.relogement
    menage = service.save_menage(
        MenageDraft(logement_id=logement, notes=f"Suivi de {CANARY}", telephone_1="0639981122")
    )
    row = menage.valeur.id
    service.save_occupant(OccupantDraft(menage_id=row, nom=CANARY))
    service.note_contact(ContactDraft(menage_id=row, note=f"{CANARY} est passé"))
    visit = service.note_contact(ContactDraft(note=f"Visite de {CANARY}")).valeur
    service.note_contact(ContactDraft(menage_id=row, note=visit.draft.note), visit.id)
    drafts = carnet.brouillons(Espace.RELOGEMENT)
    drafts.save("menage", row, "Dossier", {"notes": CANARY})
    drafts.save(f"contact/{row}", None, "Nouveau contact", {"note": CANARY})
    drafts.save("visite", None, "Visite", {"base.menage_id": row, "note": CANARY})
    drafts.save("menage", None, "Nouveau ménage", {"notes": "autre"})
    return row


@pytest.fixture
def service(carnet) -> EffacementService:
    return carnet.effacement(Espace.RELOGEMENT)


def test_the_preview_counts_what_would_go_and_writes_nothing(carnet, service, menage):
    record = carnet.sauvegardes(Espace.RELOGEMENT).create("manuelle")
    before = carnet.espace(Espace.RELOGEMENT).store.path.read_bytes()

    apercu = service.preview("menage", menage)

    assert apercu.mot == carnet.relogement.menage(menage).reference
    assert apercu.fiches == {"menage": 1, "contact": 2, "occupant": 1}
    assert (apercu.photos, apercu.brouillons, apercu.doublons, apercu.ailleurs) == (0, 3, 0, 0)
    assert [found.chemin for found in apercu.sauvegardes] == [record.chemin]
    assert carnet.espace(Espace.RELOGEMENT).store.path.read_bytes() == before


def test_an_erased_dossier_leaves_the_rows_the_index_the_drafts_and_the_file(
    carnet, service, menage, logement, caplog
):
    store = carnet.espace(Espace.RELOGEMENT).store
    other = carnet.relogement.save_menage(
        MenageDraft(logement_id=logement, notes="Autre dossier")
    ).valeur
    mot = service.preview("menage", menage).mot

    made = service.erase("menage", menage, MOTIF, f" {mot.lower()} ")

    assert ("menage", menage) in made.changes.rows
    assert carnet.relogement.menage_ids() == [other.id]
    assert carnet.search(CANARY) == []
    assert [kept.titre for kept in carnet.brouillons(Espace.RELOGEMENT).list()] == [
        "Nouveau ménage"
    ]
    assert carnet.journal(Espace.RELOGEMENT).corbeille() == []
    assert carnet.journal(Espace.RELOGEMENT).verify().anomalies == ()
    assert (
        carnet.journal(Espace.RELOGEMENT).history("menage", menage)[0].apres.startswith("effacée")
    )
    assert CANARY not in caplog.text
    with store.reading() as session:
        assert search.find(session.connection(), "menage", "zqxcanari") == []
    for path in store.path.parent.glob("espace.db*"):
        if not path.name.endswith("-shm"):
            assert not found_in(pages(path, store.key), CANARY), path.name


def test_the_record_of_an_erasure_names_nobody_concerned(carnet, service, menage):
    backup = carnet.sauvegardes(Espace.RELOGEMENT).create("manuelle")
    mot = service.preview("menage", menage).mot

    record = service.erase("menage", menage, MOTIF, mot).valeur

    assert (record.entity, record.motif, record.auteur) == ("menage", MOTIF, carnet.personne)
    assert (record.poste, record.commune, record.row) == ("Portable A", "Ville-Essai", menage)
    assert record.fiches == {"menage": 1, "contact": 2, "occupant": 1}
    assert len(record.racines) == 2, "the visit was a record of its own"
    assert record.lignes == 7, "five texts, two purges"
    assert [found.chemin for found in record.sauvegardes] == [backup.chemin]
    assert not found_in(repr(record).encode(), CANARY)
    assert [past.row for past in service.past()] == [menage]


def test_only_a_person_in_charge_erases(carnet, menage, tmp_path):
    carnet.add_person("D. Durand-Essai", PHRASE, (Espace.RELOGEMENT,))
    mot = carnet.effacement(Espace.RELOGEMENT).preview("menage", menage).mot
    carnet.close()
    other = open_carnet(tmp_path / "carnet", personne="D. Durand-Essai")
    service = other.effacement(Espace.RELOGEMENT)

    for attempt in (
        lambda: service.preview("menage", menage),
        lambda: service.erase("menage", menage, MOTIF, mot),
    ):
        with pytest.raises(AccesRefuse, match="responsable"):
            attempt()

    assert other.relogement.menage(menage).draft.notes == f"Suivi de {CANARY}"
    other.close()


def test_another_word_than_the_one_asked_erases_nothing(carnet, service, menage):
    with pytest.raises(UserError, match="rien n’a été effacé"):
        service.erase("menage", menage, MOTIF, "oui")

    assert carnet.relogement.menage(menage).id == menage


def test_a_record_that_hangs_under_another_cannot_be_erased_alone(carnet, service, menage):
    occupant = carnet.relogement.occupants(menage)[0].id

    for entity, row in (("occupant", occupant), ("menage", occupant), ("constat", menage)):
        with pytest.raises(UserError, match="ne peut pas être effacée seule"):
            service.preview(entity, row)


def test_an_erasure_is_not_undone_and_what_was_done_before_it_is_forgotten(carnet, service, menage):
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)

    with carnet.espace(Espace.RELOGEMENT).store.reading() as session:
        labels = [action.libelle for action in session.query(Action)]
    assert labels == ["Espace créé", "Logement enregistré"]
    with pytest.raises(UserError, match="déjà été effacée"):
        service.preview("menage", menage)


def test_linked_duplicates_are_erased_together(carnet, service, menage, logement):
    twin = carnet.relogement.save_menage(
        MenageDraft(logement_id=logement, notes=f"Double de {CANARY}")
    ).valeur.id
    with carnet.espace(Espace.RELOGEMENT).store.writing("Doublon réuni") as unit:
        unit.link("menage", menage, twin)
    apercu = service.preview("menage", menage)
    assert (apercu.doublons, apercu.fiches["menage"]) == (1, 2)

    record = service.erase("menage", menage, MOTIF, apercu.mot).valeur

    assert set(record.racines) >= {menage, twin}
    assert carnet.relogement.menage_ids() == []


def test_a_draft_typed_while_the_record_was_erased_cannot_be_saved_under_it(
    carnet, service, menage
):
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)

    with pytest.raises(UserError, match="effacée définitivement") as refused:
        carnet.relogement.note_contact(ContactDraft(menage_id=menage, note=CANARY))

    assert not isinstance(refused.value, SaisieRefusee)


def test_old_backups_that_hold_it_are_deleted_after_a_clean_one_is_made(carnet, service, menage):
    store, backups = carnet.espace(Espace.RELOGEMENT).store, carnet.sauvegardes(Espace.RELOGEMENT)
    now = store.clock
    store.clock = lambda: now() - int(timedelta(days=120).total_seconds() * 1000)
    old = backups.create("manuelle")
    store.clock = now
    recent = backups.create("manuelle")
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)

    assert service.drop_backups(menage) == 1
    assert not old.chemin.exists()
    assert recent.chemin.exists()
    assert service.drop_backups(menage, months=0) == 1
    assert service.drop_backups(menage, months=0) == 0

    (left, *_) = left_all = backups.list()
    assert left.raison == "apres-effacement"
    assert all(not found_in(pages(one.chemin, store.key), CANARY) for one in left_all)


def test_a_walk_and_a_micro_site_are_erased_as_well(carnet):
    service = carnet.effacement(Espace.TERRAIN)
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    ).valeur
    site = carnet.microsites.save_site(MicroSiteDraft(nom="City-Essai")).valeur
    assert service.find(marche.numero) == ("marche", marche.id)
    assert service.find("City-Essai") == ("micro_site", site.id)

    service.erase("marche", marche.id, MOTIF, marche.numero)
    service.erase("micro_site", site.id, MOTIF, "CITY-essai")

    assert [past.entity for past in service.past()] == ["micro_site", "marche"]
    with pytest.raises(UserError, match="Aucune fiche"):
        service.find("City-Essai")


def test_a_dwelling_stays_when_its_household_goes(carnet, service, menage, logement):
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)

    assert [found.id for found in carnet.relogement.logements()] == [logement]


def test_a_restored_backup_does_not_bring_the_record_back(
    carnet, service, menage, tmp_path, monkeypatch
):
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine"))
    carnet.sauvegardes(Espace.RELOGEMENT).create("manuelle")
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)
    carnet.close()
    opened = carnet._trousseau.unlock(PERSONNE, PHRASE)
    restauration = RestaurationService(carnet.dossiers, opened, Espace.RELOGEMENT)

    restauration.restore(restauration.backups()[-1])

    again = open_carnet(tmp_path / "carnet")
    store = again.espace(Espace.RELOGEMENT).store
    assert again.relogement.menage_ids() == []
    assert [past.row for past in again.effacement(Espace.RELOGEMENT).past()] == [menage]
    assert again.journal(Espace.RELOGEMENT).verify().anomalies == ()
    assert not found_in(pages(store.path, store.key), CANARY)
    again.close()


def test_what_is_typed_about_an_erased_record_is_no_longer_kept(carnet, service, menage, logement):
    drafts = carnet.brouillons(Espace.RELOGEMENT)
    service.erase("menage", menage, MOTIF, service.preview("menage", menage).mot)

    drafts.save("menage", menage, "Dossier", {"notes": CANARY})
    drafts.save(f"contact/{menage}", None, "Nouveau contact", {"note": CANARY})
    drafts.save("visite", None, "Visite", {"base.menage_id": menage, "note": CANARY})
    drafts.save("logement", logement, "Logement", {"porte": "13"})

    assert {kept.titre for kept in drafts.list()} == {"Nouveau ménage", "Logement"}


def test_an_erased_photo_cannot_be_imported_again(carnet, tmp_path):
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    first, second = (carnet.diagnostics.save_marche(draft).valeur for _ in range(2))
    source = photo(tmp_path)
    carnet.photos.import_files([source], marche_id=first.id)
    carnet.effacement(Espace.TERRAIN).erase("marche", first.id, MOTIF, first.numero)

    bilan = carnet.photos.import_files([source], marche_id=second.id).valeur

    assert (bilan.importees, bilan.doublons) == (0, ())
    assert ["effacée définitivement" in refus.note for refus in bilan.refus] == [True]
    assert list((tmp_path / "carnet" / "terrain" / "photos").glob("*/*")) == []
    assert [one.marche_id for one in carnet.photos.imports()] == [second.id]
