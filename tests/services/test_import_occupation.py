"""Import of an occupancy list: preview, one transaction, diff on re-import, two postes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatLogement, LienOccupant
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.etat_locatif import Sorte
from desktop.domain.relogement.rules import check_logement, check_menage, check_occupant
from desktop.errors import Annule, UserError
from desktop.models.equipe import Membre, Poste
from desktop.models.menage import Logement, Menage, Occupant
from desktop.services.doublons import DoublonsService
from desktop.services.import_occupation import ImportOccupationService
from desktop.services.import_occupation_mots import (
    apercu_lines,
    bilan_lines,
    ecart_words,
    line_words,
)
from tests.carnets import PERSONNE, PHRASE
from tests.listes_essai import TITRES, classeur, ligne
from tests.storage.espaces import dump, exchange, open_espace

ROOT = Path(__file__).resolve().parents[2]
RELOGEMENT = Espace.RELOGEMENT


def seen(service, path):
    tableau = service.open(path).tableaux[0]
    plan = service.plan(tableau)
    return tableau, plan, service.preview(tableau, plan)


def take(service, path, choix=None, **options):
    tableau, plan, apercu = seen(service, path)
    return service.import_(tableau, plan, apercu, choix, **options).valeur


def liste(tmp_path, *rows, titres=TITRES, name="liste.xlsx"):
    return classeur(tmp_path / name, rows, titres=titres)


@pytest.fixture
def service(carnet):
    return carnet.import_occupation


def counts(carnet):
    ids = carnet.relogement.menage_ids()
    return len(carnet.relogement.logements()), len(ids)


def test_a_preview_writes_nothing_and_the_import_writes_all_of_it_in_one_action(
    carnet, service, tmp_path
):
    path = liste(tmp_path, ligne(1), ligne(2), ligne(3, Loyer=-1))
    before = carnet.espace(RELOGEMENT).store.path.read_bytes()
    _, _, apercu = seen(service, path)

    assert [one.sorte for one in apercu.lignes] == [Sorte.NOUVEAU] * 2
    assert [one.numero for one in apercu.refusees] == [4]
    assert carnet.espace(RELOGEMENT).store.path.read_bytes() == before
    assert counts(carnet) == (0, 0)

    bilan = take(service, path)

    assert (bilan.logements_crees, bilan.dossiers_crees, bilan.personnes_ajoutees) == (2, 2, 2)
    assert counts(carnet) == (2, 2)
    menages = carnet.relogement.menages(carnet.relogement.menage_ids())
    assert {one.etat for one in menages} == {EtatDossier.A_CONTACTER}
    assert all(one.reference.startswith("REL-") for one in menages)
    assert len({one.reference for one in menages}) == 2
    assert menages[0].logement == "Méjanes · B · 1er · 1"
    assert menages[0].nom == "DURAND1-ESSAI Zoé"

    carnet.journal(RELOGEMENT).undo()
    assert counts(carnet) == (0, 0)


def test_the_same_list_again_changes_nothing(carnet, service, tmp_path):
    path = liste(tmp_path, ligne(1), ligne(2))
    take(service, path)
    _, _, apercu = seen(service, path)

    assert [one.sorte for one in apercu.lignes] == [Sorte.IDENTIQUE] * 2
    assert not apercu.writes({})


def test_names_without_accents_and_references_in_small_letters_are_the_same(service, tmp_path):
    take(service, liste(tmp_path, ligne(1, Nom="GRÉGOIRE-ESSAI")))
    again = ligne(1, Nom="Gregoire-Essai", **{"N° logement": "pah 0001", "Bâtiment": "MEJANES"})
    _, _, apercu = seen(service, liste(tmp_path, again))

    assert [one.sorte for one in apercu.lignes] == [Sorte.IDENTIQUE]


def test_a_new_value_of_the_list_is_shown_and_taken(carnet, service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    _, _, apercu = seen(service, liste(tmp_path, ligne(1, Loyer="401,20 €")))
    (gap,) = apercu.lignes[0].ecarts

    assert ecart_words(gap) == ("Loyer mensuel\u202f: 395,50\u00a0€ → 401,20\u00a0€")
    assert not gap.corrige
    bilan = take(service, liste(tmp_path, ligne(1, Loyer="401,20 €")))
    assert (bilan.champs_pris, bilan.champs_gardes) == (1, 0)
    assert carnet.relogement.logements()[0].draft.loyer == Decimal("401.20")


def test_what_the_team_corrected_is_kept_unless_a_person_takes_the_list(carnet, service, tmp_path):
    path = liste(tmp_path, ligne(1))
    take(service, path)
    (row,) = carnet.relogement.menage_ids()
    menage = carnet.relogement.menage(row)
    draft = MenageDraft(
        logement_id=menage.draft.logement_id, date_entree=menage.draft.date_entree,
        telephone_1="06 99 99 99 99",
    )  # fmt: skip
    carnet.relogement.save_menage(draft, row)
    tableau, plan, apercu = seen(service, path)
    (gap,) = apercu.lignes[0].ecarts

    assert gap.corrige
    assert gap.trace.startswith(f"par {PERSONNE} le ")
    assert not apercu.writes({})
    bilan = service.import_(tableau, plan, apercu).valeur
    assert (bilan.champs_pris, bilan.champs_gardes) == (0, 1)
    assert carnet.relogement.menage(row).draft.telephone_1 == "06 99 99 99 99"

    _, _, apercu = seen(service, path)
    service.import_(tableau, plan, apercu, {gap.cle: True})
    assert carnet.relogement.menage(row).draft.telephone_1 == "06 00 00 00 01"


def test_what_the_team_typed_by_hand_before_any_import_is_its_own(carnet, service, tmp_path):
    batiment = next(one for one in carnet.relogement.batiments() if one.nom == "Méjanes")
    typed = LogementDraft(
        batiment_id=batiment.id, cage="B", etage=1, porte="1", loyer=Decimal(500)
    )  # fmt: skip
    carnet.relogement.save_logement(typed)
    (line,) = seen(service, liste(tmp_path, ligne(1)))[2].lignes

    assert {one.champ: one.corrige for one in line.ecarts} == {
        "loyer": True, "reference_bailleur": False, "typologie": False, "surface": False,
        "charges": False,
    }  # fmt: skip


def test_an_empty_cell_says_nothing_against_ours(service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    _, _, apercu = seen(service, liste(tmp_path, ligne(1, Loyer=None, Tél="néant")))

    assert [one.sorte for one in apercu.lignes] == [Sorte.IDENTIQUE]


def test_another_titulaire_is_a_decision_and_never_overwrites(carnet, service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    other = liste(tmp_path, ligne(1, Nom="AUTRE-ESSAI", Prénom="Léa", **{"Né(e) le": None}))
    tableau, plan, apercu = seen(service, other)
    (line,) = apercu.lignes

    assert line.sorte is Sorte.A_DECIDER
    assert "autre titulaire" in line.note
    assert service.import_(tableau, plan, apercu).valeur.a_decider == 1
    assert counts(carnet) == (1, 1)

    _, _, apercu = seen(service, other)
    service.import_(tableau, plan, apercu, {line.id: True})
    assert counts(carnet) == (1, 2)
    assert [one.sorte for one in seen(service, other)[2].lignes] == [Sorte.IDENTIQUE]


def test_a_new_occupant_joins_the_dossier_and_one_who_is_gone_is_told_and_kept(
    carnet, service, tmp_path
):
    titles = (*TITRES, "Lien")
    take(service, liste(tmp_path, [*ligne(1), "Titulaire"], titres=titles))
    (row,) = carnet.relogement.menage_ids()
    carnet.relogement.save_occupant(
        OccupantDraft(menage_id=row, nom="GRAND-ESSAI", lien=LienOccupant.ASCENDANT)
    )
    child = ligne(1, Prénom="Tim", **{"Né(e) le": date(2015, 5, 5)})
    path = liste(tmp_path, [*ligne(1), "Titulaire"], [*child, "Fils"], titres=titles)
    _, _, apercu = seen(service, path)

    assert [one.valeurs["prenom"] for one in apercu.lignes[0].arrivants] == ["Tim"]
    assert apercu.lignes[0].partis == ("GRAND-ESSAI",)
    assert "1\xa0personne absente de la liste" in line_words(apercu.lignes[0])
    take(service, path)
    assert len(carnet.relogement.occupants(row)) == 3


def test_a_logement_that_left_the_list_is_told_and_stays(carnet, service, tmp_path):
    take(service, liste(tmp_path, ligne(1), ligne(2)))
    bilan = take(service, liste(tmp_path, ligne(1)))

    assert bilan.absents == ("Méjanes · B · 1er · 2",)
    assert counts(carnet) == (2, 2)


def test_an_empty_logement_has_no_dossier_and_one_named_in_it_is_refused(carnet, service, tmp_path):
    titles = (*TITRES, "Occupation")
    empty = ligne(1, Nom=None, Prénom=None, Tél=None, **{"Né(e) le": None})
    path = liste(tmp_path, [*empty, "Vacant"], [*ligne(2), "Vacant"], titres=titles)
    bilan = take(service, path)

    assert counts(carnet) == (1, 0)
    assert carnet.relogement.logements()[0].draft.etat is EtatLogement.VIDE_DEPART
    assert "vide et nomme pourtant" in bilan.refusees[0].raisons[0]


def test_a_list_without_cage_finds_the_door_of_the_carnet(service, tmp_path):
    take(service, liste(tmp_path, ligne(1)))
    path = liste(tmp_path, ligne(1, Cage=None, **{"N° logement": None}))

    assert [one.sorte for one in seen(service, path)[2].lignes] == [Sorte.IDENTIQUE]


def test_a_sheet_without_any_known_title_is_refused_once_and_not_row_by_row(service, tmp_path):
    path = liste(tmp_path, [1, 2], [3, 4], titres=("Foo", "Bar"))
    with pytest.raises(UserError, match="Aucune colonne n’est associée à la porte"):
        seen(service, path)


def test_a_new_logement_says_what_its_place_lacks(service, tmp_path):
    def reasons(*left_out):
        kept = [rank for rank, title in enumerate(TITRES) if title not in left_out]
        row = [ligne(1)[rank] for rank in kept]
        path = liste(tmp_path, row, titres=[TITRES[rank] for rank in kept])
        (refused,) = seen(service, path)[2].refusees
        return refused.raisons[0]

    assert "son bâtiment manque : associez sa colonne" in reasons("Bâtiment")
    assert "sa porte manque" in reasons("Porte")


def test_a_reference_and_a_door_of_two_logements_are_refused(service, tmp_path):
    take(service, liste(tmp_path, ligne(1), ligne(2)))
    path = liste(tmp_path, ligne(1, Porte=2))

    assert "vérifiez lequel est juste" in seen(service, path)[2].refusees[0].raisons[0]


def test_columns_are_remembered_for_the_same_titles(service, tmp_path):
    path = liste(tmp_path, [*ligne(1), "B7"], titres=(*TITRES, "Couleur"))
    tableau = service.open(path).tableaux[0]
    plan = service.plan(tableau)
    chosen = [*plan.champs[:-1], ""]
    chosen[2], chosen[-1] = "", "logement.cage"
    changed = plan.__class__(
        entete=plan.entete, titres=plan.titres, champs=tuple(chosen), batiment=plan.batiment
    )
    service.import_(tableau, changed, service.preview(tableau, changed))
    again = service.plan(tableau)

    assert again.retenu
    assert again.champs == tuple(chosen)


def test_one_field_from_two_columns_is_refused_in_words(service, tmp_path):
    tableau = service.open(liste(tmp_path, ligne(1))).tableaux[0]
    plan = service.plan(tableau)
    twice = plan.__class__(
        entete=plan.entete, titres=plan.titres, champs=("logement.loyer", *plan.champs[1:])
    )

    with pytest.raises(UserError, match="Loyer mensuel"):
        service.preview(tableau, twice)


def test_a_carnet_that_changed_since_the_preview_refuses_the_import(carnet, service, tmp_path):
    path = liste(tmp_path, ligne(1))
    take(service, path)
    tableau, plan, apercu = seen(service, liste(tmp_path, ligne(1, Loyer=400)))
    (logement,) = carnet.relogement.logements()
    carnet.relogement.delete_menage(carnet.relogement.menage_ids()[0])

    with pytest.raises(UserError, match="a changé"):
        service.import_(tableau, plan, apercu)
    assert carnet.relogement.logements()[0].draft == logement.draft


def test_a_dossier_deleted_here_does_not_come_back_by_itself(carnet, service, tmp_path):
    path = liste(tmp_path, ligne(1))
    take(service, path)
    carnet.relogement.delete_menage(carnet.relogement.menage_ids()[0])
    (line,) = seen(service, path)[2].lignes

    assert line.sorte is Sorte.A_DECIDER
    assert "supprimé dans le carnet" in line.note
    take(service, path)
    assert counts(carnet) == (1, 0)
    take(service, path, {line.id: True})
    assert counts(carnet) == (1, 1)


def test_nor_does_one_of_a_logement_that_was_typed_by_hand(carnet, service, tmp_path):
    batiment = next(one for one in carnet.relogement.batiments() if one.nom == "Méjanes")
    typed = LogementDraft(batiment_id=batiment.id, cage="B", etage=1, porte="1")
    carnet.relogement.save_logement(typed)
    path = liste(tmp_path, ligne(1))
    take(service, path)
    assert counts(carnet) == (1, 1)
    carnet.relogement.delete_menage(carnet.relogement.menage_ids()[0])

    assert [one.sorte for one in seen(service, path)[2].lignes] == [Sorte.A_DECIDER]


def test_an_import_given_up_leaves_everything_as_it_was(carnet, service, tmp_path):
    path = liste(tmp_path, *(ligne(rank) for rank in range(1, 90)))
    before = dump(carnet.espace(RELOGEMENT).store)
    asked = []

    with pytest.raises(Annule):
        take(service, path, cancelled=lambda: asked.append(1) or len(asked) == 2)
    assert len(asked) == 2
    assert dump(carnet.espace(RELOGEMENT).store) == before


KILLED = """
import os, sys
from pathlib import Path
from tests.carnets import open_carnet

