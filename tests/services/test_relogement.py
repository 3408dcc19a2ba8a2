"""Bâtiments, logements, ménages, occupants and contacts through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.records import MenageRecord
from desktop.domain.relogement.codes import LienOccupant
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft, OccupantDraft
from desktop.errors import SaisieRefusee, UserError

TODAY = date(2026, 11, 22)


def add_menage(
    carnet: Carnet, nom: str, prenom: str, *, cage: str, porte: str, telephone: str = ""
) -> MenageRecord:
    mejanes = next(item for item in carnet.relogement.batiments() if item.nom == "Méjanes")
    logement = carnet.relogement.save_logement(
        LogementDraft(batiment_id=mejanes.id, cage=cage, etage=3, porte=porte)
    ).valeur
    menage = carnet.relogement.save_menage(
        MenageDraft(logement_id=logement.id, telephone_1=telephone)
    ).valeur
    carnet.relogement.save_occupant(OccupantDraft(menage_id=menage.id, nom=nom, prenom=prenom))
    return carnet.relogement.menage(menage.id)


@pytest.fixture
def anne(carnet: Carnet) -> MenageRecord:
    return add_menage(
        carnet, "Dupont-Essai", "Anne", cage="B", porte="12", telephone="06 39 98 12 34"
    )


@pytest.mark.parametrize(
    "typed",
    ["dup", "ANNE dupont", "12", "mejanes b 12", "06.39.98", "0639", "+33 6 39 98 12 34", "rel-a"],
)
def test_a_menage_is_found_by_name_door_telephone_or_reference(carnet, anne, typed):
    add_menage(carnet, "Zitouni-Essai", "Karim", cage="C", porte="31", telephone="01 99 00 45 67")
    if typed.startswith(("rel", "mejanes")):
        assert anne.id in carnet.relogement.menage_ids(typed)
    else:
        assert carnet.relogement.menage_ids(typed.replace("+33 6", "06")) == [anne.id]


def test_the_list_shows_the_titulaire_the_door_and_the_last_contact(carnet, anne):
    moment = "2026-11-05T10:30:00+01:00"
    carnet.relogement.save_occupant(
        OccupantDraft(menage_id=anne.id, nom="Abel-Essai", prenom="Léo", lien=LienOccupant.ENFANT)
    )
    carnet.relogement.note_contact(ContactDraft(menage_id=anne.id, horodatage=moment))

    shown = carnet.relogement.menage(anne.id)

    assert shown.nom == "DUPONT-ESSAI Anne"
    assert shown.logement == "Méjanes · B · 3e · 12"
    assert (shown.nb_personnes, shown.dernier_contact) == (2, moment)


def test_menages_are_sorted_by_name_without_regard_to_accents(carnet, anne):
    second = add_menage(carnet, "Éluard-Essai", "Paul", cage="A", porte="1")
    third = add_menage(carnet, "Faure-Essai", "Lise", cage="A", porte="2")

    assert carnet.relogement.menage_ids() == [anne.id, second.id, third.id]
    assert carnet.relogement.menage_ids(descendant=True) == [third.id, second.id, anne.id]


def test_a_renamed_occupant_is_found_under_the_new_name_only(carnet, anne):
    occupant = carnet.relogement.occupants(anne.id)[0]

    carnet.relogement.save_occupant(replace(occupant.draft, nom="Martin-Essai"), occupant.id)

    assert carnet.relogement.menage_ids("dupont") == []
    assert carnet.relogement.menage_ids("martin") == [anne.id]


def test_a_deleted_dossier_leaves_the_list_and_the_search(carnet, anne):
    carnet.relogement.delete_menage(anne.id)

    assert carnet.relogement.menage_ids() == []
    assert carnet.relogement.menage_ids("dupont") == []


def test_contacts_are_listed_newest_first_with_their_author(carnet, anne):
    for hour in (9, 11, 10):
        carnet.relogement.note_contact(
            ContactDraft(menage_id=anne.id, horodatage=f"2026-11-05T{hour:02}:00:00+01:00")
        )

    contacts = carnet.relogement.contacts(anne.id)

    assert [contact.draft.horodatage[11:13] for contact in contacts] == ["11", "10", "09"]
    assert {contact.trace.auteur for contact in contacts} == {"C. Martin-Essai"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"logement_id": None}, "logement_id"),
        ({"telephone_1": "06 12"}, "telephone_1"),
        ({"courriel": "anne"}, "courriel"),
        ({"date_entree": date(2030, 1, 1)}, "date_entree"),
        ({"notes": "x" * 501}, "notes"),
    ],
)
def test_a_dossier_is_refused_with_the_field_named(carnet, anne, change, field):
    with pytest.raises(SaisieRefusee) as refusal:
        carnet.relogement.save_menage(replace(anne.draft, **change), anne.id, today=TODAY)

    assert [error.field for error in refusal.value.errors] == [field]
    assert carnet.relogement.menage(anne.id) == anne


def test_amounts_come_back_to_the_cent(carnet, anne):
    logement = carnet.relogement.logements()[0]
    draft = replace(logement.draft, loyer=Decimal("312.10"), surface=Decimal("64.50"))

    saved = carnet.relogement.save_logement(draft, logement.id).valeur

    assert (saved.draft.loyer, saved.draft.surface) == (Decimal("312.10"), Decimal("64.50"))


def test_an_occupant_born_tomorrow_is_refused(carnet, anne):
    draft = OccupantDraft(menage_id=anne.id, nom="Essai", date_naissance=date(2026, 11, 23))

    with pytest.raises(SaisieRefusee, match="futur"):
        carnet.relogement.save_occupant(draft, today=TODAY)


def test_a_logement_of_a_dossier_and_its_batiment_are_kept(carnet, anne):
    logement = anne.draft.logement_id
    batiment = carnet.relogement.logements()[0].draft.batiment_id

    with pytest.raises(UserError, match="REL-A0001") as kept:
        carnet.relogement.delete_logement(logement)
    with pytest.raises(UserError, match="REL-A0001"):
        carnet.relogement.delete_batiment(batiment)
    assert kept.value.title == "Logement conservé"

    carnet.relogement.delete_menage(anne.id)
    carnet.relogement.delete_logement(logement)
    assert carnet.relogement.logements(batiment) == []


def test_a_batiment_takes_along_what_was_moved_to_it_and_keeps_what_was_moved_away(carnet):
    service = carnet.relogement
    calendal, mejanes = service.batiments()
    moved = service.save_logement(LogementDraft(batiment_id=calendal.id, porte="7")).valeur
    service.save_logement(replace(moved.draft, batiment_id=mejanes.id), moved.id)

    with pytest.raises(UserError, match="1\u00a0logement d’un autre bâtiment"):
        service.delete_batiment(calendal.id)
    assert [one.id for one in service.logements(mejanes.id)] == [moved.id]

    service.delete_batiment(mejanes.id)
    assert (service.batiments()[0].nom, service.logements()) == ("Calendal", [])
    carnet.journal(Espace.RELOGEMENT).undo()
    assert [one.id for one in service.logements(mejanes.id)] == [moved.id]
