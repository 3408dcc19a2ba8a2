"""Micro-sites, équipements and photos through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatGeneral, TypeEquipement
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.records import MicroSiteRecord
from desktop.errors import SaisieRefusee


@pytest.fixture
def site(carnet: Carnet) -> MicroSiteRecord:
    return carnet.microsites.save_site(MicroSiteDraft(nom="City-stade d’essai")).valeur


def test_a_site_comes_back_with_what_was_not_answered_left_unknown(carnet, site):
    assert site.nom == "City-stade d’essai"
    assert (site.draft.eclairage, site.draft.pmr, site.draft.bancs) == (None, None, None)


def test_equipements_belong_to_their_site_and_are_counted(carnet, site):
    draft = EquipementDraft(
        micro_site_id=site.id, nom="But nord", type=TypeEquipement.CITY_STADE, longueur_cm=1200
    )

    saved = carnet.microsites.save_equipement(draft).valeur
    corrected = carnet.microsites.save_equipement(
        replace(saved.draft, etat=EtatGeneral.B), saved.id
    ).valeur

    assert corrected.draft == replace(draft, etat=EtatGeneral.B)
    assert carnet.microsites.site(site.id).nb_equipements == 1
    assert [item.id for item in carnet.microsites.equipements(site.id)] == [saved.id]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": None}, "type"),
        ({"annee_pose": 1850}, "annee_pose"),
        ({"largeur_cm": -1}, "largeur_cm"),
    ],
)
def test_an_equipement_is_refused_with_the_field_named(carnet, site, change, field):
    draft = EquipementDraft(micro_site_id=site.id, type=TypeEquipement.CITY_STADE)

    with pytest.raises(SaisieRefusee) as refusal:
        carnet.microsites.save_equipement(replace(draft, **change), today=date(2026, 11, 22))

    assert [error.field for error in refusal.value.errors] == [field]


def test_sites_are_sorted_and_searched_without_accents(carnet, site):
    skate = carnet.microsites.save_site(MicroSiteDraft(nom="Éole, terrain d’essai")).valeur

    assert carnet.microsites.site_ids() == [site.id, skate.id]
    assert carnet.microsites.site_ids("eole") == [skate.id]
    assert carnet.microsites.site_ids(tri="nom", descendant=True) == [skate.id, site.id]


def test_photos_of_a_site_are_imported_and_listed(carnet, site, tmp_path):
    Image.new("RGB", (80, 60), "green").save(tmp_path / "a.png")

    bilan = carnet.photos.import_files([tmp_path / "a.png"], micro_site_id=site.id).valeur

    photos = carnet.microsites.photos(site.id)
    assert bilan.importees == 1
    assert [photo.presente for photo in photos] == [True]
    assert carnet.photos.vignette(photos[0].blob).startswith(b"\xff\xd8")


def test_deleting_a_site_hides_what_hangs_under_it(carnet, site):
    carnet.microsites.save_equipement(
        EquipementDraft(micro_site_id=site.id, type=TypeEquipement.CITY_STADE)
    )

    changes = carnet.microsites.delete_site(site.id)

    assert carnet.microsites.site_ids() == []
    assert carnet.microsites.equipements(site.id) == []
    assert changes.touches("equipement")
