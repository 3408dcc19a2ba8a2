"""Rules of what follows a bail: dates, amounts, suggestions, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.relogement.cloture import Point, check_cloture, controles, manquants
from desktop.domain.relogement.codes import (
    Avis,
    ClasseProduit,
    EcheanceSuivi,
    LieuTravaux,
    NatureRelogement,
    Perimetre,
    PosteDemenagement,
)
from desktop.domain.relogement.drafts import EtapeDraft, LogementDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.minoration import minoration
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.suite_rules import (
    avertissements,
    check_cles,
    check_demenagement,
    check_relogement,
    check_satisfaction,
    check_seul_definitif,
    check_suivi,
    check_travaux,
    classe_suggeree,
    double_loyer_suggere,
    perimetre_suggere,
    postes_restants,
    reste_a_regler,
    suggestions,
)
from desktop.domain.relogement.suivi import prochaine, retard_jours, visites_prevues
from desktop.formats import fold
from desktop.storage.queries.baremes import _shipped

TODAY = date(2026, 11, 28)
DEFINITIF = RelogementDraft(menage_id="m", nature=NatureRelogement.DEFINITIF)


def regles(**changes: str) -> Regles:
    return Regles.of(_shipped(), changes)


def named(errors) -> list[str]:
    return [error.field for error in errors]


# --- visits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entree", "jours"),
    [
        (date(2026, 3, 10), ["2026-03-25", "2026-04-10", "2026-06-10", "2026-09-10"]),
        (date(2026, 1, 31), ["2026-02-15", "2026-02-28", "2026-04-30", "2026-07-31"]),
        (date(2027, 11, 30), ["2027-12-15", "2027-12-30", "2028-02-29", "2028-05-30"]),
        (date(2026, 8, 31), ["2026-09-15", "2026-09-30", "2026-11-30", "2027-02-28"]),
    ],
)
def test_visits_fall_on_the_same_day_or_the_last_one_of_the_month(entree, jours):
    found = visites_prevues(entree, regles())

    assert [one.jour.isoformat() for one in found] == jours
    assert [one.echeance for one in found] == list(EcheanceSuivi)


def test_the_visits_follow_the_rules_of_the_espace_and_pass_over_what_is_no_month():
    found = visites_prevues(date(2026, 1, 1), regles(suivi_jours="10", suivi_mois="6 2 deux 2 0"))

    assert [(one.cle, one.echeance) for one in found] == [
        ("J15", EcheanceSuivi.J15),
        ("M2", None),
        ("M6", EcheanceSuivi.M6),
    ]
    assert [one.jour for one in found] == [date(2026, 1, 11), date(2026, 3, 1), date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("change", "late"),
    [
        ({}, 5),
        ({"date_faite": date(2026, 11, 25)}, 0),
        ({"non_faite_motif": "Parti en vacances"}, 0),
        ({"date_prevue": TODAY}, 0),
        ({"date_prevue": None}, 0),
    ],
)
def test_a_visit_is_late_until_it_is_made_or_explained(change, late):
    suivi = SuiviPostDraft(date_prevue=date(2026, 11, 23))

    assert retard_jours(replace(suivi, **change), TODAY) == late


def test_the_next_visit_is_the_first_one_that_waits():
    done = SuiviPostDraft(date_prevue=date(2026, 1, 1), date_faite=date(2026, 1, 2))
    later = SuiviPostDraft(date_prevue=date(2026, 6, 1))
    sooner = SuiviPostDraft(date_prevue=date(2026, 3, 1))

    assert prochaine([later, done, sooner]) == sooner
    assert prochaine([done]) is None


# --- relogement ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"nature": None}, ["nature"]),
        ({"menage_id": None}, ["menage_id"]),
        ({"date_bail": date(1066, 10, 14)}, ["date_bail"]),
        ({"date_entree": date(2026, 12, 20)}, []),
        ({"date_retour": date(2026, 12, 1)}, ["date_retour"]),
        ({"loyer": Decimal(-1)}, ["loyer"]),
        ({"charges": Decimal("1234567890.00")}, ["charges"]),
        ({"etage": 61}, ["etage"]),
        ({"surface": Decimal(-3)}, ["surface"]),
        ({"apl_reelle": Decimal(300)}, ["date_apl_reelle"]),
        ({"apl_reelle": Decimal(300), "date_apl_reelle": date(2026, 11, 1)}, []),
        ({"date_apl_reelle": date(2026, 12, 1)}, ["date_apl_reelle"]),
        ({"double_loyer_jours": 400}, ["double_loyer_jours"]),
        ({"adresse": "x" * 301}, ["adresse"]),
    ],
)
def test_a_relogement_is_refused_with_the_field_named(change, fields):
    assert named(check_relogement(replace(DEFINITIF, **change), TODAY)) == fields


def test_only_a_temporary_relogement_has_a_return_and_not_before_its_entry():
    temporaire = replace(
        DEFINITIF,
        nature=NatureRelogement.TEMPORAIRE,
        date_entree=date(2026, 5, 1),
        date_retour=date(2026, 4, 30),
    )

    assert named(check_relogement(temporaire, TODAY)) == ["date_retour"]
    assert check_relogement(replace(temporaire, date_retour=date(2026, 5, 1)), TODAY) == ()


@pytest.mark.parametrize(
    ("nature", "other", "refused"),
    [
        (NatureRelogement.DEFINITIF, NatureRelogement.DEFINITIF, True),
        (NatureRelogement.DEFINITIF, NatureRelogement.TEMPORAIRE, False),
        (NatureRelogement.TEMPORAIRE, NatureRelogement.DEFINITIF, False),
        (NatureRelogement.HORS_DISPOSITIF, NatureRelogement.DEFINITIF, False),
    ],
)
def test_a_menage_has_one_definitive_relogement(nature, other, refused):
    others = [RelogementDraft(nature=other)]

    assert named(check_seul_definitif(RelogementDraft(nature=nature), others)) == (
        ["nature"] if refused else []
    )


def test_dates_in_an_odd_order_are_told_not_refused():
    draft = replace(
        DEFINITIF,
        date_attribution=date(2026, 5, 10),
        date_bail=date(2026, 5, 1),
        date_entree=date(2026, 4, 1),
    )

    assert len(avertissements(draft)) == 2
    assert check_relogement(draft, TODAY) == ()
    assert avertissements(replace(draft, date_attribution=None, date_entree=None)) == ()


@pytest.mark.parametrize(
    ("bail", "conv", "service", "classe"),
    [
        ("2025-03-14", "2020-03-15", None, ClasseProduit.CONV_MOINS_5),
        ("2025-03-15", "2020-03-15", None, ClasseProduit.CONV_PLUS_5),
        ("2025-03-15", "2020-03-15", "2025-03-15", ClasseProduit.NEUF),
        ("2025-03-16", None, "2025-03-15", None),
        (None, "2020-03-15", "2025-03-15", None),
        ("2025-03-15", None, None, None),
    ],
)
def test_the_class_of_product_is_suggested_from_the_dates(bail, conv, service, classe):
    def day(text):
        return date.fromisoformat(text) if text else None

    draft = replace(
        DEFINITIF,
        date_bail=day(bail),
        date_conventionnement=day(conv),
        date_mise_service=day(service),
    )

    assert classe_suggeree(draft, 5) == classe


@pytest.mark.parametrize(
    ("commune", "quartier", "hors", "perimetre"),
    [
        ("Aix-en-Provence", "Encagnane", None, Perimetre.MEME_QUARTIER),
        ("AIX-EN-PROVENCE ", "encagnane", True, Perimetre.MEME_QUARTIER),
        ("Aix-en-Provence", "Corsy", False, Perimetre.AIX_QPV),
        ("Aix-en-Provence", "", True, Perimetre.AIX_HORS_QPV),
        ("Aix-en-Provence", "", None, None),
        ("Ville-Essai", "Encagnane", False, None),
        ("", "Encagnane", False, None),
    ],
)
def test_the_perimeter_is_suggested_only_where_it_is_known(commune, quartier, hors, perimetre):
    draft = replace(DEFINITIF, commune=commune, quartier=quartier, hors_qpv=hors)

    found = perimetre_suggere(draft, commune="Aix-en-Provence", quartier="Encagnane", fold=fold)

    assert found == perimetre


def test_the_double_rent_runs_from_the_bail_to_the_old_keys():
    draft = replace(DEFINITIF, date_bail=date(2026, 5, 1))

    assert double_loyer_suggere(draft, date(2026, 5, 20)) == 19
    assert double_loyer_suggere(draft, date(2026, 4, 20)) == 0
    assert double_loyer_suggere(draft, None) is None


MINORATION = replace(
    DEFINITIF,
    bailleur_id="b",
    classe_produit=ClasseProduit.NEUF,
    loyer=Decimal(500),
    loyer_plafond_apl=Decimal("516.31"),
)


@pytest.mark.parametrize(
    ("change", "eligible"),
    [
        ({}, True),
        ({"nature": NatureRelogement.TEMPORAIRE}, False),
        ({"nature": None}, None),
        ({"loyer": Decimal(540)}, False),
        ({"loyer": Decimal("516.31")}, True),
        ({"loyer": None}, None),
        ({"bailleur_id": None}, None),
        ({"classe_produit": ClasseProduit.PRIVE, "qualite_thermique": True}, False),
        ({"classe_produit": ClasseProduit.CONV_PLUS_5}, None),
        ({"classe_produit": ClasseProduit.CONV_PLUS_5, "qualite_thermique": False}, False),
        ({"classe_produit": ClasseProduit.CONV_PLUS_5, "qualite_thermique": True}, True),
        (
            {
                "classe_produit": None,
                "date_bail": date(2025, 3, 14),
                "date_conventionnement": date(2020, 3, 15),
            },
            True,
        ),
    ],
)
def test_the_minoration_is_told_condition_by_condition(change, eligible):
    found = minoration(replace(MINORATION, **change), 5)

    assert found.eligible is eligible
    assert len(found.conditions) == 4


def test_the_worked_example_is_over_the_ceiling_by_so_much():
    found = minoration(replace(MINORATION, loyer=Decimal(540)), 5)

    assert found.ecart == Decimal("-23.69")


# --- move, works, visits, survey ------------------------------------------------------------


def test_what_is_left_of_a_move_is_told_by_task_and_amount():
    draft = DemenagementDraft(
        postes="CARTONS EAU BOX",
        postes_faits="EAU SERRURIER",
        montant_devis=Decimal(900),
        reglements=Decimal("250.50"),
    )

    assert postes_restants(draft) == (PosteDemenagement.CARTONS, PosteDemenagement.BOX)
    assert reste_a_regler(draft) == (Decimal("649.50"), True)
    assert reste_a_regler(replace(draft, montant_facture=Decimal(1000))) == (
        Decimal("749.50"),
        False,
    )
    assert reste_a_regler(replace(draft, montant_devis=None)) is None


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"montant_devis": Decimal(-1)}, ["montant_devis"]),
        ({"volume_m3": Decimal(501)}, ["volume_m3"]),
        ({"precisions": "x" * 501}, ["precisions"]),
        ({"precisions": "x" * 500}, []),
        ({"date_demenagement": date(2080, 1, 1)}, ["date_demenagement"]),
    ],
)
def test_a_move_is_refused_with_the_field_named(change, fields):
    assert named(check_demenagement(replace(DemenagementDraft(), **change), TODAY)) == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, []),
        ({"lieu": None, "objet": " "}, ["lieu", "objet"]),
        ({"montant": Decimal(-1)}, ["montant"]),
        ({"date_declaration": date(2026, 11, 29)}, ["date_declaration"]),
    ],
)
def test_works_are_refused_with_the_field_named(change, fields):
    draft = TravauxDraft(lieu=LieuTravaux.ANCIEN, objet="Cuisine refaite")

    assert named(check_travaux(replace(draft, **change), TODAY)) == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, ["date_prevue"]),
        ({"echeance": EcheanceSuivi.M1}, []),
        ({"date_faite": date(2026, 11, 29)}, ["date_faite"]),
        (
            {"date_faite": date(2026, 11, 27), "non_faite_motif": "Absente"},
            ["non_faite_motif"],
        ),
        ({"date_prevue": TODAY, "note": "x" * 501}, ["note"]),
    ],
)
def test_a_visit_is_refused_with_the_field_named(change, fields):
    assert named(check_suivi(replace(SuiviPostDraft(), **change), TODAY)) == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({}, ["date_faite"]),
        ({"refusee": True}, []),
        ({"refusee": True, "logement_avis": Avis.OUI}, ["refusee"]),
        ({"date_faite": TODAY, "logement_avis": Avis.OUI}, []),
        ({"date_faite": TODAY, "verbatim": "Merci"}, ["verbatim_accord"]),
        (
            {"date_faite": TODAY, "verbatim": "Merci", "verbatim_accord": False},
            ["verbatim_accord"],
        ),
        ({"date_faite": TODAY, "verbatim": "Merci", "verbatim_accord": True}, []),
        ({"date_faite": TODAY, "logement_pourquoi": "x" * 501}, ["logement_pourquoi"]),
        ({"date_faite": date(2026, 11, 29)}, ["date_faite"]),
    ],
)
def test_a_survey_is_refused_with_the_field_named(change, fields):
    draft = replace(EnqueteSatisfactionDraft(), **change)

    assert named(check_satisfaction(draft, TODAY)) == fields


def test_keys_are_not_handed_back_tomorrow():
    later = LogementDraft(date_remise_cles=date(2026, 11, 29))

    assert named(check_cles(later, TODAY)) == ["date_remise_cles"]


# --- closing ------------------------------------------------------------------------------

FULL = {
    "relogements": [DEFINITIF],
    "suivis": [SuiviPostDraft(date_faite=TODAY), SuiviPostDraft(non_faite_motif="Parti")],
    "satisfaction": EnqueteSatisfactionDraft(refusee=True),
    "remise_cles": TODAY,
    "reste_occupe": False,
}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"relogements": [RelogementDraft(nature=NatureRelogement.TEMPORAIRE)]}, ["RELOGEMENT"]),
        ({"suivis": [SuiviPostDraft(date_prevue=TODAY)]}, ["SUIVIS"]),
        ({"suivis": []}, []),
        ({"remise_cles": None}, ["CLES"]),
        ({"remise_cles": None, "reste_occupe": True}, []),
        ({"satisfaction": None}, ["SATISFACTION"]),
        ({"satisfaction": EnqueteSatisfactionDraft()}, ["SATISFACTION"]),
        ({"satisfaction": EnqueteSatisfactionDraft(date_faite=TODAY)}, []),
    ],
)
def test_the_closing_names_what_is_missing(change, missing):
    found = controles(**FULL | change)

    assert [one.point for one in found] == list(Point)
    assert [one.point.value for one in manquants(found)] == missing


def test_what_is_proposed_leaves_out_what_nothing_tells():
    draft = replace(
        DEFINITIF,
        commune="Aix-en-Provence",
        quartier="Encagnane",
        date_bail=date(2026, 5, 1),
        date_conventionnement=date(2024, 1, 1),
    )
    given = {"remise": date(2026, 5, 11), "plafond": Decimal("516.31"), "fold": fold}

    assert suggestions(draft, regles(), **given) == {
        "perimetre": Perimetre.MEME_QUARTIER,
        "classe_produit": ClasseProduit.CONV_MOINS_5,
        "loyer_plafond_apl": Decimal("516.31"),
        "double_loyer_jours": 10,
    }
    assert suggestions(DEFINITIF, regles(), remise=None, plafond=None, fold=fold) == {}


@pytest.mark.parametrize(
    ("change", "texte", "refused"),
    [
        ({}, "", False),
        ({"remise_cles": None}, "", True),
        ({"remise_cles": None}, "   court   ", True),
        ({"remise_cles": None}, "Clés perdues, déclaration faite", False),
    ],
)
def test_what_is_missing_has_to_be_explained_before_closing(change, texte, refused):
    found = check_cloture(controles(**FULL | change), EtapeDraft(motif_texte=texte))

    assert named(found) == (["motif_texte"] if refused else [])
