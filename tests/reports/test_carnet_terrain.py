"""The carnet de terrain: every stop, number and sheet, in the order of the screen."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from rapports import EDITED, constat, jpeg, marche, photo

from desktop.domain import codes, drafts
from desktop.domain.diagnostics.carnet import (
    CarnetRecord,
    ConstatARevoir,
    Feuille,
    plan_of,
    sequence,
)
from desktop.domain.diagnostics.parcours import ArretRecord, Estimation
from desktop.domain.diagnostics.records import ItemRecord, ThemeRecord
from desktop.domain.geo import Position, moved
from desktop.errors import Annule
from desktop.reports.carnet_terrain import render_carnet_terrain
from desktop.reports.feuillet import imposed

CENTRE = Position.of(5.44806, 43.53898)
THEMES = tuple(
    ThemeRecord(code=code, libelle=label, touche=key)
    for code, label, key in (("PRO", "Propreté et déchets", "P"), ("VOI", "Voirie", "V"))
)


def stop(rank: int, **changes) -> ArretRecord:
    given = {
        "id": f"arret-{rank}",
        "draft": drafts.ArretDraft(rayon_m=40),
        "ordre": rank,
        "nom": f"Porte d’essai {rank}",
        "consigne": f"Regarder le passage {rank}",
        "sensible": codes.LieuSensible.ECOLE if rank == 1 else None,
        "position": moved(CENTRE, 90 * rank, 20 * rank),
    }
    return ArretRecord(**given | changes)


def due(rank: int, stop_rank: int | None, **changes) -> ConstatARevoir:
    where = f"arret-{stop_rank}" if stop_rank else None
    one = constat(rank, draft=drafts.ConstatDraft(arret_id=where), **changes)
    picture = photo(rank, verif=codes.VerifPhoto.SANS_PERSONNE)
    place = moved(CENTRE, 90 * stop_rank, 0) if stop_rank else None
    return ConstatARevoir(constat=one, place=place, arret="", photo=picture)


def carnet(stops: int = 4, where=(1, 1, 1, 2, 4, None)) -> CarnetRecord:
    items = tuple(
        ItemRecord(
            code=f"PRO-{rank:02}",
            theme="PRO",
            libelle=f"Point d’essai {rank}",
            famille_public=None,
            famille_bailleur=None,
            axe_tfpb=None,
            service_code="",
            gravite_forcee=None,
        )
        for rank in range(1, 11)
    )
    return CarnetRecord(
        marche=marche(numero="BEI-2026-2"),
        parcours="Grand tour" if stops else "",
        arrets=tuple(stop(rank) for rank in range(1, stops + 1)),
        precedente="BEI-2026-1",
        fige=True,
        themes=THEMES,
        items=items,
        a_revoir=tuple(due(rank, place) for rank, place in enumerate(where, start=1)),
        estimation=Estimation(longueur_m=1240, duree_min=49, arrets=stops, places=stops),
        fiches={},
        revues={},
        reponses={},
    )


def pdf(record: CarnetRecord, **options) -> PdfReader:
    out = io.BytesIO()
    given = {
        "photo": lambda _: codes.MotifRetenue.A_VERIFIER,
        "edited_on": EDITED,
        "editor": "Camille ESSAI",
    }
    render_carnet_terrain(record, out=out, invariant=True, **given | options)
    return PdfReader(out)


def words(page) -> str:
    return re.sub(r"\s+", " ", page.extract_text())


def test_each_page_prints_the_lines_of_the_screen_in_its_order():
    record = carnet()
    pages = sequence(record)

    printed = [words(page) for page in pdf(record).pages]

    assert len(printed) == len(pages)
    for page, text in zip(pages, printed, strict=True):
        assert f"page {page.numero} sur {len(pages)}" in text
        expected = [one.constat.numero for one in page.constats] + list(page.fiches)
        found = re.findall(r"BEI-2026-1-B\d{3}|\b(?:A\d+|S)-\d+\b", text)
        assert found == expected
        assert text.count("NV") == len(page.themes) + (page.feuille is Feuille.ENTETE)
        if page.arret is not None:
            assert f"Arrêt {page.arret.ordre}" in text
            assert page.arret.nom in text
            assert ("(suite)" in text) == page.suite


def test_pages_are_a5_and_say_what_to_look_at():
    read = pdf(carnet())

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in read.pages} == {
        (420, 595)
    }
    assert "École. Regarder le passage 1" in words(read.pages[2])
    assert "environ 1 240 m à vol d’oiseau · durée estimée 49 min" in words(read.pages[0])
    assert "Marche précédente : BEI-2026-1" in words(read.pages[-2])


def test_the_cover_says_when_the_sun_sets():
    assert re.search(r"Coucher du soleil 17 h 1\d · nuit à 17 h 4\d", words(pdf(carnet()).pages[0]))


def test_every_verdict_has_its_box_beside_each_constat():
    record = carnet(1, (1,))

    text = words(pdf(record).pages[2])

    assert "L Levé P Persiste A Aggravé M Amélioré N Non vu" in text


def test_the_back_names_every_point_of_the_grid():
    text = words(pdf(carnet()).pages[-1])

    assert all(f"{rank} Point d’essai {rank}" in text for rank in range(1, 11))


def test_a_marche_without_parcours_has_its_carnet():
    record = carnet(0, (None, None))

    printed = " ".join(words(page) for page in pdf(record).pages)

    assert "Sans parcours : constats par numéro" in printed
    assert re.findall(r"BEI-2026-1-B00\d", printed) == ["BEI-2026-1-B001", "BEI-2026-1-B002"]
    assert re.findall(r"\bS-\d+\b", printed) == [f"S-{rank}" for rank in range(1, 13)]


@pytest.mark.parametrize("livret", [False, True])
def test_only_photos_that_may_leave_are_in_the_file(livret):
    asked, held = [], codes.MotifRetenue.A_VERIFIER

    def gate(picture):
        asked.append(picture.id)
        return jpeg(3, (80, 60)) if picture.id == "photo-2" else held

    read = pdf(carnet(), photo=gate, livret=livret)

    assert sorted(asked) == [f"photo-{rank}" for rank in range(1, 7)]
    pictures = [
        item._data
        for page in read.pages
        for reference in page["/Resources"].get("/XObject", {}).values()
        if (item := reference.get_object())["/Subtype"] == "/Image"
    ]
    assert pictures == [jpeg(3, (80, 60))]


def test_a_booklet_folds_into_the_reading_order():
    record = carnet()
    pages = len(sequence(record))

    read = pdf(record, livret=True)

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in read.pages} == {
        (842, 595)
    }
    sides = imposed(pages)
    assert len(read.pages) == len(sides)
    for side, page in zip(sides, read.pages, strict=True):
        printed = [int(found) for found in re.findall(r"page (\d+) sur", words(page))]
        assert sorted(printed) == sorted(one + 1 for one in side if one < pages)


@pytest.mark.parametrize("pages", range(1, 30))
def test_imposition_holds_each_page_once_and_facing_pages_face(pages):
    sides = imposed(pages)
    total = 2 * len(sides)

    assert sorted(page for side in sides for page in side) == list(range(total))
    assert total % 4 == 0
    assert total - pages < 4
    # unfold: the right of each front, the left of its back, and so on to the middle
    read = [page for front, back in zip(sides[::2], sides[1::2], strict=True)
            for page in (front[1], back[0])]  # fmt: skip
    assert read == list(range(total // 2))


def test_the_map_shows_placed_stops_and_nothing_when_none_is():
    record = carnet()
    nowhere = replace(
        record,
        arrets=tuple(replace(one, position=None) for one in record.arrets),
        a_revoir=tuple(replace(one, place=None) for one in record.a_revoir),
    )

    assert [one.ordre for one in plan_of(record).arrets] == [1, 2, 3, 4]
    assert len(plan_of(record).constats) == 5
    assert plan_of(nowhere) is None
    shown, hidden = (words(pdf(one, carte=plan_of(one)).pages[1]) for one in (record, nowhere))
    assert " m" in shown.split("Porte d’essai 1")[0].split("49 min")[1]
    assert "Porte d’essai 4" in hidden


def test_hostile_words_stay_on_their_page():
    record = carnet(1, (1,))
    long = "<b>&amp; " + "Mot très long " * 200
    one = replace(
        record.a_revoir[0], constat=replace(record.a_revoir[0].constat, texte=long, lieu=long)
    )
    stops = (replace(record.arrets[0], consigne=long, nom=long),)

    pages = pdf(replace(record, a_revoir=(one,), arrets=stops)).pages

    text = words(pages[2])
    assert "<b>&amp; Mot très long" in text
    assert "page 3 sur" in text
    assert "A1-3" in text


def test_a_stopped_report_writes_nothing():
    out = io.BytesIO()

    with pytest.raises(Annule):
        render_carnet_terrain(
            carnet(),
            photo=lambda _: codes.MotifRetenue.A_VERIFIER,
            out=out,
            edited_on=EDITED,
            editor="",
            cancelled=lambda: True,
        )

    assert out.getvalue() == b""
