"""R6 « Carte du quartier », A4 or A3: the drawing of the screen at a round scale, and its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, FrameBreak, Spacer, Table

from desktop import formats, texts
from desktop.domain import dessin
from desktop.domain.carte import (
    Cadre,
    CarteRecord,
    ConstatCarte,
    numbered,
    printed_frame,
    scale_of,
)
from desktop.domain.geo import Boite
from desktop.domain.projections import WEB_MERCATOR
from desktop.domain.symboles import constat_symbol, placed
from desktop.reports.dessin import paint
from desktop.reports.page import BOTTOM, TOP, Drawn, Edition, Layout, colours, styles, write_pdf
from desktop.reports.plan import FondCarte, Rendu, draw_plan
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, cell, drawable, escape, fit

PAPERS: Final = ("A4", "A3")

_MARGIN: Final = 38
_TOP: Final = 30
_GAP: Final = 18
_LIST_WIDTH: Final = 300
_TITLE: Final = 31
"""Points of the two lines above the map: neither may wrap."""
_LEGEND_ROW: Final = 10.5
_LEGEND_SIZE: Final = 7
_LEGEND_SYMBOL: Final = 18
_LEGEND_MAX: Final = 160
_INSET_SHARE: Final = 1.35
"""How much smaller a map may become to have its list beside it."""


def render_carte(
    carte: CarteRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    paper: str = "A4",
    confidentiality: str = "Document de travail",
    fond: FondCarte | None = None,
    invariant: bool = False,
) -> None:
    """Write the map of a quartier or of a marche, then the list of its constats.

    Args:
        carte: What is drawn and listed.
        out: Open binary file.
        edited_on: Moment of printing.
        editor: Person who prints.
        paper: One of `PAPERS`.
        confidentiality: Plain text in the foot.
        fond: A background; None: the white of the paper.
        invariant: Two runs give the same bytes.

    Raises:
        ValueError: unknown paper.
        Annule: never here, but by the layout.
    """
    sheet = _sheet(carte, paper, fond)
    edition = Edition(edited_on=edited_on, editor=editor, invariant=invariant)
    style = styles()
    title = ", ".join(filter(None, (carte.titre, carte.sous_titre)))
    story: list[Flowable] = [
        Paragraph(escape(fit(title, sheet.cadre.largeur, font=BOLD, size=10)), style["kind"]),
        Paragraph(escape(_facts(carte, sheet.cadre)), style["muted"]),
        Spacer(0, 3),
        _block(carte, sheet, fond),
    ]
    if sheet.inset:
        story.append(FrameBreak())
    if carte.constats:
        story += [_heading(sheet), *_list(numbered(carte.constats), sheet)]
    if carte.arrets:
        stops = sorted(carte.arrets, key=lambda one: one.ordre)
        words = ", ".join(f"{one.ordre} {one.nom}" for one in stops)
        story.append(Paragraph(escape(f"Arrêts : {words}."), style["muted"]))
    if carte.a_placer:
        numbers = ", ".join(sorted(one.numero for one in carte.a_placer))
        story.append(Paragraph(escape(f"Sans position : {numbers}."), style["muted"]))
    write_pdf(
        out,
        story,
        title=f"Carte — {carte.titre}",
        confidentiality=confidentiality,
        edition=edition,
        layout=sheet.layout,
    )


# --- the sheet ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One way to lay the map out; `inset`: its list stands beside it."""

    layout: Layout
    cadre: Cadre
    legend: float
    inset: bool = False


def _sheet(carte: CarteRecord, paper: str, fond: FondCarte | None) -> _Sheet:
    """Return the layout whose scale is the largest, a list beside the map being worth a little."""
    if paper not in PAPERS:
        raise ValueError(paper)
    if paper == "A4":
        return min(
            (_plain(carte, size, fond) for size in (A4, landscape(A4))),
            key=lambda one: one.cadre.ground,
        )
    upright = min(
        (_plain(carte, size, fond) for size in (A3, landscape(A3))),
        key=lambda one: one.cadre.ground,
    )
    inset = _beside(carte, landscape(A3), fond)
    near = inset.cadre.ground <= upright.cadre.ground * _INSET_SHARE
    return inset if carte.constats and near else upright


def _plain(carte: CarteRecord, size: tuple[float, float], fond: FondCarte | None) -> _Sheet:
    width, height = size[0] - 2 * _MARGIN, size[1] - _TOP - BOTTOM
    legend = _legend_height(carte, width)
    cadre = _frame(carte, width, height - _TITLE - legend, fond)
    first = (_MARGIN, BOTTOM, width, height)
    later = (_MARGIN, BOTTOM, width, size[1] - TOP - BOTTOM)
    return _Sheet(Layout(size=size, first=(first,), next=(later,), margin=_MARGIN), cadre, legend)


