"""An import taken back and made again, and what the team had deleted: nothing comes twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import LienOccupant
from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.etat_locatif import Sorte
from desktop.models.equipe import Membre
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.services.doublons import DoublonsService
from desktop.services.import_occupation import ImportOccupationService
from desktop.services.journal import JournalService
from desktop.services.relogement import RelogementService
from tests.listes_essai import TITRES, classeur, ligne
from tests.storage.espaces import exchange, open_espace

RELOGEMENT = Espace.RELOGEMENT
ENTITIES = (Batiment, Logement, Menage, Occupant)


def liste(tmp_path, *rows):
    return classeur(tmp_path / "liste.xlsx", rows)


def seen(service, path):
    tableau = service.open(path).tableaux[0]
    plan = service.plan(tableau)
    return tableau, plan, service.preview(tableau, plan)


def take(service, path, choix=None):
    tableau, plan, apercu = seen(service, path)
    return service.import_(tableau, plan, apercu, choix).valeur


def sortes(service, path):
    return [one.sorte for one in seen(service, path)[2].lignes]


def state(espace):
    """Return every row that is shown with its values; references are among them."""
    with espace.store.reading() as session:
        return {
            (entity.__tablename__, row.id): {name: getattr(row, name) for name in row.fields()}
            for entity in ENTITIES
            for row in session.query(entity).filter(~entity.supprime)
        }


def kinds(espace, start):
    with espace.store.reading() as session:
        rows = session.connection().exec_driver_sql(
            "select distinct sorte from changement where rowid > ?", (start,)
        )
        return set(rows.scalars())


def last(espace):
    with espace.store.reading() as session:
        return session.connection().exec_driver_sql("select max(rowid) from changement").scalar()


@pytest.fixture
def service(carnet):
    return carnet.import_occupation


def test_a_list_taken_back_and_imported_again_makes_the_same_rows(carnet, service, tmp_path):
    espace = carnet.espace(RELOGEMENT)
    path = liste(tmp_path, ligne(1), ligne(2), ligne(3, Bâtiment="Tour-Essai"))
    before = state(espace)
    take(service, path)
    first = state(espace)
    carnet.journal(RELOGEMENT).undo()
    assert state(espace) == before
    assert sortes(service, path) == [Sorte.NOUVEAU] * 3
    start = last(espace)

    bilan = take(service, path)

    assert (bilan.logements_crees, bilan.dossiers_crees, bilan.personnes_ajoutees) == (3, 3, 3)
    assert state(espace) == first
    assert kinds(espace, start) == {"restore"}
    assert carnet.journal(RELOGEMENT).verify().anomalies == ()
    carnet.journal(RELOGEMENT).undo()
    assert state(espace) == before
    carnet.journal(RELOGEMENT).redo()
    assert state(espace) == first
    assert sortes(service, path) == [Sorte.IDENTIQUE] * 3


def test_a_list_corrected_between_the_two_gives_its_own_values(carnet, service, tmp_path):
    espace = carnet.espace(RELOGEMENT)
    take(service, liste(tmp_path, ligne(1)))
    first = state(espace)
    carnet.journal(RELOGEMENT).undo()
    take(service, liste(tmp_path, ligne(1, Loyer=402)))
    path = liste(tmp_path, ligne(1, Loyer=410, Tél=None))
    carnet.journal(RELOGEMENT).undo()
    take(service, path)
    again = state(espace)

    assert again.keys() == first.keys()
    (loyer,) = [one["loyer"] for key, one in again.items() if key[0] == "logement"]
    assert loyer == 410
    (phone,) = [one["telephone_1"] for key, one in again.items() if key[0] == "menage"]
    assert phone is None
    assert sortes(service, path) == [Sorte.IDENTIQUE]


def test_a_dossier_taken_back_alone_is_asked_about_by_nobody(carnet, service, tmp_path):
    nobody = dict.fromkeys(("Nom", "Prénom", "Né(e) le", "Tél", "Date d'entrée"))
    take(service, liste(tmp_path, ligne(1, **nobody)))
    path = liste(tmp_path, ligne(1))
    take(service, path)
    carnet.journal(RELOGEMENT).undo()
    (line,) = seen(service, path)[2].lignes

    assert (line.sorte, line.note) == (Sorte.MODIFIE, "")
    take(service, path)
    assert sortes(service, path) == [Sorte.IDENTIQUE]


def test_values_taken_back_are_still_those_of_the_list(carnet, service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    path = liste(tmp_path, ligne(1, Loyer=402, Charges=170))
    for _ in range(2):
        take(service, path)
        carnet.journal(RELOGEMENT).undo()
    gaps = [one for line in seen(service, path)[2].lignes for one in line.ecarts]

    assert [one.corrige for one in gaps] == [False] * len(gaps)
    assert gaps
    assert take(service, path).champs_gardes == 0


def test_a_correction_under_an_import_taken_back_is_still_the_teams(carnet, service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    (logement,) = carnet.relogement.logements()
    carnet.relogement.save_logement(replace(logement.draft, loyer=Decimal(333)), logement.id)
    path = liste(tmp_path, ligne(1, Loyer=402))
    tableau, plan, apercu = seen(service, path)
    (gap,) = apercu.lignes[0].ecarts
    service.import_(tableau, plan, apercu, {gap.cle: True})
    carnet.journal(RELOGEMENT).undo()
    (gap,) = seen(service, path)[2].lignes[0].ecarts

    assert gap.corrige


def test_a_person_whom_the_team_took_out_stays_out_and_is_told(carnet, service, tmp_path):
    titres = [*ligne(1), "titulaire"]
    other = [*ligne(1, Nom="MARTIN-ESSAI", Prénom="Luc"), "hébergé"]
    path = classeur(tmp_path / "lien.xlsx", [titres, other], titres=(*TITRES, "Lien"))
    take(service, path)
    (menage,) = carnet.relogement.menage_ids()
    (gone,) = [one for one in carnet.relogement.occupants(menage)
               if one.draft.lien is not LienOccupant.TITULAIRE]  # fmt: skip
    carnet.relogement.delete_occupant(gone.id)
    (line,) = seen(service, path)[2].lignes

    assert line.retires == ("MARTIN-ESSAI Luc",)
    assert not line.arrivants
    assert take(service, path).personnes_ajoutees == 0
    assert len(carnet.relogement.occupants(menage)) == 1


def test_a_logement_that_was_deleted_is_asked_about_and_comes_back_the_same(
    carnet, service, tmp_path
):
    espace = carnet.espace(RELOGEMENT)
    path = liste(tmp_path, ligne(1), ligne(2))
    take(service, path)
    first = state(espace)
    logement = next(one for one in carnet.relogement.logements() if one.draft.porte == "1")
    (menage,) = [one for one in carnet.relogement.menages(carnet.relogement.menage_ids())
                 if one.draft.logement_id == logement.id]  # fmt: skip
    carnet.relogement.delete_menage(menage.id)
    carnet.relogement.delete_logement(logement.id)
    apercu = seen(service, path)[2]
    (line,) = [one for one in apercu.lignes if one.sorte is Sorte.A_DECIDER]

    assert line.remet
    assert "supprimé dans le carnet" in line.note
    assert take(service, path).logements_crees == 0
    assert take(service, path, {line.id: True}).logements_crees == 1
    assert state(espace) == first


def test_a_deleted_dossier_on_which_the_team_worked_never_comes_back(carnet, service, tmp_path):
    path = liste(tmp_path, ligne(1))
    take(service, path)
    (menage,) = carnet.relogement.menage_ids()
    carnet.relogement.save_occupant(
        OccupantDraft(menage_id=menage, nom="ENFANT-ESSAI", lien=LienOccupant.ENFANT)
    )
    carnet.relogement.delete_menage(menage)
    (line,) = seen(service, path)[2].lignes
    assert line.sorte is Sorte.A_DECIDER
    take(service, path, {line.id: True})
    (made,) = carnet.relogement.menage_ids()

    assert made != menage
    assert [one.draft.nom for one in carnet.relogement.occupants(made)] == ["DURAND1-ESSAI"]


def test_two_postes_find_each_other_after_one_took_its_import_back(tmp_path):
    postes = [open_espace(tmp_path / letter, letter, espace=RELOGEMENT) for letter in "AB"]
    for letter, one in zip("AB", postes, strict=True):
        with one.store.writing("") as unit:
            unit.add(Membre, None, row=f"personne-{letter.lower()}", nom=f"{letter}-ESSAI")
    a, b = postes
    exchange(a.store, b.store)
    path = liste(tmp_path, *(ligne(rank) for rank in range(1, 5)))
    take(ImportOccupationService(a), path)
    JournalService(a).undo()
    exchange(a.store, b.store)
    apercu = seen(ImportOccupationService(b), path)[2]
    take(ImportOccupationService(b), path, {one.id: True for one in apercu.lignes if one.remet})
    take(ImportOccupationService(a), path)
    exchange(a.store, b.store)

    assert state(a) == state(b)
    assert len(RelogementService(a).menage_ids()) == 4
    assert DoublonsService(a).suggestions() == []
    assert [JournalService(one).count_conflicts() for one in postes] == [0, 0]
    for espace in postes:
        espace.close()