carnet = open_carnet(Path(sys.argv[1]))
service = carnet.import_occupation
tableau = service.open(Path(sys.argv[2])).tableaux[0]
plan = service.plan(tableau)
apercu = service.preview(tableau, plan)
service.import_(tableau, plan, apercu, progress=lambda done, total: os.kill(os.getpid(), 9))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_program_killed_in_the_middle_has_written_nothing(carnet, tmp_path):
    path = liste(tmp_path, *(ligne(rank) for rank in range(1, 60)))
    folder = carnet.dossiers.racine
    before = dump(carnet.espace(RELOGEMENT).store)
    carnet.close()
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", KILLED, str(folder), str(path)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, capture_output=True,
    )  # fmt: skip

    assert ended.returncode == -9, ended.stderr.decode()
    carnet.unlock(PERSONNE, PHRASE)
    assert dump(carnet.espace(RELOGEMENT).store) == before
    assert carnet.journal(RELOGEMENT).verify().anomalies == ()


# --- two postes ------------------------------------------------------------------------------


@pytest.fixture
def postes(tmp_path):
    made = [open_espace(tmp_path / letter, letter, espace=RELOGEMENT) for letter in "AB"]
    for letter, one in zip("AB", made, strict=True):
        with one.store.writing("") as unit:
            unit.add(Membre, None, row=f"personne-{letter.lower()}", nom=f"{letter}-ESSAI")
            unit.add(Poste, None, replica=letter.lower() * 16, libelle=f"Portable {letter}")
    exchange(*(one.store for one in made))
    yield made
    for espace in made:
        espace.close()


