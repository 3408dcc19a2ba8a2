"""What the steps of a proposition noted: read in its form, mended from « Étape… »."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, ReponseAvis
from desktop.ui.relogement.section_propositions import PropositionsSection
from desktop.ui.relogement.step_dialog import StepDialog
from tests.services.menage_essai import Bureau

P = EtatProposition
DAY = date.today() - timedelta(days=40)  # noqa: DTZ011 - the dialog offers the agent's day


@pytest.fixture
def bureau(carnet):
    return Bureau(carnet.session.espaces[Espace.RELOGEMENT])


@pytest.fixture
def opened(tab, bureau, settle):
    """Return what opens the propositions of a ménage that has one, after these steps."""

    def show(*states, **fields):
        menage = bureau.menage(EtatDossier.PRET)
        given = {"date_visite": DAY, "date_caleol": DAY, **fields}
        bureau.go(bureau.propose(menage), *states, today=DAY, **given)
        tab.open_menage(menage)
        settle()
        tab.fiche.show_section("propositions")
        settle()
        return tab.fiche.section_of(PropositionsSection)

    return show


def dialog(section, settle):
    section.ask_step()
    settle()
    return next(one for one in section.form.findChildren(StepDialog) if one.isVisible())


def names(found):
    field = found.form.vers
    return [field.itemText(index) for index in range(field.count())]


def test_the_form_tells_what_the_steps_noted(opened):
    section = opened(
        P.NOTIFIEE, P.VISITE_PREVUE, P.VISITEE, P.REFUSEE, numero_recommande="1A ESSAI",
        visite_note="Séjour bruyant. " * 12, refus_legitime=ReponseAvis.A_VERIFIER,
    )  # fmt: skip

    told = section.form._subtitle.text().replace("\xa0", " ").splitlines()

    assert [line.split(" le ")[0] for line in told[:2]] == ["Notifiée", "Visite"]
    assert told[0].endswith("lettre recommandée avec avis n° 1A ESSAI.")
    assert told[1].endswith(" : faite.")
    assert told[2].startswith("Séjour bruyant.")
    assert told[2].endswith("…")
    assert told[3].endswith(" : Loyer ou charges trop élevés.")
    assert told[4] == "Refus légitime : à vérifier."


def test_the_decision_of_the_comite_is_noted_weeks_after_the_refusal(opened, settle, qtbot, bureau):
    section = opened(P.NOTIFIEE, P.REFUSEE)
    row = section.desk.row
    found = dialog(section, settle)

    assert names(found) == ["Corriger ou compléter ce qui est noté", "Noter l’acceptation"]
    assert found.form.field("date_notification").value() == DAY
    assert found.form.field("date_reponse").value() == DAY
    assert not found.form.field("date_caleol").isVisible()
    found.form.field("refus_legitime").set_value(ReponseAvis.OUI)
    comite = found.form.field("decision_comite")
    qtbot.keyClicks(comite, "Trop loin du travail.")
    qtbot.keyClick(comite, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()

    kept = bureau.propositions.proposition(row)
    assert (kept.etat, kept.etape.refus_legitime) == (P.REFUSEE, ReponseAvis.OUI)
    assert "Comité : Trop loin du travail." in section.form._subtitle.text()


def test_a_step_and_a_correction_each_show_their_own_values(opened, settle):
    section = opened(P.NOTIFIEE)
    found = dialog(section, settle)
    form = found.form
    assert names(found)[-1] == "Corriger ou compléter ce qui est noté"
    assert form.vers.value() is P.VISITE_PREVUE

    form.vers.set_value(P.NOTIFIEE)
    form.settle()
    assert form.field("date_notification").isVisible()
    assert form.field("date_notification").value() == DAY

    form.vers.set_value(P.REFUSEE)
    form.settle()
    assert not form.field("date_notification").isVisible()
    assert form.field("date_reponse").value() != DAY
    found.close()


def test_the_last_states_may_be_mended_too(opened, settle, messages):
    section = opened(P.NOTIFIEE, P.RETIREE)
    found = dialog(section, settle)

    assert names(found) == ["Corriger ou compléter ce qui est noté"]
    assert messages == []
    found.close()
