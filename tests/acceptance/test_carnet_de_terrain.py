"""The steps of carnet_de_terrain.feature, on a real data folder and its PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatConstat, NoteItem, VerdictRevue
from desktop.domain.diagnostics.carnet import bilan, sequence
from desktop.domain.diagnostics.saisie_carnet import SorteLigne, draft_of_fiche, lignes
from desktop.domain.espaces import Espace
from tests.carnets import make_carnet, open_carnet
from tests.services.promenade import Promenade, add_constat, at, make_promenade, put_state

scenarios("carnet_de_terrain.feature")

VERDICTS = (
    VerdictRevue.PERSISTE,
    VerdictRevue.AGGRAVE,
    VerdictRevue.AMELIORE,
    VerdictRevue.NON_VU,
)


@dataclass
class Sortie:
    """An open carnet, its walk, the printed pages as text, and the lines they had."""

    carnet: Carnet
    walk: Promenade
    pages: list[str] = field(default_factory=list)
    papier: list[str] = field(default_factory=list)

    def lu(self):
        return self.carnet.carnets.carnet(self.walk.marche_id)

    def lignes(self) -> list[str]:
        return [one.id for one in lignes(self.lu())]


@pytest.fixture
def sortie(tmp_path: Path) -> Iterator[Sortie]:
    make_carnet(tmp_path / "carnet")
    opened = open_carnet(tmp_path / "carnet")
    yield Sortie(opened, make_promenade(opened))
    opened.close()


@given("un quartier avec trois arrêts et quatre constats ouverts d'une marche précédente")
def quartier(sortie: Sortie) -> None:
    assert len(sortie.walk.arrets) == 3
    assert len(sortie.walk.constats) == 4


@given("la marche ne suit plus de parcours")
def without_parcours(sortie: Sortie) -> None:
    service, row = sortie.carnet.diagnostics, sortie.walk.marche_id
    service.save_marche(replace(service.marche(row).draft, parcours_id=None), row)


@when("j'imprime le carnet de terrain de la nouvelle marche")
def print_it(sortie: Sortie) -> None:
    sortie.carnet.carnets.prepare(sortie.walk.marche_id)
    pdf = sortie.carnet.rapports(Espace.TERRAIN).carnet_terrain(sortie.walk.marche_id)
    read = PdfReader(io.BytesIO(pdf))
    sortie.pages = [re.sub(r"\s+", " ", page.extract_text()) for page in read.pages]
    sortie.papier = sortie.lignes()


@when("un constat est levé et un autre ouvert entre l'impression et la saisie")
def meanwhile(sortie: Sortie) -> None:
    put_state(sortie.carnet, sortie.walk.constats[0].id, EtatConstat.LEVE)
    add_constat(sortie.carnet, sortie.walk.avant_id, at(0))


@when("je saisis un verdict par constat, une note par thème et deux fiches")
def type_it(sortie: Sortie) -> None:
    service, marche = sortie.carnet.carnets, sortie.walk.marche_id
    verdicts, notes = iter(VERDICTS), list(NoteItem)
    for rank, ligne in enumerate(lignes(sortie.lu())):
        if ligne.sorte is SorteLigne.REVUE and ligne.constat is not None:
            service.note_verdict(marche, ligne.constat.constat.id, next(verdicts))
        elif ligne.sorte is SorteLigne.NOTE and ligne.theme is not None:
            stop = ligne.arret.id if ligne.arret else None
            service.rate(marche, stop, ligne.theme.code, notes[rank % len(notes)])
        elif ligne.fiche in {"A1-1", "S-2"}:
            draft = replace(draft_of_fiche(ligne, marche), theme="VOI", texte=f"Sur {ligne.fiche}")
            service.save_fiche(draft)


@when("je coche « levé » pour un constat sans donner de raison")
def tick(sortie: Sortie) -> None:
    row = sortie.walk.constats[0].id
    sortie.carnet.carnets.note_verdict(sortie.walk.marche_id, row, VerdictRevue.LEVE)


@when("je dis qui l'a vérifié et pourquoi il n'y a pas de photo")
def prove(sortie: Sortie) -> None:
    sortie.carnet.carnets.lift(
        sortie.walk.marche_id,
        sortie.walk.constats[0].id,
        "C. Martin-Essai",
        "Vu réparé pendant la marche, batterie vide",
    )


@then("chaque arrêt, chaque constat et chaque fiche numérotée est sur sa page")
def everything_is_printed(sortie: Sortie) -> None:
    for page, text in zip(sequence(sortie.lu()), sortie.pages, strict=True):
        if page.arret is not None:
            assert f"Arrêt {page.arret.ordre} {page.arret.nom}" in text
        for one in page.constats:
            assert one.constat.numero in text
        for sheet in page.fiches:
            assert f"{sheet} Thème" in text


@then("le carnet compte autant de pages que l'écran de saisie")
def same_pages(sortie: Sortie) -> None:
    assert len(sortie.pages) == len(sequence(sortie.lu()))


@then("l'écran montre toujours les lignes du papier")
def same_lines(sortie: Sortie) -> None:
    assert sortie.lignes() == sortie.papier


@then(
    parsers.parse(
        "le bilan compte {seen:d} constats revus sur {due:d}, {rated:d} notes sur {boxes:d} "
        "et {sheets:d} fiches"
    )
)
def counted(sortie: Sortie, seen: int, due: int, rated: int, boxes: int, sheets: int) -> None:
    found = bilan(sortie.lu())
    assert (found.revus, found.notes, found.fiches) == ((seen, due), (rated, boxes), sheets)


@then("les deux fiches sont des constats de la marche, à qualifier, avec leur numéro de papier")
def sheets_are_constats(sortie: Sortie) -> None:
    made = sortie.lu().fiches
    assert {sheet: one.texte for sheet, one in made.items()} == {
        "A1-1": "Sur A1-1",
        "S-2": "Sur S-2",
    }
    assert {one.etat for one in made.values()} == {EtatConstat.A_QUALIFIER}
    assert {one.draft.marche_id for one in made.values()} == {sortie.walk.marche_id}
    assert made["A1-1"].draft.arret_id == sortie.walk.arrets[0]


@then("un constat non vu n'est ni levé ni changé d'état")
def not_seen(sortie: Sortie) -> None:
    revues = sortie.lu().revues
    (row,) = [row for row, one in revues.items() if one.verdict is VerdictRevue.NON_VU]
    assert sortie.carnet.diagnostics.constat(row).etat is EtatConstat.OUVERT
    assert bilan(sortie.lu()).non_vus == 1


@then("le constat reste ouvert et la levée est à confirmer")
def waits(sortie: Sortie) -> None:
    constat = sortie.carnet.diagnostics.constat(sortie.walk.constats[0].id)
    assert constat.etat is EtatConstat.OUVERT
    assert bilan(sortie.lu()).a_confirmer == 1


@then("le constat est levé et plus aucune levée n'est à confirmer")
def lifted(sortie: Sortie) -> None:
    constat = sortie.carnet.diagnostics.constat(sortie.walk.constats[0].id)
    assert constat.etat is EtatConstat.LEVE
    assert bilan(sortie.lu()).a_confirmer == 0


@then("les constats y sont par numéro et les fiches de S-1 à S-12")
def by_number(sortie: Sortie) -> None:
    whole = " ".join(sortie.pages)
    numbers = [one.numero for one in sortie.walk.constats]
    assert re.findall(r"BEI-2026-1-A\d{3}", whole) == numbers
    assert re.findall(r"\bS-\d+\b", whole) == [f"S-{rank}" for rank in range(1, 13)]
