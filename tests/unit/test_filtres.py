"""A filter kept under a name comes back, whatever a newer version had put in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import EtatConstat, Foncier, Gravite, Polarite
from desktop.domain.diagnostics.filtres import FiltreConstats, filtre_from_json, filtre_to_json

FILTERS = st.builds(
    FiltreConstats,
    texte=st.text(max_size=20),
    theme=st.none() | st.just("PRO"),
    gravite=st.none() | st.sampled_from(Gravite),
    etat=st.none() | st.sampled_from(EtatConstat),
    gestionnaire_id=st.none() | st.just("s"),
    item=st.none() | st.just("PRO-06"),
    polarite=st.none() | st.sampled_from(Polarite),
    foncier=st.none() | st.sampled_from(Foncier),
    ouverts=st.booleans(),
    en_retard=st.booleans(),
    tri=st.sampled_from(["numero", "gravite"]),
    descendant=st.booleans(),
)


@given(FILTERS)
def test_a_kept_filter_is_the_same_through_json(filtre):
    assert filtre_from_json(json.loads(json.dumps(filtre_to_json(filtre)))) == filtre


def test_the_marche_is_not_kept_but_given():
    kept = filtre_to_json(FiltreConstats(marche_id="m", theme="PRO"))

    assert kept == {"theme": "PRO", "tri": "numero"}
    assert filtre_from_json(kept, "autre") == FiltreConstats(marche_id="autre", theme="PRO")


@pytest.mark.parametrize(
    "kept",
    [{"etat": "ETAT_DE_2031"}, {"gravite": 9}, {"texte": 3}, {"ouverts": "oui"}, {"odeur": "x"}],
)
def test_what_this_version_does_not_know_is_left_out(kept):
    assert filtre_from_json(kept) == FiltreConstats()
