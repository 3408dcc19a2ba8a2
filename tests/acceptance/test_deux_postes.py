"""The steps of deux_postes.feature, on real files of two data folders."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_bdd import given, scenarios, then, when

from desktop.bootstrap import Carnet
from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.paths import resource
from desktop.services.demo import fill
from desktop.services.equipe import NouvelArrivant
from tests.carnets import PHRASE, make_carnet, open_carnet

scenarios("deux_postes.feature")

TERRAIN = Espace.TERRAIN


@dataclass
class Equipe:
    """Two open postes and the last file each one wrote."""

    a: Carnet
    b: Carnet
    dossier: Path
    fichiers: dict[str, Path] = field(default_factory=dict)
    constat: str = ""

    def echange(self) -> None:
        for name, sender, receiver in (("a", self.a, self.b), ("b", self.b, self.a)):
            folder = self.dossier / f"cle-{name}"
            folder.mkdir(exist_ok=True)
            self.fichiers[name] = Path(sender.echange(TERRAIN).export(folder).chemin)
            receiver.echange(TERRAIN).import_(self.fichiers[name])


@pytest.fixture
def postes(tmp_path: Path) -> Iterator[Equipe]:
    make_carnet(tmp_path / "a", poste="Portable A")
    equipe = Equipe(
        open_carnet(tmp_path / "a"), Carnet(tmp_path / "b", log_to_file=False), tmp_path
    )
    yield equipe
    equipe.a.close()
    equipe.b.close()


@given("un poste A rempli par la démonstration")
def demonstration(postes: Equipe) -> None:
    photos = sorted(resource("photos-exemple").glob("*.jpg"))
    fill(postes.a.espace(TERRAIN), postes.a.espace(Espace.RELOGEMENT), photos=photos)


@given("un poste B qui a rejoint l'équipe par une invitation et lu le fichier de A")
def join(postes: Equipe) -> None:
    made = postes.a.cles(TERRAIN).invite(postes.dossier)
    arrivant = NouvelArrivant(personne="D. Durand-Essai", phrase=PHRASE, poste="Portable B")
    postes.b.join(Path(made.chemin), made.phrase, arrivant)
    postes.echange()
    assert seen(postes.a) == seen(postes.b)


@when("A et B corrigent différemment le texte d'un même constat")
def edit_the_same(postes: Equipe) -> None:
    ids = postes.a.diagnostics.constat_ids(FiltreConstats())
    postes.constat = ids[0]
    edit(postes.a, ids[0], texte="Version du poste A")
    edit(postes.b, ids[0], texte="Version du poste B")


@when("A corrige le lieu d'un constat et B la gravité d'un autre")
def edit_others(postes: Equipe) -> None:
    ids = postes.a.diagnostics.constat_ids(FiltreConstats())
    edit(postes.a, ids[1], lieu="Lieu corrigé par A")
    edit(postes.b, ids[2], gravite=Gravite.DANGER)


@when("les deux postes échangent leurs fichiers")
def exchange(postes: Equipe) -> None:
    postes.echange()
    postes.echange()


@when("B garde la valeur de A et que les deux postes échangent leurs fichiers")
def decide(postes: Equipe) -> None:
    journal = postes.b.journal(TERRAIN)
    (conflict,) = journal.conflicts()
    kept = next(value for value in conflict.valeurs if value.valeur == "Version du poste A")
    journal.keep(conflict.entity, conflict.row, conflict.champ, kept.head)
    postes.echange()


@then("les deux postes montrent les mêmes fiches")
def same(postes: Equipe) -> None:
    assert seen(postes.a) == seen(postes.b)
    assert len(seen(postes.a)) == 60
    ids = postes.a.diagnostics.constat_ids(FiltreConstats())
    for poste in (postes.a, postes.b):
        second, third = poste.diagnostics.constats(ids[1:3])
        assert (second.lieu, third.gravite) == ("Lieu corrigé par A", Gravite.DANGER)


@then("un seul conflit est à relire sur chaque poste")
def one_conflict(postes: Equipe) -> None:
    for poste in (postes.a, postes.b):
        (conflict,) = poste.journal(TERRAIN).conflicts()
        assert (conflict.row, conflict.champ) == (postes.constat, "texte")
        assert {value.valeur for value in conflict.valeurs} == {
            "Version du poste A",
            "Version du poste B",
        }


@then("aucun conflit n'est à relire sur aucun poste")
def no_conflict(postes: Equipe) -> None:
    for poste in (postes.a, postes.b):
        assert poste.journal(TERRAIN).count_conflicts() == 0
        assert poste.diagnostics.constat(postes.constat).texte == "Version du poste A"


@then("le compte rendu de A et celui de B ont le même texte")
def same_report(postes: Equipe) -> None:
    marche = postes.a.diagnostics.constat(postes.constat).draft.marche_id
    texts = [report_text(poste, marche or "") for poste in (postes.a, postes.b)]
    assert texts[0] == texts[1]
    numbers = [
        item.numero
        for item in postes.a.diagnostics.constats(
            postes.a.diagnostics.constat_ids(FiltreConstats(marche_id=marche))
        )
    ]
    assert all(number in texts[0] for number in numbers)


@then("relire le même fichier donne « 0 changement »")
def nothing_new(postes: Equipe) -> None:
    again = postes.b.echange(TERRAIN).import_(postes.fichiers["a"]).valeur
    assert again.apercu.changements == 0
    assert again.apercu.is_empty


@then("la base des deux postes est saine")
def sound(postes: Equipe) -> None:
    for poste in (postes.a, postes.b):
        assert poste.journal(TERRAIN).verify().anomalies == ()


def edit(poste: Carnet, row: str, **change: object) -> None:
    record = poste.diagnostics.constat(row)
    poste.diagnostics.save_constat(replace(record.draft, **change), row)  # type: ignore[arg-type]  # any field of the draft


def seen(poste: Carnet) -> list[tuple[object, ...]]:
    ids = poste.diagnostics.constat_ids(FiltreConstats())
    return [
        (item.id, item.draft, item.numero, item.etat, item.nb_photos)
        for item in poste.diagnostics.constats(ids)
    ]


def report_text(poste: Carnet, marche: str) -> str:
    pdf = PdfReader(io.BytesIO(poste.rapports(TERRAIN).compte_rendu(marche)))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    return re.sub(r"édité le .*", "", text)
