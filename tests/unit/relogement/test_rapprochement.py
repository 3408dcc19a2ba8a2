"""A dwelling beside a ménage: every criterion both ways, what is unknown, the order told."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement.codes import (
    EtatDossier,
    Financement,
    LienOccupant,
    Periode,
    Preference,
    PrioriteMenage,
    ReponseAvis,
    Secteur,
    Typologie,
)
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.drafts_offre import LogementDisponibleDraft
from desktop.domain.relogement.rapprochement import (
    Disponible,
    logements_pour,
    menages_pour,
    rapprocher,
)
from desktop.domain.relogement.rapprochement_criteres import SOUHAITS, CodeCritere
from desktop.domain.relogement.rapprochement_profil import FINIS, Candidat, profil
from desktop.domain.relogement.secteurs import secteur_de
from desktop.texts import calculs
from tests.unit import menage_h

D = Decimal
C = CodeCritere
OUI, NON, VERIFIER = ReponseAvis.OUI, ReponseAvis.NON, ReponseAvis.A_VERIFIER
REFERENCE = menage_h.reference()
OFFRE = LogementDisponibleDraft(
    residence="Les Oliviers-Essai",
    commune="Aix-en-Provence",
    quartier="Encagnane",
    typologie=Typologie.T4,
    surface=D(80),
    etage=2,
    ascenseur=True,
    exterieur=True,
    parking=True,
    cave=False,
    douche_plain_pied=True,
    acces_fauteuil=False,
    financement=Financement.PLUS,
    loyer=D(480),
    charges=D(100),
    distance_km=D(1),
)
H = Candidat(
    id="h",
    reference="REL-A0001",
    nom="ESSAI",
    logement="Méjanes · B · 3e · 12",
    etat=EtatDossier.PRET,
    menage=menage_h.MENAGE,
    occupants=menage_h.OCCUPANTS,
    ressources=menage_h.RESSOURCES,
    besoin=BesoinAdaptationDraft(date_evaluation=date(2026, 1, 5)),
    souhait=SouhaitDraft(secteurs="ENCAGNANE JAS", rester_quartier=Preference.OUI),
)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def answer(code, candidat=H, **offre):
    """Return verdict and sentence of one criterion."""
    found = rapprocher(
        profil(candidat, REFERENCE), Disponible(id="d", draft=replace(OFFRE, **offre)), REFERENCE
    )
    one = next(one for one in found.criteres if one.code is code)
    return one.verdict, plain(calculs.phrase(one.phrase))


def with_menage(**changes):
    return replace(H, menage=replace(H.menage, **changes))


def test_h_fits_a_dwelling_that_meets_all_it_asks():
    found = rapprocher(profil(H, REFERENCE), Disponible(id="d", draft=OFFRE), REFERENCE)

    assert [one.code for one in found.criteres] == list(CodeCritere)
    assert {one.verdict for one in found.criteres} == {OUI}
    assert found.sans_obstacle
    assert calculs.bilan(found) == "convient"


@pytest.mark.parametrize(
    ("code", "offre", "expected"),
    [
        (C.TYPOLOGIE, {}, (OUI, "T4, comme la cible : T4 ou T5 (table pour 5 personnes)")),
        (
            C.TYPOLOGIE,
            {"typologie": Typologie.T3},
            (NON, "T3, hors de la cible : T4 ou T5 (table pour 5 personnes)"),
        ),
        (
            C.TYPOLOGIE,
            {"typologie": None},
            (VERIFIER, "la typologie du logement n’est pas renseignée"),
        ),
        (
            C.OCCUPATION,
            {"surface": D(42)},
            (NON, "trop petit : 42 m² pour 5 personnes, minimum 43 m²"),
        ),
        (C.OCCUPATION, {"nb_pieces": 7}, (NON, "sous-occupé : 7 pièces pour 5 personnes + 1")),
        (C.OCCUPATION, {"surface": D(43), "nb_pieces": 6}, OUI),
        (C.OCCUPATION, {"surface": None}, VERIFIER),
        (
            C.BUDGET,
            {},
            (OUI, "taux d’effort 17,2 % ≤ 30,0 % avec l’APL actuelle (loyer jusqu’à 727,00)"),
        ),
        (
            C.BUDGET,
            {"loyer": D(900)},
            (
                VERIFIER,
                (
                    "taux d’effort 39,0 % > 30,0 % avec l’APL actuelle (loyer jusqu’à 727,00), "
                    "APL du logement à estimer"
                ),
            ),
        ),
        (C.BUDGET, {"loyer": None}, VERIFIER),
        (C.BUDGET, {"charges": None}, (VERIFIER, "charges du logement non renseignées")),
        (C.PLAFOND, {}, (OUI, "revenu fiscal 21 480,00 ≤ plafond PLUS 53 376,00")),
        (
            C.PLAFOND,
            {"financement": Financement.PLAI},
            (
                VERIFIER,
                "revenu fiscal 21 480,00 ≤ plafond PLAI 29 358,00, barème ou catégorie à vérifier",
            ),
        ),
        (C.PLAFOND, {"financement": Financement.LIBRE}, OUI),
        (
            C.PLAFOND,
            {"financement": Financement.HLMO},
            (VERIFIER, "aucun barème HLMO à cette date"),
        ),
        (C.PLAFOND, {"financement": None}, VERIFIER),
        (C.DISTANCE, {"distance_km": D(5)}, (OUI, "à 5 km, 5 km au plus")),
        (C.DISTANCE, {"distance_km": D("5.1")}, (VERIFIER, "à 5,1 km : vérifier le canton")),
        (
            C.DISTANCE,
            {"distance_km": D("5.1"), "commune": "Ville-Essai"},
            (NON, "à 5,1 km dans une autre commune, 5 km au plus"),
        ),
        (C.DISTANCE, {"distance_km": None}, VERIFIER),
        (C.SECTEUR, {}, (OUI, "Encagnane, premier secteur souhaité")),
        (
            C.SECTEUR,
            {"quartier": "Jas de Bouffan"},
            (NON, "Jas de Bouffan, alors que le ménage veut rester dans le quartier"),
        ),
        (C.SECTEUR, {"commune": "", "quartier": ""}, VERIFIER),
    ],
)
def test_criteria_of_h(code, offre, expected):
    found = answer(code, **offre)

    assert (found if isinstance(expected, tuple) else found[0]) == expected


@pytest.mark.parametrize(
    ("besoin", "offre", "expected"),
    [
        (None, {}, (VERIFIER, "besoins d’adaptation non renseignés")),
        ({}, {}, (VERIFIER, "besoins d’adaptation non renseignés")),
        ({"ascenseur_indispensable": False}, {}, OUI),
        ({"ascenseur_indispensable": True}, {}, (OUI, "ascenseur indispensable et présent")),
        (
            {"ascenseur_indispensable": True},
            {"ascenseur": False},
            (NON, "ascenseur indispensable et absent"),
        ),
        ({"ascenseur_indispensable": True}, {"ascenseur": False, "etage": 0}, OUI),
        ({"ascenseur_indispensable": True}, {"ascenseur": None}, VERIFIER),
        ({"etage_max": 1}, {}, (NON, "étage 2, 1 au plus")),
        ({"etage_max": 2}, {}, OUI),
        ({"etage_max": 2}, {"etage": None}, VERIFIER),
        (
            {"etage_max": 1, "ascenseur_indispensable": True},
            {"ascenseur": False},
            (NON, "ascenseur indispensable et absent ; étage 2, 1 au plus"),
        ),
    ],
)
def test_floor_and_lift_of_the_functional_needs(besoin, offre, expected):
    needs = None if besoin is None else BesoinAdaptationDraft(**besoin)
    found = answer(C.ACCESSIBILITE, replace(H, besoin=needs), **offre)

    assert (found if isinstance(expected, tuple) else found[0]) == expected


@pytest.mark.parametrize(
    ("besoin", "expected"),
    [
        ({}, (OUI, "aucun aménagement demandé")),
        ({"douche_plain_pied": True}, (OUI, "douche de plain-pied : présent")),
        ({"largeur_fauteuil": True}, (NON, "accès en fauteuil : absent")),
        ({"barres_appui": True}, (VERIFIER, "barres d’appui : à voir à la visite")),
        (
            {"barres_appui": True, "largeur_fauteuil": True},
            (NON, "accès en fauteuil : absent"),
        ),
    ],
)
def test_fittings_of_the_functional_needs(besoin, expected):
    assert answer(C.ADAPTATION, replace(H, besoin=BesoinAdaptationDraft(**besoin))) == expected


@pytest.mark.parametrize(
    ("etat", "expected"),
    [
        (EtatDossier.PRET, OUI),
        (EtatDossier.PROPOSITION, OUI),
        (EtatDossier.CONTENTIEUX, OUI),
        (EtatDossier.A_CONTACTER, VERIFIER),
        (EtatDossier.ENQUETE_FAITE, VERIFIER),
        (EtatDossier.SUSPENDU, NON),
    ],
)
def test_state_of_the_dossier(etat, expected):
    assert answer(C.DOSSIER, replace(H, etat=etat))[0] is expected


def test_a_dwelling_already_proposed_is_said():
    assert answer(C.DOSSIER, replace(H, proposes=frozenset({"d"}))) == (
        NON,
        "ce logement lui a déjà été proposé",
    )


def test_the_size_chosen_by_the_team_replaces_the_table():
    assert answer(C.TYPOLOGIE, with_menage(typologie_cible=Typologie.T5)) == (
        NON,
        "T4, hors de la cible : T5 (choix de l’équipe)",
    )


def test_the_rent_that_the_team_gave_comes_before_that_of_the_wish():
    wish = replace(H.souhait, loyer_max=D(100))
    chosen = replace(with_menage(loyer_max=D(480)), souhait=wish)

    assert answer(C.BUDGET, replace(H, souhait=wish)) == (
        NON,
        "loyer 480,00 > 100,00 supportables",
    )
    assert answer(C.BUDGET, chosen) == (
        OUI,
        (
            "loyer 480,00 ≤ 480,00 supportables ; "
            "taux d’effort 17,2 % ≤ 30,0 % avec l’APL actuelle (loyer jusqu’à 727,00)"
        ),
    )


def test_a_menage_without_ressources_has_no_taux_d_effort():
    incomplete = (*H.ressources, RessourceDraft(periode=Periode.MOIS))

    assert answer(C.BUDGET, replace(H, ressources=()))[0] is VERIFIER
    assert answer(C.BUDGET, replace(H, ressources=incomplete))[0] is VERIFIER


def test_an_income_above_the_plafond_says_no():
    assert answer(C.PLAFOND, with_menage(rfr_n2=D("53376.01")))[0] is NON
    assert answer(C.PLAFOND, with_menage(rfr_n2=D(53376)))[0] is OUI
    assert answer(C.PLAFOND, with_menage(rfr_n2=None))[0] is VERIFIER
    assert answer(C.PLAFOND, with_menage(plafond_majore=None))[0] is VERIFIER


@pytest.mark.parametrize(
    ("wish", "quartier", "expected"),
    [
        ({}, "Corsy", (VERIFIER, "souhaits de secteur non renseignés")),
        ({"secteurs_refuses": "CORSY"}, "Corsy", (NON, "Corsy, secteur refusé")),
        ({"secteurs_refuses": "CORSY"}, "Beisson", (OUI, "Beisson, non refusé")),
        ({"secteurs": "JAS CORSY"}, "Corsy", (OUI, "Corsy, souhait de rang 2")),
        ({"secteurs": "JAS"}, "Corsy", (NON, "Corsy, hors des secteurs souhaités")),
        (
            {"rester_quartier": Preference.NON},
            "Encagnane",
            (NON, "Encagnane, alors que le ménage veut quitter le quartier"),
        ),
        ({"rester_quartier": Preference.INDIFFERENT}, "Corsy", (OUI, "Corsy, non refusé")),
    ],
)
def test_sectors_wished_and_refused(wish, quartier, expected):
    found = answer(C.SECTEUR, replace(H, souhait=SouhaitDraft(**wish)), quartier=quartier)

    assert found == expected


@pytest.mark.parametrize(
    ("code", "wish", "offre", "expected"),
    [
        (C.ETAGE, {}, {}, OUI),
        (C.ETAGE, {"etage_min": 3}, {}, NON),
        (C.ETAGE, {"etage_min": 2, "etage_max": 2}, {}, OUI),
        (C.ETAGE, {"etage_max": 1}, {}, NON),
        (C.ETAGE, {"ascenseur": True}, {"ascenseur": None}, VERIFIER),
        (C.ETAGE, {"ascenseur": False}, {"ascenseur": False}, OUI),
        (C.ANNEXES, {"cave": True}, {}, NON),
        (C.ANNEXES, {"exterieur": True, "parking": True}, {}, OUI),
        (C.ANNEXES, {"parking": True}, {"parking": None}, VERIFIER),
    ],
)
def test_floor_and_annexes_wished(code, wish, offre, expected):
    assert answer(code, replace(H, souhait=SouhaitDraft(**wish)), **offre)[0] is expected


@pytest.mark.parametrize(
    ("commune", "quartier", "expected"),
    [
        ("Aix-en-Provence", "ENCAGNANE", Secteur.ENCAGNANE),
        ("AIX EN PROVENCE", "le Jas-de-Bouffan", Secteur.JAS),
        ("Aix-en-Provence", "Sextius Mirabeau", Secteur.SEXTIUS),
        ("aix", "Centre-ville", Secteur.CENTRE),
        ("Aix-en-Provence", "Quartier-Essai", Secteur.AUTRE_AIX),
        ("Ville-Essai", "Centre-ville", Secteur.METROPOLE),
        ("", "Corsy", Secteur.CORSY),
        ("", "Quartier-Essai", None),
        ("Aix-en-Provence", "", None),
    ],
)
def test_sector_of_a_place_typed_by_hand(commune, quartier, expected):
    assert secteur_de(commune, quartier) is expected


# --- lists ------------------------------------------------------------------------------------


def test_menages_that_look_for_nothing_any_more_are_left_out():
    every = [replace(H, id=etat.value, etat=etat) for etat in EtatDossier]
    found = menages_pour(Disponible(id="d", draft=OFFRE), every, REFERENCE)

    assert {one.candidat.etat for one in found} == set(EtatDossier) - FINIS


def test_order_of_the_menages_is_the_one_that_is_told():
    def one(reference, **changes):
        return replace(H, id=reference, reference=reference, **changes)

    later = replace(H.menage, date_enquete=date(2026, 2, 1))
    sooner = replace(H.menage, date_enquete=date(2026, 1, 1))
    bad_wish = SouhaitDraft(secteurs="CORSY")
    shuffled = [
        one("obstacle", etat=EtatDossier.SUSPENDU, priorite=PrioriteMenage.P1),
        one("verifier", besoin=None, priorite=PrioriteMenage.P1),
        one("souhait", souhait=bad_wish, priorite=PrioriteMenage.P1),
        one("sans-priorite", menage=sooner),
        one("p2-tard", menage=later, priorite=PrioriteMenage.P2),
        one("p2-tot", menage=sooner, priorite=PrioriteMenage.P2),
        one("p1", menage=later, priorite=PrioriteMenage.P1),
    ]
    found = menages_pour(Disponible(id="d", draft=OFFRE), shuffled, REFERENCE)

    assert [one.candidat.reference for one in found] == [
        "p1",
        "p2-tot",
        "p2-tard",
        "sans-priorite",
        "souhait",
        "verifier",
        "obstacle",
    ]


def test_order_of_the_dwellings_is_the_one_that_is_told():
    vacant = [
        Disponible(id="grand", draft=replace(OFFRE, typologie=Typologie.T3)),
        Disponible(id="cher", draft=replace(OFFRE, loyer=D(500))),
        Disponible(id="moins-cher", draft=OFFRE),
    ]

    found = logements_pour(H, vacant, REFERENCE)

    assert [one.disponible.id for one in found] == ["moins-cher", "cher", "grand"]


def test_a_wish_not_met_is_no_obstacle():
    wish = replace(H, souhait=SouhaitDraft(secteurs_refuses="ENCAGNANE", cave=True))
    found = rapprocher(profil(wish, REFERENCE), Disponible(id="d", draft=OFFRE), REFERENCE)

    assert found.sans_obstacle
    assert {one.code for one in found.souhaits_non_satisfaits} == {C.SECTEUR, C.ANNEXES}
    assert plain(calculs.bilan(found)) == "2 souhaits non satisfaits"


def test_nothing_known_is_to_be_checked_and_never_refused():
    unknown = Candidat(
        id="x", reference="X", nom="", logement="", etat=EtatDossier.PRET, menage=MenageDraft()
    )
    bare = Disponible(id="d", draft=LogementDisponibleDraft())
    found = rapprocher(profil(unknown, REFERENCE), bare, REFERENCE)

    assert NON not in {one.verdict for one in found.criteres}
    needs = [
        one for one in found.criteres if one.code not in SOUHAITS and one.code is not C.DOSSIER
    ]
    assert {one.verdict for one in needs} == {VERIFIER}


@given(st.data())
def test_hiding_a_fact_of_a_dwelling_never_makes_a_need_say_no(data):
    tri = st.sampled_from([None, True, False])
    besoin = BesoinAdaptationDraft(
        ascenseur_indispensable=data.draw(tri),
        etage_max=data.draw(st.sampled_from([None, 0, 3])),
        douche_plain_pied=data.draw(tri),
        stationnement_adapte=data.draw(tri),
    )
    candidat = replace(H, besoin=besoin, occupants=(OccupantDraft(lien=LienOccupant.TITULAIRE),))
    name = data.draw(st.sampled_from([one.name for one in fields(OFFRE)]))
    blank = "" if type(getattr(OFFRE, name)) is str else None
    hidden = Disponible(id="d", draft=replace(OFFRE, **{name: blank}))

    def obstacles(disponible):
        found = rapprocher(profil(candidat, REFERENCE), disponible, REFERENCE)
        return {one.code for one in found.obstacles}

    assert obstacles(hidden) <= obstacles(Disponible(id="d", draft=OFFRE))
