"""Spreadsheets: the same columns and lists when read back, and no text that acts."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hostiles import HOSTILES
from openpyxl.utils.escape import unescape

from desktop.errors import Annule
from desktop.interop.csv_fr import write_csv
from desktop.interop.feuilles import CELL_MAX, Colonne, Feuille, Genre, safe_text
from desktop.interop.xlsx import NOMENCLATURES, write_xlsx

MADE = datetime(2026, 11, 24, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
COLUMNS = (
    Colonne(cle="numero", titre="N°"),
    Colonne(cle="texte", titre="Constat", largeur=50),
    Colonne(cle="etat", titre="État", liste="États"),
    Colonne(cle="gravite", titre="Gravité", genre=Genre.NOMBRE),
    Colonne(cle="cout", titre="Coût", genre=Genre.MONTANT),
    Colonne(cle="delai", titre="Délai", genre=Genre.DATE),
    Colonne(cle="vu_le", titre="Vu le", genre=Genre.MOMENT),
)
LISTS = {"États": ["Ouvert", "Levé (vérifié)"], "Thèmes": ["Propreté et déchets"]}


def row(number="BEI-2026-1-A001", texte="Matelas", **changes):
    given = {
        "numero": number, "texte": texte, "etat": "Ouvert", "gravite": 3,
        "cout": Decimal("1930.50"), "delai": date(2026, 12, 1), "vu_le": MADE,
    }  # fmt: skip
    return list((given | changes).values())


def workbook(rows, **options):
    out = io.BytesIO()
    given = {"listes": LISTS, "cree_le": MADE}
    cut = write_xlsx(out, [Feuille("Constats", COLUMNS, rows)], **given | options)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue())), cut, out.getvalue()


def text_of(data: bytes) -> str:
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig")


def table(rows, **options):
    out = io.BytesIO()
    write_csv(out, Feuille("Constats", COLUMNS, rows), **options)
    return list(csv.reader(io.StringIO(text_of(out.getvalue()), newline=""), delimiter=";"))


def test_a_workbook_read_back_has_the_columns_the_values_and_the_lists():
    book, _, _ = workbook([row()])
    sheet = book["Constats"]

    assert [cell.value for cell in sheet[1]] == [one.titre for one in COLUMNS]
    assert [cell.value for cell in sheet[2]] == [
        "BEI-2026-1-A001", "Matelas", "Ouvert", 3, 1930.5, datetime.fromisoformat("2026-12-01"),
        datetime.fromisoformat("2026-11-24T14:05"),
    ]  # fmt: skip
    assert sheet["F2"].is_date
    assert sheet["F2"].number_format == "dd/mm/yyyy"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:G2")
    assert sheet.column_dimensions["B"].width == 50
    lists = book[NOMENCLATURES]
    assert [cell.value for cell in lists[1]] == list(LISTS)
    assert [cell.value for cell in lists["A"]][1:] == LISTS["États"]


def test_a_column_with_a_list_offers_the_words_of_the_sheet_of_lists():
    book, _, _ = workbook([row(), row("BEI-2026-1-A002")])
    (rule,) = book["Constats"].data_validations.dataValidation

    assert rule.type == "list"
    assert rule.formula1 == f"{NOMENCLATURES}!$A$2:$A$3"
    assert "C2" in rule.sqref
    assert "C3" in rule.sqref
    assert "B2" not in rule.sqref


@pytest.mark.parametrize("typed", HOSTILES.values(), ids=HOSTILES)
def test_no_text_of_a_workbook_is_a_formula_nor_spoils_it(typed):
    book, cut, data = workbook([row(typed, typed)])
    cells = [book["Constats"]["A2"], book["Constats"]["B2"]]

    kept = safe_text(typed)
    for cell in cells:
        assert cell.data_type in {"s", "inlineStr"}
        if cut:
            assert cell.value == kept[: len(cell.value) - 1] + "…"
            assert len(cell.value.encode("utf-16-le")) // 2 <= CELL_MAX
        else:
            assert unescape(cell.value) == kept  # as Excel reads it
    assert cut == (2 if typed == HOSTILES["long"] else 0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<f " not in sheet


@pytest.mark.parametrize("name", ["formule", "plus", "moins", "arobase", "pleine largeur"])
def test_a_dangerous_text_stays_a_text_when_somebody_edits_its_cell(name):
    book, _, _ = workbook([row(texte=HOSTILES[name])])

    assert book["Constats"]["B2"].quotePrefix
    assert not book["Constats"]["A2"].quotePrefix


def test_a_day_that_excel_cannot_count_is_written_in_words():
    book, _, _ = workbook([row(delai=date(1899, 5, 1))])

    assert book["Constats"]["F2"].value == "1899-05-01"


def test_nothing_is_written_over_after_a_cancel():
    with pytest.raises(Annule):
        workbook([row()] * 300, cancelled=lambda: True)


def test_progress_ends_at_the_number_of_rows():
    steps = []
    workbook([row()] * 250, progress=lambda *step: steps.append(step))

    assert steps[-1] == (250, 250)


def test_a_csv_opens_in_a_french_excel():
    out = io.BytesIO()
    write_csv(out, Feuille("Constats", COLUMNS, [row(texte='a;b\n"c"')]))
    lines = text_of(out.getvalue()).split("\r\n")

    assert lines[0] == "N°;Constat;État;Gravité;Coût;Délai;Vu le"
    assert lines[1] == (
        'BEI-2026-1-A001;"a;b\n""c""";Ouvert;3;1930,50;2026-12-01;2026-11-24T14:05:00+01:00'
    )
    assert lines[2:] == [""]


def test_a_csv_may_keep_the_decimal_point():
    assert table([row()], virgule=False)[1][4] == "1930.50"


@pytest.mark.parametrize("typed", HOSTILES.values(), ids=HOSTILES)
def test_no_cell_of_a_csv_begins_a_formula(typed):
    read = table([row(typed, typed)])

    assert len(read) == 2
    assert len(read[1]) == len(COLUMNS)
    for cell in read[1][:2]:
        assert cell.lstrip("'") == safe_text(typed).lstrip("'")
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
