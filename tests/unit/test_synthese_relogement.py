"""The synthesis of a ménage: household H from end to end, its words, what it refuses to tell."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Unite, somme
from desktop.domain.relogement.codes import NatureRessource, Periode, TypeMenage, Typologie
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import RessourceDraft
from desktop.domain.relogement.occupation import Peuplement
from desktop.domain.relogement.plafonds import TranchePlafond
from desktop.domain.relogement.synthese import Dossier, Projet, lignes, synthese
from desktop.texts import calculs
from tests.unit import menage_h

D = Decimal


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(calcul):
    return plain(calculs.valeur(calcul)), plain(calculs.formule(calcul))


@pytest.fixture(scope="module")
def found():
    return synthese(menage_h.H, menage_h.reference(), menage_h.PROJET)


# --- household H ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "name", "value", "formula"),
    [
        ("actuel", "rac", "312,00 €", "395,00 + 165,00 − 248,00 = 312,00 €"),
        ("propose", "rac", "345,00 €", "540,00 + 120,00 − 315,00 = 345,00 €"),
        ("comparaison", "rac_actuel_constant", "312,00 €", "rien à ajouter : 312,00 €"),
        (
            "comparaison",
            "rac_propose_constant",
            "400,00 €",
            "345,00 + 35,00 + 15,00 + 5,00 = 400,00 €",
        ),
        ("comparaison", "ecart_brut", "+33,00 €", "345,00 − 312,00 = +33,00 €"),
        ("comparaison", "ecart_brut_pour_cent", "+10,6 %", "+33,00 € ÷ 312,00 = +10,6 %"),
        ("comparaison", "ecart_constant", "+88,00 €", "400,00 − 312,00 = +88,00 €"),
        ("comparaison", "ecart_constant_pour_cent", "+28,2 %", "+88,00 € ÷ 312,00 = +28,2 %"),
        ("actuel", "taux_effort_net", "16,2 %", "312,00 ÷ 1 930,00 = 16,2 %"),
        ("propose", "taux_effort_net", "17,9 %", "345,00 ÷ 1 930,00 = 17,9 %"),
        (
            "comparaison",
            "taux_effort_propose_constant",
            "20,7 %",
            "400,00 ÷ 1 930,00 = 20,7 %",
        ),
        ("actuel", "taux_effort_brut", "29,0 %", "560,00 ÷ 1 930,00 = 29,0 %"),
        ("propose", "taux_effort_brut", "34,2 %", "660,00 ÷ 1 930,00 = 34,2 %"),
        (
            "menage",
            "autres_charges",
            "362,00 €",
            "70,00 + 22,00 + 45,00 + 60,00 + 80,00 + 85,00 = 362,00 €",
        ),
        (
            "propose",
            "reste_par_personne",
            "8,15 €",
            "(1 930,00 − 345,00 − 362,00) ÷ 30 ÷ 5 = 8,15 €",
        ),
        (
            "propose",
            "reste_par_uc",
            "15,68 €",
            "(1 930,00 − 345,00 − 362,00) ÷ 30 ÷ 2,6 = 15,68 €",
        ),
        ("menage", "unites_consommation", "2,6", "1 + 0,5 × 2 + 0,3 × 2 = 2,6"),
        ("actuel", "loyer_m2", "5,49 €/m²", "395,00 ÷ 72 m² = 5,49 €/m²"),
        ("propose", "loyer_m2", "6,14 €/m²", "540,00 ÷ 88 m² = 6,14 €/m²"),
        ("actuel", "rac_m2", "4,33 €/m²", "312,00 ÷ 72 m² = 4,33 €/m²"),
        ("propose", "rac_m2", "3,92 €/m²", "345,00 ÷ 88 m² = 3,92 €/m²"),
        (
            "projet",
            "loyer_max",
            "774,00 €",
            "30 % × 1 930,00 + 315,00 − 120,00 = 774,00 €",
        ),
        (
            "projet",
            "loyer_max_minoration",
            "516,31 €",
            "30 % × 1 930,00 + 315,00 − 120,00 = 774,00 €, ramené au loyer plafond APL 516,31",
        ),
        (
            "recherche",
            "loyer_max",
            "662,00 €",
            "30 % × 1 930,00 + 248,00 − 165,00 = 662,00 €",
        ),
        (
            "recherche",
            "loyer_max_minoration",
            "516,31 €",
            "30 % × 1 930,00 + 248,00 − 165,00 = 662,00 €, ramené au loyer plafond APL 516,31",
        ),
        ("projet", "minoration", "non", "516,31 − 540,00 = −23,69 €"),
        ("projet", "marge_plafond_apl", "−23,69 €", "516,31 − 540,00 = −23,69 €"),
        (
            "droits",
            "loyer_plafond_apl",
            "516,31 €",
            "3 personnes à charge ; barème en vigueur depuis le 1er octobre 2025",
        ),
        (
            "droits",
            "revenu_par_uc",
            "8 907,69 €/UC",
            "1 930,00 × 12 ÷ 2,6 = 8 907,69 €/UC",
        ),
        ("droits", "categorie", "5", "pour 5 personnes"),
        ("droits", "pour_cent_plus", "40,2 %", "21 480,00 ÷ 53 376,00 = 40,2 %"),
        ("droits", "sous_plai", "oui", "21 480,00 ≤ 29 358,00"),
        ("droits", "tranche", "De 40 à 60 %", "40,2 % du plafond PLUS"),
        ("droits", "typologies_cibles", "T4 ou T5", "table de l’équipe pour 5 personnes"),
        ("actuel", "sous_occupation", "non", "4 pièces ≤ 5 personnes + 1"),
        ("actuel", "surface_suffisante", "oui", "72 m² ≥ 43 m²"),
        (
            "actuel",
            "norme_pieces",
            "4 pièces",
            "1 séjour + 3 chambres, enfants appariés au mieux",
        ),
        (
            "actuel",
            "peuplement",
            "Surpeuplé par la surface",
            "4 pièces pour une norme de 4 pièces ; 14,4 m² par personne pour 18 m²",
        ),
        (
            "propose",
            "peuplement",
            "Surpeuplé par la surface",
            "5 pièces pour une norme de 4 pièces ; 17,6 m² par personne pour 18 m²",
        ),
        ("menage", "anciennete", "15 ans", "du 15 juin 2010 au 1er mars 2026"),
        ("menage", "type_menage", "Couple avec enfants", "d’après les liens des occupants"),
        ("menage", "famille_nombreuse", "oui", "3 enfants ; nombreuse à partir de 3"),
        (
            "menage",
            "enfants_mineurs",
            "3 personnes",
            "d’après les occupants saisis, au 1er mars 2026",
        ),
    ],
)
def test_household_h_as_it_is_shown(found, part, name, value, formula):
    assert said(getattr(getattr(found, part), name)) == (value, formula)


def test_change_of_the_amounts_by_m2(found):
    assert plain(calculs.valeur(found.comparaison.ecart_loyer_m2)) == "+11,9 %"
    assert plain(calculs.valeur(found.comparaison.ecart_rac_m2)) == "−9,5 %"


def test_derived_values_are_to_be_checked_and_others_are_not(found):
    assert found.droits.sous_plai.a_verifier
    assert not found.droits.sous_plus.a_verifier
    assert not found.droits.pour_cent_plus.a_verifier


def test_premier_quartile_waits_for_its_seuil(found):
    quartile = found.droits.premier_quartile
    regles = replace(menage_h.regles(), seuil_premier_quartile=D(9000))
    known = synthese(menage_h.H, replace(menage_h.reference(), regles=regles))

    assert quartile.valeur is None
    assert calculs.manque(quartile) == ("Il manque le seuil du premier quartile (arrêté annuel).")
    assert known.droits.premier_quartile.valeur is True


# --- what is unknown --------------------------------------------------------------------------


def test_an_empty_dossier_tells_nothing_and_says_what_to_ask():
    empty = synthese(Dossier(menage=MenageDraft()), menage_h.reference())

    assert empty.actuel is None
    assert empty.comparaison is None
    for part in (empty.menage, empty.droits):
        for name, calcul in lignes(part):
            assert calcul.valeur is None, name
            assert calcul.manque, name
            assert calculs.valeur(calcul) == "inconnu"


def test_an_unknown_perimetre_blocks_every_comparison_of_rac_and_no_other_value():
    bare = replace(menage_h.NOUVEAU, forfait_chauffage=None)
    found = synthese(menage_h.H, menage_h.reference(), Projet(logement=bare, apl=D(315)))
    compared = found.comparaison

    assert found.propose.rac.valeur == 345
    for name in ("ecart_brut", "ecart_constant", "ecart_constant_pour_cent", "ecart_rac_m2"):
        assert getattr(compared, name).valeur is None
        assert "le forfait de chauffage du logement proposé" in getattr(compared, name).manque
    assert compared.ecart_loyer_m2.valeur is not None
    assert calculs.manque(compared.ecart_brut) == (
        "Il manque le forfait de chauffage du logement proposé."
    )


def test_no_ressources_give_no_taux_and_no_error():
    nothing = RessourceDraft(nature=NatureRessource.AUTRE, montant=D(0), periode=Periode.MOIS)
    found = synthese(menage_h.h(ressources=(nothing,)), menage_h.reference(), menage_h.PROJET)

    assert found.menage.ressources.valeur == 0
    assert found.actuel.taux_effort_net.valeur is None
    assert found.actuel.taux_effort_net.manque == ("des ressources supérieures à 0 €",)


@pytest.mark.parametrize(("typologie", "expected"), [("T3", False), ("T4", True)])
def test_a_couple_in_a_t3_has_enough_and_in_a_t4_too_much(typologie, expected):
    flat = replace(menage_h.ANCIEN, typologie=Typologie(typologie))
    couple = menage_h.h(logement=flat, occupants=menage_h.OCCUPANTS[:2])

    found = synthese(couple, menage_h.reference()).actuel.sous_occupation

    assert found.valeur is expected


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (RessourceDraft(periode=Periode.MOIS), "le montant d’une ressource"),
        (RessourceDraft(montant=D(10)), "la période d’une ressource"),
    ],
)
def test_an_incomplete_row_never_counts_as_nothing(row, missing):
    found = synthese(menage_h.h(ressources=(*menage_h.RESSOURCES, row)), menage_h.reference())

    assert found.menage.ressources.valeur is None
    assert found.menage.ressources.manque == (missing,)


def test_yearly_and_quarterly_amounts_are_brought_to_a_month():
    rows = (
        RessourceDraft(nature=NatureRessource.AUTRE, montant=D(12000), periode=Periode.AN),
        RessourceDraft(nature=NatureRessource.AUTRE, montant=D(300), periode=Periode.TRIMESTRE),
    )
    found = synthese(menage_h.h(ressources=rows), menage_h.reference()).menage.ressources

    assert found.valeur == 1100
    assert said(found)[1] == "12 000,00 ÷ 12 + 300,00 ÷ 3 = 1 100,00 €"


def test_the_minima_are_rsa_and_family_benefits_alone():
    def row(nature):
        return RessourceDraft(nature=nature, montant=D(10), periode=Periode.MOIS)

    only = tuple(map(row, (NatureRessource.RSA, NatureRessource.PRESTATIONS_FAMILIALES)))
    housing = (*only, row(NatureRessource.ALLOCATION_LOGEMENT))
    more = (*only, row(NatureRessource.SALAIRE))

    def alone(rows):
        found = synthese(menage_h.h(ressources=rows), menage_h.reference())
        return found.menage.minima_sociaux_seuls.valeur

    assert (alone(only), alone(housing), alone(more)) == (True, True, False)


def test_a_year_of_birth_gives_an_age_to_be_checked():
    occupants = (
        *menage_h.OCCUPANTS[:-1],
        OccupantDraft(
            lien=menage_h.OCCUPANTS[-1].lien, annee_naissance=2022, a_charge=True, sexe=None
        ),
    )
    found = synthese(menage_h.h(occupants=occupants), menage_h.reference()).menage

    assert found.unites_consommation.valeur == D("2.6")
    assert found.unites_consommation.a_verifier


def test_missing_births_are_counted_in_what_is_asked_for():
    bare = tuple(replace(one, date_naissance=None) for one in menage_h.OCCUPANTS)
    found = synthese(menage_h.h(occupants=bare), menage_h.reference())

    assert found.menage.unites_consommation.manque == ("la date de naissance de 5 occupants",)
    assert found.actuel.norme_pieces.manque == ("la date de naissance de 3 occupants",)


def test_the_choice_of_the_team_comes_before_the_table():
    menage = replace(menage_h.MENAGE, typologie_cible=Typologie.T3)
    found = synthese(menage_h.h(menage=menage), menage_h.reference()).droits.typologies_cibles

    assert found.valeur == (Typologie.T3,)
    assert not found.a_verifier


def test_a_birth_to_come_makes_the_target_size_to_be_confirmed():
    menage = replace(menage_h.MENAGE, naissance_prevue=True)
    found = synthese(menage_h.h(menage=menage), menage_h.reference()).droits.typologies_cibles

    assert found.a_verifier
    assert plain(calculs.manque(found)) == "À confirmer : ce que change la naissance prévue."


def test_before_the_first_bareme_no_plafond_is_told():
    found = synthese(menage_h.H, menage_h.reference(date(2020, 1, 1))).droits

    assert found.plafond_plus.valeur is None
    assert found.loyer_plafond_apl.valeur is None
    assert plain(calculs.manque(found.plafond_plus)) == (
        "Il manque le barème « Plafond PLUS » à cette date."
    )


# --- laws -------------------------------------------------------------------------------------


def numbers(value):
    """Yield every number of a synthesis, those of its sentences as well."""
    if isinstance(value, float | int | Decimal):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from numbers(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name))


AMOUNT = st.none() | st.decimals(min_value=0, max_value=D("9999999999.99"), places=2)


@given(
    st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT),
    st.none() | st.decimals(min_value=0, max_value=9999, places=2),
    st.sampled_from(["", "CHAUFFAGE", "EAU_FROIDE EAU_CHAUDE", "TEOM"]),
)
def test_no_float_anywhere_and_every_unknown_says_what_lacks(amounts, surface, codes):
    loyer, charges, apl, income, forfait = amounts
    logement = replace(menage_h.ANCIEN, loyer=loyer, charges=charges, surface=surface)
    projet = Projet(
        logement=replace(
            menage_h.NOUVEAU, charges_incluent=codes, forfait_chauffage=forfait, loyer=charges
        ),
        apl=apl,
    )
    row = RessourceDraft(nature=NatureRessource.SALAIRE, montant=income, periode=Periode.AN)
    found = synthese(menage_h.h(logement=logement, ressources=(row,)), menage_h.reference(), projet)

    assert not [one for one in numbers(found) if isinstance(one, float)]
    parts = (found.menage, found.droits, found.actuel, found.propose, found.projet)
    for part in (*parts, found.comparaison):
        for name, calcul in lignes(part):
            assert calculs.valeur(calcul), name
            if calcul.valeur is None:
                assert calcul.manque, name
                assert not calculs.formule(calcul), name
            else:
                assert calculs.formule(calcul), name


def test_sentences_write_their_terms_in_french():
    phrase = Phrase(
        "{} au {} : {} et {}",
        (Typologie.T4, date(2026, 3, 1), D("1234.5"), Mesure(D("2.50"), Unite.KM)),
    )

    assert plain(calculs.phrase(phrase)) == "T4 au 1er mars 2026 : 1 234,50 et 2,5 km"


def test_the_words_of_a_user_are_never_read_as_a_pattern():
    assert calculs.phrase(Phrase("à {}", ("{x} ?",))) == "à {x} ?"


def test_every_result_code_has_its_words():
    codes = (*Peuplement, *TranchePlafond, *TypeMenage)

    assert all(calculs.valeur(Calcul(libelle="", valeur=code)) for code in codes)


def test_a_sum_begins_without_its_plus():
    assert calculs.phrase(somme([("+", D(1)), ("−", D(2))])) == "1,00 − 2,00"


def test_the_rent_to_look_for_is_a_first_idea_and_counts_annexes_as_the_rac_does():
    old = replace(menage_h.ANCIEN, loyer_annexes=D(40))
    found = synthese(menage_h.h(logement=old), menage_h.reference()).recherche

    assert found.loyer_max.valeur == D(622)
    assert calculs.formule(found.loyer_max).replace("\xa0", " ").replace("\u202f", " ") == (
        "30 % × 1 930,00 + 248,00 − 165,00 − 40,00 = 622,00 €"
    )
    assert found.loyer_max.a_verifier
    assert calculs.manque(found.loyer_max).endswith("du logement à trouver.")
    poor = replace(menage_h.RESSOURCES[0], montant=D(100))
    without = replace(menage_h.MENAGE, apl=D(0))
    dossier = menage_h.h(logement=old, ressources=(poor,), menage=without)
    low = synthese(dossier, menage_h.reference()).recherche
    assert low.loyer_max.valeur == 0
    assert calculs.formule(low.loyer_max).endswith("ramené à 0")
    none = synthese(
        menage_h.h(menage=replace(menage_h.MENAGE, apl=None)), menage_h.reference()
    ).recherche
    assert none.loyer_max.valeur is None
    assert "l’APL du logement actuel" in none.loyer_max.manque
    assert synthese(menage_h.h(logement=None), menage_h.reference()).recherche is None