def rows(espace, entity):
    with espace.store.reading() as session:
        return sorted(
            (one.id, one.reference if entity is Menage else "")
            for one in session.query(entity).filter(~entity.supprime)
        )


def test_two_postes_that_import_the_same_list_agree_without_conflict_nor_duplicate(
    postes, tmp_path
):
    from desktop.services.journal import JournalService

    path = liste(tmp_path, *(ligne(rank) for rank in range(1, 13)))
    for one in postes:
        take(ImportOccupationService(one), path)
    exchange(*(one.store for one in postes))

    a, b = postes
    for entity in (Logement, Menage, Occupant):
        assert rows(a, entity) == rows(b, entity)
        assert len(rows(a, entity)) == 12
    assert [JournalService(one).count_conflicts() for one in postes] == [0, 0]
    assert DoublonsService(a).suggestions() == []
    assert dump(a.store) == dump(b.store)
    _, _, apercu = seen(ImportOccupationService(b), path)
    assert {one.sorte for one in apercu.lignes} == {Sorte.IDENTIQUE}


def test_a_value_imported_by_a_colleague_is_the_lists_and_one_he_typed_is_his(postes, tmp_path):
    a, b = postes
    take(ImportOccupationService(a), liste(tmp_path, ligne(1), ligne(2)))
    exchange(a.store, b.store)
    with a.store.writing("Corrigé") as unit:
        row = next(one for one, _ in rows(a, Logement))
        unit.get(Logement, row).loyer = Decimal("111.00")
    exchange(a.store, b.store)
    path = liste(tmp_path, ligne(1, Loyer=402), ligne(2, Loyer=403))
    _, _, apercu = seen(ImportOccupationService(b), path)
    gaps = {one.ligne: one.corrige for line in apercu.lignes for one in line.ecarts}

    assert len(gaps) == 2
    assert {key for key, corrected in gaps.items() if corrected} == {row}


