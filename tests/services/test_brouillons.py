"""Drafts kept in the espace, and their form as plain values."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain import drafts
from desktop.domain.codes import Gravite
from desktop.domain.drafts import ConstatDraft, MarcheDraft, MicroSiteDraft
from desktop.domain.drafts_codec import draft_fields, draft_from
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatLogement, Typologie
from desktop.domain.relogement.drafts import LogementDraft
from desktop.services.brouillons import BrouillonsService
from tests.storage.espaces import CANARY, dump, open_espace, open_store

DRAFTS = [found for name, found in vars(drafts).items() if name.endswith("Draft")]


@pytest.fixture
def espace(tmp_path):
    made = open_espace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def service(espace):
    return BrouillonsService(espace)


def test_a_saved_draft_is_offered_again_after_the_base_was_closed(espace, tmp_path):
    draft = ConstatDraft(texte="Banc cassé", gravite=Gravite(2), lat_e7=435000000)
    BrouillonsService(espace).save("constat", None, "Nouveau constat", draft_fields(draft))
    espace.store.close()

    store = open_store(espace.store.path)
    reopened = dataclasses.replace(espace, store=store)
    (found,) = BrouillonsService(reopened).list()
    store.close()

    assert (found.espace, found.form, found.row, found.titre, found.modifie_ms) == (
        Espace.TERRAIN,
        "constat",
        None,
        "Nouveau constat",
        espace.store.clock.ms,
    )
    assert draft_from(ConstatDraft, found.champs) == draft


def test_saving_again_replaces_and_each_form_and_row_has_its_own(service, espace):
    service.save("constat", "ligne", "Constat", {"texte": "un"})
    espace.store.clock.ms += 1
    service.save("constat", None, "Nouveau", {"texte": "deux"})
    espace.store.clock.ms += 1
    service.save("constat", "ligne", "Constat", {"texte": "trois"})

    found = [(draft.row, draft.champs) for draft in service.list()]

    assert found == [("ligne", {"texte": "trois"}), (None, {"texte": "deux"})]


def test_a_dropped_draft_is_gone_and_dropping_it_again_is_harmless(service):
    service.save("constat", None, "Nouveau", {"texte": "un"})

    service.drop("constat", None)
    service.drop("constat", None)

    assert service.list() == []


def test_a_draft_belongs_to_the_person_who_typed_it(service, espace):
    service.save("constat", None, "Nouveau", {"texte": "un"})
    espace.store.personne_id = "personne-b"

    assert service.list() == []
    service.save("constat", None, "Nouveau", {"texte": "deux"})
    espace.store.personne_id = "personne-a"
    assert [draft.champs for draft in service.list()] == [{"texte": "un"}]


def test_a_draft_is_not_recorded_and_not_readable_on_the_disk(service, espace):
    before = dump(espace.store)

    service.save("constat", None, CANARY, {"texte": CANARY})

    assert dump(espace.store) == before
    files = [path for path in espace.dossier.rglob("*") if path.is_file()]
    assert len(files) >= 2
    assert all(CANARY.encode() not in path.read_bytes() for path in files)


def test_any_character_typed_is_kept(service):
    service.save("constat", None, "Nouveau", {"texte": "\0\ud83d «é» 👍"})

    assert service.list()[0].champs == {"texte": "\0\ud83d «é» 👍"}


# --- plain form ---------------------------------------------------------------------------


def test_a_draft_of_each_type_comes_back_equal():
    logement = LogementDraft(
        batiment_id="b", etage=-1, typologie=next(iter(Typologie)), surface=Decimal("63.50"),
        ascenseur=False,
    )  # fmt: skip
    marche = MarcheDraft(date_prevue=date(2026, 11, 24), nb_pros=0)

    assert draft_from(LogementDraft, draft_fields(logement)) == logement
    assert draft_from(MarcheDraft, draft_fields(marche)) == marche


@pytest.mark.parametrize("kind", DRAFTS)
def test_an_untouched_draft_comes_back_equal(kind):
    assert draft_from(kind, draft_fields(kind())) == kind()


@settings(max_examples=settings.default.max_examples // 2)
@given(data=st.data(), kind=st.sampled_from(DRAFTS))
def test_every_draft_comes_back_equal(data, kind):
    draft = data.draw(st.builds(kind, **strategies(kind)))

    assert draft_from(kind, draft_fields(draft)) == draft


def strategies(kind):
    """Decimals must be finite; everything else is drawn from the types."""
    return {
        field.name: st.none() | st.decimals(allow_nan=False, allow_infinity=False)
        for field in dataclasses.fields(kind)
        if "Decimal" in str(field.type)
    }


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("etat", "CODE_DE_2031"),
        ("etat", 3),
        ("etat", None),
        ("etage", "2"),
        ("etage", True),
        ("surface", "NaN"),
        ("surface", "beaucoup"),
        ("surface", 63),
        ("ascenseur", 1),
        ("cage", None),
        ("cage", 12),
        ("inconnu", "x"),
    ],
)
def test_an_unknown_field_or_a_bad_value_leaves_the_default(field, bad):
    found = draft_from(LogementDraft, {"porte": "12", field: bad})

    assert found == LogementDraft(porte="12", etat=EtatLogement.OCCUPE)


@pytest.mark.parametrize("bad", ["24/11/2026", "2026-13-01", 20261124])
def test_a_bad_date_leaves_the_default(bad):
    assert draft_from(MarcheDraft, {"date_prevue": bad}) == MarcheDraft()


def test_a_wrong_code_of_one_field_does_not_lose_the_others():
    found = draft_from(MicroSiteDraft, {"etat_vie": "?", "nom": "City-stade", "pmr": True})

    assert found == MicroSiteDraft(nom="City-stade", pmr=True)
