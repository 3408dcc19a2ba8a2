"""R6, the map of a quartier: at a round scale, complete, readable without colour."""

from __future__ import annotations

import io
import re
import sqlite3
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from PIL import Image
from rapports import EDITED

from desktop.domain.carte import (
    ArretCarte,
    CarteRecord,
    ConstatCarte,
    ConstatListe,
    ContourCarte,
    PhotoCarte,
    TraceCarte,
)
from desktop.domain.codes import EtatConstat
from desktop.domain.geo import moved
from desktop.domain.projections import LAMBERT_93, WEB_MERCATOR
from desktop.errors import FichierRefuse
from desktop.interop.fonds import Tuiles, read_image
from desktop.interop.geojson import read_contours
from desktop.paths import resource
from desktop.reports.carte import render_carte
from desktop.reports.plan import FondCarte

QPV = read_contours(resource("contours", "qpv_aix.geojson").read_bytes(), "qpv").contours
THEMES = ["PRO", "VOI", "STA", "MOB", "VEG", "JEU", "BAT", "ECL", "TRA", "ACC", "RES", "VIE", "CHA"]


def carte(nom: str = "Beisson", count: int = 20, **changes: object) -> CarteRecord:
    contours = tuple(
        ContourCarte(nom=one.nom, surface=one.surface, principal=one.nom == nom) for one in QPV
    )
    here = next(one.surface for one in QPV if one.nom == nom).inside_point
    etats = list(EtatConstat)
    constats = tuple(
        ConstatCarte(
            id=str(rank),
            numero=f"BEI-2026-1-A{rank:03}",
            position=moved(here, rank % 9 * 12 - 40, rank // 9 * 15 - 30),
            etat=etats[rank % len(etats)],
            theme=THEMES[rank % 13],
            theme_libelle=f"Thème {THEMES[rank % 13]}",
            lieu=f"Lieu fictif {rank}",
            texte="Deux matelas contre la clôture <b>",
        )
        for rank in range(1, count + 1)
    )
    given = {
        "titre": nom,
        "sous_titre": "Toutes les marches",
        "contours": contours,
        "constats": constats,
        "arrets": (ArretCarte(id="a", ordre=1, nom="Arrêt fictif", position=here, rayon_m=40),),
        "photos": (PhotoCarte(id="p", position=moved(here, 60, 60), azimut_deg=45.0),),
        "traces": (TraceCarte(nom="", points=(here, moved(here, 80, 20))),),
        "a_placer": (ConstatListe(id="x", numero="BEI-2026-1-A099", etat=EtatConstat.BROUILLON),),
    }
    return CarteRecord(**given | changes)  # type: ignore[arg-type]  # fields of a test


def drawn(record: CarteRecord, **more: object) -> bytes:
    out = io.BytesIO()
    render_carte(record, out=out, edited_on=EDITED, editor="C. Essai", **more)
    return out.getvalue()


def text(pdf: bytes, page: int | None = None) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    whole = "\n".join(one.extract_text() for one in (pages if page is None else [pages[page]]))
    return whole.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("nom", "paper", "most"),
    [
        *((nom, "A4", 6000) for nom in ("Beisson", "Encagnane", "Jas de Bouffan")),
        ("Corsy", "A4", 3500),
        *((nom, "A3", 4000) for nom in ("Beisson", "Encagnane", "Jas de Bouffan", "Corsy")),
    ],
)
def test_the_scale_is_round_and_what_the_domain_expects(nom, paper, most):
    """The print sizes of gusp-microsites 4, with every état and thème in the legend."""
    said = re.search(r"Échelle 1 : ([\d ]+)", text(drawn(carte(nom), paper=paper), 0))
    assert said is not None
    assert int(said[1].replace(" ", "")) <= most


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_constat_is_listed_and_the_page_is_signed(paper):
    pdf = drawn(carte(count=60), paper=paper, confidentiality="Document public")
    whole, first = text(pdf), text(pdf, 0)

    for rank in range(1, 61):
        assert f"A{rank:03}" in whole
        assert f"Lieu fictif {rank} " in whole.replace("\n", " ")
    assert "Deux matelas contre la clôture <b>" in whole.replace("\n", " ")
    assert "BEI-2026-1-A099" in whole
    assert "1 Arrêt fictif" in whole
    for words in ("Contours QPV : ANCT, 2024", "Document public", "édité le 24 novembre 2026"):
        assert words in first
    assert "60 constats" in first


def test_the_list_stands_beside_the_map_where_there_is_room():
    assert "Lieu fictif 3 " in text(drawn(carte("Encagnane"), paper="A3"), 0).replace("\n", " ")
    assert "Lieu fictif 3 " not in text(drawn(carte("Jas de Bouffan"), paper="A3"), 0)


def test_the_legend_names_what_is_there():
    first = text(drawn(carte(count=3)), 0)
    for words in ("Arrêt du parcours", "Photo et sa direction", "Thème VOI", "Transmis"):
        assert words in first
    assert "Thème CHA" not in first


