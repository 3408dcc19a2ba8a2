"""PDFs of the permanence: what they say, and above all what they keep to themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import later
from desktop.domain.relogement.codes import ObjetContact, StatutRendezVous
from desktop.domain.relogement.drafts import ContactDraft, TacheDraft
from desktop.errors import UserError
from desktop.models.agenda import RendezVous
from desktop.services.documents_permanence import DocumentsPermanence
from tests.menages_essai import JEUDI, add_menage, put


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def documents(carnet) -> DocumentsPermanence:
    return DocumentsPermanence(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI)


@pytest.fixture
def anne(carnet) -> str:
    return add_menage(carnet, "<b>Dupont</b>-Essai", "Anne")


def book(carnet, menage, statut):
    debut = JEUDI.replace(hour=10, minute=0)
    return put(
        carnet, RendezVous, menage, debut=debut.isoformat(), fin=later(debut, 45).isoformat(),
        statut=statut, motif=ObjetContact.DETTE_FSL,
        intervenant_id=carnet.espace(Espace.RELOGEMENT).store.personne_id,
    )  # fmt: skip


def test_an_attestation_says_who_where_and_when_and_never_why(carnet, documents, anne):
    pdf, name = documents.attestation_rendez_vous(book(carnet, anne, StatutRendezVous.HONORE))
    said = words(pdf)

    assert "<B>DUPONT</B>-ESSAI Anne" in said
    assert "s’est présenté(e) le 26 novembre 2026, de 10 h à 10 h 45" in said
    assert "à la permanence (Bâtiment Méjanes)" in said
    assert "SOLIHA Provence atteste" in said
    assert not {"FSL", "dette", "Dette"} & set(said.replace(",", " ").split())
    assert name.startswith("attestation-REL-A")
    assert "Dupont" not in name


def test_a_rendez_vous_to_come_is_attested_as_such(carnet, documents, anne):
    pdf, _ = documents.attestation_rendez_vous(book(carnet, anne, StatutRendezVous.PREVU))

    assert "a rendez-vous le 26 novembre 2026" in words(pdf)
    assert "présenté(e)" not in words(pdf)


def test_the_last_visit_is_attested(carnet, documents, anne):
    with pytest.raises(UserError):
        documents.attestation_visite(anne)
    carnet.relogement.note_contact(
        ContactDraft(menage_id=anne, horodatage=JEUDI.isoformat(), duree_min=20, note="secret")
    )

    pdf, _ = documents.attestation_visite(anne)

    assert "de 9 h 40 à 10 h" in words(pdf)
    assert "secret" not in words(pdf)


def test_the_sheet_of_the_day_counts_without_a_name(carnet, documents, anne):
    for minutes, menage in ((10, anne), (20, None)):
        moment = (JEUDI + timedelta(minutes=minutes)).isoformat()
        carnet.relogement.note_contact(
            ContactDraft(
                menage_id=menage, horodatage=moment, objet=ObjetContact.PIECES, nb_demandeurs=2,
                duree_min=15, note="secret",
            )
        )  # fmt: skip
    carnet.relogement.note_contact(
        ContactDraft(menage_id=anne, horodatage="2026-11-25T10:00:00+01:00")
    )

    pdf, name = documents.feuille(date(2026, 11, 26), vierge=False)
    said = words(pdf)

    assert "2 visites · 4 personnes · 30 min notées" in said
    assert "09:50 REL-A" in said
    assert "Sans dossier" in said
    assert "DUPONT" not in said.upper()
    assert "secret" not in said
    assert name == "feuille-permanence-2026-11-26.pdf"


def test_a_blank_sheet_says_the_hours_and_nothing_of_anybody(carnet, documents, anne):
    carnet.relogement.note_contact(ContactDraft(menage_id=anne, horodatage=JEUDI.isoformat()))

    pdf, _ = documents.feuille(date(2026, 11, 26), vierge=True)
    said = words(pdf)

    assert "de 9 h à 12 h et de 13 h 30 à 17 h" in said
    assert "REL-" not in said
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_the_radar_is_printed_by_reference_unless_marked_confidential(carnet, documents, anne):
    moment = (JEUDI - timedelta(days=45)).isoformat()
    carnet.relogement.note_contact(ContactDraft(menage_id=anne, horodatage=moment))
    carnet.rappels.save_tache(
        TacheDraft(menage_id=anne, titre="Appeler Mme Dupont-Essai", echeance=date(2026, 11, 26))
    )

    plain = words(documents.radar()[0])
    named = words(documents.radar(nominatif=True)[0])

    assert "Sans contact depuis le 12 oct." in plain
    assert "REL-A0001" in plain
    assert "DUPONT" not in plain.upper()
    assert "Méjanes" not in plain
    assert "références sans nom" in plain
    assert "Appeler Mme Dupont-Essai" in named
    assert "Document confidentiel — relogement" in named
    assert "Méjanes · B · 3e · 12" in named
