"""What an enquête writes: parts of a dossier, rows under a ménage."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    NatureRessource,
    Periode,
    Preference,
    StatutDemande,
    TitreOccupation,
    Typologie,
)
from desktop.domain.relogement.dossier_calculs import overview
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.errors import SaisieRefusee

TODAY = date(2026, 11, 28)


@pytest.fixture
def menage(carnet):
    service = carnet.relogement
    logement = service.save_logement(
        LogementDraft(batiment_id=service.batiments()[0].id, porte="12")
    ).valeur
    return service.save_menage(MenageDraft(logement_id=logement.id)).valeur.id


def test_two_forms_of_one_dossier_do_not_undo_each_other(carnet, menage):
    first = carnet.relogement.menage(menage).draft
    carnet.enquete.save_part(
        MenageDraft(titre=TitreOccupation.TITULAIRE), menage, ("titre",), today=TODAY
    )
    # the second form was filled before the first one was saved: it still holds no titre
    stale = MenageDraft(logement_id=first.logement_id, apl=Decimal("248.00"))
    carnet.enquete.save_part(stale, menage, ("apl", "rfr_n2"), today=TODAY)

    draft = carnet.relogement.menage(menage).draft
    assert draft.titre is TitreOccupation.TITULAIRE
    assert draft.apl == Decimal(248)
    assert draft.logement_id == first.logement_id


def test_a_refused_part_writes_nothing(carnet, menage):
    with pytest.raises(SaisieRefusee) as refused:
        carnet.enquete.save_part(MenageDraft(apl=Decimal(-5)), menage, ("apl",), today=TODAY)

    assert [error.field for error in refused.value.errors] == ["apl"]
    assert carnet.relogement.menage(menage).draft.apl is None


def test_each_expression_of_wishes_is_a_row_and_the_newest_comes_first(carnet, menage):
    for day, size in ((3, Typologie.T3), (20, Typologie.T5), (10, Typologie.T4)):
        carnet.enquete.save_ligne(
            SouhaitDraft(
                menage_id=menage,
                date_expression=date(2026, 10, day),
                typologie=size,
                rester_quartier=Preference.OUI,
            ),
            today=TODAY,
        )

    wishes = carnet.enquete.dossier(menage).souhaits
    assert [one.draft.typologie for one in wishes] == [Typologie.T5, Typologie.T4, Typologie.T3]
    assert {one.auteur for one in wishes} == {"C. Martin-Essai"}


def test_a_second_active_demande_is_refused_until_the_first_is_struck_off(carnet, menage):
    def active(number, **values):
        return DemandeLogementDraft(
            menage_id=menage, numero_unique=number, statut=StatutDemande.ACTIVE, **values
        )

    first = carnet.enquete.save_ligne(active("1"), today=TODAY).valeur
    with pytest.raises(SaisieRefusee):
        carnet.enquete.save_ligne(active("2"), today=TODAY)
    carnet.enquete.save_ligne(active("1"), first.id, today=TODAY)  # itself is no other one
    carnet.enquete.save_ligne(
        DemandeLogementDraft(menage_id=menage, statut=StatutDemande.RADIEE_PLAFONDS),
        first.id,
        today=TODAY,
    )
    carnet.enquete.save_ligne(active("2"), today=TODAY)

    assert len(carnet.enquete.dossier(menage).demandes) == 2


def test_an_answer_not_given_stays_not_given(carnet, menage):
    row = carnet.enquete.save_ligne(
        BesoinAdaptationDraft(menage_id=menage, barres_appui=False), today=TODAY
    ).valeur

    said = {field.name: getattr(row.draft, field.name) for field in fields(row.draft)}
    assert said.pop("barres_appui") is False
    assert said.pop("menage_id") == menage
    assert set(said.values()) == {None}


def test_a_deleted_row_comes_back_with_undo(carnet, menage):
    draft = RessourceDraft(
        menage_id=menage,
        nature=NatureRessource.SALAIRE,
        montant=Decimal("1450.50"),
        periode=Periode.MOIS,
    )
    row = carnet.enquete.save_ligne(draft, today=TODAY).valeur.id
    carnet.enquete.delete_ligne(RessourceDraft, row)
    gone = carnet.enquete.dossier(menage).ressources

    label, _changes = carnet.journal(Espace.RELOGEMENT).undo()

    assert gone == ()
    assert label == "Ressource supprimée"
    assert [one.draft for one in carnet.enquete.dossier(menage).ressources] == [draft]


def test_a_menage_without_occupant_says_what_lacks_and_breaks_nothing(carnet, menage):
    found = overview(carnet.enquete.dossier(menage), TODAY)

    lacking = {word for one in found for word in one.manque}
    assert "les occupants du logement" in lacking
    assert "le titre d’occupation" in lacking


def test_a_free_text_that_says_what_is_never_written_is_refused_everywhere(carnet, menage):
    said = "Mme est diabétique"
    writes = (
        lambda: carnet.relogement.note_contact(ContactDraft(menage_id=menage, note=said)),
        lambda: carnet.enquete.save_part(MenageDraft(notes=said), menage, ("notes",)),
        lambda: carnet.enquete.save_ligne(
            SouhaitDraft(menage_id=menage, date_expression=TODAY, precisions=said), today=TODAY
        ),
        lambda: carnet.relogement.save_menage(
            MenageDraft(logement_id=carnet.relogement.menage(menage).draft.logement_id, notes=said)
        ),
    )
    for write in writes:
        with pytest.raises(SaisieRefusee) as refused:
            write()
        assert "« diabétique » touche à la santé" in refused.value.errors[0].message

    dossier = carnet.enquete.dossier(menage)
    assert (dossier.menage.draft.notes, dossier.souhaits) == ("", ())
    assert carnet.relogement.contacts(menage) == []


def test_a_text_kept_from_before_does_not_block_the_rest(carnet, menage, monkeypatch):
    with monkeypatch.context() as before:  # it came from a colleague, or before the guard
        before.setattr("desktop.storage.texte_garde.refuse", lambda *_args: None)
        carnet.enquete.save_part(MenageDraft(notes="diabétique"), menage, ("notes",))

    kept = carnet.relogement.menage(menage).draft
    carnet.enquete.save_part(replace(kept, apl=Decimal(1)), menage, ("notes", "apl"), today=TODAY)

    draft = carnet.relogement.menage(menage).draft
    assert (draft.notes, draft.apl) == ("diabétique", Decimal(1))