@pytest.mark.parametrize("crowd", [20, 60])
def test_every_constat_bears_its_number_on_the_map_however_close_they_are(crowd):
    here = carte().constats[0].position
    heap = tuple(
        replace(one, position=moved(here, rank % 8 * 6, rank // 8 * 6))
        for rank, one in enumerate(carte(count=crowd).constats)
    )
    first = text(drawn(carte(constats=heap), paper="A4"), 0)
    missing = [one.rang for one in heap if one.rang not in first]
    assert missing == []


def test_the_legend_names_no_quartier_that_is_out_of_the_frame():
    assert "Autre quartier" not in text(drawn(carte("Beisson")), 0)
    near = text(drawn(carte("Encagnane")), 0)
    assert "Autre quartier" in near
    assert "Corsy" in near


def test_a_long_word_of_the_legend_is_written_whole():
    long = "Services, commerces, vie sociale"
    one = replace(carte(count=1).constats[0], theme="VIE", theme_libelle=long)
    assert long in text(drawn(carte(constats=(one,))), 0)


@pytest.mark.parametrize(
    "record",
    [
        CarteRecord(),
        CarteRecord(titre="Pinette"),
        carte(count=0, contours=(), arrets=(), photos=(), traces=(), a_placer=()),
        carte(titre="Nom " * 80, sous_titre="x" * 300),
        carte(count=260),
    ],
    ids=["empty", "named", "nothing", "long", "many"],
)
def test_every_map_fits_its_page(record):
    pdf = drawn(record)
    assert text(pdf, 0)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 30


def test_two_runs_give_the_same_bytes():
    assert drawn(carte(), invariant=True) == drawn(carte(), invariant=True)


def test_an_unknown_paper_is_a_fault():
    with pytest.raises(ValueError, match="A5"):
        drawn(carte(), paper="A5")


def picture(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=1).to_pil().convert("RGB")


def test_constats_are_where_the_ground_says(tmp_path):
    """An image of Lambert-93 with one red pixel: the constat on it must cover it."""
    spot = next(one.surface for one in QPV if one.nom == "Corsy").inside_point
    x, y = LAMBERT_93.forward(spot.lon, spot.lat)
    path = tmp_path / "plan.png"
    image = Image.new("RGB", (200, 200), "white")
    image.paste("red", (98, 98, 103, 103))
    image.save(path)
    path.with_suffix(".pgw").write_text(f"5 0 0 -5 {x - 100 * 5} {y + 100 * 5}")
    fond = FondCarte(image=read_image(path))
    seen = picture(drawn(carte("Corsy", 0, arrets=(), photos=(), traces=()), fond=fond))
    reds = [
        (px, py)
        for px in range(seen.width)
        for py in range(seen.height)
        if seen.getpixel((px, py))[0] > 200 and seen.getpixel((px, py))[1] < 90
    ]
    one = ConstatCarte(
        id="1", numero="A001", position=spot, etat=EtatConstat.LEVE, theme="STA", theme_libelle="S"
    )
    placed = carte("Corsy", 0, arrets=(), photos=(), traces=(), constats=(one,))
    again = picture(drawn(placed, fond=fond))
    greens = [
        (px, py)
        for px in range(seen.width)
        for py in range(seen.height // 2)
        if near(again.getpixel((px, py)), (0x12, 0x72, 0x38))
    ]
    middle = [sum(axis) / len(axis) for axis in zip(*reds, strict=True)]
    green = [sum(axis) / len(axis) for axis in zip(*greens, strict=True)]
    assert reds
    assert abs(middle[0] - green[0]) < 3
    assert abs(middle[1] - green[1]) < 3


def near(colour, other, gap=40):
    return all(abs(a - b) <= gap for a, b in zip(colour, other, strict=True))


def test_a_picture_broken_behind_its_header_is_told(tmp_path):
    path = tmp_path / "plan.png"
    Image.effect_noise((200, 200), 60).save(path)
    path.write_bytes(path.read_bytes()[:-3000])
    path.with_suffix(".pgw").write_text("5 0 0 -5 895600 6273500")
    with pytest.raises(FichierRefuse, match="abîmée"):
        drawn(carte("Corsy"), fond=FondCarte(image=read_image(path)))


def test_tiles_lie_under_the_contour_and_a_broken_one_is_left_white(tmp_path):
    tile = io.BytesIO()
    Image.new("RGB", (256, 256), (200, 230, 200)).save(tile, "PNG")
    base = sqlite3.connect(tmp_path / "fond.mbtiles")
    base.execute("CREATE TABLE metadata (name, value)")
    base.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
    base.execute("INSERT INTO metadata VALUES ('attribution', '© Ville-Essai')")
    x, y = WEB_MERCATOR.forward(5.43, 43.53)
    world = 2 * 20037508.342789244
    column, row = (int((one + world / 2) / world * 2**14) for one in (x, y))
    for dx in range(-3, 4):
        for dy in range(-3, 4):
            base.execute(
                "INSERT INTO tiles VALUES (14, ?, ?, ?)", (column + dx, row + dy, tile.getvalue())
            )
    base.commit()
    for broken, expected in ((False, (200, 230, 200)), (True, (255, 255, 255))):
        if broken:
            base.execute("UPDATE tiles SET tile_data = ?", (tile.getvalue()[:60],))
            base.execute("INSERT INTO tiles VALUES (14, 0, 0, ?)", (tile.getvalue(),))
            base.commit()
        tuiles = Tuiles(tmp_path / "fond.mbtiles")
        pdf = drawn(carte("Corsy"), fond=FondCarte(tuiles.mention, tuiles=tuiles))
        tuiles.close()
        assert near(picture(pdf).getpixel((60, 120)), expected, 6)
        assert "© Ville-Essai" in text(pdf, 0)
    base.close()
