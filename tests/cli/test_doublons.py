"""`carnet doublons`, `fusionner` and `separer`, as a terminal sees them."""

from __future__ import annotations

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.drafts import MicroSiteDraft
from tests.cli.conftest import PHRASE


@pytest.fixture
def twice(demo_copy):
    """Enter one playground twice; return its two identifiers in the order of the suggestion."""
    opened = Carnet(demo_copy, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    drafts = (
        MicroSiteDraft(nom="Parc Essai", adresse="118 rue des Essais", bancs=1),
        MicroSiteDraft(nom="Le parc Essai", adresse="118, Rue des essais", bancs=3),
    )
    rows = [opened.microsites.save_site(draft).valeur.id for draft in drafts]
    opened.close()
    return demo_copy, *rows


def sites(folder) -> dict[str, tuple[str, int | None]]:
    opened = Carnet(folder, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    found = opened.microsites.sites(opened.microsites.site_ids("essai"))
    opened.close()
    return {site.id: (site.nom, site.draft.bancs) for site in found}


def test_a_duplicate_is_listed_merged_by_its_marks_and_separated(carnet, twice):
    folder, one, other = twice
    listed = carnet("doublons", "--donnees", folder, "--json").json["doublons"]
    (found,) = [item for item in listed if {item["a"], item["b"]} == {one, other}]
    words = carnet("doublons", "--donnees", folder).out

    trial = carnet("fusionner", one[:8], other[:8], "--essai", "--donnees", folder).out
    before = sites(folder)
    merged = carnet(
        "fusionner", one[:8], other[:8], "--garder", "nom=A", "--donnees", folder, "--json"
    ).json

    assert found["raisons"] == ["même numéro et même rue"]
    assert one[:8] in words
    assert "Parc Essai" in trial
    assert set(before) == {one, other}
    assert {line["champ"]: line["garde"] for line in merged["differences"]}["nom"] == "A"
    assert sites(folder) == {min(one, other): ("Parc Essai", 3)}

    parted = carnet("separer", other[:8], "--donnees", folder)
    assert (parted.code, parted.out) == (0, "Fiches séparées.\n")
    assert sites(folder) == before


def test_a_mark_or_a_choice_that_means_nothing_is_refused_and_writes_nothing(carnet, twice):
    folder, one, other = twice
    before = sites(folder)
    refused = [
        ["fusionner", "abc", "def"],
        ["fusionner", one, one],
        ["fusionner", one, other, "--garder", "nom=C"],
        ["fusionner", one, other, "--garder", "pmr=A"],
        ["separer", one],
        ["separer", "00000000"],
    ]

    answers = [carnet(*words, "--donnees", folder) for words in refused]

    assert [answer.code for answer in answers] == [1] * len(refused)
    assert all(answer.err for answer in answers)
    assert sites(folder) == before