def _beside(carte: CarteRecord, size: tuple[float, float], fond: FondCarte | None) -> _Sheet:
    whole, height = size[0] - 2 * _MARGIN, size[1] - _TOP - BOTTOM
    width = whole - _LIST_WIDTH - _GAP
    legend = _legend_height(carte, width)
    cadre = _frame(carte, width, height - _TITLE - legend, fond)
    left = _MARGIN + width + _GAP
    boxes = ((_MARGIN, BOTTOM, width, height), (left, BOTTOM, _LIST_WIDTH, height))
    columns = int(whole // (_LIST_WIDTH + _GAP))
    later = tuple(
        (_MARGIN + rank * (_LIST_WIDTH + _GAP), BOTTOM, _LIST_WIDTH, size[1] - TOP - BOTTOM)
        for rank in range(columns)
    )
    layout = Layout(size=size, first=boxes, next=later, margin=_MARGIN)
    return _Sheet(layout, cadre, legend, inset=True)


def _frame(carte: CarteRecord, width: float, height: float, fond: FondCarte | None) -> Cadre:
    box = carte.boite()
    if box is None:
        box = Boite(434_000_000, 53_000_000, 436_000_000, 56_000_000)
    plan = None
    if fond is not None:
        plan = fond.image.plan if fond.image is not None else WEB_MERCATOR
    return printed_frame(box, width, height, plan=plan)


# --- the map ------------------------------------------------------------------------------


def _block(carte: CarteRecord, sheet: _Sheet, fond: FondCarte | None) -> Drawn:
    """Return the map with its legend under it."""
    cadre, legend = sheet.cadre, sheet.legend

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(0, legend)
        draw_plan(canvas, carte, cadre, _rendu(carte), fond=fond, bord=colours()["muted"])
        canvas.restoreState()
        _draw_legend(canvas, _seen(carte, cadre), cadre.largeur, legend)

    return Drawn(cadre.largeur, cadre.hauteur + legend, draw)


def _rendu(carte: CarteRecord) -> Rendu:
    """Return smaller symbols where there are many."""
    count = len(carte.constats)
    size = 5.5 if count <= 60 else 4.2 if count <= 250 else 3  # noqa: PLR2004 - steps
    return Rendu(symbole=size, lettres=7.5, boussole=14, mention=6.5, numeros=True)


def _seen(carte: CarteRecord, cadre: Cadre) -> CarteRecord:
    """Return the map without the contours that lie outside of its frame."""
    seen = tuple(one for one in carte.contours if cadre.shows(one.surface.boite))
    return replace(carte, contours=seen)


# --- legend and list ----------------------------------------------------------------------


def _legend(carte: CarteRecord) -> list[dessin.Legende]:
    labels = {code.value: words for code, words in texts.constat.ETAT_CONSTAT.items()}
    return dessin.legend(carte, labels, 4)


def _legend_columns(lines: Sequence[dessin.Legende], width: float) -> int:
    """Return how many columns hold the lines, each as wide as the longest of them asks."""
    longest = max((_wide(one.texte) for one in lines), default=0.0)
    return max(1, int(width // min(longest + _LEGEND_SYMBOL + 8, _LEGEND_MAX)))


def _legend_height(carte: CarteRecord, width: float) -> float:
    lines = _legend(carte)
    return 8 + -(-len(lines) // _legend_columns(lines, width)) * _LEGEND_ROW


def _draw_legend(canvas: Canvas, carte: CarteRecord, width: float, height: float) -> None:
    lines = _legend(carte)
    columns = _legend_columns(lines, width)
    rows = -(-len(lines) // columns)
    room = width / columns
    for rank, one in enumerate(lines):
        x, y = rank // rows * room, 8 + (rank % rows + 0.5) * _LEGEND_ROW
        paint(canvas, placed(one.dessin, x + 8, y), height)
        canvas.setFillColor(colours()["text"])
        canvas.setFont(REGULAR, _LEGEND_SIZE)
        words = fit(one.texte, room - _LEGEND_SYMBOL, font=REGULAR, size=_LEGEND_SIZE)
        canvas.drawString(x + _LEGEND_SYMBOL, height - y - _LEGEND_SIZE * 0.35, words)


def _wide(text: str) -> float:
    return float(pdfmetrics.stringWidth(drawable(text), REGULAR, _LEGEND_SIZE))


def _heading(sheet: _Sheet) -> Paragraph:
    style = styles()["section"].clone("liste", spaceBefore=0 if sheet.inset else 10)
    return Paragraph("Constats", style)


def _list(constats: Sequence[ConstatCarte], sheet: _Sheet) -> list[Flowable]:
    """Return the list: symbol, number, état, thème, place and words."""
    tokens = colours()
    width = _LIST_WIDTH if sheet.inset else sheet.layout.width
    shares = (20, 48, width - 68) if sheet.inset else (22, 70, 92, 110, width - 294)
    heads = ("", "N°", "Constat") if sheet.inset else ("", "N°", "État", "Thème", "Constat")
    rows = []
    for one in constats:
        symbol = _symbol(one)
        words = " — ".join(filter(None, (one.lieu, " ".join(one.texte.split()))))
        etat = texts.constat.ETAT_CONSTAT[one.etat]
        if sheet.inset:
            said = f"{etat} · {one.theme_libelle or 'sans thème'}. {words}".strip()
            rows.append([symbol, _bold(one.rang), cell(said, styles()["cell"])])
        else:
            theme = one.theme_libelle or "—"
            parts = [cell(text, styles()["cell"]) for text in (etat, theme, words or "—")]
            rows.append([symbol, _bold(one.rang), *parts])
    head = [Paragraph(escape(text), styles()["cell_head"]) for text in heads]
    return [
        Table(
            [head, *rows],
            colWidths=list(shares),
            repeatRows=1,
            splitInRow=1,
            spaceAfter=8,
            style=[
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("BACKGROUND", (0, 0), (-1, 0), tokens["background"]),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, tokens["border"]),
            ],
        )
    ]


def _bold(text: str) -> Paragraph:
    return Paragraph(escape(drawable(text)), styles()["cell_bold"])


def _symbol(one: ConstatCarte) -> Drawn:
    drawn = placed(constat_symbol(one.etat.value, one.theme, 4), 6, 6)
    return Drawn(12, 12, lambda canvas: paint(canvas, drawn, 12))


def _facts(carte: CarteRecord, cadre: Cadre) -> str:
    parts = [
        f"Échelle 1 : {formats.number(scale_of(cadre))}",
        formats.plural(len(carte.constats), "constat"),
    ]
    if carte.arrets:
        parts.append(formats.plural(len(carte.arrets), "arrêt"))
    return formats.typo(" · ".join(parts))
