"""The fiche ménage (document 1), its variant for a partner, and the blank enquête."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from rapports import EDITED, fiche_menage

from desktop.domain.records import OccupantRecord
from desktop.domain.relogement.codes import (
    DomaineFragilite,
    LienOccupant,
    NatureDepense,
    NatureDette,
    NatureRessource,
    NiveauFragilite,
    Periode,
    StatutDemande,
    TypeMesure,
    Typologie,
)
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    DepenseDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.enquete_plan import BLOCS
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.reports.dossier_menage import render_dossier_menage
from desktop.reports.enquete_vierge import choices, render_enquete_vierge
from desktop.storage.queries import baremes
from desktop.texts.relogement import CHAMPS

GIVEN = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}
PEOPLE = (
    ("Anne", LienOccupant.TITULAIRE, date(1984, 5, 1)),
    ("Karim", LienOccupant.CONJOINT, date(1982, 5, 1)),
    ("Lina", LienOccupant.ENFANT, date(2011, 5, 1)),
    ("Sami", LienOccupant.ENFANT, date(2016, 5, 1)),
    ("Noé", LienOccupant.ENFANT, date(2023, 5, 1)),
)


def rows(*drafts):
    return tuple(LigneRecord(f"l{rank}", draft) for rank, draft in enumerate(drafts))


def money(kind, nature, amount):
    return kind(nature=nature, montant=Decimal(amount), periode=Periode.MOIS)


@pytest.fixture(scope="module")
def record():
    base = fiche_menage(
        draft=MenageDraft(notes="Note réservée à l’équipe", rfr_n2=Decimal(21480), apl=Decimal(248))
    )
    return DossierRecord(
        menage=base.menage,
        logement=base.logement,
        occupants=tuple(
            OccupantRecord(
                id=f"o{rank}",
                draft=OccupantDraft(
                    nom="DURAND-ESSAI", prenom=name, lien=lien, date_naissance=born
                ),
            )
            for rank, (name, lien, born) in enumerate(PEOPLE)
        ),
        ressources=rows(
            money(RessourceDraft, NatureRessource.SALAIRE, 1450),
            money(RessourceDraft, NatureRessource.ALLOCATION_SPECIFIQUE, 480),
        ),
        depenses=rows(money(DepenseDraft, NatureDepense.ENERGIE, 70)),
        dettes=rows(DetteDraft(nature=NatureDette.LOYER, solde=Decimal("812.40"))),
        besoins=rows(BesoinAdaptationDraft(ascenseur_indispensable=True, etage_max=2)),
        souhaits=rows(
            SouhaitDraft(date_expression=date(2026, 10, 1), typologie=Typologie.T5, cave=True)
        ),
        demandes=rows(
            DemandeLogementDraft(
                numero_unique="013010000000000001",
                statut=StatutDemande.ACTIVE,
                date_depot=date(2026, 3, 1),
                complement_joint=True,
            )
        ),
        recours=rows(RecoursDaloDraft(date_saisine=date(2026, 4, 2))),
        fragilites=rows(
            FragiliteDraft(domaine=DomaineFragilite.ADMINISTRATIF, niveau=NiveauFragilite.MOYEN)
        ),
        mesures=rows(MesureDraft(type=TypeMesure.ASLL)),
        pieces=(),
        date_limite=None,
        membres={},
        regles=Regles.of(baremes._shipped(), {}),
        baremes=(),
    )


def pages(render, *args, **options):
    out = io.BytesIO()
    render(*args, out=out, **GIVEN, **options)
    reader = PdfReader(io.BytesIO(out.getvalue()))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


SHARED = (
    "Fiche ménage REL-0042",
    "DURAND-ESSAI Léa",
    "DURAND-ESSAI Noé",
    "01/05/2023",
    "Salaire",
    "1 450,00 €",
    "21 480,00 €",
    "013010000000000001",
    "Typologie souhaitée T5",
    "1 450,00 + 480,00 = 1 930,00 €",
)
TEAM_ONLY = (
    "Note réservée",
    "Énergie 70,00 €",
    "812,40 €",
    "Ascenseur indispensable",
    "Démarches administratives",
    "ASLL",
    "Recours DALO",
    "Saisine le",
    "Complément joint",
    "Allocation spécifique",
    "Impayé",
    "Priorité",
    "Reste pour vivre",
)


@pytest.mark.parametrize("part", SHARED)
def test_both_variants_say_who_lives_where_on_what(record, part):
    assert part in " ".join(pages(render_dossier_menage, record))
    assert part in " ".join(pages(render_dossier_menage, record, partenaire=True))


def test_the_partner_reads_nothing_of_debts_needs_and_support(record):
    whole = " ".join(pages(render_dossier_menage, record))
    partner = " ".join(pages(render_dossier_menage, record, partenaire=True))

    assert [part for part in TEAM_ONLY if part in partner] == []
    lacking = {"Recours DALO", "Impayé", "Complément joint"}  # said otherwise, or not at all
    assert {part for part in TEAM_ONLY if part not in whole} <= lacking
    assert "Version pour un partenaire" in partner


def test_a_whole_menage_fits_on_the_two_sides_of_a_sheet(record):
    found = pages(render_dossier_menage, record)

    assert len(found) == 2
    for page in found:
        assert "Document confidentiel — relogement" in page
        assert "édité le 24 novembre 2026" in page or "édité le" in page
    assert "5 occupants, 2 ressources, 1 dépense, 1 dette, 1 souhait, 1 demande." in found[-1]


def test_an_empty_dossier_prints_what_is_missing(record):
    empty = replace(
        record,
        logement=None,
        **dict.fromkeys(
            ("occupants", "ressources", "depenses", "dettes", "besoins", "souhaits", "demandes"),
            (),
        ),
    )
    found = " ".join(pages(render_dossier_menage, empty))

    assert "Aucun occupant n’est enregistré." in found
    assert "Il manque les occupants du logement." in found


def test_the_blank_enquete_asks_every_field_in_the_order_of_the_screen():
    text = " ".join(pages(render_enquete_vierge, "REL-0042"))

    places = [text.index(f"{rank}. {bloc.titre}") for rank, bloc in enumerate(BLOCS, 1)]
    assert places == sorted(places)
    for bloc, start, end in zip(BLOCS, places, [*places[1:], len(text)], strict=True):
        part = text[start:end]
        if not bloc.lignes:
            order = [part.find(CHAMPS[bloc.entity][name]) for name in bloc.champs]
            assert -1 not in order, (bloc.code, order)
        for name in bloc.champs:
            for word in choices(bloc.entity, name):
                assert word in part or word in ("Oui", "Non"), word
        if bloc.aide:
            assert bloc.aide in part


def test_the_blank_enquete_holds_nobody():
    found = pages(render_enquete_vierge, "")

    assert all("Document confidentiel une fois rempli" in page for page in found)
    assert "REL-" not in " ".join(found)
