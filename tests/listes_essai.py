"""Occupancy lists as bailleurs send them, made by the tests: fictional doors and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

TITRES = (
    "N° logement", "Bâtiment", "Cage", "Étage", "Porte", "Type", "Surface hab. (m²)", "Loyer",
    "Charges", "Nom", "Prénom", "Né(e) le", "Tél", "Date d'entrée",
)  # fmt: skip


def ligne(rank: int = 1, **changes: Any) -> list[Any]:
    """Return a row of `TITRES`; `changes` by title."""
    given = dict(
        zip(
            TITRES,
            (
                f"PAH-{rank:04d}", "Méjanes", "B", 1 + rank // 10, rank, "T4", 72, 395.5, 165,
                f"DURAND{rank}-ESSAI", "Zoé", date(1980, 3, 1 + rank % 20), f"06000000{rank:02d}",
                date(2001, 9, 1),
            ),
            strict=True,
        )
    )  # fmt: skip
    return list((given | changes).values())


def classeur(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    titres: Sequence[Any] = TITRES,
    avant: Sequence[Sequence[Any]] = (),
    feuille: str = "Feuil1",
    fusions: Sequence[str] = (),
) -> Path:
    """Write a workbook of one sheet: rows above the titles, the titles, the rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = feuille
    for row in (*avant, titres, *rows):
        sheet.append(list(row))
    for merged in fusions:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def texte(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    titres: Sequence[Any] = TITRES,
    separateur: str = ";",
    codage: str = "utf-8",
    fin: str = "\r\n",
) -> Path:
    """Write a text in columns."""
    lines = [separateur.join(_word(cell) for cell in row) for row in (titres, *rows)]
    path.write_bytes((fin.join(lines) + fin).encode(codage))
    return path


def _word(cell: Any) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)