# --- words -----------------------------------------------------------------------------------


def test_the_report_tells_every_figure(service, tmp_path):
    path = liste(tmp_path, [*ligne(1), "x"], [*ligne(2, Loyer=-1), "x"],
                 titres=(*TITRES, "Couleur"))  # fmt: skip
    _, _, apercu = seen(service, path)

    assert list(apercu_lines(apercu)) == [
        "2\u00a0lignes lues.", "1\u00a0logement nouveau", "1\u00a0ligne refusée",
        "Colonnes laissées de côté\u202f: Couleur",
    ]  # fmt: skip
    assert list(bilan_lines(take(service, path))) == [
        "2\u00a0lignes lues.", "1\u00a0logement créé",
        "1\u00a0dossier créé «\u202fÀ contacter\u202f»", "1\u00a0personne ajoutée",
        "1\u00a0ligne refusée", "Colonnes laissées de côté\u202f: Couleur",
    ]  # fmt: skip


def test_what_a_list_may_hold_at_most_the_forms_may_hold_too(carnet, service, tmp_path):
    today = date.today()  # noqa: DTZ011 - the day of the import
    row = ligne(
        1, Loyer=20_000, Charges=20_000, Étage=60, Nom="X" * 300, Tél="123456789012345",
        **{"Surface hab. (m²)": 1000, "Né(e) le": date(today.year - 120, 1, 1)},
    )  # fmt: skip
    take(service, liste(tmp_path, row))
    (menage,) = carnet.relogement.menage_ids()
    (occupant,) = carnet.relogement.occupants(menage)

    assert check_logement(carnet.relogement.logements()[0].draft) == ()
    assert check_menage(carnet.relogement.menage(menage).draft, today) == ()
    assert check_occupant(occupant.draft, today) == ()
