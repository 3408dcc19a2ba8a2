"""`carnet effacer` previews, asks for the exact words, erases and writes its procès-verbal."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import CanalContact
from desktop.domain.relogement.drafts import ContactDraft
from desktop.paths import Dossiers

RELOGEMENT = ("--espace", "relogement")


@pytest.fixture
def reference(carnet, demo_copy) -> str:
    """Return the reference of a ménage of the demonstration."""
    from desktop.bootstrap import Carnet as Opened
    from tests.cli.conftest import PHRASE

    opened = Opened(demo_copy, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    menage = opened.relogement.menages(opened.relogement.menage_ids()[:1])[0]
    opened.relogement.note_contact(
        ContactDraft(menage_id=menage.id, canal=CanalContact.PERMANENCE, note="Zqxcanari")
    )
    opened.close()
    return menage.reference


def test_the_trial_shows_what_would_go_and_erases_nothing(carnet, demo_copy, reference):
    words = ("effacer", "--donnees", demo_copy, *RELOGEMENT, "--ligne", reference)

    told = carnet(*words, "--essai")
    again = carnet(*words, "--essai", "--json")

    assert (told.code, told.err) == (0, "")
    assert f"--confirmer « {reference} »" in told.out
    assert "Rien n’a été effacé" in told.out
    assert again.json["fiches"]["menage"] == 1
    assert again.json["confirmer"] == reference
    assert "Zqxcanari" not in told.out + again.out


def test_without_the_reason_or_with_other_words_nothing_is_erased(carnet, demo_copy, reference):
    words = ("effacer", "--donnees", demo_copy, *RELOGEMENT, "--ligne", reference)

    assert "Il manque le motif ou la confirmation" in carnet(*words).err
    wrong = carnet(*words, "--motif", "erreur_saisie", "--confirmer", "oui")
    assert wrong.code != 0
    assert "rien n’a été effacé" in wrong.err
    assert "n’est pas un choix possible" in carnet(*words, "--motif", "envie").err
    assert carnet(*words, "--essai").code == 0


def test_it_erases_and_writes_the_proces_verbal(carnet, demo_copy, reference, tmp_path):
    words = ("effacer", "--donnees", demo_copy, *RELOGEMENT, "--ligne", reference)
    sauvegardes = Dossiers(demo_copy).sauvegardes(Espace.RELOGEMENT)
    assert carnet("sauvegarder", "--donnees", demo_copy, *RELOGEMENT).code == 0

    made = carnet(
        *words, "--motif", "demande_personne", "--confirmer", reference, "--proces-verbal", tmp_path
    )  # fmt: skip

    assert (made.code, made.err) == (0, "")
    assert "1 sauvegarde de ce poste contient encore la fiche" in made.out.replace("\xa0", " ")
    (pdf,) = tmp_path.glob("proces-verbal-*.pdf")
    text = PdfReader(pdf).pages[0].extract_text()
    assert "Demande de la personne concernée" in text.replace("\n", " ")
    assert reference not in text
    gone = carnet(*words, "--essai")
    assert "Aucune fiche à effacer" in gone.err
    assert list(sauvegardes.glob("*.db"))
