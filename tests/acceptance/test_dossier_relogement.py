"""The steps of dossier_relogement.feature, through the services of one espace."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatLogement,
    EtatProposition,
    LienOccupant,
    MotifRefus,
    NatureRelogement,
    ReponseAvis,
    Typologie,
)
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.offres import caleol_day
from desktop.errors import UserError
from desktop.models.enquete import Souhait
from desktop.models.menage import Logement, Menage
from desktop.models.offre import Relogement
from desktop.services.documents_propositions import DocumentsPropositionsService
from desktop.services.journal import JournalService
from desktop.storage.queries import dossiers as files
from desktop.storage.queries import relogement as reads
from desktop.texts import relogement as words
from tests.services.menage_essai import DAY, Bureau
from tests.storage.espaces import open_espace

scenarios("dossier_relogement.feature")

P = EtatProposition
CODES = {label: code for code, label in words.menage.ETAT_DOSSIER.items()}
REASONS = {label: code for code, label in words.offre.MOTIF_REFUS.items()}


@dataclass
class Equipe:
    """The services, the ménage followed, its last proposition, and what was read."""

    bureau: Bureau
    menage: str = ""
    offre: str = ""
    enfant: str = ""
    lu: list[str] = field(default_factory=list)

    def move(self, state: str) -> None:
        self.bureau.etats.avancer(
            self.menage, EtapeDraft(vers=CODES[state], date_etat=DAY), today=DAY
        )

    def notify(self, day: date, *states: EtatProposition, **fields: Any) -> None:
        self.offre = self.bureau.propose(self.menage)
        self.bureau.go(self.offre, P.NOTIFIEE, *states, today=day, **fields)


@pytest.fixture
def equipe(tmp_path: Path) -> Iterator[Equipe]:
    opened = open_espace(tmp_path / "a", "A", espace=Espace.RELOGEMENT)
    yield Equipe(Bureau(opened))
    opened.close()


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone


def occupants(equipe: Equipe, menage: str):
    with equipe.bureau.espace.store.reading() as session:
        return reads.occupants(session, menage)


# --- what was before --------------------------------------------------------------------------


@given("un ménage de trois personnes au bâtiment Méjanes")
def menage(equipe: Equipe) -> None:
    equipe.menage = equipe.bureau.menage(pret=False)


@given("le dossier est prêt")
def ready(equipe: Equipe) -> None:
    equipe.menage = equipe.bureau.menage(EtatDossier.PRET)


# --- what the team does -----------------------------------------------------------------------


@when(parsers.parse("l'équipe veut passer le dossier à « {state} »"))
def try_to_move(equipe: Equipe, state: str) -> None:
    with pytest.raises(UserError) as refusal:
        equipe.move(state)
    equipe.lu = [error.message for error in getattr(refusal.value, "errors", ())]


@when(parsers.parse("l'équipe passe le dossier à « {state} »"))
def move(equipe: Equipe, state: str) -> None:
    equipe.move(state)


@when("l'équipe fixe un rendez-vous d'enquête")
def appointment(equipe: Equipe) -> None:
    equipe.bureau.appointment(equipe.menage)


@when("l'équipe note un souhait de T4")
def wish(equipe: Equipe) -> None:
    draft = SouhaitDraft(menage_id=equipe.menage, date_expression=DAY, typologie=Typologie.T4)
    equipe.bureau.add(Souhait, draft, root=equipe.menage)


@when("l'équipe complète la demande, les pièces et les ressources")
def complete(equipe: Equipe) -> None:
    equipe.bureau.make_ready(equipe.menage)


@when("l'équipe propose le 4 rue ESSAI, contrôles 13 bis à « Oui »")
def propose(equipe: Equipe) -> None:
    equipe.offre = equipe.bureau.propose(equipe.menage)


@when("l'équipe propose un logement dont la localisation est à vérifier")
def propose_unsure(equipe: Equipe) -> None:
    equipe.offre = equipe.bureau.propose(equipe.menage, conf_localisation=ReponseAvis.A_VERIFIER)


@when("l'équipe répond « Oui » au contrôle de localisation")
def answer(equipe: Equipe) -> None:
    service = equipe.bureau.propositions
    draft = service.proposition(equipe.offre).draft
    service.save(replace(draft, conf_localisation=ReponseAvis.OUI), equipe.offre, today=DAY)


@when("la proposition est notifiée en recommandé")
def notify(equipe: Equipe) -> None:
    equipe.bureau.go(equipe.offre, P.NOTIFIEE)


@when("le ménage visite le logement et accepte")
def visit(equipe: Equipe) -> None:
    equipe.bureau.go(equipe.offre, P.VISITE_PREVUE, P.VISITEE, P.ACCEPTEE)


@when("la CALEOL attribue le logement")
def attribute(equipe: Equipe) -> None:
    equipe.bureau.go(equipe.offre, P.CALEOL_ATTENTE, P.ATTRIBUEE)


@when("le bail est signé")
def sign(equipe: Equipe) -> None:
    equipe.bureau.go(equipe.offre, P.BAIL)


@when("l'équipe annule sa dernière action")
def undo(equipe: Equipe) -> None:
    JournalService(equipe.bureau.espace).undo()


@when(parsers.parse("le ménage refuse une offre notifiée le {when_} pour « {reason} »"))
def refuse(equipe: Equipe, when_: str, reason: str) -> None:
    equipe.notify(day(when_), P.REFUSEE, motifs_refus=REASONS[reason].value)


@when(parsers.parse("le bailleur retire une offre notifiée le {when_}"))
def withdraw(equipe: Equipe, when_: str) -> None:
    equipe.notify(day(when_), P.RETIREE)


@when(parsers.parse("le ménage ne répond pas à une offre notifiée le {when_}"))
def silence(equipe: Equipe, when_: str) -> None:
    equipe.notify(day(when_), P.SANS_REPONSE, motifs_refus=MotifRefus.ABSENCE.value)


@when(parsers.parse("une offre amiable est notifiée le {when_}"))
def amicable(equipe: Equipe, when_: str) -> None:
    equipe.notify(day(when_))


@when("l'équipe scinde le ménage : Léo part")
def split(equipe: Equipe) -> None:
    leo = next(one for one in occupants(equipe, equipe.menage) if one.draft.prenom == "Léo")
    made = equipe.bureau.etats.scinder(equipe.menage, [leo.id], leo.id, today=DAY)
    equipe.enfant = made.valeur.menage_id


@when("les deux ménages signent un bail et que le logement se vide")
def both_move(equipe: Equipe) -> None:
    for row in (equipe.menage, equipe.enfant):
        draft = RelogementDraft(
            menage_id=row, nature=NatureRelogement.DEFINITIF, adresse="4 rue ESSAI", date_bail=DAY
        )
        equipe.bureau.add(Relogement, draft, root=row)
    with equipe.bureau.espace.store.writing("essai") as unit:
        home = unit.get(Menage, equipe.menage).logement_id
        unit.get(Logement, home or "").etat = EtatLogement.VIDE_RELOGEMENT


# --- what is read -----------------------------------------------------------------------------


@then(parsers.parse("l'équipe lit « {part} »"))
def read(equipe: Equipe, part: str) -> None:
    assert any(part in line for line in equipe.lu), equipe.lu


@then(parsers.parse("le dossier est « {state} »"))
def state(equipe: Equipe, state: str) -> None:
    assert equipe.bureau.state(equipe.menage) is CODES[state]


@then(parsers.re(r"le compteur montre (?P<count>\d+) offres? sur (?P<most>\d+)"))
def counter(equipe: Equipe, count: str, most: str) -> None:
    found = equipe.bureau.propositions.liste(equipe.menage).compte
    assert (len(found.comptees), found.maximum) == (int(count), int(most))


@then(
    parsers.parse("le reste à charge figé est de {raw} €, et de {constant} € à périmètre constant")
)
def frozen(equipe: Equipe, raw: str, constant: str) -> None:
    kept = equipe.bureau.propositions.proposition(equipe.offre).fige
    assert kept.rac == Decimal(raw.replace(",", "."))
    assert kept.rac_constant == Decimal(constant.replace(",", "."))


@then(parsers.parse("le ménage répond avant {days:d} jours"))
def delay(equipe: Equipe, days: int) -> None:
    kept = equipe.bureau.propositions.liste(equipe.menage)
    assert caleol_day(kept.propositions[0].offre, kept.regles) == DAY + timedelta(days=days)


@then("le relogement définitif est au 4 rue ESSAI")
def relogement(equipe: Equipe) -> None:
    with equipe.bureau.espace.store.reading() as session:
        (made,) = files.relogements(session, equipe.menage)
    assert (made.nature, made.adresse) == (NatureRelogement.DEFINITIF, "4 rue ESSAI")


@then(
    parsers.re(
        r"l'opération compte (?P<moved>\d+) relogements? définitifs? et (?P<freed>\d+) logements? "
        r"vides? par relogement"
    )
)
def counts(equipe: Equipe, moved: str, freed: str) -> None:
    found = equipe.bureau.etats.compteurs()
    assert found.relogements_definitifs == int(moved)
    assert found.logements_vides_relogement == int(freed)


@then(parsers.parse("le délai de six mois finit le {when_}"))
def clock(equipe: Equipe, when_: str) -> None:
    assert equipe.bureau.propositions.liste(equipe.menage).compte.decheance == day(when_)


@then(parsers.parse("la preuve des offres contient « {one} », « {two} » et « {three} »"))
def evidence(equipe: Equipe, one: str, two: str, three: str) -> None:
    made = DocumentsPropositionsService(equipe.bureau.espace).preuve(equipe.menage)
    pages = PdfReader(io.BytesIO(made[0])).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for part in (one, two, three):
        assert part in text


@then("un nouveau dossier « À contacter » a Léo pour titulaire et le même logement")
def child(equipe: Equipe) -> None:
    assert equipe.bureau.state(equipe.enfant) is EtatDossier.A_CONTACTER
    held = occupants(equipe, equipe.enfant)
    assert [(one.draft.prenom, one.draft.lien) for one in held] == [("Léo", LienOccupant.TITULAIRE)]
    with equipe.bureau.espace.store.reading() as session:
        parent, made = session.get(Menage, equipe.menage), session.get(Menage, equipe.enfant)
        assert made.logement_id == parent.logement_id
        assert made.parent_id == equipe.menage


@then(parsers.parse("il reste {count:d} personnes dans le premier dossier"))
def left(equipe: Equipe, count: int) -> None:
    assert len(occupants(equipe, equipe.menage)) == count
