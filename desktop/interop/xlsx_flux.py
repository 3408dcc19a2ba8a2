"""A workbook whose sheets go straight into their archive.

openpyxl gathers each sheet in a temporary file that anybody could read, and that a crash would
leave behind: words of constats never lie in one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class Classeur:
    """A workbook being written to a file, one sheet after the other."""

    def __init__(self, out: BinaryIO) -> None:
        self.book = Workbook(write_only=True)
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    @contextmanager
    def sheet(self, name: str) -> Iterator[WriteOnlyWorksheet]:
        """Open a new sheet: prepare it, `begin`, then append rows; it is closed at the end."""
        made = self.book.create_sheet(name)
        made._id = len(self.book.worksheets)  # noqa: SLF001 - openpyxl gives it when it saves
        with self._archive.open(made.path[1:], "w", force_zip64=True) as member:
            made._writer = WorksheetWriter(made, out=member)  # noqa: SLF001 - else a temporary file
            try:
                yield made
            finally:
                made.close()

    @staticmethod
    def begin(sheet: WriteOnlyWorksheet) -> None:
        """Write what stands before the rows: views and widths of columns."""
        sheet._writer.write_top()  # noqa: SLF001 - openpyxl does it with its own writer only

    @staticmethod
    def append(sheet: WriteOnlyWorksheet, cells: Iterable[Any]) -> None:
        """Write a row."""
        sheet.append(list(cells))

    def save(self) -> None:
        """Write styles and directory, and end the archive."""
        _Writer(self.book, self._archive).save()

    def __enter__(self) -> Classeur:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the archive, whatever happened; the caller forgets one that is not whole."""
        self._archive.close()


class _Writer(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """Writes all but the sheets, which are in the archive already."""

    def write_worksheet(self, ws: WriteOnlyWorksheet) -> None:
        """Note a sheet in the directory; called by openpyxl."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - as openpyxl does
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # noqa: SLF001 - the same
        ws._rels = ws._writer._rels  # noqa: SLF001 - the same
        self.manifest.append(ws)
