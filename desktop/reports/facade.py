"""The façade of a building on a day, printed: doors and states, no name and no reference."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import BinaryIO, Final

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop import formats
from desktop.domain.relogement.facade import Case, Etat, Facade, Grille, cases_au, compte, grille
from desktop.reports.page import WIDTH, Drawn, Edition, colours, styles, tint, write_pdf
from desktop.reports.pieces import Words, table
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, drawable, escape, fit
from desktop.texts import facade as words

CONFIDENTIALITY: Final = "Document confidentiel — relogement, réservé à l’équipe"
_LEGEND: Final = ("Marque", "État", "Logements")
_SIDE: Final = 58
_CELL_MAX: Final = 46
_CELL_HEIGHT: Final = 27
_HEAD: Final = 16
_GAP: Final = 5
_COLUMNS_MAX: Final = 16
"""Columns of one drawing; a wider façade goes on under it."""


def render_facade(
    facade: Facade,
    batiment_id: str,
    jour: date,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the façade of a building as a PDF; `out` receives everything at the end, or nothing."""
    style = styles()
    nom = dict(facade.batiments).get(batiment_id, "")
    cases = cases_au(facade, batiment_id, jour)
    laid = grille(cases)
    title = f"Carte du bâtiment {nom}".strip()
    doors = formats.plural(len(cases), "logement")
    story: list[Flowable] = [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        Paragraph(escape(title), style["title"]),
        Paragraph(escape(f"Au {formats.full_date(jour)} — {doors}"), style["subtitle"]),
        *_drawings(laid),
        *_legend(cases),
    ]
    write_pdf(
        out,
        story,
        title="Carte du bâtiment",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _drawings(laid: Grille) -> Iterator[Flowable]:
    if not laid.cases:
        yield Paragraph("Aucun logement n’est enregistré dans ce bâtiment.", styles()["body"])
    for start in range(0, len(laid.colonnes), _COLUMNS_MAX):
        columns = range(start, min(start + _COLUMNS_MAX, len(laid.colonnes)))
        height = _HEAD + _CELL_HEIGHT * len(laid.etages)
        yield Drawn(WIDTH, height, partial(_draw, laid, columns))
        yield Spacer(0, 12)


def _draw(laid: Grille, columns: range, canvas: Canvas) -> None:
    cages = [laid.colonnes[column][0] for column in columns]
    gaps = sum(one != other for one, other in itertools.pairwise(cages))
    width = min(_CELL_MAX, (WIDTH - _SIDE - _GAP * gaps) / len(columns))
    top = _CELL_HEIGHT * len(laid.etages)
    x, shown = float(_SIDE), None
    tokens = colours()
    for row, etage in enumerate(laid.etages):
        canvas.setFillColor(tokens["muted"])
        canvas.setFont(REGULAR, 8)
        canvas.drawString(0, top - _CELL_HEIGHT * row - 17, words.etage_words(etage))
    for column in columns:
        cage = laid.colonnes[column][0]
        if cage != shown:
            x += 0 if shown is None else _GAP
            shown = cage
            span = width * sum(one == cage for one in cages)
            canvas.setFillColor(tokens["text"])
            canvas.setFont(BOLD, 8)
            canvas.drawString(x, top + 5, _cage(cage, span + _GAP))
        for row in range(len(laid.etages)):
            case = laid.cases.get((row, column))
            if case is not None:
                _draw_case(canvas, case, x, top - _CELL_HEIGHT * (row + 1), width)
        x += width


def _cage(cage: str, span: float) -> str:
    """Return « Cage B », or « B » over a single narrow column; « sans » is « sans cage »."""
    whole = words.cage_words(cage)
    if stringWidth(drawable(whole), BOLD, 8) <= span:
        return drawable(whole)
    return fit(cage or "sans", span, font=BOLD, size=8)


def _draw_case(canvas: Canvas, case: Case, x: float, y: float, width: float) -> None:
    colour = _colour(case.etat)
    canvas.setFillColor(tint(colour))
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.roundRect(x + 1, y + 1, width - 2, _CELL_HEIGHT - 2, 3, stroke=1, fill=1)
    canvas.setFillColor(colours()["muted"])
    canvas.setFont(REGULAR, 6.5)
    door = fit(case.porte.porte or words.SANS_PORTE, width - 5, font=REGULAR, size=6.5)
    canvas.drawCentredString(x + width / 2, y + _CELL_HEIGHT - 9.5, door)
    canvas.setFillColor(colour)
    canvas.setFont(BOLD, 9)
    mark = words.MARQUE[case.etat] + ("+" if len(case.menages) > 1 else "")
    canvas.drawCentredString(x + width / 2, y + 5, mark)


def _colour(etat: Etat) -> Color:
    tokens, code = colours(), words.TON[etat]
    return tokens["tons"][code] if code in tokens["tons"] else tokens["etats"][code]


def _legend(cases: Sequence[Case]) -> Iterator[Flowable]:
    lines = [
        [Words(words.MARQUE[etat]), Words(words.etat_words(etat)), Words(formats.number(count))]
        for etat, count in compte(cases)
    ]
    if not lines:
        return
    half = (len(lines) + 1) // 2
    blank = [Words("")] * len(_LEGEND)
    rows = [
        [*left, *right]
        for left, right in itertools.zip_longest(lines[:half], lines[half:], fillvalue=blank)
    ]
    yield table([*_LEGEND, *_LEGEND], rows, [0.8, 2.3, 1, 0.8, 2.3, 1])
    note = "« + » après la marque : plusieurs dossiers pour ce logement."
    yield Paragraph(escape(formats.typo(note)), styles()["muted"])
