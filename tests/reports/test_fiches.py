"""The fiches ménage and micro-site."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime

import pytest
from pypdf import PdfReader
from rapports import EDITED, TRACE, blob, fiche_menage, fiche_micro_site, jpeg, photo, source

from desktop.domain import drafts, records
from desktop.domain.relogement import drafts as dossier
from desktop.reports.fiche_menage import render_fiche_menage
from desktop.reports.fiche_micro_site import render_fiche_micro_site

GIVEN = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}


def words(data: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s+", " ", pages)


def menage_pdf(record) -> bytes:
    out = io.BytesIO()
    render_fiche_menage(record, out=out, **GIVEN)
    return out.getvalue()


def site_pdf(record, *pictures) -> bytes:
    out = io.BytesIO()
    render_fiche_micro_site(record, photo=source(*pictures), out=out, **GIVEN)
    return out.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        "Fiche ménage REL-0042",
        "DURAND-ESSAI Léa",
        "RDV d’enquête fixé",
        "Titulaire du bail",
        "1er avril 1998",
        "06 12 34 56 78",
        "Méjanes · B · 3e · 12",
        "T1 bis",
        "62,5 m²",
        "1 930,00 €",
        "3e étage",
        "25/11/1984 (41 ans)",
        "28/02/2015 (11 ans)",
        "MARTIN-ESSAI Jo Hébergé",
        "5 novembre 2026 à 14 h 05 · Enquête",
        "Permanence sans RDV · entrant · 20 min · noté par Camille ESSAI",
        "Rendez-vous fixé au 26 novembre à domicile.",
        "Souhaite rester dans le quartier, près de l’école.",
    ],
)
def test_fiche_menage_prints(part):
    assert part in words(menage_pdf(fiche_menage()))


def test_each_page_of_a_fiche_menage_says_that_it_is_confidential():
    contacts = tuple(
        records.ContactRecord(
            id=f"c{rank}", draft=dossier.ContactDraft(note=f"Note{rank:03} " * 40), trace=TRACE
        )
        for rank in range(40)
    )

    reader = PdfReader(io.BytesIO(menage_pdf(replace(fiche_menage(), contacts=contacts))))

    assert len(reader.pages) > 2
    for page in reader.pages:
        assert "Document confidentiel — relogement" in page.extract_text()
    text = " ".join(page.extract_text() for page in reader.pages)
    assert len(re.findall(r"Note\d{3}", text)) == 1600


def test_a_fiche_menage_with_nothing_in_it_says_so():
    record = replace(fiche_menage(nom=""), logement=None, occupants=(), contacts=())

    text = words(menage_pdf(record))

    assert "Titulaire à renseigner" in text
    assert "Aucun logement n’est rattaché à ce ménage." in text
    assert "Aucun occupant n’est enregistré." in text
    assert "Aucun contact n’est noté." in text


def test_age_is_counted_on_the_day_of_printing():
    out = io.BytesIO()
    eve = datetime.fromisoformat("2027-02-27T23:00:00+01:00")

    render_fiche_menage(fiche_menage(), out=out, edited_on=eve, editor="")

    assert "28/02/2015 (11 ans)" in words(out.getvalue())
    assert "édité le 27 février 2027 à 23 h 00 — page" in words(out.getvalue())


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
