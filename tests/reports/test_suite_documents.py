"""Attestation, fiche déménagement, notice, questionnaire, fiche de clôture."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from rapports import EDITED, fiche_menage

from desktop.domain.records import LogementRecord
from desktop.domain.relogement.cloture import controles
from desktop.domain.relogement.codes import (
    Avis,
    EcheanceSuivi,
    EtatDossier,
    LieuTravaux,
    NatureRelogement,
    PriseEnCharge,
)
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_suite import (
    RelogementRecord,
    SatisfactionRecord,
    SuiteRecord,
    SuiviRecord,
    TravauxRecord,
)
from desktop.domain.relogement.synthese import Dossier, Projet, Reference, synthese
from desktop.reports.attestation_relogement import render_attestation
from desktop.reports.fiche_cloture import render_fiche_cloture
from desktop.reports.fiche_demenagement import render_fiche_demenagement
from desktop.reports.notice_rgpd import render_notice
from desktop.reports.questionnaire import render_questionnaire
from desktop.storage.queries.baremes import _shipped
from desktop.texts.satisfaction import QUESTIONS, Saisie

GIVEN = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}
REGLES = Regles.of(_shipped(), {})
FULL = Regles.of(
    _shipped(),
    {
        "responsable_traitement": "Ville ESSAI",
        "sous_traitant": "Opérateur ESSAI",
        "contact_donnees": "donnees@essai.fr",
    },
)
MOVE = RelogementDraft(
    menage_id="m",
    nature=NatureRelogement.DEFINITIF,
    date_bail=date(2026, 8, 20),
    date_entree=date(2026, 8, 31),
    adresse="12 allée <b>ESSAI</b>",
    commune="Ville-Essai",
    surface=Decimal(88),
    loyer=Decimal(540),
    charges=Decimal(120),
    apl_estimee=Decimal(315),
)
OLD = LogementDraft(porte="12", surface=Decimal(72), loyer=Decimal(395), charges=Decimal(165))


def suite(**changes) -> SuiteRecord:
    base = fiche_menage()
    menage = replace(
        base.menage, draft=replace(base.menage.draft, apl=Decimal(248)), reference="REL-A0042"
    )
    logement = LogementRecord(
        id="l", draft=OLD, libelle="Méjanes · B · 3e · 12", batiment="Méjanes"
    )
    draft = changes.pop("move", MOVE)
    dossier = Dossier(menage=menage.draft, logement=OLD)
    reference = Reference(regles=REGLES, baremes=(), jour=date(2026, 8, 20))
    given = {
        "menage": menage,
        "logement": logement,
        "occupants": base.occupants,
        "relogements": (RelogementRecord(id="r", draft=draft, bailleur="Bailleur ESSAI"),),
        "demenagements": (),
        "travaux": (),
        "suivis": (),
        "satisfaction": None,
        "restent": (),
        "effacees": (),
        "regles": REGLES,
        "synthese": synthese(dossier, reference, Projet(logement=draft, apl=draft.apl_estimee)),
    } | changes
    points = controles(
        relogements=[one.draft for one in given["relogements"]],
        suivis=[one.draft for one in given["suivis"]],
        satisfaction=given["satisfaction"].draft if given["satisfaction"] else None,
        remise_cles=None,
        reste_occupe=False,
    )
    return SuiteRecord(**given | {"controles": points})


def drawn(render, *records) -> PdfReader:
    out = io.BytesIO()
    render(*records, out=out, **GIVEN)
    return PdfReader(io.BytesIO(out.getvalue()))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in reader.pages))


def attestation(**changes) -> str:
    record = suite(**changes)
    return words(drawn(render_attestation, record, record.relogements[0]))


@pytest.mark.parametrize(
    "part",
    [
        "Attestation de relogement SOLIHA Provence",
        "DURAND-ESSAI Léa",
        "MARTIN-ESSAI Jo",
        "Méjanes · B · 3e · 12",
        "12 allée <b>ESSAI</b>, Ville-Essai",
        "Bailleur ESSAI",
        "20 août 2026",
        "31 août 2026",
        "CAF École FSL",
        "Fait le 24 novembre 2026",
    ],
)
def test_the_attestation_says_who_was_moved_where_and_when(part):
    assert part in attestation()


def test_the_attestation_of_a_temporary_relogement_says_so():
    temporary = replace(MOVE, nature=NatureRelogement.TEMPORAIRE, date_retour=date(2027, 2, 1))

    told = attestation(move=temporary)

    assert "Attestation de relogement temporaire" in told
    assert "reste à reloger définitivement" in told
    assert "1er février 2027" in told
    assert "temporaire" not in attestation()


def test_the_attestation_holds_neither_money_nor_birth_nor_telephone():
    told = attestation()

    assert not re.search(r"€|06 12|1984|2015", told)


MOVING = DemenagementDraft(
    date_demenagement=date(2026, 8, 31),
    creneau="8 h – 12 h",
    prestataire="Déménageur ESSAI",
    prise_en_charge=PriseEnCharge.BAILLEUR,
    montant_devis=Decimal(1450),
    reglements=Decimal(500),
    postes="CARTONS EAU",
    postes_faits="EAU",
)


@pytest.mark.parametrize(
    "part",
    [
        "31 août 2026 · 8 h – 12 h",
        "Déménageur ESSAI",
        "06 12 34 56 78",
        "Contrat d’eau",
        "Serrurier",
        "950,00 € (d’après le devis)",
        "Chambre 3",
        "Le déménageur",
    ],
)
def test_the_fiche_of_a_move_says_who_when_and_what(part):
    assert part in words(drawn(render_fiche_demenagement, suite(), MOVING))


def test_the_fiche_of_a_move_can_be_filled_in_by_hand():
    record = suite(relogements=())

    reader = drawn(render_fiche_demenagement, record, DemenagementDraft())

    assert len(reader.pages) == 2
    assert "Votre déménagement" in words(reader)


@pytest.mark.parametrize("regles", [REGLES, FULL], ids=["vide", "complet"])
def test_the_notice_holds_on_one_page_and_says_what_it_lacks(regles):
    reader = drawn(render_notice, regles)
    told = words(reader)

    assert len(reader.pages) == 1
    assert ("À COMPLÉTER" in told) is (regles is REGLES)
    assert ("Ville ESSAI" in told) is (regles is FULL)
    for part in ("www.cnil.fr", "un mois", "SOLIHA Provence", "interprète", "deux ans"):
        assert part in told


def test_a_notice_that_lacks_one_thing_names_it_alone():
    partly = replace(FULL, sous_traitant=" ")

    told = words(drawn(render_notice, partly))

    assert "À COMPLÉTER avant de remettre cette notice : le sous-traitant." in told


def test_the_questionnaire_asks_in_the_order_of_the_screen_without_a_name():
    told = words(drawn(render_questionnaire, suite()))
    places = [
        told.index(question.texte.replace("\u00a0", " ").split(" ?")[0]) for question in QUESTIONS
    ]

    assert places == sorted(places)
    assert "REL-A0042" in told
    assert "DURAND-ESSAI" not in told


def test_the_questions_of_the_annex_are_there_with_their_scales():
    closed = {one.numero: list(one.reponses.values()) for one in QUESTIONS if one.numero}

    assert list(closed) == ["1", "2", "3", "4", "5a", "5b", "6", "7", "8"]
    assert closed["2"] == [
        "Très satisfaisantes",
        "Plutôt satisfaisantes",
        "Plutôt pas satisfaisantes",
        "Pas du tout satisfaisantes",
    ]
    assert closed["6"] == ["Oui", "Plutôt oui", "Plutôt non", "Non"]
    assert closed["3"] == closed["5a"] == closed["5b"] == closed["8"] == ["Oui", "Non"]
    asked = {one.champ for one in QUESTIONS}
    assert asked == {*EnqueteSatisfactionDraft.__dataclass_fields__} - {"menage_id"}
    assert all(bool(one.reponses) is (one.saisie is Saisie.CHOIX) for one in QUESTIONS)


SURVEY = EnqueteSatisfactionDraft(
    date_faite=date(2026, 11, 20),
    logement_avis=Avis.PLUTOT,
    verbatim="On est bien ici",
    verbatim_accord=True,
)
VISITS = (
    SuiviRecord(
        id="s1",
        draft=SuiviPostDraft(
            echeance=EcheanceSuivi.J15, date_faite=date(2026, 9, 16), apl_ok=False
        ),
        temporaire=False,
    ),
    SuiviRecord(
        id="s2",
        draft=SuiviPostDraft(echeance=EcheanceSuivi.M1, non_faite_motif="En voyage"),
        temporaire=False,
    ),
)
WORKS = TravauxDraft(
    lieu=LieuTravaux.ANCIEN,
    objet="Cuisine refaite",
    investissement_prive=True,
    montant=Decimal(3200),
)


def closing(motif: str = "", **changes) -> str:
    given = {
        "suivis": VISITS,
        "satisfaction": SatisfactionRecord(id="e", draft=SURVEY),
        "travaux": (TravauxRecord(id="t", draft=WORKS),),
    }
    return words(drawn(render_fiche_cloture, suite(**given | changes), motif))


@pytest.mark.parametrize(
    "part",
    [
        "REL-A0042",
        "Ce dossier n’est pas clos",
        "Loyer 395,00 € 540,00 € +145,00 €",
        "APL 248,00 € 315,00 € * +67,00 €",
        "Surface 72 m² 88 m² +16 m²",
        "* APL 315,00 € (estimée)",
        "J+15 16 septembre 2026",
        "N’a pas eu lieu : En voyage",
        "Satisfait du logement Plutôt oui",
        "« On est bien ici »",
        "Cuisine refaite Le ménage, déclaré 3 200,00 €",
        "Anciennes clés rendues à rendre",
        "d’après 1 relogement, 2 visites, 0 déménagement et 1 ligne de travaux",
    ],
)
def test_the_fiche_de_cloture_tells_before_and_after(part):
    assert part in closing()


def test_words_of_a_menage_are_printed_with_its_consent_only():
    without = replace(SURVEY, verbatim_accord=False)

    told = closing(satisfaction=SatisfactionRecord(id="e", draft=without))

    assert "On est bien ici" not in told


def test_a_closed_dossier_and_a_temporary_one_are_told_apart():
    base = suite().menage
    closed = replace(base, etat=EtatDossier.CLOS)

    told = closing("Fin du suivi", menage=closed)

    assert "pas clos" not in told
    assert "Motif de clôture Fin du suivi" in told
    temporary = replace(MOVE, nature=NatureRelogement.TEMPORAIRE)
    assert "ne compte pas comme définitif" in closing(move=temporary)
    assert "rien à comparer" in closing(relogements=())
