"""The radar: what is due over the whole espace, « fait », « reporter », tâches by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EcheanceSuivi,
    EtatDossier,
    EtatTache,
    LienOccupant,
    NatureRelogement,
    RegleRappel,
    StatutDemande,
    TypePiece,
)
from desktop.domain.relogement.drafts import ContactDraft, OccupantDraft, TacheDraft
from desktop.errors import SaisieRefusee
from desktop.models.agenda import Tache
from desktop.models.enquete import (
    BesoinAdaptation,
    DemandeLogement,
    Dette,
    Fragilite,
    Mesure,
    Piece,
)
from desktop.models.menage import Menage
from desktop.models.offre import Relogement
from desktop.models.suite import SuiviPost
from desktop.services.rappels import RappelsService
from tests.menages_essai import JEUDI, add_menage, put

TODAY = JEUDI.date()
R = RegleRappel


@pytest.fixture
def service(carnet) -> RappelsService:
    return RappelsService(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI)


@pytest.fixture
def anne(carnet) -> str:
    return add_menage(carnet, "Dupont-Essai", "Anne", date_information_rgpd=date(2026, 1, 1))


def lines(service, regle=None, **asked):
    return [one for one in service.radar(**asked).lignes if one.regle is regle]


def sleep(carnet, menage: str, day: str = "2026-10-01") -> None:
    carnet.relogement.note_contact(
        ContactDraft(menage_id=menage, horodatage=f"{day}T10:00:00+02:00")
    )


def test_a_dossier_that_sleeps_stands_in_the_radar_until_somebody_comes(carnet, service, anne):
    sleep(carnet, anne)
    [line] = lines(service, R.SILENCE)
    assert (line.nom, line.echeance) == ("DUPONT-ESSAI Anne", date(2026, 10, 31))
    assert line.reference.startswith("REL-A")
    assert line.logement == "Méjanes · B · 3e · 12"

    sleep(carnet, anne, "2026-11-20")

    assert lines(service, R.SILENCE) == []


def test_done_is_written_once_and_taken_back_by_undo(carnet, service, anne):
    put(carnet, DemandeLogement, anne, date_depot=date(2025, 12, 15), statut=StatutDemande.ACTIVE)
    [line] = lines(service, R.NUR)

    service.done(line, "NUR expire le 15 déc.")
    after = lines(service, R.NUR)
    service.done(line, "NUR expire le 15 déc.")
    with carnet.espace(Espace.RELOGEMENT).store.reading() as session:
        kept = session.query(Tache).all()
    assert after == []
    assert [(one.regle, one.cle, one.etat, one.date_faite) for one in kept] == [
        (R.NUR, "2026-12-15/2", EtatTache.FAITE, TODAY)
    ]

    carnet.journal(Espace.RELOGEMENT).undo()

    assert [one.id for one in lines(service, R.NUR)] == [line.id]


def test_a_renewed_demande_is_recalled_again_next_year(carnet, service, anne):
    row = put(
        carnet, DemandeLogement, anne, date_depot=date(2025, 12, 15), statut=StatutDemande.ACTIVE
    )
    service.done(lines(service, R.NUR)[0], "fait")
    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Essai") as unit:
        unit.get(DemandeLogement, row).date_renouvellement = date(2026, 12, 1)

    assert lines(service, R.NUR, today=date(2026, 12, 2)) == []
    assert len(lines(service, R.NUR, today=date(2027, 11, 1))) == 1


def test_put_off_comes_back_on_its_day(carnet, service, anne):
    sleep(carnet, anne)
    [line] = lines(service, R.SILENCE)

    service.put_off(line, "Sans contact", date(2026, 12, 3))

    assert lines(service, R.SILENCE) == []
    [again] = lines(service, R.SILENCE, today=date(2026, 12, 3))
    assert again.echeance == date(2026, 12, 3)
    service.done(again, "Sans contact", date(2026, 12, 3))
    assert lines(service, R.SILENCE, today=date(2026, 12, 4)) == []
    assert len(lines(service, R.SILENCE, today=date(2027, 1, 2))) == 1


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2099, 1, 1)])
def test_nothing_is_put_off_to_the_past_or_for_ever(carnet, service, anne, day):
    sleep(carnet, anne)

    with pytest.raises(SaisieRefusee):
        service.put_off(lines(service, R.SILENCE)[0], "x", day)

    assert len(lines(service, R.SILENCE)) == 1


def test_every_source_of_the_table_reaches_the_radar(carnet, service):
    menage = add_menage(
        carnet, "Dupuis-Essai", "Marie", etat=EtatDossier.SUIVI, date_enquete=date(2026, 3, 1)
    )
    put(
        carnet, Relogement, menage, nature=NatureRelogement.DEFINITIF, date_entree=date(2026, 10, 1)
    )
    put(carnet, SuiviPost, menage, echeance=EcheanceSuivi.J15, date_faite=date(2026, 10, 16))
    closed = add_menage(carnet, "Petit-Essai", "Luc", porte="13", etat=EtatDossier.CLOS)
    put(carnet, Fragilite, closed)
    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Essai") as unit:
        unit.get(Menage, closed).date_etat = date(2026, 11, 25)
    asking = add_menage(carnet, "Blanc-Essai", "Zoé", porte="14", etat=EtatDossier.PRET)
    put(carnet, Piece, asking, type=TypePiece.AVIS_IMPOSITION, presente=True,
        date_piece=date(2025, 9, 1))  # fmt: skip
    put(carnet, Piece, asking, type=TypePiece.RIB, presente=False, date_piece=date(2020, 9, 1))

    found = {(one.nom.split("-")[0], one.regle, one.rappel.precision)
             for one in service.radar().lignes if one.rappel}  # fmt: skip

    assert found == {
        ("DUPUIS", R.SUIVI, "M1"),
        ("DUPUIS", R.CLES, ""),
        ("DUPUIS", R.RGPD, ""),
        ("PETIT", R.FIN_SUIVI, ""),
        ("BLANC", R.PIECES, "AVIS_IMPOSITION"),
    }


def test_the_visits_of_a_relogement_that_is_over_settle_none_of_the_next_one(carnet, service):
    menage = add_menage(
        carnet, "Dupuis-Essai", "Marie", etat=EtatDossier.SUIVI,
        date_information_rgpd=date(2026, 1, 1),
    )  # fmt: skip
    before = put(
        carnet, Relogement, menage, nature=NatureRelogement.TEMPORAIRE,
        date_entree=date(2026, 3, 1), date_retour=date(2026, 8, 1),
    )  # fmt: skip
    after = put(
        carnet, Relogement, menage, nature=NatureRelogement.DEFINITIF, date_entree=date(2026, 9, 1)
    )
    put(carnet, SuiviPost, menage, relogement_id=before, echeance=EcheanceSuivi.J15,
        date_faite=date(2026, 3, 16))  # fmt: skip
    put(carnet, SuiviPost, menage, relogement_id=after, echeance=EcheanceSuivi.M1,
        date_prevue=date(2026, 10, 20))  # fmt: skip

    found = {one.rappel.precision: one.rappel.echeance for one in lines(service, R.SUIVI)}

    assert found == {"J15": date(2026, 9, 16), "M1": date(2026, 10, 20)}


def test_what_comes_within_thirty_days_is_shown_on_demand(carnet, service):
    menage = add_menage(
        carnet, "Dupuis-Essai", "Marie", etat=EtatDossier.SUIVI,
        date_information_rgpd=date(2026, 1, 1),
    )  # fmt: skip
    put(
        carnet, Relogement, menage, nature=NatureRelogement.DEFINITIF, date_entree=date(2026, 9, 20)
    )
    for code in (EcheanceSuivi.J15, EcheanceSuivi.M1):
        put(carnet, SuiviPost, menage, echeance=code, date_faite=date(2026, 11, 1))

    assert lines(service, R.SUIVI) == []
    assert [one.rappel.precision for one in lines(service, R.SUIVI, a_venir=True)] == ["M3"]


def test_a_tache_is_added_corrected_closed_and_deleted(carnet, service, anne):
    draft = TacheDraft(menage_id=anne, titre="Appeler la CAF", echeance=date(2026, 11, 20))
    tache = service.save_tache(draft).valeur
    [line] = lines(service)
    assert (line.nom, line.echeance, line.tache.responsable) == (
        "DUPONT-ESSAI Anne", date(2026, 11, 20), carnet.personne,
    )  # fmt: skip
    assert service.radar().retard == 1

    service.put_off(line, "", date(2026, 12, 1))
    assert [one.echeance for one in lines(service)] == [date(2026, 12, 1)]
    service.done(lines(service)[0], "")
    assert lines(service) == []
    carnet.journal(Espace.RELOGEMENT).undo()
    assert len(lines(service)) == 1
    service.delete_tache(tache.id)
    assert lines(service) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (TacheDraft(titre=" ", echeance=TODAY), "titre"),
        (TacheDraft(titre="Appeler"), "echeance"),
        (TacheDraft(titre="Appeler", echeance=date(1850, 1, 1)), "echeance"),
        (TacheDraft(titre="x" * 400, echeance=TODAY), "titre"),
    ],
)
def test_a_tache_without_words_or_day_is_refused(service, draft, field):
    with pytest.raises(SaisieRefusee) as refused:
        service.save_tache(draft)

    assert [error.field for error in refused.value.errors] == [field]


def test_lines_come_by_due_day(carnet, service, anne):
    sleep(carnet, anne)
    for day in (date(2026, 12, 1), date(2026, 10, 1), date(2026, 11, 10)):
        service.save_tache(TacheDraft(titre=str(day), echeance=day))

    days = [one.echeance for one in service.radar().lignes]

    assert days == sorted(days)
    assert len(days) == 4


def test_the_number_of_statements_does_not_grow_with_the_menages(carnet, service):
    def statements() -> int:
        seen = []
        engine = carnet.espace(Espace.RELOGEMENT).store.engine
        event.listen(engine, "before_cursor_execute", lambda *_: seen.append(1))
        service.radar()
        return len(seen)

    for rank in range(3):
        sleep(carnet, add_menage(carnet, f"Un{rank}-Essai", "A", porte=str(rank)))
    few = statements()
    for rank in range(12):
        sleep(carnet, add_menage(carnet, f"Deux{rank}-Essai", "A", porte=f"1{rank}"))
    many = statements()

    assert few == many
    assert few < 30


@pytest.mark.parametrize("entity", [Fragilite, Mesure, BesoinAdaptation, Dette])
def test_whatever_of_v7_is_still_there_after_the_end_is_recalled(carnet, service, entity, anne):
    with carnet.espace(Espace.RELOGEMENT).store.writing("Essai") as unit:
        row = unit.get(Menage, anne)
        row.etat, row.date_etat = EtatDossier.CLOS, date(2026, 11, 25)
    assert lines(service, R.FIN_SUIVI) == []
    put(carnet, entity, anne)

    [line] = lines(service, R.FIN_SUIVI)
    assert line.menage_id == anne


def test_a_dossier_that_nobody_ever_met_wakes_up_thirty_days_after_it_was_written(carnet):
    """As those of an import, whose state has no date: the same list gives the same on any poste."""
    menage = add_menage(carnet, "Abadie-Essai", "Jean", etat=EtatDossier.A_CONTACTER)
    written = date.today()  # noqa: DTZ011 - the clock of the log, which is that of the machine

    def radar(days):
        now = JEUDI.replace(year=written.year, month=written.month, day=written.day)
        found = RappelsService(
            carnet.espace(Espace.RELOGEMENT), now=lambda: now + timedelta(days=days)
        )
        return [(one.menage_id, one.rappel.nuance) for one in lines(found, R.SILENCE)]

    assert radar(29) == []
    assert radar(31) == [(menage, "JAMAIS")]


def test_an_occupant_who_comes_of_age_after_the_enquete_stands_in_the_radar(carnet, service, anne):
    def add(nom, born, lien=LienOccupant.ENFANT):
        carnet.relogement.save_occupant(
            OccupantDraft(menage_id=anne, nom=nom, prenom="Léa", date_naissance=born, lien=lien)
        )

    add("Grand-Essai", date(1990, 1, 1))
    add("Petit-Essai", date(2015, 6, 1))
    add("Presque-Essai", date(2008, 12, 10))
    assert lines(service, R.COMPOSITION) == []  # nobody has asked anything yet
    draft = carnet.relogement.menage(anne).draft
    carnet.enquete.save_part(replace(draft, date_enquete=date(2026, 3, 1)), anne, ("date_enquete",))

    [line] = lines(service, R.COMPOSITION)
    assert line.echeance == date(2026, 12, 10)
    service.done(line, "18 ans")
    assert lines(service, R.COMPOSITION) == []
