"""The fiche micro-site."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from rapports import EDITED, blob, fiche_micro_site, jpeg, photo, source

from desktop.domain import drafts
from desktop.reports.fiche_micro_site import render_fiche_micro_site

GIVEN = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}


def words(data: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s+", " ", pages)


def site_pdf(record, *pictures) -> bytes:
    out = io.BytesIO()
    render_fiche_micro_site(record, photo=source(*pictures), out=out, **GIVEN)
    return out.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        "Fiche micro-site City-stade Beisson Beisson · Allée des Essais",
        "Ouvert État général : C – À réparer",
        "Ville – Sports",
        "43,53900° N · 5,45150° E",
        "24,50 × 12,00 m",
        "NF EN 15312 (multisports), Sports ESSAI",
        "Terrain nord, City-stade, terrain multisports",
        "Filet du but sud à remplacer.",
    ],
)
def test_fiche_micro_site_prints(part):
    assert part in words(site_pdf(fiche_micro_site()))


def test_fiche_micro_site_shows_four_photos_and_says_how_many_there_are():
    pictures = [jpeg(seed) for seed in range(6)]
    photos = [photo(rank, blob=blob(data)) for rank, data in enumerate(pictures)]

    data = site_pdf(fiche_micro_site(*photos), *pictures)

    assert "Les 4 premières photos sur 6." in words(data)
    assert [picture in data for picture in pictures] == [True] * 4 + [False] * 2


def test_a_micro_site_without_equipement_nor_position_is_printed():
    record = fiche_micro_site()
    bare = replace(record.site, draft=drafts.MicroSiteDraft(), etat_general=None, quartier="")

    text = words(site_pdf(replace(record, site=bare, equipements=())))

    assert "Lieu à préciser" in text
    assert "Aucun équipement n’est enregistré." in text
    assert "°" not in text
