"""Writes spreadsheets: real dates, filters, chosen lists, and no text that could be a formula."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from desktop.errors import Annule
from desktop.interop.feuilles import (
    Colonne,
    Feuille,
    Genre,
    Valeur,
    is_too_long,
    safe_text,
    sheet_name,
    shortened,
    starts_a_formula,
)

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from desktop.interop.xlsx_flux import Classeur

NOMENCLATURES: Final = "Nomenclatures"

_FORMATS: Final = {
    Genre.DATE: "dd/mm/yyyy",
    Genre.MOMENT: "dd/mm/yyyy hh:mm",
    Genre.MONTANT: "#,##0.00",
    Genre.DEGRES: "0.0000000",
}
_EPOCH: Final = date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""

_ROWS_AHEAD: Final = 500
"""Rows under the last one where the lists are offered too."""

_EVERY: Final = 200
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEAD_FILL, _HEAD_INK, _STRIPE = "1F3A5F", "FFFFFF", "C9D1DB"


def write_xlsx(
    out: BinaryIO,
    feuilles: Sequence[Feuille],
    *,
    listes: Mapping[str, Sequence[str]] | None = None,
    titre: str = "",
    cree_le: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a workbook; return how many texts had to be shortened to fit their cell.

    Args:
        out: Open binary file.
        feuilles: Sheets in order.
        listes: Words that columns are chosen from, by the name of the list; they become the
            sheet « Nomenclatures », the last one.
        titre: Title in the properties of the file.
        cree_le: Moment of writing, local.
        progress: Called with (rows written, rows in all).
        cancelled: Asked every few hundred rows.

    Raises:
        Annule: `cancelled` answered true.
    """
    from desktop.interop.xlsx_flux import Classeur

    with Classeur(out) as classeur:
        properties = classeur.book.properties
        properties.title, properties.creator = safe_text(titre), "Carnet de quartier"
        properties.created = properties.modified = cree_le.replace(tzinfo=None)
        listes = {name: words for name, words in (listes or {}).items() if words}
        total = sum(len(one.lignes) for one in feuilles)
        writer = _Writer(listes, total, progress, cancelled)
        for feuille in feuilles:
            writer.write(classeur, feuille)
        if listes:
            writer.write(classeur, _lists(listes))
        classeur.save()
    return writer.cut


def _lists(listes: Mapping[str, Sequence[str]]) -> Feuille:
    """Return the sheet that the lists of the other sheets point to."""
    names = tuple(
        Colonne(cle=name, titre=name, largeur=_width(name, words)) for name, words in listes.items()
    )
    longest = max(len(words) for words in listes.values())
    rows = [
        [words[rank] if rank < len(words) else None for words in listes.values()]
        for rank in range(longest)
    ]
    return Feuille(NOMENCLATURES, names, rows)


class _Writer:
    """Fills the sheets of one workbook."""

    def __init__(
        self,
        listes: Mapping[str, Sequence[str]],
        total: int,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._ranges = {
            name: f"{NOMENCLATURES}!${_letter(rank)}$2:${_letter(rank)}${len(words) + 1}"
            for rank, (name, words) in enumerate(listes.items(), start=1)
        }
        self._total, self._done = total, 0
        self._progress, self._cancelled = progress, cancelled
        self.cut = 0
        self._head = {
            "font": Font(bold=True, color=_HEAD_INK),
            "fill": PatternFill("solid", fgColor=_HEAD_FILL),
            "alignment": Alignment(vertical="center", wrap_text=True),
            "border": Border(bottom=Side("thin", color=_STRIPE)),
        }
        self._wrapped = Alignment(vertical="top", wrap_text=True)
        self._plain = Alignment(vertical="top")

    def write(self, classeur: Classeur, feuille: Feuille) -> None:
        """Write head and rows; a frozen head, filters, widths and lists."""
        with classeur.sheet(sheet_name(feuille.nom)) as sheet:
            self._prepare(sheet, feuille)
            classeur.begin(sheet)
            classeur.append(sheet, (self._head_cell(sheet, one) for one in feuille.colonnes))
            for ligne in feuille.lignes:
                classeur.append(sheet, self._row(sheet, feuille.colonnes, ligne))
                self._step()

    def _prepare(self, sheet: WriteOnlyWorksheet, feuille: Feuille) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        last = len(feuille.lignes) + 1
        sheet.freeze_panes = "B2" if len(feuille.colonnes) > 1 else "A2"
        sheet.auto_filter.ref = f"A1:{_letter(len(feuille.colonnes))}{last}"
        sheet.row_dimensions[1].height = 30
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        for rank, colonne in enumerate(feuille.colonnes, start=1):
            letter = _letter(rank)
            sheet.column_dimensions[letter].width = colonne.largeur
            if colonne.liste in self._ranges:
                rule = DataValidation(
                    type="list", formula1=self._ranges[colonne.liste], allow_blank=True
                )
                rule.error = "Choisissez une valeur de la liste."
                rule.errorTitle = colonne.titre[:32]
                rule.showErrorMessage = True
                rule.add(f"{letter}2:{letter}{last + _ROWS_AHEAD}")
                sheet.data_validations.append(rule)

    def _head_cell(self, sheet: WriteOnlyWorksheet, colonne: Colonne) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, value=colonne.titre)
        for name, style in self._head.items():
            setattr(cell, name, style)
        return cell

    def _row(
        self, sheet: WriteOnlyWorksheet, colonnes: Sequence[Colonne], ligne: Sequence[Valeur]
    ) -> Iterator[Any]:
        for colonne, value in zip(colonnes, ligne, strict=True):
            yield None if value is None or value == "" else self._cell(sheet, colonne, value)

    def _cell(self, sheet: WriteOnlyWorksheet, colonne: Colonne, value: Valeur) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, bool):
            value = "oui" if value else "non"
        elif isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        if isinstance(value, date) and date(value.year, value.month, value.day) < _EPOCH:
            value = value.isoformat()
        if not isinstance(value, str):
            cell = WriteOnlyCell(sheet, value=value)
            cell.number_format = _FORMATS.get(colonne.genre, "General")
            cell.alignment = self._plain
            return cell
        text = safe_text(value)
        self.cut += is_too_long(text)
        text = _ESCAPED.sub("_x005F_", shortened(text))
        cell = WriteOnlyCell(sheet, value="")
        cell._value, cell.data_type = text, "s"  # noqa: SLF001 - the public setter reads « = » as a formula
        cell.quotePrefix = starts_a_formula(text)  # stays a text when somebody edits the cell
        cell.alignment = self._wrapped if len(text) > colonne.largeur else self._plain
        return cell

    def _step(self) -> None:
        self._done += 1
        if self._done % _EVERY == 0 or self._done == self._total:
            if self._cancelled is not None and self._cancelled():
                raise Annule
            if self._progress is not None:
                self._progress(min(self._done, self._total), self._total)


def _letter(rank: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(rank))


def _width(name: str, words: Sequence[str]) -> float:
    return min(60, max(10, *(len(word) + 2 for word in (name, *words))))
