"""The reading log of sensitive fields, and the search in the free texts (V5, V16)."""

from __future__ import annotations

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.errors import AccesRefuse


@pytest.fixture
def menage(carnet):
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(batiment_id=service.batiments()[0].id, porte="12")
    ).valeur
    return service.save_menage(MenageDraft(logement_id=logement.id)).valeur


def test_a_reading_says_who_when_which_dossier_and_which_block(carnet, menage):
    carnet.vie_privee.note(menage.id, BlocSensible.BESOINS)
    carnet.vie_privee.note(menage.id, BlocSensible.RESSOURCES)

    newest, oldest = carnet.vie_privee.consultations()
    assert (oldest.auteur, oldest.reference, oldest.bloc) == (
        "C. Martin-Essai",
        menage.reference,
        "BESOINS",
    )
    assert newest.bloc == "RESSOURCES"
    assert newest.moment_ms >= oldest.moment_ms > 0
    # to look at the log is itself in the log
    assert carnet.vie_privee.consultations()[0].bloc == "CONSULTATIONS"


def test_the_log_never_travels(carnet, menage):
    before = len(carnet.journal(Espace.RELOGEMENT).history("menage", menage.id))
    carnet.vie_privee.note(menage.id, BlocSensible.BESOINS)

    assert len(carnet.journal(Espace.RELOGEMENT).history("menage", menage.id)) == before


def test_the_whole_log_is_written_as_a_file(carnet, menage, tmp_path):
    carnet.vie_privee.note(menage.id, BlocSensible.ACCOMPAGNEMENT)

    count = carnet.vie_privee.export_consultations(tmp_path / "journal.csv")

    head, line = (tmp_path / "journal.csv").read_text("utf-8-sig").splitlines()
    assert count == 1
    assert head == "Quand;Qui;Dossier;Bloc"
    assert line.endswith(f";C. Martin-Essai;{menage.reference};Accompagnement")


def test_only_a_responsable_looks(carnet, menage, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.services.responsables.is_responsable", lambda _store: False)

    for look in (
        carnet.vie_privee.consultations,
        carnet.vie_privee.textes_libres,
        lambda: carnet.vie_privee.export_consultations(tmp_path / "journal.csv"),
    ):
        with pytest.raises(AccesRefuse):
            look()
    assert not (tmp_path / "journal.csv").exists()


def test_the_free_texts_to_review_come_first_and_are_searched(carnet, menage, monkeypatch):
    carnet.relogement.note_contact(ContactDraft(menage_id=menage.id, note="Pièces déposées"))
    with monkeypatch.context() as before:  # came from a colleague, or before the guard
        before.setattr("desktop.storage.texte_garde.refuse", lambda *_args: None)
        carnet.relogement.note_contact(ContactDraft(menage_id=menage.id, note="Il est dépressif"))

    found = carnet.vie_privee.textes_libres()
    assert [(one.texte, one.signales) for one in found] == [
        ("Il est dépressif", ("dépressif",)),
        ("Pièces déposées", ()),
    ]
    assert {one.reference for one in found} == {menage.reference}
    assert [one.texte for one in carnet.vie_privee.textes_libres("pieces DEPO")] == [
        "Pièces déposées"
    ]
