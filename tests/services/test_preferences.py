"""Choices of a person on this poste: kept apart, never in the log."""

from __future__ import annotations

import pytest

from desktop.services.contexte import EspaceOuvert
from desktop.services.preferences import PreferencesService
from tests.storage.espaces import open_espace


@pytest.fixture
def espace(tmp_path):
    made = open_espace(tmp_path)
    yield made
    made.close()


def changes(espace: EspaceOuvert) -> int:
    with espace.store.reading() as session:
        return session.connection().exec_driver_sql("select count(*) from changement").scalar()


def test_a_choice_comes_back_is_replaced_and_is_forgotten(espace):
    service = PreferencesService(espace)
    before = changes(espace)

    assert service.get("colonnes") is None
    service.set("colonnes", ["lieu", "photos"])
    assert PreferencesService(espace).get("colonnes") == ["lieu", "photos"]
    service.set("colonnes", {"a": 1})
    assert service.get("colonnes") == {"a": 1}
    service.set("colonnes", None)
    assert service.get("colonnes") is None
    service.set("colonnes", None)
    assert changes(espace) == before


def test_each_person_has_their_own(espace, monkeypatch):
    service = PreferencesService(espace)
    service.set("colonnes", ["lieu"])

    monkeypatch.setattr(espace.store, "personne_id", "une-autre")

    assert service.get("colonnes") is None
