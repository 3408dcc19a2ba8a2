"""The printed report of an import: every file with its outcome."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from pypdf import PdfReader

from desktop.domain.codes import IssueImport
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan, LigneImport
from desktop.reports.bilan_import import count_sentence, render_bilan_import

WHEN = datetime(2026, 11, 18, 19, 30)  # noqa: DTZ001 - local time of the foot


def line(name: str, issue: IssueImport, note: str = "") -> LigneImport:
    return LigneImport(chemin=f"/media/carte/{name}", issue=issue, note=note)


def printed(bilan: ImportPhotosBilan) -> str:
    out = io.BytesIO()
    render_bilan_import(bilan, out=out, edited_on=WHEN, editor="C. Martin-Essai", invariant=True)
    pages = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    return re.sub(r"\s+", " ", pages)


def bilan(*lines: LigneImport, **fields: object) -> ImportPhotosBilan:
    values = {"destination": "marche BEI-2026-2", "debut_ms": 1_794_996_000_000, **fields}
    return ImportPhotosBilan(lignes=lines, **values)


def test_every_file_is_printed_with_its_outcome_and_the_count_is_right():
    text = printed(
        bilan(
            line("IMG_1.jpg", IssueImport.IMPORTEE, "Placée d’après la trace."),
            line("IMG_1 (copie).jpg", IssueImport.DOUBLON, "Le même fichier que « IMG_1.jpg »."),
            line("note <b>.txt", IssueImport.REFUSEE, "Le contenu n’est pas une photo."),
            line("tour.gpx", IssueImport.TRACE),
            fin_ms=1_794_996_060_000,
            autres_jours=12,
        )
    )

    assert "4 fichiers trouvés = 1 photo importée + 1 trace gardée + 1 doublon + 1 refusé." in text
    for words in (
        "IMG_1.jpg", "IMG_1 (copie).jpg", "note <b>.txt", "tour.gpx", "Placée d’après la trace.",
        "n’est pas une photo", "marche BEI-2026-2", "18 novembre 2026 à 11 h 01",
        "ni modifiés, ni déplacés, ni supprimés", "12 fichiers d’un autre jour",
    ):  # fmt: skip
        assert words in text
    assert "/media" not in text


def test_an_import_that_is_not_finished_says_so():
    text = printed(bilan(line("IMG_1.jpg", IssueImport.A_REPRENDRE), support_retire=True))

    assert "des fichiers restent à lire" in text
    assert "Fichiers à reprendre (1)" in text
    assert "support a été retiré" in text
    assert "0 photo importée + 1 à reprendre" in text


def test_a_thousand_files_are_all_there_and_none_twice():
    text = printed(
        bilan(*(line(f"IMG_{rank:04}.jpg", IssueImport.IMPORTEE) for rank in range(1000)))
    )

    assert [text.count(f"IMG_{rank:04}.jpg") for rank in (0, 59, 60, 500, 999)] == [1] * 5


@pytest.mark.parametrize(
    "name", ["ligne\nsuivante.jpg", "\u202egpj.exe", "\udce9.jpg", "🐕.jpg", "x" * 255]
)
def test_names_of_any_kind_are_printed(name):
    assert "1 refusé" in printed(bilan(line(name, IssueImport.REFUSEE, "Vide.")))


def test_the_sum_leaves_out_what_did_not_happen():
    found = bilan(line("a", IssueImport.IMPORTEE), line("b", IssueImport.IMPORTEE))

    assert count_sentence(found).replace("\xa0", " ") == "2 fichiers trouvés = 2 photos importées."
