"""Reads somebody else's spreadsheet, XLSX or CSV: bounded, and honest about what it saw.

A cell comes back as text, exact number, date, yes/no, or as the reason why it has no value.
Merged cells repeat their value; hidden rows and sheets are read like the others.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError  # only its name: defusedxml does the reading

from desktop.domain.relogement.etat_locatif import Cellule, Classeur, Manque, Tableau
from desktop.errors import Annule, FichierRefuse
from desktop.formats import number
from desktop.interop.feuilles import safe_text
from desktop.interop.signatures import refusal, refuse_others

LIGNES_MAX: Final = 20_000
"""Rows of a sheet: eighty times the operation."""

COLONNES_MAX: Final = 200
_FILE_MAX: Final = 50 * 1024 * 1024
_UNPACKED_MAX: Final = 64 * 1024 * 1024
_MEMBERS_MAX: Final = 2000
_SHEETS_MAX: Final = 40
_CELL_MAX: Final = 2000
_SAMPLE: Final = 30
_CHUNK: Final = 1 << 16
_OVERLAP: Final = 200
_EVERY: Final = 200
_SEPARATORS: Final = {";": "point-virgule", "\t": "tabulation", ",": "virgule", "|": "barre"}
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)"')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_UNSEEN: Final = re.compile(r"[\0-\x1f\x7f\u200b\ufeff]")
_MERGES_MAX: Final = 20_000

_START: Final = 256

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def read_file(
    path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Classeur:
    """Return every sheet of a file; a CSV has one.

    Raises:
        FichierRefuse: missing, too big, damaged, protected, or of another kind.
        Annule: `cancelled` answered true.
    """
    try:
        if path.stat().st_size > _FILE_MAX:
            raise refusal("Ce fichier dépasse 50 Mo : ce n’est pas une liste de logements.")
        data = path.read_bytes()
    except OSError as error:
        raise FichierRefuse(
            "Fichier illisible",
            f"Le fichier « {path.name} » ne peut pas être lu.",
            "Vérifiez qu’il existe, que le support est branché et que vous avez le droit de le "
            "lire.",
        ) from error
    steps = _Steps(progress, cancelled)
    if data.startswith(b"PK"):
        return _read_xlsx(data, path.name, steps)
    refuse_others(data)
    return _read_csv(data, path.name, steps)


class _Steps:
    """Counts rows, tells progress and stops when asked."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._done = 0

    def step(self) -> None:
        self._done += 1
        if self._done % _EVERY:
            return
        if self._cancelled is not None and self._cancelled():
            raise Annule
        if self._progress is not None:
            self._progress(self._done, 0)


# --- XLSX ------------------------------------------------------------------------------------


def _read_xlsx(data: bytes, name: str, steps: _Steps) -> Classeur:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive)
            marks = _Marks(archive)
            return _read_workbook(data, name, marks, steps)
    except FichierRefuse:
        raise
    except _FOREIGN as error:
        raise refusal(
            "Ce classeur est endommagé ou d’une forme inconnue : rien n’a été lu.",
            "Ouvrez-le dans le tableur et enregistrez-le de nouveau, puis recommencez.",
        ) from error


_FOREIGN: Final = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    OSError, NotImplementedError, ParseError, ArithmeticError, LookupError, RuntimeError,
)  # fmt: skip
"""What openpyxl and zipfile raise on a file that is not what it says."""


