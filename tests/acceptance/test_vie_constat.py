"""The steps of vie_constat.feature, through the services of one carnet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_bdd import given, parsers, scenarios, then, when

from desktop import texts
from desktop.bootstrap import Carnet
from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    FamilleStructure,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
)
from desktop.domain.diagnostics.gestionnaires import propose_gestionnaire
from desktop.domain.drafts import ConstatDraft, MarcheDraft, TransitionDraft
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from tests.carnets import make_carnet, open_carnet

scenarios("vie_constat.feature")

DAY = date(2026, 11, 12)
E = EtatConstat


@dataclass
class Suivi:
    """A carnet, the constat followed, the day, and what the agent read last."""

    carnet: Carnet
    dossier: Path
    constat: str = ""
    marche: str = ""
    jour: date = DAY
    lu: str = ""
    photos: list[str] = field(default_factory=list)

    def change(self, vers: EtatConstat, **fields: Any) -> None:
        draft = TransitionDraft(vers=vers, **fields)
        try:
            self.carnet.constats.change_state(self.constat, draft, today=self.jour)
        except UserError as refusal:
            self.lu = str(refusal)

    def read(self):
        return self.carnet.diagnostics.constat(self.constat)


@pytest.fixture
def suivi(tmp_path: Path) -> Iterator[Suivi]:
    make_carnet(tmp_path / "a")
    carnet = open_carnet(tmp_path / "a")
    yield Suivi(carnet, tmp_path)
    carnet.close()


@given("une marche et un constat relevé avec une photo")
def start(suivi: Suivi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    service = suivi.carnet.diagnostics
    beisson = next(one for one in service.referentiel().quartiers if one.nom == "Beisson")
    draft = MarcheDraft(quartier_id=beisson.id, date_prevue=DAY)
    suivi.marche = service.save_marche(draft, today=DAY).valeur.id
    folder = suivi.dossier / "photos"
    folder.mkdir()
    for rank in range(2):
        Image.new("RGB", (64, 48), (rank * 90, 90, 200)).save(folder / f"p{rank}.jpg")
    bilan = suivi.carnet.photos.import_files([folder], marche_id=suivi.marche).valeur
    suivi.photos = list(bilan.photo_ids)
    made = service.save_constat(
        ConstatDraft(marche_id=suivi.marche), photo_ids=suivi.photos, today=DAY
    )
    suivi.constat = made.valeur.id


@when("l'agent le qualifie : encombrants, gravité 3, sol public")
def qualify(suivi: Suivi) -> None:
    service = suivi.carnet.diagnostics
    service.save_constat(qualified(suivi, suivi.read().draft), suivi.constat, today=suivi.jour)


def qualified(suivi: Suivi, draft: ConstatDraft) -> ConstatDraft:
    lists = suivi.carnet.diagnostics.referentiel()
    item = next(one for one in lists.items if one.code == "PRO-06")
    proposed = propose_gestionnaire(item, Foncier.PUBLIC_VILLE, lists.structures)
    return replace(
        draft, theme=item.theme, item=item.code, gravite=Gravite.MAJEUR,
        foncier=Foncier.PUBLIC_VILLE, gestionnaire_id=proposed.defaut, lat_e7=435_390_000,
        lon_e7=54_480_000,
    )  # fmt: skip


@when("l'agent le transmet par courriel")
def send(suivi: Suivi) -> None:
    suivi.change(
        E.TRANSMIS, date_transmission=suivi.jour, canal_transmission=CanalTransmission.MAIL,
        destinataire="Service ESSAI",
    )  # fmt: skip


@when("le gestionnaire répond qu'il le programme")
def plan(suivi: Suivi) -> None:
    suivi.change(E.PROGRAMME, date_prevue=suivi.jour + timedelta(days=20))


@when("le gestionnaire le déclare réalisé")
def declare(suivi: Suivi) -> None:
    suivi.change(E.REALISE_DECLARE, date_realise=suivi.jour)


@when("le gestionnaire conteste sa compétence")
def contest(suivi: Suivi) -> None:
    suivi.change(E.CONTESTE, motif_contestation="Parcelle du bailleur")


@when("l'agent le confie à un autre gestionnaire")
def entrust(suivi: Suivi) -> None:
    lists = suivi.carnet.diagnostics.referentiel()
    other = next(one for one in lists.structures if one.famille is FamilleStructure.BA)
    suivi.change(E.OUVERT, gestionnaire_id=other.id)


@when("l'agent constate que rien n'est réparé")
def check_nothing(suivi: Suivi) -> None:
    suivi.change(E.OUVERT, photo_id=suivi.photos[0])


LEVEE = {"levee_par": "Agent ESSAI", "levee_mode": LeveeMode.SUR_PLACE}


@when("l'agent le lève sans photo ni raison")
def lift_without(suivi: Suivi) -> None:
    suivi.change(E.LEVE, date_levee=suivi.jour, **LEVEE)


@when("l'agent le lève avec une photo après")
def lift(suivi: Suivi) -> None:
    suivi.change(E.LEVE, date_levee=suivi.jour, photo_id=suivi.photos[1], **LEVEE)


@when(parsers.parse("l'agent le rouvre après {days:d} jours"))
def reopen(suivi: Suivi, days: int) -> None:
    suivi.jour += timedelta(days=days)
    suivi.change(E.OUVERT, motif_reouverture="De nouveau déposés")


@when("l'agent le clôt sans explication")
def close(suivi: Suivi) -> None:
    suivi.change(E.SANS_SUITE, motif_sans_suite=MotifSansSuite.NON_FONDE)


@when("l'agent annule sa dernière action")
def undo(suivi: Suivi) -> None:
    suivi.carnet.journal(Espace.TERRAIN).undo()


@when("l'agent relève un nouveau constat au même endroit")
def again(suivi: Suivi) -> None:
    draft = qualified(suivi, ConstatDraft(marche_id=suivi.marche, texte="Encore un matelas"))
    suivi.constat = suivi.carnet.diagnostics.save_constat(draft, today=suivi.jour).valeur.id


@when("l'agent accepte la récidive")
def accept(suivi: Suivi) -> None:
    found = suivi.carnet.constats.suggestions(suivi.read().draft, suivi.constat, today=suivi.jour)
    suivi.carnet.constats.accept_recidive(suivi.constat, found.recidives[0].voisin.id)


@then("l'application propose une récidive")
def suggested(suivi: Suivi) -> None:
    found = suivi.carnet.constats.suggestions(suivi.read().draft, suivi.constat, today=suivi.jour)
    assert len(found.recidives) == 1


@then("les deux constats sont liés")
def linked(suivi: Suivi) -> None:
    (link,) = suivi.carnet.constats.liens(suivi.constat)
    assert link.sortant
    assert suivi.carnet.constats.liens(link.constat_id)[0].constat_id == suivi.constat


@then(parsers.re(r"le constat est « (?P<word>[^»]+) »(?P<rest>.*)"))
def stands(suivi: Suivi, word: str, rest: str) -> None:
    constat = suivi.read()
    assert texts.constat.ETAT_CONSTAT[constat.etat] == word
    if "collecte" in rest:
        assert constat.gestionnaire == "Métropole – Collecte et déchets"
        assert constat.delai_cible == suivi.jour + timedelta(days=7)
    if "pas résolu" in rest:
        assert constat.ouvert


@then(parsers.re(r"l'agent lit « (?P<sentence>.+) »$"))
def reads(suivi: Suivi, sentence: str) -> None:
    assert sentence in suivi.lu


@then(
    parsers.parse(
        "son suivi compte {contested:d} contestation, {checks:d} contrôle négatif et "
        "{reopened:d} réouverture"
    )
)
def counts(suivi: Suivi, contested: int, checks: int, reopened: int) -> None:
    told = suivi.carnet.constats.suivi(suivi.constat)
    found = (told.nb_contestations, told.nb_controles_negatifs, told.nb_reouvertures)
    assert found == (contested, checks, reopened)
