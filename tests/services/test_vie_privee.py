"""The reading log of sensitive fields, and the search in the free texts (V5, V16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatDossier,
    EtatProposition,
    ModeNotification,
    NatureRelogement,
    SensContact,
    Typologie,
)
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft
from desktop.domain.relogement.drafts_offre import (
    EtapePropositionDraft,
    LogementDisponibleDraft,
    PropositionDraft,
    RelogementDraft,
)
from desktop.domain.relogement.tableau_suivi import Presentation
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.errors import AccesRefuse
from desktop.texts.vie_privee import BLOC_SENSIBLE


@pytest.fixture
def menage(carnet):
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(batiment_id=service.batiments()[0].id, porte="12")
    ).valeur
    draft = MenageDraft(logement_id=logement.id)
    return service.save_menage(draft, etat=EtatDossier.PRET).valeur


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


def documents(carnet, menage):
    """Yield what makes each document about a ménage, and what the log must then say."""
    day = date(2026, 11, 26)
    carnet.suite.save_relogement(
        RelogementDraft(
            menage_id=menage.id,
            nature=NatureRelogement.DEFINITIF,
            date_bail=date(2026, 5, 4),
            adresse="1 rue ESSAI",
        ),
        today=day,
    )
    offered = PropositionDraft(
        menage_id=menage.id, adresse="2 rue ESSAI", typologie=Typologie.T3, loyer=Decimal(400)
    )
    proposition = carnet.propositions.save(offered).valeur.id
    carnet.propositions.avancer(
        proposition,
        EtapePropositionDraft(
            vers=EtatProposition.NOTIFIEE,
            date_notification=day,
            mode_notification=ModeNotification.LRAR,
        ),
        today=day,
    )
    contact = ContactDraft(
        menage_id=menage.id,
        horodatage="2026-11-26T09:30",
        sens=SensContact.ENTRANT,
        canal=CanalContact.PERMANENCE,
    )
    carnet.relogement.note_contact(contact)
    vacant = carnet.disponibles.save_disponible(LogementDisponibleDraft(residence="ESSAI"))
    dossier, offres = carnet.documents_dossier, carnet.documents_propositions
    suite, permanence = carnet.documents_suite, carnet.documents_permanence
    batiment = carnet.relogement.batiments()[0].id
    own, none = menage.reference, ""
    yield lambda: dossier.fiche(menage.id), BlocSensible.FICHE, own
    yield lambda: dossier.fiche(menage.id, partenaire=True), BlocSensible.FICHE_PARTENAIRE, own
    yield lambda: offres.fiche(proposition), BlocSensible.FICHE_PROPOSITION, own
    yield lambda: offres.courrier(proposition), BlocSensible.COURRIER, own
    yield lambda: offres.bordereau(proposition), BlocSensible.BORDEREAU, own
    yield lambda: offres.preuve(menage.id), BlocSensible.PREUVE, own
    yield lambda: permanence.attestation_visite(menage.id), BlocSensible.ATTESTATION_VISITE, own
    yield lambda: permanence.feuille(day, vierge=False), BlocSensible.FEUILLE, none
    yield lambda: permanence.radar(nominatif=True), BlocSensible.RADAR, none
    yield lambda: suite.attestation(menage.id), BlocSensible.ATTESTATION_RELOGEMENT, own
    yield lambda: suite.fiche_demenagement(menage.id), BlocSensible.FICHE_DEMENAGEMENT, own
    yield lambda: suite.questionnaire(menage.id), BlocSensible.QUESTIONNAIRE, own
    yield lambda: suite.fiche_cloture(menage.id), BlocSensible.FICHE_CLOTURE, own
    yield (
        lambda: carnet.rapprochement.pdf_menages(vacant.valeur.id),
        BlocSensible.RAPPROCHEMENT_PDF,
        none,
    )
    yield lambda: carnet.facade.pdf(batiment, day), BlocSensible.FACADE, none
    yield lambda: carnet.tableau_suivi.plan(Presentation()), BlocSensible.PLAN, none


def test_every_document_about_a_menage_is_in_the_log(carnet, menage):
    expected = []
    for make, bloc, reference in documents(carnet, menage):
        make()
        expected.append((bloc.value, reference, "C. Martin-Essai"))

    found = carnet.vie_privee.consultations()
    assert [(one.bloc, one.reference, one.auteur) for one in reversed(found)] == expected
    assert {one.bloc for one in found} <= set(BLOC_SENSIBLE)


def test_a_blank_paper_is_no_reading(carnet, menage):
    carnet.documents_suite.notice()
    carnet.documents_dossier.enquete_vierge(menage.id)
    carnet.documents_permanence.feuille(date(2026, 11, 26), vierge=True)

    assert carnet.vie_privee.consultations() == []


def test_what_left_with_a_purpose_is_in_the_log_with_it(carnet, menage, tmp_path):
    carnet.tableau_suivi.export(tmp_path / "t1.xlsx", "comité technique")
    carnet.tableau_suivi.plan(Presentation(nominatif=True), "visite du bailleur")

    assert [one.bloc for one in carnet.vie_privee.consultations()] == [
        "Plan de relogement nominatif – visite du bailleur",
        "T1 – comité technique",
    ]