def _check_archive(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {one.filename for one in members}
    if "mimetype" in names and "xl/workbook.xml" not in names:
        raise refusal(
            "Ce fichier est un classeur LibreOffice (.ods).",
            "Enregistrez-le en « Classeur Excel (.xlsx) » ou en CSV, puis recommencez.",
        )
    if "xl/workbook.bin" in names:
        raise refusal(
            "Ce fichier est un classeur binaire (.xlsb).",
            "Ouvrez-le dans Excel, enregistrez-le en « Classeur Excel (.xlsx) », puis recommencez.",
        )
    if not any(name.startswith("xl/") for name in names):
        raise refusal(
            "Cette archive ne contient pas de classeur.",
            "Choisissez un fichier XLSX ou CSV.",
        )
    if len(members) > _MEMBERS_MAX or sum(one.file_size for one in members) > _UNPACKED_MAX:
        raise refusal(
            "Ce classeur est démesuré une fois décompressé : rien n’a été lu.",
            "Gardez la seule feuille de la liste, sans image, puis recommencez.",
        )


class _Marks:
    """Merged ranges of each sheet, and whether it has formulas: what the fast reader hides.

    A sheet far beyond the bound is refused here, before its rows are read.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.merged: dict[str, list[tuple[str, str]]] = {}
        self.formulas: set[str] = set()
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                self._scan(archive, member)

    def _scan(self, archive: zipfile.ZipFile, member: str) -> None:
        found: dict[tuple[str, str], None] = {}
        tail = b""
        rows = values = 0
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                text = tail + chunk
                rows, values = rows + chunk.count(b"<row "), values + chunk.count(b"<v>")
                if min(rows, values) > LIGNES_MAX:
                    raise _too_long()  # before minutes go into reading all of it
                if member not in self.formulas and _FORMULA.search(text):
                    self.formulas.add(member)
                for first, last in _MERGED.findall(text):
                    if len(found) < _MERGES_MAX:
                        found[first.decode(), last.decode()] = None
                tail = text[-_OVERLAP:]
        self.merged[member] = list(found)


def _read_workbook(data: bytes, name: str, marks: _Marks, steps: _Steps) -> Classeur:
    from openpyxl import load_workbook

    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = [one for one in values.worksheets if hasattr(one, "iter_rows")][:_SHEETS_MAX]
        formulas = None
        tables = []
        for sheet in sheets:
            member = sheet._worksheet_path.lstrip("/")  # noqa: SLF001 - the only way to know its file
            other = None
            if member in marks.formulas:
                if formulas is None:
                    formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
                other = formulas[sheet.title]
            rows = _rows(sheet, other, steps)
            _spread(rows, marks.merged.get(member, []))
            tables.append(Tableau(sheet.title, [tuple(row) for row in rows]))
        if formulas is not None:
            formulas.close()
    finally:
        values.close()
    return Classeur(fichier=name, tableaux=tuple(tables), lecture="Classeur Excel (XLSX)")


def _rows(sheet: Any, formulas: Any, steps: _Steps) -> list[list[Cellule]]:
    sheet.reset_dimensions()
    found: list[list[Cellule]] = []
    others: Iterator[Any] = iter(())
    if formulas is not None:
        formulas.reset_dimensions()
        others = formulas.iter_rows(max_col=COLONNES_MAX, values_only=True)
    for row in sheet.iter_rows(max_col=COLONNES_MAX, values_only=True):
        steps.step()
        written = next(others, ()) if formulas is not None else ()
        cells = [_cell(value, written, rank) for rank, value in enumerate(row)]
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
        if len(found) > LIGNES_MAX:
            _refuse_long(found)
            found.pop()  # an empty row far below: a spreadsheet kept its format
            break
    while found and not found[-1]:
        found.pop()
    return found


def _refuse_long(rows: Sequence[Sequence[Cellule]]) -> None:
    if sum(map(bool, rows)) > LIGNES_MAX // 2:
        raise _too_long()


def _too_long() -> FichierRefuse:
    return refusal(
        f"Une feuille compte plus de {number(LIGNES_MAX)} lignes : ce n’est pas la liste d’une "
        "opération de relogement.",
        "Gardez les seules lignes des bâtiments concernés, puis recommencez.",
    )


def _cell(value: Any, written: Sequence[Any], rank: int) -> Cellule:
    match value:
        case None:
            formula = written[rank] if rank < len(written) else None
            return Manque.FORMULE if _is_formula(formula) else None
        case datetime():
            return value.date()
        case bool() | date():
            return value
        case int() | float():
            return _exact(value)
    return _text(str(value))


def _is_formula(value: Any) -> bool:
    return (isinstance(value, str) and value.startswith("=")) or type(value).__name__ in {
        "ArrayFormula",
        "DataTableFormula",
    }


def _exact(value: float) -> Cellule:
    try:
        number = Decimal(repr(value))
    except InvalidOperation:
        return Manque.ERREUR
    return number if number.is_finite() else Manque.ERREUR


def _text(text: str) -> Cellule:
    if text in {"#REF!", "#N/A", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM?", "#DIV/0!", "#NUM!",
                "#NOMBRE!", "#NULL!", "#NUL!"}:  # fmt: skip
        return Manque.ERREUR
    plain = " ".join(safe_text(_UNSEEN.sub(" ", text[:_CELL_MAX])).split())
    return plain or None


def _spread(rows: list[list[Cellule]], merged: Sequence[tuple[str, str]]) -> None:
    """Repeat the value of each merged range in all its cells that a table of rows needs."""
    from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

    for first, last in merged:
        (left, top), (right, bottom) = map(coordinate_from_string, (first, last))
        column, end = column_index_from_string(left) - 1, column_index_from_string(right) - 1
        if top > len(rows) or column >= len(rows[top - 1]) or end >= COLONNES_MAX:
            continue
        value = rows[top - 1][column]
        if value is None:
            continue
        for row in rows[top - 1 : bottom]:
            row.extend([None] * (end + 1 - len(row)))
            for rank in range(column, end + 1):
                row[rank] = value


# --- CSV -------------------------------------------------------------------------------------


def _read_csv(data: bytes, name: str, steps: _Steps) -> Classeur:
    text, encoding = _decode(data)
    lines = text.split("\n", 1)
    if found := re.fullmatch(r"sep=(.)", lines[0].strip()):
        separator, text = found[1], lines[1] if len(lines) > 1 else ""
    else:
        separator = _separator(text)
    rows: list[tuple[Cellule, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            steps.step()
            if len(rows) >= LIGNES_MAX:
                _refuse_long([*rows, (None,)])
                break
            rows.append(tuple(_text(cell) for cell in row[:COLONNES_MAX]))
    except csv.Error as error:
        raise refusal(
            f"La ligne {reader.line_num} ne se lit pas : un guillemet reste sans doute ouvert.",
            "Corrigez cette ligne, ou enregistrez la liste en XLSX.",
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    words = _SEPARATORS.get(separator, separator)
    return Classeur(
        fichier=name,
        tableaux=(Tableau("CSV", rows),),
        lecture=f"Texte {encoding}, séparateur : {words}",
    )


def _utf_16(start: bytes) -> str:
    """Return the encoding of UTF-16 without its mark, "" for anything else.

    Every other byte of plain words is 0 there.
    """
    pairs = len(start) // 2
    even, odd = start[::2].count(0), start[1::2].count(0)
    for zeros, others, code in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > pairs * 0.6 and not others:
            return code
    return ""


def _decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; a byte has one meaning or is told."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = [("utf-16", "UTF-16")]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = [("utf-8-sig", "UTF-8")]
    elif order := _utf_16(data[:_START]):
        encodings = [(order, "UTF-16")]
    else:
        encodings = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")]
    for code, words in encodings:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" in text or not text.strip():
            break
        return text.replace("\r\n", "\n").replace("\r", "\n"), words
    raise refusal(
        "Ce fichier n’est ni un classeur XLSX ni un texte CSV.",
        "Demandez la liste au bailleur en XLSX ou en CSV.",
    )


def _separator(text: str) -> str:
    """Return the separator that cuts most lines of the head into the same number of cells."""
    sample = [line for line in text.split("\n", 4 * _SAMPLE) if line.strip()][:_SAMPLE]

    def worth(separator: str) -> tuple[int, int]:
        try:
            cuts = [len(row) for row in csv.reader(sample, delimiter=separator)]
        except csv.Error:
            return (0, 0)
        usual = max(set(cuts), key=lambda one: (cuts.count(one), one), default=1)
        wide = [one for one in cuts if one > 1]
        return (len(wide), usual) if usual > 1 else (0, len(wide))

    return max(_SEPARATORS, key=worth)
