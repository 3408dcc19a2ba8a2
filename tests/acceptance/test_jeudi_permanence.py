"""The steps of jeudi_permanence.feature, through the services of one carnet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import ZONE, avertissements, later
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    LieuRendezVous,
    ObjetContact,
)
from desktop.domain.relogement.drafts import ContactDraft, RendezVousDraft, VisiteDraft
from desktop.errors import SaisieRefusee
from desktop.models.offre import Proposition
from desktop.services.agenda import AgendaService
from desktop.services.documents_permanence import DocumentsPermanence
from desktop.services.permanence import PermanenceService
from desktop.services.rappels import RappelsService
from desktop.texts.permanence import AVERTISSEMENT, permanence_title, rappel_words, visits
from desktop.ui.relogement.permanence_words import offers_words
from tests.carnets import make_carnet, open_carnet
from tests.menages_essai import JEUDI, add_menage, put

scenarios("jeudi_permanence.feature")
DAYS = {"vendredi": 1, "mercredi": 6, "jeudi prochain": 7}
NOTICE = {"date_information_rgpd": date(2026, 1, 1)}


@dataclass
class Journee:
    """A carnet on a Thursday, its ménages by first name, and what the agent read last."""

    carnet: Carnet
    now: datetime = JEUDI
    menages: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    rendez_vous: str = ""

    @property
    def espace(self):
        return self.carnet.espace(Espace.RELOGEMENT)

    @property
    def permanence(self) -> PermanenceService:
        return PermanenceService(self.espace, now=lambda: self.now)

    @property
    def agenda(self) -> AgendaService:
        return AgendaService(self.espace, now=lambda: self.now)

    @property
    def rappels(self) -> RappelsService:
        return RappelsService(self.espace, now=lambda: self.now)

    def draft(self, prenom: str, jour: str, heure: int, minute: int = 0) -> RendezVousDraft:
        day = JEUDI.date() + timedelta(days=DAYS[jour])
        debut = datetime(day.year, day.month, day.day, heure, minute, tzinfo=ZONE)
        return RendezVousDraft(
            menage_id=self.menages[prenom],
            debut=debut.isoformat(),
            fin=later(debut, 45).isoformat(),
            intervenant_id=self.espace.store.personne_id,
            lieu=LieuRendezVous.PERMANENCE,
        )

    def said(self, prenom: str, day: date | None = None) -> list[str]:
        lines = self.rappels.radar(day or self.now.date()).lignes
        today = self.now.date()
        return [
            plain(rappel_words(one.rappel, today) if one.rappel else one.tache.draft.titre)
            for one in lines
            if one.menage_id == self.menages[prenom]
        ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def jour(tmp_path: Path) -> Iterator[Journee]:
    make_carnet(tmp_path / "carnet")
    carnet = open_carnet(tmp_path / "carnet")
    yield Journee(carnet)
    carnet.close()


# --- given --------------------------------------------------------------------------------


@given("la permanence de Méjanes, un jeudi à 9 h 40")
def _thursday(jour):
    assert (jour.now.weekday(), jour.now.hour, jour.now.minute) == (3, 9, 40)


@given(
    "le ménage de Anne Dupont-Essai, porte 12, avec une proposition à laquelle répondre avant "
    "le 29 novembre"
)
def _anne(jour):
    row = add_menage(jour.carnet, "Dupont-Essai", "Anne", etat=EtatDossier.PROPOSITION, **NOTICE)
    jour.menages["Anne"] = row
    put(
        jour.carnet, Proposition, row, etat=EtatProposition.NOTIFIEE, compte_comme_offre=True,
        date_notification=date(2026, 11, 14), date_limite_reponse=date(2026, 11, 29),
    )  # fmt: skip


@given("le ménage de Karim Dupré-Essai, porte 4, sans contact depuis le 12 octobre")
def _karim(jour):
    row = add_menage(jour.carnet, "Dupré-Essai", "Karim", cage="A", porte="4", **NOTICE)
    jour.menages["Karim"] = row
    jour.carnet.relogement.note_contact(
        ContactDraft(menage_id=row, horodatage="2026-10-12T10:00:00+02:00")
    )


# --- when ---------------------------------------------------------------------------------


@when(parsers.parse("l'agent cherche « {mot} »"))
def _search(jour, mot):
    jour.ids = jour.carnet.relogement.menage_ids(mot)


@when("il note la visite de Anne pour ses pièces, à rappeler le 3 décembre")
def _note(jour):
    jour.permanence.note_visite(
        VisiteDraft(
            menage_id=jour.menages["Anne"],
            objet=ObjetContact.PIECES,
            suite="Relire l’avis d’imposition",
            suite_echeance=date(2026, 12, 3),
        )
    )


@when("un visiteur sans nom demande une information")
def _unknown(jour):
    jour.permanence.note_visite(VisiteDraft(objet=ObjetContact.INFORMATION))


@when("l'agent reprend sa dernière action deux fois")
def _undo(jour):
    for _ in range(2):
        assert jour.carnet.journal(Espace.RELOGEMENT).undo() is not None


@when("l'agent donne rendez-vous à Anne vendredi à 10 h")
def _book(jour):
    jour.rendez_vous = jour.agenda.save(jour.draft("Anne", "vendredi", 10)).valeur.id


@when("vendredi l'agent note le rendez-vous de Anne au journal")
def _to_journal(jour):
    jour.now = JEUDI + timedelta(days=1, hours=2)
    jour.agenda.note_contact(jour.rendez_vous)


@when("Karim vient à la permanence")
def _karim_comes(jour):
    jour.permanence.note_visite(VisiteDraft(menage_id=jour.menages["Karim"]))


@when("l'agent marque ce rappel « fait »")
def _done(jour):
    [line] = [one for one in jour.rappels.radar().lignes if one.menage_id == jour.menages["Anne"]]
    jour.rappels.done(line, "Réponse avant le 29 nov.")


# --- then ---------------------------------------------------------------------------------


@then(parsers.parse("le titre dit « {titre} »"))
def _title(jour, titre):
    assert plain(permanence_title(jour.permanence.accueil().situation)) == titre


@then("il lit dans l'ordre : Dupont-Essai Anne, Dupré-Essai Karim")
def _order(jour):
    names = [line.nom for line in jour.permanence.lignes(jour.ids)]
    assert names == ["DUPONT-ESSAI Anne", "DUPRÉ-ESSAI Karim"]


@then(parsers.parse("la prochaine échéance de Anne est « {mots} »"))
def _next(jour, mots):
    [line] = jour.permanence.lignes([jour.menages["Anne"]])
    assert plain(rappel_words(line.prochain, jour.now.date())) == mots


@then(parsers.parse("la carte de Anne dit « {compte} » offres comptées"))
def _offers(jour, compte):
    assert offers_words(jour.permanence.carte(jour.menages["Anne"]).offres).startswith(compte)


@then(parsers.parse("on compte « {mots} », dont {sans:d} sans dossier"))
def _count(jour, mots, sans):
    accueil = jour.permanence.accueil()
    assert plain(visits(accueil.visites, matin=accueil.matin)) == mots
    assert accueil.sans_dossier == sans


@then(parsers.parse("le radar du 3 décembre rappelle « {mots} » pour {prenom}"))
def _later(jour, mots, prenom):
    assert mots in jour.said(prenom, date(2026, 12, 3))


@then("Anne n'a ni visite ni tâche")
def _nothing(jour):
    assert jour.carnet.relogement.contacts(jour.menages["Anne"]) == []
    assert not [one for one in jour.rappels.radar().lignes if one.tache]


@then(
    parsers.re(
        r"donner rendez-vous à Karim (?P<quand>.+) à (?P<heure>\d+) h(?: (?P<minute>\d+))? "
        r"est (?P<issue>refusé|averti) : « (?P<mots>.+) »"
    )
)
def _told(jour, quand, heure, minute, issue, mots):
    draft = jour.draft("Karim", quand, int(heure), int(minute or 0))
    if issue == "averti":
        told = avertissements(draft, jour.agenda.regles())
        assert [AVERTISSEMENT[one] for one in told] == [mots]
        return
    with pytest.raises(SaisieRefusee) as refused:
        jour.agenda.save(draft)
    assert [plain(one.message) for one in refused.value.errors] == [mots]


@then("le journal de Anne compte 1 ligne de 45 minutes")
def _journal(jour):
    [line] = jour.carnet.relogement.contacts(jour.menages["Anne"])
    assert line.draft.duree_min == 45


@then(parsers.parse("le radar dit « {mots} » pour {prenom}"))
def _radar(jour, mots, prenom):
    assert mots in jour.said(prenom)


@then(parsers.parse("le 29 novembre le radar dit « {mots} » pour Anne"))
def _again(jour, mots):
    assert mots in jour.said("Anne", date(2026, 11, 29))


@then(parsers.parse("le radar ne dit plus rien de {prenom}"))
def _silent(jour, prenom):
    assert jour.said(prenom) == []


@then("la feuille du jour porte la référence de Anne et pas son nom")
def _sheet(jour):
    documents = DocumentsPermanence(jour.espace, now=lambda: jour.now)
    said = words(documents.feuille(JEUDI.date(), vierge=False)[0])
    assert jour.carnet.relogement.menage(jour.menages["Anne"]).reference in said
    assert "DUPONT" not in said.upper()


@then("l'attestation de Anne dit où et quand, jamais pourquoi")
def _attested(jour):
    documents = DocumentsPermanence(jour.espace, now=lambda: jour.now)
    said = words(documents.attestation_visite(jour.menages["Anne"])[0])
    assert "26 novembre 2026 à 9 h 40" in said
    assert "Bâtiment Méjanes" in said
    assert "ièces" not in said


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(plain(text).split())
