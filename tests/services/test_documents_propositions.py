"""Fiche, courrier, bordereau and evidence bundle of propositions, from the espace to the PDF."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, ReponseAvis
from desktop.errors import UserError
from desktop.models.equipe import Membre
from desktop.models.menage import Occupant
from desktop.reports.preuve_offres import render_preuve_offres
from desktop.services.documents_propositions import DocumentsPropositionsService
from tests.services.menage_essai import DAY, Bureau
from tests.storage.espaces import open_espace

E, P = EtatDossier, EtatProposition
PRINTED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def bureau(tmp_path):
    opened = open_espace(tmp_path / "a", "A", espace=Espace.RELOGEMENT)
    made = Bureau(opened)
    made.add(Membre, None, nom="C. Martin-Essai", row="personne-a")
    yield made
    opened.close()


@pytest.fixture
def menage(bureau):
    return bureau.menage(E.PRET)


@pytest.fixture
def papers(bureau):
    return DocumentsPropositionsService(bureau.espace, now=lambda: PRINTED)


def words(document):
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document[0])).pages)
    return re.sub(r"\s+", " ", pages)


def test_the_fiche_compares_old_and_new_and_is_signed_on_receipt(bureau, menage, papers):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE)

    document = papers.fiche(row)
    text = words(document)

    assert document[1] == "proposition-REL-A0001-1.pdf"
    for part in (
        "Proposition n° 1", "DUPONT-ESSAI Anne", "Taille T4 T5", "Surface 72 m² 88 m²",
        "Loyer 395,00 € 540,00 €", "Reste à charge 312,00 € 345,00 €", "312,00 € 400,00 €",
        "À services égaux : 88,00 € de plus par mois.", "Ce n’est ni un accord, ni un refus.",
        "Document remis au ménage — confidentiel",
    ):  # fmt: skip
        assert part in text, part


def test_a_fiche_that_cannot_compare_says_what_is_missing(bureau, menage, papers):
    row = bureau.propose(
        menage, charges_incluent="", forfait_chauffage=None, forfait_eau_chaude=None,
        forfait_eau_froide=None,
    )  # fmt: skip

    text = words(papers.fiche(row))

    assert "Comparaison impossible pour l’instant." in text
    assert "Il manque si les charges du logement proposé comprennent le chauffage" in text
    assert "de plus par mois" not in text


def test_the_courrier_names_the_dwelling_the_answer_day_and_the_rights(bureau, menage, papers):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, numero_recommande="1A ESSAI", date_limite_reponse=date(2026, 11, 17))

    text = words(papers.courrier(row))

    for part in (
        "Lettre recommandée avec avis n° 1A ESSAI", "Le 2 novembre 2026", "4 rue ESSAI, Aix-ESSAI",
        "540,00 €", "120,00 € (ascenseur compris)", "Répondez avant le 17 novembre 2026.",
        "Si 3 offres de ce type ne sont pas acceptées", "6 mois après la notification de la 3e",
        "ADIL", "Une absence de réponse n’est pas un refus, mais l’offre peut compter",
    ):  # fmt: skip
        assert part in text, part


def test_no_answer_day_is_invented_in_a_courrier(bureau, menage, papers):
    row = bureau.propose(menage)

    text = words(papers.courrier(row))

    assert "Répondez avant" not in text
    assert "fixée par la charte : À COMPLÉTER" in text


def test_the_bordereau_offers_three_answers_and_a_receipt(bureau, menage, papers):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE)

    text = words(papers.bordereau(row))

    for part in ("J’accepte", "Je refuse", "Je demande une visite", "Loyer ou charges",
                 "Récépissé à remettre au ménage", "Notifiée le 2 novembre 2026"):  # fmt: skip
        assert part in text, part


def test_the_evidence_holds_every_notified_offer_with_its_history(bureau, menage, papers):
    first = bureau.propose(menage, adresse="12 avenue ESSAI")
    bureau.go(
        first, P.NOTIFIEE, P.VISITE_PREVUE, P.VISITEE, P.REFUSEE, today=date(2026, 11, 2),
        visite_note="Séjour bruyant.",
    )  # fmt: skip
    second = bureau.propose(menage, conf_localisation=ReponseAvis.A_VERIFIER)
    bureau.go(second, P.NOTIFIEE)
    bureau.propose(menage, adresse="Jamais notifiée ESSAI")

    document = papers.preuve(menage)
    text = words(document)

    assert document[1] == "preuve-offres-REL-A0001.pdf"
    for part in (
        "Offres comptées : 1 sur 3. Aucun délai ne court.", "12 avenue ESSAI", "1re offre",
        "à vérifier", "Répond aux besoins Oui", "Localisation conforme À vérifier",
        "Séjour bruyant.", "Loyer ou charges trop élevés", "Souhait du ménage ce jour-là",
        "Typologie T4", "État : Repérée → Notifiée", "État : Visitée → Refusée", "C. Martin-Essai",
        "Histoire du dossier", "Prêt à proposer",
    ):  # fmt: skip
        assert part in text, part
    assert "Jamais notifiée" not in text


def test_the_history_of_the_evidence_leaves_no_line_alone_on_a_page(bureau, menage, papers):
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE)
    record = papers.dossier_preuve(menage)
    line = record.historiques[row][-1]
    pages = {}
    for count in range(12, 30):
        acts = tuple(replace(line, modifie_ms=line.modifie_ms + 60_000 * n) for n in range(count))
        out = io.BytesIO()
        render_preuve_offres(
            replace(record, historiques={row: acts}), out=out, edited_on=PRINTED, editor="Essai"
        )
        read = PdfReader(out).pages
        pages[count] = (len(read), len(re.findall(r"\d\d/\d\d/\d{4}, ", read[-1].extract_text())))

    assert {length for length, _ in pages.values()} == {2, 3}
    assert min(last for length, last in pages.values() if length > 2) == 2


def test_the_evidence_says_when_the_six_months_end(bureau, menage, papers):
    for day in (5, 6, 7):
        bureau.go(bureau.propose(menage), P.NOTIFIEE, P.REFUSEE, today=date(2026, 1, day))

    text = words(papers.preuve(menage))

    assert "3e offre comptée notifiée le 7 janvier 2026" in text
    assert "finit le 7 juillet 2026" in text
    assert "Échec, procédure" in text
    assert "est acceptée" not in text

    last = bureau.propositions.liste(menage).propositions[-1]
    bureau.go(last.id, P.ACCEPTEE)
    assert "finit le 7 juillet 2026 (article L442-6 du CCH). La proposition n° 3 est acceptée" in (
        words(papers.preuve(menage))
    )


def test_there_is_no_evidence_before_a_notification(bureau, menage, papers):
    bureau.propose(menage)

    with pytest.raises(UserError, match="Aucune proposition n’a été notifiée"):
        papers.preuve(menage)


def test_words_of_a_person_are_printed_as_typed(bureau, menage, papers):
    row = bureau.propose(menage, residence="<b>Les Pins</b> & Cie")
    bureau.go(row, P.NOTIFIEE)

    assert "<b>Les Pins</b> & Cie" in words(papers.fiche(row))
    assert "<b>Les Pins</b> & Cie" in words(papers.preuve(menage))


def test_a_dossier_without_logement_nor_name_is_still_printed(bureau, papers):
    menage = bureau.menage(E.PRET)
    with bureau.espace.store.writing("essai") as unit:
        for one in unit.session.query(Occupant):
            unit.delete(one)
    row = bureau.propose(menage)
    bureau.go(row, P.NOTIFIEE, today=DAY)

    assert "À COMPLÉTER" in words(papers.courrier(row))
    assert "Titulaire à renseigner" in words(papers.preuve(menage))
