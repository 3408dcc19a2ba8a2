"""Writes a table as the French Excel reads it by a double click: UTF-8 with mark, `;`, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Final

from desktop.errors import Annule
from desktop.interop.feuilles import Feuille, Valeur, safe_text, starts_a_formula

QUOTE: Final = "'"
"""Put before a text that a spreadsheet would take for a formula."""

_EVERY: Final = 500


def write_csv(
    out: BinaryIO,
    feuille: Feuille,
    *,
    virgule: bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write one sheet; dates are ISO 8601, lines end in CRLF.

    Args:
        out: Open binary file.
        feuille: What to write.
        virgule: A decimal comma, as Excel in French reads numbers; else a point.
        progress: Called with (rows written, rows in all).
        cancelled: Asked every few hundred rows.

    Raises:
        Annule: `cancelled` answered true.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([colonne.titre for colonne in feuille.colonnes])
    total = len(feuille.lignes)
    for done, ligne in enumerate(feuille.lignes, start=1):
        writer.writerow([_text(value, virgule=virgule) for value in ligne])
        if done % _EVERY == 0 or done == total:
            if cancelled is not None and cancelled():
                raise Annule
            if progress is not None:
                progress(done, total)
    text.flush()
    text.detach()


def _text(value: Valeur, *, virgule: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case int() | Decimal():
            number = f"{value:f}" if isinstance(value, Decimal) else str(value)
            return number.replace(".", ",") if virgule else number
    text = safe_text(value)
    return QUOTE + text if starts_a_formula(text) else text
