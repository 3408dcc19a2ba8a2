"""What an enquête refuses, with a sentence, and what it accepts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.relogement.codes import (
    LienOccupant,
    NatureRessource,
    NiveauAccompagnement,
    Periode,
    PrioriteMenage,
    ReponseAvis,
    StatutDemande,
)
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import (
    DemandeLogementDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    PieceDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.enquete_rules import check_ligne, check_one_active, check_part
from desktop.domain.relogement.rules import check_logement, check_occupant

TODAY = date(2026, 11, 28)


def refused(draft):
    return {error.field: error.message for error in check_ligne(draft, TODAY)}


def part(**values):
    draft = MenageDraft(logement_id="l", **values)
    return {error.field: error.message for error in check_part(draft, values, TODAY)}


@pytest.mark.parametrize(
    ("montant", "said"),
    [
        (Decimal(-1), "Un montant n’est pas négatif : retirez le signe moins."),
        (
            Decimal(1_234_567_890),
            "Ce montant dépasse 500\u202f000\u00a0€ : vérifiez la virgule et les zéros.",
        ),
    ],
)
def test_an_amount_that_cannot_be_true_is_refused_with_a_clear_sentence(montant, said):
    draft = RessourceDraft(nature=NatureRessource.SALAIRE, montant=montant, periode=Periode.AN)

    assert refused(draft) == {"montant": said}


def test_a_monthly_amount_has_a_lower_bound():
    assert "20\u202f000\u00a0€ par mois" in part(apl=Decimal(20_001))["apl"]
    assert part(apl=Decimal(20_000)) == {}


def test_a_yearly_amount_needs_its_period():
    assert set(refused(RessourceDraft(nature=NatureRessource.RSA, montant=Decimal(600)))) == {
        "periode"
    }
    assert refused(RessourceDraft(nature=NatureRessource.RSA)) == {}


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (RessourceDraft(), {"nature"}),
        (DetteDraft(solde=Decimal(10)), {"nature", "date_solde"}),
        (SouhaitDraft(), {"date_expression"}),
        (SouhaitDraft(date_expression=TODAY, etage_min=4, etage_max=2), {"etage_max"}),
        (
            SouhaitDraft(date_expression=TODAY, secteurs="JAS CORSY", secteurs_refuses="CORSY"),
            {"secteurs_refuses"},
        ),
        (DemandeLogementDraft(numero_unique="1" * 19), {"numero_unique"}),
        (DemandeLogementDraft(statut=StatutDemande.ACTIVE), {"numero_unique"}),
        (
            DemandeLogementDraft(date_depot=date(2026, 5, 2), date_renouvellement=date(2026, 5, 1)),
            {"date_renouvellement"},
        ),
        (DemandeLogementDraft(date_depot=date(2026, 11, 29)), {"date_depot"}),
        (
            RecoursDaloDraft(date_saisine=date(2026, 5, 2), date_decision=date(2026, 5, 1)),
            {"date_decision"},
        ),
        (RecoursDaloDraft(delai_commission_mois=25), {"delai_commission_mois"}),
        (FragiliteDraft(), {"domaine", "niveau"}),
        (MesureDraft(), {"type"}),
        (PieceDraft(), {"type"}),
    ],
)
def test_each_row_names_the_fields_it_refuses(draft, fields):
    assert set(refused(draft)) == fields


def test_a_numero_unique_of_any_structure_is_taken():
    assert refused(DemandeLogementDraft(numero_unique="013-AB/0001 é", date_depot=TODAY)) == {}


def test_one_demande_alone_is_active():
    active = DemandeLogementDraft(numero_unique="013", statut=StatutDemande.ACTIVE)
    struck_off = DemandeLogementDraft(statut=StatutDemande.RADIEE_PLAFONDS)

    [error] = check_one_active(active, [active])
    assert error.field == "statut"
    assert "013" in error.message
    assert check_one_active(active, [struck_off]) == ()
    assert check_one_active(struck_off, [active]) == ()


@pytest.mark.parametrize("name", ["droit", "priorite", "niveau"])
def test_a_decision_of_the_team_needs_its_motive(name):
    values = {
        "droit": {"droit_force": ReponseAvis.OUI, "droit_motif": " "},
        "priorite": {"priorite_forcee": PrioriteMenage.P1, "priorite_motif": ""},
        "niveau": {"niveau_force": NiveauAccompagnement.RENFORCE, "niveau_motif": ""},
    }[name]

    assert set(part(**values)) == {f"{name}_motif"}
    assert part(**{**values, f"{name}_motif": "décidé en comité"}) == {}


def test_a_part_names_its_own_fields_alone():
    draft = MenageDraft(telephone_1="12", duree_enquete_min=-4)

    assert {error.field for error in check_part(draft, ("duree_enquete_min",), TODAY)} == {
        "duree_enquete_min"
    }


def test_a_leap_day_is_a_birthday_and_a_year_is_enough():
    def errors(**born):
        draft = OccupantDraft(menage_id="m", nom="X", lien=LienOccupant.ENFANT, **born)
        return [error.field for error in check_occupant(draft, TODAY)]

    assert errors(date_naissance=date(2008, 2, 29)) == []
    assert errors(annee_naissance=1950) == []
    assert errors() == []
    assert errors(date_naissance=date(2026, 11, 29)) == ["date_naissance"]
    assert errors(date_naissance=date(1901, 1, 1)) == ["date_naissance"]
    assert errors(annee_naissance=2027) == ["annee_naissance"]
    assert errors(date_naissance=date(1980, 1, 1), annee_naissance=1981) == ["annee_naissance"]


def test_a_logement_refuses_negative_rents_and_a_surface_of_zero():
    draft = LogementDraft(
        batiment_id="b", porte="1", loyer=Decimal(-1), surface=Decimal(0), nb_pieces=31
    )

    assert {error.field for error in check_logement(draft)} == {"loyer", "surface", "nb_pieces"}
