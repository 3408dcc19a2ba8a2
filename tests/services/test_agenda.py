"""Rendez-vous through the service: booked, moved, honoured once, two postes apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import ZONE, later
from desktop.domain.relogement.codes import (
    CanalContact,
    LieuRendezVous,
    ObjetContact,
    StatutRendezVous,
)
from desktop.domain.relogement.drafts import RendezVousDraft
from desktop.errors import SaisieRefusee, UserError
from desktop.models.agenda import RendezVous
from desktop.services.agenda import AgendaService
from tests.menages_essai import JEUDI, add_menage

VENDREDI = date(2026, 11, 27)
S = StatutRendezVous


@pytest.fixture
def service(carnet) -> AgendaService:
    return AgendaService(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI)


@pytest.fixture
def anne(carnet) -> str:
    return add_menage(carnet, "Dupont-Essai", "Anne")


@pytest.fixture
def moi(carnet) -> str:
    return carnet.espace(Espace.RELOGEMENT).store.personne_id


def draft(moi: str, menage: str | None, clock: str = "10:00", **fields) -> RendezVousDraft:
    day = fields.pop("day", VENDREDI)
    debut = datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), ZONE)  # noqa: DTZ007 - an hour
    return RendezVousDraft(
        menage_id=menage,
        intervenant_id=moi,
        debut=debut.isoformat(),
        fin=later(debut, fields.pop("minutes", 45)).isoformat(),
        motif=ObjetContact.ENQUETE,
        lieu=LieuRendezVous.PERMANENCE,
        **fields,
    )


def refused(service: AgendaService, wanted: RendezVousDraft, row: str | None = None) -> list[str]:
    with pytest.raises(SaisieRefusee) as told:
        service.save(wanted, row)
    return [error.field for error in told.value.errors]


def test_a_rendez_vous_stands_in_its_week(carnet, service, anne, moi):
    made = service.save(draft(moi, anne)).valeur

    week = service.semaine(JEUDI.date())

    assert week.lundi == date(2026, 11, 23)
    assert [one.id for one in week.rendez_vous] == [made.id]
    assert (made.menage, made.logement) == ("DUPONT-ESSAI Anne", "Méjanes · B · 3e · 12")
    assert (made.draft.statut, made.intervenant) == (S.PREVU, carnet.personne)
    assert week.intervenants[moi] == carnet.personne
    assert service.semaine(VENDREDI + timedelta(days=7)).rendez_vous == ()


def test_the_same_person_or_menage_is_not_booked_twice(carnet, service, anne, moi):
    other = add_menage(carnet, "Dupuis-Essai", "Marie", porte="13")
    service.save(draft(moi, anne))

    assert refused(service, draft(moi, other, "10:30")) == ["debut"]
    assert refused(service, replace(draft("", anne, "10:30"), intervenant_id="x")) == ["menage_id"]
    assert len(service.semaine(VENDREDI).rendez_vous) == 1


def test_it_may_be_corrected_in_its_own_place_and_a_note_does_not_reopen_the_past(
    carnet, service, anne, moi
):
    row = service.save(draft(moi, anne)).valeur.id
    service.save(draft(moi, anne, "10:15"), row)
    after = AgendaService(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI + timedelta(days=10))

    noted = after.save(replace(after.rendez_vous(row).draft, note="venir avec l’avis"), row).valeur

    assert noted.draft.note == "venir avec l’avis"
    assert noted.draft.statut is S.PREVU


def test_a_closed_wednesday_is_refused(service, anne, moi):
    assert refused(service, draft(moi, anne, day=date(2026, 12, 2))) == ["debut"]


def test_honoured_becomes_one_line_of_the_journal(carnet, service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    after = AgendaService(
        carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI + timedelta(days=1, hours=3)
    )

    after.note_contact(row, "pièces relues")
    after.note_contact(row, "pièces relues")

    [noted] = carnet.relogement.contacts(anne)
    assert (noted.draft.canal, noted.draft.objet) == (CanalContact.RDV_BUREAU, ObjetContact.ENQUETE)
    assert (noted.draft.duree_min, noted.draft.rendez_vous_id) == (45, row)
    assert noted.draft.horodatage == "2026-11-27T10:00:00+01:00"
    assert after.rendez_vous(row).draft.statut is S.HONORE
    assert after.rendez_vous(row).contact_id == noted.id

    carnet.journal(Espace.RELOGEMENT).undo()
    assert carnet.relogement.contacts(anne) == []
    assert after.rendez_vous(row).draft.statut is S.PREVU


def test_nothing_is_honoured_before_its_day(service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id

    with pytest.raises(SaisieRefusee):
        service.set_statut(row, S.HONORE)
    with pytest.raises(SaisieRefusee):
        service.note_contact(row)

    assert service.rendez_vous(row).draft.statut is S.PREVU


def test_put_off_keeps_the_old_one_and_books_the_new_in_one_action(carnet, service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id

    new = service.put_off(row, draft(moi, anne, "10:20")).valeur

    assert service.rendez_vous(row).draft.statut is S.REPORTE
    assert new.id != row
    assert not new.en_double
    carnet.journal(Espace.RELOGEMENT).undo()
    assert [(one.id, one.draft.statut) for one in service.semaine(VENDREDI).rendez_vous] == [
        (row, S.PREVU)
    ]


def test_a_refused_move_leaves_the_rendez_vous_as_it_was(service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id

    with pytest.raises(SaisieRefusee):
        service.put_off(row, draft(moi, anne, day=date(2026, 12, 2)))

    assert service.rendez_vous(row).draft.statut is S.PREVU


def test_a_cancelled_one_leaves_its_place_and_may_come_back(service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    service.set_statut(row, S.ANNULE)
    other = service.save(draft(moi, anne)).valeur.id

    with pytest.raises(SaisieRefusee, match="déjà un rendez-vous de 10"):
        service.set_statut(row, S.PREVU)

    assert service.rendez_vous(row).draft.statut is S.ANNULE
    service.set_statut(other, S.ANNULE)
    service.set_statut(row, S.PREVU)
    assert not service.rendez_vous(row).en_double


def test_honoured_is_a_contact_and_missed_is_none(carnet, service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    after = AgendaService(
        carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI + timedelta(days=1, hours=3)
    )

    after.set_statut(row, S.HONORE)
    after.note_contact(row)
    [noted] = carnet.relogement.contacts(anne)
    assert noted.draft.horodatage == "2026-11-27T10:00:00+01:00"

    after.set_statut(row, S.MANQUE)
    assert carnet.relogement.contacts(anne) == []
    after.set_statut(row, S.HONORE)
    assert [one.id for one in carnet.relogement.contacts(anne)] == [noted.id]


def test_what_took_place_is_not_put_off_and_a_missed_one_stays_missed(carnet, service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    after = AgendaService(
        carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI + timedelta(days=1, hours=3)
    )
    later = draft(moi, anne, day=date(2026, 12, 4))

    after.set_statut(row, S.HONORE)
    with pytest.raises(SaisieRefusee, match="a eu lieu"):
        after.put_off(row, later)
    after.set_statut(row, S.MANQUE)
    after.put_off(row, later)

    assert after.rendez_vous(row).draft.statut is S.MANQUE


def test_a_rendez_vous_is_not_moved_to_the_closed_permanence(service, anne, moi):
    at_home = replace(draft(moi, anne, day=date(2026, 12, 2)), lieu=LieuRendezVous.DOMICILE)
    row = service.save(at_home).valeur.id

    with pytest.raises(SaisieRefusee, match="fermée le mercredi"):
        service.save(replace(at_home, lieu=LieuRendezVous.PERMANENCE), row)


def test_two_postes_that_booked_the_same_hour_both_keep_theirs(carnet, service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Autre poste") as unit:  # what an import writes: no rule is asked
        unit.add(RendezVous, draft(moi, anne, "10:30", statut=S.PREVU), root=anne)

    twice = service.semaine(VENDREDI).rendez_vous

    assert [one.en_double for one in twice] == [True, True]
    service.save(draft(moi, anne, "14:00"), row)
    assert [one.en_double for one in service.semaine(VENDREDI).rendez_vous] == [False, False]


def test_a_moment_that_nobody_can_read_neither_breaks_nor_hides_the_week(
    carnet, service, anne, moi
):
    good = service.save(draft(moi, anne)).valeur.id
    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Autre version") as unit:
        bad = unit.add(RendezVous, RendezVousDraft(debut="vendredi", menage_id=anne), root=anne)

    assert [one.id for one in service.semaine(VENDREDI).rendez_vous] == [good]
    assert service.rendez_vous(bad.id).debut is None
    assert {one.id for one in service.of_menage(anne)} == {good, bad.id}


def test_a_deleted_rendez_vous_is_gone(service, anne, moi):
    row = service.save(draft(moi, anne)).valeur.id
    service.delete(row)

    assert service.semaine(VENDREDI).rendez_vous == ()
    with pytest.raises(UserError):
        service.rendez_vous(row)
