"""T1 out and in by its table of correspondence, and the plan de relogement."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pypdf
import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    NatureRelogement,
    Typologie,
)
from desktop.domain.relogement.drafts_offre import BailleurDraft
from desktop.domain.relogement.etat_locatif import Sorte
from desktop.domain.relogement.tableau_suivi import Presentation
from desktop.errors import Annule, UserError
from desktop.interop.correspondances import fields
from desktop.interop.feuilles import LISEZ_MOI
from desktop.interop.rime import FEUILLE, RIME
from desktop.models.offre import Bailleur, Relogement
from desktop.reports.plan_relogement import NOMINATIF, PSEUDONYME
from desktop.storage.queries.import_occupation import menages
from tests.services.menage_essai import DAY, Bureau
from tests.storage.espaces import dump
from tests.suivi_essai import fill

MOTIF = "comité technique de novembre"


@pytest.fixture
def filled(carnet):
    fill(carnet, 10)
    return carnet


@pytest.fixture
def path(filled, tmp_path):
    target = tmp_path / "t1.xlsx"
    assert filled.tableau_suivi.export(target, MOTIF) == 10
    return target


def sheet(path, name=FEUILLE):
    return openpyxl.load_workbook(path)[name]


def table(path):
    rows = list(sheet(path).iter_rows(values_only=True))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def seen(service, path):
    classeur = service.open(path)
    tableau = classeur.tableaux[service.best_sheet(classeur)]
    plan = service.plan(tableau)
    return tableau, plan, service.preview(tableau, plan)


def change(path, reference, **values):
    book = openpyxl.load_workbook(path)
    rows = book[FEUILLE]
    titles = [cell.value for cell in rows[1]]
    for row in rows.iter_rows(min_row=2):
        if row[0].value == reference:
            for title, value in values.items():
                row[titles.index(title)].value = value
    book.save(path)


def test_t1_holds_the_columns_of_its_table_and_the_worked_example(path):
    found = table(path)
    row = found["REL-A0004"]

    assert list(row) == [one.titres[0] for one in fields(RIME)]
    assert len(found) == 10
    shown = {
        "opération": "NPNRU Encagnane", "bâtiment": "Méjanes", "cage": "B",
        "n° logement": "PAH-0003", "type de ménage": "Couple avec enfants", "nb pers.": 3,
        "tranche d'âge du titulaire": "35–49 ans", "activité": "CDI",
        "tranche ressources": "De 1 501 à 2 000 €", "% plafond": 57.2,
        "souhait secteur": "Encagnane, Jas de Bouffan", "typologie souhaitée": "T5",
        "réponse 1": "Refusée", "motif": "Loyer ou charges trop élevés, Étage",
        "bailleur": "=Bailleur-Essai Nord", "ZUS-QPV": "non", "neuf/<5 ans": "oui",
        "RAC av.": 312, "RAC ap.": 345, "TE av.": 16.2, "TE ap.": 17.9, "décohabitation": "oui",
        "état": "Suivi post-relogement",
    }  # fmt: skip
    assert {title: row[title] for title in shown} == shown
    assert row["date bail"].date() == date(2026, 9, 1)


def test_a_cell_that_could_be_a_formula_is_a_text(path):
    cells = [cell for row in sheet(path).iter_rows() for cell in row if cell.value]
    danger = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]

    assert danger
    assert {(cell.data_type, cell.quotePrefix) for cell in danger} == {("s", True)}


def test_the_workbook_says_how_secret_it_is_and_for_what_it_left(path, filled):
    told = dict(sheet(path, LISEZ_MOI).iter_rows(values_only=True, max_col=2))

    assert told["Confidentialité"].startswith("CONFIDENTIEL")
    assert told["Motif de l’export"] == MOTIF
    assert "reconstitués" in told["Titres"]
    (noted,) = filled.tableau_suivi.exports()
    assert (noted.quoi, noted.motif, noted.auteur) == ("T1", MOTIF, "C. Martin-Essai")


@pytest.mark.parametrize("motif", ["", "  ", "ok", "x" * 201])
def test_without_a_purpose_nothing_leaves_and_nothing_is_noted(filled, tmp_path, motif):
    with pytest.raises(UserError, match="pour quoi il sort"):
        filled.tableau_suivi.export(tmp_path / "t1.xlsx", motif)
    with pytest.raises(UserError, match="pour quoi il sort"):
        filled.tableau_suivi.plan(Presentation(nominatif=True), motif)
    assert list(tmp_path.glob("t1*")) == []
    assert filled.tableau_suivi.exports() == []


def test_an_export_given_up_leaves_no_file(filled, tmp_path):
    with pytest.raises(Annule):
        filled.tableau_suivi.export(tmp_path / "t1.xlsx", MOTIF, cancelled=lambda: True)
    assert list(tmp_path.glob("t1*")) == []


def test_what_was_exported_and_read_back_changes_nothing(path, filled):
    before = dump(filled.espace(Espace.RELOGEMENT).store)
    _, plan, apercu = seen(filled.import_t1, path)

    assert [one.sorte for one in apercu.lignes] == [Sorte.IDENTIQUE] * 10
    assert (apercu.refusees, apercu.writes({})) == ((), False)
    assert "" not in [one for one in plan.champs if one.startswith("menage")]
    assert dump(filled.espace(Espace.RELOGEMENT).store) == before


def test_a_filled_t1_shows_what_differs_and_is_taken_by_choice(path, filled):
    change(
        path, "REL-A0002",
        **{"souhait secteur": "Corsy", "typologie cible": "T3", "loyer av.": "401,20 €",
           "RAC av.": 9999, "état": "Clos"},
    )  # fmt: skip
    service = filled.import_t1
    tableau, plan, apercu = seen(service, path)
    (line,) = [one for one in apercu.lignes if one.sorte is Sorte.MODIFIE]

    assert line.reference == "REL-A0002"
    assert {(one.entite, one.champ) for one in line.ecarts} == {
        ("souhait", "secteurs"), ("menage", "typologie_cible"), ("logement", "loyer"),
    }  # fmt: skip
    assert all(one.corrige for one in line.ecarts)
    service.import_(tableau, plan, apercu, {one.cle: True for one in line.ecarts})
    with filled.espace(Espace.RELOGEMENT).store.reading() as session:
        kept = next(one for one in menages(session) if one.reference == "REL-A0002")
    assert kept.valeurs["typologie_cible"] is Typologie.T3
    assert kept.souhait["secteurs"] == "CORSY"
    logement = next(one for one in filled.relogement.logements() if one.draft.porte == "1")
    assert logement.draft.loyer == Decimal("401.20")


def test_rows_of_t1_without_or_with_an_unknown_reference_are_refused(path, filled):
    change(path, "REL-A0002", id="REL-Z9999")
    change(path, "REL-A0003", id=None)
    _, _, apercu = seen(filled.import_t1, path)
    told = [" ".join(one.raisons) for one in apercu.refusees]

    assert any("pas de dossier REL-Z9999" in one for one in told)
    assert any("La référence du dossier manque" in one for one in told)
    assert Sorte.ABSENT not in {one.sorte for one in apercu.lignes}


# --- plan de relogement ----------------------------------------------------------------------


def text(data):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_the_plan_names_nobody_and_no_door_unless_it_is_asked(filled):
    pages = text(filled.tableau_suivi.plan(Presentation()))
    whole = "\n".join(pages)

    assert "DURAND" not in whole
    assert "PAH-" not in whole
    assert "REL-A0001" in whole
    assert all(PSEUDONYME.split(" — ")[0] in page for page in pages)
    assert "Méjanes · cage B" in whole


def test_a_nominative_plan_says_so_on_each_page_and_is_noted(filled):
    pages = text(filled.tableau_suivi.plan(Presentation(nominatif=True, grand=True), MOTIF))

    assert all("CONFIDENTIEL" in page for page in pages)
    assert "DURAND3-ESSAI" in "".join(pages).replace("\n", "")
    assert filled.tableau_suivi.exports()[0].quoi == "Plan de relogement nominatif"
    assert NOMINATIF.startswith("CONFIDENTIEL")


def test_a_plan_by_bailleur_ends_with_those_who_have_none(filled):
    whole = "\n".join(text(filled.tableau_suivi.plan(Presentation(par_bailleur=True))))

    assert whole.index("=Bailleur-Essai Nord —") < whole.index("Bailleur-Essai Sud —")
    assert whole.index("Bailleur-Essai Sud —") < whole.index("Sans bailleur d’accueil")


def test_the_figures_of_the_plan_are_those_of_the_counters(carnet):
    bureau = Bureau(carnet.espace(Espace.RELOGEMENT))
    away, moved, dead, waiting = (bureau.menage(etat) for etat in (
        EtatDossier.SUIVI, EtatDossier.EMMENAGE, EtatDossier.SORTI, EtatDossier.PRET,
    ))  # fmt: skip
    bureau.add(Relogement, bureau.away(away), root=away)
    for row in (moved, dead):
        lasting = replace(
            bureau.away(row), nature=NatureRelogement.DEFINITIF, date_bail=DAY, date_entree=None
        )
        bureau.add(Relogement, lasting, root=row)
    landlord = bureau.add(Bailleur, BailleurDraft(nom="Bailleur-Essai Est"))
    bureau.go(
        bureau.propose(waiting, bailleur_id=landlord),
        EtatProposition.NOTIFIEE, EtatProposition.ACCEPTEE,
    )  # fmt: skip

    whole = re.sub(r"\s+", " ", text(carnet.tableau_suivi.plan(Presentation()))[0])
    counts = bureau.etats.compteurs()

    assert counts.relogements_definitifs == 1
    for figure in ("Dossiers 4", "Bail définitif signé 1", "En proposition 1", "Sortis 1",
                   "Restent à reloger 2"):  # fmt: skip
        assert figure in whole, figure
    assert "4 dossiers, 1 bail signé" in whole
    assert "Bailleur-Essai Est (accepté)" in whole
    by_landlord = text(carnet.tableau_suivi.plan(Presentation(par_bailleur=True)))[0]
    assert "Bailleur-Essai Est — 1 dossier" in by_landlord


def test_an_empty_carnet_has_a_plan_and_a_workbook(carnet, tmp_path):
    assert "Aucun dossier" in text(carnet.tableau_suivi.plan(Presentation()))[0]
    assert carnet.tableau_suivi.export(tmp_path / "t1.xlsx", MOTIF) == 0
