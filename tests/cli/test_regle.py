"""`carnet regle`: what the team fixes is listed, typed, refused and emptied again."""

from __future__ import annotations

from desktop.bootstrap import Carnet
from tests.cli.conftest import PHRASE


def rules(carnet, folder, *asked):
    listed = carnet("regle", "--donnees", folder, *asked, "--json").json["regles"]
    return {one["code"]: one["valeur"] for one in listed}


def test_the_delay_of_the_charte_is_fixed_and_every_proposition_follows(carnet, demo_copy):
    assert rules(carnet, demo_copy)["delai_reponse_jours"] == ""
    assert "à fixer" in carnet("regle", "--donnees", demo_copy, "delai_reponse_jours").out

    fixed = rules(carnet, demo_copy, "delai_reponse_jours", "15")

    assert fixed == {"delai_reponse_jours": "15"}
    opened = Carnet(demo_copy, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    row = opened.relogement.menage_ids()[0]
    assert opened.propositions.liste(row).regles.delai_reponse_jours == 15
    opened.close()
    assert rules(carnet, demo_copy, "delai_reponse_jours", "") == {"delai_reponse_jours": ""}


def test_a_value_that_cannot_stand_for_a_rule_changes_nothing(carnet, demo_copy):
    for code, value in (("offres_max", "beaucoup"), ("offres_max", ""), ("inconnue", "3")):
        refused = carnet("regle", "--donnees", demo_copy, code, value)
        assert refused.code != 0, (code, value)

    assert rules(carnet, demo_copy, "offres_max") == {"offres_max": "3"}
    assert rules(carnet, demo_copy, "permanence_lieu", "Hall B") == {"permanence_lieu": "Hall B"}
