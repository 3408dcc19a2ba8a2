"""Vacant dwellings, bailleurs and rapprochements in an espace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    Financement,
    StatutDisponible,
    Typologie,
)
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_enquete import BesoinAdaptationDraft, SouhaitDraft
from desktop.domain.relogement.drafts_offre import (
    BailleurDraft,
    LogementDisponibleDraft,
    PropositionDraft,
)
from desktop.errors import SaisieRefusee, UserError
from desktop.models.enquete import BesoinAdaptation, Ressource, Souhait
from desktop.models.offre import Proposition
from desktop.texts import calculs
from tests.unit import menage_h

D = Decimal
OFFRE = LogementDisponibleDraft(
    residence="Les Oliviers-Essai",
    commune="Aix-en-Provence",
    quartier="Encagnane",
    typologie=Typologie.T4,
    surface=D(80),
    etage=2,
    loyer=D(480),
    charges=D(100),
    financement=Financement.PLUS,
    distance_km=D(1),
)


def store(carnet):
    return carnet.rapprochement._store


def add_menage(carnet, nom="DUPONT-ESSAI", etat=EtatDossier.PRET):
    service = carnet.relogement
    batiment = service.batiments()[0]
    logement = service.save_logement(
        LogementDraft(batiment_id=batiment.id, cage="B", etage=3, porte="12")
    ).valeur
    menage = service.save_menage(
        replace(menage_h.MENAGE, logement_id=logement.id), etat=etat
    ).valeur
    for occupant in menage_h.OCCUPANTS:
        service.save_occupant(replace(occupant, menage_id=menage.id, nom=nom))
    with store(carnet).writing("essai") as unit:
        for ressource in menage_h.RESSOURCES:
            unit.add(Ressource, replace(ressource, menage_id=menage.id), root=menage.id)
        for day, code in ((date(2026, 1, 1), "CORSY"), (date(2026, 2, 1), "ENCAGNANE")):
            wish = SouhaitDraft(menage_id=menage.id, secteurs=code, date_expression=day)
            unit.add(Souhait, wish, root=menage.id)
        need = BesoinAdaptationDraft(menage_id=menage.id, ascenseur_indispensable=False)
        unit.add(BesoinAdaptation, need, root=menage.id)
    return menage


def test_a_new_dwelling_is_disponible_and_one_let_leaves_the_list(carnet):
    service = carnet.disponibles
    bailleur = service.save_bailleur(BailleurDraft(nom="Bailleur-Essai")).valeur
    made = service.save_disponible(replace(OFFRE, bailleur_id=bailleur.id)).valeur

    assert made.draft.statut is StatutDisponible.DISPONIBLE
    assert made.bailleur == "Bailleur-Essai"
    assert made.libelle == "Les Oliviers-Essai · 2e · T4"
    assert [one.id for one in service.disponibles()] == [made.id]
    service.save_disponible(replace(made.draft, statut=StatutDisponible.POURVU), made.id)
    assert service.disponibles() == []
    assert [one.id for one in service.disponibles(tous=True)] == [made.id]


def test_the_first_free_comes_first(carnet):
    service = carnet.disponibles
    days = (None, date(2026, 5, 1), date(2026, 4, 1))
    ids = [service.save_disponible(replace(OFFRE, date_disponible=day)).valeur.id for day in days]

    assert [one.id for one in service.disponibles()] == [ids[2], ids[1], ids[0]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"residence": ""}, "adresse"),
        ({"loyer": D(-1)}, "loyer"),
        ({"charges": D(100_001)}, "charges"),
        ({"surface": D(0)}, "surface"),
        ({"distance_km": D(1001)}, "distance_km"),
        ({"etage": 61}, "etage"),
        ({"nb_pieces": -1}, "nb_pieces"),
        ({"date_disponible": date(1899, 1, 1)}, "date_disponible"),
        ({"quartier": "x" * 301}, "quartier"),
    ],
)
def test_a_dwelling_that_cannot_be_is_refused_by_name(carnet, changes, field):
    with pytest.raises(SaisieRefusee) as refused:
        carnet.disponibles.save_disponible(replace(OFFRE, **changes))

    assert [error.field for error in refused.value.errors] == [field]
    assert carnet.disponibles.disponibles() == []


def test_a_bailleur_has_a_name(carnet):
    with pytest.raises(SaisieRefusee):
        carnet.disponibles.save_bailleur(BailleurDraft())


def test_a_deleted_dwelling_is_gone_and_undo_brings_it_back(carnet):
    service = carnet.disponibles
    made = service.save_disponible(OFFRE).valeur
    service.delete_disponible(made.id)

    assert service.disponibles(tous=True) == []
    with pytest.raises(UserError):
        carnet.rapprochement.menages_pour(made.id)
    carnet.journal(Espace.RELOGEMENT).undo()
    assert [one.id for one in service.disponibles()] == [made.id]


def test_a_dwelling_names_the_menages_it_fits_with_their_latest_wish(carnet):
    menage = add_menage(carnet)
    add_menage(carnet, "ABADIE-ESSAI", EtatDossier.CLOS)
    made = carnet.disponibles.save_disponible(OFFRE).valeur

    (found,) = carnet.rapprochement.menages_pour(made.id)

    assert found.candidat.id == menage.id
    assert found.candidat.nom.startswith("DUPONT-ESSAI")
    assert found.candidat.logement.endswith("B · 3e · 12")
    assert found.sans_obstacle
    said = {one.code.value: calculs.phrase(one.phrase) for one in found.criteres}
    assert said["SECTEUR"] == "Encagnane, premier secteur souhaité"
    assert said["ACCESSIBILITE"] == "aucun besoin d’ascenseur ni d’étage bas"


def test_a_menage_names_the_dwellings_that_fit_it(carnet):
    menage = add_menage(carnet)
    small = carnet.disponibles.save_disponible(replace(OFFRE, typologie=Typologie.T1)).valeur
    fits = carnet.disponibles.save_disponible(OFFRE).valeur

    found = carnet.rapprochement.logements_pour(menage.id)

    assert [one.disponible.id for one in found] == [fits.id, small.id]
    assert not found[1].sans_obstacle


def test_both_ways_say_the_same(carnet):
    menage = add_menage(carnet)
    made = carnet.disponibles.save_disponible(OFFRE).valeur

    (one_way,) = carnet.rapprochement.menages_pour(made.id)
    (other_way,) = carnet.rapprochement.logements_pour(menage.id)

    assert one_way.criteres == other_way.criteres


def test_a_dwelling_already_proposed_is_said(carnet):
    menage = add_menage(carnet)
    made = carnet.disponibles.save_disponible(OFFRE).valeur
    with store(carnet).writing("essai") as unit:
        unit.add(
            Proposition,
            PropositionDraft(menage_id=menage.id, disponible_id=made.id),
            root=menage.id,
            etat=EtatProposition.REPEREE,
        )

    (found,) = carnet.rapprochement.menages_pour(made.id)

    assert [calculs.phrase(one.phrase) for one in found.obstacles] == [
        "ce logement lui a déjà été proposé"
    ]
    assert carnet.disponibles.disponible(made.id).nb_propositions == 1


def test_statements_do_not_grow_with_the_menages(carnet):
    made = carnet.disponibles.save_disponible(OFFRE).valeur

    def statements():
        seen = []

        def count(*args):
            seen.append(args[2])

        event.listen(Engine, "before_cursor_execute", count)
        try:
            carnet.rapprochement.menages_pour(made.id)
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        return len(seen)

    add_menage(carnet)
    few = statements()
    for rank in range(6):
        add_menage(carnet, f"NOM-ESSAI-{rank}")

    assert 0 < few <= 20
    assert statements() == few


def test_the_printed_list_names_references_and_no_person(carnet):
    menage = add_menage(carnet)
    made = carnet.disponibles.save_disponible(replace(OFFRE, typologie=Typologie.T1)).valeur
    pdf = carnet.rapprochement.pdf_menages(made.id)
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()

    assert menage.reference in words
    assert "Les Oliviers-Essai" in words
    assert "hors de la cible" in words
    assert "Convient" in words
    assert "DUPONT-ESSAI" not in words
    assert "DUPONT" not in carnet.rapprochement.pdf_name()


# --- what leaves: workbooks -----------------------------------------------------------------


def sheets(path):
    book = openpyxl.load_workbook(path)
    return {one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in book}


def test_the_workbook_holds_every_answer_and_reason_by_reference(carnet, tmp_path):
    menage = add_menage(carnet)
    made = carnet.disponibles.save_disponible(OFFRE).valeur
    path = tmp_path / "r.xlsx"
    assert carnet.rapprochement.export_menages(path, made.id, "comité de suivi") == 1
    found = sheets(path)
    (pair,) = carnet.rapprochement.menages_pour(made.id)
    head, row = found["Ménages"]
    answers = dict(zip(head, row, strict=True))

    assert list(found) == ["Ménages", "Pourquoi", "Lisez-moi"]
    assert answers["Référence"] == menage.reference
    assert answers["Bilan"] == calculs.bilan(pair)
    assert answers["Obstacles"] == len(pair.obstacles)
    assert answers["À vérifier"] == len(pair.a_verifier)
    assert answers["Budget"] == "Oui"
    why = found["Pourquoi"][1:]
    assert [line[1] for line in why] == [calculs.CRITERE[one.code] for one in pair.criteres]
    assert why[0][2:] == ["Besoin", "Oui", "dossier « Prêt à proposer »".replace(" »", "\u202f»")
                          .replace("« ", "«\u202f")]  # fmt: skip
    about = dict(found["Lisez-moi"][1:])
    assert about["Motif de l’export"] == "comité de suivi"
    assert about["Confidentialité"].startswith("CONFIDENTIEL")
    assert "DUPONT" not in str(found)
    assert [(one.quoi, one.motif) for one in carnet.tableau_suivi.exports()] == [
        ("Rapprochement d’un logement", "comité de suivi")
    ]


def test_the_reverse_workbook_and_list_hold_the_dwellings_of_one_menage(carnet, tmp_path):
    menage = add_menage(carnet)
    carnet.disponibles.save_disponible(OFFRE)
    carnet.disponibles.save_disponible(replace(OFFRE, typologie=None, loyer=None))
    path = tmp_path / "r.xlsx"
    assert carnet.rapprochement.export_logements(path, menage.id, "comité de suivi") == 2
    found = sheets(path)
    head, first, second = found["Logements"]

    assert dict(zip(head, first, strict=True))["Loyer"] == 480
    assert dict(zip(head, second, strict=True))["Type"] is None
    assert dict(found["Lisez-moi"][1:])["Dossier"] == menage.reference
    assert len(found["Pourquoi"]) == 1 + 2 * 11
    words = pdf_words(carnet.rapprochement.pdf_logements(menage.id))
    assert menage.reference in words
    assert "Les Oliviers-Essai" in words
    assert "480,00" in words
    assert "DUPONT" not in words + str(found)


def test_no_purpose_no_workbook(carnet, tmp_path):
    add_menage(carnet)
    made = carnet.disponibles.save_disponible(OFFRE).valeur
    with pytest.raises(UserError, match="dites pour quoi"):
        carnet.rapprochement.export_menages(tmp_path / "r.xlsx", made.id, " ")
    assert list(tmp_path.glob("*.xlsx")) == []
    assert carnet.tableau_suivi.exports() == []


def pdf_words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words
